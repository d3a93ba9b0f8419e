"""An import after one that was taken back, and taking one back whose people met something else meanwhile."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, state, take_in, workbook
from tests.usecases.test_roster_merge import everything, merge
from tests.usecases.training_facts import write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import GroupKind, Line, Team, UnitKind
from trainingdesk.domain.errors import AccessDenied, Refused
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.groups import JoinGroup
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddPerson
from trainingdesk.usecases.commands.roster_batch import EditPeople
from trainingdesk.usecases.commands.roster_merge import KeepApart, SeparatePeople
from trainingdesk.usecases.commands.roster_new_units import NewUnit
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster import search_people

NEW_UNIT = "城东区民政局"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [
        ("路新", invented_id(101), OFFICE, "科员", "一级科员", ""),
        ("欧阳明月", invented_id(102, male=False), NEW_UNIT, "副局长", "乡科级副职", "13911112222"),
    ]
    return workbook(tmp_path / "名册.xlsx", lines)


def test_people_of_a_second_import_are_found_under_their_own_ids(desk: Desk, file: Path):
    """The ids of the import that was taken back are never given again, nor may the index or the order use them."""
    desk.execute(RevertImport(batch_id=take_in(desk, file).result["batch_id"]))
    batch = take_in(desk, file).result["batch_id"]
    came = rows(
        desk, f"SELECT id, position % 1000000000 FROM person WHERE import_batch_id = {batch} ORDER BY id"
    )
    assert [number for number, _place in came] == [place for _number, place in came] == [17, 18]
    assert rows(desk, "SELECT rowid FROM person_search ORDER BY rowid") == rows(
        desk, "SELECT id FROM person ORDER BY id"
    )
    _count, hits = desk.ask(search_people, "欧阳明月")
    assert [hit.name for hit in hits] == ["欧阳明月"]
    desk.execute(RevertImport(batch_id=batch))
    take_in(desk, file)
    assert chain_is_whole(desk)


def test_an_import_whose_person_was_merged_into_another_is_held(desk: Desk, file: Path):
    """Without the unit it opened, the two records could never be parted again."""
    batch = take_in(desk, file).result["batch_id"]
    new = rows(desk, "SELECT id FROM person WHERE name = '欧阳明月'")[0][0]
    before = everything(desk)
    merged = merge(desk, 5, new)["merge_id"]
    after = everything(desk)
    with pytest.raises(Refused) as refused:
        desk.execute(RevertImport(batch_id=batch))
    assert (refused.value.code, refused.value.params["count"]) == ("import.people_in_use", 1)
    assert "欧阳明月" in text(refused.value.code, **refused.value.params)
    assert everything(desk) == after
    desk.execute(SeparatePeople(merge_id=merged))
    assert everything(desk) == before
    desk.execute(RevertImport(batch_id=batch))


def test_an_updated_person_who_was_merged_away_is_told_as_such(desk: Desk, tmp_path: Path):
    """Not as somebody edited whose name nobody knows any more."""
    line = ("于洋", invented_id(2, male=False), OFFICE, "副部长", "", "13900009999")
    batch = take_in(desk, workbook(tmp_path / "改.xlsx", [line])).result["batch_id"]
    (updated,) = rows(desk, "SELECT id FROM person WHERE phone = '13900009999'")[0]
    merge(desk, 5, updated)
    with pytest.raises(Refused) as refused:
        desk.execute(RevertImport(batch_id=batch))
    assert (refused.value.code, refused.value.params["count"]) == ("import.people_in_use", 1)


def test_a_number_given_to_somebody_else_since_holds_the_import(desk: Desk, tmp_path: Path):
    """Two people with one ID number can't be: it is said, and nothing is taken back by halves."""
    path = workbook(tmp_path / "新号.xlsx", [("丁宁", invented_id(201), OFFICE, "", "", "")])
    batch = take_in(desk, path, decisions=((2, 1),)).result["batch_id"]
    unit = rows(desk, "SELECT unit_id FROM person WHERE id = 1")[0][0]
    desk.execute(AddPerson(unit_id=unit, name="后来", team=Team.TECHNICAL, id_number=invented_id(1)))
    after = state(desk)
    with pytest.raises(Refused) as refused:
        desk.execute(RevertImport(batch_id=batch))
    assert refused.value.code == "import.number_taken"
    assert refused.value.params["names"] == ["丁宁"]
    said = text(refused.value.code, **refused.value.params)
    assert "1 人（如 丁宁）原来的身份证号现在登记在后来名下。请先更正那里的身份证号" in said
    assert state(desk) == after


