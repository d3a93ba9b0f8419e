"""分组与后备: the groups at the left, who is in the chosen one in the middle, one member's card at the right."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import (
    CandidateRow,
    Exceptions,
    GroupCount,
    MemberRow,
    ReservePile,
    in_pile,
)
from trainingdesk.domain.roster.order import screen_order
from trainingdesk.shared.clock import local_day, system_clock
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, _, language, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.roster.group_card import GroupCardView
from trainingdesk.ui.pages.roster.group_columns import (
    LEFT_COLUMNS,
    candidate_columns,
    group_columns,
    heading_of,
    lecturer_columns,
    member_columns,
    talent_columns,
)
from trainingdesk.ui.pages.roster.group_gone import GoneLine
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView, enter_rows
from trainingdesk.ui.widgets.editors import DayEditor
from trainingdesk.ui.widgets.flow import FlowLayout
from trainingdesk.ui.widgets.orders import OrderChooser
from trainingdesk.ui.widgets.piles import Piles, PileSpec
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.usecases.group_search import fitting
from trainingdesk.usecases.queries import groups as queries

#: the tables these views are read from
GROUP_TABLES = ("group_membership", "follow_up", "reserve_candidate", "reserve_round", "reserve_review")
#: what these views are for
GROUPS_HELP = N_(
    "Heads, deputies, young cadres, talents, lecturers and the reserve list, each as of a day. Add people brings somebody into the group in sight, Take out ends an entry on a day; the reserve list goes from the recommendation over rounds of screening to the admission and a review every year."
)
#: the verbs of these views, in toolbar order
GROUP_VERBS = (
    "roster.pick_people",
    "roster.propose",
    "roster.leave_group",
    "roster.change_membership",
    "roster.add_visit",
    "roster.visits",
    "roster.print",
    "roster.export",
)
#: those of the reserve list; in the bar those of every candidate's way, and of everybody on the list (the form of the admission
#: leads to the exception)
RESERVE_VERBS = (
    "roster.pick_people",
    "roster.add_round",
    "roster.admit",
    "roster.decline",
    "roster.review",
    "roster.exit_reserve",
    "roster.request_override",
    "roster.approve_override",
    "roster.refuse_override",
    "roster.reopen",
    "roster.correct_trail",
    "roster.print",
    "roster.export",
)


def _of_pile(rows: Sequence[CandidateRow], pile: ReservePile) -> list[CandidateRow]:
    """Return the candidates of a pile of the reserve list."""
    return [row for row in rows if in_pile(row, pile)]


def _heads(rows: Sequence[CandidateRow]) -> int:
    """Return how many people some candidates are: who was recommended again is one."""
    return len({row.person_id for row in rows})


class GroupsPanel(QWidget):
    """The groups with their heads, the members of one on a day or the reserve candidates, and one's card."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.kind = GroupKind.UNIT_HEADS
        self.group_list = TableView(
            group_columns(), "roster.groups", page.space, title=_("Groups"), single=True
        )
        self.group_list.selection_changed.connect(self._group_chosen)
        self.columns = member_columns()
        self.table = TableView(self.columns, "roster.members", page.space, title=_("Members"))
        self.talent_columns = talent_columns()
        self.talents = TableView(self.talent_columns, "roster.talents", page.space, title=_("Talents"))
        self.lecturer_columns = lecturer_columns()
        self.lecturers = TableView(
            self.lecturer_columns, "roster.lecturers", page.space, title=_("Lecturers")
        )
        self.candidate_columns = candidate_columns()
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
        self.search = SearchBox(_("Name, initials, unit, post"), width=170)
        self.search.searched.connect(self._narrowed)
        self.search.left_down.connect(lambda: enter_rows(self.in_sight()))
        self.gone = GoneLine(self.in_sight)
        self.tables = (self.table, self.talents, self.lecturers, self.candidates)
        page.offer_menu("group_membership", self.table, self.talents, self.lecturers)
        page.offer_menu("reserve_candidate", self.candidates)
        for table in self.tables:
            table.selection_changed.connect(self._chose)
            table.loaded.connect(self._loaded)
        self.card = GroupCardView()
        self.card.setMinimumWidth(theme.size(240))
        #: the day asked for, None for today whenever that is
        self.other_day: date | None = None
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
        parts.setSizes([theme.size(255 if language() != "en" else 270), theme.size(740), theme.size(335)])
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
        self.search.setMaximumWidth(theme.size(800))
        above.add(self.search, stretch=True)
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
        column.addWidget(self.gone)
        for table in self.tables:
            column.addWidget(table, 1)
            table.setVisible(table is self.table)
        self.piles.hide()
        return holder

    # --- what is chosen ---

    @property
    def verbs(self) -> tuple[str, ...]:
        """The verbs of the group that is shown; what the person may not do stands behind what they may."""
        verbs = RESERVE_VERBS if self.kind is GroupKind.RESERVE else GROUP_VERBS
        return tuple(sorted(verbs, key=lambda verb: not self._page.actions_.allowed(verb)))

    @property
    def on_screen(self) -> str:
        """The order the shown list stands in: the one chosen, or that of a heading."""
        return screen_order(self.order.order(), self.in_sight().order)

    def _order_chosen(self) -> None:
        for table in self.tables:
            # a heading's order gives way to the one that was just chosen
            table.order = ""
        self._narrowed()

    def _narrowed(self) -> None:
        """Show who fits what is typed, in the order chosen."""
        if self.kind is GroupKind.RESERVE:
            self._show_candidates()
        else:
            self._show_members()

    def in_sight(self) -> TableView:
        """Return the table that is shown."""
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
        """The day the groups are shown of."""
        return self.other_day or self.today

    def _day_edited(self) -> None:
        try:
            day = self.day.value()
        except Refused:
            return  # half typed; leaving the field shows the day that is meant
        self.other_day = None if day == self.today else day
        self.refresh()

    def _show_former(self, wanted: bool) -> None:
        """Show entries that have ended too, until when they were and why they ended."""
        for table in self.tables:
            for place, column in enumerate(table.rows.columns):
                if column.key in LEFT_COLUMNS:
                    table.keeper.show_column(place, wanted)
        self.refresh()

    def _show_day(self) -> None:
        """Show the day that is meant: an empty field, or one nobody understands, means what was asked before."""
        if not self.day.text().strip():
            self.other_day = None
        self.day.set_value(self.as_of)

    def chosen_members(self) -> list[MemberRow]:
        """Return the members that are chosen."""
        table = self.in_sight()
        return [table.rows.row(table.rows.place_of(number)) for number in table.selected_ids()]

    def member(self) -> MemberRow | None:
        """Return the one member the cursor is on, whose card is shown."""
        row: MemberRow | None = None if self.kind is GroupKind.RESERVE else self.in_sight().current_row()
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
        self.group_list.rows.retitle("live", heading_of(self.other_day))
        page.run_query(queries.group_counts, self._counts_arrived, day)
        if self.kind is GroupKind.RESERVE:
            page.run_query(queries.reserve_candidates, self._candidates_arrived, day, key="members")
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
            self.gone.show_of(())
            self.search.clear()
        self.kind = kind
        reserve = kind is GroupKind.RESERVE
        for table in self.tables:
            table.setVisible(table is self.in_sight())
        # who left the reserve list stands in the pile of all
        self.former.setVisible(not reserve)
        self.piles.setVisible(reserve)
        self.group_list.select_ids([list(GroupKind).index(kind) + 1])
        if self.isVisibleTo(self._page):
            self._page.bar.set_verbs(self.verbs)
        self.refresh()
        self._page.selection_changed()

    def say_counts(self) -> None:
        """Say in the status bar how many are shown."""
        count = rows = len(self.in_sight().rows.ids)
        all_listed = len(self._members or ())
        if self.kind is GroupKind.RESERVE:
            # who came off the list and was recommended again stands there twice
            listed = _of_pile(self._found, self.pile)
            count, all_listed = _heads(fitting(listed, self.search.term())), _heads(listed)
        words = ngettext("{count} person", "{count} people", count).format(count=f"{count:,}")
        if count != rows:
            words = _("{people}, {count} candidacies").format(people=words, count=f"{rows:,}")
        hidden = all_listed - count if self.search.term() else 0
        if hidden > 0:
            said = ngettext("{count} hidden by the filter", "{count} hidden by the filter", hidden)
            self._page.set_counts(words, said.format(count=f"{hidden:,}"), self.search.clear)
        else:
            self._page.set_counts(words)

    def _counts_arrived(self, found: tuple[GroupCount, ...]) -> None:
        # at once: the group that is shown can be marked only where its row stands
        source = ListSource(found, self.group_list.rows.columns)
        self.group_list.show_rows(source, source.ids(""))
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
        self.gone.show_of(self._members)
        by_rank = kind in {GroupKind.UNIT_HEADS, GroupKind.DEPUTIES}
        table = self.in_sight()
        table.set_empty(
            _(
                "Nobody is in the group {group} on this day. Add people here, or choose them under “People”."
            ).format(group=text(f"group_kind.{kind}")),
            "users",
            [
                self._page.actions_.button(verb)
                for verb in ("roster.pick_people", *(["roster.propose"] if by_rank else ()))
            ],
        )
        found = fitting(self._members, self.search.term())
        if self._members and not found:
            table.set_empty(_("Nobody fits. Change the search or clear the filter."), "search")
        table.show_source(ListSource(found, table.rows.columns, by=self.order.order()))

    def show_pile(self, key: str) -> None:
        """Show a pile of the reserve list."""
        self.pile = ReservePile(key)
        self.piles.choose(key)
        self._show_candidates()

    def _candidates_arrived(self, found: tuple[CandidateRow, ...]) -> None:
        self._found = found
        self.piles.show_counts({pile: _heads(_of_pile(self._found, pile)) for pile in ReservePile})
        self._show_candidates()

    def _show_candidates(self) -> None:
        if self._found:
            self.candidates.set_empty(_("Nobody stands there now. The other piles hold the rest."), "users")
        elif self.other_day is not None:
            day = format_value(Kind.DAY, self.as_of)
            self.candidates.set_empty(_("Nobody was recommended by {day} yet.").format(day=day), "users")
        else:
            self.candidates.set_empty(
                _("Nobody was recommended yet. “Add people…” above recommends them."),
                "users",
            )
        listed = _of_pile(self._found, self.pile)
        self.gone.show_of(listed)
        found = fitting(listed, self.search.term())
        if listed and not found:
            self.candidates.set_empty(_("Nobody fits. Change the search or clear the filter."), "search")
        rows = ListSource(found, self.candidate_columns, by=self.order.order())
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
        chosen = self.in_sight().current_id()
        if chosen is None:
            self.card.show_nobody()
        elif self.kind is GroupKind.RESERVE:
            self._page.run_query(
                queries.candidate_card,
                self.card.show_candidate,
                chosen,
                self.as_of,
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
