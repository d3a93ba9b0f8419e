"""导出问题行: the user's own workbook comes back with its bad cells marked and the reason beside each."""

import hashlib
import io
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from trainingdesk.domain.errors import Problem, Refused, Severity
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.exchange.roster_file import RosterFile
from trainingdesk.exchange.roster_workbook import check_place, put_file, put_text
from trainingdesk.exchange.workbook import read_sheets
from trainingdesk.shared.text import text

#: Beyond this many rows the file is not opened for editing (2.5 s for each 10,000); its bad rows are copied out.
MOST_ROWS_MARKED = 20_000
_FILLS = {Severity.ERROR: "FFFFC7CE", Severity.QUESTION: "FFFFEB9C"}
_AUTHOR = "TrainingDesk"
_MOST_COMMENT = 2_000
#: What openpyxl throws at workbooks that Excel and calamine read without complaint.
_OPENPYXL_FAILS = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    zipfile.BadZipFile,
    ParseError,
    OSError,
)


def write_error_workbook(roster: RosterFile, problems: Sequence[Problem], target: Path) -> None:
    """Write the file that ``roster`` was read from to ``target``, its bad cells marked and commented.

    Errors are red, questions yellow; a sheet 问题清单 lists every problem and leads to its cell. Formulas, formats and
    other sheets stay. Where the original can't be edited (.xls, .ods, very large or unusual files) the rows with
    problems are copied into a new workbook with their row numbers.

    Raises Refused ``roster.file_changed`` when the file is no longer the one that was read, and where ``target``
    can't be written what :func:`~trainingdesk.exchange.roster_workbook.write_roster` raises.
    """
    check_place(target)
    try:
        data = roster.path.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != roster.digest:
        raise Refused("roster.file_changed", file=roster.path.name)
    cells = _by_cell(roster, problems)
    book = _open(roster)
    if book is None:
        book, moved = _copy_bad_rows(roster, sorted({row for row, _column in cells}))
        cells = {(moved[row], column + 1): found for (row, column), found in cells.items()}
    _mark(book[roster.sheet], cells)
    _add_list(book, roster.sheet, problems, cells)
    content = io.BytesIO()
    book.save(content)
    put_file(target, content.getvalue())


def _open(roster: RosterFile) -> Any | None:
    """Return the original for editing, None when it has to be copied instead."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if len(roster.people) > MOST_ROWS_MARKED or roster.kind != "xlsx":
        return None
    try:
        with roster.path.open("rb") as file:
            book = load_workbook(file, rich_text=True)
    except (*_OPENPYXL_FAILS, InvalidFileException):
        return None
    return book if roster.sheet in book.sheetnames else None


def _columns(roster: RosterFile) -> Mapping[str, int]:
    """Return header → column, 1 for A; where a header stands twice, the column that was read."""
    places = {column.header: column.index + 1 for column in roster.header.columns if not column.field}
    places.update({column.header: column.index + 1 for column in roster.header.columns if column.field})
    return places


def _by_cell(roster: RosterFile, problems: Sequence[Problem]) -> Mapping[tuple[int, int], list[Problem]]:
    """Return (row, column) → its problems; what concerns a whole row stands at the name."""
    places = _columns(roster)
    name = next(column.index + 1 for column in roster.header.columns if column.field == "name")
    cells: dict[tuple[int, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.row and problem.severity in _FILLS:
            cells[problem.row, places.get(problem.field, name)].append(problem)
    return cells


def _mark(sheet: Any, cells: Mapping[tuple[int, int], Sequence[Problem]]) -> None:
    from openpyxl.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {severity: PatternFill("solid", fgColor=colour) for severity, colour in _FILLS.items()}
    for (row, column), problems in cells.items():
        cell = sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            cell = _first_of_merged(sheet, row, column)
        worst = Severity.ERROR if any(p.severity == Severity.ERROR for p in problems) else Severity.QUESTION
        cell.fill = fills[worst]
        lines = [text(problem.code, **problem.params) for problem in problems]
        if cell.comment is not None:
            lines.insert(0, cell.comment.text)
        comment = Comment("\n".join(lines)[:_MOST_COMMENT], _AUTHOR)
        comment.width, comment.height = 280, 40 + 30 * len(lines)
        cell.comment = comment


def _first_of_merged(sheet: Any, row: int, column: int) -> Any:
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return sheet.cell(merged.min_row, merged.min_col)
    raise AssertionError("a merged cell lies in a merged range")


def _copy_bad_rows(roster: RosterFile, wanted: Sequence[int]) -> tuple[Any, Mapping[int, int]]:
    """Return a new workbook with the header and some rows behind their row numbers, and row → new row."""
    from openpyxl import Workbook

    source = next(sheet for sheet in read_sheets(roster.path).sheets if sheet.name == roster.sheet)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = roster.sheet
    moved: dict[int, int] = {}
    for line, number in enumerate([roster.header_row, *wanted], 1):
        moved[number] = line
        put_text(sheet.cell(line, 1), text("roster.problem_row") if line == 1 else str(number))
        for place, value in enumerate(source.rows[number - 1], source.first_column + 2):
            cell = sheet.cell(line, place)
            put_text(cell, text_of(value))
            cell.number_format = "@"
    sheet.freeze_panes = "B2"
    return book, moved


def _add_list(
    book: Any,
    sheet_name: str,
    problems: Sequence[Problem],
    cells: Mapping[tuple[int, int], Sequence[Problem]],
) -> None:
    """Add the sheet that lists all problems, each with a link to its cell."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = book.create_sheet(_free_title(book, text("roster.problem_sheet")))
    titles = ("row", "column", "value", "severity", "text")
    for place, (title, width) in enumerate(zip(titles, (8, 16, 24, 10, 70), strict=True), 1):
        cell = sheet.cell(1, place, text(f"roster.problem_{title}"))
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    wrapped = Alignment(wrap_text=True, vertical="top")
    places = {id(problem): place for place, found in cells.items() for problem in found}
    quoted = sheet_name.replace("'", "''")
    for line, problem in enumerate(problems, 2):
        values = (
            str(problem.row) if problem.row else "",
            problem.field,
            problem.value,
            text(f"severity.{problem.severity}"),
            text(problem.code, **problem.params),
        )
        for place, value in enumerate(values, 1):
            cell = sheet.cell(line, place)
            put_text(cell, value)
            cell.alignment = wrapped
        if id(problem) in places:
            row, column = places[id(problem)]
            link = sheet.cell(line, 1)
            link.hyperlink = Hyperlink(
                ref=link.coordinate, location=f"'{quoted}'!{get_column_letter(column)}{row}"
            )
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:E{len(problems) + 1}"


def _free_title(book: Any, title: str) -> str:
    taken = {name.lower() for name in book.sheetnames}
    candidate, number = title, 2
    while candidate.lower() in taken:
        candidate, number = f"{title}{number}", number + 1
    return candidate
