"""The roster as a workbook for the units: what is written here, the importer reads back as it was.

The headers and labels are the first spellings of ``data/code_lists.json`` and always Chinese: the workbook goes to the
district's units, whatever language the window speaks. Every cell is text, so that no ID number loses its last digits,
and a text that begins like a formula stays a text; only the rows are numbered by numbers.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from trainingdesk.domain.errors import EnvironmentProblem, Refused
from trainingdesk.domain.file_names import check_ending
from trainingdesk.domain.roster.people import FIELDS, KnownPerson, ParsedPerson
from trainingdesk.exchange.cell_text import FORMULA_STARTS, put_text
from trainingdesk.exchange.code_lists import CodeLists, code_lists
from trainingdesk.exchange.workbook import Progress
from trainingdesk.shared.files import write_whole

#: Column widths in characters, as wide as the content usually is.
_WIDTHS = {
    "number": 6,
    "name": 10,
    "sex": 6,
    "birth": 12,
    "id_number": 21,
    "unit": 26,
    "post": 20,
    "rank": 16,
    "team": 16,
    "phone": 15,
    "work_start": 14,
    "note": 24,
    **dict.fromkeys(("school", "school_full", "school_service"), 26),
}
_WIDTH = 12
#: The column of the year somebody was last trained in: it goes out where it is asked for, and no import reads it.
TRAINED = "trained"
_TRAINED_TITLE = "最近参训"
#: Fields that offer a drop-down in the workbook.
_CHOSEN = ("sex", "rank", "team", "authority", "status")
#: Rows below the last person that still have the drop-downs.
_SPARE_ROWS = 500
_A4 = "9"
_STEP = 1_000
_DISK_FULL = {28, 112}  # ENOSPC; ERROR_DISK_FULL on Windows


def write_roster(
    path: Path,
    people: Iterable[ParsedPerson | KnownPerson],
    *,
    fields: Sequence[str] = (),
    in_order: Sequence[str] = (),
    trained: Mapping[int, str] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write people to a new workbook, in the order they come, and return how many there were.

    ``fields`` names the columns, all by default; ``in_order`` names them in the order they stand, and among them may be
    :data:`TRAINED`, whose years ``trained`` gives by a person's number. A file in the way is replaced once the new one is complete. Raises
    EnvironmentProblem with ``workbook.not_written``, ``workbook.disk_full`` or ``workbook.no_folder``.
    """
    from openpyxl import Workbook

    check_place(path)
    columns = [name for name in code_lists().headers if name == "number" or name in (fields or FIELDS)]
    if in_order:
        columns = ["number", *in_order]
    book = Workbook(write_only=True)
    content = io.BytesIO()
    try:
        count = _fill(book.create_sheet("名册"), people, columns, trained or {}, progress)
    finally:
        book.save(content)  # after a cancel too: it is what takes openpyxl's temporary files away
    put_file(path, content.getvalue())
    return count


def _fill(
    sheet: Any,
    people: Iterable[ParsedPerson | KnownPerson],
    columns: Sequence[str],
    trained: Mapping[int, str],
    progress: Progress | None,
) -> int:
    from openpyxl.cell import WriteOnlyCell

    lists = code_lists()
    set_up(sheet, columns)
    titles = column_titles(columns)
    sheet.append([_header_cell(sheet, title) for title in titles])
    style = _body_cell(sheet)._style  # openpyxl has no public way to share a style between cells
    labels = [lists.labels.get(name) for name in columns]
    count = 0
    for count, person in enumerate(people, 1):
        row = []
        for name, known in zip(columns, labels, strict=True):
            if name == "number":
                row.append(_number_cell(sheet, style, count))
                continue
            value = trained.get(person.number, "") if name == TRAINED else str(getattr(person, name))
            cell = WriteOnlyCell(sheet)
            cell._style = copy(style) if value.startswith(FORMULA_STARTS) else style
            put_text(cell, known.get(value, value) if known else value)
            row.append(cell)
        sheet.append(row)
        if progress is not None and count % _STEP == 0:
            progress(count, 0, "roster.step_write")
    last = count + 1
    sheet.auto_filter.ref = f"A1:{_letter(len(titles))}{last}"
    _add_drop_downs(sheet, columns, lists, last + _SPARE_ROWS)
    return count


def column_titles(columns: Iterable[str]) -> list[str]:
    """Return how columns are headed, always in Chinese."""
    headers = code_lists().headers
    return [_TRAINED_TITLE if name == TRAINED else headers[name][0] for name in columns]


def check_place(path: Path) -> None:
    """Look whether a workbook can be put there.

    Raises EnvironmentProblem ``workbook.no_folder``, Refused ``workbook.folder`` and what
    :func:`~trainingdesk.domain.file_names.check_ending` raises.
    """
    if not path.parent.is_dir():
        raise EnvironmentProblem("workbook.no_folder", folder=str(path.parent))
    if path.is_dir():
        raise Refused("workbook.folder", file=str(path))
    check_ending(str(path), ".xlsx")


def put_file(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all; ``content`` may come in parts.

    Raises EnvironmentProblem ``workbook.disk_full`` or ``workbook.not_written``.
    """
    try:
        write_whole(path, content)
    except OSError as error:
        full = error.errno in _DISK_FULL or getattr(error, "winerror", 0) in _DISK_FULL
        code = "workbook.disk_full" if full else "workbook.not_written"
        raise EnvironmentProblem(code, file=str(path)) from error


def _header_cell(sheet: Any, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = WriteOnlyCell(sheet, value=value)
    cell.font = Font(name="黑体", size=11)
    cell.fill = PatternFill("solid", fgColor="FFF2F2F2")
    cell.border = border()
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _body_cell(sheet: Any) -> Any:
    """Return a cell whose style all others take over: looking a style up for every cell costs two thirds of the time."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet)
    cell.font = Font(name="宋体", size=11)
    cell.border = border()
    cell.alignment = Alignment(vertical="center")
    cell.number_format = "@"
    return cell


def _number_cell(sheet: Any, style: Any, number: int) -> Any:
    """Return the cell of a row's own number, the one thing in it that is counted."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=number)
    cell._style = copy(style)
    cell.number_format = "0"
    return cell


def border() -> Any:
    """Return the thin grey line around a cell."""
    from openpyxl.styles import Border, Side

    line = Side(style="thin", color="FFBFBFBF")
    return Border(left=line, right=line, top=line, bottom=line)


def set_up(sheet: Any, columns: Sequence[str], header_row: int = 1) -> None:
    """Set widths, frozen header and print layout: what a write-only sheet has to know before its first row."""
    for place, name in enumerate(columns, 1):
        column = sheet.column_dimensions[_letter(place)]
        column.width = _WIDTHS.get(name, _WIDTH)
        column.number_format = "@"
    frozen = columns.index("name") + 2 if "name" in columns else 1
    sheet.freeze_panes = f"{_letter(frozen)}{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _add_drop_downs(sheet: Any, columns: Sequence[str], lists: CodeLists, last: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    for name in _CHOSEN:
        if name not in columns:
            continue
        words = ",".join(lists.labels[name].values())
        choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
        letter = _letter(columns.index(name) + 1)
        choice.add(f"{letter}2:{letter}{last}")
        sheet.data_validations.append(choice)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))
