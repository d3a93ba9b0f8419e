"""Half-days that people attended in closed classes, from the attendance archive (考勤档案, P5.3)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import Connection, func, select

from trainingdesk.domain.attendance.days import of_one_day
from trainingdesk.domain.attendance.rules import present_marks
from trainingdesk.domain.codes import ClassState
from trainingdesk.domain.policy import Policy
from trainingdesk.persistence.tables.classes import AttendanceMark, Enrolment, HalfDaySession, TrainingClass


def half_days(
    connection: Connection, people: Sequence[int], rules: Callable[[date], Policy], today: date
) -> dict[int, dict[int, int]]:
    """Return person → closed class → attended half-days, at most those that make a day; the last mark of each counts.

    A mark counts as attended by the rules of the day on which its class ended, on every paper, card and list and at
    the reserve gate alike; of a class whose day has no such rule nobody can say, and it has none.

    Args:
        rules: returns the rules in force on a day.
        today: no rules of a later day are asked for.
    """
    last = (
        select(
            Enrolment.person_id,
            Enrolment.class_id,
            TrainingClass.end_day,
            HalfDaySession.day,
            AttendanceMark.mark,
            func.max(AttendanceMark.id),
        )
        .join(Enrolment, Enrolment.id == AttendanceMark.enrolment_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(HalfDaySession, HalfDaySession.id == AttendanceMark.session_id)
        .where(
            Enrolment.person_id.in_(list(people)),
            Enrolment.withdrawn_at.is_(None),
            TrainingClass.state == ClassState.CLOSED,
        )
        .group_by(AttendanceMark.enrolment_id, AttendanceMark.session_id)
    )
    days: Counter[tuple[int, int, object]] = Counter()
    marks: dict[date, frozenset[str]] = {}
    for person, of_class, end_day, day, mark, _last in connection.execute(last):
        if end_day not in marks:
            marks[end_day] = present_marks(rules(min(end_day, today)))
        if mark is not None and mark.value in marks[end_day]:
            days[person, of_class, day] += 1
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (person, of_class, _day), count in days.items():
        found[person][of_class] += of_one_day(count)
    return found
