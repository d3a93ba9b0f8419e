"""A day that only contradicts what was before changes nothing, and the row that says it is not counted as if it did.

Whoever writes such a row keeps the roster's day (:mod:`~trainingdesk.domain.roster.told_posts`); the preview says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from trainingdesk.domain.codes import PostTrack, Rank
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.history import Period, Standing, check_since, first_day, is_service_rank
from trainingdesk.domain.roster.matching import Bucket, ImportPlan, Verdict, for_person
from trainingdesk.domain.roster.older import SINCE_OF
from trainingdesk.domain.roster.people import SINCE_FIELDS, TRACK_SINCE, KnownPerson, ParsedPerson
from trainingdesk.domain.roster.told_posts import Told, decide_told

#: the note at the cell
LEFT = "roster.since_before_former"
_VALUES = frozenset({"post", "rank", "side_rank"})


class Ended(NamedTuple):
    """When somebody's former values ended: track → the last day of all, and the posts with their words."""

    last: Mapping[str, str]
    posts: Sequence[Period]


#: people → when their former values ended, of those who have any
Ends = Callable[[Sequence[int]], Mapping[int, Ended]]


def leave_contradicting(
    plan: ImportPlan, known: Mapping[int, KnownPerson], headers: Mapping[str, str], ends: Ends, today: str
) -> ImportPlan:
    """Return a plan without the days of values that stay as they are which lie before a former one ended."""
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
        ended = former.get(verdict.person_id)
        if ended is None:
            continue
        left = _left(row, verdict, known[verdict.person_id], ended, today)
        if not left:
            continue
        changes = tuple(change for change in verdict.changes if change.field not in left)
        bucket = Bucket.UPDATE if changes else Bucket.SAME
        verdicts[place] = verdict._replace(bucket=bucket, changes=changes)
        for change in verdict.changes:
            if change.field in left:
                params = {"value": change.new, "about": change.field, "end": left[change.field]}
                header = headers.get(change.field, "")
                found.append(Problem(LEFT, params, header, row.row, change.new, Severity.NOTE))
    if not found:
        return plan
    problems = sorted([*plan.problems, *found], key=lambda problem: problem.row)
    return replace(plan, verdicts=verdicts, problems=problems)


def _left(
    row: ParsedPerson, verdict: Verdict, person: KnownPerson, ended: Ended, today: str
) -> dict[str, str]:
    """Return the fields of which the days are left → when the former value ended."""
    said = for_person(row, person)
    changed = {change.field for change in verdict.changes}
    left: dict[str, str] = {}
    days = {name: getattr(said, name) for name in SINCE_FIELDS if getattr(said, name)}
    own = changed & set(SINCE_FIELDS)
    if own and not changed & _VALUES and _contradicts(person, days, ended, today):
        alone = bool(person.rank) and is_service_rank(Rank(person.rank))
        tracks = {"post_from": "post", "rank_from": "rank" if alone else "post", "side_rank_from": "rank"}
        latest = max(ended.last.values(), key=first_day, default="")
        left.update((name, ended.last.get(tracks[name], latest)) for name in own)
    for name in TRACK_SINCE:
        if name in changed and SINCE_OF[name] not in changed:
            end = ended.last.get(SINCE_OF[name], "")
            if end and check_since(getattr(said, name), [Period(None, "", end)], today) is not None:
                left[name] = end
    return left


def _contradicts(person: KnownPerson, days: Mapping[str, str], ended: Ended, today: str) -> bool:
    standing = Standing(
        person.post,
        person.post_from,
        _rank(person.rank),
        person.rank_from,
        _rank(person.side_rank),
        person.side_rank_from,
    )
    told = Told(standing.post, standing.rank, standing.side_rank, days, (), today)
    last = ended.last.get(PostTrack.RANK.value, "")
    ranks = [Period(None, "", last)] if last else []
    return decide_told(standing, (ended.posts, ranks), told, today)[1]


def _rank(code: str) -> Rank | None:
    return Rank(code) if code else None
