"""What was written since a moment, seen from the log: every write leaves a row there."""

from sqlalchemy import Connection

_LAST = "SELECT coalesce(max(id), 0) FROM audit"
_SINCE = "SELECT DISTINCT entity, request_id FROM audit WHERE id > ? AND id <= ?"


def last_written(connection: Connection) -> int:
    """Return the number of the log's last row, 0 for none."""
    return int(connection.exec_driver_sql(_LAST).scalar_one())


def written_between(connection: Connection, after: int, last: int) -> list[tuple[str, str]]:
    """Return which kinds of record were written in rows after one up to another, and by which requests."""
    return [(row[0], row[1]) for row in connection.exec_driver_sql(_SINCE, (after, last))]
