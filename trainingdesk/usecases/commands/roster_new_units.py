"""The units that an import opens, and the team of the new people whose rows don't say theirs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Table, func, select

from trainingdesk.domain.codes import Line, Team, UnitKind
from trainingdesk.domain.roster.base import guess_line, own_short_name
from trainingdesk.domain.roster.unit_kinds import guess_kind, team_in, team_of_kind
from trainingdesk.persistence.readmodels import units
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.persistence.tables.roster import Unit
from trainingdesk.usecases.unit_order import put_in_order, unit_initials
from trainingdesk.usecases.work import Work

_COLUMNS = (
    "name",
    "short_name",
    "initials",
    "line",
    "kind",
    "position",
    "liaison",
    "active",
    "version",
    "parent_id",
)


class NewUnit(NamedTuple):
    """What the person said of a new unit.

    Attributes:
        team: of its people of whom nothing says it.
        line: None for what the name says.
        above: full name of the managing unit, one of the roster; "" for none.
    """

    name: str
    kind: UnitKind
    team: Team
    line: Line | None = None
    above: str = ""


def open_units(work: Work, names: Sequence[str], line: Line, said: Iterable[NewUnit]) -> list[int]:
    """Open units that the roster does not know; ``said`` is what the person said of them, else their names do."""
    if not names:
        return []
    place = work.session.scalar(select(func.max(Unit.position))) or 0
    office = office_facts(work.connection).name
    told_of = {one.name: one for one in (NewUnit(*each) for each in said)}
    ids = units.ids_by_name(work.connection) if any(one.above for one in told_of.values()) else {}
    # no object a unit: a district's file may name thousands
    rows, details = [], []
    taken = set(work.session.scalars(select(Unit.short_name)))
    for position, name in enumerate(names, place + 1):
        short = own_short_name(name, office, taken)
        taken.add(short)
        of_it = told_of.get(name)
        above = ids.get(of_it.above) if of_it and of_it.above else None
        told = {
            "name": name,
            "short_name": short,
            "line": Line(of_it.line).value if of_it and of_it.line else guess_line(name, line).value,
            "kind": UnitKind(of_it.kind if of_it else guess_kind(name)).value,
            "position": position,
            "active": True,
        }
        if above is not None:
            told["parent_id"] = above
        rows.append(
            (name, short, unit_initials(short), told["line"], told["kind"], position, "", 1, 1, above)
        )
        entry = {field: [None, value] for field, value in told.items()}
        details.append(json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
    unit: Table = Unit.metadata.tables["unit"]
    opened = list(work.insert_many(unit, _COLUMNS, rows, details, "created"))
    if ids:
        put_in_order(work)
    return opened


def teams_of_units(
    work: Work, names: Iterable[str], otherwise: Team, said: Iterable[NewUnit]
) -> Mapping[str, Team]:
    """Return unit → the team of its new people; ``otherwise`` where neither kind nor name says another."""
    told = {one[0]: Team(one[2]) for one in said}
    kinds = units.kinds_by_name(work.connection)
    found: dict[str, Team] = {}
    for name in names:
        team = told.get(name) or team_in(name, kinds.get(name, UnitKind.ORGAN))
        found[name] = otherwise if team is team_of_kind(UnitKind.ORGAN) and name not in told else team
    return found
