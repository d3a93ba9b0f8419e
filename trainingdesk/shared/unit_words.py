"""What people call units in short, from ``data/unit_words.json``, loaded once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from trainingdesk.shared.assets import data_file


@dataclass(frozen=True)
class UnitWords:
    """The table both ways.

    Attributes:
        official: what is said in short → the official words it may stand for.
        short: official words → what is said instead, the longest official words first.
        endings: last words of organs, which are exchanged in what is said in short.
    """

    official: Mapping[str, Sequence[str]]
    short: Mapping[str, Sequence[str]]
    endings: Sequence[str]


@cache
def unit_words() -> UnitWords:
    """Return the words of units that are said in short, and what for."""
    data = json.loads(data_file("unit_words.json").read_text(encoding="utf-8"))
    official: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for row in data["rows"]:
        for said in row["short"]:
            official.setdefault(said, []).extend(row["official"])
        for words in row["official"]:
            short.setdefault(words, []).extend(row["short"])
    longest = sorted(short, key=len, reverse=True)
    return UnitWords(official, {words: short[words] for words in longest}, data["endings"])
