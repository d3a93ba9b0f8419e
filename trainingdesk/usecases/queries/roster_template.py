"""What the forms that go out to the units are made of."""

from collections import Counter
from collections.abc import Sequence

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.keys import desk_mark
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.exchange.roster_template import Template
from trainingdesk.persistence.readmodels import people_filter, roster, units
from trainingdesk.persistence.readmodels.office import desk_id
from trainingdesk.persistence.readmodels.told import log_mark
from trainingdesk.shared.text import Label
from trainingdesk.usecases.queries.roster import standing
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query

#: whoever has gone is no longer asked about
_GONE = {PersonStatus.RETIRED.value, PersonStatus.LEFT.value}


@query(Permission.ROSTER_EXPORT)
def template_of(reader: Reader, unit_id: int, below: bool = False) -> Template:
    """Return the form of a unit with the full numbers of its people, those of the units below it if wanted.

    Raises NotFound ``record.gone``.
    """
    connection = reader.connection
    names = {number: name for name, number in units.ids_by_name(connection).items()}
    if unit_id not in names:
        raise NotFound("record.gone", kind=Label("entity.unit"))
    wanted = units.below(connection, unit_id) if below else [unit_id]
    among = {names[number] for number in wanted}
    found = roster.people_in_order(
        connection, people_filter.ids(connection, PersonFilter(unit_id=unit_id), standing(reader))
    )
    return Template(
        unit=names[unit_id],
        units=tuple((number, names[number]) for number in wanted),
        people=tuple(person for person in found if person.unit in among and person.status not in _GONE),
        desk=desk_mark(desk_id(connection)),
        made=reader.today.isoformat(),
        log=log_mark(connection),
    )


@query(Permission.ROSTER_EXPORT)
def template_units(reader: Reader, unit_ids: Sequence[int] = ()) -> tuple[int, ...]:
    """Return which of some units get a form, in the office's order: those with anybody in it, of all for none."""
    numbers = units.ids_by_name(reader.connection)
    heads = Counter(
        numbers[person.unit]
        for person in roster.known_people(reader.connection)
        if person.status not in _GONE
    )
    order = units.in_order(reader.connection)
    return tuple(number for number in order if heads[number] and (not unit_ids or number in unit_ids))


@query(Permission.ROSTER_READ)
def named_unit(reader: Reader, word: str) -> int:
    """Return the unit of a full or short name; raises Refused ``template.no_unit``."""
    name = units.spellings(reader.connection).get(key_of(word))
    if name is None:
        raise Refused("template.no_unit", unit=word)
    return units.ids_by_name(reader.connection)[name]
