"""The sheets of a roster file that hold people, and which of them only repeat others."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import Cell, text_of
from trainingdesk.domain.roster.columns import Column, Header, told_by_contents
from trainingdesk.domain.roster.day_of_file import foot_days, guess_day
from trainingdesk.domain.roster.form_units import FORMS_CUT
from trainingdesk.domain.roster.lines import in_sheet
from trainingdesk.domain.roster.people import FIELDS, ParsedPerson
from trainingdesk.domain.roster.sections import Further, Section
from trainingdesk.domain.roster.side_by_side import Below
from trainingdesk.domain.roster.titles import is_of_grades
from trainingdesk.domain.roster.unit_post import OPEN_CUT
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.exchange.reading.extents import column_letters
from trainingdesk.exchange.workbook import SheetRows, WorkbookFile

#: the kind of file whose sheets are forms of one person each (任免审批表)
FORM = "lrmx"
#: what the form itself calls the field that the importer knows by another name
_OWN_NAMES = {"unit_post": "现任职务"}


#: Columns that only headers further down have are numbered from here on: no sheet has so many of its own.
LATER = 20_000

#: between the cells of a text file; so many say that a whole line stands in one cell
_SEPARATORS, _FEWEST_SEPARATORS = re.compile(r"[,\t;|]"), 2

#: Stands where there is none.
NO_HEADER = Header(0, ())


@dataclass(frozen=True)
class SheetUse:
    """What became of one sheet.

    Attributes:
        name: as it stands on its tab.
        used: whether its rows were taken.
        reason: why it was not, or what is odd about it: a code, "" for nothing.
        header_row: the row its header ends in, as the person sees it; 0 when it was not used.
        header: its columns and the fields they were taken for; ``index`` counts from the sheet's column A.
        sections: the parts below headers further down, from top to bottom; ``index`` counts from column A too.
        height: how many rows the sheet has, where lists stand beside one another in it; rows of one on the right are
            counted on from those of the one at its left.
        beside: of each list on the right, column of the left one → its own, 0 for A.
    """

    name: str
    used: bool
    reason: str = ""
    header_row: int = 0
    header: Header = NO_HEADER
    sections: tuple[Section, ...] = ()
    height: int = 0
    beside: tuple[Mapping[int, int], ...] = ()

    def columns(self) -> Iterator[Column]:
        """Return the columns of its header and of those further down."""
        yield from self.header.columns
        for section in self.sections:
            yield from section.columns.values()

    def column(self, row: int, header: str, field: str = "") -> Column | None:
        """Return the column that holds in a row what a problem names by its header; None when it stands nowhere.

        ``field`` is what the header holds: another sheet than the one that names it so may head that otherwise.
        """
        found = self._column(row, header) or (self.header.fields().get(field) if field else None)
        return self._own(row, found)

    def _own(self, row: int, column: Column | None) -> Column | None:
        """Return the column of the list that a row is of, for one of the left list."""
        number = (row - 1) // self.height if self.height else 0
        if column is None or not number:
            return column
        return replace(column, index=self.beside[number - 1].get(column.index, column.index))

    def _column(self, row: int, header: str) -> Column | None:
        at = bisect_left(self.sections, row, key=lambda section: section.row)
        if at and (section := self.sections[at - 1]).columns:
            return section.columns.get(header)
        # where a header stands twice, the column that was read counts
        own = [column for column in self.header.columns if column.header == header]
        return max(own, key=lambda column: bool(column.field), default=None)

    def header_of(self, row: int) -> int:
        """Return the row that the header above a row ends in, as the person sees it."""
        at = bisect_left(self.sections, row, key=lambda section: section.row)
        return self.sections[at - 1].row if at else self.header_row

    def name_column(self, row: int) -> Column | None:
        """Return the column of the names in a row."""
        at = bisect_left(self.sections, row, key=lambda section: section.row)
        if at and (section := self.sections[at - 1]).name is not None:
            return self._own(row, section.name)
        return self._own(row, self.header.fields().get("name"))


@dataclass
class ReadSheet:
    """One sheet that holds people."""

    sheet: SheetRows
    header: Header
    people: list[ParsedPerson]
    problems: list[Problem]
    recalled: Mapping[int, str] | None
    reason: str = ""
    samples: dict[str, str] = field(default_factory=dict)
    firsts: dict[int, tuple[int, str]] = field(default_factory=dict)
    others: dict[int, str] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    sections: Sequence[Section] = ()
    further: Sequence[Further] = ()
    unread: Sequence[Column] = ()
    below: Below | None = None

    @property
    def lists(self) -> tuple[Mapping[int, int], ...]:
        """Of each list on the right, column of the left one → its own, as the rows have them."""
        return () if self.below is None else self.below.places

    @property
    def height(self) -> int:
        """How many rows the sheet has, where lists stand beside one another in it; 0 for any other."""
        return self.below.height if self.below is not None and self.below.places else 0

    @property
    def own_layout(self) -> str:
        """A name for the arrangement of its first header."""
        columns = self.header.columns
        return "|".join(f"{column.index + self.sheet.first_column}:{column.header}" for column in columns)

    @property
    def layout(self) -> str:
        """A name for its arrangement of headers, those further down among them."""
        later = (f"{LATER + place}:{one.column.header}" for place, one in enumerate(self.further))
        return "|".join((self.own_layout, *later))

    def inner(self, chosen: Mapping[int, str]) -> dict[int, str]:
        """Return a choice of columns by their places in the rows as they are read."""
        beside = self.sheet.first_column
        places = {LATER + place: one.column.index for place, one in enumerate(self.further)}
        return {
            places[index] if index in places else index - beside: name
            for index, name in chosen.items()
            if index in places or index < LATER
        }

    def later(self) -> tuple[Further, ...]:
        """Return the columns of headers further down by the numbers that a choice calls all columns by."""
        beside = self.sheet.first_column
        places = {one.column.index: LATER + place for place, one in enumerate(self.further)}
        return tuple(
            replace(
                one,
                row=in_sheet([one.row], self.height)[0],
                column=replace(one.column, index=places[one.column.index]),
                apart=frozenset(places.get(at, at + beside) for at in one.apart),
            )
            for one in self.further
        )


def older_forms(reads: Sequence[ReadSheet]) -> dict[str, Problem]:
    """Return the forms of whose person a newer one was read, by the days they were filled in, with a note each.

    Where a form does not say its day, or two say the same, nobody can tell which is the newer: all of them stay, and
    the person is asked about them.
    """
    forms: dict[str, list[ReadSheet]] = defaultdict(list)
    for one in reads:
        for person in one.people[:1]:
            forms[_who(person)].append(one)
    older: dict[str, Problem] = {}
    for own in forms.values():
        days = [one.sheet.filled_in for one in own]
        if len(own) < 2 or not all(days) or days.count(newest := max(days)) > 1:
            continue
        kept = own[days.index(newest)]
        for one in own:
            if one is not kept:
                params = {
                    "sheet": one.sheet.name,
                    "day": one.sheet.filled_in,
                    "newer": kept.sheet.name,
                    "newer_day": newest,
                    "name": kept.people[0].name,
                }
                older[one.sheet.name] = Problem(
                    "roster.form_older", params, value=one.sheet.name, severity=Severity.NOTE
                )
    return older


def settled_header(header: Header, rows: Sequence[Sequence[Cell]], *, form: bool) -> Header:
    """Return a header as its sheet is read by: that of a form of one person, or with the columns that their cells tell."""
    return form_header(header) if form else told_by_contents(header, rows, code_lists().by_contents)


def form_header(header: Header) -> Header:
    """Return the header of a form with the names that its fields have there."""
    columns = (
        replace(column, header=_OWN_NAMES.get(column.field, column.header)) for column in header.columns
    )
    return replace(header, columns=tuple(columns))


def forms_unkept(reads: Sequence[ReadSheet]) -> list[Problem]:
    """Return the one note that names the filled fields of the file's forms that the roster has no place for."""
    carrying = [one.sheet for one in reads if one.sheet.unkept]
    if not carrying:
        return []
    fields = list(dict.fromkeys(name for sheet in carrying for name in sheet.unkept))
    params = {"fields": fields, "count": len(carrying)}
    code = "roster.form_unkept" if len(reads) == 1 else "roster.forms_unkept"
    return [Problem(code, params, value="、".join(fields), severity=Severity.NOTE)]


