"""Units through the gate: renamed with the former name, merged, put in order; each taken back."""

from datetime import date
from typing import Any

import pytest

from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_merge import everything, merge
from tests.usecases.training_facts import a_class, write
from trainingdesk.domain.codes import Line, PersonStatus, Rank, SecondmentWay, Team, UnitKind
from trainingdesk.domain.errors import Conflict, Invalid, NotFound, Refused
from trainingdesk.domain.roster.base import BaseRule
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.persistence.checkup import check_file, orders
from trainingdesk.persistence.readmodels.base import bases
from trainingdesk.persistence.readmodels.units import spellings
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.history import SavePeriod, TransferPerson
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddPerson, AddUnit, ChangeStatus, ChangeUnit
from trainingdesk.usecases.commands.roster_batch import TransferPeople
from trainingdesk.usecases.commands.roster_merge import MergePeople
from trainingdesk.usecases.commands.secondments import ChangeSecondment, SecondPerson
from trainingdesk.usecases.commands.unit_names import PutFormerNameBack, RemoveFormerName, SaveFormerName
from trainingdesk.usecases.commands.units import MergeUnits, MoveUnit, OrderUnits
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.classes import class_people
from trainingdesk.usecases.queries.office import undo_view
from trainingdesk.usecases.queries.roster import (
    person_card,
    person_ids,
    search_roster,
    unit_form,
    unit_names,
    unit_tree,
)
from trainingdesk.usecases.registry import Command

FORMER = "SELECT unit_id, name, short_name, until, reason FROM unit_former_name"
ORDER = "SELECT short_name FROM unit ORDER BY position"


def change(desk: Desk, unit_id: int, **values: Any) -> ChangeUnit:
    form = desk.ask(unit_form, unit_id)
    known = {
        name: getattr(form, name)
        for name in ("version", "name", "line", "short_name", "parent_id", "liaison", "active", "kind")
    }
    return ChangeUnit(unit_id=unit_id, **(known | values))


class TestNames:
    def test_a_renaming_keeps_the_former_name_and_is_taken_back(self, desk: Desk):
        new = {"name": "城东区委社会工作部", "short_name": "社工部"}
        desk.execute(change(desk, 2, **new, renamed=True, day=date(2026, 3, 1), reason="机构改革"))
        assert rows(desk, FORMER) == [(2, "城东区委宣传部", "宣传部", "2026-03-01", "机构改革")]
        (found,) = desk.ask(search_roster, "宣传部").units
        assert (found.name, found.former) == ("城东区委社会工作部", "城东区委宣传部")
        desk.execute(UndoLast())
        assert rows(desk, FORMER) == []
        assert desk.ask(unit_form, 2).name == "城东区委宣传部"
        assert chain_is_whole(desk)

    def test_a_file_from_before_a_renaming_still_means_the_unit(self, desk: Desk):
        new = {"name": "城东区委社会工作部", "short_name": "社工部"}
        desk.execute(change(desk, 2, **new, renamed=True, day=date(2026, 3, 1)))
        with desk.engines.writer.connect() as connection:
            found = spellings(connection)
        assert found["城东区委宣传部"] == found["宣传部"] == found["社工部"] == "城东区委社会工作部"

    def test_what_a_unit_is_called_within_the_district_means_it(self, desk: Desk):
        desk.execute(AddUnit(name="城东区水务局", short_name="水务局", line=Line.GOVERNMENT))
        desk.execute(AddUnit(name="城市管理局", short_name="城管局", line=Line.GOVERNMENT))
        with desk.engines.writer.connect() as connection:
            found = spellings(connection)
        assert (found["区教育局"], found["区水务局"]) == ("城东区教育局", "城东区水务局")
        assert "市管理局" not in found
        desk.execute(AddUnit(name="区教育局", short_name="旧教育局", line=Line.GOVERNMENT))
        with desk.engines.writer.connect() as connection:
            assert spellings(connection)["区教育局"] == "区教育局"

    def test_each_of_two_names_of_a_unit_means_it_unless_another_unit_is_called_so(self, desk: Desk):
        whole = "城东区文化和旅游局（城东区文物局）"
        desk.execute(AddUnit(name=whole, short_name="文旅", line=Line.GOVERNMENT))
        for name, short in (("城东区美术馆", "美术馆"), ("城东区文化馆（城东区美术馆）", "文化中心")):
            desk.execute(AddUnit(name=name, short_name=short, line=Line.GOVERNMENT))
        with desk.engines.writer.connect() as connection:
            found = spellings(connection)
        names = ("城东区文化和旅游局", "区文化和旅游局", "文化和旅游局", "城东区文物局", "区文物局")
        assert {found[name] for name in names} == {whole}
        assert (found["城东区美术馆"], found["区美术馆"]) == ("城东区美术馆", "城东区美术馆")
        assert found["区文化馆"] == "城东区文化馆（城东区美术馆）"

    def test_a_correction_leaves_none(self, desk: Desk):
        phones = {"liaison_phone": "021-555", "liaison_deputy_phone": "13900001234"}
        desk.execute(change(desk, 2, name="城东区委宣传处", kind=UnitKind.REFERRED, **phones))
        assert rows(desk, FORMER) == []
        log = "SELECT count(*) FROM audit WHERE detail LIKE '%liaison_deputy_phone%' AND detail NOT LIKE '%13900001234%'"
        assert rows(desk, log) == [(1,)], "the log has no whole number of anybody"
        form = desk.ask(unit_form, 2)
        assert (form.kind, form.liaison_phone) == (UnitKind.REFERRED, "021-555")

    def test_a_renaming_has_its_day_behind_the_last_one(self, desk: Desk):
        desk.execute(change(desk, 2, name="甲", renamed=True, day=date(2026, 3, 1)))
        for day, code in (
            (date(2026, 3, 1), "units.before_last_name"),
            (date(2027, 1, 1), "history.day_to_come"),
        ):
            with pytest.raises(Invalid) as refused:
                desk.execute(change(desk, 2, name="乙", renamed=True, day=day))
            assert [(p.code, p.field) for p in refused.value.problems] == [(code, "day")]


