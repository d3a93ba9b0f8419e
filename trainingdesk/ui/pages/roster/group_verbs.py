"""What can be done in the view of groups and the reserve list, and why it can't be done now."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import CandidateCard, CandidateRow, MemberCard, MemberRow, Proposal
from trainingdesk.domain.roster.reserve import RESERVE, ReserveAction, refuse_second_request
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, ngettext, text
from trainingdesk.ui.notices import sentence_of
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.roster.group_forms import (
    JoinDialog,
    LeaveDialog,
    MembershipDialog,
    ProposalDialog,
    VisitDialog,
)
from trainingdesk.ui.pages.roster.group_sight import as_printed, called
from trainingdesk.ui.pages.roster.groups import GroupsPanel
from trainingdesk.ui.pages.roster.pick_people import PickPeople
from trainingdesk.ui.pages.roster.reserve_forms import (
    AdmissionDialog,
    ApprovalDialog,
    DecisionDialog,
    ReasonDialog,
    ReviewDialog,
    RoundDialog,
)
from trainingdesk.ui.pages.roster.trail_dialog import TrailDialog
from trainingdesk.ui.pages.roster.visits_dialog import VisitsDialog
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.forms import FormDialog
from trainingdesk.usecases.commands.reserve import DecideAgainst, ExitReserve, ReopenCandidate
from trainingdesk.usecases.commands.reserve_exception import RefuseOverride, RequestOverride
from trainingdesk.usecases.list_files import export_list
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.queries.groups import candidate_card, group_proposal, member_card


class GroupVerbs(Page):
    """The verbs of the groups' view; the Roster tab is built on it."""

    groups: GroupsPanel
    table: TableView

    # --- on paper ---

    def print_group(self) -> None:
        """Show what is in sight as it will be printed: group or pile, day, order, whom the search leaves."""
        paper, params = as_printed(self.groups)
        self.space.go_to("papers", paper=paper, params=params)

    def export_group(self) -> None:
        """Ask where to, and write what is in sight into a workbook."""
        dialog = QFileDialog(self, _("Export the group"), self.space.settings.last_folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Workbooks (*.xlsx)"))
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{called(self.groups)}.xlsx")
        dialog.fileSelected.connect(self.export_group_to)
        dialog.open()

    def export_group_to(self, path: str) -> None:
        """Write the group or the pile in sight, in the order on screen and whom the search leaves, into a workbook."""
        target = Path(path)
        self.space.settings.put("window/last_folder", str(target.parent))
        paper, params = as_printed(self.groups)
        desk = self.space.desk

        def work(_progress: Progress) -> int:
            return export_list(desk, target, paper, params)

        self.run_work(
            work,
            partial(self._group_exported, target),
            title=_("Writing the workbook"),
            action="roster.export",
        )

    def _group_exported(self, target: Path, count: int) -> None:
        words = ngettext("{count} person is in {file}.", "{count} people are in {file}.", count)
        self.say_done(words.format(count=f"{count:,}", file=target.name))

    # --- people into a group ---

    def why_not_join(self) -> str:
        """Say what is missing before people can be put into a group."""
        if not self.table.isVisibleTo(self):
            return _("Go to the tab “People” first.")
        return "" if self.table.selected_ids() else _("Choose somebody in the list of people first.")

    def join_group(self) -> None:
        """Open the form for the people chosen in the roster."""
        ids = self.table.selected_ids()
        rows = self.table.rows
        people = [(number, rows.row(rows.place_of(number)).name) for number in ids]
        self._open_join(people)

    def why_not_pick(self) -> str:
        """Say why nobody can be looked for: no group is shown."""
        shown = self.groups.isVisibleTo(self)
        return "" if shown else _("Go to the tab “Groups and reserve” first.")

    def pick_people(self) -> None:
        """Look for people to put into the group shown."""
        kind = self.groups.kind
        title = _("Add people: {group}").format(group=text(f"group_kind.{kind}"))
        dialog = PickPeople(self, self.space, title)
        dialog.picked.connect(partial(self._open_join, kind=kind))
        self._open_window(dialog)

    def _open_join(self, people: list[tuple[int, str]], kind: GroupKind | None = None) -> None:
        self._open_form(JoinDialog(self, self.space, people, kind))

    # --- memberships ---

    def why_not_member(self) -> str:
        """Say what is missing before a membership can be changed; the reserve list has verbs of its own, which are named."""
        if not self.groups.isVisibleTo(self):
            return _("Choose a group on the tab “Groups and reserve” first.")
        if self.groups.kind is GroupKind.RESERVE:
            return _(
                "This is the reserve list: “Take off the list…” takes somebody out of it, “Correct what was noted…” puts an entry right."
            )
        return "" if self.groups.chosen_members() else _("Choose somebody in the list of the group first.")

    def why_not_one_member(self) -> str:
        """Say what is missing before one membership can be looked into: the cursor is on somebody chosen."""
        missing = self.why_not_member()
        if missing or self.groups.member() is not None:
            return missing
        return _("Choose one person in the list of the group: each has a form of their own.")

    def _member(self) -> MemberRow:
        row = self.groups.member()
        assert row is not None
        return row

    def why_not_leave(self) -> str:
        """Say why nobody can be taken out: nobody is chosen, or somebody chosen has left already."""
        missing = self.why_not_member()
        left = () if missing else [row for row in self.groups.chosen_members() if row.valid_to is not None]
        return text("group.left_already", name=left[0].name, day=left[0].valid_to) if left else missing

    def leave_group(self) -> None:
        """Open the form that ends memberships."""
        self._open_form(LeaveDialog(self, self.space, self.groups.chosen_members()))

    def change_membership(self) -> None:
        """Open the form that puts one membership right."""
        self._open_form(MembershipDialog(self, self.space, self._member()))

    def why_not_propose(self) -> str:
        """Say why ranks propose nothing here."""
        by_rank = self.groups.isVisibleTo(self) and self.groups.kind in {
            GroupKind.UNIT_HEADS,
            GroupKind.DEPUTIES,
        }
        return "" if by_rank else _("Ranks propose heads and deputies only: choose one of these groups.")

    def propose(self) -> None:
        """Ask who comes in and goes out by rank."""
        kind = self.groups.kind
        self.run_query(group_proposal, partial(self._proposed, kind), kind, key="form")

    def _proposed(self, kind: GroupKind, found: Proposal) -> None:
        if not found.incoming and not found.outgoing and not found.by_post:
            self.say_done(_("The group agrees with ranks and posts."))
            return
        self._open_form(ProposalDialog(self, self.space, kind, found))

    # --- talents ---

    def why_not_visit(self) -> str:
        """Say what is missing before a visit can be noted."""
        if not self.groups.isVisibleTo(self) or self.groups.kind is not GroupKind.TALENT:
            return _("Choose the group of talents on the tab “Groups and reserve” first.")
        return self.why_not_one_member()

    def add_visit(self) -> None:
        """Open an empty form of a visit."""
        self._open_form(VisitDialog(self, self.space, self._member()))

    def show_visits(self) -> None:
        """Show every visit to the talent, to look at them, to complete or to correct one."""
        self.run_query(member_card, self._visits_arrived, self._member().id, key="form")

    def _visits_arrived(self, card: MemberCard) -> None:
        self._open_window(VisitsDialog(self, self.space, card))

    def _open_form(self, dialog: FormDialog) -> None:
        dialog.saved.connect(lambda outcome: self.say_done(dialog.said(outcome)))
        self._open_window(dialog)

    def _open_window(self, dialog: QDialog) -> None:
        """Open a window over the groups; once it is closed one is in the list again, and not at a button."""
        dialog.finished.connect(lambda _how: QTimer.singleShot(0, self, self._back_to_list))
        dialog.open()

    def _back_to_list(self) -> None:
        if self.groups.isVisibleTo(self) and QApplication.activeModalWidget() is None:
            self.groups.in_sight().setFocus(Qt.FocusReason.OtherFocusReason)


class ReserveVerbs(GroupVerbs):
    """The verbs of the reserve list."""

    def _candidate(self) -> CandidateRow | None:
        return self.groups.candidate() if self.groups.isVisibleTo(self) else None

    def _why_no_candidate(self, row: CandidateRow | None) -> str:
        """Say why nothing can be done with anybody: nobody is chosen, or the list is of a past day."""
        if row is None:
            return _("Choose a candidate first: Groups and reserve, “Reserve list”.")
        if self.groups.other_day is not None:
            day = format_value(Kind.DAY, self.groups.as_of)
            return _("The list shows {day}: clear “As of” to come back to today first.").format(day=day)
        return ""

    def _why_not(self, action: ReserveAction) -> str:
        row = self._candidate()
        if missing := self._why_no_candidate(row):
            return missing
        assert row is not None
        if RESERVE.allows(row.state, action):
            return ""
        words = sentence_of(RESERVE.not_now(row.state, action))
        if row.decided_on is None:
            return words
        return words + _(" “Correct what was noted…” puts the day and the reason of a decision right.")

    def why_not_screen(self) -> str:
        """Say why no round can be noted."""
        return self._why_not(ReserveAction.SCREEN)

    def why_not_admit(self) -> str:
        """Say why the candidate can't be admitted."""
        return self._why_not(ReserveAction.ADMIT)

    def why_not_except(self) -> str:
        """Say why no exception can be asked for."""
        row = self._candidate()
        if (missing := self._why_not(ReserveAction.EXCEPT)) or row is None:
            return missing
        try:
            refuse_second_request(row.name, waiting=row.waiting, approved=row.override_at)
        except Refused as error:
            return sentence_of(error)
        return ""

    def why_not_decline(self) -> str:
        """Say why the candidate can't be declined."""
        return self._why_not(ReserveAction.DECLINE)

    def why_not_reopen(self) -> str:
        """Say why there is no refusal to take back."""
        return self._why_not(ReserveAction.REOPEN)

    def why_not_review(self) -> str:
        """Say why there can be no review or exit."""
        return self._why_not(ReserveAction.REVIEW)

    def why_not_exit(self) -> str:
        """Say why nobody can be taken off the list."""
        return self._why_not(ReserveAction.EXIT)

    def why_not_approve(self) -> str:
        """Say why no exception can be approved or refused."""
        row = self._candidate()
        if missing := self._why_no_candidate(row):
            return missing
        assert row is not None
        return "" if row.override_reason else text("reserve.no_request")

    def add_round(self) -> None:
        """Open the form of a round."""
        self._with_candidate(RoundDialog)

    def admit(self) -> None:
        """Open the form of the admission with what is missing for it."""
        row = self._candidate()
        assert row is not None
        self.run_query(candidate_card, self._admission, row.id, key="form")

    def _admission(self, card: CandidateCard) -> None:
        dialog = AdmissionDialog(self, self.space, card)
        dialog.exception_wanted.connect(self.request_override)
        self._open_form(dialog)

    def decline(self) -> None:
        """Open the form of the refusal."""
        self._decide(_("Do not admit {name}"), DecideAgainst)

    def reopen(self) -> None:
        """Open the form that takes a refusal back."""
        self._reason(_("Take the refusal of {name} back"), ReopenCandidate)

    def review(self) -> None:
        """Open the form of the yearly review."""
        self._with_candidate(ReviewDialog)

    def exit_reserve(self) -> None:
        """Open the form that takes somebody off the list."""
        self._decide(_("Take {name} off the reserve list"), ExitReserve)

    def why_not_correct(self) -> str:
        """Say why nothing that was noted can be put right."""
        return self._why_no_candidate(self._candidate())

    def correct_trail(self) -> None:
        """Show what was noted of the candidate, to put it right."""
        row = self._candidate()
        assert row is not None
        self.run_query(candidate_card, self._trail_arrived, row.id, key="form")

    def _trail_arrived(self, card: CandidateCard) -> None:
        self._open_window(TrailDialog(self, self.space, card))

    def request_override(self) -> None:
        """Open the form that asks for an exception."""
        self._reason(_("Ask for an exception for {name}"), RequestOverride)

    def approve_override(self) -> None:
        """Open the form that approves the exception."""
        self._with_candidate(ApprovalDialog)

    def refuse_override(self) -> None:
        """Open the form that refuses an exception."""
        self._reason(_("Refuse the exception for {name}"), RefuseOverride)

    def _with_candidate(self, form: Any) -> None:
        self._open_form(form(self, self.space, self._candidate()))

    def _decide(self, title: str, step: Any) -> None:
        row = self._candidate()
        assert row is not None
        self._open_form(DecisionDialog(self, self.space, row, title.format(name=row.name), step))

    def _reason(self, title: str, step: Any) -> None:
        row = self._candidate()
        assert row is not None
        self._open_form(ReasonDialog(self, self.space, row, title.format(name=row.name), step))
