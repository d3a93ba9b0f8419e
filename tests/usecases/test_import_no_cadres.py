"""Who is no cadre by what a row says is asked about, and never counted silently; one answer holds for the same word."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.no_cadres import CADRE_SETTLED, COMES_IN, NO_CADRE, OUTSIDE, STAYS_OUT, WORKER
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    mend_import,
    passed_places,
    preview_import,
    preview_places,
    preview_rows,
)
from trainingdesk.usecases.roster_files import export_problem_rows

WORDS = ("编外", "劳务派遣", "编外", "工人", "在编")
LINES = [(f"路{letter}", invented_id(300 + n), BUREAU) for n, letter in enumerate("甲乙丙丁戊")]


def book(path: Path, header: str, words: tuple[str, ...] = WORDS) -> Path:
    lines = [(*line, word) for line, word in zip(LINES, words, strict=False)]
    return workbook(path, lines, ["姓名", "身份证号", "工作单位", header])


@pytest.mark.parametrize(
    ("header", "others"),
    [
        *(("编制", []), ("编制性质", []), ("身份", []), ("用工形式", []), ("备注", [])),
        *(("状态", []), ("人员类别", ["roster.team_unknown"]), ("职务", [])),
    ],
)
def test_whoever_is_no_cadre_is_asked_about_wherever_it_is_said(
    desk: Desk, tmp_path: Path, header: str, others: list[str]
):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", header))
    assert preview.counts[Bucket.QUESTION] == 4 + len(others)
    seen = desk.ask(preview_rows, preview.token, [0, 1, 2, 3])
    asked = [[problem.code for problem in row.problems if problem.severity == "question"] for row in seen]
    assert asked == [[OUTSIDE], [OUTSIDE], [OUTSIDE], [WORKER]]
    assert [row.problems[0].alike for row in seen] == [1, 0, 1, 0], "one answer for the same word"
    assert seen[0].problems[0].field == header


def test_no_to_whether_somebody_is_on_the_establishment_is_asked_about(desk: Desk, tmp_path: Path):
    """是否在编 was no column of a roster: who is not was counted like the others."""
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", "是否在编", ("是", "否", "", "否", "编外")))
    seen = desk.ask(preview_rows, preview.token, range(5))
    asked = [[problem.code for problem in row.problems if problem.severity == "question"] for row in seen]
    assert asked == [[], [OUTSIDE], [], [OUTSIDE], [OUTSIDE]]
    assert seen[1].problems[0].alike == 1
    plain = desk.ask(preview_import, book(tmp_path / "b.xlsx", "编制", ("是", "否")))
    assert plain.counts[Bucket.QUESTION] == 0


def test_a_grade_of_workers_is_no_unknown_rank(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", "岗位等级", ("工勤三级", "技术工四级")))
    seen = desk.ask(preview_rows, preview.token, [0, 1])
    assert [[problem.code for problem in row.problems] for row in seen] == [[WORKER], [WORKER]]


def test_both_columns_are_read_and_a_row_is_asked_about_once(desk: Desk, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "编制", "身份"]
    lines = [(*LINES[0], "事业编制", "工人"), (*LINES[1], "编外", "工人"), (*LINES[2], "行政编制", "干部")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, header))
    seen = desk.ask(preview_rows, preview.token, [0, 1, 2])
    assert [[problem.code for problem in row.problems] for row in seen] == [[WORKER], [OUTSIDE], []]


def test_one_answer_leaves_all_of_a_word_out_and_another_takes_one_in(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", "编制"))
    first, second, _third, worker = (row.row for row in desk.ask(preview_rows, preview.token, [0, 1, 2, 3]))
    answers = desk.ask(alike_answers, preview.token, first, NO_CADRE, STAYS_OUT)
    assert len(answers) == 2
    answers |= {(second, NO_CADRE): COMES_IN}
    preview = desk.ask(mend_import, preview.token, {}, answers)
    assert (preview.counts[Bucket.QUESTION], preview.counts[Bucket.NEW], preview.passed) == (1, 2, 2)
    out = desk.ask(preview_rows, preview.token, desk.ask(passed_places, preview.token))
    assert [row.name for row in out] == ["路甲", "路丙"]
    (said,) = out[0].problems
    assert "路甲不是干部" in text(said.code, **said.params)
    assert out[0].mends == ()
    (left,) = desk.ask(preview_places, preview.token, Bucket.QUESTION)
    # another cell of that row put right asks no less
    preview = desk.ask(mend_import, preview.token, {(worker, "name"): "路定"}, answers)
    (row,) = desk.ask(preview_rows, preview.token, [left])
    assert (row.name, [problem.code for problem in row.problems]) == ("路定", [WORKER])
    answers[worker, NO_CADRE] = STAYS_OUT
    preview = desk.ask(mend_import, preview.token, {}, answers)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, "SELECT name FROM person WHERE name LIKE '路%' ORDER BY name") == [("路乙",), ("路戊",)]


def test_somebody_of_the_roster_who_is_left_out_is_neither_changed_nor_missing(desk: Desk, tmp_path: Path):
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ("丁宁", invented_id(1), OFFICE, "司机", "编外"),
            ("于洋", invented_id(2, male=False), OFFICE, "", "在编"),
        ],
        ["姓名", "身份证号", "工作单位", "职务", "编制"],
    )
    preview = desk.ask(preview_import, path)
    missing = preview.counts["left"]
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token, Bucket.QUESTION))
    preview = desk.ask(mend_import, preview.token, {}, {(row.row, NO_CADRE): STAYS_OUT})
    assert (preview.passed, preview.counts["left"]) == (1, missing)


def test_who_was_taken_in_all_the_same_is_not_asked_about_again(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", "用工形式", ("聘用", "聘用")))
    first, second = (row.row for row in desk.ask(preview_rows, preview.token, [0, 1]))
    answers = {(first, NO_CADRE): COMES_IN, (second, NO_CADRE): STAYS_OUT}
    preview = desk.ask(mend_import, preview.token, {}, answers)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    # the next file: of the one who came in nothing is asked, of the one who stayed out and of a newcomer it is
    path = book(tmp_path / "b.xlsx", "用工形式", ("聘用", "聘用", "聘用"))
    preview = desk.ask(preview_import, path)
    seen = desk.ask(preview_rows, preview.token, [0, 1, 2])
    assert [[problem.code for problem in row.problems] for row in seen] == [
        [CADRE_SETTLED],
        [OUTSIDE],
        [OUTSIDE],
    ]
    # by another word it is asked, and what was settled can be settled anew
    other = desk.ask(preview_import, book(tmp_path / "c.xlsx", "用工形式", ("临时工",)))
    (row,) = desk.ask(preview_rows, other.token, [0])
    assert [problem.code for problem in row.problems] == [OUTSIDE]
    preview = desk.ask(preview_import, path)
    preview = desk.ask(mend_import, preview.token, {}, {(seen[0].row, NO_CADRE): STAYS_OUT})
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(passed_places, preview.token))
    assert row.name == "路甲"


def test_a_word_that_was_typed_over_asks_nothing_any_more(desk: Desk, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "职务", "职级", "编制"]
    lines = [
        (*LINES[0], "科员", "工人", ""),
        (*LINES[1], "工人", "一级科员", ""),
        (*LINES[2], "科员", "工人", "编外"),
        (*LINES[3], "工人", "工人", ""),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, header))
    typed = {
        (2, "rank"): "一级科员",
        (3, "post"): "科员",
        (4, "rank"): "一级科员",
        (5, "rank"): "工勤三级",
    }
    preview = desk.ask(mend_import, preview.token, typed, {})
    seen = desk.ask(preview_rows, preview.token, [0, 1, 2, 3])
    asked = [[(one.code, one.field) for one in row.problems if one.severity == "question"] for row in seen]
    assert asked == [[], [], [(OUTSIDE, "编制")], [(WORKER, "职务")]]
    assert [row.bucket for row in seen] == [Bucket.NEW] * 2 + [Bucket.QUESTION] * 2
    assert [(one.field, one.old) for row in seen for one in row.mends] == [
        *(("rank", "工人"), ("post", "工人"), ("rank", "工人"), ("rank", "工人"))
    ]
    # with the one word gone the other cell still says it, and with both gone nothing does
    for more, left in (
        ({(5, "post"): "科员"}, [(WORKER, "职级")]),
        ({(5, "post"): "科员", (5, "rank"): ""}, []),
    ):
        preview = desk.ask(mend_import, preview.token, {**typed, **more}, {})
        (row,) = desk.ask(preview_rows, preview.token, [3])
        assert [(one.code, one.field) for one in row.problems] == left
    back = tmp_path / "back.xlsx"
    export_problem_rows(desk, preview.token, back, day=preview.day)
    said = [str(cell.value) for page in load_workbook(back) for line in page.iter_rows() for cell in line]
    assert any("原为“工人”" in one for one in said)
    assert not any("原为“”" in one for one in said)


@pytest.mark.parametrize(
    ("header", "cell", "asked"),
    [
        ("备注", "编外；2026年3月入职", (OUTSIDE, "编外")),
        ("备注", "劳务派遣人员，2026年3月入职", (OUTSIDE, "劳务派遣人员")),
        ("备注", "2026年3月入职 临时工", (OUTSIDE, "临时工")),
        ("职务", "司机（编外）", (OUTSIDE, "编外")),
        ("职务", "司机(编 外)", (OUTSIDE, "编外")),
        ("身份", "合同制（编外）", (OUTSIDE, "合同制")),
        ("身份", "公务员、聘用制", (OUTSIDE, "聘用制")),
        ("编制", "事业编制/工勤", (WORKER, "工勤")),
        ("职务", "技术工一级（技师）", (WORKER, "技术工一级")),
        # they may be on the establishment since, or have come as that: only a person knows
        ("备注", "2026年7月劳务派遣转入", (OUTSIDE, "劳务派遣")),
        ("备注", "会计证；由编外人员转正", (OUTSIDE, "编外人员")),
        ("备注", "2026.3 辅警入职", (OUTSIDE, "辅警")),
        ("身份", "聘用制公务员", None),
        ("备注", "2026年7月从劳务派遣公司转入", None),
        ("职务", "工人文化宫主任", None),
        ("职务", "区工人文化宫主任（正科级）", None),
        ("备注", "1998.07-2003.05 区农机厂 工人；2003年5月至今 区政府办 科员", None),
        ("备注", "2020年由工人转为干部", None),
    ],
)
def test_a_part_of_a_cell_and_what_stands_in_brackets_say_it_too(
    desk: Desk, tmp_path: Path, header: str, cell: str, asked: tuple[str, str] | None
):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", header, (cell,)))
    (row,) = desk.ask(preview_rows, preview.token, [0])
    found = [
        (problem.code, problem.params["value"])
        for problem in row.problems
        if problem.code in {OUTSIDE, WORKER}
    ]
    assert found == ([asked] if asked else [])


def test_one_answer_holds_for_a_word_whatever_stands_beside_it_and_that_is_asked_too(
    desk: Desk, tmp_path: Path
):
    words = ("编外；2026年3月入职", "编外，2025年1月入职", "编外")
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", "备注", words))
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert len(desk.ask(alike_answers, preview.token, row.row, NO_CADRE, STAYS_OUT)) == 3
    # the rank beside the word is no less unknown
    preview = desk.ask(preview_import, book(tmp_path / "b.xlsx", "职级", ("某某级、编外",)))
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert [problem.code for problem in row.problems] == [OUTSIDE, "roster.rank_unknown"]
    preview = desk.ask(mend_import, preview.token, {}, {(row.row, NO_CADRE): COMES_IN})
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert [problem.code for problem in row.problems if problem.severity == "question"] == [
        "roster.rank_unknown"
    ]


def test_what_a_cell_said_that_was_typed_over_is_all_of_it(desk: Desk, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "编制", "职务"]
    lines = [(*LINES[0], "", "司机（编外）"), (*LINES[1], "工勤", "司机（编外）")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, header))
    typed = {(2, "post"): "科员", (3, "post"): "司机（临时工）"}
    preview = desk.ask(mend_import, preview.token, typed, {})
    first, second = desk.ask(preview_rows, preview.token, [0, 1])
    assert ([(one.field, one.old) for one in first.mends], first.problems) == ([("post", "司机（编外）")], ())
    assert [(one.field, one.old) for one in second.mends] == [("post", "司机（编外）")]
    assert [(one.code, one.params["value"]) for one in second.problems] == [(WORKER, "工勤")]


@pytest.mark.parametrize("header", ["编制性质", "身份", "人员类别"])
def test_people_of_a_community_are_asked_about_where_it_says_how_they_are_employed(
    desk: Desk, tmp_path: Path, header: str
):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", header, ("社区", "社区工作者", "行政编制")))
    seen = desk.ask(preview_rows, preview.token, [0, 1])
    assert [OUTSIDE in [one.code for one in row.problems] for row in seen] == [True, True]
    noted = desk.ask(preview_import, book(tmp_path / "b.xlsx", "备注", ("社区", "驻村")))
    shown = desk.ask(preview_rows, noted.token, [0, 1])
    assert OUTSIDE not in [one.code for row in shown for one in row.problems], "a place in a remark"


def test_who_works_on_behind_their_retirement_is_asked_about_at_the_post_too(desk: Desk, tmp_path: Path):
    words = ("南门社区副书记（返聘）", "返聘", "副书记")
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", "职务", words))
    seen = desk.ask(preview_rows, preview.token, [0, 1, 2])
    asked = [[one.params["value"] for one in row.problems if one.code == OUTSIDE] for row in seen]
    assert asked == [["返聘"], ["返聘"], []]
    noted = desk.ask(preview_import, book(tmp_path / "b.xlsx", "备注", ("返聘",)))
    (row,) = desk.ask(preview_rows, noted.token, [0])
    assert [one.code for one in row.problems] == ["roster.remark_rehired"], "once"
