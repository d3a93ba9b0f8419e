"""What is read of people: ordered ids, rows by id, one person's card, candidates for a class, imports made."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    exists,
    func,
    literal_column,
    select,
)

from trainingdesk.domain.codes import GONE, Audience
from trainingdesk.domain.roster.base import BaseRule, audience_ranks, audience_team
from trainingdesk.domain.roster.groups import group_of
from trainingdesk.domain.roster.import_views import ImportBatchRow
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.domain.roster.person_form import PersonForm
from trainingdesk.domain.roster.settled import Contradiction
from trainingdesk.domain.roster.views import (
    Candidate,
    CandidateFilter,
    CertificateLine,
    ClassLine,
    PersonCard,
    PersonFilter,
    PersonRow,
)
from trainingdesk.domain.values import mask_id, mask_phone
from trainingdesk.persistence.readmodels import change_sources, history, units
from trainingdesk.persistence.readmodels.base import counts_now, name_on
from trainingdesk.persistence.readmodels.births import born
from trainingdesk.persistence.readmodels.groups import live_on
from trainingdesk.persistence.readmodels.people_filter import Standing, last_trained, narrow
from trainingdesk.persistence.readmodels.person_keys import KEYS, keyed
from trainingdesk.persistence.tables import all_tables
from trainingdesk.persistence.tables.accounts import User
from trainingdesk.persistence.tables.certificates import Certificate
from trainingdesk.persistence.tables.classes import Enrolment, TrainingClass
from trainingdesk.persistence.tables.groups import GroupMembership
from trainingdesk.persistence.tables.roster import ImportBatch, Person, Unit


def total(connection: Connection) -> int:
    """Return how many people the desk knows."""
    return int(connection.scalar(select(func.count()).select_from(Person)) or 0)


def rows(connection: Connection, wanted: Sequence[int]) -> tuple[PersonRow, ...]:
    """Return lines of a list by id, in the order asked for; who is gone is left out."""
    found = connection.execute(
        select(
            Person.id,
            Person.unit_id,
            Unit.short_name,
            Person.name,
            Person.sex,
            Person.birth,
            Person.id_number,
            Person.post,
            Person.rank,
            Person.team,
            Person.status,
            Person.phone,
            last_trained().label("trained"),
        )
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.id.in_(list(wanted)))
    )
    by_id = {
        row.id: PersonRow(
            id=row.id,
            unit_id=row.unit_id,
            unit=row.short_name,
            name=row.name,
            sex=row.sex,
            birth=row.birth,
            id_masked=mask_id(row.id_number),
            post=row.post,
            rank=row.rank,
            team=row.team,
            status=row.status,
            phone_masked=mask_phone(row.phone),
            trained_year=row.trained.year if row.trained else None,
        )
        for row in found
    }
    return tuple(by_id[number] for number in wanted if number in by_id)


def posts_in(connection: Connection, unit_ids: Sequence[int]) -> list[tuple[str, str, str]]:
    """Return name, post and unit's full name of whoever is in some units with a post and has not retired or left."""
    found = connection.execute(
        select(Person.name, Person.post, Unit.name)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.unit_id.in_(unit_ids), Person.post != "", Person.status.not_in(GONE))
        .order_by(Unit.position, Person.position)
    )
    return [(name, post, unit) for name, post, unit in found]


def list_rows(connection: Connection, wanted: Sequence[int], *, whole: bool = False) -> list[dict[str, Any]]:
    """Return people by id, in that order, with every column a list of them can be printed with; numbers masked or ``whole``.

    ``born`` is the birth as exactly as it is known, for the age.
    """
    names = (
        *("name", "sex", "birth", "id_number", "ethnicity", "political", "education", "degree"),
        *("education_full", "degree_full", "education_service", "degree_service"),
        *("native_place", "birthplace", "technical_title", "school", "school_full", "school_service"),
        *("work_start", "party_entry", "unit_from", "post", "post_from", "rank", "rank_from"),
        *("side_rank", "side_rank_from", "team", "team_from", "authority"),
        *("status", "status_from", "joined_on", "phone", "note"),
    )
    found = connection.execute(
        select(
            Person.id,
            Unit.name.label("unit"),
            last_trained().label("trained"),
            born().label("born"),
            *(getattr(Person, name) for name in names),
        )
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.id.in_(list(wanted)))
    )
    by_id: dict[int, dict[str, Any]] = {}
    for row in found:
        values = row._asdict()
        if not whole:
            values["id_number"], values["phone"] = mask_id(row.id_number), mask_phone(row.phone)
        values["trained"] = str(row.trained.year) if row.trained else ""
        by_id[row.id] = values
    return [by_id[number] for number in wanted if number in by_id]


