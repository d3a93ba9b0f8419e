"""What the preview says can come in comes in: on a desk with a past, a row that can't be is told there, never at the end.

Hypothesis draws files, days, answers and choices. Nobody but the person's own day for a single row or for somebody who is
not in the file may stop an import of the good rows.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.desk_fixtures import PASSWORD, PEOPLE, USERS, TestClock, invented_id, past_out_of_order
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import state, workbook
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import GroupKind, PersonStatus, SecondmentWay
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.commands.groups import JoinGroup
from trainingdesk.usecases.commands.history import SavePeriod, TransferPerson
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.secondments import SecondPerson
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.desk import Desk, open_desk
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

RUNS = int(os.environ.get("TRAININGDESK_IMPORTS", "12"))
HEADER = ["姓名", "身份证号", "性别", "出生年月", "工作单位", "职务", "职级", "任现职时间", "任现职级时间"]
HEADER += [
    "队伍",
    "人员状态",
    "参加工作时间",
    "备注",
    "手机",
    "到本单位时间",
    "列入本队伍时间",
    "状态起始",
    "进入本区名册时间",
]
UNITS = [
    "城东区委组织部",
    "城东区委宣传部",
    "城东区教育局",
    "城东区实验小学",
    "教育局（挂职）",
    "城东区新设局",
    "新设局（借调）",
    "",
]
UNITS += ["汤泉街道办事处（挂职）", "城东区教育局/实验小学", "城东城建集团有限公司"]
DAYS = ["", "", "2026.05", "2026-01-01", "2019.12", "1985.05", "2027.01", "2026-06-12"]
TODAY = date(2026, 6, 12)


@st.composite
def _lines(draw: st.DrawFn) -> list[list[str]]:
    lines = []
    for _ in range(draw(st.integers(2, 9))):
        order = draw(st.integers(1, len(PEOPLE) + 4))
        known = order <= len(PEOPLE)
        name = PEOPLE[order - 1][0] if known else draw(st.sampled_from(["路新", "王伟", "于洋子", "丁宁"]))
        number = draw(st.sampled_from(["", "own", "own", "other"]))
        whose = order if number == "own" else draw(st.integers(1, len(PEOPLE)))
        lines.append(
            [
                name,
                invented_id(whose, male=whose % 2 == 1) if number else "",
                draw(st.sampled_from(["", "", "男", "女"])),
                draw(st.sampled_from(["", "1980.05", "1980.05", "1979.11", "2015.01"])),
                draw(st.sampled_from(UNITS)),
                draw(st.sampled_from(["", "干部", "科长", "副局长（挂职）", "局长、党委书记"])),
                draw(st.sampled_from(["", "乡科级正职", "一级科员", "二级主任科员", "正科"])),
                draw(st.sampled_from(DAYS)),
                draw(st.sampled_from(DAYS)),
                draw(st.sampled_from(["", "", "党政", "专业技术"])),
                draw(st.sampled_from(["", "", "在职", "退休", "调出", "长期病假"])),
                draw(st.sampled_from(["", "2002.07", "1985.01"])),
                draw(st.sampled_from(["", "已退休 2026.5", "退休2019.3", "调出", "病故"])),
                draw(st.sampled_from(["", "13900001234"])),
                *(draw(st.sampled_from(DAYS)) for _ in range(4)),
            ]
        )
    return lines


@pytest.fixture(scope="module")
def lived(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose people have been elsewhere, have gone, are in groups and in units that were merged."""
    path = tmp_path_factory.mktemp("lived") / "desk.deskdb"
    shutil.copyfile(_template, path)
    with _opened(path) as desk:
        within = SecondmentWay.WITHIN
        for number, unit, begin, end in (
            (2, 3, date(2026, 1, 1), None),
            (3, 3, date(2025, 1, 1), date(2025, 6, 30)),
            (3, 4, date(2026, 5, 20), None),
            (4, 5, date(2026, 5, 20), None),
            (5, 5, date(2026, 6, 12), None),
            (7, 5, date(2020, 6, 12), date(2020, 9, 1)),
        ):
            desk.execute(
                SecondPerson(person_id=number, way=within, unit_id=unit, valid_from=begin, valid_to=end)
            )
        kind = GroupKind.YOUNG
        desk.execute(JoinGroup(kind=kind, person_ids=(1, 3), day=date(2026, 2, 1), reason="测试"))
        desk.execute(change_of(desk, "丁宁", post="副部长", day="2026-05"))
        desk.execute(change_of(desk, "曾国强", rank_from="2024-05", status_from="2026-05-01"))
        desk.execute(
            SavePeriod(kind="post_period", person_id=8, post="教师", valid_from="2010-01", valid_to="2026-01")
        )
        desk.execute(TransferPerson(person_id=8, version=1, unit_id=3, day="2026-05-10"))
        for number, status, day in ((9, "retired", date(2026, 4, 1)), (10, "left", date(2026, 6, 1))):
            version = 1
            desk.execute(
                ChangeStatus(person_id=number, version=version, status=PersonStatus(status), day=day)
            )
        desk.execute(MergeUnits(unit_id=4, version=1, into_id=3, day=date(2026, 5, 1)))
    return path


