"""Schools and majors (毕业院校及专业): whose column is whose, and which one is that of the highest education."""

import re
from collections.abc import Sequence

from trainingdesk.domain.roster.wording import height

_KINDS = ("full", "service")
_NAMED = {
    "full": re.compile("(?<!非)全日制|第一学历"),
    "service": re.compile("在职|非全日制|后学历|后续学历|继续教育"),
}


def schools_apart(headers: Sequence[str], fields: Sequence[str], own: Sequence[int]) -> dict[int, str]:
    """Return what the columns of schools hold: place → field, "" for one that nobody can tell apart from another.

    A header that says no more than 毕业院校 is of the schooling it stands behind, as in 全日制学历、毕业院校、在职学历、毕业院校;
    behind both kinds at once, or behind 学历, it is of the highest education. Where a sheet knows one kind of schooling
    alone, it is of that.

    Args:
        headers, fields: of all columns from left to right; what only one of ``own`` holds is ``school`` there.
        own: places of the columns that hold a school, the surest first.
    """
    kinds = {at: next((kind for kind in _KINDS if _NAMED[kind].search(headers[at])), "") for at in own}
    beside = {at: _beside(fields[:at]) for at in own if not kinds[at]}
    said = {*kinds.values(), *beside.values(), *(kind for kind in _KINDS if f"school_{kind}" in fields)}
    for at, kind in beside.items():
        other = next(one for one in _KINDS if one != kind)
        if kind and (other in said or f"education_{other}" not in fields[:at]):
            kinds[at] = kind
    known = [kind for kind in _KINDS if f"education_{kind}" in fields]
    alone = known[0] if len(known) == 1 and "education" not in fields else ""
    taken = {field for field in fields if field != "school"}
    found = {}
    for at in own:
        kind = kinds[at] or alone
        field = f"school_{kind}" if kind else "school"
        found[at] = "" if field in taken else field
        taken.add(field)
    return found


def _beside(before: Sequence[str]) -> str:
    """Return the kind of schooling that the nearest known column speaks of, "" for the highest or none."""
    name = next((field for field in reversed(before) if field), "")
    base, _mark, kind = name.partition("_")
    return kind if base in {"education", "degree"} else ""


def school_of_highest(full: tuple[str, str], service: tuple[str, str]) -> str:
    """Return the school of the higher of two schoolings, each its education and its school; of two alike the full-time one.

    "" where no education is known to tell by.
    """
    known = [one for one in (full, service) if one[0]]
    return min(known, key=lambda one: height("education", one[0]))[1] if known else ""
