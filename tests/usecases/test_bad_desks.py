"""Bad input and a bad machine: one clear sentence with what to do, the right exit code, nothing half done, nothing lost.

The issue's list, each case through the use cases and through the command line, in both languages.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.app.line import Run, Said
from tests.desk_fixtures import PASSWORD, TestClock
from tests.exchange.files import save
from tests.usecases.machine_checks import snapshot
from trainingdesk.domain.classes.rules import ClassAction, HalfDay
from trainingdesk.domain.codes import Audience, FeeItem, Line, Slot
from trainingdesk.domain.errors import DeskError, EnvironmentProblem, Refused
from trainingdesk.domain.fees.rules import LineDraft
from trainingdesk.domain.values import parse_cents
from trainingdesk.persistence import storage
from trainingdesk.persistence.checkup import check_file
from trainingdesk.shared.text import LANGUAGES, set_language, text
from trainingdesk.usecases.commands.classes import ActOnClass, CreateClass
from trainingdesk.usecases.commands.enrolments import Enrol
from trainingdesk.usecases.commands.fees import CreateFeeRequest
from trainingdesk.usecases.commands.office import ChangeOffice
from trainingdesk.usecases.commands.roster import AddUnit
from trainingdesk.usecases.desk import Desk, NewDesk, create_desk, open_desk
from trainingdesk.usecases.safekeeping import backup_now, restore_backup

EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
NEW = NewDesk("城东区委组织部", "clerk", "张晓", PASSWORD)
USER, MACHINE = 2, 3


def content_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def facts_of(path: Path) -> dict[str, list[tuple]]:
    with closing(sqlite3.connect(path)) as connection:
        parts = snapshot(connection)
    parts.pop("user")  # a sign-in is noted there
    return parts


def one_sentence(said: Said, code: int) -> str:
    """The words on stderr: one sentence that says what to do, and nothing else anywhere."""
    assert said.code == code, said
    assert said.out == ""
    assert "Traceback" not in said.err
    assert "{" not in said.err, "every parameter is filled in"
    assert ".part" not in said.err, "no file of ours is named"
    sentence = said.err.strip()
    assert len(sentence.splitlines()) == 1
    assert sentence[-1] in "。."
    assert len(sentence) > 5
    return sentence


# --- the desk's file ---


def not_a_database(path: Path) -> None:
    path.write_text("姓名,单位\n丁宁,组织部\n", encoding="utf-8")


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE song (title TEXT)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def older_than_any(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 0")


def overwrite(path: Path, start: int, size: int) -> None:
    with path.open("rb+") as file:
        file.seek(start)
        file.write(b"\xa5" * size)


def header_gone(path: Path) -> None:
    overwrite(path, 0, 16)


def schema_gone(path: Path) -> None:
    overwrite(path, 100, 3_996)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


BAD_FILES: list[tuple[Callable[[Path], None], str, int]] = [
    (not_a_database, "desk.not_a_desk", USER),
    (foreign, "desk.not_a_desk", USER),
    (newer, "desk.newer", USER),
    (older_than_any, "desk.not_a_desk", USER),
    (header_gone, "desk.not_a_desk", USER),
    (schema_gone, "desk.corrupt", MACHINE),
    (half, "desk.corrupt", MACHINE),
    (empty, "desk.not_a_desk", USER),
    (missing, "desk.missing", USER),
    (folder, "desk.missing", USER),
]


@pytest.mark.parametrize(("damage", "code", "exit_code"), BAD_FILES)
def test_a_file_that_is_no_good_is_not_opened_and_not_touched(
    desk_file: Path, damage: Callable[[Path], None], code: str, exit_code: int
):
    damage(desk_file)
    before = content_of(desk_file.parent)
    with pytest.raises(DeskError) as refused:
        open_desk(desk_file)
    assert refused.value.code == code
    assert isinstance(refused.value, EnvironmentProblem) == (exit_code == MACHINE)
    assert content_of(desk_file.parent) == before, "no -wal, no -journal, not a byte"


@EVERY_LANGUAGE
@pytest.mark.parametrize(("damage", "code", "exit_code"), BAD_FILES)
def test_the_command_line_says_so(
    run: Run,
    desk_file: Path,
    damage: Callable[[Path], None],
    code: str,
    exit_code: int,
    lang: str,
):
    damage(desk_file)
    before = content_of(desk_file.parent)
    words = ("roster", "search", "王", "--db", desk_file)
    sentence = one_sentence(run(*words, lang=lang, user="clerk", password=PASSWORD), exit_code)
    set_language(lang)
    start = text(code, file="§", version="§", known="§").split("§")[0]
    assert sentence.startswith(start)
    for command in (("backup", "create"), ("roster", "export", "--out", desk_file.parent / "x.xlsx")):
        one_sentence(run(*command, "--db", desk_file, lang=lang, user="clerk", password=PASSWORD), exit_code)
    assert content_of(desk_file.parent) == before


def test_damage_in_the_middle_is_found_where_it_is_read_and_never_passed_on(
    desk_file: Path, clock: TestClock
):
    with closing(sqlite3.connect(desk_file)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'person'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    desk = open_desk(desk_file, clock)
    desk.sign_in("clerk", PASSWORD)
    backup = backup_as_administrator(desk)
    desk.close()
    overwrite(desk_file, (root - 1) * size, size)
    desk = open_desk(desk_file, clock)
    try:
        desk.sign_in("clerk", PASSWORD)
        from trainingdesk.usecases.queries.roster import search_people

        with pytest.raises(EnvironmentProblem) as damaged:
            desk.ask(search_people, "王")
        assert damaged.value.code == "desk.corrupt"
        with pytest.raises(EnvironmentProblem) as refused:
            backup_as_administrator(desk)
        assert refused.value.code == "backup.source_damaged", "a damaged file does not push good backups out"
        assert [path.name for path in backup.parent.iterdir()] == [backup.name]
        desk.sign_in("admin", PASSWORD)
        restore_backup(desk, backup)
        assert check_file(desk_file) == []
    finally:
        desk.close()


def backup_as_administrator(desk: Desk) -> Path:
    desk.sign_in("admin", PASSWORD)
    try:
        return backup_now(desk).path
    finally:
        desk.sign_in("clerk", PASSWORD)


# --- the place ---


def test_a_folder_that_can_t_be_written(
    desk_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
):
    real = os.access
    shut = tmp_path / "shut"
    shut.mkdir()
    shutil.copyfile(desk_file, shut / "desk.deskdb")

    def access(path: object, mode: int, **parts: object) -> bool:
        return real(path, mode, **parts) and not (mode == os.W_OK and str(path).startswith(str(shut)))

    monkeypatch.setattr(os, "access", access)  # root may write everywhere
    for name, attempt in (
        ("desk.deskdb", open_desk),
        ("new.deskdb", lambda path: create_desk(path, NEW)),
    ):
        with pytest.raises(EnvironmentProblem) as refused:
            attempt(shut / name)
        assert refused.value.code == "desk.folder_read_only"
    said = run(
        "new", "--db", shut / "n.deskdb", "--office", "甲", "--user", "a", "--name", "b", password=PASSWORD
    )
    assert str(shut) in one_sentence(said, MACHINE)
    assert [path.name for path in shut.iterdir()] == ["desk.deskdb"]


@EVERY_LANGUAGE
def test_a_file_that_can_only_be_read(
    desk_file: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
):
    from trainingdesk.persistence import engine

    real = sqlite3.connect

    def connect(database: object, *parts: object, **named: object) -> sqlite3.Connection:
        return real(str(database).replace("mode=rw", "mode=ro"), *parts, **named)

    monkeypatch.setattr(engine.sqlite3, "connect", connect)  # root may write every file
    with pytest.raises(EnvironmentProblem) as refused:
        open_desk(desk_file)
    assert refused.value.code == "desk.read_only"
    said = run("roster", "search", "王", "--db", desk_file, lang=lang, user="clerk", password=PASSWORD)
    one_sentence(said, MACHINE)


@EVERY_LANGUAGE
def test_an_existing_file_is_never_made_anew(run: Run, desk_file: Path, lang: str):
    before = content_of(desk_file.parent)
    with pytest.raises(Refused) as refused:
        create_desk(desk_file, NEW)
    assert refused.value.code == "desk.exists"
    words = ("new", "--db", desk_file, "--office", "甲", "--user", "a", "--name", "b")
    assert str(desk_file) in one_sentence(run(*words, lang=lang, password=PASSWORD), USER)
    assert str(desk_file) in one_sentence(run("new", "--db", desk_file, "--demo", lang=lang), USER)
    assert content_of(desk_file.parent) == before


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /mnt/nfs nfs4 rw 0 0
//server/office /mnt/office\\040files cifs rw 0 0
share /media/share 9p rw 0 0
me@host:/ /home/clerk/ssh fuse.sshfs rw 0 0
/dev/sdb1 /mnt/nfs/stick vfat rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/home/clerk/desk.deskdb", False),
        ("/mnt/nfs/desk.deskdb", True),
        ("/mnt/nfsx/desk.deskdb", False),
        ("/mnt/nfs/stick/desk.deskdb", False),
        ("/mnt/office files/a/desk.deskdb", True),
        ("/media/share/desk.deskdb", True),
        ("/home/clerk/ssh/desk.deskdb", True),
    ],
)
def test_network_drives_are_known_by_their_mount(path: str, network: bool):
    assert storage.is_network_place(Path(path), MOUNTS) is network


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "davfs"])
def test_every_kind_of_network_drive(kind: str):
    assert storage.is_network_place(Path("/x/desk.deskdb"), f"a / ext4 rw 0 0\nb /x {kind} rw 0 0\n")


@EVERY_LANGUAGE
def test_no_desk_on_a_network_drive(
    desk_file: Path,
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
):
    monkeypatch.setattr(storage, "is_network_place", lambda _path: True)
    for attempt in (lambda: open_desk(desk_file), lambda: create_desk(tmp_path / "new.deskdb", NEW)):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == "desk.network_drive"
    said = run("new", "--db", tmp_path / "n.deskdb", "--demo", lang=lang)
    assert ("网络" in one_sentence(said, USER)) == (lang == "zh_CN")


@pytest.mark.parametrize(
    "name", ["OneDrive - 区委", "Dropbox", "坚果云", "WPS云盘", "BaiduNetdisk", "WPSDrive"]
)
def test_no_desk_in_a_folder_that_is_copied_while_it_is_open(
    tmp_path: Path,
    run: Run,
    name: str,
):
    (tmp_path / name).mkdir()
    path = tmp_path / name / "desk.deskdb"
    with pytest.raises(Refused) as refused:
        create_desk(path, NEW)
    assert refused.value.code == "desk.sync_folder"
    one_sentence(run("new", "--db", path, "--demo"), USER)
    assert list((tmp_path / name).iterdir()) == []
    assert not storage.is_sync_folder(tmp_path / "onedrivers" / "desk.deskdb")


# --- a full disk ---


@pytest.fixture
def no_space(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1_000_000))


@EVERY_LANGUAGE
@pytest.mark.usefixtures("no_space")
def test_too_little_space_is_said_before_anything_is_done(
    run: Run,
    desk: Desk,
    tmp_path: Path,
    lang: str,
):
    before = set(tmp_path.rglob("*"))
    with pytest.raises(EnvironmentProblem) as refused:
        create_desk(tmp_path / "new.deskdb", NEW)
    assert refused.value.code == "desk.disk_full_before"
    with pytest.raises(EnvironmentProblem):
        backup_as_administrator(desk)
    said = run("backup", "create", "--db", desk.path, lang=lang, user="admin", password=PASSWORD)
    assert "MB" in one_sentence(said, MACHINE)
    assert {
        path for path in set(tmp_path.rglob("*")) - before if path.is_file() and path.parent.name != "home"
    } == set()


@pytest.fixture
def full(desk: Desk) -> Iterator[Callable[[], None]]:
    """A writer that can't get one page more: SQLite itself reports SQLITE_FULL, as on a full disk."""

    def fill() -> None:
        connection = desk.gate._writer()
        (pages,) = connection.exec_driver_sql("PRAGMA page_count").one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()

    yield fill
    desk.close()


