"""The exception of the reserve list (P3.4): asked for by one, approved by another."""

from dataclasses import dataclass
from datetime import date

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import decide_entry
from trainingdesk.domain.roster.reserve import (
    RESERVE,
    ReserveAction,
    decide_between,
    decide_override,
    missing_training,
    refuse_second_request,
)
from trainingdesk.persistence.tables.groups import ReserveCandidate
from trainingdesk.shared.clock import noon_of
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.reserve_steps import name_of, training_of
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class RequestOverride(Command):
    """Ask that somebody who is not systematically trained be admitted all the same, with the reason."""

    candidate_id: int
    version: int
    reason: str


@handles(RequestOverride, Permission.ROSTER_EDIT)
def request_override(work: Work, command: RequestOverride) -> Result:
    """Keep what is missing and who asks.

    Raises what :func:`refuse_second_request` refuses, and Refused ``reserve.nothing_missing``.
    """
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    RESERVE.next(candidate.state, ReserveAction.EXCEPT)
    name = name_of(work, candidate)
    refuse_second_request(name, waiting=bool(candidate.override_reason), approved=candidate.override_at)
    missing = missing_training(training_of(work, candidate.person_id), work.policy())
    if missing is None:
        raise Refused("reserve.nothing_missing", name=name)
    candidate.override_reason = decide_entry(work.today, command.reason, work.today)
    candidate.missing = {
        "need": missing.need,
        "have": missing.have,
        "until": missing.until.isoformat(),
        "requested_by": work.user_id,
    }
    back = WithdrawOverride(candidate_id=candidate.id)
    work.can_undo("undo.override", back, name=name)
    return {"candidate_id": candidate.id}


@dataclass(frozen=True, kw_only=True)
class WithdrawOverride(Command):
    """Take a request for an exception back that was not approved yet."""

    candidate_id: int


@handles(WithdrawOverride, Permission.ROSTER_EDIT)
def withdraw_override(work: Work, command: WithdrawOverride) -> Result:
    """Clear the request; raises Refused ``reserve.gone_on`` once it was approved."""
    candidate = work.load(ReserveCandidate, command.candidate_id)
    if candidate.override_by is not None:
        raise Refused("reserve.gone_on", name=name_of(work, candidate))
    candidate.override_reason, candidate.missing = "", None
    return {"candidate_id": candidate.id}


@dataclass(frozen=True, kw_only=True)
class ApproveOverride(Command):
    """Approve an exception that another person asked for; ``day`` is when it was signed on paper, None for now."""

    candidate_id: int
    version: int
    day: date | None = None


@handles(ApproveOverride, Permission.RESERVE_OVERRIDE)
def approve_override(work: Work, command: ApproveOverride) -> Result:
    """Note who approved and when, from the recommendation to today.

    Raises what :func:`decide_override` and :func:`decide_between` refuse.
    """
    candidate = _asked_for(work, command)
    day = command.day or work.today
    decide_between(name_of(work, candidate), day, [candidate.recommended_on], [], work.today)
    candidate.override_by = work.user_id
    candidate.override_at = work.now if day == work.today else noon_of(day)
    return {"candidate_id": candidate.id}


@dataclass(frozen=True, kw_only=True)
class RefuseOverride(Command):
    """Refuse an exception, or take its approval back before it was used, with the reason."""

    candidate_id: int
    version: int
    reason: str


@handles(RefuseOverride, Permission.RESERVE_OVERRIDE)
def refuse_override(work: Work, command: RefuseOverride) -> Result:
    """Clear the request; the reason stays in the log."""
    candidate = _asked_for(work, command)
    reason = decide_entry(work.today, command.reason, work.today)
    candidate.override_reason, candidate.missing = "", None
    candidate.override_by = candidate.override_at = None
    work.note("reserve_candidate", candidate.id, "override_refused", reason=reason)
    return {"candidate_id": candidate.id}


def _asked_for(work: Work, command: ApproveOverride | RefuseOverride) -> ReserveCandidate:
    """Return the candidate whose exception is decided on; raises what :func:`decide_override` refuses."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    RESERVE.next(candidate.state, ReserveAction.EXCEPT)
    decide_override(_requested_by(candidate), work.user_id)
    return candidate


def _requested_by(candidate: ReserveCandidate) -> int | None:
    return int(candidate.missing["requested_by"]) if candidate.missing else None
