"""The units that an import opens, and the team of the new people whose rows don't say theirs."""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Table, func, select

from trainingdesk.domain.codes import Line, Team, UnitKind
from trainingdesk.domain.roster.base import guess_line, own_short_name
from trainingdesk.domain.roster.unit_kinds import guess_kind, team_in, team_of_kind
from trainingdesk.persistence.readmodels import units
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.persistence.tables.roster import Unit
from trainingdesk.usecases.unit_order import unit_initials
from trainingdesk.usecases.work import Work

_COLUMNS = ("name", "short_name", "initials", "line", "kind", "position", "liaison", "active", "version")

#: a new unit's name, what it is, and the team of its people of whom nothing says it
NewUnit = tuple[str, UnitKind, Team]


def open_units(work: Work, names: Sequence[str], line: Line, said: Iterable[NewUnit]) -> list[int]:
    """Open units that the roster does not know; ``said`` is what the person said of them, else their names do."""
    if not names:
        return []
    place = work.session.scalar(select(func.max(Unit.position))) or 0
    office = office_facts(work.connection).name
    kinds = {name: kind for name, kind, _team in said}
    # no object a unit: a district's file may name thousands
    rows, details = [], []
    taken = set(work.session.scalars(select(Unit.short_name)))
    for position, name in enumerate(names, place + 1):
        short = own_short_name(name, office, taken)
        taken.add(short)
        told = {
            "name": name,
            "short_name": short,
            "line": guess_line(name, line).value,
            "kind": UnitKind(kinds.get(name) or guess_kind(name)).value,
            "position": position,
            "active": True,
        }
        rows.append((name, short, unit_initials(short), told["line"], told["kind"], position, "", 1, 1))
        entry = {field: [None, value] for field, value in told.items()}
        details.append(json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
    unit: Table = Unit.metadata.tables["unit"]
    return list(work.insert_many(unit, _COLUMNS, rows, details, "created"))


def teams_of_units(
    work: Work, names: Iterable[str], otherwise: Team, said: Iterable[NewUnit]
) -> Mapping[str, Team]:
    """Return unit → the team of its new people; ``otherwise`` where neither kind nor name says another."""
    told = {name: Team(team) for name, _kind, team in said}
    kinds = units.kinds_by_name(work.connection)
    found: dict[str, Team] = {}
    for name in names:
        team = told.get(name) or team_in(name, kinds.get(name, UnitKind.ORGAN))
        found[name] = otherwise if team is team_of_kind(UnitKind.ORGAN) and name not in told else team
    return found
