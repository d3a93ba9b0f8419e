"""The SELECTs of classes: facts that rules decide on, and what lists and cards show."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from trainingdesk.domain.classes.completion import HalfDayTaken, reasons_from
from trainingdesk.domain.classes.rows import (
    ClassCount,
    ClassFilter,
    ClassHit,
    ClassRow,
    EnrolmentRow,
    HalfDayRow,
    UnitCount,
)
from trainingdesk.domain.classes.rules import (
    Clash,
    ClassCounts,
    HalfDay,
    HeldHalfDay,
    Newcomer,
    UnitShare,
    slot_place,
)
from trainingdesk.domain.codes import (
    Audience,
    ClassState,
    Grade,
    PersonStatus,
    Rank,
    SessionState,
    Sex,
    Slot,
    Team,
)
from trainingdesk.domain.roster.base import position_of, standing_of
from trainingdesk.domain.roster.order import PersonKeys
from trainingdesk.persistence.readmodels.attendance import class_marks
from trainingdesk.persistence.readmodels.base import Source, name_on
from trainingdesk.persistence.readmodels.person_keys import KEYS_SQL
from trainingdesk.shared.clock import parse_instant

#: SQLite takes 32,766 parameters in one statement
_AT_ONCE = 10_000


def _in(values: Collection[Any]) -> str:
    return f"({', '.join('?' * len(values))})"


# --- facts ---


def counts(connection: Connection, class_id: int) -> ClassCounts:
    """Return the facts a step of a class is decided on."""
    row = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM half_day_session WHERE class_id = c.id),"
        " (SELECT count(*) FROM half_day_session WHERE class_id = c.id AND state = 'open'),"
        " (SELECT count(*) FROM enrolment WHERE class_id = c.id AND withdrawn_at IS NULL),"
        " (SELECT count(*) FROM enrolment WHERE class_id = c.id AND withdrawn_at IS NULL AND grade IS NOT NULL),"
        " (SELECT count(*) FROM certificate WHERE class_id = c.id AND state = 'valid')"
        " FROM training_class c WHERE c.id = ?",
        (class_id,),
    ).one()
    return ClassCounts(*(int(value) for value in row))


def has_marks(connection: Connection, class_id: int) -> bool:
    """Return whether anybody was ever marked in a class."""
    row = connection.exec_driver_sql(
        "SELECT 1 FROM attendance_mark m JOIN half_day_session s ON s.id = m.session_id WHERE s.class_id = ? LIMIT 1",
        (class_id,),
    ).first()
    return row is not None


def enrolments_marked(connection: Connection, enrolment_ids: Sequence[int]) -> bool:
    """Return whether any of these enrolments was ever marked."""
    row = connection.exec_driver_sql(
        f"SELECT 1 FROM attendance_mark WHERE enrolment_id IN {_in(enrolment_ids)} LIMIT 1",  # noqa: S608 - marks only
        tuple(enrolment_ids),
    ).first()
    return row is not None


def in_use(connection: Connection, class_id: int) -> bool:
    """Return whether people, fees or certificates refer to a class."""
    row = connection.exec_driver_sql(
        "SELECT 1 FROM enrolment WHERE class_id = ? UNION ALL SELECT 1 FROM fee_request WHERE class_id = ?"
        " UNION ALL SELECT 1 FROM certificate WHERE class_id = ? LIMIT 1",
        (class_id,) * 3,
    ).first()
    return row is not None


def held_half_days(connection: Connection, class_id: int) -> list[HeldHalfDay]:
    """Return a class's half-days as they stand, in their order."""
    rows = connection.exec_driver_sql(
        "SELECT s.id, s.day, s.slot, s.topic, s.hours, s.course_id, s.state,"
        " EXISTS (SELECT 1 FROM attendance_mark m WHERE m.session_id = s.id)"
        " FROM half_day_session s WHERE s.class_id = ?",
        (class_id,),
    )
    held = [
        HeldHalfDay(
            row[0],
            HalfDay(
                day=date.fromisoformat(row[1]),
                slot=Slot(row[2]),
                topic=row[3],
                hours=row[4],
                course_id=row[5],
            ),
            closed=row[6] == SessionState.CLOSED,
            marked=bool(row[7]),
        )
        for row in rows
    ]
    return sorted(held, key=lambda half: (half.half_day.day, slot_place(half.half_day.slot)))


