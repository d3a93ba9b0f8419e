"""What importing a file would do, with everything that was put right and answered so far."""

from collections.abc import Callable, Container, Mapping, Set
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.by_person import titled_rows
from trainingdesk.domain.roster.first_days import FirstDays
from trainingdesk.domain.roster.former_days import Ends, leave_contradicting, leave_copied
from trainingdesk.domain.roster.going import Goings, Lent
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.keys import Form, KeyedRows
from trainingdesk.domain.roster.known_people import KnownPeople
from trainingdesk.domain.roster.known_units import KnownUnits, said_later
from trainingdesk.domain.roster.legacy import kept_legacy
from trainingdesk.domain.roster.listed_again import ask_listed_again
from trainingdesk.domain.roster.matching import ImportPlan
from trainingdesk.domain.roster.mending import (
    Mends,
    Place,
    Words,
    field_of,
    mend_rows,
)
from trainingdesk.domain.roster.moved_within import moved_notes
from trainingdesk.domain.roster.no_cadres import ASIDE
from trainingdesk.domain.roster.older import Told, with_same_day
from trainingdesk.domain.roster.one_line import for_copies
from trainingdesk.domain.roster.plausible import AgeRules
from trainingdesk.domain.roster.remarks import (
    answered_rows,
    keep_known_days,
    remark_days,
    remark_notes,
    with_days_said,
)
from trainingdesk.domain.roster.row_ages import AgeCheck, Asked
from trainingdesk.domain.roster.sent import Sent, as_of_now
from trainingdesk.domain.roster.settled import (
    Contradiction,
    settled_notes,
    still_settled,
    with_settled,
)
from trainingdesk.domain.roster.titles import is_of_grades
from trainingdesk.domain.roster.unit_post import offer_units
from trainingdesk.domain.roster.which_before import decided_before
from trainingdesk.domain.roster.which_row import WHICH_ROW
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.exchange.roster_file import RosterFile
from trainingdesk.exchange.roster_sheets import FORM
from trainingdesk.persistence.readmodels import history
from trainingdesk.usecases.outcome import Progress


class Against(NamedTuple):
    """What a file is held against beside the roster's people.

    Attributes:
        keys: whom its hidden keys stand for; form: whom it was about, None for any other file.
        ages: what days are held against, None for not at all; asked: what was asked of them so far.
        sent: what a form was sent with. seconded: who is seconded where; lent: the last secondment of each.
        first_days: what since when in a unit or in the roster is held against; ends: when former values ended.
    """

    keys: KeyedRows
    form: Form | None
    ages: AgeRules | None
    asked: Container[Asked]
    sent: Sent | None
    seconded: Mapping[int, Set[str]]
    lent: Mapping[int, Lent]
    first_days: FirstDays
    ends: Ends


def planned(
    file: RosterFile,
    known: KnownPeople,
    of_units: KnownUnits,
    put_right: tuple[Mends, dict[Place, str]],
    against: Against,
    progress: Progress,
    answers: Callable[[], Mapping[Contradiction, str]] | None = None,
) -> tuple[ImportPlan, int]:
    """Return the plan, and how many cells of a form are as they were sent although the roster has changed since.

    ``put_right`` holds what was put right, and what was settled before. Of a file just read ``answers`` gives what was
    settled in the imports that stand: rows of one person of which it was decided which one counts are not asked about
    again, and what is found so is added to what was settled.
    """
    plan, untouched = _planned(file, known, of_units, put_right, against, progress)
    remembered = answers() if plan.which and answers is not None else {}
    found: dict[Place, str] = {}
    # of three rows of one person the third is held against the one that counts of the first two
    while remembered and (more := decided_before(plan, remembered)).keys() - found:
        found |= more
        put_right[1].update(more)
        plan, untouched = _planned(file, known, of_units, put_right, against, progress)
    # said at every reading: once anything was answered it holds as before
    still = still_settled(put_right[1], put_right[0])
    if count := sum(name == WHICH_ROW and row in plan.which for row, name in still):
        said = Problem("roster.which_before", {"count": count}, severity=Severity.NOTE)
        plan = replace(plan, problems=[said, *plan.problems])
    return plan, untouched


