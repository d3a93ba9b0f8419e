"""Groups of the demo district: heads, deputies, young cadres, the reserve list at every stage, talents, lecturers."""

import json
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from trainingdesk.domain.codes import (
    Audience,
    ClassState,
    GroupKind,
    PersonStatus,
    Rank,
    ReserveState,
    ReviewResult,
    Team,
)
from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.reserve import Missing, missing_training
from trainingdesk.persistence.readmodels.reserve import training
from trainingdesk.persistence.tables.groups import (
    FollowUp,
    GroupMembership,
    ReserveCandidate,
    ReserveReview,
    ReserveRound,
)
from trainingdesk.shared.clock import instant_text
from trainingdesk.usecases.demo.bulk import bulk
from trainingdesk.usecases.demo.classes import DemoClass
from trainingdesk.usecases.demo.people import DemoPerson
from trainingdesk.usecases.work import Work

_HEADS = {Rank.COUNTY_HEAD, Rank.SECTION_HEAD, Rank.BUSINESS_HEAD}
_DEPUTIES = {Rank.COUNTY_DEPUTY, Rank.SECTION_DEPUTY, Rank.BUSINESS_DEPUTY}
#: what a young cadre's list asks for: at most so old
_YOUNG_AGE = 40
_FIELDS = (
    ("清岚精密仪器有限公司", "光学测量"),
    ("清岚生物医药研究院", "药物制剂"),
    ("汤泉新材料有限公司", "复合材料"),
    ("清岚智慧农业示范园", "设施园艺"),
)
_NEEDS = (
    ("子女入学", "协调区教育局安排入学"),
    ("人才公寓", "安排人才公寓一套，签订三年合同"),
    ("项目申报", "会同科技局辅导申报材料"),
    ("融资对接", "组织银企对接一次"),
    ("参加高层次研修", "列入高校研修班名单"),
)
_SUBJECTS = ("党的创新理论", "基层治理", "应急处突", "乡村振兴", "优化营商环境", "党风廉政建设")


def build_groups(
    work: Work,
    people: Sequence[DemoPerson],
    classes: Sequence[DemoClass],
    users: tuple[int, int],
    seed: int,
) -> dict[str, int]:
    """Make every group; ``users`` are the clerk who asks for an exception and the approver. Returns the counts."""
    makers = _Groups(work, people, classes, users, random.Random(seed))  # noqa: S311 - invented data
    makers.leaders()
    makers.young()
    makers.talents()
    makers.lecturers()
    makers.reserve()
    return {"members": makers.members, "candidates": makers.candidates}


