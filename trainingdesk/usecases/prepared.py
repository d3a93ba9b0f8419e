"""Imports that were read and compared, and wait in this process for the person's word.

The preview and the import are two steps of one person at one desk: what the preview read is kept here under a token,
so that the import reads nothing twice. The command carries the file's digest; a changed file or roster is refused.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from sqlalchemy import Connection

from trainingdesk.domain.errors import Problem, Refused, Severity
from trainingdesk.domain.roster.asked_alone import asked_elsewhere
from trainingdesk.domain.roster.cells import LEGACY
from trainingdesk.domain.roster.chosen import Doubts
from trainingdesk.domain.roster.first_days import FirstDays
from trainingdesk.domain.roster.going import Lent, day_after
from trainingdesk.domain.roster.keys import NO_KEYS, Form, KeyedRows
from trainingdesk.domain.roster.known_people import Holders, KnownPeople, PeopleInMemory
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.domain.roster.matching import Bucket, ImportPlan
from trainingdesk.domain.roster.mending import (
    NOTHING_MENDED,
    Mends,
    Place,
    field_of,
)
from trainingdesk.domain.roster.older import (
    There,
    Told,
    asked_of,
    meanings,
    missing_on,
    with_former,
)
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.domain.roster.plausible import AgeRules
from trainingdesk.domain.roster.remarks import (
    answered_rows,
    without_to_come,
)
from trainingdesk.domain.roster.row_ages import Asked, ages_asked
from trainingdesk.domain.roster.sent import Sent, conflicts, form_notes
from trainingdesk.domain.roster.settled import (
    Contradiction,
    contradictions,
    settled_before,
)
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.exchange.roster_file import RosterFile, read_roster
from trainingdesk.exchange.spool import (
    SpooledSequence,
    release,
    rows_in_memory,
    spooled,
    spooled_problems,
)
from trainingdesk.exchange.spooled_people import gathered
from trainingdesk.exchange.workbook import digest_of
from trainingdesk.persistence.engine import give_pages_back
from trainingdesk.persistence.readmodels import history, roster, units
from trainingdesk.persistence.readmodels.told import (
    TakenBefore,
    pictured_since,
    taken_before,
    there_since,
    told_since,
)
from trainingdesk.shared.clock import local_day, parse_instant
from trainingdesk.shared.ids import new_request_id
from trainingdesk.shared.memory import give_back, let_go, take_in_again
from trainingdesk.shared.text import Label
from trainingdesk.usecases.day_of_import import day_of_import
from trainingdesk.usecases.earlier_answers import units_said_before
from trainingdesk.usecases.layouts import remembered_columns
from trainingdesk.usecases.outcome import Progress, no_progress
from trainingdesk.usecases.periods import ended
from trainingdesk.usecases.planned import Against, age_check, asked_with, first_days_for, goings, planned
from trainingdesk.usecases.returned_form import returned_form
from trainingdesk.usecases.waiting_parts import Aside, Noted, counted_alike, made_anew, on_disk, put_right

#: how many previews one process keeps: an open wizard, and one that was left open
_KEPT = 2

_HEAD = "SELECT coalesce(max(id), 0) FROM audit"
_CHANGED = (
    "SELECT 1 FROM audit WHERE id > ? AND entity IN ('person', 'unit') AND kind NOT IN ('revealed') LIMIT 1"
)


@dataclass(frozen=True)
class Prepared:
    """One import that waits.

    Attributes:
        token: its name in this process.
        file: what was read, with the columns as they were understood.
        plan: what importing it would do.
        known: the people of the roster by id, as they were compared; many of them wait on disk
            (:func:`~trainingdesk.exchange.spooled_people.gathered`).
        columns: the columns the person chose or that were remembered, None when all were guessed.
        log_head: the log's last row when the roster was read.
        units: every way to name a unit, as they were compared.
        mends: what the person has put right since; ``plan`` is with it, ``file`` without.
        keys: whom the hidden keys of a form stand for.
        form: whom the form was about, None for any other file.
        asked: cell → what is asked about it where it contradicts the ID number.
        settled: cell → what was taken when the same was asked of the same person before.
        before: the last standing import of this very file, or of one with the same cells.
        told: since when the roster knows what the file may change.
        sent: what the form went out with, None for any other file.
        there: since when the people are where the roster has them who are not in the file.
        pictured: whose photo was changed in the roster after this very file was taken in.
        conflicts: since when the roster has what the form's sender changed too.
        ages: what the days of birth, work and Party entry are held against.
        day: the day the file speaks of and the text that says so, None where it does not say.
        asked_ages: what was asked about ages so far; elsewhere: cells that reading asked about so far.
        asked_again: cells whose answer is no answer any more, since another one was put right.
        seconded: person → the units they are seconded to, as the roster knew.
        lent: person → their last secondment.
        first_days: what since when in a unit or in the roster is held against.
    """

    token: str
    file: RosterFile
    plan: ImportPlan
    known: KnownPeople
    columns: Mapping[int, str] | None
    log_head: int
    units: KnownUnits
    mends: Mends = NOTHING_MENDED
    keys: KeyedRows = NO_KEYS
    form: Form | None = None
    asked: Aside[Mapping[Place, Contradiction]] = field(default_factory=partial(Aside, {}))
    settled: dict[Place, str] = field(default_factory=dict)
    before: TakenBefore | None = None
    told: Told = field(default_factory=dict)
    sent: Sent | None = None
    there: Mapping[int, There] = field(default_factory=dict)
    pictured: frozenset[int] = frozenset()
    conflicts: Told = field(default_factory=dict)
    ages: AgeRules | None = None
    day: tuple[date, str] | None = None
    asked_ages: Noted[Asked] = field(default_factory=Noted)
    elsewhere: Noted[Place] = field(default_factory=Noted)
    asked_again: tuple[Place, ...] = ()
    seconded: Mapping[int, Set[str]] = field(default_factory=dict)
    lent: Mapping[int, Lent] = field(default_factory=dict)
    first_days: FirstDays = field(default_factory=FirstDays)

    def missing(self, day: date, lacked: Collection[int] = ()) -> list[int]:
        """Return the people of the file's units who are not in it and may have left by the day it speaks of.

        ``lacked`` are those whom rows turned out not to mean.
        """
        return missing_on((*self.plan.missing, *lacked), self.there, day)

    @cached_property
    def doubts(self) -> Doubts:
        """What a row is held against when it is decided whom it means."""
        ages = age_check(self.ages, self.asked_ages, self.mends, self.headers)
        gone = None if self.ages is None else goings(self.file, self.mends, self.ages, self.lent)
        return Doubts(ages, gone, Holders(self.known), self.first_days)

    @cached_property
    def changed_by(self) -> Mapping[int, int]:
        """Person whom a row perhaps means → the running line of another row that changes them already."""
        verdicts = self.plan.verdicts
        wanted = {number for verdict in verdicts for number in verdict.candidates}
        numbers = self.plan.numbers
        return {
            verdict.person_id: numbers[place]
            for place, verdict in enumerate(verdicts)
            if verdict.bucket is Bucket.UPDATE and verdict.person_id in wanted
        }

    def gone_from(self) -> dict[int, tuple[str, str]]:
        """Return people who are not in the file → the first day on which they can be gone, and their names."""
        found = {}
        for number in (*self.plan.missing, *self.plan.near):
            lent = self.lent.get(number)
            first = max(self.there[number].began, day_after(lent) if lent else "")
            if first:
                found[number] = first, self.known[number].name
        return found

    @property
    def headers(self) -> dict[str, str]:
        """Field → the file's header."""
        return self.file.headers

    def with_plan(self, plan: ImportPlan) -> "Prepared":
        """Return the same import with another plan; what was put right in it is not gathered once more."""
        other = replace(self, plan=plan)
        vars(other)["mended"] = self.mended
        return other

    @cached_property
    def alike(self) -> Counter[object]:
        """How many questions of the plan can be given one answer, how many wrong cells be left blank together."""
        return counted_alike(self.plan.problems, self.headers)

    @cached_property
    def mended(self) -> Mapping[int, tuple[tuple[str, str, str], ...]]:
        """Row → what was put right in it: field, what the cell said, what stands in its place."""
        return put_right(self.file, self.mends)