class TestMergers:
    def test_people_move_the_unit_is_closed_and_it_is_undone(self, desk: Desk):
        before = rows(desk, "SELECT id, unit_id, unit_from FROM person ORDER BY id")
        desk.execute(MergeUnits(unit_id=2, version=1, into_id=1, day=date(2026, 6, 1), reason="机构改革"))
        assert rows(desk, "SELECT id FROM person WHERE unit_id = 1 AND unit_from = '2026-06-01'") == [
            (4,),
            (5,),
        ]
        assert rows(desk, "SELECT person_id, unit_id, valid_to, reason FROM unit_period") == [
            (4, 2, "2026-06-01", "机构改革"),
            (5, 2, "2026-06-01", "机构改革"),
        ]
        closed = "SELECT active, dissolved_on, merged_into_id FROM unit WHERE id = 2"
        assert rows(desk, closed) == [(0, "2026-05-31", 1)]
        desk.execute(UndoLast())
        assert rows(desk, closed) == [(1, None, None)]
        assert rows(desk, "SELECT id, unit_id, unit_from FROM person ORDER BY id") == before
        assert rows(desk, "SELECT * FROM unit_period") == []
        assert chain_is_whole(desk)

    def test_who_came_after_the_day_was_never_in_the_unit_that_had_gone(self, desk: Desk):
        write(desk.path, ("UPDATE person SET joined_on = '2026-06-05' WHERE id = 5", ()))
        before = everything(desk)
        desk.execute(MergeUnits(unit_id=2, version=1, into_id=1, day=date(2026, 6, 1), reason="机构改革"))
        assert rows(desk, "SELECT unit_id, unit_from FROM person WHERE id IN (4, 5) ORDER BY id") == [
            (1, "2026-06-01"),
            (1, ""),
        ]
        assert rows(desk, "SELECT person_id FROM unit_period") == [(4,)]
        with desk.engines.writer.connect() as connection:
            heads = [
                sum(
                    bases(
                        connection,
                        day,
                        date(2026, 6, 12),
                        BaseRule(statuses=frozenset({PersonStatus.SERVING})),
                    ).values()
                )
                for day in (date(2026, 5, 31), date(2026, 6, 5))
            ]
        assert heads[1] - heads[0] == 1, "they counted before they came"
        desk.execute(UndoLast())
        assert everything(desk) == before

    def test_a_move_puts_nobody_into_bases_of_days_before_they_came(self, desk: Desk):
        write(desk.path, ("UPDATE person SET joined_on = '2026-06-05' WHERE id = 5", ()))

        def heads() -> list[int]:
            rule = BaseRule(statuses=frozenset({PersonStatus.SERVING}))
            days = (date(2025, 12, 31), date(2026, 6, 4), date(2026, 6, 5))
            with desk.engines.writer.connect() as connection:
                return [sum(bases(connection, day, date(2026, 6, 12), rule).values()) for day in days]

        before = heads()
        assert before[0] == before[1] == before[2] - 1
        desk.execute(TransferPerson(person_id=5, version=1, unit_id=3, day="2026-06-08"))
        assert heads() == before

    def test_who_came_after_the_day_and_moved_on_since_was_never_in_the_unit_that_had_gone_either(
        self, desk: Desk
    ):
        write(desk.path, ("UPDATE person SET joined_on = '2026-06-05' WHERE id = 5", ()))
        desk.execute(TransferPerson(person_id=5, version=1, unit_id=3, day="2026-06-08"))
        before = everything(desk)
        desk.execute(MergeUnits(unit_id=2, version=1, into_id=1, day=date(2026, 6, 1), reason="机构改革"))
        period = "SELECT unit_id, valid_from, valid_to FROM unit_period WHERE person_id = 5"
        assert rows(desk, period) == [(1, "", "2026-06-08")]
        desk.execute(UndoLast())
        assert everything(desk) == before

    def test_who_was_in_the_unit_before_they_were_noted_in_the_roster_is_not_moved_without_a_word(
        self, desk: Desk
    ):
        """Since 2019 in the unit, noted in 2026: in 2020 they were in the unit that goes and not in the other one."""
        write(
            desk.path, ("UPDATE person SET joined_on = '2026-06-05', unit_from = '2019-07' WHERE id = 5", ())
        )
        before = everything(desk)
        with pytest.raises(Refused) as refused:
            desk.execute(MergeUnits(unit_id=2, version=1, into_id=1, day=date(2026, 6, 1)))
        assert (refused.value.code, refused.value.params["names"]) == ("units.people_refused", ["尉迟敬"])
        assert everything(desk) == before

    def test_the_base_of_a_day_in_between_counts_nobody_in_a_closed_unit(self, desk: Desk):
        desk.execute(ChangeStatus(person_id=5, version=1, status=PersonStatus.RETIRED, day=date(2026, 6, 5)))
        desk.execute(TransferPerson(person_id=4, version=1, unit_id=3, day="2026-06-08"))
        before = everything(desk)
        rule = BaseRule(statuses=frozenset({PersonStatus.SERVING}))

        def counted() -> dict[int, int]:
            with desk.engines.writer.connect() as connection:
                return bases(connection, date(2026, 6, 3), date(2026, 6, 12), rule)

        heads = counted()
        assert heads[2] == 2
        desk.execute(MergeUnits(unit_id=2, version=1, into_id=1, day=date(2026, 6, 1), reason="机构改革"))
        assert counted() == {**{key: n for key, n in heads.items() if key != 2}, 1: heads[1] + 2}
        assert rows(
            desk, "SELECT person_id, unit_id, valid_from, valid_to FROM unit_period ORDER BY 1, 3"
        ) == [
            (4, 2, "", "2026-06-01"),
            (4, 1, "2026-06-01", "2026-06-08"),
            (5, 2, "", "2026-06-01"),
        ]
        desk.execute(UndoLast())
        assert everything(desk) == before
        assert chain_is_whole(desk)

    def test_who_is_seconded_to_it_is_with_the_other_unit_then(self, desk: Desk):
        desk.execute(
            SecondPerson(person_id=6, way=SecondmentWay.WITHIN, unit_id=2, valid_from=date(2026, 1, 1))
        )
        desk.execute(
            SecondPerson(person_id=8, way=SecondmentWay.WITHIN, unit_id=2, valid_from=date(2026, 6, 5))
        )
        before = everything(desk)
        with pytest.raises(Refused, match=r"units\.seconded_between") as refused:
            desk.execute(MergeUnits(unit_id=2, version=1, into_id=3, day=date(2026, 6, 1)))
        assert text(refused.value.code, **refused.value.params).startswith("王伟（共 1 人）")
        desk.execute(MergeUnits(unit_id=2, version=1, into_id=1, day=date(2026, 6, 1)))
        stays = "SELECT person_id, unit_id, valid_from, valid_to FROM secondment ORDER BY 1, 3"
        assert rows(desk, stays) == [
            (6, 2, "2026-01-01", "2026-05-31"),
            (6, 1, "2026-06-01", None),
            (8, 1, "2026-06-05", None),
        ]
        desk.execute(UndoLast())
        assert everything(desk) == before
        assert chain_is_whole(desk)

    def test_undo_says_who_went_into_another_record_since(self, desk: Desk):
        twin = AddPerson(unit_id=2, name="尉迟敬", team=Team.PARTY_GOVERNMENT, sure=("name",))
        number = desk.execute(twin).result["person_id"]
        assert desk.execute(MergeUnits(unit_id=2, version=1, into_id=1)).result["count"] == 3
        versions = dict(rows(desk, "SELECT id, version FROM person"))
        merger = MergePeople(
            kept_id=5, kept_version=versions[5], lost_id=number, lost_version=versions[number]
        )
        desk.execute(merger)
        write(
            desk.path,
            (
                "UPDATE undo_step SET undone_at = '2026-06-12T00:00:00Z' WHERE command = 'SeparatePeople'",
                (),
            ),
        )
        with pytest.raises(Refused, match=r"batch\.merged_since") as refused:
            desk.execute(UndoLast())
        assert refused.value.params == {"count": 1, "names": ["尉迟敬"]}
        assert "尉迟敬" in text(refused.value.code, **refused.value.params)

    @pytest.mark.parametrize(
        "step",
        [
            TransferPeople(person_ids=(4,), unit_id=3, day=date(2026, 6, 1)),
            TransferPerson(person_id=4, version=1, unit_id=3, day="2026-06-01"),
            ChangeStatus(person_id=4, version=1, status=PersonStatus.RETIRED, day=date(2026, 6, 1)),
        ],
        ids=lambda step: type(step).__name__,
    )
    def test_undo_of_an_older_step_puts_nobody_into_the_closed_unit(self, desk: Desk, step: Command):
        desk.execute(step)
        desk.execute(MergeUnits(unit_id=2, version=1, into_id=1))
        write(
            desk.path,
            ("UPDATE undo_step SET undone_at = '2026-06-12T00:00:00Z' WHERE command = 'PartUnits'", ()),
        )
        with pytest.raises(Refused, match=r"undo\.unit_closed") as refused:
            desk.execute(UndoLast())
        assert "1 人（曾国强）将回到已撤销的城东区委宣传部" in text(
            refused.value.code, **refused.value.params
        )
        desk.execute(change(desk, 2, active=True))
        write(
            desk.path,
            ("UPDATE undo_step SET undone_at = '2026-06-12T00:00:00Z' WHERE label = 'undo.change_unit'", ()),
        )
        desk.execute(UndoLast())
        assert rows(desk, "SELECT unit_id, status FROM person WHERE id = 4") == [(2, "serving")]

    def test_a_closed_unit_is_opened_again_without_its_pointer(self, desk: Desk):
        desk.execute(MergeUnits(unit_id=2, version=1, into_id=1, day=date(2026, 6, 1)))
        closed = "SELECT active, dissolved_on, merged_into_id FROM unit WHERE id = 2"
        desk.execute(change(desk, 2, active=True))
        assert rows(desk, closed) == [(1, None, None)]
        desk.execute(UndoLast())
        assert rows(desk, closed) == [(0, "2026-05-31", 1)]
        desk.execute(change(desk, 2, active=True))
        desk.execute(change(desk, 2, active=False))
        assert rows(desk, closed) == [(0, "2026-06-11", None)], "the day before, as of a merger"

    def test_what_it_manages_comes_along_and_goes_back(self, desk: Desk):
        tree = "SELECT id, parent_id FROM unit ORDER BY position"
        desk.execute(change(desk, 5, parent_id=3))
        before = everything(desk)
        rooted = rows(desk, tree)
        desk.execute(MergeUnits(unit_id=3, version=1, into_id=1, day=date(2026, 6, 1)))
        parents = dict(rows(desk, tree))
        assert (parents[4], parents[5]) == (1, 1)
        order = [number for number, _parent in rows(desk, tree)]
        assert order.index(1) < order.index(4) < order.index(5)
        desk.execute(UndoLast())
        assert rows(desk, tree) == rooted
        assert everything(desk) == before
        assert chain_is_whole(desk)

    def test_a_unit_that_goes_into_one_below_it_leaves_that_one_its_place(self, desk: Desk):
        tree = "SELECT id, parent_id FROM unit ORDER BY position"
        desk.execute(change(desk, 5, parent_id=4))
        desk.execute(change(desk, 3, parent_id=2))
        rooted = rows(desk, tree)
        desk.execute(MergeUnits(unit_id=3, version=desk.ask(unit_form, 3).version, into_id=5))
        parents = dict(rows(desk, tree))
        assert (parents[5], parents[4]) == (2, 5), "no unit stands below itself"
        desk.execute(UndoLast())
        assert rows(desk, tree) == rooted

    def test_undo_leaves_a_unit_where_somebody_put_it_since(self, desk: Desk):
        desk.execute(MergeUnits(unit_id=3, version=1, into_id=1, day=date(2026, 6, 1)))
        desk.execute(change(desk, 4, parent_id=2))
        write(
            desk.path,
            ("UPDATE undo_step SET undone_at = '2026-06-12T00:00:00Z' WHERE label = 'undo.change_unit'", ()),
        )
        with pytest.raises(Conflict, match=r"undo\.changed_since"):
            desk.execute(UndoLast())

    def test_a_unit_that_manages_others_is_not_closed_without_them(self, desk: Desk):
        for number in (6, 7):
            desk.execute(TransferPerson(person_id=number, version=1, unit_id=1))
        with pytest.raises(Refused, match=r"units\.below_it") as refused:
            desk.execute(change(desk, 3, active=False))
        assert "城东区实验小学，共 1 个" in text(refused.value.code, **refused.value.params)

    def test_an_open_unit_never_stands_below_a_closed_one(self, desk: Desk):
        for number in (11, 12):
            desk.execute(TransferPerson(person_id=number, version=1, unit_id=1))
        desk.execute(change(desk, 5, active=False))
        for command in (
            AddUnit(name="城东区汤泉社区", line=Line.SUBDISTRICT, parent_id=5),
            change(desk, 4, parent_id=5),
        ):
            with pytest.raises(Invalid) as refused:
                desk.execute(command)
            (problem,) = refused.value.problems
            assert (problem.code, problem.field) == ("units.parent_closed", "parent_id")
            assert "汤泉街道办事处" in text(problem.code, **problem.params)
        # a closed one may stay below a closed one, and comes back to an open one only
        desk.execute(change(desk, 5, active=True))
        below = desk.execute(AddUnit(name="城东区汤泉社区", line=Line.SUBDISTRICT, parent_id=5)).result[
            "unit_id"
        ]
        desk.execute(change(desk, below, active=False))
        desk.execute(change(desk, 5, active=False))
        with pytest.raises(Invalid, match=r"roster\.unit_invalid"):
            desk.execute(change(desk, below, active=True))
        desk.execute(change(desk, below, liaison="林晚"))
        assert "check.unit_below_closed" not in {problem.code for problem in check_file(desk.path)}

    def test_undo_neither_closes_a_unit_over_others_nor_opens_one_below_a_closed_one(self, desk: Desk):
        for number in (11, 12):
            desk.execute(TransferPerson(person_id=number, version=1, unit_id=1))
        desk.execute(change(desk, 5, active=False))
        desk.execute(change(desk, 5, active=True))
        opened = desk.ask(undo_view).steps[0].id
        moved = desk.execute(change(desk, 6, parent_id=5))
        with pytest.raises(Refused, match=r"units\.below_it"):
            desk.execute(UndoLast(step_id=opened, leave=(desk.ask(undo_view).steps[0].id,)))
        desk.execute(UndoLast())
        person = desk.execute(TransferPerson(person_id=11, version=2, unit_id=5))
        with pytest.raises(Refused, match=r"roster\.unit_has_people"):
            desk.execute(UndoLast(step_id=opened, leave=(desk.ask(undo_view).steps[0].id,)))
        desk.execute(UndoLast())
        assert moved.result
        assert person.result
        # closed below it, then itself: the step that closed the lower one is not taken back alone
        desk.execute(change(desk, 6, parent_id=5))
        for (number,) in rows(desk, "SELECT id FROM person WHERE unit_id = 6"):
            desk.execute(TransferPerson(person_id=number, version=1, unit_id=1))
        desk.execute(change(desk, 6, active=False))
        closed = desk.ask(undo_view).steps[0].id
        desk.execute(change(desk, 5, active=False))
        with pytest.raises(Invalid) as refused:
            desk.execute(UndoLast(step_id=closed, leave=(desk.ask(undo_view).steps[0].id,)))
        assert [problem.code for problem in refused.value.problems] == ["units.parent_closed"]

    def test_a_merger_is_not_taken_back_below_a_unit_that_was_closed_since(self, desk: Desk):
        desk.execute(MergeUnits(unit_id=4, version=1, into_id=2, day=date(2026, 6, 1)))
        merged = desk.ask(undo_view).steps[0].id
        for number in (6, 7):
            desk.execute(TransferPerson(person_id=number, version=1, unit_id=1))
        desk.execute(change(desk, 3, active=False))
        leave = tuple(step.id for step in desk.ask(undo_view).steps if step.id != merged)
        with pytest.raises(Invalid) as refused:
            desk.execute(UndoLast(step_id=merged, leave=leave))
        assert [problem.code for problem in refused.value.problems] == ["units.parent_closed"]

    def test_what_stands_in_the_way_is_said(self, desk: Desk):
        with pytest.raises(Invalid) as refused:
            desk.execute(MergeUnits(unit_id=2, version=1, into_id=2, day=date(2026, 7, 1)))
        assert [p.code for p in refused.value.problems] == ["units.other_needed", "history.day_to_come"]
        desk.execute(MergeUnits(unit_id=2, version=1, into_id=1, day=date(2026, 6, 1)))
        with pytest.raises(Refused, match=r"units\.people_refused"):
            desk.execute(MergeUnits(unit_id=1, version=1, into_id=5, day=date(2026, 5, 1)))


