"""The desk itself: setting up, users, rules and undo."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from trainingdesk.domain.access import Permission, Role
from trainingdesk.domain.errors import AccessDenied, Conflict, Invalid, NotFound, Problem, Refused
from trainingdesk.persistence.tables.accounts import User, UserRole
from trainingdesk.persistence.tables.log import UndoStep
from trainingdesk.persistence.tables.office import Office, Rule
from trainingdesk.shared.assets import data_file
from trainingdesk.shared.ids import new_request_id
from trainingdesk.shared.passwords import hash_password
from trainingdesk.shared.text import Label
from trainingdesk.usecases.commands.sign_in import check_password
from trainingdesk.usecases.registry import Command, Result, entry_named, handles
from trainingdesk.usecases.undoing import UNDO_DEPTH, refuse_closed_units, refuse_rewritten
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class SetUpDesk(Command):
    """Fill a new file: the office, its first user, and the rules as they are shipped."""

    office_name: str
    number_prefix: str
    cycle_start: int
    login: str
    user_name: str
    password: str
    is_demo: bool = False


@handles(SetUpDesk, Permission.DESK_OWN)
def set_up_desk(work: Work, command: SetUpDesk) -> Result:
    """Make the office's one row, the first user as clerk and administrator, and the rules."""
    name = command.office_name.strip()
    if not name:
        raise Refused("office.no_name")
    work.session.add(
        Office(
            id=1,
            desk_id=new_request_id(),
            name=name,
            number_prefix=command.number_prefix.strip(),
            cycle_start=command.cycle_start,
            is_demo=command.is_demo,
            created_at=work.now,
        )
    )
    work.session.add_all(_shipped(rule) for rule in shipped_rules())
    roles = (Role.ADMINISTRATOR, Role.CLERK)
    return {"user_id": _add_user(work, command.login, command.user_name, command.password, roles)}


def shipped_rules() -> list[dict[str, Any]]:
    """Return the rules that ship: key, value, first day, source and note."""
    rules: list[dict[str, Any]] = json.loads(data_file("rules.json").read_text(encoding="utf-8"))
    return rules


def _shipped(rule: dict[str, Any]) -> Rule:
    return Rule(
        key=rule["key"],
        value=rule["value"],
        valid_from=date.fromisoformat(rule["valid_from"]),
        valid_to=None,
        source=rule["source"],
        note=rule["note"],
    )


@dataclass(frozen=True, kw_only=True)
class PutRulesBack(Command):
    """Put rules that a file lacks back with the values that ship; those that are there stay as they are."""


@handles(PutRulesBack, Permission.OFFICE_EDIT)
def put_rules_back(work: Work, _command: PutRulesBack) -> Result:
    """Add the missing ones; raises Refused ``rule.all_there`` when none is missing."""
    there = set(work.session.scalars(select(Rule.key)))
    missing = [rule for rule in shipped_rules() if rule["key"] not in there]
    if not missing:
        raise Refused("rule.all_there")
    work.session.add_all(_shipped(rule) for rule in missing)
    return {"keys": [rule["key"] for rule in missing]}


@dataclass(frozen=True, kw_only=True)
class AddUser(Command):
    """Open an account."""

    login: str
    name: str
    password: str
    roles: tuple[Role, ...]


@handles(AddUser, Permission.USER_EDIT)
def add_user(work: Work, command: AddUser) -> Result:
    """Open an account; logins are compared without case."""
    return {"user_id": _add_user(work, command.login, command.name, command.password, command.roles)}


def _add_user(work: Work, login: str, name: str, password: str, roles: tuple[Role, ...]) -> int:
    login, name = login.strip().lower(), name.strip()
    if not login or not name:
        raise Refused("user.no_name")
    if not roles:
        raise Refused("user.no_role")
    check_password(password)
    if work.session.scalar(select(User.id).where(User.login == login)):
        raise Refused("user.login_taken", login=login)
    user = User(
        login=login,
        name=name,
        password_hash=hash_password(password),
        active=True,
        failed_count=0,
        locked_until=None,
        roles=[UserRole(role=role) for role in roles],
    )
    work.session.add(user)
    work.session.flush()
    return user.id


