"""Classes of the demo district: five years of half-days, enrolments, marks and verdicts.

The verdicts are those of the rules: marks are thrown with the seed's dice, and the same functions that close a class
in the window say who has completed it.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from trainingdesk.domain.classes.completion import Completion, HalfDayTaken, decide_completion
from trainingdesk.domain.classes.rules import title_initials
from trainingdesk.domain.codes import (
    Audience,
    ClassState,
    Grade,
    Mark,
    Rank,
    SessionState,
    Slot,
    Team,
)
from trainingdesk.domain.roster.teams import team_of_rank
from trainingdesk.persistence.tables.classes import AttendanceMark, Enrolment, HalfDaySession, TrainingClass
from trainingdesk.persistence.tables.office import NumberSeries
from trainingdesk.shared.clock import instant_text
from trainingdesk.shared.readings import reading_table
from trainingdesk.usecases.demo.bulk import bulk
from trainingdesk.usecases.demo.courses import DemoCourse
from trainingdesk.usecases.demo.people import DemoPerson
from trainingdesk.usecases.work import Work

#: people in one class
SIZE = 48
_HEADS = {Rank.SECTION_HEAD, Rank.COUNTY_HEAD, Rank.BUSINESS_HEAD}
_SECTION = {Rank.SECTION_HEAD, Rank.SECTION_DEPUTY, Rank.RESEARCHER_4, Rank.PRINCIPAL_1, Rank.PRINCIPAL_2}
_MARKS = [*Mark]
_MARK_WEIGHTS = [9500, 220, 80, 60, 40, 50, 10]


@dataclass(slots=True)
class DemoClass:
    """A class that was made, with what fees and certificates ask for."""

    id: int
    code: str
    title: str
    audience: Audience
    start: date
    end: date
    days: int
    state: ClassState
    hours: int
    is_main: bool
    enrolments: list["DemoEnrolment"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DemoEnrolment:
    """One person in one class and what came of it."""

    id: int
    person: DemoPerson
    grade: Grade | None
    completion: Completion | None


class _Plan:
    """Chooses people as the policy orders: those not yet trained in the cycle first, a fifth of the base a year."""

    def __init__(self, people: Sequence[DemoPerson], chance: random.Random) -> None:
        self.chance = chance
        self.trained: set[int] = set()
        self.busy: dict[date, set[int]] = {}
        self.pools: dict[Audience, list[DemoPerson]] = {audience: [] for audience in Audience}
        for person in people:
            for audience in _audiences(person):
                self.pools[audience].append(person)

    def choose(self, audience: Audience, days: list[date], size: int) -> list[DemoPerson]:
        busy = set().union(*(self.busy.get(day, set()) for day in days))
        first, last = days[0].isoformat(), days[-1].isoformat()
        free = [
            person
            for person in self.pools[audience]
            if person.id not in busy and person.career.serves(first, last)
        ]
        self.chance.shuffle(free)
        # one in twelve goes again although others wait: the complaint the coverage report makes visible
        free.sort(key=lambda person: person.id in self.trained and self.chance.random() > 1 / 12)
        chosen = free[:size]
        for day in days:
            self.busy.setdefault(day, set()).update(person.id for person in chosen)
        return chosen


def _audiences(person: DemoPerson) -> Iterator[Audience]:
    if person.team is Team.BUSINESS:
        yield Audience.BUSINESS
    elif person.team is Team.TECHNICAL:
        yield Audience.TECHNICAL
    if person.rank in _HEADS:
        yield Audience.UNIT_HEADS
    if person.rank in {Rank.SECTION_DEPUTY, Rank.BUSINESS_DEPUTY}:
        yield Audience.DEPUTIES
    if person.team is Team.PARTY_GOVERNMENT:
        if person.rank in _SECTION:
            yield Audience.SECTION
        else:
            yield Audience.GENERAL
        if person.birth_year >= 1984:
            yield Audience.YOUNG
            yield Audience.RESERVE


def _workdays(first: date, count: int) -> list[date]:
    days: list[date] = []
    day = first
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return days


def _runs(district: dict[str, Any], year: int) -> list[tuple[date, dict[str, Any], int]]:
    """Return a year's classes by their first day, spread over the months in which classes are held."""
    runs = [(kind, run) for kind in district["classes"] for run in range(1, kind["runs"] + 1)]
    runs.sort(key=lambda pair: (pair[1] / pair[0]["runs"], pair[0]["title"]))
    first, last = date(year, 3, 4), date(year, 12, 16)
    step = (last - first) / max(1, len(runs) - 1)
    return [(first + step * place, kind, run) for place, (kind, run) in enumerate(runs)]