def cut_asked(form: ReadSheet) -> str:
    """Return unit and post of a form that asks where the one ends, "" of any other."""
    return next((problem.value for problem in form.problems if problem.code == OPEN_CUT), "")


def forms_cut(units: Mapping[str, int]) -> list[Problem]:
    """Return a note for each unit that several forms begin with, unit → forms, though the roster does not know it."""
    return [
        Problem(FORMS_CUT, {"unit": unit, "count": count}, value=unit, severity=Severity.NOTE)
        for unit, count in units.items()
    ]


def pictures_left(reads: Sequence[ReadSheet]) -> list[Problem]:
    """Return a note for each sheet over whose cells pictures lie: whose photos they are nobody can say."""
    return [
        Problem(
            "roster.pictures_left",
            {"sheet": one.sheet.name, "count": one.sheet.pictures},
            value=one.sheet.name,
            severity=Severity.NOTE,
        )
        for one in reads
        if one.sheet.pictures
    ]


def repeated_sheets(reads: Sequence[ReadSheet], *, forms: bool = False) -> list[ReadSheet]:
    """Return the sheets all of whose people stand in the others too, as a list of leaders beside the whole roster.

    Of ``forms`` only those that say the very same.
    """
    if len(reads) < 2:
        return []
    who = _said if forms else _people
    kept = {id(one): who(one) for one in reads}
    repeated = []
    for one in sorted(reads, key=lambda one: (len(one.people), -reads.index(one))):
        own = kept.pop(id(one))
        others: set[object] = set().union(*kept.values())
        if kept and own <= others:
            repeated.append(one)
        else:
            kept[id(one)] = own
    return repeated


