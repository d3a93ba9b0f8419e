"""What stands in the way of taking an import back, asked before it is tried."""

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Problem
from trainingdesk.persistence.readmodels.import_use import said_of, used_elsewhere
from trainingdesk.usecases.import_later import later_import
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ROSTER_READ)
def import_in_the_way(reader: Reader, batch_id: int) -> Problem | None:
    """Return what an import would be refused for, None where nothing that names its people is in the way.

    A later import that stands on it comes first: the rest may be of that one.
    """
    later = later_import(reader.connection, batch_id)
    if later is not None:
        return later
    used = used_elsewhere(reader.connection, batch_id, beforehand=True)
    return Problem("import.people_in_use", said_of(reader.connection, used)) if used else None
