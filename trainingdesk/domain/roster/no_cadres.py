"""Who is no cadre by what a row says: 编外、劳务派遣、临时工, and workers (工勤). None of them comes in without being asked about.

Cadres are on the establishment: civil servants within the 行政编制, and in institutions who holds a management or technical
post; workers (工勤) are the third kind of posts (公务员法 2018 第二条、第一百一十二条; 事业单位岗位设置管理试行办法). 聘用 is written
for both: that is for the person to say. The words are rows of ``data/code_lists.json``. They are all that a cell says, or
one of its parts: 编外；2026年3月入职, 司机（编外）, 公务员、聘用制. Of a longer word they say nothing: 聘用制公务员, 工人文化宫主任.
Who works on behind their retirement (返聘) is none either, and 社区 in a column for how people are employed says who is of a
community. But who came from there is asked about: 2026年7月劳务派遣转入 may be on the establishment since, or came as 劳务派遣.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of, text_of
from trainingdesk.domain.roster.parts import BRACKETS, MARKS
from trainingdesk.domain.roster.people import ParsedRows
from trainingdesk.domain.roster.sheet import Sheet, Spellings
from trainingdesk.shared.word_rows import texts

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
#: columns for how people are employed
_KINDS = (*ASIDE, "team")
#: who works on behind their retirement; in a column of remarks and of statuses that is asked as a status
_REHIRED = ("remark_words.json", "rehired_alone")
#: how a header begins that asks for yes or no: 是否在编
_WHETHER = "是否"
#: where such words stand
_COLUMNS = (*_KINDS, "status", "rank", "side_rank", "post", "note")
#: brackets part here too, and blanks don't: 1998.07-2003.05 区农机厂 工人 is one part
_BETWEEN = re.compile(f"[{MARKS}。{BRACKETS}]")
#: years that are over: 1998.07-2003.05 区农机厂 工人
_OVER = re.compile(r"(?:19|20)\d\d[-./年月\d]*\s*[-—–~～至到]+\s*(?:19|20)\d\d")
#: 2026年7月由劳务派遣转入, by the keys of spellings
_CAME = r"(?:(?:19|20)\d\d[-./年月日\d]*)?(?:由|从|原)?(?P<word>{})(?:人员|身份)?(?:转入|转来|转正|转编|调入|入职|录用)"


class _Asked(NamedTuple):
    """What is asked of one cell.

    Attributes:
        problem: the question.
        whole: whether the cell says nothing else.
    """

    problem: Problem
    whole: bool


def ask_no_cadres(found: ParsedRows, sheet: Sheet, spellings: Spellings) -> ParsedRows:
    """Return the rows with a question at each that says somebody is no cadre.

    It takes the place of what was asked at that cell, where the cell says nothing else.
    """
    codes = {**dict.fromkeys(spellings.outside, OUTSIDE), **dict.fromkeys(spellings.workers, WORKER)}
    rehired = {key_of(word): OUTSIDE for word in texts(*_REHIRED)}
    words = {
        **dict.fromkeys(_KINDS, codes | rehired | dict.fromkeys(spellings.outside_aside, OUTSIDE)),
        **dict.fromkeys(("post", "rank", "side_rank"), codes | rehired),
    }
    asked: dict[int, dict[str, _Asked]] = {}
    for name in _COLUMNS:
        _ask(asked, sheet, name, words.get(name, codes), spellings.denied)
    if not asked:
        return found
    people = {person.row for person in found.people}
    cells = {(row, header) for row, own in asked.items() for header, one in own.items() if one.whole}
    kept = [
        problem
        for problem in found.problems
        if problem.severity is not Severity.QUESTION or (problem.row, problem.field) not in cells
    ]
    own = [
        _first_of([one.problem for one in of_row.values()]) for row, of_row in asked.items() if row in people
    ]
    # before what else the row is asked: who is left out is asked nothing more
    return ParsedRows(found.people, sorted([*own, *kept], key=lambda problem: problem.row))


def _first_of(problems: Sequence[Problem]) -> Problem:
    """Return the one question of a row, however many of its cells say so; it tells of the others."""
    first, *others = problems
    further = [cell for one in others for cell in cells_of(one)]
    return replace(first, params={**first.params, FURTHER: further}) if further else first


def word_of(problem: Problem) -> str:
    """Return what a question is asked about: of one for no cadre the word, of any other the cell."""
    return str(problem.params["value"]) if problem.code in NO_CADRES else problem.value


def cells_of(problem: Problem) -> list[tuple[str, str, str, str]]:
    """Return code, header, text and word of every cell that a question for no cadre is asked at."""
    own = (problem.code, problem.field, problem.value, word_of(problem))
    return [own, *problem.params.get(FURTHER, ())]


def asked_again(before: Iterable[Problem], now: Iterable[Problem], typed: Collection[str]) -> list[Problem]:
    """Return the question of a row that was read once more with other texts in some cells, () where none says so any more.

    Args:
        before: what was asked of the row; now: what is asked of it as it was read again.
        typed: the headers of the cells with other texts.
    """
    cells: dict[str, Problem] = {}
    for problem, gone in (*((one, typed) for one in before), *((one, ()) for one in now)):
        params = {name: value for name, value in problem.params.items() if name != FURTHER}
        for code, header, value, word in cells_of(problem) if problem.code in NO_CADRES else ():
            if header not in gone:
                own = {**params, "value": word}
                cells.setdefault(header, replace(problem, code=code, field=header, value=value, params=own))
    return [_first_of(list(cells.values()))] if cells else []


def _ask(
    asked: dict[int, dict[str, _Asked]],
    sheet: Sheet,
    name: str,
    codes: Mapping[str, str],
    denied: Collection[str],
) -> None:
    """Add row → header of the cell → the question, of one column; ``denied`` is what 是否在编 says for no."""
    raw = sheet.columns.get(name, ())
    came = re.compile(_CAME.format("|".join(sorted(map(re.escape, codes), key=len, reverse=True))))
    mentioned = re.compile("|".join(map(re.escape, codes)))
    said: dict[object, str] = {
        cell: word
        for cell in set(raw)
        if isinstance(cell, str)
        and len(cell) <= LONGEST_NAMING
        and mentioned.search(key_of(cell))
        and (word := _word(cell, codes, came))
    }
    header = sheet.headers.get(name, "")
    if name == "establishment" and header.startswith(_WHETHER):
        said |= {cell: text for cell in set(raw) if key_of(text := text_of(cell)) in denied}
    for line, cell in enumerate(raw if said else ()):
        if (means := said.get(cell)) is not None:
            row, text = sheet.rows[line], text_of(cell)
            params = {"value": means, "about": NO_CADRE, "choices": [STAYS_OUT, COMES_IN]}
            problem = Problem(codes.get(key_of(means), OUTSIDE), params, header, row, text, Severity.QUESTION)
            asked.setdefault(row, {})[header] = _Asked(problem, means == text)


def _word(cell: str, codes: Mapping[str, str], came: re.Pattern[str]) -> str:
    """Return the word of a cell that says somebody is no cadre, the cell itself where it says nothing else; "" for none."""
    if key_of(whole := text_of(cell)) in codes:
        return whole
    parts = [part for part in _BETWEEN.split(cell) if not _OVER.search(part)]
    words = [text_of(word) for part in parts for word in (part, *part.split())]
    own = (word for word in words if key_of(word) in codes)
    coming = (found["word"] for word in words if (found := came.fullmatch(key_of(word))))
    return next(own, "") or next(coming, "")
