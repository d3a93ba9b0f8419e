"""The gate: permission, memory of requests, one transaction, a sealed log, notices only for what was committed."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm.attributes import set_committed_value

from tests.desk_fixtures import PASSWORD, USERS, TestClock
from trainingdesk.domain.access import DESK, Permission, Role
from trainingdesk.domain.errors import AccessDenied, Conflict, Invalid, Refused
from trainingdesk.persistence.audit import GENESIS, row_hash
from trainingdesk.persistence.engine import give_pages_back
from trainingdesk.persistence.tables.office import Office
from trainingdesk.shared.memory import bulk_under_way
from trainingdesk.usecases import bus
from trainingdesk.usecases.bus import Gate
from trainingdesk.usecases.commands.office import (
    AddUser,
    ChangeOffice,
    ChangeUser,
    SetRule,
    UndoLast,
)
from trainingdesk.usecases.commands.sign_in import ChangePassword
from trainingdesk.usecases.desk import Desk, NewDesk, create_desk, open_desk
from trainingdesk.usecases.outcome import Changes
from trainingdesk.usecases.queries.attendance import session_lists
from trainingdesk.usecases.queries.office import users
from trainingdesk.usecases.registry import Command, Entry
from trainingdesk.usecases.work import Work

TODAY = date(2026, 6, 12)


def rows(desk: Desk, sql: str) -> list[tuple]:
    connection = sqlite3.connect(desk.path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def chain_is_whole(desk: Desk) -> bool:
    seal = GENESIS
    for number, row in enumerate(rows(desk, "SELECT * FROM audit ORDER BY id"), 1):
        assert row[0] == number
        seal_now = row_hash(seal, row[:-1])
        if seal_now != row[-1]:
            return False
        seal = row[-1]
    return True


def user(login: str = "new") -> AddUser:
    return AddUser(login=login, name="郝新", password=PASSWORD, roles=(Role.CLERK,))


def test_a_command_changes_logs_and_tells(desk: Desk):
    told: list[Changes] = []
    desk.gate.subscribe(told.append)
    outcome = desk.execute(user())
    assert rows(desk, "SELECT name FROM user WHERE login = 'new'") == [("郝新",)]
    assert told == [outcome.changes]
    assert outcome.changes.entities["user"] == {outcome.result["user_id"]}
    logged = rows(
        desk, "SELECT entity, kind, detail FROM audit WHERE command = 'AddUser' ORDER BY id DESC LIMIT 2"
    )
    assert [row[0] for row in logged] == ["user_role", "user"]
    assert "scrypt" not in logged[1][2], "a password's hash is not for the log"
    assert chain_is_whole(desk)


def test_a_command_of_many_rows_leaves_no_pages_behind_and_the_next_one_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """An import of 100,000 kept 50 MB in the window until it was closed."""
    given: list[bool] = []

    def giving(connection: Connection) -> None:
        given.append(connection.in_transaction())
        give_pages_back(connection)

    monkeypatch.setattr(bus, "give_pages_back", giving)
    desk.execute(user("few"))
    assert given == []
    monkeypatch.setattr(bus, "MANY", 1)
    desk.execute(user("many"))
    assert given == [False], "after the commit, when no page waits to be written"
    desk.execute(user("next"))
    assert rows(desk, "SELECT count(*) FROM user WHERE login IN ('few', 'many', 'next')") == [(3,)]


def test_a_repeated_request_is_answered_from_memory(desk: Desk):
    command = user()
    first = desk.execute(command)
    told: list[Changes] = []
    desk.gate.subscribe(told.append)
    again = desk.execute(command)
    assert again.repeated
    assert again.result == first.result
    assert told == []
    assert rows(desk, "SELECT count(*) FROM user WHERE login = 'new'") == [(1,)]


def test_a_request_id_is_not_good_for_another_command(desk: Desk):
    command = user()
    desk.execute(command)
    with pytest.raises(Conflict) as refused:
        desk.execute(UndoLast(request_id=command.request_id))
    assert refused.value.code == "request.reused"


def test_no_permission_no_change(desk: Desk, sign_in: Callable[[Role], None]):
    sign_in(Role.READ_ONLY)
    before = rows(desk, "SELECT count(*) FROM audit")
    with pytest.raises(AccessDenied) as denied:
        desk.execute(user())
    assert denied.value.code == "access.denied"
    assert rows(desk, "SELECT count(*) FROM audit") == before


def test_the_desk_s_own_commands_are_for_no_role(desk: Desk, sign_in: Callable[[Role], None]):
    for role in Role:
        sign_in(role)
        with pytest.raises(AccessDenied):
            desk.execute(ChangePassword(user_id=1, password="x" * 9))


@dataclass(frozen=True, kw_only=True)
class Breaks(Command):
    """Writes, then fails."""


def broken(work: Work, command: Breaks) -> dict[str, int]:
    work.load(Office, 1).name = "别的名字"
    work.session.flush()
    raise Refused("office.no_name")


def test_a_handler_that_fails_after_a_flush_leaves_neither_data_nor_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        "trainingdesk.usecases.bus.entry", lambda _command: Entry(Breaks, Permission.OFFICE_EDIT, broken)
    )
    before = rows(desk, "SELECT count(*) FROM audit"), rows(desk, "SELECT count(*) FROM request")
    told: list[Changes] = []
    desk.gate.subscribe(told.append)
    with pytest.raises(Refused):
        desk.execute(Breaks())
    assert (rows(desk, "SELECT count(*) FROM audit"), rows(desk, "SELECT count(*) FROM request")) == before
    assert rows(desk, "SELECT name FROM office") == [("城东区委组织部",)]
    assert told == []
    monkeypatch.undo()
    desk.execute(user())  # the gate works on
    assert chain_is_whole(desk)


def changed_meanwhile(work: Work, command: Breaks) -> dict[str, int]:
    office = work.load(Office, 1)
    set_committed_value(office, "version", 99)
    office.name = "别的名字"
    return {}


def test_a_trial_says_of_a_record_changed_meanwhile_what_the_command_would(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        "trainingdesk.usecases.bus.entry",
        lambda _command: Entry(Breaks, Permission.OFFICE_EDIT, changed_meanwhile),
    )
    with pytest.raises(Conflict, match=r"record\.stale_now"):
        desk.execute(Breaks())
    refused = desk.try_out(Breaks())
    assert refused is not None
    assert refused.code == "record.stale_now"
    monkeypatch.undo()
    assert desk.try_out(user()) is None
    assert rows(desk, "SELECT name FROM user WHERE login = 'new'") == []
    desk.execute(user())  # the gate works on
    assert chain_is_whole(desk)


def test_a_trial_tells_nobody_and_is_answered_as_the_command_sent_twice_would(desk: Desk):
    told: list[Changes] = []
    desk.gate.subscribe(told.append)
    command = user()
    assert desk.try_out(command) is None
    assert told == []
    desk.execute(command)
    assert desk.try_out(command) is None, (
        "it is answered from memory, not refused for a login that is there by now"
    )
    assert len(told) == 1
    assert desk.try_out(user()).code == "user.login_taken"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE office SET name = 'x'",
        "  update office SET name = 'x'",
        "/**/UPDATE office SET name = 'x'",
        "WITH a AS (SELECT 1) UPDATE office SET name = 'x'",
        "DELETE FROM audit",
        "DROP INDEX uq_person_id_number",
        "CREATE TABLE t (a)",
        "ALTER TABLE office ADD COLUMN a",
    ],
)
def test_a_write_that_goes_round_the_log_is_refused(desk: Desk, statement: str):
    with (
        desk.engines.writer.connect() as connection,
        connection.begin(),
        pytest.raises(
            (RuntimeError, DatabaseError), match=r"outside the gate|authorization denied|not authorized"
        ),
    ):
        connection.exec_driver_sql(statement)


def test_a_closed_account_stops_at_once(desk: Desk, desk_file):
    other = open_desk(desk_file, desk.clock)
    other.sign_in(USERS[Role.TRAINER][0], PASSWORD)
    trainer = next(row for row in desk.ask(users) if row.login == USERS[Role.TRAINER][0])
    fields = {"user_id": trainer.id, "version": trainer.version, "name": trainer.name}
    desk.execute(ChangeUser(**fields, roles=(Role.TRAINER,), active=False))
    with pytest.raises(AccessDenied) as denied:
        other.ask(session_lists)
    assert denied.value.code == "user.closed"
    with pytest.raises(AccessDenied) as denied:
        other.execute(UndoLast())
    assert denied.value.code == "user.closed"
    other.close()


def test_a_role_that_was_taken_away_counts_at_once(desk: Desk, desk_file):
    other = open_desk(desk_file, desk.clock)
    other.sign_in(USERS[Role.TRAINER][0], PASSWORD)
    trainer = next(row for row in desk.ask(users) if row.login == USERS[Role.TRAINER][0])
    fields = {"user_id": trainer.id, "version": trainer.version, "name": trainer.name}
    desk.execute(ChangeUser(**fields, roles=(Role.READ_ONLY,), active=True))
    with pytest.raises(AccessDenied) as denied:
        other.execute(UndoLast())
    assert denied.value.code == "access.denied"
    other.close()


def test_a_name_with_signs_of_an_address_is_that_file_and_no_other(tmp_path):
    folder = tmp_path / "a%20b #1?x"
    folder.mkdir()
    path = folder / "训%41务.deskdb"
    new = NewDesk("城东区委组织部", "clerk", "张晓", PASSWORD)
    created = create_desk(path, new)
    created.sign_in("clerk", PASSWORD)
    created.execute(AddUser(login="new", name="郝新", password=PASSWORD, roles=(Role.CLERK,)))
    created.close()
    assert [found.name for found in tmp_path.iterdir()] == [folder.name]
    reopened = open_desk(path)
    assert rows(reopened, "SELECT count(*) FROM user") == [(2,)]
    reopened.close()


def test_an_id_is_never_given_twice(desk: Desk):
    first = desk.execute(user()).result["user_id"]
    connection = sqlite3.connect(desk.path)
    connection.execute("DELETE FROM user_role WHERE user_id = ?", (first,))
    connection.execute("DELETE FROM user WHERE id = ?", (first,))
    connection.commit()
    connection.close()
    assert desk.execute(user("again")).result["user_id"] > first


def test_a_reader_can_not_write_even_by_the_driver(desk: Desk):
    with desk.engines.reader.connect() as connection:
        driver = connection.connection.dbapi_connection
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            driver.execute("UPDATE office SET name = 'x'")


def test_a_stale_form_is_refused_and_says_who_changed_what(desk: Desk):
    desk.execute(ChangeOffice(version=1, name="城东区委组织部干教科", number_prefix="城东组"))
    with pytest.raises(Conflict) as stale:
        desk.execute(ChangeOffice(version=1, name="另一个名字", number_prefix="城东组"))
    assert stale.value.params["who"] == "张晓"
    assert stale.value.params["changes"] == {"name": ["城东区委组织部", "城东区委组织部干教科"]}
    assert desk.office_name == "城东区委组织部干教科"


def test_every_durable_write_survives_a_second_connection(desk: Desk, desk_file):
    desk.execute(user())
    desk.close()
    assert rows(desk, "SELECT count(*) FROM user WHERE login = 'new'") == [(1,)]
    assert not desk_file.with_name("desk.deskdb-wal").exists(), "closing folds the WAL back"


def test_rules_are_dated(desk: Desk):
    from trainingdesk.persistence.readmodels.rules import load_policy

    desk.execute(
        SetRule(
            key="fee.composite_standard", value=60000, valid_from=date(2027, 1, 1), source="某财行〔2026〕1号"
        )
    )
    with desk.engines.reader.connect() as connection:
        assert load_policy(connection, date(2026, 12, 31)).whole("fee.composite_standard") == 55000
        assert load_policy(connection, date(2027, 1, 1)).whole("fee.composite_standard") == 60000
        assert (
            load_policy(connection, date(2027, 1, 1)).source("fee.composite_standard") == "某财行〔2026〕1号"
        )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"source": " "}, "rule.no_source"),
        ({"value": "much"}, "rule.bad_whole"),
        ({"valid_from": date(2017, 1, 1)}, "rule.not_after"),
    ],
)
def test_a_rule_needs_a_source_and_a_value_that_works(desk: Desk, changed: dict, code: str):
    fields = {"key": "fee.full_days", "value": 30, "valid_from": date(2027, 1, 1), "source": "某文"} | changed
    before = rows(desk, "SELECT * FROM rule")
    with pytest.raises(Invalid) as refused:
        desk.execute(SetRule(**fields))
    assert [problem.code for problem in refused.value.problems] == [code]
    assert rows(desk, "SELECT * FROM rule") == before
    with pytest.raises(Refused, match=r"rule\.missing"):
        desk.execute(SetRule(**(fields | {"key": "no.such"})))


def leave_rules(desk: Desk) -> list[tuple]:
    return rows(
        desk,
        "SELECT value, valid_from, valid_to, id FROM rule WHERE key = 'attendance.leave_limit' ORDER BY valid_from",
    )


def test_a_slip_of_today_or_of_a_far_day_is_put_right(desk: Desk):
    """A value that begins today or later can be changed and moved; what began before stays as it was."""

    def put(value: str, day: date, **parts: object) -> dict:
        command = SetRule(key="attendance.leave_limit", value=value, valid_from=day, source="某文", **parts)
        return dict(desk.execute(command).result)

    first = put("1/8", TODAY)
    assert put("1/9", TODAY)["rule_id"] == first["rule_id"], "the same day again replaces"
    far = put("1/6", date(2099, 1, 1))
    put("1/10", date(2027, 1, 1))
    spans = [(value.strip('"'), begins, ends) for value, begins, ends, _id in leave_rules(desk)]
    assert spans == [
        ("1/7", "2013-03-01", "2026-06-11"),
        ("1/9", "2026-06-12", "2026-12-31"),
        ("1/10", "2027-01-01", "2098-12-31"),
        ("1/6", "2099-01-01", None),
    ]
    with pytest.raises(Conflict):
        put("1/5", date(2029, 1, 1), correct=True, rule_id=far["rule_id"], version=far["version"] + 1)
    put("1/5", date(2029, 1, 1), correct=True, rule_id=far["rule_id"], version=far["version"])
    assert [row[1:3] for row in leave_rules(desk)][-2:] == [
        ("2027-01-01", "2028-12-31"),
        ("2029-01-01", None),
    ]
    old = leave_rules(desk)[0]
    with pytest.raises(Invalid) as refused:
        put("1/5", TODAY, correct=True, rule_id=old[3])
    assert [problem.code for problem in refused.value.problems] == ["rule.is_past"]
    with pytest.raises(Invalid) as refused:
        put("1/5", date(2027, 1, 1), correct=True, rule_id=far["rule_id"])
    assert [problem.code for problem in refused.value.problems] == ["rule.day_taken"]
    assert leave_rules(desk)[0] == old
    logged = rows(
        desk, "SELECT count(*) FROM audit WHERE entity = 'rule' AND kind = 'changed' AND detail LIKE '%1/5%'"
    )
    assert logged == [(1,)]


def test_nothing_to_undo_is_said(desk: Desk):
    with pytest.raises(Refused) as refused:
        desk.execute(UndoLast())
    assert refused.value.code == "undo.nothing"


def test_wrong_passwords_are_slowed_down_and_a_right_one_clears_them(desk: Desk, clock: TestClock):
    login = USERS[Role.TRAINER][0]
    for _ in range(3):
        with pytest.raises(AccessDenied) as denied:
            desk.sign_in(login, "wrong")
        assert denied.value.code == "user.wrong_password"
    with pytest.raises(AccessDenied) as denied:
        desk.sign_in(login, PASSWORD)
    assert denied.value.code == "user.wait"
    assert denied.value.params["seconds"] == 5
    clock.forward(seconds=6)
    assert desk.sign_in(login, PASSWORD).name == "孙班"
    with pytest.raises(AccessDenied) as denied:
        desk.sign_in(login, "wrong")
    assert denied.value.code == "user.wrong_password", "the count starts anew"


def test_an_unknown_login_sounds_like_a_wrong_password(desk: Desk):
    with pytest.raises(AccessDenied) as denied:
        desk.sign_in("nobody", PASSWORD)
    assert denied.value.code == "user.wrong_password"


def test_two_threads_wait_for_each_other(desk: Desk):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda number: desk.execute(user(f"u{number}")), range(12)))
    assert len({outcome.result["user_id"] for outcome in outcomes}) == 12
    assert chain_is_whole(desk)


def test_two_gates_on_one_file_keep_one_chain(desk: Desk):
    other = Gate(desk.engines, desk.clock)
    for number in range(3):
        desk.execute(user(f"a{number}"))
        other.execute(user(f"b{number}"), DESK)
    other.close()
    assert chain_is_whole(desk)


def test_no_search_for_cycles_while_a_command_and_its_log_are_written(desk: Desk):
    """The log of 100,000 rows is made behind the handler; the window would search through it and stand still."""
    seen: dict[str, bool] = {}

    def asked(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen[statement.split("(", maxsplit=1)[0]] = bulk_under_way()

    event.listen(desk.engines.writer, "before_cursor_execute", asked)
    desk.execute(user())
    assert [during for statement, during in seen.items() if statement.startswith("INSERT INTO audit")] == [
        True
    ]
    assert not bulk_under_way()