_WAITING: dict[str, Prepared] = {}


def prepare(
    connection: Connection,
    path: Path,
    columns: Mapping[int, str] | None = None,
    progress: Progress = no_progress,
    sheets: Collection[str] | None = None,
    ages: AgeRules | None = None,
) -> Prepared:
    """Read a roster file, hold it against the roster and keep the result.

    ``columns`` is the person's choice, column place → field; without it a choice made before for the same layout is
    taken. ``sheets`` is the choice of sheets, ``ages`` what days are held against (None for not at all). Raises what :func:`~trainingdesk.exchange.roster_file.read_roster` raises.
    """
    waiting = made_anew(_compared(connection, path, columns, progress, sheets, ages))
    give_pages_back(connection)
    while len(_WAITING) >= _KEPT:
        del _WAITING[next(iter(_WAITING))]
    _WAITING[waiting.token] = waiting
    return waiting


def _compared(
    connection: Connection,
    path: Path,
    columns: Mapping[int, str] | None,
    progress: Progress,
    sheets: Collection[str] | None,
    ages: AgeRules | None,
) -> Prepared:
    head = int(connection.exec_driver_sql(_HEAD).scalar_one())
    of_units = units.known(connection)
    of_units = replace(of_units, said=units_said_before(connection, of_units.spellings))
    file = read_roster(
        path,
        progress,
        columns,
        recall=lambda layout: remembered_columns(connection, layout),
        units=of_units.written,
        wanted=sheets,
        today=ages.today if ages is not None else "",
    )
    columns = file.columns if columns is None else columns
    known = gathered(lambda: roster.known_people(connection), of_units.written.values())
    give_pages_back(connection)
    give_back()
    keys, form, sent = returned_form(connection, file, known)
    day = None
    if ages is not None:
        day = day_of_import(file, date.fromisoformat(ages.today))
        ages = replace(ages, on=day[0].isoformat() if day else "")
    asked = contradictions(file.people, file.problems, known, file.headers)
    answers = partial(roster.import_answers, connection)
    words = code_lists().spellings
    settled = settled_before(asked, answers(), known, words.legacy, words.ladders) if asked else {}
    seconded, lent = history.seconded_now(connection), history.last_stays(connection)
    first_days = first_days_for(connection, file, of_units)
    against = Against(
        keys, form, ages, frozenset(), sent, seconded, lent, first_days, partial(ended, connection)
    )
    put_right = (NOTHING_MENDED, settled)
    plan, untouched = planned(file, known, of_units, put_right, against, progress, answers)
    before = taken_before(connection, file.digest, file.contents)
    told, both = _told(connection, plan, known, before, sent, dated=day is not None or ages is None)
    plan = asked_with(plan, known, told, ages, NOTHING_MENDED, file.headers)
    as_read = spooled(file.people)
    rows = as_read if plan.rows is file.people else spooled(plan.rows)
    elsewhere = Noted(asked_elsewhere(plan.problems, file.headers))
    waiting = Prepared(
        new_request_id(),
        replace(file, people=as_read, problems=spooled_problems(file.problems)),
        on_disk(plan, rows, [*_said_before(before), *form_notes(sent, untouched, both), *plan.problems]),
        known,
        columns,
        head,
        of_units,
        Mends(elsewhere=elsewhere),
        keys=keys,
        form=form,
        asked=Aside(asked),
        settled=settled,
        before=before,
        told=told,
        sent=sent,
        pictured=pictured_since(connection, before.log_id) if before and file.photos else frozenset(),
        there=there_since(connection, (*plan.missing, *plan.near), _after(before, sent)),
        conflicts=both,
        ages=ages,
        day=day,
        asked_ages=Noted(ages_asked(plan.problems)),
        elsewhere=elsewhere,
        seconded=seconded,
        lent=lent,
        first_days=first_days,
    )
    release(file.people, as_read)
    return waiting


