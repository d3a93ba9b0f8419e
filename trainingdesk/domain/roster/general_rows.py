"""Words that any unit may use (办公室) where a list has its units: of the unit that a heading, or a list's own title, names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of
from trainingdesk.domain.roster.general_words import is_general, is_part
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.row_units import with_section
from trainingdesk.domain.roster.unit_reader import taken_apart

if TYPE_CHECKING:
    from trainingdesk.domain.roster.body import Body


def names_general(text: str, known: Mapping[str, str]) -> bool:
    """Return whether a text is such a word and no spelling of a unit of the roster."""
    if len(text) > LONGEST_NAMING:
        return False
    key = key_of(taken_apart(text).name)
    return bool(key) and key_of(text) not in known and key not in known and is_general(key)


def general_words_in(body: Body, cells: Collection[str], known: Mapping[str, str]) -> set[str]:
    """Return such words among the cells of units and the headings above the people."""
    return {text for text in {*cells, *body.units.values()} if text and names_general(text, known)}


def is_own_list(
    stated: str, words: Collection[str], cells: Collection[str], known: Mapping[str, str]
) -> bool:
    """Return whether a list with such words is that of the unit it is titled with: it names one other unit at most.

    A list of the whole district is titled with the office that made it, and its 纪委 is not that office's.
    """
    if not stated or names_general(stated, known):
        return False
    own = known.get(key_of(stated), stated)
    named = {taken_apart(text).name for text in {*cells} - {*words} if text}
    others = {known.get(key_of(name), name) for name in named if not name.startswith(stated)} - {own}
    return len(others) <= 1


def place_general(
    body: Body, column: int | None, cells: Sequence[str], words: Collection[str], stated: str
) -> tuple[list[str], Counter[tuple[str, str]]]:
    """Let such words be sections of the unit of the heading above them, else of the one that the list is titled with.

    Args:
        body: the people's rows, changed in place.
        column: the one of units, None for none.
        cells: its text in every row.
        words: those among them and among the headings.
        stated: the unit that the list is titled with, "" for none.

    Returns:
        the cells with that unit in the place of such a word, and (unit, word) → rows.
    """
    placed, taken = list(cells), Counter[tuple[str, str]]()
    for line, (number, text) in enumerate(zip(body.numbers, cells, strict=True)):
        heading = body.units.get(number, "")
        unit = stated if heading in words or not heading else heading
        if unit and heading in words:
            body.units[number] = unit
            taken[unit, heading] += not text
        if unit and text in words and column is not None:
            name = taken_apart(text).name
            row = body.rows[line]
            body.rows[line] = [*row[:column], "", *row[column + 1 :]]
            body.units[number] = placed[line] = unit + text[len(name) :]
            if is_part(key_of(name)):
                body.sections[number] = name
            taken[unit, name] += 1
    return placed, +taken


def with_sections(people: list[ParsedPerson], sections: Mapping[int, str]) -> list[ParsedPerson]:
    """Return people whose posts say the sections they are held in; ``sections`` is row → section."""
    if not sections:
        return people
    return [with_section(one, sections[one.row]) if one.row in sections else one for one in people]
