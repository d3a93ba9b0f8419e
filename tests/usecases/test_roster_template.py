"""A form goes out to a unit and comes back: rows are known again, whatever was sorted, inserted or typed over."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import invented_id
from tests.usecases.person_whole import write_whole
from tests.usecases.test_gate import rows
from tests.usecases.training_facts import write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import Line, PersonStatus, Team
from trainingdesk.domain.errors import AccessDenied, EnvironmentProblem, Refused
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.missing import Gone
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.roster import AddPerson, ChangeStatus, ChangeUnit
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.queries.roster import search_people, search_roster
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import
from trainingdesk.usecases.queries.roster_import_missing import missing_people
from trainingdesk.usecases.queries.roster_template import named_unit
from trainingdesk.usecases.roster_files import export_template, export_templates

OFFICE, PUBLICITY, BUREAU, SCHOOL = 1, 2, 3, 4
HEADER = 3


@pytest.fixture
def form(desk: Desk, tmp_path: Path) -> Path:
    path = tmp_path / "教育局填报表.xlsx"
    assert export_template(desk, path, BUREAU, below=True) == 5
    return path


def change(path: Path, edit: Callable[[list[list[Any]], dict[str, int]], None]) -> None:
    """Edit the rows below the header as lists: title, keys and hidden sheets stay as they are."""
    book = load_workbook(path)
    sheet = book["填报表"]
    places = {cell.value: place for place, cell in enumerate(sheet[HEADER])}
    body = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER + 1)]
    body = [row for row in body if any(row)]
    edit(body, places)
    for number in range(HEADER + 1, sheet.max_row + 1):
        for column in range(1, sheet.max_column + 1):
            sheet.cell(number, column).value = None
    for number, row in enumerate(body, HEADER + 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    book.save(path)


def read(desk: Desk, path: Path) -> dict[str, Any]:
    """Return name → (bucket, person, changed fields, reason), and under "" what is said about the file and its rows."""
    prepared = waiting_import(desk.ask(preview_import, path).token)
    found: dict[str, Any] = {
        row.name: (
            verdict.bucket,
            verdict.person_id,
            {change.field: change.new for change in verdict.changes},
            verdict.reason,
        )
        for row, verdict in zip(prepared.plan.rows, prepared.plan.verdicts, strict=True)
    }
    found[""] = [problem.code for problem in prepared.plan.problems]
    assert all(text(problem.code, **problem.params) for problem in prepared.plan.problems)
    return found


class TestForm:
    def test_numbers_are_text_what_is_chosen_has_drop_downs_and_the_key_is_hidden(self, form: Path):
        book = load_workbook(form)
        sheet = book["填报表"]
        assert [(one.title, one.sheet_state) for one in book.worksheets] == [
            ("填报表", "visible"),
            ("下拉选项", "hidden"),
            ("填报表信息", "veryHidden"),
        ]
        header = {cell.value: cell.column_letter for cell in sheet[HEADER]}
        assert sheet["A1"].value == "城东区教育局干部信息填报表"
        assert sheet.freeze_panes == "C4"
        for name in ("身份证号", "手机"):
            cells = [sheet[f"{header[name]}{row}"] for row in (4, 8, 30)]
            assert all(cell.number_format == "@" for cell in cells)
            assert cells[0].data_type == "s"
        key = header["训务台识别码（请勿改动）"]
        assert sheet.column_dimensions[key].hidden
        assert sheet[f"{key}4"].value.startswith("TD1-")
        offered = {str(rule.sqref).rstrip("0123456789")[:1] for rule in sheet.data_validations.dataValidation}
        assert {header["性别"], header["职务层次/职级"], header["工作单位"], header["政治面貌"]} <= offered
        lists = {column[0].value: [cell.value for cell in column] for column in book["下拉选项"].columns}
        assert "乡科级正职" in lists["职务层次/职级"]
        assert "乡科级正职" not in lists["兼任职级"], "beside a post stands a rank"
        assert lists["工作单位"][:3] == [
            "工作单位",
            "城东区教育局",
            "城东区实验小学",
        ]

    def test_those_who_have_gone_are_not_asked_about_and_the_log_knows(self, desk: Desk, tmp_path: Path):
        desk.execute(ChangeStatus(person_id=6, version=1, status=PersonStatus.RETIRED))
        assert export_template(desk, tmp_path / "a.xlsx", BUREAU) == 1
        assert rows(desk, "SELECT kind, detail FROM audit ORDER BY id DESC LIMIT 1") == [
            ("exported", '{"count":1,"file":"a.xlsx"}')
        ]

    def test_one_form_a_unit_into_a_folder_and_none_is_replaced(self, desk: Desk, tmp_path: Path):
        assert export_templates(desk, tmp_path, ()) == (6, 14)
        names = sorted(path.name for path in tmp_path.iterdir())
        assert "城东区实验小学填报表.xlsx" in names
        with pytest.raises(Refused, match=r"template\.in_the_way"):
            export_templates(desk, tmp_path, (SCHOOL,))
        with pytest.raises(EnvironmentProblem, match=r"workbook\.no_folder"):
            export_templates(desk, tmp_path / "none", ())
        with pytest.raises(Refused, match=r"template\.nobody"):
            export_templates(desk, tmp_path, (999,))

    def test_who_may_not_take_numbers_out_gets_no_form(self, desk: Desk, tmp_path: Path, sign_in):
        sign_in(Role.REVIEWER)
        with pytest.raises(AccessDenied):
            export_template(desk, tmp_path / "a.xlsx", BUREAU)
        assert not list(tmp_path.glob("*.xlsx"))

    def test_units_are_named_in_full_or_in_short(self, desk: Desk):
        assert desk.ask(named_unit, "教育局") == desk.ask(named_unit, "城东区教育局") == BUREAU
        with pytest.raises(Refused, match=r"template\.no_unit"):
            desk.ask(named_unit, "财政局")


class TestBack:
    def test_untouched_it_changes_nothing_and_says_nothing(self, desk: Desk, form: Path):
        preview = desk.ask(preview_import, form)
        assert {name: count for name, count in preview.counts.items() if count} == {"same": 5}
        assert preview.notes == ()
        assert preview.header_row == HEADER

    def test_days_of_post_and_rank_go_out_and_come_back(self, desk: Desk, tmp_path: Path):
        """任现职时间, 任现层次/职级时间 and the rank beside a post: untouched nothing, changed an update of that day."""
        sets = (
            "rank = 'section_head', post_from = '2021-05', rank_from = '2021-05-16', side_rank = 'researcher_4',"
            " side_rank_from = '2023-01'"
        )
        write(desk.path, (f"UPDATE person SET {sets} WHERE id = 8", ()))
        path = tmp_path / "a.xlsx"
        export_template(desk, path, BUREAU, below=True)
        seen: dict[str, str] = {}

        def look(body, at):
            row = next(row for row in body if row[at["姓名"]] == "李秀英")
            seen.update(
                {
                    name: row[at[name]]
                    for name in ("任现职时间", "任现层次/职级时间", "兼任职级", "任兼任职级时间")
                }
            )

        change(path, look)
        assert seen == {
            "任现职时间": "2021-05",
            "任现层次/职级时间": "2021-05-16",
            "兼任职级": "四级调研员",
            "任兼任职级时间": "2023-01",
        }
        assert read(desk, path)["李秀英"][0] is Bucket.SAME

        def edit(body, at):
            row = next(row for row in body if row[at["姓名"]] == "李秀英")
            row[at["职务"]], row[at["任现职时间"]] = "局长", "2025.03"
            row[at["任兼任职级时间"]] = "2024.01"

        change(path, edit)
        found = read(desk, path)["李秀英"]
        assert found[:2] == (Bucket.UPDATE, 8)
        assert found[2] == {"post": "局长", "post_from": "2025-03", "side_rank_from": "2024-01"}

    def test_schooling_goes_out_as_it_is_known_and_comes_back(self, desk: Desk, tmp_path: Path):
        """任免审批表 has the full-time and the in-service schooling apart."""
        write_whole(desk.path, 8)
        path = tmp_path / "a.xlsx"
        export_template(desk, path, BUREAU, below=True)
        sheet = load_workbook(path)["填报表"]
        header = {cell.value: cell.column_letter for cell in sheet[HEADER]}
        schools = ["毕业院校及专业", "全日制院校及专业", "在职院校及专业"]
        studies = [
            *(
                "学历",
                "学位",
                schools[0],
                "全日制学历",
                "全日制学位",
                schools[1],
                "在职学历",
                "在职学位",
                schools[2],
            )
        ]
        titles = list(header)
        assert titles[titles.index("政治面貌") + 1 :][: len(studies)] == studies
        row = next(line for line in sheet.iter_rows(min_row=HEADER + 1) if line[1].value == "李秀英")
        also = ["籍贯", "出生地", "职称"]
        said = [sheet[f"{header[name]}{row[0].row}"].value for name in (*studies, *also)]
        assert said == [
            *("研究生", "硕士", "省委党校经济管理专业", "大学", "文学学士", "江城大学中文系"),
            *("中央党校研究生", "公共管理硕士", "东江大学公共管理专业", "江苏南京", "安徽滁州", "高级经济师"),
        ]
        rules = sheet.data_validations.dataValidation
        offered = {str(rule.sqref).partition(":")[0].rstrip("0123456789") for rule in rules}
        assert {header[name] for name in set(studies) - set(schools)} <= offered
        assert sheet.page_setup.paperSize == 8
        assert all(cell.alignment.wrap_text for cell in (*row, *sheet[HEADER]))
        assert read(desk, path)["李秀英"][0] is Bucket.SAME

        def edit(body, at):
            line = next(line for line in body if line[at["姓名"]] == "李秀英")
            line[at["在职学位"]], line[at["学位"]] = "法学博士", "学士"
            line[at["在职院校及专业"]], line[at["职称"]], line[at["籍贯"]] = (
                "东江大学法学专业",
                "经济师",
                "江苏省南京市",
            )

        change(path, edit)
        assert read(desk, path)["李秀英"][2] == {
            "degree_service": "法学博士",
            "degree": "学士",
            "school_service": "东江大学法学专业",
            "technical_title": "经济师",
        }

    def test_sorted_inserted_changed_and_one_gone(self, desk: Desk, form: Path):
        def edit(body, at):
            body.sort(key=lambda row: row[at["手机"]], reverse=True)
            by_name = {row[at["姓名"]]: row for row in body}
            by_name["李秀英"][at["姓名"]] = "李秀瑛"
            by_name["李秀英"][at["手机"]] = "13988887777"
            by_name["孙悦"][at["身份证号"]] = invented_id(310, male=False)
            body.remove(by_name["赵一鸣"])
            new = [None] * len(body[0])
            new[at["姓名"]], new[at["工作单位"]], new[at["职务"]] = "路新", "城东区实验小学", "教师"
            body.insert(1, new)

        change(form, edit)
        found = read(desk, form)
        assert found["李秀瑛"] == (Bucket.UPDATE, 8, {"name": "李秀瑛", "phone": "13988887777"}, "")
        assert found["孙悦"][:3] == (Bucket.UPDATE, 10, {"id_number": invented_id(310, male=False)})
        assert found["路新"][:2] == (Bucket.NEW, 0)
        assert found["王伟"][0] is Bucket.SAME
        preview = desk.ask(preview_import, form)
        assert [hit.name for hit in desk.ask(missing_people, preview.token)] == ["赵一鸣"]
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest, left=(Gone(9),)))
        assert rows(desk, "SELECT name, phone, status FROM person WHERE id IN (8, 9) ORDER BY id") == [
            ("李秀瑛", "13988887777", "serving"),
            ("赵一鸣", "13900000009", "left"),
        ]

    def test_a_newcomer_without_a_unit_is_of_the_unit_whose_form_it_is(self, desk: Desk, tmp_path: Path):
        path = tmp_path / "a.xlsx"
        assert export_template(desk, path, BUREAU) == 2

        def edit(body: list[list[Any]], places: dict[str, int]) -> None:
            line: list[Any] = [None] * len(body[0])
            line[places["姓名"]], line[places["性别"]] = "吕思远", "男"
            body.insert(1, line)

        change(path, edit)
        found = read(desk, path)
        assert found["吕思远"][0] is Bucket.NEW
        assert "roster.units_of_all" in found[""]
        token = desk.ask(preview_import, path).token
        assert waiting_import(token).plan.rows[1].unit == "城东区教育局"

    def test_only_those_who_stood_in_it_can_be_missing(self, desk: Desk, tmp_path: Path):
        export_template(desk, tmp_path / "a.xlsx", BUREAU)
        desk.execute(AddPerson(unit_id=BUREAU, name="后来", team=Team.TECHNICAL))

        def edit(body, at):
            body[0][at["工作单位"]] = "城东区实验小学"  # a transfer: the school's people are not asked about
            del body[1]

        change(tmp_path / "a.xlsx", edit)
        preview = desk.ask(preview_import, tmp_path / "a.xlsx")
        assert [hit.id for hit in desk.ask(missing_people, preview.token)] == [7]

    def test_a_row_that_was_cleared_is_nobody(self, desk: Desk, form: Path):
        def edit(body, at):
            for place in range(len(body[0]) - 1):
                body[2][place] = "3" if place == at["序号"] else None

        change(form, edit)
        preview = desk.ask(preview_import, form)
        assert {name: count for name, count in preview.counts.items() if count} == {"same": 4, "left": 1}

    def test_a_form_of_a_merged_unit_leaves_everybody_where_they_are(self, desk: Desk, tmp_path: Path):
        path = tmp_path / "a.xlsx"
        export_template(desk, path, PUBLICITY)
        desk.execute(ChangeStatus(person_id=5, version=1, status=PersonStatus.RETIRED))
        desk.execute(MergeUnits(unit_id=PUBLICITY, version=1, into_id=OFFICE))
        desk.execute(MergeUnits(unit_id=OFFICE, version=1, into_id=BUREAU))

        def edit(body, at):
            new = [None] * len(body[0])
            new[at["姓名"]], new[at["工作单位"]], new[at["职务"]] = "路新", "宣传部", "干事"
            body.append(new)

        change(path, edit)
        found = read(desk, path)
        assert found["曾国强"][:2] == (Bucket.SAME, 4)
        assert found["尉迟敬"][:2] == (Bucket.SAME, 5), (
            "the form doesn't know that they retired, and doesn't say otherwise"
        )
        assert (found["路新"][0], found[""]) == (Bucket.NEW, ["roster.form_untouched", "roster.unit_merged"])
        preview = desk.ask(preview_import, path)
        note = preview.notes[1]
        assert text(note.code, **note.params) == (
            "“城东区委宣传部”已并入“城东区教育局”，写该单位的 3 行按“城东区教育局”读取。"
        )
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest, declined_rows=(5,)))
        assert rows(desk, "SELECT DISTINCT unit_id FROM person WHERE id IN (4, 15)") == [(BUREAU,)]
        assert {hit.name for hit in desk.ask(search_people, "宣传部")[1]} >= {"曾国强", "路新", "尉迟敬"}
        units = {hit.name: hit.former for hit in desk.ask(search_roster, "宣传部").units}
        assert units["城东区教育局"] == "城东区委宣传部"
        assert desk.ask(named_unit, "宣传部") == BUREAU

    def test_taking_an_import_back_puts_nobody_into_a_merged_unit(self, desk: Desk, tmp_path: Path):
        path = tmp_path / "a.xlsx"
        export_template(desk, path, PUBLICITY)
        change(path, lambda body, at: body[0].__setitem__(at["工作单位"], "教育局"))
        preview = desk.ask(preview_import, path)
        batch = desk.execute(ImportRoster(token=preview.token, digest=preview.digest)).result["batch_id"]
        desk.execute(MergeUnits(unit_id=PUBLICITY, version=1, into_id=OFFICE))
        with pytest.raises(Refused, match=r"undo\.unit_closed"):
            desk.execute(RevertImport(batch_id=batch))
        assert rows(desk, "SELECT unit_id FROM person WHERE id = 4") == [(BUREAU,)]

    def test_nobody_comes_into_a_dissolved_unit(self, desk: Desk, form: Path):
        form = form.with_name("b.xlsx")
        export_template(desk, form, PUBLICITY)
        for number in (4, 5):
            desk.execute(TransferPerson(person_id=number, version=1, unit_id=OFFICE, day="2026-06-01"))
        desk.execute(
            ChangeUnit(
                unit_id=PUBLICITY,
                version=1,
                name="城东区委宣传部",
                line=Line.PARTY,
                short_name="宣传部",
                active=False,
            )
        )

        def edit(body, at):
            new = [None] * len(body[0])
            new[at["姓名"]], new[at["工作单位"]] = "路新", "宣传部"
            body.append(new)
            body[0][at["工作单位"]] = "宣传部"

        change(form, edit)
        found = read(desk, form)
        assert {name: value[::3] for name, value in found.items() if name} == {
            "曾国强": (Bucket.ERROR, "roster.unit_closed"),
            "尉迟敬": (Bucket.SAME, ""),
            "路新": (Bucket.ERROR, "roster.unit_closed"),
        }
        prepared = waiting_import(desk.ask(preview_import, form).token)
        desk.ask(mend_import, prepared.token, {(6, "unit"): "组织部"}, {})
        moved = waiting_import(prepared.token)
        assert [verdict.bucket for verdict in moved.plan.verdicts] == [Bucket.ERROR, Bucket.SAME, Bucket.NEW]

    def test_a_copied_key_is_asked_about(self, desk: Desk, form: Path):
        def edit(body, at):
            copy = list(body[4])
            copy[at["姓名"]], copy[at["身份证号"]] = "路新", invented_id(311, male=False)
            body.append(copy)

        change(form, edit)
        found = read(desk, form)
        assert found["孙悦"][0] is Bucket.SAME
        assert found["路新"][0] is Bucket.MAYBE
        assert found["路新"][3] == "roster.maybe_key_twice"

    def test_somebody_new_typed_over_a_row_is_asked_about(self, desk: Desk, form: Path):
        def edit(body, at):
            body[4][at["姓名"]], body[4][at["身份证号"]] = "路新", invented_id(311, "19850101")
            body[4][at["性别"]], body[4][at["出生年月"]] = "男", "1985-01-01"

        change(form, edit)
        assert read(desk, form)["路新"][::3] == (Bucket.MAYBE, "roster.maybe_typed_over")

    @pytest.mark.parametrize(
        ("known", "typed", "expected"),
        [
            ({"id_number": None}, {}, (Bucket.UPDATE, "")),
            ({}, {"身份证号": None, "出生年月": None}, (Bucket.MAYBE, "roster.maybe_renamed")),
            ({}, {"身份证号": None}, (Bucket.UPDATE, "")),
            ({"id_number": None, "birth": "1980-05"}, {}, (Bucket.MAYBE, "roster.maybe_renamed")),
            (
                {"id_number": None, "birth": ""},
                {"身份证号": invented_id(311, "19850101", male=False), "出生年月": "1985-01-01"},
                (Bucket.MAYBE, "roster.maybe_renamed"),
            ),
        ],
    )
    def test_a_new_name_that_nothing_confirms_is_asked_about(
        self, desk: Desk, tmp_path: Path, known, typed, expected
    ):
        sets = ", ".join(f"{name} = ?" for name in known)
        if sets:
            write(desk.path, (f"UPDATE person SET {sets} WHERE id = 10", tuple(known.values())))
        export_template(desk, tmp_path / "a.xlsx", BUREAU, below=True)

        def edit(body, at):
            body[4][at["姓名"]] = "路新"
            for header, value in typed.items():
                body[4][at[header]] = value

        change(tmp_path / "a.xlsx", edit)
        assert read(desk, tmp_path / "a.xlsx")["路新"][::3] == expected

    def test_keys_left_behind_by_sorting_count_for_nothing(self, desk: Desk, form: Path):
        def edit(body, _at):
            keys = [row[-1] for row in body]
            for row, key in zip(body, [*keys[1:], keys[0]], strict=True):
                row[-1] = key

        change(form, edit)
        found = read(desk, form)
        assert {value[0] for name, value in found.items() if name} == {Bucket.SAME}
        assert found[""].count("roster.key_moved") == 5

    def test_an_edited_key_is_noticed(self, desk: Desk, form: Path):
        def edit(body, at):
            body[0][-1] = body[0][-1].replace("-6-", "-7-")
            body[3][at["姓名"]] = "赵一名"

        change(form, edit)
        found = read(desk, form)
        assert found["赵一名"][:2] == (Bucket.UPDATE, 9)
        assert found[""] == ["roster.key_broken"]

    def test_another_desks_form_is_told_and_its_keys_do_not_count(self, desk: Desk, form: Path):
        with desk.engines.writer.connect() as connection, connection.begin():
            connection.info["audited"] = True
            connection.exec_driver_sql("UPDATE office SET desk_id = 'another'")

        def edit(body, at):
            body[2][at["姓名"]] = "李秀瑛"

        change(form, edit)
        preview = desk.ask(preview_import, form)
        assert [note.code for note in preview.notes] == ["roster.key_foreign"]
        assert "5 行" in text(preview.notes[0].code, **preview.notes[0].params)
        assert read(desk, form)["李秀瑛"][3] == "roster.maybe_other_name"