class TestOrder:
    def test_a_unit_goes_up_with_what_is_below_it(self, desk: Desk):
        desk.execute(MoveUnit(unit_id=3, up=True))
        assert [unit.short_name for unit in desk.ask(unit_tree)][:4] == [
            "组织部",
            "教育局",
            "实验小学",
            "宣传部",
        ]
        desk.execute(MoveUnit(unit_id=5, up=False))
        assert [name for (name,) in rows(desk, ORDER)][-2:] == ["城建集团", "汤泉街道"]
        desk.execute(UndoLast())
        desk.execute(UndoLast())
        assert [name for (name,) in rows(desk, ORDER)][:4] == ["组织部", "宣传部", "教育局", "实验小学"]
        with pytest.raises(Refused, match=r"units\.at_the_end"):
            desk.execute(MoveUnit(unit_id=1, up=True))
        with pytest.raises(Refused, match=r"units\.at_the_end"):
            desk.execute(MoveUnit(unit_id=4, up=False))

    def test_moves_of_one_unit_in_a_row_are_one_step(self, desk: Desk):
        first = [name for (name,) in rows(desk, ORDER)]
        for _press in range(3):
            desk.execute(MoveUnit(unit_id=6, up=True))
        assert [name for (name,) in rows(desk, ORDER)][1] == "城建集团"
        assert [step.label for step in desk.ask(undo_view).steps] == ["undo.move_unit"]
        desk.execute(UndoLast())
        assert [name for (name,) in rows(desk, ORDER)] == first
        assert desk.ask(undo_view).steps == ()
        # what was taken back is not gone on with, and another unit is another step
        for unit_id in (6, 6, 5, 5, 6):
            desk.execute(MoveUnit(unit_id=unit_id, up=True))
        assert len(desk.ask(undo_view).steps) == 3
        for _step in range(3):
            desk.execute(UndoLast())
        assert [name for (name,) in rows(desk, ORDER)] == first

    def test_a_move_after_another_order_is_a_step_of_its_own(self, desk: Desk):
        desk.execute(MoveUnit(unit_id=6, up=True))
        write(
            desk.path,
            ("UPDATE unit SET position = 3 - position WHERE position IN (1, 2)", ()),
        )
        between = [name for (name,) in rows(desk, ORDER)]
        desk.execute(MoveUnit(unit_id=6, up=True))
        desk.execute(UndoLast())
        assert [name for (name,) in rows(desk, ORDER)] == between

    def test_an_order_that_somebody_changed_since_stays(self, desk: Desk):
        with pytest.raises(Conflict, match=r"units\.moved_since"):
            desk.execute(OrderUnits(order=(2, 1, 3, 4, 5, 6), moved=(1, 2, 3, 4, 6, 5)))


