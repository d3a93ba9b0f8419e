"""A workbook comes in: every row in its bucket, nothing written before it was seen, all of it taken back by one undo."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.desk_fixtures import invented_id
from tests.usecases.person_whole import WHOLE, write_whole
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster import change_of, enrol, names, person_id
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import GroupKind, PersonStatus, Team
from trainingdesk.domain.errors import AccessDenied, Cancelled, EnvironmentProblem, Refused
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.missing import Gone
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.shared.text import text
from trainingdesk.usecases import roster_files
from trainingdesk.usecases.commands.group_entries import TakeMembershipAway
from trainingdesk.usecases.commands.groups import JoinGroup, LeaveGroup
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddPerson, ChangeStatus
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster import search_people, unit_tree
from trainingdesk.usecases.queries.roster_import import (
    import_batches,
    preview_import,
    preview_places,
    preview_rows,
)
from trainingdesk.usecases.queries.roster_import_missing import missing_people

HEADER = ["姓名", "身份证号", "工作单位", "职务", "职级", "手机"]
OFFICE, BUREAU, NEW_UNIT = "城东区委组织部", "城东区教育局", "城东区民政局"


def wrong_digit(number: str) -> str:
    return number[:-1] + ("0" if number[-1] != "0" else "1")


ROWS = [
    ("丁宁", invented_id(1), OFFICE, "干部", "乡科级正职", ""),
    ("于洋", invented_id(2, male=False), OFFICE, "副部长", "", "13900009999"),
    ("路新", invented_id(101), OFFICE, "科员", "一级科员", ""),
    ("欧阳明月", invented_id(102, male=False), NEW_UNIT, "副局长", "乡科级副职", "13911112222"),
    ("王伟", "", BUREAU, "", "", ""),
    ("钱多", wrong_digit(invented_id(103)), OFFICE, "", "", ""),
    ("孔乙", invented_id(104), "", "", "", ""),
    ("米粒", invented_id(105), OFFICE, "", "某某级", ""),
    ("路新", invented_id(101), OFFICE, "", "", ""),
]
#: counted by hand from the rows above
BUCKETS = {"same": 1, "update": 1, "new": 2, "maybe": 1, "error": 3, "question": 1, "left": 1}


def workbook(path: Path, lines=ROWS, header=HEADER) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(header)
    for line in lines:
        sheet.append(line)
    book.save(path)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return workbook(tmp_path / "名册.xlsx")


def state(desk: Desk) -> tuple:
    """Everything an import may change, the log and its own bookkeeping left aside."""
    return (
        rows(desk, "SELECT id, name, unit_id, post, rank, status, phone, position FROM person ORDER BY id"),
        rows(desk, "SELECT id, name, line, position FROM unit ORDER BY id"),
        rows(desk, "SELECT rowid, chars, keys, tails, post FROM person_search ORDER BY rowid"),
    )


def take_in(desk: Desk, file: Path, **choices: object):
    preview = desk.ask(preview_import, file)
    return desk.execute(ImportRoster(token=preview.token, digest=preview.digest, **choices))


class TestPreview:
    def test_rows_of_a_merged_unit_are_told_in_whatever_column_it_stands(self, desk: Desk, tmp_path: Path):
        desk.execute(MergeUnits(unit_id=2, version=1, into_id=3))
        lines = [("路新", "城东区委宣传部科员"), ("曾国强", "宣传部科长"), ("丁宁", "组织部干部")]
        file = workbook(tmp_path / "名册.xlsx", lines, ["姓名", "工作单位及职务"])
        notes = {note.code: dict(note.params) for note in desk.ask(preview_import, file).notes}
        assert notes["roster.unit_merged"] == {"unit": "城东区委宣传部", "into": BUREAU, "count": 2}

    def test_every_row_is_in_its_bucket_and_nothing_is_written(self, desk: Desk, file: Path):
        before, logged = state(desk), rows(desk, "SELECT count(*) FROM audit")
        preview = desk.ask(preview_import, file)
        assert dict(preview.counts) == BUCKETS
        assert dict(preview.new_units) == {NEW_UNIT: 1}
        assert {column.header: column.field for column in preview.columns}["工作单位"] == "unit"
        assert preview.header_row == 1
        assert (state(desk), rows(desk, "SELECT count(*) FROM audit")) == (before, logged)

    def test_an_update_is_shown_field_by_field_and_masked(self, desk: Desk, file: Path):
        token = desk.ask(preview_import, file).token
        places = desk.ask(preview_places, token, Bucket.UPDATE)
        (row,) = desk.ask(preview_rows, token, places)
        assert row.row == 3
        assert {change.field: (change.old, change.new) for change in row.changes} == {
            "post": ("干部", "副部长"),
            "phone": ("139****0002", "139****9999"),
        }
        assert invented_id(2, male=False) not in repr(desk.ask(preview_rows, token, list(range(9))))

    def test_columns_that_are_put_together_show_what_the_file_says(self, desk: Desk, tmp_path: Path):
        book = Workbook()
        sheet = book.active
        sheet.append(["姓名", "身份证号", "工作单位及职务", "学历学位", ""])
        sheet.append(["", "", "", "全日制", "在职"])
        sheet.append(["路新", invented_id(101), f"{OFFICE}科员", "", "大学"])
        sheet.append(["傅江", invented_id(102), f"{OFFICE}科员", "大专", "研究生"])
        for cells in ("A1:A2", "B1:B2", "C1:C2", "D1:E1"):
            sheet.merge_cells(cells)
        book.save(tmp_path / "名册.xlsx")
        preview = desk.ask(preview_import, tmp_path / "名册.xlsx")
        assert [(column.field, column.sample) for column in preview.columns][2:] == [
            ("unit_post", f"{OFFICE}科员"),
            ("education_full", "大专"),
            ("education_service", "大学"),
        ]
        counts = dict(preview.counts)
        assert (counts["new"], counts["error"]) == (2, 0), "the header's second line is nobody"
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
        assert rows(
            desk, "SELECT name, post, education FROM person WHERE name IN ('路新', '傅江') ORDER BY id"
        ) == [
            ("路新", "科员", "大学"),
            ("傅江", "科员", "研究生"),
        ]

    def test_a_bad_row_says_why_at_its_cell(self, desk: Desk, file: Path):
        token = desk.ask(preview_import, file).token
        errors = desk.ask(preview_rows, token, desk.ask(preview_places, token, Bucket.ERROR))
        assert [(row.row, [(p.code, p.field) for p in row.problems]) for row in errors] == [
            (7, [("id.check_digit", "身份证号")]),
            (8, [("roster.unit_missing", "工作单位")]),
            (10, [("roster.which_row", ""), ("roster.twice_id", "身份证号")]),
        ]
        for row in errors:
            for problem in row.problems:
                assert text(problem.code, **problem.params)
        (maybe,) = desk.ask(preview_rows, token, desk.ask(preview_places, token, Bucket.MAYBE))
        assert [hit.name for hit in maybe.candidates] == ["王伟", "王伟"]
        assert [problem.code for problem in maybe.problems] == ["roster.maybe_namesakes"]

    def test_who_is_not_in_the_file_is_named(self, desk: Desk, file: Path):
        token = desk.ask(preview_import, file).token
        assert [hit.name for hit in desk.ask(missing_people, token)] == ["单小芳"]

    def test_the_problem_rows_come_back_in_the_sender_s_own_sheet(
        self, desk: Desk, file: Path, tmp_path: Path
    ):
        token = desk.ask(preview_import, file).token
        target = tmp_path / "问题行.xlsx"
        assert roster_files.export_problem_rows(desk, token, target) == 5
        sheet = load_workbook(target).worksheets[0]
        assert sheet["A7"].value == "钱多"
        assert sheet["B7"].comment is not None
        logged = rows(desk, "SELECT entity, kind, detail FROM audit ORDER BY id DESC LIMIT 1")
        assert logged == [("import_batch", "exported", '{"count":5,"file":"问题行.xlsx"}')]

    def test_columns_can_be_corrected_and_are_remembered_for_the_layout(self, desk: Desk, tmp_path: Path):
        path = workbook(
            tmp_path / "a.xlsx", [("路新", OFFICE, "科员", "好")], ["姓名", "工作单位", "现任", "其他"]
        )
        preview = desk.ask(preview_import, path)
        assert [column.field for column in preview.columns] == ["name", "unit", "", ""]
        preview = desk.ask(preview_import, path, {2: "post"})
        assert [column.field for column in preview.columns] == ["name", "unit", "post", ""]
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
        assert rows(desk, "SELECT post FROM person WHERE name = '路新'") == [("科员",)]
        again = workbook(
            tmp_path / "b.xlsx", [("李新", OFFICE, "主任", "")], ["姓名", "工作单位", "现任", "其他"]
        )
        preview = desk.ask(preview_import, again)
        assert preview.remembered
        assert [column.field for column in preview.columns] == ["name", "unit", "post", ""]

    def test_no_permission_no_preview(self, desk: Desk, file: Path, sign_in):
        sign_in(Role.REVIEWER)
        with pytest.raises(AccessDenied):
            desk.ask(preview_import, file)


class TestImport:
    def test_open_rows_stop_it_unless_only_the_good_ones_are_wanted(self, desk: Desk, file: Path):
        before = state(desk)
        with pytest.raises(Refused) as refused:
            take_in(desk, file)
        assert (refused.value.code, refused.value.params["count"]) == ("import.rows_open", 5)
        assert state(desk) == before
        result = take_in(desk, file, good_only=True).result
        assert {key: result[key] for key in ("created", "updated", "same", "refused", "units")} == {
            "created": 2, "updated": 1, "same": 1, "refused": 5, "units": 1,
        }  # fmt: skip

    def test_good_rows_are_written_found_counted_and_logged_one_by_one(self, desk: Desk, file: Path):
        outcome = take_in(desk, file, good_only=True)
        assert rows(desk, "SELECT post, phone, version FROM person WHERE name = '于洋'") == [
            ("副部长", "13900009999", 2)
        ]
        new = rows(
            desk,
            "SELECT name, sex, birth, rank, team, status, version, import_batch_id FROM person WHERE id > 14",
        )
        batch = outcome.result["batch_id"]
        assert sorted(new) == [
            ("欧阳明月", "female", "1980-05-12", "section_deputy", "party_government", "serving", 1, batch),
            ("路新", "male", "1980-05-12", "clerk_1", "party_government", "serving", 1, batch),
        ]
        assert names(desk, unit_id=1) == ["丁宁", "于洋", "单小芳", "路新"]
        assert [hit.name for hit in desk.ask(search_people, "oymy")[1]] == ["欧阳明月"]
        assert desk.ask(search_people, "9999")[0] == 1, "the changed phone is in the index"
        heads = {node.name: (node.own, node.line) for node in desk.ask(unit_tree)}
        assert heads[NEW_UNIT] == (1, "government")
        logged = rows(
            desk,
            "SELECT entity_id, detail FROM audit WHERE command = 'ImportRoster' AND entity = 'person' ORDER BY entity_id",
        )
        assert [number for number, _detail in logged] == [2, 15, 16]
        assert json.loads(logged[0][1]) == {
            "post": ["干部", "副部长"],
            "phone": ["139****0002", "139****9999"],
        }
        assert json.loads(logged[1][1])["name"] in {"路新", "欧阳明月"}
        assert outcome.changes.entities.keys() >= {"person", "unit", "import_batch"}
        assert chain_is_whole(desk)

    def test_the_person_s_choices_count(self, desk: Desk, file: Path):
        bureau = person_id(desk, "王伟")
        result = take_in(
            desk,
            file,
            good_only=True,
            declined_rows=(4,),
            declined_fields=((3, "phone"),),
            decisions=((6, bureau), (9, 0)),
            left=(Gone(3), Gone(999)),
        ).result
        assert (result["created"], result["updated"], result["left"]) == (2, 1, 1)
        assert rows(desk, "SELECT post, phone FROM person WHERE id = 2") == [("副部长", "13900000002")]
        assert rows(desk, "SELECT status FROM person WHERE id = 3") == [("left",)], "单小芳 has left"
        assert rows(desk, "SELECT count(*) FROM person WHERE name = '路新'") == [(0,)], "declined"
        assert rows(desk, "SELECT rank FROM person WHERE name = '米粒'") == [(None,)], (
            "the open cell stays blank"
        )
        assert result["same"] == 2, "王伟 is the one who was chosen, and nothing about him is new"

    def test_units_are_not_opened_when_not_wanted(self, desk: Desk, file: Path):
        result = take_in(desk, file, good_only=True, create_units=False).result
        assert (result["created"], result["refused"], result["units"]) == (1, 6, 0)
        assert rows(desk, f"SELECT count(*) FROM unit WHERE name = '{NEW_UNIT}'") == [(0,)]

    def test_two_rows_can_not_be_given_to_one_person(self, desk: Desk, tmp_path: Path):
        lines = [("王伟", "", BUREAU, "局长", "", ""), ("王伟", "", BUREAU, "副局长", "", "")]
        path = workbook(tmp_path / "a.xlsx", lines)
        with pytest.raises(Refused) as refused:
            take_in(desk, path, decisions=((2, 6), (3, 6)))
        assert refused.value.code == "import.two_rows_one_person"

    def test_the_team_of_those_whose_row_does_not_say(self, desk: Desk, tmp_path: Path):
        path = workbook(tmp_path / "a.xlsx", [("路新", "", OFFICE, "", "", "")])
        take_in(desk, path, team=Team.TECHNICAL)
        assert rows(desk, "SELECT team FROM person WHERE name = '路新'") == [("technical",)]

    def test_a_changed_file_or_roster_is_refused(self, desk: Desk, file: Path):
        preview = desk.ask(preview_import, file)
        command = ImportRoster(token=preview.token, digest=preview.digest, good_only=True)
        desk.execute(AddPerson(unit_id=1, name="后来", team=Team.TECHNICAL))
        with pytest.raises(Refused, match=r"import\.roster_changed"):
            desk.execute(command)
        preview = desk.ask(preview_import, file)
        workbook(file, ROWS[:2])
        with pytest.raises(Refused, match=r"import\.file_changed"):
            desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True))
        with pytest.raises(Refused, match=r"import\.preview_gone"):
            desk.execute(ImportRoster(token="gone", digest=preview.digest))

    def test_a_second_import_of_the_same_file_changes_nobody(self, desk: Desk, file: Path):
        take_in(desk, file, good_only=True)
        after = state(desk)
        preview = desk.ask(preview_import, file)
        assert {bucket: preview.counts[bucket] for bucket in ("new", "update", "same")} == {
            "new": 0, "update": 0, "same": 4,
        }  # fmt: skip
        result = desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True)).result
        assert (result["created"], result["updated"]) == (0, 0)
        assert state(desk) == after

    @pytest.mark.parametrize("after", [0, 1, 2])
    def test_cancel_leaves_everything_as_it_was(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
    ):
        monkeypatch.setattr("trainingdesk.usecases.commands.roster_new_people._PART", 150)
        lines = [
            (f"路新{chr(0x4E00 + n)}", invented_id(n, "19811010"), OFFICE, "", "", "") for n in range(400)
        ]
        path = workbook(tmp_path / "a.xlsx", lines)
        preview = desk.ask(preview_import, path)
        before, logged = state(desk), rows(desk, "SELECT count(*) FROM audit")

        written: list[int] = []

        def cancel(done: int, total: int, step: str) -> None:
            if step == "import.step_write":
                written.append(done)
                if len(written) > after:
                    raise Cancelled

        with pytest.raises(Cancelled):
            desk.gate.execute(ImportRoster(token=preview.token, digest=preview.digest), desk.actor, cancel)
        assert written == [0, 150, 300][: after + 1]
        assert (state(desk), rows(desk, "SELECT count(*) FROM audit")) == (before, logged)
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
        assert rows(desk, "SELECT count(*) FROM person") == [(414,)]
        assert chain_is_whole(desk)

    def test_what_is_exported_is_all_that_is_known_and_comes_back_as_the_same(
        self, desk: Desk, tmp_path: Path
    ):
        out = tmp_path / "out.xlsx"
        write_whole(desk.path, 2)
        assert roster_files.export_roster(desk, out, PersonFilter()) == 14
        lines = load_workbook(out).active.values
        line = next(cells for cells in lines if "公共管理硕士" in cells)
        assert [
            name for name, (_stored, said) in WHOLE.items() if not any(said in str(c) for c in line)
        ] == []
        assert dict(desk.ask(preview_import, out).counts)["same"] == 14
        logged = rows(desk, "SELECT kind, detail FROM audit ORDER BY id DESC LIMIT 1")
        assert logged == [("exported", '{"count":14,"file":"out.xlsx"}')]

    def test_the_log_knows_of_an_export_before_there_is_a_file(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        def dies(path: Path, *_args: object, **_kwargs: object) -> int:
            assert not path.exists()
            assert rows(desk, last) == [("exported",)]
            raise KeyboardInterrupt

        last = "SELECT kind FROM audit ORDER BY id DESC LIMIT 1"
        monkeypatch.setattr(roster_files, "write_roster", dies)
        with pytest.raises(KeyboardInterrupt):
            roster_files.export_roster(desk, tmp_path / "out.xlsx", PersonFilter())
        assert rows(desk, last) == [("export_failed",)]

    def test_a_file_that_can_t_be_written_is_noted_as_such(self, desk: Desk, tmp_path: Path):
        with pytest.raises(EnvironmentProblem):
            roster_files.export_roster(desk, tmp_path / "nowhere" / "out.xlsx", PersonFilter())
        logged = rows(desk, "SELECT kind FROM audit ORDER BY id DESC LIMIT 2")
        assert logged == [("export_failed",), ("exported",)]

    def test_who_may_not_take_the_roster_out_leaves_no_file(
        self, desk: Desk, tmp_path: Path, sign_in: Callable[[Role], None]
    ):
        sign_in(Role.READ_ONLY)
        with pytest.raises(AccessDenied):
            roster_files.export_roster(desk, tmp_path / "out.xlsx", PersonFilter())
        assert not (tmp_path / "out.xlsx").exists()


class TestTakingBack:
    def test_undo_leaves_no_trace_but_the_log_s(self, desk: Desk, file: Path):
        before = state(desk)
        take_in(desk, file, good_only=True, decisions=((6, 6),), left=(Gone(3),))
        assert state(desk) != before
        answer = desk.execute(UndoLast()).result
        assert text(answer["label"], **answer["params"]) == "导入名册 4 人（名册.xlsx）"
        assert state(desk) == before
        (batch,) = desk.ask(import_batches)
        assert batch.reverted_at is not None
        assert (batch.file_name, batch.actor, batch.created) == ("名册.xlsx", "张晓", 2)
        with pytest.raises(Refused) as refused:
            desk.execute(RevertImport(batch_id=batch.id))
        assert refused.value.code == "import.already_reverted"
        assert chain_is_whole(desk)

    def test_who_is_in_a_class_holds_the_import(self, desk: Desk, file: Path):
        batch = take_in(desk, file, good_only=True).result["batch_id"]
        enrol(desk, 15)
        (name,) = rows(desk, "SELECT name FROM person WHERE id = 15")[0]
        after = state(desk)
        with pytest.raises(Refused) as refused:
            desk.execute(RevertImport(batch_id=batch))
        assert (refused.value.code, refused.value.params["count"]) == ("import.people_in_use", 1)
        said = text(refused.value.code, **refused.value.params)
        assert said.startswith(
            f"不能撤销导入：其中 1 人（如 {name}）已在其他地方用到：学员。处理办法——参训记录随班次留存"
        )
        before = desk.try_out(RevertImport(batch_id=batch))
        assert text(before.code, **before.params) == said, "said before it is tried, too"
        assert state(desk) == after

    def test_an_entry_in_a_group_is_no_dead_end(self, desk: Desk, file: Path):
        batch = take_in(desk, file, good_only=True).result["batch_id"]
        assert desk.try_out(RevertImport(batch_id=batch)) is None
        join = JoinGroup(kind=GroupKind.YOUNG, person_ids=(15,), day=date(2026, 6, 1), reason="误列")
        (member,) = desk.execute(join).result["membership_ids"]
        desk.execute(LeaveGroup(membership_ids=(member,), day=date(2026, 6, 2), reason="误列"))
        held = desk.try_out(RevertImport(batch_id=batch))
        said = text(held.code, **held.params)
        assert "“含已移出人员”，用“更正记录…”中的“删除此记录”" in said
        version = "SELECT version FROM group_membership"
        desk.execute(TakeMembershipAway(membership_id=member, version=rows(desk, version)[0][0]))
        assert rows(desk, "SELECT id FROM group_membership") == []
        desk.execute(UndoLast())
        assert [row[0] for row in rows(desk, "SELECT id FROM group_membership")] == [member]
        desk.execute(TakeMembershipAway(membership_id=member, version=rows(desk, version)[0][0]))
        desk.execute(RevertImport(batch_id=batch))
        assert chain_is_whole(desk)

    def test_a_later_edit_holds_the_import(self, desk: Desk, file: Path):
        batch = take_in(desk, file, good_only=True).result["batch_id"]
        version = rows(desk, "SELECT version FROM person WHERE id = 2")[0][0]
        desk.execute(
            ChangeStatus(person_id=2, version=version, status=PersonStatus.RETIRED, day=date(2026, 6, 1))
        )
        desk.execute(RevertImport(batch_id=batch))
        assert rows(desk, "SELECT post, status FROM person WHERE id = 2") == [("干部", "retired")], (
            "a change of another field stands beside it"
        )

    def test_a_later_edit_of_the_same_field_or_of_a_new_person_is_named(self, desk: Desk, file: Path):
        batch = take_in(desk, file, good_only=True).result["batch_id"]
        connection = sqlite3.connect(desk.path)
        connection.execute("UPDATE person SET post = '部长' WHERE id = 2")
        connection.commit()
        connection.close()
        new = person_id(desk, "路新")
        desk.execute(ChangeStatus(person_id=new, version=1, status=PersonStatus.LEFT))
        with pytest.raises(Refused) as refused:
            desk.execute(RevertImport(batch_id=batch))
        assert refused.value.code == "import.people_edited"
        assert refused.value.params["names"] == ["路新", "于洋"]

    def test_a_unit_that_is_used_since_holds_the_import(self, desk: Desk, file: Path):
        batch = take_in(desk, file, good_only=True).result["batch_id"]
        unit = rows(desk, f"SELECT id FROM unit WHERE name = '{NEW_UNIT}'")[0][0]
        desk.execute(AddPerson(unit_id=unit, name="后来", team=Team.TECHNICAL))
        after = state(desk)
        with pytest.raises(Refused, match=r"import\.units_in_use") as refused:
            desk.execute(RevertImport(batch_id=batch))
        said = text(refused.value.code, **refused.value.params)
        assert f"{NEW_UNIT}已在使用（人员）。处理办法——人员：调到其他单位（“调动…”）" in said
        assert state(desk) == after


class TestNumbers:
    def test_a_row_decided_as_new_can_not_bring_somebody_s_number(self, desk: Desk, tmp_path: Path):
        path = workbook(tmp_path / "a.xlsx", [("丁凝", invented_id(1), OFFICE, "", "", "")])
        before = state(desk)
        with pytest.raises(Refused) as refused:
            take_in(desk, path, decisions=((2, 0),))
        assert refused.value.code == "import.id_taken"
        assert state(desk) == before
        take_in(desk, path, decisions=((2, 1),))
        assert rows(desk, "SELECT name FROM person WHERE id = 1") == [("丁凝",)]
        assert [hit.name for hit in desk.ask(search_people, "丁凝")[1]] == ["丁凝"]

    def test_two_open_rows_can_not_bring_one_number(self, desk: Desk, tmp_path: Path):
        line = ("路新", invented_id(101), OFFICE, "", "某某级", "")
        path = workbook(tmp_path / "a.xlsx", [line, (*line[:3], "科员", *line[4:])])
        with pytest.raises(Refused) as refused:
            take_in(desk, path, decisions=((2, 0), (3, 0)))
        assert refused.value.code in {"import.id_taken", "import.rows_open"}
        assert rows(desk, "SELECT count(*) FROM person WHERE name = '路新'") == [(0,)]

    def test_taking_back_from_the_list_leaves_nothing_for_undo(self, desk: Desk, file: Path):
        batch = take_in(desk, file, good_only=True).result["batch_id"]
        desk.execute(RevertImport(batch_id=batch))
        with pytest.raises(Refused, match=r"undo\.nothing"):
            desk.execute(UndoLast())

    def test_short_names_of_new_units_leave_the_district_out(self, desk: Desk, file: Path):
        take_in(desk, file, good_only=True)
        assert rows(desk, f"SELECT short_name, initials FROM unit WHERE name = '{NEW_UNIT}'") == [
            ("民政局", "mzj")
        ]


class TestBulk:
    def test_codes_are_checked_once_and_the_table_s_own_checks_come_back(self, desk: Desk, file: Path):
        from trainingdesk.persistence.bulk import codes_checked_once
        from trainingdesk.persistence.tables.roster import Person

        take_in(desk, file, good_only=True)
        connection = desk.gate._writer()
        driver = connection.connection.dbapi_connection
        connection.info["audited"] = True  # the door is not what is tested here
        insert = "UPDATE person SET rank = 'emperor' WHERE id = 1"
        with pytest.raises(sqlite3.IntegrityError):
            driver.execute(insert)
        good = {
            "sex": [None, "male"],
            "rank": ["clerk_1"],
            "side_rank": [None],
            "team": ["technical"],
            "authority": [None],
            "status": ["left"],
        }
        with codes_checked_once(connection, Person.__table__, good):
            pass
        with pytest.raises(sqlite3.IntegrityError):
            driver.execute(insert)
        for wrong in ({"rank": ["emperor"]}, {"team": [None]}, {"status": [""]}):
            with (
                pytest.raises(ValueError, match="is not a valid"),
                codes_checked_once(connection, Person.__table__, good | wrong),
            ):
                raise AssertionError
        with pytest.raises(KeyError), codes_checked_once(connection, Person.__table__, {"sex": []}):
            raise AssertionError


class TestDates:
    def test_a_file_dates_its_changes_and_taking_it_back_undates_them(self, desk: Desk, file: Path):
        before = rows(
            desk, "SELECT id, post, post_from, rank_from, unit_from, joined_on FROM person ORDER BY id"
        )
        take_in(desk, file, good_only=True, day=date(2026, 5, 12))
        found = rows(
            desk, "SELECT person_id, track, post, valid_from, valid_to, import_batch_id FROM post_period"
        )
        assert found == [(2, "post", "干部", "", "2026-05-12", 1)]
        assert rows(desk, "SELECT post_from FROM person WHERE id = 2") == [("",)], "nobody said since when"
        # the new unit's first people were there before; who came to the organisation department came that day
        joined = rows(desk, "SELECT name, joined_on FROM person WHERE import_batch_id = 1 ORDER BY name")
        assert joined == [("欧阳明月", None), ("路新", "2026-05-12")]
        desk.execute(UndoLast())
        assert rows(desk, "SELECT * FROM post_period") == []
        after = rows(
            desk, "SELECT id, post, post_from, rank_from, unit_from, joined_on FROM person ORDER BY id"
        )
        assert after == before
        assert chain_is_whole(desk)

    def test_a_day_to_come_is_refused(self, desk: Desk, file: Path):
        with pytest.raises(Refused, match=r"import\.day_to_come"):
            take_in(desk, file, good_only=True, day=date(2026, 6, 13))

    def test_an_older_file_corrects_without_a_period_when_asked_to(self, desk: Desk, file: Path):
        desk.execute(change_of(desk, "于洋", post="处长", day="2026-06-01"))
        take_in(desk, file, good_only=True, day=date(2026, 5, 12), taken_fields=((3, "post"),))
        assert rows(desk, "SELECT valid_to FROM post_period") == [("2026-06-01",)]
        assert rows(desk, "SELECT post, post_from FROM person WHERE id = 2") == [("副部长", "2026-06-01")]
