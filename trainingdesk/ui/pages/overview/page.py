"""总览: what needs doing today, the year against the plan, and five years at a glance."""

from datetime import date, datetime
from fractions import Fraction
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.access import Permission
from trainingdesk.domain.attendance.rows import LeaveWarning, SessionLists
from trainingdesk.domain.codes import SessionState
from trainingdesk.domain.fees.rows import Inbox
from trainingdesk.domain.reporting.rows import Overview
from trainingdesk.domain.roster.groups import Exceptions, MemberRow
from trainingdesk.shared.clock import local_day, system_clock
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, _, text
from trainingdesk.ui import theme
from trainingdesk.ui.door import is_kept_copy
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.overview import words
from trainingdesk.ui.pages.overview.cards import CardFacts, DeskCard
from trainingdesk.ui.shell.status import ElidedLabel
from trainingdesk.ui.widgets.charts import Bar, Curve, CurveChart, TargetBars
from trainingdesk.ui.widgets.flow import FlowLayout
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.queries.attendance import leave_warnings, session_lists
from trainingdesk.usecases.queries.fees import fee_inbox
from trainingdesk.usecases.queries.groups import reserve_exceptions, visits_due
from trainingdesk.usecases.queries.reporting import overview
from trainingdesk.usecases.safekeeping import backups

_P = Permission
#: The month whose end closes a year of the curve.
MONTHS = 12