def years_trained(connection: Connection, wanted: Collection[int]) -> dict[int, str]:
    """Return person → the year of the last class that was completed, of people who have one."""
    known = set(wanted)
    found = connection.execute(select(Person.id, last_trained().label("trained")))
    return {row.id: str(row.trained.year) for row in found if row.trained and row.id in known}


def form(connection: Connection, person_id: int) -> PersonForm | None:
    """Return a person as their form opens it, None when gone; the numbers are masked."""
    row = connection.execute(select(*_FORM_COLUMNS).where(Person.id == person_id)).first()
    if row is None:
        return None
    values = row._asdict()
    values["id_masked"] = mask_id(values.pop("id_number"))
    values["phone_masked"] = mask_phone(values.pop("phone"))
    for name in ("status_from", "joined_on"):
        day = values.pop(name)
        values[name] = day.isoformat() if day else ""
    return PersonForm(**values)


_FORM_COLUMNS = tuple(
    getattr(Person, name)
    for name in (
        *("id", "version", "unit_id", "name", "sex", "birth", "id_number", "ethnicity", "political"),
        *("education", "degree", "work_start", "party_entry", "post", "rank", "team", "authority", "phone"),
        *(
            "status",
            "status_from",
            "note",
            "unit_from",
            "team_from",
            "post_from",
            "rank_from",
            "side_rank",
            "side_rank_from",
        ),
        *("education_full", "degree_full", "education_service", "degree_service", "joined_on"),
        *("native_place", "birthplace", "technical_title", "school", "school_full", "school_service"),
    )
)


def card(connection: Connection, person_id: int, today: date, rule: BaseRule) -> PersonCard | None:
    """Return everything about one person, None when gone."""
    row = connection.execute(
        select(
            *_FORM_COLUMNS,
            Unit.name.label("unit"),
            ImportBatch.file_name,
            counts_now(rule, today).label("in_base"),
        )
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(ImportBatch, ImportBatch.id == Person.import_batch_id)
        .where(Person.id == person_id)
    ).first()
    if row is None:
        return None
    values = row._asdict()
    classes = _classes(connection, person_id)
    dated = history.values(connection, person_id)
    hours: dict[int, int] = {}
    for line in classes:
        if line.hours:
            hours[line.end_day.year] = hours.get(line.end_day.year, 0) + line.hours
    return PersonCard(
        id_masked=mask_id(values.pop("id_number")),
        phone_masked=mask_phone(values.pop("phone")),
        imported_from=values.pop("file_name") or "",
        unit_path=units.path(connection, row.unit_id),
        joined_by=change_sources.joined(connection, [person_id])[person_id].ended,
        status_since=history.status_since(row.status_from, dated),
        former=history.former_lines(dated),
        bases=history.present_bases(dated),
        classes=classes,
        certificates=_certificates(connection, person_id),
        hours_by_year=hours,
        secondments=history.secondments(connection, person_id),
        groups=history.memberships(connection, person_id),
        attendance=history.attendance(connection, person_id),
        photo=history.photo(connection, person_id),
        **values,
    )


#: the unit's short name when the class began
_UNIT_THEN: ColumnElement[str] = literal_column(name_on("training_class.start_day", "short_name", "unit"))


def _classes(connection: Connection, person_id: int) -> tuple[ClassLine, ...]:
    found: Any = connection.execute(
        select(
            TrainingClass.id,
            TrainingClass.code,
            TrainingClass.title,
            TrainingClass.start_day,
            TrainingClass.end_day,
            TrainingClass.state,
            Enrolment.attended_hours,
            Enrolment.grade,
            Enrolment.completed,
            _UNIT_THEN,
        )
        .join(Enrolment, Enrolment.class_id == TrainingClass.id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Enrolment.person_id == person_id, Enrolment.withdrawn_at.is_(None))
        .order_by(TrainingClass.start_day.desc(), TrainingClass.id.desc())
    )
    return tuple(ClassLine(*row) for row in found)


