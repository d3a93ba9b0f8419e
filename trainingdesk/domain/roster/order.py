"""In which order a list of people stands: one way for the screen, its papers and its exports.

An order is a word: one of the three orders an office lists people in (unit with rank and seniority, surname strokes,
pinyin), or the name of a column; ``-`` before it turns it round. What they compare is kept with each person
(``stroke_key``, ``pinyin_key``, the places of unit and person) and read with the row, never worked out again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Any, TypeVar

_Row = TypeVar("_Row")


class PersonOrder(StrEnum):
    """The orders a list of people can stand in."""

    UNIT = "unit"  #: the office's order of units, inside a unit by rank, then by seniority in it
    STROKES = "strokes"  #: by surname strokes (姓氏笔画)
    PINYIN = "pinyin"  #: by the name's pinyin
    RANK = "rank"  #: by rank, the highest first
    BIRTH = "birth"  #: the eldest first; unknown ones last
    TRAINED = "trained"  #: the last training longest ago first; never trained before all


#: the orders a list of people is printed in
LIST_ORDERS = (PersonOrder.UNIT, PersonOrder.STROKES, PersonOrder.PINYIN)

#: what a list on screen and its paper can stand by: the three orders, then the columns that order it too
ORDERS: Mapping[str, tuple[str, ...]] = {
    "person_order": tuple(PersonOrder),
    "member_order": (
        *LIST_ORDERS,
        *(
            "rank",
            "valid_from",
            "valid_to",
            "organisation",
            "speciality",
            "last_visit",
            "next_visit",
            "open_needs",
        ),
    ),
    "class_order": ("seat", *LIST_ORDERS, "rank", "team"),
    "register_order": ("number", *LIST_ORDERS, "class_title", "issued_day", "state"),
    "candidate_order": (*LIST_ORDERS, "rank", "age", "state", "rounds", "last_review", "exception"),
}


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """What a person is ordered by.

    Attributes:
        unit: the place of the unit that the row shows in the office's order of units.
        place: the person's place inside the unit: leading posts, ranks, the rest, each by seniority.
        strokes, pinyin: the name's keys as stored.
        person: the person's id, so that equal keys always stand the same way.
    """

    unit: int = 0
    place: int = 0
    strokes: str = ""
    pinyin: str = ""
    person: int = 0

    def by(self, order: str) -> tuple[Any, ...]:
        """Return what the person is compared by in one of the three orders."""
        if order == PersonOrder.STROKES:
            return (self.strokes, self.person)
        if order == PersonOrder.PINYIN:
            return (self.pinyin, self.person)
        return (self.unit, self.place, self.person)


#: of a row that belongs to nobody
NOBODY = PersonKeys()


def screen_order(chosen: str, heading: str) -> str:
    """Return the order a table stands in: the one chosen, or that of the heading which was clicked.

    The heading of names keeps to the strokes where the list stands by them, and is by pinyin else.
    """
    if not heading:
        return chosen
    key = heading.removeprefix("-")
    if key == "name":
        key = PersonOrder.STROKES if chosen.removeprefix("-") == PersonOrder.STROKES else PersonOrder.PINYIN
    return f"-{key}" if heading.startswith("-") else key


def attribute(row: Any, key: str) -> Any:
    """Return what a row has under a column's name."""
    return getattr(row, key)


def in_order(rows: Sequence[_Row], order: str, value: Callable[[Any, str], Any] = attribute) -> list[_Row]:
    """Return rows in an order, "" as they come; of equal ones of a column the office's order decides.

    A code stands at its place in its list, a rank on the ladder, a state in its course. Empty values come last either
    way. Rows of people carry :class:`PersonKeys` as ``keys``; others have no three orders, and keep their own where
    values are equal.
    """
    key, turned = order.removeprefix("-"), order.startswith("-")
    if not key:
        return list(rows)
    people = bool(rows) and hasattr(rows[0], "keys")
    if people and key in LIST_ORDERS:
        return sorted(rows, key=lambda row: _keys(row).by(key), reverse=turned)
    filled: list[tuple[Any, _Row]] = []
    empty: list[_Row] = []
    for row in rows:
        place = place_of(value(row, key))
        if place is None:
            empty.append(row)
        else:
            filled.append((place, row))
    if people:
        empty.sort(key=lambda row: _keys(row).by(PersonOrder.UNIT), reverse=turned)
        filled.sort(key=lambda pair: (pair[0], _keys(pair[1]).by(PersonOrder.UNIT)), reverse=turned)
    else:
        filled.sort(key=lambda pair: pair[0], reverse=turned)
    return [*(row for _place, row in filled), *empty]


def _keys(row: Any) -> PersonKeys:
    keys: PersonKeys = row.keys
    return keys


def place_of(value: Any) -> Any:
    """Return what a value is compared by: a code's place in its list; None where there is nothing."""
    if isinstance(value, Enum):
        return _places(type(value))[value]
    return None if value == "" else value


@cache
def _places(kind: type[Enum]) -> dict[Enum, int]:
    return {member: place for place, member in enumerate(kind)}
