"""The process that reads: it caps its own memory, is told one file on its input and hands its sheets over in frames.

An ordinary workbook was looked at before, in the process that started this one (``quick.quick_look``), and comes with its
bytes; any other file is looked at here (``book.look_at``). A file that takes this process down leaves the frames without
their end, which is what the parent then says.
"""

import contextlib
import gc
import marshal
import sys
from collections.abc import Callable
from itertools import islice
from typing import Any

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.frames import write_frame
from trainingdesk.exchange.reading.numbered import numbers_of
from trainingdesk.exchange.reading.values import ERRORS, RawSheet, Row, Unreadable, packed_rows, taken_text

#: Rows that are made and handed over at a time: this process never holds all of them.
_AT_ONCE = 5_000
_PLAIN = frozenset((str, float))
#: Seconds after which Python's threads take turns: a slice that was read waits no longer for the one that is being cut.
_TURN = 0.0005
_JOB_MEMORY = 0x100
_JOB_INFORMATION = 9

Send = Callable[[str, Any], None]


def main() -> int:
    """Read the file on the input and write its frames, first of all that it has started; returns 0 also where a frame says why it can't be read."""
    send = begun()
    from trainingdesk.exchange.reading.sheets import sheets_of  # while the file is still being looked at

    send("started", None)
    path, file, looked = marshal.load(sys.stdin.buffer)  # noqa: S302 - from the desk's own process, which started this one
    data = sys.stdin.buffer.read()

    def work() -> None:
        nonlocal looked, data
        if looked is None:
            looked, data = _look_at(path)
        kind, name, digest, epoch_1904 = looked
        send("book", (kind, digest, epoch_1904))
        for sheet in sheets_of(kind, name, data):
            send("sheet", _facts(sheet))
            for texts in sheet.texts or ():
                send("texts", packed_rows([_taken(texts)]))
            rows = sheet.as_read()
            while part := list(islice(rows, _AT_ONCE)):
                if sheet.texts is None:
                    send("rows", packed_rows(_shared(part)))
                else:
                    found = numbers_of(part)
                    send("numbered", (*found[:-1], packed_rows(_shared([found.others]))))
            # of a sheet that is read in slices it is known only now
            send("facts", (sheet.hidden_rows, sheet.hidden_columns, sheet.merged))
        send("end", None)

    return told(send, file, work)


def begun() -> Send:
    """Cap this process, which is there for one file, and return how it speaks."""
    output = sys.stdout.buffer
    cap_memory(limits.MOST_MEMORY)
    sys.setswitchinterval(_TURN)
    gc.disable()  # a million cells in no cycle; the process ends with its file
    return lambda kind, content: write_frame(output, kind, content)


def told(send: Send, file: str, work: Callable[[], None], *, known: bool = False) -> int:
    """Do something with a file, whose every failure becomes a frame; returns the exit code.

    Of a ``known`` file, which was read before, what nobody expected is no damage of the file but a defect of ours.
    """
    try:
        work()
    except Unreadable as problem:
        send("unreadable", (problem.code, problem.machine, problem.params))
    except MemoryError:
        send("unreadable", ("workbook.too_much_memory", False, {"file": file}))
    except BrokenPipeError:
        return 1
    except BaseException as error:  # noqa: BLE001 - a panic of the reader is no Exception; all of it is one sentence
        if known:
            send("defect", "".join(_traceback(error)))
        else:
            send("unreadable", ("workbook.damaged", False, {"file": file, "detail": repr(error)[:500]}))
    return 0


def _traceback(error: BaseException) -> list[str]:
    from traceback import format_exception

    return format_exception(error)


def _look_at(path: str) -> tuple[tuple[str, str, str, bool], bytes]:
    from pathlib import Path

    from trainingdesk.exchange.reading.book import look_at

    found = look_at(Path(path))
    return (found.kind, found.name, found.digest, found.epoch_1904), found.data


def _shared(rows: list[Row]) -> list[Row]:
    """Return rows whose equal texts are one object: they travel once, and the parent holds them once."""
    kept: dict[Any, Any] = {}
    one = kept.setdefault
    # True, 1 and 1.0 are one key and not one cell: rows with others than texts and floats pass text by text
    shared = [
        list(map(one, row, row))
        if _PLAIN.issuperset(map(type, row))
        else [one(cell, cell) if type(cell) is str else cell for cell in row]
        for row in rows
    ]
    # each text once: hardly any file has one that is too long or an error
    texts = [cell for cell in kept if type(cell) is str]
    if _taken(texts) is not texts:
        return [[taken_text(cell) if type(cell) is str else cell for cell in row] for row in shared]
    return shared


def _taken(texts: list[str]) -> list[Any]:
    """Return what is taken of texts: the same where none is too long or an error."""
    longest = max(map(len, texts), default=0)
    if longest > limits.LONGEST_CELL or not ERRORS.isdisjoint(texts):
        return list(map(taken_text, texts))
    return texts


def _facts(sheet: RawSheet) -> tuple[Any, ...]:
    return (
        sheet.name, sheet.visible, sheet.first_column,
        sheet.trouble, sheet.photo, sheet.blind, sheet.filled_in, sheet.unkept, sheet.pictures,
    )  # fmt: skip


def cap_memory(most: int) -> None:
    """Let this process have no more address space than ``most`` bytes; where the system can't, the look before holds."""
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        if sys.platform == "win32":
            _cap_on_windows(most)
        else:
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _cap_on_windows(most: int) -> None:  # pragma: no cover - Windows only
    """Put this process into a job of its own whose processes may not commit more."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = [
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        ]

    class Extended(ctypes.Structure):
        _fields_ = [
            ("Basic", Basic),
            ("Io", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        ]

    kernel = vars(ctypes)["WinDLL"]("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = [ctypes.c_void_p, wintypes.LPCWSTR]
    kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    job = kernel.CreateJobObjectW(None, None)
    limit = Extended()
    limit.Basic.LimitFlags = _JOB_MEMORY
    limit.ProcessMemoryLimit = most
    if job and kernel.SetInformationJobObject(
        job, _JOB_INFORMATION, ctypes.byref(limit), ctypes.sizeof(limit)
    ):
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())


if __name__ == "__main__":
    sys.exit(main())
