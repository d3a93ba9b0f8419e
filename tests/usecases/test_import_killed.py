"""The process dies in the middle of an import: the file is as it was, and the next import works."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.desk_fixtures import PASSWORD, USERS, TestClock, invented_id
from tests.usecases.test_gate import chain_is_whole
from trainingdesk.domain.access import Role
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import open_desk
from trainingdesk.usecases.queries.roster_import import preview_import

PEOPLE = 6_000
_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
ROOT = Path(__file__).resolve().parents[2]

#: imports a file and stops, still alive, once half of it is written
HALF_AN_IMPORT = """
import sys, threading
from pathlib import Path
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import open_desk
from trainingdesk.usecases.queries.roster_import import preview_import

desk = open_desk(Path(sys.argv[1]))
desk.sign_in(sys.argv[3], sys.argv[4])
# so little memory that half an import has reached the write-ahead log when the process dies
desk.gate._writer().connection.dbapi_connection.execute("PRAGMA cache_size=50")
preview = desk.ask(preview_import, Path(sys.argv[2]))

def progress(done, total, step):
    if step == "import.step_write" and done * 2 >= total:
        print("half", flush=True)
        threading.Event().wait()

desk.execute(ImportRoster(token=preview.token, digest=preview.digest), progress)
"""


def content(path: Path) -> dict[str, list[tuple]]:
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
        ]
        found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
        # the indexes of people are away while most of them come
        return found | {"indexes": connection.execute(_INDEXES).fetchall()}
    finally:
        connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not of Windows")
def test_kill_9_in_the_middle_of_an_import_leaves_the_file_as_before(desk_file: Path, tmp_path: Path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["姓名", "身份证号", "工作单位", "备注"])
    for number in range(PEOPLE):
        given = chr(0x4E00 + number % 2000) + chr(0x5E00 + number // 2000)
        sheet.append(
            [
                f"路{given}",
                invented_id(number % 500, f"19{50 + number // 500}0101"),
                "城东区委组织部",
                "备注" * 40,
            ]
        )
    book.save(tmp_path / "名册.xlsx")
    login = USERS[Role.CLERK][0]
    warm = open_desk(desk_file)
    warm.sign_in(login, PASSWORD)
    warm.close()

    process = subprocess.Popen(
        [sys.executable, "-c", HALF_AN_IMPORT, str(desk_file), str(tmp_path / "名册.xlsx"), login, PASSWORD],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "half\n"
            # what was committed stands in the file and the first part of the log: a reader sees just that
            before = content(desk_file)
            log = desk_file.with_name(desk_file.name + "-wal")
            assert log.stat().st_size > 300_000, "half of the import has left the memory"
        finally:
            process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL

    assert content(desk_file) == before
    assert len(before["person"]) == 14
    assert before["import_batch"] == []

    desk = open_desk(desk_file, TestClock())
    try:
        desk.sign_in(login, PASSWORD)
        assert content(desk_file)["person"] == before["person"]
        preview = desk.ask(preview_import, tmp_path / "名册.xlsx")
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
        after = content(desk_file)
        assert len(after["person"]) == 14 + PEOPLE
        assert after["indexes"] == before["indexes"]
        assert chain_is_whole(desk)
    finally:
        desk.close()
