"""The year's volume by team adds up, and the curve ends where the counts do (P1.2-P1.5)."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.codes import Team
from trainingdesk.domain.reporting.rows import Coverage, CurvePoint, TeamProgress
from trainingdesk.domain.reporting.rules import coverage_curve, falling_out_since, split_target

YEARS = (2022, 2023, 2024, 2025, 2026)


@given(st.integers(0, 5000), st.fixed_dictionaries({team: st.integers(0, 3000) for team in Team}))
def test_the_volume_of_a_year_is_split_over_the_teams_to_the_last_person(total, bases):
    parts = split_target(total, bases)
    assert set(parts) == set(Team)
    base = sum(bases.values())
    assert sum(parts.values()) == (total if base else 0)
    for team in Team:
        assert bases[team] or not parts[team]
        if base:
            assert abs(parts[team] - Fraction(total * bases[team], base)) < 1


def test_a_known_split():
    bases = {Team.PARTY_GOVERNMENT: 1800, Team.TECHNICAL: 2200, Team.BUSINESS: 812}
    assert split_target(963, bases) == {Team.PARTY_GOVERNMENT: 360, Team.TECHNICAL: 440, Team.BUSINESS: 163}
    assert split_target(963, {}) == dict.fromkeys(Team, 0)


def test_the_window_holds_this_year_and_the_four_before_it():
    assert falling_out_since(date(2026, 6, 12), 5) == date(2022, 1, 1)


def test_the_curve_runs_through_the_year_ends_of_the_plan():
    months = {(2022, 3): 4, (2022, 12): 1, (2024, 6): 2, (2026, 6): 1}
    curve = coverage_curve(YEARS, (6, 6, 2, 0, 0), months, date(2024, 6, 12))
    assert len(curve) == 61
    assert curve[0] == CurvePoint(date(2021, 12, 31), Fraction(0), 0)
    by_day = {point.day: point for point in curve}
    assert by_day[date(2022, 2, 28)].trained == 0
    assert by_day[date(2022, 3, 31)] == CurvePoint(date(2022, 3, 31), Fraction(3, 2), 4)
    assert [by_day[date(year, 12, 31)].planned for year in YEARS] == [6, 12, 14, 14, 14]
    assert by_day[date(2024, 5, 31)].trained == 5
    assert by_day[date(2024, 6, 30)].trained == 7, "this month as far as it has come"
    assert by_day[date(2024, 7, 31)].trained is None
    assert by_day[date(2024, 2, 29)].planned == 12 + Fraction(2 * 2, 12)


def test_coverage_adds_up():
    whole = Coverage(10, 2, 5) + Coverage(2, 0, 1)
    assert whole == Coverage(12, 2, 6)
    assert (whole.share, whole.still_to_do) == (Fraction(1, 2), 6)
    assert Coverage().share is None
    assert TeamProgress(Team.BUSINESS, 9, 2, 3).remaining == 0
    assert TeamProgress(Team.BUSINESS, 9, 3, 2).remaining == 1
