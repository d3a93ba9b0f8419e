"""What follows from people's fields and their unit's name: where they stand in the orders, and what finds them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from trainingdesk.persistence.search import refresh_people
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.usecases.undoing import Change
from trainingdesk.usecases.work import Work


def index_people_anew(work: Work, ids: Sequence[int]) -> None:
    """Bring people's places in the orders and the search index up to date after their fields were written."""
    if work.has_session:
        work.session.flush()
    refresh_people(work.connection, ids)
    if work.has_session:
        changed = set(ids)
        for record in work.session.identity_map.values():
            if isinstance(record, Person) and record.id in changed:
                work.session.expire(record, ["position", "stroke_key", "pinyin_key"])


def order_renamed(work: Work, unit: Unit, changes: Iterable[Change]) -> None:
    """Put a unit's people in order anew after it got another name: by it, posts in words say who heads it."""
    if any(part == "name" for part, _before, _after in changes):
        ids = work.session.scalars(select(Person.id).where(Person.unit_id == unit.id).order_by(Person.id))
        index_people_anew(work, list(ids))
