"""The papers of the base: heads on a date, and what changed between two dates, from the dated history (P1.1)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest

from tests.desk_fixtures import TestClock
from tests.usecases.training_facts import rows, write
from trainingdesk.documents.preview import page_texts
from trainingdesk.domain.codes import PersonStatus, Rank, Team
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.roster.base import is_promotion
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.roster import AddPerson, ChangeStatus
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_pdf, paper_rows, paper_xlsx


def table(desk: Desk, paper: str, part: int = 0, **params: str) -> list[tuple[str, ...]]:
    found = desk.ask(paper_rows, paper, params)[part]
    total = [found.total] if found.total else []
    return [tuple(row.cells) for row in (*found.rows, *total)]


def said_in(lines: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the rows of the changes without their numbers and the sex: headings, and from the name on."""
    plain = (tuple(cell.replace("\u3000", "") for cell in line) for line in lines)
    return [(line[1], *line[3:]) if line[0].isdecimal() else tuple(filter(None, line)) for line in plain]


def test_the_headcount_adds_up_by_unit_team_and_rank(desk: Desk, desk_file):
    everybody = rows(desk_file, "SELECT count(*) FROM person")[0][0]
    first, second, *teams = desk.ask(paper_rows, "roster.headcount", {})
    assert sum(int(found.total.cells[1]) for found in teams) == everybody
    for found in teams:
        for row in (*found.rows, found.total):
            assert sum(int(cell or 0) for cell in row.cells[2:]) == int(row.cells[1])
        assert all(found.total.cells), "only ranks that occur in the team"
    assert teams[0].title == "党政干部（按单位和职务层次、职级）"
    assert teams[0].rows[0].cells[:2] == ("城东区委组织部", "3")
    titles = {column.title: column.group for column in teams[0].columns}
    assert (titles["乡科级正职"], titles["一级科员"]) == ("领导职务", "职级公务员")
    for found in (first, second):
        assert found.total.cells[1] == str(everybody)
    keys = [column.key for column in first.columns]
    parts = [place for place, key in enumerate(keys) if "." in key]
    alone = [
        place
        for place, key in enumerate(keys)
        if "." not in key and place > 1 and not any(other.startswith(f"{key}.") for other in keys)
    ]
    assert not alone
    for row in (*first.rows, first.total):
        assert sum(int(row.cells[place] or 0) for place in parts) == int(row.cells[1])
    assert sum(int(row.cells[1]) for row in second.rows) == everybody


def test_a_team_with_nobody_takes_no_room_and_is_named(desk: Desk):
    first, second, party, technical = desk.ask(paper_rows, "roster.headcount", {"unit": "3"})
    for found in (first, second, party, technical):
        assert "经营管理人员" not in [found.title, *(one.title for one in found.columns)]
    assert "另有队伍无人，未列：经营管理人员。" in first.notes
    assert [(row.cells[0], row.level) for row in first.rows] == [("城东区教育局", 0), ("城东区实验小学", 1)]
    assert [(row.cells[0], row.level) for row in technical.rows] == [("城东区实验小学", 0)], (
        "no unit above it stands in this table"
    )
    assert not any("无人" in note for note in desk.ask(paper_rows, "roster.headcount", {})[0].notes)


def test_the_tables_of_the_headcount_follow_one_another_and_are_signed_once(desk: Desk):
    pages = page_texts(desk.ask(paper_pdf, "roster.headcount", {}))
    said = "".join(f"\n{page}" for page in pages).replace("\r\n", "\n")
    titles = ("按单位", "按职务层次、职级", "党政干部（按", "专业技术人员（按", "经营管理人员（按")
    places = [said.index(f"\n{title}") for title in titles]
    assert places == sorted(places)
    assert len(pages) == 2
    assert said.count("制表人") == said.count("数据截至") == said.count("计入底数：") == 1


def test_the_headcount_of_a_past_day_shows_the_units_of_that_day(desk: Desk, desk_file):
    desk.execute(TransferPerson(person_id=1, version=1, unit_id=2, day="2026-03-01"))
    write(
        desk_file,
        (
            (
                "INSERT INTO unit_former_name (unit_id, name, short_name, initials, until, reason)"
                " VALUES (2, '城东区委宣教部', '宣教部', '', '2026-02-01', '机构改革')"
            ),
            (),
        ),
    )
    heads = {row[0]: row[1] for row in table(desk, "roster.headcount", day="2026-01-15")}
    assert (heads["城东区委组织部"], heads["城东区委宣教部"]) == ("3", "2")
    now = {row[0]: row[1] for row in table(desk, "roster.headcount")}
    assert (now["城东区委组织部"], now["城东区委宣传部"]) == ("2", "3")
    below = table(desk, "roster.headcount", unit="3")
    assert [row[0] for row in below[:-1]] == ["城东区教育局", "城东区实验小学"]
    with pytest.raises(Refused, match=r"planning\.base_day_ahead"):
        desk.ask(paper_rows, "roster.headcount", {"day": "2026-06-13"})
    with pytest.raises(NotFound):
        desk.ask(paper_rows, "roster.headcount", {"unit": "99"})


