"""A glance at a desk's file: it says what opening will say, reads whose desk it is, and needs nothing heavy for it."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from trainingdesk.domain.errors import DeskError
from trainingdesk.persistence.header import SCHEMA_VERSION
from trainingdesk.usecases.commands.office import ChangeOffice
from trainingdesk.usecases.desk import Desk, open_desk
from trainingdesk.usecases.glance import Glance, glance


def copy_of(desk: Desk, folder: Path) -> Path:
    path = folder / "copy.deskdb"
    with closing(sqlite3.connect(desk.path)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    return path


def test_a_glance_reads_whose_desk_it_is_while_it_is_open_elsewhere(desk: Desk) -> None:
    assert glance(desk.path) == Glance(desk.office_name, is_demo=False)


def test_a_glance_sees_what_was_written_a_moment_ago(desk: Desk) -> None:
    desk.execute(ChangeOffice(name="汤泉区委组织部", number_prefix="汤", version=1))
    assert glance(desk.path).office_name == "汤泉区委组织部"


def test_the_demo_district_is_known_at_a_glance(desk: Desk, tmp_path: Path) -> None:
    path = copy_of(desk, tmp_path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE office SET is_demo = 1")
    assert glance(path).is_demo


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id=7")


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def no_database(path: Path) -> None:
    path.write_text("训" * 200, encoding="utf-8")


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("spoil", [newer, foreign, torn, no_database, gone])
def test_a_glance_refuses_what_opening_refuses_in_the_same_words(
    desk: Desk, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = copy_of(desk, tmp_path)
    spoil(path)
    with pytest.raises(DeskError) as opened:
        open_desk(path)
    with pytest.raises(DeskError) as glanced:
        glance(path)
    assert (glanced.value.code, glanced.value.params) == (opened.value.code, opened.value.params)


def test_an_office_that_cannot_be_read_is_a_damaged_file(desk: Desk, tmp_path: Path) -> None:
    path = copy_of(desk, tmp_path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DELETE FROM office")
    with pytest.raises(DeskError, match=r"desk\.corrupt"):
        glance(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("ALTER TABLE office RENAME TO something_else")
    with pytest.raises(DeskError, match=r"desk\.corrupt"):
        glance(path)


def test_a_glance_needs_no_sqlalchemy() -> None:
    """It is taken right behind the first paint: SQLAlchemy's import alone takes twice an empty window's time."""
    code = "import sys, trainingdesk.usecases.glance; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
