"""A person's history in a window: every former value and secondment, added, corrected and taken away by hand."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from trainingdesk.domain.codes import PostTrack
from trainingdesk.domain.roster.history_views import SECONDMENT, HistoryRow, PersonHistory
from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, language
from trainingdesk.ui.pages.roster.history_forms import PeriodDialog, SecondmentDialog
from trainingdesk.ui.pages.roster.history_words import ended_on, rests_on
from trainingdesk.ui.pages.roster.list_dialog import ListDialog, Look
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.widgets.forms import FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.history import RemovePeriod
from trainingdesk.usecases.commands.secondments import RemoveSecondment
from trainingdesk.usecases.queries.history import person_history


class HistoryDialog(ListDialog):
    """Shows what somebody was before, the latest first."""

    def __init__(
        self, parent: QWidget, space: Workspace, person: tuple[int, str], units: Sequence[UnitNode]
    ) -> None:
        self._person, self._units = person, units
        look = Look(
            name="history",
            title=_("History of {name}").format(name=person[1]),
            words=_(
                "What holds now, then what was before and secondments, the latest first. What holds now is changed on the card."
            ),
            columns=_columns(),
            empty=_("Nothing is entered yet. A transfer or a new post writes the former one here by itself."),
            adders={
                "unit_period": _("Add a former unit…"),
                "post_period": _("Add a post or rank…"),
                "team_period": _("Add a team…"),
                "status_period": _("Add a status…"),
            },
            taking=_("Taking a row of the history away"),
        )
        super().__init__(parent, space, look)

    def ask(self) -> Any:
        """Ask for the person's history."""
        return self.space.desk.ask(person_history, self._person[0])

    def rows_in(self, found: PersonHistory) -> Sequence[HistoryRow]:
        """Return its rows."""
        return found.rows

    def form(self, kind: str, row: HistoryRow | None) -> FormDialog:
        """Return the form of a former value or a secondment."""
        if row is not None and row.kind == SECONDMENT:
            return SecondmentDialog(self, self.space, self._person, self._units, row=row)
        kind = kind if row is None else row.kind
        return PeriodDialog(self, self.space, self._person, kind, self._units, row)

    def why_fixed(self, row: HistoryRow) -> str:
        """Return why what holds now stays: it is the person's own."""
        if not row.present:
            return ""
        return _(
            "What holds now is changed on the card: by “Change…”, a transfer, a new post or a new status."
        )

    def removal(self, row: HistoryRow) -> Any:
        """Return the command of the row's kind."""
        if row.kind == SECONDMENT:
            return RemoveSecondment(secondment_id=row.record_id)
        return RemovePeriod(kind=row.kind, period_id=row.record_id)


def _kind(row: HistoryRow) -> str:
    if row.kind == "unit_period":
        return _("Unit")
    if row.kind == "team_period":
        return _("Team")
    if row.kind == "status_period":
        return _("Status")
    if row.kind == SECONDMENT:
        return format_value(Kind.CODE, row.way)
    return _("Post") if row.track is PostTrack.POST else _("Service rank")


def said(row: HistoryRow) -> str:
    """Return what a row says in words; that there was no post or no rank is said too."""
    code = row.rank or row.team or row.status
    parts = (row.words, format_value(Kind.CODE, code) if code else "")
    return " · ".join(part for part in parts if part) or (_("None") if row.track else "")


def _until(row: HistoryRow) -> str:
    if row.present:
        return _("to this day")
    return ended_on(row) or (_("today") if row.kind == SECONDMENT else _("Not known"))


def _columns() -> tuple[ColumnSpec, ...]:
    # "by … at the latest" is longer in English, and a kind of value shorter
    kind, until, reason = (8, 9, 20) if language() == "zh_CN" else (6.5, 12.5, 20)
    return (
        ColumnSpec("kind", _("What it was"), width_em=kind, value=_kind, sortable=False),
        ColumnSpec(
            "words", _("Unit, post, rank or other"), width_em=14, value=said, sortable=False, stretch=True
        ),
        ColumnSpec(
            "valid_from",
            _("From"),
            width_em=7,
            value=lambda row: row.valid_from or _("Not known"),
            sortable=False,
        ),
        ColumnSpec("valid_to", _("Until"), width_em=until, value=_until, sortable=False),
        ColumnSpec("reason", _("Reason or document"), width_em=reason, value=rests_on, sortable=False),
    )