def test_a_disk_that_fills_up_in_the_middle_of_a_command(desk: Desk, full: Callable[[], None]):
    before = facts_of(desk.path)
    full()
    told = []
    desk.subscribe(told.append)

    def work_on() -> None:
        for number in range(400):
            desk.execute(AddUnit(name=f"第{number}局", line=Line.GOVERNMENT, liaison="联络员" * 60))

    with pytest.raises(EnvironmentProblem) as refused:
        work_on()
    assert refused.value.code == "desk.disk_full"
    done = len(told)
    after = facts_of(desk.path)
    assert len(after["unit"]) == len(before["unit"]) + done, "what was committed stays, the rest left nothing"
    assert after["person"] == before["person"]
    assert check_file(desk.path) == []
    # the next command goes through: the connection that saw the full disk was let go
    desk.execute(AddUnit(name="又一局", line=Line.GOVERNMENT))
    assert check_file(desk.path) == []


def test_a_disk_that_fills_up_in_the_middle_of_an_import(
    desk: Desk, full: Callable[[], None], tmp_path: Path
):
    from trainingdesk.usecases.commands.roster_import import ImportRoster
    from trainingdesk.usecases.queries.roster_import import preview_import

    rows = [[f"新{chr(0x4E00 + number)}", "男", "1972.05", "", "城东区教育局"] for number in range(1500)]
    book = save(tmp_path / "many.xlsx", rows)
    preview = desk.ask(preview_import, book)
    before = facts_of(desk.path)
    full()
    with pytest.raises(EnvironmentProblem) as refused:
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert refused.value.code == "desk.disk_full"
    assert facts_of(desk.path) == before
    assert check_file(desk.path) == []
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert len(facts_of(desk.path)["person"]) == len(before["person"]) + 1500


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_paper_that_can_t_be_written(
    run: Run,
    desk_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
):
    render = ("report", "render", "roster.list", "--db", desk_file, "--out")
    who = {"lang": lang, "user": "reader", "password": PASSWORD}
    (tmp_path / "folder").mkdir()
    assert "folder" in one_sentence(run(*render, tmp_path / "folder", **who), USER)
    assert "nowhere" in one_sentence(run(*render, tmp_path / "nowhere" / "a.pdf", **who), USER)
    assert not (tmp_path / "nowhere").exists()
    for number, part in ((errno.ENOSPC, "满" if lang == "zh_CN" else "full"), (errno.EACCES, "a.pdf")):
        with monkeypatch.context() as broken:

            def fsync(_file: int, number: int = number) -> None:
                raise OSError(number, os.strerror(number))

            broken.setattr(os, "fsync", fsync)
            assert part in one_sentence(run(*render, tmp_path / "a.pdf", **who), MACHINE)
        assert not list(tmp_path.glob("*a.pdf*")), "half a paper is no paper"


