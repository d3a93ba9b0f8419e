"""What a row of a file makes of somebody's post and ranks: what it says of days counts, what nobody said stays unknown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from trainingdesk.domain.codes import PostTrack, Rank
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.history import (
    Period,
    PostChange,
    PostValue,
    Standing,
    check_post_since,
    check_since,
    decide_post_change,
    first_day,
    is_service_rank,
    post_present,
    rank_present,
    track_of_rank,
)

#: in this order it is tried what has to be taken as put right: nothing, the post, the rank, both
_PUT_RIGHT = ((False, False), (True, False), (False, True), (True, True))


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of post and ranks, and the file's own day.

    Attributes:
        post, rank, side_rank: what the person holds by the file; what it does not say as the roster has it.
        since: post_from, rank_from, side_rank_from → the day the row says itself.
        right: those of post, rank and side_rank whose change only puts the roster right.
        day: the day the file speaks of.
    """

    post: str
    rank: Rank | None
    side_rank: Rank | None
    since: Mapping[str, str]
    right: Collection[str]
    day: str

    @property
    def value(self) -> tuple[str, Rank | None, Rank | None]:
        """Post and ranks; nobody holds a rank beside a rank."""
        return self.post, self.rank, None if is_service_rank(self.rank) else self.side_rank


def decide_told(
    old: Standing, periods: tuple[Sequence[Period], Sequence[Period]], told: Told, today: str
) -> tuple[PostChange, bool]:
    """Return what a row makes of a standing, and whether its own days had to be left.

    A track changes on the day that the row says, and where it says none on the file's: that is no more than the day on
    which the former value ended at the latest, so since when the new one holds stays unknown. A day before the present
    value began can't say what was before: the new value is then taken as put right, without a period. A post that
    only lost its level is held since when it was. Days that
    the former posts and ranks (``periods``, the posts with their words) speak against are left, and so is that of a new
    post before the one so far began: that one was held until the file's day. A closed period keeps the words of its time.
    """
    days = _days(old, told)
    # a rank on the other ladder leaves one track and begins on the other: both are put right as a whole
    crossed = "rank" in told.right and _ladder(told.rank) is not _ladder(old.rank)
    tried = _PUT_RIGHT[-1:] if crossed else _PUT_RIGHT
    # else what is put right counts as if it had always stood there
    before = replace(
        old,
        post=told.post if "post" in told.right else old.post,
        rank=told.rank if "rank" in told.right and not crossed else old.rank,
        side_rank=told.side_rank if "side_rank" in told.right else old.side_rank,
    )
    decided = _change(before, periods, told, days, today, tried)
    left = bool(days) and (_goes_back(before, told, days) or _contradicts(decided, periods, today))
    if left:
        decided = _change(before, periods, told, {}, today, tried)
    if decided.post is not None:
        own = decided.post.value._replace(post=old.post)
        decided = decided._replace(post=decided.post._replace(value=own))
    return decided, left


def _days(old: Standing, told: Told) -> dict[str, str]:
    """Return since when post and rank are held as the row says; a month that the roster has the day of is that day."""
    _post, rank, side_rank = told.value
    held = {"post_from": True, "rank_from": rank is not None, "side_rank_from": side_rank is not None}
    days = {}
    for name, day in told.since.items():
        if held[name]:
            before = getattr(old, name)
            days[name] = before if before.startswith(day) else day
    return days


def _goes_back(old: Standing, told: Told, days: Mapping[str, str]) -> bool:
    """Return whether a new post would be held since before the one so far, which the file's day lies behind."""
    day, began = first_day(days.get("post_from", "")), first_day(old.post_from)
    return told.post != old.post and bool(day) and day < began <= told.day


def _change(
    old: Standing,
    periods: tuple[Sequence[Period], Sequence[Period]],
    told: Told,
    days: Mapping[str, str],
    today: str,
    tried: Sequence[tuple[bool, bool]],
) -> PostChange:
    ranks = "rank_from" if is_service_rank(told.rank) else "side_rank_from"
    span = (_post_day(old, periods[0], told, days), days.get(ranks, told.day))
    for right in tried:
        decided = decide_post_change(old, periods, told.value, span, today, correction=right)
        if not isinstance(decided, Problem):
            break
    assert not isinstance(decided, Problem)
    standing = decided.standing

    def since(name: str, *, new: bool) -> str:
        """Return since when: as the row says, "" for what is new and nobody said a day of, else as it stands."""
        return days.get(name, "" if new else getattr(standing, name))

    was, alone = _level(old), is_service_rank(standing.rank)
    new_rank = not right[1] and rank_present(old).value != rank_present(standing).value
    # what ended is the level, and the post is the one it was
    same_post = standing.post == old.post and was is not None and _level(standing) is None
    new_post = standing.post_from != old.post_from
    new_level = was is not _level(standing) and (not right[0] or was is None)
    return decided._replace(
        standing=replace(
            standing,
            post_from=days.get("post_from", old.post_from) if same_post else since("post_from", new=new_post),
            rank_from=since("rank_from", new=new_rank if alone else new_level),
            side_rank_from=since("side_rank_from", new=new_rank and not alone),
        )
    )


def _post_day(old: Standing, periods: Sequence[Period], told: Told, days: Mapping[str, str]) -> str:
    """Return the day on which post and level changed.

    Of both days that the row says it is the later one. Where only one is said, and it lies before the value so far began,
    the other one came later: on the file's day.
    """
    level = None if is_service_rank(told.rank) else told.rank
    present = post_present(old, periods)
    changed = [
        name
        for name, new in (("post_from", told.post != old.post), ("rank_from", level is not _level(old)))
        if new
    ]
    stated = [days[name] for name in changed if name in days and (name != "rank_from" or level is not None)]
    day = max(stated, key=first_day, default=told.day)
    begin = present.since or max((p.valid_to for p in periods), key=first_day, default="")
    return day if len(stated) == len(changed) or first_day(day) > first_day(begin) else told.day


def _ladder(rank: Rank | None) -> PostTrack | None:
    return None if rank is None else track_of_rank(rank)


def _level(standing: Standing) -> Rank | None:
    value: PostValue = post_present(standing).value
    return value.level


def _contradicts(decided: PostChange, periods: tuple[Sequence[Period], Sequence[Period]], today: str) -> bool:
    """Return whether a post or a rank would be held before the former one ended."""
    posts, ranks = (
        [*ended, *([former] if former else ())]
        for ended, former in zip(periods, (decided.post, decided.rank), strict=True)
    )
    standing = decided.standing
    return (
        check_post_since(standing, posts, today) is not None
        or check_since(rank_present(standing).since, ranks, today) is not None
    )