class OverviewPage(Page):
    """The first page: cards that open their place, bars and a curve."""

    ID = "overview"
    TITLE = N_("Desk")
    HELP = N_("What needs doing today. Every card opens the place where it is done.")
    DEPENDS_ON = frozenset(
        {
            "training_class",
            "half_day_session",
            "attendance_mark",
            "enrolment",
            "fee_request",
            "ledger_entry",
            "plan_version",
            "person",
            "unit",
            "rule",
            *("group_membership", "follow_up", "reserve_candidate"),
        }
    )
    VERBS = ("overview.print",)

    def build(self) -> None:
        """Make the cards the person may see, and the panels below."""
        self.sessions = SessionLists()
        self.warnings: list[LeaveWarning] = []
        self.numbers: Overview | None = None
        self.cards: dict[str, DeskCard] = {}
        self.waiting: dict[str, DeskCard] = {}
        row = FlowLayout(even=True, gap=theme.PADDING)
        for key, icon, title, permission, opens in (
            ("today", "school", _("Classes today"), _P.ATTENDANCE_READ, self.open_today),
            ("rolls", "list-check", _("Open roll calls"), _P.ATTENDANCE_READ, self.open_roll),
            ("leave", "clock", _("Leave"), _P.ATTENDANCE_READ, self.open_leave),
            ("fees", "coin", _("Fee requests"), _P.FEE_READ, partial(self.space.go_to, "fees")),
            (
                "cycle",
                "hourglass",
                _("Five-year rule"),
                _P.REPORT_READ,
                partial(self.space.go_to, "planning"),
            ),
            ("backup", "device-floppy", _("Backup"), _P.BACKUP_CREATE, partial(self.space.go_to, "office")),
        ):
            if not self.space.allows(permission):
                continue
            card = DeskCard(icon, title)
            card.clicked.connect(_Quiet(opens))
            self.cards[key] = card
            row.add(card, stretch=True)
        # what waits among the groups shows only while something waits
        for key, icon, title, opens in (
            ("talents", "users", _("Visits to talents"), partial(self.space.go_to, "roster", group="talent")),
            (
                "exceptions",
                "list-check",
                _("Reserve list"),
                partial(self.space.go_to, "roster", group="reserve", pile="exceptions"),
            ),
            (
                "refused",
                "list-check",
                _("Reserve list"),
                partial(self.space.go_to, "roster", group="reserve", pile="way"),
            ),
        ):
            card = DeskCard(icon, title)
            card.clicked.connect(_Quiet(opens))
            card.hide()
            self.waiting[key] = card
            row.add(card, stretch=True)
        self.body.addLayout(row)
        self.bars = TargetBars(_("This year against the plan"))
        self.money = TargetBars(_("Spending of the year"))
        self.chart = CurveChart(_("Five-year coverage"))
        self.plan_line, self.curve_line, self.money_line = _hint(), _hint(), _hint()
        self.panels = QWidget()
        self._build_panels()
        # on a small screen with large type the panels scroll below the cards
        self.below = QScrollArea()
        self.below.setWidgetResizable(True)
        self.below.setFrameShape(QFrame.Shape.NoFrame)
        self.below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.below.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.below.setAccessibleName(_("This year against the plan"))
        self.below.setWidget(self.panels)
        self.body.addWidget(self.below, 1)
        self.below.setVisible(self.space.allows(_P.REPORT_READ))
        if not self.space.allows(_P.REPORT_READ):
            self.body.addStretch(1)
        self.space.backed_up.connect(self._read_backup)

    def _build_panels(self) -> None:
        grid = QGridLayout(self.panels)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.size(theme.PADDING))
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 7)
        year = _panel(_("This year against the plan"), self.plan_line, self.bars, grows=True)
        self.money_title = QLabel(_("Spending of the year"))
        self.money_title.setProperty("role", "section")
        year.addWidget(self.money_title)
        year.addWidget(self.money_line)
        year.addWidget(self.money)
        curve = _panel(_("Five-year coverage"), self.curve_line, self.chart, grows=True)
        # empty is a beginning: the way to fill it stands where the curve will be
        self.start = QPushButton(theme.icon("file-import", "on_indigo"), _("Import a roster…"))
        self.start.setProperty("kind", "primary")
        self.start.clicked.connect(_Quiet(partial(self.space.go_to, "roster", "roster.import")))
        self.start.hide()
        curve.insertWidget(2, self.start, 0, Qt.AlignmentFlag.AlignLeft)
        curve.addStretch(0)
        for place, panel in enumerate((year, curve)):
            frame = theme.named(QFrame(), "card")
            frame.setLayout(panel)
            grid.addWidget(frame, 0, place)

    # --- reading ---

    @property
    def today(self) -> date:
        """The desk's own day."""
        return local_day(getattr(self.space.desk, "clock", system_clock)())

    def refresh(self) -> None:
        """Read what the cards and panels say."""
        if self.space.allows(_P.ATTENDANCE_READ):
            self.run_query(session_lists, self._sessions_arrived)
            self.run_query(leave_warnings, self._leave_arrived)
        if self.space.allows(_P.FEE_READ):
            self.run_query(fee_inbox, self._inbox_arrived)
        if self.space.allows(_P.REPORT_READ):
            self.run_query(overview, self._numbers_arrived)
        if self.space.allows(_P.ROSTER_EDIT):
            self.run_query(visits_due, self._visits_arrived)
        if self.space.allows(_P.ROSTER_EDIT) or self.space.allows(_P.RESERVE_OVERRIDE):
            self.run_query(reserve_exceptions, self._exceptions_arrived)
        self._read_backup()

    def _read_backup(self) -> None:
        if "backup" in self.cards:
            self.run_work(self._last_backup, self._backup_arrived, key="backup")

    def _last_backup(self, _progress: Progress) -> datetime | None:
        found = backups(cast("Desk", self.space.desk))
        return found[0].at if found else None

    def _sessions_arrived(self, lists: SessionLists) -> None:
        self.sessions = lists
        self.cards["today"].show_facts(words.today_facts(lists))
        self.cards["rolls"].show_facts(words.roll_facts(lists))

    def _leave_arrived(self, warnings: list[LeaveWarning]) -> None:
        self.warnings = warnings
        self.cards["leave"].show_facts(words.leave_facts(warnings))

    def _inbox_arrived(self, inbox: Inbox) -> None:
        self.cards["fees"].show_facts(words.fee_facts(inbox))

    def _visits_arrived(self, rows: tuple[MemberRow, ...]) -> None:
        self._show_waiting("talents", words.visit_facts(rows) if rows else None)

    def _exceptions_arrived(self, found: Exceptions) -> None:
        there = found.to_approve or found.waiting
        self._show_waiting("exceptions", words.exception_facts(found) if there else None)
        self._show_waiting("refused", words.refusal_facts(found.refused) if found.refused else None)

    def _show_waiting(self, key: str, facts: CardFacts | None) -> None:
        if facts is not None:
            self.waiting[key].show_facts(facts)
        self.waiting[key].setVisible(facts is not None)

    def _backup_arrived(self, latest: datetime | None) -> None:
        path = getattr(self.space.desk, "path", None)
        kept = path is not None and is_kept_copy(path)
        self.cards["backup"].show_facts(
            words.kept_copy_facts() if kept else words.backup_facts(latest, self.today)
        )

    def _numbers_arrived(self, numbers: Overview) -> None:
        self.numbers = numbers
        self.cards["cycle"].show_facts(words.cycle_facts(numbers))
        self.start.setVisible(not numbers.base and self.space.allows(_P.ROSTER_IMPORT))
        self.chart.setVisible(bool(numbers.base))
        self._show_year(numbers)
        self._show_curve(numbers)
        self._show_money(numbers)

    # --- the panels ---

    def _show_year(self, numbers: Overview) -> None:
        if numbers.adopted:
            source = _("By the plan in force: {title}").format(title=numbers.plan_title)
        elif numbers.plan_title:
            source = _("By a plan that is not in force yet: {title}").format(title=numbers.plan_title)
        else:
            source = _("By the proposal of the rules: no plan is saved yet")
        self.plan_line.say(f"{numbers.year} · {source}")
        bars = [_bar(_("All teams"), numbers.done, numbers.target)]
        bars += [_bar(text(f"team.{one.team}"), one.done, one.target) for one in numbers.teams]
        self.bars.show_bars(bars)

    def _show_curve(self, numbers: Overview) -> None:
        if not numbers.curve:
            self.chart.show_curve(None, numbers.years, "")
            self.curve_line.say(words.nobody())
            return
        base = numbers.base
        # the plan may have been made on another base: its shares are of everybody it plans for
        whole = numbers.curve[-1].planned or Fraction(base)
        planned = [(point.day, float(point.planned / whole)) for point in numbers.curve]
        there = [point for point in numbers.curve if point.trained is not None]
        reached = [(min(point.day, numbers.counted_on), (point.trained or 0) / base) for point in there]
        trained = max(point.trained or 0 for point in there)
        reached_words = _("trained {share}").format(share=format_value(Kind.PERCENT, (trained, base)))
        planned_words = _("plan: {share} by now").format(
            share=format_value(Kind.PERCENT, _due(numbers) / whole)
        )
        sentence = _("{trained} of {base} people of the base, as of {day}").format(
            trained=format_value(Kind.INT, trained),
            base=format_value(Kind.INT, base),
            day=numbers.counted_on.isoformat(),
        )
        self.curve_line.say(sentence)
        ends = [
            (place, format_value(Kind.PERCENT, (point.trained or 0, base)))
            for place, point in enumerate(there)
            if point.day.month == MONTHS and place and place + 1 < len(there)
        ]
        curve = Curve(tuple(planned), tuple(reached), planned_words, reached_words, tuple(ends))
        years = [
            _("{year}: trained {share}, plan {plan}").format(
                year=there[place].day.year,
                share=share,
                plan=format_value(Kind.PERCENT, there[place].planned / whole),
            )
            for place, share in ends
        ]
        said = _("; ").join([sentence, reached_words, planned_words, *years])
        self.chart.show_curve(curve, numbers.years, said)

    def _show_money(self, numbers: Overview) -> None:
        spending = numbers.spending
        for part in (self.money_title, self.money_line, self.money):
            part.setVisible(spending is not None)
        if spending is None:
            return
        self.money_line.say(
            _("Balance of the account: {balance} yuan").format(
                balance=format_value(Kind.CENTS, spending.balance)
            )
        )
        figures = _("{spent} of {allocated} yuan").format(
            spent=format_value(Kind.CENTS, spending.spent),
            allocated=format_value(Kind.CENTS, spending.allocated),
        )
        self.money.show_bars(
            [
                Bar(
                    _("Spent of what came in, {year}").format(year=spending.year),
                    spending.spent,
                    spending.allocated,
                    figures,
                    _("allocated"),
                )
            ]
        )

    # --- going there ---

    def open_today(self) -> None:
        """Go to the roll calls of today."""
        self.space.go_to("attendance")

    def open_roll(self) -> None:
        """Go to the roll call that has waited longest."""
        waiting = [
            *self.sessions.unclosed,
            *(row for row in self.sessions.today if row.state is SessionState.OPEN),
        ]
        target = {"session": waiting[0].id} if waiting else {}
        self._go("attendance", target)

    def open_leave(self) -> None:
        """Go to the class of the first person near the limit."""
        first = next(iter(sorted(self.warnings, key=lambda one: not one.leave.over)), None)
        self._go("attendance", {"class": first.class_id} if first is not None else {})

    def _go(self, page: str, target: dict[str, Any]) -> None:
        self.space.go_to(page, **target)

    def print_preview(self) -> None:
        """Show the one-page report as it will be printed."""
        self.space.go_to("papers", paper="reporting.summary")


