"""A list that goes on below a further header: its rows are brought into the order of the first one.

Units put their lists one below the other, each with its own header. Columns are told by their texts, or else by the
fields they hold; what only a later header has becomes a column behind the others.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from trainingdesk.domain.roster.cells import Cell
from trainingdesk.domain.roster.columns import (
    Column,
    Header,
    Known,
    Merged,
    bare_key,
    choose_columns,
    header_at,
    header_key,
    paired,
)
from trainingdesk.domain.roster.grid import DEEPEST, Grid

#: so many columns a header names at least to be one in the middle of a sheet
_FEWEST = 3
#: so many columns that hold nothing of a person get a place of their own: each makes every row of the sheet longer
_MOST_UNREAD = 50
#: characters of a cell that may head the column of names
_LONGEST_HEADING = 40
#: what an ASCII character is further on in its full width: Ｎａｍｅ
_WIDER = 0xFEE0
#: rows that are searched for further headers together
_AT_ONCE = 1_000


@dataclass(frozen=True)
class Section:
    """The part of a sheet below one of its further headers.

    Attributes:
        row: the last row of its header, as the person sees it.
        columns: the header's text as the problems name it → the column that holds it here; none where all stand as
            below the sheet's first header.
        name: the column of the names.
    """

    row: int
    columns: Mapping[str, Column]
    name: Column | None = None


@dataclass(frozen=True)
class Further:
    """A column that only headers further down have.

    Attributes:
        column: behind the sheet's own ones, as the rows are in the order of the first header.
        row: the first row that it may hold something in, as the person sees it.
        apart: the places of the columns that never stand in one row with it: they may hold the same.
    """

    column: Column
    row: int
    apart: frozenset[int] = frozenset()


#: Returns what columns are for, where the person knows better than the headers: place → field, "" for none.
Choose = Callable[[Sequence[Further]], Mapping[int, str] | None]


@dataclass
class InOrder:
    """A sheet's rows as its first header has them.

    Attributes:
        rows: all rows; those of a section of another order are rewritten.
        own: the first header, its columns as they were chosen.
        header: the same, with the columns that only later ones have.
        merged: the merged ranges as they lie in ``rows``.
        further: the columns that only later headers have, as they were chosen.
        unread: those of them that hold nothing of a person and are not in ``header``, since there are too many.
        passed: place of a row that is a further header → the code of the note about it.
        sections: the parts below further headers, from top to bottom.
    """

    rows: Sequence[Sequence[Cell]]
    own: Header
    header: Header
    merged: Merged
    further: tuple[Further, ...] = ()
    unread: tuple[Column, ...] = ()
    passed: dict[int, str] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)


@dataclass
class _Part:
    """A further header, and the column of the first one → its own."""

    header: Header
    places: dict[int, int]
    end: int = 0
    moved: bool = False


def in_one_order(
    rows: Sequence[Sequence[Cell]],
    header: Header,
    synonyms: Mapping[str, Sequence[str]],
    merged: Merged = (),
    choose: Choose = lambda _further: None,
) -> InOrder:
    """Return the rows of a sheet in the order of its first header; ``synonyms`` as in :func:`~.columns.find_header`.

    ``choose`` is asked what the columns are for, those of later headers among them.
    """
    parts, passed = _parts(rows, header, synonyms, merged)
    whole = InOrder(rows, header, header, merged, passed=dict.fromkeys(passed, "roster.headers_passed"))
    slots = _Slots(rows, header)
    for part in parts:
        places = range(part.header.first, part.header.row + 1)
        if part.moved:
            slots.add(part, rows)
        code = "roster.header_moved" if part.moved else "roster.headers_passed"
        whole.passed.update(dict.fromkeys(places, code))
        whole.passed.update(dict.fromkeys(places[:-1], "roster.headers_passed"))
    further = [_further(column, header, parts, slots) for column in slots.columns.values()]
    if chosen := choose(further):
        own = {column.index for column in header.columns}
        whole.own = choose_columns(header, {at: name for at, name in chosen.items() if at in own})
        further = [
            replace(one, column=replace(one.column, field=chosen[at], confidence=1.0))
            if (at := one.column.index) in chosen
            else one
            for one in further
        ]
    read = _joined(whole, further, parts)
    whole.header = replace(whole.own, columns=(*whole.own.columns, *read))
    whole.unread = tuple(slots.unread.values())
    whole.sections = [_section(part, whole.header) for part in parts]
    if any(part.moved for part in parts):
        _rewrite(whole, parts, slots.width)
    return whole


def _further(column: Column, header: Header, parts: "Sequence[_Part]", slots: "_Slots") -> Further:
    at = column.index
    within = [part for part in parts if at in part.places]
    beside = set().union(*(part.places for part in within))
    columns = (*header.columns, *slots.columns.values())
    apart = frozenset(other.index for other in columns if other.index not in beside)
    return Further(column, within[0].header.row + 2, apart)


def _joined(whole: InOrder, further: "Sequence[Further]", parts: "Sequence[_Part]") -> list[Column]:
    """Put what a later column holds into the column that holds the same above it; return the later ones as they are read.

    Where both stand in one row, which nobody can choose, the later one is left.
    """
    holding = {column.field: column.index for column in whole.own.columns if column.field}
    read: list[Column] = []
    shown: list[Further] = []
    for one in further:
        column = one.column
        within = [part for part in parts if column.index in part.places]
        above = holding.setdefault(column.field, column.index) if column.field else column.index
        if above == column.index:
            read.append(column)
            shown.append(one)
            continue
        read.append(replace(column, field="", confidence=0.0))
        if all(above not in part.places for part in within):
            shown.append(one)
            for part in within:
                part.places[above] = part.places.pop(column.index)
        else:
            shown.append(replace(one, column=read[-1]))
    whole.further = tuple(shown)
    return read


def _parts(
    rows: Sequence[Sequence[Cell]], header: Header, synonyms: Mapping[str, Sequence[str]], merged: Merged
) -> tuple[list[_Part], list[int]]:
    """Return the parts below further headers, and the places of lines that only say a header again in other words."""
    own = header.fields().get("name")
    if own is None:
        return [], []
    names = _NameWords((*synonyms.get("name", ()), own.header, own.header.rpartition("/")[2]))
    tops: dict[int, list[tuple[int, int, int, int]]] | None = None
    known: Known | None = None
    parts: list[_Part] = []
    passed: list[int] = []
    end = header.row
    for place in names.places(rows, header.row + 1):
        if place <= end:
            continue
        if known is None or tops is None:
            known, tops = Known(synonyms), defaultdict(list)
            for one in merged:
                tops[one[0]].append(one)
        # nobody is called 姓名: below such a row nothing stands as above, whatever else it names
        surely = own.index < len(rows[place]) and names.fits(rows[place][own.index])
        part = _part_at(rows, header, place, end, (known, tops), surely=surely)
        if part is None:
            continue
        if _is_second_line(rows, parts[-1].header if parts else header, end, part.header):
            passed += range(part.header.first, part.header.row + 1)
        else:
            parts.append(part)
        end = part.header.row
    for at, part in enumerate(parts):
        part.end = parts[at + 1].header.first if at + 1 < len(parts) else len(rows)
    return parts, passed


def _is_second_line(rows: Sequence[Sequence[Cell]], header: Header, end: int, line: Header) -> bool:
    """Return whether a header right below another says the same columns again: in English (Name), or what to fill in.

    ``end`` is the last row of that header, or of the lines below it.
    """
    if any(cell != "" for row in rows[end + 1 : line.first] for cell in row):
        return False
    above = {column.index: column.field for column in header.columns}
    return all(at == to for at, to in paired(header, line).items()) and all(
        column.index in above
        and ("" in {column.field, above[column.index]} or column.field == above[column.index])
        for column in line.columns
    )


class _NameWords:
    """What the column of names may be headed, however it is set: 姓　名, *姓名, 姓名（必填）."""

    def __init__(self, words: Iterable[str]) -> None:
        self._keys = frozenset(key for word in words if (key := bare_key(word)))
        # most cells hold none of the last characters, and are not looked at any further
        last = {sign for key in self._keys for sign in (key[-1].lower(), key[-1].upper())}
        last |= {chr(ord(sign) + _WIDER) for sign in last if sign.isascii()}
        self._sign = re.compile(f"[{re.escape(''.join(sorted(last)))}]")

    def places(self, rows: Sequence[Sequence[Cell]], first: int) -> Iterator[int]:
        """Yield the places of the rows, from one on, of which a cell says so."""
        for start in range(first, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            # what stands in many rows is looked at once
            cells: set[Cell] = set().union(*part)
            said = self._said([cell for cell in cells if type(cell) is str])
            if said:
                yield from (place for place, row in enumerate(part, start) if not said.isdisjoint(row))

    def fits(self, cell: Cell) -> bool:
        """Return whether a cell says so."""
        return type(cell) is str and bool(self._said((cell,)))

    def _said(self, texts: Sequence[str]) -> set[str]:
        """Return the cells that say so; all are gone through as one text, for hardly one of them holds a last character."""
        whole = "\0".join(texts)
        found, at = set(), 0
        while hit := self._sign.search(whole, at):
            begin = whole.rfind("\0", 0, hit.start()) + 1
            at = whole.find("\0", hit.end())
            at = len(whole) if at < 0 else at
            if at - begin <= _LONGEST_HEADING and bare_key(whole[begin:at]) in self._keys:
                found.add(whole[begin:at])
        return found


def _part_at(
    rows: Sequence[Sequence[Cell]],
    header: Header,
    place: int,
    end: int,
    book: tuple[Known, Mapping[int, Sequence[tuple[int, int, int, int]]]],
    *,
    surely: bool,
) -> _Part | None:
    """Return the header that the row with the word for the name belongs to; it may begin above as the first one does.

    ``book`` are the known headers, and the merged ranges by their first rows; ``surely``: the word stands where the first
    header has it, so that it is a header of this list, though it names little.
    """
    known, tops = book
    best: Header | None = None
    for first in range(max(place - header.depth + 1, end + 1), place + 1):
        span = range(first, min(first + DEEPEST + 1, len(rows)))
        merged = [
            (top - first, left, bottom - first, right)
            for row in span
            for top, left, bottom, right in tops.get(row, ())
        ]
        found = header_at(
            Grid([rows[row] for row in span], merged), 0, known, surely=surely and first == place
        )
        if found is not None and found.row + first >= place and (best is None or found.score > best.score):
            best = replace(found, row=found.row + first)
    if best is None:
        return None
    places = paired(header, best)
    theirs, name = best.fields(), places.get(header.fields()["name"].index)
    if name is None or ("name" in theirs and theirs["name"].index != name):
        return None
    both = set(places.values())
    understood = [c for c in best.columns if c.index in both or (c.field and c.field != "number")]
    enough = len(both) >= min(_FEWEST, len(header.columns)) or len(theirs.keys() - {"number"}) >= _FEWEST
    if not surely and (not enough or len(understood) * 5 < len(best.columns) * 3):
        return None
    more = len(best.columns) > len(both)
    return _Part(best, places, moved=more or any(at != to for at, to in places.items()))


class _Slots:
    """The places behind a sheet's columns for what only later headers have.

    Attributes:
        columns: the headed ones of them.
        unread: headed ones that hold nothing of a person and stand among the bare ones, since there are too many.
        width: how many cells a row has with them.
    """

    def __init__(self, rows: Sequence[Sequence[Cell]], header: Header) -> None:
        self.header = header
        self.width = max((len(row) for row in rows), default=0)
        self.columns: dict[str, Column] = {}
        self.unread: dict[str, Column] = {}
        self._bare: dict[int, int] = {}

    def add(self, part: _Part, rows: Sequence[Sequence[Cell]]) -> None:
        """Give every column of a part that holds something a place of its own."""
        taken = set(part.places.values())
        fields = self.header.fields()
        times: Counter[str] = Counter()
        for column in part.header.columns:
            if column.index in taken:
                continue
            key = name = column.field if column.field not in fields else ""
            if not name:
                text = header_key(column.header)
                key = f"{text}:{times[text]}"
                times[text] += 1
            held = self.columns.get(key)
            if held is None:
                if not name and len(self.columns) >= _MOST_UNREAD:
                    self.unread.setdefault(key, Column(column.index, column.header, "", 0.0))
                    continue
                held = self.columns[key] = Column(
                    self.width, column.header, name, column.confidence if name else 0.0
                )
                self.width += 1
            part.places[held.index] = column.index
            taken.add(column.index)
        bare = {
            at
            for row in rows[part.header.row + 1 : part.end]
            for at, cell in enumerate(row)
            if cell != "" and at not in taken
        }
        for at in sorted(bare):
            if at not in self._bare:
                self._bare[at] = self.width
                self.width += 1
            part.places[self._bare[at]] = at


def _section(part: _Part, header: Header) -> Section:
    """Return where the columns stand below a further header."""
    if not part.moved:
        return Section(part.header.row + 1, {})
    theirs = {column.index: column for column in part.header.columns}
    # where a header stands twice, the column that was read comes last and counts
    columns = {
        column.header: replace(theirs[part.places[column.index]], field=column.field)
        for column in sorted(header.columns, key=lambda column: bool(column.field))
        if column.index in part.places
    }
    name = next((column for column in columns.values() if column.field == "name"), None)
    return Section(part.header.row + 1, columns, name)


def _rewrite(whole: InOrder, parts: Sequence[_Part], width: int) -> None:
    """Bring the rows of the parts, and the merged ranges among them, into the order of the first header."""
    rows = [row if len(row) >= width else [*row, *[""] * (width - len(row))] for row in whole.rows]
    headings = {(top, left) for top, left, _bottom, right in whole.merged if right > left}
    places: dict[int, dict[int, int]] = {}
    for part in parts:
        if not part.moved:
            continue
        back = {to: at for at, to in part.places.items()}
        for place in range(part.header.row + 1, part.end):
            old = whole.rows[place]
            filled = [at for at, cell in enumerate(old) if cell != ""]
            if len(filled) == 1 and (place, filled[0]) in headings:
                continue  # a heading across the sheet belongs to no column
            cells: list[Cell] = [""] * width
            for to in filled:
                cells[back[to]] = old[to]
            rows[place] = cells
            places[place] = back
    merged = []
    for top, left, bottom, right in whole.merged:
        moved = places.get(top)
        if moved is None:
            merged.append((top, left, bottom, right))
        elif left in moved:
            merged.append((top, moved[left], bottom, moved[left]))
    whole.rows, whole.merged = rows, merged
