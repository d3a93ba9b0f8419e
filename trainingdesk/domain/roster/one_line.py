"""A line that was copied is one line: what is put right or answered at one of the two holds for the other too.

Two rows with one ID number that say the same in every cell are one person, who comes in once (:mod:`.twins`). Answered at
the first alone, the second would say something else and be one in error.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.mending import Mends, Place
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.which_row import WHICH_ROW

#: put right in one of two rows these make it another person's: nothing that is said of it holds for the other
_WHOSE = frozenset({"name", "id_number"})
#: what is said of one row alone: whose it is, and which of two counts
_OWN = _WHOSE | {WHICH_ROW}


def for_copies(people: Sequence[ParsedPerson], problems: Iterable[Problem], mends: Mends) -> Mends:
    """Return what was put right with the same said of each copied line, where that has no word of its own.

    ``people`` and ``problems`` are those of the file as it was read.
    """
    given = (*mends.corrections, *mends.answers)
    others = {row for row, name in given if name in _WHOSE}
    touched = {row for row, name in given if name not in _OWN} - others
    numbers = {person.id_number for person in people if person.row in touched} - {""} if touched else set()
    if not numbers:
        return mends
    bearers: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for person in people:
        if person.id_number in numbers and person.row not in others:
            bearers[person[1:]].append(person.row)
    copied = {row for rows in bearers.values() if len(rows) > 1 for row in rows}
    if copied.isdisjoint(touched):
        return mends
    said: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    for one in problems:
        if one.row in copied:
            said[one.row].add((one.code, one.field, one.value))
    lines: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for cells, rows in bearers.items():
        for row in rows:
            lines[*cells, frozenset(said.get(row, ()))].append(row)
    corrections, answers = dict(mends.corrections), dict(mends.answers)
    by_row = mends.by_row()
    for rows in lines.values():
        if len(rows) > 1:
            _share(rows, by_row, (corrections, answers))
    return replace(mends, corrections=corrections, answers=answers)


def _share(
    rows: Sequence[int],
    by_row: Mapping[int, tuple[dict[str, str], dict[str, str]]],
    given: tuple[dict[Place, str], dict[Place, str]],
) -> None:
    """Give each row of one line what was said of a cell of another one of them, the first one first."""
    own = {(row, name) for row in rows for said in by_row.get(row, ()) for name in said}
    for place, into in enumerate(given):
        first: dict[str, str] = {}
        for row in rows:
            if row in by_row:
                first = {**by_row[row][place], **first}
        for name in first.keys() - _OWN:
            into.update({(row, name): first[name] for row in rows if (row, name) not in own})