def mend(
    connection: Connection,
    token: str,
    mends: Mends,
    progress: Progress = no_progress,
    day: date | None = None,
) -> Prepared:
    """Hold a prepared file against the roster once more, with everything that was put right so far.

    ``mends`` is the whole of it, not what was added; ``day`` is the one the file speaks of, None for the same as
    before. Raises Refused ``import.no_such_value`` for a code that is none, and what :func:`waiting_import`
    raises.
    """
    mended = made_anew(_mended(connection, waiting_import(token), mends, progress, day))
    if token in _WAITING:  # else it was let go of meanwhile, and nobody would do so again
        _WAITING[token] = mended
    return mended


def _mended(
    connection: Connection, waiting: Prepared, mends: Mends, progress: Progress, day: date | None
) -> Prepared:
    labels = code_lists().labels
    for (_row, name), value in mends.answers.items():
        kept = value == LEGACY and name in {"rank", "side_rank"}
        if value and not kept and name in labels and value not in labels[name]:
            raise Refused("import.no_such_value", value=value, field=Label(f"roster.field.{name}"))
    ages = waiting.ages
    if ages is not None and day is not None:
        ages = replace(ages, on=day.isoformat())
    if ages is not None:
        mends = replace(mends, answers=_come(waiting, mends, ages.come))
    # a secondment may have been put right since, as a question about it says
    lent = history.last_stays(connection)
    first_days = first_days_for(connection, waiting.file, waiting.units)
    known_so_far = (waiting.asked_ages, waiting.sent, waiting.seconded, lent, first_days)
    against = Against(waiting.keys, waiting.form, ages, *known_so_far, partial(ended, connection))
    mends = replace(mends, elsewhere=waiting.elsewhere)
    with rows_in_memory(waiting.file.people) as people:
        file = replace(waiting.file, people=people)
        cells = replace(waiting, file=file, mends=mends).mended
        plan, untouched = planned(
            file, waiting.known, waiting.units, (mends, waiting.settled), against, progress
        )
        dated = waiting.day is not None or ages is None or ages.on not in {"", ages.today}
        told, both = _told(connection, plan, waiting.known, waiting.before, waiting.sent, dated=dated)
        plan = asked_with(plan, waiting.known, told, ages, mends, waiting.headers)
        problems = [
            *_said_before(waiting.before),
            *form_notes(waiting.sent, untouched, both),
            *plan.problems,
        ]
        asked = ages_asked(problems)
        plan = on_disk(plan, waiting.file.people if plan.rows is people else spooled(plan.rows), problems)
    give_pages_back(connection)
    again = {
        (row, name)
        for row, name, value, _birth in asked
        if mends.answers.get((row, name)) == value and (row, name) not in mends.elsewhere
    }
    elsewhere = waiting.elsewhere.with_more(asked_elsewhere(problems, waiting.headers))
    mended = replace(
        waiting,
        plan=plan,
        mends=replace(mends, elsewhere=elsewhere),
        elsewhere=elsewhere,
        told=told,
        there=there_since(connection, (*plan.missing, *plan.near), _after(waiting.before, waiting.sent)),
        conflicts=both,
        ages=ages,
        asked_ages=waiting.asked_ages.with_more(asked),
        asked_again=tuple(sorted(again)),
        lent=lent,
        first_days=first_days,
    )
    # the rows in sight ask for it at once: gathered here, the window does not wait for it
    vars(mended).update(alike=counted_alike(problems, waiting.headers), mended=cells)
    return mended


