"""A report as data: what its columns are and what it shows; three renderers draw the same definition.

Titles in definitions are English source texts marked with ``N_()``; the renderers put them into the language in
force. What a provider fills in at run time (a year's column title, a note) is already in words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _

#: A column with this key is numbered 1, 2, 3 … by itself; rows need not carry it.
SEQ = "seq"
#: A column's total is the sum of its values.
SUM = "sum"

#: Kinds that are figures: right-aligned, numbers in a workbook.
FIGURES = frozenset({Kind.INT, Kind.CENTS, Kind.HOURS, Kind.PERCENT})
#: Kinds that are centred in a column.
_CENTRED = frozenset({Kind.DAY, Kind.MONTH, Kind.INSTANT, Kind.PERSON})


class Occasion(StrEnum):
    """When a paper is wanted: the catalogue is ordered by it."""

    ROSTER = "roster"  #: 底数与名册
    YEAR_PLAN = "year_plan"  #: 年度计划
    BEFORE_CLASS = "before_class"  #: 开班前
    IN_CLASS = "in_class"  #: 上课中
    CLOSING = "closing"  #: 结班
    MONEY = "money"  #: 经费
    LEADING_GROUP = "leading_group"  #: 领导小组会


class Form(StrEnum):
    """The forms a paper can take."""

    ROWS = "rows"
    PDF = "pdf"
    XLSX = "xlsx"


#: The forms of a table.
TABLE_FORMS = frozenset(Form)
#: The form of a paper that is drawn (form, certificate).
DRAWN_FORMS = frozenset({Form.PDF})


@dataclass(frozen=True, slots=True)
class Ratio:
    """A total that is the ratio of two columns' totals, never the sum or mean of ratios."""

    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: the key of its value in a row.
        title: its heading.
        kind: how its values are written.
        width_mm: its share of the page; widths are scaled to fill it, and grow where a figure needs more.
        align: ``left``, ``center`` or ``right``; "" for what the kind asks for.
        total: "" for none, :data:`SUM`, or a :class:`Ratio`.
        group: heading above this and the neighbouring columns of the same group, "" for none.
        bar: a share is drawn as a small grey bar too, in the PDF.
        blank: an empty column to write in by hand.
        whole: a text kept on one line as far as the page allows: document, certificate and ID numbers.
        beneath: on paper its lines stand beneath the row, side by side over the page's width (:mod:`.beneath`); at most
            one column, the last. Elsewhere it is a column as any other.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width_mm: float = 20
    align: str = ""
    total: str | Ratio = ""
    group: str = ""
    bar: bool = False
    blank: bool = False
    whole: bool = False
    beneath: bool = False

    @property
    def alignment(self) -> str:
        """How its cells are aligned."""
        if self.align:
            return self.align
        if self.key == SEQ or self.kind in _CENTRED:
            return "center"
        return "right" if self.kind in FIGURES else "left"


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a paper.

    Attributes:
        key: its name on the command line and in ``Params``.
        title: its label.
        kind: how its value is typed: TEXT, INT (a year, an id), DAY.
        required: whether the paper can't be made without it.
        choices: the source of its choices: ``units``, ``classes``, ``plans``, ``menus``, ``fees``,
            ``certificates``, ``imports``, ``groups``, ``years``, ``people``; "" for free input, ``yes_no`` for a switch.
        several: any number of the choices, as one text with commas between them; "" for the usual ones.
        usual: what a form proposes: ``today``, ``new_year`` (the first of this year) or, among years, ``this_year``
            (which is then meant by none too), "" for nothing.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    required: bool = True
    choices: str = ""
    several: bool = False
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A paper of the catalogue.

    Attributes:
        id: ``area.name``, the same on the command line and in papers that were issued.
        title: its title.
        occasion: when it is wanted.
        params: what it needs to know.
        columns: its columns; a content may bring its own.
        forms: the forms it can take.
        landscape: paper lying.
        unit_note: what the figures count, printed above the table on the right ("Unit: people").
        notes: what stands below every one: above all what each share is a share of.
        row_mm: least height of a row; higher where people write by hand.
        size: size of the body in points.
        group_by: key of a column (which is not printed) whose equal neighbours form a group with a heading and, when
            columns have totals, a subtotal.
        name_column: key of the column that names a row in a refusal; "" for the first with text.
        one_page: all tables of a content stand on one page, see :mod:`.one_page`, and never on more.
        flows: the tables of a content follow one another down the page, each below its title, see :mod:`.flow`; notes
            and signing stand once, at the end.
        dense: a working list of many rows and no official document: it keeps the margin of the binding edge only, and
            its rows stand closer.
    """

    id: str
    title: str
    occasion: Occasion
    columns: tuple[Column, ...] = ()
    params: tuple[Param, ...] = ()
    forms: frozenset[Form] = TABLE_FORMS
    landscape: bool = False
    unit_note: str = ""
    notes: tuple[str, ...] = ()
    row_mm: float = 7.0
    size: float = 10.5
    group_by: str = ""
    name_column: str = ""
    one_page: bool = False
    flows: bool = False
    dense: bool = False


class RowKind(StrEnum):
    """What a row is."""

    ITEM = "item"
    GROUP = "group"  #: the heading of a group
    SUBTOTAL = "subtotal"  #: a sum of rows above; never counted again
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Marked:
    """A figure with a sign before it that can be read in grey print, for instance ``▲`` above the limit."""

    value: Any
    sign: str = "▲"


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        values: value by column key; a missing one is an empty cell.
        level: depth in a tree of units; the first column of text is indented by it.
        kind: item, group heading, subtotal.
        counted: whether it counts in totals; a row that already contains others does not.
    """

    values: Mapping[str, Any]
    level: int = 0
    kind: RowKind = RowKind.ITEM
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Signing:
    """The foot of a paper that others sign or seal: a place each, left free.

    Attributes:
        parties: departments that co-sign with seal and date, in order.
        lines: labels of lines to sign on, for instance "Class teacher"; those drawn in one row.
        names: names typed behind the labels of ``lines``, "" for a line left free.
    """

    parties: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve of a chart that a table is drawn as where the paper has one page.

    Attributes:
        share: key of the column with the share at each step.
        figures: key of the column with the figure behind it, written below the step.
        label: what stands at the curve's end.
        dashed: a target.
    """

    share: str
    figures: str
    label: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What one paper shows.

    Attributes:
        rows: :class:`Row`, mappings by column key, or tuples in the order of the columns without :data:`SEQ`.
        title: in place of the report's, "" for that.
        subtitle: under the title: document number, period, class.
        facts: lines between title and table, for instance the course of each half-day.
        office: who made it.
        data_date: the day the data are as of.
        printed_on: the day printed in the foot; not the clock's, so that the same content gives the same bytes.
        totals: values that take the place of computed totals (distinct people, a closing balance).
        notes: further lines below the table.
        columns: in place of the report's columns, () for those.
        signing: what is signed below.
        parts: further tables of the same paper, each on a sheet of a workbook and, unless the report says otherwise, on
            a new page (the days of a sign-in sheet).
        name: name of the worksheet when there are several, "" for the subtitle.
        empty: what an empty table says, "" for the usual.
        unit_note: in place of the report's, None for that.
        beside: on a paper of one page it stands at the right of the table before it.
        curves: on a paper of one page it is drawn as a chart; its first column names the steps, the other columns are
            in the order of the curves, figures before share. Elsewhere it is a table.
        grid: on a paper whose tables flow it is drawn as a form: each row's label with its value beside it, two of them
            next to each other. Elsewhere it is a table of two columns.
        picture: JPEG or PNG that stands at the right of a grid, b"" for none.
    """

    rows: Sequence[Row | Mapping[str, Any] | tuple[Any, ...]]
    title: str = ""
    subtitle: str = ""
    facts: tuple[str, ...] = ()
    office: str = ""
    data_date: date | None = None
    printed_on: date | None = None
    totals: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    signing: Signing | None = None
    parts: "tuple[Content, ...]" = ()
    name: str = ""
    empty: str = ""
    unit_note: str | None = None
    beside: bool = False
    curves: tuple[Curve, ...] = ()
    grid: bool = False
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Table:
    """A content joined with its report, in words, with every total: what the renderers draw.

    Attributes:
        rows: group headings, items and subtotals in order; every item has its number.
        total: the total row, None where no column has one.
    """

    report: Report
    title: str
    subtitle: str
    facts: tuple[str, ...]
    above_left: str
    above_right: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None
    notes: tuple[str, ...]
    printed: str
    signing: Signing | None
    name: str
    empty: str
    beside: bool = False
    curves: tuple[Curve, ...] = ()
    grid: bool = False
    picture: bytes = b""

    @property
    def total_label(self) -> str:
        """What stands at the head of the total row."""
        return _("Total")

    @property
    def label_key(self) -> str:
        """The key of the column that carries labels and indents: the first one with text, else the first."""
        return label_key(self.columns)

    def place(self, row: Row, position: int) -> str:
        """Return what names a row in a refusal: its name, else its number."""
        key = self.report.name_column or self.label_key
        named = row.values.get(key)
        if row.kind is RowKind.TOTAL or not isinstance(named, str) or not named:
            return str(position)
        return named


