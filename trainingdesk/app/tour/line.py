"""The thin line through every area, done by the people who do it in the office, through the same use cases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from trainingdesk.domain.access import Role
from trainingdesk.domain.classes.rules import ClassAction, HalfDay
from trainingdesk.domain.codes import Audience, FeeItem, Grade, Mark, PersonStatus, Slot, Team
from trainingdesk.domain.fees.rules import LineDraft
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.values import id_check_digit
from trainingdesk.shared.files import write_whole
from trainingdesk.usecases.demo.accounts import DEMO_PASSWORD, DEMO_USERS
from trainingdesk.usecases.desk import Desk

#: people in the workbook that the tour imports, and how many of them are enrolled in its class
PEOPLE, ENROLLED = 60, 40


@dataclass(slots=True)
class Line:
    """One walk along the line.

    Attributes:
        desk: the fresh demo district.
        out: where papers go.
        facts: what was done and counted, for ``tour.json``.
        papers: the files written, in order.
    """

    desk: Desk
    out: Path
    facts: dict[str, Any] = field(default_factory=dict)
    papers: list[Path] = field(default_factory=list)
    class_id: int = 0
    fee_id: int = 0

    def act_as(self, role: Role) -> None:
        """Let another person of the office sit down at the desk."""
        self.desk.sign_in(DEMO_USERS[role][0], DEMO_PASSWORD)

    def keep(self, name: str, content: bytes) -> None:
        """Write one paper."""
        path = self.out / name
        write_whole(path, content)
        self.papers.append(path)

    def paper(self, name: str, paper_id: str, **params: str) -> None:
        """Make one paper by its id and write it in the form that the name's ending says."""
        from trainingdesk.usecases.queries.papers import paper_pdf, paper_xlsx

        make = paper_xlsx if name.endswith(".xlsx") else paper_pdf
        self.keep(name, self.desk.ask(make, paper_id, params))

    # --- the stations ---

    def roster(self) -> None:
        """Write a workbook as a unit would send it, and import it."""
        from trainingdesk.exchange.roster_workbook import write_roster
        from trainingdesk.usecases.commands.roster_import import ImportRoster
        from trainingdesk.usecases.queries.roster_import import preview_import

        self.act_as(Role.CLERK)
        path = self.out / "01-roster.xlsx"
        write_roster(path, newcomers())
        self.papers.append(path)
        preview = self.desk.ask(preview_import, path)
        outcome = self.desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
        self.facts["import"] = dict(outcome.result)

    def plan(self) -> None:
        """Propose the five-year grid anew from the base of today, and save it as a version."""
        from trainingdesk.usecases.commands.planning import SavePlan
        from trainingdesk.usecases.queries.planning import plan_proposal

        grid = self.desk.ask(plan_proposal)
        title = f"{grid.years[0]}—{grid.years[-1]}年轮训规划（{self.today.month}月底数）"
        cells = tuple((row.unit_id, row.targets) for row in grid.rows if row.base)
        saved = self.desk.execute(SavePlan(title=title, base_day=self.today, cells=cells))
        self.facts["plan"] = {**saved.result, "units": len(grid.rows), "base": grid.total.base}
        self.paper("02-plan.pdf", "planning.grid", plan=str(saved.result["plan_id"]))
        self.paper("02-plan.xlsx", "planning.grid", plan=str(saved.result["plan_id"]))

    def menu(self) -> None:
        """Add courses to next year's menu by audience; the approver issues it, frozen and numbered."""
        from trainingdesk.domain.menu.rows import CourseFilter
        from trainingdesk.usecases.commands.menu import AddMenuItem, CreateMenu, IssueMenu
        from trainingdesk.usecases.queries.menu import course_ids, course_rows, menu_view

        year = self.today.year + 1
        menu = int(self.desk.execute(CreateMenu(year=year)).result["menu_id"])
        courses = self.desk.ask(course_rows, self.desk.ask(course_ids, CourseFilter()))
        audiences = (Audience.UNIT_HEADS, Audience.DEPUTIES, Audience.GENERAL, Audience.TECHNICAL)
        for place, audience in enumerate(audiences):
            for course in courses[place * 6 : place * 6 + 5]:
                self.desk.execute(AddMenuItem(menu_id=menu, course_id=course.id, audience=audience))
        self.act_as(Role.APPROVER)
        version = self.desk.ask(menu_view, menu).menu.version
        issued = self.desk.execute(IssueMenu(menu_id=menu, version=version))
        self.facts["menu"] = {"year": year, **issued.result}
        self.paper("03-menu.pdf", "menu.plan", menu=str(menu))

    def form_class(self) -> None:
        """Make a class with its half-days and enrol the people who were imported; print the sign-in sheet."""
        from trainingdesk.usecases.commands.classes import CreateClass
        from trainingdesk.usecases.commands.enrolments import Enrol

        self.act_as(Role.CLERK)
        days = [self.today - timedelta(days=1), self.today]
        half_days = tuple(
            HalfDay(day, slot, topic)
            for day, slot, topic in zip(
                [days[0], days[0], days[1], days[1]],
                [Slot.MORNING, Slot.AFTERNOON] * 2,
                ["党章与党内法规", "行政诉讼实务", "突发事件应对与媒体沟通", "分组研讨"],
                strict=True,
            )
        )
        made = self.desk.execute(
            CreateClass(
                title=f"{self.today.year}年新进机关人员培训班",
                audience=Audience.GENERAL,
                start_day=days[0],
                end_day=days[-1],
                capacity=50,
                teacher="孙悦",
                place="区委党校第一教室",
                half_days=half_days,
            )
        )
        self.class_id = int(made.result["class_id"])
        self._step(ClassAction.OPEN)
        people = tuple(self._imported()[:ENROLLED])
        enrolled = self.desk.execute(Enrol(class_id=self.class_id, person_ids=people))
        self._step(ClassAction.START)
        self.facts["class"] = {**made.result, "enrolled": len(enrolled.result["enrolment_ids"])}
        self.paper("04-sign-in.pdf", "classes.signin", **{"class": str(self.class_id)})

    def _step(self, action: ClassAction) -> None:
        from trainingdesk.usecases.commands.classes import ActOnClass
        from trainingdesk.usecases.queries.classes import class_card

        version = self.desk.ask(class_card, self.class_id).row.version
        self.desk.execute(ActOnClass(class_id=self.class_id, version=version, action=action))

    def roll_call(self) -> None:
        """Take attendance: some by one, all others at once, each half-day closed by the class teacher."""
        from trainingdesk.usecases.commands.attendance import CloseSession, MarkAttendance, MarkUnmarked
        from trainingdesk.usecases.queries.attendance import class_sessions, roll

        self.act_as(Role.TRAINER)
        marks = 0
        for number, session in enumerate(self.desk.ask(class_sessions, self.class_id)):
            rows = self.desk.ask(roll, session.id).rows
            single = {3: Mark.LATE, 7 + number: Mark.SICK_LEAVE} if number < 2 else {11: Mark.EARLY}
            # the same person is on leave twice: 8 of 16 hours, more than a seventh
            single |= {12: Mark.PERSONAL_LEAVE} if number < 2 else {}
            for place, mark in single.items():
                self.desk.execute(
                    MarkAttendance(session_id=session.id, enrolment_id=rows[place].id, mark=mark)
                )
            rest = self.desk.execute(MarkUnmarked(session_id=session.id, mark=Mark.PRESENT))
            self.desk.execute(CloseSession(session_id=session.id))
            marks += len(single) + len(rest.result["mark_ids"])
        self.facts["attendance"] = {"marks": marks}

    def fees(self) -> None:
        """Request, review, approve and pay by four people; the approval form is printed."""
        from trainingdesk.usecases.commands.fees import (
            ApproveFee,
            CreateFeeRequest,
            PayFee,
            ReviewFee,
            SubmitFee,
        )
        from trainingdesk.usecases.queries.fees import balance, fee_card

        self.act_as(Role.CLERK)
        lines = (
            LineDraft(FeeItem.MEALS, "学员伙食", f"{ENROLLED}人×2天×110元", ENROLLED * 2 * 11_000),
            LineDraft(FeeItem.VENUE, "教室租用、资料印制", f"{ENROLLED}人×2天×40元", ENROLLED * 2 * 4_000),
            LineDraft(FeeItem.TEACHING, "讲课费（税后）", "4个半天×4学时×500元", 800_000),
        )
        made = self.desk.execute(
            CreateFeeRequest(
                class_id=self.class_id,
                title="新进机关人员培训班培训费",
                persons=ENROLLED,
                days=2,
                lines=lines,
            )
        )
        self.fee_id = int(made.result["fee_id"])
        self._fee(SubmitFee)
        self.act_as(Role.REVIEWER)
        self._fee(ReviewFee, opinion="经核，符合标准。")
        self.act_as(Role.APPROVER)
        self._fee(ApproveFee, opinion="同意。")
        self.act_as(Role.FUND_KEEPER)
        self._fee(PayFee, day=self.today, payee="区委党校")
        self.act_as(Role.CLERK)
        card = self.desk.ask(fee_card, self.fee_id)
        self.facts["fee"] = {
            "number": card.row.number,
            "total_cents": card.row.total,
            "state": card.row.state.value,
            "balance_cents": self.desk.ask(balance).balance,
        }
        self.paper("05-approval-form.pdf", "fees.approval", fee=str(self.fee_id))
        self.paper("05-ledger.pdf", "fees.ledger", year=str(self.today.year))

    def _fee(self, command: Callable[..., Any], **values: Any) -> None:
        from trainingdesk.usecases.queries.fees import fee_card

        version = self.desk.ask(fee_card, self.fee_id).row.version
        self.desk.execute(command(fee_id=self.fee_id, version=version, **values))

    def close_class(self) -> None:
        """Assess, close, and issue certificates to those who completed the class."""
        from trainingdesk.usecases.commands.certificates import IssueCertificates
        from trainingdesk.usecases.commands.classes import CloseClass
        from trainingdesk.usecases.commands.enrolments import GradeEnrolments
        from trainingdesk.usecases.queries.certificates import class_certificates_pdf
        from trainingdesk.usecases.queries.classes import class_card, class_people

        self._step(ClassAction.ASSESS)
        people = self.desk.ask(class_people, self.class_id)
        grades = tuple((row.id, (Grade.EXCELLENT, Grade.GOOD, Grade.PASS)[row.seat % 3]) for row in people)
        self.desk.execute(GradeEnrolments(class_id=self.class_id, grades=grades))
        version = self.desk.ask(class_card, self.class_id).row.version
        closed = self.desk.execute(CloseClass(class_id=self.class_id, version=version))
        issued = self.desk.execute(IssueCertificates(class_id=self.class_id, day=self.today))
        self.facts["closing"] = dict(closed.result)
        self.facts["certificates"] = dict(issued.result)
        self.keep("06-certificates.pdf", self.desk.ask(class_certificates_pdf, self.class_id))

    def report(self) -> None:
        """The one-page report for the leading group, on paper and as a workbook."""
        year = str(self.today.year)
        self.paper("07-summary.pdf", "reporting.summary", year=year)
        self.paper("07-summary.xlsx", "reporting.summary", year=year)
        self.paper("07-coverage.pdf", "reporting.coverage", year=year)
        self.paper("07-coverage.xlsx", "reporting.coverage", year=year)

    def upkeep(self) -> None:
        """Back up, verify, and check the whole desk."""
        from trainingdesk.usecases.safekeeping import backup_now, check_desk_file, verify_backup

        backup = backup_now(self.desk)
        contents = verify_backup(self.desk, backup.path)
        found = check_desk_file(self.desk.path)
        self.facts["backup"] = {"bytes": backup.size, "people": contents.counts["person"]}
        self.facts["check"] = {"sound": not found, "problems": [problem.code for problem in found]}

    def places(self) -> dict[str, dict[str, Any]]:
        """Return what each page brings up for its picture."""
        from trainingdesk.usecases.queries.attendance import session_lists

        today = self.desk.ask(session_lists).today
        return {
            "roster": {"person": self._imported()[0]},
            "classes": {"class": self.class_id},
            "attendance": {"session": today[0].id} if today else {"class": self.class_id},
            "fees": {"fee": self.fee_id},
            "papers": {"paper": "reporting.coverage"},
        }

    # --- helpers ---

    @property
    def today(self) -> date:
        """The desk's day."""
        return self.desk.clock().astimezone().date()

    def _imported(self) -> list[int]:
        from trainingdesk.usecases.queries.roster import search_people

        return [
            self.desk.ask(search_people, person.id_number[-8:], limit=1)[1][0].id for person in newcomers()
        ]


