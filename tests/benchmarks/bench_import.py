"""Import of a 20-column roster workbook, whole job, against its floor and a plain openpyxl + ORM import."""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from sqlalchemy import ForeignKey, Index, Text, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.benchmarks.roster_data import HEADER, with_table_of_texts, write_workbook
from trainingdesk.domain.values import clean_name, parse_id_number
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import NewDesk, create_desk
from trainingdesk.usecases.queries.roster_import import preview_import

#: rows → rounds; the floor and ours take turns, so that a busy moment hits both
SIZES = {10_000: 5, 100_000: 3}
GOAL_FLOOR = 3.0
GOAL_PEER = 4.0

_FIELDS = ["name", "sex", "birth", "id_number", *(f"c{number}" for number in range(15))]
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
_FLOOR = f"""
CREATE TABLE unit (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO unit VALUES (1, 'x');
CREATE TABLE person (id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL REFERENCES unit (id),
    {", ".join(f"{name} TEXT" for name in _FIELDS)}) STRICT;
CREATE UNIQUE INDEX u1 ON person (id_number);
CREATE INDEX i1 ON person (unit_id, c9);
CREATE INDEX i2 ON person (name);
"""


def floor(file: Path, folder: Path) -> None:
    """Read with calamine and insert with the driver: no check, no match, no log, no search."""
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.executescript(_PRAGMAS + _FLOOR)
    connection.execute("BEGIN IMMEDIATE")
    marks = ", ".join("?" * 19)
    order = [1, 2, 3, 4, 0, *range(5, 19)]
    connection.executemany(
        f"INSERT INTO person (unit_id, {', '.join(_FIELDS)}) VALUES (1, {marks})",
        [[row[place] for place in order] for row in rows[1:]],
    )
    connection.execute("COMMIT")
    connection.close()


class _Base(DeclarativeBase):
    pass


class _Unit(_Base):
    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class _Person(_Base):
    __tablename__ = "person"
    __table_args__ = (Index("i1", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(index=True)
    id_number: Mapped[str] = mapped_column(unique=True)


for _number in range(16):
    setattr(_Person, f"c{_number}", mapped_column(f"c{_number}", Text))


def peer(file: Path, folder: Path) -> None:
    """The import most programs have: openpyxl, a check of the ID number, one object a row."""
    sheet = load_workbook(file).worksheets[0]
    engine = create_engine(f"sqlite:///{folder / 'peer.db'}")
    event.listen(engine, "connect", lambda connection, _record: connection.executescript(_PRAGMAS))
    _Base.metadata.create_all(engine)
    with Session(engine) as session:
        units: dict[str, _Unit] = {}
        for row in sheet.iter_rows(min_row=2, values_only=True):
            unit = units.get(row[9])
            if unit is None:
                unit = units[row[9]] = _Unit(name=row[9])
                session.add(unit)
                session.flush()
            rest = [value for place, value in enumerate(row) if place not in {0, 1, 4, 9}]
            values = {f"c{place}": value for place, value in enumerate(rest)}
            session.add(
                _Person(
                    unit_id=unit.id, name=clean_name(row[1]), id_number=parse_id_number(row[4]).text, **values
                )
            )
        session.commit()
    engine.dispose()


def ours(file: Path, folder: Path) -> None:
    """Preview and import through the gate: read, check, match, write, index, log, commit."""
    desk = create_desk(folder / "ours.deskdb", NewDesk("城东区委组织部", "clerk", "张晓", "for measuring"))
    desk.sign_in("clerk", "for measuring")
    started = time.perf_counter()
    preview = desk.ask(preview_import, file)
    result = desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True)).result
    _took["ours"] = time.perf_counter() - started
    # a handful of rows in 100,000 share name and birth by chance and wait to be decided
    if result["created"] < sum(preview.counts.values()) * 0.999:
        raise RuntimeError(f"not every row came in: {dict(preview.counts)}")
    desk.close()


_took: dict[str, float] = {}


def measure(work: Callable[[Path, Path], None], file: Path) -> float:
    """Return how many seconds one run takes in an empty folder; the desk's own set-up is not counted."""
    _took.clear()
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        work(file, Path(folder))
        return _took.get(work.__name__, time.perf_counter() - started)


def main() -> None:
    """Print medians and ratios, 10,000 and 100,000 rows."""
    print(f"   {len(HEADER)} columns; seconds are medians, ratios are medians of each round's own ratio")
    with tempfile.TemporaryDirectory() as folder:
        for count, rounds in SIZES.items():
            file = write_workbook(Path(folder) / f"{count}.xlsx", count)
            _compare(file, f"{count:,} rows", rounds, rounds if count <= 10_000 else 1)
            _compare(with_table_of_texts(file), f"{count:,} rows, a table of texts", rounds, 1)


def _compare(file: Path, what: str, rounds: int, peer_rounds: int) -> None:
    """Measure one file and print it."""
    pairs = [(measure(floor, file), measure(ours, file)) for _ in range(rounds)]
    peers = [measure(peer, file) for _ in range(peer_rounds)]
    low, own, plain = (
        statistics.median(values) for values in ([p[0] for p in pairs], [p[1] for p in pairs], peers)
    )
    against_floor = statistics.median(mine / base for base, mine in pairs)
    print(f"   {what}: floor {low:.2f} s · ours {own:.2f} s · openpyxl + ORM {plain:.2f} s")
    print(
        f"           ours / floor {against_floor:.2f} (goal ≤ {GOAL_FLOOR:g}) ·"
        f" openpyxl + ORM / ours {plain / own:.1f} (goal ≥ {GOAL_PEER:g})",
        flush=True,
    )
