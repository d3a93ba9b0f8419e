"""The records of an .xls that neither of its readers tells of: a password, the epoch of its dates, formulas without a result.

A stream of records is a list of kind, length and content (MS-XLS 2.1.4); heads of records are never encrypted (2.2.10),
so they can be walked whatever the content is.
"""

import io
import re
import struct
from collections.abc import Iterator

from trainingdesk.exchange.reading.extents import Reach
from trainingdesk.exchange.reading.values import Place

#: streams of an .xls that hold the workbook, of Excel 97 and of Excel 5
_BOOKS = ("Workbook", "Book")
#: kinds of records (MS-XLS 2.3): a stream begins, in BIFF 5 and 8, 4, 3, 2
_BEGINS = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_FILEPASS, _EOF, _DATEMODE, _SHEET, _RECALC = 0x002F, 0x000A, 0x0022, 0x0085, 0x01C1
_OBJECT, _PICTURE = 0x005D, b"\x08\x00"
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
#: cells with something in them (2.5): text, number, formula, truth or error; several numbers
_CELLS = frozenset({0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E, 0x00BD, 0x0205, *_FORMULAS})
_NUMBERS = 0x00BD
_MOST_COLUMNS = 256
_HEAD, _PLACE, _SHORT = struct.Struct("<HH"), struct.Struct("<HH"), struct.Struct("<H")
#: a formula whose result is kept as an empty text (2.5.133): kind, length, row, column, style, 3, anything, FFFF
_EMPTY_RESULT = re.compile(rb"\x06[\x00\x02\x04]..[\x00-\xff]{6}\x03[\x00-\xff]{5}\xff\xff", re.DOTALL)


def records_of(data: bytes) -> bytes:
    """Return the stream of records of an .xls, b"" where its container is damaged before it."""
    from xlrd.compdoc import SIGNATURE, CompDoc

    if not data.startswith(SIGNATURE):
        return data  # a bare stream of records, as some old programs write
    try:
        container = CompDoc(data, logfile=io.StringIO())
        return next((found for name in _BOOKS if (found := container.get_named_stream(name))), b"")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - it fails in as many ways as an old file can be odd
        return b""


def is_locked_xls(data: bytes) -> bool:
    """Return whether an .xls is protected by a password for opening it: its globals hold a FILEPASS record.

    The record stands behind the first BOF, or behind WRITEPROTECT (MS-XLS 2.1.7.20.3).
    """
    return any(kind == _FILEPASS for kind, _place, _length in _walk(records_of(data), 0))


def check_old_workbook(data: bytes, name: str) -> bool:
    """Look how far the cells of each sheet reach, and return whether its dates count from 1904 (MS-XLS 2.4.77).

    Raises Unreadable ``workbook.far_cell`` or ``workbook.too_many_cells``.
    """
    stream, from_1904 = records_of(data), False
    starts = []
    for kind, place, _length in _walk(stream, 0):
        if kind == _DATEMODE:
            from_1904 = stream[place : place + 1] == b"\x01"
        elif kind == _SHEET:
            starts.append(int.from_bytes(stream[place : place + 4], "little"))
    for start in starts:
        _reach_of(stream, start).check(name)
    return from_1904


def _reach_of(stream: bytes, start: int) -> Reach:
    """Return how far the cells with something in them reach; what the sheet states of its size is not believed."""
    reach, row, columns = Reach(), -1, 0
    for kind, place, length in _walk(stream, start):
        if kind in _CELLS and length >= _PLACE.size:
            at, column = _PLACE.unpack_from(stream, place)
            if kind == _NUMBERS:  # several in a row, the last column behind them
                (column,) = _SHORT.unpack_from(stream, place + length - 2)
            if at != row:
                if row >= 0:
                    reach.add(row + 1, columns)
                row, columns = at, 0
            if columns <= column < _MOST_COLUMNS:  # others are damage
                columns = column + 1
    if row >= 0:
        reach.add(row + 1, columns)
    return reach


def pictures_in(data: bytes) -> list[int]:
    """Return how many pictures lie over each sheet of an .xls, sheets in their order (Obj with ot 8, MS-XLS 2.4.181)."""
    stream = records_of(data)
    starts = [
        int.from_bytes(stream[place : place + 4], "little")
        for kind, place, _length in _walk(stream, 0)
        if kind == _SHEET
    ]
    return [
        sum(
            kind == _OBJECT and length >= 6 and stream[place + 4 : place + 6] == _PICTURE
            for kind, place, length in _walk(stream, start)
        )
        for start in starts
    ]


def unreckoned(data: bytes) -> list[set[Place]]:
    """Return the cells of each sheet whose formula was never reckoned, sheets in their order; nothing where all were.

    A program that writes formulas and can't reckon keeps an empty text as the result of each of them. Nothing else
    tells them from formulas that show an empty text, so that a workbook counts only where no formula has any other
    result, and where no program that reckons has left its number (RecalcId, MS-XLS 2.4.215).
    """
    stream = records_of(data)
    if not _EMPTY_RESULT.search(stream):
        return []
    starts = []
    for kind, place, _length in _walk(stream, 0):
        if kind == _RECALC:
            return []
        if kind == _SHEET:
            starts.append(int.from_bytes(stream[place : place + 4], "little"))
    found: list[set[Place]] = []
    for start in starts:
        found.append(cells := set[Place]())
        for kind, place, length in _walk(stream, start):
            if kind in _FORMULAS and length >= 14:
                row, column, _style, result = struct.unpack_from("<HHH8s", stream, place)
                if result[0] != 3 or result[6:] != b"\xff\xff":
                    return []
                cells.add((row, column))
    return found


def _walk(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of the records from ``start`` to the end of that part; nothing where none begins."""
    if int.from_bytes(stream[start : start + 2], "little") not in _BEGINS:
        return
    place, depth, end = start, 0, len(stream)
    while place + 4 <= end:
        kind, length = _HEAD.unpack_from(stream, place)
        place += 4
        if place + length > end:
            return
        yield kind, place, length
        if kind == _EOF:
            depth -= 1
            if not depth:
                return
        elif kind in _BEGINS:  # a chart within a sheet is a part of its own
            depth += 1
        place += length
