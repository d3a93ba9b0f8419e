"""The papers of the roster: the list of a unit's people or of the whole district."""

from datetime import date
from typing import TYPE_CHECKING

from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.roster.views import PersonFilter, PersonOrder
from trainingdesk.persistence.readmodels import people_filter, roster, units
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.text import Label
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.queries.roster import standing
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Content

_AT_ONCE = 5_000


@table_paper("roster.list")
def roster_list(reader: Reader, params: Params) -> "Content":
    """Return the people of the base; ``ids`` other than "", "0" and "no" adds masked numbers.

    ``order`` is that of the screen: ``unit`` (the office's, and what "" stands for), ``strokes``, ``pinyin``,
    ``rank``, ``birth`` or ``trained``, with ``-`` before it the other way round.

    Raises NotFound ``record.gone`` for an unknown ``unit``.
    """
    from trainingdesk.documents.catalogue.roster import RosterLine, content

    unit_id = int(params["unit"]) if params.get("unit") else None
    scope = ""
    if unit_id is not None:
        unit = units.form(reader.connection, unit_id)
        if unit is None:
            raise NotFound("record.gone", kind=Label("entity.unit"))
        scope = unit.name
    order = params.get("order", "") or PersonOrder.UNIT
    known = order.lstrip("-")
    if known not in set(PersonOrder):
        raise Refused("paper.bad_value", param="order", value=order)
    wanted = PersonFilter(
        unit_id=unit_id, in_base=True, order=PersonOrder(known), descending=order.startswith("-")
    )
    ids = people_filter.ids(reader.connection, wanted, standing(reader))
    lines = [
        RosterLine(
            name=row.name,
            sex=row.sex,
            birth=_month(row.birth),
            unit=row.unit,
            post=row.post,
            rank=row.rank,
            team=row.team,
            id_number=row.id_masked,
        )
        for start in range(0, len(ids), _AT_ONCE)
        for row in roster.rows(reader.connection, ids[start : start + _AT_ONCE])
    ]
    return content(
        lines,
        scope=scope,
        office=office_facts(reader.connection).name,
        data_date=reader.today,
        printed_on=reader.today,
        with_ids=params.get("ids", "") not in {"", "0", "no"},
    )


def _month(birth: str) -> date | None:
    return date(int(birth[:4]), int(birth[5:7]), 1) if len(birth) >= len("1972-05") else None
