"""The Roster page itself, offscreen: until rows are painted after its tab is shown and after jumps; 100,000 and 500,000 people.

What the queries alone take is ``orders``; here the page is built, asks in its reader's thread, and paints.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZES = (100_000, 500_000)
GOAL = 150
JUMPS = 9


def main() -> None:
    """Measure each size in a process of its own, so that none finds anything warm."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    for count in SIZES:
        subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.bench_window", str(count)], check=True, env=environment
        )


def measure(count: int) -> None:
    """Print what a desk of so many people takes in the window."""
    with tempfile.TemporaryDirectory(prefix="bench-window-") as folder:
        os.environ["TRAININGDESK_HOME"] = folder
        _Window(Path(folder), count).measure()
    sys.stdout.flush()


def _paints(widget: Any) -> Callable[[], int]:
    """Return what says how often a widget was painted from now on."""
    from PySide6.QtCore import QEvent, QObject

    class Count(QObject):
        seen = 0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            self.seen += event.type() == QEvent.Type.Paint
            return False

    count = Count(widget)
    widget.installEventFilter(count)
    return lambda: count.seen


class _Window:
    """The Roster page of a desk, with what it stands on."""

    def __init__(self, folder: Path, count: int) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from tests.benchmarks.desk_data import desk_of
        from trainingdesk.ui import theme
        from trainingdesk.ui.jobs import Jobs
        from trainingdesk.ui.settings import Settings

        self.count = count
        self.app = QApplication([])
        theme.set_up(self.app, "light")
        self.desk = desk_of(folder / "desk.deskdb", count)
        self.settings = Settings(folder / "settings.ini")
        self.jobs = Jobs()
        #: the longest time in which the window's thread answered nothing, in ms
        self.longest = 0.0
        self._beat = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._beat) * 1000)
        self._beat = now

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window run until something holds, asleep between events: turning round, it would keep its readers waiting."""
        from PySide6.QtCore import QEventLoop

        flags = QEventLoop.ProcessEventsFlag
        end = time.monotonic() + 120
        while not done():
            self.app.processEvents(flags.AllEvents | flags.WaitForMoreEvents)
            if time.monotonic() > end:
                raise TimeoutError("the page never came to it")

    def shown(self) -> tuple[float, float]:
        """Show the page; return the milliseconds until its first rows are painted, and until all are there."""
        from trainingdesk.ui.actions import ActionRegistry
        from trainingdesk.ui.notices import Notices
        from trainingdesk.ui.shell.actions import ACTIONS
        from trainingdesk.ui.shell.pages import PAGES
        from trainingdesk.ui.workspace import Workspace

        started = time.perf_counter()
        spec = next(spec for spec in PAGES if spec.id == "roster")
        registry = ActionRegistry((*ACTIONS, *spec.actions()))
        space = Workspace(self.desk, self.jobs, registry, self.settings, Notices())
        page = spec.factory()(space)
        space.setParent(page)
        page.resize(1366, 690)
        page.show()
        self.page, self.table = page, page.table
        self.until(lambda: bool(self.table.rows.ids))
        return self._painted(started), self._all_since(started)

    def _painted(self, started: float) -> float:
        """Paint the rows in sight at once and return the milliseconds since."""
        painted = _paints(self.table.viewport())
        self.app.processEvents()
        if not painted():
            self.table.viewport().repaint()
        took = (time.perf_counter() - started) * 1000
        top = self.table.rowAt(1)
        if self.table.rows.row(top) is None:
            raise RuntimeError("a row in sight is blank")
        return took

    def _all_since(self, started: float) -> float:
        """Wait until every id is there and return the milliseconds since."""
        self.until(lambda: not self.table.loading)
        if len(self.table.rows.ids) != self.count:
            raise RuntimeError("somebody is missing")
        return (time.perf_counter() - started) * 1000

    def jumped(self, place: int) -> float:
        """Go to a row as a key does and return the milliseconds until the rows around it are painted."""
        started = time.perf_counter()
        self.table.setCurrentIndex(self.table.rows.index(place, 0))
        return self._painted(started)

    def ordered(self, order: str) -> tuple[float, float]:
        """Order the list anew; return the milliseconds until its first rows are painted, and until all are there."""
        from trainingdesk.domain.roster.order import PersonOrder
        from trainingdesk.domain.roster.views import PersonFilter
        from trainingdesk.ui.pages.roster.people import PeopleSource

        before = self.table.rows.source
        # as it is opened: nobody chosen, at the beginning
        self.table.clearSelection()
        self.table.verticalScrollBar().setValue(0)
        started = time.perf_counter()
        self.table.show_source(PeopleSource(self.desk, PersonFilter(order=PersonOrder(order))))
        self.until(lambda: self.table.rows.source is not before)
        return self._painted(started), self._all_since(started)

    def asked(self, order: str) -> float:
        """Return the milliseconds of the query for every id in an order, asked without the page."""
        from trainingdesk.domain.roster.order import PersonOrder
        from trainingdesk.domain.roster.views import PersonFilter
        from trainingdesk.usecases.queries.roster import person_ids

        started = time.perf_counter()
        self.desk.ask(person_ids, PersonFilter(order=PersonOrder(order)))
        return (time.perf_counter() - started) * 1000

    def measure(self) -> None:
        """Print everything, then take the window down."""
        first = self.shown()
        self.until(lambda: self.jobs.is_idle)
        self.page.hide()
        self.page.deleteLater()
        again = self.shown()
        self.until(lambda: self.jobs.is_idle)
        # a jump that nothing has warmed: each to another page of rows
        places = [self.count * (2 * step + 1) // (2 * JUMPS) for step in range(JUMPS)]
        self._beat, self.longest = time.perf_counter(), 0.0
        middle = [self.jumped(place) for place in places]
        ends = [self.jumped(place) for place in (self.count - 1, 0)]
        self.until(lambda: self.jobs.is_idle)
        print(
            f"   {self.count:>7,} people: page built and rows painted {first[0]:.0f} ms, all there {first[1]:.0f} ms"
            f" (first in the process), {again[0]:.0f} and {again[1]:.0f} ms (again) · jump {statistics.median(middle):.0f} ms, at most {max(middle):.0f} ms"
            f" · to the end {ends[0]:.0f} ms (goal < {GOAL} each) · longest silence {self.longest:.0f} ms"
        )
        for order in ("strokes", "pinyin", "unit"):
            alone = self.asked(order)
            first, whole = self.ordered(order)
            held = sum(len(page) for page in self.table.rows._pages.values())
            print(
                f"           opened by {order:<8} {first:.0f} ms until painted, {whole:.0f} ms until all can be"
                f" jumped to (goal < {GOAL}), the query for all alone {alone:.0f} ms;"
                f" {held} rows of {len(self.table.rows.ids):,} are read"
            )
        self.until(lambda: self.jobs.is_idle)
        self.page.hide()
        self.jobs.close()
        self.desk.close()


if __name__ == "__main__":
    measure(int(sys.argv[1]))
