"""A contradiction between a file and an ID number is settled once: the same is not asked again, another value is."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import OFFICE, workbook
from tests.usecases.training_facts import write
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import RemovePerson
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_merge import MergePeople
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "性别", "出生年月", "工作单位", "职务"]
#: whose file says another month than the number, and the other sex
NUMBER = invented_id(701, "19800512")


def read(desk: Desk, path: Path, *lines: tuple[str, ...]):
    preview = desk.ask(preview_import, workbook(path, list(lines), HEADER))
    return preview, desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))


def line(
    number: str = NUMBER, birth: str = "1981.05", sex: str = "女", post: str = "科员", name: str = "路远"
):
    return name, number, sex, birth, OFFICE, post


def take_in(desk: Desk, preview, **answers: str) -> int:
    """Answer the contradictions of the second row of a sheet and take it in."""
    cells = {(2, field): value for field, value in answers.items()}
    preview = desk.ask(mend_import, preview.token, {}, cells)
    done = desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    return int(done.result["batch_id"])


def asked(shown) -> list[str]:
    return [problem.code.removeprefix("roster.") for row in shown for problem in row.problems]


def taken_of(desk: Desk, folder: Path) -> dict[str, str]:
    """Return field → what a file that says the same again is told to have been settled as."""
    _preview, (row,) = read(desk, folder / "once more.xlsx", line())
    assert asked([row]) == ["settled_before"] * len(row.problems)
    return {str(one.params["about"]): str(one.params["taken"]) for one in row.problems}


@pytest.fixture
def settled(desk: Desk, tmp_path: Path) -> int:
    preview, shown = read(desk, tmp_path / "first.xlsx", line())
    assert asked(shown) == ["sex_contradicts_id", "birth_contradicts_id"]
    take_in(desk, preview, birth="1981-05", sex="")
    assert rows(desk, "SELECT field, said, by_number, taken FROM import_answer ORDER BY field") == [
        ("birth", "1981-05", "1980-05-12", "1981-05"),
        ("sex", "female", "male", ""),
    ]
    assert chain_is_whole(desk)
    return int(rows(desk, "SELECT id FROM person WHERE name = '路远'")[0][0])


def test_the_same_is_not_asked_again_and_said(desk: Desk, settled: int, tmp_path: Path):
    preview, (row,) = read(desk, tmp_path / "next.xlsx", line(post="副科长"))
    assert row.bucket is Bucket.UPDATE
    assert [(change.field, change.new) for change in row.changes] == [("post", "副科长")]
    assert asked([row]) == ["settled_before"] * 2
    assert row.problems[-1].choices == ("1980-05-12", "1981-05")
    # settled anew: the number is right after all
    take_in(desk, preview, birth="1980-05-12")
    assert rows(desk, f"SELECT birth FROM person WHERE id = {settled}") == [("1980-05-12",)]
    assert taken_of(desk, tmp_path) == {"birth": "1980-05-12", "sex": ""}


def test_what_was_settled_anew_goes_with_its_import_and_gives_back_what_was_settled_before(
    desk: Desk, settled: int, tmp_path: Path
):
    for name, birth in (("second.xlsx", "1980-05-12"), ("third.xlsx", "")):
        preview, _shown = read(desk, tmp_path / name, line(post=name))
        take_in(desk, preview, birth=birth)
        assert taken_of(desk, tmp_path)["birth"] == birth
    desk.execute(UndoLast())
    assert taken_of(desk, tmp_path) == {"birth": "1980-05-12", "sex": ""}
    desk.execute(UndoLast())
    assert taken_of(desk, tmp_path) == {"birth": "1981-05", "sex": ""}
    assert chain_is_whole(desk)


def test_taking_an_earlier_import_back_leaves_what_a_later_one_settled(
    desk: Desk, settled: int, tmp_path: Path
):
    batches = []
    for birth in ("1980-05-12", ""):  # the one changes the roster, the later one nothing
        preview, _shown = read(desk, tmp_path / "next.xlsx", line())
        batches.append(take_in(desk, preview, birth=birth))
    for batch, stands in zip(batches, ("", "1981-05"), strict=True):
        desk.execute(RevertImport(batch_id=batch))
        assert taken_of(desk, tmp_path) == {"birth": stands, "sex": ""}


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({"birth": "1982.05"}, ["settled_before", "birth_contradicts_id"]),
        ({"name": "路遥"}, ["sex_contradicts_id", "birth_contradicts_id"]),
        ({"number": invented_id(702, "19800612")}, ["sex_contradicts_id", "birth_contradicts_id"]),
    ],
)
def test_another_value_is_asked(desk: Desk, settled: int, tmp_path: Path, change, again):
    _preview, shown = read(desk, tmp_path / "next.xlsx", line(**change))
    assert sorted(code for code in asked(shown) if not code.startswith("maybe")) == sorted(again)


def test_a_number_typed_anew_asks_anew(desk: Desk, settled: int, tmp_path: Path):
    preview, _shown = read(desk, tmp_path / "next.xlsx", line())
    now = desk.ask(mend_import, preview.token, {(2, "id_number"): invented_id(703, "19800612")}, {})
    assert now.counts["question"] == 1


def test_it_goes_with_its_import_and_with_its_person(desk: Desk, settled: int, tmp_path: Path):
    desk.execute(UndoLast())
    assert rows(desk, "SELECT count(*) FROM import_answer") == [(0,)]
    preview, _shown = read(desk, tmp_path / "again.xlsx", line())
    first = take_in(desk, preview, birth="1981-05", sex="")
    preview, _shown = read(desk, tmp_path / "next.xlsx", line(birth="1982.05", post=""))
    take_in(desk, preview, birth="")
    assert rows(desk, f"SELECT count(*) FROM import_answer WHERE import_batch_id > {first}") == [(1,)]
    desk.execute(UndoLast())
    assert "birth_contradicts_id" in asked(read(desk, tmp_path / "next.xlsx", line(birth="1982.05"))[1])
    ((person,),) = rows(desk, "SELECT id FROM person WHERE name = '路远'")
    desk.execute(RemovePerson(person_id=person))
    assert rows(desk, "SELECT count(*) FROM import_answer") == [(0,)]
    assert chain_is_whole(desk)


def merge_into_first(desk: Desk, lost: int) -> None:
    versions = dict(rows(desk, "SELECT id, version FROM person"))
    merge = MergePeople(
        kept_id=1,
        kept_version=versions[1],
        lost_id=lost,
        lost_version=versions[lost],
        from_lost=("id_number",),
    )
    desk.execute(merge)
    assert rows(desk, "SELECT DISTINCT person_id FROM import_answer") == [(1,)]


def test_it_follows_a_merge_and_comes_back(desk: Desk, settled: int):
    merge_into_first(desk, settled)
    desk.execute(UndoLast())
    assert rows(desk, "SELECT DISTINCT person_id FROM import_answer") == [(settled,)]
    assert chain_is_whole(desk)


def test_a_merge_can_be_parted_although_an_import_that_settled_something_was_taken_back_since(
    desk: Desk, settled: int, tmp_path: Path
):
    preview, _shown = read(desk, tmp_path / "next.xlsx", line())
    batch = take_in(desk, preview, birth="")
    merge_into_first(desk, settled)
    desk.execute(RevertImport(batch_id=batch))
    desk.execute(UndoLast())
    assert taken_of(desk, tmp_path) == {"birth": "1981-05", "sex": ""}
    assert chain_is_whole(desk)


def test_what_was_settled_in_the_person_s_form_is_not_asked_by_a_file_that_says_it(
    desk: Desk, tmp_path: Path
):
    write(desk.path, ("UPDATE person SET birth = '1981-05-03', sex = 'female' WHERE id = 1", ()))
    (number,) = rows(desk, "SELECT id_number FROM person WHERE id = 1")[0]
    _preview, (row,) = read(desk, tmp_path / "a.xlsx", line(number, post="干部", name="丁宁"))
    assert (row.bucket, asked([row])) == (Bucket.SAME, ["settled_before"] * 2)
    _preview, (row,) = read(desk, tmp_path / "b.xlsx", line(number, birth="1982.05", name="丁宁"))
    assert row.bucket is Bucket.QUESTION


def test_a_doubtful_row_shows_the_birth_that_was_chosen_and_not_that_of_its_number(
    desk: Desk, tmp_path: Path
):
    known = (
        "UPDATE person SET name = '路远', id_number = NULL, birth = '1981-05-03', sex = 'male' WHERE id = 1"
    )
    write(desk.path, (known, ()))
    preview, _shown = read(desk, tmp_path / "a.xlsx", line(sex="男"))
    preview = desk.ask(mend_import, preview.token, {}, {(2, "birth"): "1981-05"})
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    assert row.bucket is Bucket.MAYBE
    assert (row.side.birth, [one.birth for one in row.candidates]) == ("1981-05", ["1981-05-03"])
    preview, _shown = read(desk, tmp_path / "b.xlsx", line(sex="男", birth="1980.05"))
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    assert row.side.birth == "1980-05-12"


def test_a_near_or_swapped_name_at_the_same_post_is_asked_about_without_sex_and_birth(
    desk: Desk, tmp_path: Path
):
    write(desk.path, ("UPDATE person SET name = '丁晓东', post = '部长' WHERE id = 1", ()))
    for name in ("丁晓栋", "丁东晓"):
        header = ["姓名", "工作单位", "职务"]
        preview = desk.ask(
            preview_import, workbook(tmp_path / f"{name}.xlsx", [(name, OFFICE, "部长")], header)
        )
        (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
        assert (row.bucket, [one.name for one in row.candidates]) == (Bucket.MAYBE, ["丁晓东"])
