"""A former name in brackets behind a name: 孙文博（曾用名：孙小文）. The words are rows of ``data/code_lists.json``."""

from collections.abc import Iterable

from trainingdesk.domain.roster.cells import read_name


def is_former_name(part: str, words: Iterable[str]) -> bool:
    """Return whether a part behind a name is a former or another name: 曾用名：孙小文, 原名孙小文."""
    for word in words:
        if part.startswith(word):
            name = read_name(part.removeprefix(word).lstrip(":：为是 "))
            return isinstance(name, str) and bool(name)
    return False
