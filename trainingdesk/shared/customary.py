"""The customary words of ``data/code_lists.json`` and what the units write for them, loaded once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from trainingdesk.shared.assets import data_file


@dataclass(frozen=True)
class CustomaryWords:
    """Words that are stored as they are, list by list (political, education, degree, ethnicity).

    Attributes:
        usual: list → word → every other way to write the very same; in the order of rank, the highest first.
        closer: list → a word that says more than one of ``usual`` → every other way to write it.
    """

    usual: Mapping[str, Mapping[str, Sequence[str]]]
    closer: Mapping[str, Mapping[str, Sequence[str]]]


@cache
def customary_words() -> CustomaryWords:
    """Return the words of the lists of GB/T 4762, 4658, 6864 and 3304."""
    data = json.loads(data_file("code_lists.json").read_text(encoding="utf-8"))
    usual = {name: data[name] for name in ("political", "education", "degree")}
    usual["ethnicity"] = {f"{name}族": (name,) for name in data["ethnicity"]}
    return CustomaryWords(usual, data["closer"])


@cache
def coded_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return how the codes of ranks and of a status are written: list → code → its spellings, the usual one first."""
    data = json.loads(data_file("code_lists.json").read_text(encoding="utf-8"))
    return {name: data[name] for name in ("rank", "status")}
