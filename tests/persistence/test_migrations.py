"""A new file is what the mapped classes say, made whole or not at all."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.persistence.header import APPLICATION_ID, SCHEMA_VERSION, inspect_file
from trainingdesk.persistence.migrations import runner
from trainingdesk.persistence.migrations.runner import create_file, upgrade_file
from trainingdesk.persistence.schema import schema_statements
from trainingdesk.persistence.tables import all_tables


def statements(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'person_search_%'"
            " AND name NOT IN ('alembic_version', 'sqlite_sequence')"
        )
        return {" ".join(row[0].split()) for row in rows}


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    path = tmp_path / "fresh.deskdb"
    create_file(path, lambda _draft: None)
    return path


def test_migrations_arrive_at_the_schema_of_the_classes(fresh: Path):
    assert statements(fresh) == {" ".join(statement.split()) for statement in schema_statements()}


def test_every_table_is_strict(fresh: Path):
    with closing(sqlite3.connect(fresh)) as connection:
        strict = dict(connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
    assert {table.name for table in all_tables() if not strict[table.name]} == set()


def test_the_header_names_the_program_and_the_version(fresh: Path):
    with closing(sqlite3.connect(fresh)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert inspect_file(fresh) == SCHEMA_VERSION


def test_a_file_that_can_not_be_filled_is_not_made(tmp_path: Path):
    def broken(_draft: Path) -> None:
        raise EnvironmentProblem("desk.disk_full")

    with pytest.raises(EnvironmentProblem):
        create_file(tmp_path / "never.deskdb", broken)
    assert list(tmp_path.iterdir()) == []


def test_an_upgrade_backs_up_first_and_keeps_the_file_when_that_fails(fresh: Path):
    before = fresh.read_bytes()

    def no_backup() -> None:
        raise EnvironmentProblem("backup.not_whole", file="x")

    with pytest.raises(EnvironmentProblem):
        upgrade_file(fresh, no_backup)
    assert fresh.read_bytes() == before


def test_an_upgrade_refuses_records_that_point_to_nothing(fresh: Path):
    with closing(sqlite3.connect(fresh)) as connection:
        connection.execute("INSERT INTO user_role (user_id, role) VALUES (99, 'clerk')")
        connection.commit()
    with pytest.raises(EnvironmentProblem) as problem:
        upgrade_file(fresh, lambda: None)
    assert problem.value.code == "desk.migration_failed"


def test_an_upgrade_of_the_newest_changes_nothing(fresh: Path):
    before = statements(fresh)
    upgrade_file(fresh, lambda: None)
    assert statements(fresh) == before


def test_too_little_room_is_said_before_the_upgrade(fresh: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": 10})())
    with pytest.raises(EnvironmentProblem) as problem:
        runner.upgrade_file(fresh, lambda: None)
    assert problem.value.code == "desk.disk_full_before"


def test_strict_tables_refuse_a_word_for_a_number(fresh: Path):
    with closing(sqlite3.connect(fresh)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO number_series (series, last) VALUES ('a', 'many')")


def test_the_same_classes_compile_for_postgresql():
    dialect = postgresql.dialect()
    for table in all_tables():
        words = str(CreateTable(table).compile(dialect=dialect))
        assert "STRICT" not in words
    assert "TIMESTAMP WITH TIME ZONE" in str(
        CreateTable(all_tables()[0].metadata.tables["audit"]).compile(dialect=dialect)
    )


def test_the_classes_make_the_same_tables_without_migrations():
    engine = create_engine("sqlite://")
    all_tables()[0].metadata.create_all(engine)
    with engine.connect() as connection:
        made = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
        ).scalar_one()
    assert made == len(all_tables())
    engine.dispose()
