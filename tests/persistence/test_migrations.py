"""A new file is what the mapped classes say, made whole or not at all."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.domain.roster.base import position_of
from trainingdesk.domain.roster.strokes import name_order
from trainingdesk.persistence.header import APPLICATION_ID, SCHEMA_VERSION, inspect_file
from trainingdesk.persistence.migrations import runner
from trainingdesk.persistence.migrations.runner import create_file, upgrade_file
from trainingdesk.persistence.schema import schema_statements
from trainingdesk.persistence.search import post_characters
from trainingdesk.persistence.tables import all_tables


def statements(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'person_search_%'"
            " AND name NOT IN ('alembic_version', 'sqlite_sequence')"
        )
        # SQLite puts quotes around a name that a table took from another
        return {" ".join(row[0].replace('"', "").split()) for row in rows}


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    path = tmp_path / "fresh.deskdb"
    create_file(path, lambda _draft: None)
    return path


def test_migrations_arrive_at_the_schema_of_the_classes(fresh: Path):
    wanted = {" ".join(statement.replace('"', "").split()) for statement in schema_statements()}
    assert statements(fresh) == wanted


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


VERSION_1 = Path(runner.__file__).parent / "versions" / "v0001_first_desk.sql"
PEOPLE_OF_VERSION_1 = """
INSERT INTO unit (id, parent_id, name, short_name, initials, line, position, liaison, active, version) VALUES
    (1, NULL, '城东区教育局', '教育局', 'jyj', 'education', 1, '王海', 1, 3),
    (2, 1, '城东区实验小学', '实验小学', 'syxx', 'education', 2, '', 0, 1),
    (7, NULL, '城东区城建集团', '城建集团', 'cjjt', 'enterprise', 3, '', 1, 1);
DELETE FROM unit WHERE id = 7;
INSERT INTO unit (id, parent_id, name, short_name, initials, line, position, liaison, active, version) VALUES
    (3, NULL, '城东区国资公司', '国资公司', 'gzgs', 'enterprise', 3, '', 1, 1);
INSERT INTO import_batch (id, file_name, digest, at, created, updated, same, refused, before) VALUES
    (4, '名册.xlsx', 'ab', '2026-06-12T00:00:00.000Z', 1, 0, 0, 2, x'00');
INSERT INTO person (id, unit_id, name, birth, id_number, ethnicity, political, education, degree, work_start,
    party_entry, post, rank, team, phone, status, status_from, note, position, import_batch_id, version) VALUES
    (9, 2, '丁宁', '1980-05', '999901198005010029', '汉族', '群众', '大学', '学士', '2003-07', '', '教师',
     'technical_middle', 'technical', '13800000000', 'serving', '2020-01-01', '', 16000000009, 4, 5);
"""


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    """Return a file as version 1 of the program left it, with people, a deleted unit and an import."""
    path = tmp_path / "old.deskdb"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
        connection.executescript(PEOPLE_OF_VERSION_1)
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("PRAGMA user_version=1")
        connection.commit()
    return path


def test_a_file_of_version_1_arrives_at_the_present_schema(version_1: Path, fresh: Path):
    upgrade_file(version_1, lambda: None)
    assert statements(version_1) == statements(fresh)
    assert inspect_file(version_1) == SCHEMA_VERSION


def test_a_file_of_version_1_keeps_every_value(version_1: Path):
    tables = ("unit", "person", "import_batch")

    def values() -> dict[str, list[dict[str, object]]]:
        with closing(sqlite3.connect(version_1)) as connection:
            connection.row_factory = sqlite3.Row
            return {
                name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY id")]
                for name in tables
            }

    before = values()
    upgrade_file(version_1, lambda: None)
    after = values()
    derived = {"position"}  # the seniority inside a rank came in
    for name in tables:
        kept = [
            {key: row[key] for key in old if key not in derived}
            for old, row in zip(before[name], after[name], strict=True)
        ]
        wanted = [{key: old[key] for key in old if key not in derived} for old in before[name]]
        assert kept == wanted
    assert [(row["id"], row["kind"]) for row in after["unit"]] == [
        (1, "organ"),
        (2, "institution"),
        (3, "enterprise"),
    ]


def test_a_file_of_version_1_gives_no_id_a_second_time(version_1: Path):
    upgrade_file(version_1, lambda: None)
    with closing(sqlite3.connect(version_1)) as connection:
        last = dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
        assert (last["unit"], last["person"], last["import_batch"]) == (7, 9, 4)
        assert not [
            row for row in connection.execute("SELECT name FROM sqlite_master") if row[0].endswith("_anew")
        ]


def test_a_file_of_version_1_gets_its_orders_and_its_posts_in_the_index(version_1: Path):
    upgrade_file(version_1, lambda: None)
    with closing(sqlite3.connect(version_1)) as connection:
        keys = name_order().keys("丁宁")
        found = connection.execute("SELECT id, position, stroke_key, pinyin_key FROM person").fetchall()
        assert found == [(9, position_of("technical_middle", 9), keys.strokes, keys.pinyin)]
        index = connection.execute("SELECT rowid, * FROM person_search").fetchall()
        assert index == [(9, "丁 宁", "dingning dn d", "z92001050 z00000000", post_characters("教师"))]
