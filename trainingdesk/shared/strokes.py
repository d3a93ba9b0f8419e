"""The strokes of Chinese characters, loaded once from ``data/strokes``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from trainingdesk.shared.assets import data_file


@dataclass(frozen=True)
class StrokeTable:
    """How characters are written.

    Attributes:
        sequences: character → its strokes in order of writing: 横 1, 竖 2, 撇 3, 点 and 捺 4, 折 5.
        counts: character → the number of its strokes, where the sequence is not known.
    """

    sequences: Mapping[str, str]
    counts: Mapping[str, int]


@cache
def stroke_table() -> StrokeTable:
    """Return the table of ``data/strokes`` (see ``data/scripts/build_strokes.py`` for its sources)."""
    sequences: dict[str, str] = {}
    counts: dict[str, int] = {}
    for line in data_file("strokes/strokes.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        strokes, characters = line.split("\t")
        if strokes.startswith("="):
            counts.update(dict.fromkeys(characters, int(strokes[1:])))
        else:
            sequences.update(dict.fromkeys(characters, strokes))
    return StrokeTable(sequences, counts)
