"""Ranks from before the law of 2018 (主任科员, 副调研员 …) in a unit's file: kept among the former ranks, or another one.

What a former rank became in 2019 (套转) depends on years and level and is not for a file to say: it is asked.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import LEGACY, LEGACY_RANK
from trainingdesk.domain.roster.history import Former, Period, Present, first_day, rooms_beside
from trainingdesk.domain.roster.matching import FormerRank
from trainingdesk.domain.roster.mending import Place, field_of
from trainingdesk.domain.roster.people import ParsedPerson

#: the month in which the ranks of the law took the place of the former ones (公务员法 2018 第一百一十三条)
_ENDED = "2019-06"
#: said of a row whose former rank is kept, and of one whose former ranks leave no room for it
KEPT, LEFT = "roster.legacy_kept", "roster.legacy_left"


def kept_legacy(
    people: Sequence[ParsedPerson], problems: Iterable[Problem], answers: Mapping[Place, str]
) -> tuple[dict[int, FormerRank], list[Problem]]:
    """Return row → the former rank that is kept of it, and a note at each of their cells."""
    found: dict[int, FormerRank] = {}
    notes = []
    for problem in problems:
        name = field_of(problem, {})
        if problem.code != LEGACY_RANK or answers.get((problem.row, name)) != LEGACY:
            continue
        row = people[bisect_left(people, problem.row, key=lambda person: person.row)]
        found[problem.row] = FormerRank(problem.value, str(getattr(row, f"{name}_from")))
        about = {"value": problem.value, "about": name}
        notes.append(Problem(KEPT, about, problem.field, problem.row, problem.value, Severity.NOTE))
    return found, notes


def legacy_period(rank: FormerRank, present: Present, periods: Sequence[tuple[str, Period]]) -> Former | None:
    """Return the period in which a former rank is kept, None where what is known of that time leaves no room for it.

    ``periods`` are the former ranks, each behind the former name it has. It ended when the law's ranks began, or
    before: with the first rank that is known.
    """
    end = min((day for day in (_ENDED, present.since) if day), key=first_day)
    begin = rank.since if first_day(rank.since) < first_day(end) else ""
    free = rooms_beside((begin, end), [(period.valid_from, period.valid_to) for _name, period in periods])
    if not free:
        return None
    own = (("track", "rank"), ("post", ""), ("rank", None), ("legacy", rank.words))
    return Former("post_period", own, *free[0])
