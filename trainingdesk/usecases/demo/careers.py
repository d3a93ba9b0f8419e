"""What the people of the demo district were before: former units, posts, ranks and statuses, and secondments."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from trainingdesk.domain.codes import Line, PersonStatus, PostTrack, Rank, SecondmentWay, Team
from trainingdesk.domain.roster.history import first_day, is_service_rank
from trainingdesk.persistence.tables.history import (
    PostPeriod,
    Secondment,
    StatusPeriod,
    TeamPeriod,
    UnitPeriod,
)
from trainingdesk.usecases.demo.bulk import bulk
from trainingdesk.usecases.demo.posts import DemoUnit, post_of
from trainingdesk.usecases.work import Work

#: rank → the one before it on the way up
_BELOW = {
    Rank.COUNTY_HEAD: Rank.SECTION_HEAD,
    Rank.RESEARCHER_4: Rank.PRINCIPAL_1,
    Rank.SECTION_HEAD: Rank.SECTION_DEPUTY,
    Rank.SECTION_DEPUTY: Rank.PRINCIPAL_2,
    Rank.PRINCIPAL_1: Rank.PRINCIPAL_2,
    Rank.PRINCIPAL_2: Rank.PRINCIPAL_3,
    Rank.PRINCIPAL_3: Rank.PRINCIPAL_4,
    Rank.PRINCIPAL_4: Rank.CLERK_1,
    Rank.CLERK_1: Rank.CLERK_2,
    Rank.TECHNICAL_SENIOR: Rank.TECHNICAL_ASSOCIATE,
    Rank.TECHNICAL_ASSOCIATE: Rank.TECHNICAL_MIDDLE,
    Rank.TECHNICAL_MIDDLE: Rank.TECHNICAL_JUNIOR,
    Rank.BUSINESS_HEAD: Rank.BUSINESS_DEPUTY,
    Rank.BUSINESS_DEPUTY: Rank.BUSINESS_MIDDLE,
    Rank.BUSINESS_MIDDLE: Rank.BUSINESS_STAFF,
}
_LOWEST = {Rank.CLERK_1, Rank.CLERK_2, Rank.TECHNICAL_JUNIOR, Rank.BUSINESS_STAFF}
_LEADING = {
    *(Rank.COUNTY_HEAD, Rank.SECTION_HEAD, Rank.SECTION_DEPUTY),
    *(Rank.BUSINESS_HEAD, Rank.BUSINESS_DEPUTY),
}
#: since when ranks stand beside posts (公务员职务与职级并行规定), and what was called otherwise until then
_RANKS_BEGAN = "2019-06"
_LEGACY = {
    Rank.PRINCIPAL_1: "主任科员",
    Rank.PRINCIPAL_2: "主任科员",
    Rank.PRINCIPAL_3: "副主任科员",
    Rank.PRINCIPAL_4: "副主任科员",
}
_ENDS = {
    PersonStatus.RETIRED: ("到龄退休", "经批准提前退休"),
    PersonStatus.LEFT: ("调出本区", "辞去公职"),
    PersonStatus.LONG_LEAVE: ("病假", "脱产学历进修"),
}
_PLACES = ("市委组织部", "市委办公室", "省委党校", "市发展和改革委员会", "对口支援前方指挥部")


@dataclass(frozen=True, slots=True)
class Former:
    """A value that held until a day, the first on which it was otherwise; days as the roster keeps them."""

    value: Any
    since: str
    until: str
    reason: str


@dataclass(slots=True)
class Career:
    """Since when somebody is what they are, and what was before.

    Attributes:
        began: first day of the first work.
        joined, gone: first and last day in the district, "" where there is none.
        posts: values are (post in words, level); ranks: values are a rank or a legacy name.
        on_the_way: (first day of the next, post, rank) of each former standing, the latest first.
        seconded: a row of ``secondment`` without its person, None for most.
    """

    began: str = ""
    joined: str = ""
    gone: str = ""
    unit_from: str = ""
    team_from: str = ""
    post_from: str = ""
    rank_from: str = ""
    side_rank: Rank | None = None
    side_rank_from: str = ""
    status_from: str = ""
    units: list[Former] = field(default_factory=list)
    posts: list[Former] = field(default_factory=list)
    ranks: list[Former] = field(default_factory=list)
    statuses: list[Former] = field(default_factory=list)
    teams: list[Former] = field(default_factory=list)
    on_the_way: list[tuple[str, str, Rank]] = field(default_factory=list)
    seconded: tuple[Any, ...] | None = None

    def serves(self, first: str, last: str) -> bool:
        """Return whether somebody works in the district from a day to a day."""
        return max(self.began, self.joined) <= first and (not self.gone or last < self.gone)

    def at(self, day: date, now: tuple[int, str, Rank]) -> tuple[int, str, Rank]:
        """Return unit, post and rank as they were on a day; ``now`` is what they are today."""
        unit, post, rank = now
        for former in self.units:
            if day.isoformat() < first_day(former.until):
                unit = former.value
        for until, then, level in self.on_the_way:
            if day.isoformat() < first_day(until):
                post, rank = then, level
        return unit, post, rank


class CareerDice:
    """Throws careers; the same seed on the same day throws the same."""

    def __init__(self, units: Sequence[DemoUnit], today: date, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - invented data must be the same every time
        #: who came from another team is thrown apart, so that everything else stays the same
        self.teams = random.Random(seed + 1)  # noqa: S311 - as above
        self.today = today
        self.organs = [unit for unit in units if not unit.managed and unit.line is not Line.ENTERPRISE]
        self.others = {
            line: [unit for unit in units if unit.line is line and (unit.managed or line is Line.ENTERPRISE)]
            for line in (Line.EDUCATION, Line.HEALTH, Line.ENTERPRISE)
        }

    def throw(
        self, unit: DemoUnit, rank: Rank, status: PersonStatus, work_start: int, birth_year: int
    ) -> Career:
        """Return the career of somebody who holds this rank in this unit today."""
        chance, career = self.chance, Career()
        begin = f"{work_start}-07"
        career.began = f"{begin}-31"
        if status is PersonStatus.SECONDED_IN or (
            status is PersonStatus.SERVING and rank in _LOWEST and chance.random() < 0.1
        ):
            day = self._ago(20, 1500)
            if day > f"{work_start}-08-01":
                career.joined = career.unit_from = career.status_from = day
                if status is PersonStatus.SECONDED_IN:
                    career.seconded = (
                        SecondmentWay.IN.value,
                        None,
                        chance.choice(_PLACES),
                        day,
                        None,
                        "借调",
                    )
            return career
        if status is not PersonStatus.SERVING:
            self._end(career, status, begin)
        known = chance.random() < (0.9 if rank in _LEADING else 0.3)
        if known:
            self._rise(career, unit, rank, begin, birth_year)
        moved = chance.random() < (0.06 if unit in self.organs else 0.025)
        if moved or (known and rank in _LEADING and career.posts and chance.random() < 0.25):
            self._move(career, unit, rank, begin)
        if not career.units and known and first_day(begin) <= self.today.isoformat():
            career.unit_from = begin
        if status is PersonStatus.SERVING and unit in self.organs and chance.random() < 0.012:
            self._second(career, unit)
        if unit.managed and rank in {Rank.SECTION_HEAD, Rank.SECTION_DEPUTY} and career.post_from:
            self._came_from_the_profession(career, begin)
        return career

    def _came_from_the_profession(self, career: Career, begin: str) -> None:
        """Let some who lead a school or a hospital have been its teachers or doctors before (三支队伍, P1.5)."""
        if career.units or self.teams.random() >= 0.4:
            return
        career.team_from = career.post_from
        career.teams.append(Former(Team.TECHNICAL, begin, career.post_from, "走上领导岗位"))

    def _ago(self, least: int, most: int) -> str:
        return (self.today - timedelta(days=self.chance.randint(least, most))).isoformat()

    def _end(self, career: Career, status: PersonStatus, begin: str) -> None:
        gone = status is not PersonStatus.LONG_LEAVE
        day = self._ago(20, 1500 if gone else 380)
        if day <= f"{int(begin[:4]) + 1}-01-01":
            return  # hardly there: since when is not known
        career.status_from = day
        if gone:
            career.gone = career.status_from
        reason = self.chance.choice(_ENDS[status])
        career.statuses.append(Former(PersonStatus.SERVING, begin, career.status_from, reason))

    def _rise(self, career: Career, unit: DemoUnit, rank: Rank, begin: str, birth_year: int) -> None:
        """Give the present rank its day, and up to two standings before it."""
        end = date.fromisoformat(career.status_from) if career.status_from else self.today
        since = (end - timedelta(days=self.chance.randint(90, 2900))).isoformat()[:7]
        if first_day(since) <= f"{int(begin[:4]) + 2}-07-01":
            return
        if rank in _LEGACY and since < _RANKS_BEGAN:
            since = _RANKS_BEGAN
            career.ranks.append(Former(_LEGACY[rank], begin, since, "职级套转"))
            career.rank_from, career.post_from = since, ""
            return
        career.rank_from = career.post_from = since
        if rank is Rank.SECTION_DEPUTY and birth_year < self.today.year - 42 and self.chance.random() < 0.5:
            career.side_rank, career.side_rank_from = Rank.PRINCIPAL_1, since
        higher = rank
        for _step in range(2):
            lower = _BELOW.get(higher)
            if lower is None or (unit.managed and not lower.value.startswith("technical_")):
                return
            if is_service_rank(lower) and since <= _RANKS_BEGAN:
                return
            before = f"{int(since[:4]) - self.chance.randint(3, 6)}{since[4:]}"
            if is_service_rank(lower) and before < _RANKS_BEGAN <= since:
                before = _RANKS_BEGAN
            if before <= f"{int(begin[:4]) + 1}-07" or before >= since:
                before = ""
            self._before(career, unit, higher, lower, before, since)
            if not before:
                return
            higher, since = lower, before

    def _before(
        self, career: Career, unit: DemoUnit, higher: Rank, lower: Rank, before: str, since: str
    ) -> None:
        post = post_of(unit, lower)
        reason = "任职" if higher in _LEADING else "晋升"
        level = None if is_service_rank(lower) else lower
        if level is not None or post != post_of(unit, higher):
            career.posts.append(Former((post, level), before, since, reason))
        elif not career.on_the_way:
            career.post_from = ""
        if is_service_rank(lower):
            career.ranks.append(Former(lower, before, since, reason))
        career.on_the_way.append((since, post, lower))

    def _move(self, career: Career, unit: DemoUnit, rank: Rank, begin: str) -> None:
        peers = self.organs if unit in self.organs else self.others.get(unit.line, [])
        old = self.chance.choice(peers) if peers else unit
        day = career.post_from if rank in _LEADING and career.post_from else self._ago(120, 2600)
        latest = career.status_from or self.today.isoformat()
        if old.id == unit.id or not f"{int(begin[:4]) + 1}-08-01" < first_day(day) < latest:
            return
        career.unit_from = day
        career.units.append(Former(old.id, begin, day, "干部调动"))

    def _second(self, career: Career, unit: DemoUnit) -> None:
        way = self.chance.choice((SecondmentWay.OUT, SecondmentWay.WITHIN))
        place, host = self.chance.choice(_PLACES), self.chance.choice(self.organs)
        first = self.today - timedelta(days=self.chance.randint(60, 1200))
        last = first + timedelta(days=self.chance.choice((180, 365, 730)))
        lasts = last.isoformat() if last < self.today else None
        if way is SecondmentWay.WITHIN and host.id != unit.id:
            career.seconded = (way.value, host.id, "", first.isoformat(), lasts, "专班借用")
        else:
            career.seconded = (SecondmentWay.OUT.value, None, place, first.isoformat(), lasts, "上挂锻炼")


def build_periods(work: Work, careers: Iterable[tuple[int, Career]]) -> None:
    """Write the former values of everybody, (person, career)."""
    units: list[tuple[Any, ...]] = []
    posts: list[tuple[Any, ...]] = []
    statuses: list[tuple[Any, ...]] = []
    teams: list[tuple[Any, ...]] = []
    seconded: list[tuple[Any, ...]] = []
    for number, career in careers:
        units += [(number, old.value, old.since, old.until, old.reason, None) for old in career.units]
        for old in career.posts:
            post, level = old.value
            held = level.value if level else None
            posts.append(
                (number, PostTrack.POST.value, post, held, "", old.since, old.until, old.reason, None)
            )
        for old in career.ranks:
            rank, legacy = (old.value.value, "") if isinstance(old.value, Rank) else (None, old.value)
            posts.append(
                (number, PostTrack.RANK.value, "", rank, legacy, old.since, old.until, old.reason, None)
            )
        teams += [(number, old.value.value, old.since, old.until, old.reason, None) for old in career.teams]
        statuses += [
            (number, old.value.value, old.since, old.until, old.reason, None) for old in career.statuses
        ]
        if career.seconded:
            seconded.append((number, *career.seconded))
    period = ["valid_from", "valid_to", "reason", "import_batch_id"]
    bulk(work, UnitPeriod.__table__, ["person_id", "unit_id", *period], units)
    bulk(work, PostPeriod.__table__, ["person_id", "track", "post", "rank", "legacy", *period], posts)
    bulk(work, TeamPeriod.__table__, ["person_id", "team", *period], teams)
    bulk(work, StatusPeriod.__table__, ["person_id", "status", *period], statuses)
    columns = ["person_id", "way", "unit_id", "place", "valid_from", "valid_to", "reason"]
    bulk(work, Secondment.__table__, columns, seconded)
