"""Filters that a user keeps by name (常用筛选): kept, renamed, removed; each user sees their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Invalid, NotFound, Problem
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.persistence.tables.roster import SavedFilter
from trainingdesk.shared.text import Label
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class KeepFilter(Command):
    """Keep a page's filter by a name; one of the same name gives way.

    Attributes:
        page: the page it belongs to.
        values: the filter's fields that narrow, as (field, code, word or number).
    """

    page: str
    name: str
    values: tuple[tuple[str, Any], ...]


@handles(KeepFilter, Permission.ROSTER_READ)
def keep_filter(work: Work, command: KeepFilter) -> Result:
    """Keep a filter; raises Invalid ``filter.invalid`` for one without a name or without a condition."""
    name = _name(command.name)
    if not command.values:
        raise Invalid("filter.invalid", [Problem("filter.nothing", field="name")])
    values = dict(command.values)
    kept = _of_name(work, command.page, name)
    if kept is None:
        kept = SavedFilter(user_id=work.user_id, page=command.page, name=name, filter=values)
        work.session.add(kept)
        work.session.flush()
        work.can_undo("undo.keep_filter", RemoveFilter(filter_id=kept.id), name=name)
    elif kept.filter != values:
        before = _pairs(kept.filter)
        kept.filter = values
        work.session.flush()
        work.can_undo("undo.keep_filter", KeepFilter(page=command.page, name=name, values=before), name=name)
    return {"filter_id": kept.id}


@dataclass(frozen=True, kw_only=True)
class RenameFilter(Command):
    """Give a kept filter another name."""

    filter_id: int
    name: str


@handles(RenameFilter, Permission.ROSTER_READ)
def rename_filter(work: Work, command: RenameFilter) -> Result:
    """Rename a filter of one's own; raises Invalid ``filter.invalid`` for a name that is taken or blank."""
    kept = _own(work, command.filter_id)
    name = _name(command.name)
    other = _of_name(work, kept.page, name)
    if other is not None and other.id != kept.id:
        raise Invalid("filter.invalid", [Problem("filter.taken", {"name": name}, field="name")])
    if kept.name != name:
        before, kept.name = kept.name, name
        work.session.flush()
        work.can_undo("undo.rename_filter", RenameFilter(filter_id=kept.id, name=before), name=name)
    return {"filter_id": kept.id}


@dataclass(frozen=True, kw_only=True)
class RemoveFilter(Command):
    """Forget a kept filter."""

    filter_id: int


@handles(RemoveFilter, Permission.ROSTER_READ)
def remove_filter(work: Work, command: RemoveFilter) -> Result:
    """Remove a filter of one's own."""
    kept = _own(work, command.filter_id)
    work.session.delete(kept)
    work.session.flush()
    inverse = KeepFilter(page=kept.page, name=kept.name, values=_pairs(kept.filter))
    work.can_undo("undo.remove_filter", inverse, name=kept.name)
    return {"filter_id": command.filter_id}


def _pairs(values: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(values.items())


def _name(typed: str) -> str:
    name = text_of(typed)
    if not name:
        raise Invalid("filter.invalid", [Problem("filter.no_name", field="name")])
    return name


def _of_name(work: Work, page: str, name: str) -> SavedFilter | None:
    return work.session.scalar(
        select(SavedFilter).where(
            SavedFilter.user_id == work.user_id, SavedFilter.page == page, SavedFilter.name == name
        )
    )


def _own(work: Work, filter_id: int) -> SavedFilter:
    kept = work.load(SavedFilter, filter_id)
    if kept.user_id != work.user_id:
        raise NotFound("record.gone", kind=Label("entity.saved_filter"))
    return kept
