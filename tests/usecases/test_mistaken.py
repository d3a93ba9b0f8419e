"""Somebody entered by mistake is taken out as if never entered, while nothing depends on the record; undo brings all back."""

import base64
from base64 import b64decode
from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.exchange.quirks.test_files import form
from tests.usecases.person_whole import write_whole
from tests.usecases.test_base_papers import said_in, table
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_import_photos import picture
from tests.usecases.test_import_seconded import DING, book
from tests.usecases.test_roster import enrol
from tests.usecases.test_roster_import import BUREAU, OFFICE, take_in, workbook
from tests.usecases.test_roster_merge import everything
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import GroupKind, PersonStatus, SecondmentWay, Team
from trainingdesk.domain.errors import Conflict, Refused
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.groups import JoinGroup
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.photo import SetPhoto
from trainingdesk.usecases.commands.reserve import RecommendReserve
from trainingdesk.usecases.commands.roster import AddPerson, ChangeStatus
from trainingdesk.usecases.commands.roster_batch import EditPeople
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_merge import KeepApart
from trainingdesk.usecases.commands.roster_mistaken import TakeOutPerson
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.commands.secondments import SecondPerson
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster import search_people
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

PHOTO = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
WHO = 3


def out(desk: Desk, person: int = WHO, reason: str = "与他人重复，录错") -> TakeOutPerson:
    ((version,),) = rows(desk, f"SELECT version FROM person WHERE id = {person}")
    return TakeOutPerson(person_id=person, version=version, reason=reason)


