"""A roster file as a whole: its sheet, its columns, its people and everything that is wrong with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from trainingdesk.domain.errors import Problem, Refused, Severity
from trainingdesk.domain.roster.cells import Cell, key_of
from trainingdesk.domain.roster.columns import Header, choose_columns, find_header
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.rows import Sheet, parse_rows
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.exchange.workbook import Progress, SheetRows, WorkbookFile, read_sheets
from trainingdesk.shared.text import Label

#: How a row that adds the others up begins.
_TOTALS = frozenset({"合计", "总计", "小计", "总人数"})


@dataclass(frozen=True)
class SheetUse:
    """What became of one sheet.

    Attributes:
        name: as it stands on its tab.
        used: whether its rows were taken.
        reason: why it was not: a code below ``roster.``, "" when it was.
    """

    name: str
    used: bool
    reason: str = ""


@dataclass(frozen=True)
class RosterFile:
    """A roster file that was read.

    Attributes:
        path: where it stands.
        kind: ``xlsx``, ``xls`` or ``ods``.
        digest: hex SHA-256 of its bytes.
        sheet: the name of the sheet that was read.
        header_row: the row its header stands in, as the person sees it.
        header: the header's columns and the fields they were taken for; ``index`` counts from the sheet's column A.
        people: a person for every row that is not blank.
        problems: everything that is wrong or open, by row and column; row 0 is the file as a whole.
        sheets: what became of every sheet.
        layout: a name for this arrangement of headers, to remember a person's choice of columns by.
    """

    path: Path
    kind: str
    digest: str
    sheet: str
    header_row: int
    header: Header
    people: list[ParsedPerson]
    problems: list[Problem]
    sheets: tuple[SheetUse, ...]
    layout: str


def read_roster(
    path: Path, progress: Progress | None = None, chosen: Mapping[int, str] | None = None
) -> RosterFile:
    """Return what a roster file holds.

    ``chosen`` says what columns are for (0 for column A → field, "" for none) where the person knows better than the
    headers. Raises what :func:`~trainingdesk.exchange.workbook.read_sheets` raises, and Refused with
    ``roster.no_rows`` (no cell in any sheet), ``roster.no_columns`` (no header with 姓名 and one more known column)
    or ``roster.no_people`` (nothing below the header).
    """
    book = read_sheets(path, progress)
    headers = code_lists().headers
    best: tuple[SheetRows, Header] | None = None
    found: dict[str, Header] = {}
    for sheet in book.sheets:
        header = find_header(sheet.rows, headers)
        if header is None:
            continue
        found[sheet.name] = header
        if best is None or (sheet.visible, header.score) > (best[0].visible, best[1].score):
            best = sheet, header
    if best is None:
        if not any(sheet.rows for sheet in book.sheets):
            raise Refused("roster.no_rows", file=path.name)
        raise Refused("roster.no_columns", file=path.name)
    return _read_sheet(book, best[0], _placed(best[1], best[0], chosen), found, progress)


def _placed(header: Header, sheet: SheetRows, chosen: Mapping[int, str] | None) -> Header:
    """Return the header with the person's choice of columns, which counts from column A."""
    if not chosen:
        return header
    return choose_columns(header, {index - sheet.first_column: field for index, field in chosen.items()})


def _read_sheet(
    book: WorkbookFile,
    sheet: SheetRows,
    header: Header,
    found: Mapping[str, Header],
    progress: Progress | None,
) -> RosterFile:
    first = header.row + 2
    numbered = list(enumerate(sheet.rows[header.row + 1 :], first))
    totals = [number for number, row in numbered if _is_total(row)]
    if totals:
        left_out = set(totals)
        numbered = [(number, row) for number, row in numbered if number not in left_out]
    body = [row for _number, row in numbered]
    if not body:
        raise Refused("roster.no_people", file=book.path.name, sheet=sheet.name)
    fields = header.fields()
    by_index: list[tuple[Cell, ...]] = list(zip(*body, strict=True))

    def done(step: int, steps: int) -> None:
        if progress is not None:
            progress(step, steps, "roster.step_check")

    parsed = parse_rows(
        Sheet(
            columns={field: by_index[column.index] for field, column in fields.items() if field != "number"},
            headers={field: column.header for field, column in fields.items()},
            rows=[number for number, _row in numbered],
            epoch_1904=book.epoch_1904,
        ),
        code_lists().spellings,
        done,
    )
    if not parsed.people:
        raise Refused("roster.no_people", file=book.path.name, sheet=sheet.name)
    uses = tuple(_use_of(other, sheet, found) for other in book.sheets)
    notes = [
        Problem(
            "roster.sheet_unused",
            {"sheet": use.name, "reason": Label(use.reason)},
            value=use.name,
            severity=Severity.NOTE,
        )
        for use in uses
        if not use.used and use.reason != "roster.sheet_blank"
    ]
    notes += [
        Problem(
            "roster.column_unused",
            {"column": column.header},
            field=column.header,
            value=column.header,
            severity=Severity.NOTE,
        )
        for column in header.columns
        if not column.field
    ]
    if totals:
        rows = "、".join(map(str, totals))
        notes.append(Problem("roster.totals_passed", {"rows": rows}, severity=Severity.NOTE))
    return RosterFile(
        path=book.path,
        kind=book.kind,
        digest=book.digest,
        sheet=sheet.name,
        header_row=first - 1,
        header=_shifted(header, sheet.first_column),
        people=parsed.people,
        problems=notes + parsed.problems,
        sheets=uses,
        layout="|".join(f"{column.index + sheet.first_column}:{column.header}" for column in header.columns),
    )


def _is_total(row: Iterable[Cell]) -> bool:
    """Return whether a row adds others up: its first words say so (合计 81人)."""
    first = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
    return isinstance(first, str) and key_of(first).rstrip(":：") in _TOTALS


def _shifted(header: Header, columns: int) -> Header:
    return Header(
        header.row, tuple(replace(column, index=column.index + columns) for column in header.columns)
    )


def _use_of(sheet: SheetRows, used: SheetRows, found: Mapping[str, Header]) -> SheetUse:
    if sheet is used:
        return SheetUse(sheet.name, used=True)
    if not sheet.rows:
        return SheetUse(sheet.name, used=False, reason="roster.sheet_blank")
    if not sheet.visible:
        return SheetUse(sheet.name, used=False, reason="roster.sheet_hidden")
    reason = "roster.sheet_second" if sheet.name in found else "roster.sheet_no_header"
    return SheetUse(sheet.name, used=False, reason=reason)
