"""What calamine does not tell of an .xls and of an .ods: hidden rows, errors, formats of numbers.

An .xls is read a second time by xlrd, while calamine reads it on another core; of an .ods the XML is streamed. Neither
is needed to read the file: a file that they can't make out is one whose marks nobody has seen, and is said to be so.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, iterparse

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.extents import WIDE
from trainingdesk.exchange.reading.marks import TWO_DECIMALS, Facts, room
from trainingdesk.exchange.reading.values import BrokenCell

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _TEXT, _OFFICE = (_SPACE % word for word in ("table", "text", "office"))
#: LibreOffice's own word for a cell that shows an error
_ERROR_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
#: January or October? A cell shows 1972.10 where its value is 1972.1.
_OCTOBER = re.compile(r"(?:19|20)\d\d\.10")
#: streams of an .xls that hold the workbook, of Excel 97 and of Excel 5
_BOOKS = ("Workbook", "Book")
#: kinds of records (MS-XLS 2.3): the stream begins, in BIFF 5 and 8, 4, 3, 2; the file is encrypted; the globals end
_BEGINS = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_FILEPASS, _EOF = 0x002F, 0x000A
_UNSEEN = frozenset({"collapse", "filter"})
#: errors that only a formula shows, as a program without that word writes them
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "Err:")


def marks_of_xls(data: bytes) -> dict[str, Facts] | None:
    """Return the facts of each sheet of an .xls by its name, None where xlrd can't make it out."""
    import xlrd

    try:
        with xlrd.open_workbook(
            file_contents=data, formatting_info=True, logfile=io.StringIO(), on_demand=True
        ) as book:
            return {name: _of_sheet(book, book.sheet_by_name(name)) for name in book.sheet_names()}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - it fails in as many ways as an old file can be odd
        return None


def is_locked_xls(data: bytes) -> bool:
    """Return whether an .xls is protected by a password for opening it: its globals hold a FILEPASS record.

    The record stands behind the first BOF, or behind WRITEPROTECT (MS-XLS 2.1.7.20.3); heads of records are never
    encrypted (2.2.10), so they are walked up to the end of the globals.
    """
    stream = _records(data)
    place = 0
    if int.from_bytes(stream[:2], "little") not in _BEGINS:
        return False
    while place + 4 <= len(stream):
        kind = int.from_bytes(stream[place : place + 2], "little")
        if kind in (_FILEPASS, _EOF):
            return kind == _FILEPASS
        place += 4 + int.from_bytes(stream[place + 2 : place + 4], "little")
    return False


def _records(data: bytes) -> bytes:
    """Return the stream of records of an .xls, b"" where its container is damaged before it."""
    from xlrd.compdoc import SIGNATURE, CompDoc

    if not data.startswith(SIGNATURE):
        return data  # a bare stream of records, as some old programs write
    try:
        container = CompDoc(data, logfile=io.StringIO())
        return next((found for name in _BOOKS if (found := container.get_named_stream(name))), b"")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as above
        return b""


def _of_sheet(book: Any, sheet: Any) -> Facts:
    from xlrd import XL_CELL_ERROR, XL_CELL_NUMBER, error_text_from_code

    facts = Facts()
    hidden = sorted(row for row, how in sheet.rowinfo_map.items() if how.hidden)
    facts.hidden_rows = hidden[: limits.MOST_FACTS]
    columns = sheet.colinfo_map.items()
    facts.hidden_columns = sorted(column for column, how in columns if how.hidden and column < WIDE)
    facts.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == XL_CELL_ERROR and room(facts.broken):
                shown = error_text_from_code.get(sheet.cell_value(row, column), "#")
                facts.broken[row, column] = BrokenCell(("roster.cell_error", shown))
            elif kind == XL_CELL_NUMBER and room(facts.octobers):
                value = sheet.cell_value(row, column)
                if 1900 < value < 2100 and f"{value:.10g}".endswith(".1"):
                    style = sheet.cell_xf_index(row, column)
                    if TWO_DECIMALS.search(book.format_map[book.xf_list[style].format_key].format_str):
                        facts.octobers[row, column] = style
    return facts


def marks_of_ods(data: bytes) -> dict[str, Facts] | None:
    """Return the facts of each table of an .ods by its name, None where its XML is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as stream:
            return dict(_tables(iterparse(stream, ("start", "end"))))  # noqa: S314 - in a process whose memory is capped
    except (ParseError, LookupError, ValueError, OSError, zipfile.BadZipFile):
        return None


def _tables(events: Iterator[tuple[str, Element]]) -> Iterator[tuple[str, Facts]]:
    name, facts = "", Facts()
    row = column = 0
    for event, element in events:
        if event == "start":
            if element.tag == f"{_TABLE}table":
                name, facts = element.get(f"{_TABLE}name", ""), Facts()
                row = column = 0
            continue
        if element.tag == f"{_TABLE}table-column":
            times = _times(element, "columns")
            if element.get(f"{_TABLE}visibility") in _UNSEEN:
                facts.hidden_columns.extend(range(column, min(column + times, WIDE)))
            column += times
        elif element.tag == f"{_TABLE}table-row":
            times = _times(element, "rows")
            # blank rows below the last one are hidden, if at all, a million at a time
            if element.get(f"{_TABLE}visibility") in _UNSEEN and any(True for _ in element.iter(f"{_TEXT}p")):
                left = limits.MOST_FACTS - len(facts.hidden_rows)
                facts.hidden_rows.extend(range(row, row + min(times, left)))
            _cells(element, range(row, row + min(times, WIDE)), facts)
            row += times
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield name, facts
            element.clear()


def _cells(line: Element, rows: range, facts: Facts) -> None:
    """Note the errors of a line of cells, its merged cells, and months that only the shown text tells."""
    column = 0
    for cell in line:
        times = _times(cell, "columns")
        places = range(column, min(column + times, WIDE))
        shown = "".join(part.text or "" for part in cell.iter(f"{_TEXT}p"))
        wrong = cell.get(_ERROR_TYPE) == "error"
        if wrong or (cell.get(f"{_TABLE}formula") and shown.startswith(_ERRORS)):
            broken = BrokenCell(("roster.cell_error", shown))
            facts.broken.update(
                ((row, place), broken) for row in rows for place in places if room(facts.broken)
            )
        elif _OCTOBER.fullmatch(shown) and cell.get(f"{_OFFICE}value") == shown[:-1]:
            facts.octobers.update(
                ((row, place), 0) for row in rows for place in places if room(facts.octobers)
            )
        beside, below = _times(cell, "columns", "spanned"), _times(cell, "rows", "spanned")
        if (beside > 1 or below > 1) and room(facts.merged):
            facts.merged.append((rows.start, column, rows.start + below - 1, column + beside - 1))
        column += times


def _times(element: Element, what: str, how: str = "repeated") -> int:
    stated = element.get(f"{_TABLE}number-{what}-{how}", "1")
    return int(stated) if stated.isascii() and stated.isdigit() else 1
