"""Who is no cadre by what a row says: 编外、劳务派遣、临时工, and workers (工勤). None of them comes in without being asked about.

Cadres are on the establishment: civil servants within the 行政编制, and in institutions who holds a management or technical
post; workers (工勤) are the third kind of posts (公务员法 2018 第二条、第一百一十二条; 事业单位岗位设置管理试行办法). 聘用 is written
for both: that is for the person to say. The words are rows of ``data/code_lists.json``.
"""

from collections.abc import Mapping

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
    # one question a row, however many of its cells say so
    own = [next(iter(problems.values())) for row, problems in asked.items() if row in people]
    return ParsedRows(found.people, sorted([*kept, *own], key=lambda problem: problem.row))


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