def _people(one: ReadSheet) -> set[object]:
    return {_who(person) for person in one.people}


def _said(form: ReadSheet) -> set[object]:
    rows = tuple(tuple(row) for row in form.sheet.rows)
    return {(rows, form.sheet.photo)}


def _who(person: ParsedPerson) -> str:
    return person.id_number or f"{person.name}|{person.birth[:7]}|{person.unit}"


def contents_of(reads: Sequence[ReadSheet]) -> str:
    """Return the digest of what is read: the same for a file that a program opened and saved as it was."""
    whole = sha256()
    for one in reads:
        whole.update(f"{one.sheet.digest}/".encode())
        whole.update(one.sheet.photo)
    return whole.hexdigest()


def titles_of(one: ReadSheet, reads: Sequence[ReadSheet]) -> tuple[str, ...]:
    """Return the texts above a sheet's header, from top to bottom, behind them the day the forms of a file are of, and its name.

    What stands below its people and says when the list was made comes before the name, where that says no day.
    A form says when it was filled in (填表时间); of several the earliest counts, so that
    none of them is held for newer than it is.
    """
    above = one.sheet.rows[: max(0, one.header.row - one.header.depth + 1)]
    days = [form.sheet.filled_in for form in reads]
    texts = (words for row in above for cell in row if (words := text_of(cell)))
    name = one.sheet.name
    foot = () if guess_day((name,), date.max) else foot_days(_below(one))
    return (*texts, *([min(days)] if all(days) else ()), *foot, name)


def _below(one: ReadSheet) -> Iterator[str]:
    """Yield the texts below a sheet's last person; of lists that stand beside one another none are."""
    last = max((person.row for person in one.people), default=0)
    if last and not one.height:
        for row in one.sheet.rows[last:]:
            yield from filter(None, map(text_of, row))


