"""What pages and papers read of groups and the reserve list."""

from datetime import date

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.roster.groups import GroupCount, MemberRow
from trainingdesk.persistence.readmodels import groups
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ROSTER_READ)
def group_counts(reader: Reader, day: date | None = None) -> tuple[GroupCount, ...]:
    """Return every group with its heads on a day, today by default."""
    return groups.counts(reader.connection, day or reader.today)


@query(Permission.ROSTER_READ)
def group_members(reader: Reader, kind: GroupKind, day: date | None = None) -> tuple[MemberRow, ...]:
    """Return who is in a group on a day, today by default."""
    return groups.members(reader.connection, kind, day or reader.today)