def test_changes_name_who_came_left_moved_and_rose(desk: Desk, desk_file):
    names = dict(rows(desk_file, "SELECT id, name FROM person"))
    transfer = TransferPerson(
        person_id=1, version=1, unit_id=2, day="2026-03-01", post="部长", rank=Rank.SECTION_HEAD
    )
    write(
        desk_file,
        ("UPDATE person SET rank = 'section_deputy' WHERE id = 1", ()),
        (
            "UPDATE person SET status = ?, status_from = '2026-04-01' WHERE id = 4",
            (PersonStatus.RETIRED.value,),
        ),
        ("UPDATE person SET joined_on = '2026-05-06' WHERE id = 6", ()),
    )
    desk.execute(transfer)
    found = desk.ask(paper_rows, "roster.changes", {"from": "2026-01-01"})[0]
    said = said_in([row.cells for row in found.rows])
    assert {row.cells[2] for row in found.rows if row.kind == "item"} == {"男", "女"}
    assert [row[0] for row in said] == [
        *("新进人员", names[6], "离开人员", names[4], "区内调动", names[1], "职务职级晋升", names[1])
    ]
    assert said[1][7:] == ("2026-05-06", "")
    assert said[3][7:] == ("2026-04-01", "退休")
    assert said[5][1:] == (
        *("城东区委组织部", "干部", "乡科级副职", "城东区委宣传部", "部长", "乡科级正职"),
        *("2026-03-01", "张晓录入"),
    )
    assert found.facts[0] == "底数：期初13人＋新进1人－离开1人＝期末13人"


def test_a_rank_that_rises_beside_a_leading_post_is_a_promotion(desk: Desk, desk_file):
    write(
        desk_file,
        ("UPDATE person SET side_rank = 'principal_1', side_rank_from = '2026-03' WHERE id IN (1, 2)", ()),
        *(
            (
                (
                    "INSERT INTO post_period (person_id, track, post, rank, legacy, valid_from, valid_to, reason)"
                    " VALUES (?, 'rank', '', ?, '', '2020-01', '2026-03', '')"
                ),
                (person, rank),
            )
            for person, rank in ((1, "principal_3"), (2, None))
        ),
    )
    found = table(desk, "roster.changes", **{"from": "2026-01-01"})
    said = said_in(found)
    assert [row[0] for row in said] == ["职务职级晋升", "丁宁", "其他职务职级变动", "于洋"]
    assert (said[1][3], said[1][6]) == ("乡科级正职（三级主任科员）", "乡科级正职（一级主任科员）")
    assert (said[1][7], said[3][7]) == ("2026-03", "2026-03")


@pytest.mark.parametrize("ended", ["2026-03-31", "2026-03"])
def test_a_change_of_which_nobody_said_the_day_has_the_one_by_which_the_former_had_ended(
    desk: Desk, desk_file, ended: str
):
    write(
        desk_file,
        ("UPDATE person SET rank = 'clerk_1', rank_from = '' WHERE id = 1", ()),
        (
            (
                "INSERT INTO post_period (person_id, track, post, rank, legacy, valid_from, valid_to, reason)"
                " VALUES (1, 'rank', '', 'clerk_2', '', '', ?, '')"
            ),
            (ended,),
        ),
    )
    said = said_in(table(desk, "roster.changes", **{"from": "2026-01-01"}))
    assert ("丁宁", f"不晚于{ended}") in [(row[0], row[7]) for row in said if len(row) > 7]


def test_a_level_whose_own_day_nobody_said_rose_with_the_post_that_brought_it(desk: Desk, desk_file):
    write(
        desk_file,
        (
            "UPDATE person SET post = '部长', post_from = '2026-03', rank = 'section_head', rank_from = '' WHERE id = 1",
            (),
        ),
        (
            (
                "INSERT INTO post_period (person_id, track, post, rank, legacy, valid_from, valid_to, reason)"
                " VALUES (1, 'post', '副部长', 'section_deputy', '', '2020-01', '2026-05-31', '')"
            ),
            (),
        ),
    )
    said = said_in(table(desk, "roster.changes", **{"from": "2026-01-01"}))
    assert ("丁宁", "2026-03") in [(row[0], row[7]) for row in said if len(row) > 7]


def test_who_came_by_a_file_has_it_as_remark(desk: Desk, desk_file):
    write(
        desk_file,
        (
            (
                "INSERT INTO import_batch (id, file_name, digest, at, actor_id, created, updated, same, refused, before)"
                " VALUES (1, '2026年新录用公务员.xlsx', '', '2026-05-06T01:00:00Z', 1, 1, 0, 0, 0, x'')"
            ),
            (),
        ),
        ("UPDATE person SET joined_on = '2026-05-06', import_batch_id = 1 WHERE id = 6", ()),
    )
    (came,) = said_in(table(desk, "roster.changes", **{"from": "2026-01-01"}))[1:]
    assert came[8] == "据《2026年新录用公务员》导入"


