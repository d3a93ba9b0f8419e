"""How rows are divided into pages, and what stands on them."""

from dataclasses import replace

import pytest

from tests.documents.samples import (
    SAMPLES,
    coverage_content,
    menu_content,
    plan_content,
    roster_content,
    signin_content,
)
from trainingdesk.documents.catalogue import classes, menu, planning, reporting, roster
from trainingdesk.documents.columns import widths
from trainingdesk.documents.definition import Content, Row, RowKind, Signing, tables
from trainingdesk.documents.fonts import Face, text_width
from trainingdesk.documents.preview import page_sizes, page_texts
from trainingdesk.documents.render_pdf import render_pdf
from trainingdesk.documents.sheet import MM
from trainingdesk.domain.codes import PersonStatus, Rank, Team
from trainingdesk.shared.text import set_language


@pytest.mark.parametrize("count", range(8, 60, 3))
def test_the_total_never_stands_alone(count: int) -> None:
    texts = page_texts(render_pdf(planning.GRID, plan_content(count)))
    last_table = [text for text in texts if "合计" in text.replace("五年合计", "")][-1]
    assert any(unit in last_table for unit in ("区委办公室", "区教育局", "街道", "医院", "集团"))


@pytest.mark.parametrize("extra", range(30))
def test_a_group_heading_is_followed_by_a_row_on_its_page(extra: int) -> None:
    rows = [Row({"name": f"行{place}", "base": 1}) for place in range(extra)]
    rows += [Row({"name": "分组标题"}, kind=RowKind.GROUP), Row({"name": "组内第一行", "base": 1})]
    texts = page_texts(render_pdf(reporting.COVERAGE, Content(rows)))
    (page,) = [text for text in texts if "分组标题" in text]
    assert "组内第一行" in page


@pytest.mark.parametrize("count", range(1, 45, 2))
def test_signatures_stand_below_rows_and_on_the_page(count: int) -> None:
    content = replace(signin_content(), parts=())
    content = replace(content, rows=content.rows[:count])
    texts = page_texts(render_pdf(classes.SIGNIN, content))
    assert "班主任（签字）" in texts[-1]
    assert sum("班主任（签字）" in text for text in texts) == 1
    seats = [line for line in texts[-1].splitlines() if line.strip()[:2].strip().isdigit()]
    assert seats, "no row above the signatures"


def test_no_row_is_lost_over_many_pages() -> None:
    texts = page_texts(render_pdf(roster.LIST, roster_content(600)))
    assert len(texts) > 25
    whole = "".join(texts)
    assert whole.count("一级主任科员") + whole.count("党组成员") >= 600


def test_a_list_to_work_with_fills_its_pages() -> None:
    person = {"name": "丁宁", "unit": "区委办公室", "post": "科长", "rank": Rank.SECTION_HEAD}
    texts = page_texts(render_pdf(roster.LIST, roster.content([person] * 80)))
    assert [text.count("丁") for text in texts] == [25, 29, 26], "with room for who made and who checked it"


def test_lying_and_standing_paper() -> None:
    assert {(round(w), round(h)) for w, h in page_sizes(render_pdf(planning.GRID, plan_content()))} == {
        (842, 595)
    }
    assert {(round(w), round(h)) for w, h in page_sizes(render_pdf(classes.SIGNIN, signin_content()))} == {
        (595, 842)
    }


def test_each_day_of_a_sign_in_sheet_begins_a_page_with_its_courses() -> None:
    texts = page_texts(render_pdf(classes.SIGNIN, signin_content()))
    firsts = [text for text in texts if "2026-06-0" in text and "应到 52 人" in text]
    assert len(firsts) == 2
    assert "上午：开班式" in firsts[0]
    assert "晚上签名" in firsts[1]
    assert "晚上签名" not in firsts[0]


@pytest.mark.parametrize("report_id", SAMPLES)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_columns_fill_the_page_exactly(report_id: str, language: str) -> None:
    set_language(language)
    report, make = SAMPLES[report_id]
    for table in tables(report, make()):
        found = widths(table, 225.0)
        assert sum(found) == pytest.approx(225.0)
        assert min(found) > 5


