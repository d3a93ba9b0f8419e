"""What the units of a file are is said on the preview, written as said, kept for the next file and taken back with it."""

import json
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import Line, Team, UnitKind
from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.domain.roster.known_units import UnitSaid, What
from trainingdesk.domain.roster.matching import UnitText
from trainingdesk.usecases.commands.roster import AddUnit, ChangeUnit
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_new_units import NewUnit
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.import_report import unpack
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

HEADER = ["姓名", "身份证号", "工作单位", "职务"]
OLD, CENTRE, WHOLE, PART = "文教局", "国库支付中心", "城东区博物院", "博物馆筹备处"
LINES = [
    ("路新", invented_id(101), OLD, "干部"),
    ("田野", invented_id(102), CENTRE, "主任"),
    ("米粒", invented_id(103), WHOLE, "院长"),
    ("孔乙", invented_id(104), PART, "主任"),
]
SAID = {
    OLD: UnitSaid(What.UNIT, BUREAU),
    CENTRE: UnitSaid(What.SECTION, BUREAU),
    PART: UnitSaid(What.UNIT, WHOLE),
}
PEOPLE = "SELECT p.name, u.name, p.post FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.name IN ('路新', '田野', '米粒', '孔乙')"
PLACED = {
    ("路新", BUREAU, "干部"),
    ("田野", BUREAU, f"{CENTRE}主任"),
    ("米粒", WHOLE, "院长"),
    ("孔乙", WHOLE, "主任"),
}
UNITS = "SELECT name FROM unit"


def said_of(desk: Desk, tmp_path: Path) -> ImportPreview:
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", LINES, HEADER))
    assert preview.new_units == {OLD: 1, CENTRE: 1, WHOLE: 1, PART: 1}
    return desk.ask(mend_import, preview.token, {}, {}, said=SAID)


def test_what_was_said_is_shown_written_reported_and_taken_back(desk: Desk, tmp_path: Path):
    before = rows(desk, UNITS)
    preview = said_of(desk, tmp_path)
    assert preview.new_units == {WHOLE: 2}
    assert preview.unit_texts == {
        OLD: UnitText(1, What.UNIT, BUREAU),
        CENTRE: UnitText(1, What.SECTION, BUREAU),
        WHOLE: UnitText(1, What.NEW, ""),
        PART: UnitText(1, What.UNIT, WHOLE),
    }
    batch = desk.execute(ImportRoster(token=preview.token, digest=preview.digest)).result["batch_id"]
    assert set(rows(desk, PEOPLE)) == PLACED
    assert set(rows(desk, UNITS)) == {*before, (WHOLE,)}
    report = unpack(rows(desk, "SELECT report FROM import_batch ORDER BY id DESC LIMIT 1")[0][0])
    told = {(code, params["unit"], params.get("into")) for code, params in report.passed if "unit" in params}
    assert told == {
        ("roster.unit_form", OLD, BUREAU),
        ("roster.unit_section", CENTRE, BUREAU),
        ("roster.unit_form", PART, WHOLE),
        ("roster.unit_new", WHOLE, None),
    }
    desk.execute(RevertImport(batch_id=batch))
    assert (rows(desk, UNITS), rows(desk, PEOPLE)) == (before, [])


def test_the_next_file_is_read_the_same_until_the_import_is_taken_back(desk: Desk, tmp_path: Path):
    preview = said_of(desk, tmp_path)
    batch = desk.execute(ImportRoster(token=preview.token, digest=preview.digest)).result["batch_id"]
    more = [("于洋", invented_id(105), OLD, "干部"), ("丁一", invented_id(106), CENTRE, "会计")]
    file = workbook(tmp_path / "b.xlsx", more, HEADER)
    again = desk.ask(preview_import, file)
    assert again.new_units == {}
    assert {text: read.unit for text, read in again.unit_texts.items()} == {OLD: BUREAU, CENTRE: BUREAU}
    other = desk.ask(mend_import, again.token, {}, {}, said={OLD: UnitSaid(What.NEW)})
    assert other.new_units == {OLD: 1}, "an answer of before is no order"
    desk.execute(RevertImport(batch_id=batch))
    assert desk.ask(preview_import, file).new_units == {OLD: 1, CENTRE: 1}