@contextmanager
def _opened(path: Path) -> Iterator[Desk]:
    desk = open_desk(path, TestClock())
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    with closing(desk):
        yield desk


def _refused(desk: Desk, command: ImportRoster) -> str:
    """Return why an import was refused, "" where it was not."""
    try:
        desk.execute(command)
    except Refused as refused:
        return refused.code
    return ""


def test_good_rows_come_in(lived: Path, tmp_path: Path):
    seen = {"imports": 0, "nothing": 0}

    @settings(
        max_examples=RUNS,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        lines=_lines(),
        ago=st.sampled_from([0, 0, 12, 40, 400]),
        late=st.booleans(),
        undated=st.booleans(),
        opened=st.booleans(),
        data=st.data(),
    )
    def comes_in(
        lines: list[list[str]], ago: int, late: bool, undated: bool, opened: bool, data: st.DataObject
    ):
        path = tmp_path / "desk.deskdb"
        shutil.copyfile(lived, path)
        day = TODAY - timedelta(days=ago)
        with _opened(path) as desk:
            before = state(desk)
            preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, HEADER))
            if not late:
                preview = desk.ask(mend_import, preview.token, {}, {}, day=day)
            answers = {}
            for row in desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token), day):
                for one in row.problems:
                    if one.name and (one.choices or one.severity != "note"):
                        offered = [*one.choices, *([] if one.severity == "note" else [""])]
                        said = data.draw(st.sampled_from(["?", *offered]))
                        if said != "?":
                            answers[row.row, one.name] = said
            if answers:
                preview = desk.ask(mend_import, preview.token, {}, answers)
            decisions, taken = [], set()
            shown = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token), day)
            meant = {row.person_id for row in shown if row.bucket is Bucket.UPDATE}
            for row in shown:
                if row.bucket is Bucket.MAYBE:
                    offered = [side.id for side in row.candidates if side.id not in meant]
                    offered += [0] if row.can_be_new else []
                    chosen = data.draw(st.sampled_from([None, *offered]))
                    if chosen is not None:
                        decisions.append((row.row, chosen))
                        meant.add(chosen or -row.row)
                for change in row.changes:
                    if data.draw(st.integers(0, 5)) == 0:
                        taken.add((row.row, change.field))
            command = ImportRoster(
                token=preview.token,
                digest=preview.digest,
                good_only=True,
                create_units=opened,
                day=day,
                since_unknown=undated,
                decisions=tuple(decisions),
                taken_fields=tuple(taken),
            )
            refused = _refused(desk, command)
            assert refused in {"", "import.nothing"}
            if refused:
                seen["nothing"] += 1
                return
            seen["imports"] += 1
            assert past_out_of_order(path) == []
            desk.execute(UndoLast())
            assert state(desk) == before

    comes_in()
    assert seen["imports"] > seen["nothing"]
