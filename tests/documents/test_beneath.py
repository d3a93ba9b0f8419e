"""What stands beneath a row: one line of it beside the next over the page's width, none torn, none lost."""

from dataclasses import replace

import pypdfium2
import pytest

from tests.documents.samples import reserve_content
from trainingdesk.documents.catalogue import reserve
from trainingdesk.documents.definition import SEQ, Column, Content, Occasion, Report
from trainingdesk.documents.preview import page_sizes, page_texts
from trainingdesk.documents.render_pdf import render_pdf
from trainingdesk.documents.render_rows import render_rows
from trainingdesk.domain.errors import Invalid
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import set_language

REPORT = Report(
    id="test.beneath",
    title="Names",
    occasion=Occasion.ROSTER,
    columns=(
        Column(SEQ, "No.", Kind.INT, 10),
        Column("name", "Name", Kind.PERSON, 20),
        Column("post", "Post", width_mm=100),
        Column("rounds", "Rounds", width_mm=80, beneath=True),
    ),
    landscape=True,
    size=9,
    name_column="name",
    dense=True,
)


def places(pdf: bytes, *words: str) -> list[tuple[float, float]]:
    """Return where texts stand on the first page: left edge and foot, in points."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0].get_textpage()
        found = [page.search(word).get_next() for word in words]
        assert all(found), "every text is printed"
        return [page.get_charbox(one[0])[:2] for one in found]
    finally:
        document.close()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_rounds_of_the_reserve_list_stand_on_one_line_each_of_lying_a4(language: str) -> None:
    set_language(language)
    content = reserve_content()
    short = [
        row | {"all_rounds": row["all_rounds"].replace("，建议到基层一线培养锻炼", "")}
        for row in content.rows
    ]
    pdf = render_pdf(reserve.RESERVE, replace(content, rows=short))
    assert {tuple(round(side / 72 * 25.4) for side in size) for size in page_sizes(pdf)} == {(297, 210)}
    lines = [line.strip() for text in page_texts(pdf) for line in text.splitlines()]
    for row in short:
        for one in row["all_rounds"].split("\n"):
            assert any(one in line for line in lines), f"{one} is torn"


def test_ten_people_with_three_rounds_stand_on_a_page() -> None:
    content = reserve_content()
    rounds = "\n".join(f"{number}. 2026-06-12 通过，35/40票，88.3分，同意列入" for number in (1, 2, 3))
    rows = [row | {"all_rounds": rounds, "unit_post": "区委办公室副主任"} for row in content.rows]
    texts = page_texts(render_pdf(reserve.RESERVE, replace(content, rows=rows)))
    assert texts[1].count("1. 2026-06-12") >= 10


def test_the_only_line_goes_on_over_the_page() -> None:
    long = "1. 2026-06-12 通过，35/40票，88.3分，同意列入，建议到基层一线培养锻炼"
    rows = [{"name": "丁宁", "post": "科长", "rounds": rounds} for rounds in (long, f"{long}\n{long}")]
    whole = "".join(page_texts(render_pdf(REPORT, Content(rows))))
    assert whole.count(long) == 2, "the first of two is broken, the last is not"


def test_lines_are_compared_at_the_same_place_and_go_on_below_when_they_are_many() -> None:
    rows = [
        {"name": "丁宁", "post": "科长", "rounds": "甲一\n甲二\n甲三\n甲四"},
        {"name": "王海", "post": "科员", "rounds": ""},
        {"name": "陈新", "post": "科员", "rounds": "丙一\n丙二"},
    ]
    pdf = render_pdf(REPORT, Content(rows))
    first, second, third, fourth = places(pdf, "甲一", "甲二", "甲三", "甲四")
    assert first[0] < second[0] < third[0]
    assert first[1] == second[1] == third[1] > fourth[1]
    assert fourth[0] == pytest.approx(first[0], abs=1.0)
    later = places(pdf, "丙一", "丙二")
    assert [x for x, _y in later] == pytest.approx([first[0], second[0]], abs=1.0)
    (number, name, nobody, last) = places(pdf, "1", "丁", "王", "陈")
    assert first[1] < number[1] < name[1], "the number stands beside both"
    assert nobody[1] - last[1] < name[1] - nobody[1], "who has nothing beneath takes no room for it"


def test_elsewhere_it_is_a_column() -> None:
    (table,) = render_rows(REPORT, Content([{"name": "丁宁", "post": "科长", "rounds": "甲一\n甲二"}]))
    assert [column.key for column in table.columns] == [SEQ, "name", "post", "rounds"]
    assert table.rows[0].cells[-1] == "甲一\n甲二"


@pytest.mark.parametrize(("text", "code"), [("甲\U0003134a", "uncovered"), ("A" * 400, "overflow")])
def test_what_cannot_be_printed_beneath_is_named(text: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        render_pdf(REPORT, Content([{"name": "丁宁", "post": "科长", "rounds": text}]))
    (problem,) = caught.value.problems
    assert (problem.code, problem.row) == (f"documents.{code}", 1)
    assert problem.params["place"] == "丁宁 · 轮次"
