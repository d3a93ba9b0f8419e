"""What the roster knows is what was written last and stands: added by hand, undone, taken back, merged, of the same day."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import TestClock, invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_import_older import HEADER, now, shown, take_in
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.codes import Team
from trainingdesk.domain.roster.older import ALWAYS
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddPerson
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_merge import MergePeople
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import
from trainingdesk.usecases.queries.roster_import_missing import missing_people

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)


def one(tmp_path: Path, name: str, post: str, unit: str = OFFICE, number: int = 1, who: str = "丁宁") -> Path:
    return workbook(tmp_path / f"{name}.xlsx", [(who, invented_id(number), unit, post, "")], HEADER)


def add(desk: Desk, name: str, number: int, post: str = "副科长") -> None:
    (unit,) = rows(desk, f"SELECT id FROM unit WHERE name = '{OFFICE}'")[0]
    command = AddPerson(
        unit_id=unit, name=name, team=Team.PARTY_GOVERNMENT, id_number=invented_id(number), post=post
    )
    desk.execute(command)


def test_who_was_added_by_hand_is_not_turned_back(desk: Desk, tmp_path: Path):
    add(desk, "田野", 50)
    old = one(tmp_path, "2026-03", "科员", BUREAU, 50, "田野")
    assert shown(desk, old, MARCH) == {"田野": {"post": "2026-06-12", "unit": "2026-06-12"}}
    take_in(desk, old)
    assert now(desk, "田野") == (OFFICE, "副科长", "")
    assert shown(desk, old, date(2026, 6, 12)) != {}, "a file of that day knows as much"


def test_what_was_left_blank_when_somebody_was_added_is_filled_in(desk: Desk, tmp_path: Path):
    add(desk, "田野", 50, post="")
    old = one(tmp_path, "2026-03", "科员", OFFICE, 50, "田野")
    assert shown(desk, old, MARCH) == {"田野": {"post": ""}}


def march_and_april(desk: Desk, clock: TestClock, tmp_path: Path) -> Path:
    march = one(tmp_path, "2026-03", "科长")
    take_in(desk, march)
    clock.forward(days=1)
    take_in(desk, one(tmp_path, "2026-04", "副部长"))
    clock.forward(days=1)
    return march


def test_an_undone_change_leaves_what_was_known_before(desk: Desk, clock: TestClock, tmp_path: Path):
    march = march_and_april(desk, clock, tmp_path)
    other = one(tmp_path, "2026-03-20", "主任")
    assert shown(desk, other, MARCH)["丁宁"] == {"post": "2026-04-30"}
    desk.execute(change_of(desk, "丁宁", post="调研员"))
    desk.execute(UndoLast())
    assert shown(desk, march, MARCH)["丁宁"] == {"post": ALWAYS}
    assert shown(desk, other, MARCH)["丁宁"] == {"post": "2026-04-30"}
    assert shown(desk, other, APRIL)["丁宁"] == {"post": ""}, "the hand's day is gone with its change"
    take_in(desk, march)
    assert now(desk, "丁宁")[1] == "副部长"


@pytest.mark.parametrize("hand", [False, True], ids=["alone", "with a change that stands"])
def test_an_import_taken_back_leaves_what_was_known_before(
    desk: Desk, clock: TestClock, tmp_path: Path, hand: bool
):
    march = march_and_april(desk, clock, tmp_path)
    may = take_in(desk, one(tmp_path, "2026-05", "部长"))["batch_id"]
    if hand:  # of another person: the import is taken back from the list, not by undo
        desk.execute(change_of(desk, "于洋", post="科长"))
    desk.execute(RevertImport(batch_id=may))
    assert now(desk, "丁宁")[1] == "副部长"
    assert shown(desk, march, MARCH)["丁宁"] == {"post": ALWAYS}
    assert shown(desk, one(tmp_path, "4", "主任"), APRIL)["丁宁"] == {"post": ""}
    # and a newer one after that counts by its own day
    take_in(desk, one(tmp_path, "2026-06-01", "常务副部长"))
    assert shown(desk, one(tmp_path, "5", "主任"), date(2026, 5, 31))["丁宁"] == {"post": "2026-06-01"}


def test_the_same_file_puts_no_field_back(desk: Desk, clock: TestClock, tmp_path: Path):
    header = [*HEADER, "学历", "民族"]
    line = ("丁宁", invented_id(1), OFFICE, "科长", "13900000001", "大学", "汉族")
    file = workbook(tmp_path / "名册2026-03.xlsx", [line], header)
    take_in(desk, file)
    clock.forward(days=30)
    desk.execute(
        change_of(desk, "丁宁", phone="13911111111", keep_phone=False, education="研究生", ethnicity="满族")
    )
    found = shown(desk, file, date(2026, 7, 12))["丁宁"]
    assert found == dict.fromkeys(("phone", "education", "ethnicity"), ALWAYS)
    preview = desk.ask(preview_import, file)
    assert preview.unchanged_before == {2: ALWAYS}, "a heap of its own"
    assert take_in(desk, file)["older"] == 3
    values = "SELECT phone, education, ethnicity FROM person WHERE name = '丁宁'"
    assert rows(desk, values) == [("13911111111", "研究生", "满族")]
    # asked for, it comes in; and another file with other cells says what it says
    preview = desk.ask(preview_import, file)
    wanted = ImportRoster(token=preview.token, digest=preview.digest, taken_fields=((2, "phone"),))
    desk.execute(wanted)
    assert rows(desk, values) == [("13900000001", "研究生", "满族")]
    other = workbook(tmp_path / "b.xlsx", [(*line[:4], "13900000001", "大专", "汉族")], header)
    assert shown(desk, other, MARCH)["丁宁"] == {"education": "", "ethnicity": ""}


def test_what_a_merge_took_over_is_known_since_the_other_record_knew_it(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    """Merging is no news of a post: April's file still knows more than March's, which the lost record came from."""
    lines = [("田野", invented_id(50), OFFICE, "副科长", ""), ("田野", "", BUREAU, "科员", "")]
    for number, (name, line) in enumerate(zip(("2026-01", "2026-03"), lines, strict=True)):
        preview = desk.ask(preview_import, workbook(tmp_path / f"{name}.xlsx", [line], HEADER))
        decisions = ((2, 0),) if number else ()
        desk.execute(
            ImportRoster(token=preview.token, digest=preview.digest, day=preview.day, decisions=decisions)
        )
        clock.forward(days=1)
    kept, lost = (number for (number,) in rows(desk, "SELECT id FROM person WHERE name = '田野' ORDER BY id"))
    desk.execute(
        MergePeople(kept_id=kept, lost_id=lost, kept_version=1, lost_version=1, from_lost=("unit", "post"))
    )
    assert now(desk, "田野")[:2] == (BUREAU, "科员")
    later = one(tmp_path, "2026-04", "副局长", OFFICE, 50, "田野")
    assert shown(desk, later, APRIL)["田野"] == {"post": "", "unit": ""}
    assert shown(desk, later, date(2026, 2, 28))["田野"] == {"post": "2026-03-31", "unit": "2026-03-31"}
    # parted again, the record that stayed knows what it knew
    desk.execute(UndoLast())
    assert shown(desk, later, date(2026, 2, 28))["田野"]["post"] == ""


def test_of_one_day_the_file_counts_that_comes_later(desk: Desk, clock: TestClock, tmp_path: Path):
    """Two units' files of one day name one person; neither is older, and the second is shown as a transfer."""
    take_in(desk, one(tmp_path, "甲2026-03-31", "科长", OFFICE))
    clock.forward(days=1)
    second = one(tmp_path, "乙2026-03-31", "科长", BUREAU)
    assert shown(desk, second, MARCH)["丁宁"] == {"unit": ""}
    take_in(desk, second)
    assert now(desk, "丁宁")[0] == BUREAU
    # the first one once more does not turn them back
    assert shown(desk, tmp_path / "甲2026-03-31.xlsx", MARCH)["丁宁"] == {"unit": ALWAYS}
    # nor does a file of the day of a change by hand count for less than the change
    desk.execute(change_of(desk, "丁宁", post="部长"))
    assert shown(desk, one(tmp_path, "丙", "副部长", BUREAU), date(2026, 6, 13))["丁宁"] == {"post": ""}
    assert shown(desk, tmp_path / "丙.xlsx", date(2026, 6, 12))["丁宁"] == {"post": "2026-06-13"}


