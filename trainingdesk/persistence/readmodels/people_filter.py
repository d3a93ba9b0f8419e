"""Which people a list shows and in which order: conditions and orders as SQL, and what a filter can be set to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from trainingdesk.domain.codes import PersonStatus, Rank, SecondmentWay
from trainingdesk.domain.roster.base import BaseRule, RankGroup, ranks_of
from trainingdesk.domain.roster.names import typed_words
from trainingdesk.domain.roster.order import PersonOrder
from trainingdesk.domain.roster.said_codes import codes_said
from trainingdesk.domain.roster.views import FilterChoices, PersonFilter
from trainingdesk.domain.roster.wording import endings_of
from trainingdesk.persistence.readmodels import units
from trainingdesk.persistence.readmodels.base import counts_at, counts_now, lasting
from trainingdesk.persistence.readmodels.births import born
from trainingdesk.persistence.search import (
    SEARCH,
    SpelledSurname,
    find_names,
    in_one,
    match_expression,
    name_expression,
    spelled_surnames,
    whole_number,
)
from trainingdesk.persistence.tables.classes import Enrolment, TrainingClass
from trainingdesk.persistence.tables.groups import GroupMembership
from trainingdesk.persistence.tables.history import Secondment
from trainingdesk.persistence.tables.roster import Person, Unit

#: words that name units, beyond which the ways to read them are too many to go through
_MOST_WAYS = 3
_MATCHES = literal_column("person_search").op("MATCH")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a filter is held against.

    Attributes:
        day: on which ages and groups are looked at.
        base: who counts in the base.
        cycle_start: first year of the five-year cycle of that day (P1.2).
    """

    day: date
    base: BaseRule
    cycle_start: int


#: the orders that an index holds
_IN_INDEXES = frozenset({PersonOrder.UNIT, PersonOrder.STROKES, PersonOrder.PINYIN})
_RANK_PLACES = {rank: place for place, rank in enumerate(Rank)}


def begins_at_once(wanted: PersonFilter) -> bool:
    """Return whether an index holds a list in its order, so that its first people are found without all others."""
    everybody = PersonFilter(order=wanted.order, descending=wanted.descending)
    return wanted == everybody and wanted.order in _IN_INDEXES


def ids(
    connection: Connection, wanted: PersonFilter, standing: Standing, most: int | None = None
) -> list[int]:
    """Return the ids of the people a list shows, in its order: all, or the first ``most``."""
    if wanted.order is PersonOrder.UNIT and begins_at_once(wanted):
        return _everybody(connection, wanted.descending, most)
    statement: Select[Any] = select(Person.id)
    if wanted.order not in {PersonOrder.STROKES, PersonOrder.PINYIN}:
        statement = statement.join(Unit, Unit.id == Person.unit_id)
    statement = narrow(connection, statement, wanted, standing)
    keys: list[Any] = [Unit.position, Person.position]
    if wanted.order is PersonOrder.STROKES:
        keys = [Person.stroke_key, Person.id]
    elif wanted.order is PersonOrder.PINYIN:
        keys = [Person.pinyin_key, Person.id]
    elif wanted.order is PersonOrder.RANK:
        # the place inside a unit has leading posts before every rank; across units it is the rank that counts
        statement = statement.order_by(Person.rank.is_(None))
        keys = [case(_RANK_PLACES, value=Person.rank), *keys]
    elif wanted.order is PersonOrder.BIRTH:
        statement = statement.order_by(Person.birth == "")
        keys = [Person.birth, *keys]
    elif wanted.order is PersonOrder.TRAINED:
        keys = [last_trained(), *keys]
    statement = statement.order_by(*(key.desc() if wanted.descending else key for key in keys))
    found = (statement if most is None else statement.limit(most)).subquery()
    return _numbers([connection.scalar(select(func.group_concat(found.c.id)))])


#: all units in the office's order; the ids of all people of units, put together unit by unit as they are listed; the first
#: ids of one unit, and how many they are
_UNITS = "SELECT id FROM unit ORDER BY position{down}, id{down}"
_OF_UNITS = (
    "SELECT group_concat((SELECT group_concat(id) FROM"
    " (SELECT id FROM person WHERE unit_id = listed.value ORDER BY position{down}))) FROM json_each(?) AS listed"
)
_OF_UNIT = (
    "SELECT group_concat(id), count(*)"
    " FROM (SELECT id FROM person WHERE unit_id = ? ORDER BY position{down} LIMIT ?)"
)


