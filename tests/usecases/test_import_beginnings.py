"""The first people of a unit were there before, also those whose rows had to be put right and came in later."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import TestClock, invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import NEW_UNIT, OFFICE, workbook
from trainingdesk.domain.codes import Line, PersonStatus
from trainingdesk.domain.errors import Refused
from trainingdesk.exchange.own_sheets import RETURNED_SHEET
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddUnit, ChangeStatus
from trainingdesk.usecases.commands.roster_batch import TransferPeople
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import
from trainingdesk.usecases.roster_files import export_problem_rows

HEADER = ["姓名", "身份证号", "工作单位", "职级"]
GOOD, BAD = ("秦初", "温良"), ("白头", "白尾")
#: of the fixtures' desk
TODAY, WEEK = date(2026, 6, 12), date(2026, 6, 19)


def roster(
    path: Path, unit: str = NEW_UNIT, rank: str = "某某级", people=(*GOOD, *BAD), first: int = 400
) -> Path:
    lines = [
        (name, invented_id(first + at), unit, rank if name in BAD else "一级科员")
        for at, name in enumerate(people)
    ]
    return workbook(path, lines, HEADER)


def take(desk: Desk, file: Path) -> int:
    """Take the good rows of a file in as the wizard and the command line do it by themselves."""
    preview = desk.ask(preview_import, file)
    command = ImportRoster(
        token=preview.token,
        digest=preview.digest,
        good_only=True,
        day=preview.day,
        since_unknown=not preview.day_from,
    )
    return desk.execute(command).result["batch_id"]


def marked(desk: Desk, file: Path, target: Path) -> Path:
    """Return the workbook with problem rows of a file."""
    preview = desk.ask(preview_import, file)
    export_problem_rows(desk, preview.token, target, day=preview.day, undated=not preview.day_from)
    return target


def put_right(file: Path, target: Path, *names: str) -> Path:
    book = load_workbook(file)
    for line in book.worksheets[0].iter_rows(min_row=2):
        if line[0].value in names:
            line[3].value = "二级科员"
    book.save(target)
    return target


def joined(desk: Desk) -> dict[str, str | None]:
    found = rows(desk, "SELECT name, joined_on FROM person WHERE import_batch_id IS NOT NULL")
    return dict(found)


def changed(desk: Desk) -> str:
    """Return the paper of what changed since the beginning of the year."""
    return str(desk.ask(paper_rows, "roster.changes", {"from": "2026-01-01"}))


@pytest.mark.parametrize("name", ["名册.xlsx", "名册2026-05-31.xlsx"])
def test_rows_put_right_join_the_roster_they_were_part_of(
    desk: Desk, clock: TestClock, tmp_path: Path, name: str
):
    file = roster(tmp_path / name)
    back = marked(desk, file, tmp_path / "问题行.xlsx")
    take(desk, file)
    clock.forward(days=7)
    take(desk, put_right(back, tmp_path / "再报.xlsx", BAD[0]))
    assert joined(desk) == dict.fromkeys((*GOOD, BAD[0]))
    # what was still wrong goes back once more, and is of the first file all the same
    again = marked(desk, tmp_path / "再报.xlsx", tmp_path / "又问题行.xlsx")
    clock.forward(days=7)
    take(desk, put_right(again, tmp_path / "三报.xlsx", BAD[1]))
    assert joined(desk) == dict.fromkeys((*GOOD, *BAD))
    assert not any(name in changed(desk) for name in (*GOOD, *BAD)), "they are no newcomers of this year"
    assert chain_is_whole(desk)


@pytest.mark.parametrize("name", ["名册.xlsx", "名册2026-05-31.xlsx"])
def test_of_a_unit_that_had_people_all_newcomers_came_on_one_day(
    desk: Desk, clock: TestClock, tmp_path: Path, name: str
):
    file = roster(tmp_path / name, OFFICE)
    back = marked(desk, file, tmp_path / "问题行.xlsx")
    take(desk, file)
    clock.forward(days=7)
    take(desk, put_right(back, tmp_path / "再报.xlsx", *BAD))
    day = "2026-05-31" if "-" in name else TODAY.isoformat()
    assert joined(desk) == dict.fromkeys((*GOOD, *BAD), day)


@pytest.mark.parametrize("name", ["名册.xlsx", "名册2026-05-31.xlsx"])
def test_either_half_can_be_taken_back_and_come_again(
    desk: Desk, clock: TestClock, tmp_path: Path, name: str
):
    file = roster(tmp_path / name)
    back = marked(desk, file, tmp_path / "问题行.xlsx")
    first = take(desk, file)
    clock.forward(days=7)
    late = put_right(back, tmp_path / "再报.xlsx", *BAD)
    take(desk, late)
    with pytest.raises(Refused, match=r"import\.later_names"):
        desk.execute(RevertImport(batch_id=first))
    desk.execute(UndoLast())
    assert joined(desk) == dict.fromkeys(GOOD)
    clock.forward(days=1)
    take(desk, late)
    assert joined(desk) == dict.fromkeys((*GOOD, *BAD))


@pytest.mark.parametrize("name", ["名册.xlsx", "名册2026-05-31.xlsx"])
def test_the_first_half_comes_again_when_only_the_mended_rows_were_sent_back(
    desk: Desk, clock: TestClock, tmp_path: Path, name: str
):
    # the unit stays when the import that peopled it first is taken back
    desk.execute(AddUnit(name=NEW_UNIT, line=Line.GOVERNMENT))
    file = roster(tmp_path / name)
    back = marked(desk, file, tmp_path / "问题行.xlsx")
    first = take(desk, file)
    clock.forward(days=7)
    late = put_right(back, tmp_path / "再报.xlsx", *BAD)
    book = load_workbook(late)
    book.worksheets[0].delete_rows(2, len(GOOD))
    book.save(late)
    take(desk, late)
    desk.execute(RevertImport(batch_id=first))
    assert joined(desk) == dict.fromkeys(BAD)
    clock.forward(days=7)
    take(desk, file)
    assert joined(desk) == dict.fromkeys((*GOOD, *BAD))


def test_the_file_itself_put_right_says_the_same_by_its_day(desk: Desk, clock: TestClock, tmp_path: Path):
    take(desk, roster(tmp_path / "名册2026-05-31.xlsx"))
    clock.forward(days=7)
    take(desk, roster(tmp_path / "民政局2026-05-31.xlsx", rank="二级科员"))
    assert joined(desk) == dict.fromkeys((*GOOD, *BAD))


def test_a_later_roster_tells_who_came(desk: Desk, clock: TestClock, tmp_path: Path):
    take(desk, roster(tmp_path / "名册2026-05-31.xlsx"))
    clock.forward(days=7)
    later = roster(tmp_path / "名册2026-06-15.xlsx", rank="二级科员", people=(*GOOD, *BAD, "新到"))
    take(desk, later)
    assert joined(desk) == dict.fromkeys(GOOD) | dict.fromkeys((*BAD, "新到"), "2026-06-15")
    assert "新到" in changed(desk)
    # nor does another undated file of the unit tell of people who were there all along
    clock.forward(days=7)
    take(desk, roster(tmp_path / "补.xlsx", people=(*GOOD, *BAD, "新到", "再到")))
    assert joined(desk)["再到"] == "2026-06-26"


def test_a_dated_roster_that_was_taken_back_does_not_begin_the_unit_any_more(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    desk.execute(AddUnit(name=NEW_UNIT, line=Line.GOVERNMENT))
    late = roster(tmp_path / "名册2026-05-31.xlsx", people=(*GOOD, "新到"))
    take(desk, late)
    desk.execute(UndoLast())
    take(desk, roster(tmp_path / "名册2025-12-31.xlsx", people=GOOD))
    take(desk, late)
    assert joined(desk) == {**dict.fromkeys(GOOD), "新到": "2026-05-31"}


def test_an_undated_file_that_was_taken_back_does_not_begin_what_another_began(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    desk.execute(AddUnit(name=NEW_UNIT, line=Line.GOVERNMENT))
    file = roster(tmp_path / "名册.xlsx", people=GOOD)
    take(desk, file)
    desk.execute(UndoLast())
    take(desk, roster(tmp_path / "名册2026-05-31.xlsx", people=GOOD[:1]))
    clock.forward(days=7)
    take(desk, file)
    assert joined(desk) == {GOOD[0]: None, GOOD[1]: WEEK.isoformat()}


def unit_of(desk: Desk, name: str) -> int:
    return dict(rows(desk, "SELECT name, id FROM unit"))[name]


def test_who_moves_in_begins_no_unit(desk: Desk, tmp_path: Path):
    """The unit had people of its own: who comes with a list of the day on which another one's roster was taken is new."""
    take(desk, roster(tmp_path / "名册2026-05-31.xlsx", people=GOOD))
    person = dict(rows(desk, "SELECT name, id FROM person"))[GOOD[0]]
    desk.execute(TransferPeople(person_ids=(person,), unit_id=unit_of(desk, OFFICE), day=date(2026, 6, 1)))
    take(desk, roster(tmp_path / "新到2026-05-31.xlsx", OFFICE, people=("新到",), first=420))
    assert joined(desk) == {**dict.fromkeys(GOOD), "新到": "2026-05-31"}


