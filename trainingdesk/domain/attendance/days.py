"""Attended half-days as days: what a year's 12 days (条例 2023 第十四条: 12 天或者 90 学时) are counted in (P5.3).

The roll is called by half-day (考勤按半天计算, as Party schools have it), and the tables that turn days into 学时 give a
half-day half of a day's (8 and 4, Nanjing 6 and 3). No source says what an evening is: here it makes no day longer, since
a day of the regulation is a day on the calendar. Whatever counts days asks this module, so that it is said once.
"""

#: attended half-days that make a day, and the most that one day of the calendar gives
HALF_DAYS_A_DAY = 2


def of_one_day(attended: int) -> int:
    """Return how many of the half-days attended on one day of the calendar count; an evening is beyond them."""
    return min(attended, HALF_DAYS_A_DAY)


def half_days_of(days: int) -> int:
    """Return the half-days that make so many days."""
    return days * HALF_DAYS_A_DAY


def tenths_of_days(half_days: int) -> int:
    """Return half-days as days in tenths, as papers and cards write them."""
    return half_days * 10 // HALF_DAYS_A_DAY