def build_classes(
    work: Work,
    district: dict[str, Any],
    people: list[DemoPerson],
    courses: list[DemoCourse],
    chance: random.Random,
) -> list[DemoClass]:
    """Make the classes of the cycle up to today, one that is running today, and those still ahead this year."""
    today = work.today
    start_year = today.year - 4
    plan = _Plan(people, chance)
    classes: list[DemoClass] = []
    for year in range(start_year, today.year + 1):
        number = 0
        for first, kind, run in _runs(district, year):
            number += 1
            days = _workdays(first, kind["days"])
            if year == today.year and kind is district["classes"][4] and run == kind["runs"]:
                days = _around(today, kind["days"])
            classes.append(_build(work, district, kind, run, f"{year}-{number:02d}", days, plan, courses))
        work.session.add(NumberSeries(series=f"class/{year}", last=number))
        work.progress(year - start_year + 1, 5, "demo.step.classes")
    work.session.flush()
    return classes


def _around(today: date, count: int) -> list[date]:
    """Return workdays with today (or the next workday) in their middle: the class that is running now."""
    back = today
    for _step in range(count // 2):
        back -= timedelta(days=1)
        while back.weekday() >= 5:
            back -= timedelta(days=1)
    return _workdays(back, count)


def _state(days: list[date], today: date) -> ClassState:
    if days[-1] < today:
        return ClassState.CLOSED
    if days[0] <= today:
        return ClassState.RUNNING
    return ClassState.ENROLLING if (days[0] - today).days <= 30 else ClassState.PLANNED


def _build(
    work: Work,
    district: dict[str, Any],
    kind: dict[str, Any],
    run: int,
    code: str,
    days: list[date],
    plan: _Plan,
    courses: list[DemoCourse],
) -> DemoClass:
    chance = plan.chance
    state = _state(days, work.today)
    title = f"{days[0].year}年{kind['title']}" + (f"（第{run}期）" if kind["runs"] > 1 else "")
    closed_at = datetime.combine(days[-1], time(9, 30), UTC)
    record = TrainingClass(
        code=code,
        title=title,
        initials=title_initials(title, reading_table()),
        audience=Audience(kind["audience"]),
        start_day=days[0],
        end_day=days[-1],
        is_main=kind["main"],
        capacity=SIZE + 2,
        teacher=chance.choice(district["teachers"]),
        place=chance.choice(district["places"]),
        state=state,
        menu_item_id=None,
        closed_at=closed_at if state is ClassState.CLOSED else None,
    )
    work.session.add(record)
    work.session.flush()
    sessions = _half_days(work, record.id, days, kind, courses, chance)
    hours = sum(session[4] for session in sessions)
    made = DemoClass(
        record.id, code, title, record.audience, days[0], days[-1], len(days), state, hours, kind["main"]
    )
    wanted = 0 if state is ClassState.PLANNED else SIZE // 2 if state is ClassState.ENROLLING else SIZE
    people = plan.choose(Audience(kind["audience"]), days, wanted)
    _enrol(work, made, people, sessions, plan)
    return made


def _half_days(
    work: Work,
    class_id: int,
    days: list[date],
    kind: dict[str, Any],
    courses: list[DemoCourse],
    chance: random.Random,
) -> list[tuple[int, date, Slot, SessionState, int]]:
    fitting = [course for course in courses if course.theme in kind["themes"]]
    chance.shuffle(fitting)
    rows, facts = [], []
    for place, (day, slot) in enumerate(
        (day, slot) for day in days for slot in (Slot.MORNING, Slot.AFTERNOON)
    ):
        course = fitting[place % len(fitting)]
        past = day < work.today
        state = SessionState.CLOSED if past else SessionState.OPEN
        rows.append(
            (class_id, day.isoformat(), slot.value, course.title, course.id, course.hours, state.value)
        )
        facts.append((day, slot, state, course.hours))
    ids = bulk(
        work,
        HalfDaySession.__table__,
        ["class_id", "day", "slot", "topic", "course_id", "hours", "state"],
        rows,
    )
    return [(number, *fact) for number, fact in zip(ids, facts, strict=True)]


def _enrol(
    work: Work,
    made: DemoClass,
    people: list[DemoPerson],
    sessions: list[tuple[int, date, Slot, SessionState, int]],
    plan: _Plan,
) -> None:
    chance = plan.chance
    policy = work.policy(made.start)
    closed = made.state is ClassState.CLOSED
    verdicts: list[tuple[Grade | None, Completion | None, list[Mark | None]]] = []
    rows = []
    for seat, person in enumerate(people, 1):
        worse = chance.random() < 0.03
        weights = [700, 20, 10, 90, 60, 60, 60] if worse else _MARK_WEIGHTS
        marks = [
            chance.choices(_MARKS, weights)[0] if state is SessionState.CLOSED else None
            for _number, _day, _slot, state, _hours in sessions
        ]
        grade = chance.choices([*Grade], [18, 52, 29, 1])[0] if closed else None
        completion = None
        if closed:
            taken = [HalfDayTaken(s[4], True, mark) for s, mark in zip(sessions, marks, strict=True)]
            completion = decide_completion(taken, grade, policy)
            if completion.completed:
                plan.trained.add(person.id)
        verdicts.append((grade, completion, marks))
        unit_id, post, rank = person.career.at(made.start, (person.unit_id, person.post, person.rank))
        rows.append(
            (
                made.id,
                person.id,
                seat,
                unit_id,
                post,
                rank.value,
                team_of_rank(rank).value,
                None,
                "",
                grade.value if grade else None,
                int(completion.completed) if completion else None,
                json.dumps([reason.stored() for reason in completion.reasons], ensure_ascii=False)
                if completion
                else None,
                completion.attended_hours if completion else None,
            )
        )
    columns = [
        "class_id",
        "person_id",
        "seat",
        "unit_id",
        "post",
        "rank",
        "team",
        "withdrawn_at",
        "withdrawn_reason",
        "grade",
        "completed",
        "reasons",
        "attended_hours",
    ]
    ids = bulk(work, Enrolment.__table__, columns, rows)
    marked = [
        (session[0], enrolment, mark.value, _moment(session[1], session[2], place), None, 0)
        for enrolment, (_grade, _completion, marks) in zip(ids, verdicts, strict=True)
        for place, (session, mark) in enumerate(zip(sessions, marks, strict=True))
        if mark is not None
    ]
    bulk(
        work,
        AttendanceMark.__table__,
        ["session_id", "enrolment_id", "mark", "at", "actor_id", "bulk"],
        marked,
    )
    made.enrolments = [
        DemoEnrolment(number, person, grade, completion)
        for number, person, (grade, completion, _marks) in zip(ids, people, verdicts, strict=True)
    ]


def _moment(day: date, slot: Slot, place: int) -> str:
    hour, minute = (0, 45) if slot is Slot.MORNING else (5, 45)
    return instant_text(datetime.combine(day, time(hour, minute), UTC) + timedelta(seconds=place * 7))
