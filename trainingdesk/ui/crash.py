"""Bugs, apart from what is expected: a log, a report that can be copied, and a word about the last crash."""

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)

from trainingdesk.domain.errors import DeskError
from trainingdesk.shared.crashes import crash_report
from trainingdesk.shared.paths import data_folder

log = logging.getLogger("trainingdesk")


def log_folder() -> Path:
    """Return the folder of logs and reports, made if it was not there."""
    folder = data_folder() / "log"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def report_of(error: BaseException) -> str:
    """Return what a maintainer needs to know: versions, and where it happened, without anybody's data."""
    return crash_report(error, f"Qt {qVersion()}")


class CrashWatch(QObject):
    """Catches what nobody expected, wherever it happens, and brings it to the GUI thread.

    Attributes:
        left: the report of the last run when it died, "" otherwise.

    Signals:
        caught: an exception.
        refused: what the house expects and nobody took in hand; it is said in its own words.
    """

    caught = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder = log_folder()
        self._fault_path = folder / "fault.txt"
        self.left = self._read_fault()
        self._fault: TextIO | None = self._fault_path.open("w", encoding="utf-8")
        faulthandler.enable(self._fault)
        self._handler = RotatingFileHandler(
            folder / "window.log", maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(message)s"))
        log.addHandler(self._handler)
        log.setLevel(logging.INFO)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._excepthook
        threading.excepthook = self._thread_hook
        sys.unraisablehook = self._unraisable
        qInstallMessageHandler(_qt_said)

    def _read_fault(self) -> str:
        if not self._fault_path.exists():
            return ""
        text = self._fault_path.read_text(encoding="utf-8", errors="replace").strip()
        if text:
            self._fault_path.replace(self._fault_path.with_name("fault-last.txt"))
        return text

    def _excepthook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("%s", report_of(error))
        (self.refused if isinstance(error, DeskError) else self.caught).emit(error)

    def _thread_hook(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            log.error("%s", report_of(arguments.exc_value))
            self.caught.emit(arguments.exc_value)

    def _unraisable(self, arguments: "sys.UnraisableHookArgs") -> None:
        if arguments.exc_value is not None:
            log.error("%s", report_of(arguments.exc_value))

    def stop(self) -> None:
        """Give everything back and note that the program ended as it should."""
        qInstallMessageHandler(None)
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        log.removeHandler(self._handler)
        self._handler.close()
        faulthandler.disable()
        if self._fault is not None:
            self._fault.close()
            self._fault = None


def keep_report(report: str) -> Path:
    """Write a report to a file and return its path."""
    path = log_folder() / f"report-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    path.write_text(report, encoding="utf-8")
    return path


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _qt_said(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)


class OneAtATime(QObject):
    """Shows one crash at a time: a second one while the window is open is only logged."""

    def __init__(self, watch: CrashWatch, show: Callable[[str, str, Callable[[], None]], None]) -> None:
        super().__init__(watch)
        self._open = False
        self._show = show
        watch.caught.connect(self.show_error, Qt.ConnectionType.QueuedConnection)

    def show_error(self, error: BaseException) -> None:
        """Show the report of an exception."""
        report = report_of(error)
        if self._open:
            return
        self._open = True
        self._show(report, str(keep_report(report)), self._closed)

    def _closed(self) -> None:
        self._open = False