def test_what_was_typed_in_cells_of_other_imports_is_not_unpacked_for_it(desk: Desk, tmp_path: Path):
    preview = said_of(desk, tmp_path)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    write(desk.path, ("UPDATE import_batch SET mended = x'00'", ()))
    file = workbook(tmp_path / "b.xlsx", [("于洋", invented_id(105), OLD, "干部")], HEADER)
    assert desk.ask(preview_import, file).new_units == {}


def test_the_next_file_s_other_spellings_loans_and_sections_are_read_the_same(desk: Desk, tmp_path: Path):
    preview = said_of(desk, tmp_path)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    texts = ("文 教局", f"{OLD}（借调）", f"{OLD}人事科", f"{CENTRE}会计科")
    more = [(f"丁{'甲乙丙丁'[at]}", invented_id(105 + at), text, "科长") for at, text in enumerate(texts)]
    again = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", more, HEADER))
    assert (again.new_units, again.counts["new"]) == ({}, 4)
    desk.execute(ImportRoster(token=again.token, digest=again.digest))
    found = "SELECT u.name, p.post FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.name IN ('丁甲', '丁乙', '丁丙', '丁丁') ORDER BY p.id"
    assert rows(desk, found) == [
        (BUREAU, "科长"),
        (BUREAU, "科长"),
        (BUREAU, "人事科科长"),
        (BUREAU, f"{CENTRE}会计科科长"),
    ]


def test_the_next_file_with_unit_and_post_in_one_column_is_cut_behind_what_was_said(
    desk: Desk, tmp_path: Path
):
    preview = said_of(desk, tmp_path)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    more = [
        ("丁甲", invented_id(105), f"{OLD}副局长"),
        ("丁乙", invented_id(106), f"{CENTRE}主任"),
        ("丁丙", invented_id(107), f"{OLD}人事科科长"),
    ]
    again = desk.ask(
        preview_import, workbook(tmp_path / "b.xlsx", more, ["姓名", "身份证号", "工作单位及职务"])
    )
    assert (again.new_units, again.counts["new"]) == ({}, 3), "nothing is asked"
    assert again.unit_texts[OLD] == UnitText(2, What.UNIT, BUREAU)
    desk.execute(ImportRoster(token=again.token, digest=again.digest))
    found = "SELECT u.name, p.post FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.name IN ('丁甲', '丁乙', '丁丙') ORDER BY p.id"
    assert rows(desk, found) == [(BUREAU, "副局长"), (BUREAU, f"{CENTRE}主任"), (BUREAU, "人事科科长")]


def test_unit_and_post_in_one_column_are_cut_behind_a_unit_s_usual_name(desk: Desk, tmp_path: Path):
    units = ("国家税务总局城东区税务局", "共青团城东区委员会", "城东区卫生健康局", "中共城东区委员会")
    for name in units:
        desk.execute(AddUnit(name=name, line=Line.GOVERNMENT))
    people = [
        ("丁甲", invented_id(105), "区税务局局长"),
        ("丁乙", invented_id(106), "团区委书记"),
        ("丁丙", invented_id(107), "城东区卫健局副局长"),
        ("丁丁", invented_id(108), "区委常委、组织部部长"),
    ]
    seen = desk.ask(
        preview_import, workbook(tmp_path / "b.xlsx", people, ["姓名", "身份证号", "工作单位及职务"])
    )
    assert (seen.new_units, seen.counts["new"], seen.counts["question"]) == ({}, 3, 1)
    read = {text: one.unit for text, one in seen.unit_texts.items()}
    assert read == {"区税务局": units[0], "团区委": units[1], "城东区卫健局": units[2]}


