"""Many people in one step: previewed, written with their history, in the log one by one, taken back at once."""

import json
import time
from datetime import date

import pytest

from tests.desk_fixtures import PASSWORD
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_merge import everything
from tests.usecases.training_facts import write
from trainingdesk.domain.access import DESK, Role
from trainingdesk.domain.codes import Rank, SecondmentWay, Team
from trainingdesk.domain.errors import Conflict, Invalid, Refused
from trainingdesk.domain.roster.batch import PostsThen
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.office import AddUser, UndoLast
from trainingdesk.usecases.commands.roster_batch import EditPeople, ReplaceWords, TransferPeople
from trainingdesk.usecases.commands.secondments import SecondPerson
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.office import undo_offer
from trainingdesk.usecases.queries.roster import search_people
from trainingdesk.usecases.queries.roster_batch import batch_preview

EVERYBODY = tuple(range(1, 15))
TODAY = date(2026, 6, 12)


def posts(desk: Desk) -> list[str]:
    return [row[0] for row in rows(desk, "SELECT post FROM person ORDER BY id")]


class TestSettingFields:
    def test_the_preview_says_who_changes_from_what_to_what_and_who_stays(self, desk: Desk):
        command = EditPeople(person_ids=EVERYBODY, values=(("team", "technical"), ("note", "轮岗")))
        preview = desk.ask(batch_preview, command)
        assert (preview.changed, preview.refused, preview.same) == (14, 0, 0)
        first = preview.lines[0]
        assert [(said.label, said.old, said.new) for said in first.changes] == [
            ("roster.field.team", Team.PARTY_GOVERNMENT, Team.TECHNICAL),
            ("roster.field.note", "", "轮岗"),
        ]
        assert rows(desk, "SELECT count(*) FROM person WHERE team = 'technical'") == [(3,)], (
            "nothing is written"
        )

    def test_written_in_one_step_and_taken_back_in_one(self, desk: Desk):
        before = everything(desk)
        command = EditPeople(
            person_ids=EVERYBODY,
            values=(("rank", "section_deputy"), ("status", "retired"), ("authority", ""), ("note", "免职")),
            day=date(2026, 6, 1),
            reason="区委组〔2026〕8号",
        )
        assert desk.execute(command).result["count"] == 14
        now = rows(desk, "SELECT rank, rank_from, status, status_from, note FROM person ORDER BY id")
        assert now[0] == ("section_deputy", "2026-06-01", "retired", "2026-06-01", "免职")
        assert now[1] == ("section_deputy", "", "retired", "2026-06-01", "免职"), (
            "what was so already has no new day"
        )
        assert rows(desk, "SELECT DISTINCT status, valid_from, valid_to, reason FROM status_period") == [
            ("serving", "", "2026-06-01", "区委组〔2026〕8号")
        ]
        held = rows(desk, "SELECT person_id, track, post, rank FROM post_period ORDER BY person_id, track")
        assert held[0] == (1, "post", "干部", "section_head")
        assert held[1:3] == [(3, "post", "干部", None), (3, "rank", "", "clerk_1")], (
            "who was a deputy already stays one; 职级 is a ladder of its own, and the post had no level before"
        )
        logged = rows(
            desk, "SELECT entity_id, detail FROM audit WHERE command = 'EditPeople' AND entity = 'person'"
        )
        assert len(logged) == 14
        assert json.loads(logged[0][1])["note"] == ["", "免职"]
        assert desk.ask(undo_offer).label == "undo.edit_people"
        desk.execute(UndoLast())
        assert everything(desk) == before
        assert chain_is_whole(desk)

    def test_nobody_holds_anything_since_before_they_could_work(self, desk: Desk):
        """The rule and the sentence of the person's form and the import; a day to come is refused for all."""
        write(
            desk.path,
            ("UPDATE person SET birth = '1980-05' WHERE id = 1", ()),
            ("UPDATE person SET birth = '1997-05' WHERE id = 2", ()),
            ("UPDATE person SET birth = '' WHERE id = 3", ()),
            ("UPDATE person SET birth = '2001-05' WHERE id = 4", ()),
        )
        command = EditPeople(person_ids=(1, 2, 3, 4), values=(("team", "technical"),), day=date(2000, 6, 1))
        preview = desk.ask(batch_preview, command)
        said = {line.id: line.problem.code for line in preview.lines if line.problem}
        assert said == {2: "roster.too_young_to_hold", 4: "roster.before_birth"}
        assert all(text(line.problem.code, **line.problem.params) for line in preview.lines if line.problem)
        assert preview.changed == 2
        moved = desk.ask(batch_preview, TransferPeople(person_ids=(1, 4), unit_id=3, day=date(2000, 6, 1)))
        assert [line.id for line in moved.lines if line.problem] == [4]
        wrong = EditPeople(
            person_ids=(2, 4), values=(("team", "technical"),), day=date(2000, 6, 1), correction=True
        )
        assert desk.ask(batch_preview, wrong).changed == 2, "a correction is of no day"
        note = EditPeople(person_ids=(2, 4), values=(("note", "轮岗"),), day=date(2000, 6, 1))
        assert desk.ask(batch_preview, note).changed == 2

    def test_a_rank_beside_the_post_is_set_where_there_is_a_leading_post(self, desk: Desk):
        command = EditPeople(person_ids=(1, 3), values=(("side_rank", "principal_1"),), day=date(2026, 6, 1))
        preview = desk.ask(batch_preview, command)
        assert (preview.changed, preview.refused) == (1, 1), "who holds a rank has none beside it"
        before = everything(desk)
        desk.execute(command)
        assert rows(desk, "SELECT id, rank, side_rank, side_rank_from FROM person WHERE side_rank <> ''") == [
            (1, "section_head", "principal_1", "2026-06-01")
        ]
        later = EditPeople(person_ids=(1,), values=(("side_rank", ""),), day=date(2026, 6, 10), reason="晋升")
        desk.execute(later)
        assert rows(
            desk, "SELECT track, rank, valid_from, valid_to, reason FROM post_period ORDER BY id"
        ) == [
            ("rank", None, "", "2026-06-01", ""),
            ("rank", "principal_1", "2026-06-01", "2026-06-10", "晋升"),
        ], "that there was none before is a former value too: else June's rank would be taken for May's"
        for _step in range(2):
            desk.execute(UndoLast())
        assert everything(desk) == before
        with pytest.raises(Invalid):
            desk.ask(batch_preview, EditPeople(person_ids=(1,), values=(("side_rank", "section_head"),)))

    def test_a_correction_leaves_the_history_alone(self, desk: Desk):
        desk.execute(EditPeople(person_ids=(1, 2), values=(("rank", "clerk_1"),), correction=True))
        assert rows(desk, "SELECT rank, rank_from FROM person WHERE id = 1") == [("clerk_1", "")]
        assert rows(desk, "SELECT count(*) FROM post_period") == [(0,)]

    def test_a_day_before_the_present_value_is_refused_for_that_person_alone(self, desk: Desk):
        write(desk.path, ("UPDATE person SET rank_from = '2026-03' WHERE id = 1", ()))
        command = EditPeople(person_ids=(1, 2), values=(("rank", "county_deputy"),), day=date(2026, 2, 1))
        preview = desk.ask(batch_preview, command)
        assert (preview.changed, preview.refused) == (1, 1)
        problem = preview.lines[0].problem
        assert problem is not None
        assert "2026-03" in text(problem.code, **problem.params)
        desk.execute(command)
        assert rows(desk, "SELECT rank FROM person WHERE id IN (1, 2) ORDER BY id") == [
            (Rank.SECTION_HEAD.value,),
            (Rank.COUNTY_DEPUTY.value,),
        ]

    @pytest.mark.parametrize(
        ("values", "code"),
        [((), "batch.nothing_to_set"), ((("team", ""),), "batch.value_needed")],
    )
    def test_what_can_not_be_meant(self, desk: Desk, values: tuple, code: str):
        with pytest.raises(Invalid) as refused:
            desk.ask(batch_preview, EditPeople(person_ids=EVERYBODY, values=values))
        assert [problem.code for problem in refused.value.problems] == [code]

    def test_a_day_to_come_is_refused(self, desk: Desk):
        command = EditPeople(person_ids=(1,), values=(("rank", "clerk_1"),), day=date(2026, 6, 13))
        with pytest.raises(Invalid) as refused:
            desk.execute(command)
        assert refused.value.problems[0].field == "day"


