"""Which rows below a header are people, and what stands between them: totals, headings of units, signatures.

Nothing is dropped silently: what is passed over is said with its rows.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.asked_words import ASKED
from trainingdesk.domain.roster.cells import LONGEST_NAMING, PLAIN_NAME, Cell, key_of, says_nothing, text_of
from trainingdesk.domain.roster.closing_lines import is_closing, is_label, is_line, told_words
from trainingdesk.domain.roster.columns import Header, Merged
from trainingdesk.domain.roster.departments import DEPARTMENT, kept_beside_departments
from trainingdesk.domain.roster.dittos import read_dittos
from trainingdesk.domain.roster.general_rows import (
    general_words_in,
    is_own_list,
    names_general,
    place_general,
)
from trainingdesk.domain.roster.like_name import reads_as_name
from trainingdesk.domain.roster.lines import in_sheet, told_rows
from trainingdesk.domain.roster.no_names import ends_as_group, no_names
from trainingdesk.domain.roster.statuses import heads_gone
from trainingdesk.domain.roster.title_unit import unit_above
from trainingdesk.domain.roster.totals import adds_up
from trainingdesk.domain.roster.unit_forms import ORGANISATION
from trainingdesk.domain.roster.unit_post import is_inner

_NUMBERING = re.compile(r"^(?:[\(]?[一二三四五六七八九十]{1,3}[\)]?[、.．]?|\(?\d{1,3}\)?[、.．])\s*")
_HEADCOUNT = re.compile(r"[(:]?\s*(?:共|计|合计|实有)?\s*\d+\s*[人名]\s*\)?$")
_BRACKET_STARTS = frozenset("(（[【〔 \u3000")
#: brackets around the whole of a text, and inside of them once more
_PLAIN, _OPEN, _SHUT = r"[^()（）\[\]【】〔〕]", r"[(（\[【〔]", r"[)）\]】〕]"
_BRACKETED = re.compile(rf"(?:{_OPEN}(?:{_PLAIN}|{_OPEN}{_PLAIN}*{_SHUT})*{_SHUT}\s*)+")
#: what a line below a header says of how to fill the columns in
_HINT = re.compile(
    r"必填|选填|必须|非必填|可不填|不填|格式|示例|样例|例如|[如例][:：]|填写|填报|全称|规范|下拉|保持?一致|请[填选按输]|^\d{1,2}位|位数字|[yY]{4}|小数|文本型"
)
#: how a heading of a group of people begins and ends; 2 or 3 characters alone may be somebody's name
_GROUP_NUMBER = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}(?:[)）]|[、.．])")
_GROUP = re.compile(
    r".{0,16}(?:领导|班子|干部|人员|职工|教师|党员|成员|机关|公务员|工作者|[处科股]级|正职|副职)"
)
_LONGEST_NAME = 3
#: how a numbered heading of a part of an office ends: 三、办公室, 三、工会, 三、离退休
_PART_END = "委会办局所站队级员层类休"
#: a unit of 3 or 4 characters alone in the column of names: 区委办, 区法院; 王建镇 and 李文学 may be somebody
_SHORT_UNIT = re.compile(
    r"[区县市旗].{1,2}(?:局|委|办|院|部|会|联|校)|..?.(?:局|委|办|院|街道|公司|中心|政府|人大|政协|妇联|残联|工会)|团[区县市旗]委"
)
#: a department alone in the column of names; 张登科 may be somebody
_SHORT_DEPARTMENT = re.compile(
    r".{0,10}(?:机关|本级|本部|班子|车间|窗口)|(?!.*办公室).{2,10}[室股]|局?办公室|.{3,10}科"
    r"|(?:人事|财务|综合|业务|审批|法规|督查|宣传|组织|信息|行政|基教|计财|党政|纪检|监察|后勤|保卫|教务|政工|总务|医务|护理)[科处组部]"
)
#: columns that a row of a single text leaves blank before it is held to head others and not to be somebody
_MANY_COLUMNS = 3
#: Fields whose merged cells mean every row they cover.
_FILLED = frozenset({"unit", "unit_post", "team", "authority", "status", "rank", "ethnicity", "political"})
#: what a row says of somebody whose name is missing, and of no vacant post and no signature
_OF_PEOPLE = ("id_number", "sex", "birth")
_LONG_TEXT = 24


@dataclass
class Body:
    """The people's rows of one sheet.

    Attributes:
        numbers: their row numbers, counted as the person sees them.
        rows: their cells.
        units: row number → the unit of the heading above it.
        sections: row number → the section of that unit that stood in its place; it belongs before the post.
        departments: row number → what stood in a column of departments that says no units.
        problems: what was passed over, and questions at the unit; rows as in ``numbers``.
        stated: the unit that stands above a header with 工作单位及职务: cells that begin with it are cut behind it.
    """

    numbers: list[int] = field(default_factory=list)
    rows: list[Sequence[Cell]] = field(default_factory=list)
    units: dict[int, str] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    departments: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stated: str = ""


def find_people(
    rows: Sequence[Sequence[Cell]],
    header: Header,
    *,
    sheet: str = "",
    merged: Merged = (),
    hidden_rows: Iterable[int] = (),
    units: Mapping[str, str] | None = None,
    headers: Mapping[int, str] | None = None,
    height: int = 0,
) -> Body:
    """Return the people's rows below a header.

    ``headers`` are further headers below it, place → the code of the note that is said of it, "" for none. ``height`` is
    how many rows the sheet has where lists beside one another were put below one another (``side_by_side``), else 0. ``units`` are the roster's units, every spelling as :func:`~.cells.key_of` makes it. Raises nothing: a row that is
    nothing known is a person's, and what is wrong with it is said there.
    """
    return _Finder(rows, header, sheet, merged, units or {}, headers or {}, height).find(set(hidden_rows))


class _Finder:
    def __init__(
        self,
        rows: Sequence[Sequence[Cell]],
        header: Header,
        sheet: str,
        merged: Merged,
        units: Mapping[str, str],
        headers: Mapping[int, str],
        height: int,
    ) -> None:
        self.headers = headers
        self.height = height
        self.sheet = sheet
        self.header = header
        self.known = units
        self.rows = list(rows)
        self.places = {column.field: column.index for column in header.columns if column.field}
        self.name = self.places.get("name", -1)
        self.status = self.places.get("status", -1)
        self.no_names = no_names()
        self.of_people = [self.places[field] for field in _OF_PEOPLE if field in self.places]
        self.header_name = next((c.header for c in header.columns if c.field == "name"), "")
        self.wide: set[tuple[int, int]] = set()
        #: rows whose text spans the name and the columns beside it
        self.across: set[int] = set()
        self.joined: set[int] = set()
        self.covered: set[int] = set()  #: rows that a merged unit covers, but for its first one
        self._spread(merged)
        self.body = Body()
        self.above = ""
        #: the heading that says of the people below it that they do not serve any more, and the rows below such
        self.gone = ""
        self.went: dict[str, list[int]] = {}
        self.passed: dict[str, list[int]] = {}

    def _spread(self, merged: Merged) -> None:
        """Write what merged cells mean into the rows they cover."""
        first = self.header.row + 1
        filled = {index for name, index in self.places.items() if name in _FILLED}
        for top, left, bottom, right in merged:
            if bottom < first:
                continue
            if right > left:
                self.wide.add((top, left))
                if left <= self.name <= right and right - left >= _MANY_COLUMNS - 1:
                    self.across.add(top)
            if bottom <= top or top < first:
                continue
            last = min(bottom, len(self.rows) - 1)
            if left <= self.name <= right:
                self.joined.update(range(top + 1, last + 1))
            for column in filled:
                if left <= column <= right and top < len(self.rows) and left < len(self.rows[top]):
                    if column == self.places.get("unit"):
                        self.covered.update(range(top + 1, last + 1))
                    for row in range(top, last + 1):
                        whole = list(self.rows[row])
                        whole[column] = self.rows[top][left]
                        self.rows[row] = whole

    def find(self, hidden: set[int]) -> Body:
        body = self.body
        for place in range(self.header.row + 1, len(self.rows)):
            row = self.rows[place]
            if self.height and place % self.height == 0:
                self.above = ""  # a list on the right begins
            filled = len(row) - row.count("")
            if not filled:
                continue
            if (code := self.headers.get(place)) is not None:
                if code:
                    self.passed.setdefault(code, []).append(place + 1)
                continue
            kind = self._kind(place, row, filled)
            if kind == "blank":
                continue
            if kind:
                self.passed.setdefault(kind, []).append(place + 1)
                if kind == "roster.headings_passed":
                    heading = self._heading(place, row)
                    self.above = self.above if self.above and names_general(heading, self.known) else heading
                if kind in _HEADINGS:
                    text = next(text for cell in row if (text := text_of(cell)))
                    self.gone = text if heads_gone(_HEADCOUNT.sub("", text)) else ""
                continue
            if self.gone and (not 0 <= self.status < len(row) or row[self.status] == ""):
                self.went.setdefault(self.gone, []).append(place + 1)
            body.numbers.append(place + 1)
            body.rows.append(row)
            if self.above:
                body.units[place + 1] = self.above
        columns = self.header.columns
        body.problems += read_dittos(body.rows, body.numbers, columns, body.units, self.sheet, self.height)
        self._fill_units()
        if self.header.above:
            self._note("roster.people_above", rows=told_rows(self.header.above))
        self._tell_passed()
        self._tell_went()
        self._tell_beside()
        if hidden:
            self._tell_hidden(hidden)
        return body

    def _tell_beside(self) -> None:
        """Say that a second group of people stands beside the first: of such a sheet the left group is read."""
        second = [c.index for c in self.header.columns if c.header == self.header_name and not c.field]
        count = sum(
            1 for row in self.body.rows for at in second if at < len(row) and reads_as_name(text_of(row[at]))
        )
        if count:
            self._note("roster.people_beside", count=count, column=self.header_name)

    def _kind(self, place: int, row: Sequence[Cell], filled: int) -> str:
        """Return why a row is nobody: the code of the note that will say so, ``blank``, or "" for a person."""
        name = row[self.name] if 0 <= self.name < len(row) else ""
        if place in self.joined:
            return "roster.rows_joined"
        for at, cell in enumerate(row):  # the first text of a row
            if isinstance(cell, str) and cell and not cell.isspace():
                if adds_up(cell, name):
                    return "roster.totals_passed"
                if self._closes(at, cell, row):
                    return "roster.lines_passed"
                break
        most = filled > 3 and filled * 2 > len(row)
        if most and type(name) is str and self.body.rows and PLAIN_NAME.fullmatch(name):  # nearly every row
            if name == self.header_name or name in ASKED:
                return "roster.headers_passed"
            return self._nobody(row, name)
        if self._is_hint(row, name):
            return "roster.hints_passed"
        if isinstance(name, str) and name and (text_of(name) == self.header_name or key_of(name) in ASKED):
            return "roster.headers_passed"
        if (isinstance(name, float) or str(name).isdigit()) and self._counts_columns(row):
            return "roster.headers_passed"
        if type(name) is str and name and (code := self._nobody(row, key_of(name))):
            return code
        if most:
            return ""
        texts = [text for cell in row if (text := text_of(cell))]
        if not texts:
            return "blank"
        plain = unicodedata.normalize("NFKC", texts[0])
        if is_closing(texts):
            return "roster.lines_passed"
        if len(set(texts)) == 1:
            if len(plain) > LONGEST_NAMING:
                return "roster.lines_passed"
            if self._is_department(place, row, plain):
                return "roster.groups_passed"
            if self._heading(place, row):
                return "roster.headings_passed"
            if self._is_group(place, row, plain) or place in self.across:
                return "roster.groups_passed"
            if len(plain) > _LONG_TEXT or (is_line(plain) and len(self.header.columns) >= _MANY_COLUMNS):
                return "roster.lines_passed"
        return ""

    def _closes(self, place: int, first: str, row: Sequence[Cell]) -> bool:
        """Return whether the first text of a row begins a line of signatures, however many columns that fills.

        联系人 may be somebody's post, but it is no unit, and stands in no column of running numbers.
        """
        if ":" in first or "：" in first:
            return is_closing([text for cell in row if (text := text_of(cell))])
        if place == self.name or first.isdecimal() or not is_label(first) or not self.body.rows:
            return False
        above = self.body.rows[0][place] if place < len(self.body.rows[0]) else ""
        return place == self.places.get("unit") or isinstance(above, int | float)

    def _nobody(self, row: Sequence[Cell], name: str) -> str:
        """Return why a row with 空缺 or 填表人 for a name is nobody, "" for any other name and where the row tells of somebody."""
        if not (code := self.no_names.get(name)):
            return ""
        said = (row[at] for at in self.of_people if at < len(row))
        return code if all(says_nothing(cell) for cell in said) else ""

    def _is_group(self, place: int, row: Sequence[Cell], text: str) -> bool:
        """Return whether a row with a single text heads a group of people: 一、领导班子（2人）, 机关干部."""
        column = next(at for at, cell in enumerate(row) if text_of(cell))
        apart = (place, column) in self.wide or column != self.name
        bare = _HEADCOUNT.sub("", text)
        if number := _GROUP_NUMBER.match(text):
            rest = re.sub(r"\([^()]*\)$", "", bare[number.end() :].strip())
            # 三、丁宁 and （三）丁宁（女） are somebody with a number before the name
            part = _GROUP.fullmatch(rest) or DEPARTMENT.fullmatch(rest) or rest.endswith(tuple(_PART_END))
            return apart or bare != text or bool(part) or not reads_as_name(rest)
        if len(bare) <= _LONGEST_NAME and ends_as_group(bare):
            return True
        return bool(_GROUP.fullmatch(bare)) and (apart or bare != text or len(bare) > _LONGEST_NAME)

    def _is_department(self, place: int, row: Sequence[Cell], text: str) -> bool:
        """Return whether a single text in the column of names is a department of the unit above: 教研室, 机关.

        Among columns that say more of everybody such a row is nobody, and the people below it stay in that unit.
        """
        column = next(at for at, cell in enumerate(row) if text_of(cell))
        bare = _HEADCOUNT.sub("", text).strip()
        if column != self.name or len(self.header.columns) < _MANY_COLUMNS or key_of(bare) in self.known:
            return False
        if self.above and bare.startswith(self.above) and is_inner(self.above, bare[len(self.above) :]):
            return True
        return (place, column) not in self.wide and bool(_SHORT_DEPARTMENT.fullmatch(bare))

    def _is_hint(self, row: Sequence[Cell], name: Cell) -> bool:
        """Return whether a row says how the columns are to be filled in: every cell in brackets, or words of hints.

        Such words count above the first person only: below, 必填 is nobody's name but somebody's mistake. A row whose
        name reads as one is a person's, whatever else stands in it.
        """
        if type(name) is str and name and name[0] not in _BRACKET_STARTS and self.body.rows:
            return False
        texts = [text for cell in row if (text := text_of(cell))]
        if not texts or not all(isinstance(cell, str) for cell in row):
            return False
        if reads_as_name(text_of(name).translate(_NO_BRACKETS).strip()):
            return False  # (丁宁) | (女), and 王规范 | 填写员
        if all(_BRACKETED.fullmatch(text) for text in texts):
            return True
        return not self.body.rows and all(_BRACKETED.fullmatch(text) or _HINT.search(text) for text in texts)

    def _counts_columns(self, row: Sequence[Cell]) -> bool:
        """Return whether a row numbers the columns, 1 2 3 …, as forms do below their header."""
        numbers = [text_of(cell).strip("()（）") for cell in row if text_of(cell)]
        return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]

    def _heading(self, place: int, row: Sequence[Cell]) -> str:
        """Return the unit that a row with a single text names for the rows below it, "" when it names none."""
        column, text = next((at, text) for at, cell in enumerate(row) if (text := text_of(cell)))
        cell = row[column]
        if not isinstance(cell, str):
            return ""
        bare = _HEADCOUNT.sub("", _NUMBERING.sub("", unicodedata.normalize("NFKC", text))).strip(": ")
        if not bare:
            return ""
        if key_of(bare) in self.known:
            return bare
        if bare.endswith("干部"):
            return ""
        apart = (place, column) in self.wide or column != self.name
        if not apart and len(bare) in {3, 4} and len(self.header.columns) >= _MANY_COLUMNS:
            return bare if _SHORT_UNIT.fullmatch(bare) else ""
        return bare if len(bare) >= (3 if apart else 5) and ORGANISATION.fullmatch(bare) else ""

    def _fill_units(self) -> None:
        """Give a unit that is written once to the rows below it, and ask where that is not certain."""
        body, column = self.body, self.places.get("unit")
        if column is None:
            self._place_general(column, [""] * len(body.rows))
            if len(body.units) < len(body.rows) and "unit_post" not in self.places:
                self._unit_from_above()
            elif "unit_post" in self.places:
                body.stated = unit_above(self.rows[: self.header.row], self.sheet, self.known)
            return
        cells = [text_of(row[column]) if column < len(row) else "" for row in body.rows]
        if self._are_departments(column, cells):
            return
        placed = self._place_general(column, cells)
        # a row without a name is nobody's, and needs no unit
        blank = {
            line
            for line, text in enumerate(cells)
            if not text and body.numbers[line] not in body.units and text_of(body.rows[line][self.name])
        }
        if not blank or len(blank) == len(cells):
            if len(blank) == len(cells) and cells:
                self._unit_from_above()
            return
        if unit := self._unit_of_all(placed):
            body.units |= dict.fromkeys([body.numbers[line] for line in blank], unit)
            self._note("roster.units_of_all", count=len(blank), unit=unit)
            return
        covered = [number - 1 in self.covered for number in body.numbers]  # a merged cell is written once
        again = [line for line in range(1, len(cells)) if cells[line] and cells[line] == cells[line - 1]]
        if not all(covered[line] for line in again) or not cells[0]:
            return
        few = (len(blank) + sum(covered)) * 2 < sum(1 for text in cells if text) - sum(covered)
        taken, above, merged = 0, "", False
        for line, number in enumerate(body.numbers):
            if line not in blank:
                above, merged = body.units.get(number) or cells[line] or above, covered[line]
            elif few or merged:  # a merged cell says itself where its block ends
                header = next(c.header for c in self.header.columns if c.field == "unit")
                params = {"above": above, "choices": [above], "about": "unit", "value": ""}
                asked = Problem("roster.unit_above", params, header, number, "", Severity.QUESTION)
                body.problems.append(asked)
            else:
                body.units[number] = above
                taken += 1
        if taken:
            self._note("roster.units_filled", count=taken)

    def _place_general(self, column: int | None, cells: Sequence[str]) -> list[str]:
        """Take 办公室 for a section of the unit that a heading or the title names; return the cells with that unit for it."""
        words = general_words_in(self.body, cells, self.known)
        if not words:
            return list(cells)
        stated = unit_above(self.rows[: self.header.row], self.sheet, self.known)
        if not is_own_list(stated, words, cells, self.known):
            stated = ""
        placed, taken = place_general(self.body, column, cells, words, stated)
        for (unit, word), count in taken.items():
            self._note("roster.unit_of_general", value=word, unit=unit, count=count)
        return placed

    def _unit_of_all(self, cells: Sequence[str]) -> str:
        """Return the unit that every filled cell and the title name: of a unit's own form, where a newcomer lacks it."""
        named = {self.known.get(key_of(text), text) for text in cells if text}
        stated = unit_above(self.rows[: self.header.row], self.sheet, self.known)
        alone = named == {self.known.get(key_of(stated), stated)}
        return next(text for text in cells if text) if alone else ""

    def _are_departments(self, column: int, cells: Sequence[str]) -> bool:
        """Take the unit that a title names where a column of departments (所在部门) stands for units.

        One of the departments may be called as a unit of the roster is (办公室): which one is meant is asked there. A
        cell that names a unit and no department keeps it.
        """
        header = next(c.header for c in self.header.columns if c.field == "unit")
        named = kept_beside_departments(header, cells, self.known)
        if named is None:
            return False
        unit = unit_above(self.rows[: self.header.row], self.sheet, self.known)
        if not unit:
            return False
        body = self.body
        for line, (number, text) in enumerate(zip(body.numbers, cells, strict=True)):
            if text not in named:
                row = body.rows[line]
                body.rows[line] = [*row[:column], "", *row[column + 1 :]]
                body.units[number] = body.units.get(number) or unit
                body.departments[number] = text
            elif DEPARTMENT.fullmatch(text) and key_of(text) in self.known:
                own = self.known[key_of(text)]
                choices = list(dict.fromkeys((body.units.get(number) or unit, own)))
                if len(choices) > 1:
                    params = {"about": "unit", "value": text, "choices": choices}
                    body.problems.append(
                        Problem("roster.unit_path_open", params, header, number, text, Severity.QUESTION)
                    )
        self._note("roster.unit_of_departments", unit=unit, column=header)
        return True

    def _unit_from_above(self) -> None:
        """Take the unit from a line above the header (填报单位：…), a title or the sheet's name."""
        unit = unit_above(self.rows[: self.header.row], self.sheet, self.known)
        if unit:
            self.body.units = dict.fromkeys(self.body.numbers, unit) | self.body.units
            self._note("roster.unit_from_title", unit=unit)

    def _note(self, code: str, **params: object) -> None:
        self.body.problems.append(Problem(code, {"sheet": self.sheet, **params}, severity=Severity.NOTE))

    def _tell_passed(self) -> None:
        for code, numbers in self.passed.items():
            lines = code == "roster.lines_passed"
            said = {"words": told_words(self.rows[number - 1] for number in numbers)} if lines else {}
            self._note(code, rows=told_rows(in_sheet(numbers, self.height)), **said)

    def _tell_went(self) -> None:
        """Say who stands below a heading of people who do not serve any more, and has no status of their own."""
        for heading, numbers in self.went.items():
            self._note("roster.rows_gone", heading=heading, rows=told_rows(numbers), count=len(numbers))
            self.body.problems += [
                Problem("roster.row_gone", {"heading": heading}, row=number, severity=Severity.NOTE)
                for number in numbers
            ]

    def _tell_hidden(self, hidden: set[int]) -> None:
        """Say which rows can't be seen in the workbook: they are taken, and the person may leave them out."""
        found = [number for number in self.body.numbers if number - 1 in hidden]
        if found:
            self._note("roster.rows_hidden", rows=told_rows(in_sheet(found, self.height)), count=len(found))
            self.body.problems += [
                Problem("roster.row_hidden", row=number, severity=Severity.NOTE) for number in found
            ]


#: rows that say something of the people below them
_HEADINGS = frozenset({"roster.headings_passed", "roster.groups_passed"})

_NO_BRACKETS = str.maketrans(dict.fromkeys("()（）[]【】〔〕"))
