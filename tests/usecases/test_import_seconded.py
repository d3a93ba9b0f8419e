"""某局（挂职） beside the unit that the roster knows of somebody is asked about, and a secondment is noted."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.codes import SecondmentWay
from trainingdesk.domain.errors import DeskError, Refused
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.commands.secondments import EndSecondment, RemoveSecondment, SecondPerson
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位", "职务"]
DAY = date(2026, 5, 31)
#: people of the desk
DING, YU, SHAN = ("丁宁", invented_id(1)), ("于洋", invented_id(2, male=False)), ("单小芳", invented_id(3))


def book(path: Path, *lines: tuple[str, ...]) -> Path:
    return workbook(path, list(lines), HEADER)


def asked(desk: Desk, token: str) -> dict[str, tuple]:
    found = desk.ask(preview_rows, token, desk.ask(preview_places, token))
    return {row.name: (row.bucket, [p.choices for p in row.problems if p.choices]) for row in found}


def standing(desk: Desk, name: str) -> tuple:
    words = "SELECT u.name, p.post FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.name = ?"
    (found,) = rows(desk, words.replace("?", f"'{name}'"))
    return tuple(found)


def secondments(desk: Desk) -> list[tuple]:
    return rows(
        desk,
        "SELECT p.name, s.way, u.name, s.valid_from, s.valid_to, s.reason FROM secondment s "
        "JOIN person p ON p.id = s.person_id JOIN unit u ON u.id = s.unit_id ORDER BY s.id",
    )


def take(desk: Desk, preview, **more: object) -> dict:
    command = ImportRoster(token=preview.token, digest=preview.digest, day=DAY, **more)
    return dict(desk.execute(command).result)


def test_each_answer_does_what_it_says(desk: Desk, tmp_path: Path):
    before = {name: standing(desk, name) for name, _number in (DING, YU, SHAN)}
    file = book(
        tmp_path / "a.xlsx",
        (*DING, "教育局（挂职）", "副局长"),
        (*YU, f"{BUREAU}(借调)", "科员"),
        (*SHAN, f"{BUREAU} （兼）", "督学"),
    )
    preview = desk.ask(preview_import, file)
    seen = asked(desk, preview.token)
    own = before["丁宁"][0]
    assert seen["丁宁"] == (Bucket.QUESTION, [(f"{BUREAU}（挂职）", f"{own}（编制）", BUREAU)])
    assert seen["单小芳"][1] == [(f"{before['单小芳'][0]}（编制）", BUREAU)], "a second post is no secondment"
    with pytest.raises(DeskError, match="rows_open"):
        take(desk, preview)

    answers = {
        (2, "unit"): f"{BUREAU}（挂职）",
        (3, "unit"): f"{before['于洋'][0]}（编制）",
        (4, "unit"): BUREAU,
    }
    preview = desk.ask(mend_import, preview.token, {}, answers)
    assert [bucket for bucket, _choices in asked(desk, preview.token).values()] == [
        Bucket.SAME,
        Bucket.SAME,
        Bucket.UPDATE,
    ]
    assert take(desk, preview)["seconded"] == 1
    assert secondments(desk) == [("丁宁", "within", BUREAU, DAY.isoformat(), None, "挂职 副局长")]
    assert {name: standing(desk, name) for name in ("丁宁", "于洋")} == {
        name: before[name] for name in ("丁宁", "于洋")
    }
    assert standing(desk, "单小芳") == (BUREAU, "督学")
    assert rows(desk, "SELECT kind FROM audit WHERE entity = 'secondment'") == [("imported",)]

    desk.execute(UndoLast())
    assert secondments(desk) == []
    assert standing(desk, "单小芳") == before["单小芳"]
    assert rows(desk, "SELECT kind FROM audit WHERE entity = 'secondment' ORDER BY id") == [
        ("imported",),
        ("removed",),
    ]


def test_to_a_unit_that_is_not_to_be_opened_nobody_is_seconded(desk: Desk, tmp_path: Path):
    new = "城东区新设局"
    preview = desk.ask(
        preview_import, book(tmp_path / "a.xlsx", (*DING, f"{new}（挂职）", ""), (*YU, OFFICE, "科长"))
    )
    preview = desk.ask(mend_import, preview.token, {}, {(2, "unit"): f"{new}（挂职）"})
    assert take(desk, preview, create_units=False)["seconded"] == 0
    assert secondments(desk) == []
    assert rows(desk, f"SELECT id FROM unit WHERE name = '{new}'") == []
    again = desk.ask(preview_import, tmp_path / "a.xlsx")
    again = desk.ask(mend_import, again.token, {}, {(2, "unit"): f"{new}（挂职）"})
    # left out by hand: its unit is not opened for it
    assert take(desk, again, declined_rows=(2,))["units"] == 0


def test_one_answer_does_for_all_and_is_not_asked_again(desk: Desk, tmp_path: Path):
    people = ((*DING, BUREAU, "副局长（挂职）"), (*YU, f"{BUREAU}（借调）", ""))
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", *people))
    answers = desk.ask(alike_answers, preview.token, 2, "unit", f"{BUREAU}（挂职）")
    assert answers == {(2, "unit"): f"{BUREAU}（挂职）", (3, "unit"): f"{BUREAU}（借调）"}
    take(desk, desk.ask(mend_import, preview.token, {}, answers))
    again = desk.ask(preview_import, book(tmp_path / "b.xlsx", *people[::-1]))
    assert again.counts["question"] == 0
    assert again.counts["same"] == 2
    assert take(desk, again)["seconded"] == 0
    assert len(secondments(desk)) == 2


def test_a_secondment_that_was_ended_since_stands_in_the_way_of_taking_the_import_back(
    desk: Desk, tmp_path: Path
):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", (*DING, f"{BUREAU}（挂职）", "")))
    preview = desk.ask(mend_import, preview.token, {}, {(2, "unit"): f"{BUREAU}（挂职）"})
    batch = take(desk, preview)["batch_id"]
    ((number,),) = rows(desk, "SELECT id FROM secondment")
    desk.execute(EndSecondment(secondment_id=number))
    with pytest.raises(DeskError, match="seconded_edited"):
        desk.execute(RevertImport(batch_id=batch))
    desk.execute(UndoLast())
    desk.execute(UndoLast())
    assert secondments(desk) == []


def test_who_is_seconded_does_not_make_a_list_of_that_unit(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", (*DING, f"{BUREAU}（挂职）", "")))
    assert preview.counts["left"] == 0, "nobody of that unit is missing"
    home = standing(desk, "丁宁")[0]
    assert home == OFFICE


def test_an_unknown_unit_opens_without_its_brackets_and_errors_open_nothing(desk: Desk, tmp_path: Path):
    wrong = invented_id(301)[:-1] + ("0" if invented_id(301)[-1] != "0" else "1")
    lines = [
        ("路甲", invented_id(302), "新设局（挂职）", ""),
        ("路乙", wrong, "另设局", ""),
        ("路丙", invented_id(303), "新设局", ""),
    ]
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", *lines))
    assert preview.new_units == {"新设局": 2}
    told = [note.params["unit"] for note in preview.notes if note.code == "roster.unit_new"]
    assert told == ["新设局"]


def test_a_secondment_taken_away_by_hand_stays_away_once_its_import_is_taken_back(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", (*DING, f"{BUREAU}（挂职）", "")))
    preview = desk.ask(mend_import, preview.token, {}, {(2, "unit"): f"{BUREAU}（挂职）"})
    batch = take(desk, preview)["batch_id"]
    ((number,),) = rows(desk, "SELECT id FROM secondment")
    desk.execute(RemoveSecondment(secondment_id=number))
    desk.execute(RevertImport(batch_id=batch))
    with pytest.raises(Refused, match=r"undo\.nothing"):
        desk.execute(UndoLast())
    assert secondments(desk) == []


def test_a_secondment_that_an_import_ended_comes_back_as_it_was_before_it(desk: Desk, tmp_path: Path):
    """It was taken away by hand, the import taken back, and then the taking away."""
    begin = date(2026, 1, 1)
    desk.execute(SecondPerson(person_id=1, way=SecondmentWay.OUT, place="市委组织部", valid_from=begin))
    file = workbook(tmp_path / "a.xlsx", [(*DING, "退休")], ["姓名", "身份证号", "人员状态"])
    batch = take(desk, desk.ask(preview_import, file))["batch_id"]
    ((number, ended),) = rows(desk, "SELECT id, valid_to FROM secondment")
    assert ended == "2026-05-30"
    desk.execute(RemoveSecondment(secondment_id=number))
    desk.execute(RevertImport(batch_id=batch))
    desk.execute(UndoLast())
    assert rows(desk, "SELECT id, valid_from, valid_to FROM secondment") == [(number, "2026-01-01", None)]
    assert chain_is_whole(desk)
