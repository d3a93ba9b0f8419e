"""The two orders a list of names stands in: by strokes of the surname (姓氏笔画) and by pinyin.

Both are texts that sort by plain comparison, so that a database orders 500,000 people by an index.
"""

from functools import cache
from typing import NamedTuple

from trainingdesk.domain.roster.names import split_name, surname_syllables
from trainingdesk.shared.readings import ReadingTable, reading_table
from trainingdesk.shared.strokes import StrokeTable, stroke_table

#: behind a number of strokes whose sequence is not known, and before a character whose strokes are not
_UNKNOWN = "~"
_PAIRS = {first + second: chr(65 + 5 * int(first) + int(second)) for first in "12345" for second in "12345"}
_MOST_REMEMBERED = 5_000


class SortKeys(NamedTuple):
    """Where a name, or a part of it, stands in a list.

    Attributes:
        strokes: by surname strokes.
        pinyin: by pinyin.
    """

    strokes: str
    pinyin: str


class NameOrder:
    """Works out where names stand; what was worked out of a surname or a character is remembered."""

    def __init__(self, readings: ReadingTable, strokes: StrokeTable) -> None:
        self._readings = readings
        self._strokes = strokes
        self._surnames: dict[str, SortKeys] = {}
        self._characters: dict[str, SortKeys] = {}

    def keys(self, name: str) -> SortKeys:
        """Return both sort keys of a name as :func:`~trainingdesk.domain.values.clean_name` leaves it.

        **Strokes** (按姓氏笔画为序, the order of the list of the 20th Congress's deputies): the surname's number of
        strokes comes first, then its strokes as they are written, 横 竖 撇 点 折; people of one surname stand together,
        of two surnames written with the same strokes (于, 干) one after the other. Inside a surname given names of one
        character come before those of two (先单名后双名), then the given name's characters decide as the surname's do.
        A compound surname stands at its first character, behind the single one. A name without a surname
        (买买提·吐尔逊, Latin letters) goes by its characters.

        **Pinyin**: syllable by syllable, the surname read as a surname (单 under shan); people of one surname stand
        together there too.
        """
        surname, given = split_name(name, self._readings)
        head, tail = self.of_surname(surname), self.of_given_name(given)
        return SortKeys(head.strokes + tail.strokes, head.pinyin + tail.pinyin)

    def of_surname(self, surname: str) -> SortKeys:
        """Return what the keys of everybody of a surname begin with."""
        known = self._surnames.get(surname)
        if known is not None:
            return known
        parts = [self._character(char) for char in surname]
        syllables = surname_syllables(surname, self._readings)
        spoken = [
            part.pinyin if syllable is None else f"{syllable} {char}"
            for part, syllable, char in zip(parts, syllables, surname, strict=True)
        ]
        keys = SortKeys("".join([part.strokes for part in parts]), "".join(spoken))
        if len(self._surnames) < _MOST_REMEMBERED:
            self._surnames[surname] = keys
        return keys

    def of_given_name(self, given: str) -> SortKeys:
        """Return what the keys of everybody of a given name, "" for none, end with."""
        parts = [self._characters.get(char) or self._character(char) for char in given]
        # a blank sorts before every character: a single surname before the compound one that begins with it
        strokes = "".join([f" {min(len(given), 9)}", *(part.strokes for part in parts)])
        return SortKeys(strokes, "".join([part.pinyin for part in parts]))

    def _character(self, char: str) -> SortKeys:
        """Return one character's sort keys: number of strokes, the strokes two to a letter, the character itself."""
        sequence = self._strokes.sequences.get(char)
        if sequence is not None:
            pairs = [sequence[place : place + 2] for place in range(0, len(sequence), 2)]
            written = f"{chr(48 + len(sequence))}{''.join([_PAIRS.get(pair, pair) for pair in pairs])}{char}"
        elif char in self._strokes.counts:
            written = f"{chr(48 + self._strokes.counts[char])}{_UNKNOWN}{char}"
        else:
            written = f"{_UNKNOWN}{char.lower()}"
        syllables = self._readings.characters.get(char)
        keys = SortKeys(written, char.lower() if syllables is None else f"{syllables[0]} {char}")
        self._characters[char] = keys
        return keys


@cache
def name_order() -> NameOrder:
    """Return the order by the tables that travel with the program."""
    return NameOrder(reading_table(), stroke_table())
