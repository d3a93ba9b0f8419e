"""Ages in the rows of a file: asked about where a row says them, and held against whoever a row is found to be.

Who a row is decides :mod:`~trainingdesk.domain.roster.recognised` alone. A row that says no birth is held against that of
its person; for one that is perhaps somebody see :mod:`~trainingdesk.domain.roster.chosen`.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.asked_alone import NOTHING_SAID, OF_AGE, Said
from trainingdesk.domain.roster.people import HELD_FIELDS, KnownPerson, ParsedPerson
from trainingdesk.domain.roster.plausible import MONTH, AgeRules, Dates, check_dates, earlier

#: a question that was asked: row, field, what the cell says, the birth it was held against
Asked = tuple[int, str, str, str]


class Meant(NamedTuple):
    """Whom a row means: ``person`` for certain, or ``perhaps`` one of several; none of both is somebody new."""

    person: KnownPerson | None = None
    perhaps: tuple[KnownPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class AgeCheck:
    """What the rows of one file are held against.

    Attributes:
        rules: the ages.
        asked: questions that were asked before.
        said: what was answered.
        one_column: one column says since when of either rank: it is asked about once.
    """

    rules: AgeRules
    asked: Container[Asked] = ()
    said: Said = NOTHING_SAID
    one_column: bool = True

    def is_settled(self, row: ParsedPerson, problem: Problem, people: Iterable[KnownPerson]) -> bool:
        """Return whether a question was answered with what stands there, or is about what the roster holds already.

        Somebody has put it there, or answered. Against another birth, since that was put right, it is another question.
        """
        name, value = problem.field, problem.value
        settled = self.said.settles_age(row.row, problem, name)
        if settled or (settled is None and _asked(row.row, name, problem) in self.asked):
            return True
        birth = problem.params.get("birth", value)
        return any(getattr(one, name) == value and one.birth == birth for one in people)

    def odd_of(self, row: ParsedPerson, person: KnownPerson) -> list[Problem]:
        """Return the questions about a row's days if it means a person."""
        held = {name: day for name in HELD_FIELDS if (day := getattr(row, name))}
        dates = Dates(birth_of(row) or person.birth, row.work_start, row.party_entry)
        return [
            problem
            for problem in check_dates(dates, self.rules, held)
            if problem.severity is Severity.QUESTION
            and (problem.field != "birth" or row.birth)
            and not self.is_settled(row, problem, (person,))
        ]


def birth_of(row: ParsedPerson) -> str:
    """Return the birth a row says, or else its ID number."""
    number = row.id_number
    return row.birth or (f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if number else "")


def check_rows(
    rows: Sequence[ParsedPerson],
    check: AgeCheck,
    headers: Mapping[str, str],
    meant: Callable[[int], Meant],
) -> tuple[dict[int, dict[str, Any]], list[Problem]]:
    """Return the days that can't be or are asked about, and the problems with them.

    The days are place of a row → its fields, each blank; ``meant`` says whom the row at a place means.
    """
    rules, one_column = check.rules, check.one_column
    today = rules.today
    found: list[Problem] = []
    youngest = earlier(rules.day, rules.least_age)
    oldest = earlier(rules.day, rules.most_age + 1)
    blanks: dict[int, dict[str, Any]] = {}
    least: dict[str, tuple[str, str]] = {}
    for place, row in enumerate(rows):
        birth = birth_of(row)
        start, entry = row.work_start, row.party_entry
        held = {name: day for name in HELD_FIELDS if (day := getattr(row, name))}
        if one_column:
            held.pop("side_rank_from", None)
        if not birth and (start or entry or held) and (one := meant(place).person):
            birth = one.birth
        late = held and [name for name, day in held.items() if day > today]
        odd = False
        if birth:
            month = birth[:MONTH]
            bounds = least.get(month)
            if bounds is None:
                bounds = least[month] = (earlier(month, -rules.work_age), earlier(month, -rules.party_age))
            odd = bool(
                not oldest <= month <= youngest
                or (start and start < bounds[0])
                or (entry and entry < bounds[1])
                or (held and min(held.values()) < bounds[0])
            )
        if not (odd or late or start > today or entry > today):
            continue
        wrong = check_dates(Dates(birth, start, entry), rules, held)
        wrong += [
            Problem("roster.day_to_come", {"value": held[name]}, field=name, value=held[name])
            for name in late or ()
        ]
        whom = meant(place)
        people = (whom.person,) if whom.person is not None else whom.perhaps
        for problem in wrong:
            name = problem.field
            asks = problem.severity is Severity.QUESTION
            if (name == "birth" and not row.birth) or (asks and check.is_settled(row, problem, people)):
                continue
            blanks.setdefault(place, {})[name] = ""
            if one_column and name == "rank_from":
                blanks[place]["side_rank_from"] = ""
            params = {**problem.params, "about": name, **({"choices": [problem.value]} if asks else {})}
            found.append(replace(problem, params=params, field=headers.get(name, ""), row=row.row))
    return blanks, found


def ages_asked(problems: Iterable[Problem]) -> set[Asked]:
    """Return the questions about ages among the problems of a file's rows."""
    return {_asked(one.row, str(one.params["about"]), one) for one in problems if one.code in OF_AGE}


def _asked(row: int, name: str, problem: Problem) -> Asked:
    return row, name, problem.value, str(problem.params.get("birth", ""))
