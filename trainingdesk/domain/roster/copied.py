"""An ID number that stands in the rows of two people: copied down by mistake, it contradicts whoever it isn't of."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.people import ParsedPerson

#: questions that a wrong ID number brings with it
CONTRADICTS = frozenset({"roster.birth_contradicts_id", "roster.sex_contradicts_id"})

#: two different names that bear one number, each with the place at which it stands first
_Firsts = list[tuple[str, int]]


def copied_numbers(rows: Sequence[ParsedPerson], problems: Iterable[Problem]) -> dict[int, int]:
    """Return the place of each row whose ID number seems copied → the place of the row of another name that has it too.

    Seems copied: another name bears the number too, and birth or sex of this row contradict it. Where one of the rows
    agrees with the number, the number is taken for that one's. One number belongs to one person (GB 11643).
    """
    asked = {
        problem.row
        for problem in problems
        if problem.code in CONTRADICTS and problem.severity is Severity.QUESTION
    }
    if not asked:
        return {}
    numbers = {row.id_number for row in rows if row.row in asked}
    contradicted: list[tuple[int, str, str]] = []
    # one number may be filled down a whole column: of its bearers only the first ones are kept
    agreeing: dict[str, _Firsts] = defaultdict(list)
    bearers: dict[str, _Firsts] = defaultdict(list)
    for place, row in enumerate(rows):
        number, name = row.id_number, row.name
        if not number or number not in numbers:
            continue
        if row.row in asked:
            contradicted.append((place, number, name))
        else:
            _keep_first(agreeing[number], name, place)
        _keep_first(bearers[number], name, place)
    copied: dict[int, int] = {}
    for place, number, name in contradicted:
        other = next((first for other, first in (*agreeing[number], *bearers[number]) if other != name), None)
        if other is not None:
            copied[place] = other
    return copied


def _keep_first(firsts: _Firsts, name: str, place: int) -> None:
    """Keep the place at which a name stands first, of the first two names: for any name one of them is another one."""
    if len(firsts) < 2 and all(name != other for other, _place in firsts):
        firsts.append((name, place))


def without_explained(
    rows: Sequence[ParsedPerson], problems: Sequence[Problem], copied: Iterable[int]
) -> list[Problem]:
    """Return the problems without the contradictions that a copied number explains: they are asked once it is put right."""
    explained = {rows[place].row for place in copied}
    if not explained:
        return list(problems)
    return [one for one in problems if one.row not in explained or one.code not in CONTRADICTS]
