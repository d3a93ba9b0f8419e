"""Words that texts are read by, as rows of files in ``data/``: kind, words and their source, loaded once."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from trainingdesk.shared.assets import data_file


class Word(NamedTuple):
    """A word, and an expression for what may not follow it where it counts, "" for nothing."""

    text: str
    unless: str


@cache
def word_rows(file: str) -> Mapping[str, Sequence[Word]]:
    """Return kind of word → its words, of a file of ``data/``."""
    data = json.loads(data_file(file).read_text(encoding="utf-8"))
    found: dict[str, list[Word]] = {}
    for row in data["rows"]:
        found.setdefault(row["kind"], []).extend(Word(word, row.get("unless", "")) for word in row["words"])
    return found


def texts(file: str, kind: str) -> tuple[str, ...]:
    """Return the words of one kind."""
    return tuple(word.text for word in word_rows(file)[kind])


@cache
def any_of(file: str, kind: str) -> str:
    """Return an expression for any word of a kind, the longest first."""
    words = sorted(word_rows(file)[kind], key=lambda word: -len(word.text))
    parts = (re.escape(word.text) + (f"(?!{word.unless})" if word.unless else "") for word in words)
    return f"(?:{'|'.join(parts)})"
