"""What was put right in a file is kept with its import, and offered when the same file comes again."""

import json
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

HEADER = ["姓名", "身份证号", "工作单位", "职级"]
RIGHT = invented_id(101)
TYPED, CHOSEN = {(2, "id_number"): RIGHT}, {(3, "rank"): "clerk_1"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [("路新", RIGHT[:-1], OFFICE, ""), ("路远", "", OFFICE, "某某级"), ("路平", "", OFFICE, "")]
    return workbook(tmp_path / "名册.xlsx", lines, HEADER)


def take_in(desk: Desk, file: Path, typed=None, chosen=None) -> int:
    preview = desk.ask(preview_import, file)
    if typed or chosen:
        desk.ask(mend_import, preview.token, typed or {}, chosen or {})
    command = ImportRoster(token=preview.token, digest=preview.digest, good_only=True)
    return desk.execute(command).result["batch_id"]


def test_it_is_offered_after_the_import_was_taken_back(desk: Desk, file: Path, tmp_path: Path):
    assert desk.ask(preview_import, file).earlier is None
    batch = take_in(desk, file, TYPED, CHOSEN)
    assert rows(desk, "SELECT name, rank FROM person WHERE name IN ('路新', '路远') ORDER BY id") == [
        ("路新", None),
        ("路远", "clerk_1"),
    ]
    desk.execute(RevertImport(batch_id=batch))
    earlier = desk.ask(preview_import, file).earlier
    assert (earlier.corrections, earlier.answers, len(earlier)) == (TYPED, CHOSEN, 2)
    assert (earlier.day.isoformat(), earlier.who) == ("2026-06-12", "张晓")
    # a file with other cells is another one, by whatever name it goes
    (tmp_path / "b").mkdir()
    other = workbook(tmp_path / "b" / "名册.xlsx", [("路新", RIGHT[:-1], OFFICE, "")], HEADER)
    assert desk.ask(preview_import, other).earlier is None
    # the last answers count
    desk.execute(RevertImport(batch_id=take_in(desk, file, chosen={(3, "rank"): ""})))
    assert desk.ask(preview_import, file).earlier.answers == {(3, "rank"): ""}
    assert chain_is_whole(desk)


def test_no_number_that_was_typed_stands_in_the_log(desk: Desk, file: Path):
    take_in(desk, file, TYPED, CHOSEN)
    logged = json.dumps(rows(desk, "SELECT detail FROM audit"), ensure_ascii=False)
    assert "名册.xlsx" in logged
    assert RIGHT not in logged


def test_an_import_without_answers_keeps_none(desk: Desk, file: Path):
    take_in(desk, file)
    assert rows(desk, "SELECT mended FROM import_batch") == [(None,)]
    assert desk.ask(preview_import, file).earlier is None
