"""The filters that the signed-in user keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.persistence.tables.roster import SavedFilter
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@dataclass(frozen=True, slots=True)
class KeptFilter:
    """A filter kept by name; ``values`` are its fields that narrow."""

    id: int
    name: str
    values: Mapping[str, Any]


@query(Permission.ROSTER_READ)
def kept_filters(reader: Reader, page: str) -> tuple[KeptFilter, ...]:
    """Return the signed-in user's filters of a page, by name."""
    found = reader.connection.execute(
        select(SavedFilter.id, SavedFilter.name, SavedFilter.filter)
        .where(SavedFilter.user_id == reader.actor.user_id, SavedFilter.page == page)
        .order_by(SavedFilter.name)
    )
    return tuple(KeptFilter(*row) for row in found)
