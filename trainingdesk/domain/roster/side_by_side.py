"""Lists that stand beside one another in one sheet: the right ones are put below the left one before they are read.

To save paper a list is often set in two columns, 姓名 单位 职务 | 姓名 单位 职务. A list on the right is one where its header
says all over again what the left one's does. A group of columns that says less (a spouse, a liaison) is none, and is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from trainingdesk.domain.roster.cells import Cell
from trainingdesk.domain.roster.columns import Column, Header, Merged, header_key

#: what only the left list may have: one number or one unit for both, and remarks
_MAY_LACK = frozenset({"number", "unit", "note"})
#: fields that say something of somebody beside the name
_SAYS_NOTHING = frozenset({"", "name", "number"})


@dataclass(frozen=True)
class Below:
    """A sheet whose lists stand below one another.

    Attributes:
        rows: of each list as many as the sheet has, one list after the other, the columns as the left one has them.
        header: the left list's.
        merged: the merged ranges as they lie in ``rows``.
        hidden: the rows of ``rows`` that can't be seen, 0 for the first.
        height: how many rows the sheet has.
        places: of each list on the right, column of the left one → its own.
        again: the places of the rows that say the header over again.
    """

    rows: Sequence[Sequence[Cell]]
    header: Header
    merged: Merged = ()
    hidden: Sequence[int] = ()
    height: int = 0
    places: tuple[Mapping[int, int], ...] = ()
    again: frozenset[int] = field(default_factory=frozenset)


def put_below(
    rows: Sequence[Sequence[Cell]], header: Header, merged: Merged = (), hidden: Sequence[int] = ()
) -> Below:
    """Return a sheet with the lists on its right put below the left one; a sheet of one list as it is."""
    starts = _starts(header)
    if not starts:
        return Below(rows, header, merged, hidden, len(rows))
    columns = header.columns
    left = [column for column in columns if column.index < starts[0]]
    ends = [*starts[1:], columns[-1].index + 1]
    found = [
        _places(left, [column for column in columns if start <= column.index < end])
        for start, end in zip(starts, ends, strict=True)
    ]
    places = tuple(one for one in found if one is not None)
    if len(places) < len(found):
        return Below(rows, header, merged, hidden, len(rows))
    height, width = len(rows), starts[0]
    wide = _headings(rows, header, merged, width)
    whole: list[Sequence[Cell]] = [
        row if place < header.first else row[:width] for place, row in enumerate(rows)
    ]
    ranges = [
        (top, at, bottom, min(right, width - 1) if top >= header.first else right)
        for top, at, bottom, right in merged
        if at < width or top < header.first
    ]
    for number, one in enumerate(places, 1):
        down = number * height
        for place, row in enumerate(rows):
            own: list[Cell] = [""] * width
            if place in wide:
                own[wide[place]] = row[wide[place]]
                ranges.append((place + down, wide[place], place + down, width - 1))
            elif place >= header.first:
                for to, at in one.items():
                    own[to] = row[at] if at < len(row) else ""
                if not _says_anything(own, one):
                    own = [""] * width
            whole.append(own)
        back = {at: to for to, at in one.items()}
        ranges += [
            (top + down, back[at], bottom + down, back[right])
            for top, at, bottom, right in merged
            if top >= header.first and top not in wide and at in back and right in back
        ]
    lists = range(1, len(places) + 1)
    return Below(
        whole,
        replace(header, columns=tuple(left)),
        ranges,
        [*hidden, *(place + number * height for number in lists for place in hidden)],
        height,
        places,
        frozenset(
            place + number * height for number in lists for place in range(header.first, header.row + 1)
        ),
    )


def _starts(header: Header) -> list[int]:
    """Return the columns that the lists on the right begin in, by the words for the name."""
    columns = header.columns
    name = next((at for at, column in enumerate(columns) if column.field == "name"), None)
    if name is None:
        return []
    keys = [header_key(column.header) for column in columns]
    starts = []
    before = name
    for at in range(name + 1, len(columns)):
        if keys[at] != keys[name]:
            continue
        steps = 0
        while steps < name and at - steps - 1 > before and keys[at - steps - 1] == keys[name - steps - 1]:
            steps += 1
        starts.append(columns[at - steps].index)
        before = at
    return starts


def _places(left: Sequence[Column], right: Sequence[Column]) -> dict[int, int] | None:
    """Return the columns of the left list → those of a right one, None where it does not say all over again."""
    keys = [header_key(column.header) for column in right]
    places: dict[int, int] = {}
    taken: set[int] = set()
    said = 0
    for column in left:
        key = header_key(column.header)
        at = next((at for at, own in enumerate(keys) if own == key and at not in taken), None)
        if at is not None:
            taken.add(at)
            places[column.index] = right[at].index
            said += column.field not in _SAYS_NOTHING
        elif column.field == "unit":
            places[column.index] = column.index  # one unit for both
        elif column.field and column.field not in _MAY_LACK:
            return None
    return places if said and len(taken) == len(right) else None


def _headings(rows: Sequence[Sequence[Cell]], header: Header, merged: Merged, width: int) -> dict[int, int]:
    """Return the rows below the header whose one text is merged over all lists → its column: a heading of all of them."""
    return {
        top: at
        for top, at, bottom, right in merged
        if header.row < top < len(rows)
        and top == bottom
        and at < width <= right
        and at < len(rows[top])
        and len(rows[top]) - list(rows[top]).count("") == 1
    }


def _says_anything(row: Sequence[Cell], places: Mapping[int, int]) -> bool:
    """Return whether a row of a right list says anything by itself: not only the unit that stands at the left."""
    return any(row[to] != "" for to, at in places.items() if to != at)
