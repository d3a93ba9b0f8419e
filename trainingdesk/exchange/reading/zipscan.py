"""A look at a workbook's zip before it is read: how far each sheet really reaches, and what reading it would not tell.

calamine fills a rectangle as large as the farthest cell, so that a 5 KB file with a value in XFD1048576 takes the whole
process down; the stated dimension is not believed. That look comes first. And calamine gives cells without value as
blanks, numbers without their format, hidden rows like any other. All of it stands in the sheet's XML, which is streamed
and searched with plain byte patterns while calamine reads on another core: the marks that a roster seldom has cost
nothing where they are not.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError, fromstring

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.values import BrokenCell, Place, Unreadable

_CHUNK = 1 << 20
#: A row larger than this is cut with an overlap.
_LONGEST_ROW = 8 << 20
_OVERLAP = 40_000
#: No roster has more columns than this: a wider rectangle comes from a cell gone astray.
_WIDE = 100

_SHEET_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
#: Cells beyond column Z, and rows: the literal start of each pattern is what makes the search fast.
_FAR_COLUMNS = (
    re.compile(rb'r="([A-Za-z]{2,3})(\d{1,7})"'),
    re.compile(rb"r='([A-Za-z]{2,3})(\d{1,7})'"),
)
_ANY_CELL = re.compile(rb"r=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_ROW = re.compile(rb"row [^>]{0,200}?\br=[\"'](\d{1,7})")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN_TAG = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^>]*?ref=[\"']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})")
_REFERENCE = re.compile(rb"\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_STYLE = re.compile(rb"\bs=[\"'](\d{1,7})[\"']")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)(?<!/)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<", re.DOTALL
)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)(?<!/)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v(?:\s*/>|>([^<]*)</(?:\w+:)?v>))?"
)
#: One of them stands in every block with a formula: its end, or the number of a formula that several cells share.
_FORMULA_MARKS = (b"f>", b'si="')
_OCTOBER = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(?:<[^c>][^>]*>[^<]*</[^>]*>)*<(?:\w+:)?v>((?:19|20)\d\d\.1)$"
)
_TEXT_TYPE = re.compile(rb"\bt=[\"']str[\"']")
_EPOCH_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")
#: Formats that show a number with two decimals: General and 0.0 do not, and then January can't be told from October.
_TWO_DECIMALS = re.compile(r"0\.00(?!0)")
_BUILT_IN_TWO_DECIMALS = {2, 4}


@dataclass
class Facts:
    """What one sheet's XML says.

    Attributes:
        rows, columns: how far its cells reach; up to column Z the columns are not counted.
        filled: how many rows it writes out.
        far_cell: the cell that reaches farthest, "" when it lies before column AA.
        hidden_rows, hidden_columns: from 0.
        merged: (first row, first column, last row, last column), from 0.
        broken: cells that show an error, a picture or a formula without a result.
        octobers: number cells like 1972.1 → their style.
    """

    rows: int = 0
    columns: int = 26
    filled: int = 0
    far_cell: str = ""
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    broken: dict[Place, BrokenCell] = field(default_factory=dict)
    octobers: dict[Place, int] = field(default_factory=dict)


def extents_of(archive: zipfile.ZipFile, name: str) -> dict[str, Facts]:
    """Return how far each sheet reaches, by its part in lower case: what must be known before anything is read.

    Raises Unreadable ``workbook.far_cell`` or ``workbook.too_many_cells``.
    """
    by_part: dict[str, Facts] = {}
    for part in archive.namelist():
        if part.lower().endswith(".xml"):
            facts: Facts | None = None
            for block in _blocks(archive, part):
                if facts is None:
                    facts = Facts()
                    _columns(block, facts)
                _extent(block, facts)
            if facts is not None:
                _check_extent(archive, part, facts, name)
                by_part[part.lower()] = facts
    return by_part


def facts_of(archive: zipfile.ZipFile, by_part: Mapping[str, Facts]) -> dict[str, Facts]:
    """Return all facts of each sheet by its name; ``by_part`` is what :func:`extents_of` found, and is filled in."""
    parts = {part.lower(): part for part in archive.namelist()}
    for part, facts in by_part.items():
        for block in _blocks(archive, parts[part]):
            _marks(block, facts)
    if any(facts.octobers for facts in by_part.values()):
        two_decimals = _styles_of_two_decimals(archive, parts)
        for facts in by_part.values():
            facts.octobers = {at: style for at, style in facts.octobers.items() if style in two_decimals}
    workbook = parts.get("xl/workbook.xml")
    if workbook is None:
        return {}
    return {
        sheet: by_part[part]
        for sheet, part in _parts_of_sheets(archive, _small(archive, workbook), parts).items()
        if part in by_part
    }


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Return whether a workbook's dates count from 1904, as old Macintosh workbooks do."""
    workbook = next((part for part in archive.namelist() if part.lower() == "xl/workbook.xml"), None)
    return workbook is not None and bool(_EPOCH_1904.search(_small(archive, workbook)))


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a sheet in blocks of whole rows; nothing for a part that is no sheet."""
    rest, opening = b"", b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if not opening:
                root = _SHEET_ROOT.search(chunk[:4096])
                if root is None:
                    return
                opening = b"<" + (root[1] or b"") + b"row"
            block = rest + chunk
            cut = block.rfind(opening)
            if cut > 0 and len(block) - cut < _LONGEST_ROW:
                yield block[:cut]
                rest = block[cut:]
            elif len(block) < _LONGEST_ROW:
                rest = block
            else:
                yield block
                rest = block[-_OVERLAP:]
    if rest:
        yield rest


def _extent(block: bytes, facts: Facts) -> None:
    """Note how far the cells of a block reach at most: only letters in pairs are searched for, which makes it fast."""
    rows = _ROW.findall(block)
    facts.filled += len(rows)
    facts.rows = max(facts.rows, facts.filled, max(map(int, rows), default=0))
    for pattern in _FAR_COLUMNS:
        for letters, row in set(pattern.findall(block)):
            column = _number(letters)
            facts.rows = max(facts.rows, int(row))
            if column > facts.columns:
                facts.columns, facts.far_cell = column, (letters + row).decode().upper()


def _columns(head: bytes, facts: Facts) -> None:
    """Note the hidden columns, which stand before the rows."""
    for tag in _COLUMN_TAG.findall(head):
        if _HIDDEN.search(tag):
            first, last = (int(_attribute(tag, name) or 0) for name in (b"min", b"max"))
            # 隐藏 to the last column XFD is how a sheet's unused right side is put away
            facts.hidden_columns.extend(range(max(first - 1, 0), min(last, _WIDE)))


def _marks(block: bytes, facts: Facts) -> None:
    """Note hidden rows, merged ranges, cells without a value and months that only their format tells."""
    if b"hidden=" in block:
        for tag in _ROW_TAG.findall(block):
            if _HIDDEN.search(tag) and (number := _attribute(tag, b"r")) and _room(facts.hidden_rows):
                facts.hidden_rows.append(int(number) - 1)
    if b"mergeCell " in block:
        for left, top, right, bottom in _MERGED.findall(block):
            if _room(facts.merged):
                facts.merged.append((int(top) - 1, _number(left) - 1, int(bottom) - 1, _number(right) - 1))
    if b't="e"' in block or b"t='e'" in block:
        for tag, value in _ERROR.findall(block):
            _break(facts, tag, "roster.cell_error", value.decode("utf-8", "replace"))
    if any(mark in block for mark in _FORMULA_MARKS):
        _formulas(block, facts)
    at = block.find(b".1</")
    while at >= 0:
        found = _OCTOBER.search(block[max(0, at - 400) : at + 2])
        if found and b"t=" not in found[1] and (place := _place(found[1])) and _room(facts.octobers):
            style = _STYLE.search(found[1])
            facts.octobers[place] = int(style[1]) if style else 0
        at = block.find(b".1</", at + 1)


def _formulas(block: bytes, facts: Facts) -> None:
    for found in _FORMULA.finditer(block):
        tag, formula, value = found.groups()
        if b"DISPIMG" in (formula or b"") or b"DISPIMG" in (value or b""):
            _break(facts, tag, "roster.cell_picture", "DISPIMG")
        elif value is None or (not value and not _TEXT_TYPE.search(tag)):
            shown = "=" + (formula or b"").decode("utf-8", "replace")[:60] if formula else "="
            _break(facts, tag, "roster.cell_no_result", shown)


def _break(facts: Facts, tag: bytes, code: str, text: str) -> None:
    place = _place(tag)
    if place is not None and _room(facts.broken):
        facts.broken.setdefault(place, BrokenCell((code, text)))


def _room(
    kept: "list[int] | list[tuple[int, int, int, int]] | dict[Place, BrokenCell] | dict[Place, int]",
) -> bool:
    return len(kept) < limits.MOST_FACTS


def _place(tag: bytes) -> Place | None:
    found = _REFERENCE.search(tag)
    return (int(found[2]) - 1, _number(found[1]) - 1) if found else None


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\b" + name + rb"=[\"'](\d{1,7})[\"']", tag)
    return found[1] if found else b""


def _check_extent(archive: zipfile.ZipFile, part: str, facts: Facts, name: str) -> None:
    """Raise Unreadable when a sheet's farthest cell lies too far out to be read."""
    if facts.rows * facts.columns <= limits.MOST_CELLS:
        return
    columns, far_cell = _exact_extent(archive, part, facts)
    if facts.rows * columns <= limits.MOST_CELLS:
        return
    if facts.filled * 2 < facts.rows or facts.filled * _WIDE <= limits.MOST_CELLS:
        raise Unreadable("workbook.far_cell", file=name, cell=far_cell)
    raise Unreadable("workbook.too_many_cells", file=name, rows=facts.rows)