def use_of(one: ReadSheet, reason: str) -> SheetUse:
    """Return what became of a sheet that was read."""
    beside = one.sheet.first_column
    header = replace(one.header, columns=tuple(_shifted(column, beside) for column in one.header.columns))
    sections = (
        Section(
            section.row,
            {text: _shifted(column, beside) for text, column in section.columns.items()},
            None if section.name is None else _shifted(section.name, beside),
        )
        for section in one.sections
    )
    lists = tuple({to + beside: at + beside for to, at in places.items()} for places in one.lists)
    return SheetUse(
        one.sheet.name, True, reason, one.header.row + 1, header, tuple(sections), one.height, lists
    )


def headers_of(uses: Sequence[SheetUse]) -> dict[str, str]:
    """Return field → header of every column of the sheets that were read; the first sheet that has a field counts."""
    columns = (column for use in reversed(uses) if use.used for column in use.columns())
    return {column.field: column.header for column in columns if column.field}


def _shifted(column: Column, columns: int) -> Column:
    return replace(column, index=column.index + columns)


def said_later(
    later: Further,
    people: Sequence[ParsedPerson],
    numbers: Sequence[int],
    by_index: Sequence[Sequence[Cell]],
) -> str:
    """Return the first that a column of a header further down says, as it was read."""
    field = later.column.field
    if field in FIELDS:
        values = (str(getattr(person, field)) for person in people if person.row >= later.row)
    else:
        cells = by_index[later.column.index]
        values = (text_of(cell) for number, cell in zip(numbers, cells, strict=True) if number >= later.row)
    return next(filter(None, values), "")


def column_notes(one: ReadSheet) -> list[Problem]:
    """Return what is said of the columns of a sheet: those that are not read, are hidden, or stand below a further header."""
    notes = []
    for column in one.header.columns:
        params = {"sheet": one.sheet.name, "column": column.header}
        if column.field == "key":
            continue
        if not column.field:
            notes.append(_note("roster.column_unused", column.header, params))
        elif column.index + one.sheet.first_column in one.sheet.hidden_columns:
            notes.append(_note("roster.column_hidden", column.header, params))
        if column.field == "rank" and is_of_grades(column.header):
            notes.append(_note("roster.grades_by_level", column.header, params))
    for number, places in enumerate(one.lists, 1):
        begins = min(at for to, at in places.items() if to != at) + one.sheet.first_column
        rows = range(number * one.height + 1, (number + 1) * one.height + 1)
        count = sum(person.row in rows for person in one.people)
        told = {"sheet": one.sheet.name, "column": column_letters(begins + 1), "count": count}
        notes.append(_note("roster.list_beside", "", told))
    further_columns = [later.column for later in one.further]
    for column in (*further_columns, *one.unread):
        if not column.field:
            params = {"sheet": one.sheet.name, "column": column.header}
            notes.append(_note("roster.column_unused", column.header, params))
    if taken := [column.header for column in further_columns if column.field not in {"", "number", "key"}]:
        further: dict[str, object] = {"sheet": one.sheet.name, "columns": taken}
        notes.append(_note("roster.columns_further", "", further))
    return notes


def _note(code: str, column: str, params: Mapping[str, object]) -> Problem:
    return Problem(code, dict(params), field=column, value=column, severity=Severity.NOTE)


def unseen(book: WorkbookFile) -> list[Problem]:
    """Return a note where nobody could see hidden rows and the reasons of blank cells."""
    if not any(sheet.blind for sheet in book.sheets):
        return []
    return [Problem("roster.format_blind", {"kind": f".{book.kind}"}, severity=Severity.NOTE)]


def open_quotes(book: WorkbookFile) -> list[Problem]:
    """Return a note where whole lines of a text file stand in one cell: a quotation mark was never closed."""
    if book.kind != "csv":
        return []
    for number, row in enumerate(book.sheets[0].rows, 1):
        for cell in row:
            # a line that was swallowed brings its own separators, one less than it has cells
            if (
                isinstance(cell, str)
                and "\n" in cell
                and len(_SEPARATORS.findall(cell)) >= max(_FEWEST_SEPARATORS, len(row) - 1)
            ):
                return [Problem("roster.quote_open", {"row": number}, severity=Severity.NOTE)]
    return []