def test_a_class_shows_the_unit_as_it_was_called_then(desk: Desk):
    a_class(desk.path, "2025-01", "2025-03-03", [4])
    new = {"name": "城东区委社会工作部", "short_name": "社工部"}
    desk.execute(change(desk, 2, **new, renamed=True, day=date(2026, 3, 1)))
    a_class(desk.path, "2026-01", "2026-04-01", [4])
    old, late = (number for (number,) in rows(desk, "SELECT id FROM training_class ORDER BY id"))
    names = {number: [person.unit for person in desk.ask(class_people, number)] for number in (old, late)}
    assert names == {old: ["城东区委宣传部"], late: ["城东区委社会工作部"]}
    card = desk.ask(person_card, 4)
    assert [line.unit for line in card.classes] == ["社工部", "宣传部"]
    assert card.unit == "城东区委社会工作部"
    desk.execute(TransferPerson(person_id=4, version=card.version, unit_id=1, day="2026-05"))
    assert [line.words for line in desk.ask(person_card, 4).former] == ["城东区委社会工作部"]
    desk.execute(
        SavePeriod(kind="unit_period", person_id=5, unit_id=2, valid_from="2019-01", valid_to="2024-01")
    )
    assert [line.words for line in desk.ask(person_card, 5).former] == ["城东区委宣传部"]


