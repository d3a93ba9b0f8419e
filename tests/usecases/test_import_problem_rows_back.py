"""A workbook with problem rows that comes back: of the day and of the sheets its file was read with."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import TestClock, invented_id
from tests.exchange.quirks.books import Page, write
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.older import FORMER
from trainingdesk.exchange.marking.copied import _Copying
from trainingdesk.exchange.marking.orders import Order, Told
from trainingdesk.exchange.marking.sheets import BookWriter
from trainingdesk.exchange.own_sheets import RETURNED_SHEET
from trainingdesk.exchange.reading.values import RawSheet
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.import_report import ImportReport, pack, unpack
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)
from trainingdesk.usecases.roster_files import export_problem_rows

HEADER = ["姓名", "身份证号", "工作单位", "职级"]
DAY = date(2026, 3, 31)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a workbook whose second sheet is not read unless somebody ticks it."""
    serving = Page([HEADER, ["路长", invented_id(301), OFFICE, "科员"]], name="在职人员")
    gone = Page([HEADER, ["路远", invented_id(302), OFFICE, "某某级"]], name="退休人员")
    return write(tmp_path / "名册.xlsx", serving, gone)


def read(desk: Desk, file: Path) -> tuple[list[str], date]:
    preview = desk.ask(preview_import, file)
    return [sheet.name for sheet in preview.sheets if sheet.used], preview.day


def test_it_is_read_as_its_file_was_read(desk: Desk, source: Path, tmp_path: Path):
    assert read(desk, source)[0] == ["在职人员"]
    preview = desk.ask(preview_import, source, sheets=("在职人员", "退休人员"))
    back = tmp_path / "回.xlsx"
    export_problem_rows(desk, preview.token, back, day=DAY)
    book = load_workbook(back)
    assert book[RETURNED_SHEET].sheet_state == "veryHidden"
    again = desk.ask(preview_import, back)
    assert read(desk, back) == (["在职人员", "退休人员"], DAY), (
        "not today: it would count as newer than it is"
    )
    assert again.day_from == "数据截止日 2026-03-31"
    assert not any(RETURNED_SHEET in str(note.params) for note in again.notes)
    # once more, with another day
    export_problem_rows(desk, again.token, tmp_path / "回2.xlsx", day=date(2026, 4, 30))
    assert read(desk, tmp_path / "回2.xlsx") == (["在职人员", "退休人员"], date(2026, 4, 30))


def test_nobody_left_a_sheet_out_by_hand_that_its_file_was_not_read_from(desk: Desk, tmp_path: Path):
    first = Page([HEADER, ["路长", invented_id(301), OFFICE, "某某级"]], name="在职人员")
    second = Page([HEADER, ["路远", invented_id(302), OFFICE, "科员"]], name="其他人员")
    preview = desk.ask(preview_import, write(tmp_path / "名册.xlsx", first, second), sheets=("在职人员",))
    assert {sheet.name: sheet.reason for sheet in preview.sheets}["其他人员"] == "roster.sheet_unwanted"
    back = tmp_path / "回.xlsx"
    export_problem_rows(desk, preview.token, back, day=DAY)
    again = desk.ask(preview_import, back)
    assert {sheet.name: sheet.reason for sheet in again.sheets}["其他人员"] == "roster.sheet_elsewhere"
    assert {sheet.name: sheet.offered for sheet in again.sheets}["其他人员"], "it can be ticked all the same"


def test_our_own_hidden_sheet_is_none_of_the_user_s(desk: Desk, source: Path, tmp_path: Path):
    preview = desk.ask(preview_import, source)
    back = tmp_path / "回.xlsx"
    export_problem_rows(desk, preview.token, back, day=DAY)
    again = desk.ask(preview_import, back)
    assert [sheet.name for sheet in again.sheets] == ["在职人员", "退休人员", "问题清单"]
    with pytest.raises(Refused) as refused:
        desk.ask(preview_import, back, sheets=(RETURNED_SHEET,))
    assert refused.value.params["names"] == ["在职人员", "退休人员", "问题清单"]
    again = desk.ask(mend_import, again.token, {}, {(2, "rank"): ""})
    desk.execute(ImportRoster(token=again.token, digest=again.digest, day=again.day))
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": "1"})
    assert any("退休人员" in one for one in table.facts)
    assert not any(RETURNED_SHEET in one for one in table.facts)
    # reports of an earlier time listed it
    kept = [("在职人员", True, ""), (RETURNED_SHEET, False, "roster.sheet_form")]
    assert unpack(pack(ImportReport((), sheets=kept), ())).sheets == kept[:1]


