"""What stands in the way of taking an import back, asked before it is tried."""

from typing import Any

from trainingdesk.domain.access import Permission
from trainingdesk.persistence.readmodels.import_use import NAMED, used_elsewhere
from trainingdesk.shared.text import Label
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ROSTER_READ)
def import_in_the_way(reader: Reader, batch_id: int) -> dict[str, Any]:
    """Return what ``import.people_in_use`` is filled in with, {} where nothing that names its people is in the way."""
    used = used_elsewhere(reader.connection, batch_id, beforehand=True)
    if not used:
        return {}
    names = dict.fromkeys(name for one in used for name in one.names)
    return {
        "count": max(one.people for one in used),
        "kinds": [Label(f"entity.{one.table}") for one in used],
        "names": list(names)[:NAMED],
        "ways": list(dict.fromkeys(one.way for one in used)),
    }
