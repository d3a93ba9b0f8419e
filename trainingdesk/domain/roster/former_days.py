"""A day that contradicts what was before changes nothing, and a row that says no more is not counted as if it did.

Whoever writes such a row keeps the roster's day (:mod:`~trainingdesk.domain.roster.told_posts`); the preview says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from trainingdesk.domain.codes import PostTrack, Rank
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.copied_days import copied_days, copied_notes
from trainingdesk.domain.roster.corrections import corrections_of
from trainingdesk.domain.roster.history import Period, Standing, check_since, first_day, is_service_rank
from trainingdesk.domain.roster.matching import (
    Bucket,
    FieldChange,
    ImportPlan,
    Verdict,
    for_person,
    with_ranks_of,
)
from trainingdesk.domain.roster.older import SINCE_OF, post_before
from trainingdesk.domain.roster.people import SINCE_FIELDS, TRACK_SINCE, KnownPerson, ParsedPerson
from trainingdesk.domain.roster.told_posts import Told, decide_told

#: the note at the cell
LEFT = "roster.since_before_former"
#: the same where post or rank is a new one, of which the roster has no day
NEW_LEFT = "roster.since_new_left"
#: the note that a move needs the day of coming of its row
WITH_JOINED = "roster.moves_with_joined"
_VALUES = frozenset({"post", "rank", "side_rank"})


class Ended(NamedTuple):
    """When somebody's former values ended: track → the last day of all, and the posts with their words."""

    last: Mapping[str, str]
    posts: Sequence[Period]


#: of whom nothing former is known
_NOTHING = Ended({}, ())

#: people → when their former values ended, of those who have any
Ends = Callable[[Sequence[int]], Mapping[int, Ended]]


def leave_contradicting(
    plan: ImportPlan,
    known: Mapping[int, KnownPerson],
    headers: Mapping[str, str],
    ends: Ends,
    days: tuple[str, str],
) -> ImportPlan:
    """Return a plan without the days that what is known of before speaks against; ``days`` are the file's and today."""
    places = [
        place
        for place, verdict in enumerate(plan.verdicts)
        if verdict.bucket is Bucket.UPDATE and any(change.field in SINCE_OF for change in verdict.changes)
    ]
    if not places:
        return plan
    verdicts = list(plan.verdicts)
    former = ends([verdicts[place].person_id for place in places])
    found: list[Problem] = []
    for place in places:
        row, verdict = plan.rows[place], verdicts[place]
        ended = former.get(verdict.person_id, _NOTHING)
        person = known[verdict.person_id]
        left = _left(row, verdict, person, ended, days)
        found += _moves_with_joined(row, verdict, person, headers)
        if not left:
            continue
        changes = tuple(change for change in verdict.changes if change.field not in left)
        bucket = Bucket.UPDATE if changes else Bucket.SAME
        verdicts[place] = verdict._replace(bucket=bucket, changes=changes)
        for change in verdict.changes:
            if change.field in left:
                end = left[change.field]
                params = {"value": change.new, "about": change.field, **({"end": end} if end else {})}
                header, code = headers.get(change.field, ""), LEFT if end else NEW_LEFT
                found.append(Problem(code, params, header, row.row, change.new, Severity.NOTE))
    if not found:
        return plan
    problems = sorted([*plan.problems, *found], key=lambda problem: problem.row)
    return replace(plan, verdicts=verdicts, problems=problems)


def leave_copied(
    plan: ImportPlan, known: Mapping[int, KnownPerson], headers: Mapping[str, str]
) -> ImportPlan:
    """Return a plan without the days of posts that were those of the former ones, and with a note at each such day.

    Those of ranks are left for whomever a row means (:func:`~trainingdesk.domain.roster.matching.for_person`); the day of a
    post is that of a move too.
    """
    rows: list[ParsedPerson] = []
    found: list[Problem] = []
    for place, (row, verdict) in enumerate(zip(plan.rows, plan.verdicts, strict=True)):
        if not verdict.person_id or _VALUES.isdisjoint(change.field for change in verdict.changes):
            continue
        person = known[verdict.person_id]
        said = with_ranks_of(row, person)
        if noted := copied_notes(said, person, headers):
            found += noted
            rows = rows or list(plan.rows)
            if "post_from" in copied_days(said, person):
                rows[place] = row._replace(post_from="")
    if not found:
        return plan
    return replace(
        plan, rows=rows, problems=sorted([*plan.problems, *found], key=lambda problem: problem.row)
    )


