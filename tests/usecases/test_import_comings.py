"""A remark that says since when somebody new is here dates their coming, as a column would."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import BUREAU, NEW_UNIT, OFFICE, state, workbook
from trainingdesk.domain.roster.comings import Came, read_coming
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows

HEADER = ["姓名", "身份证号", "工作单位", "备注"]


def take(desk: Desk, tmp_path: Path, *lines: tuple[str, ...], header=HEADER) -> None:
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-05-31.xlsx", lines, header))
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=preview.day))


def came(desk: Desk, name: str = "秦初") -> tuple[str, str | None]:
    return rows(desk, f"SELECT unit_from, joined_on FROM person WHERE name = '{name}'")[0]


def changed(desk: Desk, since: str) -> list[list[str]]:
    """Return the lines on one person of the paper of changes."""
    (table,) = desk.ask(paper_rows, "roster.changes", {"from": since})
    lines = [[cell.replace("\u3000", "") for cell in row.cells] for row in table.rows]
    return [line for line in lines if line[1:2] == ["秦初"]]


@pytest.mark.parametrize(
    ("note", "day", "origin"),
    [
        ("2026年7月调入", "2026-07", ""),
        ("2026.7.1调入", "2026-07-01", ""),
        ("会计证；2026年7月从市财政局调入", "2026-07", "市财政局"),
        ("2026年7月由城东区教育局调入", "2026-07", "城东区教育局"),
        ("2024年9月考录", "2024-09", ""),
        ("2025.8新招录公务员", "2025-08", ""),
        ("2026年7月由江南县教育局转入", "2026-07", "江南县教育局"),
        ("2026年7月从市委编制办调入", "2026-07", "市委编制办"),
        ("2026年7月区外调入", "2026-07", ""),
        ("2026年7月招考", "2026-07", ""),
        ("2026年7月高层次人才引进", "2026-07", ""),
        ("2026年7月因工作需要调入", "2026-07", ""),
        ("2026年7月从省直机关遴选调入", "2026-07", "省直机关"),
        ("2026年7月由江南县调入", "2026-07", "江南县"),
    ],
)
def test_what_says_that_somebody_came(note: str, day: str, origin: str):
    assert read_coming(note) == Came(day, origin)


@pytest.mark.parametrize(
    ("note", "day"),
    [
        *(
            ("2026.3区直系统内调入", "2026-03"),
            ("2020年3月本区调入", "2020-03"),
            ("2020.3本县调入", "2020-03"),
        ),
        *(("2020年3月由本区其他单位调入", "2020-03"), ("2020年3月区属单位调入", "2020-03")),
        *(("2020年3月本系统调入", "2020-03"), ("2020年3月随机构改革调入", "2020-03")),
        *(("2020年3月从财政局调入", "2020-03"), ("2020年3月从乡镇调入", "2020-03")),
        # whose it is nobody says
        *(("2020年3月从城南中学调入", "2020-03"), ("2020年3月从党校调入", "2020-03")),
        *(("2020年3月由城关镇调入", "2020-03"), ("2020年3月由下属单位调入", "2020-03")),
        # of several comings the last one, wherever it stands, and the first may have been into the district
        ("2010年9月考录公务员；2026年5月调入", "2026-05"),
        ("2026年5月调入。2010.9招录", "2026-05"),
        ("2010年考录；2026年5月调入", "2026-05"),
        ("公开招录公务员；2026年5月调入", "2026-05"),
        *(("2010年9月考录，2026年5月调入", "2026-05"), ("2026.5调入,2010.9招录", "2026-05")),
    ],
)
def test_what_says_that_they_were_in_the_district_before_or_may_have_been(note: str, day: str):
    found = read_coming(note)
    assert found is not None
    assert (found.day, found.inside) == (day, True)


@pytest.mark.parametrize(
    "note",
    [
        *("调入", "2026年调入", "2026年7月借调入", "拟2026年7月调入", "2026年7月调出", "2026年7月入党"),
        *("2026年7月录入系统", "2019.3调入，2026.5退休", "2026年7月待转入", "2026年7月由市财政局借调来", ""),
        *("2026年3月党组织关系转入", "2026年3月社保转入", "2026年3月到党校学习调入"),
        *("2026年3月公积金转入", "2026年3月工资转入", "2026年3月户口转入", "2026年3月编制转入", "2026.3转入"),
        *("2026年3月劳务派遣转入", "2026年3月户口由派出所转入", "2026年3月由教育局党委转入"),
        *("2026年3月随机构改革转入", "2010年9月考录；2026年调入"),
        *("2026年7月准备从市财政局调入", "预计2026年7月调入", "2026年7月申请调入", "2026年7月前调入"),
        *("2026年7月配偶调入", "其妻2026年7月从市财政局调入", "2026年7月子女录用", "2024.7-2026.7调入"),
        *("2019.9-2026.7选调", "2010年9月考录，2026年调入", "2010年9月配偶考录，2026年5月调入"),
    ],
)
def test_what_says_something_else(note: str):
    assert read_coming(note) is None


@pytest.mark.parametrize("unit", [OFFICE, NEW_UNIT])
def test_somebody_new_came_then_and_not_on_the_day_of_the_file(desk: Desk, tmp_path: Path, unit: str):
    before = state(desk)
    take(desk, tmp_path, ("秦初", invented_id(400), unit, "2026年3月调入"), ("温良", "", unit, ""))
    assert came(desk) == ("2026-03", "2026-03-01")
    assert came(desk, "温良") == ("", "2026-05-31" if unit == OFFICE else None)
    (line,) = changed(desk, "2026-02-28")
    assert line[9] == "2026-03"
    assert not changed(desk, "2026-03-31"), "they had come by then"
    desk.execute(UndoLast())
    assert state(desk) == before
    assert chain_is_whole(desk)


def test_the_preview_says_so_by_the_day_of_the_file(desk: Desk, tmp_path: Path):
    lines = [("秦初", invented_id(400), OFFICE, "2026年3月调入")]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-05-31.xlsx", lines, HEADER))
    places = desk.ask(preview_places, preview.token, Bucket.NEW)
    (row,) = desk.ask(preview_rows, preview.token, places, preview.day)
    assert dict(row.written).items() >= {"unit_from": "2026-03", "joined_on": "2026-03"}.items()
    (row,) = desk.ask(preview_rows, preview.token, places, preview.day.replace(month=2, day=28))
    assert "unit_from" not in dict(row.written), "by then it has not come"


@pytest.mark.parametrize("source", [BUREAU, NEW_UNIT, "区内", "城东区医保局", "区医保局"])
def test_who_came_from_another_unit_of_the_district_was_in_it_before(desk: Desk, tmp_path: Path, source: str):
    take(
        desk,
        tmp_path,
        ("秦初", invented_id(400), OFFICE, f"2026年3月从{source}调入"),
        ("温良", "", NEW_UNIT, ""),
    )
    assert came(desk) == ("2026-03", "2026-05-31"), "since when they were there it does not say"


@pytest.mark.parametrize(
    "note", ["2010年9月考录公务员；2026年3月调入", "2026年3月由本区其他单位调入", "2026年3月从自然资源局调入"]
)
def test_who_may_have_been_in_the_district_before_came_into_the_unit_then(
    desk: Desk, tmp_path: Path, note: str
):
    take(desk, tmp_path, ("秦初", invented_id(400), OFFICE, note))
    assert came(desk) == ("2026-03", "2026-05-31")


@pytest.mark.parametrize("source", ["市财政局", "江南区医保局"])
def test_who_came_from_outside_joined_the_roster_then(desk: Desk, tmp_path: Path, source: str):
    take(desk, tmp_path, ("秦初", invented_id(400), OFFICE, f"2026年3月从{source}调入"))
    assert came(desk) == ("2026-03", "2026-03-01")


@pytest.mark.parametrize(
    ("note", "status"),
    [("2026年6月调入", "在职"), ("1985年3月调入", "在职"), ("2026年3月调入", "退休")],
)
def test_what_can_not_be_dates_nothing(desk: Desk, tmp_path: Path, note: str, status: str):
    line = ("秦初", invented_id(400), OFFICE, note, status)
    take(desk, tmp_path, line, header=[*HEADER, "人员状态"])
    assert came(desk)[0] == ""


def test_a_column_counts_before_the_remark_and_of_who_was_there_it_says_nothing(desk: Desk, tmp_path: Path):
    take(
        desk,
        tmp_path,
        ("秦初", invented_id(400), OFFICE, "2026年3月调入", "2026-04"),
        ("丁宁", invented_id(1), OFFICE, "2026年3月调入", ""),
        header=[*HEADER, "到本单位时间"],
    )
    assert came(desk) == ("2026-04", "2026-05-31")
    assert came(desk, "丁宁") == ("", None)


@pytest.mark.parametrize(
    ("note", "since", "day"),
    [
        ("2026年5月由组织部调入", "2026-05", "2026-05-01"),
        ("由组织部调入（2026.4.20）", "2026-04-20", "2026-04-20"),
        # to come, before the roster had them where they were, and from the very unit of the row
        ("2026年6月调入", "", "2026-05-31"),
        ("2026年2月调入", "", "2026-05-31"),
        ("2026年5月从教育局调入", "", "2026-05-31"),
        ("会计证", "", "2026-05-31"),
    ],
)
def test_who_is_there_already_moved_on_the_day_of_the_remark(
    desk: Desk, tmp_path: Path, note: str, since: str, day: str
):
    first = workbook(tmp_path / "名册2026-03-31.xlsx", [("秦初", invented_id(400), OFFICE, "")], HEADER)
    preview = desk.ask(preview_import, first)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=preview.day))
    before = state(desk)
    lines = [("秦初", invented_id(400), BUREAU, note)]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-05-31.xlsx", lines, HEADER))
    (row,) = desk.ask(preview_rows, preview.token, [0], preview.day)
    assert {change.field: change.by_remark for change in row.changes}["unit"] == since
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=preview.day))
    held = rows(desk, "SELECT unit_from FROM person WHERE name = '秦初'")
    assert held == [(since or "2026-05-31",)]
    days = "SELECT u.name FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.name = '秦初'"
    assert rows(desk, days) == [(BUREAU,)]
    assert changed(desk, "2026-03-31")
    assert not changed(desk, day), "the paper of changes has the move on its day"
    desk.execute(UndoLast())
    assert state(desk) == before
    assert chain_is_whole(desk)