class _Groups:
    """The dice and the rows under way."""

    def __init__(
        self,
        work: Work,
        people: Sequence[DemoPerson],
        classes: Sequence[DemoClass],
        users: tuple[int, int],
        chance: random.Random,
    ) -> None:
        self.work, self.people, self.classes, self.chance = work, people, classes, chance
        self.clerk, self.approver = users
        self.today = work.today
        self.members = self.candidates = 0
        self.serving = [person for person in people if person.status is PersonStatus.SERVING]

    def _join(self, kind: GroupKind, rows: Sequence[tuple[Any, ...]]) -> range:
        """Insert memberships: (person, first day, first day outside or None, reasons in and out, two words)."""
        columns = ["person_id", "kind", "valid_from", "valid_to", "reason_in", "reason_out"]
        self.members += len(rows)
        return bulk(
            self.work,
            GroupMembership.__table__,
            [*columns, "organisation", "speciality", "version"],
            [(row[0], kind.value, *row[1:], 1) for row in rows],
        )

    def _sample(self, people: Sequence[DemoPerson], count: int) -> list[DemoPerson]:
        return self.chance.sample(list(people), min(count, len(people)))

    def leaders(self) -> None:
        """Heads and deputies since they were appointed; who was promoted or went is no longer in it."""
        for kind, ranks in ((GroupKind.UNIT_HEADS, _HEADS), (GroupKind.DEPUTIES, _DEPUTIES)):
            rows: list[tuple[Any, ...]] = []
            for person in self.people:
                career = person.career
                since = first_day(career.rank_from) or max(f"{self.today.year - 4}-01-10", career.began)
                if person.rank in ranks:
                    out = "免职" if career.gone else ""
                    if since < (career.gone or "9"):
                        rows.append((person.id, since, career.gone or None, f"任{person.post}", out, "", ""))
                rows += [
                    (person.id, first_day(begin), first_day(until), f"任{post}", "提任", "", "")
                    for (until, post, rank), begin in zip(
                        career.on_the_way, (step[0] for step in career.on_the_way[1:]), strict=False
                    )
                    if rank in ranks
                ]
            self._join(kind, rows)

    def young(self) -> None:
        """Lists of four years; who grew too old went off them."""
        fit = [
            p
            for p in self.serving
            if p.team is Team.PARTY_GOVERNMENT and p.birth_year >= self.today.year - 43
        ]
        chosen = self._sample(fit, 80)
        rows: list[tuple[Any, ...]] = []
        for place, person in enumerate(chosen):
            year = self.today.year - 4 + place % 4
            begin, reason = f"{year}-03-20", f"组〔{year}〕{7 + place % 4}号 优秀中青年干部名单"
            if year - person.birth_year > _YOUNG_AGE or not person.career.serves(begin, begin):
                continue
            old = person.birth_year + _YOUNG_AGE + 1
            ended = f"{old}-01-15" if year < old <= self.today.year else None
            rows.append((person.id, begin, ended, reason, "超过年龄条件" if ended else "", "", ""))
        self._join(GroupKind.YOUNG, rows)

    def lecturers(self) -> None:
        """Leaders and teachers on the lecturers' platform, with their subject."""
        fit = [p for p in self.serving if p.rank in {*_HEADS, Rank.SECTION_DEPUTY}]
        rows = [
            (p.id, self._day(900, 60), None, "上讲台领导干部名单", "", "", self.chance.choice(_SUBJECTS))
            for p in self._sample(fit, 24)
        ]
        self._join(GroupKind.LECTURER, rows)

    def _day(self, most: int, least: int) -> str:
        return (self.today - timedelta(days=self.chance.randint(least, most))).isoformat()

    def talents(self) -> None:
        """Talents with their enterprise and the visits paid to them; some were not visited for long."""
        fit = [
            p
            for p in self.serving
            if p.rank
            in {Rank.TECHNICAL_SENIOR, Rank.TECHNICAL_ASSOCIATE, Rank.BUSINESS_HEAD, Rank.BUSINESS_MIDDLE}
            and not p.career.joined
        ]
        rows: list[tuple[Any, ...]] = []
        for place, person in enumerate(self._sample(fit, 28)):
            organisation, speciality = _FIELDS[place % len(_FIELDS)]
            begin = self._day(1300, 260)
            rows.append((person.id, begin, None, "清岚英才计划入选", "", organisation, speciality))
        visits: list[tuple[Any, ...]] = []
        for place, (number, row) in enumerate(zip(self._join(GroupKind.TALENT, rows), rows, strict=True)):
            # one in three was last visited over half a year ago
            last = self.today - timedelta(days=self.chance.randint(200, 330) if place % 3 == 0 else 40)
            day = date.fromisoformat(row[1]) + timedelta(days=self.chance.randint(20, 120))
            while day <= last:
                need, service = self.chance.choice(_NEEDS)
                settled = day + timedelta(days=self.chance.randint(7, 60))
                done = settled < self.today
                visits.append(
                    (
                        *(number, day.isoformat(), need, service if done else "", "干教科、区人才办"),
                        *(settled.isoformat() if done else None, 1),
                    )
                )
                day += timedelta(days=self.chance.randint(100, 190))
        columns = ["membership_id", "day", "need", "service", "by_whom", "settled_on", "version"]
        bulk(self.work, FollowUp.__table__, columns, visits)

    # --- the reserve list ---

    def reserve(self) -> None:
        """Candidates at every stage: trained ones admitted, some with an exception, some on their way."""
        trail = _Trail()
        used: set[int] = set()
        for made in self.classes:
            if made.audience is not Audience.RESERVE or made.state is not ClassState.CLOSED:
                continue
            trained = [
                e.person
                for e in made.enrolments
                if e.completion is not None
                and e.completion.completed
                and e.person.id not in used
                and e.person.status is PersonStatus.SERVING
            ]
            for place, person in enumerate(self._sample(trained, 11)):
                used.add(person.id)
                self._admitted(trail, person, made.end, place)
        pool = [
            p
            for p in self.serving
            if p.team is Team.PARTY_GOVERNMENT and p.birth_year >= self.today.year - 42 and p.id not in used
        ]
        others = self._sample(pool, 60)
        missing = self._missing(others)
        untrained = [p for p in others if p.id in missing]
        for place, person in enumerate(untrained[:5]):
            self._exception(trail, person, missing[person.id], place)
        rest = [p for p in others if p not in untrained[:5]]
        for person in rest[:14]:
            trail.candidate(person.id, ReserveState.RECOMMENDED, self._ago(40), _by(person), "")
        for person in rest[14:23]:
            begin = self._ago(100)
            trail.candidate(person.id, ReserveState.SCREENING, begin, _by(person), "")
            self._rounds(trail, begin, 1 + person.id % 2, last=True)
        for person in rest[23:30]:
            begin = self._ago(400)
            decided = begin + timedelta(days=80)
            trail.candidate(person.id, ReserveState.DECLINED, begin, _by(person), "民主测评未达要求", decided)
            self._rounds(trail, begin, 2, last=False)
        self._write(trail)

    def _missing(self, people: Sequence[DemoPerson]) -> dict[int, Missing]:
        first = self.today.year - 4
        policy, ids = self.work.policy(), [p.id for p in people]
        facts = training(self.work.connection, ids, (first, first + 4), self.work.policy, self.today)
        found = {number: missing_training(one, policy) for number, one in facts.items()}
        return {number: one for number, one in found.items() if one is not None}

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days + self.chance.randint(0, days // 2))

    def _admitted(self, trail: "_Trail", person: DemoPerson, trained: date, place: int) -> None:
        begin = trained + timedelta(days=14)
        admitted = begin + timedelta(days=90)
        if admitted >= self.today:
            trail.candidate(person.id, ReserveState.SCREENING, begin, _by(person), "")
            self._rounds(trail, begin, 2, last=True)
            return
        left = admitted + timedelta(days=500)
        out = place == 0 and left < self.today
        state = ReserveState.EXITED if out else ReserveState.ADMITTED
        reason = "提任区管领导职务" if out else ""
        trail.candidate(person.id, state, begin, _by(person), reason, left if out else admitted)
        trail.members.append(
            (
                len(trail.candidates) - 1,
                *(person.id, admitted.isoformat(), left.isoformat() if out else None),
                *("区委常委会研究同意列入", reason, "", ""),
            )
        )
        self._rounds(trail, begin, 2 + place % 2, last=True)
        for year in range(admitted.year + 1, self.today.year + 1):
            day = date(year, 2, 20)
            if day < (left if out else self.today):
                self._review(
                    trail, day, ReviewResult.WATCH if self.chance.random() < 0.2 else ReviewResult.KEEP
                )

    def _exception(self, trail: "_Trail", person: DemoPerson, missing: Missing, place: int) -> None:
        """Two admitted by an exception another person approved, the others waiting for approval."""
        begin = self._ago(120)
        approved = place < 2
        admitted = begin + timedelta(days=100)
        state = ReserveState.ADMITTED if approved else ReserveState.SCREENING
        trail.candidate(person.id, state, begin, _by(person), "", admitted if approved else None)
        at = instant_text(datetime.combine(admitted, time(2, 30), UTC)) if approved else None
        asked = {
            "need": missing.need,
            "have": missing.have,
            "until": missing.until.isoformat(),
            "requested_by": self.clerk,
        }
        trail.exceptions[len(trail.candidates) - 1] = (
            json.dumps(asked, ensure_ascii=False),
            "承担重点工程任务，已列入下期后备干部培训班" if approved else "驻外工作，年内补训",
            self.approver if approved else None,
            at,
        )
        self._rounds(trail, begin, 2, last=True)
        if approved:
            member = (person.id, admitted.isoformat(), None, "区委常委会研究同意列入", "", "", "")
            trail.members.append((len(trail.candidates) - 1, *member))

    def _rounds(self, trail: "_Trail", begin: date, count: int, *, last: bool) -> None:
        for number in range(1, count + 1):
            passed = last or number < count
            cast = self.chance.randint(28, 46)
            votes = round(cast * (self.chance.uniform(0.82, 1) if passed else self.chance.uniform(0.4, 0.6)))
            opinion = ("民主推荐", "个别谈话", "组织考察")[number - 1]
            score = self.chance.randint(820, 960) if passed else self.chance.randint(560, 700)
            day = (begin + timedelta(days=20 * number)).isoformat()
            place = len(trail.candidates) - 1
            trail.rounds.append((place, number, day, votes, cast, score, opinion, int(passed)))

    @staticmethod
    def _review(trail: "_Trail", day: date, result: ReviewResult) -> None:
        opinion = "表现稳定" if result is ReviewResult.KEEP else "安排重点岗位锻炼"
        trail.reviews.append(
            (len(trail.candidates) - 1, day.year, day.isoformat(), result.value, opinion),
        )

    def _write(self, trail: "_Trail") -> None:
        members = dict(
            zip(
                (row[0] for row in trail.members),
                self._join(GroupKind.RESERVE, [row[1:] for row in trail.members]),
                strict=True,
            )
        )
        nothing = (None, "", None, None)
        ids = bulk(
            self.work,
            ReserveCandidate.__table__,
            [
                *("person_id", "state", "recommended_on", "recommended_by", "opinion", "decided_on"),
                *("decided_reason", "membership_id", "missing", "override_reason", "override_by"),
                *("override_at", "version"),
            ],
            [
                (*row, members.get(place), *trail.exceptions.get(place, nothing), 1)
                for place, row in enumerate(trail.candidates)
            ],
        )
        columns = ["candidate_id", "round", "day", "votes_for", "votes_cast", "score", "opinion", "passed"]
        bulk(self.work, ReserveRound.__table__, columns, [(ids[row[0]], *row[1:]) for row in trail.rounds])
        columns = ["candidate_id", "year", "day", "result", "opinion"]
        bulk(self.work, ReserveReview.__table__, columns, [(ids[row[0]], *row[1:]) for row in trail.reviews])
        self.candidates = len(ids)


class _Trail:
    """Rows of candidates and what hangs on them, by the candidate's place."""

    def __init__(self) -> None:
        self.candidates: list[tuple[Any, ...]] = []
        self.members: list[tuple[Any, ...]] = []
        self.rounds: list[tuple[Any, ...]] = []
        self.reviews: list[tuple[Any, ...]] = []
        self.exceptions: dict[int, tuple[Any, ...]] = {}

    def candidate(
        self, person: int, state: ReserveState, day: date, by: str, reason: str, decided: date | None = None
    ) -> None:
        """Add one candidate; what is added next hangs on this one."""
        on = decided.isoformat() if decided else None
        self.candidates.append((person, state.value, day.isoformat(), by, "表现优秀", on, reason))


def _by(person: DemoPerson) -> str:
    return ("单位党组推荐", "领导小组推荐", "民主推荐会")[person.id % 3]
