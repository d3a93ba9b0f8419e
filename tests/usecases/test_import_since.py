"""Since when what a file changes is held: the day it speaks of, or not known where nobody said a day."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import BUREAU, workbook
from tests.usecases.test_training_file import sections
from trainingdesk.domain.errors import Refused
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.history import person_history
from trainingdesk.usecases.queries.office import undo_offer
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster import person_card
from trainingdesk.usecases.queries.roster_import import preview_import, preview_rows

HEADER = ["姓名", "身份证号", "工作单位", "人员状态", "队伍"]
LINES = [("丁宁", invented_id(1), BUREAU, "退休", "专业技术人员")]
KEPT = "unit_id, unit_from, team, team_from, status, status_from"
HELD = "SELECT unit_from, coalesce(status_from, '-'), team_from FROM person WHERE id = 1"


@pytest.mark.parametrize("unknown", [False, True])
def test_a_change_holds_since_the_day_of_the_file_or_an_unknown_one(
    desk: Desk, tmp_path: Path, unknown: bool
):
    before = rows(desk, f"SELECT {KEPT} FROM person WHERE id = 1")
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-03-31.xlsx", LINES, HEADER))
    assert preview.moves == 1
    command = ImportRoster(token=preview.token, digest=preview.digest, day=preview.day, since_unknown=unknown)
    desk.execute(command)
    day = "2026-03-31"
    assert rows(desk, HELD) == ([("", "-", "")] if unknown else [(day, day, day)])
    for table in ("unit_period", "status_period", "team_period"):
        assert rows(desk, f"SELECT valid_to FROM {table} WHERE person_id = 1") == [(day,)], (
            "no later than that"
        )
    former = [row for row in desk.ask(person_history, 1).rows if not row.present]
    assert [row.latest for row in former] == [unknown] * 3
    assert {line.latest for line in desk.ask(person_card, 1).former} == {unknown}
    ends = {line[1] for line in sections(desk, 1)["任职履历"] if line[1] != "至今"}
    assert ends == {f"不晚于{day}" if unknown else day}, (
        "a day by which it was otherwise is no day on which it ended"
    )
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": "1"})
    said = "单位、队伍、状态何时变动不清楚，不晚于 2026-03-31；"
    assert any(said in one for one in table.facts) is unknown, "the report says what was chosen"
    desk.execute(UndoLast(step_id=desk.ask(undo_offer).id))
    assert rows(desk, f"SELECT {KEPT} FROM person WHERE id = 1") == before
    assert chain_is_whole(desk)


def test_a_file_that_changes_only_other_things_asks_nothing(desk: Desk, tmp_path: Path):
    lines = [("丁宁", invented_id(1), "13900000009")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, ["姓名", "身份证号", "手机"]))
    assert (preview.counts["update"], preview.moves, preview.day_from) == (1, 0, "")


MOVED = ["姓名", "身份证号", "工作单位", "职务", "任现职时间"]


@pytest.mark.parametrize(
    ("unit_from", "said", "ended"), [("", "2026-03", "2026-03"), ("2026-04-01", "", "2026-06-12")]
)
def test_who_takes_up_a_post_elsewhere_is_there_since_that_day(
    desk: Desk, tmp_path: Path, unit_from: str, said: str, ended: str
):
    (own,) = rows(desk, "SELECT unit_id FROM person WHERE id = 1")[0]
    if unit_from:
        desk.execute(change_of(desk, "丁宁", unit_id=3, day="2026-02-01"))
        desk.execute(change_of(desk, "丁宁", unit_id=own, day=unit_from))
    file = workbook(tmp_path / "名册.xlsx", [("丁宁", invented_id(1), BUREAU, "局长", "2026.03")], MOVED)
    preview = desk.ask(preview_import, file)
    assert preview.moves == 0, "the post says when"
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert [change.with_post for change in row.changes if change.field == "unit"] == ["2026-03"]
    fields = tuple((row.row, change.field) for change in row.changes if change.older)
    desk.execute(
        ImportRoster(token=preview.token, digest=preview.digest, since_unknown=True, taken_fields=fields)
    )
    held = rows(desk, "SELECT unit_id, unit_from, post_from FROM person WHERE id = 1")
    assert held == [(3, said, "2026-03")]
    assert rows(desk, "SELECT max(valid_to) FROM unit_period WHERE person_id = 1") == [(ended,)]
    desk.execute(UndoLast(step_id=desk.ask(undo_offer).id))
    assert rows(desk, "SELECT unit_from FROM person WHERE id = 1") == [(unit_from,)]
    assert chain_is_whole(desk)


def test_a_post_in_fuller_words_moves_nobody_before_the_file(desk: Desk, tmp_path: Path):
    (post,) = rows(desk, "SELECT post FROM person WHERE id = 1")[0]
    file = workbook(tmp_path / "名册.xlsx", [("丁宁", invented_id(1), BUREAU, post, "2026.03")], MOVED)
    preview = desk.ask(preview_import, file)
    assert preview.moves == 1
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, "SELECT unit_from FROM person WHERE id = 1") == [("2026-06-12",)]


def test_one_change_may_have_a_day_of_its_own(desk: Desk, tmp_path: Path):
    before = rows(desk, f"SELECT {KEPT}, post, post_from FROM person WHERE id = 1")
    header = [*HEADER, "职务"]
    preview = desk.ask(
        preview_import, workbook(tmp_path / "名册2026-03-31.xlsx", [(*LINES[0], "调研员")], header)
    )
    command = ImportRoster(
        token=preview.token,
        digest=preview.digest,
        day=preview.day,
        since_unknown=True,
        days=((2, "status", "2026.2"), (2, "team", "2026-03-31"), (2, "post", "2025-12-01")),
    )
    with pytest.raises(Refused, match=r"import\.day_to_come"):
        desk.execute(replace(command, days=((2, "status", "2026-07"),)))
    with pytest.raises(Refused, match=r"import\.no_such_value"):
        desk.execute(replace(command, days=((2, "phone", "2026-02"),)))
    desk.execute(command)
    assert rows(desk, HELD) == [("2025-12-01", "2026-02-01", "2026-03-31")], "the unit came with the post"
    assert rows(desk, "SELECT post, post_from FROM person WHERE id = 1") == [("调研员", "2025-12-01")]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": "1"})
    assert "→ 退休（自 2026-02 起）" in table.rows[0].cells[4]
    desk.execute(UndoLast(step_id=desk.ask(undo_offer).id))
    assert rows(desk, f"SELECT {KEPT}, post, post_from FROM person WHERE id = 1") == before
    assert chain_is_whole(desk)


def test_a_day_of_its_own_that_cannot_be_is_refused_by_name(desk: Desk, tmp_path: Path):
    desk.execute(change_of(desk, "丁宁", status="long_leave", day="2026-05-10"))
    preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    command = ImportRoster(
        token=preview.token, digest=preview.digest, day=preview.day, days=((2, "status", "2026-04"),)
    )
    with pytest.raises(Refused, match=r"import\.own_day_before") as refused:
        desk.execute(command)
    assert text(refused.value.code, **refused.value.params).startswith("丁宁的状态：2026-04 与已有的履历不符")
    desk.execute(replace(command, declined_fields=((2, "status"),)))
    assert rows(desk, "SELECT status FROM person WHERE id = 1") == [("long_leave",)], (
        "declined, the day says nothing"
    )


def test_the_history_says_which_file_brought_a_change(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-03-31.xlsx", LINES, HEADER))
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=preview.day))
    found = desk.ask(person_history, 1).rows
    brought = [(row.present, row.kind, row.file, row.file_day) for row in found if row.file]
    file = ("名册2026-03-31.xlsx", "2026-03-31")
    kinds = ("unit_period", "team_period", "status_period")
    assert brought[:3] == [(True, kind, *file) for kind in kinds]
    assert brought[3:] == [], "what was before did not begin by it"
    assert [row.present for row in found[:4]] == [True] * 4
    assert [row.file for row in found if row.kind == "post_period"] == [""], "the post is as it was"
