"""A professional title (职称) is the rank of whom the roster has among the technical staff, and of nobody else it knows."""

import pytest

from tests.desk_fixtures import invented_id
from tests.exchange.quirks.books import Page, write
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, workbook
from tests.usecases.training_facts import write as set_up
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.queries.roster_import import preview_import

HEADER = ["姓名", "身份证号", "工作单位", "职称"]


def changes(desk, preview) -> dict[str, str]:
    (verdict,) = waiting_import(preview.token).plan.verdicts
    return {one.field: one.new for one in verdict.changes}


def held(desk) -> tuple[str, str, str]:
    return rows(desk, "SELECT rank, team, technical_title FROM person WHERE id = 1")[0]


@pytest.mark.parametrize(
    ("team", "rank", "taken"),
    [
        ("party_government", "section_head", False),
        ("party_government", None, False),
        ("technical", None, True),
        ("technical", "technical_associate", True),
        ("party_government", "technical_junior", True),
    ],
)
def test_a_title_is_the_rank_of_whom_the_roster_has_on_that_ladder(desk, tmp_path, team, rank, taken):
    set_up(desk.path, ("UPDATE person SET team = ?, rank = ? WHERE id = 1", (team, rank)))
    ((name, number, unit),) = rows(
        desk,
        "SELECT p.name, p.id_number, u.name FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.id = 1",
    )
    preview = desk.ask(
        preview_import, workbook(tmp_path / "a.xlsx", [(name, number, unit, "经济师")], HEADER)
    )
    said = {"technical_title": "经济师"}
    assert changes(desk, preview) == ({**said, "rank": "technical_middle"} if taken else said)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert held(desk) == ("technical_middle" if taken else rank, team, "经济师")


def test_a_rank_in_a_column_of_its_own_is_taken_of_everybody(desk, tmp_path):
    ((name, number),) = rows(desk, "SELECT name, id_number FROM person WHERE id = 1")
    header = [*HEADER[:3], "职级", "职称"]
    preview = desk.ask(
        preview_import, workbook(tmp_path / "a.xlsx", [(name, number, "", "中级", "经济师")], header)
    )
    assert changes(desk, preview)["rank"] == "technical_middle"


def test_of_somebody_new_and_of_whom_the_row_says_so_a_title_is_the_rank(desk, tmp_path):
    ((name, number),) = rows(desk, "SELECT name, id_number FROM person WHERE id = 1")
    header = [*HEADER, "队伍"]
    lines = [
        ("路新", invented_id(301), BUREAU, "经济师", ""),
        (name, number, "", "经济师", "专业技术人员"),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, header))
    assert [one.rank for one in waiting_import(preview.token).plan.rows] == ["technical_middle"] * 2


def test_each_sheet_says_by_itself_whether_titles_are_ranks_there(desk, tmp_path):
    ((name, number),) = rows(desk, "SELECT name, id_number FROM person WHERE id = 1")
    cadres = Page(
        [
            ["姓名", "身份证号", "工作单位", "职级"],
            ["路一", invented_id(302), BUREAU, "正科级"],
            ["路二", invented_id(303), BUREAU, "副科级"],
        ],
        name="干部",
    )
    staff = Page([HEADER, [name, number, "", "经济师"]], name="专技")
    preview = desk.ask(preview_import, write(tmp_path / "a.xlsx", cadres, staff))
    plan = waiting_import(preview.token).plan
    assert [one.rank for one in plan.rows] == ["section_head", "section_deputy", ""]
