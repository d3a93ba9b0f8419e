"""Nobody comes by a file into a unit that was not set up yet, or moves before they came into the roster, unasked."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_import_mended import row_of
from tests.usecases.test_roster import person_id
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from tests.usecases.test_roster_merge import everything
from tests.usecases.training_facts import write
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.first_days import FirstDays
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.history import SavePeriod, TransferPerson
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.office import undo_offer
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

HEADER = ["姓名", "身份证号", "工作单位", "进入本单位时间", "进入本区名册时间"]
SCHOOL = "城东区实验小学"
NUMBER = invented_id(1)
HELD = "SELECT unit_id, unit_from, joined_on FROM person WHERE id = 1"


def preview_of(desk: Desk, tmp_path: Path, *lines: tuple[str, ...], name: str = "名册.xlsx"):
    return desk.ask(preview_import, workbook(tmp_path / name, lines, HEADER))


def found(desk: Desk, token: str, row: int) -> tuple[Bucket, list[tuple[str, str]]]:
    shown = row_of(desk, token, row)
    return shown.bucket, [(problem.name, problem.code) for problem in shown.problems]


def test_a_unit_that_was_not_set_up_yet_is_said_at_the_cell(desk: Desk, tmp_path: Path):
    write(
        desk.path,
        ("UPDATE unit SET founded_on = '2020-05-10' WHERE name IN (?, ?)", (BUREAU, SCHOOL)),
        ("UPDATE person SET unit_from = '2019-03-01' WHERE name = '李秀英'", ()),
    )
    (there,) = rows(desk, "SELECT name, id_number FROM person WHERE name = '李秀英'")
    lines = [
        ("甲一", "", BUREAU, "2020.04", ""),
        ("甲二", "", BUREAU, "2020.05", ""),
        ("丁宁", NUMBER, BUREAU, "2020.04", ""),
        # what the roster has already is not asked about
        (*there, SCHOOL, "2019.03", ""),
    ]
    preview = preview_of(desk, tmp_path, *lines)
    wrong = (Bucket.ERROR, [("unit_from", "roster.unit_not_yet")])
    assert [found(desk, preview.token, row) for row in (2, 4)] == [wrong, wrong]
    assert [row_of(desk, preview.token, row).bucket for row in (3, 5)] == [Bucket.NEW, Bucket.SAME]
    said = row_of(desk, preview.token, 2).problems[0]
    assert text(said.code, **said.params).startswith("城东区教育局设立于 2020-05-10，晚于 2020-04。")
    again = desk.ask(mend_import, preview.token, {(2, "unit_from"): "2020.6", (4, "unit_from"): ""}, {})
    assert again.counts["error"] == 0
    desk.execute(ImportRoster(token=again.token, digest=again.digest))
    assert rows(desk, "SELECT unit_from FROM person WHERE name = '甲一'") == [("2020-06",)]


def test_a_move_before_somebody_came_is_asked_and_taken_as_answered(desk: Desk, tmp_path: Path):
    write(desk.path, ("UPDATE person SET joined_on = '2026-06-01' WHERE id = 1", ()))
    before = everything(desk)
    preview = preview_of(desk, tmp_path, ("丁宁", NUMBER, BUREAU, "2026.03", ""))
    assert found(desk, preview.token, 2) == (
        Bucket.QUESTION,
        [("unit_from", "roster.moved_before_joined")],
    )
    assert row_of(desk, preview.token, 2).wrong_cell().choices == ("2026-03",)
    again = desk.ask(mend_import, preview.token, {}, {(2, "unit_from"): "2026-03"})
    assert again.counts["update"] == 1
    desk.execute(ImportRoster(token=again.token, digest=again.digest))
    bureau = rows(desk, f"SELECT id FROM unit WHERE name = '{BUREAU}'")[0][0]
    assert rows(desk, HELD) == [(bureau, "2026-03", None)]
    assert rows(desk, "SELECT valid_to FROM unit_period WHERE person_id = 1") == [("2026-03",)]
    desk.execute(UndoLast(step_id=desk.ask(undo_offer).id))
    assert everything(desk)["person"] == before["person"]


def test_left_blank_the_move_is_since_the_day_of_the_file(desk: Desk, tmp_path: Path):
    write(desk.path, ("UPDATE person SET joined_on = '2026-06-01' WHERE id = 1", ()))
    preview = preview_of(desk, tmp_path, ("丁宁", NUMBER, BUREAU, "2026.03", ""))
    again = desk.ask(mend_import, preview.token, {}, {(2, "unit_from"): ""})
    early = ImportRoster(token=again.token, digest=again.digest, days=((2, "unit", "2026-05"),))
    with pytest.raises(Refused, match=r"import\.own_day_before_joined"):
        desk.execute(early)
    desk.execute(replace(early, request_id=early.request_id + "2", days=()))
    assert rows(desk, HELD)[0][1:] == ("2026-06-12", "2026-06-01")


def test_a_file_from_before_the_unit_says_nothing_of_since_when(desk: Desk, tmp_path: Path):
    """Its day can't be: the unit changes, and since when they are in it stays unknown."""
    write(
        desk.path,
        ("UPDATE unit SET founded_on = '2026-05-10' WHERE name = ?", (BUREAU,)),
        ("UPDATE person SET unit_from = '2019-03', joined_on = NULL WHERE id = 1", ()),
    )
    preview = preview_of(desk, tmp_path, ("丁宁", NUMBER, BUREAU, "", ""), name="名册2026-04-30.xlsx")
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=preview.day))
    assert rows(desk, HELD)[0][1] == ""
    assert rows(desk, "SELECT * FROM unit_period WHERE person_id = 1") == []


