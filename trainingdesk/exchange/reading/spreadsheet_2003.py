"""XML spreadsheets of 2003, which go by the names .xml and .xls."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.extents import WIDE, Reach, column_letters
from trainingdesk.exchange.reading.texts import count_of, parsed_xml, squared
from trainingdesk.exchange.reading.values import BrokenCell, RawSheet, Row, Unreadable

#: The last row of a workbook of 2007 and later; those of 2003 end at 65,536.
_LAST_ROW = 1_048_576


def read_spreadsheet_2003(data: bytes, name: str) -> list[RawSheet]:
    """Return the sheets of a file.

    Raises Unreadable ``workbook.far_cell``, ``workbook.too_many_cells`` or ``workbook.too_many_sheets``, and what
    ``texts.parsed_xml`` raises.
    """
    sheets: list[RawSheet] = []
    root = parsed_xml(data, name)
    book = next((part for part in root.iter() if _tag(part) == "Workbook"), root)
    worksheets = [part for part in book if _tag(part) == "Worksheet"]
    if len(worksheets) > limits.MOST_SHEETS:
        raise Unreadable("workbook.too_many_sheets", file=name, count=len(worksheets))
    given: Counter[str] = Counter()
    for worksheet in worksheets:
        hidden = any(
            _tag(part) == "Visible" and (part.text or "").startswith("Sheet") for part in worksheet.iter()
        )
        sheet = RawSheet(_other_name(_attribute(worksheet, "Name"), given), visible=not hidden)
        lines = [part for part in worksheet.iter() if _tag(part) == "Row"]
        reach = Reach()
        for at, line in _placed(lines, 0):
            last = max((place + 1 for place, cell in _cells(line) if _filled(cell)), default=0)
            if last and at >= _LAST_ROW:
                raise Unreadable("workbook.far_cell", file=name, cell=f"{column_letters(last)}{at + 1}")
            if last:
                reach.add(at + 1, last)
        reach.check(name)
        for at, line in _placed(lines, 0):
            if at < reach.rows:
                _add_line(sheet, at, line)
        sheet.rows = squared(sheet.rows, name)
        _columns(sheet, worksheet)
        sheets.append(sheet)
    return sheets


def _other_name(name: str, given: Counter[str]) -> str:
    """Return a sheet's name, with a number behind it where another has it; ``given`` keeps each name's last number."""
    other = name
    while other in given:
        given[name] += 1
        other = f"{name} ({given[name]})"
    given[other] = 1
    return other


def _placed(elements: list[Element], at: int) -> Iterator[tuple[int, Element]]:
    """Yield rows, or columns, with their places from 0: where none is stated it stands behind the one before."""
    for element in elements:
        at = _place_of(element, at)
        yield at, element
        at += 1 + _more(element, "Span")


def _place_of(element: Element, otherwise: int) -> int:
    stated = _attribute(element, "Index")
    return max(int(stated) - 1, otherwise) if stated.isascii() and stated.isdigit() else otherwise


def _cells(line: Element) -> Iterator[tuple[int, Element]]:
    """Yield the cells of a row with their places; those that a merged cell covers are not written."""
    at = 0
    for cell in line:
        if _tag(cell) == "Cell":
            at = _place_of(cell, at)
            yield at, cell
            at += 1 + _more(cell, "MergeAcross")


def _filled(cell: Element) -> bool:
    """Return whether there is more to a cell than a style."""
    return len(cell) > 0 or bool(_attribute(cell, "Formula"))


def _add_line(sheet: RawSheet, at: int, line: Element) -> None:
    blank: Row = []  # one for all rows in between
    sheet.rows.extend([blank] * (at - len(sheet.rows)))
    if _attribute(line, "Hidden") == "1":
        sheet.hidden_rows.append(at)
    row: Row = []
    for place, cell in _cells(line):
        beside, below = _more(cell, "MergeAcross"), _more(cell, "MergeDown")
        if beside or below:
            sheet.merged.append((at, place, at + below, place + beside))
        if _filled(cell):
            row.extend([""] * (place - len(row)))
            row.append(_value(cell))
    sheet.rows.append(row)


def _columns(sheet: RawSheet, worksheet: Element) -> None:
    """Note the hidden columns."""
    columns = [part for part in worksheet.iter() if _tag(part) == "Column"]
    for at, column in _placed(columns, 0):
        if _attribute(column, "Hidden") == "1":
            sheet.hidden_columns.extend(range(at, min(at + 1 + _more(column, "Span"), WIDE)))


def _value(cell: Element) -> Any:
    data = next((part for part in cell if _tag(part) == "Data"), None)
    if data is None:
        formula = _attribute(cell, "Formula")
        return BrokenCell(("roster.cell_no_result", formula[:60])) if formula else ""
    text, kind = "".join(data.itertext()), _attribute(data, "Type")
    if kind == "Error":
        return BrokenCell(("roster.cell_error", text))
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    # a day is written 1972-05-16T00:00:00.000, which the readers of cells know
    return text


def _more(element: Element, word: str) -> int:
    """Return how many further rows or columns an element stands for."""
    stated = _attribute(element, word)
    return count_of(stated) if stated not in {"", "0"} else 0


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
