"""导出问题行: the user's own workbook comes back with its bad cells marked and the reason beside each."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import time, timedelta
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree.ElementTree import ParseError

from trainingdesk.domain.errors import Problem, Refused, Severity
from trainingdesk.domain.roster.cells import Broken, Cell, text_of
from trainingdesk.exchange.roster_file import RosterFile
from trainingdesk.exchange.roster_sheets import SheetUse
from trainingdesk.exchange.roster_workbook import FORMULA_STARTS, check_place, put_file, put_text
from trainingdesk.exchange.workbook import digest_of, read_sheets
from trainingdesk.shared.memory import let_go, no_cycle_search
from trainingdesk.shared.text import text

#: Beyond this many rows the file is not opened for editing (2.5 s for each 10,000); its bad rows are copied out.
MOST_ROWS_MARKED = 20_000
#: Sheet → (row, column) → the problems there.
Marks: TypeAlias = Mapping[str, Mapping[tuple[int, int], Sequence[Problem]]]

#: said of a cell that was put right on the preview
CHANGED = "roster.cell_changed"
_GREEN = "FFC6EFCE"
_FILLS = {Severity.ERROR: "FFFFC7CE", Severity.QUESTION: "FFFFEB9C"}
#: Characters that a sheet's title may not have.
_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
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


@no_cycle_search()
def write_error_workbook(
    roster: RosterFile, problems: Sequence[Problem], target: Path, changed: Sequence[Problem] = ()
) -> None:
    """Write the file that ``roster`` was read from to ``target``, its bad cells marked and commented.

    Errors are red, questions yellow, in every sheet that was used; a sheet 问题清单 lists every problem and leads to
    its cell. Formulas, formats and other sheets of a workbook stay. A file of another kind (.xls, .ods, .csv, forms)
    comes back as a new workbook with the same cells at the same places. Of very large files the rows with problems
    are copied out with their row numbers. ``changed`` are the cells that were put right, each with its new text as
    the parameter ``value``: they hold it, green, and what they said before stands beside them. A text that looks like a formula is marked as a text.

    Raises Refused ``roster.file_changed`` when the file is no longer the one that was read, and where ``target``
    can't be written what :func:`~trainingdesk.exchange.roster_workbook.write_roster` raises.
    """
    check_place(target)
    if digest_of(roster.path) != roster.digest:
        raise Refused("roster.file_changed", file=roster.path.name)
    cells, green = _by_cell(roster, problems), _by_cell(roster, changed)
    book = _open(roster)
    titles = {use.name: use.name for use in roster.sheets}
    if book is None:
        whole = len(roster.people) <= MOST_ROWS_MARKED
        both = {name: {*cells.get(name, ()), *green.get(name, ())} for name in {**cells, **green}}
        wanted = None if whole else {name: {row for row, _column in found} for name, found in both.items()}
        book, titles, moved = _copied(roster, wanted)
        cells, green = (
            {
                name: {moved(name, row, column): marks for (row, column), marks in found.items()}
                for name, found in heap.items()
            }
            for heap in (cells, green)
        )
    for name, found in green.items():
        _put_right(book[titles[name]], found)
    for name, found in cells.items():
        _mark(book[titles[name]], found)
    _quote_formula_like(book)
    places: dict[str, dict[tuple[int, int], Sequence[Problem]]] = {
        name: {
            place: [*cells.get(name, {}).get(place, ()), *green.get(name, {}).get(place, ())]
            for place in {**cells.get(name, {}), **green.get(name, {})}
        }
        for name in {**cells, **green}
    }
    _add_list(book, roster, titles, [*problems, *changed], places)
    content = io.BytesIO()
    book.save(content)
    _let_go(book)
    put_file(target, content.getvalue())


def _let_go(book: Any) -> None:
    """Let go of the cells one by one.

    A workbook is one great cycle of cells: whoever searches for cycles next, the window for one, would stand still over
    half a million of them.
    """
    for sheet in book.worksheets:
        while sheet._cells:
            _place, cell = sheet._cells.popitem()
            if cell.comment is not None:
                cell.comment = None  # each holds the other


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
    return book if all(use.name in book.sheetnames for use in roster.sheets if use.used) else None


def _quote_formula_like(book: Any) -> None:
    """Mark texts that begin like a formula as texts, so that they stay ones when somebody edits the cell."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if (
                    cell.data_type == "s"
                    and str(value or "").startswith(FORMULA_STARTS)
                    and not cell.quotePrefix
                ):
                    cell.quotePrefix = True


