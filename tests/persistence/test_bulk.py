"""Many rows come in at once, and the table they come into stays what it was."""

import pytest
from sqlalchemy import Column, Connection, Index, Integer, MetaData, Table, Text, create_engine, event
from sqlalchemy.exc import IntegrityError

from trainingdesk.persistence.bulk import indexes_built_once
from trainingdesk.persistence.inserts import inserts, run

PLACE = Table(
    "place",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", Text),
    Column("number", Text),
    Index("by_name", "name"),
    Index("once", "number", unique=True),
)


@pytest.fixture
def connection():
    # as the desk begins: the driver would leave what changes a table outside of a transaction
    engine = create_engine("sqlite://", connect_args={"isolation_level": None})
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with engine.connect() as connection:
        PLACE.create(connection)
        yield connection
    engine.dispose()


def stored(connection: Connection):
    return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM place ORDER BY rowid")]


def indexes(connection: Connection):
    found = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY rowid"
    )
    return [tuple(row) for row in found]


@pytest.mark.parametrize("count", [0, 1, 532, 533, 534, 2_000])
def test_rows_come_in_as_they_are_and_in_their_order(connection, count):
    rows = [
        (number, f"甲{number % 7}", None if number % 3 else str(number)) for number in range(1, count + 1)
    ]
    run(connection, inserts("place (id, name, number)", rows))
    assert stored(connection) == rows


def test_hundreds_come_with_each_run_of_a_statement():
    [(statement, runs), (rest, [last])] = inserts("t (a, b)", [(number, number) for number in range(2_001)])
    assert [len(one) for one in runs] == [1_600, 1_600]
    assert statement.count("(?, ?)") == 800
    assert (rest.count("(?, ?)"), len(last)) == (401, 802)


def test_indexes_that_were_away_are_the_same_afterwards(connection):
    before = indexes(connection)
    with indexes_built_once(connection, PLACE):
        assert not indexes(connection)
        run(connection, inserts("place (id, name, number)", [(1, "甲", "7"), (2, "乙", None)]))
    assert indexes(connection) == before
    plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN SELECT id FROM place WHERE number = '7'").all()
    assert "once" in plan[0][3]
    with pytest.raises(IntegrityError):
        connection.exec_driver_sql("INSERT INTO place VALUES (3, '丙', '7')")


def test_two_of_one_number_are_refused_at_the_end_and_all_is_as_before(connection):
    connection.exec_driver_sql("INSERT INTO place VALUES (1, '甲', '7')")
    connection.commit()
    before = indexes(connection)
    with pytest.raises(IntegrityError), indexes_built_once(connection, PLACE):
        run(connection, inserts("place (id, name, number)", [(2, "乙", "7")]))
    connection.rollback()
    assert (indexes(connection), stored(connection)) == (before, [(1, "甲", "7")])
