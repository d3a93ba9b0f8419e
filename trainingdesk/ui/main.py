"""Starts the window. Until the first paint only Qt and this package are imported; the rest comes behind it."""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from trainingdesk.shared.text import DEFAULT_LANGUAGE, language, set_language
from trainingdesk.ui import theme
from trainingdesk.ui.crash import CrashWatch
from trainingdesk.ui.door import Preload
from trainingdesk.ui.jobs import Collector
from trainingdesk.ui.program import Program
from trainingdesk.ui.settings import Settings

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
    _import_plainly()
    preload = Preload()
    app = QApplication(list(sys.argv if argv is None else argv)[:1])
    app.setApplicationName("TrainingDesk")
    app.setQuitOnLastWindowClosed(False)
    settings = Settings()
    if language() == DEFAULT_LANGUAGE:  # otherwise the command line has chosen
        set_language(settings.language)
    theme.set_up(app, settings.scheme)
    crash = CrashWatch()
    collector = Collector()
    program = Program(app, path=desk_path, preload=preload, settings=settings, crash=crash)
    program.ended.connect(app.quit)
    bench = os.environ.get(BENCH_VARIABLE)
    if bench:
        StartBench(program, Path(bench))
    program.start()
    code = app.exec()
    collector.stop()
    crash.stop()
    return code


class StartBench:
    """Writes when the window was painted and when it could be used, and ends the program."""

    def __init__(self, program: Program, file: Path) -> None:
        self._program = program
        self._file = file
        self._painted = 0.0
        program.window.painted.connect(self._note)
        program.usable.connect(self._end)
        program.start_bench = self  # type: ignore[attr-defined]  # kept alive with the program

    def _note(self) -> None:
        self._painted = time.time()

    def _end(self) -> None:
        self._file.write_text(json.dumps({"first_paint": self._painted, "usable": time.time()}))
        self._program.close()
