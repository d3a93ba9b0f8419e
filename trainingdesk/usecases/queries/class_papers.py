"""What the papers of a class are made from: sign-in sheets in the order of the roll call, the list of students."""

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from trainingdesk.domain.access import Permission
from trainingdesk.domain.classes.rows import ClassCard
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.order import in_order
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.text import Label
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.queries.classes import class_card, class_people
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query

if TYPE_CHECKING:
    from trainingdesk.documents.catalogue.classes import ClassFacts, Student
    from trainingdesk.documents.definition import Content


@table_paper("classes.signin")
def signin_paper(reader: Reader, params: Params) -> "Content":
    """Return a class's sign-in sheets, one page group a day (or the one of ``day``), in the order of the seats.

    Raises Refused ``class.nobody_enrolled``, ``class.no_half_days`` and ``class.no_half_days_that_day``.
    """
    from trainingdesk.documents.catalogue.classes import SigninDay, SigninHalfDay, signin_content

    card = class_card(reader, int(params["class"]))
    if not card.half_days:
        raise Refused("class.no_half_days")
    students = _students(reader, card)
    days = [
        SigninDay(day, tuple(SigninHalfDay(Label(f"slot.{half.slot}"), half.topic) for half in halves))
        for day, halves in groupby(card.half_days, key=lambda half: half.day)
    ]
    if params.get("day"):
        wanted = date.fromisoformat(params["day"])
        days = [day for day in days if day.day == wanted]
        if not days:
            raise Refused("class.no_half_days_that_day", day=wanted)
    return signin_content(_facts(reader, card), students, days, printed_on=reader.today)


@table_paper("classes.roll")
def roll_paper(reader: Reader, params: Params) -> "Content":
    """Return a class's list of students in ``order``, by seat without one; raises Refused ``class.nobody_enrolled``."""
    from trainingdesk.documents.catalogue.classes import roll_content

    card = class_card(reader, int(params["class"]))
    order = params.get("order", "") or "seat"
    students = _students(reader, card, order)
    facts = _facts(reader, card)
    by_seat = order.removeprefix("-") == "seat"
    return roll_content(facts, students, by_seat=by_seat, printed_on=reader.today, data_date=reader.today)


def _students(reader: Reader, card: ClassCard, order: str = "seat") -> "list[Student]":
    from trainingdesk.documents.catalogue.classes import Student

    people = class_people(reader, card.row.id)
    if not people:
        raise Refused("class.nobody_enrolled")
    return [
        Student(
            seat=person.seat,
            name=person.name,
            unit=person.unit,
            post=person.post,
            sex=person.sex,
            rank=person.rank,
        )
        for person in in_order(people, order)
    ]


def _facts(reader: Reader, card: ClassCard) -> "ClassFacts":
    from trainingdesk.documents.catalogue.classes import ClassFacts

    row = card.row
    office = office_facts(reader.connection).name
    return ClassFacts(row.title, row.code, row.start_day, row.end_day, row.place, row.teacher, office)


@query(Permission.CLASS_READ)
def class_paper_pdf(
    reader: Reader, paper_id: str, class_id: int, day: date | None = None, order: str = ""
) -> bytes:
    """Return ``classes.signin`` or ``classes.roll`` as PDF; a class teacher, who reads no reports, may print these too.

    ``order`` is that of the list of students on screen. Raises what the paper's provider refuses.
    """
    from trainingdesk.documents.catalogue.classes import REPORTS
    from trainingdesk.documents.render_pdf import render_pdf

    report = next(report for report in REPORTS if report.id == paper_id)
    params = {"class": str(class_id)}
    if day is not None:
        params["day"] = day.isoformat()
    if order:
        params["order"] = order
    provide = signin_paper if paper_id == "classes.signin" else roll_paper
    return render_pdf(report, provide(reader, params))