def _left(
    row: ParsedPerson, verdict: Verdict, person: KnownPerson, ended: Ended, days: tuple[str, str]
) -> dict[str, str]:
    """Return the fields of which the days are left → when the former value ended, "" where the value is a new one."""
    _day, today = days
    said = for_person(row, person)
    changed = {change.field: change for change in verdict.changes}
    left: dict[str, str] = {}
    own = changed.keys() & set(SINCE_FIELDS)
    if own and changed.keys() & _VALUES:
        # a row with the post before the one so far is out of date: that is told, and asked, with its day
        if not post_before(verdict.changes) and _contradicts(person, said, verdict.changes, ended, days):
            left.update(dict.fromkeys(own, ""))
    elif own and ended is not _NOTHING and _contradicts(person, said, (), ended, (today, today)):
        alone = bool(person.rank) and is_service_rank(Rank(person.rank))
        tracks = {"post_from": "post", "rank_from": "rank" if alone else "post", "side_rank_from": "rank"}
        latest = max(ended.last.values(), key=first_day, default="")
        left.update((name, ended.last.get(tracks[name], latest)) for name in own)
    for name in changed.keys() & set(TRACK_SINCE):
        day, end = first_day(getattr(said, name)), ended.last.get(SINCE_OF[name], "")
        if SINCE_OF[name] not in changed:
            if end and check_since(day, [Period(None, "", end)], today) is not None:
                left[name] = end
        elif day < first_day(getattr(person, name) or end) and not post_before(verdict.changes):
            # nobody is elsewhere since before they were where the roster has them
            left[name] = ""
    return left


def _moves_with_joined(
    row: ParsedPerson, verdict: Verdict, person: KnownPerson, headers: Mapping[str, str]
) -> list[Problem]:
    """Say of a move that it can only be on its day together with the row's day of coming into the roster."""
    changed = {change.field for change in verdict.changes}
    if not {"unit", "joined_on"} <= changed or not row.unit_from:
        return []
    if first_day(row.unit_from) >= first_day(person.joined_on):
        return []
    params = {
        "value": row.joined_on,
        "since": row.unit_from,
        "joined": person.joined_on,
        "about": "joined_on",
    }
    header = headers.get("joined_on", "")
    return [Problem(WITH_JOINED, params, header, row.row, row.joined_on, Severity.NOTE)]


def _contradicts(
    person: KnownPerson,
    said: ParsedPerson,
    changes: Sequence[FieldChange],
    ended: Ended,
    days: tuple[str, str],
) -> bool:
    """Return whether the days of a row are left, as :func:`~trainingdesk.domain.roster.told_posts.decide_told` does."""
    new = {change.field: change.new for change in changes}
    standing = Standing(
        person.post,
        person.post_from,
        _rank(person.rank),
        person.rank_from,
        _rank(person.side_rank),
        person.side_rank_from,
    )
    day, today = days
    told = Told(
        new.get("post", person.post),
        _rank(new.get("rank", person.rank)),
        _rank(new.get("side_rank", person.side_rank)),
        {name: getattr(said, name) for name in SINCE_FIELDS if getattr(said, name)},
        corrections_of(changes),
        day,
    )
    last = ended.last.get(PostTrack.RANK.value, "")
    ranks = [Period(None, "", last)] if last else []
    return decide_told(standing, (ended.posts, ranks), told, today)[1]


def _rank(code: str) -> Rank | None:
    return Rank(code) if code else None
