"""Columns that only a header further down has: shown with the row they hold from, chosen and remembered like all."""

from pathlib import Path

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.exchange.roster_sheets import LATER
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows

HEADER = ["姓名", "身份证号", "工作单位", "甲栏"]
AGAIN = ["工作单位", "姓名", "身份证号", "职务", "联系电话", "附记"]
LINES = [
    ("路新", invented_id(101), OFFICE, "科员"),
    tuple(AGAIN),
    (OFFICE, "傅江", invented_id(102), "科长", "13900000001", "13900000009"),
]


def book(tmp_path: Path) -> Path:
    return workbook(tmp_path / "名册.xlsx", LINES, HEADER)


def shown(preview) -> list[tuple]:
    return [(one.index, one.header, one.field, one.row, one.sample) for one in preview.columns]


def people(desk: Desk, preview) -> dict[str, dict[str, str]]:
    found = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    return {row.name: dict(row.written) for row in found}


def test_they_stand_behind_the_others_with_their_row(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, book(tmp_path))
    assert shown(preview)[3:] == [
        (3, "甲栏", "", 0, "科员"),
        (LATER, "职务", "post", 4, "科长"),
        (LATER + 1, "联系电话", "phone", 4, "139****0001"),
        (LATER + 2, "附记", "", 4, "****"),
    ]
    # only one that the later header leaves blank may hold the same
    assert [one.apart for one in preview.columns[3:]] == [frozenset(), *[frozenset({3})] * 3]


def test_they_are_given_something_else_and_switched_off(desk: Desk, tmp_path: Path):
    file = book(tmp_path)
    chosen = {one.index: one.field for one in desk.ask(preview_import, file).columns}
    chosen |= {LATER: "", LATER + 1: "", LATER + 2: "phone"}
    preview = desk.ask(preview_import, file, chosen)
    assert {one.index: one.field for one in preview.columns} == chosen
    told = people(desk, preview)["傅江"]
    assert (told.get("post"), told["phone"]) == (None, "139****0009")
    # two headers call one thing differently: each of its rows has it from its own column
    chosen |= {3: "post", LATER: "post"}
    preview = desk.ask(preview_import, file, chosen)
    assert {one.index: one.field for one in preview.columns} == chosen
    assert {name: written["post"] for name, written in people(desk, preview).items()} == {
        "路新": "科员",
        "傅江": "科长",
    }
    assert not any(note.code == "roster.column_unused" and note.field == "职务" for note in preview.notes)


def test_the_choice_is_remembered_by_the_layout_whatever_the_sheet_s_width(desk: Desk, tmp_path: Path):
    file = book(tmp_path)
    chosen = {one.index: one.field for one in desk.ask(preview_import, file).columns}
    chosen |= {LATER: "note", LATER + 2: "phone", LATER + 1: ""}
    preview = desk.ask(preview_import, file, chosen)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, "SELECT post, note, phone FROM person WHERE name = '傅江'") == [
        ("", "科长", "13900000009")
    ]
    wide = [(*line, *[""] * 9, "x")[:12] for line in LINES]
    again = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", wide, HEADER))
    assert again.remembered
    assert {one.index: one.field for one in again.columns} == chosen
    # another header further down is another layout
    other = [LINES[0], (*AGAIN[:5], "补充"), LINES[2]]
    assert not desk.ask(preview_import, workbook(tmp_path / "c.xlsx", other, HEADER)).remembered