def _everybody(connection: Connection, descending: bool, most: int | None) -> list[int]:
    """Return everybody in the office's order: unit by unit along the index, where a join would sort them all."""
    down = " DESC" if descending else ""
    cursor: Any = connection.exec_driver_sql(_UNITS.format(down=down)).cursor
    of_all = [unit for (unit,) in cursor.fetchall()]
    if (
        most is None
    ):  # in one statement: behind each of hundreds Python would be waited for while the window paints
        cursor.execute(_OF_UNITS.format(down=down), (json.dumps(of_all),))
        return _numbers(cursor.fetchone())
    parts, left = [], most
    for unit in of_all:
        cursor.execute(_OF_UNIT.format(down=down), (unit, left))
        part, count = cursor.fetchone()
        parts.append(part)
        if not (left := left - count):
            break
    return _numbers(parts)


def _numbers(parts: Sequence[str | None]) -> list[int]:
    """Return the ids that SQLite has put together in texts, None for no id.

    A row for each of 500,000 ids would take twice as long as one text of all (the driver gives up the interpreter's
    lock and takes it again for every row). ``group_concat`` goes through a subquery in its ORDER BY: SQLite keeps it
    where an aggregate reads it.
    """
    found: list[int] = json.loads(f"[{','.join(filter(None, parts))}]")
    return found


def narrow(
    connection: Connection, statement: Select[Any], wanted: PersonFilter, standing: Standing
) -> Select[Any]:
    """Return a statement about people narrowed by every condition of a filter."""
    among = None if wanted.unit_id is None else units.below(connection, wanted.unit_id)
    if wanted.in_base:
        # at the unit where they count, as the headcounts have it: seconded people may count at their host's
        where = counts_now(standing.base, standing.day)
        statement = statement.where(where if among is None else counts_at(standing.base, standing.day, among))
    elif among is not None:
        statement = statement.where(Person.unit_id.in_(among))
    if wanted.group is RankGroup.NONE:
        statement = statement.where(Person.rank.is_(None))
    elif wanted.group is not None:
        statement = statement.where(Person.rank.in_(ranks_of(wanted.group)))
    if wanted.rank is not None:
        statement = statement.where(or_(Person.rank == wanted.rank, Person.side_rank == wanted.rank))
    for column, value in (
        (Person.team, wanted.team),
        (Person.status, wanted.status),
        (Person.sex, wanted.sex),
        (Person.political, wanted.political),
        (Person.ethnicity, wanted.ethnicity),
        (Person.authority, wanted.authority),
    ):
        if value:
            statement = statement.where(column == value)
    for column, value in ((Unit.line, wanted.line), (Unit.kind, wanted.unit_kind)):
        if value:
            statement = statement.where(Person.unit_id.in_(select(Unit.id).where(column == value)))
    if wanted.secondment is not None:
        statement = statement.where(_seconded(wanted.secondment, standing.day))
    if wanted.education:
        statement = statement.where(_of_schooling(wanted.education))
    statement = statement.where(*_of_age(wanted, standing.day), *_trained(wanted, standing))
    if wanted.membership is not None:
        statement = statement.where(
            exists().where(
                GroupMembership.person_id == Person.id,
                GroupMembership.kind == wanted.membership,
                GroupMembership.valid_from <= standing.day,
                or_(GroupMembership.valid_to.is_(None), GroupMembership.valid_to > standing.day),
            )
        )
    if words := typed_words(wanted.typed):
        statement = statement.where(fits_all(connection, words))
    return statement


def _seconded(way: SecondmentWay, day: date) -> ColumnElement[bool]:
    """Return that somebody is seconded that way on a day; of who came in, the status alone may be known."""
    noted = Person.id.in_(select(Secondment.person_id).where(Secondment.way == way, lasting(day)))
    return or_(noted, Person.status == PersonStatus.SECONDED_IN) if way is SecondmentWay.IN else noted


def _of_age(wanted: PersonFilter, day: date) -> list[ColumnElement[bool]]:
    """Return the conditions on full years of age; whose birth is not known is of no age.

    Someone of whom the month of birth alone is known is counted as born on its first day, as 任免表 do.
    """
    found: list[ColumnElement[bool]] = []
    if wanted.age_from is not None or wanted.age_to is not None:
        found.append(Person.birth != "")
    if wanted.age_from is not None:
        latest = f"{day.year - wanted.age_from:04d}-{day:%m-%d}"
        found.append(born() <= latest)
    if wanted.age_to is not None:
        last = f"{day.year - wanted.age_to - 1:04d}-{day:%m-%d}"
        # "1980-06" stands for 1980-06-01, and as a text before it
        found.append(func.substr(born().concat("-01"), 1, 10) > last)
    return found


