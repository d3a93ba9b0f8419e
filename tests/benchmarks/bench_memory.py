"""Memory of an import, the desk's process and the one that reads, and what an open preview holds: 10,000 and 100,000 rows.

Each import runs in a process of its own, for the system knows the most that a process ever took and no less. What both
hold together is sampled: they are not at their most at the same time.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.bench_whole_import import EVERY
from tests.benchmarks.bench_whole_import import held as held_with_below
from tests.benchmarks.roster_data import write_workbook
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import NewDesk, create_desk
from trainingdesk.usecases.queries.roster_import import preview_import

SIZES = (10_000, 100_000)
GOAL = 400
MEGABYTE = 1024


def held() -> float:
    """Return what this process holds at the moment, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / MEGABYTE**2


def most(who: int) -> float:
    """Return the most that this process or its children ever took, in MB."""
    return resource.getrusage(who).ru_maxrss / MEGABYTE


def one(file: Path) -> dict[str, float]:
    """Preview and import one file and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        desk = create_desk(
            Path(folder) / "a.deskdb", NewDesk("城东区委组织部", "clerk", "张晓", "for measuring")
        )
        desk.sign_in("clerk", "for measuring")
        before = held()
        preview = desk.ask(preview_import, file)
        found = {"preview": held() - before, "reading": most(resource.RUSAGE_CHILDREN)}
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True))
        desk.close()
        return found | {"import": most(resource.RUSAGE_SELF)}


def main() -> None:
    """Print what the imports of both sizes took."""
    with tempfile.TemporaryDirectory() as folder:
        for count in SIZES:
            file = write_workbook(Path(folder) / f"{count}.xlsx", count)
            together = 0.0
            words = [sys.executable, "-m", "tests.benchmarks.bench_memory", str(file)]
            with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
                while process.poll() is None:
                    together = max(together, held_with_below(process.pid))
                    time.sleep(EVERY)
                said = process.stdout.read() if process.stdout else b""
            if process.returncode:
                raise RuntimeError(f"the import ended with {process.returncode}")
            took = json.loads(said)
            print(
                f"   {count:>7,} rows: at most {together:.0f} MB together (goal under {GOAL}); the desk's process at most"
                f" {took['import']:.0f} MB, the reading process {took['reading']:.0f} MB;"
                f" an open preview holds {took['preview']:.0f} MB"
            )


if __name__ == "__main__":
    print(json.dumps(one(Path(sys.argv[1]))))
