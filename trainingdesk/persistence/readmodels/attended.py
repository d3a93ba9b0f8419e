"""Half-days that people attended in closed classes, from the attendance archive (考勤档案, P5.3)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, func, select

from trainingdesk.domain.codes import ClassState
from trainingdesk.persistence.tables.classes import AttendanceMark, Enrolment, HalfDaySession, TrainingClass

#: half-days of one day that count: an evening makes no day longer than a day
_OF_A_DAY = 2


def half_days(
    connection: Connection, people: Sequence[int], present_marks: Collection[str]
) -> dict[int, dict[int, int]]:
    """Return person → closed class → attended half-days, at most two a day; the last mark of each counts.

    ``present_marks`` are the codes that count as attended (rule ``attendance.present_marks``).
    """
    last = (
        select(
            Enrolment.person_id,
            Enrolment.class_id,
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
    for person, of_class, day, mark, _last in connection.execute(last):
        if mark is not None and mark.value in present_marks:
            days[person, of_class, day] += 1
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (person, of_class, _day), count in days.items():
        found[person][of_class] += min(count, _OF_A_DAY)
    return found