@dataclass(frozen=True, kw_only=True)
class ChangeUser(Command):
    """Change an account's name, roles, or whether it is open."""

    user_id: int
    version: int
    name: str
    roles: tuple[Role, ...]
    active: bool


@handles(ChangeUser, Permission.USER_EDIT)
def change_user(work: Work, command: ChangeUser) -> Result:
    """Change an account; the desk always keeps one open administrator."""
    user = work.load(User, command.user_id, command.version)
    if not command.roles:
        raise Refused("user.no_role")
    if not command.name.strip():
        raise Refused("user.no_name")
    keeps = command.active and Role.ADMINISTRATOR in command.roles
    if not keeps and not _other_administrators(work, user.id):
        raise Refused("user.last_administrator")
    user.name, user.active = command.name.strip(), command.active
    held = {
        row.role: row for row in work.session.scalars(select(UserRole).where(UserRole.user_id == user.id))
    }
    for role in set(held) - set(command.roles):
        work.session.delete(held[role])
    for role in set(command.roles) - set(held):
        work.session.add(UserRole(user_id=user.id, role=role))
    return {"user_id": user.id}


def _other_administrators(work: Work, user_id: int) -> int | None:
    return work.session.scalar(
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.id != user_id, User.active, UserRole.role == Role.ADMINISTRATOR)
        .limit(1)
    )


@dataclass(frozen=True, kw_only=True)
class ResetPassword(Command):
    """Give another user a new password."""

    user_id: int
    password: str


@handles(ResetPassword, Permission.USER_EDIT)
def reset_password(work: Work, command: ResetPassword) -> Result:
    """Give a new password and let the user try again at once."""
    user = work.load(User, command.user_id)
    check_password(command.password)
    user.password_hash = hash_password(command.password)
    user.failed_count, user.locked_until = 0, None
    return {"user_id": user.id}


@dataclass(frozen=True, kw_only=True)
class ChangeOffice(Command):
    """Change the office's name and the short name in its numbers."""

    version: int
    name: str
    number_prefix: str


@handles(ChangeOffice, Permission.OFFICE_EDIT)
def change_office(work: Work, command: ChangeOffice) -> Result:
    """Change the office's names; papers already issued keep the old ones."""
    office = work.load(Office, 1, command.version)
    if not command.name.strip():
        raise Refused("office.no_name")
    office.name, office.number_prefix = command.name.strip(), command.number_prefix.strip()
    return {"version": office.version}


@dataclass(frozen=True, kw_only=True)
class SetRule(Command):
    """Put a rule's new value in force from a day on, or put right one that begins today or later.

    Attributes:
        valid_from: first day; a value that begins on this day already is replaced.
        rule_id, version: the value the form was opened with, None outside a form.
        correct: put that value right, whatever day it began on, instead of adding a further one.
    """

    key: str
    value: Any
    valid_from: date
    source: str
    note: str = ""
    rule_id: int | None = None
    version: int | None = None
    correct: bool = False


