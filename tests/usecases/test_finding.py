"""Finding and ordering people: every kind of key, every condition of a filter, the three orders, screen to paper."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import invented_id
from trainingdesk.domain.codes import (
    Authority,
    GroupKind,
    Line,
    PersonStatus,
    SecondedCount,
    SecondmentWay,
    Sex,
    Team,
    UnitKind,
)
from trainingdesk.domain.roster.base import BaseRule, RankGroup
from trainingdesk.domain.roster.order import PersonOrder
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.persistence.readmodels import people_filter, units
from trainingdesk.persistence.readmodels.base import bases
from trainingdesk.persistence.search import refresh_people
from trainingdesk.shared.text import set_language
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster import (
    filter_choices,
    first_person_ids,
    person_ids,
    person_rows,
    search_people,
    search_roster,
    unit_tree,
)
from trainingdesk.usecases.roster_files import export_roster


def write(desk: Desk, statement: str, values: tuple[object, ...] = ()) -> None:
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        connection.exec_driver_sql(statement, values)


def listed(desk: Desk, **wanted: object) -> list[str]:
    ids = desk.ask(person_ids, PersonFilter(**wanted)).ids
    return [row.name for row in desk.ask(person_rows, ids)]


@pytest.fixture
def former(desk: Desk) -> Desk:
    """Return a desk whose 教育局 was 文教委员会 before."""
    write(
        desk,
        "INSERT INTO unit_former_name (unit_id, name, short_name, initials, until, reason)"
        " VALUES (3, '城东区文教委员会', '文教委', 'wjw', '2019-01-01', '机构改革')",
    )
    write(desk, "UPDATE person SET side_rank = 'researcher_4' WHERE name = '于洋'")
    for name, status in (("孙悦", "retired"), ("周舟", "seconded_in"), ("郑重", "left")):
        write(desk, "UPDATE person SET status = ? WHERE name = ?", (status, name))
    return desk


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("单", ["单小芳"]),
        ("小芳", ["单小芳"]),
        ("shanxiaofang", ["单小芳"]),
        ("danxiao", ["单小芳"]),
        ("sxf", ["单小芳"]),
        ("chanx", ["单小芳"]),
        ("zengguo", ["曾国强"]),
        ("cgq", ["曾国强"]),
        ("yuchi", ["尉迟敬"]),
        ("weichij", ["尉迟敬"]),
        ("尉迟 ycj", ["尉迟敬"]),
        ("尉迟j", ["尉迟敬"]),
        ("尉迟 jing", ["尉迟敬"]),
        ("单x", ["单小芳"]),
        ("单小 fang", ["单小芳"]),
        ("单fang", []),
        ("shan xiaofang", ["单小芳"]),
        ("dan xiao f", ["单小芳"]),
        ("s x f", ["单小芳"]),
        ("xiaofang shan", []),
        ("d", ["丁宁", "单小芳"]),
        ("尉 w", ["尉迟敬"]),
        ("q", []),
        ("0011", ["陈晨"]),
        ("13900000011", ["陈晨"]),
        ("23900000011", []),
        (invented_id(1), ["丁宁"]),
        (invented_id(1)[-4:], ["丁宁"]),
        ("汤泉街道", ["陈晨", "周舟"]),
        ("城建集团", ["吴桐", "郑重"]),
        ("文教委", ["王伟", "王伟"]),
        ("wjw", ["王伟", "王伟"]),
        ("王 文教", ["王伟", "王伟"]),
        ("周 文教", []),
        ("·", []),
        ("调研员", ["于洋"]),
        ("四级调研员", ["于洋"]),
        ("四级调", ["于洋"]),
        ("4级调研", ["于洋"]),
        ("主任科员", ["尉迟敬", "王伟"]),
        ("主任科", ["尉迟敬", "王伟"]),
        ("四级主任", ["王伟"]),
        ("科级正职", ["丁宁", "曾国强", "王伟", "陈晨"]),
        ("主任", []),
        ("四级", []),
        ("正职", []),
        ("王 主任科", ["王伟"]),
        ("正科", ["丁宁", "曾国强", "王伟", "陈晨"]),
        ("乡科级", ["丁宁", "于洋", "曾国强", "王伟", "陈晨"]),
        ("一级科员", ["单小芳"]),
        ("科员", ["单小芳", "周舟"]),
        ("退休", ["孙悦"]),
        ("借入", ["周舟"]),
        ("已调离", ["郑重"]),
        ("教育局 正科", ["王伟"]),
        ("王 退休", []),
        ("工程师", []),
        ("shanxf", ["单小芳"]),
        ("danx", ["单小芳"]),
        ("yuchij", ["尉迟敬"]),
        ("zhengz", ["郑重"]),
        ("wangw", ["王伟", "王伟"]),
        ("wangxf", []),
        ("shan xf", ["单小芳"]),
        ("zheng z", ["郑重"]),
        ("ｓｘｆ　科员", ["单小芳"]),  # an input method set to full width
        ("ＤＩＮＧＮＩＮＧ", ["丁宁"]),
        ("００１１", ["陈晨"]),
        ("sxf 科员", ["单小芳"]),
        ("shanxf 科员", ["单小芳"]),
    ],
)
def test_every_kind_of_key_finds_in_the_list_and_from_anywhere(former: Desk, typed: str, names: list[str]):
    assert listed(former, typed=typed) == names
    total, hits = former.ask(search_people, typed)
    assert (total, [hit.name for hit in hits]) == (len(names), names)


@pytest.mark.parametrize(
    ("typed", "names"),
    [("counsel", ["于洋"]), ("Principal", ["尉迟敬", "王伟"]), ("grade", []), ("section", [])],
)
def test_a_part_of_a_rank_finds_in_english(former: Desk, typed: str, names: list[str]):
    set_language("en")
    assert listed(former, typed=typed) == names


def test_any_words_together_find_from_anywhere_whom_the_list_has(former: Desk):
    write(former, "UPDATE person SET post = '教育局王牌科科长' WHERE id % 3 = 0")
    with former.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        refresh_people(connection, list(range(1, 15)))
    pieces = (
        "王",
        "王伟",
        "w",
        "ww",
        "wangwei",
        "wei",
        "尉迟",
        "j",
        "教育",
        "文教委",
        "wjw",
        "街道",
        "城东区",
        "城",
        "局",
        "长",
        "小",
        "科长",
        "王牌",
        "00",
        "9",
        "·",
        "正科",
        "退休",
        "wangww",
        "shanxf",
    )
    chance = random.Random(3)
    some = 0
    for typed in {" ".join(chance.sample(pieces, chance.randint(1, 4))) for _ in range(200)}:
        listed_ids = former.ask(person_ids, PersonFilter(typed=typed)).ids
        total, hits = former.ask(search_people, typed)
        assert {hit.id for hit in hits} == {*listed_ids}, typed
        assert total == len(hits) == len(listed_ids), typed
        # from anywhere whoever has a rank or a status is offered as a filter
        assert former.ask(search_roster, typed, 50).people == hits or typed in {"正科", "退休"}, typed
        assert len(former.ask(search_people, typed, 2)[1]) == min(2, total), typed
        some += bool(hits)
    assert some > 40


def test_a_post_is_found_behind_the_names(desk: Desk):
    write(desk, "UPDATE person SET post = '王牌厂厂长' WHERE id IN (1, 12)")
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        refresh_people(connection, [1, 12])
    assert listed(desk, typed="厂长") == ["丁宁", "周舟"]
    assert desk.ask(search_people, "厂厂长")[0] == 2
    write(desk, "UPDATE person SET name = '厂长' WHERE id = 14")
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        refresh_people(connection, [14])
    assert [hit.name for hit in desk.ask(search_people, "厂长")[1]] == ["厂长", "丁宁", "周舟"]
    # one character: everybody whose post holds it, behind who is called so
    assert {*listed(desk, typed="长")} == {"厂长", "丁宁", "周舟"}
    assert [hit.name for hit in desk.ask(search_people, "长")[1]] == ["厂长", "丁宁", "周舟"]
    assert [hit.name for hit in desk.ask(search_people, "丁 长")[1]] == ["丁宁"]


def test_one_character_finds_names_then_units_by_any_name_then_posts(former: Desk):
    write(former, "UPDATE person SET post = '小组长' WHERE id = 13")
    write(former, "UPDATE unit SET name = '城东区第一小学' WHERE id = 4")
    with former.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        refresh_people(connection, [13])

    def found(typed: str) -> list[str]:
        total, hits = former.ask(search_people, typed)
        assert total == len(hits)
        assert {hit.name for hit in hits} == {*listed(former, typed=typed)}
        return [hit.name for hit in hits]

    # 单小芳 by name; 实验小学 by its short name; a post
    assert found("小") == ["单小芳", "李秀英", "赵一鸣", "孙悦", "吴桐"]
    assert found("赵 小") == ["赵一鸣"]
    assert found("第") == ["李秀英", "赵一鸣", "孙悦"]  # in the full name alone
    assert found("汤") == ["陈晨", "周舟"]
    assert found("委") == ["丁宁", "于洋", "单小芳", "曾国强", "尉迟敬", "王伟", "王伟"]
    write(former, "UPDATE unit SET name = '城东区' || short_name")
    assert found("委") == ["王伟", "王伟"]  # what the unit was called before
    # what stands in every unit's name tells nothing: only who is called so, and short names
    assert found("城") == ["吴桐", "郑重"]
    assert found("区") == []
    assert found("东") == []
    assert found("东区")  # two characters are looked for as they are


def test_units_are_found_by_what_they_were_called(former: Desk):
    units = former.ask(search_roster, "文教").units
    assert [(hit.name, hit.former) for hit in units] == [("城东区教育局", "城东区文教委员会")]
    assert [(hit.name, hit.former) for hit in former.ask(search_roster, "教育").units] == [
        ("城东区教育局", "")
    ]


@pytest.mark.parametrize("typed", ["教育局", "城东区教育局", "jyj", "教 育局"])
def test_a_unit_called_what_was_typed_is_told_from_one_that_holds_it(desk: Desk, typed: str):
    write(desk, "UPDATE unit SET initials = 'jyj' WHERE short_name = '教育局'")
    assert [hit.exact for hit in desk.ask(search_roster, typed).units] == [True]
    assert [hit.exact for hit in desk.ask(search_roster, "教育").units] == [False]


def test_a_unit_is_called_by_its_usual_short_name(desk: Desk):
    write(
        desk,
        "UPDATE unit SET name = '城东区卫生健康局', short_name = '卫生健康局' WHERE short_name = '教育局'",
    )
    assert [(hit.name, hit.exact) for hit in desk.ask(search_roster, "卫健局").units] == [
        ("城东区卫生健康局", True)
    ]


@pytest.mark.parametrize("typed", ["mmt", "maimaiti", "ayglmmt", "ayg", "买买提"])
def test_a_part_behind_a_dot_is_found_by_its_own_initials(desk: Desk, typed: str):
    write(desk, "UPDATE person SET name = '阿依古丽·买买提' WHERE id = 3")
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        refresh_people(connection, [3])
    assert [hit.name for hit in desk.ask(search_roster, typed).people] == ["阿依古丽·买买提"]
    assert listed(desk, typed=typed) == ["阿依古丽·买买提"]


def test_the_three_orders_and_back(desk: Desk):
    strokes = [
        "丁宁",
        "于洋",
        "王伟",
        "王伟",
        "孙悦",
        "李秀英",
        "吴桐",
        "陈晨",
        "周舟",
        "郑重",
        "单小芳",
        "赵一鸣",
    ]
    assert listed(desk, order=PersonOrder.STROKES) == [*strokes, "尉迟敬", "曾国强"]
    pinyin = listed(desk, order=PersonOrder.PINYIN)
    assert pinyin.index("单小芳") < pinyin.index("孙悦") < pinyin.index("王伟")
    assert (
        listed(desk, order=PersonOrder.STROKES, descending=True)
        == listed(desk, order=PersonOrder.STROKES)[::-1]
    )


def test_seniority_in_the_rank_comes_before_arrival(desk: Desk):
    write(desk, "UPDATE person SET rank = 'section_head', rank_from = '2018-03' WHERE id = 3")
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        refresh_people(connection, [3])
    assert listed(desk, unit_id=1) == ["单小芳", "丁宁", "于洋"]


def test_who_leads_stands_before_a_higher_rank_in_the_unit_and_not_by_rank(desk: Desk):
    write(desk, "UPDATE person SET rank = 'section_head' WHERE id IN (1, 3)")
    write(desk, "UPDATE person SET rank = 'researcher_4' WHERE id = 2")
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        refresh_people(connection, [1, 2, 3])
    assert listed(desk, unit_id=1) == ["丁宁", "单小芳", "于洋"]
    assert listed(desk, unit_id=1, order=PersonOrder.RANK) == ["于洋", "丁宁", "单小芳"]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"sex": Sex.FEMALE, "unit_id": 1}, ["于洋"]),
        ({"age_from": 46, "unit_id": 1}, ["丁宁", "于洋"]),
        ({"age_to": 45, "unit_id": 1}, ["单小芳"]),
        ({"age_from": 45, "age_to": 45}, ["单小芳"]),
        ({"education": "研究生"}, ["单小芳", "郑重"]),
        ({"education": "中央党校研究生"}, ["郑重"]),
        ({"education": "中专"}, ["周舟"]),
        ({"education": "大专"}, []),
        ({"political": "群众"}, ["于洋"]),
        ({"membership": GroupKind.TALENT}, ["吴桐"]),
        ({"team": Team.BUSINESS, "membership": GroupKind.TALENT}, ["吴桐"]),
        ({"team": Team.TECHNICAL, "membership": GroupKind.TALENT}, []),
        ({"status": PersonStatus.RETIRED}, ["郑重"]),
        ({"group": RankGroup.BUSINESS, "in_base": True}, ["吴桐"]),
        ({"trained_year": 2026}, []),
    ],
)
def test_conditions_combine(desk: Desk, wanted: dict[str, object], names: list[str]):
    # the desk's day is 12 June 2026; born in a month is born on its first day
    write(desk, "UPDATE person SET birth = '1981-06', education = '研究生' WHERE name = '单小芳'")
    write(desk, "UPDATE person SET political = '群众', birth = '1980-06-12' WHERE name = '于洋'")
    write(desk, "UPDATE person SET birth = '' WHERE name = '陈晨'")
    write(desk, "UPDATE person SET birth = '1970-01' WHERE unit_id > 1")
    write(desk, "UPDATE person SET status = 'retired', education = '中央党校研究生' WHERE name = '郑重'")
    write(desk, "UPDATE person SET education = '电大中等专科' WHERE name = '周舟'")
    for name, kind, last in (
        ("吴桐", "talent", None),
        ("周舟", "talent", "2026-06-12"),
        ("丁宁", "young", None),
    ):
        write(
            desk,
            "INSERT INTO group_membership (person_id, kind, valid_from, valid_to, reason_in, reason_out, organisation,"
            " speciality, version) SELECT id, ?, '2025-01-01', ?, '', '', '', '', 1 FROM person WHERE name = ?",
            (kind, last, name),
        )
    assert listed(desk, **wanted) == names
    assert PersonFilter(**wanted).hides is bool(set(wanted) - {"unit_id"})


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"secondment": SecondmentWay.OUT}, ["丁宁"]),
        ({"secondment": SecondmentWay.WITHIN}, ["于洋"]),
        ({"secondment": SecondmentWay.IN}, ["陈晨", "郑重"]),
        ({"secondment": SecondmentWay.IN, "line": Line.ENTERPRISE}, ["郑重"]),
        ({"authority": Authority.CITY}, ["丁宁"]),
        ({"authority": Authority.DISTRICT, "secondment": SecondmentWay.OUT}, []),
        ({"ethnicity": "满族"}, ["吴桐"]),
        ({"line": Line.SUBDISTRICT}, ["陈晨", "周舟"]),
        ({"line": Line.SUBDISTRICT, "team": Team.BUSINESS}, []),
        ({"unit_kind": UnitKind.ENTERPRISE}, ["吴桐", "郑重"]),
        ({"unit_kind": UnitKind.ENTERPRISE, "order": PersonOrder.PINYIN}, ["吴桐", "郑重"]),
    ],
)
def test_who_manages_lends_or_employs_people_narrows(desk: Desk, wanted: dict[str, object], names: list[str]):
    # the desk's day is 12 June 2026
    for name, way, first, last in (
        ("丁宁", "out", "2026-01-01", None),
        ("单小芳", "out", "2025-01-01", "2026-06-11"),
        ("曾国强", "out", "2026-06-13", None),
        ("于洋", "within", "2026-01-01", "2026-06-12"),
        ("陈晨", "in", "2026-01-01", None),
    ):
        write(
            desk,
            "INSERT INTO secondment (person_id, way, unit_id, place, valid_from, valid_to, reason)"
            " SELECT id, ?, NULL, '市委', ?, ?, '' FROM person WHERE name = ?",
            (way, first, last, name),
        )
    write(desk, "UPDATE person SET status = 'seconded_in' WHERE name IN ('陈晨', '郑重')")
    write(desk, "UPDATE person SET authority = 'city' WHERE name = '丁宁'")
    write(desk, "UPDATE person SET authority = 'district' WHERE name = '于洋'")
    write(desk, "UPDATE person SET ethnicity = '满族' WHERE name = '吴桐'")
    write(desk, "UPDATE unit SET kind = 'enterprise' WHERE short_name = '城建集团'")
    assert listed(desk, **wanted) == names
    assert PersonFilter(**wanted).hides
    assert desk.ask(filter_choices).ethnicity == ("汉族", "满族")


def test_who_completed_a_class_of_the_cycle_is_not_untrained(demo_desk: Desk):
    def count(**wanted: object) -> int:
        return len(demo_desk.ask(person_ids, PersonFilter(**wanted)).ids)

    everybody, untrained = count(), count(untrained=True)
    by_year = [count(trained_year=year) for year in range(2021, 2027)]
    assert 0 < untrained < everybody
    assert everybody - untrained <= sum(by_year)
    assert count(untrained=True, trained_year=2026) == 0
    assert [count(untrained_year=year) for year in range(2021, 2027)] == [everybody - one for one in by_year]
    heads = count(membership="unit_heads")
    trained = count(membership="unit_heads", trained_year=2025)
    assert 0 < trained < heads
    assert count(membership="unit_heads", untrained_year=2025) == heads - trained


def test_workbook_and_paper_take_the_order_on_screen(desk: Desk, tmp_path: Path):
    wanted = PersonFilter(order=PersonOrder.STROKES, team=Team.PARTY_GOVERNMENT)
    names = listed(desk, order=PersonOrder.STROKES, team=Team.PARTY_GOVERNMENT)
    assert export_roster(desk, tmp_path / "out.xlsx", wanted) == len(names) == 9
    lines = list(load_workbook(tmp_path / "out.xlsx").worksheets[0].values)
    head = next(place for place, line in enumerate(lines) if "姓名" in line)
    place = lines[head].index("姓名")
    assert [line[place] for line in lines[head + 1 :]] == names
    paper = desk.ask(paper_rows, "roster.list", {"order": "-strokes"})
    printed = [str(row.cells[1]).replace("\u3000", "") for row in paper[0].rows]
    assert printed == listed(desk, order=PersonOrder.STROKES, descending=True)


def test_a_list_of_the_base_has_a_unit_s_people_where_they_count(desk: Desk):
    write(
        desk,
        "INSERT INTO secondment (person_id, way, unit_id, place, valid_from, valid_to, reason)"
        " VALUES (6, 'within', 2, '', '2026-01-01', NULL, '')",
    )
    rule = BaseRule(frozenset({PersonStatus.SERVING.value}), SecondedCount.HOST_UNIT)
    today = date(2026, 6, 12)
    with desk.engines.writer.connect() as connection:
        counted = bases(connection, today, today, rule)
        for unit_id in (2, 3, 4):
            wanted = PersonFilter(unit_id=unit_id, in_base=True)
            among = people_filter.ids(connection, wanted, people_filter.Standing(today, rule, 2023))
            assert len(among) == sum(counted.get(one, 0) for one in units.below(connection, unit_id))
            assert (6 in among) is (unit_id == 2)


IN_INDEXES = (PersonOrder.UNIT, PersonOrder.STROKES, PersonOrder.PINYIN)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", IN_INDEXES)
def test_everybody_in_order_is_read_from_an_index_without_a_person_and_unsorted(
    desk: Desk, order: PersonOrder, descending: bool
):
    assert_read_from_indexes(
        desk, lambda: desk.ask(person_ids, PersonFilter(order=order, descending=descending))
    )


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", IN_INDEXES)
def test_the_first_of_a_list_are_read_from_an_index_too(desk: Desk, order: PersonOrder, descending: bool):
    wanted = PersonFilter(order=order, descending=descending)
    everybody = desk.ask(person_ids, wanted).ids
    assert len(everybody) > 3
    for most in range(1, len(everybody) + 2):
        assert desk.ask(first_person_ids, wanted, most) == everybody[:most]
    assert_read_from_indexes(desk, lambda: desk.ask(first_person_ids, wanted, 3))


@pytest.mark.parametrize(
    "wanted", [PersonFilter(typed="王"), PersonFilter(order=PersonOrder.RANK), PersonFilter(unit_id=2)]
)
def test_a_list_that_must_be_put_in_order_does_not_begin_before(desk: Desk, wanted: PersonFilter):
    assert desk.ask(first_person_ids, wanted, 3) == []


def test_the_heads_of_the_unit_tree_are_counted_from_an_index(desk: Desk):
    assert_read_from_indexes(desk, lambda: desk.ask(unit_tree))


def assert_read_from_indexes(desk: Desk, read: Callable[[], object]) -> None:
    """Look at the plans of what was asked about people: a covering index each, nothing put in order on the way."""
    asked: list[str] = []
    with desk.engines.reader.connect() as connection:
        file = connection.connection.driver_connection
    file.set_trace_callback(asked.append)
    read()
    file.set_trace_callback(None)
    of_people = [statement for statement in asked if "FROM person" in statement]
    assert of_people
    for statement in of_people:
        plan = [row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {statement}")]
        people = [step for step in plan if step.split()[1] in {"person", "p", "b"}]
        assert people, plan
        assert all("COVERING INDEX" in step for step in people), plan
        assert not any("TEMP B-TREE" in step for step in plan), plan


@pytest.mark.parametrize("order", IN_INDEXES)
@pytest.mark.parametrize(
    "wanted", [{}, {"sex": Sex.MALE}, {"unit_id": 2}, {"typed": "王"}, {"typed": "没有"}]
)
def test_a_list_has_the_order_of_its_keys(desk: Desk, order: PersonOrder, wanted: dict[str, object]):
    write(desk, "UPDATE person SET position = 5 WHERE unit_id = 3")
    with desk.engines.reader.connect() as connection:
        keys = {
            PersonOrder.UNIT: "u.position, u.id, p.position, p.id",
            PersonOrder.STROKES: "p.stroke_key, p.id",
            PersonOrder.PINYIN: "p.pinyin_key, p.id",
        }[order]
        everybody = [
            row[0]
            for row in connection.exec_driver_sql(
                f"SELECT p.id FROM person p JOIN unit u ON u.id = p.unit_id ORDER BY {keys}"
            )
        ]
    among = set(desk.ask(person_ids, PersonFilter(**wanted)).ids)
    found = desk.ask(person_ids, PersonFilter(order=order, **wanted)).ids
    assert found == [number for number in everybody if number in among]