class _Quiet:
    """Calls without the arguments a signal brings along."""

    def __init__(self, call: Any) -> None:
        self._call = call

    def __call__(self, *_more: Any) -> None:
        self._call()


def _due(numbers: Overview) -> Fraction:
    """Return how many people the plan wants trained by the end of this month."""
    ahead = (point.planned for point in numbers.curve if point.day >= numbers.counted_on)
    return next(ahead, numbers.curve[-1].planned)


def _bar(label: str, done: int, target: int) -> Bar:
    figures = _("{done} of {target} people").format(
        done=format_value(Kind.INT, done), target=format_value(Kind.INT, target)
    )
    share = format_value(Kind.PERCENT, (done, target))
    mark = _("target {target}").format(target=format_value(Kind.INT, target))
    return Bar(label, done, target, f"{figures} · {share}" if share else figures, mark)


def _hint() -> ElidedLabel:
    line = ElidedLabel()
    line.setProperty("role", "hint")
    return line


def _panel(title: str, line: QLabel, content: QWidget, *, grows: bool = False) -> QVBoxLayout:
    column = QVBoxLayout()
    pad = theme.size(theme.MARGIN)
    column.setContentsMargins(pad, theme.size(theme.PADDING), pad, theme.size(theme.PADDING))
    column.setSpacing(theme.size(theme.GAP))
    heading = QLabel(title)
    heading.setProperty("role", "section")
    column.addWidget(heading)
    column.addWidget(line)
    column.addWidget(content, 1 if grows else 0)
    return column
