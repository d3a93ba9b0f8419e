"""What a new unit is, and the team of its people: by its name, or as was said before the import."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, workbook
from trainingdesk.domain.codes import Team, UnitKind
from trainingdesk.domain.roster.unit_kinds import guess_kind
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import

HOSPITAL, FIRM = "城东区第一人民医院", "城东农业发展有限公司"
LINES = [
    ("路新", invented_id(101), HOSPITAL, "院长", ""),
    ("田野", invented_id(102), FIRM, "总经理", ""),
    ("米粒", invented_id(103), HOSPITAL, "书记", "乡科级正职"),
    ("孔乙", invented_id(104), BUREAU, "局长", ""),
]
HEADER = ["姓名", "身份证号", "工作单位", "职务", "职级"]
TEAMS = "SELECT name, team FROM person WHERE name IN ('路新', '田野', '米粒', '孔乙') ORDER BY id"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (HOSPITAL, "institution"),
        ("临江镇中心小学", "institution"),
        ("城东区实验幼儿园", "institution"),
        ("城东区第一中学教育集团", "institution"),
        (FIRM, "enterprise"),
        ("城东农村商业银行", "enterprise"),
        ("城东区教育局", "organ"),
        ("城东区人民检察院", "organ"),
        ("城东区委办公室", "organ"),
        ("城东区医院管理局", "organ"),
        ("临江镇人民政府", "organ"),
    ],
)
def test_a_name_says_what_a_unit_is(name: str, kind: str):
    assert guess_kind(name).value == kind


def test_nobody_of_a_hospital_or_a_firm_becomes_a_cadre_by_silence(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", LINES, HEADER))
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert dict(rows(desk, TEAMS)) == {
        "路新": "technical",
        "田野": "business",
        "米粒": "party_government",
        "孔乙": "party_government",
    }, "a level in the row says more than the unit"
    kinds = rows(desk, f"SELECT name, kind FROM unit WHERE name IN ('{HOSPITAL}', '{FIRM}')")
    assert dict(kinds) == {HOSPITAL: "institution", FIRM: "enterprise"}


def test_what_was_said_of_a_unit_counts_before_its_name(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", LINES, HEADER))
    units = ((HOSPITAL, UnitKind.REFERRED, Team.PARTY_GOVERNMENT),)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, units=units))
    assert dict(rows(desk, TEAMS))["路新"] == "party_government"
    assert rows(desk, f"SELECT kind FROM unit WHERE name = '{HOSPITAL}'") == [("referred",)]