class TestReplacing:
    def test_whole_cells_or_parts_of_them_and_never_twice(self, desk: Desk):
        for number, post in enumerate(("科员", "一级科员", "办公室科员", "科员、会计"), 1):
            write(desk.path, ("UPDATE person SET post = ? WHERE id = ?", (post, number)))
        desk.execute(
            ReplaceWords(person_ids=EVERYBODY, field="post", find="科员", replace="一级科员", whole=True)
        )
        assert posts(desk)[:4] == ["一级科员", "一级科员", "办公室科员", "科员、会计"]
        desk.execute(UndoLast())
        desk.execute(ReplaceWords(person_ids=EVERYBODY, field="post", find="科员", replace="一级科员"))
        assert posts(desk)[:4] == ["一级科员", "一级科员", "办公室一级科员", "一级科员、会计"]
        assert rows(desk, "SELECT count(*) FROM post_period") == [(0,)], "a spelling is no new post"
        desk.execute(UndoLast())
        assert posts(desk)[:4] == ["科员", "一级科员", "办公室科员", "科员、会计"]

    def test_schools_titles_and_places_are_put_right_for_many(self, desk: Desk):
        for name in (
            "native_place",
            "birthplace",
            "technical_title",
            "school",
            "school_full",
            "school_service",
        ):
            write(desk.path, (f"UPDATE person SET {name} = '江城师院' WHERE id < 4", ()))
            step = ReplaceWords(person_ids=EVERYBODY, field=name, find="师院", replace="师范学院")
            preview = desk.ask(batch_preview, step)
            assert preview.changed == 3
            assert text(preview.lines[0].changes[0].label)
            desk.execute(step)
            found = f"SELECT DISTINCT {name} FROM person WHERE id < 4"
            assert rows(desk, found) == [("江城师范学院",)]
            desk.execute(UndoLast())
            assert rows(desk, found) == [("江城师院",)]

    def test_nobody_who_says_it_is_refused(self, desk: Desk):
        with pytest.raises(Refused) as refused:
            desk.execute(ReplaceWords(person_ids=EVERYBODY, field="post", find="处长", replace="局长"))
        assert refused.value.code == "batch.nobody"

    @pytest.mark.parametrize(
        ("field", "find", "replace", "code"),
        [
            ("name", "王", "汪", "batch.no_text_field"),
            ("post", " ", "汪", "batch.nothing_to_find"),
            ("post", "科员", "科员", "batch.same_words"),
        ],
    )
    def test_what_can_not_be_looked_for(self, desk: Desk, field: str, find: str, replace: str, code: str):
        with pytest.raises(Invalid) as refused:
            desk.ask(batch_preview, ReplaceWords(person_ids=(1,), field=field, find=find, replace=replace))
        assert [problem.code for problem in refused.value.problems] == [code]

    def test_whose_secondment_began_later_is_refused_alone_with_the_reason(self, desk: Desk):
        away = SecondPerson(
            person_id=2, way=SecondmentWay.OUT, place="市委组织部", valid_from=date(2026, 6, 5)
        )
        desk.execute(away)
        command = EditPeople(person_ids=(1, 2, 3), values=(("status", "left"),), day=date(2026, 6, 1))
        preview = desk.ask(batch_preview, command)
        assert (preview.changed, preview.refused) == (2, 1)
        (refused,) = (line for line in preview.lines if line.problem is not None)
        assert text(refused.problem.code, **refused.problem.params) == "2026-06-05 起借调，晚于所填日期。"
        assert [said.since for said in preview.lines[1].changes] == ["2026-06-01"]
        assert desk.execute(command).result["count"] == 2
        assert rows(desk, "SELECT id FROM person WHERE status = 'left'") == [(1,), (3,)]


