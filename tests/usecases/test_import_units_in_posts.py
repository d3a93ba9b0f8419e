"""A list without units whose posts begin with one: 教育局副局长 below 职务 is of 教育局, where every post says so."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.units_in_posts import units_in_posts
from trainingdesk.shared.text import text
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "职务"]
SAID = "roster.units_in_posts"


def look(desk: Desk, path: Path, *posts: str):
    lines = [
        (f"路{name}", invented_id(n), post)
        for n, (name, post) in enumerate(zip("甲乙丙丁", posts, strict=False), 301)
    ]
    return desk.ask(preview_import, workbook(path, lines, HEADER))


def seen(desk: Desk, token: str) -> list[tuple]:
    found = desk.ask(preview_rows, token, desk.ask(preview_places, token))
    return [(row.bucket, row.unit, row.post) for row in found]


def test_the_units_that_all_posts_begin_with_are_taken_and_said_once(desk: Desk, tmp_path: Path):
    preview = look(
        desk, tmp_path / "a.xlsx", "教育局办公室主任", "区教育局党委书记、局长", "", f"{OFFICE}\n副部长"
    )
    assert seen(desk, preview.token) == [
        (Bucket.NEW, BUREAU, "办公室主任"),
        (Bucket.NEW, BUREAU, "党委书记、局长"),
        (Bucket.ERROR, "", ""),
        (Bucket.NEW, OFFICE, "副部长"),
    ], "a blank post says nothing against the others, and names no unit"
    (note,) = [one for one in preview.notes if one.code == SAID]
    assert (note.params["column"], note.params["count"]) == ("职务", 3)
    assert f"{BUREAU}｜办公室主任" in text(note.code, **note.params)


def test_what_else_a_post_says_is_read_behind_the_unit(desk: Desk, tmp_path: Path):
    preview = look(desk, tmp_path / "a.xlsx", "教育局局长（2022.3）", "教育局副局长（正科级）")
    found = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    assert [(row.unit, row.post) for row in found] == [(BUREAU, "局长"), (BUREAU, "副局长")]
    assert dict(found[0].written)["post_from"] == "2022-03"
    assert dict(found[1].written)["rank"] == "section_head"


def test_somebody_who_is_known_stays_unchanged(desk: Desk, tmp_path: Path):
    lines = [("丁宁", invented_id(1), "组织部干部"), ("于洋", invented_id(2, male=False), "组织部干部")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER))
    assert preview.counts["same"] == 2


@pytest.mark.parametrize(
    "other",
    [
        "副局长",
        "城东区民政局局长",
        "教育局实验小学校长",
        "组织部副部长（挂职）",
        "教育局",
        "某某站站长",
    ],
)
def test_where_one_post_says_otherwise_nothing_is_guessed(desk: Desk, tmp_path: Path, other: str):
    preview = look(desk, tmp_path / "a.xlsx", "教育局局长", "教育局副局长", other)
    assert [(bucket, unit) for bucket, unit, _post in seen(desk, preview.token)] == [(Bucket.ERROR, "")] * 3
    assert SAID not in [note.code for note in preview.notes]


def test_a_row_put_right_is_no_list_of_its_own(desk: Desk, tmp_path: Path):
    """It is read again alone: its post may begin with a unit, and the others say that this is none."""
    preview = look(desk, tmp_path / "a.xlsx", "教育局局长", "副局长")
    token = desk.ask(mend_import, preview.token, {(2, "phone"): "13900001111"}, {}).token
    assert seen(desk, token)[0] == (Bucket.ERROR, "", "教育局局长")


@pytest.mark.parametrize("cells", [("办公室主任", "办公室副主任"), ("", " "), (7.0,), ("区委办公室" * 99,)])
def test_a_word_that_any_unit_may_use_and_what_is_no_text_name_no_unit(cells: tuple):
    known = {"办公室": "城东区委办公室", "区委办公室": "城东区委办公室"}
    assert units_in_posts(cells, known, (5, 3)) is None
    assert units_in_posts(("区委办公室主任",), known, (5, 3)) == [("城东区委办公室", "主任")]
