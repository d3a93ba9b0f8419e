"""What an import is told by somebody who is not the wizard, and what the columns page shows of columns nobody reads."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, state, take_in, workbook
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.text import text
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    places_numbered,
    preview_import,
    preview_places,
    preview_rows,
    remark_places,
)


@pytest.mark.parametrize("chosen", [1, 999])
def test_a_row_can_only_be_given_to_those_it_may_mean(desk: Desk, tmp_path: Path, chosen: int):
    path = workbook(tmp_path / "a.xlsx", [("王伟", "", BUREAU, "局长", "", "")])
    before = state(desk)
    with pytest.raises(Refused) as refused:
        take_in(desk, path, decisions=((2, chosen),))
    assert refused.value.code == "import.not_offered"
    assert "王伟" in text(refused.value.code, **refused.value.params)
    assert state(desk) == before
    take_in(desk, path, decisions=((2, 6),))
    assert rows(desk, "SELECT post FROM person WHERE id = 6") == [("局长",)]


def test_an_answer_that_is_no_code_is_refused(desk: Desk, tmp_path: Path):
    path = workbook(tmp_path / "a.xlsx", [("米粒", invented_id(105), OFFICE, "", "某某级", "")])
    preview = desk.ask(preview_import, path)
    with pytest.raises(Refused) as refused:
        desk.ask(mend_import, preview.token, {}, {(2, "rank"): "no such rank"})
    assert refused.value.code == "import.no_such_value"
    assert "职级" in text(refused.value.code, **refused.value.params)
    mended = desk.ask(mend_import, preview.token, {}, {(2, "rank"): "clerk_1"})
    assert mended.counts["new"] == 1


def test_columns_nobody_reads_show_what_they_say_with_long_numbers_masked(desk: Desk, tmp_path: Path):
    header = ["序号", "姓名", "工作单位", "籍贯", "配偶身份证"]
    path = workbook(tmp_path / "a.xlsx", [(1, "路新", OFFICE, "城东", invented_id(7))], header)
    preview = desk.ask(preview_import, path, {0: "number", 1: "name", 2: "unit", 3: "", 4: ""})
    samples = {column.header: column.sample for column in preview.columns}
    assert (samples["序号"], samples["籍贯"]) == ("1", "城东")
    assert samples["配偶身份证"]
    assert invented_id(7) not in samples["配偶身份证"]


@pytest.mark.parametrize(
    ("said", "notes"), [("群众", 1), ("中共党员", 1), ("无", 0), ("—", 0), ("空", 0), ("", 0)]
)
def test_no_month_of_joining_the_party_is_no_error(desk: Desk, tmp_path: Path, said: str, notes: int):
    path = workbook(
        tmp_path / "a.xlsx",
        [("路新", OFFICE, said), ("李新", OFFICE, "1999.07")],
        ["姓名", "单位", "入党时间"],
    )
    plan = waiting_import(desk.ask(preview_import, path).token).plan
    assert [verdict.bucket for verdict in plan.verdicts] == [Bucket.NEW, Bucket.NEW]
    assert [row.party_entry for row in plan.rows] == ["", "1999-07"]
    assert [row.political for row in plan.rows] == [said if notes else "", ""]
    assert [problem.code for problem in plan.problems if problem.row] == ["roster.party_is_political"] * notes


@pytest.mark.parametrize(
    ("said", "political", "code"),
    [
        ("是", "中共党员", "roster.party_member"),
        ("√", "中共党员", "roster.party_member"),
        (True, "中共党员", "roster.party_member"),
        ("否", "", "roster.no_party_entry"),
        ("×", "", "roster.no_party_entry"),
        (False, "", "roster.no_party_entry"),
    ],
)
def test_yes_and_no_in_the_month_of_joining_say_who_is_a_member(
    desk: Desk, tmp_path: Path, said: str | bool, political: str, code: str
):
    header = ["姓名", "单位", "入党时间"]
    plan = waiting_import(
        desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [("路新", OFFICE, said)], header)).token
    ).plan
    assert [verdict.bucket for verdict in plan.verdicts] == [Bucket.NEW]
    assert [(row.party_entry, row.political) for row in plan.rows] == [("", political)]
    assert [problem.code for problem in plan.problems if problem.row] == [code]


def test_yes_in_the_month_of_joining_takes_no_other_status_away(desk: Desk, tmp_path: Path):
    header = ["姓名", "单位", "政治面貌", "入党时间"]
    lines = [("路新", OFFICE, "中共预备党员", "是")]
    plan = waiting_import(desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, header)).token).plan
    assert [row.political for row in plan.rows] == ["中共预备党员"]


@pytest.mark.parametrize(
    ("places", "more"), [(preview_places, ()), (places_numbered, ({2},)), (remark_places, ())]
)
def test_what_goes_over_the_whole_file_is_counted_where_places_are_asked_for(
    desk: Desk, tmp_path: Path, places: Callable[..., list[int]], more: tuple
):
    """Places are asked for in a reader's thread, rows in the window's own: no row may go through the file."""
    path = workbook(tmp_path / "a.xlsx", [("米粒", invented_id(105), OFFICE, "", "某某级", "")])
    preview = desk.ask(preview_import, path)
    assert "mended" not in vars(waiting_import(preview.token))
    desk.ask(places, preview.token, *more)
    assert {"alike", "mended"} <= vars(waiting_import(preview.token)).keys()
    # the rows in sight are asked for at once by their lines, and no places before
    desk.ask(mend_import, preview.token, {}, {(2, "rank"): "clerk_1"})
    counted = vars(waiting_import(preview.token))
    assert {"alike", "mended"} <= counted.keys()
    assert counted["mended"] == {2: (("rank", "某某级", "clerk_1"),)}


def test_a_row_is_shown_by_its_own_answer_and_does_not_go_through_all_of_them(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """10,000 questions are answered at once: every row of a page went through all answers, while the window stood still."""

    class Answers(dict[tuple[int, str], str]):
        """Answers that one may be looked up in, and not gone through."""

        def items(self) -> None:  # type: ignore[override]
            raise AssertionError("all answers were gone through")

        __iter__ = keys = values = items  # type: ignore[assignment]

    path = workbook(tmp_path / "a.xlsx", [("米粒", invented_id(105), OFFICE, "", "某某级", "")])
    preview = desk.ask(preview_import, path)
    desk.ask(mend_import, preview.token, {}, {(2, "rank"): "clerk_1"})
    places = desk.ask(
        preview_places, preview.token
    )  # in a reader's thread: there everything may be gone through
    waiting = waiting_import(preview.token)
    mends = replace(waiting.mends, answers=Answers(waiting.mends.answers))
    monkeypatch.setitem(vars(waiting), "mends", mends)
    (row,) = desk.ask(preview_rows, preview.token, places)
    assert row.name == "米粒"


def test_what_is_no_number_is_shown_as_the_cell_says_it(desk: Desk, tmp_path: Path):
    lines = [("路新", OFFICE, "１２３４"), ("李新", OFFICE, "=NA()"), ("王新", OFFICE, "320199198001011")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, ["姓名", "单位", "身份证号"]))
    said = desk.ask(preview_rows, preview.token, [0, 1, 2])
    assert [row.problems[0].params["value"] for row in said] == ["１２３４", "=NA()", "3201*******1011"]


def test_headers_of_companies_are_known(desk: Desk, tmp_path: Path):
    preview = desk.ask(
        preview_import,
        workbook(
            tmp_path / "a.xlsx", [("城投公司", "路新", "财务部经理")], ["企业名称", "姓名", "部门及职务"]
        ),
    )
    assert [column.field for column in preview.columns] == ["unit", "name", "post"]


def test_the_first_values_are_of_the_sheet_whose_columns_are_shown(desk: Desk, tmp_path: Path):
    book = Workbook()
    book.active.title = "一"
    for line in (["姓名", "单位", "职务"], ["路甲", BUREAU, "科长"]):
        book.active.append(line)
    other = book.create_sheet("二")
    for line in (["姓名", "单位", "岗位描述"], ["路乙", OFFICE, "驻村干部"], ["路丙", OFFICE, "科员"]):
        other.append(line)
    book.save(tmp_path / "a.xlsx")
    preview = desk.ask(preview_import, tmp_path / "a.xlsx")
    assert preview.sheet == "二"
    assert [column.sample for column in preview.columns] == ["路乙", OFFICE, "驻村干部"]
