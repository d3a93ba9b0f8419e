"""How far the cells of an open document reach: what must be known before it is read, as ``extents`` tells of an .xlsx.

An .ods writes blank and equal cells once, with how often they are repeated, so that a few lines may stand for a table of
16,384 × 1,048,576; calamine writes the repetitions out. Its one part is streamed in blocks of whole rows and searched for
the tags that calamine knows, which are spelt with ``table:`` only.
"""

import html
import re
import zipfile
from collections.abc import Iterator

from trainingdesk.exchange.reading.extents import Reach
from trainingdesk.exchange.reading.values import Unreadable

_CHUNK = 1 << 20
_PART = "content.xml"
_ROW, _ROW_END, _TABLE_END = b"<table:table-row", b"</table:table-row>", b"</table:table>"
_CELLS = (b"<table:table-cell", b"<table:covered-table-cell")
#: What stands in a tag; an attribute may have the tag's end in its value.
_INSIDE = rb"""((?:[^>"']|"[^"]*"|'[^']*')*+)>"""
_HEAD = re.compile(_INSIDE)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b" + _INSIDE + rb"(</)?")
#: As calamine reads them: blanks around the sign, noughts in front of the number, digits as character references.
_REPEATED_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"']([^\"']*)")
_REPEATED = re.compile(rb"number-columns-repeated\s*=\s*[\"']([^\"']*)")
#: A cell with a value, or with a text.
_FILLED = re.compile(rb"value-type=|<text:p\b")
_NULL_DATE_1904 = re.compile(rb"<table:null-date\b[^>]*date-value=[\"']1904-01-01")
#: A row of 16,384 cells with long texts is not larger.
_LONGEST_ROW = 64 << 20


def check_open_document(archive: zipfile.ZipFile, name: str) -> bool:
    """Look how far each table reaches, and return whether its dates count from 1904.

    Raises Unreadable ``workbook.far_cell``, ``workbook.too_many_cells`` or ``workbook.too_much_memory``.
    """
    table, row, from_1904 = Reach(), 0, False
    for place, line in enumerate(_lines(archive, name)):
        if place == 0:  # what stands before the first row; dates are told of before the tables
            from_1904 = bool(_NULL_DATE_1904.search(line))
            continue
        tag = _HEAD.match(line)
        head, rest = (tag[1], line[tag.end() :]) if tag else (line, b"")
        cells, _, behind = rest.partition(_ROW_END)
        repeated = _REPEATED_ROWS.search(head)
        times = _times(repeated[1]) if repeated else 1
        if not head.endswith(b"/") and _FILLED.search(cells):
            table.add(row + times, _last_column(cells, table.columns), times)
        row += times
        if _TABLE_END in behind or (head.endswith(b"/") and _TABLE_END in rest):
            table.check(name)
            table, row = Reach(), 0
    table.check(name)  # of a file that is cut off
    return from_1904


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield what stands before the first row, then each row from behind the beginning of its tag on."""
    rest = b""
    with archive.open(_PART) as stream:
        while chunk := stream.read(_CHUNK):
            *lines, rest = (rest + chunk).split(_ROW)
            yield from lines
            if len(rest) > _LONGEST_ROW:
                raise Unreadable("workbook.too_much_memory", file=name)
    yield rest


def _times(stated: bytes) -> int:
    """Return how often a row or cell is repeated; 1 for what is no number, which calamine refuses."""
    number = html.unescape(stated.decode("ascii", "replace")).strip().removeprefix("+")
    return int(number) if number.isascii() and number.isdigit() else 1


def _last_column(cells: bytes, known: int) -> int:
    """Return the number of a row's last cell that is not blank; any up to ``known`` where it does not reach beyond."""
    last = max(map(cells.rfind, _CELLS))
    if last >= 0 and not _FILLED.search(cells, last):
        cells = cells[:last]
    most = sum(map(cells.count, _CELLS)) + sum(_times(times) - 1 for times in _REPEATED.findall(cells))
    if most <= known:
        return most
    column = found = 0
    for cell in _CELL.finditer(cells):
        attributes, ends = cell.groups()
        times = _REPEATED.search(attributes)
        column += _times(times[1]) if times else 1
        if b"value-type" in attributes or not (attributes.endswith(b"/") or ends):
            found = column
    return found