# --- what a person asks for ---


@EVERY_LANGUAGE
@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["nope"], "nope"),
        (["reporting.coverage", "--param", "year"], "year"),
        (["reporting.coverage", "--param", "=2026"], "=2026"),
        (["reporting.coverage", "--param", "year=soon"], "soon"),
        (["reporting.coverage", "--param", "jahr=2026"], "jahr"),
        (["classes.signin"], "class"),
        (["classes.signin", "--param", "class="], "class"),
        (["classes.signin", "--param", "class=777"], ""),
        (["fees.approval", "--param", "fee=777"], ""),
        (["roster.list", "--param", "unit=777"], ""),
        (["planning.grid", "--param", "plan=777"], ""),
        (["menu.plan", "--param", "menu=777"], ""),
        (["fees.approval", "--format", "xlsx", "--param", "fee=1"], "fees.approval"),
    ],
)
def test_a_paper_that_is_not_there(
    run: Run,
    desk_file: Path,
    tmp_path: Path,
    words: list[str],
    named: str,
    lang: str,
):
    render = ("report", "render", words[0], "--db", desk_file, "--out", tmp_path / "a.pdf", *words[1:])
    said = run(*render, lang=lang, user="reader", password=PASSWORD)
    assert named in one_sentence(said, USER)
    assert not (tmp_path / "a.pdf").exists()


