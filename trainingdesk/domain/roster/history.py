"""What people were before (履历): dated values of unit, post, rank, team and status, and the rule that keeps them in order.

A *track* is one thing that has exactly one value on any day: the unit, the leading post with its level, the rank, the
team, the status. Its present value stands with the person, with since when; what was before are half-open periods. Days are
``YYYY-MM-DD`` or ``YYYY-MM`` (which means its first day); "" as a beginning means that it is not known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from trainingdesk.domain.codes import PostTrack, Rank
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.post_words import alike
from trainingdesk.shared.text import Label

#: ranks (职级) of the 2019 regulation; every other code is the level of a leading, technical or business post
_SERVICE_RANKS = frozenset(
    rank for rank in Rank if rank.value.startswith(("researcher_", "principal_", "clerk_"))
)


class Period(NamedTuple):
    """A value that held before; ``valid_to`` is the first day on which it was otherwise."""

    value: Any
    valid_from: str
    valid_to: str


class Present(NamedTuple):
    """The value that holds now, and since when; "" where that is not known."""

    value: Any
    since: str = ""


class Change(NamedTuple):
    """What a change comes to.

    Attributes:
        present: the value from now on, with since when.
        former: the period that the change closes, None where there is none.
    """

    present: Present
    former: Period | None = None


def first_day(day: str) -> str:
    """Return a day as it is compared: a month means its first day, "" lies before all."""
    return f"{day}-01" if len(day) == len("2026-05") else day


def decide_change(
    present: Present, periods: Sequence[Period], value: Any, day: str, today: str, *, correction: bool = False
) -> Change | Problem:
    """Return what becomes of a track when its value is another one since a day.

    Args:
        present: the value so far.
        periods: the track's periods.
        value: the new value.
        day: since when it holds; may be past, may be a month.
        today: ``YYYY-MM-DD``.
        correction: the old value was entered wrongly and never held: no period is written, since when stays.

    Returns a Problem ``history.day_to_come`` for a day that has not come, and ``history.before_present`` for one
    before the present value (or, where it is not known since when that holds, before the end of the last period):
    such a value belongs among the former ones.
    """
    if value == present.value:
        return Change(present)
    if correction:
        return Change(Present(value, present.since))
    if first_day(day) > today:
        return Problem("history.day_to_come", {"value": day})
    begin = present.since or _last_end(periods)
    if first_day(day) < first_day(begin):
        return Problem("history.before_present", {"value": day, "since": begin})
    if first_day(day) == first_day(begin):
        # it held for no day at all; what it had replaced is closed already
        return Change(Present(value, begin))
    return Change(Present(value, day), Period(present.value, begin, day))


def check_period(period: Period, others: Iterable[Period], present: Present, today: str) -> list[Problem]:
    """Return everything that speaks against a period written by hand, each at its field.

    ``others`` are the track's other periods. A period has a last day that lies behind its first, reaches neither into
    another one nor into the present value, and not into the future.
    """
    begin, end = first_day(period.valid_from), first_day(period.valid_to)
    found = []
    if not end:
        found.append(Problem("history.end_needed", {}, field="valid_to"))
        return found
    if end > today:
        found.append(Problem("history.day_to_come", {"value": period.valid_to}, field="valid_to"))
    if begin >= end:
        found.append(
            Problem(
                "history.ends_before",
                {"value": period.valid_to, "begin": period.valid_from},
                field="valid_to",
            )
        )
        return found
    since = first_day(present.since)
    if since and end > since:
        found.append(
            Problem(
                "history.into_present", {"value": period.valid_to, "since": present.since}, field="valid_to"
            )
        )
    found.extend(
        Problem(
            "history.overlaps",
            {"begin": other.valid_from or Label("history.unknown"), "end": other.valid_to},
            field="valid_from",
        )
        for other in others
        if begin < first_day(other.valid_to) and first_day(other.valid_from) < end
    )
    return found


def check_since(since: str, periods: Iterable[Period], today: str) -> Problem | None:
    """Return what speaks against a corrected "since when" of the present value."""
    if not since:
        return None
    if first_day(since) > today:
        return Problem("history.day_to_come", {"value": since})
    last = _last_end(periods)
    if first_day(since) < first_day(last):
        return Problem("history.since_in_period", {"value": since, "end": last})
    return None


def value_on(present: Present, periods: Iterable[Period], day: str) -> Any:
    """Return a track's value on a day ``YYYY-MM-DD``: the period that covers it, else the next thing known."""
    return in_force(present, periods, day).value


