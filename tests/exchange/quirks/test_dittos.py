"""同上 and its like in a cell mean the cell above."""

import pytest

from tests.exchange.quirks.books import Page, write
from tests.exchange.quirks.looking import look
from trainingdesk.domain.roster.cells import NO_VALUE

HEADER = ["姓名", "身份证号", "工作单位", "政治面貌", "民族", "备注"]


@pytest.mark.parametrize("word", ["同上", "同 上", "〃", "″", '"', "”", "同前"])
def test_a_ditto_is_the_cell_above_and_is_told(tmp_path, word):
    rows = [
        HEADER,
        ["张三", "", "城东区教育局", "中共党员", "汉族", "已退休"],
        ["李四", "", word, word, "回族", word],
        ["王五", "", word, "群众", word, ""],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert [(one.unit, one.political, one.ethnicity, one.note) for one in seen.file.people] == [
        ("城东区教育局", "中共党员", "汉族", "已退休"),
        ("城东区教育局", "中共党员", "回族", "已退休"),
        ("城东区教育局", "群众", "回族", ""),
    ]
    noted = {
        one.params["column"]: one.params["rows"] for one in seen.plan.problems if one.code == "roster.dittos"
    }
    assert noted == {"工作单位": ("3-4",), "政治面貌": ("3",), "民族": ("4",), "备注": ("3",)}
    assert [one[:3] for one in seen.said if one[2] == "roster.ditto"] == [
        (3, "工作单位", "roster.ditto"),
        (3, "政治面貌", "roster.ditto"),
        (3, "备注", "roster.ditto"),
        (4, "工作单位", "roster.ditto"),
        (4, "民族", "roster.ditto"),
    ]


def test_of_a_name_and_a_number_it_is_wrong_and_so_where_nothing_stands_above(tmp_path):
    rows = [
        HEADER,
        ["张三", "", "同上", "〃", "", ""],
        ["同上", "", "城东区教育局", "", "", ""],
        ["王五", "〃", "同上", "〃", "", ""],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert [one for one in seen.said if one[3] == "error"] == [
        (2, "工作单位", "roster.ditto_nothing", "error"),
        (2, "政治面貌", "roster.ditto_nothing", "error"),
        (3, "姓名", "roster.ditto_own", "error"),
        (4, "身份证号", "roster.ditto_own", "error"),
        (4, "政治面貌", "roster.ditto_nothing", "error"),
    ]
    assert seen.file.people[2].unit == "城东区教育局"
    assert {"roster.ditto_own", "roster.ditto_nothing"} <= NO_VALUE, "read again the word is no name"


def test_below_another_heading_the_unit_is_that_one(tmp_path):
    rows = [
        ["姓名", "性别", "工作单位", "职务"],
        ["一、城东区教育局", "", "", ""],
        ["张三", "男", "城东区教育局", "局长"],
        ["李四", "女", "同上", "科员"],
        ["二、城东区民政局", "", "", ""],
        ["王五", "男", "同上", "局长"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert [one.unit for one in seen.file.people] == ["城东区教育局", "城东区教育局", "城东区民政局"]
