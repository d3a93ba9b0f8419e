"""Who of a group or of the reserve list fits what is typed above it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from trainingdesk.domain.roster.groups import CandidateRow, MemberRow
from trainingdesk.domain.roster.names import name_keys, typed_words
from trainingdesk.shared.readings import reading_table

Row = TypeVar("Row", MemberRow, CandidateRow)


@lru_cache(maxsize=4096)
def _spelt(name: str) -> str:
    """Return every reading of a name and its initials."""
    keys = name_keys(name, reading_table())
    return " ".join((*keys.initials, *keys.pinyin))


def fits(row: MemberRow | CandidateRow, term: str) -> bool:
    """Return whether every word of a term is in somebody's name, unit or post, or begins the name as it is spelt."""
    words = f"{row.name} {row.unit} {getattr(row, 'unit_name', '')} {row.post}".casefold()
    return all(
        part in words or (part.isascii() and any(one.startswith(part) for one in _spelt(row.name).split()))
        for part in typed_words(term.casefold())
    )


def fitting(rows: Iterable[Row], term: str) -> list[Row]:
    """Return who fits a term, everybody for ""; see :func:`fits`."""
    return [row for row in rows if fits(row, term)]
