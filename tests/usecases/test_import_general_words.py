"""办公室 in the column of units names no unit: it is the title's or the heading's unit, else it is asked, and opens none."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.importing import Became
from trainingdesk.domain.roster.known_units import KnownUnits, UnitSaid, What
from trainingdesk.domain.roster.matching import Bucket, ImportPlan, UnitText
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.import_report import unpack
from trainingdesk.usecases.queries.roster_import import (
    alike_places,
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位"]


def planned(*texts: str, said: dict[str, UnitSaid] | None = None, known: tuple[str, ...] = ()) -> ImportPlan:
    people = [
        ParsedPerson(line, f"丁{'甲乙丙丁'[line - 2]}", unit=text) for line, text in enumerate(texts, 2)
    ]
    units = KnownUnits({name: name for name in (BUREAU, *known)}, said=said or {})
    return plan_import(people, [], units=units)


@pytest.mark.parametrize("word", ["办公室", "局机关", "综合科", "信息中心", "执法大队", "办公室/综合科"])
def test_a_word_that_any_unit_may_use_is_asked_about_and_opens_nothing(word: str):
    plan = planned(word, BUREAU, word)
    assert plan.new_units == {}
    assert plan.unit_texts == {word: UnitText(2, What.OPEN, "")}
    asked = [(one.code, one.row) for one in plan.problems]
    assert asked == [("roster.unit_general", 2), ("roster.unit_general", 4)]
    assert [one.bucket for one in plan.verdicts] == [Bucket.QUESTION, Bucket.NEW, Bucket.QUESTION]


@pytest.mark.parametrize("word", ["编办", "网信办", "巡察办公室", "政务服务中心"])
def test_what_a_district_has_one_of_is_a_unit_and_is_not_asked_about(word: str):
    plan = planned(word)
    assert plan.new_units == {word: 1}
    assert [one.code for one in plan.problems] == ["roster.unit_new"]


def test_a_unit_that_is_really_called_so_stays_that_unit():
    plan = planned("信息中心", known=("信息中心",))
    assert ([row.unit for row in plan.rows], list(plan.problems)) == (["信息中心"], [])


def test_who_says_that_it_is_a_new_unit_opens_it():
    plan = planned("信息中心", said={"信息中心": UnitSaid(What.NEW)})
    assert (plan.new_units, plan.verdicts[0].bucket) == ({"信息中心": 1}, Bucket.NEW)


def test_one_answer_puts_all_alike_rows_into_the_unit(desk: Desk, tmp_path: Path):
    words = ["办公室", "办公室", "综合科"]
    people = [(f"米{'甲乙丙'[at]}", invented_id(101 + at), word) for at, word in enumerate(words)]
    seen = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", people, HEADER))
    assert (seen.new_units, seen.counts["question"]) == ({}, 3)
    cells = desk.ask(alike_places, seen.token, 2, "unit", kind=False)
    assert cells == [(2, "unit"), (3, "unit")]
    seen = desk.ask(mend_import, seen.token, dict.fromkeys(cells, BUREAU), {})
    found = desk.ask(preview_rows, seen.token, desk.ask(preview_places, seen.token))
    assert [(row.bucket, row.unit) for row in found] == [
        (Bucket.NEW, BUREAU),
        (Bucket.NEW, BUREAU),
        (Bucket.QUESTION, "综合科"),
    ]


@pytest.mark.parametrize("decision", [(2, 0), (3, 1)])
def test_whom_a_row_means_does_not_bring_it_into_a_unit_that_is_not_known(
    desk: Desk, tmp_path: Path, decision: tuple[int, int]
):
    """Decided before its unit was asked about, a row waits for that: it ended the import with a fault."""
    lines = [
        ("米甲", invented_id(101), "办公室"),
        ("丁宁", invented_id(1), "教育局/组织部"),
        ("米丙", invented_id(103), BUREAU),
    ]
    seen = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    found = desk.ask(preview_rows, seen.token, desk.ask(preview_places, seen.token))
    assert [row.bucket for row in found] == [Bucket.QUESTION, Bucket.QUESTION, Bucket.NEW]
    said = {"token": seen.token, "digest": seen.digest, "decisions": (decision,)}
    with pytest.raises(Refused) as refused:
        desk.execute(ImportRoster(**said))
    assert (refused.value.code, refused.value.params["count"]) == ("import.rows_open", 2)
    done = desk.execute(ImportRoster(**said, good_only=True)).result
    assert (done["created"], done["updated"], done["refused"]) == (1, 0, 2)
    report = unpack(rows(desk, "SELECT report FROM import_batch")[0][0])
    assert [(row.name, row.became) for row in report.rows] == [
        ("米甲", Became.UNDECIDED),
        ("丁宁", Became.UNDECIDED),
        ("米丙", Became.NEW),
    ]
    assert report.rows[0].problems[0][0] == "roster.unit_general"


def test_what_was_decided_of_a_row_is_asked_anew_once_its_unit_is(desk: Desk, tmp_path: Path):
    lines = [("丁佇", "办公室", "13900000001"), ("米丙", BUREAU, "")]
    seen = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, ["姓名", "工作单位", "手机"]))
    said = {"办公室": UnitSaid(What.SECTION, OFFICE)}
    as_said = desk.ask(mend_import, seen.token, {}, {}, said=said)
    assert as_said.counts["maybe"] == 1
    choices = Choices()
    choices.decide(2, 0)
    again = desk.ask(mend_import, seen.token, {}, {}, said={})
    shown = desk.ask(preview_rows, again.token, desk.ask(preview_places, again.token))
    choices.carry_over(again, shown)
    assert choices.decisions == {}
    assert (choices.expected(again).new, choices.expected(again).waiting) == (1, 1)
