"""The readings of Chinese characters, loaded once from ``data/pinyin``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from trainingdesk.shared.assets import data_file


@dataclass(frozen=True)
class ReadingTable:
    """How characters and surnames are read, without tones; v stands for ü.

    Attributes:
        characters: every reading of a character, the usual one first.
        surnames: the readings of a surname that differ from the usual ones, each a tuple with a syllable for every
            character, the usual one first; all compound surnames are among its keys.
        remembered: ``(pinyin, initials)`` of the surnames that were already worked out.
    """

    characters: Mapping[str, tuple[str, ...]]
    surnames: Mapping[str, tuple[tuple[str, ...], ...]]
    remembered: dict[str, tuple[tuple[str, str], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )


@cache
def reading_table() -> ReadingTable:
    """Return the table of ``data/pinyin`` (see ``data/scripts/build_readings.py`` for its sources)."""
    characters: dict[str, tuple[str, ...]] = {}
    further: list[tuple[str, str]] = []
    for line in _lines("readings.txt"):
        syllable, usual, others = line.split("\t")
        own = (syllable,)
        for char in usual:
            characters[char] = own
        further.extend((char, syllable) for char in others)
    for char, syllable in further:
        characters[char] = (*characters[char], syllable)
    surnames: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in _lines("surnames.txt"):
        surname, *readings = line.split(" ")
        surnames[surname] = tuple(tuple(reading.split("'")) for reading in readings)
    return ReadingTable(characters, surnames)


def _lines(name: str) -> list[str]:
    text = data_file(f"pinyin/{name}").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