class TestTransferring:
    def test_nobody_moves_into_a_unit_before_it_was_set_up(self, desk: Desk):
        write(desk.path, ("UPDATE unit SET founded_on = '2026-05-10' WHERE id = 2", ()))
        for kind, ids in (
            (TransferPeople, {"person_ids": (1,)}),
            (TransferPerson, {"person_id": 1, "version": 1}),
        ):
            early = date(2026, 5, 9) if kind is TransferPeople else "2026-05-09"
            with pytest.raises(Invalid) as refused:
                desk.execute(kind(unit_id=2, day=early, **ids))
            (problem,) = refused.value.problems
            assert (problem.code, problem.field) == ("history.unit_not_yet", "day")
        desk.execute(TransferPerson(person_id=1, version=1, unit_id=2, day="2026-05"))

    def test_nobody_moves_before_they_came_into_the_roster(self, desk: Desk):
        write(desk.path, ("UPDATE person SET joined_on = '2026-06-01' WHERE id = 2", ()))
        command = TransferPeople(person_ids=(1, 2), unit_id=3, day=date(2026, 5, 12))
        preview = desk.ask(batch_preview, command)
        (refused,) = (line.problem for line in preview.lines if line.problem is not None)
        assert (refused.code, refused.params["joined"]) == ("batch.before_joined", "2026-06-01")
        assert desk.execute(command).result["count"] == 1
        assert rows(desk, "SELECT person_id FROM unit_period") == [(1,)]
        desk.execute(TransferPeople(person_ids=(2,), unit_id=3, day=date(2026, 6, 1)))

    @pytest.mark.parametrize(("then", "new"), [(PostsThen.ENDED, ""), (PostsThen.NEW, "科员")])
    def test_posts_end_with_the_move_or_everybody_takes_up_another(
        self, desk: Desk, then: PostsThen, new: str
    ):
        write(desk.path, ("UPDATE person SET post = '党政办主任', post_from = '2020-03' WHERE id = 9", ()))
        before = everything(desk)
        command = TransferPeople(
            person_ids=(1, 8, 9), unit_id=1, day=date(2026, 6, 1), reason="轮岗", posts=then, post=new
        )
        said = {line.id: line.changes for line in desk.ask(batch_preview, command).lines}
        assert [(one.old, one.new) for one in said[9]] == [("实验小学", "组织部"), ("党政办主任", new)]
        desk.execute(command)
        held = rows(desk, "SELECT id, unit_id, post, rank, post_from FROM person WHERE id IN (1, 9)")
        ranks = dict(rows(desk, "SELECT id, rank FROM person"))
        assert held[1] == (9, 1, new, ranks[9], "2026-06-01")
        assert held[0][2] == posts(desk)[0] != new, "who is there already keeps the post"
        assert ("党政办主任", "2020-03", "2026-06-01", "轮岗") in rows(
            desk, "SELECT post, valid_from, valid_to, reason FROM post_period WHERE person_id = 9"
        )
        desk.execute(UndoLast())
        assert everything(desk) == before

    def test_a_new_post_is_asked_for(self, desk: Desk):
        with pytest.raises(Invalid) as refused:
            desk.execute(TransferPeople(person_ids=(9,), unit_id=1, posts=PostsThen.NEW))
        assert [(one.code, one.field) for one in refused.value.problems] == [("batch.post_needed", "post")]

    def test_many_move_with_their_former_units_kept(self, desk: Desk):
        write(desk.path, ("UPDATE person SET unit_from = '2020-03', status = 'left' WHERE id = 10", ()))
        write(desk.path, ("UPDATE person SET unit_from = '2020-03' WHERE id = 9", ()))
        before = everything(desk)
        command = TransferPeople(person_ids=(1, 8, 9, 10), unit_id=1, day=date(2026, 6, 1), reason="机构改革")
        preview = desk.ask(batch_preview, command)
        assert (preview.changed, preview.refused, preview.same) == (2, 1, 1)
        assert (preview.lines[0].name, preview.lines[0].problem.code) == ("孙悦", "batch.has_left")
        assert [(said.old, said.new) for said in preview.lines[1].changes] == [
            ("实验小学", "组织部"),
            ("干部", "干部"),
        ], "the post comes along, and the preview says so"
        desk.execute(command)
        assert rows(
            desk, "SELECT person_id, unit_id, valid_from, valid_to, reason FROM unit_period ORDER BY 1"
        ) == [
            (8, 4, "", "2026-06-01", "机构改革"),
            (9, 4, "2020-03", "2026-06-01", "机构改革"),
        ]
        assert rows(desk, "SELECT unit_id, unit_from FROM person WHERE id = 9") == [(1, "2026-06-01")]
        desk.execute(UndoLast())
        assert everything(desk) == before

    def test_a_unit_that_is_gone_is_refused(self, desk: Desk):
        write(desk.path, ("UPDATE unit SET active = 0 WHERE id = 6", ()))
        for unit in (6, 99):
            with pytest.raises(Invalid) as refused:
                desk.ask(batch_preview, TransferPeople(person_ids=(1,), unit_id=unit))
            assert refused.value.problems[0].field == "unit_id"


