"""Reads of the office area."""

from collections.abc import Sequence

from trainingdesk.domain.access import Permission
from trainingdesk.domain.office.rows import LogRow, OfficeFacts, RuleRow, UndoOffer, UserRow
from trainingdesk.persistence.readmodels import office as reads
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
def undo_steps(reader: Reader, most: int = 8) -> tuple[UndoOffer, ...]:
    """Return the acting user's last steps that still stand, the newest first; only that one can be taken back now."""
    if reader.actor.user_id is None:
        return ()
    return reads.undo_offers(reader.connection, reader.actor.user_id, UNDO_DEPTH, most=most)
