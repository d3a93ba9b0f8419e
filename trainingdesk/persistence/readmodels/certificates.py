"""The SELECTs of certificates: who of a class gets one, and the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from trainingdesk.domain.certificates.rows import CertificateFilter, CertificateRow, ClassForCertificates
from trainingdesk.domain.certificates.rules import Candidate
from trainingdesk.domain.classes.completion import reasons_from
from trainingdesk.domain.codes import CertificateState, ClassState, Grade
from trainingdesk.domain.roster.order import PersonKeys, screen_order
from trainingdesk.persistence.readmodels.base import name_on
from trainingdesk.persistence.readmodels.person_keys import KEYS, keyed
from trainingdesk.persistence.tables.accounts import User
from trainingdesk.persistence.tables.certificates import Certificate
from trainingdesk.persistence.tables.classes import Enrolment, HalfDaySession, TrainingClass
from trainingdesk.persistence.tables.office import IssuedPaper, NumberSeries
from trainingdesk.persistence.tables.roster import Person, Unit

#: SQLite takes at most this many parameters in one statement with room to spare
_CHUNK = 500
#: the unit's short name when the class began
_UNIT_THEN: ColumnElement[str] = literal_column(name_on("training_class.start_day", "short_name", "unit"))


def _hours() -> Any:
    return (
        select(func.coalesce(func.sum(HalfDaySession.hours), 0))
        .where(HalfDaySession.class_id == TrainingClass.id)
        .correlate(TrainingClass)
        .scalar_subquery()
    )


def _classes() -> Select[Any]:
    completed = (
        select(func.count())
        .where(
            Enrolment.class_id == TrainingClass.id,
            Enrolment.withdrawn_at.is_(None),
            Enrolment.completed.is_(True),
        )
        .correlate(TrainingClass)
        .scalar_subquery()
    )
    issued = (
        select(func.count())
        .where(Certificate.class_id == TrainingClass.id, Certificate.state == CertificateState.VALID)
        .correlate(TrainingClass)
        .scalar_subquery()
    )
    return select(
        TrainingClass.id,
        TrainingClass.code,
        TrainingClass.title,
        TrainingClass.start_day,
        TrainingClass.end_day,
        TrainingClass.state,
        _hours(),
        completed,
        issued,
    )


def _class(*columns: Any) -> ClassForCertificates:
    return ClassForCertificates(*columns)


def class_for_certificates(connection: Connection, class_id: int) -> ClassForCertificates | None:
    """Return what certificates need to know of a class, None when it is not there."""
    row = connection.execute(_classes().where(TrainingClass.id == class_id)).first()
    return None if row is None else _class(*row)


def classes_for_certificates(connection: Connection) -> tuple[ClassForCertificates, ...]:
    """Return the classes that certificates come from, the latest first: under way, assessed or closed."""
    states = [ClassState.RUNNING, ClassState.ASSESSING, ClassState.CLOSED]
    rows = connection.execute(
        _classes()
        .where(TrainingClass.state.in_(states))
        .order_by(TrainingClass.end_day.desc(), TrainingClass.id.desc())
    )
    return tuple(_class(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One enrolment with what a certificate and the list of who qualifies show of it; hours in tenths of 学时."""

    candidate: Candidate
    person_id: int
    seat: int
    unit: str
    post: str
    grade: Grade | None
    attended_hours: int | None
    keys: PersonKeys


def enrolled(connection: Connection, class_id: int, enrolment_id: int | None = None) -> tuple[Enrolled, ...]:
    """Return every enrolment of a class in the order of its sign-in sheet, the withdrawn ones last."""
    valid = (
        select(func.max(Certificate.number))
        .where(Certificate.enrolment_id == Enrolment.id, Certificate.state == CertificateState.VALID)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    statement = (
        select(
            Enrolment.id,
            Person.name,
            Enrolment.withdrawn_at,
            Enrolment.withdrawn_reason,
            Enrolment.completed,
            Enrolment.reasons,
            valid.label("valid_number"),
            Enrolment.person_id,
            Enrolment.seat,
            _UNIT_THEN.label("short_name"),
            Enrolment.post,
            Enrolment.grade,
            Enrolment.attended_hours,
            *KEYS,
        )
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Enrolment.class_id == class_id)
        .order_by(Enrolment.withdrawn_at.is_not(None), Enrolment.seat, Enrolment.id)
    )
    if enrolment_id is not None:
        statement = statement.where(Enrolment.id == enrolment_id)
    return tuple(
        Enrolled(
            candidate=Candidate(
                enrolment_id=row.id,
                name=row.name,
                withdrawn_reason=row.withdrawn_reason if row.withdrawn_at else None,
                completed=row.completed,
                reasons=reasons_from(row.reasons),
                valid_number=row.valid_number or "",
            ),
            person_id=row.person_id,
            seat=row.seat,
            unit=row.short_name,
            post=row.post,
            grade=row.grade,
            attended_hours=row.attended_hours,
            keys=keyed(row)[-1],
        )
        for row in connection.execute(statement)
    )


def last_number(connection: Connection, series: str) -> int:
    """Return the last number drawn from a series, 0 for none."""
    return connection.scalar(select(NumberSeries.last).where(NumberSeries.series == series)) or 0


# --- the register ---

_STATE_PLACES = {state: place for place, state in enumerate(CertificateState)}
#: order (a word of ``domain.roster.order``) → what it compares
_ORDERS: dict[str, tuple[Any, ...]] = {
    "number": (Certificate.series, Certificate.sequence),
    "pinyin": (Person.pinyin_key, Person.id, Certificate.id),
    "strokes": (Person.stroke_key, Person.id, Certificate.id),
    "unit": (Unit.position, Person.position, Person.id, Certificate.id),
    "class_title": (TrainingClass.start_day, TrainingClass.id, Certificate.id),
    "issued_day": (Certificate.issued_day, Certificate.series, Certificate.sequence),
    "state": (case(_STATE_PLACES, value=Certificate.state), Certificate.series, Certificate.sequence),
}


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Person, Person.id == Certificate.person_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .join(TrainingClass, TrainingClass.id == Certificate.class_id)
    )


