"""What holds in every desk's file after every command, in plain SQL on a connection of its own."""

import sqlite3
from itertools import pairwise

from trainingdesk.persistence.audit import GENESIS, row_hash
from trainingdesk.persistence.checkup import SAME_PERSON
from trainingdesk.usecases.outcome import Changes

#: what a step that was taken back may leave behind: the log of it, and counters that only go up
LEFT_BEHIND = {"audit", "request", "undo_step", "attendance_mark", "fee_step", "person_search"}

#: what is the same once it was taken out and put back: nothing ever points to one that can be taken out
PUT_BACK = {"half_day_session", "fee_line"}

#: what shows of a roll call: the last mark of each person in each half-day, where there is one
STANDING = (
    "SELECT session_id, enrolment_id, mark FROM attendance_mark m WHERE mark IS NOT NULL AND id = (SELECT max(id)"
    " FROM attendance_mark l WHERE l.session_id = m.session_id AND l.enrolment_id = m.enrolment_id) ORDER BY 1, 2"
)
FOUND = "SELECT rowid, * FROM person_search ORDER BY rowid"


def snapshot(file: sqlite3.Connection) -> dict[str, list[tuple]]:
    """Return everything a person can see in the file: all tables without versions, and the marks that count."""
    tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    parts = {"standing marks": file.execute(STANDING).fetchall(), "search": file.execute(FOUND).fetchall()}
    for (table,) in tables.fetchall():
        if table in LEFT_BEHIND or table.startswith("person_search"):
            continue
        names = [row[1] for row in file.execute(f'PRAGMA table_info("{table}")')]
        hidden = {"version", "id"} if table in PUT_BACK else {"version"}
        kept = ", ".join(f'"{name}"' for name in names if name not in hidden)
        parts[table] = sorted(file.execute(f'SELECT {kept} FROM "{table}"'), key=repr)
    return parts


class Writers:
    """Remembers who wrote what stands in every cell, and sees what an undo takes from others."""

    #: counters, and what follows from other cells
    APART = LEFT_BEHIND | {"number_series"}
    FOLLOWING = frozenset({"id", "version", "position", "initials"})

    def __init__(self, file: sqlite3.Connection) -> None:
        self.file = file
        self.now = self._cells()
        #: who wrote which values one after another; None for what was there before
        self.history: dict[tuple, list[tuple[str | None, object]]] = {}

    def _cells(self) -> dict[tuple, object]:
        tables = self.file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        cells: dict[tuple, object] = {}
        for (table,) in tables:
            if table in self.APART or table.startswith(("sqlite_", "person_search")):
                continue
            found = self.file.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in found.description]
            if "id" not in names:
                continue
            place = names.index("id")
            for row in found:
                for name, value in zip(names, row, strict=True):
                    if name not in self.FOLLOWING:
                        cells[table, row[place], name] = value
        return cells

    def written(self, who: str, *, undo: bool) -> None:
        """Note what a user wrote; an undo must not change or remove what another one wrote since."""
        before, self.now = self.now, self._cells()
        for cell in before.keys() | self.now.keys():
            old, new = before.get(cell), self.now.get(cell)
            if old == new and cell in before and cell in self.now:
                continue
            story = self.history.setdefault(cell, [(None, old)] if cell in before else [])
            if not undo:
                if cell in self.now:
                    story.append((who, new))
                continue
            if cell in before:
                own = any(writer in {who, None} and value == old for writer, value in story)
                assert own, f"an undo of {who} took {story} from {cell}, now {new!r}"
            if cell in self.now:
                while story and story[-1][1] != new:
                    story.pop()
                if not story:
                    story.append((None, new))


