"""A report on screen: texts as they are printed, beside the raw values to sort by."""

from dataclasses import dataclass
from typing import Any

from trainingdesk.documents.definition import (
    Column,
    Content,
    Report,
    Row,
    RowKind,
    Table,
    bare,
    cell_text,
    tables,
)
from trainingdesk.shared.formatting import Kind, as_fraction


@dataclass(frozen=True, slots=True)
class ScreenColumn:
    """One column: heading, the group above it, how its cells are written and aligned, its share of the width."""

    key: str
    title: str
    group: str
    kind: Kind
    align: str
    width_mm: float


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One row.

    Attributes:
        cells: texts as printed.
        values: raw values to sort by, without marks; a share is a Fraction.
        level: depth in a tree.
        kind: item, group heading, subtotal or total.
    """

    cells: tuple[str, ...]
    values: tuple[Any, ...]
    level: int
    kind: RowKind


@dataclass(frozen=True, slots=True)
class ScreenTable:
    """A table on screen: what :func:`.render_pdf.render_pdf` prints of the same content."""

    title: str
    subtitle: str
    facts: tuple[str, ...]
    columns: tuple[ScreenColumn, ...]
    rows: tuple[ScreenRow, ...]
    total: ScreenRow | None
    notes: tuple[str, ...]
    empty: str


def render_rows(report: Report, content: Content) -> tuple[ScreenTable, ...]:
    """Return the tables of a content for the screen; most papers have one."""
    return tuple(_screen(table) for table in tables(report, content))


def _screen(table: Table) -> ScreenTable:
    return ScreenTable(
        title=table.title,
        subtitle=table.subtitle,
        facts=table.facts,
        columns=tuple(_column(column) for column in table.columns),
        rows=tuple(_row(table, row) for row in table.rows),
        total=_row(table, table.total) if table.total else None,
        notes=table.notes,
        empty=table.empty,
    )


def _column(column: Column) -> ScreenColumn:
    return ScreenColumn(
        column.key, column.title, column.group, column.kind, column.alignment, column.width_mm
    )


def _row(table: Table, row: Row) -> ScreenRow:
    cells = [cell_text(column, row.values.get(column.key)) for column in table.columns]
    if row.kind is RowKind.TOTAL:
        place = next(n for n, column in enumerate(table.columns) if column.key == table.label_key)
        cells[place] = cells[place] or table.total_label
    values = tuple(_raw(column, row.values.get(column.key)) for column in table.columns)
    if row.kind is RowKind.GROUP:
        # a heading stands at the head of its line, whatever the first column is
        label = row.values.get(table.label_key) or ""
        cells = [label, *[""] * (len(cells) - 1)]
        values = (label, *[None] * (len(cells) - 1))
    return ScreenRow(tuple(cells), values, row.level, row.kind)


def _raw(column: Column, value: Any) -> Any:
    plain = bare(value)
    if column.kind is Kind.PERCENT and plain is not None:
        return as_fraction(plain)
    return plain