def test_a_later_import_that_changed_the_same_people_is_named_first(desk: Desk, file: Path, tmp_path: Path):
    first = take_in(desk, file).result["batch_id"]
    lines = [("路新", invented_id(101), OFFICE, "科长", "一级科员", "")]
    later = take_in(desk, workbook(tmp_path / "明年.xlsx", lines)).result["batch_id"]
    before = desk.try_out(RevertImport(batch_id=first))
    with pytest.raises(Refused) as refused:
        desk.execute(RevertImport(batch_id=first))
    said = text(refused.value.code, **refused.value.params)
    assert "“明年.xlsx”又改过其中 1 人（如 路新）。请先在“导入记录”中撤销该次导入" in said
    assert text(before.code, **before.params) == said, "it is refused before it is asked"
    desk.execute(RevertImport(batch_id=later))
    assert desk.try_out(RevertImport(batch_id=first)) is None
    desk.execute(RevertImport(batch_id=first))


@pytest.mark.parametrize("by", [RevertImport, UndoLast])
def test_a_later_import_that_was_taken_back_is_in_the_way_no_more(desk: Desk, tmp_path: Path, by: type):
    """Nor where it changed a number, of which the log does not say whether it is the same again."""
    header = ["姓名", "身份证号", "工作单位", "手机"]
    batches = []
    for name, phone in (("a.xlsx", "13900001111"), ("b.xlsx", "13900002222")):
        line = ("路新", invented_id(101), OFFICE, phone)
        batches.append(take_in(desk, workbook(tmp_path / name, [line], header)).result["batch_id"])
    first, later = batches
    assert desk.try_out(RevertImport(batch_id=first)).code == "import.later_import"
    desk.execute(RevertImport(batch_id=later) if by is RevertImport else UndoLast())
    assert desk.try_out(RevertImport(batch_id=first)) is None
    desk.execute(RevertImport(batch_id=first))
    assert rows(desk, "SELECT id FROM person WHERE name = '路新'") == []


def test_an_import_of_other_people_is_not_in_the_way(desk: Desk, file: Path, tmp_path: Path):
    first = take_in(desk, file).result["batch_id"]
    take_in(
        desk, workbook(tmp_path / "另一.xlsx", [("于洋", invented_id(2, male=False), OFFICE, "部长", "", "")])
    )
    assert desk.try_out(RevertImport(batch_id=first)) is None
    desk.execute(RevertImport(batch_id=first))


def test_people_in_the_way_count_once_in_however_many_records(desk: Desk, file: Path):
    batch = take_in(desk, file).result["batch_id"]
    people = [
        row[0] for row in rows(desk, f"SELECT id FROM person WHERE import_batch_id = {batch} ORDER BY id")
    ]
    join = {"day": date(2026, 6, 1), "reason": "列入"}
    desk.execute(JoinGroup(kind=GroupKind.YOUNG, person_ids=(people[0],), **join))
    desk.execute(KeepApart(first_id=people[1], second_id=2))
    found = desk.try_out(RevertImport(batch_id=batch))
    assert (found.params["count"], found.params["names"]) == (2, ["路新", "欧阳明月"])
    with pytest.raises(Refused) as refused:
        desk.execute(RevertImport(batch_id=batch))
    assert (refused.value.params["count"], refused.value.params["names"]) == (2, ["路新", "欧阳明月"])


