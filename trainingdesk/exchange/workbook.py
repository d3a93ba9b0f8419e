"""Reading a file somebody sent: in a process of its own whose memory is capped, every failure put into one sentence.

The process looks at the file before it reads it (``exchange.reading``); at an ordinary workbook this one looks while it
starts (``exchange.reading.quick``). Its rows come back through a pipe while it still reads on. A file that takes the
process down all the same ends here as one sentence, and the desk goes on.
"""

import hashlib
import marshal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.cells import Broken, Cell
from trainingdesk.exchange.process import READER, Answers
from trainingdesk.exchange.reading.book import LookedAt
from trainingdesk.exchange.reading.files import digest_of
from trainingdesk.exchange.reading.numbered import Numbered, looked_up
from trainingdesk.exchange.reading.quick import quick_look
from trainingdesk.exchange.reading.values import Row, Unreadable, unpacked_rows

#: Reports done, total and the code of a step; raises Cancelled when the person pressed cancel.
Progress = Callable[[int, int, str], None]

__all__ = ["Progress", "SheetRows", "WorkbookFile", "digest_of", "read_sheets"]


@dataclass(frozen=True)
class SheetRows:
    """One sheet of a workbook.

    Attributes:
        name: as it stands on its tab; the file's name for a form and for a text file.
        visible: whether it can be seen without unhiding it.
        rows: its cells, from the sheet's first row to the last one with a value.
        first_column: the place of their first column, 0 for A.
        hidden_rows: rows that can't be seen, 0 for the first.
        hidden_columns: columns that can't be seen, 0 for A.
        merged: merged ranges as (first row, first column, last row, last column), from 0 and A.
        trouble: the code of the sentence that says why this form could not be read, "" when it was.
        photo: the picture of the person whose form it is, b"" for none.
        blind: whether nobody could see what is hidden in it and why cells are blank.
        filled_in: the day a form says it was filled in, ``YYYY-MM-DD`` or ``YYYY-MM``, "" for none.
        unkept: what a form calls those of its filled fields that the roster has no place for.
        pictures: how many pictures lie over its cells.
        digest: hex SHA-256 of its cells as they came: the same for a file that a program opened and saved as it was.
    """

    name: str
    visible: bool
    rows: Sequence[Sequence[Cell]]
    first_column: int
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    merged: Sequence[tuple[int, int, int, int]] = ()
    trouble: str = ""
    photo: bytes = b""
    blind: bool = False
    filled_in: str = ""
    unkept: Sequence[str] = ()
    pictures: int = 0
    digest: str = ""


@dataclass(frozen=True)
class WorkbookFile:
    """A workbook that was read.

    Attributes:
        path: where it stands.
        kind: ``xlsx``, ``xls``, ``ods``, ``csv``, ``html``, ``xml`` (spreadsheet of 2003) or ``lrmx``, told from what
            it holds.
        digest: hex SHA-256 of the file, or of a folder's forms.
        epoch_1904: whether its bare date numbers count from 1904.
        sheets: its work sheets, in their order.
    """

    path: Path
    kind: str
    digest: str
    epoch_1904: bool
    sheets: tuple[SheetRows, ...] = field(default=())


def read_sheets(path: Path, progress: Progress | None = None) -> WorkbookFile:
    """Return a file, or a folder of forms, with all its cells.

    Raises Refused with ``workbook.missing``, ``workbook.folder``, ``workbook.empty``, ``workbook.too_big``,
    ``workbook.encrypted``, ``workbook.half_written``, ``workbook.not_a_workbook``, ``workbook.binary``,
    ``workbook.archive``, ``workbook.lock_file``, ``workbook.old_form``, ``workbook.no_form``, ``workbook.too_many_forms``,
    ``workbook.too_many_sheets``, ``workbook.unknown_encoding``, ``workbook.far_cell``, ``workbook.too_many_cells``,
    ``workbook.unpacks_too_big``, ``workbook.too_much_memory``, ``workbook.took_too_long`` or ``workbook.damaged``, and EnvironmentProblem with
    ``workbook.no_permission``, ``workbook.unreadable`` or ``workbook.no_reader``.
    """
    head: tuple[str, str, bool] | None = None
    looked: LookedAt | None = None
    found: list[SheetRows] = []
    digests: list[hashlib._Hash] = []
    texts: list[Cell] = []

    def glance() -> None:
        if progress is not None:
            progress(sum(len(sheet.rows) for sheet in found), 0, "roster.step_read")

    def feed(stream: IO[bytes]) -> None:
        nonlocal looked
        _feed(stream, path, looked)
        looked = None  # its bytes are not held while the rows come

    with Answers(READER, path.name) as answers:
        looked = quick_look(path, glance)
        for kind, content in answers.frames(feed, glance):
            if kind == "book":
                head = content
            elif kind == "sheet":
                name, visible, first_column, *more = content
                found.append(SheetRows(name, visible, [], first_column, (), (), (), *more))
                digests.append(hashlib.sha256(f"{first_column}/".encode()))
                texts = []
            elif kind == "texts":
                texts += unpacked_rows(content, Broken)[0]
            elif kind in {"rows", "numbered"}:
                if kind == "numbered":
                    some = _with_texts(content, texts, path.name)
                else:
                    some = unpacked_rows(content, Broken)
                digests[-1].update(_said(some))
                rows = found[-1].rows
                assert isinstance(rows, list)
                rows += some
            elif kind == "facts":
                hidden_rows, hidden_columns, merged = content
                _square(found[-1].rows)
                found[-1] = replace(
                    found[-1], hidden_rows=hidden_rows, hidden_columns=hidden_columns, merged=merged
                )
    assert head is not None
    sheets = (replace(sheet, digest=digest.hexdigest()) for sheet, digest in zip(found, digests, strict=True))
    return WorkbookFile(path, *head, sheets=tuple(sheets))


def _with_texts(content: Any, texts: Sequence[Cell], file: str) -> list[Row]:
    """Return rows with their texts for the numbers of these; raises Refused ``workbook.damaged`` for one of no text."""
    widths, numbers, places, others = content
    found = Numbered(widths, numbers, places, unpacked_rows(others, Broken)[0])
    try:
        return looked_up(found, texts, file)
    except Unreadable as problem:
        raise Refused(problem.code, **problem.params) from None


def _said(rows: Sequence[Row]) -> bytes:
    """Return what rows say, the same for the same cells however they came."""
    try:
        lines = list(map("\x1f".join, rows))
    except TypeError:  # cells that are no texts
        lines = [
            "\x1f".join([cell if type(cell) is str else f"\x1d{cell!r}" for cell in row]) for row in rows
        ]
    return "\x1e".join([*lines, ""]).encode("utf-8", "surrogatepass")


def _square(rows: Sequence[Sequence[Cell]]) -> None:
    """Make all rows as long as the last one: those of a large sheet came before it was known how wide it is."""
    width = len(rows[-1]) if rows else 0
    for row in rows:
        if len(row) == width:
            return  # none is shorter than one before
        assert isinstance(row, list)
        row.extend([""] * (width - len(row)))


def _feed(stream: IO[bytes], path: Path, looked: LookedAt | None) -> None:
    """Tell the process its file, with the bytes of one that was looked at."""
    known = None if looked is None else (looked.kind, looked.name, looked.digest, looked.epoch_1904)
    stream.write(marshal.dumps((str(path.absolute()), path.name, known)))
    stream.write(b"" if looked is None else looked.data)
