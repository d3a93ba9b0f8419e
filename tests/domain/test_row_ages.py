"""Days in the rows of a file are held against whoever the plan says a row is, and against nobody else."""

from collections.abc import Mapping

from tests.desk_fixtures import invented_id
from trainingdesk.domain.roster.asked_alone import Said
from trainingdesk.domain.roster.chosen import Doubts, leave_doubtful
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.importing import ImportChoices, decide_import
from trainingdesk.domain.roster.keys import KeyedRows
from trainingdesk.domain.roster.matching import Bucket, ImportPlan
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.plausible import AgeRules
from trainingdesk.domain.roster.row_ages import AgeCheck, Meant, ages_asked, check_rows
from trainingdesk.shared.text import text

RULES = AgeRules("2026-06-12", 16, 18, 14, 100)
UNIT, OTHER = "教育局", "卫健局"
KNOWN = {
    1: KnownPerson(1, "丁宁", birth="1980-05-12", unit=UNIT, work_start="1990-01"),
    2: KnownPerson(2, "于洋", birth="1975-03", unit=UNIT),
    3: KnownPerson(3, "于洋", birth="1990-03", unit=OTHER, id_number=invented_id(3)),
    4: KnownPerson(4, "路新", sex="female", birth="1990-03", unit=UNIT),
}
YOUNG = "roster.too_young_at_work"


def planned(*people: ParsedPerson, keyed: Mapping[int, int] | None = None, **check: object) -> ImportPlan:
    return plan_import(people, KNOWN.values(), keys=KeyedRows(keyed or {}), ages=AgeCheck(RULES, **check))


def asked_of(*people: ParsedPerson, keyed: Mapping[int, int] | None = None) -> list[tuple[int, str, str]]:
    return [
        (one.row, str(one.params["about"]), one.code)
        for one in planned(*people, keyed=keyed).problems
        if "about" in one.params
    ]


def test_rows_lose_what_is_asked_until_it_is_answered():
    rows = [
        ParsedPerson(2, "甲一", unit=UNIT, birth="1970-03", work_start="1960-01", post_from="2027-01"),
        ParsedPerson(3, "甲二", unit=UNIT, birth="1980-05", work_start="2002-07"),
    ]
    headers = {"work_start": "参加工作时间", "post_from": "任现职时间"}
    plan = plan_import(rows, (), headers=headers, ages=AgeCheck(RULES))
    found = [one for one in plan.problems if one.row]
    assert (plan.rows[0].work_start, plan.rows[0].post_from, plan.rows[1]) == ("", "", rows[1])
    assert [(one.row, one.field, one.code, one.params.get("choices")) for one in found] == [
        (2, "参加工作时间", "roster.before_birth", ["1960-01"]),
        (2, "任现职时间", "roster.day_to_come", None),
    ]
    assert [one.bucket for one in plan.verdicts] == [Bucket.ERROR, Bucket.NEW]
    settled = {"said": Said({(2, "work_start"): "1960-01"}), "asked": ages_asked(found)}
    assert settled["asked"] == {(2, "work_start", "1960-01", "1970-03")}
    again = planned(*rows, **settled)
    assert again.rows[0].work_start == "1960-01"
    assert [one.code for one in again.problems if one.row] == ["roster.day_to_come"]
    # put right since: another birth asks another question
    older = planned(rows[0]._replace(birth="1965-03"), **settled)
    assert [one.code for one in older.problems if one.row] == ["roster.before_birth", "roster.day_to_come"]


def test_ages_are_those_of_the_day_a_file_speaks_of():
    then = AgeCheck(AgeRules("2026-06-12", 16, 18, 14, 100, "2014-12-31"))
    rows = [ParsedPerson(2, "丁宁", birth="1914-03"), ParsedPerson(3, "于洋", birth="2000-05")]
    blanks, found = check_rows(rows, then, {"birth": "出生年月"}, lambda _place: Meant())
    assert [(one.row, one.code) for one in found] == [(3, "roster.age_odd_then")]
    assert blanks == {1: {"birth": ""}}


