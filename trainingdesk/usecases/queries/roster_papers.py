"""The papers of the roster: the list of a unit's people or of the whole district."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import NotFound
from trainingdesk.domain.roster.filter_text import read_filter
from trainingdesk.domain.roster.order import PersonOrder
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.domain.values import age_on
from trainingdesk.persistence.readmodels import people_filter, roster, units
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.customary import LISTS, in_words
from trainingdesk.shared.text import Label, text
from trainingdesk.usecases.bus import need_permission
from trainingdesk.usecases.paper_params import FILTER_LABELS
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.queries.roster import standing
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Content

_AT_ONCE = 5_000


@table_paper("roster.list")
def roster_list(reader: Reader, params: Params) -> "Content":
    """Return the people of the base, or with ``filter`` those that a list on screen shows.

    ``order`` is that of the screen: ``unit`` (the office's, and what "" stands for), ``strokes``, ``pinyin``,
    ``rank``, ``birth`` or ``trained``, with ``-`` before it the other way round. ``columns`` are keys of
    ``catalogue.roster.COLUMNS`` with commas between them.

    ``numbers`` is ``masked`` or ``whole``: those who make it with whole ones ask for it through
    :func:`~trainingdesk.usecases.whole_numbers.ask_paper`, which has it logged.

    Raises NotFound ``record.gone`` for an unknown ``unit``, Refused ``paper.bad_filter``, and AccessDenied
    ``access.denied`` for whole numbers without the permission.
    """
    from trainingdesk.documents.catalogue.roster import WHOLE, content

    whole = params.get("numbers") == WHOLE
    if whole:
        need_permission(reader.actor, Permission.ROSTER_REVEAL)

    unit_id = int(params["unit"]) if params.get("unit") else None
    scope = []
    if unit_id is not None:
        unit = units.form(reader.connection, unit_id)
        if unit is None:
            raise NotFound("record.gone", kind=Label("entity.unit"))
        scope.append(unit.name)
    order = params.get("order", "") or PersonOrder.UNIT
    columns = [key for key in params.get("columns", "").split(",") if key]
    wanted = PersonFilter(
        unit_id=unit_id,
        in_base=True,
        order=PersonOrder(order.removeprefix("-")),
        descending=order.startswith("-"),
    )
    on_screen = params.get("filter", "")
    if on_screen:
        wanted = replace(wanted, **{"in_base": False, **read_filter(on_screen)})
        scope.extend(_conditions(wanted))
    ids = people_filter.ids(reader.connection, wanted, standing(reader))
    lines = people_in_lines(reader, ids, reader.today, whole=whole)
    return content(
        [lines[number] for number in ids if number in lines],
        title="" if wanted.in_base else text("roster.paper_title"),
        scope="　".join(scope),
        of=roster.total(reader.connection) if on_screen else None,
        columns=columns,
        office=office_facts(reader.connection).name,
        data_date=reader.today,
        printed_on=reader.today,
    )


def people_in_lines(
    reader: Reader, people: Sequence[int], day: date, *, whole: bool = False
) -> dict[int, dict[str, Any]]:
    """Return person → what a list can be printed with, by the keys of ``catalogue.roster.COLUMNS``, and the ``age`` on a day.

    All else is as it is known today; numbers are masked unless ``whole`` ones are asked for, who is gone is left out.
    """
    return {
        row["id"]: {
            **row,
            **{name: in_words(name, row[name]) for name in LISTS},
            "birth": _month(row["birth"]),
            "age": age_on(row["born"], day),
        }
        for start in range(0, len(people), _AT_ONCE)
        for row in roster.list_rows(reader.connection, people[start : start + _AT_ONCE], whole=whole)
    }


def _conditions(wanted: PersonFilter) -> list[str]:
    """Return in words what narrows a list beside its unit."""
    found = [wanted.typed.strip()] if wanted.typed.strip() else []
    for name in wanted.narrowing:
        value = getattr(wanted, name)
        label = f"{FILTER_LABELS[name]}.{value}" if name in FILTER_LABELS else ""
        found.append(text(label) if label else text(f"roster.only.{name}", value=in_words(name, str(value))))
    return found


def _month(birth: str) -> date | None:
    return date(int(birth[:4]), int(birth[5:7]), 1) if len(birth) >= len("1972-05") else None