def test_what_a_newer_file_says_too_is_known_since_its_day(desk: Desk, clock: TestClock, tmp_path: Path):
    """January's post stands in April's list too; March's, which comes last, does not turn it back."""
    take_in(desk, one(tmp_path, "2026-01", "科长"))
    clock.forward(days=1)
    march = one(tmp_path, "2026-03", "副科长", BUREAU)
    header = HEADER[:-2]  # no post: a blank says nothing
    short = workbook(tmp_path / "2026-02.xlsx", [("丁宁", invented_id(1), OFFICE)], header)
    assert take_in(desk, short)["same"] == 1
    told = shown(desk, march, date(2026, 2, 15))["丁宁"]
    assert told == {"post": "", "unit": "2026-02-28"}
    april = take_in(desk, one(tmp_path, "2026-04", "科长"))
    assert april["same"] == 1
    assert shown(desk, march, MARCH)["丁宁"] == {"post": "2026-04-30", "unit": "2026-04-30"}
    others = workbook(tmp_path / "m.xlsx", [("于洋", invented_id(2, male=False), OFFICE, "", "")], HEADER)
    preview = desk.ask(preview_import, others)
    ids = [hit.name for hit in desk.ask(missing_people, preview.token, MARCH)]
    assert "丁宁" not in ids
    assert "丁宁" in [hit.name for hit in desk.ask(missing_people, preview.token, APRIL)]
    # taken back, it says nothing any more; nor does one of which nobody said of what day it speaks
    desk.execute(RevertImport(batch_id=april["batch_id"]))
    assert shown(desk, march, MARCH)["丁宁"] == {"post": "", "unit": ""}
    take_in(desk, one(tmp_path, "x", "科长"), APRIL, since_unknown=True)
    assert shown(desk, march, MARCH)["丁宁"] == {"post": "", "unit": ""}
    # what was written since counts, whatever was said before
    take_in(desk, one(tmp_path, "2026-05", "科长"))
    take_in(desk, march, taken_fields=((2, "post"), (2, "unit")))
    assert shown(desk, one(tmp_path, "y", "主任"), APRIL)["丁宁"] == {"post": "", "unit": ""}