@EVERY_LANGUAGE
def test_who_may_not_act(run: Run, desk_file: Path, tmp_path: Path, lang: str):
    search = ("roster", "search", "王", "--db", desk_file)
    wrong = one_sentence(run(*search, lang=lang, user="clerk", password="wrong one"), USER)
    unknown = one_sentence(run(*search, lang=lang, user="nobody", password=PASSWORD), USER)
    assert wrong == unknown, "nobody learns which sign-in names there are"
    assert "--user" in one_sentence(run(*search, lang=lang), USER)
    assert "TRAININGDESK_PASSWORD" in one_sentence(run(*search, lang=lang, user="clerk"), USER)
    before = facts_of(desk_file)
    book = save(tmp_path / "a.xlsx", [["张三", "男", "1972.05", "", "城东区教育局"]])
    for user, words in [
        ("keeper", ("roster", "import", book)),
        ("reader", ("roster", "export", "--out", tmp_path / "out.xlsx")),
        ("keeper", ("backup", "create")),
        ("clerk", ("backup", "restore", desk_file)),
        ("trainer", ("certificate", "list")),
        ("trainer", ("report", "render", "roster.list", "--out", tmp_path / "out.pdf")),
    ]:
        if user == "clerk":
            continue  # the fixture's clerk is its administrator too
        one_sentence(run(*words, "--db", desk_file, lang=lang, user=user, password=PASSWORD), USER)
    assert facts_of(desk_file) == before
    assert not (tmp_path / "out.xlsx").exists()
    assert not (tmp_path / "backups").exists()


