"""Columns of the day somebody retired, left or died (退休时间, 离职时间, 死亡时间): what has come is kept in the note, as a unit would write it.

There it is asked about like any remark: 2024年5月退休. A day to come, of which lists of people who serve are full, says
nothing of anybody, and is not kept. The words are rows of ``data/remark_words.json``.
"""

import re

from trainingdesk.domain.roster.cells import Cell, Flaw, date_reader, text_of
from trainingdesk.domain.roster.parts import with_said
from trainingdesk.domain.roster.people import ParsedPerson, ParsedRows
from trainingdesk.domain.roster.remarks import read_remark
from trainingdesk.domain.roster.sheet import Sheet
from trainingdesk.shared.word_rows import texts

#: the columns; of a row that says several the first counts
GONE_COLUMNS = ("died_on", "left_on", "retired_on")
_YEAR = re.compile(r"(?:19|20)\d\d")


def with_gone_noted(found: ParsedRows, sheet: Sheet, today: str) -> ParsedRows:
    """Return the rows with what such columns say in their notes.

    ``today``, ``YYYY-MM-DD``: a day behind it has not come.
    """
    said: dict[int, tuple[str, str]] = {}
    for name in GONE_COLUMNS:
        raw = sheet.columns.get(name, ())
        days = {cell: _day(cell, today, epoch_1904=sheet.epoch_1904) for cell in set(raw) if cell != ""}
        if not any(days.values()):
            continue
        word = texts("remark_words.json", name)[0]
        for row, cell in zip(sheet.rows, raw, strict=True):
            if (day := days.get(cell, "")) and row not in said:
                said[row] = day, word
    if not said:
        return found
    people = [_noted(one, *said[one.row]) if one.row in said else one for one in found.people]
    return found._replace(people=people)


def with_notes(headers: dict[str, str]) -> dict[str, str]:
    """Return field → header, of the notes that of such a column where the file has none for notes."""
    if "note" in headers:
        return headers
    column = next((name for name in reversed(GONE_COLUMNS) if name in headers), "")
    return {**headers, "note": headers[column]} if column else headers


def _day(cell: Cell, today: str, *, epoch_1904: bool) -> str:
    """Return a cell's day in words, 2024年5月, of one that is read as none its year; "" for none that has come."""
    read = date_reader(whole_days=True, epoch_1904=epoch_1904)(cell)
    if isinstance(read, Flaw):
        found = _YEAR.search(text_of(cell))
        return f"{found[0]}年" if found and found[0] <= today[:4] else ""
    if not read or read > today[: len(read)]:
        return ""
    year, month, *day = read.split("-")
    return f"{year}年{int(month)}月" + "".join(f"{int(one)}日" for one in day)


def _noted(person: ParsedPerson, day: str, word: str) -> ParsedPerson:
    own = read_remark(person.note)
    if own is not None:  # 已退休 beside the day
        return person if own.latest else person._replace(note=f"{person.note}（{day}）")
    return person._replace(note=with_said(person.note, day + word))