def test_a_row_without_a_birth_is_held_against_the_birth_of_whom_it_is_found_to_be():
    early = {"work_start": "1985-01", "party_entry": "1981-01", "post_from": "1975-01"}
    assert asked_of(ParsedPerson(2, "丁宁", unit=UNIT, **early)) == [
        (2, "work_start", YOUNG),
        (2, "party_entry", "roster.too_young_for_party"),
        (2, "post_from", "roster.before_birth"),
    ]
    row = ParsedPerson(2, "于洋", work_start="2000-01")
    young = [(2, "work_start", YOUNG)]
    assert asked_of(row._replace(unit=UNIT)) == []
    assert asked_of(row._replace(unit=OTHER)) == young
    assert asked_of(row, keyed={2: 3}) == young
    # of another sex it is somebody else, whatever the name
    assert asked_of(ParsedPerson(2, "路新", "male", unit=UNIT, work_start="2000-01")) == []
    assert asked_of(ParsedPerson(2, "无名", unit=UNIT, work_start="1950-01")) == []


def test_of_a_row_that_may_be_somebody_it_is_noted_whom_it_does_not_fit():
    plan = planned(ParsedPerson(2, "于洋", unit="民政局", work_start="2000-01"))
    (verdict,) = plan.verdicts
    assert (verdict.bucket, verdict.candidates) == (Bucket.MAYBE, (2, 3))
    (note,) = [one for one in plan.problems if one.row]
    assert (note.code, note.severity, note.params["unit"]) == ("roster.hardly_of", "note", OTHER)
    assert "1990-03" in text(note.code, **note.params)
    assert plan.rows[0].work_start == "2000-01", "the other one may be meant"


def test_the_check_holds_for_the_namesake_who_was_chosen():
    doubts = Doubts(AgeCheck(RULES), None, {})
    plan = planned(ParsedPerson(2, "于洋", unit="民政局", work_start="2000-01"))

    def written(person: int, **chosen: object) -> set[str]:
        choices = ImportChoices(decisions={2: person}, **chosen)
        decided = decide_import(plan, leave_doubtful(plan, choices, KNOWN, doubts), KNOWN)
        return {change.field for change in decided.updates[person]}

    assert written(2) == {"unit", "work_start"}
    assert written(3) == {"unit"}, "left, and never a reason to refuse the file"
    assert written(3, taken_fields=frozenset({(2, "work_start")})) == {"unit", "work_start"}
    choices = ImportChoices(decisions={2: 0})
    assert leave_doubtful(plan, choices, KNOWN, doubts).odd_fields == frozenset()


def test_nobody_gets_the_id_number_of_somebody_else():
    """Not even where it is asked for: one number belongs to one person (GB 11643)."""
    row = ParsedPerson(2, "于洋", unit=UNIT, id_number=invented_id(3), phone="13900001111")
    plan = planned(row, keyed={2: 2})
    assert plan.verdicts[0].person_id == 3, "name and number are another one's: the form was sorted"
    plan = planned(row._replace(name="于泽"), keyed={2: 2})
    assert plan.verdicts[0].candidates == (2, 3)
    doubts = Doubts(None, None, {invented_id(3): KNOWN[3]})
    choices = ImportChoices(decisions={2: 2}, taken_fields=frozenset({(2, "id_number")}))
    decided = decide_import(plan, leave_doubtful(plan, choices, KNOWN, doubts), KNOWN)
    assert {change.field for change in decided.updates[2]} == {"name", "phone"}


def test_a_birth_that_is_asked_about_says_nothing_of_who_a_row_is():
    """Else somebody whose birth was mistyped would be missing from the file."""
    plan = planned(ParsedPerson(2, "丁宁", unit=UNIT, birth="2021-05"))
    assert (plan.verdicts[0].bucket, plan.verdicts[0].person_id) == (Bucket.QUESTION, 1)
    assert 1 not in plan.missing


def test_what_the_roster_holds_already_is_not_asked():
    held = ParsedPerson(2, "丁宁", unit=UNIT, birth="1980-05-12", work_start="1990-01")
    young = [(2, "work_start", YOUNG)]
    assert asked_of(held) == []
    assert asked_of(held._replace(birth="")) == []
    # against another birth, or with another day, it is asked
    assert asked_of(held._replace(birth="1980-05-28")) == young
    assert asked_of(held._replace(work_start="1991-01")) == young