def _trained(wanted: PersonFilter, standing: Standing) -> list[ColumnElement[bool]]:
    """Return the conditions on completed classes: none in the cycle (P1.2), one in a year or none in it (P2.1)."""
    done = (
        exists()
        .where(
            Enrolment.person_id == Person.id,
            Enrolment.withdrawn_at.is_(None),
            Enrolment.completed.is_(True),
            TrainingClass.id == Enrolment.class_id,
        )
        .correlate(Person)
    )
    found: list[ColumnElement[bool]] = []
    if wanted.untrained:
        found.append(~done.where(TrainingClass.end_day >= date(standing.cycle_start, 1, 1)))
    if wanted.trained_year is not None:
        found.append(done.where(_ended_in(wanted.trained_year)))
    if wanted.untrained_year is not None:
        found.append(~done.where(_ended_in(wanted.untrained_year)))
    return found


def _ended_in(year: int) -> ColumnElement[bool]:
    """Return the condition that a class ended in a year."""
    return TrainingClass.end_day.between(date(year, 1, 1), date(year, 12, 31))


def fits_all(connection: Connection, words: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that every word fits, or that all of them are one name typed with blanks (wang jianguo)."""
    each = and_(*(fits(connection, word) for word in words))
    whole = in_one(words)
    named = name_expression(whole) if whole else None
    if whole is None or named is None:
        return each
    ways = spelled_surnames(whole)
    nobody = (
        ways and not find_names(connection, words, 1) and not any(units.named(connection, w) for w in words)
    )
    return or_(each, _found_by(named), *(_with_surname(way) for way in ways if nobody))


def fits(connection: Connection, word: str) -> ColumnElement[bool]:
    """Return the condition for one typed word: name, pinyin, initials, a number's tail, post, unit or its former name.

    A word that says ranks or a status (调研员, 退休) finds those people too; letters that find nobody else may be a surname
    in full with the initials of the rest (wangjg).
    """
    clauses: list[ColumnElement[bool]] = []
    expression = match_expression(word)
    if expression is not None:
        found = _found_by(expression)
        if number := whole_number(word):
            found &= or_(Person.id_number.endswith(number), Person.phone.endswith(number))
        clauses.append(found)
    among = units.named(connection, word)
    if among:
        clauses.append(Person.unit_id.in_(among))
    said = codes_said(word)
    if said.ranks:
        clauses += [Person.rank.in_(said.ranks), Person.side_rank.in_(said.ranks)]
    if said.statuses:
        clauses.append(Person.status.in_(said.statuses))
    if not clauses[1:] and (ways := spelled_surnames(word)) and not find_names(connection, [word], 1):
        clauses += [_with_surname(way) for way in ways]
    return or_(*clauses) if clauses else literal_column("0") == 1


def _with_surname(way: SpelledSurname) -> ColumnElement[bool]:
    whole = literal_column("' '").concat(SEARCH.c["keys"]).contains(f" {way.surname}")
    return Person.id.in_(select(SEARCH.c.rowid).where(_MATCHES(way.expression), whole))


def _found_by(expression: str) -> ColumnElement[bool]:
    return Person.id.in_(select(SEARCH.c.rowid).where(_MATCHES(expression)))


def last_trained() -> ColumnElement[date]:
    """Return the first day of the last class a person completed."""
    return (
        select(func.max(TrainingClass.start_day))
        .join(Enrolment, Enrolment.class_id == TrainingClass.id)
        .where(
            Enrolment.person_id == Person.id, Enrolment.withdrawn_at.is_(None), Enrolment.completed.is_(True)
        )
        .correlate(Person)
        .scalar_subquery()
    )


def _of_schooling(word: str) -> ColumnElement[bool]:
    """Return that the highest education is this one; of a usual word (研究生) closer ones too (中央党校研究生)."""
    ends, others = endings_of("education", word)
    like = or_(Person.education == word, *(Person.education.endswith(end) for end in ends))
    return and_(like, *(~Person.education.endswith(end) for end in others))


def choices(connection: Connection, today: date) -> FilterChoices:
    """Return what education, political status, ethnicity and the year of a completed class can be narrowed to.

    The year of ``today`` is among them before the first class of it is completed: who still lacks one can be listed.
    """

    def words(column: Any) -> tuple[str, ...]:
        found = connection.execute(
            select(column).where(column != "").group_by(column).order_by(func.count().desc(), column)
        )
        return tuple(found.scalars())

    days = connection.scalars(
        select(TrainingClass.end_day)
        .join(Enrolment, Enrolment.class_id == TrainingClass.id)
        .where(Enrolment.completed.is_(True), Enrolment.withdrawn_at.is_(None))
        .distinct()
    )
    return FilterChoices(
        education=words(Person.education),
        political=words(Person.political),
        ethnicity=words(Person.ethnicity),
        years=tuple(sorted({today.year, *(day.year for day in days)}, reverse=True)),
    )
