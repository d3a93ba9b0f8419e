"""Questions about what stands in a cell, asked when its text is understood: of a move before somebody came, say.

A cell can be asked about twice: 5/6/2019 may be May or June, and once the month was chosen that day may lie before the
person came. An answer counts for the question it was given to, and for the value that was asked about, alone.
"""

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.people import HELD_FIELDS

#: a move of somebody who came into the roster later
MOVED_BEFORE = "roster.moved_before_joined"
#: a new rank held since before the one so far
RANK_GOES_BACK = "roster.rank_goes_back"
#: somebody beside their own unit
OPEN_BESIDE = "roster.beside_open"

_ALONE = frozenset({MOVED_BEFORE, RANK_GOES_BACK, OPEN_BESIDE})
#: questions about ages; another birth asks another one
OF_AGE = frozenset(
    {
        *("roster.age_odd", "roster.age_odd_then", "roster.before_birth"),
        *("roster.too_young_at_work", "roster.too_young_for_party", "roster.too_young_to_hold"),
    }
)
#: the fields that these are about
_FIELDS = frozenset({"unit", "birth", "work_start", "party_entry", *HELD_FIELDS})
#: stands between the field and the question
_MARK = "?"
_AGE = f"{_MARK}age"


class Said(NamedTuple):
    """What was answered.

    Attributes:
        answers: cell → the value chosen for it; what is answered to one of these questions stands at a name of its own.
        elsewhere: cells about which something else was asked: what is answered at such a cell was said of that. Those
            whose age was asked about have a name of their own.
    """

    answers: Mapping[tuple[int, str], str] = {}
    elsewhere: Container[tuple[int, str]] = frozenset()

    def settles(self, row: int, code: str, field: str, value: str) -> bool:
        """Return whether one of these questions was answered with what stands there."""
        if self.answers.get((row, _own_name(code, field))) == value:
            return True
        if (row, field) in self.elsewhere or (row, field + _AGE) in self.elsewhere:
            return False
        return self.answers.get((row, field)) == value

    def settles_age(self, row: int, problem: Problem, field: str) -> bool | None:
        """Return whether a question about an age was answered, None where it is if it was asked before."""
        if self.answers.get((row, alone_name(problem, field))) == problem.value:
            return True
        same = self.answers.get((row, field)) == problem.value
        return None if same and (row, field) not in self.elsewhere else False


#: nothing was said
NOTHING_SAID = Said()


def answered_at(problem: Problem, field: str, value: str) -> str:
    """Return the name that an answer to a question about a field stands at: the field where it changes the cell."""
    return alone_name(problem, field) if value and value == problem.params.get("value") else field


def alone_name(problem: Problem, field: str) -> str:
    """Return the name at which what stands in the cell is affirmed, the field itself for any other question."""
    if problem.code in OF_AGE:
        return f"{field}{_AGE} {problem.params.get('birth', problem.value)}"
    return _own_name(problem.code, field) if problem.code in _ALONE else field


def field_at(name: str) -> str:
    """Return the field that an answer is about."""
    return name.partition(_MARK)[0]


def is_alone(name: str) -> bool:
    """Return whether an answer only affirms what stands in its cell."""
    return _MARK in name


def asked_elsewhere(problems: Iterable[Problem], headers: Mapping[str, str]) -> frozenset[tuple[int, str]]:
    """Return the cells of these fields about which something else is asked; ``headers`` is field → header."""
    fields = {headers[name]: name for name in _FIELDS if name in headers}
    found = set()
    for one in problems:
        if one.severity is Severity.QUESTION and one.row and one.code not in _ALONE:
            name = str(one.params.get("about") or fields.get(one.field, ""))
            if name in _FIELDS:
                found.add((one.row, f"{name}{_AGE}" if one.code in OF_AGE else name))
    return frozenset(found)


def _own_name(code: str, field: str) -> str:
    return f"{field}{_MARK}{code}"