def enrolled_ids(connection: Connection, class_id: int) -> list[int]:
    """Return the people in a class."""
    rows = connection.exec_driver_sql(
        "SELECT person_id FROM enrolment WHERE class_id = ? AND withdrawn_at IS NULL", (class_id,)
    )
    return [int(row[0]) for row in rows]


def clashes(
    connection: Connection, class_id: int, person_ids: Collection[int], places: Iterable[tuple[date, Slot]]
) -> dict[int, Clash]:
    """Return person → the first of these half-days in which another class has the person.

    A cancelled class takes nobody's time; a closed one did.
    """
    wanted = set(places)
    people = list(person_ids)
    if not wanted or not people:
        return {}
    days = [day.isoformat() for day, _slot in wanted]
    found: dict[int, Clash] = {}
    for start in range(0, len(people), _AT_ONCE):
        part = people[start : start + _AT_ONCE]
        rows = connection.exec_driver_sql(
            "SELECT e.person_id, c.title, s.day, s.slot FROM enrolment e"  # noqa: S608 - marks only
            " JOIN training_class c ON c.id = e.class_id AND c.state <> 'cancelled'"
            " JOIN half_day_session s ON s.class_id = c.id AND s.day BETWEEN ? AND ?"
            f" WHERE e.withdrawn_at IS NULL AND e.class_id <> ? AND e.person_id IN {_in(part)}",
            (min(days), max(days), class_id, *part),
        )
        for person_id, title, day_text, slot_text in rows:
            clash = Clash(person_id, title, date.fromisoformat(day_text), Slot(slot_text))
            if (clash.day, clash.slot) not in wanted:
                continue
            old = found.get(person_id)
            if old is None or (clash.day, slot_place(clash.slot)) < (old.day, slot_place(old.slot)):
                found[person_id] = clash
    return found


def people_names(connection: Connection, person_ids: Collection[int]) -> dict[int, str]:
    """Return person → name."""
    rows = connection.exec_driver_sql(
        f"SELECT id, name FROM person WHERE id IN {_in(person_ids)}",  # noqa: S608 - marks only
        tuple(person_ids),
    )
    return {int(row[0]): row[1] for row in rows}


def newcomers(connection: Connection, class_id: int, person_ids: Sequence[int]) -> list[Newcomer]:
    """Return the people who are to be enrolled, by unit and place in it; one that is gone is left out."""
    half_days = [held.half_day.place for held in held_half_days(connection, class_id)]
    clash = clashes(connection, class_id, person_ids, half_days)
    rows = connection.exec_driver_sql(
        "SELECT p.id, p.name, p.unit_id, u.short_name, p.status,"  # noqa: S608 - marks only
        " EXISTS (SELECT 1 FROM enrolment e WHERE e.class_id = ? AND e.person_id = p.id AND e.withdrawn_at IS NULL)"
        f" FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.id IN {_in(person_ids)}"
        " ORDER BY u.position, p.position, p.id",
        (class_id, *person_ids),
    )
    return [
        Newcomer(row[0], row[1], row[2], row[3], PersonStatus(row[4]), bool(row[5]), clash.get(row[0]))
        for row in rows
    ]


def unit_shares(
    connection: Connection, year: int, newcomers: Sequence[Newcomer], base: Source
) -> list[UnitShare]:
    """Return of every unit of the newcomers its base and who of it is in a class of the year already."""
    units = sorted({person.unit_id for person in newcomers})
    people = [person.person_id for person in newcomers]
    rows = connection.exec_driver_sql(
        "SELECT u.id, u.short_name, coalesce(b.people, 0),"  # noqa: S608 - marks only
        " (SELECT count(DISTINCT e.person_id) FROM enrolment e JOIN training_class c ON c.id = e.class_id"
        "  WHERE e.unit_id = u.id AND e.withdrawn_at IS NULL AND c.state <> 'cancelled'"
        f"  AND c.start_day BETWEEN ? AND ? AND e.person_id NOT IN {_in(people)})"
        " FROM unit u LEFT JOIN (SELECT p.unit_id, count(*) AS people"
        # at once, not unit by unit: where people count who are seconded, the base is made from everybody
        f"  FROM {base.sql} p WHERE p.unit_id IN {_in(units)} GROUP BY p.unit_id) b ON b.unit_id = u.id"
        f" WHERE u.id IN {_in(units)} ORDER BY u.position",
        (f"{year}-01-01", f"{year}-12-31", *people, *base.values, *units, *units),
    )
    return [UnitShare(*row) for row in rows]


