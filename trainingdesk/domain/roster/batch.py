"""Changing many people in one step (批量修改、查找替换、调动): what each gets, and who can't and why.

A change of unit, team, post, rank or status since a day closes what was before as a period of the person's history; a
correction (更正) says that the old value never held, and writes none. Find and replace always corrects a spelling.
"""

from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any, NamedTuple

from trainingdesk.domain.codes import PersonStatus, Rank
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.history import (
    Former,
    Period,
    PostChange,
    Present,
    Standing,
    decide_change,
    decide_post_change,
    first_day,
    former_row,
    is_service_rank,
)
from trainingdesk.domain.roster.plausible import check_held

#: free text in which words can be found and replaced
TEXTS: tuple[str, ...] = (
    *("post", "note", "education", "degree", "school", "education_full", "degree_full", "school_full"),
    *("education_service", "degree_service", "school_service", "technical_title"),
    *("political", "ethnicity", "native_place", "birthplace"),
)
#: everything that can be set for many at once, in the order of the form
FIELDS: tuple[str, ...] = ("team", "authority", "rank", "side_rank", "status", *TEXTS)
#: what says since when a value holds
SINCE = {
    "unit_id": "unit_from",
    "post": "post_from",
    "rank": "rank_from",
    "side_rank": "side_rank_from",
    "team": "team_from",
    "status": "status_from",
}
#: the columns a decision is made on
COLUMNS: tuple[str, ...] = ("unit_id", *FIELDS, *SINCE.values(), "birth", "joined_on")


class PostsThen(StrEnum):
    """What becomes of the posts of those who go to another unit: a post is of a unit, its words alone don't say so."""

    KEPT = "kept"  #: 职务不变, as where a whole unit goes into another one
    ENDED = "ended"  #: 职务一并免去
    NEW = "new"  #: 改任, everybody the same


_GONE = frozenset({PersonStatus.LEFT.value, PersonStatus.RETIRED.value})


class Changed(NamedTuple):
    """One column of one person, in stored values."""

    column: str
    old: Any
    new: Any


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
    person: Mapping[str, Any],
    values: Mapping[str, Any],
    day: str,
    work_age: int,
    *,
    correction: bool = False,
) -> Verdict:
    """Return what becomes of a person who gets values since a day; the rule is that of one person's history.

    Args:
        person: stored values of :data:`COLUMNS`, and ``last_end``: track → the last day of its periods.
        values: column → stored value; None or "" takes a value away.
        day: ``YYYY-MM-DD``, not after today.
        work_age: years at which something can be held (rule ``person.work_age``).
        correction: what stood there was entered wrongly: since when stays, and no period is written.
    """
    different = {name: value for name, value in values.items() if person[name] != value}
    if not different:
        return Verdict()
    gone = person["status"] in _GONE and "status" not in different
    # who was still there on that day can have moved before they went
    if "unit_id" in different and gone and (person["status_from"] or "") <= day:
        return Verdict(problem=Problem("batch.has_left"))
    if not correction and not SINCE.keys().isdisjoint(different):
        early = check_held(day, person["birth"], work_age)
        if early is not None:
            # nobody is asked about in a step for many: whose day is right all the same is changed alone
            return Verdict(problem=early)
    after = dict(different)
    formers: list[Former] = []
    for name, track in (("unit_id", "unit"), ("team", "team"), ("status", "status")):
        if name not in different:
            continue
        present = Present(person[name], person[SINCE[name]] or "")
        ended = _ended(person, track)
        decided = decide_change(present, ended, different[name], day, day, correction=correction)
        if isinstance(decided, Problem):
            return Verdict(problem=_before(decided))
        joined = person["joined_on"] or ""
        if track == "unit" and decided.former is not None and first_day(decided.former.valid_to) < joined:
            # else they would count in bases of days before they came
            params = {"value": decided.former.valid_to, "joined": joined}
            return Verdict(problem=Problem("batch.before_joined", params))
        after[SINCE[name]] = decided.present.since or None if name == "status" else decided.present.since
        if decided.former is not None:
            formers.append(former_row(track, decided.former))
    if different.keys() & {"post", "rank", "side_rank"}:
        if different.get("side_rank") and is_service_rank(_rank(different.get("rank", person["rank"]))):
            return Verdict(problem=Problem("roster.side_rank_beside_rank"))
        posts = _posts(person, different, day, correction=correction)
        if isinstance(posts, Problem):
            return Verdict(problem=_before(posts))
        after |= {name: _stored(value) for name, value in asdict(posts.standing).items()}
        for track, former in (("post", posts.post), ("rank", posts.rank)):
            if former is not None:
                formers.append(former_row(track, former))
    changes = tuple(
        Changed(name, person[name], value) for name, value in after.items() if person[name] != value
    )
    return Verdict(changes, tuple(formers))


def _posts(
    person: Mapping[str, Any], different: Mapping[str, Any], day: str, *, correction: bool
) -> PostChange | Problem:
    new = {**person, **different}
    return decide_post_change(
        Standing(
            post=person["post"],
            post_from=person["post_from"],
            rank=_rank(person["rank"]),
            rank_from=person["rank_from"],
            side_rank=_rank(person["side_rank"]),
            side_rank_from=person["side_rank_from"],
        ),
        (_ended(person, "post"), _ended(person, "rank")),
        (new["post"], _rank(new["rank"]), _rank(new["side_rank"])),
        (day, day),
        day,
        correction=(correction, correction),
    )


def _rank(value: str | None) -> Rank | None:
    return Rank(value) if value else None


def _ended(person: Mapping[str, Any], track: str) -> list[Period]:
    """Return what the rule asks of a track's periods: when the last one ended."""
    end = person["last_end"].get(track, "")
    return [Period(None, "", end)] if end else []


def _before(problem: Problem) -> Problem:
    return Problem("batch.before_present", {"since": problem.params["since"]})


def _stored(value: Any) -> Any:
    return value.value if isinstance(value, Rank) else value


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
