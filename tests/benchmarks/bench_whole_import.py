"""An import of 100,000 rows as the office has it: the command line's whole process, its memory together with its reader's.

Memory is what all processes of the command hold at one moment, sampled every 20 ms: the reading process and the desk's
own are not at their most at the same time. Pages that both share are counted twice.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.roster_data import with_table_of_texts, write_workbook
from trainingdesk.usecases.desk import NewDesk, create_desk

SIZES = (10_000, 100_000)
GOAL = 400
_PASSWORD = "for measuring"
#: seconds between two samples
EVERY = 0.02
_MEGABYTE = 1024**2


def held(root: int) -> float:
    """Return what a process and all below it hold at the moment, in MB (Linux only)."""
    pages, below = 0, [(root, b"")]
    while below:
        number, above = below.pop()
        try:
            words = Path(f"/proc/{number}/cmdline").read_bytes()
            if words == above:
                continue  # it is only being started, and still has the memory of the one that starts it
            pages += int(Path(f"/proc/{number}/statm").read_text(encoding="ascii").split()[1])
            for task in Path(f"/proc/{number}/task").iterdir():
                started = (task / "children").read_text(encoding="ascii").split()
                below += [(int(one), words) for one in started]
        except OSError:
            continue  # it has ended meanwhile
    return pages * resource.getpagesize() / _MEGABYTE


def worked() -> float:
    """Return the seconds of work of all ended processes that this one started, and of those below them."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def run(*words: str) -> tuple[float, float, float]:
    """Run one command line to its end; return its seconds, those of work, and the most its processes held together."""
    environment = os.environ | {"TRAININGDESK_PASSWORD": _PASSWORD}
    started, before = time.perf_counter(), worked()
    most = 0.0
    command = [sys.executable, "-m", "trainingdesk", *words]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    ) as process:
        while process.poll() is None:
            most = max(most, held(process.pid))
            time.sleep(EVERY)
        took = time.perf_counter() - started
        said = process.stderr.read().decode() if process.stderr else ""
    if process.returncode:
        raise RuntimeError(f"{' '.join(words[:2])} ended with {process.returncode}: {said[-400:]}")
    return took, worked() - before, most


def main() -> None:
    """Print what preview and import of both sizes take, each a process of its own."""
    for count in SIZES:
        with tempfile.TemporaryDirectory(prefix="bench-whole-") as folder:
            file = write_workbook(Path(folder) / f"{count}.xlsx", count)
            desk = Path(folder) / "desk.deskdb"
            create_desk(desk, NewDesk("城东区委组织部", "clerk", "张晓", _PASSWORD)).close()
            words = ("roster", "import", str(file), "--db", str(desk), "--user", "clerk")
            seen, seen_work, seeing = run(*words, "--dry-run")
            wrote, wrote_work, writing = run(*words, "--good-rows")
            print(
                f"   {count:>7,} rows: preview {seen:.1f} s ({seen_work:.1f} s of work), at most {seeing:.0f} MB ·"
                f" import {wrote:.1f} s ({wrote_work:.1f} s of work), at most {writing:.0f} MB (goal < {GOAL})"
            )
            sys.stdout.flush()
            # on a desk that has everybody by now, by a file as Excel saves it: each text once
            again = ("roster", "import", str(with_table_of_texts(file)), *words[3:])
            seen, seen_work, seeing = run(*again, "--dry-run")
            print(
                f"   {count:>7,} rows, everybody known, a table of texts: preview {seen:.1f} s ({seen_work:.1f} s of work),"
                f" at most {seeing:.0f} MB",
                flush=True,
            )
