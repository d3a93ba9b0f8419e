"""Taking an import back whose values a newer import said too: they stay, and go with that one."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import TestClock, invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_import_older import take_in
from tests.usecases.test_import_photos import KNOWN, forms  # noqa: F401 - a fixture
from tests.usecases.test_import_seconded import DING, book, secondments, take
from tests.usecases.test_roster_import import BUREAU, OFFICE, state, workbook
from tests.usecases.training_facts import write
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.import_repeats import repeated
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import
from trainingdesk.usecases.queries.roster_import_back import ImportBack, import_back

HEADER = ["姓名", "身份证号", "工作单位", "职务", "手机"]
NEW_UNIT = "城东区民政局"
PHONE = "13900001111"
_PHONE = "SELECT phone FROM person WHERE name = '丁宁'"


def line(unit: str = OFFICE, post: str = "", phone: str = "", who: str = "丁宁", number: int = 1) -> tuple:
    return who, invented_id(number), unit, post, phone


def taken(desk: Desk, clock: TestClock, path: Path, *lines: tuple) -> int:
    clock.forward(days=1)
    batch: int = take_in(desk, workbook(path, list(lines), HEADER))["batch_id"]
    return batch


def back(desk: Desk, batch: int) -> None:
    desk.execute(RevertImport(batch_id=batch))


def periods(desk: Desk) -> list[tuple]:
    return rows(desk, "SELECT unit_id, valid_to, import_batch_id FROM unit_period")


def test_a_value_that_a_newer_import_said_too_stays_and_goes_with_that_one(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    before = state(desk)
    first = taken(desk, clock, tmp_path / "a.xlsx", line(post="部长", phone=PHONE))
    newer = taken(desk, clock, tmp_path / "b.xlsx", line(phone=PHONE))
    clock.forward(days=1)
    other = take_in(
        desk, workbook(tmp_path / "c.xlsx", [line(phone="13900002222", who="于洋", number=2)], HEADER)
    )
    told = desk.ask(import_back, first)
    assert told == ImportBack(0, 1, staying=1, newer=(("b.xlsx", date(2026, 6, 14)),))
    assert desk.ask(import_back, other["batch_id"]) == ImportBack(1, 0)
    back(desk, other["batch_id"])
    back(desk, first)
    assert rows(desk, _PHONE) == [(PHONE,)]
    assert rows(desk, "SELECT post FROM person WHERE name = '丁宁'") != [("部长",)], (
        "that one the newer did not say"
    )
    assert rows(desk, "SELECT reverted_at IS NULL FROM import_batch ORDER BY id") == [(0,), (1,), (0,)]
    back(desk, newer)
    assert state(desk) == before
    assert chain_is_whole(desk)


def test_of_several_that_said_it_the_last_one_takes_it_away(desk: Desk, clock: TestClock, tmp_path: Path):
    before = rows(desk, _PHONE)
    batches = [taken(desk, clock, tmp_path / f"{name}.xlsx", line(phone=PHONE)) for name in "abc"]
    for batch in batches:
        assert rows(desk, _PHONE) == [(PHONE,)]
        back(desk, batch)
    assert rows(desk, _PHONE) == before


def test_a_newer_import_that_was_taken_back_keeps_nothing(desk: Desk, clock: TestClock, tmp_path: Path):
    before = state(desk)
    first = taken(desk, clock, tmp_path / "a.xlsx", line(phone=PHONE))
    newer = taken(desk, clock, tmp_path / "b.xlsx", line(phone=PHONE))
    back(desk, newer)
    back(desk, first)
    assert state(desk) == before


def test_a_move_into_a_unit_that_was_opened_stays_with_its_unit_and_its_former_one(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    before = state(desk)
    other = line(NEW_UNIT, who="于洋", number=2)
    first = taken(
        desk, clock, tmp_path / "a2026-05-31.xlsx", line(NEW_UNIT, "局长"), (*other[:2], OFFICE, "主任", "")
    )
    ((was, until, _batch),) = periods(desk)
    newer = taken(desk, clock, tmp_path / "b2026-06-10.xlsx", line(NEW_UNIT, "局长"))
    back(desk, first)
    assert rows(
        desk, "SELECT u.name, post FROM person p JOIN unit u ON u.id = unit_id WHERE p.name = '丁宁'"
    ) == [(NEW_UNIT, "局长")]
    assert periods(desk) == [(was, until, newer)]
    assert rows(desk, "SELECT post FROM person WHERE name = '于洋'") != [("主任",)]
    back(desk, newer)
    assert periods(desk) == []
    assert state(desk) == before


def test_who_came_with_it_and_is_named_by_a_newer_import_holds_it_back(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    new = line(BUREAU, "科员", PHONE, "路新", 101)
    first = taken(desk, clock, tmp_path / "a.xlsx", new)
    newer = taken(desk, clock, tmp_path / "下月.xlsx", new)
    held = desk.try_out(RevertImport(batch_id=first))
    assert held.code == "import.later_names"
    said = text(held.code, **held.params)
    assert "“下月.xlsx”中也有这次新增或改过职务的 1 人（如 路新）" in said
    back(desk, newer)
    back(desk, first)
    assert rows(desk, "SELECT id FROM person WHERE name = '路新'") == []


@pytest.mark.parametrize("kept", ["as it was kept before", "no record at all"])
def test_imports_of_before_are_asked_what_they_confirmed(
    desk: Desk, clock: TestClock, tmp_path: Path, kept: str
):
    """They kept whose unit, post and status they confirmed, and of other fields nothing."""
    first = taken(desk, clock, tmp_path / "a.xlsx", line(post="部长", phone=PHONE))
    newer = taken(desk, clock, tmp_path / "b.xlsx", line(post="部长", phone=PHONE))
    ((packed,),) = rows(desk, f"SELECT before FROM import_batch WHERE id = {newer}")
    before = json.loads(gzip.decompress(packed))
    del before["same"]
    write(
        desk.path,
        (
            "UPDATE import_batch SET before = ? WHERE id = ?",
            (gzip.compress(json.dumps(before).encode()), newer),
        ),
    )
    if kept == "no record at all":
        write(desk.path, ("UPDATE import_batch SET confirmed = NULL", ()))
    told = desk.ask(import_back, first)
    back(desk, first)
    stays = kept != "no record at all"
    assert told.staying == stays
    assert told.unknown == (("b.xlsx", date(2026, 6, 14)),)
    assert (rows(desk, "SELECT post FROM person WHERE name = '丁宁'") == [("部长",)]) == stays
    assert rows(desk, _PHONE) != [(PHONE,)]


def test_a_less_exact_value_does_not_keep_the_exact_one(desk: Desk, clock: TestClock, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "参加工作时间", "任现职时间"]
    batches = []
    for name, since in (("a", "2020-05-16"), ("b", "2020-05")):
        clock.forward(days=1)
        path = workbook(
            tmp_path / f"{name}.xlsx", [("丁宁", invented_id(1), OFFICE, "2001-07", since)], header
        )
        batches.append(take_in(desk, path)["batch_id"])
    back(desk, batches[0])
    assert rows(desk, "SELECT work_start, post_from FROM person WHERE name = '丁宁'") == [("2001-07", "")]


@pytest.mark.parametrize(
    ("changed", "said", "stay", "torn"),
    [
        ({"phone", "note"}, {"phone"}, {"phone"}, False),
        ({"unit_id", "unit_from", "post"}, {"unit_id"}, {"unit_id", "unit_from"}, False),
        ({"unit_from"}, {"unit_id"}, set(), False),
        ({"post", "post_from", "rank"}, {"post"}, {"post", "post_from", "rank"}, False),
        ({"post", "post_from", "rank"}, {"rank"}, set(), True),
        ({"rank", "side_rank"}, {"rank"}, set(), True),
        ({"rank", "rank_from"}, {"rank", "post"}, {"rank", "rank_from"}, False),
        ({"post"}, set(), set(), False),
    ],
)
def test_what_changes_together_stays_together(changed: set[str], said: set[str], stay: set[str], torn: bool):
    assert repeated(changed, said) == (frozenset(stay), torn)


def test_a_rank_said_again_without_its_post_holds_the_import_back(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    header = ["姓名", "身份证号", "工作单位", "职务", "职级"]
    number = invented_id(1)
    first = take_in(
        desk, workbook(tmp_path / "a.xlsx", [("丁宁", number, OFFICE, "科员", "一级科员")], header)
    )
    clock.forward(days=1)
    take_in(desk, workbook(tmp_path / "b.xlsx", [("丁宁", number, OFFICE, "", "一级科员")], header))
    held = desk.try_out(RevertImport(batch_id=first["batch_id"]))
    assert held.code == "import.later_names"


def test_a_photo_that_a_newer_folder_brings_too_stays(desk: Desk, clock: TestClock, forms: Path):  # noqa: F811
    for path in forms.iterdir():
        if path.name != "丁宁.lrmx":
            path.unlink()
    batches = []
    for _time in range(2):
        clock.forward(days=1)
        batches.append(take_in(desk, forms)["batch_id"])
    photo = (
        f"SELECT count(*) FROM person_photo f JOIN person p ON p.id = person_id WHERE id_number = '{KNOWN}'"
    )
    back(desk, batches[0])
    assert rows(desk, photo) == [(1,)]
    back(desk, batches[1])
    assert rows(desk, photo) == [(0,)]


def test_a_secondment_that_a_newer_file_notes_too_stays(desk: Desk, clock: TestClock, tmp_path: Path):
    """And the unit with it that was opened for it."""
    units = "SELECT name FROM unit ORDER BY id"
    before = rows(desk, units)
    batches = []
    for name in "ab":
        clock.forward(days=1)
        path = book(tmp_path / f"{name}.xlsx", (*DING, f"{NEW_UNIT}（挂职）", ""))
        preview = desk.ask(preview_import, path)
        if name == "a":
            preview = desk.ask(mend_import, preview.token, {}, {(2, "unit"): f"{NEW_UNIT}（挂职）"})
        batches.append(take(desk, preview)["batch_id"])
    back(desk, batches[0])
    assert [one[0] for one in secondments(desk)] == ["丁宁"]
    assert rows(desk, units) == [*before, (NEW_UNIT,)]
    back(desk, batches[1])
    assert secondments(desk) == []
    assert rows(desk, units) == before
