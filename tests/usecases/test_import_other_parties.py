"""民盟 and 2007.10（民建） in the column of Party entry are a political status, and no day of joining the Party."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_import_party_since import look
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import OFFICE, take_in, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.desk import Desk


@pytest.mark.parametrize(
    ("cell", "status", "note"),
    [
        ("民盟", "民盟盟员", ""),
        ("九三学社", "九三学社社员", ""),
        ("中国民主建国会", "民建会员", ""),
        ("中国国民党革命委员会", "民革党员", ""),
        ("农工民主党", "农工党党员", ""),
        ("2007.10（民建）", "民建会员", "2007.10（民建）"),
        ("民进2007年10月", "民进会员", "民进2007年10月"),
        ("2007年10月加入中国致公党", "致公党党员", "2007年10月加入中国致公党"),
        ("台盟盟员（2010.5）", "台盟盟员", "台盟盟员（2010.5）"),
    ],
)
def test_another_party_is_a_political_status(desk: Desk, tmp_path: Path, cell: str, status: str, note: str):
    _preview, (row,) = look(desk, tmp_path / "a.xlsx", ("", cell))
    said = dict(row.written)
    assert (row.bucket, said["political"], said.get("note", "")) == (Bucket.NEW, status, note)
    assert "party_entry" not in said
    assert [one.code for one in row.problems] == [
        "roster.party_other_since" if note else "roster.party_is_political"
    ]


def test_what_the_row_says_itself_stays_and_what_is_no_party_is_an_error(desk: Desk, tmp_path: Path):
    _preview, found = look(
        desk, tmp_path / "a.xlsx", ("群众", "民盟"), ("", "民间"), ("", "2007.13（民建会）")
    )
    assert dict(found[0].written)["political"] == "群众"
    assert [row.bucket for row in found] == [Bucket.NEW, Bucket.ERROR, Bucket.ERROR]


def test_the_day_takes_no_note_away(desk: Desk, tmp_path: Path):
    desk.execute(change_of(desk, "丁宁", note="2019年立功"))
    file = workbook(
        tmp_path / "a.xlsx",
        [("丁宁", invented_id(1), OFFICE, "2007.10（民建）")],
        ["姓名", "身份证号", "工作单位", "入党时间"],
    )
    for _again in range(2):
        take_in(desk, file, good_only=True)
        assert rows(desk, "SELECT note FROM person WHERE id = 1") == [("2019年立功；2007.10（民建）",)]
