"""The day a file speaks of stands in the sheet with most people; where another says a different one none is taken."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.exchange.quirks.books import Page, write
from tests.usecases.test_roster_import import OFFICE
from trainingdesk.shared.text import set_language
from trainingdesk.ui.pages.roster.import_steps import _day_said
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import

HEADER = ["姓名", "身份证号", "工作单位"]
TODAY = date(2026, 6, 12)
MARCH = date(2026, 3, 31)


def book(path: Path, large: str, small: str, names: tuple[str, str] = ("机关", "下属单位")) -> Path:
    """Write a workbook of two sheets with these titles; the first one has more people."""
    people = [[f"路{sign}", invented_id(300 + at), OFFICE] for at, sign in enumerate("甲乙丙")]
    titles = ([[large]] if large else [], [[small]] if small else [])
    return write(
        path,
        Page([*titles[0], HEADER, *people[:2]], name=names[0]),
        Page([*titles[1], HEADER, *people[2:]], name=names[1]),
    )


@pytest.mark.parametrize(
    ("large", "small", "day"),
    [
        ("干部名册（2026年3月）", "干部名册", MARCH),
        ("干部名册（2026年3月）", "干部名册（截至2026.3.31）", MARCH),
        ("干部名册（2026年3月）", "干部名册（截至2027年1月1日）", MARCH),
        ("干部名册", "下属单位名册", TODAY),
    ],
)
def test_the_sheet_with_most_people_says_it_where_no_other_says_another(
    desk: Desk, tmp_path: Path, large: str, small: str, day: date
):
    preview = desk.ask(preview_import, book(tmp_path / "名册.xlsx", large, small))
    assert (preview.day, preview.days_of_sheets) == (day, {})
    assert bool(preview.day_from) is (day != TODAY)


def test_of_two_days_none_is_taken_and_it_is_said(desk: Desk, tmp_path: Path):
    titles = ("干部名册（2026年3月）", "干部名册（截至2026年5月31日）")
    path = book(tmp_path / "名册.xlsx", *titles)
    preview = desk.ask(preview_import, path)
    assert (preview.day, preview.day_from) == (TODAY, "")
    assert preview.days_of_sheets == {"机关": MARCH, "下属单位": date(2026, 5, 31)}
    assert _day_said(preview) == (
        "各表写的日期不同（“机关” 2026-03-31、“下属单位” 2026-05-31），均未采用，暂按今天；请填写正确的日期，或分表导入"
    )
    set_language("en")
    words = _day_said(preview)
    set_language("zh_CN")
    assert words.startswith(
        "the sheets speak of different days (“机关” 2026-03-31, “下属单位” 2026-05-31): none"
    )
    # one sheet alone says one day, and the file's name counts for all of it
    preview = desk.ask(preview_import, path, sheets=("下属单位",))
    assert (preview.day, preview.days_of_sheets) == (date(2026, 5, 31), {})
    preview = desk.ask(preview_import, book(tmp_path / "名册2026年4月.xlsx", *titles))
    assert (preview.day, preview.days_of_sheets) == (date(2026, 4, 30), {})


def test_the_names_of_sheets_say_it_too(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, book(tmp_path / "名册.xlsx", "", "", ("2026年3月", "下属单位")))
    assert (preview.day, preview.day_from) == (MARCH, "2026年3月")


@pytest.mark.parametrize(
    ("title", "name"), [("", "2025年9月新进"), ("2025年9月新录用人员名单", "新录用人员"), ("", "2025.9新进")]
)
def test_a_small_sheet_of_who_came_says_no_day_of_the_others(
    desk: Desk, tmp_path: Path, title: str, name: str
):
    """Everybody new of the large sheet had joined when those few did, and what it changes was dropped as older."""
    preview = desk.ask(preview_import, book(tmp_path / "名册.xlsx", "全区干部名册", title, ("在职", name)))
    assert (preview.day, preview.day_from) == (TODAY, "")
    assert preview.days_of_sheets == {name: date(2025, 9, 30)}
    assert _day_said(preview) == (
        f"人数最多的表没有写日期，只有其他表写了（“{name}” 2025-09-30），未采用，暂按今天；请填写正确的日期，或分表导入"
    )
    set_language("en")
    words = _day_said(preview)
    set_language("zh_CN")
    assert words.startswith(
        f"the sheet with most people speaks of no day, only others do (“{name}” 2025-09-30): none"
    )


@pytest.mark.parametrize(
    ("foot", "name", "day"),
    [
        (["填报时间：2026-03-30"], "Sheet1", date(2026, 3, 30)),
        (["审核人：关甲", "填表人：路乙", "2026年3月30日"], "Sheet1", date(2026, 3, 30)),
        (["填表人：路乙  2026年 3月 30日"], "Sheet1", date(2026, 3, 30)),
        # the sheet's own name says more of what it is about than when somebody typed it
        (["填报时间：2026-04-02"], "2026年3月", MARCH),
        (["填报时间：2026年  月  日"], "Sheet1", TODAY),
        (["填写说明：时间填到月，2005.06"], "Sheet1", TODAY),
        (["日期格式：2021-05-01"], "Sheet1", TODAY),
        # a remark below the list speaks of other days
        (["备注：关丙2026年5月1日起停薪留职。"], "Sheet1", TODAY),
        (["说明：2025年名册另报。"], "Sheet1", TODAY),
    ],
)
def test_what_stands_below_the_people_says_when_the_list_was_made(
    desk: Desk, tmp_path: Path, foot: list[str], name: str, day: date
):
    people = [[f"路{sign}", invented_id(300 + at), OFFICE] for at, sign in enumerate("甲乙丙")]
    path = write(tmp_path / "名册.xlsx", Page([["干部名册"], HEADER, *people, [], foot], name=name))
    preview = desk.ask(preview_import, path)
    assert preview.counts["new"] == 3
    assert preview.day == day
    assert bool(preview.day_from) is (day != TODAY)


def test_a_title_says_more_than_the_foot(desk: Desk, tmp_path: Path):
    people = [[f"路{sign}", invented_id(300 + at), OFFICE] for at, sign in enumerate("甲乙丙")]
    rows = [["干部名册（截至2026年3月31日）"], HEADER, *people, ["填报时间：2026-04-02"]]
    assert desk.ask(preview_import, write(tmp_path / "名册.xlsx", Page(rows))).day == MARCH