def newcomers() -> list[ParsedPerson]:
    """Return people who newly came to three units; nobody of them exists."""
    surnames, given = "赵钱孙李周吴郑王冯陈褚卫", ("安然", "知远", "嘉木", "清和", "景行", "明轩")
    units = ("区财政局", "区水务局", "汤泉街道办事处")
    people = []
    for number in range(PEOPLE):
        male = number % 2 == 0
        birth = date(1996, 1, 5) + timedelta(days=37 * number)
        head = f"999951{birth:%Y%m%d}{100 + number * 2 + (1 if male else 0):03d}"
        people.append(
            ParsedPerson(
                number=0,
                name=surnames[number % len(surnames)] + given[number // len(surnames) % len(given)],
                sex="male" if male else "female",
                birth=birth.isoformat(),
                id_number=head + id_check_digit(head),
                unit=units[number % len(units)],
                post="试用期人员",
                rank="clerk_1",
                team=Team.PARTY_GOVERNMENT.value,
                authority="unit",
                status=PersonStatus.SERVING.value,
                phone=f"1390001{number:04d}",
                ethnicity="汉族",
                political="中共党员" if number % 3 else "共青团员",
                education="大学",
                degree="学士",
                work_start="2026-08",
                party_entry=f"{birth.year + 19}-06" if number % 3 else "",
                note="",
            )
        )
    return people
