"""What each dated rule may hold: a value that reads well but can't be worked with would stop the desk the day it counts."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from string import Formatter
from typing import Any

from trainingdesk.domain.certificates.rules import WordingFacts, wording
from trainingdesk.domain.codes import FeeItem, Grade, Mark, PersonStatus, SecondedCount
from trainingdesk.domain.errors import Problem, Refused
from trainingdesk.domain.numbers import document_number
from trainingdesk.domain.planning.rules import check_weights
from trainingdesk.domain.policy import Policy
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import Label

#: a rule's value and the rules in force on the day it begins → what is wrong, None when it can be worked with
Validator = Callable[[Any, Policy], Problem | None]

#: highest amount a standard may name, in cents: a slip of the comma is noticed
MOST_CENTS = 10_000_000
#: longest half-day by rule, in tenths of 学时
MOST_TENTHS = 120
#: longest number pattern, in characters
LONGEST_PATTERN = 100
#: longest wording, in characters
LONGEST_WORDING = 500
#: most units that sign a menu
MOST_NAMES = 20

# [0-9] and never \d, as in values.py
_FRACTION = re.compile(r"[0-9]{1,4}(?:/[0-9]{1,4}|\.[0-9]{1,4})?")
#: how a number may be written in a pattern: plain, or filled up with zeros
_NUMBER_SPEC = re.compile(r"(?:0[1-9])?d?")
_NUMBER_FIELDS = frozenset({"prefix", "year", "sequence"})
_WORDING_FIELDS = ("name", "start", "end", "class_title", "hours", "grade")
#: years and sequences whose numbers must all differ
_YEARS, _SEQUENCES = (2026, 2027), (1, 2, 10, 11, 100, 101, 12345)
_SAMPLE = WordingFacts("某某", "某班", date(2026, 6, 8), date(2026, 6, 12), 400, Grade.GOOD)


def _bad(code: str, **params: object) -> Problem:
    return Problem(f"rule.bad_{code}", params, field="value")


def _fraction(value: Any, _policy: Policy) -> Problem | None:
    if isinstance(value, str) and _FRACTION.fullmatch(value):
        try:
            if 0 < Fraction(value) <= 1:
                return None
        except ZeroDivisionError:
            pass
    return _bad("fraction")


def _whole(least: int, most: int, kind: Kind | None = None) -> Validator:
    def check(value: Any, _policy: Policy) -> Problem | None:
        # a bool is an int to Python, and no number to a clerk
        if type(value) is int and least <= value <= most:
            return None
        return _bad("whole", least=_words(least, kind), most=_words(most, kind))

    return check


def _words(number: int, kind: Kind | None) -> str:
    return str(number) if kind is None else format_value(kind, number)


def _codes(prefix: str, known: type[StrEnum]) -> Validator:
    def check(value: Any, _policy: Policy) -> Problem | None:
        if _distinct_texts(value) and set(value) <= set(known):
            return None
        return _bad("codes", known=[Label(f"{prefix}.{code}") for code in known])

    return check


def _code(prefix: str, known: type[StrEnum]) -> Validator:
    def check(value: Any, _policy: Policy) -> Problem | None:
        if isinstance(value, str) and value in set(known):
            return None
        return _bad("code", known=[Label(f"{prefix}.{code}") for code in known])

    return check


def _distinct_texts(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(part, str) for part in value)
        and len(set(value)) == len(value)
    )


def _weights(value: Any, policy: Policy) -> Problem | None:
    years = policy.whole("cycle.years")
    if isinstance(value, list) and all(type(part) is int and part <= 1000 for part in value):
        try:
            check_weights(value, years)
        except Refused:
            return _bad("weights", years=years)
        return None
    return _bad("weights", years=years)


def _cents_table(value: Any, _policy: Policy) -> Problem | None:
    whole = isinstance(value, dict) and bool(value) and set(value) <= set(FeeItem)
    if whole and all(type(cents) is int and 0 < cents <= MOST_CENTS for cents in value.values()):
        return None
    return _bad("table", known=[Label(f"fee_item.{code}") for code in FeeItem])


def _placeholders(text: str) -> list[tuple[str, str]] | None:
    """Return (name, how it is written) of every placeholder, None for what is no pattern."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    if any(conversion for *_rest, conversion in parts):
        return None
    return [(name, spec or "") for _text, name, spec, _conversion in parts if name is not None]


def _pattern(value: Any, _policy: Policy) -> Problem | None:
    bad = _bad("pattern", needed=["{year}", "{sequence}"], prefix="{prefix}")
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_PATTERN or "\n" in value:
        return bad
    found = _placeholders(value)
    if found is None:
        return bad
    for name, spec in found:
        written = not spec if name == "prefix" else _NUMBER_SPEC.fullmatch(spec)
        if name not in _NUMBER_FIELDS or not written:
            return bad
    pairs = [(year, sequence) for year in _YEARS for sequence in _SEQUENCES]
    made = {document_number(value, prefix="某组", year=year, sequence=number) for year, number in pairs}
    # every year counts from 1 again: without the year two papers of two years would have one number
    return None if len(made) == len(pairs) else bad