@EVERY_LANGUAGE
def test_wrong_passwords_are_slowed_down_on_the_line_too(run: Run, desk_file: Path, lang: str):
    search = ("roster", "search", "王", "--db", desk_file)
    for _try in range(3):
        one_sentence(run(*search, lang=lang, user="reader", password="wrong one"), USER)
    sentence = one_sentence(run(*search, lang=lang, user="reader", password=PASSWORD), USER)
    assert any(character.isdigit() for character in sentence), "how long to wait"


@EVERY_LANGUAGE
def test_a_desk_that_is_not_described(run: Run, tmp_path: Path, lang: str):
    path = tmp_path / "n.deskdb"
    named = ("new", "--db", path, "--user", "a", "--name", "b", "--office")
    assert "--office" in one_sentence(run("new", "--db", path, lang=lang, password=PASSWORD), USER)
    one_sentence(run(*named, " ", lang=lang, password=PASSWORD), USER)
    assert "8" in one_sentence(run(*named, "甲", lang=lang, password="short"), USER)
    one_sentence(run("new", "--db", tmp_path / "no" / "n.deskdb", "--demo", lang=lang), USER)
    assert [found.name for found in tmp_path.iterdir() if found.name != "home"] == []


def test_a_class_without_half_days_does_not_start(desk: Desk):
    day = date(2026, 6, 15)
    made = desk.execute(
        CreateClass(title="甲班", audience=Audience.SECTION, start_day=day, end_day=day, capacity=5)
    ).result["class_id"]
    desk.execute(ActOnClass(class_id=made, version=1, action=ClassAction.OPEN))
    desk.execute(Enrol(class_id=made, person_ids=(1,)))
    before = facts_of(desk.path)
    with pytest.raises(Refused) as refused:
        desk.execute(ActOnClass(class_id=made, version=2, action=ClassAction.START))
    assert refused.value.code == "class.no_half_days"
    assert facts_of(desk.path) == before


