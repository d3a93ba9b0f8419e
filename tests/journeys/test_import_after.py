"""After an import, with the keyboard alone: the problem rows go back, days later all of it is taken back."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.desk_fixtures import PASSWORD, USERS, TestClock, invented_id
from tests.exchange.quirks.test_old_kinds import old_workbook, open_document
from tests.journeys.conftest import Begin
from tests.journeys.hand import Hand, words_in
from tests.journeys.test_import_wizard import HEADER, QUIRKS, agree, opened
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.domain.access import Role
from trainingdesk.ui.pages.papers.shown import ShownPaper
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS
from trainingdesk.ui.pages.roster.imports import ImportsDialog
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster import person_form
from trainingdesk.usecases.queries.roster_import import preview_import
from trainingdesk.usecases.roster_files import export_problem_rows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"


@pytest.fixture
def hand(begin: Begin, desk_file: Path) -> Hand:
    hand = begin(desk_file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    hand.go("Ctrl+2", RosterPage)
    return hand


def everybody(desk: Desk) -> list:
    return rows(
        desk, "SELECT id, name, unit_id, post, rank, phone, id_number, status FROM person ORDER BY id"
    )


def test_the_senders_own_workbook_comes_back_with_its_bad_cells_marked(hand: Hand, tmp_path: Path):
    book = workbook(tmp_path / "名册（截至2026年5月）.xlsx", QUIRKS, HEADER)
    own = load_workbook(book)
    own.active["A1"].font = Font(name="楷体", bold=True)
    own.create_sheet("说明")["A1"] = "请勿改动"
    own.save(book)
    wizard = opened(hand, book)
    hand.tab_to(wizard.problems_button)
    hand.press("Return")  # the button one is on, and not the one that imports
    assert wizard.step == ROWS
    target = tmp_path / "退回.xlsx"
    hand.choose_file(target)
    hand.until(lambda: target.exists() and not wizard.busy)
    hand.settle()
    assert "退回.xlsx" in wizard.banner.text()
    assert "5" in wizard.banner.text()
    assert (wizard.step, wizard.problems_button.hasFocus()) == (ROWS, True)
    back = load_workbook(target)
    assert back.sheetnames[:2] == [own.active.title, "说明"]
    sheet = back.worksheets[0]
    assert (sheet["A1"].font.name, back["说明"]["A1"].value) == ("楷体", "请勿改动")
    assert [[cell.value for cell in row] for row in sheet] == [
        [cell.value for cell in row] for row in own.worksheets[0]
    ]
    marked = {
        (cell.row, HEADER[cell.column - 1]): cell
        for row in sheet
        for cell in row
        if cell.fill.fgColor.rgb in {RED, YELLOW}
    }
    place = {name: number for number, (name, *_rest) in enumerate(QUIRKS, 2)}
    assert {where: cell.fill.fgColor.rgb for where, cell in marked.items()} == {
        (place["钱多"], "身份证号"): RED,
        (place["米粒"], "职级"): YELLOW,
        (place["路远"], "出生年月"): YELLOW,
        (place["路长"], "出生年月"): YELLOW,
        (place["王伟"], "姓名"): YELLOW,
    }
    assert all(cell.comment.text for cell in marked.values())
    assert "校验位" in marked[place["钱多"], "身份证号"].comment.text
    said = back.worksheets[-1]
    assert [row[0].value for row in said.iter_rows(min_row=2)] == ["4", "5", "6", "7", "8"]
    assert (
        said["B3"].hyperlink is not None
        or said["A3"].hyperlink is not None
        or said["E3"].hyperlink is not None
    )
    assert rows(
        hand.desk, "SELECT count(*) FROM audit WHERE entity = 'import_batch' AND kind = 'exported'"
    ) == [(1,)]
    hand.press("Escape")
    hand.gone(wizard)


def test_an_import_goes_back_days_later_and_what_others_did_since_stays(
    hand: Hand, clock: TestClock, tmp_path: Path
):
    before = everybody(hand.desk)
    book = workbook(
        tmp_path / "名册（截至2026年5月）.xlsx",
        [
            ("丁宁", invented_id(1), OFFICE, "部长", "", "13911110000", ""),
            ("路远", invented_id(301), "城东区水务局", "科员", "", "13911110001", ""),
        ],
        HEADER,
    )
    hand.import_workbook(book)
    assert rows(hand.desk, "SELECT post FROM person WHERE id = 1") == [("部长",)]

    # days of other work: another file, somebody else's status
    clock.forward(days=3)
    other = workbook(
        tmp_path / "另一份.xlsx", [("于洋", invented_id(2, male=False), OFFICE, "副部长", "", "", "")], HEADER
    )
    hand.import_workbook(other)
    clock.forward(days=6)
    version = hand.desk.ask(person_form, 14).version
    hand.program.frame.page.send(ChangeStatus(person_id=14, version=version, status="long_leave"))
    hand.settle()

    hand.palette("导入记录")
    made = hand.window(ImportsDialog)
    hand.until(made.table.hasFocus)
    hand.until(lambda: made.table.current_row() is not None)
    assert made.table.current_row().file_name == "另一份.xlsx"
    hand.press("Down")
    assert made.table.current_row().file_name == book.name

    # its report comes up over the list, which stays
    hand.tab_to(made.report)
    hand.press("Space")
    shown = hand.window(ShownPaper)
    hand.until(lambda: shown.preview.pages.count > 0)
    assert "名册导入报告" in words_in(shown)
    hand.press("Escape")
    hand.gone(shown)
    assert (made.isVisible(), made.report.hasFocus()) == (True, True)

    hand.tab_to(made.revert)
    hand.press("Return")
    agree(hand)
    hand.until(lambda: made.banner.text() == "导入已撤销。")
    hand.settle()
    assert made.table.hasFocus()
    assert rows(hand.desk, "SELECT file_name FROM import_batch WHERE reverted_at IS NOT NULL") == [
        (book.name,)
    ]
    expected = [list(one) for one in before]
    expected[1][3] = "副部长"  # the other file's
    expected[13][7] = "long_leave"
    assert [list(one) for one in everybody(hand.desk)] == expected
    assert rows(hand.desk, "SELECT count(*) FROM unit WHERE name = '城东区水务局'") == [(0,)]
    assert chain_is_whole(hand.desk)

    # once only: the button says why
    hand.press("Down")
    hand.until(lambda: made.table.current_row().file_name == book.name)
    assert not made.revert.isEnabled()
    assert made.why.text()
    hand.press("Escape")
    hand.gone(made)


def test_the_report_of_the_end_and_the_problem_rows_are_a_key_away_after_the_import(
    hand: Hand, tmp_path: Path
):
    wizard = opened(hand, workbook(tmp_path / "名册.xlsx", QUIRKS[:4], HEADER))
    hand.tab_to(wizard.next_button)
    hand.press("Return")
    hand.until(lambda: wizard.step == DONE)
    assert wizard.next_button.hasFocus()
    hand.tab_to(wizard.problems_button)
    hand.press("Space")
    hand.choose_file(tmp_path / "退回.xlsx")
    hand.until(lambda: (tmp_path / "退回.xlsx").exists() and not wizard.busy)
    hand.settle()
    assert wizard.problems_button.hasFocus()
    hand.tab_to(wizard.end.undo_button)
    hand.press("Space")
    agree(hand)
    hand.until(lambda: not wizard.end.undo_button.isVisible() and not wizard.busy)
    assert wizard.next_button.hasFocus()
    hand.press("Return")
    hand.gone(wizard)


@pytest.mark.parametrize("kind", ["xls", "ods", "csv"])
def test_of_a_file_of_another_kind_the_cells_come_back_in_a_workbook(desk: Desk, tmp_path: Path, kind: str):
    if kind == "csv":
        source = tmp_path / "名册.csv"
        source.write_text(
            "姓名,单位,出生年月,性别\n张三,城东区教育局,1972.1,男\n=李四,城东区教育局,1980.05,公\n",
            encoding="gb18030",
        )
        open_ones, wrong = [("C2", YELLOW)], "D3"
    else:
        source = tmp_path / f"名册.{kind}"
        (old_workbook(source) if kind == "xls" else open_document(source, calc_word=True))
        open_ones = [("C3" if kind == "xls" else "D3", YELLOW)]
        wrong = "B4" if kind == "xls" else "B6"
    target = tmp_path / "退回.xlsx"
    token = desk.ask(preview_import, source).token
    count = export_problem_rows(desk, token, target)
    sheet = load_workbook(target).worksheets[0]
    assert sheet["A1"].value == "姓名"
    assert sheet["A2"].value == "张三"
    for place, colour in [*open_ones, (wrong, RED)]:
        assert sheet[place].fill.fgColor.rgb == colour, place
        assert sheet[place].comment.text
    marked = {cell.row for row in sheet for cell in row if cell.fill.fgColor.rgb in {RED, YELLOW}}
    assert count == len(marked)
    if kind == "csv":
        assert (sheet["A3"].value, sheet["A3"].data_type, sheet["A3"].quotePrefix) == ("=李四", "s", True)