class TestBetweenPreviewAndStep:
    def test_a_roster_changed_since_the_preview_is_looked_at_again(self, desk: Desk):
        values = (("note", "核对"),)
        seal = desk.ask(batch_preview, EditPeople(person_ids=(1, 2), values=values)).seal
        desk.execute(EditPeople(person_ids=(2,), values=(("note", "别的"),)))
        with pytest.raises(Conflict) as refused:
            desk.execute(EditPeople(person_ids=(1, 2), values=values, seal=seal))
        assert refused.value.code == "batch.stale_preview"

    def test_undo_is_refused_by_name_when_somebody_was_changed_since(self, desk: Desk):
        desk.execute(EditPeople(person_ids=(1, 2), values=(("note", "核对"),)))
        desk.gate.execute(AddUser(login="second", name="冯二", password=PASSWORD, roles=(Role.CLERK,)), DESK)
        desk.sign_in("second", PASSWORD)
        desk.execute(EditPeople(person_ids=(2,), values=(("note", "新"),)))
        desk.execute(EditPeople(person_ids=(2,), values=(("ethnicity", "满族"),)))
        desk.sign_in("clerk", PASSWORD)
        with pytest.raises(Refused) as refused:
            desk.execute(UndoLast())
        said = text(refused.value.code, **refused.value.params)
        assert "其中 1 人此后又有修改，如于洋（备注，冯二 2026-06-12 改）。请先撤销这些修改" in said
        assert rows(desk, "SELECT note FROM person WHERE id = 1") == [("核对",)]