def _by_cell(roster: RosterFile, problems: Sequence[Problem]) -> Marks:
    """Return sheet → (row, column) → its problems; what concerns a whole row stands at the name."""
    uses = {use.name: use for use in roster.sheets}
    columns: dict[tuple[str, int, str], int] = {}
    cells: dict[str, dict[tuple[int, int], list[Problem]]] = {}
    for problem in problems:
        if problem.row and (problem.severity in _FILLS or problem.code == CHANGED):
            sheet, row = roster.lines.cell(problem.row)
            use = uses[sheet]
            key = sheet, use.header_of(row), problem.field
            if key not in columns:
                column = use.column(row, problem.field) or use.name_column(row)
                columns[key] = 1 if column is None else column.index + 1
            cells.setdefault(sheet, {}).setdefault((row, columns[key]), []).append(problem)
    return cells


def _copied(
    roster: RosterFile, wanted: Mapping[str, set[int]] | None
) -> tuple[Any, dict[str, str], Callable[[str, int, int], tuple[int, int]]]:
    """Return a new workbook with the cells of the original, sheet → its title there, and where a cell went.

    ``wanted`` names the rows of each sheet to be copied, behind a column of their numbers; None copies all of them to
    their own places.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    titles: dict[str, str] = {}
    lines: dict[tuple[str, int], int] = {}
    beside = 0 if wanted is None else 1
    uses = {use.name: use for use in roster.sheets if use.used}
    read = [*read_sheets(roster.path).sheets]
    while read:
        source = read.pop(0)
        if wanted is not None and source.name not in wanted:
            continue
        sheet = book.create_sheet(_free_title(book, _FORBIDDEN.sub("_", source.name)[:28] or "Sheet"))
        titles[source.name] = sheet.title
        numbers = range(1, len(source.rows) + 1)
        if wanted is not None:
            rows_wanted = wanted[source.name]
            use = uses.get(source.name, SheetUse(source.name, used=False, header_row=1))
            # each row stands below the header that it was read by
            numbers_wanted = sorted({use.header_row, *rows_wanted, *map(use.header_of, rows_wanted)})
        for line, number in enumerate(numbers if wanted is None else numbers_wanted, 1):
            lines[source.name, number] = line
            if beside:
                put_text(sheet.cell(line, 1), text("roster.problem_row") if line == 1 else str(number))
            for place, value in enumerate(source.rows[number - 1], source.first_column + 1 + beside):
                if value != "":
                    _put(sheet.cell(line, place), value)
        if beside:
            sheet.freeze_panes = "B2"
        rows = [*source.rows]
        del source
        let_go(rows)

    def moved(name: str, row: int, column: int) -> tuple[int, int]:
        return lines[name, row], column + beside

    return book, titles, moved


def _put(cell: Any, value: Cell) -> None:
    """Put a value into a cell as it was: numbers and days as such, texts as texts."""
    if isinstance(value, str | Broken) or type(value) in {time, timedelta}:
        put_text(cell, text_of(value))
        cell.number_format = "@"
    else:
        cell.value = value


def _put_right(sheet: Any, cells: Mapping[tuple[int, int], Sequence[Problem]]) -> None:
    """Put what was typed or answered into cells, and say beside them what they said before."""
    from openpyxl.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    for (row, column), (problem, *_rest) in cells.items():
        cell = sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            continue  # what stands in it is said of other rows too
        put_text(cell, str(problem.params["value"]))
        cell.number_format = "@"
        cell.fill = PatternFill("solid", fgColor=_GREEN)
        cell.comment = Comment(text(problem.code, **problem.params)[:_MOST_COMMENT], _AUTHOR)


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


def _add_list(
    book: Any,
    roster: RosterFile,
    titles: Mapping[str, str],
    problems: Sequence[Problem],
    cells: Marks,
) -> None:
    """Add the sheet that lists all problems, each with a link to its cell."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = book.create_sheet(_free_title(book, text("roster.problem_sheet")))
    heads = ("row", "column", "value", "severity", "text")
    for place, (title, width) in enumerate(zip(heads, (8, 16, 24, 10, 70), strict=True), 1):
        cell = sheet.cell(1, place, text(f"roster.problem_{title}"))
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    wrapped = Alignment(wrap_text=True, vertical="top")
    places = {
        id(problem): (titles[name].replace("'", "''"), *place)
        for name, found in cells.items()
        for place, marks in found.items()
        for problem in marks
    }
    for line, problem in enumerate(problems, 2):
        values = (
            roster.lines.told(problem.row) if problem.row else "",
            roster.heading(problem),
            problem.value,
            text(f"severity.{problem.severity}"),
            text(problem.code, **problem.params),
        )
        for place, value in enumerate(values, 1):
            cell = sheet.cell(line, place)
            put_text(cell, value)
            cell.alignment = wrapped
        if id(problem) in places:
            quoted, row, column = places[id(problem)]
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