def test_what_was_changed_by_hand_is_told_before_and_trying_it_out_changes_nothing(desk: Desk, file: Path):
    batch = take_in(desk, file).result["batch_id"]
    back = RevertImport(batch_id=batch)
    told: list[object] = []
    desk.subscribe(told.append)
    after, log = state(desk), rows(desk, "SELECT max(id) FROM audit")
    assert desk.try_out(back) is None
    ((person,),) = rows(desk, f"SELECT id FROM person WHERE import_batch_id = {batch} LIMIT 1")
    assert (state(desk), rows(desk, "SELECT max(id) FROM audit"), told) == (after, log, [])
    desk.execute(EditPeople(person_ids=(person,), values=(("note", "借阅档案"),)))
    held = desk.try_out(back)
    assert (held.code, held.params["count"], held.params["names"]) == ("import.people_edited", 1, ["路新"])
    assert "如路新（备注，张晓 2026-06-12 改）" in text(held.code, **held.params)
    assert desk.try_out(UndoLast()) is None, "the change by hand goes first"
    desk.execute(UndoLast())
    assert desk.try_out(back) is None
    desk.execute(back)
    assert chain_is_whole(desk)


def test_nobody_tries_out_what_they_may_not_do(desk: Desk, file: Path, sign_in: Callable[[Role], None]):
    batch = take_in(desk, file).result["batch_id"]
    sign_in(Role.READ_ONLY)
    held = desk.try_out(RevertImport(batch_id=batch))
    assert (held.code, type(held)) == ("access.denied", AccessDenied)


@pytest.mark.parametrize("by", [RevertImport, UndoLast])
def test_the_units_stand_as_before_when_one_below_another_goes_again(desk: Desk, tmp_path: Path, by: type):
    before = state(desk)
    name = "城东区第九小学"
    lines = [
        ("路甲", invented_id(201), name, "干部", "", ""),
        ("路丙", invented_id(203), "城东区史志办", "干部", "", ""),
    ]
    new = NewUnit(name, UnitKind.REFERRED, Team.TECHNICAL, Line.EDUCATION, BUREAU)
    batch = take_in(desk, workbook(tmp_path / "a.xlsx", lines), units=(new,)).result["batch_id"]
    assert rows(desk, f"SELECT position FROM unit WHERE name = '{name}'") != [(len(before[1]) + 1,)]
    desk.execute(RevertImport(batch_id=batch) if by is RevertImport else UndoLast())
    assert state(desk) == before


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process can't be changed here")
def test_the_day_on_which_an_import_was_taken_back_is_that_of_the_office(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
):
    batch = take_in(desk, file).result["batch_id"]
    desk.execute(RevertImport(batch_id=batch))
    write(desk.path, ("UPDATE import_batch SET reverted_at = '2026-06-11T20:30:00.000Z'", ()))
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        with pytest.raises(Refused) as refused:
            desk.execute(RevertImport(batch_id=batch))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert refused.value.code == "import.already_reverted"
    assert refused.value.params["day"] == date(2026, 6, 12)


def test_of_later_imports_one_after_another_is_looked_at(desk: Desk, tmp_path: Path):
    """What each of them wrote may be large: it is never all in memory, and the first in the way is the last looked at."""
    first, *_later = (
        take_in(
            desk, workbook(tmp_path / f"{place}.xlsx", [("路新", invented_id(101), OFFICE, post, "", "")])
        )
        for place, post in enumerate(("干部", "科员", "科长"))
    )
    looked: list[object] = []

    def note(_connection: object, _cursor: object, statement: str, values: tuple, *_more: object) -> None:
        if 'import_batch."before"' in statement:
            looked.append(values)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        refused = desk.try_out(RevertImport(batch_id=first.result["batch_id"]))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert (refused.code, refused.params["file"]) == ("import.later_import", "2.xlsx")
    assert looked == [(1,), (3,)]
