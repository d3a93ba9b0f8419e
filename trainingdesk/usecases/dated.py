"""One person's unit, team, post, rank and status change from a day on: what was before becomes periods.

The rule is :mod:`trainingdesk.domain.roster.history`; this loads what it asks for;
:mod:`trainingdesk.usecases.periods` writes what it decides.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.codes import PostTrack
from trainingdesk.domain.errors import Invalid, Problem, Severity
from trainingdesk.domain.roster.cells import Flaw, date_reader
from trainingdesk.domain.roster.first_days import is_not_yet
from trainingdesk.domain.roster.history import (
    Change,
    Former,
    Period,
    PostValue,
    Present,
    Standing,
    check_post_since,
    check_since,
    decide_change,
    decide_post_change,
    first_day,
    former_row,
    post_present,
    rank_present,
)
from trainingdesk.domain.roster.people import HELD_FIELDS
from trainingdesk.persistence.tables.history import PostPeriod, StatusPeriod, TeamPeriod, UnitPeriod
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.usecases.periods import PERIODS, write_formers
from trainingdesk.usecases.work import Work

#: a table of periods and the id of a row in it, as an undo step keeps it
Added = tuple[str, int]

_STANDING = ("post", "post_from", "rank", "rank_from", "side_rank", "side_rank_from")
#: the fields of a person that hold from a day on, with those days
DATED = ("unit_id", "unit_from", "team", "team_from", "status", "status_from", *_STANDING)
_DAYS = ("post_from", "rank_from", "side_rank_from")


@dataclass(frozen=True, slots=True)
class Since:
    """How a change of a dated value is meant.

    Attributes:
        day: since when, as ``YYYY-MM-DD`` or ``YYYY-MM``; "" for today.
        reason: the document or the reason, "" for none.
        correction: what stood there was entered wrongly and never held.
        field: where the form asks for the day.
        sure: fields whose questions were answered.
    """

    day: str = ""
    reason: str = ""
    correction: bool = False
    field: str = "day"
    sure: Collection[str] = ()


def read_since(day: str, field: str = "day") -> str:
    """Return a typed day or month as it is stored; raises Invalid ``roster.person_invalid`` at the field."""
    value = date_reader(whole_days=True)(day)
    if isinstance(value, Flaw):
        problem = Problem(value.code, {"value": day, "choices": list(value.choices)}, field=field, value=day)
        raise Invalid("roster.person_invalid", [problem])
    return value


def not_yet(unit: Unit, day: str, field: str) -> list[Problem]:
    """Return a problem at a field for a day or a month on which a unit was not set up yet."""
    if unit.founded_on is None or not is_not_yet(day, unit.founded_on.isoformat()):
        return []
    params = {"unit": unit.name, "day": unit.founded_on.isoformat()}
    return [Problem("history.unit_not_yet", params, field=field)]


def check_days(work: Work, values: Mapping[str, Any]) -> None:
    """Raise Invalid ``roster.person_invalid`` for every day among a person's values that has not come.

    And for one in a unit before it was set up, where ``values`` have the unit.
    """
    found = []
    for name, value in values.items():
        if name in HELD_FIELDS and value:
            text = value if isinstance(value, str) else value.isoformat()
            problem = check_since(text, (), work.today.isoformat())
            if problem is not None:
                found.append(Problem(problem.code, problem.params, field=name, value=text))
    if "unit_id" in values:
        found += not_yet(work.load(Unit, values["unit_id"]), values["unit_from"], "unit_from")
    if found:
        raise Invalid("roster.person_invalid", found)


def change_dated(
    work: Work, person: Person, values: Mapping[str, Any], since: Since
) -> tuple[dict[str, Any], tuple[Added, ...]]:
    """Write the periods that a change of ``values`` closes; return the values with their days, and what was written.

    A "since when" that the form changed beside its value says the day of that value. Raises Invalid
    ``roster.person_invalid`` with all problems.
    """
    change = _DatedChange(work, person, values, since)
    change.unit()
    change.team()
    change.status()
    change.posts()
    if change.problems:
        raise Invalid("roster.person_invalid", change.problems)
    written = write_formers(work, ((person.id, former) for former in change.formers), since.reason)
    return change.values, tuple((table, number) for table, ids in written for number in ids)


def remove_added(work: Work, added: Sequence[Added]) -> None:
    """Take periods back that a step wrote; one that is gone already is no matter."""
    for table, number in added:
        row = work.session.get(PERIODS[table], number)
        if row is not None:
            work.session.delete(row)
    work.session.flush()


def unit_track(work: Work, person: Person) -> tuple[Present, list[Period]]:
    """Return a person's units."""
    rows = work.session.scalars(select(UnitPeriod).where(UnitPeriod.person_id == person.id))
    found = [Period(row.unit_id, row.valid_from, row.valid_to) for row in rows]
    return Present(person.unit_id, person.unit_from), found


