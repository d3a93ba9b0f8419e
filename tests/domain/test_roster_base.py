"""Who counts in the base on a day, and where: the rule on a few people one can follow (P1.1)."""

from datetime import date
from typing import Any

import pytest

from trainingdesk.domain.codes import PersonStatus, Rank, SecondedCount, SecondmentWay, Team
from trainingdesk.domain.roster.base import BaseRule, DatedPerson, Stay, counts_on, standing_on
from trainingdesk.domain.roster.history import Period, PostValue, Present

TODAY = date(2026, 6, 12)
OWN = BaseRule(frozenset({"serving", "long_leave"}))
HOST = BaseRule(OWN.statuses, SecondedCount.HOST_UNIT)
SERVING, RETIRED, LEFT = PersonStatus.SERVING, PersonStatus.RETIRED, PersonStatus.LEFT


def person(**tracks: Any) -> DatedPerson:
    usual = {
        "unit": (Present(1), ()),
        "status": (Present(SERVING), ()),
        "post": (Present(PostValue("干部", None)), ()),
        "rank": (Present(None), ()),
        "team": (Present(Team.PARTY_GOVERNMENT), ()),
    }
    return DatedPerson(**usual | tracks)


@pytest.mark.parametrize(
    ("status", "since", "day", "counts"),
    [
        (SERVING, "", TODAY, True),
        (SERVING, "2026-03-01", date(2026, 1, 1), False),
        (SERVING, "2025-03-01", date(2026, 1, 1), True),
        (PersonStatus.LONG_LEAVE, "2026-03-01", date(2026, 1, 1), True),
        (RETIRED, "2026-03-01", date(2026, 1, 1), True),
        (LEFT, "2026-03-01", date(2026, 3, 1), False),
        (LEFT, "2026-03-01", TODAY, False),
        (RETIRED, "", date(2026, 1, 1), False),
        (PersonStatus.SECONDED_IN, "2026-03-01", date(2026, 1, 1), False),
    ],
)
def test_without_a_history_the_present_tells_what_was(status, since, day, counts):
    someone = person(status=(Present(status, since), ()))
    assert (counts_on(someone, day, TODAY, OWN) is not None) is counts


def test_a_paper_of_2024_shows_the_unit_and_the_post_of_2024():
    someone = person(
        unit=(Present(3, "2025-09"), (Period(1, "", "2022-03"), Period(2, "2022-03", "2025-09"))),
        post=(
            Present(PostValue("局长", Rank.SECTION_HEAD), "2025-09"),
            (Period(PostValue("科长", None), "", "2025-09"),),
        ),
        rank=(Present(Rank.PRINCIPAL_1), ()),
    )
    told = {
        day: (found.unit_id, found.rank, found.post)
        for day in (date(2022, 2, 28), date(2024, 5, 1), date(2025, 8, 31), date(2025, 9, 1))
        if (found := standing_on(someone, day, TODAY))
    }
    assert list(told.values()) == [
        (1, Rank.PRINCIPAL_1, "科长"),
        (2, Rank.PRINCIPAL_1, "科长"),
        (2, Rank.PRINCIPAL_1, "科长"),
        (3, Rank.SECTION_HEAD, "局长"),
    ]


def test_a_return_to_service_is_no_first_day():
    """Who left in 2024 and came back in 2025 counted before and after, and not between."""
    someone = person(status=(Present(SERVING, "2025-05"), (Period(LEFT, "2024-03", "2025-05"),)))
    days = (date(2023, 1, 1), date(2024, 6, 1), TODAY)
    assert [counts_on(someone, day, TODAY, OWN) is not None for day in days] == [True, False, True]


def test_who_joined_the_roster_later_was_not_there_unless_a_unit_says_so():
    newcomer = person(joined_on=date(2026, 2, 1))
    assert counts_on(newcomer, date(2026, 1, 31), TODAY, OWN) is None
    assert counts_on(newcomer, date(2026, 2, 1), TODAY, OWN)
    forgotten = person(joined_on=date(2026, 2, 1), unit=(Present(1, "2019-07"), ()))
    assert counts_on(forgotten, date(2026, 1, 31), TODAY, OWN), "entered late, and in the unit since 2019"
    assert counts_on(forgotten, date(2019, 6, 30), TODAY, OWN) is None
    moved = person(joined_on=date(2026, 2, 1), unit=(Present(2, "2026-05"), (Period(1, "", "2026-05"),)))
    assert counts_on(moved, date(2026, 1, 31), TODAY, OWN) is None, "a move says nothing of the time before"
    assert counts_on(moved, date(2026, 2, 1), TODAY, OWN)
    known = person(
        joined_on=date(2026, 2, 1), unit=(Present(2, "2026-05"), (Period(1, "2019-07", "2026-05"),))
    )
    assert counts_on(known, date(2026, 1, 31), TODAY, OWN)


def test_where_seconded_people_count_is_a_rule_of_the_office():
    away = person(stays=(Stay(SecondmentWay.OUT, None, date(2026, 1, 1), date(2026, 3, 31)),))
    lent = person(stays=(Stay(SecondmentWay.WITHIN, 7, date(2026, 1, 1)),))

    def unit(someone: DatedPerson, day: date, rule: BaseRule) -> int | None:
        found = counts_on(someone, day, TODAY, rule)
        return None if found is None else found.unit_id

    assert [unit(one, date(2026, 2, 1), OWN) for one in (away, lent)] == [1, 1]
    assert [unit(away, day, HOST) for day in (date(2026, 3, 31), date(2026, 4, 1))] == [None, 1]
    assert [unit(lent, day, HOST) for day in (date(2025, 12, 31), TODAY)] == [1, 7]
