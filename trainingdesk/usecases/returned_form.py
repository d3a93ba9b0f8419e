"""A form for a unit that has come back: whom its hidden keys stand for, and what it went out with."""

from collections.abc import Mapping

from sqlalchemy import Connection

from trainingdesk.domain.roster.keys import NO_KEYS, Form, KeyedRows, desk_mark, read_keys
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.domain.roster.sent import Sent, sent_with
from trainingdesk.exchange.roster_file import RosterFile
from trainingdesk.persistence.readmodels import units
from trainingdesk.persistence.readmodels.office import desk_id
from trainingdesk.persistence.readmodels.told import row_of_mark

_MERGED = "SELECT lost_id, kept_id FROM person_merge"
_UNITS = "SELECT id, name FROM unit"


def returned_form(
    connection: Connection, file: RosterFile, known: Mapping[int, KnownPerson]
) -> tuple[KeyedRows, Form | None, Sent | None]:
    """Return whom the keys of a form stand for, whom it was about and what with it went out when this desk has made it."""
    if not file.keys and file.form is None:
        return NO_KEYS, None, None
    mark = desk_mark(desk_id(connection))
    merged = {int(lost): int(kept) for lost, kept in connection.exec_driver_sql(_MERGED)}
    keys = read_keys(file.keys, mark, known, merged) if file.keys else NO_KEYS
    if file.form is None or file.form.desk != mark:
        return keys, None, None
    head = row_of_mark(connection, file.form.log)
    sent = None if head is None else sent_with(file.form, head, merged)
    if not keys.people:
        return keys, None, sent
    names = {int(number): str(name) for number, name in connection.exec_driver_sql(_UNITS)}
    into = units.merged(connection)
    wanted = frozenset(names[into.get(number, number)] for number in file.form.units if number in names)
    return keys, Form(wanted, frozenset(file.form.people)), sent
