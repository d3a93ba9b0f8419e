"""Where changes of the base come from: the reason that was given, the file that brought them, or who typed them."""

import json
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

#: the dated histories, by the kind of change they tell of
TRACKS = ("unit_period", "post_period", "team_period", "status_period")

_TYPED_BY = (
    "coalesce((SELECT u.name FROM audit a JOIN user u ON u.id = a.actor_id"
    " WHERE a.entity = '{table}' AND a.entity_id = {alias}.id AND a.kind = 'created' ORDER BY a.id DESC LIMIT 1), '')"
)
# a month means its first day; of several periods that ended between the dates the last one
_ENDED = (
    "WITH ended AS (SELECT {table}.*, max(substr(valid_to || '-01', 1, 10)) AS day"
    " FROM {table} WHERE person_id IN (SELECT value FROM json_each(?))"
    " AND substr(valid_to || '-01', 1, 10) > ? AND substr(valid_to || '-01', 1, 10) <= ? GROUP BY person_id)"
    " SELECT e.person_id, coalesce((SELECT b.begun_by FROM {table} b WHERE b.person_id = e.person_id"
    " AND {same_track} AND b.begun_by <> '' AND substr(b.valid_from || '-01', 1, 10) = e.day LIMIT 1), e.reason),"
    " coalesce(i.file_name, ''), {typed_by},"
    " e.valid_to"
    " FROM ended e LEFT JOIN import_batch i ON i.id = e.import_batch_id"
)
# whether somebody of an import came by ``joined_on`` at the latest: who was in rows that had to be put right has the day of
# the import that left them out; a day that a row said itself is no import's
_JOINED_BY = "i.undated AND p.joined_on IN (SELECT day FROM import_batch WHERE undated)"
_JOINED = (
    "SELECT p.id, '', coalesce(i.file_name, ''), "  # noqa: S608 - constant text
    + _TYPED_BY.format(table="person", alias="p")
    + f", iif({_JOINED_BY}, p.joined_on, '')"
    + " FROM person p LEFT JOIN import_batch i ON i.id = p.import_batch_id"
    " WHERE p.id IN (SELECT value FROM json_each(?))"
)


class Source(NamedTuple):
    """Where a change comes from; "" for what is not known. Who typed it is not said where a file brought it.

    ``ended`` is the first day on which what was before did not hold any more, or the month of it where no more is known.
    """

    reason: str = ""
    file: str = ""
    typed_by: str = ""
    ended: str = ""


def ended_between(
    connection: Connection, track: str, people: Sequence[int], days: tuple[date, date]
) -> dict[int, Source]:
    """Return person → where the last change of a track of :data:`TRACKS` after one day up to another came from."""
    rows = connection.exec_driver_sql(
        _ENDED.format(
            table=track,
            typed_by=_TYPED_BY.format(table=track, alias="e"),
            same_track="b.track = e.track" if track == "post_period" else "1",
        ),
        (json.dumps(list(people)), *(day.isoformat() for day in days)),
    )
    return {row[0]: _source(*row[1:]) for row in rows}


def joined(connection: Connection, people: Sequence[int]) -> dict[int, Source]:
    """Return person → what brought them into the roster, ``ended`` by when they came where nobody said the day."""
    rows = connection.exec_driver_sql(_JOINED, (json.dumps(list(people)),))
    return {row[0]: _source(*row[1:]) for row in rows}


def _source(reason: str, file: str, typed_by: str, ended: str = "") -> Source:
    return Source(reason, file, "" if file else typed_by, ended)
