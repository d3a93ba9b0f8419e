"""What a file says of a day before the roster's own value began is older than it, and does not become the present.

A roster that came in December, or a transfer noted by hand, knows more than November's file: what such a file says
otherwise is left as it is unless the person asks for it. Days are ``YYYY-MM-DD`` or ``YYYY-MM``, as in
:mod:`~trainingdesk.domain.roster.history`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.by_person import changes_for
from trainingdesk.domain.roster.corrections import WITH_POST, corrections_of, later_terms
from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.importing import OF_THE_ROSTER, TOGETHER, ImportChoices, ImportWork
from trainingdesk.domain.roster.listed_again import is_listed_again
from trainingdesk.domain.roster.matching import Bucket, FieldChange, ImportPlan, for_person
from trainingdesk.domain.roster.people import FIELDS, KnownPerson, ParsedPerson
from trainingdesk.domain.values import mask_field
from trainingdesk.shared.field_words import said_value

#: the field that says since when → the field it is of
SINCE_OF = {
    "post_from": "post",
    "rank_from": "rank",
    "side_rank_from": "side_rank",
    "unit_from": "unit",
    "team_from": "team",
    "status_from": "status",
}
#: the fields whose value holds from a day on
DATED = ("unit", "team", "status", "post", "rank", "side_rank")
#: the roster was told after this very file had been taken in, or sent out: whatever day it speaks of, it can't know
ALWAYS = "9999-12-31"
#: the roster had this very value before the one it has, and the file does not say of what day it speaks: it may be from then
FORMER = "9999-12-30"
#: the note at somebody whom another unit's list of the same day has too
SAME_DAY = "roster.moved_same_day"

_WHATEVER_DAY = frozenset({ALWAYS, FORMER})
#: what goes with a post that somebody held before
_OF_POST = frozenset({"post", *WITH_POST})
#: characters of a year and a month of it
_MONTH = len("2026-05")

_OLDER_CODES = {ALWAYS: "roster.value_older_than_file", FORMER: "roster.value_former"}

#: person → field → since when the roster knows its value, at least
Told = Mapping[int, Mapping[str, str]]
_NOTHING: Mapping[str, str] = {}


def since_known(told: Mapping[str, str], name: str) -> str:
    """Return since when the roster knows a field, "" for not at all; "since when" goes with what it is of."""
    return told.get(name, "") or told.get(SINCE_OF.get(name, ""), "")


def held_since(person: KnownPerson, name: str, known: str) -> str:
    """Return since when a value of the roster is held, where it is ``known`` of a later day than that; else "".

    August's post that stands there by November's list is held since August, not since November.
    """
    dated = next((since for since, of in SINCE_OF.items() if name in (since, of)), "")
    held = getattr(person, dated) if dated else ""
    return held if held and known not in _WHATEVER_DAY and first_day(held) < first_day(known) else ""


def older_fields(
    row: ParsedPerson, changes: Sequence[FieldChange], told: Mapping[str, str], day: date
) -> frozenset[str]:
    """Return which of a person's changes are older than what the roster knows, by the day the file speaks of.

    A day that the row itself gives for a value counts where it lies later; and with a value its "since when" is left too. A
    post that the row says is held since before the roster's own began is the one they had before: the row was not kept up
    to date, whatever day the file speaks of, and its unit is the former one too.
    """
    found = {change.field for change in changes if _is_older(row, change.field, told, day)}
    if post_before(changes):
        found |= _OF_POST
    found.update(name for name, of in SINCE_OF.items() if of in found)
    return frozenset(found & {change.field for change in changes})


def told_beside(changes: Sequence[FieldChange], told: Mapping[str, str]) -> Mapping[str, str]:
    """Return since when the roster knows what a row changes: of a post before the one so far, since that one began."""
    since = post_before(changes)
    if not since:
        return told
    return {**told, **{name: since for name in _OF_POST if told.get(name) != ALWAYS}}


def post_before(changes: Sequence[FieldChange]) -> str:
    """Return since when the post so far is held, where a new one would be since an earlier month; "" for any other change.

    The same post in fuller words is no new one.
    """
    found = {change.field: change for change in changes}
    since = found.get("post_from")
    if since is None or "post" not in found or "post" in corrections_of(changes):
        return ""
    return since.old if since.new and since.new[:_MONTH] < since.old[:_MONTH] else ""


def _is_older(row: ParsedPerson, name: str, told: Mapping[str, str], day: date) -> bool:
    known = first_day(told.get(name, ""))
    if not known:
        return False
    return known in _WHATEVER_DAY or known > max(day.isoformat(), first_day(_said_since(row, name)))


def _said_since(row: ParsedPerson, name: str) -> str:
    """Return since when a row says itself that a field holds, "" for not said."""
    return next((getattr(row, since) for since, of in SINCE_OF.items() if of == name), "")


def asked_of(
    plan: ImportPlan, known: Mapping[int, KnownPerson], *, every: bool = False
) -> dict[int, set[str]]:
    """Return person → the dated fields that the file may change, or ``every`` field; of who is gone the status too."""
    wanted: dict[int, set[str]] = {}
    for row, (person_id, changes) in _rows_and_meanings(plan, known):
        fields = {change.field for change in changes}
        if is_listed_again(row, known[person_id]):
            fields.add("status")
        if not every:
            fields.intersection_update(DATED)
        if fields:
            wanted.setdefault(person_id, set()).update(fields)
    return wanted


def with_same_day(plan: ImportPlan, told: Told, day: str, header: str) -> ImportPlan:
    """Return a plan that says which rows move somebody of whom the roster was told the unit for the file's own day.

    The lists of two units have them then, and neither is the newer one.

    Args:
        plan: what the file would do; told: since when the roster knows its values.
        day: the day the file speaks of, ``YYYY-MM-DD``.
        header: of the column of units, "" for none.
    """
    found = []
    for row, verdict in zip(plan.rows, plan.verdicts, strict=True) if told else ():
        if verdict.person_id not in told or row.row in plan.lent:
            continue
        unit = next((change for change in verdict.changes if change.field == "unit"), None)
        if unit is not None and told[verdict.person_id].get("unit") == day:
            params = {"name": row.name, "own": unit.old, "day": day}
            found.append(Problem(SAME_DAY, params, header, row.row, unit.new, Severity.NOTE))
    if not found:
        return plan
    return replace(plan, problems=sorted([*plan.problems, *found], key=lambda problem: problem.row))


def with_former(
    told: Told, plan: ImportPlan, known: Mapping[int, KnownPerson], had: Mapping[int, Mapping[str, Set[str]]]
) -> Told:
    """Return, as known ``FORMER``, what a file without a day of its own would put back: the old roster, one cell changed.

    A value that the row says is held since a day behind the roster's own is a new one, whoever held it before.

    Args:
        told: since when the roster knows its values.
        plan: what the file would do.
        known: the roster's people.
        had: person → field → the values that the roster had before the present one, a phone masked.
    """
    if not had:
        return told
    found = dict(told)
    for row, (person_id, changes) in _rows_and_meanings(plan, known):
        for change in changes:
            name = change.field
            if name in SINCE_OF or mask_field(name, change.new) not in had.get(person_id, {}).get(name, ()):
                continue
            own = found.get(person_id, _NOTHING)
            if first_day(_said_since(row, name)) <= first_day(own.get(name, "")):
                found[person_id] = {**own, name: FORMER}
    return found


def meanings(
    plan: ImportPlan, known: Mapping[int, KnownPerson]
) -> Iterator[tuple[int, Sequence[FieldChange]]]:
    """Yield whom every row means or may mean, and what it would change of them."""
    return (meaning for _row, meaning in _rows_and_meanings(plan, known))


def _rows_and_meanings(
    plan: ImportPlan, known: Mapping[int, KnownPerson]
) -> Iterator[tuple[ParsedPerson, tuple[int, Sequence[FieldChange]]]]:
    for row, verdict in zip(plan.rows, plan.verdicts, strict=True):
        if verdict.person_id:
            yield row, (verdict.person_id, verdict.changes)
        for number in verdict.candidates:
            yield row, (number, changes_for(plan, row, known[number]))


class SaidAgain(NamedTuple):
    """Fields → the people of the roster of whom a file says them as the roster has them; nothing is written of those.

    Attributes:
        dated: unit, team, status, post and ranks: what a newer file confirmed is known since its day.
        word_for_word: every field, and only where the very value is said: it is the file's own, whoever wrote it first.
    """

    dated: dict[tuple[str, ...], list[int]]
    word_for_word: dict[tuple[str, ...], list[int]]


def said_again(
    plan: ImportPlan, decided: ImportWork, decisions: Mapping[int, int], known: Mapping[int, KnownPerson]
) -> SaidAgain:
    """Return what a file says just as the roster has it of those whom its rows were taken for."""
    found = SaidAgain({}, {})
    if not decided.met():
        return found
    for row, verdict, became in zip(plan.rows, plan.verdicts, decided.became, strict=True):
        person_id = verdict.person_id or decisions.get(row.row, 0)
        if became not in OF_THE_ROSTER or person_id not in known:
            continue
        person = known[person_id]
        changes = verdict.changes if verdict.person_id else changes_for(plan, row, person)
        said = for_person(row, person)
        other = {change.field for change in changes}
        fields = tuple(name for name in DATED if getattr(said, name) and name not in other)
        if fields:
            found.dated.setdefault(fields, []).append(person_id)
        same = tuple(
            name
            for name, new, old in zip(FIELDS, said[1:], person[1:], strict=True)
            if new and (new == old or (name == "unit" and name not in other))
        )
        if same:
            found.word_for_word.setdefault(same, []).append(person_id)
    return found


class There(NamedTuple):
    """Since when somebody is where the roster has them, each the later of unit, status and joining; "" for not known.

    Attributes:
        began: the day their unit and status hold from: nobody left before it.
        known: the day since when the roster knows that, ``ALWAYS`` where it was told after the file was taken in.
    """

    began: str
    known: str


def missing_on(missing: Iterable[int], there: Mapping[int, There], day: date) -> list[int]:
    """Return who of the people that are not in a file may have left by the day it speaks of.

    Whoever the roster knows to be there since a later day is no loss: the file is older than that.
    """
    said = day.isoformat()
    return [number for number in missing if number not in there or there[number].known <= said]


def unchanged_before(plan: ImportPlan, told: Told) -> dict[int, str]:
    """Return the rows that change nothing when the file speaks of a day before the one beside them."""
    found: dict[int, str] = {}
    if not told:
        return found  # rows that wait on disk are not touched for nothing
    for row, verdict in zip(plan.rows, plan.verdicts, strict=True):
        own = told.get(verdict.person_id)
        if verdict.bucket is not Bucket.UPDATE or not own:
            continue
        changed = {change.field for change in verdict.changes}
        always = _OF_POST if post_before(verdict.changes) else frozenset()
        days = [
            ALWAYS
            if name in always or SINCE_OF.get(name) in always
            else _older_before(row, name, own, changed)
            for name in changed
        ]
        if all(days):
            found[row.row] = min(days)
    return found


def unchanged_rows(plan: ImportPlan, told: Told, day: date) -> set[int]:
    """Return the updates that change nothing when the file speaks of a day."""
    said = day.isoformat()
    return {row for row, known in unchanged_before(plan, told).items() if said < known}


def _older_before(row: ParsedPerson, name: str, told: Mapping[str, str], changed: Set[str]) -> str:
    """Return the day before which a file's change of a field is older, "" where no day makes it so; see :func:`_is_older`."""
    known = first_day(told.get(name, ""))
    if not known and SINCE_OF.get(name) in changed:
        return _older_before(row, SINCE_OF[name], told, changed)
    return known if known in _WHATEVER_DAY or known > first_day(_said_since(row, name)) else ""


