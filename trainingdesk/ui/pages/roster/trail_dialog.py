"""What was noted of a reserve candidate, in a window: recommendation, rounds and decision, each put right by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from trainingdesk.domain.roster.groups import CandidateCard, CandidateRow, RoundRow
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, text
from trainingdesk.ui.pages.roster.group_forms import DecisionDialog, RoundDialog
from trainingdesk.ui.pages.roster.list_dialog import ListDialog, Look
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.widgets.editors import DayEditor, NoteEditor, TextEditor
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.reserve_decision import CorrectDecision
from trainingdesk.usecases.commands.reserve_trail import CorrectRecommendation, CorrectRound
from trainingdesk.usecases.queries.groups import candidate_card


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was noted; ``of_round`` is set for a round, ``decided`` for the decision."""

    id: int
    day: date
    what: str
    said: str
    of_round: RoundRow | None = None
    decided: bool = False


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
        if not row.decided:
            return RecommendationDialog(self, self.space, of)
        title = _("Correct: {what}, {name}").format(what=row.what, name=of.name)
        dialog = DecisionDialog(self, self.space, of, title, CorrectDecision)
        dialog.form.set_values({"day": of.decided_on, "reason": of.decided_reason})
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


def steps_of(card: CandidateCard) -> tuple[Step, ...]:
    """Return what was noted of a candidate: the recommendation, the rounds, the last decision."""
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
    if row.decided_on is not None:
        what = text(f"reserve_state.{row.state}")
        found.append(Step(len(found) + 1, row.decided_on, what, row.decided_reason, decided=True))
    return tuple(found)


def _columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("day", _("Day"), Kind.DAY, 8, sortable=False),
        ColumnSpec("what", _("Step"), width_em=11, sortable=False),
        ColumnSpec("said", _("What was noted"), width_em=20, sortable=False, stretch=True),
    )