def test_nobody_is_in_a_unit_before_it_was_set_up_whichever_way_it_is_said(desk: Desk):
    write(desk.path, ("UPDATE unit SET founded_on = '2026-05-10' WHERE id = 2", ()))
    new = {"name": "路新", "unit_id": 2, "team": Team.PARTY_GOVERNMENT}
    period = {"kind": "unit_period", "person_id": 1, "unit_id": 2}
    away = {"person_id": 1, "way": SecondmentWay.WITHIN, "unit_id": 2}
    before = everything(desk)
    for command, field in (
        (change_of(desk, "丁宁", unit_id=2, unit_from="2026-01"), "unit_from"),
        (change_of(desk, "丁宁", unit_id=2, day="2026-05-09"), "day"),
        (change_of(desk, "曾国强", unit_from="2020-01"), "unit_from"),
        (AddPerson(**new, unit_from="2026-05-09"), "unit_from"),
        (SavePeriod(**period, valid_from="2020-01", valid_to="2021-01"), "valid_from"),
        (SavePeriod(**period, valid_to="2021-01"), "valid_to"),
        (SecondPerson(**away, valid_from=date(2026, 5, 9)), "valid_from"),
        (MergeUnits(unit_id=3, version=1, into_id=2, day=date(2026, 5, 9)), "day"),
    ):
        with pytest.raises(Invalid) as refused:
            desk.execute(command)
        found = [(problem.code, problem.field) for problem in refused.value.problems]
        assert ("history.unit_not_yet", field) in found, command
    assert everything(desk) == before
    desk.execute(AddPerson(**new, unit_from="2026-05"))
    desk.execute(change_of(desk, "曾国强", phone="13800000000"))


