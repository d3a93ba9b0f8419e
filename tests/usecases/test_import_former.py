"""An old roster of which one cell was changed, and which does not say its day, puts nothing back that is newer."""

import gzip
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.desk_fixtures import TestClock, invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_import_older import now, shown, take_in
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.roster.older import FORMER
from trainingdesk.persistence.readmodels import told
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

HEADER = ["姓名", "身份证号", "工作单位", "职务", "职级", "任现职务时间", "手机", "备注"]
MARCH, AUTUMN, TODAY = date(2026, 3, 31), date(2026, 6, 10), date(2026, 6, 12)


def roster(path: Path, post: str, unit: str, rank: str, phone: str, note: str = "", since: str = "") -> Path:
    return workbook(path, [("韩敏", invented_id(60), unit, post, rank, since, phone, note)], HEADER)


@pytest.fixture
def promoted(desk: Desk, clock: TestClock, tmp_path: Path) -> Path:
    """Somebody who moved and rose between two rosters; returns the older one."""
    march = roster(tmp_path / "甲.xlsx", "副局长", OFFICE, "四级主任科员", "13900000001")
    take_in(desk, march, MARCH)
    clock.forward(days=1)
    take_in(desk, roster(tmp_path / "乙.xlsx", "党组书记", BUREAU, "三级主任科员", "13900000002"), AUTUMN)
    clock.forward(days=1)
    return march


@pytest.mark.usefixtures("promoted")
def test_one_changed_cell_turns_nobody_back(desk: Desk, tmp_path: Path):
    late = roster(tmp_path / "补报.xlsx", "副局长", OFFICE, "四级主任科员", "13900000001", "会计证")
    assert shown(desk, late, TODAY)["韩敏"] == {
        "unit": FORMER,
        "post": FORMER,
        "rank": FORMER,
        "phone": FORMER,
        "note": "",
    }
    told = take_in(desk, late)
    assert now(desk, "韩敏") == (BUREAU, "党组书记", "13900000002")
    assert rows(desk, "SELECT rank, note FROM person WHERE name = '韩敏'") == [("principal_3", "会计证")]
    assert told["older"] == 4


@pytest.mark.usefixtures("promoted")
def test_a_whole_row_of_former_values_is_older_and_comes_in_where_it_is_ticked(desk: Desk, tmp_path: Path):
    late = tmp_path / "补报.xlsx"
    lines = [("韩敏", invented_id(60), OFFICE, "副局长", "四级主任科员", "", "13900000001", "")]
    late = workbook(late, [*lines, ("新来", invented_id(61), OFFICE, "科员", "", "", "", "")], HEADER)
    preview = desk.ask(preview_import, late)
    assert preview.unchanged_before == {2: FORMER}
    take_in(desk, late, taken_fields=((2, "post"),))
    assert now(desk, "韩敏") == (BUREAU, "副局长", "13900000002")


@pytest.mark.usefixtures("promoted")
def test_who_really_goes_back_is_believed(desk: Desk, tmp_path: Path):
    """By a roster that says its day, by a row that says since when, or by a day that was said of the file."""
    dated = roster(tmp_path / "名册2026-06-11.xlsx", "副局长", OFFICE, "", "")
    assert shown(desk, dated, date(2026, 6, 11))["韩敏"] == {"unit": "", "post": ""}
    since = roster(tmp_path / "丙.xlsx", "副局长", BUREAU, "", "", since="2026-06-13")
    assert shown(desk, since, TODAY)["韩敏"].get("post") != FORMER
    said = roster(tmp_path / "丁.xlsx", "副局长", OFFICE, "", "")
    token = desk.ask(preview_import, said).token
    desk.ask(mend_import, token, {}, {}, day=date(2026, 6, 11))
    assert FORMER not in {day for fields in waiting_import(token).told.values() for day in fields.values()}


@pytest.mark.usefixtures("promoted")
def test_what_was_taken_back_was_never_the_roster_s(desk: Desk, tmp_path: Path):
    desk.execute(change_of(desk, "韩敏", post="局长"))
    desk.execute(UndoLast())
    late = roster(tmp_path / "戊.xlsx", "局长", BUREAU, "", "")
    assert shown(desk, late, TODAY)["韩敏"] == {"post": ""}


@pytest.mark.usefixtures("promoted")
def test_for_fields_that_no_file_confirms_no_import_is_read(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Of an undated file every field is asked for: a desk of many years would unpack all its imports each time."""
    take_in(desk, roster(tmp_path / "丙.xlsx", "党组书记", BUREAU, "三级主任科员", "13900000002"), TODAY)
    unpacked = []

    def unpack(packed: bytes) -> bytes:
        unpacked.append(packed)
        return gzip.decompress(packed)

    monkeypatch.setattr(told, "gzip", SimpleNamespace(decompress=unpack))
    phone = roster(tmp_path / "丁.xlsx", "党组书记", BUREAU, "三级主任科员", "13900000001")
    assert shown(desk, phone, TODAY)["韩敏"] == {"phone": FORMER}
    assert len(unpacked) == 1, "for those who are not in the file, not for whom it names"
    unpacked.clear()
    post = roster(tmp_path / "戊.xlsx", "副局长", BUREAU, "三级主任科员", "13900000002")
    assert shown(desk, post, TODAY)["韩敏"] == {"post": FORMER}
    assert len(unpacked) == 2, "the last one says it"
