"""Units and people of the demo district; nobody in it exists."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from trainingdesk.domain.codes import Authority, Line, PersonStatus, Rank, Sex, Team
from trainingdesk.domain.roster.names import name_keys
from trainingdesk.domain.roster.rows import team_of_rank
from trainingdesk.domain.values import id_check_digit
from trainingdesk.persistence.search import refresh_people
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.shared.readings import reading_table
from trainingdesk.usecases.demo.bulk import bulk
from trainingdesk.usecases.work import Work

#: a region code that was never issued
REGION = "999901"

_GOVERNMENT_POSTS = {
    Rank.SECTION_HEAD: "局长",
    Rank.SECTION_DEPUTY: "副局长",
    Rank.PRINCIPAL_1: "一级主任科员",
    Rank.PRINCIPAL_2: "科室负责人",
    Rank.PRINCIPAL_3: "科长",
    Rank.PRINCIPAL_4: "副科长",
    Rank.CLERK_1: "科员",
    Rank.CLERK_2: "科员",
}
_PARTY_POSTS = _GOVERNMENT_POSTS | {Rank.SECTION_HEAD: "主任", Rank.SECTION_DEPUTY: "副主任"}
_SUBDISTRICT_POSTS = _GOVERNMENT_POSTS | {Rank.SECTION_HEAD: "主任", Rank.SECTION_DEPUTY: "副主任"}
_SCHOOL_POSTS = {
    Rank.TECHNICAL_SENIOR: "正高级教师",
    Rank.TECHNICAL_ASSOCIATE: "高级教师",
    Rank.TECHNICAL_MIDDLE: "一级教师",
    Rank.TECHNICAL_JUNIOR: "二级教师",
}
_HOSPITAL_POSTS = {
    Rank.TECHNICAL_SENIOR: "主任医师",
    Rank.TECHNICAL_ASSOCIATE: "副主任医师",
    Rank.TECHNICAL_MIDDLE: "主治医师",
    Rank.TECHNICAL_JUNIOR: "医师",
}
_BUSINESS_POSTS = {
    Rank.BUSINESS_HEAD: "董事长",
    Rank.BUSINESS_DEPUTY: "副总经理",
    Rank.BUSINESS_MIDDLE: "部门经理",
    Rank.BUSINESS_STAFF: "主管",
}
_COLUMNS = [
    "unit_id",
    "name",
    "sex",
    "birth",
    "id_number",
    "ethnicity",
    "political",
    "education",
    "degree",
    "work_start",
    "party_entry",
    "post",
    "rank",
    "team",
    "authority",
    "phone",
    "status",
    "status_from",
    "note",
    "position",
    "import_batch_id",
    "version",
]


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit that was made: its id, line, and whether it manages others."""

    id: int
    name: str
    line: Line
    size: int
    managed: bool


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person that was made, with what classes ask for."""

    id: int
    unit_id: int
    name: str
    post: str
    rank: Rank
    team: Team
    birth_year: int
    status: PersonStatus


def build_units(work: Work, district: dict[str, Any]) -> list[DemoUnit]:
    """Make the units, managing ones before those they manage."""
    units: list[DemoUnit] = []
    table = reading_table()

    def walk(entries: list[dict[str, Any]], parent: int | None) -> None:
        for entry in entries:
            keys = name_keys(entry["short"], table)
            unit = Unit(
                parent_id=parent,
                name=entry["name"],
                short_name=entry["short"],
                initials=" ".join(keys.initials),
                line=Line(entry["line"]),
                position=len(units) + 1,
                liaison="",
                active=True,
            )
            work.session.add(unit)
            work.session.flush()
            units.append(DemoUnit(unit.id, unit.name, unit.line, entry["size"], parent is not None))
            walk(entry.get("units", []), unit.id)

    walk(district["units"], None)
    return units


def _names(district: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, Sex]]:
    while True:
        sex = Sex.FEMALE if chance.random() < 0.46 else Sex.MALE
        given = district["given_female" if sex is Sex.FEMALE else "given_male"]
        compound = chance.random() < 0.02
        surname = (
            chance.choice(district["compound_surnames"]) if compound else chance.choice(district["surnames"])
        )
        shape = chance.random()
        if shape < 0.22:
            first = chance.choice(given)
        elif shape < 0.985:
            first = chance.choice(given) + chance.choice(given)
        elif shape < 0.995:
            first = chance.choice(given) + chance.choice(district["given_rare"])
        else:
            first = "".join(chance.choice(given) for _ in range(3))
        yield surname + first, sex


def _ranks(unit: DemoUnit, chance: random.Random) -> list[Rank]:
    """Return the ranks of a unit's people, highest first."""
    size = unit.size
    if unit.line is Line.ENTERPRISE:
        ladder = [Rank.BUSINESS_HEAD] + [Rank.BUSINESS_DEPUTY] * max(2, size // 20)
        ladder += [Rank.BUSINESS_MIDDLE] * (size // 5)
        return (ladder + [Rank.BUSINESS_STAFF] * size)[:size]
    if unit.managed:
        rest = [Rank.TECHNICAL_SENIOR, Rank.TECHNICAL_ASSOCIATE, Rank.TECHNICAL_MIDDLE, Rank.TECHNICAL_JUNIOR]
        ladder = [Rank.SECTION_HEAD, *([Rank.SECTION_DEPUTY] * max(1, size // 60))]
        return ladder + sorted(
            chance.choices(rest, weights=[4, 24, 45, 27], k=size - len(ladder)), key=list(Rank).index
        )
    ladder = [Rank.COUNTY_HEAD] if size > 90 and unit.line is Line.CONGRESS else []
    ladder += [Rank.SECTION_HEAD, *([Rank.SECTION_DEPUTY] * max(2, size // 15))]
    ladder += [Rank.RESEARCHER_4] * (size // 40) + [Rank.PRINCIPAL_1] * (size // 12)
    rest = [Rank.PRINCIPAL_2, Rank.PRINCIPAL_3, Rank.PRINCIPAL_4, Rank.CLERK_1, Rank.CLERK_2]
    return ladder + sorted(
        chance.choices(rest, weights=[14, 20, 22, 32, 12], k=size - len(ladder)), key=list(Rank).index
    )


def _post(unit: DemoUnit, rank: Rank) -> str:
    if unit.line is Line.ENTERPRISE:
        return _BUSINESS_POSTS[rank]
    if unit.managed and rank in _SCHOOL_POSTS:
        return (_SCHOOL_POSTS if unit.line is Line.EDUCATION else _HOSPITAL_POSTS)[rank]
    if unit.managed:
        school = unit.line is Line.EDUCATION
        head, deputy = ("校长", "副校长") if school else ("院长", "副院长")
        return head if rank is Rank.SECTION_HEAD else deputy
    posts = {Line.PARTY: _PARTY_POSTS, Line.CONGRESS: _PARTY_POSTS, Line.SUBDISTRICT: _SUBDISTRICT_POSTS}
    named = posts.get(unit.line, _GOVERNMENT_POSTS)
    return named.get(rank) or {Rank.COUNTY_HEAD: "院长", Rank.RESEARCHER_4: "四级调研员"}[rank]


def _status(chance: random.Random) -> PersonStatus:
    shape = chance.random()
    if shape < 0.972:
        return PersonStatus.SERVING
    if shape < 0.98:
        return PersonStatus.LONG_LEAVE
    if shape < 0.99:
        return PersonStatus.RETIRED
    return PersonStatus.LEFT if shape < 0.996 else PersonStatus.SECONDED_IN


def build_people(
    work: Work, district: dict[str, Any], units: list[DemoUnit], chance: random.Random, this_year: int
) -> list[DemoPerson]:
    """Make the people of every unit, with valid ID check digits on a region code that belongs to nobody."""
    names = _names(district, chance)
    rows: list[tuple[Any, ...]] = []
    people: list[DemoPerson] = []
    for unit in units:
        namesakes = 0
        for rank in _ranks(unit, chance):
            name, sex = next(names)
            if (
                people
                and people[-1].unit_id == unit.id
                and namesakes < unit.size // 80
                and chance.random() < 0.05
            ):
                name, namesakes = people[-1].name, namesakes + 1
            senior = rank in {Rank.SECTION_HEAD, Rank.COUNTY_HEAD, Rank.BUSINESS_HEAD, Rank.TECHNICAL_SENIOR}
            birth_year = this_year - chance.randint(44, 58) if senior else this_year - chance.randint(25, 57)
            birth = f"{birth_year}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
            number = len(people) + 1
            order = number * 2 % 1000 // 2 * 2 + (1 if sex is Sex.MALE else 0)
            head = f"{_region(number)}{birth.replace('-', '')}{order:03d}"
            id_number = head + id_check_digit(head)
            team = team_of_rank(rank)
            work_start = birth_year + chance.choice([22, 22, 23, 24, 25])
            party = chance.random() < (0.9 if team is Team.PARTY_GOVERNMENT else 0.45)
            phone = f"1{chance.choice('35789')}{chance.randint(0, 9)}0000{number % 10000:04d}"
            status = _status(chance)
            post = _post(unit, rank)
            county = {Rank.COUNTY_HEAD, Rank.COUNTY_DEPUTY, Rank.RESEARCHER_4}
            district_run = {Rank.SECTION_HEAD, Rank.SECTION_DEPUTY, Rank.BUSINESS_HEAD, Rank.PRINCIPAL_1}
            authority = (
                Authority.CITY
                if rank in county
                else Authority.DISTRICT
                if rank in district_run
                else Authority.UNIT
            )
            ethnicity = chance.choices(["汉族", "回族", "满族", "土家族"], weights=[94, 3, 2, 1])[0]
            degree = chance.choices(["学士", "硕士", "", "博士"], weights=[62, 24, 12, 2])[0]
            rows.append(
                (
                    unit.id,
                    name,
                    sex.value,
                    birth,
                    id_number,
                    ethnicity,
                    "中共党员" if party else "群众",
                    {"博士": "研究生", "硕士": "研究生", "学士": "大学", "": "大专"}[degree],
                    degree,
                    f"{work_start}-07",
                    f"{work_start + chance.randint(0, 8)}-06" if party else "",
                    post,
                    rank.value,
                    team.value,
                    authority.value,
                    phone,
                    status.value,
                    None,
                    "",
                    0,
                    None,
                    1,
                )
            )
            people.append(DemoPerson(0, unit.id, name, post, rank, team, birth_year, status))
    ids = bulk(work, Person.__table__, _COLUMNS, rows)
    refresh_people(work.connection, ids)
    return [
        DemoPerson(number, p.unit_id, p.name, p.post, p.rank, p.team, p.birth_year, p.status)
        for number, p in zip(ids, people, strict=True)
    ]


def _region(number: int) -> str:
    # the order number has three digits; every 500 people a further region code that was never issued either
    return str(int(REGION) + (number - 1) // 500)