def team_track(work: Work, person: Person) -> tuple[Present, list[Period]]:
    """Return a person's teams."""
    rows = work.session.scalars(select(TeamPeriod).where(TeamPeriod.person_id == person.id))
    found = [Period(row.team, row.valid_from, row.valid_to) for row in rows]
    return Present(person.team, person.team_from), found


def status_track(work: Work, person: Person) -> tuple[Present, list[Period]]:
    """Return a person's statuses."""
    rows = work.session.scalars(select(StatusPeriod).where(StatusPeriod.person_id == person.id))
    found = [Period(row.status, row.valid_from, row.valid_to) for row in rows]
    return Present(person.status, person.status_from.isoformat() if person.status_from else ""), found


def post_track(work: Work, person: Person, track: PostTrack) -> tuple[Present, list[Period]]:
    """Return a person's posts with their levels, or their ranks."""
    rows = work.session.scalars(
        select(PostPeriod).where(PostPeriod.person_id == person.id, PostPeriod.track == track)
    )
    found = [
        Period(
            PostValue(row.post, row.rank) if track is PostTrack.POST else row.rank or row.legacy or None,
            row.valid_from,
            row.valid_to,
        )
        for row in rows
    ]
    standing = Standing(*(getattr(person, name) for name in _STANDING))
    return post_present(standing, found) if track is PostTrack.POST else rank_present(standing), found