def older_notes(
    plan: ImportPlan,
    known: Mapping[int, KnownPerson],
    told: Told,
    day: date,
    headers: Mapping[str, str],
    conflicts: Told,
) -> list[Problem]:
    """Return a note at every cell whose value is older than what the roster knows, by the day the file speaks of.

    ``known`` are the roster's people; ``conflicts`` the days of what both the sender of a form and the desk have changed.
    """
    notes: list[Problem] = []
    if not told:
        return notes
    for row, verdict in zip(plan.rows, plan.verdicts, strict=True):
        own = told.get(verdict.person_id, _NOTHING)
        older = older_fields(row, verdict.changes, own, day) if own else frozenset()
        own = told_beside(verdict.changes, own) if older else own
        for change in verdict.changes:
            if change.field not in older:
                continue
            since = since_known(own, change.field)
            value = said_value(change.field, change.new)
            params: dict[str, Any] = {"value": value, "about": change.field, "since": since}
            code = _OLDER_CODES.get(since, "roster.value_older")
            if changed := since_known(conflicts.get(verdict.person_id, _NOTHING), change.field):
                code, params["since"] = "roster.value_conflict", changed
            elif held := held_since(known[verdict.person_id], change.field, since):
                code, params["held"] = "roster.value_known", held
            header = headers.get(change.field, "")
            notes.append(Problem(code, params, header, row.row, change.new, Severity.NOTE))
    return notes


def leave_older(
    plan: ImportPlan, choices: ImportChoices, known: Mapping[int, KnownPerson], told: Told, day: date
) -> ImportChoices:
    """Return the choices with the changes left out that are older than what the roster knows.

    A post in fuller words that began after the one so far was known is a new one in them too, where nobody said otherwise.
    """
    if not told:
        return choices
    left: set[tuple[int, str]] = set()
    terms: dict[tuple[int, str], bool] = {}
    for row, verdict in zip(plan.rows, plan.verdicts, strict=True):
        person_id = verdict.person_id or choices.decisions.get(row.row, 0)
        if person_id == TOGETHER or person_id not in told or person_id not in known:
            continue
        changes = (
            verdict.changes if verdict.person_id == person_id else changes_for(plan, row, known[person_id])
        )
        left.update(
            (row.row, name) for name in older_fields(row, changes, told.get(person_id, _NOTHING), day)
        )
        terms |= later_terms(row.row, changes, told.get(person_id, _NOTHING))
    return replace(
        choices,
        older_fields=frozenset(left) - choices.taken_fields,
        corrections={**terms, **choices.corrections},
    )
