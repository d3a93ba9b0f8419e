"""A desk that is really damaged or gone is put back from a backup in the window, and signed in on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import PASSWORD
from tests.ui.walk import clipped, nameless, nameless_headings
from trainingdesk.persistence.checkup import check_file
from trainingdesk.persistence.maintenance import create_backup
from trainingdesk.shared.text import text
from trainingdesk.ui.door import has_backups, known_file
from trainingdesk.ui.instance import Instance
from trainingdesk.ui.program import Program
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.shell.first_start import FirstStartPage
from trainingdesk.ui.shell.gate import SignInPage
from trainingdesk.ui.shell.rescue import RescueDialog

OLDER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
NEWER = datetime(2026, 6, 11, 9, 30, tzinfo=UTC)


def zero(path: Path, table: str) -> None:
    """Overwrite the first page of a table; the file's header and its list of tables stay good."""
    with closing(sqlite3.connect(path)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)


def damage(path: Path, how: str) -> None:
    if how == "gone":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "header":
        path.write_bytes(bytes(16) + path.read_bytes()[16:])
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:3000])
    else:
        zero(path, how)


@pytest.fixture
def backups(desk_file: Path) -> list[Path]:
    """Return two backups of the desk, the newer one first; the older one knows the office by another name."""
    newer = create_backup(desk_file, "close", lambda: NEWER).path
    older = create_backup(desk_file, "manual", lambda: OLDER).path
    with closing(sqlite3.connect(older)) as connection, connection:
        connection.execute("UPDATE office SET name = '旧单位'")
    return [newer, older]


@pytest.fixture
def begin(
    qtbot: QtBot, qapp: QApplication, home: Path, settings: Settings, desk_file: Path
) -> Iterator[Callable[[], Program]]:
    programs: list[Program] = []

    def make() -> Program:
        program = Program(qapp, path=desk_file, pages=(), settings=settings)
        programs.append(program)
        with qtbot.waitSignal(program.desk_open):
            program.start()
        return program

    yield make
    for program in programs:
        for dialog in program.window.findChildren(RescueDialog):
            dialog.done(0)
        program.jobs.close()
        program._put_away()
        program.window.let_close()
        program.window.deleteLater()


def turned_away(program: Program) -> FirstStartPage:
    page = program.window.view
    assert isinstance(page, FirstStartPage)
    return page


def rescue(program: Program, qtbot: QtBot) -> RescueDialog:
    """Press the button and return the dialog that opens, with its backups listed."""
    button = turned_away(program).rescue_button
    assert button.isVisible()
    button.click()
    dialog = program.window.findChild(RescueDialog)
    assert isinstance(dialog, RescueDialog)
    qtbot.waitUntil(lambda: dialog.words.text() != "")
    return dialog


def put_back(dialog: RescueDialog, login: str = "admin", password: str = PASSWORD) -> None:
    dialog.form.set_values({"login": login, "password": password})
    dialog.yes.click()


def restored(program: Program, dialog: RescueDialog, qtbot: QtBot) -> SignInPage:
    with qtbot.waitSignal(program.desk_open):
        put_back(dialog)
    page = program.window.view
    assert isinstance(page, SignInPage)
    assert page.ready
    return page


@pytest.mark.parametrize("how", ["gone", "empty", "header", "cut", "office"])
def test_a_lost_desk_comes_back_with_its_newest_backup(
    begin: Callable[[], Program], desk_file: Path, backups: list[Path], how: str, qtbot: QtBot
) -> None:
    damage(desk_file, how)
    left = desk_file.read_bytes() if desk_file.exists() else None
    program = begin()
    assert turned_away(program).banner.isVisible()
    dialog = rescue(program, qtbot)
    assert dialog.files() == [path.name for path in backups]
    assert dialog.chosen == backups[0], "the newest one unless another is chosen"
    page = restored(program, dialog, qtbot)
    kept = list(desk_file.parent.glob("desk-before-restore-*.deskdb"))
    assert page.banner.isVisible()
    qtbot.waitUntil(lambda: page.login.height() >= page.login.sizeHint().height())
    made = f"{NEWER.astimezone():%Y-%m-%d %H:%M}"
    if left is None:
        assert kept == []
        assert page.banner.text() == f"已恢复 {made} 的备份。请登录。"
    else:
        assert [path.read_bytes() for path in kept] == [left]
        assert page.banner.text() == f"已恢复 {made} 的备份，损坏的文件另存为 {kept[0].name}。请登录。"
    with qtbot.waitSignal(program.signed_in):
        program.sign_in("admin", PASSWORD)
    assert check_file(desk_file) == []
    with closing(sqlite3.connect(desk_file)) as connection:
        kinds = [kind for (kind,) in connection.execute("SELECT kind FROM audit ORDER BY id DESC LIMIT 2")]
    assert kinds == ["signed_in", "restored"], "the log says that it was put back"


def test_damage_that_is_met_at_signing_in_is_rescued_too(
    begin: Callable[[], Program], desk_file: Path, backups: list[Path], qtbot: QtBot
) -> None:
    damage(desk_file, "user")
    program = begin()
    page = program.window.view
    assert isinstance(page, SignInPage), "it could be opened"
    page.login.set_value("admin")
    page.password.set_value(PASSWORD)
    page.button.click()
    qtbot.waitUntil(lambda: isinstance(program.window.view, FirstStartPage))
    assert turned_away(program).banner.text() == text("desk.corrupt")
    restored(program, rescue(program, qtbot), qtbot)
    with qtbot.waitSignal(program.signed_in):
        program.sign_in("admin", PASSWORD)


