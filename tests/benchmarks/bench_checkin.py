"""Check-ins one by one through the gate, each durable, against raw sqlite3 inserting the same rows durably."""

import shutil
import sqlite3
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from trainingdesk.domain.classes.rules import ClassAction, HalfDay
from trainingdesk.domain.codes import Audience, Mark, Slot
from trainingdesk.shared import passwords
from trainingdesk.usecases.commands.attendance import MarkAttendance
from trainingdesk.usecases.commands.classes import ActOnClass, CreateClass
from trainingdesk.usecases.commands.enrolments import Enrol
from trainingdesk.usecases.desk import Desk, NewDesk, create_desk
from trainingdesk.usecases.queries.classes import class_card, class_people

PEOPLE = 60
DAYS = 10
GOAL = 5.0
TABLES = ("attendance_mark", "undo_step", "audit", "request")


def main() -> None:
    """Print the medians and their ratio."""
    folder = Path(tempfile.mkdtemp(prefix="bench-checkin-"))
    try:
        ours, raw = measure(folder)
    finally:
        shutil.rmtree(folder)
    for name, times in (("through the gate", ours), ("raw sqlite3, same rows", raw)):
        print(
            f"   {name:<24} median {statistics.median(times) * 1000:.3f} ms, p95 {p95(times) * 1000:.3f} ms"
        )
    ratio = statistics.median(ours) / statistics.median(raw)
    print(f"   check-in / raw: {ratio:.2f} (goal: within {GOAL:.0f}), {len(ours)} each")


def p95(times: list[float]) -> float:
    """Return the time that 95 of 100 stay under."""
    return sorted(times)[int(len(times) * 0.95)]


def measure(folder: Path) -> tuple[list[float], list[float]]:
    """Return the time of every check-in, ours and raw, taken in turns."""
    desk = make_desk(folder / "desk.deskdb")
    try:
        marks = list(planned_marks(desk))
        base = folder / "raw.deskdb"
        connection = sqlite3.connect(base, isolation_level=None)
        probe(desk.path).backup(connection)
        connection.executescript(
            "PRAGMA foreign_keys=ON; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;"
        )
        before = {table: last_id(desk.path, table) for table in TABLES}
        ours: list[float] = []
        raw: list[float] = []
        for mark in marks:
            started = time.perf_counter()
            desk.execute(mark)
            ours.append(time.perf_counter() - started)
            rows = {table: rows_after(desk.path, table, before[table]) for table in TABLES}
            before = {table: rows[table][-1][0] for table in TABLES}
            statements = [(insert(table, len(found[0])), found) for table, found in rows.items()]
            started = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            for statement, found in statements:
                connection.executemany(statement, found)
            connection.execute("COMMIT")
            raw.append(time.perf_counter() - started)
        same = [table for table in TABLES if last_id(base, table) == last_id(desk.path, table)]
        assert tuple(same) == TABLES, "both files hold the same rows"
        connection.close()
    finally:
        desk.close()
    return ours[50:], raw[50:]


_PROBES: dict[Path, sqlite3.Connection] = {}


def probe(path: Path) -> sqlite3.Connection:
    """Return a reading connection of its own."""
    if path not in _PROBES:
        _PROBES[path] = sqlite3.connect(path)
    return _PROBES[path]


def last_id(path: Path, table: str) -> int:
    """Return the highest id of a table."""
    return int(probe(path).execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])


def rows_after(path: Path, table: str, number: int) -> list[tuple]:
    """Return the rows that came since."""
    return probe(path).execute(f"SELECT * FROM {table} WHERE id > ? ORDER BY id", (number,)).fetchall()


def insert(table: str, columns: int) -> str:
    """Return a plain INSERT."""
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"


def planned_marks(desk: Desk) -> list[MarkAttendance]:
    """Return a check-in for everybody in every half-day."""
    first, last = date(2026, 6, 1), date(2026, 6, DAYS)
    slots = (Slot.MORNING, Slot.AFTERNOON)
    grid = tuple(HalfDay(first + timedelta(days=day), slot) for day in range(DAYS) for slot in slots)
    made = desk.execute(
        CreateClass(
            title="考勤基准班",
            audience=Audience.GENERAL,
            start_day=first,
            end_day=last,
            capacity=PEOPLE,
            half_days=grid,
        )
    )
    class_id = made.result["class_id"]
    people = tuple(range(1, PEOPLE + 1))
    for action in (ClassAction.OPEN, ClassAction.START):
        version = desk.ask(class_card, class_id).row.version
        if action is ClassAction.START:
            desk.execute(Enrol(class_id=class_id, person_ids=people))
        desk.execute(ActOnClass(class_id=class_id, version=version, action=action))
    seats = [person.id for person in desk.ask(class_people, class_id)]
    return [
        MarkAttendance(session_id=half.id, enrolment_id=seat, mark=Mark.PRESENT)
        for half in desk.ask(class_card, class_id).half_days
        for seat in seats
    ]


def make_desk(path: Path) -> Desk:
    """Return a new desk with one unit of invented people, its clerk signed in."""
    before, passwords.COST = passwords.COST, (16, 1, 1)
    try:
        new = NewDesk("基准组织部", "clerk", "张晓", "the same for all")
        desk = create_desk(path, new, lambda: datetime.now(UTC))
        desk.sign_in("clerk", "the same for all")
    finally:
        passwords.COST = before
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO unit (id, name, short_name, initials, line, position, liaison, active, version)"
        " VALUES (1, '基准单位', '基准单位', 'jzdw', 'party', 1, '', 1, 1)"
    )
    blanks = ", ".join(["''"] * 9)
    connection.executemany(
        "INSERT INTO person (id, unit_id, name, birth, ethnicity, political, education, degree, work_start,"
        f" party_entry, post, phone, team, status, note, position, version) VALUES (?, 1, ?, {blanks},"
        " 'party_government', 'serving', '', ?, 1)",
        [(number, f"学员{number}", number) for number in range(1, PEOPLE + 1)],
    )
    connection.commit()
    connection.close()
    return desk


if __name__ == "__main__":
    main()