def _certificates(connection: Connection, person_id: int) -> tuple[CertificateLine, ...]:
    found = connection.execute(
        select(
            Certificate.id,
            Certificate.number,
            TrainingClass.title,
            Certificate.issued_day,
            Certificate.state,
        )
        .join(TrainingClass, TrainingClass.id == Certificate.class_id)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.issued_day.desc(), Certificate.id.desc())
    )
    return tuple(CertificateLine(*row) for row in found)


def candidates(connection: Connection, wanted: CandidateFilter, standing: Standing) -> tuple[Candidate, ...]:
    """Return who of the base can be enrolled in a class and is not in it yet, in the office's order."""
    enrolled = exists().where(
        Enrolment.class_id == wanted.class_id,
        Enrolment.person_id == Person.id,
        Enrolment.withdrawn_at.is_(None),
    )
    statement: Select[Any] = select(Person.id).join(Unit, Unit.id == Person.unit_id).where(~enrolled)
    narrowed = PersonFilter(
        unit_id=wanted.unit_id, typed=wanted.typed, in_base=True, membership=wanted.membership
    )
    statement = narrow(connection, statement, narrowed, standing)
    belongs = _fitting(connection, wanted.audience, standing.day)
    if wanted.only_fitting:
        statement = statement.where(belongs)
    found = connection.execute(
        statement.with_only_columns(
            Person.id,
            Person.name,
            Person.unit_id,
            Unit.short_name,
            Person.post,
            Person.rank,
            Person.team,
            belongs.label("fits"),
            last_trained().label("trained"),
            *KEYS,
        ).order_by(Unit.position, Person.position)
    )
    return tuple(
        Candidate(
            *row[:7],
            fits=bool(row.fits),
            trained_year=row.trained.year if row.trained else None,
            keys=keyed(row)[-1],
        )
        for row in found
    )


def _fitting(connection: Connection, audience: Audience, day: date) -> ColumnElement[bool]:
    """Return who a class for this audience is for.

    Young and reserve cadres are those of the group, as soon as there is anybody in it (P2.2); heads and deputies those
    of the rank or of the group (P2.1).
    """
    kind = group_of(audience)
    inside = select(GroupMembership.person_id).where(GroupMembership.kind == kind, live_on(day))
    by_name = Person.id.in_(inside)
    if audience_ranks(audience) is None and kind is not None and connection.scalar(inside.limit(1)):
        return by_name
    ranks, team = audience_ranks(audience), audience_team(audience)
    by_rank = literal_column("1") == 1 if ranks is None else Person.rank.in_(ranks)
    by_team = literal_column("1") == 1 if team is None else Person.team == team
    return by_rank & by_team if kind is None or ranks is None else by_rank & by_team | by_name


_STANDING_ANSWERS = """
    SELECT person_id, field, said, by_number, taken FROM import_answer
    JOIN import_batch ON import_batch.id = import_batch_id
    WHERE reverted_at IS NULL ORDER BY import_batch_id
"""


def import_answers(connection: Connection) -> dict[Contradiction, str]:
    """Return what was settled of contradictions between files and ID numbers → what was taken, by the newest standing import."""
    found = connection.exec_driver_sql(_STANDING_ANSWERS)
    return {Contradiction._make(row[:4]): str(row[4]) for row in found}


def pictured(connection: Connection, people: Collection[int]) -> set[int]:
    """Return which of some people have a photo."""
    marks = ", ".join("?" * len(people))
    statement = f"SELECT person_id FROM person_photo WHERE person_id IN ({marks})"  # noqa: S608 - marks only
    return {int(row[0]) for row in connection.exec_driver_sql(statement, tuple(people))}


