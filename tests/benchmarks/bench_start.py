"""Start of the program against a process that shows an empty PySide6 window: first paint, and when it can be used.

Both run from compiled byte code, as an installed program does: the first two starts fill a cache of their own.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from trainingdesk.usecases.desk import NewDesk, create_desk

RUNS = 9
#: how many times an empty window's first paint each may take, and what it means
GOALS = {
    "first_paint": (1.5, "the sign-in form is painted"),
    "usable": (3.5, "the file is checked, its office is named, the form takes a sign-in"),
    "desk_open": (3.5, "the desk is open behind the form; a sign-in that was pressed goes on"),
}

EMPTY = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time(), flush=True)
        QTimer.singleShot(0, app.quit)
app = QApplication([])
window = Window()
window.show()
app.exec()
"""


def main() -> None:
    """Print medians and ratios of alternating starts."""
    with tempfile.TemporaryDirectory(prefix="bench-start-") as folder:
        desk = Path(folder) / "desk.deskdb"
        create_desk(desk, NewDesk("城东区委组织部", "clerk", "张晓", "long enough")).close()
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "TRAININGDESK_HOME": folder,
            "PYTHONPYCACHEPREFIX": f"{folder}/bytecode",
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        empty: list[float] = []
        ours: dict[str, list[float]] = {name: [] for name in GOALS}
        for run in range(RUNS + 2):
            blank = _empty_window(environment)
            started = _program(environment, desk, Path(folder) / "start.json")
            if run >= 2:  # the first two fill the caches
                empty.append(blank)
                for name, seconds in started.items():
                    ours[name].append(seconds)
    floor = statistics.median(empty)
    print(f"   {'empty PySide6 window':<24} median {floor * 1000:.0f} ms, {RUNS} starts")
    for name, times in ours.items():
        ratios = [time_ / blank for time_, blank in zip(times, empty, strict=True)]
        print(
            f"   {name:<24} median {statistics.median(times) * 1000:.0f} ms,"
            f" {statistics.median(ratios):.2f} × (goal: within {GOALS[name][0]}): {GOALS[name][1]}"
        )


def _empty_window(environment: dict[str, str]) -> float:
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", EMPTY], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return float(done.stdout.split()[0]) - begun


def _program(environment: dict[str, str], desk: Path, report: Path) -> dict[str, float]:
    begun = time.time()
    subprocess.run(
        [sys.executable, "-m", "trainingdesk", "--db", str(desk)],
        env=environment | {"TRAININGDESK_BENCH_START": str(report)},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return {name: at - begun for name, at in json.loads(report.read_text(encoding="utf-8")).items()}


if __name__ == "__main__":
    main()
