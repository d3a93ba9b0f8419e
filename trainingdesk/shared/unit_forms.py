"""The usual forms of units' names in a district, from ``data/unit_forms.json``, loaded once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from trainingdesk.shared.assets import data_file

#: stands for the district in a name of the table
DISTRICT = "…"


@dataclass(frozen=True)
class UnitForms:
    """The table; ``…`` stands for the district in names of bodies, and for two characters or more in ``alone``.

    Attributes:
        left_out: words before a name that say nothing of which unit it is, the longest first.
        bodies: a body's official name → what it is called in short, the longest official name first.
        ends: last words in full → in short.
        branches: last word of a city's organ → that of its branch in the district.
        offices: last words of an office, which is no short form of the organ it serves.
        schools: kinds of numbered schools in full → the sign behind the number.
        alone: names of what is called so without its district.
        once: names of what there is once in a district, whoever names it.
        stem: last words of what is the district's behind the district's name without 区.
    """

    left_out: Sequence[str]
    bodies: Mapping[str, Sequence[str]]
    ends: Mapping[str, str]
    branches: Mapping[str, str]
    offices: Sequence[str]
    schools: Mapping[str, str]
    alone: Sequence[str]
    once: Sequence[str]
    stem: Sequence[str]


@cache
def unit_forms() -> UnitForms:
    """Return the usual forms of units' names."""
    data = json.loads(data_file("unit_forms.json").read_text(encoding="utf-8"))
    bodies = {official: row["short"] for row in data["bodies"] for official in row["official"]}
    return UnitForms(
        left_out=_longest_first(row["word"] for row in data["left_out"]),
        bodies={official: bodies[official] for official in _longest_first(bodies)},
        ends={row["full"]: row["short"] for row in data["ends"]},
        branches={row["organ"]: row["branch"] for row in data["branches"]},
        offices=[row["word"] for row in data["offices"]],
        schools={row["full"]: row["short"] for row in data["schools"]},
        alone=[row["name"] for row in data["alone"]],
        once=[row["name"] for row in data["once"]],
        stem=[row["end"] for row in data["stem"]],
    )


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)
