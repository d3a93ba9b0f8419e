"""How a name is found: surname and given name, full pinyin and initials in every reading."""

import re
from itertools import product
from typing import NamedTuple

from trainingdesk.shared.readings import ReadingTable

#: The readings of a name are cut off here, the usual one standing first. No name of up to four characters has more:
#: a character has two at most in 21,481 of 21,501, three in 19, four in one (a test counts them, and tries every name).
MOST_READINGS = 256
_MOST_REMEMBERED = 5_000
_DOT = "·"
_PIECES = re.compile(r"[A-Za-z]+|[^\W\dA-Za-z_]")
#: letters and digits as an input method set to full width writes them → plain; nothing else that is typed is changed
_PLAIN = str.maketrans(
    {chr(ord(mark) + 0xFEE0): mark for mark in map(chr, range(ord("0"), ord("z") + 1)) if mark.isalnum()}
)


def typed_words(typed: str) -> list[str]:
    """Return the words of what was typed to find somebody, letters and digits of full width as plain ones."""
    return typed.translate(_PLAIN).split()


class NameKeys(NamedTuple):
    """What a name is found by.

    Attributes:
        pinyin: every full reading, lower case and without tones or blanks, the right one for a surname first.
        initials: the first letters of each of those readings, without repetition.
    """

    pinyin: tuple[str, ...]
    initials: tuple[str, ...]


class SplitName(NamedTuple):
    """A Chinese name in its two parts; ``given`` is "" where the name can't be split."""

    surname: str
    given: str


def split_name(name: str, table: ReadingTable) -> SplitName:
    """Return surname and given name; three characters and more may start with a compound surname.

    A name with a middle dot or Latin letters (买买提·吐尔逊) has no surname in this sense and comes back whole.
    """
    if _DOT in name or name.isascii() or len(name) < 2:
        return SplitName(name, "")
    if len(name) > 2 and name[:2] in table.surnames:
        return SplitName(name[:2], name[2:])
    return SplitName(name[0], name[1:])


def surname_syllables(surname: str, table: ReadingTable) -> tuple[str | None, ...]:
    """Return how a surname is read as a surname, a syllable for each character, None where it is read as usual."""
    readings = table.surnames.get(surname)
    return (None,) * len(surname) if readings is None else readings[0]


def name_keys(name: str, table: ReadingTable) -> NameKeys:
    """Return the search keys of a name as :func:`~trainingdesk.domain.values.clean_name` leaves it.

    All readings of a heteronym are among them, so that 单雄 is found by ``shanxiong`` (first), ``danxiong`` and
    ``chanxiong``. Characters without a known reading and marks are left out; Latin letters stand for themselves.
    """
    surname, given = split_name(name, table)
    heads = table.remembered.get(surname) or readings_of(surname, table, surname=True)
    tails = readings_of(given, table)
    pairs = [(head[0] + tail[0], head[1] + tail[1]) for head in heads for tail in tails][:MOST_READINGS]
    return NameKeys(
        tuple(dict.fromkeys([p for p, _ in pairs if p])), tuple(dict.fromkeys([i for _, i in pairs if i]))
    )


def readings_of(part: str, table: ReadingTable, *, surname: bool = False) -> tuple[tuple[str, str], ...]:
    """Return ``(pinyin, initials)`` for every reading of a surname or a given name; those of surnames are remembered."""
    syllables: list[tuple[str, ...]] = []
    for piece in _PIECES.findall(part):
        if piece in table.characters:
            syllables.append(table.characters[piece])
        elif piece.isascii():
            syllables.append((piece.lower(),))
    ways = list(product(*syllables))
    if surname and part in table.surnames:
        ways = [*table.surnames[part], *ways]
    found = [("".join(way), "".join([syllable[0] for syllable in way])) for way in ways]
    result = tuple(dict.fromkeys(found))[:MOST_READINGS]
    if surname and len(table.remembered) < _MOST_REMEMBERED:
        table.remembered[part] = result
    return result
