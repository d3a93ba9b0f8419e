"""Who has completed a class, and why not (条例 2023 第十五条; P5.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trainingdesk.domain.attendance.rules import leave_share
from trainingdesk.domain.codes import Grade, Mark
from trainingdesk.domain.policy import Policy
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import Label


@dataclass(frozen=True, slots=True)
class HalfDayTaken:
    """One half-day of one person.

    Attributes:
        hours: length in tenths of 学时.
        closed: its roll call is closed.
        mark: the mark that counts, None for none.
    """

    hours: int
    closed: bool
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a class was not completed: the code of its sentence and JSON parameters, as they are stored."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, Any]:
        """The parameters as its sentence takes them: a grade is put into words."""
        return {
            key: Label(f"grade.{value}") if key == "grade" else value for key, value in self.params.items()
        }

    def stored(self) -> dict[str, Any]:
        """Return the JSON that is kept."""
        return {"code": self.code, "params": dict(self.params)}


def reasons_from(stored: Any) -> tuple[Reason, ...]:
    """Return the reasons that were kept with an enrolment, none for None."""
    return tuple(Reason(part["code"], part["params"]) for part in stored or ())


@dataclass(frozen=True, slots=True)
class Completion:
    """Whether one person has completed a class.

    Attributes:
        completed: nothing stands against it.
        reasons: what stands against it.
        attended_hours: in tenths of 学时.
    """

    completed: bool
    reasons: tuple[Reason, ...]
    attended_hours: int


def hours_words(tenths: int) -> str:
    """Return tenths of 学时 as they are written: ``28`` or ``4.5``."""
    return format_value(Kind.HOURS, tenths)


def decide_completion(taken: Sequence[HalfDayTaken], grade: Grade | None, policy: Policy) -> Completion:
    """Return whether a person has completed a class, with every reason against it.

    Leave may take up to the limit of the planned hours, exactly the limit is allowed (条例 2023 第十五条: 累计请假
    原则上不得超过总学时七分之一; rule ``attendance.leave_limit``); the attended share is not under
    ``completion.min_share``; the grade is one of ``completion.passing_grades`` (P5.3: an assessment after every
    class). All by the hours of the half-days, in integers.
    """
    reasons: list[Reason] = []
    present = policy.codes("attendance.present_marks")
    attended = sum(half.hours for half in taken if half.mark is not None and half.mark.value in present)
    total = sum(half.hours for half in taken)
    unclosed = sum(not half.closed for half in taken)
    if not taken:
        reasons.append(Reason("completion.no_half_days"))
    if unclosed:
        reasons.append(Reason("completion.sessions_open", {"count": unclosed}))
    leave = leave_share([(half.hours, half.mark) for half in taken], policy)
    if leave.over:
        params = {"leave": hours_words(leave.leave), "total": hours_words(total), "limit": str(leave.limit)}
        reasons.append(Reason("completion.leave_over", params))
    least = policy.fraction("completion.min_share")
    if attended * least.denominator < total * least.numerator:
        params = {"attended": hours_words(attended), "total": hours_words(total), "least": str(least)}
        reasons.append(Reason("completion.attended_short", params))
    if grade is None:
        reasons.append(Reason("completion.no_grade"))
    elif grade.value not in policy.codes("completion.passing_grades"):
        reasons.append(Reason("completion.failed", {"grade": grade.value}))
    return Completion(not reasons, tuple(reasons), attended)
