"""What is read of a person's history."""

from sqlalchemy import Connection, select

from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.person_form import FormerLine
from trainingdesk.persistence.tables.history import PostPeriod, StatusPeriod, UnitPeriod
from trainingdesk.persistence.tables.roster import Unit


def former_values(connection: Connection, person_id: int) -> tuple[FormerLine, ...]:
    """Return a person's former units, posts, ranks and statuses, the last one first."""
    found: list[FormerLine] = []
    units = select(Unit.name, UnitPeriod.valid_from, UnitPeriod.valid_to, UnitPeriod.reason)
    units = units.join(UnitPeriod, UnitPeriod.unit_id == Unit.id).where(UnitPeriod.person_id == person_id)
    found += [FormerLine(row[1], row[2], row[0], None, row[3]) for row in connection.execute(units)]
    posts = connection.execute(select(PostPeriod).where(PostPeriod.person_id == person_id))
    for post in posts:
        words = post.post or post.legacy
        if words or post.rank:
            found.append(FormerLine(post.valid_from, post.valid_to, words, post.rank, post.reason))
    statuses = connection.execute(select(StatusPeriod).where(StatusPeriod.person_id == person_id))
    found += [FormerLine(row.valid_from, row.valid_to, "", row.status, row.reason) for row in statuses]
    found.sort(key=lambda line: (first_day(line.valid_to), first_day(line.valid_from)), reverse=True)
    return tuple(found)
