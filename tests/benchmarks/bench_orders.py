"""Opening the roster and jumping anywhere in it: every id in order, then a page of rows at a random place."""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.desk_data import desk_of
from trainingdesk.domain.roster.order import PersonOrder
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster import person_ids, person_rows

SIZES = (100_000, 500_000)
GOAL = 150
PAGE = 128
OPENINGS, JUMPS = 5, 40
ORDERS = (PersonOrder.UNIT, PersonOrder.STROKES, PersonOrder.PINYIN)


def measure(desk: Desk, order: PersonOrder) -> tuple[float, float]:
    """Return the milliseconds of an opening (median) and of a jump (p95)."""
    chance = random.Random(1)
    openings, jumps = [], []
    for _ in range(OPENINGS):
        started = time.perf_counter()
        ids = desk.ask(person_ids, PersonFilter(order=order)).ids
        openings.append((time.perf_counter() - started) * 1000)
    for _ in range(JUMPS):
        place = chance.randrange(len(ids) - PAGE)
        started = time.perf_counter()
        desk.ask(person_rows, ids[place : place + PAGE])
        jumps.append((time.perf_counter() - started) * 1000)
    return statistics.median(openings), sorted(jumps)[int(JUMPS * 0.95)]


def main() -> None:
    """Print both for each order and size, through the desk with its permission check."""
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            desk = desk_of(Path(folder) / "desk.deskdb", count)
            for order in ORDERS:
                opening, jump = measure(desk, order)
                print(
                    f"   {count:>7,} people by {order:<8} open {opening:6.1f} ms · jump p95 {jump:5.1f} ms"
                    f" (goal < {GOAL} each)"
                )
                sys.stdout.flush()
            desk.close()
