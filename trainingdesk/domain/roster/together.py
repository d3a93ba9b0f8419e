"""Two rows of one file that are one person: taken together, the blanks of the one filled from the other."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.importing import TOGETHER, ImportChoices
from trainingdesk.domain.roster.matching import Bucket, FieldChange, ImportPlan, Verdict, changes_of
from trainingdesk.domain.roster.people import FIELDS, KnownPerson, ParsedPerson
from trainingdesk.domain.roster.which_row import PASSED

T = TypeVar("T")

_TWINS = frozenset({"roster.maybe_twin_rows", "roster.maybe_twin_forms"})


def can_be_together(row: ParsedPerson, verdict: Verdict, other: ParsedPerson, others: Verdict) -> bool:
    """Return whether a row may be one person with the row its question names: two ID numbers are two people."""
    return (
        verdict.bucket is Bucket.MAYBE
        and verdict.reason in _TWINS
        and others.bucket is not Bucket.ERROR
        and others.reason not in PASSED
        and not (row.id_number and other.id_number and row.id_number != other.id_number)
    )


def together_with(plan: ImportPlan, place: int) -> int:
    """Return the row that the row at a place may be taken together with, 0 for none."""
    verdict = plan.verdicts[place]
    if verdict.reason not in _TWINS or not verdict.other_row:
        return 0
    other = plan.place_of(verdict.other_row)
    fits = can_be_together(plan.rows[place], verdict, plan.rows[other], plan.verdicts[other])
    return verdict.other_row if fits else 0


def take_together(
    plan: ImportPlan, choices: ImportChoices, known: Mapping[int, KnownPerson]
) -> tuple[ImportPlan, ImportChoices]:
    """Return plan and choices with the rows that are one person in one row each.

    The row that the question names stays and says what it said; what it leaves blank comes from the other. Where both
    rows ask about each other, one answer is enough, and the first of them stays. Raises Refused ``import.not_offered``
    for rows that can't be one person.
    """
    wanted = sorted((row for row, person in choices.decisions.items() if person == TOGETHER), reverse=True)
    if not wanted:
        return plan, choices
    rows, verdicts, decisions = list(plan.rows), list(plan.verdicts), dict(choices.decisions)
    plan = replace(plan, rows=rows)  # what may wait on disk is read once
    for number in wanted:
        if decisions[number] != TOGETHER:
            continue  # both rows said it, and this one stays
        place = plan.place_of(number)
        if not 0 <= place < len(rows) or rows[place].row != number or not together_with(plan, place):
            raise Refused(
                "import.not_offered",
                row=plan.lines.in_sentence(number),
                name=rows[place].name if 0 <= place < len(rows) else "",
            )
        stays = plan.place_of(verdicts[place].other_row)
        row, other = verdicts[place], verdicts[stays]
        kept = rows[stays] = _filled(rows[stays], rows[place])
        if _asks_about(other, number) and decisions.get(kept.row) in {None, TOGETHER}:
            decisions[kept.row] = _whom(other, row)
            verdicts[stays] = other._replace(candidates=other.candidates or row.candidates)
        elif other.bucket in {Bucket.NEW, Bucket.UPDATE, Bucket.SAME}:
            person = other.person_id or (row.candidates[0] if row.candidates else 0)
            changes = changes_of(kept, known[person]) if person else ()
            bucket = (Bucket.UPDATE if changes else Bucket.SAME) if person else Bucket.NEW
            verdicts[stays] = Verdict(bucket, person, changes)
    return replace(plan, rows=rows, verdicts=verdicts), replace(choices, decisions=decisions)


def settled_with(plan: ImportPlan, place: int) -> tuple[int, int]:
    """Return the row whose own question is answered when the row at a place is taken together with it, and whom it means.

    ``(0, 0)`` where taking both together answers no other question.
    """
    number = together_with(plan, place)
    if not number:
        return 0, 0
    row, other = plan.verdicts[place], plan.verdicts[plan.place_of(number)]
    return (number, _whom(other, row)) if _asks_about(other, plan.rows[place].row) else (0, 0)


def stays_with(plan: ImportPlan, place: int) -> tuple[int, bool]:
    """Return the row that the row at a place may be taken together with, and whether that one waits for an answer.

    ``(0, False)`` where there is none. What hangs on a row that waits comes in only when it does.
    """
    number = together_with(plan, place)
    if not number:
        return 0, False
    return number, plan.verdicts[plan.place_of(number)].bucket in {Bucket.MAYBE, Bucket.QUESTION}


def fills(plan: ImportPlan, place: int, known: Mapping[int, KnownPerson]) -> tuple[FieldChange, ...]:
    """Return what the row that the row at a place may be taken together with says more, once it is.

    Of a person of the roster that is what changes of them beside what that row changes already.
    """
    number = together_with(plan, place)
    if not number:
        return ()
    stays = plan.place_of(number)
    row, other, verdict = plan.rows[place], plan.rows[stays], plan.verdicts[stays]
    kept = _filled(other, row)
    person = known.get(verdict.person_id or _whom(verdict, plan.verdicts[place]))
    if person is not None:
        own = changes_of(other, person)
        return tuple(change for change in changes_of(kept, person) if change not in own)
    added = [(name, str(getattr(kept, name))) for name in FIELDS if not getattr(other, name)]
    return tuple(FieldChange(name, "", value) for name, value in added if value)


def brought_along(things: Mapping[int, T], plan: ImportPlan, choices: ImportChoices) -> dict[int, T]:
    """Return row → what hangs on it, once rows are taken together: what the row that stays lacks comes from the other.

    ``choices`` are those that :func:`take_together` returned.
    """
    found = dict(things)
    for row in sorted((row for row, person in choices.decisions.items() if person == TOGETHER), reverse=True):
        if row in found:
            thing = found.pop(row)
            found.setdefault(plan.verdicts[plan.place_of(row)].other_row, thing)
    return found


def row_of(plan: ImportPlan, row: int) -> ParsedPerson:
    """Return a row of the file by its running line."""
    return plan.rows[plan.place_of(row)]


def _asks_about(verdict: Verdict, row: int) -> bool:
    return verdict.bucket is Bucket.MAYBE and verdict.reason in _TWINS and verdict.other_row == row


def _whom(stays: Verdict, other: Verdict) -> int:
    """Return whom two rows taken together mean, 0 for somebody new."""
    candidates = stays.candidates or other.candidates
    return candidates[0] if candidates else 0


def _filled(row: ParsedPerson, other: ParsedPerson) -> ParsedPerson:
    return ParsedPerson._make(own or others for own, others in zip(row, other, strict=True))
