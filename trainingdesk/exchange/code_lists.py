"""The spellings of ``data/code_lists.json``: what the units write, and what TrainingDesk writes back."""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.columns import header_key
from trainingdesk.domain.roster.sheet import Spellings
from trainingdesk.domain.roster.wording import spellings_of
from trainingdesk.shared.assets import data_file


@dataclass(frozen=True)
class CodeLists:
    """Everything the readers and writers of rosters know about words.

    Attributes:
        headers: field → its known headers, the one TrainingDesk writes first.
        spellings: what the readers look words up in.
        by_contents: header that may say anything → the field it is where most of its cells are words of it, and these.
        labels: list → code → the word TrainingDesk writes for it, always Chinese.
    """

    headers: Mapping[str, Sequence[str]]
    spellings: Spellings
    by_contents: Mapping[str, tuple[str, Container[str]]]
    labels: Mapping[str, Mapping[str, str]]


@cache
def code_lists() -> CodeLists:
    """Return the lists; raises ValueError when one spelling stands for two codes."""
    data = json.loads(data_file("code_lists.json").read_text(encoding="utf-8"))
    codes = {name: _spellings(data[name]) for name in ("sex", "rank", "team", "authority", "status")}
    words = {name: spellings_of(name) for name in ("political", "education", "degree", "ethnicity")}
    labels = {name: {code: spelled[0] for code, spelled in data[name].items()} for name in codes}
    lists = (
        "legacy",
        "away",
        "lent",
        "inner",
        "off_post",
        "died",
        "went",
        "beside",
        "institution",
        "outside",
        "outside_aside",
        "workers",
        "denied",
        "former_names",
    )
    for name in lists:
        codes[name] = {key_of(word): word for word in data[name]}
    ladders = {key_of(word): tuple(level) for word, level in data["ladders"].items()}
    return CodeLists(
        headers=data["columns"],
        spellings=Spellings(**codes, **words, ladders=ladders, company=_spellings(data["company"])),
        by_contents=_by_contents(
            data["told_by_contents"], {"rank": (*data["rank"].values(), data["ladders"], data["legacy"])}
        ),
        labels={**labels, "side_rank": labels["rank"]},
    )


def _by_contents(
    headers: Mapping[str, Sequence[str]], words: Mapping[str, Iterable[Iterable[str]]]
) -> dict[str, tuple[str, Container[str]]]:
    found: dict[str, tuple[str, Container[str]]] = {}
    for name, own in headers.items():
        known = frozenset(key_of(word) for some in words[name] for word in some)
        found.update((header_key(header), (name, known)) for header in own)
    return found


def _spellings(codes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    table: dict[str, str] = {}
    for code, spelled in codes.items():
        for word in spelled:
            if table.setdefault(key_of(word), code) != code:
                raise ValueError(f"“{word}” stands for two codes")
    return table
