"""Which row of a sheet is its header, and what its columns hold."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trainingdesk.domain.roster.cells import Cell, text_of

#: The header is looked for in the first rows only: titles, dates and notes may stand above it.
HEADER_WITHIN = 30
#: A column below this confidence is not taken unless the person says so.
SURE_ENOUGH = 0.5

_IN_BRACKETS = re.compile(r"[(\[【〔<《][^)\]】〕>》]*[)\]】〕>》]")
_MARKS = re.compile(r"[\s:：*＊、,，.。/\\|'\"“”]+")
_TWO_THINGS = re.compile(r"[及和与]")
_LONGEST_HEADER = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        index: its place, 0 for the sheet's first column.
        header: its header as the file writes it.
        field: the field it holds, ``number`` for a running number, "" for a column nobody asked for.
        confidence: how sure that is, 1.0 for a header that is known word for word.
    """

    index: int
    header: str
    field: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet.

    Attributes:
        row: its place, 0 for the sheet's first row.
        columns: every column that has a header, from left to right.
    """

    row: int
    columns: tuple[Column, ...]

    @property
    def score(self) -> float:
        """How much of it is understood; of several rows and sheets the highest is the roster."""
        return sum(column.confidence for column in self.columns if column.field)

    def fields(self) -> dict[str, Column]:
        """Return the columns by the field they hold."""
        return {column.field: column for column in self.columns if column.field}


def header_key(text: str) -> str:
    """Return what a header is compared by: one width, lower case, no blanks and no marks."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def find_header(rows: Sequence[Sequence[Cell]], synonyms: Mapping[str, Sequence[str]]) -> Header | None:
    """Return the header among the first rows of a sheet, None when there is none.

    ``synonyms`` are the known headers of each field, the best first. A header names at least 姓名 and one thing more.
    """
    known = {
        header_key(word): (field, 1.0 - place * 0.005)
        for field, words in reversed(list(synonyms.items()))
        for place, word in reversed(list(enumerate(words)))
    }
    best: Header | None = None
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        header = Header(number, _columns(row, known))
        fields = header.fields()
        understood = len(fields.keys() - {"name", "number"})
        if "name" in fields and understood and (best is None or header.score > best.score):
            best = header
    return best


def choose_columns(header: Header, fields: Mapping[int, str]) -> Header:
    """Return a header whose columns hold what the person says: column index → field, "" for none."""
    taken = set(fields.values()) - {""}
    columns = []
    for column in header.columns:
        if column.index in fields:
            columns.append(Column(column.index, column.header, fields[column.index], 1.0))
        elif column.field in taken:
            columns.append(Column(column.index, column.header, "", 0.0))
        else:
            columns.append(column)
    return Header(header.row, tuple(columns))


def _columns(row: Sequence[Cell], known: Mapping[str, tuple[str, float]]) -> tuple[Column, ...]:
    found: list[Column] = []
    best: dict[str, int] = {}
    for index, cell in enumerate(row):
        text = text_of(cell)
        if not text:
            continue
        field, confidence = _guess(text, known)
        if confidence < SURE_ENOUGH:
            field, confidence = "", 0.0
        if field in best:
            other = found[best[field]]
            if other.confidence >= confidence:
                field, confidence = "", 0.0
            else:
                found[best[field]] = Column(other.index, other.header, "", 0.0)
        if field:
            best[field] = len(found)
        found.append(Column(index, text, field, confidence))
    return tuple(found)


def _guess(text: str, known: Mapping[str, tuple[str, float]]) -> tuple[str, float]:
    """Return the field of one header text and how sure that is."""
    whole = header_key(text)
    if whole in known:
        return known[whole]
    if len(whole) > _LONGEST_HEADER:
        return "", 0.0
    bare = header_key(_IN_BRACKETS.sub("", unicodedata.normalize("NFKC", text)))
    if bare in known:
        field, confidence = known[bare]
        return field, confidence - 0.1
    if _TWO_THINGS.search(bare) or bare.isascii():
        return "", 0.0
    inside = [(len(word), known[word][0]) for word in known if len(word) > 1 and word in bare]
    if not inside:
        return "", 0.0
    length, field = max(inside)
    return field, 0.5 + 0.3 * length / len(bare)
