"""Words in the column of names that are nobody's name, from ``data/nobody_words.json``, loaded once."""

import json
from collections.abc import Mapping, Sequence
from functools import cache

from trainingdesk.shared.assets import data_file


@cache
def nobody_words() -> Mapping[str, Sequence[str]]:
    """Return kind of word → its words."""
    data = json.loads(data_file("nobody_words.json").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for row in data["rows"]:
        found.setdefault(row["kind"], []).extend(row["words"])
    return found