def _exact_extent(archive: zipfile.ZipFile, part: str, rough: Facts) -> tuple[int, str]:
    """Return the last column and the farthest cell, every cell counted: for the files that seem too large."""
    last_column, far_cell = 1, f"A{rough.rows}"
    last_row = str(rough.rows).encode()
    for block in _blocks(archive, part):
        cells = _ANY_CELL.findall(block)
        last_column = max(last_column, max(map(_number, {letters for letters, _ in cells}), default=1))
        below = [letters for letters, row in cells if row == last_row]
        if below:
            far_cell = (max(below, key=_number) + last_row).decode().upper()
    return last_column, rough.far_cell or far_cell


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _small(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        return stream.read(limits.MOST_SMALL_PART)


def _parts_of_sheets(archive: zipfile.ZipFile, head: bytes, parts: Mapping[str, str]) -> dict[str, str]:
    """Return sheet name → its part in lower case, as the workbook and its relations say."""
    relations = parts.get("xl/_rels/workbook.xml.rels")
    if relations is None:
        return {}
    try:
        targets = {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in fromstring(_small(archive, relations))  # noqa: S314 - capped process, no entities
        }
        found = {}
        for sheet in _all(fromstring(head), "sheet"):  # noqa: S314
            number = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            target = targets.get(number, "")
            if target:
                part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
                found[sheet.get("name", "")] = part.lower()
    except (ParseError, LookupError, ValueError):
        return {}
    return found


def _styles_of_two_decimals(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> set[int]:
    """Return the cell styles that show a number with two decimals."""
    part = parts.get("xl/styles.xml")
    if part is None:
        return set()
    try:
        root = fromstring(_small(archive, part))  # noqa: S314
        formats = set(_BUILT_IN_TWO_DECIMALS)
        for number_format in _all(root, "numFmt"):
            if _TWO_DECIMALS.search(number_format.get("formatCode", "")):
                formats.add(int(number_format.get("numFmtId", "0")))
        styles = next(iter(_all(root, "cellXfs")), None)
        return {
            place
            for place, style in enumerate([] if styles is None else list(styles))
            if int(style.get("numFmtId", "0")) in formats
        }
    except (ParseError, LookupError, ValueError):
        return set()


def _all(root: Element, tag: str) -> list[Element]:
    return [element for element in root.iter() if str(element.tag).rpartition("}")[2] == tag]
