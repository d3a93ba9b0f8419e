"""The roster by hand: units, people, status, masked numbers, search, undo; every change in the log."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import Audience, Line, PersonStatus, Rank, Sex, Team
from trainingdesk.domain.errors import AccessDenied, Conflict, Invalid, NotFound, Refused
from trainingdesk.domain.roster.base import RankGroup, guess_line
from trainingdesk.domain.roster.order import PersonOrder
from trainingdesk.domain.roster.views import CandidateFilter, PersonFilter
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.office import SetRule, UndoLast
from trainingdesk.usecases.commands.roster import (
    AddPerson,
    AddUnit,
    ChangePerson,
    ChangeStatus,
    ChangeUnit,
    RemovePerson,
)
from trainingdesk.usecases.commands.roster_reveal import RevealNumber
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster import (
    enrolment_candidates,
    people_to_export,
    person_card,
    person_form,
    person_ids,
    person_rows,
    search_people,
    search_roster,
    unit_form,
    unit_tree,
)

NEW = {"unit_id": 1, "name": "覃 乐", "team": Team.PARTY_GOVERNMENT, "rank": Rank.SECTION_DEPUTY}


def person_id(desk: Desk, name: str) -> int:
    return rows(desk, f"SELECT id FROM person WHERE name = '{name}' ORDER BY id")[0][0]


def change_of(desk: Desk, of: str, **changed: object) -> ChangePerson:
    """Return the command a form would send after changing some fields only."""
    form = desk.ask(person_form, person_id(desk, of))
    values = {
        field: getattr(form, field)
        for field in form.__dataclass_fields__
        if field not in {"id", "id_masked", "phone_masked"}
    }
    return ChangePerson(
        **{**values, "person_id": form.id, "keep_id_number": True, "keep_phone": True, **changed}
    )


def names(desk: Desk, **wanted: object) -> list[str]:
    ids = desk.ask(person_ids, PersonFilter(**wanted)).ids
    return [row.name for row in desk.ask(person_rows, ids)]


class TestUnits:
    def test_the_tree_counts_the_heads_of_the_base_live(self, desk: Desk):
        heads = {
            node.short_name: (node.depth, node.own, node.whole, node.people) for node in desk.ask(unit_tree)
        }
        assert heads["教育局"] == (0, 2, 5, 2)
        assert heads["实验小学"] == (1, 3, 3, 3)
        assert sum(node.own for node in desk.ask(unit_tree)) == 14
        version = desk.ask(person_form, person_id(desk, "孙悦")).version
        desk.execute(
            ChangeStatus(person_id=person_id(desk, "孙悦"), version=version, status=PersonStatus.RETIRED)
        )
        heads = {node.short_name: (node.own, node.whole, node.people) for node in desk.ask(unit_tree)}
        assert heads["教育局"] == (2, 4, 2)
        assert heads["实验小学"] == (2, 2, 3), "who retired is still somebody of the unit"

    def test_who_counts_is_the_rule_s_word(self, desk: Desk):
        chen = person_id(desk, "陈晨")
        desk.execute(ChangeStatus(person_id=chen, version=1, status=PersonStatus.LONG_LEAVE))
        assert sum(node.own for node in desk.ask(unit_tree)) == 14
        desk.execute(
            SetRule(key="base.statuses", value=["serving"], valid_from=date(2026, 6, 1), source="某文第1条")
        )
        assert sum(node.own for node in desk.ask(unit_tree)) == 13
        assert not desk.ask(person_card, chen).in_base

    def test_a_new_unit_stands_last_below_its_parent(self, desk: Desk):
        desk.execute(
            AddUnit(name="城东区教师进修学校", short_name="进修学校", line=Line.EDUCATION, parent_id=3)
        )
        assert [node.short_name for node in desk.ask(unit_tree)] == [
            "组织部", "宣传部", "教育局", "实验小学", "进修学校", "汤泉街道", "城建集团",
        ]  # fmt: skip
        assert [hit.name for hit in desk.ask(search_roster, "jxxx").units] == ["城东区教师进修学校"]
        assert chain_is_whole(desk)

    def test_a_unit_needs_a_name_of_its_own(self, desk: Desk):
        for name, code in (("  ", "roster.unit_no_name"), ("城东区教育局", "roster.unit_taken")):
            with pytest.raises(Invalid) as refused:
                desk.execute(AddUnit(name=name, line=Line.EDUCATION))
            assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, "name")]

    def test_a_unit_is_not_put_below_itself(self, desk: Desk):
        bureau = desk.ask(unit_form, 3)
        with pytest.raises(Invalid) as refused:
            desk.execute(
                ChangeUnit(unit_id=3, version=bureau.version, name=bureau.name, line=bureau.line, parent_id=4)
            )
        assert refused.value.problems[0].code == "roster.unit_below_itself"

    def test_a_unit_with_people_is_not_dissolved(self, desk: Desk):
        unit = desk.ask(unit_form, 4)
        change = {
            "unit_id": 4,
            "version": 1,
            "name": unit.name,
            "short_name": unit.short_name,
            "line": unit.line,
        }
        with pytest.raises(Refused) as refused:
            desk.execute(ChangeUnit(**change, parent_id=3, active=False))
        assert refused.value.code == "roster.unit_has_people"
        assert refused.value.params["count"] == 3

    def test_undo_takes_a_unit_back_and_a_change_of_it(self, desk: Desk):
        before = [(node.name, node.line) for node in desk.ask(unit_tree)]
        desk.execute(
            ChangeUnit(
                unit_id=5, version=1, name="汤泉街道办", short_name="汤泉", line=Line.GOVERNMENT, parent_id=1
            )
        )
        assert [node.short_name for node in desk.ask(unit_tree)][1] == "汤泉"
        added = desk.execute(AddUnit(name="新单位", line=Line.GOVERNMENT))
        desk.execute(UndoLast())
        with pytest.raises(NotFound):
            desk.ask(unit_form, added.result["unit_id"])
        assert desk.execute(UndoLast()).result["label"] == "undo.change_unit"
        assert sorted(before) == sorted((node.name, node.line) for node in desk.ask(unit_tree))
        assert chain_is_whole(desk)

    def test_the_line_is_read_from_the_name(self):
        said = {
            "城东区委宣传部": Line.PARTY, "政协城东区委员会": Line.CONGRESS, "城东区第一中学": Line.EDUCATION,
            "城东区人民医院": Line.HEALTH, "汤泉街道办事处": Line.SUBDISTRICT, "城建集团有限公司": Line.ENTERPRISE,
            "城东区民政局": Line.GOVERNMENT, "城关镇": Line.SUBDISTRICT, "乡村振兴局": Line.GOVERNMENT,
        }  # fmt: skip
        assert {name: guess_line(name) for name in said} == said


class TestPeople:
    def test_a_person_is_added_found_logged_and_in_place(self, desk: Desk):
        number = invented_id(77, "19790305", male=False)
        outcome = desk.execute(
            AddPerson(
                **NEW, id_number=f" {number[:6]} {number[6:]}".lower(), phone="138-0013-8000", birth="1979.3"
            )
        )
        card = desk.ask(person_card, outcome.result["person_id"])
        assert (card.name, card.sex, card.birth) == ("覃乐", Sex.FEMALE, "1979-03")
        assert card.id_masked == f"9999**********{number[-4:]}"
        assert card.phone_masked == "138****8000"
        assert names(desk, unit_id=1) == ["丁宁", "于洋", "覃乐", "单小芳"], "by rank, then as they came"
        for typed in ("覃", "qinle", "tanle", "ql", number[-4:], "8000"):
            assert card.id in [hit.id for hit in desk.ask(search_people, typed)[1]], typed
        kind, detail = rows(
            desk, "SELECT kind, detail FROM audit WHERE entity = 'person' ORDER BY id DESC LIMIT 1"
        )[0]
        assert kind == "created"
        assert json.loads(detail)["name"] == [None, "覃乐"]
        assert chain_is_whole(desk)

    def test_every_problem_of_the_form_is_named_at_its_field(self, desk: Desk):
        bad = AddPerson(
            unit_id=99,
            name=" ",
            team=Team.TECHNICAL,
            sex=Sex.FEMALE,
            birth="1999-01-01",
            id_number=invented_id(5),
            work_start="去年",
            status_from="2020",
        )
        with pytest.raises(Invalid) as refused:
            desk.execute(bad)
        assert [(problem.field, problem.code) for problem in refused.value.problems] == [
            ("unit_id", "roster.unit_needed"),
            ("name", "roster.name_missing"),
            ("sex", "roster.sex_contradicts_id"),
            ("birth", "roster.birth_contradicts_id"),
            ("id_number", "roster.id_taken"),
            ("work_start", "roster.date_unreadable"),
            ("status_from", "roster.date_year_only"),
        ]
        for problem in refused.value.problems:
            assert text(problem.code, **problem.params)
        assert rows(desk, "SELECT count(*) FROM person") == [(14,)]

    def test_a_wrong_check_digit_is_said_and_nothing_saved(self, desk: Desk):
        number = invented_id(91)
        wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
        with pytest.raises(Invalid) as refused:
            desk.execute(AddPerson(**NEW, id_number=wrong))
        assert [problem.code for problem in refused.value.problems] == ["id.check_digit"]

    def test_a_form_that_never_showed_the_numbers_leaves_them_alone(self, desk: Desk):
        before = rows(desk, "SELECT id_number, phone FROM person WHERE name = '于洋'")
        desk.execute(change_of(desk, "于洋", post="副部长"))
        assert rows(desk, "SELECT id_number, phone FROM person WHERE name = '于洋'") == before
        assert rows(desk, "SELECT post, version FROM person WHERE name = '于洋'") == [("副部长", 2)]

    def test_a_changed_name_is_found_and_the_old_one_is_not(self, desk: Desk):
        desk.execute(change_of(desk, "吴桐", name="吴彤辉"))
        assert desk.ask(search_people, "吴桐") == (0, ())
        assert [hit.name for hit in desk.ask(search_people, "wth")[1]] == ["吴彤辉"]

    def test_a_new_rank_moves_the_person_in_the_unit(self, desk: Desk):
        desk.execute(change_of(desk, "单小芳", rank=Rank.COUNTY_DEPUTY))
        assert names(desk, unit_id=1) == ["单小芳", "丁宁", "于洋"]
        desk.execute(UndoLast())
        assert names(desk, unit_id=1) == ["丁宁", "于洋", "单小芳"]

    def test_a_stale_form_is_refused_with_both_values(self, desk: Desk):
        first, second = change_of(desk, "丁宁", post="部长"), change_of(desk, "丁宁", post="副部长")
        desk.execute(first)
        with pytest.raises(Conflict) as stale:
            desk.execute(second)
        assert stale.value.params["changes"] == {"post": ["干部", "部长"], "post_from": ["", "2026-06-12"]}

    def test_saving_without_a_change_writes_nothing(self, desk: Desk):
        before = rows(desk, "SELECT count(*) FROM audit")
        desk.execute(change_of(desk, "丁宁"))
        assert rows(desk, "SELECT count(*) FROM audit") == before
        with pytest.raises(Refused, match=r"undo\.nothing"):
            desk.execute(UndoLast())

    def test_undo_goes_back_step_by_step(self, desk: Desk):
        desk.execute(change_of(desk, "丁宁", post="部长"))
        desk.execute(change_of(desk, "丁宁", name="丁凝", post="部长、常委"))
        added = desk.execute(AddPerson(**NEW)).result["person_id"]
        desk.execute(UndoLast())
        assert rows(desk, f"SELECT count(*) FROM person WHERE id = {added}") == [(0,)]
        assert desk.ask(search_people, "覃乐") == (0, ())
        desk.execute(UndoLast())
        assert rows(desk, "SELECT name, post FROM person WHERE id = 1") == [("丁宁", "部长")]
        assert desk.ask(search_people, "丁宁")[0] == 1
        desk.execute(UndoLast())
        assert rows(desk, "SELECT name, post FROM person WHERE id = 1") == [("丁宁", "干部")]
        with pytest.raises(Refused, match=r"undo\.nothing"):
            desk.execute(UndoLast())
        assert chain_is_whole(desk)

    def test_undo_does_not_run_over_a_later_change(self, desk: Desk, sign_in: Callable[[Role], None]):
        desk.execute(change_of(desk, "丁宁", post="部长"))
        connection = sqlite3.connect(desk.path)
        connection.execute("UPDATE person SET post = '书记' WHERE id = 1")
        connection.commit()
        connection.close()
        with pytest.raises(Conflict) as refused:
            desk.execute(UndoLast())
        assert refused.value.code == "undo.changed_since"
        assert rows(desk, "SELECT post FROM person WHERE id = 1") == [("书记",)]

    def test_status_has_a_day_that_is_not_to_come(self, desk: Desk):
        with pytest.raises(Invalid):
            desk.execute(
                ChangeStatus(person_id=1, version=1, status=PersonStatus.LEFT, day=date(2026, 6, 13))
            )
        desk.execute(ChangeStatus(person_id=1, version=1, status=PersonStatus.LEFT, day=date(2026, 6, 1)))
        assert rows(desk, "SELECT status, status_from FROM person WHERE id = 1") == [("left", "2026-06-01")]
        desk.execute(UndoLast())
        assert rows(desk, "SELECT status, status_from FROM person WHERE id = 1") == [("serving", None)]

    def test_who_has_history_is_not_removed(self, desk: Desk):
        enrol(desk, 1)
        with pytest.raises(Refused) as refused:
            desk.execute(RemovePerson(person_id=1))
        assert refused.value.code == "roster.in_use"
        assert text(refused.value.code, **refused.value.params) == "丁宁不能撤回：已有 1 条记录用到（学员）。"


class TestReading:
    def test_numbers_are_masked_everywhere(self, desk: Desk):
        number = rows(desk, "SELECT id_number, phone FROM person WHERE id = 1")[0]
        shown = repr(
            (
                desk.ask(person_rows, [1]),
                desk.ask(person_card, 1),
                desk.ask(person_form, 1),
                desk.ask(search_roster, "丁宁"),
            )
        )
        assert number[0] not in shown
        assert number[1] not in shown

    def test_showing_a_number_is_logged(self, desk: Desk, sign_in: Callable[[Role], None]):
        answer = desk.execute(RevealNumber(person_id=1, number="id_number")).result["value"]
        assert answer == rows(desk, "SELECT id_number FROM person WHERE id = 1")[0][0]
        logged = rows(
            desk, "SELECT actor_id, entity, entity_id, kind, detail FROM audit ORDER BY id DESC LIMIT 1"
        )
        assert logged == [(1, "person", 1, "revealed", '{"field":"id_number"}')]
        with pytest.raises(NotFound):
            desk.execute(RevealNumber(person_id=1, number="note"))
        sign_in(Role.READ_ONLY)
        with pytest.raises(AccessDenied):
            desk.execute(RevealNumber(person_id=1, number="phone"))
        with pytest.raises(AccessDenied):
            desk.ask(people_to_export, PersonFilter())

    def test_filters_narrow_and_the_total_stays(self, desk: Desk):
        assert names(desk, unit_id=3) == ["王伟", "王伟", "李秀英", "赵一鸣", "孙悦"], "with the units below"
        assert names(desk, team=Team.BUSINESS) == ["吴桐", "郑重"]
        assert names(desk, group=RankGroup.STAFF) == ["单小芳", "周舟"]
        assert names(desk, group=RankGroup.SECTION, unit_id=2) == ["曾国强", "尉迟敬"]
        assert names(desk, status=PersonStatus.RETIRED) == []
        found = desk.ask(person_ids, PersonFilter(team=Team.BUSINESS))
        assert (len(found.ids), found.total) == (2, 14)
        assert PersonFilter(team=Team.BUSINESS).hides
        assert not PersonFilter(unit_id=3).hides

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("王", ["王伟", "王伟"]),
            ("尉迟", ["尉迟敬"]),
            ("zz", ["周舟", "郑重"]),
            ("shan", ["单小芳"]),
            ("0013", ["吴桐"]),
            ("教育局", ["王伟", "王伟"]),
            ("教育局 王伟", ["王伟", "王伟"]),
            ("教育局 丁宁", []),
            ("干部", 14),
            ("?!", []),
            ('"', []),
        ],
    )
    def test_search_as_you_type(self, desk: Desk, typed: str, expected: list[str] | int):
        found = names(desk, typed=typed)
        assert (len(found) if isinstance(expected, int) else found) == expected

    def test_order_by_pinyin_uses_the_surname_s_reading(self, desk: Desk):
        ordered = names(desk, order=PersonOrder.PINYIN)
        assert ordered[:3] == ["陈晨", "丁宁", "李秀英"]
        assert ordered.index("单小芳") < ordered.index("孙悦"), "shan, not dan"
        assert ordered.index("曾国强") > ordered.index("尉迟敬"), "zeng, not ceng"

    def test_the_card_adds_up_hours_by_year(self, desk: Desk):
        enrol(desk, 1, hours=165, grade="good", completed=1)
        card = desk.ask(person_card, 1)
        assert [(line.title, line.hours, line.grade) for line in card.classes] == [
            ("科级干部班", 165, "good")
        ]
        assert card.hours_by_year == {2026: 165}
        assert card.unit_path == ("城东区委组织部",)
        assert desk.ask(person_rows, [1])[0].trained_year == 2026
        assert desk.ask(person_rows, [2, 1, 999])[0].trained_year is None

    def test_candidates_fit_the_audience_and_are_not_enrolled_yet(self, desk: Desk):
        class_id = enrol(desk, 1)
        desk.execute(ChangeStatus(person_id=4, version=1, status=PersonStatus.LEFT))
        wanted = CandidateFilter(class_id=class_id, audience=Audience.SECTION)
        found = desk.ask(enrolment_candidates, wanted)
        assert [hit.name for hit in found] == ["于洋", "尉迟敬", "王伟", "王伟", "陈晨"]
        everybody = desk.ask(
            enrolment_candidates,
            CandidateFilter(class_id=class_id, audience=Audience.SECTION, only_fitting=False),
        )
        assert len(everybody) == 12
        assert {hit.name for hit in everybody if hit.fits} == {"于洋", "尉迟敬", "王伟", "陈晨"}

    def test_the_workbook_is_in_the_office_s_order(self, desk: Desk):
        people = desk.ask(people_to_export, PersonFilter(unit_id=3))
        assert [person.name for person in people] == ["王伟", "王伟", "李秀英", "赵一鸣", "孙悦"]
        assert people[0].unit == "城东区教育局"
        assert len(people[0].id_number) == 18


def enrol(
    desk: Desk,
    person: int,
    *,
    hours: int | None = None,
    grade: str | None = None,
    completed: int | None = None,
) -> int:
    """Put a person into a class behind the gate's back: the class area has tests of its own."""
    connection = sqlite3.connect(desk.path)
    connection.execute(
        "INSERT INTO training_class (id, code, title, initials, audience, start_day, end_day, is_main, capacity,"
        " teacher, place, state, version) VALUES (1, '2026-01', '科级干部班', 'kjgbb', 'section', '2026-03-02',"
        " '2026-03-06', 0, 60, '孙班', '区委党校', 'closed', 1)"
    )
    connection.execute(
        "INSERT INTO enrolment (class_id, person_id, seat, unit_id, post, team, withdrawn_reason, grade, completed,"
        " attended_hours) VALUES (1, ?, 1, 1, '', 'party_government', '', ?, ?, ?)",
        (person, grade, completed, hours),
    )
    connection.commit()
    connection.close()
    return 1


class TestPaper:
    def test_the_list_holds_the_base_in_order_and_masked_numbers_only_when_wanted(self, desk: Desk):
        from trainingdesk.usecases.queries.papers import paper_rows

        desk.execute(ChangeStatus(person_id=10, version=1, status=PersonStatus.LEFT))
        (table,) = desk.ask(
            paper_rows,
            "roster.list",
            {"unit": "3", "columns": "name,sex,birth,id_number,unit,post,rank,team"},
        )
        shown = repr(table)
        assert "4 人" in shown, "孙悦 has left"
        assert "孙" not in shown
        assert "9999**********" in shown
        assert invented_id(6, male=False) not in shown
        (table,) = desk.ask(paper_rows, "roster.list", {})
        assert "13 人" in repr(table)
        assert "****" not in repr(table)
        with pytest.raises(NotFound):
            desk.ask(paper_rows, "roster.list", {"unit": "99"})
