"""A text of the file is the new name of a unit: it is renamed with the import, the former name kept, and taken back with it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.codes import Line
from trainingdesk.domain.errors import Conflict, Refused
from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.domain.roster.known_units import UnitSaid, What
from trainingdesk.domain.roster.matching import Bucket, UnitText
from trainingdesk.domain.roster.which_row import THIS, WHICH_ROW
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.import_words import will_words
from trainingdesk.ui.pages.roster.unit_choices import renamed_in
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddUnit, ChangeUnit, RemoveUnit
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_renamed import RenamedUnit
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.import_report import unpack
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

NEW = "城东区教育体育局"
HEADER = ["姓名", "身份证号", "工作单位", "职务"]
LINES = [("路新", invented_id(101), NEW, "局长"), ("田野", invented_id(102), f"{NEW}人事科", "科长")]
UNIT = "SELECT name, short_name FROM unit WHERE id = 3"
FORMER = "SELECT name, short_name, until FROM unit_former_name WHERE unit_id = 3"
UNITS = "SELECT count(*) FROM unit"


def rename(desk: Desk, name: str, **how: Any) -> None:
    ((version,),) = rows(desk, "SELECT version FROM unit WHERE id = 3")
    desk.execute(ChangeUnit(unit_id=3, version=version, name=name, line=Line.EDUCATION, **how))


def said_of(desk: Desk, tmp_path: Path, day: str = "") -> ImportPreview:
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", LINES, HEADER))
    assert NEW in preview.new_units
    said = {NEW: UnitSaid(What.RENAMED, BUREAU, day)}
    return desk.ask(mend_import, preview.token, {}, {}, said=said)


def take(desk: Desk, preview: ImportPreview, day: str = "") -> int:
    renamed = (RenamedUnit(NEW, BUREAU, day),)
    done = desk.execute(ImportRoster(token=preview.token, digest=preview.digest, renamed=renamed)).result
    assert done["renamed"] == 1
    return int(done["batch_id"])


def test_the_unit_bears_the_new_name_since_the_day_and_the_former_one_is_kept(desk: Desk, tmp_path: Path):
    before = rows(desk, UNITS)
    preview = said_of(desk, tmp_path, "2026-03-01")
    assert preview.new_units == {}
    assert preview.unit_texts[NEW] == UnitText(1, What.RENAMED, BUREAU)
    take(desk, preview, "2026-03-01")
    assert rows(desk, UNIT) == [(NEW, "教育体育局")]
    assert rows(desk, FORMER) == [(BUREAU, "教育局", "2026-03-01")]
    assert rows(desk, UNITS) == before
    people = "SELECT name, post FROM person WHERE unit_id = 3 AND name IN ('路新', '田野') ORDER BY id"
    assert rows(desk, people) == [("路新", "局长"), ("田野", "人事科科长")]
    report = unpack(rows(desk, "SELECT report FROM import_batch ORDER BY id DESC LIMIT 1")[0][0])
    told = {(code, params["unit"], params["into"]) for code, params in report.passed if "into" in params}
    assert ("roster.unit_renamed", NEW, BUREAU) in told
    again = desk.ask(
        preview_import, workbook(tmp_path / "b.xlsx", [("丁一", invented_id(103), BUREAU, "")], HEADER)
    )
    assert (again.new_units, again.unit_texts) == ({}, {}), "the former name still means the unit"


def test_without_a_day_the_name_is_borne_since_the_day_the_file_speaks_of(desk: Desk, tmp_path: Path):
    preview = said_of(desk, tmp_path)
    renamed = (RenamedUnit(NEW, BUREAU),)
    day = date(2026, 5, 4)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, renamed=renamed, day=day))
    assert rows(desk, FORMER) == [(BUREAU, "教育局", "2026-05-04")]


@pytest.mark.parametrize("way", ["the list of imports", "undo"])
def test_it_is_taken_back_with_the_import(desk: Desk, tmp_path: Path, way: str):
    before = rows(desk, UNIT)
    batch = take(desk, said_of(desk, tmp_path))
    desk.execute(RevertImport(batch_id=batch) if way == "the list of imports" else UndoLast())
    assert rows(desk, UNIT) == before
    assert rows(desk, FORMER) == []
    assert rows(desk, "SELECT count(*) FROM person WHERE name IN ('路新', '田野')") == [(0,)]
    again = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", LINES[:1], HEADER))
    assert again.new_units == {NEW: 1}


def test_what_was_renamed_again_since_stands_in_the_way_of_taking_it_back(desk: Desk, tmp_path: Path):
    batch = take(desk, said_of(desk, tmp_path, "2026-03-01"), "2026-03-01")
    rename(desk, "城东区教体局", renamed=True)
    with pytest.raises(Conflict) as refused:
        desk.execute(RevertImport(batch_id=batch))
    assert refused.value.code == "undo.changed_since"
    assert rows(desk, "SELECT count(*) FROM person WHERE name = '路新'") == [(1,)], "nothing half done"


def test_a_unit_that_has_the_former_name_since_stands_in_the_way_of_taking_it_back(
    desk: Desk, tmp_path: Path
):
    before = rows(desk, UNIT)
    batch = take(desk, said_of(desk, tmp_path))
    other = desk.execute(AddUnit(name=BUREAU, line=Line.EDUCATION)).result["unit_id"]
    held = desk.try_out(RevertImport(batch_id=batch))
    with pytest.raises(Refused) as refused:
        desk.execute(RevertImport(batch_id=batch))
    for told in (held, refused.value):
        assert told is not None
        assert (told.code, told.params) == ("import.unit_name_taken", {"name": BUREAU, "unit": NEW})
    desk.execute(RemoveUnit(unit_id=other))
    desk.execute(RevertImport(batch_id=batch))
    assert rows(desk, UNIT) == before


@pytest.mark.parametrize(
    ("day", "code"), [("2030-01-01", "history.day_to_come"), ("2026-02-01", "units.before_last_name")]
)
def test_a_day_that_can_t_be_is_refused_with_the_unit_and_nothing_is_written(
    desk: Desk, tmp_path: Path, day: str, code: str
):
    rename(desk, "城东区文教局")
    rename(desk, BUREAU, renamed=True, day=date(2026, 3, 1))
    preview = said_of(desk, tmp_path)
    with pytest.raises(Refused) as refused:
        take(desk, preview, day)
    assert refused.value.code == "import.rename_refused"
    assert (refused.value.params["unit"], refused.value.params["why"].code) == (BUREAU, code)
    assert rows(desk, "SELECT count(*) FROM person WHERE name = '路新'") == [(0,)]


def test_to_rename_a_unit_is_no_standing_order(desk: Desk, tmp_path: Path):
    take(desk, said_of(desk, tmp_path))
    rename(desk, BUREAU)  # put right by hand: the name was never borne
    again = desk.ask(
        preview_import, workbook(tmp_path / "b.xlsx", [("丁一", invented_id(103), NEW, "")], HEADER)
    )
    assert again.unit_texts == {NEW: UnitText(1, What.UNIT, BUREAU)}


@pytest.mark.parametrize("other", ["城东区(教育体育局)", "城东区教育体育局（）", "城东区 教育体育局"])
@pytest.mark.parametrize("first", [True, False])
def test_two_spellings_of_the_new_name_are_one_line_and_one_renaming(
    desk: Desk, tmp_path: Path, other: str, first: bool
):
    before = rows(desk, UNIT)
    lines = [LINES[0], ("田野", invented_id(102), other, "科长")]
    file = workbook(tmp_path / "a.xlsx", lines if first else lines[::-1], HEADER)
    preview = desk.ask(preview_import, file)
    (called,) = preview.new_units
    said = {called: UnitSaid(What.RENAMED, BUREAU, "2026-03-01")}
    preview = desk.ask(mend_import, preview.token, {}, {}, said=said)
    assert preview.unit_texts == {called: UnitText(2, What.RENAMED, BUREAU)}
    renamed = renamed_in(preview, said)
    assert renamed == (RenamedUnit(called, BUREAU, "2026-03-01"),)
    done = desk.execute(ImportRoster(token=preview.token, digest=preview.digest, renamed=renamed)).result
    assert (done["renamed"], rows(desk, UNIT)[0][0]) == (1, called)
    desk.execute(RevertImport(batch_id=done["batch_id"]))
    assert (rows(desk, UNIT), rows(desk, FORMER)) == (before, [])


def test_an_answer_about_another_spelling_says_the_day_of_this_one(desk: Desk, tmp_path: Path):
    preview = said_of(desk, tmp_path)
    said = {"城东区(教育体育局)": UnitSaid(What.RENAMED, BUREAU, "2026-03-01")}
    assert renamed_in(preview, said) == (RenamedUnit(NEW, BUREAU, "2026-03-01"),)


def test_two_new_names_of_one_unit_are_refused_with_both(desk: Desk, tmp_path: Path):
    before = rows(desk, UNIT)
    preview = said_of(desk, tmp_path)
    renamed = (RenamedUnit(NEW, BUREAU), RenamedUnit("城东区文教局", BUREAU))
    with pytest.raises(Refused) as refused:
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest, renamed=renamed))
    assert refused.value.code == "import.renamed_twice"
    assert refused.value.params == {"unit": BUREAU, "one": NEW, "other": "城东区文教局"}
    assert (rows(desk, UNIT), rows(desk, FORMER)) == (before, [])


@pytest.mark.parametrize("comes", [False, True])
def test_a_unit_is_renamed_only_with_a_row_that_names_it_and_that_is_said_before(
    desk: Desk, tmp_path: Path, comes: bool
):
    before = rows(desk, UNIT)
    lines = [LINES[0], ("路二", invented_id(102), OFFICE, "科员")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER))
    choices = Choices(unit_said={NEW: UnitSaid(What.RENAMED, BUREAU)})
    preview = desk.ask(mend_import, preview.token, {}, {}, said=choices.unit_said)
    if not comes:
        choices.declined_rows[2] = Bucket.NEW.value
    will = choices.expected(preview)
    assert will.renamed == comes
    assert ("更名单位 1 个" in will_words(will)) == comes
    done = desk.execute(choices.command(preview)).result
    assert (done["created"], done["renamed"]) == (1 + comes, int(comes))
    assert (rows(desk, UNIT) == before) != comes
    assert len(rows(desk, FORMER)) == comes
    report = unpack(rows(desk, "SELECT report FROM import_batch")[0][0])
    assert [code for code, _params in report.passed if code == "roster.unit_renamed"] == (
        ["roster.unit_renamed"] if comes else []
    )


def test_a_row_for_which_another_one_counts_renames_no_unit_and_is_not_counted(desk: Desk, tmp_path: Path):
    lines = [LINES[0], (*LINES[0][:2], OFFICE, "局长")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER))
    choices = Choices(unit_said={NEW: UnitSaid(What.RENAMED, BUREAU)}, answers={(3, WHICH_ROW): THIS})
    preview = desk.ask(mend_import, preview.token, {}, choices.answers, said=choices.unit_said)
    assert preview.passed == 1
    assert choices.expected(preview).renamed == 0
    assert desk.execute(choices.command(preview)).result["renamed"] == 0
