"""How wide the columns of a printed table are: the page is filled, figures and names are never squeezed."""

import re
from collections.abc import Sequence

from trainingdesk.documents.definition import FIGURES, SEQ, Column, Row, RowKind, Table, cell_text
from trainingdesk.documents.fonts import Face, text_width
from trainingdesk.documents.layout import chunks, measure
from trainingdesk.documents.sheet import MM
from trainingdesk.shared.formatting import Kind

#: Room left and right of a cell's text, in millimetres.
PADDING = 1.2
#: A bar beside a share, in millimetres.
BAR_MM = 16.0
_WHOLE = FIGURES | {Kind.DAY, Kind.MONTH, Kind.INSTANT}
#: Kinds kept on one line up to so many millimetres; a longer one may break.
_KEPT = {Kind.PERSON: 30.0, Kind.CODE: 44.0}
#: between two words; a number stays with the word before it: grade 4
_WORDS = re.compile(r" (?!\d)")
#: A number (of a document, a certificate) is kept on one line up to so many millimetres.
_LONGEST_NUMBER = 60.0
#: A word longer than this does not widen its column; it is shrunk.
_LONGEST_PIECE = 30.0
#: A column of text keeps this part of the width its definition gives it, so that others do not starve it.
_OWN = 0.7
#: Headings may shrink to this size before they widen a column.
HEADING_FLOOR = 8.0
#: A heading of up to so many characters is kept on one line, where that takes no more than so many times the width its
#: column is given.
_SHORT_HEADING = 4
_WIDER = 1.15
#: A longer one stands in so many lines at most: a column is not headed by one character a line.
_HEADING_LINES = 3


def widths(table: Table, available: float) -> list[float]:
    """Return the width of every column in millimetres; together they fill ``available``.

    Each column gets its share; one whose figures, days or names need more takes it from those whose text can break. What
    then stands idle in a column goes to those whose texts would break.
    Where even the least widths do not fit, names of several words are broken between them (Principal clerk, grade 4), then
    short headings too; where that is not enough, all are scaled down and the texts will shrink.
    """
    size = table.report.size
    rows = [*table.rows, *([table.total] if table.total else [])]
    least = [_least(column, rows, size) for column in table.columns]
    if sum(least) >= available:
        least = [_least(column, rows, size, words=True) for column in table.columns]
    if sum(least) >= available:
        least = [_least(column, rows, size, words=True, tight=True) for column in table.columns]
    wanted = sum(column.width_mm for column in table.columns)
    share = [column.width_mm * available / wanted for column in table.columns]
    if sum(least) >= available:
        return [width * available / sum(least) for width in least]
    missing = sum(max(low - width, 0) for low, width in zip(least, share, strict=True))
    spare = sum(max(width - low, 0) for low, width in zip(least, share, strict=True))
    rate = missing / spare if missing else 0.0
    found = [
        low if low >= width else width - (width - low) * rate for low, width in zip(least, share, strict=True)
    ]
    return _evened(found, least, [_one_line(column, table.rows, size) for column in table.columns])


def _evened(
    found: Sequence[float], least: Sequence[float], wishes: Sequence[tuple[float, float]]
) -> list[float]:
    """Return widths with the room that stands idle in some columns given to those whose texts would break.

    ``wishes`` are the widths in which every text and the heading of a column stand on one line, 0 for a column that neither
    gives nor takes. A column gets all that its texts lack or nothing, the one that lacks least first; headings may break,
    but none does that stood on one line.
    """
    idle, lacking = [], []
    for place, (width, low, (body, heading)) in enumerate(zip(found, least, wishes, strict=True)):
        kept = max(low, body, heading if heading <= width else 0.0)
        idle.append(max(width - kept, 0.0) if body else 0.0)
        lacking.append((body - width, place))
    even, free = list(found), sum(idle)
    left = free
    for need, place in sorted(lacking):
        if 0 < need <= left:
            even[place] += need
            left -= need
    taken = (free - left) / free if free else 0.0
    return [width - room * taken for width, room in zip(even, idle, strict=True)]


def _one_line(column: Column, rows: Sequence[Row], size: float) -> tuple[float, float]:
    """Return the widths in millimetres in which every text of a column, and its heading, stand on one line.

    0 where the column keeps its width: nothing stands in it, it is filled in by hand, or a bar is drawn beside its figures.
    """
    texts = {cell_text(column, row.values.get(column.key)) for row in rows if row.kind is RowKind.ITEM}
    if column.blank or column.bar or not any(texts):
        return 0.0, 0.0
    body = max(text_width(line, size, Face.SONG) for text in texts for line in text.split("\n"))
    beside = 2 * PADDING + 0.2
    return body / MM + beside, text_width(column.title, size, Face.HEI) / MM + beside


def squeezed(parts: Sequence[Table], available: float) -> bool:
    """Return whether the least widths of some table's columns do not fit, so that its texts would be shrunk."""
    return any(
        sum(
            _least(
                column, [*table.rows, *([table.total] if table.total else [])], table.report.size, words=True
            )
            for column in table.columns
            if not column.beneath
        )
        > available
        for table in parts
    )


def _least(
    column: Column, rows: Sequence[Row], size: float, *, words: bool = False, tight: bool = False
) -> float:
    """Return the least width of a column in millimetres: its widest piece that is not broken.

    With ``words`` a name that is kept on one line otherwise is broken between its words, which Chinese names have none of.
    Where it is ``tight``, a heading is broken as often as it can be, but for one of two characters. What heads a group of
    rows goes over all columns and widens none.
    """
    pieces = _widest_piece(column.title, HEADING_FLOOR, Face.HEI)
    heading = max(pieces, _headed(column, size, tight=tight))
    rows = [row for row in rows if row.kind is not RowKind.GROUP]
    body = 0.0
    if not column.blank:
        texts = {cell_text(column, row.values.get(column.key)) for row in rows}
        if column.key == SEQ or column.kind in _WHOLE:
            body = max((text_width(text, size, Face.SONG) for text in texts), default=0.0)
        elif column.whole or column.kind in _KEPT:
            if words and column.kind is Kind.CODE:
                texts = {word for text in texts for word in _WORDS.split(text)}
            body = max((text_width(text, size, Face.SONG) for text in texts), default=0.0)
            body = min(body, _KEPT.get(column.kind, _LONGEST_NUMBER) * MM)
        else:
            body = max((_widest_piece(text, size, Face.SONG) for text in texts), default=0.0)
            longest = max((text_width(text, size, Face.SONG) for text in texts), default=0.0)
            body = max(min(body, _LONGEST_PIECE * MM), min(longest, _OWN * column.width_mm * MM))
    bar = BAR_MM + PADDING if column.bar else 0.0
    return max(heading, body) / MM + 2 * PADDING + bar + 0.2


def _headed(column: Column, size: float, *, tight: bool) -> float:
    """Return the width in points that a heading of Chinese characters wants: all of a short one, else two or three lines."""
    title = column.title
    whole = text_width(title, size, Face.HEI)
    fits = whole / MM + 2 * PADDING <= _WIDER * column.width_mm
    if len(title) <= (2 if tight else _SHORT_HEADING) and (fits or len(title) <= 2):
        return whole
    if tight or title.isascii():
        return 0.0
    lines = _HEADING_LINES if len(title) > _SHORT_HEADING + 1 else _HEADING_LINES - 1
    return -(-len(title) // lines) * size


def _widest_piece(text: str, size: float, face: Face) -> float:
    return max((chunk.width for chunk in chunks(text, measure(size, face))), default=0.0)