def import_batches(connection: Connection) -> tuple[ImportBatchRow, ...]:
    """Return the imports that were made, the last one first."""
    found = connection.execute(
        select(
            ImportBatch.id,
            ImportBatch.file_name,
            ImportBatch.at,
            func.coalesce(User.name, ""),
            ImportBatch.created,
            ImportBatch.updated,
            ImportBatch.same,
            ImportBatch.refused,
            ImportBatch.reverted_at,
            ImportBatch.left,
            ImportBatch.day,
            ImportBatch.report.is_not(None),
            ImportBatch.older,
        )
        .outerjoin(User, User.id == ImportBatch.actor_id)
        .order_by(ImportBatch.id.desc())
    )
    return tuple(ImportBatchRow(*row) for row in found)


def import_batch(connection: Connection, batch_id: int) -> Any | None:
    """Return one import with its stored report, None when there is none of this id."""
    return connection.execute(
        select(
            ImportBatch.file_name,
            ImportBatch.digest,
            ImportBatch.day,
            ImportBatch.at,
            ImportBatch.reverted_at,
            ImportBatch.report,
        ).where(ImportBatch.id == batch_id)
    ).first()


_IMPORTED = """
SELECT entity_id, detail FROM audit
 WHERE entity = 'person' AND kind = 'imported' AND entity_id BETWEEN ? AND ? ORDER BY id
"""


def brought_in(connection: Connection, first: int, last: int) -> dict[int, dict[str, Any]]:
    """Return people whom imports brought → their values as they came in, numbers masked: what the log says of them.

    ``first`` and ``last`` are the bounds of their ids.
    """
    found: dict[int, dict[str, Any]] = {}
    for number, detail in connection.exec_driver_sql(_IMPORTED, (first, last)):
        if number not in found:  # what is logged later of the same person is a change
            found[number] = json.loads(detail)
    return found


_AT_ONCE = 10_000
#: People whose equal texts are one: more of them save no more, and the table of texts is let go of
_SHARED = 2_000
_KNOWN = """
SELECT p.id, p.name, coalesce(p.sex, ''), p.birth, coalesce(p.id_number, ''), u.name, p.post, coalesce(p.rank, ''),
       p.team, coalesce(p.authority, ''), p.status, p.phone, p.ethnicity, p.political, p.education, p.degree,
       p.work_start, p.party_entry, p.note, p.post_from, p.rank_from,
       p.education_full, p.degree_full, p.education_service, p.degree_service,
       coalesce(p.side_rank, ''), p.side_rank_from,
       p.native_place, p.birthplace, p.technical_title, p.school, p.school_full, p.school_service,
       p.unit_from, p.team_from, coalesce(p.status_from, ''), coalesce(p.joined_on, '')
  FROM person p JOIN unit u ON u.id = p.unit_id
"""


def known_people(connection: Connection) -> Iterator[KnownPerson]:
    """Yield everybody of the roster, those who left too, by id, as an import holds its rows against them."""
    # the driver's own cursor: 100,000 rows need no row object of the library's
    cursor: Any = connection.exec_driver_sql(_KNOWN + " ORDER BY p.id").cursor
    while rows := cursor.fetchmany(_SHARED):
        # the driver makes a text of its own for every cell; units, ranks and days are the same ones again and again
        kept: dict[Any, Any] = {}
        one = kept.setdefault
        yield from (KnownPerson._make(map(one, row, row)) for row in rows)


def people_in_order(connection: Connection, ids: Sequence[int]) -> list[KnownPerson]:
    """Return people by id with their full numbers, in the order asked for."""
    found: dict[int, KnownPerson] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = tuple(ids[start : start + _AT_ONCE])
        rows = connection.exec_driver_sql(f"{_KNOWN} WHERE p.id IN ({', '.join('?' * len(part))})", part)
        found.update((row[0], KnownPerson._make(row)) for row in rows)
    return [found[number] for number in ids if number in found]


def dependents(connection: Connection, entity: str, record_id: int) -> dict[str, int]:
    """Return what refers to a record: table → how many rows; tables without any are left out."""
    found: dict[str, int] = {}
    for other in all_tables():
        for key in other.foreign_keys:
            if key.column.table.name == entity:
                count = connection.scalar(
                    select(func.count()).select_from(other).where(key.parent == record_id)
                )
                if count:
                    found[other.name] = found.get(other.name, 0) + int(count)
    return found