def refused_by(desk: Desk, command: TakeOutPerson) -> str:
    before = everything(desk)
    held = desk.try_out(command)
    assert held is not None
    with pytest.raises(Refused) as refused:
        desk.execute(command)
    assert everything(desk) == before
    said = text(refused.value.code, **refused.value.params)
    assert said == text(held.code, **held.params), "said before it is asked, too"
    return said


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Let everything hang on the person that goes with them."""
    write_whole(desk.path, WHO)
    desk.execute(SetPhoto(person_id=WHO, picture=PHOTO))
    desk.execute(
        SecondPerson(
            person_id=WHO,
            way=SecondmentWay.WITHIN,
            unit_id=2,
            valid_from=date(2026, 1, 5),
            valid_to=date(2026, 3, 5),
            reason="抽调",
        )
    )
    desk.execute(KeepApart(first_id=WHO, second_id=5))
    write(
        desk.path,
        (
            (
                "INSERT INTO post_period (person_id, track, post, rank, legacy, valid_from, valid_to, reason)"
                " VALUES (3, 'post', '科员', NULL, '', '2015-01', '2019-03', '')"
            ),
            (),
        ),
    )
    # what stands in the file is put in order as the program does
    desk.execute(EditPeople(person_ids=(WHO,), values=(("rank", "section_deputy"),), day=date(2026, 6, 1)))
    return desk


def test_all_of_the_record_goes_and_comes_back(known: Desk):
    desk = known
    before = everything(desk)
    desk.execute(out(desk))
    for kind in ("post_period", "secondment", "person_photo"):
        assert rows(desk, f"SELECT id FROM {kind} WHERE person_id = 3") == []
    assert rows(desk, "SELECT id FROM not_same") == []
    assert desk.ask(search_people, "单小芳") == (0, ())
    (logged,) = rows(desk, "SELECT detail FROM audit WHERE entity = 'person' AND kind = 'mistaken'")
    assert "录错" in logged[0]
    assert "单小芳" in logged[0]
    answer = desk.execute(UndoLast()).result
    assert text(answer["label"], **answer["params"]) == "删除录错的单小芳"
    assert everything(desk) == before
    assert [hit.id for hit in desk.ask(search_people, "单小芳")[1]] == [WHO]
    assert chain_is_whole(desk)


def test_nobody_has_left_by_it(desk: Desk):
    person = desk.execute(AddPerson(unit_id=1, name="误录", team=Team.PARTY_GOVERNMENT)).result["person_id"]
    write(desk.path, (f"UPDATE person SET joined_on = '2025-01-01' WHERE id = {person}", ()))
    before = table(desk, "roster.headcount", 2)[-1]
    desk.execute(ChangeStatus(person_id=person, version=1, status=PersonStatus.LEFT, day=date(2026, 3, 1)))
    changes = {"from": "2026-01-01"}
    assert "误录" in str(said_in(table(desk, "roster.changes", **changes)))
    desk.execute(out(desk, person))
    assert "误录" not in str(said_in(table(desk, "roster.changes", **changes)))
    assert "离开人员" not in str(said_in(table(desk, "roster.changes", **changes)))
    assert int(table(desk, "roster.headcount", 2)[-1][1]) == int(before[1]) - 1


def test_a_reason_is_asked_for_and_a_newer_version_stands(desk: Desk):
    assert refused_by(desk, out(desk, reason="  ")) == "请填写原因，原因记入日志。"
    stale = out(desk)
    desk.execute(ChangeStatus(person_id=WHO, version=1, status=PersonStatus.LONG_LEAVE))
    with pytest.raises(Conflict):
        desk.execute(stale)


def test_what_depends_on_the_record_is_named_with_the_way_out(desk: Desk):
    enrol(desk, WHO)
    said = refused_by(desk, out(desk))
    assert said.startswith(
        "不能将单小芳作为录错人员删除：已有 1 条记录与之关联（学员）。处理办法——参训记录随班次留存"
    )
    desk.execute(JoinGroup(kind=GroupKind.YOUNG, person_ids=(2,), day=date(2026, 6, 1), reason="培养"))
    assert "用“更正记录…”中的“删除此记录”" in refused_by(desk, out(desk, 2))
    desk.execute(RecommendReserve(person_ids=(4,), day=date(2026, 6, 1), by="组织部"))
    assert "后备干部名单须全程留痕" in refused_by(desk, out(desk, 4))


def test_the_number_given_to_somebody_else_since_bars_the_way_back(desk: Desk):
    desk.execute(out(desk))
    # that step is no longer the last one of this person, and is gone on to
    desk.execute(
        AddPerson(
            unit_id=1, name="单小方", team=Team.PARTY_GOVERNMENT, id_number=invented_id(3), sure=("name",)
        )
    )
    (step, _older) = rows(desk, "SELECT id FROM undo_step ORDER BY id DESC LIMIT 2")
    with pytest.raises(Refused) as refused:
        desk.execute(UndoLast(leave=(step[0],)))
    assert refused.value.code == "undo.in_the_way"


def test_an_import_goes_back_past_newcomers_who_were_taken_out(desk: Desk, tmp_path: Path):
    file = workbook(tmp_path / "名册.xlsx", [("路新", invented_id(101), OFFICE, "科员", "", "")])
    batch = take_in(desk, file).result["batch_id"]
    ((person,),) = rows(desk, "SELECT id FROM person WHERE name = '路新'")
    desk.execute(out(desk, person))
    desk.execute(RevertImport(batch_id=batch))
    with pytest.raises(Refused) as refused:
        desk.execute(UndoLast())
    assert refused.value.code == "import.already_reverted", "who came by an import goes with it for good"


def test_an_import_that_changed_somebody_who_was_taken_out_says_who(desk: Desk, tmp_path: Path):
    file = workbook(tmp_path / "名册.xlsx", [("单小芳", invented_id(3), OFFICE, "部长", "", "")])
    batch = take_in(desk, file).result["batch_id"]
    desk.execute(out(desk))
    with pytest.raises(Refused) as refused:
        desk.execute(RevertImport(batch_id=batch))
    assert (refused.value.code, refused.value.params["names"]) == ("import.people_edited", ["单小芳"])


def held_until_put_back(desk: Desk, batch: int) -> None:
    """See that an import stays while somebody of it is taken out, and goes back once they are there again."""
    desk.execute(out(desk, 1))
    with pytest.raises(Refused) as refused:
        desk.execute(RevertImport(batch_id=batch))
    assert (refused.value.code, refused.value.params["names"]) == ("import.people_edited", ["丁宁"])
    desk.execute(UndoLast())
    desk.execute(RevertImport(batch_id=batch))


def test_an_import_that_brought_nothing_but_a_photo_of_somebody_taken_out_says_who(
    desk: Desk, tmp_path: Path
):
    former = picture("JPEG", (30, 40), "red")
    desk.execute(SetPhoto(person_id=1, picture=former))
    photo = base64.b64encode(picture("JPEG", colour="white")).decode()
    form(
        tmp_path / "丁宁.lrmx", "丁宁", "城东区委组织部科员", ShenFenZheng=invented_id(1), ChuShengNianYue="",
        RuDangShiJian="", ZhaoPian=photo, XingBie="",
    )  # fmt: skip
    preview = desk.ask(preview_import, tmp_path / "丁宁.lrmx")
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    declined = tuple((row.row, change.field) for change in row.changes)
    taken = ImportRoster(token=preview.token, digest=preview.digest, good_only=True, declined_fields=declined)
    done = desk.execute(taken).result
    assert (done["updated"], done["photos"]) == (0, 1)
    held_until_put_back(desk, done["batch_id"])
    assert rows(desk, "SELECT picture FROM person_photo") == [(former,)]


def test_an_import_that_brought_nothing_but_a_secondment_of_somebody_taken_out_says_who(
    desk: Desk, tmp_path: Path
):
    preview = desk.ask(preview_import, book(tmp_path / "a.xlsx", (*DING, f"{BUREAU}（挂职）", "")))
    preview = desk.ask(mend_import, preview.token, {}, {(2, "unit"): f"{BUREAU}（挂职）"})
    done = desk.execute(ImportRoster(token=preview.token, digest=preview.digest)).result
    assert (done["updated"], done["seconded"]) == (0, 1)
    held_until_put_back(desk, done["batch_id"])
    assert rows(desk, "SELECT count(*) FROM secondment") == [(0,)]


def test_nobody_comes_back_into_a_unit_that_went_into_another_since(desk: Desk):
    desk.execute(out(desk, 4))
    ((version,),) = rows(desk, "SELECT version FROM unit WHERE id = 2")
    desk.execute(MergeUnits(unit_id=2, version=version, into_id=1, day=date(2026, 6, 1)))
    ((merger,),) = rows(desk, "SELECT max(id) FROM undo_step")
    with pytest.raises(Refused) as refused:
        desk.execute(UndoLast(leave=(merger,)))
    assert refused.value.code == "undo.unit_closed"
