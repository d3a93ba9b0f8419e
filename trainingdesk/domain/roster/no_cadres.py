"""Who is no cadre by what a row says: 编外、劳务派遣、临时工, and workers (工勤). None of them comes in without being asked about.

Cadres are on the establishment: civil servants within the 行政编制, and in institutions who holds a management or technical
post; workers (工勤) are the third kind of posts (公务员法 2018 第二条、第一百一十二条; 事业单位岗位设置管理试行办法). 聘用 is written
for both: that is for the person to say. The words are rows of ``data/code_lists.json``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of, text_of
from trainingdesk.domain.roster.people import ParsedRows
from trainingdesk.domain.roster.sheet import Sheet, Spellings

#: the name at which it is answered, as if it were a field; the answers: the row stays out, it comes in all the same
NO_CADRE = "no_cadre"
STAYS_OUT, COMES_IN = "out", "in"
#: the questions at who is not on the establishment, and at workers
OUTSIDE, WORKER = "roster.no_cadre_outside", "roster.no_cadre_worker"
NO_CADRES = frozenset({OUTSIDE, WORKER})
#: of such a question: the other cells of the row that say so
FURTHER = "further"
#: the note at somebody who came in as a cadre all the same; its choices settle it anew
CADRE_SETTLED = "roster.no_cadre_settled"
#: why a row stays out
LEFT_OUT = "roster.no_cadre_left"
#: columns that are read for nothing else: 编制, and 身份
ASIDE = ("establishment", "identity")
#: where such words stand
_COLUMNS = (*ASIDE, "team", "status", "rank", "side_rank", "post", "note")


def ask_no_cadres(found: ParsedRows, sheet: Sheet, spellings: Spellings) -> ParsedRows:
    """Return the rows with a question at each that says somebody is no cadre, in place of what was asked at that cell."""
    asked = _asked(
        sheet, {**dict.fromkeys(spellings.outside, OUTSIDE), **dict.fromkeys(spellings.workers, WORKER)}
    )
    if not asked:
        return found
    people = {person.row for person in found.people}
    cells = {(row, header) for row, problems in asked.items() for header in problems}
    kept = [
        problem
        for problem in found.problems
        if problem.severity is not Severity.QUESTION or (problem.row, problem.field) not in cells
    ]
    own = [_first_of(list(problems.values())) for row, problems in asked.items() if row in people]
    return ParsedRows(found.people, sorted([*kept, *own], key=lambda problem: problem.row))


def _first_of(problems: Sequence[Problem]) -> Problem:
    """Return the one question of a row, however many of its cells say so; it tells of the others."""
    first, *others = problems
    further = [(one.code, one.field, one.value) for one in others]
    return replace(first, params={**first.params, FURTHER: further}) if further else first


def cells_of(problem: Problem) -> list[tuple[str, str, str]]:
    """Return code, header and text of every cell that a question is asked at."""
    return [(problem.code, problem.field, problem.value), *problem.params.get(FURTHER, ())]


def asked_again(before: Iterable[Problem], now: Iterable[Problem], typed: Collection[str]) -> list[Problem]:
    """Return the question of a row that was read once more with other texts in some cells, () where none says so any more.

    Args:
        before: what was asked of the row; now: what is asked of it as it was read again.
        typed: the headers of the cells with other texts.
    """
    cells: dict[str, Problem] = {}
    for problem, gone in (*((one, typed) for one in before), *((one, ()) for one in now)):
        params = {name: value for name, value in problem.params.items() if name != FURTHER}
        for code, header, value in cells_of(problem) if problem.code in NO_CADRES else ():
            if header not in gone:
                said = replace(
                    problem, code=code, field=header, value=value, params={**params, "value": value}
                )
                cells.setdefault(header, said)
    return [_first_of(list(cells.values()))] if cells else []


def _asked(sheet: Sheet, codes: Mapping[str, str]) -> dict[int, dict[str, Problem]]:
    """Return row → header of the cell → the question."""
    asked: dict[int, dict[str, Problem]] = {}
    for name in _COLUMNS:
        raw = sheet.columns.get(name, ())
        said: dict[object, str] = {
            cell: code
            for cell in set(raw)
            if isinstance(cell, str)
            and len(cell) <= LONGEST_NAMING
            and (code := codes.get(key_of(text_of(cell))))
        }
        header = sheet.headers.get(name, "")
        for line, cell in enumerate(raw if said else ()):
            if (code := said.get(cell)) is not None:
                value, row = text_of(cell), sheet.rows[line]
                params = {"value": value, "about": NO_CADRE, "choices": [STAYS_OUT, COMES_IN]}
                problem = Problem(code, params, header, row, value, Severity.QUESTION)
                asked.setdefault(row, {})[header] = problem
    return asked