def _wording(value: Any, _policy: Policy) -> Problem | None:
    bad = _bad("wording", needed="{name}", known=[f"{{{name}}}" for name in _WORDING_FIELDS])
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_WORDING:
        return bad
    found = _placeholders(value)
    if found is None or any(name not in _WORDING_FIELDS or spec for name, spec in found):
        return bad
    return None if _SAMPLE.name in wording(value, _SAMPLE) else bad


def _names(value: Any, _policy: Policy) -> Problem | None:
    fine = _distinct_texts(value) and len(value) <= MOST_NAMES and all(name.strip() for name in value)
    return None if fine else _bad("names", most=MOST_NAMES)


#: rule → what it may hold; every rule that is shipped has one
VALIDATORS: Mapping[str, Validator] = {
    "cycle.years": _whole(1, 10),
    "plan.year_weights": _weights,
    "plan.share_cap": _fraction,
    "base.statuses": _codes("person_status", PersonStatus),
    "base.seconded": _code("seconded_count", SecondedCount),
    "attendance.leave_limit": _fraction,
    "attendance.leave_marks": _codes("mark", Mark),
    "attendance.present_marks": _codes("mark", Mark),
    "completion.min_share": _fraction,
    "completion.passing_grades": _codes("grade", Grade),
    "session.hours": _whole(5, MOST_TENTHS, Kind.HOURS),
    "fee.composite_standard": _whole(1, MOST_CENTS, Kind.CENTS),
    "fee.item_standards": _cents_table,
    "fee.outside_items": _codes("fee_item", FeeItem),
    "fee.full_days": _whole(1, 366),
    "fee.long_share": _fraction,
    "certificate.number_format": _pattern,
    "certificate.wording": _wording,
    "menu.number_format": _pattern,
    "menu.cosigners": _names,
    "fee.number_format": _pattern,
    "class.code_format": _pattern,
    "reserve.county_hours": _whole(10, 20_000, Kind.HOURS),
    "reserve.yearly_hours": _whole(10, 5_000, Kind.HOURS),
    "reserve.yearly_days": _whole(1, 366),
    "talent.follow_up_months": _whole(1, 60),
    "person.least_age": _whole(10, 30),
    "person.party_age": _whole(10, 30),
    "person.work_age": _whole(8, 30),
    "person.most_age": _whole(60, 150),
}


def check_rule(key: str, value: Any, policy: Policy) -> list[Problem]:
    """Return what is wrong with a rule's new value, at the field ``value``; ``policy`` is of the day it begins.

    Raises Refused ``rule.missing`` for a rule that is not known here.
    """
    if key not in VALIDATORS:
        raise Refused("rule.missing", key=key, day=policy.day)
    problem = VALIDATORS[key](value, policy)
    return [] if problem is None else [problem]


def check_start(begins: date, today: date, held: Collection[date], corrected: date | None) -> list[Problem]:
    """Return what is wrong with the day a value begins; ``held`` are the days the rule's values begin.

    What began before today is left as it was: papers were issued by it. ``corrected`` is the first day of the value
    that is put right, None for a further one: only what begins today or later is put right, and the first value of a
    rule is never moved to a later day, since nothing would be in force before it.
    """
    past = [day for day in held if day < today and day != corrected]
    if corrected is not None and corrected < today:
        return [Problem("rule.is_past", {"day": corrected}, field="valid_from")]
    if past and begins <= max(past):
        return [Problem("rule.not_after", {"day": max(past)}, field="valid_from")]
    if corrected is not None and begins != corrected:
        if begins in held:
            return [Problem("rule.day_taken", {"day": begins}, field="valid_from")]
        if corrected == min(held) and begins > corrected:
            return [Problem("rule.first_stays", {"day": corrected}, field="valid_from")]
    return []


def last_days(starts: Collection[date]) -> dict[date, date | None]:
    """Return first day → last day in force, when each value ends on the day before the next one begins."""
    ordered = sorted(starts)
    ends: dict[date, date | None] = {
        first: date.fromordinal(then.toordinal() - 1) for first, then in pairwise(ordered)
    }
    return ends | dict.fromkeys(ordered[-1:])


#: how the source of a number begins that no law gives but the office itself
_OWN = "本办自定"


def legal_source(source: str) -> str:
    """Return the source of a rule as an official paper cites it, "" where the number is the office's own."""
    return "" if source.startswith(_OWN) else source