def label_key(columns: Sequence[Column]) -> str:
    """Return the key of the column that carries labels: the first one with text, else the first."""
    texts = (one.key for one in columns if one.kind in (Kind.TEXT, Kind.PERSON) and one.key != SEQ)
    return next(texts, columns[0].key)


def words(message: str) -> str:
    """Return a title in the language in force; an empty one stays empty (gettext would return its header)."""
    return _(message) if message else ""


def bare(value: Any) -> Any:
    """Return a value without its mark."""
    return value.value if isinstance(value, Marked) else value


def cell_text(column: Column, value: Any) -> str:
    """Return a cell as it is shown, with its mark."""
    shown = format_value(column.kind, bare(value))
    return f"{value.sign}{shown}" if isinstance(value, Marked) and shown else shown


def totals_of(
    columns: Sequence[Column], rows: Sequence[Row], given: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the totals of some rows by column key; the one place where a paper's totals are made.

    Only items that count are added; empty cells count as nothing. A ratio is that of its columns' totals; where the
    denominator is 0 it stays empty. ``given`` values take the place of computed ones, also inside ratios.
    """
    given = given or {}
    counted = [row for row in rows if row.kind is RowKind.ITEM and row.counted]
    totals: dict[str, Any] = {}
    for column in columns:
        if column.total == SUM:
            values = (bare(row.values.get(column.key)) for row in counted)
            totals[column.key] = sum(value for value in values if value is not None)
    totals.update(given)
    for column in columns:
        if isinstance(column.total, Ratio) and column.key not in given:
            over = totals.get(column.total.denominator) or 0
            totals[column.key] = Fraction(totals[column.total.numerator], over) if over else None
    return totals


def tables(report: Report, content: Content) -> tuple[Table, ...]:
    """Return every table of a content: its own and its further parts'."""
    office, printed = content.office, content.printed_on
    parts = (
        replace(part, office=part.office or office, printed_on=part.printed_on or printed)
        for part in content.parts
    )
    return tuple(_table(report, one) for one in (content, *parts))


def _table(report: Report, content: Content) -> Table:
    raw = content.columns or report.columns
    columns = tuple(replace(one, title=words(one.title), group=words(one.group)) for one in raw)
    rows = list(_numbered(columns, content.rows))
    if report.group_by:
        rows = list(_grouped(report.group_by, columns, rows))
    totals = totals_of(columns, rows, content.totals)
    total = Row(totals, kind=RowKind.TOTAL) if totals and rows else None
    unit = words(report.unit_note) if content.unit_note is None else content.unit_note
    notes = [*(words(note) for note in report.notes), *content.notes]
    if content.data_date:
        day = format_value(Kind.DAY, content.data_date)
        notes.append(_("Data as of {day}.").format(day=day))
    printed = ""
    if content.printed_on:
        printed = _("Printed {day}").format(day=format_value(Kind.DAY, content.printed_on))
    return Table(
        report=report,
        title=content.title or words(report.title),
        subtitle=content.subtitle,
        facts=content.facts,
        above_left=_("Office: {office}").format(office=content.office) if content.office else "",
        above_right=unit,
        columns=columns,
        rows=tuple(rows),
        total=total,
        notes=tuple(notes),
        printed=printed,
        signing=content.signing,
        name=content.name or content.subtitle,
        empty=content.empty or _("There is nothing to list."),
        beside=content.beside,
        curves=content.curves,
        grid=content.grid,
        picture=content.picture,
    )


def _numbered(
    columns: Sequence[Column], rows: Sequence[Row | Mapping[str, Any] | tuple[Any, ...]]
) -> Iterator[Row]:
    keys = [column.key for column in columns if column.key != SEQ]
    numbered = any(column.key == SEQ for column in columns)
    number = 0
    for given in rows:
        if isinstance(given, Row):
            row = given
        elif isinstance(given, tuple):
            row = Row(dict(zip(keys, given, strict=True)))
        else:
            row = Row(given)
        if numbered and row.kind is RowKind.ITEM:
            number += 1
            if SEQ not in row.values:
                row = replace(row, values={SEQ: number, **row.values})
        yield row


def _grouped(key: str, columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Row]:
    label = label_key(columns)
    with_totals = any(column.total for column in columns)
    start = 0
    while start < len(rows):
        group = rows[start].values.get(key)
        end = start
        while end < len(rows) and rows[end].values.get(key) == group:
            end += 1
        members = rows[start:end]
        yield Row({label: "" if group is None else str(group)}, kind=RowKind.GROUP)
        yield from members
        if with_totals:
            yield Row({label: _("Subtotal"), **totals_of(columns, members)}, kind=RowKind.SUBTOTAL)
        start = end