def in_force(present: Present, periods: Iterable[Period], day: str) -> Present:
    """Return a track's value on a day ``YYYY-MM-DD`` with since when: the first period that ends after it, else the present.

    That is the period that covers the day, or the next thing known where none does; ``day`` "" asks for the present.
    """
    later = [period for period in periods if day and first_day(period.valid_to) > day]
    if not later:
        return present
    first = min(later, key=lambda period: first_day(period.valid_from))
    return Present(first.value, first.valid_from)


def rooms_beside(span: tuple[str, str], taken: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the parts of a half-open span of days that none of the others covers, the longest one first.

    Two records of one person may tell their past differently: what the record that stays says comes first.
    """
    parts = [span]
    for begin, end in taken:
        cut: list[tuple[str, str]] = []
        for first, last in parts:
            if first_day(end) <= first_day(first) or first_day(last) <= first_day(begin):
                cut.append((first, last))
                continue
            if first_day(first) < first_day(begin):
                cut.append((first, begin))
            if first_day(end) < first_day(last):
                cut.append((end, last))
        parts = cut
    return sorted(parts, key=_length, reverse=True)


def _length(span: tuple[str, str]) -> int:
    first, last = (date.fromisoformat(first_day(day)).toordinal() if day else 0 for day in span)
    return last - first


def _last_end(periods: Iterable[Period]) -> str:
    return max((period.valid_to for period in periods), key=first_day, default="")


class PostValue(NamedTuple):
    """The value of the post's track: the post in words, and the level it has."""

    post: str
    level: Rank | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's post and ranks as the roster keeps them; the fields are those of ``person``.

    ``rank`` is the leading post's level where there is one, else the rank; ``side_rank`` is the rank held beside a
    leading post.
    """

    post: str
    post_from: str
    rank: Rank | None
    rank_from: str
    side_rank: Rank | None = None
    side_rank_from: str = ""


class Former(NamedTuple):
    """A period as a row of its table, without its person.

    Attributes:
        table: one of the period tables.
        values: its own columns with their stored values.
    """

    table: str
    values: tuple[tuple[str, Any], ...]
    valid_from: str
    valid_to: str


def former_row(track: str, period: Period) -> Former:
    """Return a closed period of a track (``unit``, ``team``, ``status``, ``post`` or ``rank``) as it is kept.

    A post or a rank that was nothing is kept too: else the next one known would be taken for what was before it.
    """
    value, begin, end = period
    if track in _POST_TRACKS:
        post, held = value if track == PostTrack.POST else ("", value)
        own = (("track", str(track)), ("post", post), ("rank", _stored(held)), ("legacy", ""))
        return Former("post_period", own, begin, end)
    return Former(f"{track}_period", ((_COLUMN.get(track, track), _stored(value)),), begin, end)


_POST_TRACKS = frozenset(track.value for track in PostTrack)
#: the column of a track's table where it is called otherwise than the track
_COLUMN = {"unit": "unit_id"}


def _stored(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def is_service_rank(rank: Rank | None) -> bool:
    """Return whether a code is a rank (职级) and not the level of a post (公务员法 2018 第18、19条)."""
    return rank in _SERVICE_RANKS


def track_of_rank(rank: Rank | None) -> PostTrack:
    """Return the ladder a rank code stands on."""
    return PostTrack.RANK if is_service_rank(rank) else PostTrack.POST


def post_present(standing: Standing, periods: Iterable[Period] = ()) -> Present:
    """Return the present of the post's track: post and level together, since the later of both.

    Where it is not known since when the post is held, it is not known of both together: the level may be older. Nor is
    it where nobody said since when the level is held, or there is none any more, and one of the track's ``periods`` ended
    while the post was held already: the level came, or ended, later than the post.
    """
    level = None if is_service_rank(standing.rank) else standing.rank
    since = standing.post_from
    levelled = standing.rank_from if level is not None else ""
    if (since or not standing.post) and first_day(levelled) > first_day(since):
        since = levelled
    elif since and not levelled and first_day(since) < first_day(_last_end(periods)):
        since = ""
    return Present(PostValue(standing.post, level), since)


def check_post_since(standing: Standing, periods: Sequence[Period], today: str) -> Problem | None:
    """Return what speaks against since when a post and its level are held, by the track's periods with their words.

    Where the level is another one by now, or none, its former periods are of the post itself; of other posts they are not.
    """
    problem = check_since(post_present(standing, periods).since, periods, today)
    if problem is None and (is_service_rank(standing.rank) or not standing.rank_from):
        others = [period for period in periods if not alike(period.value.post, standing.post)]
        problem = check_since(standing.post_from, others, today)
    return problem


def rank_present(standing: Standing) -> Present:
    """Return the present of the rank's track."""
    if is_service_rank(standing.rank):
        return Present(standing.rank, standing.rank_from)
    return Present(standing.side_rank, standing.side_rank_from)


class PostChange(NamedTuple):
    """What a change of post and ranks comes to: the standing from now on, and the periods it closes."""

    standing: Standing
    post: Period | None = None
    rank: Period | None = None


def decide_post_change(
    old: Standing,
    periods: tuple[Sequence[Period], Sequence[Period]],
    new: tuple[str, Rank | None, Rank | None],
    days: tuple[str, str],
    today: str,
    *,
    correction: tuple[bool, bool] = (False, False),
) -> PostChange | Problem:
    """Return what becomes of both ladders when a post or a rank changes.

    Args:
        old: the standing so far.
        periods: those of the post's track and those of the rank's.
        new: post in words, ``rank`` and ``side_rank``.
        days: since when the new post holds, and the new rank.
        today: ``YYYY-MM-DD``.
        correction: whether the post, and the rank, that stood there was entered wrongly; since when it is held stays.
    """
    post, rank, side_rank = new
    level = None if is_service_rank(rank) else rank
    held = rank if is_service_rank(rank) else side_rank
    old_post, old_rank = post_present(old, periods[0]), rank_present(old)
    if not old_post.since and old_post.value.level is not None:
        # together they began with the level at the earliest, and not before the last ones ended
        last = _last_end(periods[0])
        if first_day(old.rank_from) > first_day(last):
            old_post = old_post._replace(since=old.rank_from)
    posts = decide_change(
        old_post, periods[0], PostValue(post, level), days[0], today, correction=correction[0]
    )
    if isinstance(posts, Problem):
        return posts
    ranks = decide_change(old_rank, periods[1], held, days[1], today, correction=correction[1])
    if isinstance(ranks, Problem):
        return ranks
    new_level = level != old_post.value.level
    level_since = posts.present.since if new_level else old.rank_from
    # a post that lost its level keeps its name and is another value all the same: nothing else says since when
    new_post = post != old.post or (new_level and level is None)
    if correction[0]:
        new_post = new_level and level is None
        if old_post.value.level is not None:
            level_since = old.rank_from
    return PostChange(
        Standing(
            post=post,
            post_from=posts.present.since if new_post else old.post_from,
            rank=rank,
            rank_from=ranks.present.since if is_service_rank(rank) else level_since if rank else "",
            side_rank=None if is_service_rank(rank) else side_rank,
            side_rank_from="" if is_service_rank(rank) or side_rank is None else ranks.present.since,
        ),
        posts.former,
        ranks.former,
    )
