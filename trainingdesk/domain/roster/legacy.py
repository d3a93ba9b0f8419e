"""Ranks from before the law of 2018 (主任科员, 副调研员 …) in a unit's file: kept among the former ranks, or another one.

What a former rank became in 2019 (套转) depends on years and level and is not for a file to say: it is asked.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

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
#: said where the roster knows that its person had not begun to work by then
TOO_EARLY = "roster.legacy_too_early"
#: the question about a former name in a row whose person began to work when there were no such ranks any more
SINCE_THE_LAW = "roster.rank_since_the_law"


def asked_since_the_law(people: Sequence[ParsedPerson], problems: Sequence[Problem]) -> Sequence[Problem]:
    """Return the problems with what nobody can have held not offered: whoever began to work later had no former rank.

    There the former name only stands for one of the law's ranks, and which one is not for a file to say either.
    """
    if all(problem.code != LEGACY_RANK for problem in problems):
        return problems
    found = []
    for problem in problems:
        if problem.code == LEGACY_RANK:
            row = people[bisect_left(people, problem.row, key=lambda person: person.row)]
            if began_later(row.work_start):
                about = {name: value for name, value in problem.params.items() if name != "choices"}
                problem = replace(problem, code=SINCE_THE_LAW, params=about)  # noqa: PLW2901  # the question is another one
        found.append(problem)
    return found


def began_later(work_start: str) -> bool:
    """Return whether somebody began to work when the law's ranks had taken the place of the former ones."""
    return first_day(work_start) >= first_day(_ENDED)


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
