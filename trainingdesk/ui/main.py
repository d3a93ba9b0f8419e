"""Starts the window. Until the first paint only Qt and this package are imported; the rest comes behind it."""

import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6.QtCore  # noqa: F401 - it hooks imports; _import_plainly unhooks it

if TYPE_CHECKING:
    from trainingdesk.ui.program import Program

#: Set to a file, the window writes when it was painted and usable (seconds since the epoch) and ends.
BENCH_VARIABLE = "TRAININGDESK_BENCH_START"


def _import_plainly() -> None:
    """Keep PySide from reading the source of every module that is imported.

    It looks for the name ``PySide6`` in each, to learn who uses its ``__feature__`` switches; nobody here does, and
    SQLAlchemy took a third longer to import (measured with 6.11.3: 166 to 222 ms).
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", lambda _module: False)  # noqa: B010 - a module has no declared names


def run(desk_path: Path | None, argv: Sequence[str] | None = None) -> int:
    """Show the window and return the exit code when it was closed."""
    gc.disable()  # for good: the collector runs from a timer of this thread (jobs.Collector)
    _import_plainly()
    from trainingdesk.shared.text import language_chosen, set_language
    from trainingdesk.ui import theme
    from trainingdesk.ui.settings import Settings

    app = theme.application((sys.argv if argv is None else argv)[0])
    app.setApplicationName("TrainingDesk")
    app.setQuitOnLastWindowClosed(False)
    settings = Settings()
    if not language_chosen():  # otherwise the command line has chosen
        set_language(settings.language)
    font_path = theme.set_up(app, settings.scheme, font_path=settings.font_path)
    if font_path != settings.font_path:
        settings.put("window/font", font_path)
    from trainingdesk.ui.preload import Preload, put_off
    from trainingdesk.ui.program import Program

    put_off()
    program = Program(app, path=desk_path, preload=Preload(), settings=settings)
    guards = Guards(program)
    program.ended.connect(app.quit)
    bench = os.environ.get(BENCH_VARIABLE)
    timer = StartTimer(program, Path(bench)) if bench else None
    program.start()
    code = app.exec()
    del timer
    guards.stop()
    return code


class Guards:
    """What watches over the run; they come when the window can be used, and a bug before that ends the program plainly."""

    def __init__(self, program: "Program") -> None:
        self._program = program
        self._stops: list[Callable[[], None]] = []
        program.usable.connect(self._post)

    def _post(self) -> None:
        if self._stops:
            return
        from trainingdesk.ui.crash import CrashWatch
        from trainingdesk.ui.jobs import Collector

        crash, collector = CrashWatch(), Collector()
        self._stops = [collector.stop, crash.stop]
        self._program.watch(crash)

    def stop(self) -> None:
        """Give everything back."""
        for stop in self._stops:
            stop()


class StartTimer:
    """Writes when the window was painted, when it could be used and when the desk was open, and ends the program."""

    def __init__(self, program: "Program", file: Path) -> None:
        self._program = program
        self._file = file
        self._usable = 0.0
        program.usable.connect(self._note)
        program.desk_open.connect(self._end)

    def _note(self) -> None:
        self._usable = time.time()

    def _end(self) -> None:
        import json

        marks = {
            "first_paint": self._program.window.painted_at,
            "usable": self._usable,
            "desk_open": time.time(),
        }
        self._file.write_text(json.dumps(marks), encoding="utf-8")
        self._program.close()
