"""What an open preview holds does not grow with the file: rows wait on disk, and come back by the page."""

import gc
import tracemalloc
from pathlib import Path

import pytest

from tests.benchmarks.roster_data import write_workbook
from trainingdesk.exchange import spool
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows

ROWS = 4_000
#: a row held as a tuple takes more than 1,000 bytes
MOST_A_ROW = 400


def live(desk: Desk, file: Path) -> int:
    """Return the bytes that a preview keeps, some rows of it shown."""
    tracemalloc.start(1)
    try:
        preview = desk.ask(preview_import, file)
        places = desk.ask(preview_places, preview.token)
        for start in range(0, len(places), 500):
            desk.ask(preview_rows, preview.token, places[start : start + 50])
        assert len(waiting_import(preview.token).plan.rows) == ROWS
        del places, preview
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def test_an_open_preview_holds_pages_and_not_the_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = write_workbook(tmp_path / "a.xlsx", ROWS)
    desk.ask(preview_import, file)  # what is remembered of words and days is remembered now
    whole = live(desk, file)
    monkeypatch.setattr(spool, "MOST_HELD", 100)
    monkeypatch.setattr(spool, "_KEPT", 2)
    paged = live(desk, file)
    assert whole > MOST_A_ROW * ROWS, "held in memory, as a small file is, it is more"
    assert paged < MOST_A_ROW * ROWS