@pytest.mark.parametrize(("typed", "code"), [("0", "money.not_positive"), ("12.345", "money.fraction")])
def test_a_fee_of_nothing_or_of_less_than_a_cent(typed: str, code: str):
    with pytest.raises(Refused) as refused:
        parse_cents(typed)
    assert refused.value.code == code
    for lang in LANGUAGES:
        set_language(lang)
        assert typed in text(code, **refused.value.params)


def test_a_request_over_nothing_draws_no_number(desk: Desk):
    day = date(2026, 6, 15)
    half_day = HalfDay(day=day, slot=Slot.MORNING)
    made = desk.execute(
        CreateClass(
            title="甲班",
            audience=Audience.SECTION,
            start_day=day,
            end_day=day,
            capacity=5,
            half_days=(half_day,),
        )
    ).result["class_id"]
    before = facts_of(desk.path)
    line = LineDraft(FeeItem.MEALS, "用餐", "", 0)
    with pytest.raises(Refused) as refused:
        desk.execute(CreateFeeRequest(class_id=made, title="经费", persons=3, days=1, lines=(line,)))
    assert refused.value.code == "money.not_positive"
    assert facts_of(desk.path) == before


# --- two at one file ---


@EVERY_LANGUAGE
def test_another_window_that_writes_is_waited_for_and_then_named(
    run: Run,
    desk_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
):
    from trainingdesk.persistence import engine

    monkeypatch.setattr(engine, "_pragmas", lambda _read_only: "PRAGMA busy_timeout=20;")
    real = sqlite3.connect
    monkeypatch.setattr(
        engine.sqlite3, "connect", lambda *parts, **named: real(*parts, **(named | {"timeout": 0.02}))
    )
    with closing(real(desk_file, isolation_level=None)) as other:
        desk = open_desk(desk_file)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EnvironmentProblem) as busy:
            desk.sign_in("clerk", PASSWORD)
        assert busy.value.code == "desk.busy"
        other.execute("ROLLBACK")
        assert desk.sign_in("clerk", PASSWORD).login == "clerk"
        desk.close()
    set_language(lang)
    assert text("desk.busy")[-1] in "。."


def test_two_windows_on_one_file_see_each_other_s_work(desk: Desk, clock: TestClock):
    other = open_desk(desk.path, clock)
    try:
        other.sign_in("clerk", PASSWORD)
        desk.execute(ChangeOffice(version=1, name="乙", number_prefix="乙"))
        with pytest.raises(Refused) as refused:
            other.execute(ChangeOffice(version=1, name="甲", number_prefix="甲"))
        assert refused.value.code == "record.stale"
        assert facts_of(desk.path)["office"][0][2] == "乙"
    finally:
        other.close()


# --- backups ---


@EVERY_LANGUAGE
@pytest.mark.parametrize(
    ("damage", "exit_code"),
    [
        (not_a_database, MACHINE),
        (foreign, USER),
        (newer, USER),
        (header_gone, MACHINE),
        (half, MACHINE),
        (empty, USER),
        (missing, USER),
        (folder, USER),
    ],
)
def test_rubbish_is_not_restored(
    run: Run,
    desk_file: Path,
    tmp_path: Path,
    damage: Callable[[Path], None],
    exit_code: int,
    lang: str,
):
    rubbish = tmp_path / "elsewhere" / "backup.deskdb"
    rubbish.parent.mkdir()
    shutil.copyfile(desk_file, rubbish)
    damage(rubbish)
    before = facts_of(desk_file)
    one_sentence(run("backup", "verify", rubbish, "--db", desk_file, lang=lang), exit_code)
    restore = ("backup", "restore", rubbish, "--db", desk_file)
    said = run(*restore, lang=lang, user="admin", password=PASSWORD)
    assert "backup.deskdb" in one_sentence(said, exit_code)
    assert facts_of(desk_file) == before
    assert not list(desk_file.parent.glob("*before-restore*"))
    desk = open_desk(desk_file)
    try:
        desk.sign_in("admin", PASSWORD)
        with pytest.raises(DeskError):
            restore_backup(desk, rubbish)
        # refused before anything was touched: the desk is open and the user still signed in
        assert desk.actor is not None
        desk.execute(ChangeOffice(version=1, name="还在", number_prefix=""))
    finally:
        desk.close()


