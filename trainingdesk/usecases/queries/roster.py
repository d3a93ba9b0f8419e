"""What pages, papers and the command line read of the roster."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import NotFound
from trainingdesk.domain.planning.base import cycle_of
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.domain.roster.owed import hours_standing
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.domain.roster.person_form import PersonForm
from trainingdesk.domain.roster.twice_held import twice_held
from trainingdesk.domain.roster.unit_views import UnitForm, UnitNames, UnitNode
from trainingdesk.domain.roster.views import (
    Candidate,
    CandidateFilter,
    FilterChoices,
    PersonCard,
    PersonFilter,
    PersonHit,
    PersonIds,
    PersonRow,
    RosterHits,
)
from trainingdesk.domain.values import mask_id, mask_phone
from trainingdesk.persistence.readmodels import people_filter, people_search, roster, units
from trainingdesk.persistence.readmodels.attended import half_days
from trainingdesk.persistence.readmodels.planning import cycle_start_year
from trainingdesk.shared.text import Label
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ROSTER_READ)
def unit_tree(reader: Reader) -> tuple[UnitNode, ...]:
    """Return every unit in the office's order with the heads counted now."""
    return units.tree(reader.connection, reader.today, base_rule(reader.policy()))


@query(Permission.ROSTER_READ)
def unit_form(reader: Reader, unit_id: int) -> UnitForm:
    """Return a unit as its form opens it; raises NotFound ``record.gone``."""
    found = units.form(reader.connection, unit_id)
    if found is None:
        raise NotFound("record.gone", kind=Label("entity.unit"))
    return found


@query(Permission.ROSTER_READ)
def heads_together(reader: Reader, unit_ids: tuple[int, ...]) -> Mapping[str, Sequence[str]]:
    """Return the titles of heads (正职) that several people bear once some units are one: title → names."""
    return twice_held(roster.posts_in(reader.connection, unit_ids))


@query(Permission.ROSTER_READ)
def unit_names(reader: Reader, unit_id: int) -> UnitNames:
    """Return a unit with the names it bore before; raises NotFound ``record.gone``."""
    found = units.former_names(reader.connection, unit_id)
    if found is None:
        raise NotFound("record.gone", kind=Label("entity.unit"))
    return found


@query(Permission.ROSTER_READ)
def person_ids(reader: Reader, wanted: PersonFilter) -> PersonIds:
    """Return the people of a list in their order, and how many the desk knows."""
    found = people_filter.ids(reader.connection, wanted, standing(reader))
    return PersonIds(found, roster.total(reader.connection))


@query(Permission.ROSTER_READ)
def first_person_ids(reader: Reader, wanted: PersonFilter, most: int) -> list[int]:
    """Return the first people of a list in its order, at most ``most``; nobody where all must be put in order first."""
    if not people_filter.begins_at_once(wanted):
        return []
    return people_filter.ids(reader.connection, wanted, standing(reader), most)


def standing(reader: Reader) -> people_filter.Standing:
    """Return what a filter of people is held against today."""
    policy = reader.policy()
    first = cycle_of(reader.today, cycle_start_year(reader.connection), policy.whole("cycle.years"))
    return people_filter.Standing(reader.today, base_rule(policy), first)


@query(Permission.ROSTER_READ)
def filter_choices(reader: Reader) -> FilterChoices:
    """Return what the roster can be narrowed by: the words in use and the years of training."""
    return people_filter.choices(reader.connection, reader.today)


@query(Permission.ROSTER_READ)
def person_rows(reader: Reader, ids: Sequence[int]) -> tuple[PersonRow, ...]:
    """Return lines of a list by id, numbers masked."""
    return roster.rows(reader.connection, ids)


@query(Permission.ROSTER_READ)
def person_card(reader: Reader, person_id: int) -> PersonCard:
    """Return everything about one person; raises NotFound ``record.gone``."""
    policy = reader.policy()
    found = roster.card(reader.connection, person_id, reader.today, base_rule(policy))
    if found is None:
        raise NotFound("record.gone", kind=Label("entity.person"))
    length = policy.whole("cycle.years")
    first = cycle_of(reader.today, cycle_start_year(reader.connection), length)
    counted = {reader.today.year} if found.in_base else ()
    attended = half_days(reader.connection, [person_id], reader.policy, reader.today)[person_id]
    this_year = {line.class_id for line in found.classes if line.end_day.year == reader.today.year}
    days = sum(count for of_class, count in attended.items() if of_class in this_year)
    ranks = (found.rank, found.side_rank)
    standing = hours_standing(found.hours_by_year, ranks, first, counted, policy, days)
    return replace(found, hours=standing)


@query(Permission.ROSTER_READ)
def person_form(reader: Reader, person_id: int) -> PersonForm:
    """Return a person as their form opens it, numbers masked; raises NotFound ``record.gone``."""
    found = roster.form(reader.connection, person_id)
    if found is None:
        raise NotFound("record.gone", kind=Label("entity.person"))
    return found


@query(Permission.ROSTER_READ)
def search_people(reader: Reader, typed: str, limit: int = 50) -> tuple[int, tuple[PersonHit, ...]]:
    """Return how many people fit what was typed (name, pinyin, initials, number's tail, unit, post), and the first."""
    hits = people_search.hits(reader.connection, typed, limit)
    return people_search.count_found(reader.connection, typed), hits


@query(Permission.ROSTER_READ)
def search_roster(reader: Reader, typed: str, limit: int = 8) -> RosterHits:
    """Return the people and units that fit what was typed, for the search from anywhere."""
    return people_search.found(reader.connection, typed, limit)


@query(Permission.CLASS_ENROL)
def enrolment_candidates(reader: Reader, wanted: CandidateFilter) -> tuple[Candidate, ...]:
    """Return who of the base can be enrolled in a class and is not in it yet."""
    return roster.candidates(reader.connection, wanted, standing(reader))


@query(Permission.ROSTER_EXPORT)
def people_to_export(reader: Reader, wanted: PersonFilter) -> list[KnownPerson]:
    """Return the people that a workbook of a list says, with their full numbers in the list's order."""
    ids = people_filter.ids(reader.connection, wanted, standing(reader))
    return roster.people_in_order(reader.connection, ids)


@query(Permission.ROSTER_EXPORT)
def people_as_shown(reader: Reader, wanted: PersonFilter) -> tuple[list[KnownPerson], dict[int, str]]:
    """Return the people of a list in its order as a screen shows them, numbers masked; person → year last trained in."""
    ids = people_filter.ids(reader.connection, wanted, standing(reader))
    people = [
        person._replace(
            id_number=mask_id(person.id_number), phone=mask_phone(person.phone), birth=person.birth[:7]
        )
        for person in roster.people_in_order(reader.connection, ids)
    ]
    return people, roster.years_trained(reader.connection, ids)
