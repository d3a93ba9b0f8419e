"""What a person settled of a contradiction between a cell and the ID number is not asked again.

Units send the same forms year after year: whoever's file says another day than their ID number is asked about once.
Another value in the cell, or another number, is another question.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import LEGACY, LEGACY_RANK
from trainingdesk.domain.roster.copied import CONTRADICTS
from trainingdesk.domain.roster.known_people import KnownPeople
from trainingdesk.domain.roster.mending import Mends, Place, choices_of, field_of
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson

#: the note at a cell that was settled before; its choices settle it anew
SETTLED = "roster.settled_before"
#: the same of a rank from before the law of 2018
LEGACY_SETTLED = "roster.legacy_settled"
_ASKED = CONTRADICTS | {LEGACY_RANK}


class Contradiction(NamedTuple):
    """What a person was asked.

    Attributes:
        person_id: of whom, 0 for somebody who is not in the roster yet.
        field: ``birth`` or ``sex``; of a rank from before the law of 2018 ``rank`` or ``side_rank``.
        said: what the cell says, in its stored form.
        by_number: what the ID number says, "" of a rank.
    """

    person_id: int
    field: str
    said: str
    by_number: str


def contradictions(
    people: Sequence[ParsedPerson], problems: Iterable[Problem], known: KnownPeople
) -> dict[Place, Contradiction]:
    """Return cell → what is asked about it.

    The person is the one of the roster whose ID number the row has; of another name it is nobody known.
    """
    found: dict[Place, Contradiction] = {}
    open_ones = [one for one in problems if one.code in _ASKED and one.severity is Severity.QUESTION]
    if not open_ones:
        return found
    for problem in open_ones:
        row = people[bisect_left(people, problem.row, key=lambda person: person.row)]
        owner = known.holder(row.id_number)
        number = owner.id if owner is not None and owner.name == row.name else 0
        by_number, said = ("", problem.value) if problem.code == LEGACY_RANK else choices_of(problem)[:2]
        field = field_of(problem, {})
        found[row.row, field] = Contradiction(number, field, said, by_number)
    return found


def settled_before(
    asked: Mapping[Place, Contradiction],
    remembered: Mapping[Contradiction, str],
    known: Mapping[int, KnownPerson],
) -> dict[Place, str]:
    """Return cell → what was taken when the same was asked of the same person before.

    What the roster itself has beside the number was settled too, in the person's form: the file says nothing else.
    """
    found: dict[Place, str] = {}
    for cell, one in asked.items():
        if not one.person_id:
            continue
        taken = remembered.get(one)
        if taken != "" and str(getattr(known[one.person_id], one.field)).startswith(one.said):
            found[cell] = one.said
        elif taken is not None:
            found[cell] = taken
    return found


def still_settled(settled: Mapping[Place, str], mends: Mends) -> dict[Place, str]:
    """Return what was settled before and neither answered anew nor asked of another value now."""
    return {
        (row, field): value
        for (row, field), value in settled.items()
        if (row, field) not in mends.answers
        and not {(row, field), (row, "id_number")} & mends.corrections.keys()
    }


def with_settled(mends: Mends, settled: Mapping[Place, str]) -> Mends:
    """Return what was put right together with what is still settled."""
    return Mends(mends.corrections, {**settled, **mends.answers}) if settled else mends


def settled_notes(problems: Iterable[Problem], settled: Mapping[Place, str]) -> list[Problem]:
    """Return the notes at the cells whose contradictions were settled before."""
    return [
        Problem(
            LEGACY_SETTLED if problem.code == LEGACY_RANK else SETTLED,
            {
                "value": problem.value,
                "about": (name := field_of(problem, {})),
                "choices": _choices(problem, settled[problem.row, name]),
                "taken": settled[problem.row, name],
            },
            field=problem.field,
            row=problem.row,
            value=problem.value,
            severity=Severity.NOTE,
        )
        for problem in problems
        if problem.code in _ASKED and (problem.row, field_of(problem, {})) in settled
    ]


def _choices(problem: Problem, taken: str) -> list[str]:
    if problem.code != LEGACY_RANK:
        return list(choices_of(problem))
    return [LEGACY, taken] if taken not in {"", LEGACY} else [LEGACY]


def answered_now(
    asked: Mapping[Place, Contradiction], mends: Mends
) -> dict[Place, tuple[Contradiction, str]]:
    """Return cell → what was asked about it and what was taken, of those that were answered on this preview."""
    return {
        (row, field): (asked[row, field], value)
        for (row, field), value in mends.answers.items()
        if (row, field) in asked and not {(row, field), (row, "id_number")} & mends.corrections.keys()
    }