class Watch:
    """Looks at a file that others write to."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self.file = file
        self.seal, self.log_end = GENESIS, 0
        self.marks: list[tuple] = []
        self.entries: list[tuple] = []
        self.numbers: dict[str, int] = {}

    def rows(self, sql: str, *values: object) -> list[tuple]:
        return self.file.execute(sql, values).fetchall()

    def none(self, what: str, sql: str) -> None:
        found = self.rows(sql)
        assert found == [], f"{what}: {found}"

    def stamp(self) -> tuple:
        """Return what changes with every commit of another connection."""
        return self.file.execute("PRAGMA data_version").fetchone()

    def notice_fits(self, request_id: str, changes: Changes) -> None:
        """The notice names what the log says was changed; an empty set stands for "many"."""
        logged: dict[str, set[int]] = {}
        for entity, number in self.rows(
            "SELECT entity, entity_id FROM audit WHERE request_id = ?", request_id
        ):
            logged.setdefault(entity, set()).add(number)
        assert set(changes.entities) == set(logged)
        for entity, ids in changes.entities.items():
            assert not ids or ids == logged[entity], (
                f"{changes.command}: the notice about {entity} is not whole"
            )

    def everything(self) -> None:
        """Check all of it."""
        self.log()
        self.money()
        self.certificates()
        self.attendance()
        self.classes()
        self.plans_and_menus()
        self.roster()

    def log(self) -> None:
        """The log only grows, and every new row seals the one before it."""
        for row in self.rows("SELECT * FROM audit WHERE id > ? ORDER BY id", self.log_end):
            assert row[0] == self.log_end + 1
            assert row_hash(self.seal, row[:-1]) == row[-1]
            self.log_end, self.seal = row[0], row[-1]
        assert self.rows("SELECT max(id), count(*) FROM audit") == [(self.log_end, self.log_end)]

    def whole_chain(self) -> None:
        """No row of the log was changed after it was written."""
        self.log()
        seal = GENESIS
        for row in self.rows("SELECT * FROM audit ORDER BY id"):
            assert row_hash(seal, row[:-1]) == row[-1]
            seal = row[-1]
        assert seal == self.seal

    def money(self) -> None:
        """P4.1: the balance is the running sum and covers what is paid; two people decide, never the requester."""
        entries = self.rows("SELECT * FROM ledger_entry ORDER BY id")
        assert entries[: len(self.entries)] == self.entries, "a booked entry was changed"
        self.entries = entries
        balance = 0
        for number, amount, stated in self.rows("SELECT id, amount, balance FROM ledger_entry ORDER BY id"):
            balance += amount
            assert stated == balance >= 0, f"ledger entry {number}"
        days = [day for (day,) in self.rows("SELECT day FROM ledger_entry ORDER BY id")]
        assert days == sorted(days)
        self.none(
            "self-approval", "SELECT number FROM fee_request WHERE requester_id IN (reviewer_id, approver_id)"
        )
        self.none("one person twice", "SELECT number FROM fee_request WHERE reviewer_id = approver_id")
        self.none("two steps by one person", SAME_PERSON)
        self.none(
            "paid for a cancelled class",
            "SELECT s.id FROM fee_step s JOIN fee_request r ON r.id = s.request_id JOIN training_class c"
            " ON c.id = r.class_id AND c.state = 'cancelled' JOIN audit a ON a.entity = 'fee_step' AND a.entity_id = s.id"
            " WHERE s.action IN ('submit', 'review', 'approve', 'pay') AND a.id > (SELECT max(id) FROM audit k"
            " WHERE k.entity = 'training_class' AND k.entity_id = c.id AND k.kind = 'cancel')",
        )
        self.none(
            "own step",
            "SELECT s.id FROM fee_step s JOIN fee_request r ON r.id = s.request_id"
            " WHERE s.action IN ('review', 'approve', 'pay', 'return') AND s.actor_id = r.requester_id",
        )
        self.none(
            "people and state",
            "SELECT number FROM fee_request WHERE (state IN ('reviewed', 'approved', 'paid')) <> (reviewer_id NOT NULL)"
            " OR (state IN ('approved', 'paid')) <> (approver_id NOT NULL)",
        )
        self.none(
            "total",
            "SELECT number FROM fee_request r WHERE total <>"
            " (SELECT coalesce(sum(amount), 0) FROM fee_line l WHERE l.request_id = r.id)",
        )
        self.none(
            "booked",
            "SELECT number FROM fee_request r WHERE (CASE state WHEN 'paid' THEN -total ELSE 0 END) <>"
            " (SELECT coalesce(sum(amount), 0) FROM ledger_entry e WHERE e.request_id = r.id)",
        )

    def certificates(self) -> None:
        """Numbers count from 1 without a gap and are never used twice or again; only who completed holds one."""
        for series, count, last, drawn in self.rows(
            "SELECT c.series, count(*), max(sequence), n.last FROM certificate c"
            " LEFT JOIN number_series n ON n.series = c.series GROUP BY c.series"
        ):
            assert count == last == drawn, f"numbers of {series}"
            assert last >= self.numbers.get(series, 0), f"a number of {series} was taken back"
            self.numbers[series] = last
        self.none("doubled", "SELECT number FROM certificate GROUP BY number HAVING count(*) > 1")
        self.none(
            "two valid",
            "SELECT enrolment_id FROM certificate WHERE state = 'valid' GROUP BY 1 HAVING count(*) > 1",
        )
        self.none(
            "unearned",
            "SELECT c.number FROM certificate c JOIN enrolment e ON e.id = c.enrolment_id"
            " JOIN training_class t ON t.id = e.class_id WHERE c.state = 'valid'"
            " AND (e.completed IS NOT 1 OR t.state <> 'closed' OR e.withdrawn_at NOT NULL OR e.person_id <> c.person_id)",
        )

    def attendance(self) -> None:
        """P5.3: marks are only added, belong to people of the class, and a closed roll call has one for everybody."""
        marks = self.rows("SELECT * FROM attendance_mark ORDER BY id")
        assert marks[: len(self.marks)] == self.marks, "a mark was changed or taken away"
        self.marks = marks
        self.none(
            "stray mark",
            "SELECT m.id FROM attendance_mark m JOIN half_day_session s ON s.id = m.session_id"
            " JOIN enrolment e ON e.id = m.enrolment_id WHERE e.class_id <> s.class_id",
        )

    def classes(self) -> None:
        """Nobody sits in two rooms, on one seat, or beyond the places; a closed class has a verdict on everybody."""
        self.none(
            "two rooms",
            "SELECT a.person_id, s.day, s.slot FROM enrolment a JOIN half_day_session s ON s.class_id = a.class_id"
            " JOIN training_class c ON c.id = a.class_id"
            " WHERE a.withdrawn_at IS NULL AND c.state <> 'cancelled' GROUP BY 1, 2, 3 HAVING count(*) > 1",
        )
        self.none(
            "one seat",
            "SELECT class_id, seat FROM enrolment WHERE withdrawn_at IS NULL GROUP BY 1, 2 HAVING count(*) > 1",
        )
        self.none(
            "full",
            "SELECT code FROM training_class c WHERE capacity <"
            " (SELECT count(*) FROM enrolment e WHERE e.class_id = c.id AND withdrawn_at IS NULL)",
        )
        self.none(
            "outside",
            "SELECT code FROM training_class c JOIN half_day_session s ON s.class_id = c.id"
            " WHERE s.day NOT BETWEEN c.start_day AND c.end_day",
        )
        self.none(
            "verdict",
            "SELECT code FROM training_class c JOIN enrolment e ON e.class_id = c.id WHERE e.withdrawn_at IS NULL"
            " AND ((c.state = 'closed') <> (e.completed NOT NULL) OR (e.completed IS NULL) <> (e.reasons IS NULL))",
        )
        self.none(
            "closed with an open roll call",
            "SELECT code FROM training_class c JOIN half_day_session s ON s.class_id = c.id"
            " WHERE c.state = 'closed' AND s.state = 'open'",
        )
        self.none(
            "started empty",
            "SELECT code FROM training_class c WHERE state IN ('running', 'assessing', 'closed')"
            " AND NOT EXISTS (SELECT 1 FROM half_day_session s WHERE s.class_id = c.id)",
        )

    def plans_and_menus(self) -> None:
        """P1.3: rows add up, earlier years are never below later ones; P5.1: an issued menu is numbered and frozen."""
        for row_id, base in self.rows("SELECT id, base FROM plan_row"):
            targets = [
                t for (t,) in self.rows("SELECT target FROM plan_cell WHERE row_id = ? ORDER BY year", row_id)
            ]
            assert sum(targets) == base
            assert all(earlier >= later >= 0 for earlier, later in pairwise(targets))
        self.none(
            "two adopted",
            "SELECT cycle_start FROM plan_version WHERE state = 'adopted' GROUP BY 1 HAVING count(*) > 1",
        )
        self.none(
            "menu",
            "SELECT m.id FROM menu m LEFT JOIN menu_item i ON i.menu_id = m.id WHERE (m.state = 'issued') <>"
            " (m.number <> '' AND m.issued_at NOT NULL AND m.paper_id NOT NULL) OR (m.state = 'issued') <> (i.frozen NOT NULL)"
            " AND i.id NOT NULL",
        )
        for menu, audience, count, last in self.rows(
            "SELECT menu_id, audience, count(DISTINCT position), max(position) FROM menu_item GROUP BY 1, 2"
        ):
            assert count == last, f"positions of menu {menu} for {audience}"

    def roster(self) -> None:
        """Everybody can be found, and every record points to one that is there."""
        self.none("not found", "SELECT id FROM person WHERE id NOT IN (SELECT rowid FROM person_search)")
        self.none("stray", "SELECT rowid FROM person_search WHERE rowid NOT IN (SELECT id FROM person)")
        self.none("links", "PRAGMA foreign_key_check")
