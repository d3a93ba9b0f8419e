"""The tour from beginning to end: the line, the papers, the pictures, and what was counted."""

import json
import time
from pathlib import Path
from typing import Any

from trainingdesk import __version__
from trainingdesk.app.report import Answer
from trainingdesk.app.tour.line import Line
from trainingdesk.app.tour.pictures import take_pictures
from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import Refused
from trainingdesk.shared.files import write_whole
from trainingdesk.shared.text import LANGUAGES, N_, _
from trainingdesk.usecases.demo.build import create_demo

#: the stations in their order, with what is said while each is under way
STATIONS: tuple[tuple[str, str], ...] = (
    ("roster", N_("Importing a roster workbook")),
    ("plan", N_("Planning five years")),
    ("menu", N_("Issuing the year's menu")),
    ("form_class", N_("Forming a class")),
    ("roll_call", N_("Taking attendance")),
    ("fees", N_("Requesting, approving and paying")),
    ("close_class", N_("Closing the class, issuing certificates")),
    ("report", N_("Reporting the coverage")),
    ("upkeep", N_("Backing up and checking the desk")),
)


def run_tour(out: Path, *, quiet: bool) -> Answer:
    """Do the whole job once on a fresh demo district and write its papers and pictures to a folder.

    Raises Refused ``tour.folder_in_use`` when the folder holds something that is not a tour's.
    """
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()) and not (out / "tour.json").exists():
        raise Refused("tour.folder_in_use", folder=str(out))
    for old in out.iterdir():
        if old.is_file() and (old.suffix in {".pdf", ".xlsx", ".png"} or old.name.startswith("demo.deskdb")):
            old.unlink()
    say = _quiet if quiet else _Teller(len(STATIONS) + 2)
    started = time.monotonic()
    facts: dict[str, Any] = {"version": __version__}
    say(_("Making the demo district"))
    desk, counts = create_demo(out / "demo.deskdb")
    try:
        facts["demo"] = counts
        line = Line(desk, out, facts)
        for station, words in STATIONS:
            say(_(words))
            getattr(line, station)()
        say(_("Taking pictures of every tab"))
        line.act_as(Role.CLERK)
        pictures = take_pictures(desk, out, LANGUAGES, line.places())
    finally:
        desk.close()
    facts["seconds"] = round(time.monotonic() - started, 1)
    facts["files"] = [path.name for path in (*line.papers, *pictures)]
    write_whole(out / "tour.json", json.dumps(facts, ensure_ascii=False, indent=2, default=str).encode())
    lines = [_("Done in {seconds} s. In {folder}:").format(seconds=facts["seconds"], folder=out)]
    lines += [f"  {name}" for name in (*facts["files"], "tour.json", "demo.deskdb")]
    return facts, lines


class _Teller:
    """Says on a line of its own which station is under way."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._number = 0

    def __call__(self, words: str) -> None:
        self._number += 1
        print(f"[{self._number}/{self._total}] {words}…", flush=True)


def _quiet(_words: str) -> None:
    """Say nothing: one JSON object is wanted."""