def test_what_stood_before_a_unit_is_said_to_be_set_up_later_may_get_its_basis(desk: Desk):
    period = {"kind": "unit_period", "person_id": 1, "unit_id": 2, "valid_from": "2018-01"}
    desk.execute(SavePeriod(**period, valid_to="2019-01"))
    away = {"way": SecondmentWay.WITHIN, "unit_id": 2, "valid_from": date(2026, 5, 1)}
    desk.execute(SecondPerson(person_id=1, **away))
    ((number,),) = rows(desk, "SELECT id FROM unit_period")
    ((stay,),) = rows(desk, "SELECT id FROM secondment")
    write(desk.path, ("UPDATE unit SET founded_on = '2026-05-10' WHERE id = 2", ()))
    desk.execute(SavePeriod(**period, valid_to="2019-01", period_id=number, reason="任〔2018〕1号"))
    desk.execute(ChangeSecondment(secondment_id=stay, **away, reason="借调函"))
    assert rows(desk, "SELECT reason FROM unit_period UNION ALL SELECT reason FROM secondment") == [
        ("任〔2018〕1号",),
        ("借调函",),
    ]
    for command in (
        SavePeriod(**period, valid_to="2019-02", period_id=number),
        ChangeSecondment(secondment_id=stay, **away | {"valid_from": date(2026, 5, 2)}),
    ):
        with pytest.raises(Invalid) as refused:
            desk.execute(command)
        assert "history.unit_not_yet" in {problem.code for problem in refused.value.problems}