def _planned(
    file: RosterFile,
    known: KnownPeople,
    of_units: KnownUnits,
    put_right: tuple[Mends, Mapping[Place, str]],
    against: Against,
    progress: Progress,
) -> tuple[ImportPlan, int]:
    headers = file.headers
    if put_right[0].units:
        of_units = replace(of_units, said=said_later(of_units.said, put_right[0].units))
    lists = code_lists()
    mends = for_copies(file.people, file.problems, put_right[0])
    settled = still_settled(put_right[1], mends)
    said_team = (row for row, name in mends.answers if name == "team")
    titled = titled_rows(said_team, _fields(file), file.lines)
    words = Words(headers, lists.spellings, lists.labels, of_units.written, titled)
    people, problems = mend_rows(file.people, file.problems, with_settled(mends, settled), words)
    untouched = 0
    if against.sent is not None:
        typed = {*mends.answers, *mends.corrections}
        people, untouched = as_of_now(
            people, against.keys.people, known, against.sent, of_units.spellings, typed
        )
    dated: Set[int] = frozenset()
    if against.ages is not None and not {"status", "note"} - headers.keys():
        people, dated = with_days_said(people, mends.answers, against.ages)
    answers = with_settled(mends, settled).answers
    legacy, kept = kept_legacy(file.people, file.problems, answers)
    if kept:
        problems = sorted([*problems, *kept], key=lambda problem: problem.row)
    if "unit_post" in headers:
        problems = offer_units(problems, {person.unit for person in people})
    if settled:
        problems = sorted(
            [*problems, *settled_notes(file.problems, settled, headers)], key=lambda problem: problem.row
        )
    plan = plan_import(
        people,
        known,
        problems,
        units=of_units,
        headers=headers,
        lines=file.lines,
        keys=against.keys,
        form=against.form,
        answers={**_which(settled), **mends.answers},
        asked=mends.elsewhere,
        forms=file.kind == FORM,
        seconded=against.seconded,
        ages=age_check(against.ages, against.asked, mends, headers),
        goings=goings(file, mends, against.ages, against.lent) if against.ages is not None else None,
        first_days=against.first_days,
        fields=_fields(file),
        # 专业技术职务 of a 任免表 stands beside a post (docs/decisions/lrmx.md)
        titles=lists.spellings.rank if file.kind != FORM else {},
        done=lambda done, total: progress(done, total, "roster.step_match"),
    )
    plan = leave_copied(plan, known, headers)
    if against.ages is not None:
        days = (against.ages.day, against.ages.today)
        plan = leave_contradicting(keep_known_days(plan, known, dated), known, headers, against.ends, days)
    # what a column of kinds (人员性质) says of a loan is kept in the note
    if noted := [headers[name] for name in ("note", *ASIDE) if name in headers]:
        asks = partial(field_of, headers=headers)
        notes = remark_notes(
            plan,
            known,
            mends.answers,
            noted[0],
            asks,
            against.ages.come if against.ages else "9999-01-01",
            of_units,
        )
        notes += moved_notes(plan, known, noted[0], of_units)
        if notes:
            plan = replace(plan, problems=sorted([*plan.problems, *notes], key=lambda problem: problem.row))
    return replace(plan, legacy=legacy) if legacy else plan, untouched


def asked_with(
    plan: ImportPlan,
    known: KnownPeople,
    told: Told,
    ages: AgeRules | None,
    mends: Mends,
    headers: Mapping[str, str],
) -> ImportPlan:
    """Return a plan with what is said and asked by since when the roster knows what it has."""
    day = ages.day if ages else ""
    plan = with_same_day(plan, told, day, headers.get("unit", ""))
    return ask_listed_again(plan, known, told, day, mends.answers, headers.get("status", ""))


def _which(settled: Mapping[Place, str]) -> dict[Place, str]:
    """Return which row of a person's two counts, as it was settled before."""
    return {cell: value for cell, value in settled.items() if cell[1] == WHICH_ROW}


def _fields(file: RosterFile) -> dict[str, frozenset[str]]:
    """Return sheet → the fields that its columns hold; of forms (任免审批表), whose boxes say all, nothing."""
    return {
        use.name: frozenset(
            column.field
            for column in (
                *use.header.columns,
                *(one for part in use.sections for one in part.columns.values()),
            )
            if column.field != "rank" or not is_of_grades(column.header)  # titles say ranks beside it
        )
        for use in (file.sheets if file.kind != FORM else ())
    }


def first_days_for(connection: Connection, file: RosterFile, of_units: KnownUnits) -> FirstDays:
    """Return what since when in a unit or in the roster is held against, as far as a file says such days."""
    ended = history.former_units_ended(connection) if "joined_on" in file.headers else {}
    return FirstDays(of_units.founded, ended)


def age_check(
    rules: AgeRules | None, asked: Container[Asked], mends: Mends, headers: Mapping[str, str]
) -> AgeCheck | None:
    """Return what the days of a file's rows are held against, None for nothing."""
    if rules is None:
        return None
    return AgeCheck(rules, asked, mends.said, one_column="side_rank_from" not in headers)


def goings(file: RosterFile, mends: Mends, ages: AgeRules, lent: Mapping[int, Lent]) -> Goings:
    """Return what those are held against who have retired or left by a file: its own day, or that of a remark."""
    wanted = frozenset(answered_rows(mends.answers)) if lent else frozenset()
    notes = {one.row: one.note for one in file.people if one.row in wanted} if wanted else {}
    days = {row: day for row, _name, day in remark_days(mends.answers, notes, ages.today)} if notes else {}
    return Goings(lent, days, ages.day)