# --- workbooks ---


def write_zip(path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("readme.txt", "no workbook")


def encrypted(path: Path) -> None:
    # an OLE compound file whose directory names the stream every encrypted workbook has
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4_000)


def cut_workbook(path: Path) -> None:
    save(path, [["张三", "男", "1972.05", "", "城东区教育局"]] * 50)
    half(path)


def wrong_columns(path: Path) -> None:
    save(path, [["苹果", 3]], header=["品名", "数量"])


def prose(path: Path) -> None:
    # rows of text with a header are a roster whatever the ending says; a letter is not
    path.write_text("各单位：\n请于月底前报送名册。\n", encoding="utf-8")


BAD_BOOKS = [
    (missing, "workbook.missing"),
    (folder, "workbook.folder"),
    (empty, "workbook.empty"),
    (prose, "roster.no_columns"),
    (write_zip, "workbook.not_a_workbook"),
    (encrypted, "workbook.encrypted"),
    (cut_workbook, "workbook.half_written"),
    (wrong_columns, "roster.no_columns"),
]


@EVERY_LANGUAGE
@pytest.mark.parametrize(("damage", "code"), BAD_BOOKS)
def test_a_workbook_that_can_t_be_read(
    run: Run,
    desk_file: Path,
    tmp_path: Path,
    damage: Callable[[Path], None],
    code: str,
    lang: str,
):
    from trainingdesk.usecases.queries.roster_import import preview_import

    book = tmp_path / "名册.xlsx"
    book.touch()
    damage(book)
    before = facts_of(desk_file)
    desk = open_desk(desk_file)
    try:
        desk.sign_in("clerk", PASSWORD)
        with pytest.raises(DeskError) as refused:
            desk.ask(preview_import, book)
        assert refused.value.code == code
    finally:
        desk.close()
    words = ("roster", "import", book, "--db", desk_file)
    who = {"lang": lang, "user": "clerk", "password": PASSWORD}
    for more in ((), ("--dry-run",), ("--good-rows",)):
        one_sentence(run(*words, *more, **who), USER)
    # a program that reads the object is told in it too, beside the sentence
    told = run(*words, "--json", **who)
    one_sentence(replace(told, out=""), USER)
    assert [(one["code"], one["severity"]) for one in told.json["problems"]] == [(code, "error")]
    assert facts_of(desk_file) == before


@EVERY_LANGUAGE
def test_a_workbook_with_bad_rows_is_told_row_by_row_and_not_taken(
    run: Run,
    desk_file: Path,
    tmp_path: Path,
    lang: str,
):
    rows = [
        ["张三", "男", "1972.05", "11010519491231002Y", "城东区教育局"],
        ["", "女", "", "", "城东区教育局"],
    ]
    book = save(tmp_path / "a.xlsx", [*rows, ["好人", "女", "1980.01", "", "城东区教育局"]])
    before = facts_of(desk_file)
    words = ("roster", "import", book, "--db", desk_file)
    who = {"lang": lang, "user": "clerk", "password": PASSWORD}
    said = run(*words, **who)
    assert (said.code, said.out) == (USER, "")
    assert all(
        place in said.err for place in (("第 2 行", "第 3 行") if lang == "zh_CN" else ("Row 2", "Row 3"))
    ), said.err
    assert facts_of(desk_file) == before
    said = run(*words, "--good-rows", "--json", **who)
    assert said.code == 0
    assert said.json["result"]["created"] == 1
