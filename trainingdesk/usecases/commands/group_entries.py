"""An entry in a group that never should have been made: taken away however long ago, and put back by undo."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.errors import Refused
from trainingdesk.persistence.tables.groups import FollowUp, GroupMembership
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.usecases.commands.groups import refuse_twice
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import add_again, bring_back, kept_of
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class TakeMembershipAway(Command):
    """Take an entry away that was made by mistake; who was in the group leaves it with a day instead."""

    membership_id: int
    version: int


@handles(TakeMembershipAway, Permission.ROSTER_EDIT)
def take_membership_away(work: Work, command: TakeMembershipAway) -> Result:
    """Delete the entry; it can be put back.

    Raises Conflict ``record.stale``, Refused ``group.by_exit`` for the reserve list and ``group.has_visits`` where visits
    hang on it.
    """
    record = work.load(GroupMembership, command.membership_id, command.version)
    person = work.load(Person, record.person_id)
    if record.kind is GroupKind.RESERVE:
        raise Refused("group.by_exit")
    if work.session.scalar(select(FollowUp.id).where(FollowUp.membership_id == record.id).limit(1)):
        raise Refused("group.has_visits", name=person.name)
    back = PutMembershipBack(membership_id=record.id, values=kept_of(record))
    work.session.delete(record)
    work.session.flush()
    work.can_undo("undo.take_membership_away", back, name=person.name)
    return {"membership_id": command.membership_id}


@dataclass(frozen=True, kw_only=True)
class PutMembershipBack(Command):
    """Bring an entry back that was taken away, under its own number."""

    membership_id: int
    values: tuple[tuple[str, Any], ...]


@handles(PutMembershipBack, Permission.ROSTER_EDIT)
def put_membership_back(work: Work, command: PutMembershipBack) -> Result:
    """Write the entry again; raises what :func:`refuse_twice` refuses when another one took its days since."""
    values = bring_back(GroupMembership, command.values)
    person = work.load(Person, values["person_id"])
    refuse_twice(work, values["kind"], [person.id], values["valid_from"], values["valid_to"])
    add_again(work, GroupMembership, command.membership_id, values)
    return {"membership_id": command.membership_id}