class _DatedChange:
    """One change under way: each track adds to values, former values and problems."""

    def __init__(self, work: Work, person: Person, values: Mapping[str, Any], since: Since) -> None:
        self.work, self.person, self.since = work, person, since
        self.today = work.today.isoformat()
        self.values = dict(values)
        self.problems: list[Problem] = []
        self.formers: list[Former] = []
        self.day = read_since(since.day, since.field) or self.today

    def unit(self) -> None:
        present, periods = unit_track(self.work, self.person)
        self._check_joining(periods)
        change = self._one("unit_id", "unit_from", present, periods)
        if change is not None:
            self._check_joined(change.former)
            self._check_founded(present, change.present)
            self.values["unit_from"] = change.present.since
            self._closed("unit", change.former)

    def _check_joined(self, former: Period | None) -> None:
        """Let nobody move between units of the district before they came into it: one of both days is wrong.

        Often it is that of coming, which for want of a better one was the day of a file. Where the person is sure of the
        move, it is taken away.
        """
        joined = self.values.get("joined_on", self.person.joined_on)
        if former is None or joined is None or first_day(former.valid_to) >= joined.isoformat():
            return
        typed = self.values.get("unit_from", self.person.unit_from) != self.person.unit_from
        field = "unit_from" if typed else self.since.field
        params = {"value": former.valid_to, "joined": joined.isoformat()}
        if joined != self.person.joined_on:
            self._say(Problem("history.before_joining", params), field)
        elif field in self.since.sure:
            self.values["joined_on"] = None
        else:
            self._say(Problem("history.before_joined", params, severity=Severity.QUESTION), field)

    def _check_joining(self, periods: Sequence[Period]) -> None:
        """Let nobody come into the roster, by a day that is changed, after they were in a former unit of theirs."""
        joined = self.values.get("joined_on")
        if joined is None or joined == self.person.joined_on:
            return
        end = max((period.valid_to for period in periods), key=first_day, default="")
        if first_day(end) < joined.isoformat() and end:
            params = {"value": joined.isoformat(), "end": end}
            self._say(Problem("history.joined_behind", params), "joined_on")

    def _check_founded(self, before: Present, after: Present) -> None:
        """Let nobody be in a unit before it was set up; what was so and stays so is not asked about by other changes."""
        if after != before:
            unit = self.work.load(Unit, after.value)
            typed = self.values.get("unit_from", before.since) != before.since
            for problem in not_yet(unit, after.since, "unit_from" if typed else self.since.field):
                self._say(problem, problem.field)

    def team(self) -> None:
        present, periods = team_track(self.work, self.person)
        change = self._one("team", "team_from", present, periods)
        if change is not None:
            self.values["team_from"] = change.present.since
            self._closed("team", change.former)

    def status(self) -> None:
        typed = self.values.get("status_from")
        self.values["status_from"] = typed.isoformat() if typed else ""
        present, periods = status_track(self.work, self.person)
        change = self._one("status", "status_from", present, periods)
        if change is not None:
            self.values["status_from"] = change.present.since
            self._closed("status", change.former)
        since = first_day(self.values["status_from"])
        self.values["status_from"] = date.fromisoformat(since) if since else None

    def posts(self) -> None:
        old = Standing(*(getattr(self.person, name) for name in _STANDING))
        new = Standing(*(self.values.get(name, getattr(old, name)) for name in _STANDING))
        posts = post_track(self.work, self.person, PostTrack.POST)[1]
        ranks = post_track(self.work, self.person, PostTrack.RANK)[1]
        value = (new.post, new.rank, new.side_rank)
        if value == (old.post, old.rank, old.side_rank):
            self._check_standing(old, new, posts, ranks)
            return
        typed = {
            name: getattr(new, name)
            for name in _DAYS
            if getattr(new, name) != getattr(old, name) and getattr(new, name)
        }
        post_day = typed.get("post_from") or typed.get("rank_from") or self.day
        rank_day = typed.get("side_rank_from") or typed.get("rank_from") or self.day
        decided = decide_post_change(
            old,
            (posts, ranks),
            value,
            (post_day, rank_day),
            self.today,
            correction=(self.since.correction, self.since.correction),
        )
        if isinstance(decided, Problem):
            self._say(decided, next(iter(typed), self.since.field))
            return
        standing = decided.standing
        if self.since.correction and typed:
            standing = replace(standing, **typed)
            self._check_standing(old, standing, posts, ranks)
        self.values.update(asdict(standing))
        self._closed(PostTrack.POST, decided.post)
        self._closed(PostTrack.RANK, decided.rank)

    def _closed(self, track: str, former: Period | None) -> None:
        if former is not None:
            self.formers.append(former_row(track, former))

    def _check_standing(
        self, old: Standing, new: Standing, posts: Sequence[Period], ranks: Sequence[Period]
    ) -> None:
        """Hold the days of post and rank that were changed by hand against the periods of their ladders."""
        changed = [name for name in _DAYS if getattr(new, name) != getattr(old, name)]
        ladders = (
            (check_post_since(new, posts, self.today), ("post_from", "rank_from")),
            (check_since(rank_present(new).since, ranks, self.today), ("rank_from", "side_rank_from")),
        )
        for problem, names in ladders:
            field = next((name for name in names if name in changed), "")
            if field and problem is not None:
                self._say(problem, field)
        for name in changed:
            if first_day(getattr(new, name)) > self.today and not any(p.field == name for p in self.problems):
                self._check(name, getattr(new, name), ())

    def _one(
        self, field: str, since_field: str, present: Present, periods: Sequence[Period]
    ) -> Change | None:
        """Decide one track; None where only the day was corrected, or a problem was found."""
        value = self.values.get(field, present.value)
        typed = self.values.get(since_field, present.since)
        retyped = typed if typed != present.since else ""
        if value == present.value or (self.since.correction and retyped):
            if typed != present.since:
                self._check(since_field, typed, periods)
            return Change(Present(value, typed))
        decided = decide_change(
            present, periods, value, retyped or self.day, self.today, correction=self.since.correction
        )
        if isinstance(decided, Problem):
            self._say(decided, since_field if retyped else self.since.field)
            return None
        return decided

    def _check(self, field: str, since: str, periods: Sequence[Period]) -> None:
        problem = check_since(since, periods, self.today)
        if problem is not None:
            self._say(problem, field)

    def _say(self, problem: Problem, field: str) -> None:
        self.problems.append(Problem(problem.code, problem.params, field=field, severity=problem.severity))
