"""The log in words: no column, command or kind of act without a label, codes by their lists, no undo rows."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import trainingdesk
from tests.ui.pages.test_office_page import Open, cells
from trainingdesk.domain.classes.rules import ClassAction
from trainingdesk.domain.office.rows import LogRow
from trainingdesk.persistence.base import metadata
from trainingdesk.persistence.types import Code
from trainingdesk.shared.text import messages
from trainingdesk.ui.pages.office.log import log_words
from trainingdesk.usecases.commands.roster import ChangePerson
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.registry import COMMANDS, load_all

#: never among the log's rows, or never shown
_NOT_SHOWN = {"audit", "request", "undo_step"}
_CJK = re.compile(r"[一-鿿]")
#: calls that write a log row → which positional argument is its kind
_NOTING = {"note": 2, "add": 2, "add_many": 1, "insert_many": 4}


def audited() -> list:
    load_all()
    return [
        column
        for table in metadata.sorted_tables
        if table.name not in _NOT_SHOWN
        for column in table.c
        if not column.primary_key and column.info.get("audit") != "skip"
    ]


def row(entity: str, **detail: object) -> LogRow:
    return LogRow(
        1, datetime(2026, 6, 12, tzinfo=UTC), "张晓", "ChangePerson", entity, 1, "changed", dict(detail)
    )


def noted() -> tuple[set[str], set[str]]:
    """Return every kind of act and every field that a handler's own note names, read from the source."""
    kinds, fields = set(), set()
    for path in (Path(trainingdesk.__file__).parent / "usecases").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute | ast.Name):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
            if name == "NoteUpkeep":
                kinds |= {part.value.value for part in call.keywords if isinstance(part.value, ast.Constant)}
            elif len(call.args) > _NOTING.get(name, 99):
                found = ast.walk(call.args[_NOTING[name]])
                kinds |= {part.value for part in found if isinstance(part, ast.Constant)}
                if name == "note":
                    fields |= {part.arg for part in call.keywords if part.arg}
    return kinds, fields


def test_every_table_and_column_of_the_log_has_a_label():
    missing = {f"field.{column.name}" for column in audited()} - messages().keys()
    assert not missing
    assert not {f"entity.{column.table.name}" for column in audited()} - messages().keys()


def test_every_command_and_kind_of_act_has_a_label():
    load_all()
    own = {name for name, entry in COMMANDS.items() if entry.command.__module__.startswith("trainingdesk.")}
    assert not {f"command.{name}" for name in own} - messages().keys()
    kinds, fields = noted()
    assert {
        "exported",
        "export_failed",
        "revealed",
        "signed_in",
        "sign_in_failed",
        "backed_up",
        "removed",
    } <= kinds
    kinds |= {"created", "changed", "removed", *ClassAction}
    assert not {f"log.kind.{kind}" for kind in kinds} - messages().keys()
    assert not {f"field.{field}" for field in fields} - messages().keys()


def test_every_code_is_shown_by_its_label():
    for column in audited():
        if isinstance(column.type, Code):
            for code in column.type.codes:
                words = log_words(row(column.table.name, **{column.name: [None, code.value]}))
                assert code.value not in words, (column.table.name, column.name)
                assert _CJK.search(words.split(": ")[1])


