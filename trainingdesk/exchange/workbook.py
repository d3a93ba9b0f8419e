"""Reading a file somebody sent: in a process of its own whose memory is capped, every failure put into one sentence.

The process looks at the file before it reads it (``exchange.reading``); at an ordinary workbook this one looks while it
starts (``exchange.reading.quick``). Its rows come back through a pipe while it still reads on. A file that takes the
process down all the same ends here as one sentence, and the desk goes on.
"""

import contextlib
import hashlib
import marshal
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from trainingdesk.domain.errors import EnvironmentProblem, Refused
from trainingdesk.domain.roster.cells import Broken, Cell
from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.book import LookedAt
from trainingdesk.exchange.reading.files import digest_of
from trainingdesk.exchange.reading.quick import quick_look
from trainingdesk.exchange.reading.values import unpacked_rows

#: Reports done, total and the code of a step; raises Cancelled when the person pressed cancel.
Progress = Callable[[int, int, str], None]

#: The word by which the program's own start knows that it is to read a file and nothing else.
READ_WORD = "--read-workbook"
_FRAME = struct.Struct("<I")
_GLANCE = 0.2

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
    found: list[SheetRows] = []
    digests: list[hashlib._Hash] = []
    started = False
    with _reader() as process:
        for kind, content in _frames(
            process, path, progress, lambda: sum(len(sheet.rows) for sheet in found)
        ):
            started = True
            if kind == "unreadable":
                code, machine, params = content
                raise (EnvironmentProblem if machine else Refused)(code, **params)
            if kind == "book":
                head = content
            elif kind == "sheet":
                name, visible, first_column, *facts = content
                found.append(SheetRows(name, visible, [], first_column, *facts))
                # packed rows are told apart by their values alone: equal ones of a part are one object in it
                digests.append(hashlib.sha256(f"{first_column}/".encode()))
            elif kind == "rows":
                digests[-1].update(content)
                rows = found[-1].rows
                assert isinstance(rows, list)
                rows += unpacked_rows(content, Broken)
            elif head is not None and kind == "end":
                sheets = (
                    replace(sheet, digest=digest.hexdigest())
                    for sheet, digest in zip(found, digests, strict=True)
                )
                return WorkbookFile(path, *head, sheets=tuple(sheets))
    # the frames ended without their end: the system or the reader itself put an end to the process
    if (
        not started
    ):  # it never came to the file: the installation is damaged, or something keeps it from starting
        raise EnvironmentProblem("workbook.no_reader", detail=f"exit code {process.returncode}")
    raise Refused("workbook.too_much_memory", file=path.name)


def _command() -> list[str]:
    """Return how the reading process is started: from the sources, or the bundle's own program for a prompt."""
    if getattr(sys, "frozen", False):
        # the window's program has no output on Windows; its twin for the prompt has
        prompt = Path(sys.executable).with_name(f"trainingdesk-cli{Path(sys.executable).suffix}")
        return [str(prompt if prompt.exists() else sys.executable), READ_WORD]
    return [sys.executable, "-m", "trainingdesk.exchange.reading.child"]


@contextmanager
def _reader() -> Iterator["subprocess.Popen[bytes]"]:
    """Start the reading process, and see to it that it is gone in the end."""
    package = Path(__file__).resolve().parents[2]
    inherited = os.environ.get("PYTHONPATH")
    paths = os.pathsep.join([str(package), *([inherited] if inherited else [])])
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise EnvironmentProblem("workbook.no_reader", detail=error.strerror or str(error)) from error
    try:
        yield process
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):  # what it was not given any more
                pipe.close()
        process.wait()


def _frames(
    process: "subprocess.Popen[bytes]", path: Path, progress: Progress | None, count: Callable[[], int]
) -> Iterator[tuple[str, Any]]:
    """Give the process its file and yield the frames as they come; between them the person may cancel, and silence has a limit."""
    assert process.stdin is not None
    assert process.stdout is not None

    def glance() -> None:
        if progress is not None:
            progress(count(), 0, "roster.step_read")

    looked = quick_look(path, glance)
    arrived: queue.Queue[bytes] = queue.Queue(maxsize=8)
    stopped = threading.Event()
    threads = [
        threading.Thread(target=_feed, args=(process.stdin, path, looked), daemon=True),
        threading.Thread(target=_pump, args=(process.stdout, arrived, stopped), daemon=True),
    ]
    for thread in threads:
        thread.start()
    waited = 0.0
    try:
        while True:
            glance()
            try:
                frame = arrived.get(timeout=_GLANCE)
            except queue.Empty:
                waited += _GLANCE
                if waited > limits.LONGEST_SILENCE:
                    raise Refused("workbook.took_too_long", file=path.name) from None
                continue
            if not frame:
                return
            waited = 0.0
            yield marshal.loads(frame)  # noqa: S302 - from our own child over our own pipe
    finally:
        stopped.set()
        process.kill()
        for thread in threads:
            thread.join()


def _feed(stream: IO[bytes], path: Path, looked: LookedAt | None) -> None:
    """Tell the process its file, with the bytes of one that was looked at; one that has ended takes no more."""
    known = None if looked is None else (looked.kind, looked.name, looked.digest, looked.epoch_1904)
    with contextlib.suppress(OSError):
        stream.write(marshal.dumps((str(path.absolute()), path.name, known)))
        stream.write(b"" if looked is None else looked.data)
        stream.close()


def _pump(stream: IO[bytes], arrived: "queue.Queue[bytes]", stopped: threading.Event) -> None:
    """Carry frames from the pipe to the queue; an empty one says that no more will come."""
    frame = b"begin"
    while frame and not stopped.is_set():
        head = stream.read(_FRAME.size)
        frame = stream.read(_FRAME.unpack(head)[0]) if len(head) == _FRAME.size else b""
        if frame and len(frame) < _FRAME.unpack(head)[0]:
            frame = b""
        while not stopped.is_set():
            try:
                arrived.put(frame, timeout=_GLANCE)
                break
            except queue.Full:
                continue