def test_a_sheet_that_is_called_otherwise_leaves_the_choice_to_the_reader(
    desk: Desk, source: Path, tmp_path: Path
):
    preview = desk.ask(preview_import, source, sheets=("退休人员",))
    export_problem_rows(desk, preview.token, tmp_path / "回.xlsx", day=DAY)
    book = load_workbook(tmp_path / "回.xlsx")
    book["退休人员"].title = "退休的人员"
    book.save(tmp_path / "改.xlsx")
    assert read(desk, tmp_path / "改.xlsx") == (["在职人员"], DAY)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_file_that_says_no_day_says_none_when_it_is_back(
    desk: Desk, clock: TestClock, tmp_path: Path, suffix: str
):
    """As of today, March's roster with one cell changed would turn people back who have moved since."""
    header = ["姓名", "身份证号", "工作单位", "职务", "职级", "备注"]

    def roster(name: str, unit: str, post: str, note: str = "") -> Path:
        return workbook(tmp_path / name, [("韩敏", invented_id(60), unit, post, "某某级", note)], header)

    for name, unit, post in (("2026-03-31.xlsx", OFFICE, "副局长"), ("2026-06-10.xlsx", BUREAU, "书记")):
        preview = desk.ask(preview_import, roster(name, unit, post))
        preview = desk.ask(mend_import, preview.token, {}, {(2, "rank"): ""})
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=preview.day))
        clock.forward(days=1)
    late = roster("补报.xlsx", OFFICE, "副局长", "会计证")
    if suffix == "csv":
        lines = load_workbook(late).active.iter_rows(values_only=True)
        late = tmp_path / "补报.csv"
        late.write_text("\n".join(",".join(cell or "" for cell in line) for line in lines), encoding="utf-8")

    def changes(file: Path) -> tuple[str, dict[str, str]]:
        preview = desk.ask(preview_import, file)
        (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token), preview.day)
        return preview.day_from, {change.field: change.older for change in row.changes}

    found = changes(late)
    assert found == ("", {"unit": FORMER, "post": FORMER, "note": ""})
    preview = desk.ask(preview_import, late)
    export_problem_rows(desk, preview.token, tmp_path / "回.xlsx", day=preview.day, undated=True)
    clock.forward(days=1)
    assert changes(tmp_path / "回.xlsx") == found


def test_one_that_came_back_in_an_old_format_has_no_two_sheets_of_one_name(tmp_path: Path):
    """WPS saves it as .xls: Excel opens no workbook with two sheets of one name without a repair."""
    order = Order(
        *("名册.xls", "名册.xls", "xls", "", ("在职人员",), {}, True, "问题清单", ("行",) * 5, "行"),
        day=DAY.isoformat(),
    )
    sheets = [
        RawSheet("在职人员", rows=[["姓名"], ["路长"]]),
        RawSheet(RETURNED_SHEET, False, rows=[["trainingdesk-problem-rows"]]),
    ]
    with (tmp_path / "回.xlsx").open("wb") as target:
        book = BookWriter(target)
        copying = _Copying(book, order, Told(iter(())), whole=True)
        for sheet in sheets:
            copying.copy(sheet)
        copying.list_problems()
        book.close()
    assert load_workbook(tmp_path / "回.xlsx").sheetnames == ["在职人员", RETURNED_SHEET, "问题清单"]
    assert book.titles == ["在职人员", RETURNED_SHEET, "问题清单"]


def test_a_copied_file_keeps_its_day_too(desk: Desk, tmp_path: Path):
    source = tmp_path / "名册.csv"
    source.write_text(f"姓名,工作单位,职级\n路长,{OFFICE},某某级\n", encoding="utf-8")
    preview = desk.ask(preview_import, source)
    export_problem_rows(desk, preview.token, tmp_path / "回.xlsx", day=DAY)
    assert load_workbook(tmp_path / "回.xlsx")[RETURNED_SHEET].sheet_state == "veryHidden"
    assert read(desk, tmp_path / "回.xlsx") == (["名册.csv"], DAY)
