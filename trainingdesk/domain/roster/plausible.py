"""Days of a person that can't be, and days that are hardly so: one rule for every way people come in.

A day that has not come is an error. What the ages speak against is a question: files of people (干部档案) do tell
otherwise now and then, and whoever has the file in hand may say so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.policy import Policy
from trainingdesk.domain.roster.mending import Place
from trainingdesk.domain.roster.people import SINCE_FIELDS, ParsedPerson

#: nobody in a roster of cadres is older, in years: even those who have retired long ago are found below it
MOST_AGE = 100
#: age in years at which work may have started: younger ones were taken on by troupes and teams only (《劳动法》第十五条
#: excepts 文艺、体育和特种工艺单位), and files of the sixties and seventies know 14
LEAST_AT_WORK = 14
#: a birth year and a month of it
_MONTH = len("1972-05")
_DATES = ("birth", "work_start", "party_entry")
#: questions about ages
_ODD = frozenset(
    {
        *("roster.age_odd", "roster.age_odd_then", "roster.before_birth"),
        *("roster.too_young_at_work", "roster.too_young_for_party"),
    }
)
#: question → the other values it is about beside its own
_ABOUT = {
    "birth": ("id_number",),
    "sex": ("id_number",),
    "work_start": ("birth", "id_number"),
    "party_entry": ("birth", "id_number"),
}


#: a question that was asked: row, field, what the cell says, the birth it was held against
Asked = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class AgeRules:
    """What ages are held against.

    Attributes:
        today: ``YYYY-MM-DD``; what is later has not come.
        least_age: years somebody in the roster has at least (rule ``person.least_age``).
        party_age: years of whoever joins the Party (rule ``person.party_age``).
        on: the day on which people are that old: the one a file speaks of; "" for today.
    """

    today: str
    least_age: int
    party_age: int
    on: str = ""

    @property
    def day(self) -> str:
        """The day on which people are that old."""
        return self.on or self.today


class Dates(NamedTuple):
    """The days of a person the rule looks at, each ``YYYY-MM-DD``, ``YYYY-MM`` or "" for not known."""

    birth: str = ""
    work_start: str = ""
    party_entry: str = ""


def age_rules(policy: Policy) -> AgeRules:
    """Return the ages of the rules in force; raises Refused ``rule.missing``."""
    return AgeRules(
        policy.day.isoformat(), policy.whole("person.least_age"), policy.whole("person.party_age")
    )


def check_dates(dates: Dates, rules: AgeRules) -> list[Problem]:
    """Return what speaks against birth, start of work and entry into the Party, each at its field.

    Months are held against months: within the month in which an age is reached nothing is asked.
    """
    found: list[Problem] = []
    for name, value in zip(_DATES, dates, strict=True):
        if value > rules.today:
            found.append(Problem("roster.day_to_come", {"value": value}, field=name, value=value))
    birth = dates.birth
    if not birth or birth > rules.today:
        return found
    youngest, oldest = _earlier(rules.day, rules.least_age), _earlier(rules.day, MOST_AGE + 1)
    if birth[:_MONTH] > youngest or birth[:_MONTH] < oldest:
        age = max(0, _age(birth, rules.day))
        params = {"value": birth, "age": age, "least": rules.least_age, "most": MOST_AGE}
        code = "roster.age_odd"
        if rules.day != rules.today:
            code, params = "roster.age_odd_then", {**params, "day": rules.day}
        found.append(_question(code, "birth", birth, params))
    for name, value, years in (
        ("work_start", dates.work_start, LEAST_AT_WORK),
        ("party_entry", dates.party_entry, rules.party_age),
    ):
        if value and value <= rules.today and (asked := _too_early(name, value, birth, years)):
            found.append(asked)
    return found


def check_held(day: str, birth: str) -> Problem | None:
    """Return what speaks against holding a post, a rank or a status since a day: nobody did before they could work."""
    return _too_early("work_start", day, birth, LEAST_AT_WORK) if day and birth else None


def _too_early(name: str, value: str, birth: str, years: int) -> Problem | None:
    """Return the question about a day that lies before a birth, or before an age was reached."""
    if value[:_MONTH] >= _earlier(birth, -years):
        return None
    if value[:_MONTH] < birth[:_MONTH]:
        code = "roster.before_birth"
    else:
        code = "roster.too_young_at_work" if name == "work_start" else "roster.too_young_for_party"
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


def check_rows(
    rows: Sequence[ParsedPerson],
    problems: Sequence[Problem],
    rules: AgeRules,
    answers: Mapping[Place, str],
    headers: Mapping[str, str],
    asked: Collection[Asked],
) -> tuple[Sequence[ParsedPerson], list[Problem]]:
    """Return the rows of a file without the days that can't be or are asked about, and all problems by row.

    A question of ``asked`` that was answered with what stands there is not asked again. Against another birth, since
    that was put right, it is another question.
    """
    today = rules.today
    found: list[Problem] = []
    youngest = _earlier(rules.day, rules.least_age)
    oldest = _earlier(rules.day, MOST_AGE + 1)
    blanks: dict[int, dict[str, Any]] = {}
    least: dict[str, tuple[str, str]] = {}
    for place, row in enumerate(rows):
        number = row.id_number
        birth = row.birth or (f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if number else "")
        start, entry = row.work_start, row.party_entry
        late = [name for name in SINCE_FIELDS if (day := getattr(row, name)) and day > today]
        if birth:
            month = birth[:_MONTH]
            bounds = least.get(month)
            if bounds is None:
                bounds = least[month] = (
                    _earlier(month, -LEAST_AT_WORK),
                    _earlier(month, -rules.party_age),
                )
            odd = (
                not oldest <= month <= youngest
                or (start and start < bounds[0])
                or (entry and entry < bounds[1])
            )
        else:
            odd = False
        if not (odd or late or start > today or entry > today):
            continue
        wrong = check_dates(Dates(birth, start, entry), rules)
        wrong += [
            Problem("roster.day_to_come", {"value": day}, field=name, value=day)
            for name in late
            if (day := getattr(row, name))
        ]
        for problem in wrong:
            name = problem.field
            value = problem.value
            if name == "birth" and not row.birth:
                continue
            answered = problem.severity is Severity.QUESTION and answers.get((row.row, name)) == value
            if answered and _asked(row.row, name, problem) in asked:
                continue
            blanks.setdefault(place, {})[name] = ""
            choices = {"choices": [value]} if problem.severity is Severity.QUESTION else {}
            found.append(
                Problem(
                    problem.code,
                    {**problem.params, "about": name, **choices},
                    field=headers.get(name, ""),
                    row=row.row,
                    value=value,
                    severity=problem.severity,
                )
            )
    if not found:
        return rows, list(problems)
    kept = list(rows)
    for place, values in blanks.items():
        kept[place] = kept[place]._replace(**values)
    return kept, sorted([*problems, *found], key=lambda problem: problem.row)


def ages_asked(problems: Iterable[Problem]) -> set[Asked]:
    """Return the questions about ages among the problems of a file's rows."""
    return {_asked(one.row, str(one.params["about"]), one) for one in problems if one.code in _ODD}


def _asked(row: int, name: str, problem: Problem) -> Asked:
    return row, name, problem.value, str(problem.params.get("birth", ""))


def _question(code: str, field: str, value: str, params: dict[str, object]) -> Problem:
    return Problem(code, params, field=field, value=value, severity=Severity.QUESTION)


def _earlier(day: str, years: int) -> str:
    """Return the month that is so many years before a day."""
    return f"{int(day[:4]) - years:04d}{day[4:_MONTH]}"


def _age(birth: str, day: str) -> int:
    """Return the years from a birth to a day, as exactly as both are known; negative before the birth."""
    years = int(day[:4]) - int(birth[:4])
    return years - 1 if day[5:] < birth[5 : len(day)] else years
