"""Those who are no longer in a unit's file: noted as gone since a day of their own, and back with one undo."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import OFFICE, state, take_in, workbook
from trainingdesk.domain.errors import Refused
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.desk import Desk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [
        ("丁宁", invented_id(1), OFFICE, "部长", "", "13911110000"),
        ("于洋", invented_id(2, male=False), OFFICE, "", "", ""),
    ]
    return workbook(tmp_path / "名册.xlsx", lines)


def test_they_have_a_day_of_their_own(desk: Desk, file: Path):
    before = state(desk)
    take_in(desk, file, left=(3,), day=date(2026, 6, 1), left_day=date(2026, 4, 30))
    assert rows(desk, "SELECT status, status_from FROM person WHERE id = 3") == [("left", "2026-04-30")]
    assert rows(desk, "SELECT post, post_from FROM person WHERE id = 1") == [("部长", "")]
    desk.execute(UndoLast())
    assert state(desk) == before
    assert chain_is_whole(desk)


def test_without_one_the_day_of_the_file_counts(desk: Desk, file: Path):
    take_in(desk, file, left=(3,), day=date(2026, 6, 1))
    assert rows(desk, "SELECT status, status_from FROM person WHERE id = 3") == [("left", "2026-06-01")]


def test_nobody_has_left_tomorrow(desk: Desk, file: Path):
    with pytest.raises(Refused, match=r"import\.day_to_come"):
        take_in(desk, file, left=(3,), left_day=date(2026, 6, 13))