def test_those_who_co_sign_have_a_place_each() -> None:
    texts = page_texts(render_pdf(menu.PLAN, menu_content()))
    for party in ("区委组织部", "区委宣传部", "区委党校", "区人力资源和社会保障局"):
        assert party in texts[-1]
    many = replace(menu_content(), signing=Signing(parties=tuple(f"会签部门{place}" for place in range(7))))
    last = page_texts(render_pdf(menu.PLAN, many))[-1]
    assert all(f"会签部门{place}" in last for place in range(7))


def test_a_name_that_is_typed_takes_the_place_of_its_line() -> None:
    content = replace(coverage_content(3), signing=Signing(lines=("制表", "审核"), names=("张晓", "")))
    text = page_texts(render_pdf(reporting.COVERAGE, content))[-1]
    assert "制表：张晓" in text
    assert "审核：" in text


def test_notes_say_what_a_share_is_of_and_as_of_when() -> None:
    text = "".join("".join(page_texts(render_pdf(reporting.COVERAGE, coverage_content()))).split())
    assert "轮训率＝底数中本周期已参训人数÷底数" in text
    assert "数据截至2026-06-12" in text


@pytest.mark.parametrize("report_id", ["roster.list", "fees.ledger", "certificates.register"])
def test_numbers_stay_on_one_line(report_id: str) -> None:
    report, make = SAMPLES[report_id]
    lines = {line.strip() for text in page_texts(render_pdf(report, make())) for line in text.splitlines()}
    content = make()
    (column,) = [column for column in content.columns or report.columns if column.whole]
    numbers = {row.values.get(column.key) for row in tables(report, content)[0].rows} - {None, ""}
    assert numbers
    for number in numbers:
        assert any(number in line for line in lines), number


@pytest.mark.parametrize("count", range(24, 60))
def test_no_row_stands_alone_on_the_last_page(count: int) -> None:
    person = {"name": "丁宁", "unit": "区委办公室", "post": "科长", "rank": Rank.SECTION_HEAD}
    texts = page_texts(render_pdf(roster.LIST, roster.content([person] * count)))
    found = ["".join(text.split()).count("区委办公室") for text in texts]
    assert sum(found) == count
    assert len(found) == 1 or found[-1] > 1


def test_room_that_stands_idle_goes_to_texts_that_would_break() -> None:
    people = [
        {"name": "王伟", "unit": "城东区人力资源和社会保障局", "post": "科员", "id_masked": ""}
        for _row in range(3)
    ]
    content = roster.content(people, columns=("name", "unit", "post", "rank", "team", "note"))
    (table,) = tables(roster.LIST, content)
    least = text_width("城东区人力资源和社会保障局", table.report.size, Face.SONG) / MM
    found = dict(zip((column.key for column in table.columns), widths(table, 160.0), strict=True))
    given = {column.key: column.width_mm for column in table.columns}
    assert given["unit"] * 160.0 / sum(given.values()) < least < found["unit"], (
        "its share is too narrow for it"
    )
    assert sum(found.values()) == pytest.approx(160.0)
    assert found["note"] > 0.95 * given["note"] * 160.0 / sum(given.values()), (
        "nothing stands in it: it is kept"
    )


def test_names_of_several_words_are_broken_between_them_before_a_list_takes_larger_paper() -> None:
    """In English a list with ranks, teams and statuses took A3 or was refused where the Chinese one fits."""
    set_language("en")
    columns = (
        *("name", "sex", "birth", "ethnicity", "native_place", "political", "education", "degree"),
        *("work_start", "party_entry", "unit", "post", "rank", "side_rank", "team", "status", "authority"),
    )
    known = {
        "name": "丁宁",
        "rank": Rank.PRINCIPAL_4,
        "side_rank": Rank.PRINCIPAL_1,
        "team": Team.TECHNICAL,
        "status": PersonStatus.LONG_LEAVE,
        "unit": "区委办公室",
        "post": "科长",
    }
    pdf = render_pdf(roster.LIST, roster.content([known] * 3, columns=columns))
    assert [(round(w), round(h)) for w, h in page_sizes(pdf)] == [(842, 595)]
    said = " ".join("".join(page_texts(pdf)).split())
    assert said.count("grade 4") == 3, "a grade is not torn from its number"
