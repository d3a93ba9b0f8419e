"""The import's wizard, offscreen, 100,000 rows: the longest silence of the window in every step, its work and its memory.

On an empty desk, where everybody is new; and on one of 100,000 people, where every heap holds thousands. A silence is the
time between two beats of a timer of 10 ms on the window's own thread; beside it stands the work that the window's process
did in it, which is what it would be on a computer with nothing else to do. Memory is sampled by the process that starts
the window, over the window and all below it.
"""

import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook

from tests.benchmarks.bench_whole_import import held
from tests.benchmarks.bench_whole_import import run as run_command
from tests.benchmarks.roster_data import HEADER, lines, write_workbook
from trainingdesk.usecases.desk import NewDesk, create_desk, open_desk

COUNT = 100_000
#: the longest silence, in ms; the most that all processes hold, in MB
GOAL, GOAL_MEMORY = 200, 400
_BEAT = 10
_PASSWORD = "for measuring"
#: so many jumps through each heap, besides its end
_JUMPS = 5


def main() -> None:
    """Measure both desks, each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-wizard-") as folder:
        first, again = Path(folder) / "first.xlsx", Path(folder) / "again.xlsx"
        write_workbook(first, COUNT)
        write_again(again, COUNT)
        for people, file in ((0, first), (COUNT, again)):
            desk = Path(folder) / f"{people}.deskdb"
            create_desk(desk, NewDesk("城东区委组织部", "clerk", "张晓", _PASSWORD)).close()
            if people:
                run_command(
                    "roster", "import", str(first), "--db", str(desk), "--user", "clerk", "--good-rows"
                )
            most = _watched(Path(folder), desk, file, people)
            for step, megabytes in most.items():
                print(f"           {step:<34} at most {megabytes:.0f} MB")
            print(
                f"   {people:>7,} people: at most {max(most.values()):.0f} MB (goal < {GOAL_MEMORY})",
                flush=True,
            )


def write_again(path: Path, count: int) -> None:
    """Write the roster of a later day: in tens, one new, one gone, three changed, one wrong, one to ask, one perhaps known."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(HEADER)
    others = lines(count + count // 10)[count:]
    for number, line in enumerate(lines(count)):
        kind = number % 10
        if kind == 0:  # somebody else in their place: one is new, one is not in the file
            line = others[number // 10]  # noqa: PLW2901  # the row is another one
        elif kind in {1, 2, 3}:
            line[10], line[17] = "调研员", f"138{number:08d}"
        elif kind == 4:
            line[4] = line[4][:-1] + ("0" if line[4][-1] != "0" else "1")
        elif kind == 5:
            line[3] = "1951.02"
        elif kind == 6:
            line[4] = ""
        sheet.append(line)
    book.save(path)


def _watched(folder: Path, desk: Path, file: Path, people: int) -> dict[str, float]:
    """Run the window in a process of its own; return the most that it held together with its readers in every step."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "TRAININGDESK_HOME": str(folder)}
    said, most = folder / "step", dict[str, float]()
    step = "start"
    said.write_text(step, encoding="utf-8")
    words = [
        sys.executable,
        "-m",
        "tests.benchmarks.bench_wizard",
        str(desk),
        str(file),
        str(people),
        str(said),
    ]
    with subprocess.Popen(words, env=environment) as process:
        while process.poll() is None:
            step = said.read_text(encoding="utf-8") or step  # blank while the next one is written
            most[step] = max(most.get(step, 0.0), held(process.pid))
            time.sleep(0.02)
    if process.returncode:
        raise RuntimeError(f"the window ended with {process.returncode}")
    return most


class _Wizard:
    """The wizard over the Roster page of a desk."""

    def __init__(self, desk: Path, people: int, said: Path) -> None:
        from PySide6.QtCore import Qt, QTimer
        from PySide6.QtWidgets import QApplication

        from trainingdesk.ui import theme
        from trainingdesk.ui.actions import ActionRegistry
        from trainingdesk.ui.jobs import Collector, Jobs
        from trainingdesk.ui.notices import Notices
        from trainingdesk.ui.settings import Settings
        from trainingdesk.ui.shell.actions import ACTIONS
        from trainingdesk.ui.shell.pages import PAGES
        from trainingdesk.ui.workspace import Workspace

        self._people, self._said = people, said
        self.app = QApplication([])
        theme.set_up(self.app, "light")
        self.collector = Collector()
        self.desk = open_desk(desk)
        self.desk.sign_in("clerk", _PASSWORD)
        self.jobs = Jobs()
        # numbers in an array: objects made at every beat would lie among the rows and keep the memory around them
        #: work and time between two beats, in ms
        self._works, self._silences = array("d"), array("d")
        self._last, self._last_work = time.perf_counter(), time.process_time()
        self._timer = QTimer(interval=_BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        spec = next(spec for spec in PAGES if spec.id == "roster")
        registry = ActionRegistry((*ACTIONS, *spec.actions()))
        settings = Settings(said.parent / "settings.ini")
        space = Workspace(self.desk, self.jobs, registry, settings, Notices())
        self.page = spec.factory()(space)
        space.setParent(self.page)
        self.page.resize(1366, 690)
        self.page.show()
        self.until(lambda: self.jobs.is_idle)

    def _tick(self) -> None:
        now, work = time.perf_counter(), time.process_time()
        took = (now - self._last) * 1000
        self._works.append(min(took, (work - self._last_work) * 1000))
        self._silences.append(took)
        self._last, self._last_work = now, work

    def until(self, done: Callable[[], bool], seconds: float = 600) -> None:
        """Let the window run until something holds and it has painted."""
        from PySide6.QtCore import QEventLoop

        end = time.monotonic() + seconds
        while not done():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.monotonic() > end:
                raise TimeoutError("the wizard never came to it")
        for _round in range(3):
            self.app.processEvents()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a step and print what it took."""
        self._said.write_text(name, encoding="utf-8")
        below = resource.getrusage(resource.RUSAGE_CHILDREN)
        del self._works[:], self._silences[:]
        self._last = started = time.perf_counter()
        self._last_work = worked = time.process_time()
        yield
        self.until(lambda: self.jobs.is_idle)
        self._tick()
        took, work = time.perf_counter() - started, time.process_time() - worked
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        work += ended.ru_utime + ended.ru_stime - below.ru_utime - below.ru_stime
        hardest = max(self._works)
        mark = f"   over {GOAL}" if hardest > GOAL else ""
        print(
            f"   {self._people:>7,} people: {name:<34} {took:6.2f} s, {work:6.2f} s of work; longest silence"
            f" {max(self._silences):.0f} ms, hardest {hardest:.0f} ms of work{mark}",
            flush=True,
        )

    def objects(self, what: str) -> None:
        """Print how many rows are held as objects: those of the pages looked at."""
        from trainingdesk.domain.roster.import_views import MissingPerson, PreviewRow

        alive = sum(isinstance(one, PreviewRow | MissingPerson) for one in gc.get_objects())
        print(f"           {what}: {alive:,} row objects are held", flush=True)

    def go(self, file: Path) -> None:
        """Go through the wizard, from its opening to the import taken back."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QCheckBox, QPushButton

        from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, DONE, ROWS, ImportDialog
        from trainingdesk.ui.pages.roster.import_heaps import LEFT, heap_of

        with self.step("open"):
            wizard = ImportDialog(self.page, self.page.space)
            wizard.open()
        with self.step("read the file, its columns"):
            wizard.read(str(file))
            self.until(lambda: not wizard.busy)
        if wizard.step != COLUMNS:
            raise RuntimeError("the file was not read")
        with self.step("to the heaps"):
            wizard.next_button.click()
            self.until(lambda: not wizard.busy and wizard.step == ROWS)
        step = wizard.rows
        heaps = [heap_of(step.buckets.item(place)) for place in range(step.buckets.count())]
        jumps = []
        for heap in heaps:
            table = step.people if heap == LEFT else step.rows
            with self.step(f"heap {heap}, to its end"):
                step.buckets.choose("")
                step.buckets.choose(heap)
                self.until(lambda: self.jobs.is_idle)
                count = table.rows.rowCount()
                for place in [count * n // (_JUMPS + 1) for n in range(1, _JUMPS + 1)]:
                    started = time.perf_counter()
                    table.setCurrentIndex(table.rows.index(place, 0))
                    self.app.processEvents()
                    jumps.append((time.perf_counter() - started) * 1000)
                QTest.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
                self.app.processEvents()
                QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
            self.objects(f"{heap}, {count:,} rows")
        print(f"           jumps: {statistics.median(jumps):.0f} ms, at most {max(jumps):.0f} ms", flush=True)
        if "update" in heaps:
            with self.step("a difference, declined"):
                step.buckets.choose("update")
                self.until(lambda: self.jobs.is_idle)
                step.rows.setCurrentIndex(step.rows.rows.index(3, 0))
                self.app.processEvents()
                step.detail.findChildren(QCheckBox)[0].toggle()
        if "error" in heaps:
            with self.step("a cell put right"):
                step.buckets.choose("error")
                self.until(lambda: self.jobs.is_idle)
                row = step.rows.rows.row(0)
                step.detail.corrected.emit(row.row, row.wrong_cell().name, "", "")
                self.until(lambda: not wizard.busy)
        if "question" in heaps:
            with self.step("a question, and all alike"):
                step.buckets.choose("question")
                self.until(lambda: self.jobs.is_idle)
                row = step.rows.rows.row(0)
                asked = next(one for one in row.problems if one.choices)
                step.detail.answered.emit(row.row, asked.name, asked.choices[0], True)
                self.until(lambda: self.jobs.is_idle and not wizard.busy)
            print(f"           {len(step.choices.answers):,} answers", flush=True)
        if LEFT in heaps:
            with self.step("everybody who is gone, ticked"):
                step.buckets.choose(LEFT)
                self.until(lambda: self.jobs.is_idle)
                step.left_line.everybody.click()
                self.until(lambda: self.jobs.is_idle)
            with self.step("a reason typed for them"):
                QTest.keyClicks(step.left_line.reason, "0123456789")
            with self.step("their ticks taken away"):
                step.left_line.nobody.click()
        if any(wizard.preview.counts.get(bucket) for bucket in ("error", "question", "maybe")):
            with self.step("the problem rows written"):
                from trainingdesk.ui.pages.roster.import_problem_rows import write_problems

                write_problems(wizard, str(self._said.parent / "problems.xlsx"))
                self.until(lambda: not wizard.busy)
        with self.step("import"):
            wizard.next_button.click()
            self.until(lambda: not wizard.busy and wizard.step == DONE)
        print(f"           {wizard.end.words.text()} {wizard.end.details.text()}", flush=True)
        with self.step("taken back"):
            wizard.take_back()
            self.until(lambda: not wizard.busy)
        if wizard.end.undo_button.isVisible():
            raise RuntimeError("the import was not taken back")
        assert isinstance(wizard.next_button, QPushButton)
        with self.step("closed"):
            wizard.next_button.click()
            time_to_collect = time.monotonic() + 6
            self.until(lambda: time.monotonic() > time_to_collect)
        self.objects("closed")

    def close(self) -> None:
        """Take the window down."""
        self.page.hide()
        self.jobs.close()
        self.collector.stop()
        self.desk.close()


if __name__ == "__main__":
    made = _Wizard(Path(sys.argv[1]), int(sys.argv[3]), Path(sys.argv[4]))
    made.go(Path(sys.argv[2]))
    made.close()
