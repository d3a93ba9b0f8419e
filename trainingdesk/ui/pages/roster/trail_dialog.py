"""What was noted of a reserve candidate, in a window: recommendation, rounds, decision and reviews, each put right by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from trainingdesk.domain.codes import ReserveState
from trainingdesk.domain.roster.groups import CandidateCard, CandidateRow, ReviewRow, RoundRow
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, text
from trainingdesk.ui.pages.roster.list_dialog import ListDialog, Look
from trainingdesk.ui.pages.roster.reserve_forms import DecisionDialog, ReviewDialog, RoundDialog
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.widgets.editors import DayEditor, NoteEditor, TextEditor
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.reserve_decision import CorrectDecision
from trainingdesk.usecases.commands.reserve_trail import CorrectRecommendation, CorrectReview, CorrectRound
from trainingdesk.usecases.queries.groups import candidate_card


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was noted.

    Attributes:
        of_round, of_review: the round or the review it is.
        decided: it is the decision that stands.
        over: it is the admission of who has left the list since.
    """

    id: int
    day: date
    what: str
    said: str
    of_round: RoundRow | None = None
    of_review: ReviewRow | None = None
    decided: bool = False
    over: bool = False


class TrailDialog(ListDialog):
    """Shows what was noted of a candidate in order; Enter puts the chosen step right."""

    def __init__(self, parent: QWidget, space: Workspace, card: CandidateCard) -> None:
        self._card = card
        look = Look(
            name="reserve_trail",
            title=_("Correct what was noted of {name}").format(name=card.row.name),
            words=_("A correction keeps the order of the days, and can be undone."),
            columns=_columns(),
            empty="",
            adders={},
            taking="",
            wide=760,
            high=200,
        )
        super().__init__(parent, space, look, card)

    def ask(self) -> Any:
        """Ask for the candidate with the trail."""
        return self.space.desk.ask(candidate_card, self._card.row.id)

    def rows_in(self, found: CandidateCard) -> Sequence[Step]:
        """Return the steps in order."""
        self._card = found
        return steps_of(found)

    def form(self, _kind: str, row: Step | None) -> FormDialog:
        """Return the form of a step."""
        assert row is not None
        of = self._card.row
        if row.of_round is not None:
            return RoundCorrection(self, self.space, of, row.of_round)
        if row.of_review is not None:
            return ReviewCorrection(self, self.space, of, row.of_review)
        if not row.decided and not row.over:
            return RecommendationDialog(self, self.space, of)
        title = _("Correct: {what}, {name}").format(what=row.what, name=of.name)
        step = partial(CorrectDecision, of_admission=row.over)
        dialog = DecisionDialog(self, self.space, of, title, step)
        day, reason = (row.day, row.said) if row.over else (of.decided_on, of.decided_reason)
        dialog.form.set_values({"day": day, "reason": reason})
        return dialog


class RecommendationDialog(FormDialog):
    """Puts day, recommender and opinion of a recommendation right."""

    def __init__(self, parent: QWidget, space: Workspace, row: CandidateRow) -> None:
        self._row = row
        super().__init__(parent, space, _("Correct the recommendation of {name}").format(name=row.name))
        self.form.set_values({"day": row.recommended_on, "by": row.recommended_by, "opinion": row.opinion})

    def build(self) -> None:
        """Ask day, recommender and opinion."""
        self.form.add(
            Field("day", _("Day"), DayEditor(), required=True),
            Field("by", _("Who recommends"), TextEditor(), required=True),
        )
        self.form.add(Field("opinion", _("Opinion of the recommendation"), NoteEditor(lines=3)))

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return CorrectRecommendation(
            candidate_id=self._row.id,
            version=self._row.version,
            day=values["day"],
            by=values["by"],
            opinion=values["opinion"] or "",
        )


class RoundCorrection(RoundDialog):
    """Puts one round of screening right."""

    def __init__(self, parent: QWidget, space: Workspace, row: CandidateRow, held: RoundRow) -> None:
        self._held = held
        title = _("Correct round {round} of {name}").format(round=held.round, name=row.name)
        super().__init__(parent, space, row, title)
        names = ("day", "passed", "votes_for", "votes_cast", "score", "opinion")
        self.form.set_values({name: getattr(held, name) for name in names})

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return CorrectRound(round_id=self._held.id, version=self._row.version, **self.figures(values))


class ReviewCorrection(ReviewDialog):
    """Puts one yearly review right."""

    def __init__(self, parent: QWidget, space: Workspace, row: CandidateRow, held: ReviewRow) -> None:
        self._held = held
        title = _("Correct the review of {name} for {year}").format(name=row.name, year=held.year)
        super().__init__(parent, space, row, title)
        self.form.set_values({name: getattr(held, name) for name in ("day", "result", "opinion")})

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        given = {**values, "opinion": values["opinion"] or ""}
        return CorrectReview(review_id=self._held.id, version=self._row.version, **given)


def steps_of(card: CandidateCard) -> tuple[Step, ...]:
    """Return what was noted of a candidate: recommendation, rounds, admission, reviews, refusal or exit."""
    row = card.row
    said = " · ".join(part for part in (row.recommended_by, row.opinion) if part)
    found = [Step(1, row.recommended_on, _("Recommended"), said)]
    for one in card.rounds:
        verdict = _("round passed") if one.passed else _("round not passed")
        votes = f"{one.votes_for}/{one.votes_cast}" if one.votes_cast is not None else ""
        score = format_value(Kind.HOURS, one.score) if one.score is not None else ""
        words = " · ".join(part for part in (verdict, votes, score, one.opinion) if part)
        what = _("Round {round}").format(round=one.round)
        found.append(Step(len(found) + 1, one.day, what, words, one))
    if card.admitted is not None:
        stands = row.state is ReserveState.ADMITTED
        day, reason = card.admitted
        found.append(Step(len(found) + 1, day, _("Admitted"), reason, decided=stands, over=not stands))
    for review in reversed(card.reviews):
        words = " · ".join(part for part in (text(f"review_result.{review.result}"), review.opinion) if part)
        what = _("Review of {year}").format(year=review.year)
        found.append(Step(len(found) + 1, review.day, what, words, of_review=review))
    if row.decided_on is not None and row.state is not ReserveState.ADMITTED:
        what = text(f"reserve_state.{row.state}")
        found.append(Step(len(found) + 1, row.decided_on, what, row.decided_reason, decided=True))
    return tuple(found)


def _columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("day", _("Day"), Kind.DAY, 8, sortable=False),
        ColumnSpec("what", _("Step"), width_em=11, sortable=False),
        ColumnSpec("said", _("What was noted"), width_em=20, sortable=False, stretch=True),
    )
