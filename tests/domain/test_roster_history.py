"""The rule that keeps a track in order: periods never overlap, and every day has exactly one value."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.history import (
    Change,
    Period,
    Present,
    Standing,
    check_period,
    check_since,
    decide_change,
    decide_post_change,
    first_day,
    post_present,
    rank_present,
    rooms_beside,
    value_on,
)

TODAY = "2026-06-12"
START = date(2024, 1, 1)
DAYS = [(START + timedelta(days=number)).isoformat() for number in range(0, 880, 11)]

days = st.one_of(
    st.dates(START, date(2026, 6, 12)).map(date.isoformat),
    st.builds("{:04d}-{:02d}".format, st.sampled_from([2024, 2025]), st.integers(1, 12)),
)


def sound(periods: list[Period], present: Present) -> None:
    """Assert what holds for every track at all times."""
    ordered = sorted(periods, key=lambda period: first_day(period.valid_from))
    for period in ordered:
        assert first_day(period.valid_from) < first_day(period.valid_to)
    for one, other in pairwise(ordered):
        assert first_day(one.valid_to) <= first_day(other.valid_from)
    if ordered and present.since:
        assert first_day(ordered[-1].valid_to) <= first_day(present.since)
    for day in DAYS:
        assert sum(first_day(p.valid_from) <= day < first_day(p.valid_to) for p in periods) <= 1


class TestOneTrack:
    @given(
        st.lists(st.tuples(st.integers(1, 4), days, st.booleans()), max_size=12),
        st.one_of(st.just(""), days),
    )
    def test_any_row_of_changes_leaves_one_value_a_day(self, steps: list[tuple[int, str, bool]], since: str):
        present, periods = Present(0, since), list[Period]()
        #: what a clerk would write on paper: from this day on, this value; the first from the beginning
        paper: list[tuple[str, int]] = [("", 0)]
        for value, day, correction in steps:
            decided = decide_change(present, periods, value, day, TODAY, correction=correction)
            if isinstance(decided, Problem):
                assert first_day(day) < max(first_day(paper[-1][0]), first_day(since))
                continue
            if value != present.value:
                if correction or first_day(day) == first_day(present.since):
                    paper[-1] = (paper[-1][0], value)
                else:
                    paper.append((first_day(day), value))
            present = decided.present
            periods += [decided.former] if decided.former else []
            sound(periods, present)
        for day in DAYS:
            if day >= first_day(since):
                told = [value for begin, value in paper if begin <= day][-1]
                assert value_on(present, periods, day) == told

    @given(st.lists(st.tuples(st.integers(0, 3), st.one_of(st.just(""), days), days), max_size=8), days)
    def test_what_is_written_by_hand_keeps_it_too(self, rows: list[tuple[int, str, str]], since: str):
        present, periods = Present(9, since), list[Period]()
        for row in rows:
            period = Period(*row)
            if not check_period(period, periods, present, TODAY):
                periods.append(period)
            sound(periods, present)
            for value in (period.valid_from, period.valid_to):
                if check_since(value, periods, TODAY) is None:
                    sound(periods, Present(9, value))

    def test_a_month_is_its_first_day(self):
        decided = decide_change(Present("a", "2025-03"), [], "b", "2025-03-01", TODAY)
        assert decided == Change(Present("b", "2025-03"))
        decided = decide_change(Present("a", "2025-03"), [], "b", "2025-04", TODAY)
        assert decided == Change(Present("b", "2025-04"), Period("a", "2025-03", "2025-04"))

    def test_a_correction_leaves_no_trace(self):
        decided = decide_change(Present("a", "2025-03"), [], "b", "2020-01", TODAY, correction=True)
        assert decided == Change(Present("b", "2025-03"))

    @pytest.mark.parametrize(
        ("day", "code"), [("2026-06-13", "history.day_to_come"), ("2025-02", "history.before_present")]
    )
    def test_a_day_that_cannot_be(self, day: str, code: str):
        decided = decide_change(Present("a", "2025-03"), [], "b", day, TODAY)
        assert isinstance(decided, Problem)
        assert decided.code == code

    def test_where_the_beginning_is_not_known_the_last_period_says_it(self):
        periods = [Period("x", "", "2024-05")]
        refused = decide_change(Present("a"), periods, "b", "2024-04-30", TODAY)
        assert isinstance(refused, Problem)
        assert refused.params["since"] == "2024-05"
        decided = decide_change(Present("a"), periods, "b", "2024-07", TODAY)
        assert decided == Change(Present("b", "2024-07"), Period("a", "2024-05", "2024-07"))

    @pytest.mark.parametrize(
        ("period", "code", "field"),
        [
            (Period("x", "2025-01", ""), "history.end_needed", "valid_to"),
            (Period("x", "2025-06", "2025-06-01"), "history.ends_before", "valid_to"),
            (Period("x", "2023-01", "2023-03"), "history.overlaps", "valid_from"),
            (Period("x", "2025-01", "2025-10"), "history.into_present", "valid_to"),
            (Period("x", "2025-01", "2027-01"), "history.day_to_come", "valid_to"),
        ],
    )
    def test_a_row_that_cannot_be_is_told_at_its_field(self, period: Period, code: str, field: str):
        found = check_period(period, [Period("y", "", "2023-02")], Present("a", "2025-09"), TODAY)
        assert (code, field) in [(problem.code, problem.field) for problem in found]


RANKS = [None, Rank.SECTION_HEAD, Rank.SECTION_DEPUTY, Rank.PRINCIPAL_1, Rank.CLERK_1, Rank.TECHNICAL_MIDDLE]
SIDE = [None, Rank.PRINCIPAL_1, Rank.PRINCIPAL_4]


class TestPostAndRank:
    @given(
        st.lists(
            st.tuples(
                st.sampled_from("abc"), st.sampled_from(RANKS), st.sampled_from(SIDE), days, st.booleans()
            ),
            max_size=10,
        )
    )
    def test_both_ladders_stay_in_order(self, steps):
        standing = Standing("a", "", Rank.CLERK_1, "")
        posts, ranks = list[Period](), list[Period]()
        for post, rank, side, day, correction in steps:
            decided = decide_post_change(
                standing,
                (posts, ranks),
                (post, rank, side),
                (day, day),
                TODAY,
                correction=(correction, correction),
            )
            if isinstance(decided, Problem):
                continue
            standing = decided.standing
            posts += [decided.post] if decided.post else []
            ranks += [decided.rank] if decided.rank else []
            sound(posts, post_present(standing, posts))
            sound(ranks, rank_present(standing))
            assert (standing.post, standing.rank) == (post, rank)

    def test_who_becomes_a_deputy_head_keeps_the_rank_beside(self):
        old = Standing("科员", "2019-05", Rank.PRINCIPAL_1, "2021-03")
        decided = decide_post_change(
            old, ([], []), ("副局长", Rank.SECTION_DEPUTY, Rank.PRINCIPAL_1), ("2026-05", "2026-05"), TODAY
        )
        assert not isinstance(decided, Problem)
        assert decided.standing == Standing(
            "副局长", "2026-05", Rank.SECTION_DEPUTY, "2026-05", Rank.PRINCIPAL_1, "2021-03"
        )
        assert decided.post == Period(("科员", None), "2019-05", "2026-05")
        assert decided.rank is None

    def test_another_name_of_the_post_leaves_the_level_s_day(self):
        old = Standing("副局长", "2019-05", Rank.SECTION_DEPUTY, "2017-01")
        decided = decide_post_change(
            old, ([], []), ("副主任", Rank.SECTION_DEPUTY, None), ("2026-05-12", "2026-05-12"), TODAY
        )
        assert not isinstance(decided, Problem)
        assert (decided.standing.post_from, decided.standing.rank_from) == ("2026-05-12", "2017-01")
        assert decided.post == Period(("副局长", Rank.SECTION_DEPUTY), "2019-05", "2026-05-12")


@given(st.tuples(days, days), st.lists(st.tuples(days, days), max_size=5))
def test_rooms_beside_others_are_all_that_is_left(span: tuple[str, str], taken: list[tuple[str, str]]):
    span = (min(span, key=first_day), max(span, key=first_day))
    rooms = rooms_beside(span, taken)

    def among(day: str, spans: list[tuple[str, str]]) -> bool:
        return any(first_day(begin) <= day < first_day(end) for begin, end in spans)

    free = [day for day in DAYS if among(day, [span]) and not among(day, taken)]
    assert [day for day in DAYS if among(day, rooms)] == free
    lengths = [
        date.fromisoformat(first_day(end)) - date.fromisoformat(first_day(begin)) for begin, end in rooms
    ]
    assert lengths == sorted(lengths, reverse=True)
