"""分组与后备: the groups at the left, who is in the chosen one in the middle, one member's card at the right."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from trainingdesk.domain.codes import GroupKind, ReserveState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import (
    CandidateRow,
    Exceptions,
    ExceptionState,
    GroupCount,
    MemberRow,
    ReservePile,
    in_pile,
)
from trainingdesk.domain.roster.order import screen_order
from trainingdesk.shared.clock import local_day, system_clock
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, language, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.roster.group_card import GroupCardView
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.editors import DayEditor
from trainingdesk.ui.widgets.flow import FlowLayout
from trainingdesk.ui.widgets.orders import OrderChooser
from trainingdesk.ui.widgets.piles import Piles, PileSpec
from trainingdesk.usecases.queries import groups as queries

#: the tables these views are read from
GROUP_TABLES = ("group_membership", "follow_up", "reserve_candidate", "reserve_round", "reserve_review")
#: the verbs of these views, in toolbar order
GROUP_VERBS = (
    "roster.propose",
    "roster.leave_group",
    "roster.change_membership",
    "roster.add_visit",
    "roster.visits",
    "roster.print",
)
#: those of the reserve list
RESERVE_VERBS = (
    "roster.add_round",
    "roster.admit",
    "roster.decline",
    "roster.request_override",
    "roster.approve_override",
    "roster.refuse_override",
    "roster.review",
    "roster.exit_reserve",
    "roster.print",
)


def _group_columns() -> list[ColumnSpec]:
    return [
        ColumnSpec(
            "kind",
            _("Group"),
            width_em=9,
            sortable=False,
            value=lambda row: text(f"group_kind.{row.kind}"),
            stretch=True,
        ),
        ColumnSpec("live", _("Now in it"), Kind.INT, 5, sortable=False),
    ]


def _member_columns() -> list[ColumnSpec]:
    return [
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=9),
        ColumnSpec("post", _("Post"), width_em=9, stretch=True, sortable=False),
        ColumnSpec("rank", _("Rank"), Kind.CODE, 8),
        ColumnSpec("valid_from", _("In it since"), Kind.DAY, 8),
        _until(),
        ColumnSpec("reason_in", _("Reason of entry"), width_em=10, sortable=False),
    ]


def _until() -> ColumnSpec:
    return ColumnSpec("valid_to", _("First day outside"), Kind.DAY, 8, hidden=True)


def _talent_columns() -> list[ColumnSpec]:
    return [
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=8),
        ColumnSpec("organisation", _("Enterprise or institute"), width_em=11, stretch=True),
        ColumnSpec("last_visit", _("Last visit"), Kind.DAY, 8),
        ColumnSpec(
            "next_visit",
            _("Next visit"),
            width_em=14 if language() == "en" else 11,
            value=_next_visit,
            sort=lambda row: row.next_visit,
            chip=_visit_chip,
        ),
        ColumnSpec("open_needs", _("Open needs"), Kind.INT, 6),
        ColumnSpec("valid_from", _("In it since"), Kind.DAY, 8),
        _until(),
    ]


def _lecturer_columns() -> list[ColumnSpec]:
    return [
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=8),
        ColumnSpec("post", _("Post"), width_em=8, hidden=True, sortable=False),
        ColumnSpec("organisation", _("Enterprise or institute"), width_em=10),
        ColumnSpec("speciality", _("Speciality"), width_em=9, stretch=True),
        ColumnSpec("valid_from", _("In it since"), Kind.DAY, 8),
        _until(),
        ColumnSpec("reason_in", _("Reason of entry"), width_em=9, sortable=False),
    ]


def _next_visit(row: MemberRow) -> tuple[str, bool]:
    """Return the day of the next visit in words, and whether it is overdue."""
    return format_value(Kind.DAY, row.next_visit), row.overdue


def _visit_chip(value: tuple[str, bool]) -> Chip | None:
    day, overdue = value
    if not day:
        return None
    if overdue:
        return Chip(_("{day} overdue").format(day=day), "alert-triangle", "amber")
    return Chip(day, "calendar", "slate")


_STATE_LOOKS = {
    ReserveState.RECOMMENDED: ("user-plus", "slate"),
    ReserveState.SCREENING: ("hourglass", "indigo"),
    ReserveState.ADMITTED: ("circle-check", "pine"),
    ReserveState.DECLINED: ("ban", "slate"),
    ReserveState.EXITED: ("logout", "slate"),
}


def _state_chip(state: ReserveState) -> Chip:
    icon, tone = _STATE_LOOKS[state]
    return Chip(text(f"reserve_state.{state}"), icon, tone)


def _exception_chip(standing: ExceptionState | None) -> Chip | None:
    if standing is None:
        return None
    return {
        ExceptionState.WAITING: Chip(_("waits for approval"), "hourglass", "amber"),
        ExceptionState.APPROVED: Chip(_("Approved"), "circle-check", "pine"),
    }[standing]


def _candidate_columns() -> list[ColumnSpec]:
    return [
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=9),
        ColumnSpec("post", _("Post"), width_em=9, stretch=True, sortable=False),
        ColumnSpec("state", _("State"), Kind.CODE, 9, chip=_state_chip),
        ColumnSpec("rounds", _("Rounds"), Kind.INT, 5),
        ColumnSpec("last_review", _("Reviewed"), Kind.TEXT, 6, align="center"),
        ColumnSpec("exception", _("Exception"), width_em=9, chip=_exception_chip),
    ]


class GroupsPanel(QWidget):
    """The groups with their heads, the members of one on a day or the reserve candidates, and one's card."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.kind = GroupKind.UNIT_HEADS
        self.group_list = TableView(
            _group_columns(), "roster.groups", page.space, title=_("Groups"), single=True
        )
        self.group_list.selection_changed.connect(self._group_chosen)
        self.columns = _member_columns()
        self.table = TableView(self.columns, "roster.members", page.space, title=_("Members"))
        self.talent_columns = _talent_columns()
        self.talents = TableView(self.talent_columns, "roster.talents", page.space, title=_("Talents"))
        self.lecturer_columns = _lecturer_columns()
        self.lecturers = TableView(
            self.lecturer_columns, "roster.lecturers", page.space, title=_("Lecturers")
        )
        self.candidate_columns = _candidate_columns()
        self.candidates = TableView(
            self.candidate_columns,
            "roster.candidates",
            page.space,
            title=_("Reserve candidates"),
            single=True,
        )
        self._found: tuple[CandidateRow, ...] = ()
        #: who is in the chosen group, None until they have come
        self._members: tuple[MemberRow, ...] | None = None
        self.pile = ReservePile.ALL
        self.order = OrderChooser(page.space.settings, "roster.members")
        self.order.edited.connect(self._order_chosen)
        self.piles = Piles(
            [
                PileSpec(
                    pile, text(f"reserve_pile.{pile}"), "amber" if pile is ReservePile.EXCEPTIONS else "ink"
                )
                for pile in ReservePile
            ]
        )
        self.piles.choose(self.pile)
        self.piles.chosen.connect(self.show_pile)
        self.tables = (self.table, self.talents, self.lecturers, self.candidates)
        page.offer_menu("group_membership", self.table, self.talents, self.lecturers)
        page.offer_menu("reserve_candidate", self.candidates)
        for table in self.tables:
            table.selection_changed.connect(self._chose)
            table.loaded.connect(self._loaded)
        self.card = GroupCardView()
        self.card.setMinimumWidth(theme.size(240))
        #: the day asked for, None for today whenever that is
        self._as_of: date | None = None
        self.day = DayEditor(self.today)
        self.day.set_value(self.today)
        self.day.setAccessibleName(_("As of"))
        self.day.setMinimumWidth(theme.size(240))
        self.day.edited.connect(self._day_edited)
        self.day.editingFinished.connect(self._show_day)
        self.former = QCheckBox(_("With those who left"))
        self.former.setToolTip(_("Shows entries that have ended too, to look at them or to put them right."))
        self.former.toggled.connect(self._show_former)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.group_list)
        parts.addWidget(self._middle())
        parts.addWidget(self.card)
        parts.setStretchFactor(1, 1)
        parts.setSizes([theme.size(230), theme.size(760), theme.size(340)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)

    def _middle(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.size(theme.GAP))
        bar = QWidget()
        above = FlowLayout()
        bar.setLayout(above)
        above.add(self.order)
        column.addWidget(bar)
        self._day_line = QWidget()
        line = QHBoxLayout(self._day_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.former)
        line.addSpacing(theme.size(theme.MARGIN))
        label = QLabel(_("As of"))
        label.setProperty("role", "slate")
        label.setBuddy(self.day)
        line.addWidget(label)
        line.addWidget(self.day)
        above.add(self._day_line, push=True)
        column.addWidget(self.piles)
        for table in self.tables:
            column.addWidget(table, 1)
            table.setVisible(table is self.table)
        self.piles.hide()
        return holder

    # --- what is chosen ---

    @property
    def verbs(self) -> tuple[str, ...]:
        """The verbs of the group that is shown."""
        return RESERVE_VERBS if self.kind is GroupKind.RESERVE else GROUP_VERBS

    @property
    def on_screen(self) -> str:
        """The order the shown list stands in: the one chosen, or that of a heading."""
        return screen_order(self.order.order(), self._shown().order)

    def _order_chosen(self) -> None:
        for table in self.tables:
            # a heading's order gives way to the one that was just chosen
            table.order = ""
        if self.kind is GroupKind.RESERVE:
            self._show_candidates()
        else:
            self._show_members()

    def _shown(self) -> TableView:
        own = {
            GroupKind.RESERVE: self.candidates,
            GroupKind.TALENT: self.talents,
            GroupKind.LECTURER: self.lecturers,
        }
        return own.get(self.kind, self.table)

    @property
    def today(self) -> date:
        """The desk's own day."""
        return local_day(getattr(self._page.space.desk, "clock", system_clock)())

    @property
    def as_of(self) -> date:
        """The day the members are shown of."""
        return self._as_of or self.today

    def _day_edited(self) -> None:
        try:
            day = self.day.value()
        except Refused:
            return  # half typed; leaving the field shows the day that is meant
        self._as_of = None if day == self.today else day
        self.refresh()

    def _show_former(self, wanted: bool) -> None:
        """Show entries that have ended too, and until when they were."""
        for table in self.tables:
            keys = [column.key for column in table.rows.columns]
            if "valid_to" in keys:
                table.keeper.show_column(keys.index("valid_to"), wanted)
        self.refresh()

    def _show_day(self) -> None:
        """Show the day that is meant: an empty field, or one nobody understands, means what was asked before."""
        if not self.day.text().strip():
            self._as_of = None
        self.day.set_value(self.as_of)

    def chosen_members(self) -> list[MemberRow]:
        """Return the members that are chosen."""
        table = self._shown()
        return [table.rows.row(table.rows.place_of(number)) for number in table.selected_ids()]

    def member(self) -> MemberRow | None:
        """Return the one member the cursor is on, whose card is shown."""
        row: MemberRow | None = None if self.kind is GroupKind.RESERVE else self._shown().current_row()
        return row

    def candidate(self) -> CandidateRow | None:
        """Return the chosen candidate of the reserve list."""
        row: CandidateRow | None = self.candidates.current_row() if self.kind is GroupKind.RESERVE else None
        return row

    # --- reading ---

    def refresh(self) -> None:
        """Read the groups' heads and who is in the chosen one again."""
        page, day = self._page, self.as_of
        if not self.day.hasFocus():
            self.day.set_value(day)
        page.run_query(queries.group_counts, self._counts_arrived, day)
        if self.kind is GroupKind.RESERVE:
            page.run_query(queries.reserve_candidates, self._candidates_arrived, key="members")
            page.run_query(queries.reserve_exceptions, self._exceptions_arrived, key="exceptions")
        else:
            arrived = partial(self._members_arrived, self.kind)
            page.run_query(
                queries.group_members, arrived, self.kind, day, self.former.isChecked(), key="members"
            )
        self._show_card()

    def show_group(self, kind: GroupKind) -> None:
        """Bring a group up."""
        if kind is not self.kind:
            # those of the group before are nobody in this one
            self._members = None
        self.kind = kind
        reserve = kind is GroupKind.RESERVE
        for table in self.tables:
            table.setVisible(table is self._shown())
        self._day_line.setVisible(not reserve)
        self.piles.setVisible(reserve)
        self.group_list.select_ids([list(GroupKind).index(kind) + 1])
        if self.isVisibleTo(self._page):
            self._page.bar.set_verbs(self.verbs)
        self.refresh()
        self._page.selection_changed()

    def say_counts(self) -> None:
        """Say in the status bar how many are shown."""
        count = len(self._shown().rows.ids)
        self._page.set_counts(ngettext("{count} person", "{count} people", count).format(count=f"{count:,}"))

    def _counts_arrived(self, found: tuple[GroupCount, ...]) -> None:
        self.group_list.show_source(ListSource(found, self.group_list.rows.columns))
        self.group_list.select_ids([list(GroupKind).index(self.kind) + 1])

    def _group_chosen(self) -> None:
        chosen = self.group_list.current_row()
        if chosen is not None and chosen.kind is not self.kind:
            self.show_group(chosen.kind)

    def _members_arrived(self, kind: GroupKind, found: tuple[MemberRow, ...]) -> None:
        if kind is self.kind:
            self._members = found
            self._show_members()

    def _show_members(self) -> None:
        if self._members is None:
            return
        kind = self.kind
        by_rank = kind in {GroupKind.UNIT_HEADS, GroupKind.DEPUTIES}
        table = self._shown()
        table.set_empty(
            _(
                "Nobody is in the group {group} on this day. Choose people under “People” to put them into it."
            ).format(group=text(f"group_kind.{kind}")),
            "users",
            [self._page.actions_.button("roster.propose")] if by_rank else (),
        )
        table.show_source(ListSource(self._members, table.rows.columns, by=self.order.order()))

    def show_pile(self, key: str) -> None:
        """Show a pile of the reserve list."""
        self.pile = ReservePile(key)
        self.piles.choose(key)
        self._show_candidates()

    def _candidates_arrived(self, found: tuple[CandidateRow, ...]) -> None:
        self._found = found
        self.piles.show_counts({pile: len(self._in_pile(pile)) for pile in ReservePile})
        self._show_candidates()

    def _in_pile(self, pile: ReservePile) -> list[CandidateRow]:
        return [row for row in self._found if in_pile(row, pile)]

    def _show_candidates(self) -> None:
        if self._found:
            self.candidates.set_empty(_("Nobody stands there now. The other piles hold the rest."), "users")
        else:
            self.candidates.set_empty(
                _(
                    "Nobody was recommended yet. Choose people in the list of people and put them into a group."
                ),
                "users",
            )
        rows = ListSource(self._in_pile(self.pile), self.candidate_columns, by=self.order.order())
        self.candidates.show_source(rows)

    def _exceptions_arrived(self, found: Exceptions) -> None:
        mine = len(found.to_approve)
        words = ngettext("{count} waits for you", "{count} wait for you", mine).format(count=mine)
        self.piles.buttons["exceptions"].setToolTip(words if mine else "")

    def _loaded(self, _count: int) -> None:
        if self.isVisibleTo(self._page):
            self.say_counts()
        self._page.selection_changed()

    def _chose(self) -> None:
        self._page.selection_changed()
        self._show_card()

    def _show_card(self) -> None:
        chosen = self._shown().current_id()
        if chosen is None:
            self.card.show_nobody()
        elif self.kind is GroupKind.RESERVE:
            self._page.run_query(
                queries.candidate_card,
                self.card.show_candidate,
                chosen,
                key="group_card",
                on_error=self._gone,
            )
        else:
            self._page.run_query(
                queries.member_card,
                self.card.show_member,
                chosen,
                self.as_of,
                key="group_card",
                on_error=self._gone,
            )

    def _gone(self, _error: BaseException) -> None:
        # it was just taken back; the list says so by itself
        self.card.show_nobody()
