"""Rules of certificates: who gets one and who not, what it says, when one is void.

A certificate follows completion (条例 2023 第十五条; P5.3) and its number is never used again: the register keeps a
voided one with its reason, since unauthorised certificates are punished (干部教育培训工作条例（试行）2006, 乱发证).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingdesk.domain.classes.completion import Reason, hours_words
from trainingdesk.domain.codes import CertificateState, ClassState, Grade
from trainingdesk.domain.errors import Invalid, Problem, Refused
from trainingdesk.shared.text import Label

#: A certificate speaks Chinese whatever language the window speaks, and so does the grade on it.
GRADE_WORDS = {Grade.EXCELLENT: "优秀", Grade.GOOD: "良好", Grade.PASS: "合格", Grade.FAIL: "不合格"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One enrolment as the rules see it.

    Attributes:
        withdrawn_reason: why the person was withdrawn, None while enrolled.
        completed: fixed at closing, None before.
        reasons: why not, fixed at closing.
        valid_number: number of the valid certificate the person already has for this class, "" for none.
    """

    enrolment_id: int
    name: str
    withdrawn_reason: str | None
    completed: bool | None
    reasons: tuple[Reason, ...]
    valid_number: str = ""


def why_not(candidate: Candidate, class_state: ClassState) -> tuple[Problem, ...]:
    """Return everything that stands against a certificate, nothing for who qualifies (P5.3).

    The class is closed, the person stayed in it and completed it, and has no valid certificate for it yet.
    """
    if candidate.withdrawn_reason is not None:
        return (Problem("certificate.withdrawn", {"reason": candidate.withdrawn_reason}),)
    if candidate.valid_number:
        return (Problem("certificate.already", {"number": candidate.valid_number}),)
    if class_state is not ClassState.CLOSED:
        return (Problem("certificate.class_not_closed", {"state": Label(f"class_state.{class_state}")}),)
    if candidate.completed:
        return ()
    if not candidate.reasons:
        return (Problem("certificate.not_completed"),)
    return tuple(Problem(reason.code, reason.words) for reason in candidate.reasons)


def decide_issue(
    candidates: Sequence[Candidate],
    chosen: Sequence[int],
    class_state: ClassState,
    day: date,
    end_day: date,
    today: date,
) -> list[Candidate]:
    """Return who gets a certificate, in the order of the class: the chosen enrolments, or all that qualify.

    Raises Refused ``certificate.class_not_closed``, ``certificate.day_before_end``, ``certificate.day_ahead`` (after
    today: nothing is certified by a day that has not come), ``certificate.nobody``; and Invalid
    ``certificate.not_qualified`` naming each chosen person who does not qualify, so that nothing is issued by half.
    """
    if class_state is not ClassState.CLOSED:
        raise Refused("certificate.class_not_closed", state=Label(f"class_state.{class_state}"))
    check_day(day, end_day, today)
    wanted = set(chosen)
    named = [one for one in candidates if not wanted or one.enrolment_id in wanted]
    standing = {one.enrolment_id: why_not(one, class_state) for one in named}
    if wanted:
        problems = [
            Problem(why.code, why.params, value=one.name)
            for one in named
            for why in standing[one.enrolment_id]
        ]
        if problems:
            names = list(dict.fromkeys(problem.value for problem in problems))
            raise Invalid("certificate.not_qualified", problems, names=names)
    able = [one for one in named if not standing[one.enrolment_id]]
    if not able:
        raise Refused("certificate.nobody")
    return able


def check_day(day: date, end_day: date, today: date) -> None:
    """Accept the day printed on a certificate; raises what :func:`decide_issue` says of the day."""
    if day < end_day:
        raise Refused("certificate.day_before_end", day=end_day)
    if day > today:
        raise Refused("certificate.day_ahead", day=today)


def decide_void(state: CertificateState, number: str, reason: str) -> None:
    """Allow voiding; raises Refused ``certificate.is_void`` or ``certificate.no_reason``."""
    if state is CertificateState.VOID:
        raise Refused("certificate.is_void", number=number)
    if not reason.strip():
        raise Refused("certificate.no_reason")


def decide_reissue(
    state: CertificateState, number: str, replaced_by: str, candidate: Candidate, class_state: ClassState
) -> None:
    """Allow a new certificate in the place of a voided one, once, while the person still qualifies.

    Raises Refused ``certificate.not_void`` or ``certificate.replaced``, and Invalid ``certificate.cannot_reissue``
    with what stands against it.
    """
    if state is not CertificateState.VOID:
        raise Refused("certificate.not_void", number=number)
    if replaced_by:
        raise Refused("certificate.replaced", number=number, by=replaced_by)
    against = why_not(candidate, class_state)
    if against:
        raise Invalid("certificate.cannot_reissue", list(against), name=candidate.name)


@dataclass(frozen=True, slots=True)
class WordingFacts:
    """What the wording of a certificate names; ``hours`` in tenths of 学时."""

    name: str
    class_title: str
    start: date
    end: date
    hours: int
    grade: Grade | None


def wording(pattern: str, facts: WordingFacts) -> str:
    """Return the text of a certificate by the office's wording (rule ``certificate.wording``).

    Raises Refused ``certificate.bad_wording`` when the rule names something that is not known here.
    """
    try:
        return pattern.format(
            name=facts.name,
            start=long_day(facts.start),
            end=long_day(facts.end),
            class_title=facts.class_title,
            hours=hours_words(facts.hours),
            grade=GRADE_WORDS[facts.grade] if facts.grade else "",
        )
    except (KeyError, IndexError, ValueError, AttributeError):
        raise Refused("certificate.bad_wording", pattern=pattern) from None


def long_day(day: date) -> str:
    """Return a day as Chinese papers write it: ``2026年6月8日`` (GB/T 9704: Arabic figures, no leading zeros)."""
    return f"{day.year}年{day.month}月{day.day}日"
