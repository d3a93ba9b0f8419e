"""What pages read of a person's history."""

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import NotFound
from trainingdesk.domain.roster.history_views import PersonHistory
from trainingdesk.persistence.readmodels import history
from trainingdesk.shared.text import Label
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ROSTER_READ)
def person_history(reader: Reader, person_id: int) -> PersonHistory:
    """Return the rows of somebody's history; raises NotFound ``record.gone``."""
    found = history.history(reader.connection, person_id)
    if found is None:
        raise NotFound("record.gone", kind=Label("entity.person"))
    return found
