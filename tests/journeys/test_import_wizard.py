"""The import wizard with the keyboard alone: questions answered, cells put right, people told apart, all taken back."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLineEdit, QPushButton, QWidget

from tests.desk_fixtures import PASSWORD, USERS, invented_id
from tests.journeys.conftest import Begin
from tests.journeys.hand import Hand, words_in
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.ui.pages.papers.shown import ShownPaper
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, DONE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.imports import ImportsDialog
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.usecases.commands.roster import ChangeStatus

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

GOOD = invented_id(103)
QUIRKS = [
    ("丁宁", invented_id(1), OFFICE, "干部", "乡科级正职", "", ""),
    ("于洋", invented_id(2, male=False), OFFICE, "副部长", "", "13900009999", ""),
    ("王伟", "", BUREAU, "", "", "", ""),
    ("钱多", GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), OFFICE, "", "", "", ""),
    ("米粒", invented_id(105), OFFICE, "", "某某级", "", ""),
    ("路远", "", OFFICE, "", "", "", 1972.1),
    ("路长", "", OFFICE, "", "", "", 1975.1),
]
HEADER = ["姓名", "身份证号", "工作单位", "职务", "职级", "手机", "出生年月"]


@pytest.fixture
def hand(begin: Begin, desk_file: Path) -> Hand:
    hand = begin(desk_file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    hand.go("Ctrl+2", RosterPage)
    return hand


def opened(hand: Hand, book: Path) -> ImportDialog:
    """Choose a file and go on to its rows."""
    hand.press("Ctrl+I")
    wizard = hand.window(ImportDialog)
    hand.press("Space")
    hand.choose_file(book)
    hand.until(lambda: wizard.step == COLUMNS)
    hand.press("Return")
    assert wizard.step == ROWS
    read(hand, wizard)
    return wizard


def read(hand: Hand, wizard: ImportDialog) -> None:
    """Wait until the rows are read."""
    hand.until(lambda: not wizard.busy and not wizard.rows.rows.loading)
    hand.settle()


def bucket(hand: Hand, wizard: ImportDialog, words: str) -> None:
    """Go to a bucket, and on into its rows."""
    hand.tab_to(wizard.rows.buckets, "Shift+Tab")
    hand.press("Home")
    for _step in range(wizard.rows.buckets.count()):
        item = wizard.rows.buckets.currentItem()
        if item is not None and item.text().startswith(words):
            break
        hand.press("Down")
    else:
        raise AssertionError(f"no bucket {words}")
    read(hand, wizard)
    hand.press("Tab")
    assert wizard.rows.rows.hasFocus() or wizard.rows.people.hasFocus()


def agree(hand: Hand) -> None:
    """Say yes to the question in front; Enter alone would go back."""
    question = hand.window(ConfirmDialog)
    hand.tab_to(question.yes)
    hand.press("Space")
    hand.gone(question)


def words_of(widget: QWidget | None) -> str:
    assert isinstance(widget, QAbstractButton)
    return widget.text()


def buckets(wizard: ImportDialog) -> list[str]:
    return [wizard.rows.buckets.item(place).text() for place in range(wizard.rows.buckets.count())]


def test_enter_behind_a_typed_value_puts_it_right_and_imports_nothing(hand: Hand, tmp_path: Path):
    wizard = opened(hand, workbook(tmp_path / "名册.xlsx", QUIRKS[:4], HEADER))
    heap = next(
        wizard.rows.buckets.item(n) for n, words in enumerate(buckets(wizard)) if words.startswith("错误")
    )
    hand.click(wizard.rows.buckets.viewport(), wizard.rows.buckets.visualItemRect(heap).center())
    hand.until(lambda: wizard.rows.rows.current_row() is not None)
    assert wizard.rows.rows.hasFocus(), "a click on a heap is for its rows"
    edit = wizard.rows.detail.findChild(QLineEdit)
    hand.tab_to(edit)
    hand.press("Ctrl+A")
    hand.write(GOOD)
    hand.press("Return")
    read(hand, wizard)
    assert wizard.step == ROWS
    assert wizard.rows.rows.hasFocus(), "the next row that is wrong, or the heap above it, is a key away"
    assert not [words for words in buckets(wizard) if words.startswith("错误")]


def test_a_file_with_quirks_is_put_right_in_the_window(hand: Hand, tmp_path: Path):
    book = workbook(tmp_path / "名册（截至2026年5月）.xlsx", QUIRKS, HEADER)
    wizard = opened(hand, book)
    assert buckets(wizard)[:3] == ["错误  1", "待确认  3", "疑似同一人  1"]

    # a wrong number is typed anew in its cell
    bucket(hand, wizard, "错误")
    hand.press("F2", "Ctrl+A")
    hand.write(GOOD)
    hand.press("Return")
    read(hand, wizard)
    assert not [words for words in buckets(wizard) if words.startswith("错误")]

    # October for one is October for all who ask it
    bucket(hand, wizard, "待确认")
    hand.until(lambda: wizard.rows.rows.current_row() is not None)
    while "某某级" in wizard.rows.rows.current_row().problems[0].value:
        hand.press("Down")
    together = next(
        box
        for box in wizard.rows.detail.findChildren(object)
        if hasattr(box, "isChecked") and "同类" in box.text()
    )
    hand.tab_to(together)
    hand.press("Space")
    hand.tab_to(wizard.rows.rows, "Shift+Tab")
    hand.press("2")
    read(hand, wizard)
    assert "待确认  1" in buckets(wizard)
    # the same by Tab and Enter, on the button that bears the number
    hand.press("Tab", "Tab")  # over the card itself, which the arrows scroll
    assert words_of(QApplication.focusWidget()) == "1　留空"
    hand.press("Return")
    assert wizard.step == ROWS
    read(hand, wizard)
    assert not [words for words in buckets(wizard) if words.startswith("待确认")]

    # two of one name: side by side, the number chooses
    bucket(hand, wizard, "疑似同一人")
    assert "就是此人" in words_in(wizard.rows.detail)
    hand.press("Tab", "Tab")
    assert words_of(QApplication.focusWidget()) == "1　就是此人"
    hand.press("Right", "Space")
    hand.tab_to(wizard.rows.rows, "Shift+Tab")
    chosen = wizard.rows.choices.decisions
    assert len(chosen) == 1
    assert next(iter(chosen.values())) > 0

    hand.tab_to(wizard.next_button)
    hand.press("Return")
    hand.until(lambda: wizard.step == DONE)
    assert rows(hand.desk, "SELECT id_number FROM person WHERE name = '钱多'") == [(GOOD,)]
    assert rows(hand.desk, "SELECT name, birth FROM person WHERE name LIKE '路_' ORDER BY birth") == [
        ("路远", "1972-10"),
        ("路长", "1975-10"),
    ]
    assert rows(hand.desk, "SELECT day FROM import_batch") == [("2026-05-31",)]

    # its report is shown over the wizard, where taking it back stays at hand
    hand.tab_to(wizard.end.report_button)
    hand.press("Space")
    shown = hand.window(ShownPaper)
    hand.until(lambda: shown.preview.pages.count > 0)
    assert "名册导入报告" in words_in(shown)
    hand.press("Escape")
    hand.gone(shown)
    assert (wizard.step, wizard.end.undo_button.isVisible()) == (DONE, True)


def test_the_whole_file_waits_until_every_row_is_settled(hand: Hand, tmp_path: Path):
    wizard = opened(hand, workbook(tmp_path / "名册.xlsx", QUIRKS, HEADER))
    hand.tab_to(wizard.rows.good_rows)
    hand.press("Right")
    assert wizard.rows.whole_file.isChecked()
    assert not wizard.next_button.isEnabled()
    assert "5 行" in wizard.step_words.text()
    assert wizard.rows.whole_file.hasFocus()
    hand.press("Left")
    assert wizard.next_button.isEnabled()
    hand.press("Escape")
    hand.gone(wizard)
    assert rows(hand.desk, "SELECT count(*) FROM import_batch") == [(0,)]


def test_a_clean_file_goes_straight_through_and_is_held_days_later(hand: Hand, clock, tmp_path: Path):
    book = workbook(
        tmp_path / "名册.xlsx", [("路远", invented_id(301), OFFICE, "科员", "", "13911110001", "")], HEADER
    )
    wizard = opened(hand, book)
    assert buckets(wizard)[0] == "新增  1"
    assert wizard.next_button.isEnabled()
    hand.tab_to(wizard.next_button)
    hand.press("Return")
    hand.until(lambda: wizard.step == DONE)
    hand.press("Return")
    hand.gone(wizard)
    batch, person = rows(hand.desk, "SELECT import_batch_id, id FROM person WHERE name = '路远'")[0]

    # days later somebody has written into what it brought: it says who, and nothing is taken back
    clock.forward(days=3)
    hand.desk.execute(ChangeStatus(person_id=person, version=1, status=PersonStatus.LONG_LEAVE))
    hand.settle()
    hand.palette("导入记录")
    made = hand.window(ImportsDialog)
    hand.until(lambda: made.table.current_id() == batch or bool(made.table.rows.ids))
    hand.until(made.table.hasFocus)
    hand.until(lambda: made.table.current_row() is not None)
    hand.tab_to(made.revert)
    hand.press("Space")
    hand.settle()
    hand.until(lambda: "路远" in words_in(made))  # said before anything is asked
    assert made.revert.hasFocus(), "what stands in the way is put right, and it is tried again"
    assert rows(hand.desk, "SELECT reverted_at FROM import_batch") == [(None,)]
    hand.press("Escape")
    hand.gone(made)


def test_one_has_left_and_one_field_is_not_wanted(hand: Hand, tmp_path: Path):
    book = workbook(
        tmp_path / "名册.xlsx",
        [
            ("丁宁", invented_id(1), OFFICE, "部长", "", "13911110000", ""),
            ("于洋", invented_id(2, male=False), OFFICE, "", "", "", ""),
        ],
        HEADER,
    )
    wizard = opened(hand, book)
    bucket(hand, wizard, "更新")
    hand.until(lambda: wizard.rows.rows.current_row() is not None)
    hand.settle()
    phone = next(box for box in wizard.rows.detail.findChildren(QCheckBox) if "手机" in box.text())
    hand.tab_to(phone)
    hand.press("Space")
    hand.tab_to(wizard.rows.buckets, "Shift+Tab")
    hand.press("End")
    hand.settle()
    hand.until(lambda: bool(wizard.rows.people.rows.ids))
    hand.tab_to(wizard.rows.people)
    hand.until(lambda: wizard.rows.people.current_row() is not None)
    hand.settle()
    # ticked, all of them said to have retired, and this one to have left after all
    hand.press("Space")
    line = wizard.rows.left_line
    hand.tab_to(line.status)
    hand.press("Down", "Down", "Return")
    hand.tab_to(line.set_all)
    hand.press("Space")
    assert [one.status for one in wizard.rows.choices.left.values()] == [PersonStatus.RETIRED]
    hand.tab_to(line.nobody)
    hand.press("Space")
    assert wizard.rows.choices.left == {}
    hand.tab_to(line.reason, "Shift+Tab")
    hand.write("区组调〔2026〕3号")
    hand.tab_to(wizard.rows.people, "Shift+Tab")
    hand.press("2")  # the number of 调离 on the card below
    assert [one.status for one in wizard.rows.choices.left.values()] == [PersonStatus.LEFT]
    day = wizard.rows.left_line.day
    hand.tab_to(day)
    hand.press("Ctrl+A", "Delete")
    assert not wizard.next_button.isEnabled()
    assert "去向日期" in wizard.step_words.text()
    hand.write("2026-04-30")
    hand.tab_to(wizard.next_button)
    hand.press("Return")
    hand.until(lambda: wizard.step == DONE)
    assert rows(hand.desk, "SELECT post, phone FROM person WHERE id = 1") == [("部长", "13900000001")]
    assert rows(hand.desk, "SELECT status, status_from FROM person WHERE id = 3") == [("left", "2026-04-30")]
    assert rows(hand.desk, "SELECT reason FROM status_period WHERE person_id = 3") == [("区组调〔2026〕3号",)]
    hand.press("Return")
    hand.gone(wizard)


def test_tab_goes_from_top_to_bottom(hand: Hand, tmp_path: Path):
    """What is shown anew comes where it stands, and not behind the buttons of the window."""
    hand.press("Ctrl+I")
    wizard = hand.window(ImportDialog)
    hand.press("Space")
    hand.choose_file(workbook(tmp_path / "名册.xlsx", QUIRKS, HEADER))
    hand.until(lambda: wizard.step == COLUMNS)
    columns = wizard.columns
    for widget in (columns.day, columns._area, *columns.choices.values(), wizard.cancel_button):
        hand.press("Tab")
        assert widget.hasFocus() or (
            widget is columns.day and widget.isAncestorOf(QApplication.focusWidget())
        )
    hand.tab_to(wizard.next_button)
    hand.press("Return")
    assert wizard.step == ROWS
    read(hand, wizard)
    bucket(hand, wizard, "错误")
    hand.until(lambda: wizard.rows.rows.current_row() is not None)
    edit = wizard.rows.detail.findChild(QLineEdit)
    blank, put = [one for one in wizard.rows.detail.findChildren(QAbstractButton) if one.isVisible()]
    for widget in (wizard.rows.rows, wizard.rows.detail, blank, edit, put):
        assert widget.hasFocus(), QApplication.focusWidget()
        hand.press("Tab")
    assert not wizard.rows.detail.isAncestorOf(QApplication.focusWidget())
    hand.press("Escape")
    hand.gone(wizard)


def test_remarks_that_say_a_status_are_settled_together(hand: Hand, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "备注"]
    lines = [
        ("丁宁", invented_id(1), OFFICE, "已退休 2025.3"),
        ("于洋", invented_id(2, male=False), OFFICE, "退休"),
    ]
    wizard = opened(hand, workbook(tmp_path / "名册（截至2026年5月）.xlsx", lines, header))
    assert wizard.next_button.isEnabled(), "nobody has to answer"
    bucket(hand, wizard, "备注提及去向")
    hand.until(lambda: wizard.rows.rows.current_row() is not None)
    hand.settle()
    buttons = [one.text() for one in wizard.rows.detail.findChildren(QPushButton)]
    assert buttons == ["1　登记为“退休”", "2　✓ 只保留备注"]
    hand.press("0", "1")  # for all that are alike
    read(hand, wizard)
    assert "更新  2" in buckets(wizard)
    assert wizard.rows.choices.answers == {(2, "status"): "retired", (3, "status"): "retired"}
    # and one of them is taken back
    hand.press("Down")
    hand.settle()
    assert wizard.rows.rows.current_row().name == "于洋"
    hand.press("2")
    read(hand, wizard)
    assert wizard.rows.choices.answers == {(2, "status"): "retired"}
    hand.tab_to(wizard.next_button)
    hand.press("Return")
    hand.until(lambda: wizard.step == DONE)
    assert rows(hand.desk, "SELECT status, status_from, note FROM person WHERE id < 3 ORDER BY id") == [
        ("retired", "2025-03-01", "已退休 2025.3"),
        ("serving", None, "退休"),
    ]
    hand.press("Return")
    hand.gone(wizard)