@pytest.mark.parametrize(
    ("entity", "detail", "words"),
    [
        ("person", {"phone": ["137****4101", "137****4101 ≠"]}, "手机: 137****4101 → 137****4101 ≠"),
        ("person", {"degree": [None, ""], "post": [None, "干部"]}, "职务: 干部"),
        ("person", {"degree": ["学士", ""]}, "学位: 学士 → "),
        ("person", {"field": "id_number"}, "项目: 身份证号"),
        ("person", {"rank": "section_head", "unit_id": 3}, "乡科级正职"),
        ("unit", {"active": [True, False]}, "是 → 否"),
        ("fee_step", {"action": [None, "submit"], "state": [None, "submitted"]}, "提交"),
        ("enrolment", {"reasons": [None, [{"code": "completion.no_grade", "params": {}}]]}, "考核"),
        ("issued_paper", {"kind": [None, "menu.plan"]}, "培训"),
        ("issued_paper", {"kind": [None, "certificate"]}, "证书"),
        (
            "menu_item",
            {
                "frozen": [
                    None,
                    {"hours": 40, "lecturer": "陈教授", "lecturer_title": "", "lecturer_level": None},
                ]
            },
            ": 学时 4、授课人 陈教授",
        ),
        ("menu_item", {"frozen": [None, {"lecturer_level": "senior", "title": "党史"}]}, "师资等级 正高"),
        ("ledger_entry", {"amount": [None, -125050]}, "金额（元）: -1,250.50"),
        ("rule", {"key": [None, "attendance.leave_marks"], "value": [None, ["sick_leave"]]}, "病假"),
    ],
)
def test_values_are_put_into_words(entity: str, detail: dict, words: str):
    found = log_words(row(entity, **detail))
    assert words in found
    assert "{" not in found


def test_an_instant_is_shown_in_the_machine_s_own_time():
    at = datetime(2026, 6, 12, 1, 0, tzinfo=UTC)
    shown = log_words(row("class", closed_at=[None, "2026-06-12T01:00:00.000Z"]))
    assert shown.endswith(f"{at.astimezone():%Y-%m-%d %H:%M}")


def test_undo_s_own_rows_are_not_in_the_tab(open_page: Open, desk: Desk, qtbot: QtBot):
    fields = {
        "unit_id": 1,
        "name": "丁宁",
        "rank": "section_head",
        "team": "party_government",
        "phone": "13711114101",
    }
    desk.execute(ChangePerson(person_id=1, version=1, keep_id_number=True, **fields))
    page = open_page("office")
    page.tabs.setCurrentWidget(page.lists["log"])
    found = cells(page, "log")
    assert "撤销步骤" not in {line[4] for line in found}
    assert not [line for line in found if "RestoreRecord" in line[6] or "undo." in line[6]]
    assert "139****0001 → 137****4101" in found[0][6]


def test_a_search_finds_the_newest_and_says_that_there_may_be_more(
    open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("trainingdesk.persistence.readmodels.office.LOG_HITS", 3)
    monkeypatch.setattr("trainingdesk.ui.pages.office.page.LOG_HITS", 3)
    page = open_page("office")
    said: list[str] = []
    monkeypatch.setattr(page, "set_counts", said.append)
    page.tabs.setCurrentWidget(page.lists["log"])
    everything = [int(line[0].replace(",", "")) for line in cells(page, "log")]
    assert everything == sorted(everything, reverse=True)
    assert len(everything) > 3
    page.search.setText("AddUser")
    qtbot.waitUntil(lambda: page.lists["log"].rows.rowCount() == 3)
    qtbot.waitUntil(lambda: bool(said) and "最新的 3 条" in said[-1])
    shown = [int(line[0].replace(",", "")) for line in cells(page, "log")]
    assert shown == sorted(shown, reverse=True)


def test_a_percent_sign_is_searched_as_itself(open_page: Open, qtbot: QtBot):
    page = open_page("office")
    qtbot.waitUntil(lambda: page.lists["log"].rows.rowCount() > 0)
    page.search.setText("%晓")
    qtbot.waitUntil(lambda: page.lists["log"].rows.rowCount() == 0)
    page.search.setText("晓")
    qtbot.waitUntil(lambda: page.lists["log"].rows.rowCount() > 0)
    assert any("晓" in cell for line in cells(page, "log") for cell in line), "the sign alone found nothing"


def test_what_was_settled_of_a_contradiction_is_said_in_words():
    of_number = row("import_answer", field="sex", said="female", by_number="male", taken="male")
    assert "female" not in log_words(of_number)
    assert "male" not in log_words(of_number)
    assert "女" in log_words(of_number)
    assert "legacy" not in log_words(row("import_answer", field="rank", said="调研员", taken="legacy"))
    two_rows = row("import_answer", field="which_row", said="a1b2c3", by_number="d4e5f6", taken="other")
    assert "前一行" in log_words(two_rows)
    assert "a1b2c3" not in log_words(two_rows), "a digest says nothing to anybody"
