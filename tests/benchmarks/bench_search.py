"""First 50 hits of the search from anywhere, as you type, p95 in milliseconds."""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.desk_data import POSTS, UNITS, desk_of
from trainingdesk.domain.roster.names import name_keys
from trainingdesk.shared.readings import reading_table
from trainingdesk.usecases.queries.roster import search_roster

#: people → the goal for the p95 in milliseconds
GOALS = {100_000: 3.0, 500_000: 10.0}
SEARCHES = 300
HITS = 50


def typed_words(file: Path, chance: random.Random) -> dict[str, list[str]]:
    """Return what people type, by kind, of people and units that are there."""
    connection = sqlite3.connect(file)
    count = connection.execute("SELECT count(*) FROM person").fetchone()[0]
    numbers = chance.sample(range(1, count + 1), SEARCHES)
    people = [
        connection.execute(
            "SELECT name, id_number, phone, post FROM person WHERE id = ?", (number,)
        ).fetchone()
        for number in numbers
    ]
    units = connection.execute("SELECT short_name, initials FROM unit").fetchall()
    connection.close()
    names = [name for name, *_ in people]
    keys = [name_keys(name, reading_table()) for name in names]
    return {
        "one character of a name": [name[0] for name in names],
        "one character of a unit": [chance.choice(name[1:]) for name, _initials in units],
        "one character of a post": [chance.choice(post) for *_, post in people],
        "two characters": [name[:2] for name in names],
        "whole name": names,
        "initials": [key.initials[-1] for key in keys],
        "pinyin": [key.pinyin[0] for key in keys],
        "first letters of the pinyin": [key.pinyin[0][:3] for key in keys],
        "tail of the ID number": [number[-4:] for _name, number, *_ in people],
        "tail of the phone": [phone[-4:] for *_, phone, _post in people],
        "a unit's short name": [name for name, _initials in units],
        "the initials of a unit": [initials for _name, initials in units],
        "a post": list(POSTS) * (SEARCHES // len(POSTS)),
        "surname and unit": [f"{name[0]} {unit[0]}" for name, unit in zip(names, units * 2, strict=False)],
        "surname, one of a unit": [
            f"{name[0]} {chance.choice(unit[-2:])}"
            for name, (unit, _initials) in zip(names, units * 2, strict=False)
        ],
        "surname, one of a post": [f"{name[0]} {chance.choice(post)}" for name, *_, post in people],
        "surname and post": [f"{name[0]} {post}" for name, *_, post in people],
    }


def main() -> None:
    """Print median and p95 of each kind, through the desk: permission, people with unit and post, units."""
    for count, goal in GOALS.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "desk.deskdb"
            desk = desk_of(file, count)
            print(f"   {count:,} people in {UNITS} units")
            for kind, words in typed_words(file, random.Random(1)).items():
                took = []
                for word in words:
                    started = time.perf_counter()
                    desk.ask(search_roster, word, HITS)
                    took.append((time.perf_counter() - started) * 1000)
                took.sort()
                p95 = took[int(len(took) * 0.95)]
                middle = statistics.median(took)
                print(f"   {kind:<28} median {middle:5.2f} ms · p95 {p95:5.2f} ms (goal < {goal:g})")
                sys.stdout.flush()
            desk.close()
