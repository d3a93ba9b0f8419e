"""Writes of the plan: save a version, adopt it, take either back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, bindparam, delete, func, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import PlanState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.planning.base import cycle_in_force, cycle_years
from trainingdesk.domain.planning.rows import Targets
from trainingdesk.domain.planning.rules import decide_plan
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.persistence.audit import with_audit
from trainingdesk.persistence.readmodels import base as base_reads
from trainingdesk.persistence.readmodels import planning as reads
from trainingdesk.persistence.tables.planning import PlanCell, PlanRow, PlanVersion
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class SavePlan(Command):
    """Save a plan as a version of its cycle.

    Attributes:
        title: what the version is called.
        base_day: the day the base was counted on.
        cells: every row as (unit id, targets of the cycle's years).
        cycle_start: first year of the cycle, the office's present one when None.
    """

    title: str
    base_day: date
    cells: tuple[tuple[int, Targets], ...]
    cycle_start: int | None = None


@handles(SavePlan, Permission.PLAN_EDIT)
def save_plan(work: Work, command: SavePlan) -> Result:
    """Count the base anew, check that every row adds up to it, and keep the version (P1.3).

    Raises Refused ``planning.no_title``, ``planning.base_day_ahead``, ``planning.empty``, and Invalid
    ``planning.not_exact``.
    """
    title = command.title.strip()
    if not title:
        raise Refused("planning.no_title")
    if command.base_day > work.today:
        raise Refused("planning.base_day_ahead", day=work.today)
    policy = work.policy(command.base_day)
    length = policy.whole("cycle.years")
    present = cycle_in_force(work.today, reads.cycle_start_year(work.connection), length)
    start = present if command.cycle_start is None else command.cycle_start
    years = cycle_years(start, length)
    bases = base_reads.bases(work.connection, command.base_day, work.today, base_rule(policy))
    # the grid also shows units that have people only now, or had some only then: all zeros is no row
    rows = {unit: tuple(targets) for unit, targets in command.cells if unit in bases or any(targets)}
    if not rows or not bases:
        raise Refused("planning.empty")
    decide_plan(bases, rows, len(years), {unit.id: unit.name for unit in reads.all_units(work.connection)})
    last = work.session.scalar(select(func.max(PlanVersion.number)).where(PlanVersion.cycle_start == start))
    plan = PlanVersion(
        cycle_start=start,
        number=(last or 0) + 1,
        title=title,
        base_day=command.base_day,
        state=PlanState.SAVED,
        saved_at=work.now,
        saved_by=work.user_id,
    )
    work.session.add(plan)
    work.session.flush()
    row_ids = work.insert_many(
        _table(PlanRow),
        ("plan_id", "unit_id", "base"),
        [(plan.id, unit, bases[unit]) for unit in rows],
        [f'{{"base":{bases[unit]},"unit_id":{unit}}}' for unit in rows],
        "created",
    )
    cells = [
        (row_id, year, target)
        for row_id, targets in zip(row_ids, rows.values(), strict=True)
        for year, target in zip(years, targets, strict=True)
    ]
    work.insert_many(
        _table(PlanCell),
        ("row_id", "year", "target"),
        cells,
        [f'{{"target":{target},"year":{year}}}' for _row_id, year, target in cells],
        "created",
    )
    work.can_undo("undo.save_plan", RemovePlan(plan_id=plan.id), title=title)
    return {"plan_id": plan.id, "number": plan.number, "units": len(rows), "total": sum(bases.values())}


@dataclass(frozen=True, kw_only=True)
class RemovePlan(Command):
    """Take a saved version back: the counter-act of saving."""

    plan_id: int


@handles(RemovePlan, Permission.PLAN_EDIT)
def remove_plan(work: Work, command: RemovePlan) -> Result:
    """Remove a version; raises Refused ``planning.is_adopted`` for the adopted one."""
    plan = work.load(PlanVersion, command.plan_id)
    if plan.state is PlanState.ADOPTED:
        raise Refused("planning.is_adopted", title=plan.title)
    rows = list(work.session.scalars(select(PlanRow.id).where(PlanRow.plan_id == plan.id)))
    cells = list(
        work.session.scalars(
            select(PlanCell.id).join(PlanRow, PlanRow.id == PlanCell.row_id).where(PlanRow.plan_id == plan.id)
        )
    )
    _remove(work, PlanCell, cells)
    _remove(work, PlanRow, rows)
    work.session.delete(plan)
    return {"plan_id": plan.id}


@dataclass(frozen=True, kw_only=True)
class AdoptPlan(Command):
    """Make a saved version the one in force."""

    plan_id: int
    version: int | None = None


@handles(AdoptPlan, Permission.PLAN_EDIT)
def adopt_plan(work: Work, command: AdoptPlan) -> Result:
    """Adopt a version; the one adopted before is saved again, one version of a cycle being adopted at a time.

    Raises Refused ``planning.adopted_already``.
    """
    plan = work.load(PlanVersion, command.plan_id, command.version)
    if plan.state is PlanState.ADOPTED:
        raise Refused("planning.adopted_already", title=plan.title)
    before = work.session.scalar(
        select(PlanVersion).where(
            PlanVersion.cycle_start == plan.cycle_start, PlanVersion.state == PlanState.ADOPTED
        )
    )
    if before is not None:
        before.state = PlanState.SAVED
    plan.state = PlanState.ADOPTED
    work.session.flush()
    inverse = ReleasePlan(plan_id=plan.id, before_id=before.id if before else None)
    work.can_undo("undo.adopt_plan", inverse, title=plan.title)
    return {"plan_id": plan.id, "before_id": before.id if before else None, "version": plan.version}


@dataclass(frozen=True, kw_only=True)
class ReleasePlan(Command):
    """Take an adoption back, and adopt again what was adopted before."""

    plan_id: int
    before_id: int | None = None


@handles(ReleasePlan, Permission.PLAN_EDIT)
def release_plan(work: Work, command: ReleasePlan) -> Result:
    """Let a version be saved only; raises Refused ``planning.not_adopted`` when it is not the one in force."""
    plan = work.load(PlanVersion, command.plan_id)
    if plan.state is not PlanState.ADOPTED:
        raise Refused("planning.not_adopted", title=plan.title)
    plan.state = PlanState.SAVED
    if command.before_id is not None:
        work.load(PlanVersion, command.before_id).state = PlanState.ADOPTED
    return {"plan_id": plan.id}


def _remove(work: Work, record: type[PlanRow] | type[PlanCell], ids: Sequence[int]) -> None:
    table = _table(record)
    work.trail.add_many(table.name, "removed", ((number, "{}") for number in ids))
    gone = [{"gone": number} for number in ids]
    statement = delete(table).where(table.c.id == bindparam("gone"))
    with_audit(work.connection, lambda: work.connection.execute(statement, gone))


def _table(record: type[PlanRow] | type[PlanCell]) -> Table:
    table = record.__table__
    assert isinstance(table, Table)
    return table