@pytest.mark.parametrize(
    ("login", "password", "sentence"),
    [
        ("admin", "wrong", "登录名或密码"),
        ("nobody", PASSWORD, "登录名或密码"),
        ("keeper", PASSWORD, "角色"),
    ],
)
def test_only_who_may_restore_puts_a_backup_back(
    begin: Callable[[], Program],
    desk_file: Path,
    backups: list[Path],
    login: str,
    password: str,
    sentence: str,
    qtbot: QtBot,
) -> None:
    damage(desk_file, "header")
    left = desk_file.read_bytes()
    program = begin()
    dialog = rescue(program, qtbot)
    put_back(dialog, login, password)
    assert not dialog.yes.isEnabled(), "once"
    qtbot.waitUntil(lambda: sentence in dialog.banner.text())
    assert desk_file.read_bytes() == left
    assert list(desk_file.parent.glob("*before-restore*")) == []
    page = restored(program, dialog, qtbot)
    assert "2026-06-11" in page.banner.text()


def test_a_damaged_backup_is_said_and_another_can_be_chosen(
    begin: Callable[[], Program], desk_file: Path, backups: list[Path], qtbot: QtBot
) -> None:
    damage(desk_file, "cut")
    damage(backups[0], "cut")
    program = begin()
    dialog = rescue(program, qtbot)
    put_back(dialog)
    qtbot.waitUntil(lambda: dialog.banner.text() == text("backup.damaged", file=backups[0].name))
    dialog.list.setCurrentItem(dialog.list.topLevelItem(1))
    page = restored(program, dialog, qtbot)
    assert f"{OLDER.astimezone():%Y-%m-%d %H:%M}" in page.banner.text()
    assert program.desk is not None
    assert program.desk.office_name == "旧单位"


def test_without_a_backup_it_says_what_else_can_be_done(
    begin: Callable[[], Program], desk_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    elsewhere = tmp_path / "stick"
    far = create_backup(desk_file, "manual", lambda: OLDER, elsewhere).path
    damage(desk_file, "office")
    program = begin()
    dialog = rescue(program, qtbot)
    assert dialog.files() == []
    assert "没有它的备份" in dialog.words.text()
    assert not dialog.yes.isEnabled()
    dialog.take(elsewhere / "not there.deskdb")
    assert dialog.banner.text() == text("backup.missing", file="not there.deskdb")
    dialog.take(far)
    assert dialog.chosen == far
    assert dialog.yes.isEnabled()
    restored(program, dialog, qtbot)
    assert check_file(desk_file) == []


def test_a_desk_that_another_window_holds_is_left_alone(
    begin: Callable[[], Program], desk_file: Path, backups: list[Path], qtbot: QtBot
) -> None:
    damage(desk_file, "header")
    left = desk_file.read_bytes()
    program = begin()
    dialog = rescue(program, qtbot)
    other = Instance(desk_file)
    assert other.take()
    put_back(dialog)
    assert dialog.banner.text() == text("shell.open_silent", file=desk_file.name)
    assert desk_file.read_bytes() == left
    other.release()
    restored(program, dialog, qtbot)


def test_the_way_back_is_still_there_in_the_other_language(
    begin: Callable[[], Program], desk_file: Path, backups: list[Path], qtbot: QtBot
) -> None:
    damage(desk_file, "header")
    program = begin()
    program.set_language("en")
    page = turned_away(program)
    assert page.banner.text() == text("desk.not_a_desk", file=desk_file.name)
    assert page.rescue_button.text() == "Restore a backup…"
    for _language in range(2):
        assert list(nameless(program.window)) == []
        assert clipped(program.window) == []
        dialog = rescue(program, qtbot)
        assert list(nameless(dialog)) == []
        assert list(nameless_headings(dialog)) == []
        assert clipped(dialog) == []
        dialog.reject()
        qtbot.waitUntil(lambda: program.window.findChild(RescueDialog) is None)
        program.set_language("zh_CN")


def test_a_file_that_never_was_a_desk_has_no_backup_to_offer(
    begin: Callable[[], Program], desk_file: Path, qtbot: QtBot
) -> None:
    damage(desk_file, "empty")
    program = begin()
    page = turned_away(program)
    assert page.banner.text() == text("desk.not_a_desk", file=desk_file.name)
    assert not page.rescue_button.isVisible()


def test_opening_another_desk_takes_the_offer_away(
    begin: Callable[[], Program], desk_file: Path, backups: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    damage(desk_file, "cut")
    program = begin()
    page = turned_away(program)
    assert page.rescue_button.isVisible()
    with qtbot.waitSignal(program.desk_open):
        program.open(tmp_path / "other.deskdb")
    assert not page.rescue_button.isVisible()
    assert page.banner.text() == text("desk.missing", file=str(tmp_path / "other.deskdb"))


def test_the_last_desk_is_not_forgotten_while_it_has_backups(
    home: Path, desk_file: Path, backups: list[Path]
) -> None:
    desk_file.unlink()
    assert has_backups(desk_file)
    assert known_file(None, desk_file) == desk_file
    assert not has_backups(desk_file.with_name("des.deskdb")), "the backups of another desk"
    for path in backups:
        path.unlink()
    assert known_file(None, desk_file) is None
