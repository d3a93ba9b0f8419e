"""The forms of the reserve list: rounds, decisions, exceptions, yearly reviews (P2.2, P3.4)."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import ReviewResult
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import CandidateCard, CandidateRow
from trainingdesk.domain.roster.reserve import decide_round, not_trained
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, text
from trainingdesk.ui.notices import problem_sentence, sentence_of
from trainingdesk.ui.pages.roster.forms import options_of
from trainingdesk.ui.widgets.editors import (
    ChoiceEditor,
    DayEditor,
    HoursEditor,
    NoteEditor,
    Option,
    TextEditor,
)
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands import reserve as steps
from trainingdesk.usecases.commands import reserve_exception as exceptions
from trainingdesk.usecases.commands import reserve_screening as screening
from trainingdesk.usecases.outcome import Outcome


class ScoreEditor(HoursEditor):
    """A score from 0 to 100; the value is tenths of a point."""

    def value(self) -> int | None:
        """Return tenths; raises Refused ``reserve.score_unreadable``."""
        try:
            return super().value()
        except Refused:
            raise Refused("reserve.score_unreadable", value=self.text().strip()) from None


class VotesEditor(TextEditor):
    """A number of votes."""

    def value(self) -> int | None:
        """Return the number; raises Refused ``reserve.bad_votes`` for what is no whole number."""
        typed = self.text().strip()
        if typed and not typed.isdecimal():
            raise Refused("reserve.bad_votes")
        return int(typed) if typed else None


class RoundDialog(FormDialog):
    """One round of screening."""

    def __init__(self, parent: QWidget, space: Workspace, row: CandidateRow, title: str = "") -> None:
        self._row = row
        words = _("Round {round} of screening: {name}").format(round=row.rounds + 1, name=row.name)
        super().__init__(parent, space, title or words)

    def build(self) -> None:
        """Ask day, verdict, votes, score and opinion."""
        verdicts = [Option(True, _("round passed")), Option(False, _("round not passed"))]
        self.form.add(
            Field("day", _("Day"), DayEditor(), required=True),
            Field("passed", _("Verdict"), ChoiceEditor(verdicts), required=True),
        )
        self.form.add(
            Field("votes_for", _("Votes for"), VotesEditor()),
            Field("votes_cast", _("Votes cast"), VotesEditor()),
        )
        self.form.add(Field("score", _("Score"), ScoreEditor(), hint=_("0 to 100, one decimal at most")))
        self.form.add(Field("opinion", _("Opinion"), NoteEditor(lines=2)))
        self.offer_day("day")

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return screening.AddRound(
            candidate_id=self._row.id, version=self._row.version, **self.figures(values)
        )

    def also_wrong(self) -> dict[str, str]:
        """Return which votes and score can't be."""
        try:
            figures = [
                self.form.fields[key].as_editor.value() for key in ("votes_for", "votes_cast", "score")
            ]
        except Refused:
            return {}  # it is said at its field
        return {one.field: problem_sentence(one) for one in decide_round(*figures)}

    def said(self, _outcome: Outcome) -> str:
        """Return which round is noted with what verdict, and what comes next."""
        if self.form.fields["passed"].as_editor.value():
            words = _(
                "Round {round} of screening of {name} is noted as passed. Next: another round, or “Admit…”."
            )
        else:
            words = _(
                "Round {round} of screening of {name} is noted as not passed. Next: another round, or “Not admit…”."
            )
        return words.format(round=self._row.rounds + 1, name=self._row.name)

    def figures(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return what a round says."""
        return {**values, "opinion": values["opinion"] or ""}


class ReviewDialog(FormDialog):
    """One yearly review."""

    def __init__(self, parent: QWidget, space: Workspace, row: CandidateRow, title: str = "") -> None:
        self._row = row
        super().__init__(parent, space, title or _("Yearly review: {name}").format(name=row.name))

    def build(self) -> None:
        """Ask day, result and opinion."""
        self.form.add(
            Field("day", _("Day"), DayEditor(), required=True),
            Field("result", _("Result"), ChoiceEditor(options_of(ReviewResult)), required=True),
        )
        self.form.add(Field("opinion", _("Opinion"), NoteEditor(lines=2)))
        self.offer_day("day")

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return screening.AddReview(
            candidate_id=self._row.id,
            version=self._row.version,
            day=values["day"],
            result=values["result"],
            opinion=values["opinion"] or "",
        )

    def said(self, _outcome: Outcome) -> str:
        """Return what the review found; where it is for going, how that is done."""
        day, result = (self.form.fields[key].as_editor.value() for key in ("day", "result"))
        words = _("The review of {name} for {year} is noted: {result}.").format(
            name=self._row.name, year=day.year, result=text(f"review_result.{result}")
        )
        more = _(" “Take off the list…” does what it proposes.") if result == ReviewResult.EXIT else ""
        return words + more


class DecisionDialog(FormDialog):
    """Day and reason of an admission, a refusal or an exit; the ``step`` says which."""

    def __init__(
        self, parent: QWidget, space: Workspace, row: CandidateRow, title: str, step: Any, intro: str = ""
    ) -> None:
        self._row, self._step = row, step
        super().__init__(parent, space, title, intro=intro, save=_("Decide"))

    def build(self) -> None:
        """Ask day and reason."""
        admitted = self._row.decided_on if self._step is steps.ExitReserve else None
        hint = ""
        if admitted is not None:
            hint = _("After {day}, the day of admission").format(day=format_value(Kind.DAY, admitted))
        editor = DayEditor()
        self.form.add(Field("day", _("Day"), editor, required=True, hint=hint))
        self.form.add(Field("reason", _("Reason or document"), TextEditor(), required=True))
        self.offer_day("day")
        offered = editor.value()
        if admitted is not None and offered is not None and offered <= admitted:
            # nobody leaves the list on the day they come to it
            editor.offer(self.space.today.isoformat() if self.space.today > admitted else "")

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return self._step(candidate_id=self._row.id, version=self._row.version, **values)

    def said(self, _outcome: Outcome) -> str:
        """Return what was decided on whom from which day."""
        words = {
            steps.AdmitReserve: _("{name} is on the reserve list from {day} on."),
            steps.DecideAgainst: _("{name} is not admitted, decided on {day}."),
            steps.ExitReserve: _("{name} is off the reserve list from {day} on."),
        }[self._step]
        day = format_value(Kind.DAY, self.form.fields["day"].as_editor.value())
        return words.format(name=self._row.name, day=day)


class AdmissionDialog(DecisionDialog):
    """Day and reason of an admission; where it would be refused, what is missing stands above and the way out beside.

    Signals:
        exception_wanted: the person asks for an exception instead.
    """

    exception_wanted = Signal()

    def __init__(self, parent: QWidget, space: Workspace, card: CandidateCard) -> None:
        row = card.row
        title = _("Admit {name} to the reserve list").format(name=row.name)
        super().__init__(parent, space, row, title, steps.AdmitReserve)
        self.why_not = why_not_admitted(card)
        if not self.why_not:
            return
        self.banner.say([self.why_not])
        self.form.setEnabled(False)
        self.save_button.setEnabled(False)
        self.save_button.setToolTip(self.why_not)
        if card.missing is not None and not row.waiting and card.rounds[-1].passed:
            way = QPushButton(_("Ask for an exception…"))
            way.setDefault(True)
            way.clicked.connect(self._ask_instead)
            self.add_button(way)
            way.setFocus()

    def _ask_instead(self) -> None:
        self.reject()
        self.exception_wanted.emit()


def why_not_admitted(card: CandidateCard) -> str:
    """Return why a candidate can't be admitted now and what to do about it, "" for nothing (P2.2, P3.4)."""
    row = card.row
    if not card.rounds or not card.rounds[-1].passed:
        return text("reserve.round_not_passed", name=row.name)
    if card.missing is None or row.override_at is not None:
        return ""
    if row.waiting:
        return _("The exception for {name} waits for approval by another person: admit after it.").format(
            name=row.name
        )
    return sentence_of(not_trained(row.name, card.missing))


class ApprovalDialog(FormDialog):
    """The day an exception was approved: today, or the earlier one on which it was signed on paper (P3.4)."""

    def __init__(self, parent: QWidget, space: Workspace, row: CandidateRow) -> None:
        self._row = row
        super().__init__(
            parent,
            space,
            _("Approve the exception for {name}").format(name=row.name),
            intro=_("The list prints your name, the day and the reason: {reason}").format(
                reason=row.override_reason
            ),
            save=_("Approve"),
        )

    def build(self) -> None:
        """Ask the day; it is today's unless the person says otherwise."""
        hint = _(
            "Where it was signed on paper before, that day; not before {day}, the recommendation"
        ).format(day=format_value(Kind.DAY, self._row.recommended_on))
        editor = DayEditor()
        self.form.add(Field("day", _("Day of approval"), editor, required=True, hint=hint))
        editor.offer(self.space.today.isoformat())

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return exceptions.ApproveOverride(
            candidate_id=self._row.id, version=self._row.version, day=values["day"]
        )

    def said(self, _outcome: Outcome) -> str:
        """Return that it is approved, and what comes next."""
        words = _("The exception for {name} is approved: now {name} can be admitted, by “Admit…”.")
        return words.format(name=self._row.name)


class ReasonDialog(FormDialog):
    """The reason of a request, a refusal or a way back; the ``step`` says which."""

    def __init__(
        self, parent: QWidget, space: Workspace, row: CandidateRow, title: str, step: Any, intro: str = ""
    ) -> None:
        self._row, self._step = row, step
        super().__init__(parent, space, title, intro=intro)

    def build(self) -> None:
        """Ask the reason."""
        self.form.add(Field("reason", _("Reason"), NoteEditor(lines=3), required=True))

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return self._step(candidate_id=self._row.id, version=self._row.version, **values)

    def said(self, _outcome: Outcome) -> str:
        """Return what was asked for, refused or taken back; of a request, who can approve it (the two-person rule)."""
        words = {
            exceptions.RequestOverride: _(
                "An exception for {name} is asked for. Somebody else with the role “{role}” approves it: Groups and"
                " reserve, “Exceptions”."
            ),
            exceptions.RefuseOverride: _("The exception for {name} is refused."),
            steps.ReopenCandidate: _("{name} is in screening again."),
        }[self._step]
        return words.format(name=self._row.name, role=text(f"role.{Role.APPROVER}"))