def test_nobody_comes_into_the_roster_after_a_former_unit(desk: Desk, tmp_path: Path):
    desk.execute(TransferPerson(person_id=1, version=1, unit_id=3, day="2026-05-12"))
    (unit,) = rows(desk, "SELECT name FROM unit WHERE id = 3")[0]
    preview = preview_of(desk, tmp_path, ("丁宁", NUMBER, unit, "", "2026-05-13"))
    assert found(desk, preview.token, 2) == (Bucket.ERROR, [("joined_on", "roster.joined_behind")])
    again = desk.ask(mend_import, preview.token, {(2, "joined_on"): "2026-05-12"}, {})
    assert again.counts["update"] == 1
    # what was put right in the roster meanwhile counts
    (period,) = rows(desk, "SELECT id FROM unit_period WHERE person_id = 1")[0]
    desk.execute(
        SavePeriod(kind="unit_period", person_id=1, period_id=period, unit_id=1, valid_to="2026-05-01")
    )
    for day, bucket in (("2026-05-12", "error"), ("2026-05-01", "update")):
        again = desk.ask(mend_import, preview.token, {(2, "joined_on"): day}, {})
        assert again.counts[bucket] == 1


def test_whoever_is_chosen_by_hand_keeps_the_day_of_coming(desk: Desk, tmp_path: Path):
    write(desk.path, ("UPDATE person SET joined_on = '2026-06-01' WHERE id = 1", ()))
    preview = preview_of(desk, tmp_path, ("丁宁", "", BUREAU, "2026.03", ""))
    row = row_of(desk, preview.token, 2)
    assert row.bucket is Bucket.MAYBE
    number = person_id(desk, "丁宁")
    command = ImportRoster(token=preview.token, digest=preview.digest, decisions=((2, number),))
    assert desk.execute(command).result["odd"] == 1
    assert rows(desk, HELD)[0][1:] == ("2026-06-12", "2026-06-01")


def test_a_correction_of_the_day_alone_is_no_move():
    person = KnownPerson(1, "丁宁", unit=OFFICE, joined_on="2026-06-01")
    row = ParsedPerson(2, "丁宁", unit=OFFICE, unit_from="2019-03")
    assert FirstDays({OFFICE: "2019-03-01"}).problems(row, person, ()) == []
    assert [one.code for one in FirstDays({OFFICE: "2019-04-01"}).problems(row, None, ())] == [
        "roster.unit_not_yet"
    ]
