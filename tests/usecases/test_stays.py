"""Whoever goes, or comes into the unit that has them, is lent to nobody any more, in whatever way that is written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import PASSWORD, invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_history import problems
from tests.usecases.test_import_mended import row_of
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from tests.usecases.test_roster_merge import everything, merge
from tests.usecases.training_facts import write
from trainingdesk.domain.access import DESK, Role
from trainingdesk.domain.codes import PersonStatus, SecondmentWay
from trainingdesk.domain.errors import Invalid, Refused
from trainingdesk.domain.roster.missing import Gone
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.office import AddUser, UndoLast
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.commands.roster_batch import EditPeople, TransferPeople
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.commands.secondments import EndSecondment, RemoveSecondment, SecondPerson
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

DAY = date(2026, 5, 1)
STAYS = "SELECT person_id, valid_from, valid_to FROM secondment ORDER BY id"
YU = ("于洋", invented_id(2, male=False))


def version(desk: Desk, person: int = 2) -> int:
    return rows(desk, f"SELECT version FROM person WHERE id = {person}")[0][0]


def away(desk: Desk, person: int = 2, unit: int | None = 3, since: date = date(2026, 1, 1)) -> int:
    way = SecondmentWay.WITHIN if unit else SecondmentWay.OUT
    made = SecondPerson(person_id=person, way=way, unit_id=unit, place="市委组织部", valid_from=since)
    return desk.execute(made).result["secondment_id"]


def take(desk: Desk, path: Path, header: list[str], *lines: tuple[str, ...], **choices: object) -> int:
    preview = desk.ask(preview_import, workbook(path, lines, header))
    command = ImportRoster(token=preview.token, digest=preview.digest, day=DAY, **choices)
    return desk.execute(command).result["batch_id"]


def by_form(desk: Desk, _folder: Path) -> None:
    desk.execute(change_of(desk, "于洋", status=PersonStatus.RETIRED, day="2026-05"))


def by_status(desk: Desk, _folder: Path) -> None:
    left = PersonStatus.LEFT
    desk.execute(ChangeStatus(person_id=2, version=version(desk), status=left, day=DAY))


def by_batch(desk: Desk, _folder: Path) -> None:
    desk.execute(EditPeople(person_ids=(1, 2), values=(("status", "retired"),), day=DAY))


def by_file(desk: Desk, folder: Path) -> None:
    header = ["姓名", "身份证号", "工作单位", "人员状态"]
    take(desk, folder / "a.xlsx", header, (*YU, OFFICE, "退休"))


def by_missing(desk: Desk, folder: Path) -> None:
    line = ("丁宁", invented_id(1), OFFICE)
    take(desk, folder / "a.xlsx", ["姓名", "身份证号", "工作单位"], line, left=(Gone(2),))


def by_transfer(desk: Desk, _folder: Path) -> None:
    desk.execute(TransferPerson(person_id=2, version=version(desk), unit_id=3, day="2026-05"))


def by_transfers(desk: Desk, _folder: Path) -> None:
    desk.execute(TransferPeople(person_ids=(1, 2), unit_id=3, day=DAY))


def by_file_s_unit(desk: Desk, folder: Path) -> None:
    take(desk, folder / "a.xlsx", ["姓名", "身份证号", "工作单位"], (*YU, BUREAU))


WAYS = [by_form, by_status, by_batch, by_file, by_missing, by_transfer, by_transfers, by_file_s_unit]


@pytest.mark.parametrize("goes", WAYS)
def test_a_secondment_ends_the_day_before_and_lasts_again(
    desk: Desk, tmp_path: Path, goes: Callable[[Desk, Path], None]
):
    away(desk)
    away(desk, 3)
    before = everything(desk)
    goes(desk, tmp_path)
    assert rows(desk, STAYS) == [(2, "2026-01-01", "2026-04-30"), (3, "2026-01-01", None)]
    desk.execute(UndoLast())
    after = everything(desk)
    for table in ("secondment", "person", "unit_period", "status_period"):
        assert after[table] == before[table], table


@pytest.mark.parametrize("goes", [by_form, by_status, by_missing])
def test_nobody_goes_before_a_secondment_that_began_later(
    desk: Desk, tmp_path: Path, goes: Callable[[Desk, Path], None]
):
    """One day of it would be left that never was; which of the two days is wrong only a person knows."""
    away(desk, since=date(2026, 5, 20))
    before = everything(desk)
    with pytest.raises(Refused, match=r"stays\.begins_after_going") as refused:
        goes(desk, tmp_path)
    assert {"name": "于洋", "day": "2026-05-20", "gone": "2026-05-01"}.items() <= refused.value.params.items()
    after = everything(desk)
    assert (after["secondment"], after["person"]) == (before["secondment"], before["person"])


FILE = ["姓名", "身份证号", "工作单位", "人员状态", "手机"]


def test_a_file_that_says_so_is_asked_about_at_the_row(desk: Desk, tmp_path: Path):
    """The other rows come in; so does the row itself, once the secondment was put right or the status is left blank."""
    stay = away(desk, since=date(2026, 5, 20))
    lines = [(*YU, OFFICE, "退休", "13900007777"), ("路新", "", OFFICE, "", "")]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册（截至2026年5月10日）.xlsx", lines, FILE))
    assert (preview.day, preview.counts["question"], preview.counts["new"]) == (date(2026, 5, 10), 1, 1)
    (asked,) = row_of(desk, preview.token, 2).problems
    assert (asked.code, asked.name, asked.choices) == ("roster.gone_before_stay", "status", ())
    assert {"gone": "2026-05-10", "begin": "2026-05-20", "place": BUREAU}.items() <= asked.params.items()
    blank = desk.ask(mend_import, preview.token, {}, {(2, "status"): ""})
    assert (blank.counts["question"], blank.counts["update"]) == (0, 1)
    # by a later day of the file there is nothing to ask
    assert desk.ask(mend_import, preview.token, {}, {}, day=date(2026, 6, 1)).counts["question"] == 0
    assert desk.ask(mend_import, preview.token, {}, {}, day=date(2026, 5, 20)).counts["question"] == 1
    desk.execute(RemoveSecondment(secondment_id=stay))
    assert desk.ask(mend_import, preview.token, {}, {}).counts["question"] == 0, "it was put right"


def test_where_another_day_than_the_preview_s_has_it_so_the_status_is_left(desk: Desk, tmp_path: Path):
    away(desk, since=date(2026, 5, 20))
    lines = [(*YU, OFFICE, "退休", "13900007777"), ("路新", "", OFFICE, "", "")]
    file = workbook(tmp_path / "名册.xlsx", lines, FILE)
    preview = desk.ask(preview_import, file)
    assert preview.counts["question"] == 0
    command = ImportRoster(token=preview.token, digest=preview.digest, day=DAY)
    result = desk.execute(command).result
    assert (result["created"], result["updated"], result["odd"]) == (1, 1, 1)
    assert rows(desk, "SELECT status, phone FROM person WHERE id = 2") == [("serving", "13900007777")]
    assert rows(desk, STAYS) == [(2, "2026-05-20", None)]


def test_who_moves_elsewhere_stays_lent_and_who_is_on_leave_does(desk: Desk):
    away(desk)
    desk.execute(TransferPerson(person_id=2, version=version(desk), unit_id=5, day="2026-05"))
    leave = PersonStatus.LONG_LEAVE
    desk.execute(ChangeStatus(person_id=2, version=version(desk), status=leave, day=DAY))
    assert rows(desk, STAYS) == [(2, "2026-01-01", None)]


def test_two_records_of_one_person_who_has_left_leave_no_secondment(desk: Desk):
    away(desk, 3)
    desk.execute(ChangeStatus(person_id=2, version=1, status=PersonStatus.RETIRED, day=DAY))
    before = everything(desk)
    merge(desk, 2, 3)
    assert rows(desk, STAYS) == [(2, "2026-01-01", "2026-04-30")]
    desk.execute(UndoLast())
    after = everything(desk)
    assert (after["secondment"], after["person"]) == (before["secondment"], before["person"])


class TestWhoDoesNotServe:
    @pytest.fixture(autouse=True)
    def _retired(self, desk: Desk) -> None:
        desk.execute(ChangeStatus(person_id=2, version=1, status=PersonStatus.RETIRED, day=DAY))

    def test_is_not_seconded(self, desk: Desk):
        def out(begin: date, end: date | None) -> SecondPerson:
            way = SecondmentWay.OUT
            return SecondPerson(person_id=2, way=way, place="市局", valid_from=begin, valid_to=end)

        for begin, end in ((DAY, None), (date(2026, 4, 1), None), (date(2026, 4, 1), DAY)):
            assert problems(desk, out(begin, end)) == [("history.not_serving", "valid_from")]
        desk.execute(out(date(2026, 4, 1), date(2026, 4, 30)))

    def test_may_have_been_where_nobody_knows_since_when(self, desk: Desk):
        write(desk.path, ("UPDATE person SET status = 'retired' WHERE id = 3", ()))
        ended = date(2025, 1, 1)
        desk.execute(
            SecondPerson(person_id=3, way=SecondmentWay.OUT, place="市局", valid_from=ended, valid_to=ended)
        )
        assert rows(desk, STAYS) == [(3, "2025-01-01", "2025-01-01")]

    def test_is_not_seconded_by_a_step_taken_back(self, desk: Desk):
        stay = away(desk, 3)
        desk.execute(EndSecondment(secondment_id=stay, day=date(2026, 4, 1)))
        desk.gate.execute(AddUser(login="second", name="冯二", password=PASSWORD, roles=(Role.CLERK,)), DESK)
        desk.sign_in("second", PASSWORD)
        desk.execute(ChangeStatus(person_id=3, version=1, status=PersonStatus.LEFT, day=DAY))
        desk.sign_in("clerk", PASSWORD)
        with pytest.raises(Invalid) as refused:
            desk.execute(UndoLast())
        assert [one.code for one in refused.value.problems] == ["history.not_serving"]

    def test_and_does_not_become_so_again_over_a_new_secondment(self, desk: Desk):
        desk.execute(ChangeStatus(person_id=2, version=2, status=PersonStatus.SERVING, day=date(2026, 6, 1)))
        desk.gate.execute(AddUser(login="second", name="冯二", password=PASSWORD, roles=(Role.CLERK,)), DESK)
        desk.sign_in("second", PASSWORD)
        away(desk, since=date(2026, 6, 10))
        desk.sign_in("clerk", PASSWORD)
        with pytest.raises(Refused, match=r"undo\.seconded_since"):
            desk.execute(UndoLast())


def test_an_import_is_not_taken_back_over_a_secondment_that_was_put_right(desk: Desk, tmp_path: Path):
    away(desk)
    header = ["姓名", "身份证号", "工作单位", "人员状态"]
    batch = take(desk, tmp_path / "a.xlsx", header, (*YU, OFFICE, "退休"))
    write(desk.path, ("UPDATE secondment SET valid_to = '2026-03-31'", ()))
    with pytest.raises(Refused, match=r"import\.seconded_edited"):
        desk.execute(RevertImport(batch_id=batch))