def taken(connection: Connection, class_id: int) -> dict[int, list[HalfDayTaken]]:
    """Return enrolment → every half-day of the class with the mark that counts; people withdrawn are left out."""
    halves = connection.exec_driver_sql(
        "SELECT id, hours, state FROM half_day_session WHERE class_id = ? ORDER BY day, id", (class_id,)
    ).all()
    marks = class_marks(connection, class_id)
    people = connection.exec_driver_sql(
        "SELECT id FROM enrolment WHERE class_id = ? AND withdrawn_at IS NULL", (class_id,)
    )
    found: dict[int, list[HalfDayTaken]] = {}
    for (enrolment_id,) in people:
        own = marks.get(enrolment_id, {})
        found[enrolment_id] = [
            HalfDayTaken(hours, state == SessionState.CLOSED, own.get(number))
            for number, hours, state in halves
        ]
    return found


def menu_item(connection: Connection, item_id: int) -> tuple[str, str] | None:
    """Return the state of an item's menu and the title of its course, None when it is not there."""
    row = connection.exec_driver_sql(
        "SELECT m.state, k.title FROM menu_item i JOIN menu m ON m.id = i.menu_id JOIN course k ON k.id = i.course_id"
        " WHERE i.id = ?",
        (item_id,),
    ).first()
    return (row[0], row[1]) if row else None


def missing_courses(connection: Connection, course_ids: Collection[int]) -> set[int]:
    """Return those of some courses that are not there."""
    wanted = set(course_ids)
    if not wanted:
        return set()
    rows = connection.exec_driver_sql(f"SELECT id FROM course WHERE id IN {_in(wanted)}", tuple(wanted))  # noqa: S608 - marks only
    return wanted - {row[0] for row in rows}


# --- lists and cards ---


def _by_list(column: str, codes: type[StrEnum]) -> str:
    """Return the SQL of a code's place in its list."""
    places = " ".join(f"WHEN '{code}' THEN {place}" for place, code in enumerate(codes))
    return f"CASE {column} {places} END"


_ORDERS = {
    "": "c.start_day DESC, c.id DESC",
    "code": "c.code",
    "title": "c.title",
    "audience": _by_list("c.audience", Audience),
    "start_day": "c.start_day",
    "end_day": "c.end_day",
    "teacher": "c.teacher",
    "place": "c.place",
    "state": _by_list("c.state", ClassState),
    "capacity": "c.capacity",
    "enrolled": "enrolled",
    "half_days": "half_days",
    "hours": "hours",
}

_ROW = """
SELECT c.id, c.version, c.code, c.title, c.audience, c.start_day, c.end_day, c.is_main, c.capacity, c.teacher,
  c.place, c.state,
  (SELECT count(*) FROM enrolment e WHERE e.class_id = c.id AND e.withdrawn_at IS NULL) AS enrolled,
  (SELECT count(*) FROM half_day_session s WHERE s.class_id = c.id) AS half_days,
  (SELECT count(*) FROM half_day_session s WHERE s.class_id = c.id AND s.state = 'closed') AS closed,
  (SELECT coalesce(sum(s.hours), 0) FROM half_day_session s WHERE s.class_id = c.id) AS hours
FROM training_class c
"""


def _conditions(wanted: ClassFilter) -> tuple[str, list[Any]]:
    clauses, values = ["1"], list[Any]()
    if wanted.year is not None:
        clauses.append("c.start_day BETWEEN ? AND ?")
        values += [f"{wanted.year}-01-01", f"{wanted.year}-12-31"]
    if wanted.state is not None:
        clauses.append("c.state = ?")
        values.append(wanted.state.value)
    for word in wanted.text.split():
        parts = ["instr(c.title, ?)", "instr(c.code, ?)", "instr(c.teacher, ?)"]
        values += [word, word, word]
        if plain := "".join(char for char in word.lower() if char.isalnum()):
            parts.append("instr(c.initials, ?)")
            values.append(plain)
        clauses.append(f"({' OR '.join(parts)})")
    return " AND ".join(clauses), values