class TestFormerNames:
    """A name that a unit bore is written, put right and taken away by hand, and each of it taken back."""

    def saved(self, desk: Desk, **values: Any) -> int:
        known = {"unit_id": 2, "name": "城东区委宣教部", "until": date(2015, 3, 1)}
        return int(desk.execute(SaveFormerName(**(known | values))).result["name_id"])

    def test_each_step_is_logged_and_taken_back(self, desk: Desk):
        desk.execute(change(desk, 2, name="城东区委社会工作部", renamed=True, day=date(2026, 3, 1)))
        renamed = rows(desk, FORMER)
        self.saved(desk, reason="区编〔2015〕1号")
        assert rows(desk, FORMER)[-1] == (2, "城东区委宣教部", "区委宣教部", "2015-03-01", "区编〔2015〕1号")
        kept = desk.ask(unit_names, 2)
        assert (kept.name, [one.name for one in kept.former]) == (
            "城东区委社会工作部",
            ["城东区委宣传部", "城东区委宣教部"],
        )
        first = kept.former[0].id
        self.saved(desk, name_id=first, name="城东区委宣传处", short_name="宣传处", until=date(2026, 2, 1))
        assert rows(desk, "SELECT name, short_name, initials, until FROM unit_former_name WHERE id = 1") == [
            ("城东区委宣传处", "宣传处", "xcc", "2026-02-01")
        ]
        assert [hit.former for hit in desk.ask(search_roster, "宣传处").units] == ["城东区委宣传处"]
        desk.execute(RemoveFormerName(name_id=first))
        assert len(desk.ask(unit_names, 2).former) == 1
        for label in ("remove_former_name", "change_former_name", "add_former_name"):
            assert desk.execute(UndoLast()).result["label"] == f"undo.{label}"
        assert rows(desk, FORMER) == renamed
        assert rows(desk, "SELECT initials FROM unit_former_name") == [("xcb",)]
        assert chain_is_whole(desk)

    def test_what_cannot_be_is_said_at_once(self, desk: Desk):
        self.saved(desk)
        for values, found in (
            (
                {"name": " ", "until": date(2027, 1, 1)},
                {"name": "roster.unit_no_name", "until": "history.day_to_come"},
            ),
            ({"name": "甲"}, {"until": "units.renamed_that_day"}),
        ):
            with pytest.raises(Invalid) as refused:
                self.saved(desk, **values)
            assert {problem.field: problem.code for problem in refused.value.problems} == found
        with pytest.raises(NotFound):
            self.saved(desk, unit_id=1, name_id=1, until=date(2014, 1, 1))

    def test_undo_gives_way_to_a_name_written_since(self, desk: Desk):
        number = self.saved(desk)
        desk.execute(RemoveFormerName(name_id=number))
        again = PutFormerNameBack(
            name_id=number, unit_id=2, name="甲", short_name="甲", until="2015-03-01", reason=""
        )
        self.saved(desk, name="乙")
        with pytest.raises(Invalid) as refused:
            desk.execute(again)
        assert [problem.code for problem in refused.value.problems] == ["units.renamed_that_day"]


