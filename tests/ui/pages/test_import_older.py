"""In the wizard: what is older than the roster is not ticked, by the day that is typed; changes are said before notes."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import OpenPage, dialog_of
from tests.ui.walk import clipped
from tests.usecases.test_gate import rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.import_views import ImportSide, PreviewChange, PreviewProblem, PreviewRow
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.text import set_language
from trainingdesk.ui.pages.roster.choices import Choices, weigh
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, DONE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.import_heaps import KEPT, LEFT
from trainingdesk.ui.pages.roster.import_tables import why
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import, rows_numbered


def boxes(wizard: ImportDialog) -> dict[str, QCheckBox]:
    found = wizard.rows.detail.findChildren(QCheckBox)
    return {box.text().partition("：")[0]: box for box in found if box.isVisible()}


def test_another_day_of_the_file_unticks_what_is_older(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    (unit,) = rows(desk, f"SELECT id FROM unit WHERE name = '{BUREAU}'")[0]
    desk.execute(change_of(desk, "丁宁", unit_id=unit, day="2026-02"))
    lines = [("丁宁", invented_id(1), OFFICE, "13900000009")]
    file = workbook(tmp_path / "名册.xlsx", lines, ["姓名", "身份证号", "工作单位", "手机"])
    page = open_page("roster")
    wizard = dialog_of(page, qtbot, "roster.import")
    assert isinstance(wizard, ImportDialog)
    wizard.read(str(file))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)

    def look() -> dict[str, bool]:
        wizard.next()
        settled(qtbot, page)
        qtbot.waitUntil(lambda: wizard.step == ROWS and "手机" in boxes(wizard))
        return {name: box.isChecked() for name, box in boxes(wizard).items() if name in {"工作单位", "手机"}}

    assert look() == {"工作单位": True, "手机": True}, "today’s file knows of the transfer"
    wizard.back()
    wizard.columns.day.set_value(date(2026, 1, 31))
    assert look() == {"工作单位": False, "手机": True}
    wizard.next()
    qtbot.waitUntil(lambda: wizard.step == DONE and not wizard.busy)
    assert "1 处较旧内容未改" in wizard.end.details.text()
    assert rows(desk, "SELECT unit_id, phone FROM person WHERE id = 1") == [(unit, "13900000009")]


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_rows_that_are_older_altogether_are_a_heap_of_their_own(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path, lang: str
):
    set_language(lang)
    (unit,) = rows(desk, f"SELECT id FROM unit WHERE name = '{BUREAU}'")[0]
    desk.execute(change_of(desk, "丁宁", unit_id=unit, day="2026-02"))
    lines = [
        ("丁宁", invented_id(1), OFFICE, ""),
        ("于洋", invented_id(2, male=False), OFFICE, "13900000009"),
    ]
    file = workbook(tmp_path / "名册2026-01-31.xlsx", lines, ["姓名", "身份证号", "工作单位", "手机"])
    page = open_page("roster")
    wizard = dialog_of(page, qtbot, "roster.import")
    assert isinstance(wizard, ImportDialog)
    wizard.read(str(file))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    wizard.next()
    settled(qtbot, page)
    heaps = [wizard.rows.buckets.item(place).text() for place in range(wizard.rows.buckets.count())]
    older = {"zh_CN": "早于名册  1", "en": "Older than the roster  1"}[lang]
    assert older in heaps
    assert heaps[0].endswith("  1"), "the updates that change something"
    wizard.rows.buckets.setCurrentRow(heaps.index(older))
    settled(qtbot, page)
    table = wizard.rows.rows.rows
    assert [table.row(place).name for place in range(len(table.ids))] == ["丁宁"]
    what = next(column for column in table.columns if column.key == "what")
    assert what.chip(table.row(0)).word == {"zh_CN": "早于名册", "en": "Older than the roster"}[lang]
    assert clipped(wizard.rows) == []
    counted = {
        "zh_CN": "更新 1 人 · 相同 0 人 · 早于名册 1 人",
        "en": "1 updated · 0 unchanged · 1 older than the roster",
    }[lang]
    assert counted in wizard.rows.summary.text()
    wizard.rows.detail.field_taken.emit(2, "unit", True)
    assert what.chip(table.row(0)).word == {"zh_CN": "更新", "en": "Updated"}[lang]
    assert "2" in wizard.rows.summary.text()
    assert wizard.rows.buckets.item(0).text().endswith("  2"), (
        "counted where it now belongs, and still in sight"
    )
    wizard.rows.detail.field_taken.emit(2, "unit", False)
    # by another day nothing of it is older
    wizard.back()
    wizard.columns.day.set_value(date(2026, 6, 12))
    wizard.next()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: wizard.step == ROWS and not wizard.busy)
    assert older not in [
        wizard.rows.buckets.item(place).text() for place in range(wizard.rows.buckets.count())
    ]


def test_changes_are_said_before_notes():
    note = PreviewProblem("roster.since_left", {}, "", Severity.NOTE)
    row = PreviewRow(
        row=2,
        place="2",
        bucket=Bucket.UPDATE,
        name="路新",
        unit=OFFICE,
        post="",
        id_masked="",
        person_id=1,
        changes=(PreviewChange("rank", "principal_3", "principal_4"),),
        side=ImportSide(0, "路新", "", "", "", OFFICE, "", "", "", ""),
        candidates=(),
        problems=(note,),
    )
    assert why(row).startswith("职务层次/职级：三级主任科员 → 四级主任科员；")


def test_who_may_have_left_goes_by_the_day_of_the_file(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    (unit,) = rows(desk, f"SELECT id FROM unit WHERE name = '{OFFICE}'")[0]
    desk.execute(change_of(desk, "王伟", unit_id=unit, day="2026-05"))
    lines = [("丁宁", invented_id(1), OFFICE), ("于洋", invented_id(2, male=False), OFFICE)]
    file = workbook(tmp_path / "名册.xlsx", lines, ["姓名", "身份证号", "工作单位"])
    page = open_page("roster")
    wizard = dialog_of(page, qtbot, "roster.import")
    assert isinstance(wizard, ImportDialog)
    wizard.read(str(file))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)

    def missing() -> list[str]:
        wizard.next()
        settled(qtbot, page)
        qtbot.waitUntil(lambda: wizard.step == ROWS and not wizard.busy)
        heaps = wizard.rows.buckets
        heaps.setCurrentRow(heaps.count() - 1)
        settled(qtbot, page)
        assert heaps.currentItem().text().endswith(str(len(wizard.rows.people.rows.ids)))
        found = wizard.rows.people.rows
        return [found.row(place).name for place in range(len(found.ids))]

    assert sorted(missing()) == sorted(["王伟", "单小芳"])
    assert wizard.rows.choices.left == {}
    wizard.rows.detail.left_said.emit(6, PersonStatus.RETIRED)
    wizard.back()
    wizard.columns.day.set_value(date(2026, 3, 31))
    assert missing() == ["单小芳"]
    assert wizard.rows.choices.left == {}, "nobody has left who came later"


def test_what_is_left_of_an_update_is_counted_anew_by_another_day_of_the_file(desk: Desk, tmp_path: Path):
    (unit,) = rows(desk, f"SELECT id FROM unit WHERE name = '{BUREAU}'")[0]
    desk.execute(change_of(desk, "丁宁", unit_id=unit, day="2026-02"))
    lines = [("丁宁", invented_id(1), OFFICE, "13900000009")]
    preview = desk.ask(
        preview_import, workbook(tmp_path / "名册.xlsx", lines, ["姓名", "身份证号", "工作单位", "手机"])
    )

    def look(numbers: set[int]) -> tuple[PreviewRow, ...]:
        return desk.ask(rows_numbered, preview.token, numbers, choices.day)

    choices = Choices(day=preview.day)
    choices.take_field(2, "phone", take=False)
    choices.note_emptied(*look({2}))
    assert (choices.expected(preview).updated, choices.expected(preview).same) == (1, 0), "the unit is taken"
    choices.day = date(2026, 1, 31)
    weigh(choices, look)
    assert (choices.expected(preview).updated, choices.expected(preview).same) == (0, 1)
    done = desk.execute(choices.command(preview)).result
    assert (done["updated"], done["same"]) == (0, 1)


def test_what_is_left_out_is_counted_where_it_belongs_and_can_be_taken_back(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    lines = [
        ("丁宁", invented_id(1), OFFICE, "13900000008"),
        ("于洋", invented_id(2, male=False), OFFICE, "13900000009"),
        ("路新", "", OFFICE, ""),
    ]
    file = workbook(tmp_path / "名册.xlsx", lines, ["姓名", "身份证号", "工作单位", "手机"])
    page = open_page("roster")
    wizard = dialog_of(page, qtbot, "roster.import")
    assert isinstance(wizard, ImportDialog)
    wizard.read(str(file))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    wizard.next()
    settled(qtbot, page)
    heaps = wizard.rows.buckets

    def shown() -> list[str]:
        return [heaps.item(place).text() for place in range(heaps.count())]

    assert shown()[:2] == ["更新  2", "新增  1"]
    boxes(wizard)["手机"].setChecked(False)
    assert [*shown()[:2], shown()[-1]] == ["更新  1", "新增  1", "人工不采纳  1"], (
        "below, where it moves no other"
    )
    assert wizard.rows.rows.current_row().name == "丁宁", "still in sight"
    assert "更新 1" in wizard.rows.summary.text()
    heaps.choose(KEPT)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: "手机" in boxes(wizard))
    boxes(wizard)["手机"].setChecked(True)
    assert [*shown()[:2], shown()[-1]] == ["更新  2", "新增  1", "人工不采纳  0"]
    boxes(wizard)["手机"].setChecked(False)
    heaps.choose(Bucket.NEW.value)
    settled(qtbot, page)
    wizard.rows.detail.row_taken.emit(4, False)
    assert [*shown()[:2], shown()[-1]] == ["更新  1", "新增  0", "人工不采纳  2"]
    wizard.next()
    qtbot.waitUntil(lambda: wizard.step == DONE and not wizard.busy)
    assert wizard.end.words.text() == "新增 0 人，更新 1 人。"


def test_who_is_near_a_newcomer_is_missing_once_that_one_is_said_to_be_new(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    """With one answer, and without reading anything anew; taken back, nobody proposes that they have left."""
    lines = [("丁佇", "男", "1980.05.12", OFFICE, "13900000001"), ("于洋", "女", "1980.05.12", OFFICE, "")]
    file = workbook(tmp_path / "名册.xlsx", lines, ["姓名", "性别", "出生年月日", "工作单位", "手机"])
    page = open_page("roster")
    wizard = dialog_of(page, qtbot, "roster.import")
    assert isinstance(wizard, ImportDialog)
    wizard.read(str(file))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    wizard.next()
    settled(qtbot, page)
    rows_step = wizard.rows

    def missing() -> list[str]:
        rows_step.buckets.choose(LEFT)
        settled(qtbot, page)
        return [rows_step.people.rows.row(n).name for n in range(len(rows_step.people.rows.ids))]

    assert missing() == ["单小芳"]
    rows_step.buckets.choose(Bucket.MAYBE.value)
    settled(qtbot, page)
    row = rows_step.rows.current_row()
    rows_step.detail.decided.emit(row.row, 0, (row.settles, row.stays))
    assert sorted(missing()) == ["丁宁", "单小芳"]
    rows_step.left.say_one(1, PersonStatus.LEFT)
    assert rows_step.choices.expected(wizard.preview).left == 1
    command = rows_step.choices.command(wizard.preview)
    rows_step.buckets.choose(Bucket.MAYBE.value)
    settled(qtbot, page)
    rows_step.detail.decided.emit(row.row, 1, (row.settles, row.stays))
    assert rows_step.choices.left == {}, "the row means them"
    assert missing() == ["单小芳"]
    desk.execute(command)
    assert rows(desk, "SELECT status FROM person WHERE id = 1") == [("left",)]
