"""Changing many people in one step (批量修改、查找替换、调动): what each gets, and who can't and why.

A change of unit, post, rank or status since a day closes what was before as a period of the person's history; a
correction (更正) says that the old value never held, and writes none. Find and replace always corrects a spelling.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Problem

#: free text in which words can be found and replaced
TEXTS: tuple[str, ...] = (
    *("post", "note", "education", "degree", "education_full", "degree_full"),
    *("education_service", "degree_service", "political", "ethnicity"),
)
#: everything that can be set for many at once, in the order of the form
FIELDS: tuple[str, ...] = ("team", "authority", "rank", "status", *TEXTS)
#: what says since when a value holds
SINCE = {"unit_id": "unit_from", "post": "post_from", "rank": "rank_from", "status": "status_from"}
#: the columns a decision is made on
COLUMNS: tuple[str, ...] = ("unit_id", *FIELDS, *SINCE.values())

_GONE = frozenset({PersonStatus.LEFT.value, PersonStatus.RETIRED.value})
#: 职级 of the 2019 law; every other rank is the level of a post
_SERVICE = ("researcher_", "principal_", "clerk_")


class Changed(NamedTuple):
    """One column of one person, in stored values."""

    column: str
    old: Any
    new: Any


class Former(NamedTuple):
    """What was before, as a row of a period table without its person.

    Attributes:
        table: ``unit_period``, ``post_period`` or ``status_period``.
        values: its own columns with their stored values.
    """

    table: str
    values: tuple[tuple[str, Any], ...]
    valid_from: str
    valid_to: str


class Verdict(NamedTuple):
    """What becomes of one person.

    Attributes:
        changes: none when nothing would be different, or the person can't be changed.
        formers: the periods that the changes close.
        problem: why the person can't be changed, None when nothing stands in the way.
    """

    changes: tuple[Changed, ...] = ()
    formers: tuple[Former, ...] = ()
    problem: Problem | None = None


def decide_values(
    person: Mapping[str, Any], values: Mapping[str, Any], day: str, *, correction: bool = False
) -> Verdict:
    """Return what becomes of a person who gets values since a day.

    Args:
        person: stored values of :data:`COLUMNS`, and ``last_end``: track → the last day of its periods.
        values: column → stored value; None or "" takes a value away.
        day: ``YYYY-MM-DD``, not after today.
        correction: what stood there was entered wrongly: since when stays, and no period is written.
    """
    different = {name: value for name, value in values.items() if person[name] != value}
    if not different:
        return Verdict()
    if "unit_id" in different and person["status"] in _GONE and "status" not in different:
        return Verdict(problem=Problem("batch.has_left"))
    changes = [Changed(name, person[name], value) for name, value in different.items()]
    if correction:
        return Verdict(tuple(changes))
    formers: list[Former] = []
    for name in (name for name in SINCE if name in different):
        begin = person[SINCE[name]] or person["last_end"].get(_track(name, person), "")
        if _first(day) < _first(begin):
            return Verdict(problem=Problem("batch.before_present", {"since": begin}))
        if _first(day) > _first(begin):
            formers += _former(name, person, begin, day)
        if person[SINCE[name]] != day:
            changes.append(Changed(SINCE[name], person[SINCE[name]], day))
    # a new post with a new level ends one thing, not two
    return Verdict(tuple(changes), tuple(dict.fromkeys(formers)))


def decide_replace(person: Mapping[str, Any], field: str, find: str, replace: str, *, whole: bool) -> Verdict:
    """Return what becomes of a person in whose field words are replaced.

    ``whole`` means that the field must say ``find`` and nothing else; otherwise every place is replaced, but where
    the new words hold the old ones (科员 → 一级科员) a place that already says the new ones stays.
    """
    old = person[field]
    if whole:
        new = replace if old == find else old
    elif find in replace:
        new = replace.join(part.replace(find, replace) for part in old.split(replace))
    else:
        new = old.replace(find, replace)
    new = new.strip()
    return Verdict((Changed(field, old, new),)) if new != old else Verdict()


def _former(name: str, person: Mapping[str, Any], begin: str, day: str) -> list[Former]:
    if name == "unit_id":
        return [Former("unit_period", (("unit_id", person["unit_id"]),), begin, day)]
    if name == "status":
        return [Former("status_period", (("status", person["status"]),), begin, day)]
    rank = person["rank"]
    if name == "rank" and _is_service(rank):
        return [Former("post_period", _held("rank", "", rank), begin, day)]
    level = None if _is_service(rank) else rank
    if not person["post"] and not level:
        return []
    since = person["post_from"] or begin
    return [Former("post_period", _held("post", person["post"], level), since, day)]


def _held(track: str, post: str, rank: str | None) -> tuple[tuple[str, Any], ...]:
    return (("track", track), ("post", post), ("rank", rank), ("legacy", ""))


def _track(name: str, person: Mapping[str, Any]) -> str:
    if name == "rank":
        return "rank" if _is_service(person["rank"]) else "post"
    return {"unit_id": "unit"}.get(name, name)


def _is_service(rank: str | None) -> bool:
    return (rank or "").startswith(_SERVICE)


def _first(day: str) -> str:
    """Return a day as it is compared: a month means its first day."""
    return f"{day}-01" if len(day) == len("2026-05") else day