@handles(SetRule, Permission.OFFICE_EDIT)
def set_rule(work: Work, command: SetRule) -> Result:
    """Write the value and let each value of the rule end on the day before the next one begins.

    Raises Refused ``rule.missing``, Conflict ``record.stale``, and Invalid ``rule.unfit`` with everything that is
    wrong: what :func:`~trainingdesk.domain.rules.check_rule` and ``check_start`` say, and ``rule.no_source``.
    """
    from trainingdesk.domain.rules import check_rule, check_start, last_days  # the window starts without it

    rows = list(work.session.scalars(select(Rule).where(Rule.key == command.key).order_by(Rule.valid_from)))
    if not rows:
        raise Refused("rule.missing", key=command.key, day=command.valid_from)
    opened = None if command.rule_id is None else work.load(Rule, command.rule_id, command.version)
    if opened is not None and opened.key != command.key:
        raise NotFound("record.gone", kind=Label("entity.rule"))
    held = {row.valid_from: row for row in rows}
    corrected = opened if command.correct else held.get(command.valid_from)
    if corrected is not None and corrected.valid_from < work.today and not command.correct:
        corrected = None  # what began in the past is not put right: check_start says so
    began = None if corrected is None else corrected.valid_from
    problems = check_rule(command.key, command.value, work.policy(command.valid_from))
    problems += check_start(command.valid_from, work.today, held, began)
    if not command.source.strip():
        problems.append(Problem("rule.no_source", field="source"))
    if problems:
        raise Invalid("rule.unfit", problems)
    rule = corrected
    if rule is None:
        rule = Rule(
            key=command.key, value=None, valid_from=command.valid_from, valid_to=None, source="", note=""
        )
        work.session.add(rule)
        rows.append(rule)
    rule.value, rule.valid_from = command.value, command.valid_from
    rule.source, rule.note = command.source.strip(), command.note.strip()
    ends = last_days([row.valid_from for row in rows])
    for row in rows:
        if row.valid_to != ends[row.valid_from]:
            row.valid_to = ends[row.valid_from]
    work.session.flush()
    return {"rule_id": rule.id, "version": rule.version}


@dataclass(frozen=True, kw_only=True)
class UndoLast(Command):
    """Take back one's own last step that can be taken back.

    Attributes:
        step_id: the step that was offered, as a window shows it; None for whichever is the last.
        leave: later steps that could not be taken back: they stand for good, and undo goes on to the ones before.
    """

    step_id: int | None = None
    leave: tuple[int, ...] = ()


@handles(UndoLast, Permission.UNDO)
def undo_last(work: Work, command: UndoLast) -> Result:
    """Run the compensating command of the last step; it refuses with a reason when later facts depend on it.

    Raises Refused ``undo.nothing``; Conflict ``undo.other_step`` when the last step is not the one that was offered;
    what the compensating command refuses; Conflict ``undo.changed_since`` and ``undo.written_since`` when what it
    would change was written again since; and Refused ``undo.in_the_way`` when a name or number was given to another
    record since, or what was pointed to is gone.
    """
    steps = list(
        work.session.scalars(
            select(UndoStep)
            .where(UndoStep.actor_id == work.user_id, UndoStep.undone_at.is_(None))
            .order_by(UndoStep.id.desc())
            .limit(len(command.leave) + 1)
        )
    )
    step = next((step for step in steps if step.id not in command.leave), None)
    newest = work.session.scalar(
        select(UndoStep.id)
        .where(UndoStep.actor_id == work.user_id)
        .order_by(UndoStep.id.desc())
        .offset(UNDO_DEPTH)
        .limit(1)
    )
    if step is None or (newest is not None and step.id <= newest):
        raise Refused("undo.nothing")
    if command.step_id not in {None, step.id}:
        raise Conflict("undo.other_step")
    place = entry_named(step.command)
    if place.permission not in work.actor.permissions:
        raise AccessDenied("access.denied", permission=Label(f"permission.{place.permission}"))
    payload: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in step.payload.items()
    }
    try:
        place.handle(work, place.command(**payload))
        work.session.flush()
    except IntegrityError as error:
        raise Refused("undo.in_the_way") from error
    refuse_rewritten(work, step.id)
    refuse_closed_units(work)
    for done in steps[: steps.index(step) + 1]:
        done.undone_at = work.now
    return {"step_id": step.id, "label": step.label, "params": step.params}


@dataclass(frozen=True, kw_only=True)
class NoteUpkeep(Command):
    """Note in the log that a backup was made or put back."""

    kind: str
    file_name: str
    user_id: int | None


@handles(NoteUpkeep, Permission.DESK_OWN)
def note_upkeep(work: Work, command: NoteUpkeep) -> Result:
    """Write one log row about the office's file."""
    work.note("office", 1, command.kind, file=command.file_name, user_id=command.user_id)
    return {}
