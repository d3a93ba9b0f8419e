"""A desk with any number of people for the benchmarks, written past the gate: what is measured is reading."""

import random
from pathlib import Path

from tests.benchmarks.roster_data import GIVEN, SURNAMES
from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.base import position_of
from trainingdesk.domain.values import id_check_digit
from trainingdesk.persistence.search import NameFacts, index_people, name_facts, search_row
from trainingdesk.usecases.desk import Desk, NewDesk, create_desk

UNITS = 400
POSTS = (
    *(
        "局长",
        "副局长",
        "主任",
        "副主任",
        "科长",
        "副科长",
        "科员",
        "一级教师",
        "高级教师",
        "主治医师",
        "项目经理",
    ),
    *(
        "办公室主任",
        "财务科科长",
        "人事科副科长",
        "党支部书记",
        "工会主席",
        "护士长",
        "出纳",
        "会计",
        "教研组长",
    ),
)
_AT_ONCE = 20_000
_COLUMNS = (
    *("id", "unit_id", "name", "sex", "birth", "id_number", "ethnicity", "political", "education", "degree"),
    *(
        "work_start",
        "party_entry",
        "post",
        "rank",
        "rank_from",
        "team",
        "phone",
        "status",
        "note",
        "position",
    ),
    *("stroke_key", "pinyin_key", "version"),
)


def desk_of(path: Path, count: int) -> Desk:
    """Return a new desk with ``count`` people in 400 units, its clerk signed in; the same people every run."""
    new = NewDesk("城东区委组织部", "clerk", "张晓", "for measuring")
    desk = create_desk(path, new, fill=lambda made: _fill(made, count))
    desk.sign_in("clerk", "for measuring")
    return desk


def _fill(desk: Desk, count: int) -> None:
    chance = random.Random(count)
    facts: dict[str, NameFacts] = {}
    ranks = [rank.value for rank in Rank]
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        connection.exec_driver_sql(
            "INSERT INTO unit (id, name, short_name, initials, line, position, liaison, active, version)"
            " VALUES (?, ?, ?, ?, 'government', ?, '', 1, 1)",
            [
                (n, f"城东区第{n}{kind}", f"第{n}{kind}", f"d{n}dw", (n * 7) % UNITS)
                for n in range(1, UNITS + 1)
                for kind in (("小学", "医院", "街道", "公司")[n % 4],)
            ],
        )
        marks = ", ".join("?" * len(_COLUMNS))
        statement = f"INSERT INTO person ({', '.join(_COLUMNS)}) VALUES ({marks})"
        for start in range(1, count + 1, _AT_ONCE):
            people, found = [], []
            for number in range(start, min(start + _AT_ONCE, count + 1)):
                name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2))))
                fact = facts.get(name) or facts.setdefault(name, name_facts(name))
                birth = f"19{60 + number % 40:02d}-{1 + number // 40 % 12:02d}-{1 + number // 480 % 28:02d}"
                region = 999901 + number // 13_440 // 499
                head = f"{region}{birth.replace('-', '')}{number // 13_440 % 499 * 2 + number % 2:03d}"
                id_number, phone = head + id_check_digit(head), f"139{number:08d}"
                rank, post = chance.choice(ranks), chance.choice(POSTS)
                since = f"20{chance.randrange(25):02d}-{chance.randrange(12) + 1:02d}"
                people.append(
                    (
                        *(number, chance.randrange(UNITS) + 1, name, ("female", "male")[number % 2], birth),
                        *(id_number, "汉族", "中共党员", "大学", "学士", "2003-07", "", post, rank, since),
                        *("party_government", phone, "serving", "", position_of(rank, number, since)),
                        *(fact.stroke_key, fact.pinyin_key, 1),
                    )
                )
                found.append(search_row(number, name, fact.keys, id_number, phone, post))
            connection.exec_driver_sql(statement, people)
            index_people(connection, found)