def test_a_unit_that_goes_into_another_one_does_not_begin_it(desk: Desk, tmp_path: Path):
    take(desk, roster(tmp_path / "名册2026-05-31.xlsx", people=GOOD))
    gone, into = unit_of(desk, NEW_UNIT), unit_of(desk, OFFICE)
    (version,) = rows(desk, f"SELECT version FROM unit WHERE id = {gone}")[0]
    desk.execute(MergeUnits(unit_id=gone, version=version, into_id=into))
    take(desk, roster(tmp_path / "新到2026-04-30.xlsx", OFFICE, people=("新到",), first=420))
    assert joined(desk) == {**dict.fromkeys(GOOD), "新到": "2026-04-30"}


def test_a_unit_begins_with_its_first_roster_also_when_its_people_have_left(desk: Desk, tmp_path: Path):
    take(desk, roster(tmp_path / "名册2026-05-31.xlsx", people=GOOD[:1]))
    person, version = rows(desk, f"SELECT id, version FROM person WHERE name = '{GOOD[0]}'")[0]
    desk.execute(
        ChangeStatus(
            person_id=person,
            version=version,
            status=PersonStatus.RETIRED,
            day=date(2026, 6, 1),
            reason="退休",
        )
    )
    take(desk, roster(tmp_path / "补报2026-05-31.xlsx", people=GOOD[1:], first=401))
    assert joined(desk) == dict.fromkeys(GOOD)


def test_a_workbook_from_before_says_no_file(desk: Desk, clock: TestClock, tmp_path: Path):
    file = roster(tmp_path / "名册.xlsx")
    back = marked(desk, file, tmp_path / "问题行.xlsx")
    book = load_workbook(back)
    assert book[RETURNED_SHEET].cell(3, 1).value.startswith("sha256:")
    book[RETURNED_SHEET].delete_rows(3)
    book.save(back)
    take(desk, file)
    clock.forward(days=7)
    assert [sheet.name for sheet in desk.ask(preview_import, back).sheets if sheet.used] == ["Sheet"]
    take(desk, put_right(back, tmp_path / "再报.xlsx", *BAD))
    assert joined(desk) == dict.fromkeys(GOOD) | dict.fromkeys(BAD, WEEK.isoformat())