def test_the_search_follows_a_replaced_post(desk: Desk):
    desk.execute(ReplaceWords(person_ids=EVERYBODY, field="post", find="干部", replace="调研员"))
    assert set(posts(desk)) == {"调研员"}
    assert desk.ask(search_people, "丁宁")[0] == 1


def test_ten_thousand_people_take_seconds_not_minutes(desk: Desk):
    """A bound far above what it takes, so that a step a person at a time is noticed."""
    names = [row[0] for row in rows(desk, "SELECT name FROM pragma_table_info('person')")]
    values = {"id": "100 + n", "id_number": "NULL", "position": "n"}
    picked = ", ".join(values.get(name, f"p.{name}") for name in names)
    many = "WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 10000)"
    write(desk.path, (f"{many} INSERT INTO person SELECT {picked} FROM person p, seq WHERE p.id = 1", ()))
    ids = tuple(range(101, 10_101))
    began = time.process_time()
    desk.execute(TransferPeople(person_ids=ids, unit_id=2, day=TODAY, reason="机构改革"))
    assert rows(desk, "SELECT count(*) FROM unit_period") == [(10_000,)]
    desk.execute(UndoLast())
    assert time.process_time() - began < 60
    assert rows(desk, "SELECT count(*) FROM unit_period") == [(0,)]
    assert rows(desk, "SELECT count(*) FROM person WHERE unit_id = 1") == [(10_003,)]
