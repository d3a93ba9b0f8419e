"""Days of a person that can't be, and days that are hardly so: one rule for every way people come in.

A day that has not come is an error. What the ages speak against is a question: files of people (干部档案) do tell
otherwise now and then, and whoever has the file in hand may say so.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.policy import Policy
from trainingdesk.domain.roster.people import HELD_FIELDS

#: characters of a year and a month of it
MONTH = len("1972-05")
_DATES = ("birth", "work_start", "party_entry")
_TOO_YOUNG = {"work_start": "roster.too_young_at_work", "party_entry": "roster.too_young_for_party"}
#: question → the other values it is about beside its own
_ABOUT = {
    "birth": ("id_number",),
    "sex": ("id_number",),
    "work_start": ("birth", "id_number"),
    "party_entry": ("birth", "id_number"),
    **dict.fromkeys((*HELD_FIELDS, "day"), ("birth", "id_number")),
}


@dataclass(frozen=True, slots=True)
class AgeRules:
    """What ages are held against.

    Attributes:
        today: ``YYYY-MM-DD``; what is later has not come.
        least_age: years somebody in the roster has at least (rule ``person.least_age``).
        party_age: years of whoever joins the Party (rule ``person.party_age``).
        work_age: years at which work may have started, and a post may have been held (rule ``person.work_age``).
        most_age: years somebody in the roster has at most (rule ``person.most_age``).
        on: the day on which people are that old: the one a file speaks of; "" for today.
    """

    today: str
    least_age: int
    party_age: int
    work_age: int
    most_age: int
    on: str = ""

    @property
    def day(self) -> str:
        """The day on which people are that old."""
        return self.on or self.today

    @property
    def come(self) -> str:
        """The day by which what a file speaks of has come: its own, but never later than today."""
        return min(self.day, self.today)


class Dates(NamedTuple):
    """The days of a person the rule looks at, each ``YYYY-MM-DD``, ``YYYY-MM`` or "" for not known."""

    birth: str = ""
    work_start: str = ""
    party_entry: str = ""


def age_rules(policy: Policy) -> AgeRules:
    """Return the ages of the rules in force; raises Refused ``rule.missing``."""
    return AgeRules(
        today=policy.day.isoformat(),
        least_age=policy.whole("person.least_age"),
        party_age=policy.whole("person.party_age"),
        work_age=policy.whole("person.work_age"),
        most_age=policy.whole("person.most_age"),
    )


def check_dates(dates: Dates, rules: AgeRules, held: Mapping[str, str] | None = None) -> list[Problem]:
    """Return what speaks against birth, start of work and entry into the Party, each at its field.

    ``held`` are the days since which something is held, by field (:data:`~trainingdesk.domain.roster.people.HELD_FIELDS`); "" and days to come are passed
    over. Months are held against months: within the month in which an age is reached nothing is asked.
    """
    found: list[Problem] = []
    for name, value in zip(_DATES, dates, strict=True):
        if value > rules.today:
            found.append(Problem("roster.day_to_come", {"value": value}, field=name, value=value))
    birth = dates.birth
    if not birth or birth > rules.today:
        return found
    youngest, oldest = earlier(rules.day, rules.least_age), earlier(rules.day, rules.most_age + 1)
    if birth[:MONTH] > youngest or birth[:MONTH] < oldest:
        age = max(0, _age(birth, rules.day))
        params = {"value": birth, "age": age, "least": rules.least_age, "most": rules.most_age}
        code = "roster.age_odd"
        if rules.day != rules.today:
            code, params = "roster.age_odd_then", {**params, "day": rules.day}
        found.append(_question(code, "birth", birth, params))
    for name, value, years in (
        ("work_start", dates.work_start, rules.work_age),
        ("party_entry", dates.party_entry, rules.party_age),
    ):
        if value and value <= rules.today and (asked := _too_early(name, value, birth, years)):
            found.append(asked)
    for name, day in (held or {}).items():
        if day <= rules.today and (early := check_held(day, birth, rules.work_age, name)):
            found.append(early)
    return found


def check_held(day: str, birth: str, work_age: int, field: str = "") -> Problem | None:
    """Return what speaks against holding a post, a unit or a status since a day: nobody did before they could work.

    ``work_age`` is the rule ``person.work_age`` in years.
    """
    return _too_early(field, day, birth, work_age) if day and birth else None


def ask_held(days: Mapping[str, str], birth: str, work_age: int, sure: Collection[str] = ()) -> list[Problem]:
    """Return the questions that stay about days since which something is held, by field; see :func:`check_held`."""
    found = [early for name, day in days.items() if (early := check_held(day, birth, work_age, name))]
    return still_asked(found, None, sure)


def _too_early(name: str, value: str, birth: str, years: int) -> Problem | None:
    """Return the question about a day that lies before a birth, or before an age was reached."""
    if value[:MONTH] >= earlier(birth, -years):
        return None
    if value[:MONTH] < birth[:MONTH]:
        code = "roster.before_birth"
    else:
        code = _TOO_YOUNG.get(name, "roster.too_young_to_hold")
    params: dict[str, object] = {"value": value, "birth": birth, "age": _age(birth, value), "least": years}
    return _question(code, name, value, params)


def still_asked(
    problems: Sequence[Problem], changed: Set[str] | None, sure: Collection[str]
) -> list[Problem]:
    """Return the problems without the questions that were answered, or are about nothing that was changed.

    ``changed`` are the fields with another value than before, None for somebody new; ``sure`` the fields whose
    questions the person has answered.
    """
    return [
        problem
        for problem in problems
        if problem.severity is not Severity.QUESTION
        or (
            problem.field not in sure
            and (changed is None or not changed.isdisjoint((problem.field, *_ABOUT.get(problem.field, ()))))
        )
    ]


def _question(code: str, field: str, value: str, params: dict[str, object]) -> Problem:
    return Problem(code, params, field=field, value=value, severity=Severity.QUESTION)


def earlier(day: str, years: int) -> str:
    """Return the month that is so many years before a day."""
    return f"{int(day[:4]) - years:04d}{day[4:MONTH]}"


def _age(birth: str, day: str) -> int:
    """Return the years from a birth to a day, as exactly as both are known; negative before the birth."""
    years = int(day[:4]) - int(birth[:4])
    return years - 1 if day[5:] < birth[5 : len(day)] else years
