"""The hidden sheets that the program puts into its own workbooks, and what they say once such a workbook comes back."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from trainingdesk.domain.roster.cells import text_of
from trainingdesk.domain.roster.keys import FORM_WORD, FormFacts, read_facts
from trainingdesk.exchange.workbook import SheetRows

#: of a form that went out: the drop-downs' words, and what it was made for
CHOICES_SHEET, FACTS_SHEET = "下拉选项", "填报表信息"
#: of a workbook with problem rows: the day its file speaks of, which file that was, and the sheets it was read from
RETURNED_SHEET = "问题行信息"
_OWN = frozenset({CHOICES_SHEET, FACTS_SHEET, RETURNED_SHEET})
_WORD, _DAY = "trainingdesk-problem-rows", "数据截止日 {day}"
#: what stands for the day of a file that doesn't say it: such a file stays one when it comes back
UNKNOWN_DAY = "不详"
#: before the digest of the file; no sheet of a workbook may be called so
_FILE = "sha256:"
#: what stands in it before the digest and the names of sheets: the word and the day
_HEAD = 2


class Returned(NamedTuple):
    """What a workbook with problem rows says of its file.

    Attributes:
        day: the text that names the day the file speaks of, or says that it is not known.
        sheets: the sheets it was read from, () once one of them is called otherwise.
        origin: hex SHA-256 of the file it was first made of; "" in workbooks of a time when it was not kept.
    """

    day: str = ""
    sheets: tuple[str, ...] = ()
    origin: str = ""


#: of any other file
NOT_RETURNED = Returned()


def returned_lines(day: str, origin: str, sheets: Iterable[str]) -> tuple[str, ...]:
    """Return what the hidden sheet of a workbook with problem rows holds, a line each.

    ``day`` is ``YYYY-MM-DD`` or ``UNKNOWN_DAY``, ``origin`` the digest of the file.
    """
    return (_WORD, _DAY.format(day=day), _FILE + origin, *sheets)


def read_returned(sheets: Collection[SheetRows]) -> Returned:
    """Return what a workbook with problem rows says; nothing of any other file."""
    for sheet in sheets:
        lines = [text_of(row[0]) if row else "" for row in sheet.rows] if _is_returned(sheet) else []
        if lines and lines[0] == _WORD:
            there = {one.name for one in sheets if one is not sheet}
            day, read = lines[1] if len(lines) > 1 else "", tuple(lines[_HEAD:])
            origin = ""
            if read and read[0].startswith(_FILE):
                origin, read = read[0].removeprefix(_FILE), read[1:]
            return Returned(day, read if there.issuperset(read) else (), origin)
    return NOT_RETURNED


def is_own(sheet: SheetRows) -> bool:
    """Return whether a sheet is one that the program hid in its own workbook: nobody else's, and never to be chosen."""
    return sheet.name in _OWN and not sheet.visible


def _is_returned(sheet: SheetRows) -> bool:
    return sheet.name == RETURNED_SHEET and not sheet.visible


def form_of(sheets: Iterable[SheetRows]) -> FormFacts | None:
    """Return what a form says it was made for, None for any other file."""
    for sheet in sheets:
        if sheet.name == FACTS_SHEET and sheet.rows and text_of(sheet.rows[0][0]) == FORM_WORD:
            return read_facts(sheet.rows)
    return None
