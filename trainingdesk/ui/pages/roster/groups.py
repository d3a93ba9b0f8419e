"""分组与后备: the groups at the left, who is in the chosen one in the middle, one member's card at the right."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.roster.groups import GroupCount, MemberRow
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.page import Page
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.editors import DayEditor
from trainingdesk.usecases.queries import groups as queries

#: the tables these views are read from
GROUP_TABLES = ("group_membership", "follow_up", "reserve_candidate", "reserve_round", "reserve_review")
#: the verbs of these views, in toolbar order
GROUP_VERBS: tuple[str, ...] = ()


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
        ColumnSpec("post", _("Post"), width_em=9, stretch=True),
        ColumnSpec("rank", _("Rank"), Kind.CODE, 8),
        ColumnSpec("valid_from", _("In it since"), Kind.DAY, 8),
        ColumnSpec("reason_in", _("Reason of entry"), width_em=10),
    ]


class GroupsPanel(QWidget):
    """The groups with their heads, and the members of one on a day."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.kind = GroupKind.UNIT_HEADS
        self.members: tuple[MemberRow, ...] = ()
        self.group_list = TableView(
            _group_columns(), "roster.groups", page.space, title=_("Groups"), single=True
        )
        self.group_list.selection_changed.connect(self._group_chosen)
        self.columns = _member_columns()
        self.table = TableView(self.columns, "roster.members", page.space, title=_("Members"))
        self.table.selection_changed.connect(page.selection_changed)
        self.day = DayEditor()
        self.day.setAccessibleName(_("As of"))
        self.day.setMinimumWidth(theme.size(240))
        self.day.edited.connect(self.refresh)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.group_list)
        parts.addWidget(self._middle())
        parts.setStretchFactor(1, 1)
        parts.setSizes([theme.size(230), theme.size(820)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)

    def _middle(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.size(theme.GAP))
        line = QHBoxLayout()
        line.addStretch(1)
        label = QLabel(_("As of"))
        label.setProperty("role", "slate")
        label.setBuddy(self.day)
        line.addWidget(label)
        line.addWidget(self.day)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        return holder

    def refresh(self) -> None:
        """Read the groups' heads and the members of the chosen one again."""
        self._page.run_query(queries.group_counts, self._counts_arrived, self.day.value())
        self._page.run_query(
            queries.group_members, partial(self._members_arrived, self.kind), self.kind, self.day.value()
        )

    def show_group(self, kind: GroupKind) -> None:
        """Bring a group up."""
        self.kind = kind
        self.group_list.select_ids([list(GroupKind).index(kind) + 1])
        self.refresh()

    def say_counts(self) -> None:
        """Say in the status bar how many are shown."""
        count = len(self.members)
        self._page.set_counts(ngettext("{count} person", "{count} people", count).format(count=f"{count:,}"))

    def _counts_arrived(self, found: tuple[GroupCount, ...]) -> None:
        self.group_list.show_source(ListSource(found, self.group_list.rows.columns))
        self.group_list.select_ids([list(GroupKind).index(self.kind) + 1])

    def _group_chosen(self) -> None:
        chosen = self.group_list.current_row()
        if chosen is not None and chosen.kind is not self.kind:
            self.show_group(chosen.kind)

    def _members_arrived(self, kind: GroupKind, found: tuple[MemberRow, ...]) -> None:
        if kind is not self.kind:
            return
        self.members = found
        self.table.set_empty(
            _("Nobody is in the group {group} on this day.").format(group=text(f"group_kind.{kind}")), "users"
        )
        self.table.show_source(ListSource(found, self.columns))
        if self.isVisible():
            self.say_counts()
