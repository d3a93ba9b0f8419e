"""Reads of the office area."""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, case, func, or_, select

from trainingdesk.domain.access import Role
from trainingdesk.domain.office.rows import LOG_HITS, LogRow, OfficeFacts, RuleRow, UndoOffer, UserRow
from trainingdesk.persistence.tables.accounts import User, UserRole
from trainingdesk.persistence.tables.log import Audit, UndoStep
from trainingdesk.persistence.tables.office import Office, Rule


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
            row.source,
            row.note,
            row.valid_from <= today and (row.valid_to is None or row.valid_to >= today),
            row.valid_from >= today,
        )
        for row in rows
    ]


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
