"""A process of its own for a file that somebody sent: how it is started, spoken to, waited for and ended.

Its memory is capped and all of it goes when the file is done. Whatever becomes of it ends here as one sentence.
"""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NamedTuple

from trainingdesk.domain.errors import EnvironmentProblem, Refused
from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.frames import frame_in, opened

_GLANCE = 0.2
#: From this size on glibc hands memory back to the system: by itself it keeps a large block's place for the next one, and
#: fills it with small ones. From 1 MB on, every slice of a sheet would take its memory from the system anew, which is a
#: seventh of the time of reading. Other systems' memory goes back without being told.
_KEPT_MEMORY = str(16 << 20)
_GIVES_BACK = {"MALLOC_MMAP_THRESHOLD_": _KEPT_MEMORY, "MALLOC_TRIM_THRESHOLD_": _KEPT_MEMORY}


class Program(NamedTuple):
    """What is started.

    Attributes:
        word: by it the bundle's own start knows that it is to do this and nothing else.
        module: what runs from the sources.
    """

    word: str
    module: str


READER = Program("--read-workbook", "trainingdesk.exchange.reading.child")
MARKER = Program("--mark-workbook", "trainingdesk.exchange.marking.child")


def command_of(program: Program) -> list[str]:
    """Return how a process is started: from the sources, or the bundle's own program for a prompt."""
    if getattr(sys, "frozen", False):
        # the window's program has no output on Windows; its twin for the prompt has
        prompt = Path(sys.executable).with_name(f"trainingdesk-cli{Path(sys.executable).suffix}")
        return [str(prompt if prompt.exists() else sys.executable), program.word]
    return [sys.executable, "-m", program.module]


class Answers:
    """A process that was started, and what it answers; leaving the context ends it.

    Starting it raises EnvironmentProblem ``workbook.no_reader``.
    """

    def __init__(self, program: Program, file: str) -> None:
        self._file = file
        package = Path(__file__).resolve().parents[2]
        inherited = os.environ.get("PYTHONPATH")
        paths = os.pathsep.join([str(package), *([inherited] if inherited else [])])
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                command_of(program),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_GIVES_BACK, "PYTHONPATH": paths},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise EnvironmentProblem("workbook.no_reader", detail=error.strerror or str(error)) from error

    def __enter__(self) -> "Answers":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):  # what it was not given any more
                pipe.close()
        self._process.wait()

    def frames(
        self, feed: Callable[[IO[bytes]], None], glance: Callable[[], None]
    ) -> Iterator[tuple[str, Any]]:
        """Tell the process what it is to do and yield its frames as they come, up to its end.

        ``feed`` writes to its input in a thread of its own; ``glance`` is called again and again, and the Cancelled it
        raises goes through. Silence has a limit. Raises Refused or EnvironmentProblem with what the process says
        is wrong, Refused ``workbook.took_too_long`` and ``workbook.too_much_memory``, EnvironmentProblem
        ``workbook.no_reader`` when it never came to its file, and what ``feed`` raises.
        """
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        arrived: queue.Queue[bytes] = queue.Queue(maxsize=8)
        stopped = threading.Event()
        feeding = _Feeding(process.stdin, feed)
        pumping = threading.Thread(target=_pump, args=(process.stdout, arrived, stopped), daemon=True)
        feeding.start()
        pumping.start()
        started = ended = False
        waited = 0.0
        try:
            while True:
                glance()
                try:
                    frame = arrived.get(timeout=_GLANCE)
                except queue.Empty:
                    waited += _GLANCE
                    if waited > limits.LONGEST_SILENCE:
                        raise Refused("workbook.took_too_long", file=self._file) from None
                    continue
                if not frame:
                    break
                waited, started = 0.0, True
                kind, content = opened(frame)
                if kind == "end":
                    ended = True
                    break
                if kind == "defect":
                    raise RuntimeError(content)
                if kind == "unreadable":
                    code, machine, params = content
                    raise (EnvironmentProblem if machine else Refused)(code, **params)
                yield kind, content
        finally:
            stopped.set()
            process.kill()
            feeding.join()
            pumping.join()
        if feeding.error is not None:
            raise feeding.error  # it may have answered to the part that it was told
        if ended:
            return
        # the frames ended without their end: the system or the reader itself put an end to the process
        if not started:
            # it never came to the file: the installation is damaged, or something keeps it from starting
            process.wait()
            raise EnvironmentProblem("workbook.no_reader", detail=f"exit code {process.returncode}")
        raise Refused("workbook.too_much_memory", file=self._file)


class _Feeding(threading.Thread):
    """Writes what a process is told; one that has ended takes no more."""

    def __init__(self, stream: IO[bytes], feed: Callable[[IO[bytes]], None]) -> None:
        super().__init__(name="feed", daemon=True)
        self._stream, self._feed = stream, feed
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            with contextlib.suppress(OSError):
                self._feed(self._stream)
        except Exception as error:  # noqa: BLE001 - raised again where the answers are waited for
            self.error = error
        with contextlib.suppress(OSError):
            self._stream.close()


def _pump(stream: IO[bytes], arrived: "queue.Queue[bytes]", stopped: threading.Event) -> None:
    """Carry frames from the pipe to the queue; an empty one says that no more will come."""
    frame = b"begin"
    while frame and not stopped.is_set():
        try:
            frame = frame_in(stream)
        except (OSError, ValueError):  # closed meanwhile: nobody waits any more
            frame = b""
        while not stopped.is_set():
            try:
                arrived.put(frame, timeout=_GLANCE)
                break
            except queue.Full:
                continue
