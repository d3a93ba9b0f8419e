"""What reading a workbook does not tell, from the XML of its sheets.

calamine gives cells without value as blanks, numbers without their format, hidden rows like any other. All of it
stands in the sheets' XML, which is streamed and searched with plain byte patterns while calamine reads on another
core: the marks that a roster seldom has cost nothing where they are not.
"""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.sax.saxutils import unescape

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.extents import WIDE, blocks, column_number, holds, small_part, zipped
from trainingdesk.exchange.reading.values import BrokenCell, Place

_ROW_TAG = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN_TAG = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell [^<>]*?ref=[\"']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})"
)
_REFERENCE = re.compile(rb"\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_STYLE = re.compile(rb"\bs=[\"'](\d{1,7})[\"']")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*\bt=[\"']e[\"'][^<>]*)(?<!/)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)(?<!/)>\s*<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v(?:\s*/>|>([^<]*)</(?:\w+:)?v>))?"
)
#: One of them stands in every block with an error.
_ERROR_MARKS = (b't="e"', b"t='e'")
#: One of them stands in every block with a formula: its end, or the number of a formula that several cells share.
_FORMULA_MARKS = (b"f>", b'si="')
_OCTOBER = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(?:<[^c>][^>]*>[^<]*</[^>]*>)*<(?:\w+:)?v>((?:19|20)\d\d\.1)$"
)
#: A cell without a type is a number; LibreOffice says so all the same.
_NUMBER_TYPE = re.compile(rb"^(?!.*\bt=)|\bt=[\"']n[\"']", re.DOTALL)
_TEXT_TYPE = re.compile(rb"\bt=[\"']str[\"']")
#: Formats that show a number with two decimals: General and 0.0 do not, and then January can't be told from October.
TWO_DECIMALS = re.compile(r"0\.00(?!0)")
#: Formats that have a number and no code of their own; the second row is what the Chinese versions show a month by
#: (ECMA-376 part 1, 18.8.30).
_BUILT_IN = {2: "0.00", 4: "#,##0.00", 17: "mmm-yy"} | dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')
#: What a format shows as it stands, and what it says about itself: neither is a part of a date.
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_CELL_OF_STYLES = rb"<(?:\w+:)?c\b([^<>]*\bs=[\"'](?:%s)[\"'][^<>]*)>"


@dataclass
class Facts:
    """What one sheet's XML says.

    Attributes:
        hidden_rows, hidden_columns: from 0.
        merged: (first row, first column, last row, last column), from 0.
        broken: cells that show an error, a picture or a formula without a result.
        octobers: number cells like 1972.1 → their style.
        months: cells whose format shows a month alone of the day they hold.
        pictures: how many pictures lie over the cells, of other kinds than .xlsx (``floating``).
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    broken: dict[Place, BrokenCell] = field(default_factory=dict)
    octobers: dict[Place, int] = field(default_factory=dict)
    months: set[Place] = field(default_factory=set)
    pictures: int = 0


def marks_of(data: bytes, name: str) -> dict[str, Facts]:
    """Return the facts of each sheet of a workbook by its name; nothing for a file that is no such zip.

    Raises Unreadable for a zip that is broken.
    """
    with zipped(data, name) as archive:
        return facts_of(archive, name)


def facts_of(archive: zipfile.ZipFile, name: str) -> dict[str, Facts]:
    """Return the facts of each sheet by its name."""
    sheets = parts_of_sheets(archive)
    marks = Marks(archive)
    by_part = {part: _facts_of_part(archive, part, name, marks) for part in {*sheets.values()}}
    return {sheet: by_part[part] for sheet, part in sheets.items()}


def parts_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part that each sheet stands in, of those that are there."""
    parts = {part.lower(): part for part in archive.namelist()}
    workbook = parts.get("xl/workbook.xml")
    if workbook is None:
        return {}
    sheets = _parts_of_sheets(archive, small_part(archive, workbook), parts)
    return {sheet: parts[part] for sheet, part in sheets.items() if part in parts}


