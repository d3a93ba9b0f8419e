"""An ID number that stands in the rows of two people: copied down by mistake, it contradicts whoever it isn't of."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.people import ParsedPerson

#: questions that a wrong ID number brings with it
CONTRADICTS = frozenset({"roster.birth_contradicts_id", "roster.sex_contradicts_id"})


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
    bearers: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.id_number and row.id_number in numbers:
            bearers[row.id_number].append(place)
    copied: dict[int, int] = {}
    for places in bearers.values():
        for place in places:
            if rows[place].row not in asked:
                continue
            others = [other for other in places if rows[other].name != rows[place].name]
            agreeing = [other for other in others if rows[other].row not in asked]
            if others:
                copied[place] = (agreeing or others)[0]
    return copied


def without_explained(
    rows: Sequence[ParsedPerson], problems: Sequence[Problem], copied: Iterable[int]
) -> list[Problem]:
    """Return the problems without the contradictions that a copied number explains: they are asked once it is put right."""
    explained = {rows[place].row for place in copied}
    if not explained:
        return list(problems)
    return [one for one in problems if one.row not in explained or one.code not in CONTRADICTS]
