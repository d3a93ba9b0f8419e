"""The SELECTs behind the parameters of papers, and the list of what was issued."""

from collections.abc import Callable

from sqlalchemy import Connection, func, select

from trainingdesk.domain.codes import ClassState, MenuState
from trainingdesk.domain.papers.rows import IssuedRow, ParamChoice
from trainingdesk.persistence.readmodels import people_search
from trainingdesk.persistence.tables.accounts import User
from trainingdesk.persistence.tables.certificates import Certificate
from trainingdesk.persistence.tables.classes import Menu, TrainingClass
from trainingdesk.persistence.tables.fees import FeeRequest, LedgerEntry
from trainingdesk.persistence.tables.office import IssuedPaper
from trainingdesk.persistence.tables.planning import PlanVersion
from trainingdesk.persistence.tables.roster import ImportBatch, Person, Unit
from trainingdesk.shared.clock import local_day


def _units(connection: Connection) -> list[ParamChoice]:
    rows = connection.execute(
        select(Unit.id, Unit.name, Unit.initials).where(Unit.active).order_by(Unit.position, Unit.id)
    )
    return [ParamChoice(str(row.id), row.name, row.initials) for row in rows]


def _classes(connection: Connection) -> list[ParamChoice]:
    rows = connection.execute(
        select(TrainingClass.id, TrainingClass.title, TrainingClass.initials, TrainingClass.code)
        .where(TrainingClass.state != ClassState.CANCELLED)
        .order_by(TrainingClass.start_day.desc(), TrainingClass.id.desc())
    )
    return [ParamChoice(str(row.id), row.title, row.initials, row.code) for row in rows]


def _plans(connection: Connection) -> list[ParamChoice]:
    rows = connection.execute(
        select(PlanVersion.id, PlanVersion.title, PlanVersion.cycle_start, PlanVersion.number).order_by(
            PlanVersion.cycle_start.desc(), PlanVersion.number.desc()
        )
    )
    return [ParamChoice(str(row.id), row.title, "", f"{row.cycle_start}-{row.number}") for row in rows]


def _menus(connection: Connection) -> list[ParamChoice]:
    rows = connection.execute(
        select(Menu.id, Menu.title, Menu.number, Menu.state).order_by(Menu.year.desc(), Menu.edition.desc())
    )
    return [
        ParamChoice(str(row.id), row.title, "", row.number if row.state is MenuState.ISSUED else "")
        for row in rows
    ]


def _fees(connection: Connection) -> list[ParamChoice]:
    rows = connection.execute(
        select(FeeRequest.id, FeeRequest.number, FeeRequest.title).order_by(FeeRequest.id.desc())
    )
    return [ParamChoice(str(row.id), row.number, "", row.title) for row in rows]


def _certificates(connection: Connection) -> list[ParamChoice]:
    rows = connection.execute(
        select(Certificate.id, Certificate.number, Person.name)
        .join(Person, Person.id == Certificate.person_id)
        .order_by(Certificate.series.desc(), Certificate.sequence.desc())
    )
    return [ParamChoice(str(row.id), row.number, "", row.name) for row in rows]


def people_chosen(connection: Connection, person_id: int | None, limit: int) -> list[ParamChoice]:
    """Return one person, none when gone; for None the first people of the roster in the office's order."""
    wanted = (
        select(Person.id, Person.name, Unit.short_name, Person.post)
        .join(Unit, Unit.id == Person.unit_id)
        .order_by(Unit.position, Person.position)
        .limit(limit)
    )
    if person_id is not None:
        wanted = wanted.where(Person.id == person_id)
    return [_person(*row) for row in connection.execute(wanted)]


def people_found(connection: Connection, typed: str, limit: int) -> list[ParamChoice]:
    """Return the first people whom what was typed fits."""
    return [
        _person(hit.id, hit.name, hit.unit, hit.post) for hit in people_search.hits(connection, typed, limit)
    ]


def _person(number: int, name: str, unit: str, post: str) -> ParamChoice:
    return ParamChoice(str(number), name, "", " ".join(filter(None, (unit, post))))


def _imports(connection: Connection) -> list[ParamChoice]:
    rows = connection.execute(
        select(ImportBatch.id, ImportBatch.file_name, ImportBatch.at)
        .where(ImportBatch.report.is_not(None))
        .order_by(ImportBatch.id.desc())
    )
    return [ParamChoice(str(row.id), row.file_name, "", local_day(row.at).isoformat()) for row in rows]


def years(connection: Connection) -> tuple[int, int] | None:
    """Return the first and the last year that classes, entries or certificates are of, None on an empty desk."""
    found: list[str] = []
    for column in (TrainingClass.start_day, LedgerEntry.day, Certificate.issued_day):
        for bound in (func.min, func.max):
            year = connection.scalar(select(func.substr(bound(column), 1, 4)))
            found += [str(year)] if year else []
    return (int(min(found)), int(max(found))) if found else None


_SOURCES: dict[str, Callable[[Connection], list[ParamChoice]]] = {
    "units": _units,
    "imports": _imports,
    "classes": _classes,
    "plans": _plans,
    "menus": _menus,
    "fees": _fees,
    "certificates": _certificates,
}


def choices(connection: Connection, source: str) -> list[ParamChoice]:
    """Return the values a parameter can take; an unknown source has none."""
    return _SOURCES[source](connection) if source in _SOURCES else []


def issued_papers(connection: Connection, limit: int) -> list[IssuedRow]:
    """Return the frozen papers, the latest first."""
    rows = connection.execute(
        select(
            IssuedPaper.id,
            IssuedPaper.kind,
            IssuedPaper.number,
            IssuedPaper.title,
            IssuedPaper.issued_at,
            User.name,
            func.length(IssuedPaper.content),
        )
        .join(User, User.id == IssuedPaper.issued_by)
        .order_by(IssuedPaper.id.desc())
        .limit(limit)
    )
    return [
        IssuedRow(number, kind, text, title, local_day(at), name, size)
        for number, kind, text, title, at, name, size in rows
    ]


def issued_content(connection: Connection, paper_id: int) -> bytes | None:
    """Return the bytes of a frozen paper, None when it is not there."""
    return connection.execute(select(IssuedPaper.content).where(IssuedPaper.id == paper_id)).scalar()
