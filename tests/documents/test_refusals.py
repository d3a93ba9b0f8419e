"""What can't be printed as it is stops the paper and is named; nothing is dropped."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from tests.documents.samples import OFFICE, TODAY, roster_content
from trainingdesk.documents.catalogue import roster
from trainingdesk.documents.definition import Column, Content, Occasion, Report
from trainingdesk.documents.preflight import shown
from trainingdesk.documents.render_pdf import render_pdf
from trainingdesk.documents.render_xlsx import render_xlsx
from trainingdesk.domain.errors import Invalid
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import set_language, text

REPORT = Report(
    id="test.names",
    title="Names",
    occasion=Occasion.ROSTER,
    columns=(Column("name", "Name", Kind.PERSON, 20), Column("post", "Post", width_mm=136)),
    name_column="name",
)


def test_a_missing_character_stops_the_paper_with_person_and_field() -> None:
    content = Content(
        [
            {"name": "王海", "post": "科长"},
            {"name": "李\U0003134a", "post": "科员"},
            {"name": "丁宁", "post": "主任\x07科员"},
        ]
    )
    with pytest.raises(Invalid) as caught:
        render_pdf(REPORT, content)
    refusal = caught.value
    assert refusal.code == "documents.not_drawn"
    assert [problem.code for problem in refusal.problems] == ["documents.uncovered"] * 2
    assert refusal.problems[0].params["place"] == "李\U0003134a · 姓名"
    assert "U+3134A" in refusal.problems[0].params["characters"]
    assert refusal.problems[1].params["place"] == "丁宁 · 职务"
    assert refusal.problems[1].params["characters"] == "U+0007"
    assert [problem.row for problem in refusal.problems] == [2, 3]
    for language in ("zh_CN", "en"):
        set_language(language)
        sentences = [text(refusal.code, **refusal.params)]
        sentences += [text(problem.code, **problem.params) for problem in refusal.problems]
        assert all("{" not in sentence for sentence in sentences)


def test_a_word_that_does_not_fit_stops_the_paper() -> None:
    endless = "A" * 200
    with pytest.raises(Invalid) as caught:
        render_pdf(REPORT, Content([{"name": "王海", "post": endless}]))
    (problem,) = caught.value.problems
    assert problem.code == "documents.overflow"
    assert problem.params["place"] == "王海 · 职务"
    assert problem.value == endless


def test_a_row_higher_than_a_page_stops_the_paper() -> None:
    with pytest.raises(Invalid) as caught:
        render_pdf(REPORT, Content([{"name": "王海", "post": "长" * 6000}]))
    assert caught.value.problems[0].code == "documents.overflow"


def test_a_long_text_makes_its_row_higher_and_loses_nothing() -> None:
    from trainingdesk.documents.preview import page_texts

    post = "区人民政府办公室副主任、" * 40
    printed = "".join(
        "".join(page_texts(render_pdf(REPORT, Content([{"name": "王海", "post": post}])))).split()
    )
    assert printed.count("区人民政府办公室副主任") == 40


def test_a_long_title_is_broken_and_an_endless_one_refused() -> None:
    from trainingdesk.documents.preview import page_texts

    title = "2026年全区科级领导干部学习贯彻习近平新时代中国特色社会主义思想暨任职能力提升专题培训班学员名册"
    texts = page_texts(render_pdf(REPORT, Content([{"name": "王海", "post": ""}], title=title)))
    assert title in "".join(texts[0].split())
    with pytest.raises(Invalid):
        render_pdf(REPORT, Content([{"name": "王海", "post": ""}], title="X" * 300))


def test_a_character_the_faces_lack_is_no_matter_in_a_workbook() -> None:
    book = openpyxl.load_workbook(
        BytesIO(render_xlsx(REPORT, Content([{"name": "李\U0003134a", "post": "一行\n两行"}])))
    )
    values = [cell.value for row in book.active.iter_rows() for cell in row]
    assert "李\U0003134a" in values
    assert "一行\n两行" in values


def test_a_control_character_stops_the_workbook_too() -> None:
    with pytest.raises(Invalid) as caught:
        render_xlsx(REPORT, Content([{"name": "王海", "post": "科\x0b长"}]))
    (problem,) = caught.value.problems
    assert problem.params == {"place": "王海 · 职务", "value": "科\x0b长", "characters": "U+000B"}


def test_the_same_trouble_is_named_once() -> None:
    content = roster_content(3)
    rows = [{**row, "unit": "\U0003134a局"} for row in content.rows for _twice in range(2)]
    with pytest.raises(Invalid) as caught:
        render_pdf(roster.LIST, replace(content, rows=rows, office=OFFICE, printed_on=TODAY))
    assert len(caught.value.problems) == 3


def test_characters_are_shown_so_that_they_can_be_found() -> None:
    assert shown(("𰽔", "\u200b", " ")) == "𰽔 (U+30F54) U+200B U+0020"
