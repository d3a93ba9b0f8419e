"""First 50 hits of a search as you type on 100,000 people, p95 in milliseconds."""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.roster_data import lines, write_workbook
from trainingdesk.persistence.search import name_facts
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import NewDesk, create_desk
from trainingdesk.usecases.queries.roster import search_people
from trainingdesk.usecases.queries.roster_import import preview_import

PEOPLE = 100_000
SEARCHES = 300
GOAL = 3.0


def typed_words(chance: random.Random) -> dict[str, list[str]]:
    """Return what people type, by kind."""
    people = chance.sample(lines(PEOPLE), SEARCHES)
    return {
        "one character": [line[1][0] for line in people],
        "two characters": [line[1][:2] for line in people],
        "whole name": [line[1] for line in people],
        "initials": [name_facts(line[1]).keys[-1] for line in people],
        "pinyin": [name_facts(line[1]).keys[0] for line in people],
        "first letters of the pinyin": [name_facts(line[1]).keys[0][:3] for line in people],
        "tail of the ID number": [line[4][-4:] for line in people],
        "tail of the phone": [line[17][-4:] for line in people],
    }


def main() -> None:
    """Print median and p95 of each kind, through the desk: permission, total count, 50 hits with unit and post."""
    with tempfile.TemporaryDirectory() as folder:
        file = write_workbook(Path(folder) / "roster.xlsx", PEOPLE)
        desk = create_desk(
            Path(folder) / "desk.deskdb", NewDesk("城东区委组织部", "clerk", "张晓", "for measuring")
        )
        desk.sign_in("clerk", "for measuring")
        preview = desk.ask(preview_import, file)
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True))
        for kind, words in typed_words(random.Random(1)).items():
            took = []
            found = 0
            for word in words:
                started = time.perf_counter()
                total, hits = desk.ask(search_people, word, 50)
                took.append((time.perf_counter() - started) * 1000)
                found += total
                if not hits:
                    raise RuntimeError(f"nothing found for {word}")
            took.sort()
            p95 = took[int(len(took) * 0.95)]
            print(
                f"   {kind:<28} median {statistics.median(took):5.2f} ms · p95 {p95:5.2f} ms (goal < {GOAL:g})"
                f" · {found // len(words):,} hits on average"
            )
            sys.stdout.flush()
        desk.close()
