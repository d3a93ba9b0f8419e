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
from trainingdesk.exchange.reading.marks import TWO_DECIMALS, Facts, room, shows_month
from trainingdesk.exchange.reading.records import pictures_in, unreckoned
from trainingdesk.exchange.reading.values import BrokenCell

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _TEXT, _OFFICE, _DRAW = (_SPACE % word for word in ("table", "text", "office", "drawing"))
#: LibreOffice's own word for a cell that shows an error
_ERROR_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
#: January or October? A cell shows 1972.10 where its value is 1972.1.
_OCTOBER = re.compile(r"(?:19|20)\d\d\.10")
#: A cell that holds a day and shows its month: 1986.02, 1986年2月.
_MONTH = re.compile(r"(?:19|20)\d\d[-./年]\d{1,2}月?")
#: attributes that hold a cell's value
_VALUES = ("value", "string-value", "date-value", "time-value", "boolean-value")
_UNSEEN = frozenset({"collapse", "filter"})
#: errors that only a formula shows, as a program without that word writes them; LibreOffice numbers some in its language
_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)|(?:Err|错误|錯誤)\s?[:：]\s?\d{3}")


def marks_of_xls(data: bytes) -> dict[str, Facts] | None:
    """Return the facts of each sheet of an .xls by its name, None where xlrd can't make it out."""
    import xlrd

    try:
        with xlrd.open_workbook(
            file_contents=data, formatting_info=True, logfile=io.StringIO(), on_demand=True
        ) as book:
            facts = {name: _of_sheet(book, book.sheet_by_name(name)) for name in book.sheet_names()}
        for found, count in zip(facts.values(), pictures_in(data), strict=False):
            found.pictures = count
        for found, places in zip(facts.values(), unreckoned(data), strict=False):
            for place in sorted(places)[: limits.MOST_FACTS]:
                found.broken.setdefault(place, BrokenCell(("roster.cell_no_result", "=")))
        return facts
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - it fails in as many ways as an old file can be odd
        return None


def _of_sheet(book: Any, sheet: Any) -> Facts:
    from xlrd import XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, error_text_from_code

    facts = Facts()
    months: dict[int, bool] = {}
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
            elif kind == XL_CELL_DATE and room(facts.months):
                style = sheet.cell_xf_index(row, column)
                if style not in months:
                    months[style] = shows_month(book.format_map[book.xf_list[style].format_key].format_str)
                if months[style]:
                    facts.months.add((row, column))
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
        elif element.tag == f"{_DRAW}image":
            facts.pictures += 1
        elif element.tag == f"{_TABLE}table":
            yield name, facts
            element.clear()


def _cells(line: Element, rows: range, facts: Facts) -> None:
    """Note the errors of a line of cells, its merged cells, and months that only the shown text tells."""
    column = 0
    for cell in line:
        times = _times(cell, "columns")
        places = range(column, min(column + times, WIDE))
        shown = _shown(cell)
        formula = cell.get(f"{_TABLE}formula")
        broken = None
        if cell.get(_ERROR_TYPE) == "error" or (formula and _ERRORS.match(shown)):
            broken = BrokenCell(("roster.cell_error", shown))
        elif formula and not any(cell.get(_OFFICE + word) for word in _VALUES) and _unreckoned(cell):
            broken = BrokenCell(("roster.cell_no_result", formula[max(formula.find("="), 0) :][:60]))
        if broken is not None:
            facts.broken.update(
                ((row, place), broken) for row in rows for place in places if room(facts.broken)
            )
        elif _OCTOBER.fullmatch(shown) and cell.get(f"{_OFFICE}value") == shown[:-1]:
            facts.octobers.update(
                ((row, place), 0) for row in rows for place in places if room(facts.octobers)
            )
        elif cell.get(f"{_OFFICE}date-value") and _MONTH.fullmatch(shown):
            facts.months.update((row, place) for row in rows for place in places if room(facts.months))
        beside, below = _times(cell, "columns", "spanned"), _times(cell, "rows", "spanned")
        if (beside > 1 or below > 1) and room(facts.merged):
            facts.merged.append((rows.start, column, rows.start + below - 1, column + beside - 1))
        column += times


def _shown(cell: Element) -> str:
    """Return the text a cell shows: its own paragraphs, whatever is formatted in them, and not those of its comment."""
    return "".join(text for part in cell if part.tag == f"{_TEXT}p" for text in part.itertext())


def _unreckoned(cell: Element) -> bool:
    """Return whether a cell without a value has no text either; a formula that shows nothing has a blank paragraph."""
    return not any(part.tag == f"{_TEXT}p" for part in cell) and cell.get(f"{_OFFICE}string-value") is None


def _times(element: Element, what: str, how: str = "repeated") -> int:
    stated = element.get(f"{_TABLE}number-{what}-{how}", "1")
    return int(stated) if stated.isascii() and stated.isdigit() else 1
