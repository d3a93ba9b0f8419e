"""Who changed people last, and what: said where a step can't be taken back since they were changed."""

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import select

from trainingdesk.persistence.readmodels.told import BACK
from trainingdesk.persistence.tables.accounts import User
from trainingdesk.persistence.tables.log import Audit
from trainingdesk.shared.clock import local_day
from trainingdesk.shared.text import Label
from trainingdesk.usecases.work import Work

#: so many people are told of
TOLD = 3


class Edited(NamedTuple):
    """Somebody who is not as a step left them.

    Attributes:
        person_id: who.
        name: what they are called.
        columns: the columns that are meant, None for all.
    """

    person_id: int
    name: str
    columns: Collection[str] | None = None


def last_changes(work: Work, edited: Iterable[Edited], after: int = 0) -> list[str | Label]:
    """Return the people by name, each with what was changed last, by whom and when, as far as the log says it.

    Only rows of the log behind ``after`` count, and none that only brought a former value back.
    """
    return [_told(work, one, after) for one in list(edited)[:TOLD]]


def _told(work: Work, edited: Edited, after: int) -> str | Label:
    rows = work.session.execute(
        select(Audit.detail, Audit.at, User.name)
        .join(User, User.id == Audit.actor_id)
        .where(
            Audit.entity == "person",
            Audit.entity_id == edited.person_id,
            Audit.id > after,
            Audit.kind.in_(("changed", "imported")),
            Audit.command.not_in(BACK),
        )
        .order_by(Audit.id.desc())
    )
    for detail, at, who in rows:
        columns = [name for name, pair in json.loads(detail).items() if isinstance(pair, list)]
        if edited.columns is not None:
            columns = [name for name in columns if name in edited.columns]
        fields = [name for name in columns if not name.endswith("_from")] or columns
        if fields:
            said = [Label("roster.field.unit" if name == "unit_id" else f"field.{name}") for name in fields]
            return Label(
                "undo.changed_by",
                {"name": edited.name, "fields": said[:TOLD], "who": who, "day": local_day(at)},
            )
    return edited.name


def name_taken_out(work: Work, person_id: int) -> str:
    """Return the name of somebody who was taken out as entered by mistake since."""
    detail = work.session.scalar(
        select(Audit.detail)
        .where(Audit.entity == "person", Audit.entity_id == person_id, Audit.kind == "mistaken")
        .order_by(Audit.id.desc())
        .limit(1)
    )
    return str(json.loads(detail)["name"]) if detail else "?"
