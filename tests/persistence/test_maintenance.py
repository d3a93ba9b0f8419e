"""Backups are whole, verified, thinned out and restored with the present file set aside."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.desk_fixtures import PASSWORD, USERS, TestClock
from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import AccessDenied, EnvironmentProblem, Refused
from trainingdesk.persistence.maintenance import (
    Backup,
    backup_folder,
    create_backup,
    kept,
    list_backups,
    restore_file,
    verify_file,
)
from trainingdesk.shared.text import text
from trainingdesk.ui.door import has_backups
from trainingdesk.usecases.commands.office import AddUser, ChangeOffice
from trainingdesk.usecases.desk import Desk, NewDesk, create_desk, open_desk
from trainingdesk.usecases.safekeeping import backup_at_close, backup_now, restorable_files, restore_backup


def count(path: Path, table: str = "user") -> int:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    finally:
        connection.close()


def test_a_backup_of_an_open_desk_holds_what_is_still_in_the_wal(desk: Desk):
    desk.execute(AddUser(login="late", name="晚来", password=PASSWORD, roles=(Role.CLERK,)))
    assert desk.path.with_name("desk.deskdb-wal").stat().st_size > 0
    backup = backup_now(desk)
    assert count(backup.path) == count(desk.path) == len(USERS) + 1
    assert [found.path for found in list_backups(desk.path)] == [backup.path]


@pytest.mark.past_out_of_order
def test_a_damaged_desk_is_not_backed_up_and_older_backups_stay(desk: Desk):
    good = backup_now(desk)
    desk.close()
    with desk.path.open("rb+") as file:
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096 * 10)
    with pytest.raises(EnvironmentProblem) as problem:
        create_backup(desk.path, "close")
    assert problem.value.code in {"backup.source_damaged", "desk.corrupt"}
    assert [found.path for found in list_backups(desk.path)] == [good.path]


def test_restore_brings_back_the_old_state_and_keeps_the_present_one(desk: Desk):
    backup = backup_now(desk)
    desk.execute(ChangeOffice(version=1, name="后来的名字", number_prefix=""))
    aside = restore_backup(desk, backup.path)
    assert desk.actor is None
    assert desk.office_name == "城东区委组织部"
    listed = restorable_files(desk.path)
    assert {(one.path, one.reason) for one in listed} == {(backup.path, "manual"), (aside, "aside")}
    assert text("backup.reason.aside") == "恢复时留存的原文件"
    assert [found.path for found in list_backups(desk.path)] == [backup.path], "it counts as no backup"
    connection = sqlite3.connect(aside)
    assert connection.execute("SELECT name FROM office").fetchone() == ("后来的名字",)
    connection.close()
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    desk.execute(AddUser(login="after", name="之后", password=PASSWORD, roles=(Role.CLERK,)))


def test_a_bad_backup_is_refused_and_the_desk_stays_as_it_is(desk: Desk, tmp_path: Path):
    broken = backup_now(desk).path
    data = bytearray(broken.read_bytes())
    data[4096 * 3 : 4096 * 6] = b"\x00" * 4096 * 3
    broken.write_bytes(data)
    with pytest.raises(EnvironmentProblem) as problem:
        restore_backup(desk, broken)
    assert problem.value.code == "backup.damaged"
    assert desk.actor is not None
    stranger = tmp_path / "other.deskdb"
    connection = sqlite3.connect(stranger)
    connection.execute("CREATE TABLE audit (id, hash)")
    connection.close()
    with pytest.raises(Refused) as refused:
        restore_backup(desk, stranger)
    assert refused.value.code == "backup.not_a_desk"
    with pytest.raises(Refused) as refused:
        verify_file(tmp_path / "nowhere.deskdb")
    assert refused.value.code == "backup.missing"


def test_restoring_over_a_damaged_desk_sets_the_damaged_file_aside(desk: Desk):
    backup = backup_now(desk)
    desk.close()
    desk.path.write_bytes(b"not a database at all" * 1000)
    aside = restore_file(desk.path, backup.path)
    assert aside.read_bytes().startswith(b"not a database")
    assert count(desk.path) == len(USERS)


def test_closing_backs_up_only_what_changed(desk: Desk):
    assert backup_at_close(desk) is not None
    assert backup_at_close(desk) is None
    desk.execute(ChangeOffice(version=1, name="改了", number_prefix=""))
    assert backup_at_close(desk) is not None


def test_only_who_may_restore_restores(desk: Desk):
    backup = backup_now(desk)
    desk.sign_in(USERS[Role.TRAINER][0], PASSWORD)
    with pytest.raises(AccessDenied):
        restore_backup(desk, backup.path)
    with pytest.raises(AccessDenied):
        backup_now(desk)


def test_old_backups_thin_out_to_days_weeks_and_months():
    now = datetime(2026, 6, 12, tzinfo=UTC)
    every_six_hours = [
        Backup(Path(f"b{hours}"), now - timedelta(hours=hours), "close", 1) for hours in range(0, 400 * 24, 6)
    ]
    stay = kept(every_six_hours, now)
    assert {Path(f"b{hours}") for hours in range(0, 60, 6)} <= stay, "the newest ten"
    assert 30 <= len(stay) <= 50
    ages = sorted((now - backup.at).days for backup in every_six_hours if backup.path in stay)
    assert ages[-1] >= 360, "a year back there still is one"
    manual = Backup(Path("by hand"), now - timedelta(days=900), "manual", 1)
    assert manual.path in kept([*every_six_hours, manual], now)


def test_a_full_disk_is_said_before_anything_is_written(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": 1000})())
    with pytest.raises(EnvironmentProblem) as problem:
        backup_now(desk)
    assert problem.value.code == "desk.disk_full_before"
    assert list_backups(desk.path) == []


def test_what_still_stands_in_the_wal_needs_room_in_the_backup_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.execute(AddUser(login="late", name="晚来", password=PASSWORD, roles=(Role.CLERK,)))
    wal = desk.path.with_name("desk.deskdb-wal").stat().st_size
    assert wal > 0
    free = desk.path.stat().st_size + 10_000_000 + wal
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": free - 1})())
    with pytest.raises(EnvironmentProblem, match=r"desk\.disk_full_before"):
        backup_now(desk)
    assert list_backups(desk.path) == []
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": free})())
    backup_now(desk)


def test_two_backups_in_one_second_have_two_names(desk: Desk, clock: TestClock):
    assert backup_now(desk).path != backup_now(desk).path
    assert len(list(backup_folder(desk.path).iterdir())) == 2


def test_backups_grow_old_when_every_day_is_thinned():
    start = datetime(2025, 1, 1, 9, tzinfo=UTC)
    here: list[Backup] = []
    for day in range(420):
        now = start + timedelta(days=day)
        here.append(Backup(Path(f"d{day}"), now, "close", 1))
        stay = kept(here, now)
        here = [backup for backup in here if backup.path in stay]
    ages = sorted((now - backup.at).days for backup in here)
    assert ages[-1] >= 365, ages
    assert len([age for age in ages if age > 70]) >= 10, "a backup of each month of a year"
    assert len([age for age in ages if 14 < age <= 70]) >= 7, "and of each week of ten"
    assert len(here) < 45


def test_a_desk_that_is_open_elsewhere_is_not_replaced(desk: Desk):
    backup = backup_now(desk)
    other = open_desk(desk.path, desk.clock)
    with pytest.raises(EnvironmentProblem) as problem:
        restore_backup(desk, backup.path)
    assert problem.value.code == "desk.open_elsewhere"
    assert desk.actor is not None, "nothing was touched, the same person goes on"
    desk.execute(AddUser(login="after", name="之后", password=PASSWORD, roles=(Role.CLERK,)))
    other.close()
    restore_backup(desk, backup.path)
    assert count(desk.path) == len(USERS)


def test_a_backup_of_another_desk_is_refused(desk: Desk, tmp_path: Path):
    path = tmp_path / "other.deskdb"
    create_desk(path, NewDesk("另一个办公室", "clerk", "张晓", PASSWORD)).close()
    stranger = create_backup(path, "manual")
    with pytest.raises(Refused) as refused:
        restore_backup(desk, stranger.path)
    assert refused.value.code == "backup.other_desk"
    assert desk.office_name == "城东区委组织部"


def test_when_the_last_step_fails_the_present_file_is_back(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    backup = backup_now(desk)
    desk.close()
    before = count(desk.path, "audit")
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name.endswith(".restore"):
            raise PermissionError(13, "a virus scanner holds it")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(EnvironmentProblem) as problem:
        restore_file(desk.path, backup.path)
    assert problem.value.code == "desk.io_error"
    assert count(desk.path, "audit") == before


def test_two_restores_in_one_second_keep_both_files(desk: Desk, clock: TestClock):
    backup = backup_now(desk)
    desk.close()
    asides = {restore_file(desk.path, backup.path, clock) for _ in range(2)}
    assert len(asides) == 2
    assert all(aside.exists() for aside in asides)


def test_names_carry_the_clerks_own_time_and_those_in_utc_are_known_too(desk: Desk, clock: TestClock):
    made = create_backup(desk.path, "manual", clock)
    assert f"{clock.now.astimezone():%Y%m%d-%H%M%S%z}" in made.path.name
    older = made.path.with_name(f"{desk.path.stem}-20250301T020000Z-close.deskdb")
    older.write_bytes(made.path.read_bytes())
    assert [(one.at, one.reason) for one in list_backups(desk.path)] == [
        (clock.now, "manual"),
        (datetime(2025, 3, 1, 2, tzinfo=UTC), "close"),
    ]
    made.path.unlink()
    assert has_backups(desk.path)
    older.unlink()
    assert not has_backups(desk.path)
