"""ID and phone numbers are in the roster and in what undo needs, and nowhere in the log or the kept answers."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import Conflict, Refused
from trainingdesk.domain.values import DIFFERS
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddPerson, ChangePerson
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_reveal import RevealNumber
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.office import log_ids
from trainingdesk.usecases.queries.roster_import import preview_import

OFFICE = "城东区委组织部"
IDS = [invented_id(order) for order in range(200, 206)]
PHONES = [f"1370000{order}" for order in range(4101, 4107)]
#: what the desk's own template holds
OLD_IDS = [invented_id(order, male=order % 2 == 1) for order in range(1, 15)]
OLD_PHONES = [f"1390000{order:04d}" for order in range(1, 15)]


def draft(**values: object) -> dict:
    told = {"unit_id": 1, "name": "路新", "rank": "section_head", "team": "party_government"}
    return told | {"joined_on": "2026-06-12"} | values


def workbook(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "身份证号", "工作单位", "职务", "职级", "手机"])
    sheet.append(["丁宁", OLD_IDS[0], OFFICE, "干部", "乡科级正职", PHONES[3]])
    sheet.append(["欧阳明月", IDS[3], OFFICE, "副局长", "乡科级副职", PHONES[4]])
    book.save(path)
    return path


def everything_written(desk: Desk) -> str:
    """Return every text of every column of the log and of the kept answers."""
    found = [*rows(desk, "SELECT * FROM audit"), *rows(desk, "SELECT * FROM request")]
    return "\n".join(str(value) for row in found for value in row)


def tour(desk: Desk, folder: Path) -> Conflict:
    """Bring numbers through every command that touches them; returns what a stale form was told."""
    added = desk.execute(AddPerson(**draft(id_number=IDS[0], phone=PHONES[0]))).result["person_id"]
    change = {"person_id": added, **draft(id_number=IDS[1], phone=PHONES[1])}
    version = rows(desk, f"SELECT version FROM person WHERE id = {added}")[0][0]
    desk.execute(ChangePerson(version=version, **change))
    with pytest.raises(Conflict) as stale:
        desk.execute(ChangePerson(version=version, **change))
    for number in ("id_number", "phone"):
        desk.execute(RevealNumber(person_id=added, number=number))
    desk.execute(UndoLast())
    assert rows(desk, f"SELECT id_number, phone FROM person WHERE id = {added}") == [(IDS[0], PHONES[0])]
    preview = desk.ask(preview_import, workbook(folder / "a.xlsx"))
    batch = desk.execute(ImportRoster(token=preview.token, digest=preview.digest)).result["batch_id"]
    assert rows(desk, "SELECT phone FROM person WHERE id = 1") == [(PHONES[3],)]
    desk.execute(RevertImport(batch_id=batch))
    assert rows(desk, "SELECT phone FROM person WHERE id = 1") == [(OLD_PHONES[0],)]
    preview = desk.ask(preview_import, workbook(folder / "b.xlsx"))
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    desk.execute(UndoLast())
    desk.execute(UndoLast())
    assert rows(desk, f"SELECT count(*) FROM person WHERE id = {added}") == [(0,)]
    return stale.value


def test_no_number_stands_in_the_log_or_in_a_kept_answer(desk: Desk, tmp_path: Path):
    stale = tour(desk, tmp_path)
    written = everything_written(desk)
    told = json.dumps(stale.params, ensure_ascii=False, default=str)
    for number in (*IDS, *PHONES, *OLD_IDS, *OLD_PHONES):
        assert number not in written
        assert number not in told
    assert set(stale.params["changes"]) == {"id_number", "phone"}, (
        "a conflict says what was changed all the same"
    )
    assert "137****4102" in written, "which number it was can still be told by its mask"
    assert chain_is_whole(desk)


def test_the_administrator_finds_nothing_by_a_whole_number(desk: Desk, tmp_path: Path, sign_in):
    tour(desk, tmp_path)
    sign_in(Role.ADMINISTRATOR)
    for number in (IDS[0], PHONES[1], OLD_PHONES[0]):
        assert not desk.ask(log_ids, text=number)


def test_two_numbers_with_one_mask_are_told_apart(desk: Desk):
    desk.execute(AddPerson(**draft(phone="13711114101")))
    person, version = rows(desk, "SELECT id, version FROM person ORDER BY id DESC LIMIT 1")[0]
    desk.execute(ChangePerson(person_id=person, version=version, **draft(phone="13722224101")))
    ((detail,),) = rows(desk, "SELECT detail FROM audit WHERE entity = 'person' ORDER BY id DESC LIMIT 1")
    assert json.loads(detail) == {"phone": ["137****4101", f"137****4101{DIFFERS}"]}


def test_a_revealed_number_is_shown_once_and_each_look_is_logged(desk: Desk):
    command = RevealNumber(person_id=1, number="phone")
    assert desk.execute(command).result["value"] == OLD_PHONES[0]
    kept = rows(desk, "SELECT result FROM request ORDER BY id DESC LIMIT 1")
    assert kept == [("{}",)]
    with pytest.raises(Refused) as refused:
        desk.execute(command)
    assert refused.value.code == "request.not_repeatable"
    assert desk.execute(RevealNumber(person_id=1, number="phone")).result["value"] == OLD_PHONES[0]
    assert rows(desk, "SELECT count(*) FROM audit WHERE kind = 'revealed'") == [(2,)]


def test_the_demo_s_numbers_are_not_in_its_log_either(demo_file: Path):
    connection = sqlite3.connect(demo_file)
    numbers = {number for row in connection.execute("SELECT id_number, phone FROM person") for number in row}
    written = "\n".join(
        str(value)
        for table in ("audit", "request", "undo_step")
        for row in connection.execute(f"SELECT * FROM {table}")
        for value in row
    )
    connection.close()
    assert len(numbers) > 1_000
    assert not numbers & set(re.findall(r"\d{17}[\dX]|\d{11}", written))