def _come(waiting: Prepared, mends: Mends, day: str) -> Mapping[Place, str]:
    """Return the answers without the statuses that remarks speak of which have not come by a day."""
    wanted = frozenset(answered_rows(mends.answers))
    if not wanted:
        return mends.answers
    notes = {one.row: one.note for one in waiting.file.people if one.row in wanted}
    notes |= {row: text for (row, name), text in mends.corrections.items() if name == "note"}
    asked = {
        one.row
        for one in waiting.file.problems
        if one.row in wanted
        and one.severity is not Severity.NOTE
        and field_of(one, waiting.headers) == "status"
    }
    return without_to_come(mends.answers, notes, asked, day)


def _said_before(before: TakenBefore | None) -> list[Problem]:
    """Return the note that this very file was taken in before, or one with the same cells."""
    if before is None:
        return []
    day = local_day(parse_instant(before.at)).isoformat()
    params: dict[str, object] = {"day": day, "who": before.actor}
    if before.same_bytes:
        return [Problem("roster.file_again", params, severity=Severity.NOTE)]
    return [Problem("roster.rows_again", {**params, "file": before.file_name}, severity=Severity.NOTE)]


def _after(before: TakenBefore | None, sent: Sent | None) -> int | None:
    """Return the row of the log behind which the roster was told what the file can't know, None for any other file."""
    if sent is not None:
        return sent.head
    return None if before is None else before.log_id


def _told(
    connection: Connection,
    plan: ImportPlan,
    known: Mapping[int, KnownPerson],
    before: TakenBefore | None,
    sent: Sent | None,
    *,
    dated: bool,
) -> tuple[Told, Told]:
    """Return since when the roster knows what the file may change, and of a form what was changed on both sides.

    ``dated`` is whether it is known of what day the file speaks.
    """
    after = _after(before, sent)
    told, written, had = told_since(
        connection, asked_of(plan, known, every=after is not None or not dated), after
    )
    if sent is not None:
        found = conflicts(meanings(plan, known), known, told, written, sent)
        return found.told, found.days
    if dated or after is not None:
        return told, {}
    return with_former(told, plan, known, had), {}


def waiting_import(token: str) -> Prepared:
    """Return a prepared import; raises Refused ``import.preview_gone`` when this process does not hold it."""
    found = _WAITING.get(token)
    if found is None:
        raise Refused("import.preview_gone")
    return found


def forget(token: str) -> None:
    """Let a prepared import go."""
    found = _WAITING.pop(token, None)
    if found is not None:
        parts: list[Iterable[object]] = [found.plan.verdicts, found.plan.problems, found.file.problems]
        many = [one for part in parts if not isinstance(part, SpooledSequence) for one in part]
        if isinstance(found.known, PeopleInMemory):
            many += found.known.values()
        del found
        let_go(many)
    take_in_again()


def check_unchanged(connection: Connection, prepared: Prepared, digest: str) -> None:
    """Raise Refused ``import.file_changed`` or ``import.roster_changed`` when the preview no longer holds true."""
    path = prepared.file.path
    if digest != prepared.file.digest or digest_of(path) != digest:
        raise Refused("import.file_changed", file=path.name)
    if connection.exec_driver_sql(_CHANGED, (prepared.log_head,)).first() is not None:
        raise Refused("import.roster_changed")


def unchanged_import(connection: Connection, token: str, digest: str) -> Prepared:
    """Return a prepared import that still holds true.

    Raises what :func:`waiting_import` and :func:`check_unchanged` raise.
    """
    prepared = waiting_import(token)
    check_unchanged(connection, prepared, digest)
    return prepared
