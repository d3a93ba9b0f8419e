"""Which row of a sheet is its header, and what its columns hold."""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from trainingdesk.domain.roster.cells import LONGEST_NAMING, Cell, key_of, text_of
from trainingdesk.domain.roster.gone_columns import GONE_COLUMNS
from trainingdesk.domain.roster.grid import DEEPEST, Grid
from trainingdesk.domain.roster.like_name import reads_as_name
from trainingdesk.domain.roster.no_cadres import ASIDE
from trainingdesk.domain.roster.people import FIELDS, HELD_FIELDS
from trainingdesk.domain.roster.schools import MAJORS, studies_apart

#: The header is looked for in the first rows only: titles, dates and notes may stand above it.
HEADER_WITHIN = 30
#: A column below this confidence is not taken unless the person says so.
SURE_ENOUGH = 0.5

#: What a column can hold: the fields of a person, and what is put together from a column of its own.
COLUMN_FIELDS: tuple[str, ...] = (
    *FIELDS,
    "unit_post",
    *MAJORS,
    *ASIDE,
    *GONE_COLUMNS,
    "department",
    "key",
)

_IN_BRACKETS = re.compile(r"[(\[【〔<《][^)\]】〕>》]*[)\]】〕>》]")
_MARKS = re.compile(r"[\s:：*＊、,，.。/\\|'\"“”]+")
_TWO_THINGS = re.compile(r"[及和与]")
_LONGEST_HEADER = 20
#: cells of a column that are looked at for what it holds
_LOOKED_AT = 50
#: so many columns two headers share at least when they are of one list
_FEWEST_SHARED = 3
#: what a row of a table of instructions says that it is
_EXAMPLE = re.compile(r"[(（]?(?:填写)?(?:示例|样例|范例|例子?|例如|举例|要求|说明)\d?[)）]?[:：]?")
#: what stands in somebody's row and hardly in a title: the sex, or a whole number of an ID or a phone
_SAYS_SOMEBODY = re.compile(r"[男女]|\d{11}|\d{15}|\d{17}[\dXx]")
#: how a header of a day or a month ends, and what can stand below one
_WHEN = re.compile("(?:时间|年月|日期)$")
_DATED = frozenset({"birth", "work_start", "party_entry", *HELD_FIELDS, *GONE_COLUMNS})
#: what a header calls the level of a leading post
_LEVEL = re.compile("层次|职务级别|行政级别")
#: what a list of the schools of one bureau calls the units, the surest first; 学校 behind 学历 is where one studied
_SCHOOLS = (
    "所在学校",
    "任教学校",
    "工作学校",
    "现所在学校",
    "现任教学校",
    "所属学校",
    "学校名称",
    "学校",
    "幼儿园",
)
#: how sure that is
_SURE_SCHOOL = 0.8
#: fields that only a whole header says
_NEVER_PART = frozenset({*MAJORS, "department"})
#: a column of departments, where another one says the units
_OF_DEPARTMENTS = re.compile("(?:所在|所属|现)?部门(?:名称)?")
_OF_STUDIES = frozenset({"education", "degree", "school", "major"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        index: its place, 0 for the sheet's first column.
        header: its header as the file writes it.
        field: the field it holds, ``number`` for a running number, "" for a column nobody asked for.
        confidence: how sure that is, 1.0 for a header that is known word for word.
    """

    index: int
    header: str
    field: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet.

    Attributes:
        row: the place of its last line, 0 for the sheet's first row.
        columns: every column that has a header, from left to right.
        depth: how many lines it has.
        above: the rows above it that seem to be somebody, counted as the person sees them; nobody reads them.
    """

    row: int
    columns: tuple[Column, ...]
    depth: int = 1
    above: tuple[int, ...] = ()

    @property
    def first(self) -> int:
        """The place of its first line."""
        return self.row - self.depth + 1

    @property
    def score(self) -> float:
        """How much of it is understood; of several rows and sheets the highest is the roster."""
        return sum(column.confidence for column in self.columns if column.field)

    def fields(self) -> dict[str, Column]:
        """Return the columns by the field they hold."""
        return {column.field: column for column in self.columns if column.field}


def header_key(text: str) -> str:
    """Return what a header is compared by: one width, lower case, no blanks and no marks."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def bare_key(text: str) -> str:
    """Return what a header is compared by without what stands in brackets: 姓名（必填）; a longer text is no header."""
    if len(text) > LONGEST_NAMING:
        return header_key(text)
    return header_key(_IN_BRACKETS.sub("", unicodedata.normalize("NFKC", text)))


class Known(dict[str, tuple[str, float]]):
    """The known headers as they are compared → field and how sure that is; what was guessed of a text is remembered.

    Attributes:
        beginning: character → the known headers of two characters and more that begin with it.
        guessed: text → what it was guessed to be.
    """

    def __init__(self, synonyms: Mapping[str, Sequence[str]]) -> None:
        super().__init__(
            (header_key(word), (field, 1.0 - place * 0.005))
            for field, words in reversed(list(synonyms.items()))
            for place, word in reversed(list(enumerate(words)))
        )
        self.beginning: dict[str, list[str]] = {}
        for word in self:
            # 专业 and 科室 are in too many headers
            if len(word) > 1 and self[word][0] not in _NEVER_PART:
                self.beginning.setdefault(word[0], []).append(word)
        self.guessed: dict[str, tuple[str, float]] = {}


#: (first row, first column, last row, last column), from 0.
Merged: TypeAlias = Sequence[tuple[int, int, int, int]]


def find_header(
    rows: Sequence[Sequence[Cell]], synonyms: Mapping[str, Sequence[str]], merged: Merged = ()
) -> Header | None:
    """Return the header among the first rows of a sheet, None when there is none.

    ``synonyms`` are the known headers of each field, the best first. A header names at least 姓名 and one thing more.
    Of several the one that is understood best is it; but where a list goes on below a header with more or other columns,
    the first one with people below it. It may have up to three lines, as 学历学位 above 学历 and 学位: ``merged`` ranges say what spans what, and where
    there are none, blanks do.
    """
    known = Known(synonyms)
    grid = Grid(rows[: HEADER_WITHIN + DEEPEST], merged)
    found = [
        header
        for number in range(min(len(rows), HEADER_WITHIN))
        if (header := header_at(grid, number, known)) is not None
    ]
    if not found:
        return None
    # a title above two lists side by side reaches over the left one only: of two that say as much, the one without it
    best = max(found, key=lambda header: (header.score, -header.depth))
    for header in found:
        if (
            header.row < best.first
            and _of_a_kind(header, best)
            and _people_between(rows, header, best.first, known)
        ):
            best = header
            break
    return replace(best, above=tuple(place + 1 for place in _people_above(rows, found, best, known)))


def told_by_contents(
    header: Header, rows: Sequence[Sequence[Cell]], may_be: Mapping[str, tuple[str, Container[str]]]
) -> Header:
    """Return a header with the field of a column whose header may say anything, where most of its cells say it: 等级.

    ``may_be`` is header → the field and its words. A field that another column holds is not looked for.
    """
    columns, taken = list(header.columns), set(header.fields())
    for place, column in enumerate(columns):
        name, words = may_be.get(header_key(column.header), ("", ()))
        if column.field or not name or name in taken:
            continue
        below = (row[column.index] for row in rows[header.row + 1 :] if column.index < len(row))
        said = list(islice((key for cell in below if (key := key_of(text_of(cell)))), _LOOKED_AT))
        if said and 2 * sum(key in words for key in said) > len(said):
            columns[place] = replace(column, field=name, confidence=SURE_ENOUGH)
            taken.add(name)
    return replace(header, columns=tuple(columns))


def header_at(grid: Grid, first: int, known: Known, *, surely: bool = False) -> Header | None:
    """Return the header that begins in a row, None when it names nobody or nothing but the name.

    ``surely``: it is one, whatever it says.
    """
    header = _deepest(grid, first, known)
    fields = header.fields()
    return header if surely or ("name" in fields and fields.keys() - {"name", "number"}) else None


def paired(header: Header, other: Header) -> dict[int, int]:
    """Return the columns of a header → those of another that hold the same: by their texts, or else by their fields.

    Where a header reads another column for a field, since it knows a better one (手机 beside 联系电话), and the other
    header has one of the two alone, the field counts.
    """
    theirs, mine = _by_text(other), _by_text(header)
    places = {column.index: theirs[key].index for key, column in mine.items() if key in theirs}
    alone = {column.index for key, column in theirs.items() if key not in mine}
    kept = {column.index for key, column in mine.items() if key in theirs}
    fields = other.fields()
    for field, column in header.fields().items():
        wanted = fields.get(field)
        if wanted is None or places.get(column.index) == wanted.index:
            continue
        if column.index in kept and not (wanted.index in alone and column.confidence < wanted.confidence):
            continue
        places = {at: to for at, to in places.items() if to != wanted.index}
        places[column.index] = wanted.index
    return places


def _by_text(header: Header) -> dict[tuple[str, int], Column]:
    """Return the columns by their texts; where two are alike, the first stands for the first of another header."""
    found: dict[tuple[str, int], Column] = {}
    times: Counter[str] = Counter()
    for column in header.columns:
        text = header_key(column.header)
        found[text, times[text]] = column
        times[text] += 1
    return found


def _of_a_kind(header: Header, other: Header) -> bool:
    """Return whether two headers share most of what they say, so that one list is meant."""
    both = len(paired(header, other))
    return (
        both >= min(_FEWEST_SHARED, len(header.columns))
        and both * 5 >= len(header.columns) * 3
        and both * 2 >= len(other.fields())
    )


def _people_between(rows: Sequence[Sequence[Cell]], header: Header, end: int, known: Known) -> list[int]:
    """Return the places of the rows below a header that name somebody and say something more."""
    name = header.fields()["name"].index
    return [
        place
        for place in range(header.row + 1, end)
        if name < len(rows[place])
        and _is_name(rows[place][name], known)
        and len(rows[place]) - list(rows[place]).count("") > 1
        and not any(_EXAMPLE.fullmatch(text_of(cell)) for cell in rows[place])
    ]


def _people_above(
    rows: Sequence[Sequence[Cell]], found: Sequence[Header], header: Header, known: Known
) -> list[int]:
    """Return the places of the rows above a header that seem to be somebody's, below another header or none."""
    places: set[int] = set()
    for other in found:
        if other.row < header.first:
            places.update(_people_between(rows, other, header.first, known))
    name = header.fields()["name"].index
    for place in range(header.first):
        texts = [text for cell in rows[place] if (text := text_of(cell))]
        if (
            len(texts) >= max(_FEWEST_SHARED, len(header.columns) / 2)
            and name < len(rows[place])
            and _is_name(rows[place][name], known)
            and any(_SAYS_SOMEBODY.fullmatch(text) for text in texts)
            and not any(_EXAMPLE.fullmatch(text) for text in texts)
        ):
            places.add(place)
    return sorted(places)


def _is_name(cell: Cell, known: Known) -> bool:
    text = text_of(cell)
    return reads_as_name(text) and _guess(text, known)[1] < SURE_ENOUGH


def _deepest(grid: Grid, first: int, known: Known) -> Header:
    """Return the header that begins in a row, with as many lines as it has."""
    header = Header(first, _columns(grid.stacked(first, 1), known))
    for depth in range(2, DEEPEST + 1):
        if first + depth > len(grid.texts) or not _is_header_line(grid, first, depth, known):
            break
        deeper = Header(first + depth - 1, _columns(grid.stacked(first, depth), known), depth)
        if deeper.score < header.score - 0.3:
            break
        header = deeper
    return header


def _is_header_line(grid: Grid, first: int, depth: int, known: Known) -> bool:
    """Return whether a row continues the header above it: all it says stands below a cell that spans several.

    It must say something that is known, or else lie within the header: beside 学历学位 above 全日制 and 在职 the name's
    cell is merged down into the row. Where it is, no row of people is meant, and a cell may stand below one that spans no
    other: 联系方式 above 手机 alone.
    """
    row = first + depth - 1
    down = grid.coming_down(first, row)
    understood = int(bool(down))
    below_name = any(_guess(text, known)[0] == "name" for text in down)
    if not grid.spread:  # without merged ranges the name's column is blank there
        own, names = set(grid.own(row)), _named(grid, first, known)
        below_name = (
            bool(names) and own.isdisjoint(names) and all(_says(grid, row, one, known) for one in own)
        )
    for column in grid.own(row):
        text = grid.texts[row][column]
        joined = "".join(grid.parts(first, depth, column))
        if header_key(joined) in known:
            understood += 1
        elif not below_name and not grid.is_spanned(row - 1, column):
            return False
        elif _guess(text, known)[1] >= SURE_ENOUGH:
            understood += 1
    return understood > 0


def _named(grid: Grid, first: int, known: Known) -> set[int]:
    """Return the columns of a header's first line that say they hold names."""
    return {place for place in grid.own(first) if _guess(grid.texts[first][place], known)[0] == "name"}


def _says(grid: Grid, row: int, column: int, known: Known) -> bool:
    """Return whether a cell surely says what its column holds."""
    return _guess(grid.texts[row][column], known)[1] >= SURE_ENOUGH


def choose_columns(header: Header, fields: Mapping[int, str]) -> Header:
    """Return a header whose columns hold what the person says: column index → field, "" for none."""
    taken = set(fields.values()) - {""}
    columns = []
    for column in header.columns:
        if column.index in fields:
            columns.append(Column(column.index, column.header, fields[column.index], 1.0))
        elif column.field in taken:
            columns.append(Column(column.index, column.header, "", 0.0))
        else:
            columns.append(column)
    return replace(header, columns=tuple(columns))


def _columns(stacked: Sequence[Sequence[str]], known: Known) -> tuple[Column, ...]:
    found: list[Column] = []
    best: dict[str, int] = {}
    studies: dict[str, dict[int, float]] = {"school": {}, "major": {}}
    for index, parts in enumerate(stacked):
        if not parts:
            continue
        text = "/".join(parts)
        field, confidence = _guess("".join(parts), known)
        if len(parts) > 1:
            # 全日制教育/学历 is known as a whole; 基本情况/姓名 by its last line alone
            alone = _guess(parts[-1], known)
            field, confidence = max(
                (field, confidence), (alone[0], alone[1] - 0.02), key=lambda guess: guess[1]
            )
        if confidence < SURE_ENOUGH:
            field, confidence = "", 0.0
        if field in studies:
            studies[field][len(found)] = confidence
        if field in best:
            other = found[best[field]]
            if other.confidence >= confidence:
                field, confidence = "", 0.0
            else:
                found[best[field]] = Column(other.index, other.header, "", 0.0)
        if field:
            best[field] = len(found)
        found.append(Column(index, text, field, confidence))
    found = _told_apart(found, known)
    for base, places in studies.items():
        said = studies_apart(base, [(one.header, one.field) for one in found], places) if places else {}
        for place, field in said.items():
            sure = places[place] if field else 0.0
            found[place] = Column(found[place].index, found[place].header, field, sure)
    return tuple(_with_departments(_with_schools(found)))


def _with_departments(columns: list[Column]) -> list[Column]:
    """Return columns with 部门 as the departments, where another column says the units and none says departments."""
    fields = {column.field for column in columns}
    if "department" in fields or fields.isdisjoint({"unit", "unit_post"}):
        return columns
    for place, column in enumerate(columns):
        if not column.field and _OF_DEPARTMENTS.fullmatch(bare_key(column.header)):
            columns[place] = replace(column, field="department", confidence=_SURE_SCHOOL)
            break
    return columns


def _with_schools(columns: list[Column]) -> list[Column]:
    """Return columns with the schools of a bureau's list as its units, where no other column says units."""
    if not {"unit", "unit_post"}.isdisjoint(column.field for column in columns):
        return columns
    keys = [bare_key(column.header) for column in columns]
    for word in _SCHOOLS:
        place = keys.index(word) if word in keys else -1
        if place < 0 or columns[place].field:
            continue
        near = (*columns[max(place - 1, 0) : place], *columns[place + 1 : place + 2])
        if word in _SCHOOLS[-3:] and any(one.field.partition("_")[0] in _OF_STUDIES for one in near):
            continue
        columns[place] = replace(columns[place], field="unit", confidence=_SURE_SCHOOL)
        break
    return columns


def _told_apart(columns: Sequence[Column], known: Known) -> list[Column]:
    """Return columns with 职务层次 and 职级 told apart where a file has both, and so since when of each.

    The law keeps two ladders (公务员法 2018 第十八、十九条): a leading post's level is the rank, and 职级 stands beside it.
    """
    found = list(columns)
    for field, beside in (("rank", "side_rank"), ("rank_from", "side_rank_from")):
        guesses = [_guess(column.header.replace("/", ""), known) for column in found]
        fit = [place for place, guess in enumerate(guesses) if guess[0] == field and guess[1] >= SURE_ENOUGH]
        held = [place for place in fit if says_held(found[place].header)]
        levels = [place for place in fit if _LEVEL.search(found[place].header)]
        taken = {column.field for column in found}
        if not held or beside in taken or not (levels or "side_rank" in taken):
            continue
        for place in fit:
            found[place] = Column(found[place].index, found[place].header, "", 0.0)
        for places, of in ((levels, field), (held, beside)):
            if places:
                place = max(places, key=lambda one: guesses[one][1])
                column = found[place]
                found[place] = Column(column.index, column.header, of, guesses[place][1])
    return found


def says_held(header: str) -> bool:
    """Return whether a header speaks of 职级 and not of a post's level."""
    return "职级" in header and not _LEVEL.search(header) and "职务职级" not in header


def says_level(header: str) -> bool:
    """Return whether a header speaks of a post's level and of no 职级."""
    return bool(_LEVEL.search(header)) and "职级" not in header


def _guess(text: str, known: Known) -> tuple[str, float]:
    """Return the field of one header text and how sure that is."""
    guessed = known.guessed.get(text)
    if guessed is None:
        guessed = known.guessed[text] = _guess_anew(text, known)
    return guessed


def _guess_anew(text: str, known: Known) -> tuple[str, float]:
    whole = header_key(text)
    if whole in known:
        return known[whole]
    if len(whole) > _LONGEST_HEADER:
        return "", 0.0
    bare = bare_key(text)
    if bare in known:
        field, confidence = known[bare]
        return field, confidence - 0.1
    if _TWO_THINGS.search(bare) or bare.isascii():
        return "", 0.0
    inside = [
        (len(word), known[word][0])
        for at, char in enumerate(bare)
        for word in known.beginning.get(char, ())
        if bare.startswith(word, at)
    ]
    if not inside:
        return "", 0.0
    length, field = max(inside)
    if _WHEN.search(bare) and field not in _DATED:
        return "", 0.0  # 取得职称时间 is no title
    return field, 0.5 + 0.3 * length / len(bare)