def _conditions(wanted: CertificateFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    columns: tuple[Any, ...] = (
        Certificate.number,
        Person.name,
        Unit.short_name,
        Unit.name,
        _UNIT_THEN,
        TrainingClass.code,
        TrainingClass.title,
        TrainingClass.initials,
    )
    found += [
        or_(*(func.instr(func.lower(column), word) > 0 for column in columns))
        for word in wanted.text.lower().split()
    ]
    if wanted.state is not None:
        found.append(Certificate.state == wanted.state)
    if wanted.class_id is not None:
        found.append(Certificate.class_id == wanted.class_id)
    if wanted.person_id is not None:
        found.append(Certificate.person_id == wanted.person_id)
    if wanted.year is not None:
        found.append(Certificate.issued_day.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    return found


def certificate_ids(connection: Connection, wanted: CertificateFilter, order: str = "") -> list[int]:
    """Return the ids that fit a filter; by default the latest number first.

    ``order`` is one of the three orders of people or a column's key, with ``-`` before it to turn it round; by the
    name is by pinyin.
    """
    statement = _joined(select(Certificate.id)).where(and_(True, *_conditions(wanted)))
    columns = _ORDERS.get(screen_order("", order).removeprefix("-"))
    if columns is None:
        statement = statement.order_by(Certificate.series.desc(), Certificate.sequence.desc())
    elif order.startswith("-"):
        statement = statement.order_by(*(column.desc() for column in columns))
    else:
        statement = statement.order_by(*columns)
    return list(connection.scalars(statement))


def certificate_rows(connection: Connection, ids: Sequence[int]) -> dict[int, CertificateRow]:
    """Return the rows of some ids, in their order; one that is not there is left out."""
    found: dict[int, CertificateRow] = {}
    for start in range(0, len(ids), _CHUNK):
        found |= _rows(connection, ids[start : start + _CHUNK])
    return {number: found[number] for number in ids if number in found}


def _rows(connection: Connection, ids: Sequence[int]) -> dict[int, CertificateRow]:
    before, after = aliased(Certificate), aliased(Certificate)
    statement = (
        _joined(
            select(
                *Certificate.__table__.columns,
                Person.name.label("person"),
                _UNIT_THEN.label("short_name"),
                Enrolment.post,
                Enrolment.grade,
                TrainingClass.code,
                TrainingClass.title,
                _hours().label("hours"),
                User.name.label("issuer"),
                before.number.label("replaces"),
                after.number.label("replaced_by"),
            )
        )
        .join(User, User.id == Certificate.issued_by)
        .outerjoin(before, before.id == Certificate.replaces_id)
        .outerjoin(after, after.replaces_id == Certificate.id)
        .where(Certificate.id.in_(ids))
    )
    return {
        row.id: CertificateRow(
            id=row.id,
            number=row.number,
            series=row.series,
            sequence=row.sequence,
            state=row.state,
            person_id=row.person_id,
            name=row.person,
            unit=row.short_name,
            post=row.post,
            class_id=row.class_id,
            class_code=row.code,
            class_title=row.title,
            hours=int(row.hours),
            grade=row.grade,
            issued_day=row.issued_day,
            issued_at=row.issued_at,
            issued_by=row.issuer,
            voided_at=row.voided_at,
            void_reason=row.void_reason,
            replaces=row.replaces or "",
            replaced_by=row.replaced_by or "",
            paper_id=row.paper_id,
        )
        for row in connection.execute(statement)
    }


def certificate_count(connection: Connection) -> int:
    """Return how many numbers the register holds."""
    return connection.scalar(select(func.count()).select_from(Certificate)) or 0


def certificate_years(connection: Connection) -> list[int]:
    """Return the years certificates were issued in, the latest first."""
    years = connection.scalars(select(func.substr(Certificate.issued_day, 1, 4)).distinct())
    return sorted((int(str(year)) for year in years), reverse=True)


def certificate_id_of(connection: Connection, number: str) -> int | None:
    """Return the id of a certificate by its number, None when there is none."""
    return connection.scalar(select(Certificate.id).where(Certificate.number == number))


def class_id_of(connection: Connection, code: str) -> int | None:
    """Return the id of a class by its number, None when there is none."""
    return connection.scalar(select(TrainingClass.id).where(TrainingClass.code == code))


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """Where a certificate stands in its frozen paper: the paper, the page counted from 0, how many pages it has."""

    certificate_id: int
    paper_id: int
    page: int
    pages: int


def frozen_pages(connection: Connection, ids: Sequence[int]) -> list[FrozenPage]:
    """Return where certificates stand in their frozen papers, in the order asked for."""
    rows = certificate_rows(connection, ids)
    papers: dict[int, list[str]] = {}
    for paper_id in {row.paper_id for row in rows.values()}:
        data = connection.scalar(select(IssuedPaper.data).where(IssuedPaper.id == paper_id))
        papers[paper_id] = [page["number"] for page in (data or {})["certificates"]]
    found = []
    for row in rows.values():
        numbers = papers[row.paper_id]
        found.append(FrozenPage(row.id, row.paper_id, numbers.index(row.number), len(numbers)))
    return found


def paper_content(connection: Connection, paper_id: int) -> bytes:
    """Return a frozen paper's PDF."""
    content: bytes = connection.execute(
        select(IssuedPaper.content).where(IssuedPaper.id == paper_id)
    ).scalar_one()
    return content
