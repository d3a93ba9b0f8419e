"""Tables in text files: comma and tab separated values, and web pages that are named .xls."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers.expat import ExpatError, ParserCreate

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.kinds import is_old_form, is_packed_web
from trainingdesk.exchange.reading.values import BrokenCell, RawSheet, Row, Unreadable

_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLED_LINES = 60
#: A number that a text file wrote without its format: January or October.
_OCTOBER = re.compile(r"(?:19|20)\d\d\.1")
#: Excel's way of keeping a number a text in a text file: ="001".
_AS_TEXT = re.compile(r'="([^"]*)"')
#: a picture in a cell of WPS, as WPS and Excel save it in a text file
_PICTURE = ("=DISPIMG(", "=_xlfn.DISPIMG(")
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
#: So many Chinese characters in a row are in their encoding by no chance, whatever follows them.
_CHINESE, _SURELY = re.compile("[\u4e00-\u9fff]"), 3
_LONGEST_CHARACTER = 4  #: bytes
_LARGEST_CELL = 1 << 20
#: What is looked at of an XML file in one go, until its root begins.
_PROLOG = 1 << 20


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file: by its byte order mark, else strict UTF-8, else GB18030.

    Raises Unreadable ``workbook.not_a_workbook`` for bytes that are no text, ``workbook.half_written`` for a text that
    ends within a character, ``workbook.unknown_encoding``.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            data = data.removeprefix(mark) if encoding == "utf-8" else data
            return _strict(data, (encoding,), name)
    head = data[:4096]
    if b"\x00" in head:
        # UTF-16 without a mark has its zeros on one side only
        sides = head[0::2].count(0), head[1::2].count(0)
        if min(sides) > len(head) // 50 or max(sides) * 8 < len(head) // 2:
            raise Unreadable("workbook.not_a_workbook", file=name)
        return _strict(data, ("utf-16-le" if sides[1] > sides[0] else "utf-16-be",), name)
    named = _CHARSET.search(head)
    wanted = ("utf-8", "gb18030")
    if named and named[1].lower() in {b"gb2312", b"gbk", b"gb18030"}:
        wanted = ("gb18030", "utf-8")
    return _strict(data, wanted, name)


def _strict(data: bytes, encodings: Iterable[str], name: str) -> str:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(data) - _LONGEST_CHARACTER and _is_told(data[: error.start], encoding):
                raise Unreadable("workbook.half_written", file=name) from None
            if encoding == "utf-8" and _is_told(data[: error.start], encoding):
                break  # as GB18030 the same bytes would be other characters, all of them
            continue
        if sum(ord(mark) < 9 for mark in text[:4096]) > 8:
            raise Unreadable("workbook.not_a_workbook", file=name)
        return text
    raise Unreadable("workbook.unknown_encoding", file=name)


def _is_told(data: bytes, encoding: str) -> bool:
    """Return whether the beginning of a text is Chinese in an encoding, and not by chance."""
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return False
    return len(_CHINESE.findall(text)) >= _SURELY


def read_separated(data: bytes, name: str) -> list[RawSheet]:
    """Return the one sheet of a text file; its delimiter is found.

    Raises Unreadable ``workbook.old_form`` for an .lrm file, ``roster.quote_open`` where a quotation mark swallows the
    rest, and what :func:`decoded` and :func:`squared` raise.
    """
    text = decoded(data, name)
    if is_old_form(text[:20_000]) or name.lower().endswith(".lrm"):
        raise Unreadable("workbook.old_form", file=name)
    csv.field_size_limit(_LARGEST_CELL)
    lines = text.split("\n", _SAMPLED_LINES)[:_SAMPLED_LINES]
    delimiter = _delimiter(lines)
    rows: list[Row] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            if cells > limits.MOST_CELLS:
                raise Unreadable("workbook.too_many_cells", file=name, rows=len(rows))
            rows.append([_plain(cell) for cell in row])
    except csv.Error:  # a cell too long
        if '"' in text:
            raise Unreadable("roster.quote_open", row=len(rows) + 1) from None
        raise Unreadable("workbook.damaged", file=name) from None
    return [RawSheet(name, rows=squared(rows, name))]


def _plain(cell: str) -> str | float | BrokenCell:
    found = _AS_TEXT.fullmatch(cell)
    if found:
        return found[1]
    if cell.startswith(_PICTURE):
        return BrokenCell(("roster.cell_picture", "DISPIMG"))
    # a text file has lost the format: as a number, the cell is asked about
    return float(cell) if len(cell) == 6 and _OCTOBER.fullmatch(cell) else cell


def _delimiter(lines: list[str]) -> str:
    """Return the mark that cuts most lines into the same number of pieces, the most pieces first."""
    best, most = ",", 0
    for mark in _DELIMITERS:
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1)
        except csv.Error:
            continue
        score = max((pieces * rows * rows for pieces, rows in counts.items()), default=0)
        if score > most:
            best, most = mark, score
    return best


def squared(rows: list[Row], name: str) -> list[Row]:
    """Return rows of one length, blank rows at the end left out; raises Unreadable ``workbook.too_many_cells``."""
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    if width * len(rows) > limits.MOST_CELLS:
        raise Unreadable("workbook.too_many_cells", file=name, rows=len(rows))
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


#: Tags whose ends are waited for.
_COUNTED = frozenset({"html", "table", "script", "style"})
#: A row of a web page that can't be seen.
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class _Tables(HTMLParser):
    """Collects the cells of every table of a page; merged cells are noted and left blank but for their first."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.sheets: list[RawSheet] = []
        self.cell: list[str] | None = None
        #: By column, the first row that no merged cell from above covers.
        self.free_from: list[int] = []
        self.cells = 0
        self.open: Counter[str] = Counter()

    def cut_off(self) -> bool:
        """Return whether the page ends within a cell, or in the middle of a table with its own end wanting too."""
        return self.open["table"] > 0 and (self.cell is not None or self.open["html"] > 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _COUNTED:
            self.open[tag] += 1
        if tag == "table":
            self._close()
            if len(self.sheets) == limits.MOST_SHEETS:
                raise Unreadable("workbook.too_many_sheets", file=self.name, count=limits.MOST_SHEETS)
            self.sheets.append(RawSheet(f"Table {len(self.sheets) + 1}"))
            self.free_from = []
        elif tag == "tr" and self.sheets:
            self._close()
            if (
                _UNSEEN.search(dict(attrs).get("style") or "")
                and len(self.sheets[-1].rows) < limits.MOST_FACTS
            ):
                self.sheets[-1].hidden_rows.append(len(self.sheets[-1].rows))
            self.sheets[-1].rows.append([])
        elif tag in {"td", "th"} and self.sheets:
            self._close()
            self._open(dict(attrs))
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _COUNTED:
            self.open[tag] -= 1
        if tag in {"td", "th", "tr", "table"}:
            self._close()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and self.open["script"] <= 0 and self.open["style"] <= 0:
            self.cell.append(data)

    def _open(self, attributes: dict[str, str | None]) -> None:
        sheet = self.sheets[-1]
        if not sheet.rows:
            sheet.rows.append([])
        row, line = sheet.rows[-1], len(sheet.rows) - 1
        place, free_from = len(row), self.free_from
        while place < len(free_from) and free_from[place] > line:
            place += 1
        row.extend([""] * (place - len(row)))
        right, down = (count_of(attributes.get(name)) for name in ("colspan", "rowspan"))
        self.cells += right * down
        if self.cells > limits.MOST_CELLS:
            raise Unreadable("workbook.too_many_cells", file=self.name, rows=len(sheet.rows))
        if right * down > 1:
            sheet.merged.append((line, place, line + down - 1, place + right - 1))
            free_from.extend([0] * (place - len(free_from)))
            below = free_from[place : place + right]
            free_from[place : place + right] = [
                *(max(row, line + down) for row in below),
                *[line + down] * (right - len(below)),
            ]
        self.cell = []

    def _close(self) -> None:
        if self.cell is not None:
            if not self.sheets[-1].rows:  # a table inside a cell of another one
                self.sheets[-1].rows.append([])
            self.sheets[-1].rows[-1].append(_plain(" ".join("".join(self.cell).split())))
            self.cell = None


def count_of(value: str | None) -> int:
    """Return a stated number of cells, at least 1; one beyond all tables is cut."""
    return max(1, min(int(value), 1000)) if value and value.isascii() and value.isdigit() else 1


def read_web(data: bytes, name: str) -> list[RawSheet]:
    """Return the tables of a web page that goes by the name of a workbook; raises what :func:`decoded` raises.

    Raises Unreadable ``workbook.half_written`` for a page that was cut off.
    """
    page = _Tables(name)
    for part in _pages(data):
        page.feed(decoded(part, name))
        page.close()
        if page.cut_off():
            raise Unreadable("workbook.half_written", file=name)
        page.reset()
        page.open.clear()
    for sheet in page.sheets:
        sheet.rows = squared(sheet.rows, name)
    return page.sheets


def _pages(data: bytes) -> list[bytes]:
    """Return the pages of a file that has several in it (.mht), of any other the one it is."""
    if not is_packed_web(data):
        return [data]
    import email

    parts = email.message_from_bytes(data).walk()
    found = (part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html")
    return [page for page in found if isinstance(page, bytes)]


def parsed_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML file; raises Unreadable ``workbook.damaged`` for one that is broken or has a DTD."""
    try:
        return _rooted(data, name)
    except (ParseError, ValueError, LookupError):
        pass
    try:  # GB2312 and GBK are no encodings expat knows
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded(data, name))
        return _rooted(text, name)
    except (ParseError, ValueError):
        raise Unreadable("workbook.damaged", file=name) from None


class _Begun(Exception):
    """The root element was reached."""


def _rooted(content: str | bytes, name: str) -> Element:
    """Parse XML; what stands before the root, however long, is looked at first: only there entities can be declared."""

    def declared(*_told: object) -> None:
        raise Unreadable("workbook.damaged", file=name)

    def begun(*_told: object) -> None:
        raise _Begun

    before = ParserCreate()
    before.StartDoctypeDeclHandler = declared
    before.StartElementHandler = begun
    try:
        for at in range(0, len(content), _PROLOG):
            before.Parse(content[at : at + _PROLOG])
    except (_Begun, ExpatError):  # an error is told below
        pass
    return fromstring(content)  # noqa: S314 - no entities, in a process whose memory is capped
