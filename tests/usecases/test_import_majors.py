"""A major (专业) that a file says without the school stands behind the school that the roster has, and replaces none."""

import pytest

from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import workbook
from tests.usecases.training_facts import write as set_up
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.queries.roster_import import preview_import

WHO = ["姓名", "身份证号"]


@pytest.mark.parametrize(
    ("header", "cells", "before", "after"),
    [
        (["专业"], ["法学"], "江城大学法学专业", "江城大学法学专业"),
        (["毕业院校", "专业"], ["", "法学"], "江城大学法学专业", "江城大学法学专业"),
        (["毕业院校", "专业"], ["", "法学"], "江城大学法学", "江城大学法学"),
        (["毕业院校", "专业"], ["", "法学"], "江城大学法学专业（函授）", "江城大学法学专业（函授）"),
        (["专业"], ["法学"], "江城大学", "江城大学法学专业"),
        (["专业"], ["法学"], "江城大学中文系", "江城大学法学专业"),
        (["专业"], ["法学"], "北大法学", "北大法学"),
        (["专业"], ["大数据"], "江城大学", "江城大学大数据专业"),
        (["专业"], ["学校管理"], "江城大学", "江城大学学校管理专业"),
        (["专业"], ["法学"], "", "法学专业"),
        (["专业"], ["法学"], "中文系", "法学专业"),
        (["专业"], ["清岚大学法学"], "江城大学法学专业", "清岚大学法学专业"),
        (["毕业院校", "专业"], ["清岚大学", "法学"], "江城大学法学专业", "清岚大学法学专业"),
        (["毕业院校", "专业"], ["江城大学", ""], "江城大学法学专业", "江城大学法学专业"),
    ],
)
def test_a_major_without_a_school_is_of_the_school_that_is_known(
    desk, tmp_path, header, cells, before, after
):
    set_up(desk.path, ("UPDATE person SET school = ? WHERE id = 1", (before,)))
    who = rows(desk, "SELECT name, id_number FROM person WHERE id = 1")[0]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [(*who, *cells)], [*WHO, *header]))
    assert preview.counts["same" if after == before else "update"] == 1
    if after != before:
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, "SELECT school FROM person WHERE id = 1") == [(after,)]


def test_a_major_of_one_schooling_is_of_its_school(desk, tmp_path):
    known = "UPDATE person SET school_full = '江城大学', school_service = '省委党校' WHERE id = 1"
    set_up(desk.path, (known, ()))
    who = rows(desk, "SELECT name, id_number FROM person WHERE id = 1")[0]
    header = [*WHO, "全日制学历", "专业", "在职学历", "专业"]
    line = (*who, "大学", "中文系", "研究生", "法学")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [line], header))
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    said = rows(desk, "SELECT school_full, school_service FROM person WHERE id = 1")
    assert said == [("江城大学中文系", "省委党校法学专业")]
