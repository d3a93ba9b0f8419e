"""工作单位及职务 of a unit the roster does not know is put right on the preview; 某局（挂职） is that unit."""

from pathlib import Path

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, take_in, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

UNIT = "城东区应急管理局"
HEADER = ["姓名", "身份证号", "工作单位及职务"]


def book(path: Path, *cells: str) -> Path:
    lines = [
        (f"路{name}", invented_id(n, male=False), cell)
        for n, (name, cell) in enumerate(zip("甲乙丙丁", cells, strict=False), 301)
    ]
    return workbook(path, lines, HEADER)


def seen(desk: Desk, token: str) -> dict[str, tuple]:
    found = desk.ask(preview_rows, token, desk.ask(preview_places, token))
    return {row.name: (row.bucket, row.unit, row.post, row.problems) for row in found}


def test_units_named_elsewhere_in_the_file_are_offered(desk: Desk, tmp_path: Path):
    file = book(
        tmp_path / "a.xlsx",
        f"{UNIT}火灾防治股股长",
        f"{UNIT}办公室主任",
        f"{UNIT} 办公室主任",
        f"{UNIT}｜副局长",
    )
    preview = desk.ask(preview_import, file)
    found = seen(desk, preview.token)
    assert found["路丙"][:3] == (Bucket.NEW, UNIT, "办公室主任")
    assert found["路丁"][:3] == (Bucket.NEW, UNIT, "副局长")
    for name, post in (("路甲", "火灾防治股股长"), ("路乙", "办公室主任")):
        assert found[name][0] is Bucket.QUESTION
        assert found[name][3][0].choices[0] == f"{UNIT}｜{post}"


def test_a_post_behind_a_unit_that_other_rows_name_is_not_asked_about(desk: Desk, tmp_path: Path):
    file = book(tmp_path / "a.xlsx", f"{UNIT}\n党组书记、局长", f"{UNIT}副局长、一级主任科员")
    found = seen(desk, desk.ask(preview_import, file).token)
    assert [found[name][:3] for name in ("路甲", "路乙")] == [
        (Bucket.NEW, UNIT, "党组书记、局长"),
        (Bucket.NEW, UNIT, "副局长"),
    ]


def test_one_answer_for_all_cuts_them_all_in_the_same_way(desk: Desk, tmp_path: Path):
    others = ("城东区统计局", "城东区信访局")
    file = book(tmp_path / "a.xlsx", f"{UNIT}｜副局长", *[f"{one}办公室主任" for one in (UNIT, *others)])
    token = desk.ask(preview_import, file).token
    choices = {name: row[3][0].choices for name, row in seen(desk, token).items() if row[3]}
    assert [one[0].endswith("｜主任") for one in choices.values()] == [False, True, True], (
        "what is offered first differs"
    )
    answers = desk.ask(alike_answers, token, 3, "unit_post", f"{UNIT}｜办公室主任")
    cut = seen(desk, desk.ask(mend_import, token, {}, answers).token)
    for name, unit in zip("乙丙丁", (UNIT, *others), strict=True):
        assert cut[f"路{name}"][:3] == (Bucket.NEW, unit, "办公室主任")


def test_a_cell_is_cut_by_hand_and_a_unit_given_behind_a_blank_stands(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", *[f"{UNIT}火灾防治股股长"] * 4))
    assert seen(desk, preview.token)["路甲"][3][0].choices[0] == f"{UNIT}｜火灾防治股股长", (
        "an inner post is offered"
    )
    typed = {(2, "unit_post"): f"{UNIT} 火灾防治股股长", (3, "unit_post"): f"{UNIT}｜火灾防治股股长"}
    answers = {(4, "unit_post"): "", (5, "unit_post"): ""}
    mended = seen(desk, desk.ask(mend_import, preview.token, typed, answers).token)
    assert [mended[name][:3] for name in ("路甲", "路乙")] == [(Bucket.NEW, UNIT, "火灾防治股股长")] * 2
    assert mended["路丙"][0] is Bucket.ERROR
    token = desk.ask(mend_import, preview.token, {**typed, (4, "unit"): UNIT}, answers).token
    assert seen(desk, token)["路丙"][:3] == (Bucket.NEW, UNIT, "")
    assert seen(desk, token)["路丁"][0] is Bucket.ERROR


def test_a_rank_is_taken_apart_from_a_post_that_an_answer_cut_off_too(desk: Desk, tmp_path: Path):
    """区司法局副局长、一级主任科员 kept its rank in the post once it had to be asked where the unit ends."""
    texts = (f"{UNIT}副局长、一级主任科员", f"{UNIT}副局长（正科级）")
    token = desk.ask(preview_import, book(tmp_path / "a.xlsx", *texts)).token
    answers = {
        (2, "unit_post"): f"{UNIT}｜副局长、一级主任科员",
        (3, "unit_post"): f"{UNIT}｜副局长（正科级）",
    }
    token = desk.ask(mend_import, token, {}, answers).token
    found = desk.ask(preview_rows, token, desk.ask(preview_places, token))
    assert [(row.unit, row.post) for row in found] == [(UNIT, "副局长")] * 2
    assert [dict(row.written).get("rank") for row in found] == ["principal_1", "section_head"]
    assert [[one.code for one in row.problems] for row in found] == [["roster.rank_in_post"]] * 2


def test_a_rank_in_the_place_of_a_post_that_an_answer_cut_off_is_one(desk: Desk, tmp_path: Path):
    """区司法局二级主任科员 lost its rank without a word once it had to be asked where the unit ends."""
    token = desk.ask(preview_import, book(tmp_path / "a.xlsx", f"{UNIT}二级主任科员")).token
    answers = {(2, "unit_post"): f"{UNIT}｜二级主任科员"}
    token = desk.ask(mend_import, token, {}, answers).token
    (row,) = desk.ask(preview_rows, token, desk.ask(preview_places, token))
    assert (row.unit, row.post, dict(row.written).get("rank")) == (UNIT, "二级主任科员", "principal_2")


def test_a_unit_with_secondment_in_brackets_is_that_unit(desk: Desk, tmp_path: Path):
    lines = [
        ("路甲", invented_id(301), "教育局（挂职）"),
        ("路乙", invented_id(302), f"{OFFICE}(借调)"),
        ("路丙", invented_id(303), "新设局（挂职）"),
    ]
    file = workbook(tmp_path / "a.xlsx", lines, ["姓名", "身份证号", "工作单位"])
    preview = desk.ask(preview_import, file)
    assert set(preview.new_units) == {"新设局"}
    said = [note.params["into"] for note in preview.notes if note.code == "roster.unit_beside"]
    assert said == [BUREAU, OFFICE, "新设局"]
    take_in(desk, file)
    assert rows(desk, "SELECT u.name FROM person p JOIN unit u ON u.id = unit_id WHERE p.name = '路甲'") == [
        (BUREAU,)
    ]
