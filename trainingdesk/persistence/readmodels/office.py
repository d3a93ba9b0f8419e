"""Reads of the office area."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, case, func, or_, select
from sqlalchemy.orm import aliased

from trainingdesk.domain.access import Role
from trainingdesk.domain.office.rows import LOG_HITS, LogRow, OfficeFacts, RuleRow, UndoOffer, UserRow
from trainingdesk.persistence.readmodels.rules import source_words
from trainingdesk.persistence.tables.accounts import User, UserRole
from trainingdesk.persistence.tables.log import Audit, Request, UndoStep
from trainingdesk.persistence.tables.office import Office, Rule

#: how many requests are looked through for a last act where no step stands
_LOOK_BACK = 5_000


def office_facts(connection: Connection) -> OfficeFacts:
    """Return the office's one row."""
    row = connection.execute(
        select(Office.name, Office.number_prefix, Office.cycle_start, Office.is_demo, Office.version)
    ).one()
    return OfficeFacts(*row)


def desk_id(connection: Connection) -> str:
    """Return what tells this desk from every other."""
    return str(connection.scalar(select(Office.desk_id)))


def users(connection: Connection) -> list[UserRow]:
    """Return every account by sign-in name, with the last time it was used."""
    held: dict[int, list[Role]] = {}
    for user_id, role in connection.execute(select(UserRole.user_id, UserRole.role)):
        held.setdefault(user_id, []).append(role)
    seen = (
        select(Audit.entity_id, func.max(Audit.at).label("at"))
        .where(Audit.entity == "user", Audit.kind == "signed_in")
        .group_by(Audit.entity_id)
        .subquery()
    )
    rows = connection.execute(
        select(User.id, User.version, User.login, User.name, User.active, seen.c.at)
        .outerjoin(seen, seen.c.entity_id == User.id)
        .order_by(User.login)
    )
    order = list(Role)
    return [
        UserRow(
            row.id,
            row.version,
            row.login,
            row.name,
            tuple(sorted(held.get(row.id, ()), key=order.index)),
            row.active,
            row.at,
        )
        for row in rows
    ]


def rules(connection: Connection, today: date) -> list[RuleRow]:
    """Return every value of every rule, the ones in force before the past ones."""
    rows = connection.execute(
        select(
            Rule.id,
            Rule.version,
            Rule.key,
            Rule.value,
            Rule.valid_from,
            Rule.valid_to,
            Rule.source,
            Rule.note,
        ).order_by(Rule.key, Rule.valid_from.desc())
    )
    return [
        RuleRow(
            row.id,
            row.version,
            row.key,
            row.value,
            row.valid_from,
            row.valid_to,
            source_words(row.source),
            row.note,
            row.valid_from <= today and (row.valid_to is None or row.valid_to >= today),
            row.valid_from >= today,
        )
        for row in rows
    ]


def rule_keys(connection: Connection) -> set[str]:
    """Return the key of every rule there is a value of, past ones too."""
    return set(connection.scalars(select(Rule.key).distinct()))


def log_ids(connection: Connection, order: str, text: str, entity: str) -> list[int]:
    """Return the ids of log rows, newest first; rows about undo's own steps are left out.

    ``text`` looks at the person, the command and the values; it finds the newest :data:`LOG_HITS` rows.
    """
    query = select(Audit.id).where(Audit.entity == entity if entity else Audit.entity != "undo_step")
    newest = Audit.id.desc()
    if not text:
        return list(connection.scalars(query.order_by(Audit.id if order == "at" else newest)))
    people = select(User.id).where(User.name.contains(text, autoescape=True))
    fits = or_(
        Audit.actor_id.in_(people),
        Audit.command.contains(text, autoescape=True),
        Audit.detail.contains(text, autoescape=True),
    )
    found = list(connection.scalars(query.where(fits).order_by(newest).limit(LOG_HITS)))
    return found[::-1] if order == "at" else found


def log_rows(connection: Connection, ids: Sequence[int]) -> list[LogRow]:
    """Return log rows by their ids.

    What the desk itself wrote down (a sign-in, a backup) is shown under the person it is about.
    """
    about = func.coalesce(
        Audit.actor_id,
        case((Audit.entity == "user", Audit.entity_id), else_=func.json_extract(Audit.detail, "$.user_id")),
    )
    rows = connection.execute(
        select(
            Audit.id,
            Audit.at,
            User.name,
            Audit.command,
            Audit.entity,
            Audit.entity_id,
            Audit.kind,
            Audit.detail,
        )
        .outerjoin(User, User.id == about)
        .where(Audit.id.in_(ids))
    )
    return [LogRow(r[0], r[1], r[2] or "", r[3], r[4], r[5], r[6], json.loads(r[7])) for r in rows]


def undo_offer(connection: Connection, user_id: int, depth: int, leave: Sequence[int]) -> UndoOffer | None:
    """Return the step that this user's undo would take back, None when none of the last ``depth`` steps stands.

    Steps of ``leave`` are passed over.
    """
    return next(iter(undo_offers(connection, user_id, depth, leave, most=1)), None)


def undo_offers(
    connection: Connection, user_id: int, depth: int, leave: Sequence[int] = (), *, most: int
) -> tuple[UndoOffer, ...]:
    """Return the steps that this user's undo would take back one after the other, the newest first."""
    last = select(UndoStep.id).where(UndoStep.actor_id == user_id).order_by(UndoStep.id.desc()).limit(depth)
    rows = connection.execute(
        select(UndoStep.id, UndoStep.label, UndoStep.params, UndoStep.at)
        .where(UndoStep.id.in_(last), UndoStep.undone_at.is_(None), UndoStep.id.not_in(leave))
        .order_by(UndoStep.id.desc())
        .limit(most)
    )
    return tuple(UndoOffer(*row) for row in rows)


def final_act(
    connection: Connection, user_id: int, step_id: int | None, commands: Collection[str]
) -> tuple[str, datetime] | None:
    """Return this user's last act among ``commands``, and when it was; None when a step came after it.

    Args:
        step_id: the newest step that stands, None when there is none.

    None too once the user has taken an older step back all the same: who went past it once goes on.
    """
    began = select(func.max(Request.id)).scalar_subquery() - _LOOK_BACK
    if step_id is not None:
        began = (
            select(Request.id)
            .join(Audit, Audit.request_id == Request.request_id)
            .where(Audit.entity == "undo_step", Audit.entity_id == step_id, Audit.kind == "created")
            .scalar_subquery()
        )
    act = connection.execute(
        select(Request.command, Request.at, Request.audit_seq)
        .where(Request.id > began, Request.actor_id == user_id, Request.command.in_(commands))
        .order_by(Request.id.desc())
        .limit(1)
    ).first()
    if act is None:
        return None
    made = aliased(Audit)
    passed = connection.scalar(
        select(Audit.id)
        .join(made, (made.entity == "undo_step") & (made.entity_id == Audit.entity_id))
        .where(
            Audit.id > act.audit_seq,
            Audit.entity == "undo_step",
            Audit.command == "UndoLast",
            Audit.actor_id == user_id,
            made.kind == "created",
            made.id <= act.audit_seq,
        )
        .limit(1)
    )
    return None if passed is not None else (act.command, act.at)