class Marks:
    """Looks for marks in the sheets of a workbook, block by block."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def of_columns(self, head: bytes, facts: Facts) -> None:
        """Note the hidden columns, which stand before the rows."""
        _columns(head, facts)

    def of_rows(self, block: bytes, facts: Facts) -> None:
        """Note what a block of whole rows says."""
        _marks(block, facts)
        if self._of_months is not None:
            for tag in self._of_months.findall(block):
                if (place := _place(tag)) and room(facts.months):
                    facts.months.add(place)

    def chosen(self, facts: Facts) -> Facts:
        """Return facts with the numbers alone that are shown with two decimals."""
        if facts.octobers:
            known = self._styles_like(lambda form: bool(TWO_DECIMALS.search(form)))
            facts.octobers = {at: style for at, style in facts.octobers.items() if style in known}
        return facts

    @cached_property
    def _of_months(self) -> re.Pattern[bytes] | None:
        """Return what finds the cells that show a month alone, None in a workbook without that format."""
        styles = self._styles_like(shows_month)
        return re.compile(_CELL_OF_STYLES % b"|".join(b"%d" % one for one in styles)) if styles else None

    def _styles_like(self, shown: Callable[[str], bool]) -> set[int]:
        return {style for style, form in enumerate(self._forms) if shown(form)}

    @cached_property
    def _forms(self) -> list[str]:
        return _forms_of_styles(self._archive)


def shows_month(form: str) -> bool:
    """Return whether a number format shows year and month of a day, and no more of it."""
    parts = set(_LITERAL.sub("", form).partition(";")[0].lower())
    return bool(parts & {"y", "e"}) and "m" in parts and not parts & set("dghs0#?a")


def _facts_of_part(archive: zipfile.ZipFile, part: str, name: str, marks: Marks) -> Facts:
    facts = Facts()
    for place, block in enumerate(blocks(archive, part, name)):
        if place == 0:
            marks.of_columns(block, facts)
        marks.of_rows(block, facts)
    return marks.chosen(facts)


def _columns(head: bytes, facts: Facts) -> None:
    """Note the hidden columns, which stand before the rows."""
    for tag in _COLUMN_TAG.findall(head):
        if _HIDDEN.search(tag):
            first, last = (int(_attribute(tag, name) or 0) for name in (b"min", b"max"))
            # 隐藏 to the last column XFD is how a sheet's unused right side is put away
            facts.hidden_columns.extend(range(max(first - 1, 0), min(last, WIDE)))


def _marks(block: bytes, facts: Facts) -> None:
    """Note hidden rows, merged ranges, cells without a value and months that only their format tells."""
    if holds(block, b"hidden="):
        for tag in _ROW_TAG.findall(block):
            if _HIDDEN.search(tag) and (number := _attribute(tag, b"r")) and room(facts.hidden_rows):
                facts.hidden_rows.append(int(number) - 1)
    if holds(block, b"mergeCell "):
        for left, top, right, bottom in _MERGED.findall(block):
            if room(facts.merged):
                facts.merged.append(
                    (int(top) - 1, column_number(left) - 1, int(bottom) - 1, column_number(right) - 1)
                )
    if any(holds(block, mark) for mark in _ERROR_MARKS):
        for tag, value in _ERROR.findall(block):
            _break(facts, tag, "roster.cell_error", value.decode("utf-8", "replace"))
    if any(holds(block, mark) for mark in _FORMULA_MARKS):
        _formulas(block, facts)
    at = block.find(b".1</")
    while at >= 0:
        found = _OCTOBER.search(block[max(0, at - 400) : at + 2])
        if found and _NUMBER_TYPE.search(found[1]) and (place := _place(found[1])) and room(facts.octobers):
            style = _STYLE.search(found[1])
            facts.octobers[place] = int(style[1]) if style else 0
        at = block.find(b".1</", at + 1)


def _formulas(block: bytes, facts: Facts) -> None:
    for found in FORMULA.finditer(block):
        tag, formula, value = found.groups()
        if b"DISPIMG" in (formula or b"") or b"DISPIMG" in (value or b""):
            _break(facts, tag, "roster.cell_picture", "DISPIMG")
        elif value is None or (not value and not _TEXT_TYPE.search(tag)):
            # in the part & stands as &amp;
            shown = "=" + unescape((formula or b"").decode("utf-8", "replace"))[:60]
            _break(facts, tag, "roster.cell_no_result", shown)


def _break(facts: Facts, tag: bytes, code: str, text: str) -> None:
    place = _place(tag)
    if place is not None and room(facts.broken):
        facts.broken.setdefault(place, BrokenCell((code, text)))


def room(
    kept: "list[int] | list[tuple[int, int, int, int]] | dict[Place, BrokenCell] | dict[Place, int] | set[Place]",
) -> bool:
    """Return whether one more of a kind of fact is kept."""
    return len(kept) < limits.MOST_FACTS


def _place(tag: bytes) -> Place | None:
    found = _REFERENCE.search(tag)
    return (int(found[2]) - 1, column_number(found[1]) - 1) if found else None


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\b" + name + rb"=[\"'](\d{1,7})[\"']", tag)
    return found[1] if found else b""


def _parts_of_sheets(archive: zipfile.ZipFile, head: bytes, parts: Mapping[str, str]) -> dict[str, str]:
    """Return sheet name → its part in lower case, as the workbook and its relations say."""
    relations = parts.get("xl/_rels/workbook.xml.rels")
    if relations is None:
        return {}
    try:
        targets = {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in fromstring(small_part(archive, relations))  # noqa: S314 - capped process, no entities
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


def _forms_of_styles(archive: zipfile.ZipFile) -> list[str]:
    """Return the number format of each cell style, "" for one that shows neither decimals nor months."""
    part = next((part for part in archive.namelist() if part.lower() == "xl/styles.xml"), None)
    if part is None:
        return []
    try:
        root = fromstring(small_part(archive, part))  # noqa: S314
        forms = dict(_BUILT_IN)
        for number_format in _all(root, "numFmt"):
            forms[int(number_format.get("numFmtId", "0"))] = number_format.get("formatCode", "")
        styles = next(iter(_all(root, "cellXfs")), None)
        return [
            forms.get(int(style.get("numFmtId", "0")), "") for style in ([] if styles is None else styles)
        ]
    except (ParseError, LookupError, ValueError):
        return []


def _all(root: Element, tag: str) -> list[Element]:
    return [element for element in root.iter() if str(element.tag).rpartition("}")[2] == tag]