def test_a_change_says_why_it_was_made_and_who_typed_it(desk: Desk, desk_file):
    desk.execute(
        TransferPerson(person_id=1, version=1, unit_id=2, day="2026-03-01", reason="城组干〔2026〕8号")
    )
    desk.execute(ChangeStatus(person_id=4, version=1, status=PersonStatus.RETIRED, day=date(2026, 4, 1)))
    desk.execute(AddPerson(name="秦岚", unit_id=2, team=Team.PARTY_GOVERNMENT))
    found = desk.ask(paper_rows, "roster.changes", {"from": "2026-01-01"})[0]
    remarks = {line[0]: line[8] for line in said_in([row.cells for row in found.rows]) if len(line) > 8}
    assert remarks["丁宁"] == "城组干〔2026〕8号；张晓录入"
    assert remarks["曾国强"] == "退休；张晓录入"
    assert remarks["秦岚"] == "张晓录入"


def test_a_heading_of_changes_stands_over_the_whole_width(desk: Desk):
    desk.execute(TransferPerson(person_id=1, version=1, unit_id=2, day="2026-03-01"))
    book = openpyxl.load_workbook(BytesIO(desk.ask(paper_xlsx, "roster.changes", {"from": "2026-01-01"})))
    sheet = book.active
    heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "区内调动")
    assert heading.column == 1
    assert any(
        heading.coordinate in area and area.max_col == sheet.max_column for area in sheet.merged_cells.ranges
    )
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(words.startswith("制表人") for words in said)


def test_for_one_unit_a_move_across_its_border_is_coming_or_leaving(desk: Desk):
    desk.execute(TransferPerson(person_id=1, version=1, unit_id=2, day="2026-03-01"))
    left = table(desk, "roster.changes", unit="1", **{"from": "2026-01-01"})
    left = said_in(left)
    assert (left[0][0], left[1][8]) == ("离开人员", "调往城东区委宣传部；张晓录入")
    came = table(desk, "roster.changes", unit="2", **{"from": "2026-01-01"})
    came = said_in(came)
    assert (came[0][0], came[1][8]) == ("新进人员", "由城东区委组织部调入；张晓录入")
    assert not table(desk, "roster.changes", **{"from": "2026-03-01", "to": "2026-06-01"})
    with pytest.raises(Refused, match=r"paper\.days_turned_round"):
        desk.ask(paper_rows, "roster.changes", {"from": "2026-06-12"})


def test_the_rules_of_both_days_are_printed_where_they_differ(desk: Desk, desk_file):
    def rules() -> list[str]:
        found = desk.ask(paper_rows, "roster.changes", {"from": "2026-01-01"})[0]
        return [note for note in found.notes if "计入底数" in note]

    assert len(rules()) == 1
    write(
        desk_file,
        ("UPDATE rule SET valid_to = '2026-02-28' WHERE key = 'base.statuses'", ()),
        (
            (
                "INSERT INTO rule (key, value, valid_from, source, note, version)"
                " VALUES ('base.statuses', '[\"serving\"]', '2026-03-01', '本办', '', 1)"
            ),
            (),
        ),
    )
    before, after = rules()
    assert before.startswith("2026-01-01：计入底数：在职、长期请假")
    assert after.startswith("2026-06-12：计入底数：在职")
    assert "长期请假" not in after


def test_on_the_first_of_january_the_changes_are_those_of_the_year_before(desk: Desk, clock: TestClock):
    clock.now = datetime(2027, 1, 1, 1, tzinfo=UTC)
    found = desk.ask(paper_rows, "roster.changes", {})[0]
    assert "2026年1月1日" in found.subtitle
    assert "2027年1月1日" in found.subtitle


def test_the_workbook_says_who_counts_and_of_which_day(desk: Desk):
    book = openpyxl.load_workbook(BytesIO(desk.ask(paper_xlsx, "roster.headcount", {"day": "2026-01-15"})))
    cells = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert "计入底数：在职、长期请假" in cells
    assert "2026-01-15" in cells


@pytest.mark.parametrize(
    ("before", "after", "rose"),
    [
        (Rank.SECTION_DEPUTY, Rank.SECTION_HEAD, True),
        (Rank.SECTION_HEAD, Rank.SECTION_DEPUTY, False),
        (Rank.CLERK_1, Rank.PRINCIPAL_4, True),
        (Rank.PRINCIPAL_1, Rank.COUNTY_DEPUTY, True),
        (Rank.TECHNICAL_SENIOR, Rank.SECTION_DEPUTY, False),
        (None, Rank.SECTION_DEPUTY, False),
        (Rank.TECHNICAL_MIDDLE, Rank.TECHNICAL_ASSOCIATE, True),
    ],
)
def test_what_a_promotion_is(before, after, rose):
    assert is_promotion(before, after) is rose
