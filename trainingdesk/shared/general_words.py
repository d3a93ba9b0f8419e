"""Words for a part of any unit, from ``data/general_words.json``, loaded once."""

import json
from collections.abc import Mapping, Sequence
from functools import cache

from trainingdesk.shared.assets import data_file


@cache
def general_words() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return kind of word → its words, each with what may not follow it where it counts, "" for nothing."""
    data = json.loads(data_file("general_words.json").read_text(encoding="utf-8"))
    found: dict[str, list[tuple[str, str]]] = {}
    for row in data["rows"]:
        found.setdefault(row["kind"], []).extend((word, row.get("unless", "")) for word in row["words"])
    return found
