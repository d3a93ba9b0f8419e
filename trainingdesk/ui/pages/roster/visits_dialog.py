"""A talent's follow-up visits in a window (跟踪服务, P2.3): every one noted, put right and taken away by hand."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from trainingdesk.domain.roster.groups import MemberCard, MemberRow, VisitRow
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, text
from trainingdesk.ui.pages.roster.group_forms import VisitDialog
from trainingdesk.ui.pages.roster.list_dialog import ListDialog, Look
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.widgets.forms import FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.groups import TakeFollowUpAway
from trainingdesk.usecases.queries.groups import member_card


class VisitsDialog(ListDialog):
    """Shows every visit to a talent, the latest first, and when the next one is due."""

    def __init__(self, parent: QWidget, space: Workspace, card: MemberCard) -> None:
        self._member = card.member
        look = Look(
            name="visits",
            title=_("Follow-up visits: {name}").format(name=card.member.name),
            words=next_words(card.member),
            columns=_columns(),
            empty=_("Nobody has been there yet."),
            adders={"visit": _("Note a visit…")},
            taking=_("Taking a visit away"),
            wide=880,
            high=240,
        )
        super().__init__(parent, space, look, card)

    def ask(self) -> Any:
        """Ask for the talent with the visits."""
        return self.space.desk.ask(member_card, self._member.id)

    def rows_in(self, found: MemberCard) -> Sequence[VisitRow]:
        """Return the visits, and say anew when the next one is due."""
        self._member = found.member
        self.words.setText(next_words(found.member))
        return found.visits

    def form(self, _kind: str, row: VisitRow | None) -> FormDialog:
        """Return the form of a visit."""
        return VisitDialog(self, self.space, self._member, row)

    def removal(self, row: VisitRow) -> TakeFollowUpAway:
        """Return the command."""
        return TakeFollowUpAway(follow_up_id=row.id, version=row.version)

    def removed(self, row: VisitRow) -> str:
        """Say which one, and that undo puts it back."""
        words = _("The visit of {day} is taken away. Undo puts it back.")
        return words.format(day=format_value(Kind.DAY, row.day))


def next_words(member: MemberRow) -> str:
    """Return where the talent works and when the next visit is due."""
    about = [part for part in (member.organisation, member.speciality) if part]
    if member.next_visit is not None:
        day = format_value(Kind.DAY, member.next_visit)
        words = (
            _("The next visit was due on {day}.") if member.overdue else _("The next visit is due on {day}.")
        )
        about.append(words.format(day=day))
    else:
        about.append(_("Not in the group any more: no visit is due."))
    return " · ".join(about)


def _columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("day", _("Day"), Kind.DAY, 7, sortable=False),
        ColumnSpec("need", _("What is needed"), width_em=13, value=_need, sortable=False, stretch=True),
        ColumnSpec("service", _("Service given"), width_em=13, sortable=False, stretch=True),
        ColumnSpec("by_whom", _("By whom"), width_em=7, sortable=False),
        ColumnSpec("settled_on", _("Settled on"), width_em=7, value=_settled, sortable=False),
    )


def _need(row: VisitRow) -> str:
    return row.need or text("visit.no_need")


def _settled(row: VisitRow) -> str:
    return _("not settled yet") if row.open else format_value(Kind.DAY, row.settled_on)
