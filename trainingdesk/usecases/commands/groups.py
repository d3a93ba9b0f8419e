"""Groups with dates: people in and out, memberships corrected, talents visited (P2.1–P2.3, P5.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import decide_entry, decide_leaving
from trainingdesk.persistence.tables.groups import FollowUp, GroupMembership
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.shared.text import Label
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import (
    Change,
    add_again,
    bring_back,
    changes_of,
    kept_of,
    put_back,
    values_of,
)
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class JoinGroup(Command):
    """Put people into a group from a day, with the reason; who is in it already stays as they are.

    Attributes:
        organisation, speciality: of a talent, "" for others.
    """

    kind: GroupKind
    person_ids: tuple[int, ...]
    day: date
    reason: str
    organisation: str = ""
    speciality: str = ""


@handles(JoinGroup, Permission.ROSTER_EDIT)
def join_group(work: Work, command: JoinGroup) -> Result:
    """Open memberships; raises Refused ``group.by_admission`` for the reserve list, ``group.nobody_new``."""
    kind = GroupKind(command.kind)
    if kind is GroupKind.RESERVE:
        raise Refused("group.by_admission")
    ids = _join(work, kind, command.person_ids, command.day, command.reason, command)
    if not ids:
        raise Refused("group.nobody_new", group=Label(f"group_kind.{kind}"))
    work.can_undo(
        "undo.join_group",
        RemoveMemberships(membership_ids=tuple(ids)),
        count=len(ids),
    )
    return {"membership_ids": ids, "count": len(ids)}


def _title(kind: GroupKind) -> Label:
    return Label(f"group_kind.{kind}")


def _join(
    work: Work, kind: GroupKind, people: Sequence[int], day: date, reason: str, talent: JoinGroup | None
) -> list[int]:
    words = decide_entry(day, reason, work.today)
    refuse_twice(work, kind, people, day)
    present = set(
        work.session.scalars(
            select(GroupMembership.person_id).where(
                GroupMembership.kind == kind, GroupMembership.valid_to.is_(None)
            )
        )
    )
    made = []
    for number in dict.fromkeys(people):
        if number in present:
            continue
        work.load(Person, number)
        record = GroupMembership(
            person_id=number,
            kind=kind,
            valid_from=day,
            valid_to=None,
            reason_in=words,
            reason_out="",
            organisation=talent.organisation.strip() if talent else "",
            speciality=talent.speciality.strip() if talent else "",
        )
        work.session.add(record)
        made.append(record)
    work.session.flush()
    return [record.id for record in made]


def refuse_twice(
    work: Work, kind: GroupKind, people: Sequence[int], begin: date, end: date | None = None, but: int = 0
) -> None:
    """Refuse an entry that would reach into another one of the same group: nobody is in a group twice on one day.

    Raises Refused ``group.reaches_into``; ``group.another_entry`` where ``but`` is given, the membership that is put
    right. Only then is it a matter that somebody is in the group without an end: ``group.another_entry_lasts``.
    """
    for number in people:
        with work.session.no_autoflush:
            others = select(GroupMembership).where(
                GroupMembership.person_id == number, GroupMembership.kind == kind, GroupMembership.id != but
            )
            ends_later = GroupMembership.valid_to > begin
            if but:
                ends_later |= GroupMembership.valid_to.is_(None)
            others = others.where(ends_later)
            if end is not None:
                others = others.where(GroupMembership.valid_from < end)
            found = work.session.scalar(others.order_by(GroupMembership.valid_from).limit(1))
        if found is None:
            continue
        name, last = _name(work, found), found.valid_to
        if but and last is None:
            raise Refused("group.another_entry_lasts", name=name, first=found.valid_from)
        if but:
            raise Refused("group.another_entry", name=name, first=found.valid_from, last=last)
        raise Refused("group.reaches_into", name=name, day=last)


@dataclass(frozen=True, kw_only=True)
class RemoveMemberships(Command):
    """Take back memberships that were opened by mistake: the way back of :class:`JoinGroup`."""

    membership_ids: tuple[int, ...]


@handles(RemoveMemberships, Permission.ROSTER_EDIT)
def remove_memberships(work: Work, command: RemoveMemberships) -> Result:
    """Delete memberships; raises Refused ``group.has_visits`` where visits hang on one."""
    for number in command.membership_ids:
        record = work.load(GroupMembership, number)
        if work.session.scalar(select(FollowUp.id).where(FollowUp.membership_id == number).limit(1)):
            raise Refused("group.has_visits", name=_name(work, record))
        work.session.delete(record)
    return {"count": len(command.membership_ids)}


@dataclass(frozen=True, kw_only=True)
class LeaveGroup(Command):
    """End memberships on a day, the first one outside, with the reason."""

    membership_ids: tuple[int, ...]
    day: date
    reason: str


@handles(LeaveGroup, Permission.ROSTER_EDIT)
def leave_group(work: Work, command: LeaveGroup) -> Result:
    """End memberships; raises Refused ``group.by_exit`` for the reserve list, ``group.left_already``."""
    steps, kinds = _leave(work, command.membership_ids, command.day, command.reason)
    if GroupKind.RESERVE in kinds:
        raise Refused("group.by_exit")
    if steps:
        back = RestoreGroupRecords(entity="group_membership", steps=tuple(steps))
        work.can_undo("undo.leave_group", back, count=len(steps))
    return {"count": len(steps)}


def _leave(
    work: Work, ids: Sequence[int], day: date, reason: str
) -> tuple[list[tuple[int, tuple[Change, ...]]], list[GroupKind]]:
    steps, kinds = [], []
    for number in ids:
        record = work.load(GroupMembership, number)
        name = _name(work, record)
        if record.valid_to is not None:
            raise Refused("group.left_already", name=name, day=record.valid_to)
        before = values_of(record, ("valid_to", "reason_out"))
        record.reason_out = decide_leaving(name, record.valid_from, day, reason, work.today)
        record.valid_to = day
        kinds.append(record.kind)
        work.session.flush()
        steps.append((number, changes_of(record, before)))
    return steps, kinds


def _name(work: Work, record: GroupMembership) -> str:
    return work.session.get_one(Person, record.person_id).name


@dataclass(frozen=True, kw_only=True)
class ApplyProposal(Command):
    """Bring a group in line with the ranks: people in and memberships ended on one day (P2.1)."""

    kind: GroupKind
    person_ids: tuple[int, ...]
    membership_ids: tuple[int, ...]
    day: date
    reason: str


@handles(ApplyProposal, Permission.ROSTER_EDIT)
def apply_proposal(work: Work, command: ApplyProposal) -> Result:
    """Do both halves or neither; raises what joining and leaving raise."""
    kind = GroupKind(command.kind)
    if kind not in {GroupKind.UNIT_HEADS, GroupKind.DEPUTIES}:
        raise Refused("group.not_by_rank", group=_title(kind))
    steps, _kinds = _leave(work, command.membership_ids, command.day, command.reason)
    ids = _join(work, kind, command.person_ids, command.day, command.reason, None)
    if not ids and not steps:
        raise Refused("group.nobody_new", group=_title(kind))
    back = TakeProposalBack(membership_ids=tuple(ids), steps=tuple(steps))
    work.can_undo("undo.propose_group", back, joined=len(ids), left=len(steps))
    return {"joined": len(ids), "left": len(steps), "membership_ids": ids}


@dataclass(frozen=True, kw_only=True)
class TakeProposalBack(Command):
    """The way back of :class:`ApplyProposal`."""

    membership_ids: tuple[int, ...]
    steps: tuple[tuple[int, tuple[Change, ...]], ...]


@handles(TakeProposalBack, Permission.ROSTER_EDIT)
def take_proposal_back(work: Work, command: TakeProposalBack) -> Result:
    """Delete what was opened, and open again what was ended."""
    for number in command.membership_ids:
        work.session.delete(work.load(GroupMembership, number))
    work.session.flush()
    _restore(work, GroupMembership, command.steps)
    return {"count": len(command.membership_ids) + len(command.steps)}


@dataclass(frozen=True, kw_only=True)
class ChangeMembership(Command):
    """Put a membership right: since when and why, until when and why, a talent's enterprise and field.

    Attributes:
        valid_to, reason_out: the first day outside and the reason; None and "" of one that lasts. None for one that has
            ended says that it never did.
    """

    membership_id: int
    version: int
    day: date
    reason: str
    organisation: str = ""
    speciality: str = ""
    valid_to: date | None = None
    reason_out: str = ""


@handles(ChangeMembership, Permission.ROSTER_EDIT)
def change_membership(work: Work, command: ChangeMembership) -> Result:
    """Change one membership.

    Raises Refused ``group.ends_before`` when it would end before it begins, what :func:`refuse_twice` refuses, and
    ``group.by_exit`` for another end on the reserve list, or another reason of it.
    """
    record = work.load(GroupMembership, command.membership_id, command.version)
    name = _name(work, record)
    reason = decide_entry(command.day, command.reason, work.today)
    reason_out = ""
    if command.valid_to is not None:
        reason_out = decide_leaving(name, command.day, command.valid_to, command.reason_out, work.today)
    if record.kind is GroupKind.RESERVE and (command.valid_to, reason_out) != (
        record.valid_to,
        record.reason_out,
    ):
        raise Refused("group.by_exit")
    refuse_twice(work, record.kind, [record.person_id], command.day, command.valid_to, record.id)
    values = {
        "valid_from": command.day,
        "valid_to": command.valid_to,
        "reason_in": reason,
        "reason_out": reason_out,
        "organisation": command.organisation.strip(),
        "speciality": command.speciality.strip(),
    }
    _change(work, record, values, "undo.change_membership", name)
    return {"membership_id": record.id, "version": record.version}


def _change(
    work: Work, record: GroupMembership | FollowUp, values: dict[str, Any], label: str, name: str
) -> None:
    before = values_of(record, values)
    for part, value in values.items():
        setattr(record, part, value)
    work.session.flush()
    if changes := changes_of(record, before):
        back = RestoreGroupRecords(entity=record.__tablename__, steps=((record.id, changes),))
        work.can_undo(label, back, name=name)


@dataclass(frozen=True, kw_only=True)
class RestoreGroupRecords(Command):
    """Give memberships or visits their former values back.

    Attributes:
        entity: ``group_membership`` or ``follow_up``.
        steps: (record, its changed fields before and after).
    """

    entity: str
    steps: tuple[tuple[int, tuple[Change, ...]], ...]


@handles(RestoreGroupRecords, Permission.ROSTER_EDIT)
def restore_group_records(work: Work, command: RestoreGroupRecords) -> Result:
    """Put the fields back; raises Conflict ``undo.changed_since`` where one was changed again."""
    _restore(work, FollowUp if command.entity == "follow_up" else GroupMembership, command.steps)
    return {"count": len(command.steps)}


def _restore(
    work: Work,
    kind: type[GroupMembership] | type[FollowUp],
    steps: Sequence[tuple[int, tuple[Change, ...]]],
) -> None:
    for number, changes in steps:
        record = work.load(kind, number)
        assert isinstance(record, (GroupMembership, FollowUp))
        member = (
            record
            if isinstance(record, GroupMembership)
            else work.load(GroupMembership, record.membership_id)
        )
        put_back(record, _name(work, member), changes)
        if record is member:
            refuse_twice(work, member.kind, [member.person_id], member.valid_from, member.valid_to, member.id)
        work.session.flush()


@dataclass(frozen=True, kw_only=True)
class AddFollowUp(Command):
    """Note a visit to a talent or the enterprise: the need, "" without any, the service given and by whom (P2.3)."""

    membership_id: int
    day: date
    need: str
    by_whom: str
    service: str = ""
    settled_on: date | None = None


@handles(AddFollowUp, Permission.ROSTER_EDIT)
def add_follow_up(work: Work, command: AddFollowUp) -> Result:
    """Keep the visit.

    Raises Refused ``group.visit_empty``, ``group.day_to_come``, ``group.settled_before``, and for a day on which nobody
    was a talent ``group.visit_before_entry`` or ``group.visit_after_exit``.
    """
    member = work.load(GroupMembership, command.membership_id)
    if member.kind is not GroupKind.TALENT:
        raise Refused("group.no_talent", name=_name(work, member))
    _refuse_outside(work, member, command.day)
    record = FollowUp(membership_id=member.id, **_visit(work, command))
    work.session.add(record)
    work.session.flush()
    work.can_undo("undo.add_visit", RemoveFollowUp(follow_up_id=record.id), name=_name(work, member))
    return {"follow_up_id": record.id, "membership_id": member.id}


@dataclass(frozen=True, kw_only=True)
class ChangeFollowUp(Command):
    """Complete or correct a visit, for instance once its need is settled."""

    follow_up_id: int
    version: int
    day: date
    need: str
    by_whom: str
    service: str = ""
    settled_on: date | None = None


@handles(ChangeFollowUp, Permission.ROSTER_EDIT)
def change_follow_up(work: Work, command: ChangeFollowUp) -> Result:
    """Change one visit; raises what :func:`add_follow_up` raises."""
    record = work.load(FollowUp, command.follow_up_id, command.version)
    member = work.load(GroupMembership, record.membership_id)
    if command.day != record.day:
        _refuse_outside(work, member, command.day)
    _change(work, record, _visit(work, command), "undo.change_visit", _name(work, member))
    return {"follow_up_id": record.id, "version": record.version}


def _refuse_outside(work: Work, member: GroupMembership, day: date) -> None:
    if day < member.valid_from:
        raise Refused("group.visit_before_entry", name=_name(work, member), day=member.valid_from)
    if member.valid_to is not None and day >= member.valid_to:
        raise Refused("group.visit_after_exit", name=_name(work, member), day=member.valid_to)


def _visit(work: Work, command: AddFollowUp | ChangeFollowUp) -> dict[str, Any]:
    if not command.by_whom.strip():
        raise Refused("group.visit_empty")
    if command.day > work.today:
        raise Refused("group.day_to_come", day=command.day)
    if command.settled_on is not None and not command.day <= command.settled_on <= work.today:
        raise Refused("group.settled_before", day=command.day)
    return {
        "day": command.day,
        "need": command.need.strip(),
        "service": command.service.strip(),
        "by_whom": command.by_whom.strip(),
        "settled_on": command.settled_on,
    }


@dataclass(frozen=True, kw_only=True)
class RemoveFollowUp(Command):
    """Take a visit back that was noted by mistake."""

    follow_up_id: int


@handles(RemoveFollowUp, Permission.ROSTER_EDIT)
def remove_follow_up(work: Work, command: RemoveFollowUp) -> Result:
    """Delete the visit."""
    work.session.delete(work.load(FollowUp, command.follow_up_id))
    return {"follow_up_id": command.follow_up_id}


@dataclass(frozen=True, kw_only=True)
class TakeFollowUpAway(Command):
    """Take a visit away that was noted wrongly, however long ago; undo puts it back."""

    follow_up_id: int
    version: int


@handles(TakeFollowUpAway, Permission.ROSTER_EDIT)
def take_follow_up_away(work: Work, command: TakeFollowUpAway) -> Result:
    """Delete the visit; it can be put back. Raises Conflict ``record.stale`` when it says something else meanwhile."""
    record = work.load(FollowUp, command.follow_up_id, command.version)
    name = _name(work, work.load(GroupMembership, record.membership_id))
    back = PutFollowUpBack(follow_up_id=record.id, values=kept_of(record))
    work.session.delete(record)
    work.session.flush()
    work.can_undo("undo.take_visit_away", back, name=name)
    return {"follow_up_id": command.follow_up_id}


@dataclass(frozen=True, kw_only=True)
class PutFollowUpBack(Command):
    """Bring a visit back that was taken away, under its own number."""

    follow_up_id: int
    values: tuple[tuple[str, Any], ...]


@handles(PutFollowUpBack, Permission.ROSTER_EDIT)
def put_follow_up_back(work: Work, command: PutFollowUpBack) -> Result:
    """Write the visit again."""
    values = bring_back(FollowUp, command.values)
    work.load(GroupMembership, values["membership_id"])
    add_again(work, FollowUp, command.follow_up_id, values)
    return {"follow_up_id": command.follow_up_id}
