"""The card of one member or reserve candidate: history, visits, rounds, reviews, training."""

from trainingdesk.domain.codes import ReserveState
from trainingdesk.domain.roster.groups import CandidateCard, MemberCard, MemberRow, Refusal
from trainingdesk.shared.clock import local_day
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, text
from trainingdesk.ui.widgets.card import FactsCard


class GroupCardView(FactsCard):
    """What is known of the chosen member or candidate."""

    def __init__(self) -> None:
        super().__init__("")
        self.show_nobody()

    def show_nobody(self) -> None:
        """Nobody is chosen."""
        self.clear()
        self.set_title(_("Nobody chosen"), _("Choose somebody to see since when and why."))

    def show_member(self, card: MemberCard) -> None:
        """Show a member with the history in every group and the visits."""
        self.clear()
        member = card.member
        self.set_title(member.name, " · ".join(filter(None, (member.unit, member.post))))
        for label, value in (
            (_("Enterprise or institute"), member.organisation),
            (_("Speciality"), member.speciality),
        ):
            if value:
                self.add_fact(label, value)
        if member.next_visit:
            day = _day(member.next_visit)
            overdue = _("{day} overdue").format(day=day)
            self.add_fact(_("Next visit due"), overdue if member.overdue else day)
        if card.visits:
            self.add_section(_("Follow-up visits"))
        for visit in card.visits:
            settled = text("training_file.unsettled") if visit.open else ""
            if visit.settled_on:
                settled = _("settled {day}").format(day=_day(visit.settled_on))
            parts = (visit.need or text("visit.no_need"), visit.service, visit.by_whom, settled)
            self.add_fact(_day(visit.day), " · ".join(part for part in parts if part))
        self.add_section(_("In groups"))
        for line in card.history:
            self.add_fact(text(f"group_kind.{line.kind}"), _period(line))

    def show_candidate(self, card: CandidateCard) -> None:
        """Show a candidate's whole trail, and what is missing of training."""
        self.clear()
        row = card.row
        self.set_title(row.name, " · ".join(filter(None, (row.unit, row.post))))
        failed = "" if row.failed is None else _("Failed round {round}").format(round=row.failed)
        self.add_fact(_("State"), " · ".join(filter(None, (text(f"reserve_state.{row.state}"), failed))))
        self.add_fact(_("Systematic training"), training_words(card))
        self.add_fact(
            _("Recommended"),
            " · ".join(part for part in (_day(row.recommended_on), row.recommended_by, row.opinion) if part),
        )
        if row.override_reason:
            who = (
                _("approved by {who}, {day}").format(
                    who=row.override_by, day=_day(local_day(row.override_at))
                )
                if row.override_at
                else _("waits for approval")
            )
            self.add_fact(_("Exception"), f"{row.override_reason} · {who}")
        elif row.refused is not None:
            self.add_fact(_("Exception"), refusal_words(row.refused))
        if card.admitted is not None:
            day, reason = card.admitted
            self.add_fact(_("Admitted"), f"{_day(day)} {reason}".strip())
        if row.decided_on and row.state is ReserveState.EXITED:
            self.add_fact(_("Taken off the list"), f"{_day(row.decided_on)} {row.decided_reason}".strip())
        elif row.decided_on and row.state is not ReserveState.ADMITTED:
            self.add_fact(_("Decision"), f"{_day(row.decided_on)} {row.decided_reason}".strip())
        if card.rounds:
            self.add_section(_("Rounds of screening"))
        for one in card.rounds:
            votes = f"{one.votes_for}/{one.votes_cast}" if one.votes_cast is not None else ""
            score = format_value(Kind.HOURS, one.score) if one.score is not None else ""
            verdict = _("round passed") if one.passed else _("round not passed")
            label = _("Round {round}").format(round=one.round)
            parts = (_day(one.day), verdict, votes, score, one.opinion)
            self.add_fact(label, " · ".join(part for part in parts if part))
        if card.reviews:
            self.add_section(_("Yearly reviews"))
        for review in card.reviews:
            words = text(f"review_result.{review.result}")
            self.add_fact(str(review.year), f"{words} · {review.opinion}" if review.opinion else words)


def training_words(card: CandidateCard) -> str:
    """Return whether somebody is systematically trained, and what is missing (P3.4)."""
    if card.training.main_class:
        return _("trained: main class {title}").format(title=card.training.main_class)
    if card.missing is None:
        return _("trained: enough hours")
    if card.missing.days:
        return text("reserve.missing_days", days=str(card.missing.days), **card.missing.words)
    return text("reserve.missing", **card.missing.words)


def refusal_words(refused: Refusal) -> str:
    """Return that an exception was refused, by whom, when and why (P3.4)."""
    words = _("not approved by {who}, {day}: {reason}")
    return words.format(who=refused.by, day=_day(refused.day), reason=refused.reason)


def _period(line: MemberRow) -> str:
    end = _day(line.valid_to) if line.valid_to else ""
    parts = (f"{_day(line.valid_from)} – {end}".strip(), line.reason_in, line.reason_out)
    return " · ".join(part for part in parts if part)


def _day(day: object) -> str:
    return format_value(Kind.DAY, day)
