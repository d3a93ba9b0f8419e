"""The list of units, as a paper."""

from datetime import date
from typing import TYPE_CHECKING

from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.domain.roster.unit_views import UnitEntry
from trainingdesk.persistence.readmodels import base, unit_list, units
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.text import Label
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.queries.base_papers import who_counts
from trainingdesk.usecases.queries.roster import unit_tree
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Content


@table_paper("roster.units")
def list_of_units(reader: Reader, params: Params) -> "Content":
    """Return the units as of ``day``, today by default, in the office's order; with ``unit`` it and those below it.

    ``text`` leaves the units that the tree of the Roster tab finds by it, and those above them.

    Those that had ceased by ``day``, and those set up after it, are left out, unless somebody of the base was in them. One
    of which it is not known when it was set up is listed with the others; of an earlier day the paper says so, and that
    kind, line, place, liaison and telephone are today's. Raises Refused
    ``planning.base_day_ahead`` for a day that has not come, NotFound ``record.gone``.
    """
    from trainingdesk.documents.catalogue.units import UnitLine, content

    connection = reader.connection
    day = date.fromisoformat(params["day"]) if params.get("day") else reader.today
    if day > reader.today:
        raise Refused("planning.base_day_ahead", day=reader.today)
    names, short = (units.names_on(connection, day, column) for column in ("name", "short_name"))
    among, scope = None, ""
    if params.get("unit"):
        top = int(params["unit"])
        if top not in names:
            raise NotFound("record.gone", kind=Label("entity.unit"))
        among, scope = set(units.below(connection, top)), names[top]
    words = params.get("text", "").strip()
    if words:
        shown = _found(reader, words)
        among = shown if among is None else among & shown
    heads = base.bases(connection, day, reader.today, base_rule(reader.policy(day)))
    former = unit_list.former_names(connection, day)
    entries = unit_list.entries(connection)
    gone = {one.id for one in entries if not _existed(one, day)}
    merged: dict[int, list[tuple[str, date | None]]] = {}
    for one in entries:
        if one.merged_into_id is not None and _ceased(one, day):
            merged.setdefault(one.merged_into_id, []).append((names[one.id], one.dissolved_on))
    depth: dict[int, int] = {}
    lines = []
    for one in entries:
        depth[one.id] = 0 if one.parent_id is None else depth.get(one.parent_id, 0) + 1
        if (one.id in gone and not heads.get(one.id)) or (among is not None and one.id not in among):
            continue
        lines.append(
            UnitLine(
                name=names[one.id],
                short_name=short[one.id],
                kind=one.kind,
                line=one.line,
                managed_by=short[one.parent_id] if one.parent_id is not None else "",
                level=depth[one.id],
                former=former.get(one.id, ()),
                merged=merged.get(one.id, ()),
                liaison=one.liaison,
                deputy=one.liaison_deputy,
                phone=one.liaison_phone,
                deputy_phone=one.liaison_deputy_phone,
                founded=one.founded_on,
                heads=heads.get(one.id, 0),
            )
        )
    return content(
        lines,
        scope=scope,
        found_by=words,
        rules=who_counts(reader, day),
        office=office_facts(connection).name,
        day=day,
        today=reader.today,
    )


def _found(reader: Reader, words: str) -> set[int]:
    """Return the units with these words in a name, short name or initials, now or before, and those above them."""
    nodes = {node.id: node for node in unit_tree(reader)}
    found = set()
    for node in nodes.values():
        if words.casefold() in f"{node.short_name} {node.sought}".casefold():
            here: int | None = node.id
            while here is not None and here not in found:
                found.add(here)
                here = nodes[here].parent_id
    return found


def _existed(one: UnitEntry, day: date) -> bool:
    """Return whether a unit had been set up by a day, as far as is known, and had not ceased."""
    return not _ceased(one, day) and (one.founded_on is None or one.founded_on <= day)


def _ceased(one: UnitEntry, day: date) -> bool:
    """Return whether a unit was no more on a day; one whose last day is not known was not."""
    return not one.active and (one.dissolved_on is None or one.dissolved_on < day)
