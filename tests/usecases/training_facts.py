"""Training that already happened, written straight into a desk's file: what reports count is tested from here."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path


def write(path: Path, *statements: tuple[str, tuple]) -> None:
    """Run statements on a desk's file in one transaction."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for sql, values in statements:
            connection.execute(sql, values)


def rows(path: Path, sql: str, values: tuple = ()) -> list[tuple]:
    """Return what a statement reads."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def a_class(
    path: Path,
    code: str,
    end_day: str,
    people: Iterable[int] = (),
    *,
    state: str = "closed",
    completed: int | None = 1,
    start_day: str | None = None,
) -> int:
    """Put a class with enrolments of people, in their present units, into the file; returns its id."""
    with closing(sqlite3.connect(path)) as connection, connection:
        number = connection.execute(
            "INSERT INTO training_class (code, title, initials, audience, start_day, end_day, is_main, capacity,"
            " teacher, place, state, version) VALUES (?, ?, '', 'section', ?, ?, 0, 60, '', '', ?, 1)",
            (code, f"{code}班", start_day or end_day, end_day, state),
        ).lastrowid
        assert number is not None
        for seat, person in enumerate(people, 1):
            connection.execute(
                "INSERT INTO enrolment (class_id, person_id, seat, unit_id, post, rank, team, withdrawn_reason,"
                " completed) SELECT ?, id, ?, unit_id, post, rank, team, '', ? FROM person WHERE id = ?",
                (number, seat, completed, person),
            )
    return number


def a_session(path: Path, class_id: int, day: str, slot: str = "morning", *, state: str = "open") -> int:
    """Put a half-day of 4 学时 into a class; returns its id."""
    with closing(sqlite3.connect(path)) as connection, connection:
        number = connection.execute(
            "INSERT INTO half_day_session (class_id, day, slot, topic, hours, state) VALUES (?, ?, ?, '', 40, ?)",
            (class_id, day, slot, state),
        ).lastrowid
    assert number is not None
    return number


def a_mark(path: Path, session_id: int, enrolment_id: int, mark: str | None) -> None:
    """Append a mark of a roll call."""
    write(
        path,
        (
            "INSERT INTO attendance_mark (session_id, enrolment_id, mark, at, bulk) VALUES (?, ?, ?, ?, 0)",
            (session_id, enrolment_id, mark, "2026-06-12T01:00:00.000Z"),
        ),
    )
