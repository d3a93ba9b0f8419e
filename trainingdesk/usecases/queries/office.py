"""Reads of the office area."""

from collections.abc import Sequence

from trainingdesk.domain.access import Permission
from trainingdesk.domain.office.rows import (
    FinalAct,
    LogRow,
    OfficeFacts,
    RuleRow,
    UndoOffer,
    UndoView,
    UserRow,
)
from trainingdesk.persistence.readmodels import office as reads
from trainingdesk.usecases.final_acts import FINAL_ACTS
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query
from trainingdesk.usecases.undoing import UNDO_DEPTH


@query(Permission.USER_EDIT)
def users(reader: Reader) -> list[UserRow]:
    """Return every account."""
    return reads.users(reader.connection)


@query(Permission.OFFICE_EDIT)
def office_facts(reader: Reader) -> OfficeFacts:
    """Return the office's names and cycle."""
    return reads.office_facts(reader.connection)


@query(Permission.REPORT_READ)
def rules(reader: Reader) -> list[RuleRow]:
    """Return every rule with its dates and source; who reads reports may see what they are counted by."""
    return reads.rules(reader.connection, reader.today)


@query(Permission.REPORT_READ)
def missing_rules(reader: Reader) -> list[str]:
    """Return the keys of rules that ship and that this file has no value of: what is counted by them can't be shown."""
    from trainingdesk.usecases.commands.office import shipped_rules

    there = reads.rule_keys(reader.connection)
    return [rule["key"] for rule in shipped_rules() if rule["key"] not in there]


@query(Permission.LOG_READ)
def log_ids(reader: Reader, *, order: str = "", text: str = "", entity: str = "") -> list[int]:
    """Return the ids of log rows, newest first."""
    return reads.log_ids(reader.connection, order, text.strip(), entity)


@query(Permission.LOG_READ)
def log_rows(reader: Reader, ids: Sequence[int]) -> list[LogRow]:
    """Return log rows by their ids."""
    return reads.log_rows(reader.connection, ids)


@query(Permission.UNDO)
def undo_offer(reader: Reader, leave: Sequence[int] = ()) -> UndoOffer | None:
    """Return what undo would take back for the acting user; steps of ``leave`` are passed over."""
    if reader.actor.user_id is None:
        return None
    return reads.undo_offer(reader.connection, reader.actor.user_id, UNDO_DEPTH, leave)


@query(Permission.UNDO)
def undo_view(reader: Reader, most: int = 8) -> UndoView:
    """Return the acting user's last steps that still stand, and the act after them that undo does not reach."""
    user_id = reader.actor.user_id
    if user_id is None:
        return UndoView()
    steps = reads.undo_offers(reader.connection, user_id, UNDO_DEPTH, most=most)
    newest = steps[0].id if steps else None
    act = reads.final_act(reader.connection, user_id, newest, FINAL_ACTS)
    return UndoView(steps, FinalAct(act[0], FINAL_ACTS[act[0]], act[1]) if act else None)
