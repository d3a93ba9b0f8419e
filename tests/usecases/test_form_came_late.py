"""A form that comes back late: what nobody touched in it says nothing, what both sides changed is shown and left."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import TestClock
from tests.usecases.test_gate import rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_template import change
from tests.usecases.training_facts import write
from trainingdesk.domain.roster import keys
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_merge import MergePeople
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows
from trainingdesk.usecases.roster_files import export_template

OFFICE, BUREAU = 1, 3
SENT_ON = "2026-06-12"


@pytest.fixture
def form(desk: Desk, clock: TestClock, tmp_path: Path) -> Path:
    """A form went out; thirty days later one of its people is noted in another unit, another in a new post."""
    path = tmp_path / "组织部填报表.xlsx"
    assert export_template(desk, path, OFFICE) == 3
    clock.forward(days=30)
    desk.execute(change_of(desk, "于洋", post="副部长", unit_id=BUREAU))
    desk.execute(change_of(desk, "丁宁", post="部长", phone="13988888888", keep_phone=False))
    clock.forward(days=10)
    return path


def edit_row(path: Path, name: str, **cells: str) -> None:
    def edit(body: list[list[Any]], at: dict[str, int]) -> None:
        row = next(row for row in body if row[at["姓名"]] == name)
        for header, value in cells.items():
            row[at[header]] = value

    change(path, edit)


def look(desk: Desk, path: Path) -> tuple[Any, dict[str, Any], list[str]]:
    """Return the preview, name → (bucket, field → (new value, day of the conflict, left by default)), and the notes."""
    preview = desk.ask(preview_import, path)
    found = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token), preview.day)
    people = {
        row.name: (row.bucket, {c.field: (c.new, c.conflict, bool(c.older)) for c in row.changes})
        for row in found
    }
    return preview, people, [text(note.code, **note.params) for note in preview.notes]


def whole(desk: Desk) -> list[Any]:
    tables = ("person", "unit_period", "post_period", "team_period", "status_period")
    return [rows(desk, f"SELECT * FROM {table} ORDER BY id") for table in tables]


def test_untouched_it_turns_nobody_back(desk: Desk, form: Path):
    before = whole(desk)
    preview, people, notes = look(desk, form)
    assert people == {name: (Bucket.SAME, {}) for name in ("丁宁", "于洋", "单小芳")}
    assert notes == [
        f"本填报表于 {SENT_ON} 导出。有 4 个单元格与导出时一致、未作填改，而名册此后已有改动，这些单元格不作数。"
    ]
    said = preview.day.isoformat(), preview.day_of_form, preview.day_from
    assert said == (SENT_ON, True, ""), "如 2021-05 is no day of the file"
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=preview.day))
    assert whole(desk) == before


def test_what_the_unit_changed_comes_in_and_what_both_changed_is_asked(desk: Desk, form: Path):
    edit_row(form, "丁宁", 手机="13977777777", 学历="研究生")
    edit_row(form, "于洋", 职务="办公室主任")
    preview, people, notes = look(desk, form)
    assert people["丁宁"] == (
        Bucket.UPDATE,
        {"phone": ("139****7777", "2026-07-12", True), "education": ("研究生", "", False)},
    )
    assert people["于洋"] == (Bucket.UPDATE, {"post": ("办公室主任", "2026-07-12", True)})
    assert any("有 2 处内容" in note for note in notes)
    assert len(preview.conflicts) == 2
    result = desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=preview.day)).result
    assert (result["updated"], result["older"]) == (1, 2)
    assert rows(
        desk, "SELECT phone, education, post FROM person WHERE name IN ('丁宁', '于洋') ORDER BY id"
    ) == [
        ("13988888888", "研究生", "部长"),
        ("13900000002", "大学", "副部长"),
    ]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(result["batch_id"]), "all": "1"})
    assert sum("两边都作了改动" in str(row.cells[4]) for row in table.rows) == 2
    # whoever wants the form's value has it
    preview, people, _notes = look(desk, form)
    row = next(
        row
        for row in desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
        if row.name == "于洋"
    )
    wanted = ImportRoster(token=preview.token, digest=preview.digest, taken_fields=((row.row, "post"),))
    desk.execute(wanted)
    assert rows(desk, "SELECT post FROM person WHERE name = '于洋'") == [("办公室主任",)]


def test_what_was_changed_and_changed_back_is_no_conflict(desk: Desk, form: Path):
    edit_row(form, "丁宁", 手机="13977777777")
    desk.execute(UndoLast())
    assert look(desk, form)[1]["丁宁"] == (Bucket.UPDATE, {"phone": ("139****7777", "", False)})


def test_since_when_of_a_former_post_is_not_written_to_the_new_one(desk: Desk, form: Path):
    write(desk.path, ("UPDATE person SET post_from = '' WHERE name = '丁宁'", ()))
    edit_row(form, "丁宁", 任现职时间="2024.03")
    preview, people, _notes = look(desk, form)
    assert people["丁宁"] == (Bucket.SAME, {})
    row = next(
        row
        for row in desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
        if row.name == "丁宁"
    )
    assert [(one.name, one.code) for one in row.problems] == [("post_from", "roster.since_before_former")]
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, "SELECT post, post_from FROM person WHERE name = '丁宁'") == [("部长", "")]


@pytest.mark.parametrize("how", ["keys gone", "sorted without its keys"])
def test_rows_are_held_against_what_was_sent_of_their_own_person(desk: Desk, form: Path, how: str):
    def edit(body: list[list[Any]], at: dict[str, int]) -> None:
        key = at["训务台识别码（请勿改动）"]
        keys = [row[key] for row in body]
        for row, other in zip(body, keys[1:] + keys[:1], strict=True):
            row[key] = None if how == "keys gone" else other

    change(form, edit)
    _preview, people, _notes = look(desk, form)
    assert people == {name: (Bucket.SAME, {}) for name in ("丁宁", "于洋", "单小芳")}


@pytest.mark.parametrize("spoilt", [False, True], ids=["restored", "made before there was a day"])
def test_without_what_the_log_says_it_is_any_file(desk: Desk, form: Path, spoilt: bool):
    """The desk was restored from a backup since, or the form is of an older program."""
    book = load_workbook(form)
    sheet = book["填报表信息"]
    for row in list(sheet.iter_rows()):
        if row[0].value == "log" and not spoilt:
            row[1].value = "1-000000000000"
    if spoilt:
        for number in range(sheet.max_row, 0, -1):
            if sheet.cell(number, 1).value in {"made", "log", "fields", "sent"}:
                sheet.delete_rows(number)
    said = {}
    for row in sheet.iter_rows(values_only=True):
        said.setdefault(row[0], []).append(row[1])
    facts = keys.FormFacts(
        said["desk"][0],
        tuple(map(int, said["unit"])),
        tuple(map(int, said["person"])),
        said.get("made", [""])[0],
        said.get("log", [""])[0],
        tuple(said["fields"][0].split(",")) if "fields" in said else (),
        dict(map(keys._sent, said.get("sent", ()))),
    )
    sheet.cell(sheet.max_row, 2).value = keys._facts_check(facts)
    book.save(form)
    _preview, people, notes = look(desk, form)
    assert set(people["于洋"][1]) == {"post", "unit"}
    assert notes == []


def test_of_a_record_that_was_merged_since_nothing_comes_back(desk: Desk, form: Path, tmp_path: Path):
    kept, lost = (
        rows(desk, f"SELECT id FROM person WHERE name = '{name}'")[0][0] for name in ("王伟", "于洋")
    )
    write(desk.path, (f"UPDATE person SET id_number = NULL, sex = NULL, birth = '' WHERE id = {kept}", ()))
    versions = dict(rows(desk, f"SELECT id, version FROM person WHERE id IN ({kept}, {lost})"))
    desk.execute(
        MergePeople(
            kept_id=kept,
            lost_id=lost,
            kept_version=versions[kept],
            lost_version=versions[lost],
            from_lost=("name", "id_number", "sex", "birth"),
        )
    )
    _preview, people, _notes = look(desk, form)
    assert people["于洋"] == (Bucket.SAME, {})
