"""Units and people of the demo district; nobody in it exists."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from trainingdesk.domain.codes import Authority, Line, PersonStatus, Rank, Sex, Team
from trainingdesk.domain.roster.names import name_keys
from trainingdesk.domain.roster.teams import team_of_rank
from trainingdesk.domain.roster.unit_kinds import guess_kind
from trainingdesk.domain.values import id_check_digit
from trainingdesk.persistence.search import refresh_people
from trainingdesk.persistence.tables.roster import Person, Unit, UnitFormerName
from trainingdesk.shared.readings import reading_table
from trainingdesk.usecases.demo.bulk import bulk
from trainingdesk.usecases.demo.careers import Career, CareerDice, build_periods
from trainingdesk.usecases.demo.origins import OriginDice
from trainingdesk.usecases.demo.posts import DemoUnit, post_of
from trainingdesk.usecases.work import Work

#: a region code that was never issued
REGION = "999901"

_COLUMNS = [
    "joined_on",
    "unit_id",
    "unit_from",
    "name",
    "sex",
    "birth",
    "id_number",
    "ethnicity",
    "political",
    "education",
    "degree",
    "native_place",
    "birthplace",
    "school",
    "education_full",
    "degree_full",
    "school_full",
    "education_service",
    "degree_service",
    "school_service",
    "technical_title",
    "work_start",
    "party_entry",
    "post",
    "post_from",
    "rank",
    "rank_from",
    "side_rank",
    "side_rank_from",
    "team",
    "team_from",
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
    career: Career


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
                kind=guess_kind(entry["name"]),
                liaison="",
                active=True,
            )
            work.session.add(unit)
            work.session.flush()
            for former in entry.get("former", ()):
                work.session.add(
                    UnitFormerName(
                        unit_id=unit.id,
                        name=former["name"],
                        short_name=former["short"],
                        initials=" ".join(name_keys(former["short"], table).initials),
                        until=date.fromisoformat(former["until"]),
                        reason=former["reason"],
                    )
                )
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
    work: Work, district: dict[str, Any], units: list[DemoUnit], chance: random.Random, seed: int
) -> list[DemoPerson]:
    """Make the people of every unit, with valid ID check digits on a region code that belongs to nobody.

    What they were before, and where they come from, is thrown with dice of its own (``seed``), so that who they are
    stays the same.
    """
    this_year = work.today.year
    careers = CareerDice(units, work.today, seed)
    origins = OriginDice(seed)
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
            work_start = _not_to_come(birth_year + chance.choice([22, 22, 23, 24, 25]), "07", work.today)
            party = chance.random() < (0.9 if team is Team.PARTY_GOVERNMENT else 0.45)
            phone = f"1{chance.choice('35789')}{chance.randint(0, 9)}0000{number % 10000:04d}"
            status = _status(chance)
            post = post_of(unit, rank)
            career = careers.throw(unit, rank, status, work_start, birth_year)
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
            education = {"博士": "研究生", "硕士": "研究生", "学士": "大学", "": "大专"}[degree]
            rows.append(
                (
                    career.joined or None,
                    unit.id,
                    career.unit_from,
                    name,
                    sex.value,
                    birth,
                    id_number,
                    ethnicity,
                    "中共党员" if party else "群众",
                    education,
                    degree,
                    *origins.throw(education, degree, rank, unit.line),
                    f"{work_start}-07",
                    _entry(work_start + chance.randint(0, 8), work.today) if party else "",
                    post,
                    career.post_from,
                    rank.value,
                    career.rank_from,
                    career.side_rank.value if career.side_rank else None,
                    career.side_rank_from,
                    team.value,
                    career.team_from,
                    authority.value,
                    phone,
                    status.value,
                    career.status_from or None,
                    "",
                    0,
                    None,
                    1,
                )
            )
            people.append(DemoPerson(0, unit.id, name, post, rank, team, birth_year, status, career))
    ids = bulk(work, Person.__table__, _COLUMNS, rows)
    build_periods(work, zip(ids, (person.career for person in people), strict=True))
    refresh_people(work.connection, ids)
    return [replace(person, id=number) for number, person in zip(ids, people, strict=True)]


def name_liaisons(work: Work, people: list[DemoPerson]) -> None:
    """Give every unit two of its own people who answer for training: the middle one of those who serve, and the next."""
    serving: dict[int, list[int]] = {}
    for person in people:
        if person.status is PersonStatus.SERVING:
            serving.setdefault(person.unit_id, []).append(person.id)
    for unit_id, ids in serving.items():
        middle = len(ids) // 2
        unit = work.session.get_one(Unit, unit_id)
        liaison = work.session.get_one(Person, ids[middle])
        unit.liaison, unit.liaison_phone = liaison.name, liaison.phone
        if len(ids) > middle + 1:
            deputy = work.session.get_one(Person, ids[middle + 1])
            unit.liaison_deputy, unit.liaison_deputy_phone = deputy.name, deputy.phone


def _not_to_come(year: int, month: str, today: date) -> int:
    """Return a year, or the last one whose month has begun."""
    return min(year, today.year if month <= f"{today:%m}" else today.year - 1)


def _entry(year: int, today: date) -> str:
    return f"{_not_to_come(year, '06', today)}-06"


def _region(number: int) -> str:
    # the order number has three digits; every 500 people a further region code that was never issued either
    return str(int(REGION) + (number - 1) // 500)