def ids(connection: Connection, wanted: ClassFilter, order: str) -> list[int]:
    """Return the ids of the classes a list shows, in its order; "" is the newest first."""
    clause, values = _conditions(wanted)
    column = _ORDERS[order.lstrip("-")]
    turned = " DESC" if order.startswith("-") else ""
    found = connection.exec_driver_sql(
        f"{_ROW} WHERE {clause} ORDER BY {column}{turned}, c.id", tuple(values)
    )
    return [int(row[0]) for row in found]


def rows(connection: Connection, wanted: Sequence[int]) -> dict[int, ClassRow]:
    """Return the rows of some classes."""
    found = connection.exec_driver_sql(f"{_ROW} WHERE c.id IN {_in(wanted)}", tuple(wanted))
    return {row[0]: _class_row(row) for row in found}


def _class_row(row: Any) -> ClassRow:
    return ClassRow(
        id=row[0],
        version=row[1],
        code=row[2],
        title=row[3],
        audience=Audience(row[4]),
        start_day=date.fromisoformat(row[5]),
        end_day=date.fromisoformat(row[6]),
        is_main=bool(row[7]),
        capacity=row[8],
        teacher=row[9],
        place=row[10],
        state=ClassState(row[11]),
        enrolled=row[12],
        half_days=row[13],
        closed=row[14],
        hours=row[15],
    )


def state_counts(connection: Connection, year: int | None) -> list[ClassCount]:
    """Return how many classes of a year (of all years for None) are in each state, states in their order."""
    clause, values = _conditions(ClassFilter(year=year))
    listed = connection.exec_driver_sql(
        f"SELECT c.state, count(*) FROM training_class c WHERE {clause} GROUP BY c.state",  # noqa: S608 - own clause
        tuple(values),
    )
    found: dict[str, int] = {row[0]: row[1] for row in listed}
    return [ClassCount(state, found.get(state.value, 0)) for state in ClassState]


def years(connection: Connection) -> list[int]:
    """Return the years that have classes, the latest first."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT substr(start_day, 1, 4) AS year FROM training_class ORDER BY year DESC"
    )
    return [int(row[0]) for row in rows]


def more_facts(connection: Connection, class_id: int) -> tuple[int | None, str, Any]:
    """Return a class's menu item, the title of its course, and when it was closed."""
    row = connection.exec_driver_sql(
        "SELECT c.menu_item_id, coalesce(k.title, ''), c.closed_at FROM training_class c"
        " LEFT JOIN menu_item i ON i.id = c.menu_item_id LEFT JOIN course k ON k.id = i.course_id WHERE c.id = ?",
        (class_id,),
    ).one()
    return row[0], row[1], parse_instant(row[2]) if row[2] else None


def half_days(connection: Connection, class_id: int) -> list[HalfDayRow]:
    """Return a class's half-days in their order."""
    found = connection.exec_driver_sql(
        "SELECT s.id, s.class_id, s.day, s.slot, s.topic, s.course_id, s.hours, s.state,"
        " (SELECT count(*) FROM enrolment e WHERE e.class_id = s.class_id AND e.withdrawn_at IS NULL"
        "   AND (SELECT m.mark FROM attendance_mark m WHERE m.session_id = s.id AND m.enrolment_id = e.id"
        "        ORDER BY m.id DESC LIMIT 1) IS NOT NULL)"
        " FROM half_day_session s WHERE s.class_id = ?",
        (class_id,),
    )
    halves = [
        HalfDayRow(
            row[0],
            row[1],
            date.fromisoformat(row[2]),
            Slot(row[3]),
            row[4],
            row[5],
            row[6],
            SessionState(row[7]),
            row[8],
        )
        for row in found
    ]
    return sorted(halves, key=lambda half: (half.day, slot_place(half.slot)))


