"""Which changes of a file only put the roster right: the same thing in fuller or shorter words is no new term."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from trainingdesk.domain.roster.matching import FieldChange

_BRACKETS = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"[、,;/\s]+")

#: (row, field) → whether the change only puts the roster right, where the person said so
Said = Mapping[tuple[int, str], bool]


def only_worded(old: str, new: str) -> bool:
    """Return whether two posts in words may be one, told more or less fully.

    That is so where every post of the one stands among those of the other (副局长, 党组成员、副局长) or only a bracket
    differs. 局长 does not stand in 副局长: whole posts are compared.
    """
    before, after = _posts(old), _posts(new)
    return bool(before and after) and (before <= after or after <= before)


def _posts(words: str) -> frozenset[str]:
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", words))
    return frozenset(filter(None, _BETWEEN.split(plain)))


def is_correction(change: FieldChange, said: bool | None) -> bool:
    """Return whether a change is a correction and closes no period: as the person said, else by its words."""
    if said is not None:
        return said
    return change.field == "post" and only_worded(change.old, change.new)


def corrected_fields(row: int, changes: Iterable[FieldChange], said: Said) -> frozenset[str]:
    """Return the fields of a row's changes that are corrections."""
    return frozenset(c.field for c in changes if is_correction(c, said.get((row, c.field))))