def test_two_that_are_said_to_be_each_other_stay_units_of_their_own(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", LINES, HEADER))
    said = {OLD: UnitSaid(What.UNIT, PART), PART: UnitSaid(What.UNIT, OLD)}
    assert desk.ask(mend_import, preview.token, {}, {}, said=said).new_units == {
        OLD: 1,
        CENTRE: 1,
        WHOLE: 1,
        PART: 1,
    }


def test_a_new_unit_gets_its_line_and_its_managing_unit(desk: Desk, tmp_path: Path):
    preview = said_of(desk, tmp_path)
    new = NewUnit(WHOLE, UnitKind.REFERRED, Team.TECHNICAL, Line.EDUCATION, BUREAU)
    batch = desk.execute(ImportRoster(token=preview.token, digest=preview.digest, units=(new,))).result[
        "batch_id"
    ]
    found = f"SELECT u.kind, u.line, a.name FROM unit u JOIN unit a ON a.id = u.parent_id WHERE u.name = '{WHOLE}'"
    assert rows(desk, found) == [("referred", "education", BUREAU)]
    desk.execute(RevertImport(batch_id=batch))
    assert rows(desk, found) == []


def test_a_word_that_any_unit_may_use_holds_for_its_own_file_alone(desk: Desk, tmp_path: Path):
    lines = [("路新", invented_id(101), "办公室", "主任"), ("田野", invented_id(102), BUREAU, "局长")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER))
    said = {"办公室": UnitSaid(What.SECTION, BUREAU)}
    preview = desk.ask(mend_import, preview.token, {}, {}, said=said)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, PEOPLE.replace("'路新', '田野', '米粒', '孔乙'", "'路新'")) == [
        ("路新", BUREAU, "办公室主任")
    ]
    more = [("丁甲", invented_id(103), OFFICE, "部长"), ("丁乙", invented_id(104), "办公室", "主任")]
    other = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", more, HEADER))
    assert other.unit_texts == {"办公室": UnitText(1, What.OPEN, "")}
    again = desk.ask(preview_import, workbook(tmp_path / "c.xlsx", lines, HEADER))
    assert again.earlier is not None
    assert again.earlier.units == said, "the same file is offered its answers"


def taken_in(desk: Desk, tmp_path: Path) -> None:
    preview = said_of(desk, tmp_path)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))


def read_again(desk: Desk, tmp_path: Path) -> dict[str, tuple[What, str]]:
    texts = [OLD, CENTRE, PART]
    more = [(f"丁{'甲乙丙'[at]}", invented_id(105 + at), text, "干部") for at, text in enumerate(texts)]
    again = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", more, HEADER))
    return {text: (read.what, read.unit) for text, read in again.unit_texts.items()}


def rename(desk: Desk, name: str, new: str, *, renamed: bool) -> None:
    ((number, version),) = rows(desk, f"SELECT id, version FROM unit WHERE name = '{name}'")
    desk.execute(
        ChangeUnit(
            unit_id=number, version=version, name=new, short_name=new, line=Line.EDUCATION, renamed=renamed
        )
    )


@pytest.mark.parametrize("renamed", [True, False])
def test_an_answer_follows_its_unit_to_another_name(desk: Desk, tmp_path: Path, renamed: bool):
    taken_in(desk, tmp_path)
    for name, new in ((BUREAU, "城东区教育体育局"), (WHOLE, "城东区博物馆")):
        rename(desk, name, new, renamed=renamed)
    assert read_again(desk, tmp_path) == {
        OLD: (What.UNIT, "城东区教育体育局"),
        CENTRE: (What.SECTION, "城东区教育体育局"),
        PART: (What.UNIT, "城东区博物馆"),
    }
    same = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", LINES, HEADER))
    assert same.earlier is not None
    assert {one.unit for one in same.earlier.units.values()} == {"城东区教育体育局", "城东区博物馆"}


def test_of_a_record_that_keeps_no_id_the_name_counts(desk: Desk, tmp_path: Path):
    taken_in(desk, tmp_path)
    old = [[OLD, "unit", BUREAU], [CENTRE, "section", BUREAU, ""], [PART, "unit", f"{OLD}（借调）"]]
    write(desk.path, ("UPDATE import_batch SET units_said = ?", (json.dumps(old),)))
    assert read_again(desk, tmp_path) == {
        OLD: (What.UNIT, BUREAU),
        CENTRE: (What.SECTION, BUREAU),
        PART: (What.UNIT, BUREAU),
    }


def test_an_answer_whose_unit_is_gone_is_asked_again(desk: Desk, tmp_path: Path):
    taken_in(desk, tmp_path)
    gone = [
        [OLD, "unit", "某局", "", 0],
        [CENTRE, "section", "另一局", "", 98765],
        [PART, "unit", OLD, "", 0],
    ]
    write(desk.path, ("UPDATE import_batch SET units_said = ?", (json.dumps(gone),)))
    new = (What.NEW, "")
    assert read_again(desk, tmp_path) == {OLD: new, CENTRE: new, PART: new}
