"""An answer in an import counts for the question it was given to: what else is asked about the cell stays asked."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.usecases.test_gate import rows
from tests.usecases.test_import_mended import row_of
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from tests.usecases.training_facts import write
from trainingdesk.domain.roster.import_views import PreviewProblem
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import alike_answers, mend_import, preview_import

HELD = "SELECT unit_from, joined_on FROM person WHERE id = 1"
MOVED = "roster.moved_before_joined"
WHICH_DAY = "roster.date_day_or_month"


def book(desk: Desk, folder: Path, cells: Mapping[str, str], name: str = "名册.xlsx") -> Path:
    (who,) = rows(desk, "SELECT name, id_number FROM person WHERE id = 1")
    # a second row that asks of itself, and has nothing to do with the first
    lines = [(*who, *cells.values()), ("路新", "", OFFICE, *["" for _ in list(cells)[1:]], "1972.13")]
    return workbook(folder / name, lines, ["姓名", "身份证号", *cells, "出生年月"])


def asked(desk: Desk, token: str) -> list[PreviewProblem]:
    row = row_of(desk, token, 2)
    return [one for one in row.problems if one.choices] if row.bucket is Bucket.QUESTION else []


def answered(
    desk: Desk, token: str, answers: dict[tuple[int, str], str], value: str
) -> dict[tuple[int, str], str]:
    """Answer what is asked of the first row as the card does, and read the rows again."""
    (problem,) = asked(desk, token)
    answers = {**answers, (2, problem.answered_at(value)): value}
    desk.ask(mend_import, token, {}, answers)
    return answers


@pytest.fixture
def late(desk: Desk) -> Desk:
    write(desk.path, ("UPDATE person SET joined_on = '2022-01-01', unit_from = '' WHERE id = 1", ()))
    return desk


def test_whoever_says_which_month_is_asked_about_the_move_too(late: Desk, tmp_path: Path):
    token = late.ask(
        preview_import, book(late, tmp_path, {"工作单位": BUREAU, "到本单位时间": "5/6/2019"})
    ).token
    assert [one.code for one in asked(late, token)] == [WHICH_DAY]
    said = answered(late, token, {}, "2019-05-06")
    assert [one.code for one in asked(late, token)] == [MOVED]
    # the rows are read again for another one: nothing is answered by that
    late.ask(mend_import, token, {(3, "birth"): "1972.12"}, said)
    assert [one.code for one in asked(late, token)] == [MOVED]
    said = answered(late, token, said, "2019-05-06")
    assert asked(late, token) == []
    # another day, and what was said of the first one says nothing of it
    late.ask(mend_import, token, {}, {**said, (2, "unit_from"): "2019-06-05"})
    assert [one.code for one in asked(late, token)] == [MOVED]
    again = late.ask(mend_import, token, {}, said)
    late.execute(ImportRoster(token=token, digest=again.digest, good_only=True))
    assert rows(late, HELD) == [("2019-05-06", None)]


def test_what_was_only_said_of_the_month_takes_no_day_of_coming(late: Desk, tmp_path: Path):
    """Nor where it is chosen by hand whom the row means."""
    file = workbook(tmp_path / "a.xlsx", [("丁宁", BUREAU, "5/6/2019")], ["姓名", "工作单位", "到本单位时间"])
    token = late.ask(preview_import, file).token
    preview = late.ask(mend_import, token, {}, {(2, "unit_from"): "2019-05-06"})
    late.execute(
        ImportRoster(
            token=token,
            digest=preview.digest,
            decisions=((2, 1),),
            taken_fields=((2, "unit"),),
        )
    )
    assert rows(late, HELD)[0][1] == "2022-01-01"


def test_a_rank_that_goes_back_is_asked_about_after_the_month(desk: Desk, tmp_path: Path):
    write(
        desk.path,
        (
            "UPDATE person SET rank = 'section_deputy', rank_from = '2020-01-10', birth = '1980-05-12' WHERE id = 1",
            (),
        ),
    )
    cells = {"工作单位": OFFICE, "职级": "正科级", "任现职级时间": "5/6/2015"}
    token = desk.ask(preview_import, book(desk, tmp_path, cells)).token
    said = answered(desk, token, {}, "2015-05-06")
    assert [(one.code, one.name) for one in asked(desk, token)] == [("roster.rank_goes_back", "rank_from")]
    answered(desk, token, said, "2015-05-06")
    assert asked(desk, token) == []
    # left blank, the day goes with what was said of it
    desk.ask(mend_import, token, {}, said)
    answered(desk, token, said, "")
    assert asked(desk, token) == []
    assert "rank_from" not in {one.field for one in row_of(desk, token, 2).changes}


def test_an_age_is_asked_about_after_the_month_and_stays_asked(desk: Desk, tmp_path: Path):
    cells = {"工作单位": OFFICE, "参加工作时间": "5/6/1980"}
    token = desk.ask(preview_import, book(desk, tmp_path, cells)).token
    said = answered(desk, token, {}, "1980-05-06")
    for _time in range(2):  # whatever else was put right
        preview = desk.ask(mend_import, token, {}, said)
        assert [one.name for one in asked(desk, token)] == ["work_start"]
        assert preview.asked_again == (), "which month it is stays said"
    answered(desk, token, said, "1980-05-06")
    assert asked(desk, token) == []


def test_the_unit_of_a_path_says_nothing_of_how_somebody_is_there(desk: Desk, tmp_path: Path):
    path = f"{BUREAU}/{OFFICE}"
    cells = {"工作单位": path, "职务": "干部（借调）"}
    write(
        desk.path,
        ("UPDATE person SET unit_id = (SELECT id FROM unit WHERE name = '城东区委宣传部') WHERE id = 1", ()),
    )
    token = desk.ask(preview_import, book(desk, tmp_path, cells)).token
    assert [one.code for one in asked(desk, token)] == ["roster.unit_path_open"], "one question after another"
    said = answered(desk, token, {}, BUREAU)
    assert [one.code for one in asked(desk, token)] == ["roster.beside_open"]
    moved = answered(desk, token, said, BUREAU)
    assert [one.field for one in row_of(desk, token, 2).changes if one.field == "unit"] == ["unit"]
    lent = f"{BUREAU}（借调）"
    desk.ask(mend_import, token, {}, said)
    answered(desk, token, said, lent)
    assert row_of(desk, token, 2).bucket is not Bucket.QUESTION
    assert "unit" not in {one.field for one in row_of(desk, token, 2).changes}
    assert moved[2, "unit"] == BUREAU


def test_both_answers_are_offered_when_the_file_comes_again_and_one_does_for_all(late: Desk, tmp_path: Path):
    file = book(late, tmp_path, {"工作单位": BUREAU, "到本单位时间": "5/6/2019"})
    preview = late.ask(preview_import, file)
    said = answered(late, preview.token, {}, "2019-05-06")
    (problem,) = asked(late, preview.token)
    name = problem.answered_at("2019-05-06")
    alone = late.ask(alike_answers, preview.token, 2, name, "2019-05-06")
    assert alone == {(2, name): "2019-05-06"}
    assert late.ask(alike_answers, preview.token, 2, "unit_from", "") == {(2, "unit_from"): ""}
    late.ask(mend_import, preview.token, {}, {**said, **alone})
    batch = late.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True)).result[
        "batch_id"
    ]
    late.execute(RevertImport(batch_id=batch))
    again = late.ask(preview_import, file)
    assert (again.earlier.answers, len(again.earlier)) == ({**said, **alone}, 1)
    late.ask(mend_import, again.token, {}, dict(again.earlier.answers))
    assert asked(late, again.token) == []
    assert [one.new for one in row_of(late, again.token, 2).mends] == ["2019-05-06"]
