"""The customary words of ``data/code_lists.json`` and what the units write for them, loaded once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from trainingdesk.shared.assets import data_file
from trainingdesk.shared.text import language

#: field of a person → the list that its words are of
LISTS: Mapping[str, str] = {
    "political": "political",
    "ethnicity": "ethnicity",
    **{f"{name}{kind}": name for name in ("education", "degree") for kind in ("", "_full", "_service")},
}


@dataclass(frozen=True)
class CustomaryWords:
    """Words that are stored as they are, list by list (political, education, degree, ethnicity).

    Attributes:
        usual: list → word → every other way to write the very same; in the order of rank, the highest first.
        closer: list → a word that says more than one of ``usual`` → every other way to write it.
        english: list → word of both → what it is in English.
    """

    usual: Mapping[str, Mapping[str, Sequence[str]]]
    closer: Mapping[str, Mapping[str, Sequence[str]]]
    english: Mapping[str, Mapping[str, str]]


@cache
def customary_words() -> CustomaryWords:
    """Return the words of the lists of GB/T 4762, 4658, 6864 and 3304."""
    data = json.loads(data_file("code_lists.json").read_text(encoding="utf-8"))
    usual = {name: data[name] for name in ("political", "education", "degree")}
    usual["ethnicity"] = {f"{name}族": (name,) for name in data["ethnicity"]}
    return CustomaryWords(usual, data["closer"], data["english"])


def in_words(field: str, value: str) -> str:
    """Return what a field says in the language in force: customary words in English too, anything else as it is written."""
    if language() != "en" or field not in LISTS:
        return value
    return _in_english(LISTS[field]).get(value, value)


@cache
def _in_english(name: str) -> Mapping[str, str]:
    words = customary_words()
    spelled = {**words.usual[name], **words.closer.get(name, {})}
    return {other: words.english[name][word] for word, others in spelled.items() for other in (*others, word)}


@cache
def beside_words() -> tuple[str, ...]:
    """Return what begins a part of a note that a cell of rank or status left there: 试用期, 辞职, 一级警长."""
    data = json.loads(data_file("code_lists.json").read_text(encoding="utf-8"))
    return tuple(word for name in ("beside", "died", "went", "ladders") for word in data[name])


@cache
def status_words() -> Mapping[str, Sequence[str]]:
    """Return how a column of statuses says each of them, and that somebody died or went (``died``, ``went``)."""
    data = json.loads(data_file("code_lists.json").read_text(encoding="utf-8"))
    return {**data["status"], "died": data["died"], "went": data["went"]}


@cache
def coded_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return how the codes of ranks and of a status are written: list → code → its spellings, the usual one first."""
    data = json.loads(data_file("code_lists.json").read_text(encoding="utf-8"))
    return {name: data[name] for name in ("rank", "status")}
