"""What the demo district's people did through the gate: a plan, menus, certificates."""

from typing import Any

from sqlalchemy import select

from trainingdesk.domain.access import Actor, Role
from trainingdesk.domain.codes import Audience, ClassState, Theme
from trainingdesk.persistence.tables.classes import Course, TrainingClass
from trainingdesk.usecases.commands.certificates import IssueCertificates
from trainingdesk.usecases.commands.menu import AddMenuItem, CreateMenu, IssueMenu
from trainingdesk.usecases.commands.planning import AdoptPlan, SavePlan
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.queries.menu import menu_view
from trainingdesk.usecases.queries.planning import plan_proposal

#: what each audience is offered
_OFFERS = {
    Audience.UNIT_HEADS: (Theme.THEORY, Theme.PARTY_SPIRIT, Theme.GOVERNING),
    Audience.DEPUTIES: (Theme.GOVERNING, Theme.LAW),
    Audience.YOUNG: (Theme.THEORY, Theme.ECONOMY, Theme.SCIENCE),
    Audience.GENERAL: (Theme.GOVERNING, Theme.MANAGEMENT),
    Audience.TECHNICAL: (Theme.PROFESSION, Theme.SCIENCE),
    Audience.BUSINESS: (Theme.ECONOMY,),
}


def build_papers(desk: Desk, actors: dict[Role, Actor], progress: Progress) -> dict[str, Any]:
    """Save and adopt the plan, issue this year's menu, issue the certificates of the closed classes."""
    progress(3, 4, "demo.step.papers")
    today = desk.clock().astimezone().date()
    desk.actor = actors[Role.CLERK]
    try:
        grid = desk.ask(plan_proposal)
        cells = tuple((row.unit_id, row.targets) for row in grid.rows if row.base)
        title = f"{grid.years[0]}—{grid.years[-1]}年轮训规划"
        plan = desk.execute(SavePlan(title=title, base_day=today, cells=cells)).result["plan_id"]
        desk.execute(AdoptPlan(plan_id=plan))
        _issue_menu(desk, actors, today.year)
        certificates = _issue_certificates(desk)
    finally:
        desk.actor = None
    return {"certificates": certificates, "targets": sum(sum(targets) for _unit, targets in cells)}


def _issue_menu(desk: Desk, actors: dict[Role, Actor], year: int) -> None:
    menu = int(desk.execute(CreateMenu(year=year)).result["menu_id"])
    with desk.engines.reader.connect() as connection:
        courses = connection.execute(select(Course.id, Course.theme).order_by(Course.id)).all()
    for audience, themes in _OFFERS.items():
        for course_id, theme in courses:
            if theme in themes:
                desk.execute(AddMenuItem(menu_id=menu, course_id=course_id, audience=audience))
    desk.actor = actors[Role.APPROVER]
    version = desk.ask(menu_view, menu).menu.version
    desk.execute(IssueMenu(menu_id=menu, version=version))
    desk.actor = actors[Role.CLERK]


def _issue_certificates(desk: Desk) -> int:
    with desk.engines.reader.connect() as connection:
        closed = connection.execute(
            select(TrainingClass.id, TrainingClass.end_day)
            .where(TrainingClass.state == ClassState.CLOSED)
            .order_by(TrainingClass.end_day, TrainingClass.id)
        ).all()
    return sum(
        int(desk.execute(IssueCertificates(class_id=class_id, day=day)).result["count"])
        for class_id, day in closed
    )
