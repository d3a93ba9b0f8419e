"""Of which team somebody new is (P1.5): certain by a rank, by the unit where nothing speaks against it, else asked."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.exchange.quirks import books
from tests.exchange.quirks.books import Page
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.titles import TEAM_OPEN
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位", "职务", "职称"]
LIBRARY = "城东区图书馆"
HELD = "SELECT name, team, rank, technical_title FROM person WHERE name LIKE '路%' ORDER BY id"


def preview_of(desk: Desk, path: Path, *lines: tuple[str, str, str]):
    whole = [
        (f"路{letter}", invented_id(300 + n), *line)
        for n, (letter, line) in enumerate(zip("甲乙丙丁戊己", lines, strict=False))
    ]
    return desk.ask(preview_import, workbook(path, whole, HEADER))


@pytest.mark.parametrize(
    ("unit", "post", "title", "asked"),
    [
        *((BUREAU, "", "馆员", True), (BUREAU, "工作人员", "会计师", True), (BUREAU, "会计", "会计师", True)),
        *((BUREAU, "科长", "经济师", False), (BUREAU, "科员", "馆员", False), (BUREAU, "", "", False)),
        *((LIBRARY, "", "馆员", False), (LIBRARY, "副馆长", "馆员", False)),
        ("城东区粮油有限公司", "", "工程师", True),
    ],
)
def test_a_title_against_the_unit_is_asked_about(
    desk: Desk, tmp_path: Path, unit: str, post: str, title: str, asked: bool
):
    preview = preview_of(desk, tmp_path / "a.xlsx", (unit, post, title))
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert row.bucket is (Bucket.QUESTION if asked else Bucket.NEW)
    assert [one.code for one in row.problems if one.severity == "question"] == [TEAM_OPEN] * asked


def test_a_grade_of_technical_posts_and_a_team_are_certain(desk: Desk, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "岗位等级", "队伍", "职称"]
    lines = [
        ("路甲", invented_id(301), BUREAU, "专技七级", "", ""),
        ("路乙", invented_id(302), BUREAU, "", "党政干部", "馆员"),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, header))
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert [row[:3] for row in rows(desk, HELD)] == [
        ("路甲", "technical", "technical_associate"),
        ("路乙", "party_government", None),
    ]


def test_one_answer_holds_for_the_title_in_the_unit(desk: Desk, tmp_path: Path):
    preview = preview_of(
        desk,
        tmp_path / "a.xlsx",
        *(
            (BUREAU, "", "会计师"),
            (BUREAU, "工作人员", "会计师"),
            (BUREAU, "", "馆员"),
            (LIBRARY, "", "馆员"),
        ),
    )
    places = desk.ask(preview_places, preview.token, Bucket.QUESTION)
    first, second, third = desk.ask(preview_rows, preview.token, places)
    (asked,) = first.problems
    assert (asked.alike, third.problems[0].alike) == (1, 0)
    assert asked.choices == ("technical", "party_government")
    assert "按单位“城东区教育局”应为党政干部" in text(asked.code, **asked.params)
    assert [one.code for one in second.problems] == [TEAM_OPEN], (
        "nothing is said beside it that the answer may belie"
    )
    answers = desk.ask(alike_answers, preview.token, first.row, "team", "technical")
    assert set(answers) == {(first.row, "team"), (second.row, "team")}
    answers |= {(third.row, "team"): "party_government"}
    preview = desk.ask(mend_import, preview.token, {}, answers)
    assert (preview.counts[Bucket.QUESTION], preview.counts[Bucket.NEW]) == (0, 4)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, HELD) == [
        ("路甲", "technical", "technical_middle", "会计师"),
        ("路乙", "technical", "technical_middle", "会计师"),
        ("路丙", "party_government", None, "馆员"),
        ("路丁", "technical", "technical_middle", "馆员"),
    ]


def test_an_answer_is_taken_by_the_sheet_of_its_row(desk: Desk, tmp_path: Path):
    """Another sheet has ranks: in the one with titles alone a title is the rank all the same, and only of technical staff."""
    cadres = Page(
        [[*HEADER[:4], "职级"], ["路甲", invented_id(301), BUREAU, "科员", "一级科员"]], name="机关"
    )
    staff = [["路乙", "", "会计师"], ["路丙", "", "馆员"], ["路丁", "工作人员", "工程师"]]
    lines = [[name, invented_id(302 + n), BUREAU, *more] for n, (name, *more) in enumerate(staff)]
    preview = desk.ask(
        preview_import, books.write(tmp_path / "a.xlsx", cadres, Page([HEADER, *lines], name="下属"))
    )
    places = desk.ask(preview_places, preview.token, Bucket.QUESTION)
    answers = {
        (row.row, "team"): team
        for row, team in zip(
            desk.ask(preview_rows, preview.token, places),
            ("party_government", "technical", "technical"),
            strict=True,
        )
    }
    preview = desk.ask(mend_import, preview.token, {}, answers)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, HELD) == [
        ("路甲", "party_government", "clerk_1", ""),
        ("路乙", "party_government", None, "会计师"),
        ("路丙", "technical", "technical_middle", "馆员"),
        ("路丁", "technical", "technical_middle", "工程师"),
    ]


@pytest.mark.parametrize(
    ("unit", "post", "rank", "asked"),
    [
        *((BUREAU, "会计", "", True), (BUREAU, "", "", True), (LIBRARY, "会计", "", False)),
        *((BUREAU, "会计", "一级科员", False), (BUREAU, "科员", "", False)),
    ],
)
def test_a_column_of_ranks_that_is_blank_in_the_row_says_nothing_of_the_team(
    desk: Desk, tmp_path: Path, unit: str, post: str, rank: str, asked: bool
):
    line = ("路甲", invented_id(300), unit, post, "会计师", rank)
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [line], [*HEADER, "职级"]))
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert [one.code for one in row.problems if one.severity == "question"] == [TEAM_OPEN] * asked
    if asked:
        preview = desk.ask(mend_import, preview.token, {}, {(row.row, "team"): "technical"})
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
        # the sheet has ranks, and none for this row
        assert rows(desk, HELD) == [("路甲", "technical", None, "会计师")]


@pytest.mark.parametrize(
    ("team", "held"),
    [("technical", ("technical", "technical_middle")), ("party_government", ("party_government", None))],
)
def test_who_is_perhaps_somebody_is_asked_about_before_they_are_decided_to_be_new(
    desk: Desk, tmp_path: Path, team: str, held: tuple[str, str | None]
):
    # two of that name are in the unit
    path = workbook(tmp_path / "a.xlsx", [("王伟", "", BUREAU, "会计", "会计师")], HEADER)
    preview = desk.ask(preview_import, path)
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert (row.bucket, [one.choices for one in row.problems if one.code == TEAM_OPEN]) == (
        Bucket.QUESTION,
        [("technical", "party_government")],
    )
    preview = desk.ask(mend_import, preview.token, {}, {(row.row, "team"): team})
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert (row.bucket, len(row.candidates)) == (Bucket.MAYBE, 2)
    taken = ImportRoster(token=preview.token, digest=preview.digest, decisions=((row.row, 0),))
    desk.execute(taken)
    assert rows(desk, "SELECT team, rank FROM person WHERE technical_title = '会计师'") == [held]