def enrolments(connection: Connection, class_id: int, *, withdrawn: bool = False) -> list[EnrolmentRow]:
    """Return the people of a class by seat, or those who were withdrawn."""
    found = connection.exec_driver_sql(
        "SELECT e.id, e.seat, e.person_id, p.name, e.unit_id,"  # noqa: S608 - constant text
        f" {name_on('c.start_day')}, {name_on('c.start_day', 'short_name')}, e.post, e.rank, e.team, e.grade,"
        " e.completed, e.reasons, e.attended_hours, e.withdrawn_at, e.withdrawn_reason, p.sex, p.rank,"
        f" p.post, (SELECT own.name FROM unit own WHERE own.id = p.unit_id), {KEYS_SQL}"
        " FROM enrolment e JOIN person p ON p.id = e.person_id JOIN unit u ON u.id = e.unit_id"
        " JOIN training_class c ON c.id = e.class_id"
        f" WHERE e.class_id = ? AND e.withdrawn_at IS {'NOT ' if withdrawn else ''}NULL ORDER BY e.seat, e.id",
        (class_id,),
    )
    return [_enrolment(row) for row in found]


def _enrolment(row: Any) -> EnrolmentRow:
    keys = PersonKeys(*row[20:])
    if row[17] != row[8] or standing_of(*row[17:20]) != standing_of(row[8], row[7], row[5]):
        # the rank and post of the class's time are shown, so they are what orders
        keys = replace(keys, place=position_of(row[8], row[2], "", row[7], row[5]))
    return EnrolmentRow(
        id=row[0],
        seat=row[1],
        person_id=row[2],
        name=row[3],
        unit_id=row[4],
        unit=row[5],
        unit_short=row[6],
        post=row[7],
        rank=None if row[8] is None else Rank(row[8]),
        team=Team(row[9]),
        grade=None if row[10] is None else Grade(row[10]),
        completed=None if row[11] is None else bool(row[11]),
        reasons=reasons_from(json.loads(row[12])) if row[12] else (),
        attended_hours=row[13],
        withdrawn_at=parse_instant(row[14]) if row[14] else None,
        withdrawn_reason=row[15],
        sex=None if row[16] is None else Sex(row[16]),
        keys=keys,
    )


def unit_counts(connection: Connection, class_id: int) -> list[UnitCount]:
    """Return how many people of each unit are in a class, in the office's order of units."""
    found = connection.exec_driver_sql(
        f"SELECT u.id, {name_on('c.start_day', 'short_name')}, count(*)"  # noqa: S608 - constant text
        " FROM enrolment e JOIN unit u ON u.id = e.unit_id JOIN training_class c ON c.id = e.class_id"
        " WHERE e.class_id = ? AND e.withdrawn_at IS NULL GROUP BY u.id ORDER BY u.position",
        (class_id,),
    )
    return [UnitCount(*row) for row in found]


def seat_order(connection: Connection, class_id: int) -> list[tuple[int, int]]:
    """Return (enrolment, seat) in the office's order: by unit, inside a unit by rank."""
    found = connection.exec_driver_sql(
        "SELECT e.id, e.seat FROM enrolment e JOIN person p ON p.id = e.person_id JOIN unit u ON u.id = e.unit_id"
        " WHERE e.class_id = ? AND e.withdrawn_at IS NULL ORDER BY u.position, p.position, p.id",
        (class_id,),
    )
    return [(row[0], row[1]) for row in found]


def last_seat(connection: Connection, class_id: int) -> int:
    """Return the highest seat given out in a class, also to people withdrawn since; 0 for none."""
    row = connection.exec_driver_sql(
        "SELECT coalesce(max(seat), 0) FROM enrolment WHERE class_id = ?", (class_id,)
    )
    return int(row.scalar_one())


def seat_taken(connection: Connection, class_id: int, seat: int, enrolment_id: int) -> bool:
    """Return whether somebody else who is in a class has a seat."""
    row = connection.exec_driver_sql(
        "SELECT 1 FROM enrolment WHERE class_id = ? AND seat = ? AND id <> ? AND withdrawn_at IS NULL",
        (class_id, seat, enrolment_id),
    ).first()
    return row is not None


def hits(connection: Connection, typed: str, limit: int) -> tuple[int, list[ClassHit]]:
    """Return how many classes fit what was typed, and the newest of them."""
    if not typed.strip():
        return 0, []
    found = ids(connection, ClassFilter(text=typed), "")
    first = found[:limit]
    by_id = rows(connection, first) if first else {}
    return len(found), [
        ClassHit(row.id, row.code, row.title, row.start_day, row.state)
        for row in (by_id[number] for number in first)
    ]
