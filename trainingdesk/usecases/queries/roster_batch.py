"""What a step for many people would do, before it is done."""

from dataclasses import dataclass
from enum import StrEnum

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.batch import SINCE
from trainingdesk.domain.roster.order import NOBODY, PersonKeys
from trainingdesk.persistence.base import metadata
from trainingdesk.usecases.batch import ForMany, Planned, codes_of, plan_batch
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query

_OWN_LABELS = ("side_rank", "education_full", "degree_full", "education_service", "degree_service")


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """One field's old and new value: words, or codes; ``label`` is the code of its name.

    ``since`` is the day or month from which the new value holds, "" where none is kept. A post that goes along to
    another unit has the same value twice.
    """

    label: str
    old: str | StrEnum | None
    new: str | StrEnum | None
    since: str = ""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One person of a preview; ``problem`` says why nothing is changed, None when something is.

    ``keys`` is what lists are ordered by.
    """

    id: int
    name: str
    unit: str
    changes: tuple[FieldSaid, ...]
    problem: Problem | None
    keys: PersonKeys = NOBODY


@dataclass(frozen=True, slots=True)
class BatchPreview:
    """Everybody whom a step concerns.

    Attributes:
        lines: who can't be changed first, then who is changed.
        same: how many stay as they are, who are in no line.
        seal: to be sent along with the step.
    """

    lines: tuple[BatchLine, ...]
    changed: int
    refused: int
    same: int
    seal: str


@query(Permission.ROSTER_EDIT)
def batch_preview(reader: Reader, command: ForMany) -> BatchPreview:
    """Return who would be changed, old → new, and who can't and why; raises Invalid ``batch.unfit``."""
    plan = plan_batch(reader.connection, command, reader.today)
    names = dict(tuple(row) for row in reader.connection.exec_driver_sql("SELECT id, short_name FROM unit"))
    lines = tuple(_line(one, names) for one in (*plan.refused, *plan.changed))
    return BatchPreview(lines, len(plan.changed), len(plan.refused), plan.same, plan.seal)


def _line(one: Planned, units: dict[int, str]) -> BatchLine:
    changes = []
    columns = metadata.tables["person"].c
    days = {name: new or "" for name, _old, new in one.verdict.changes if name in SINCE.values()}
    for name, old, new in one.verdict.changes:
        since = days.get(SINCE.get(name, ""), "")
        if name.endswith("_from"):
            continue
        if name == "unit_id":
            changes.append(FieldSaid("roster.field.unit", units.get(old, ""), units.get(new, ""), since))
            if one.post and all(name != "post" for name, _old, _new in one.verdict.changes):
                changes.append(FieldSaid("roster.field.post", one.post, one.post))
            continue
        codes = codes_of(columns[name])
        label = f"field.{name}" if name in _OWN_LABELS else f"roster.field.{name}"
        if codes is None:
            changes.append(FieldSaid(label, old, new, since))
        else:
            changes.append(FieldSaid(label, codes(old) if old else None, codes(new) if new else None, since))
    return BatchLine(one.id, one.name, one.unit, tuple(changes), one.verdict.problem, one.keys)