def test_units_are_found_by_every_name_they_bore(desk: Desk):
    """In the tree and choices (``sought``), from anywhere, and the people of the unit in the list of people."""
    desk.execute(
        change(desk, 2, name="城东区委社会工作部", short_name="社工部", renamed=True, day=date(2026, 3, 1))
    )
    desk.execute(change(desk, 2, name="城东区委甲部", short_name="甲部", renamed=True, day=date(2026, 4, 1)))
    version = desk.ask(unit_form, 2).version
    desk.execute(MergeUnits(unit_id=2, version=version, into_id=1, day=date(2026, 6, 1)))
    tree = {unit.id: unit for unit in desk.ask(unit_tree)}
    former = ("城东区委社会工作部", "城东区委宣传部")
    assert tree[2].former == former
    assert tree[1].former == ("城东区委甲部", *former)
    for typed in ("城东区委宣传部", "城东区委社会工作部", "甲部"):
        assert typed in tree[1].sought
        found = {hit.id: hit.former for hit in desk.ask(search_roster, typed).units}
        assert found[1] == (typed if typed.startswith("城东") else "城东区委甲部")
        assert {4, 5} <= set(desk.ask(person_ids, PersonFilter(typed=typed)).ids)


def test_whoever_heads_the_unit_stands_first_in_it_whatever_is_written(desk: Desk):
    """The order in the file follows post, unit and the unit's name, and goes back with them."""

    def sound() -> None:
        assert check_file(desk.path, [orders]) == []

    names = "SELECT name FROM person WHERE unit_id = 2 ORDER BY position"
    head = desk.execute(
        AddPerson(unit_id=2, name="覃乐", team=Team.PARTY_GOVERNMENT, post="区社会工作局局长")
    )
    deputy = desk.execute(
        AddPerson(unit_id=2, name="龙野", team=Team.PARTY_GOVERNMENT, post="副部长", rank=Rank.SECTION_DEPUTY)
    )
    sound()
    before = rows(desk, names)
    assert before.index(("龙野",)) < before.index(("覃乐",)), "no head of a unit of another name"
    desk.execute(change(desk, 2, name="城东区社会工作局", renamed=True, day=date(2026, 3, 1)))
    sound()
    assert rows(desk, names)[0] == ("覃乐",)
    desk.execute(UndoLast())
    sound()
    assert rows(desk, names) == before
    people = (head.result["person_id"], deputy.result["person_id"])
    desk.execute(TransferPeople(person_ids=people, unit_id=3, day=date(2026, 6, 12)))
    sound()
    desk.execute(UndoLast())
    sound()
    merge(desk, people[1], people[0], "post")
    sound()
    desk.execute(UndoLast())
    sound()
