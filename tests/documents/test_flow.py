"""A person's file: tables that follow one another down the page, facts as a form with the photo, notes at the end."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pypdfium2
import pytest

from tests.documents.samples import file_content
from trainingdesk.documents.catalogue.headcount import HEADCOUNT
from trainingdesk.documents.catalogue.training_file import FILE
from trainingdesk.documents.definition import Content, Row
from trainingdesk.documents.preview import PDFIUM, page_texts
from trainingdesk.documents.render_pdf import render_pdf
from trainingdesk.documents.render_xlsx import render_xlsx
from trainingdesk.domain.errors import Invalid
from trainingdesk.shared.text import set_language

TITLES = ("任职履历", "借调", "分组", "参加培训", "结业证书", "学时完成情况", "跟踪走访")


def with_rows(content: Content, **counts: int) -> Content:
    """Return a content of which the parts of some titles have so many rows."""
    parts = list(content.parts)
    for title, count in counts.items():
        place = TITLES.index(title)
        parts[place] = replace(parts[place], rows=(list(parts[place].rows) * 9)[:count])
    return replace(content, parts=tuple(parts))


def short() -> Content:
    content = with_rows(file_content(), 任职履历=3, 分组=0, 参加培训=1, 结业证书=0)
    return replace(content, parts=content.parts[:-1])


def pictures(pdf: bytes) -> list[int]:
    """Return how many pictures each page has."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        found = [len(list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) for page in document]
        document.close()
    return found


def lines_of(page: str) -> list[str]:
    return [line.strip().replace("\u3000", "") for line in page.splitlines()]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_short_file_is_one_page_in_order(language: str) -> None:
    set_language(language)
    content = short()
    pdf = render_pdf(FILE, content)
    (page,) = page_texts(pdf)
    places = [page.index(title) for title in (content.subtitle, *(part.title for part in content.parts))]
    assert places == sorted(places)
    notes = "注：" if language == "zh_CN" else "Notes:"
    signing = "制表人" if language == "zh_CN" else "Prepared by"
    assert page.count(notes) == page.count(signing) == 1, "once, at the end"
    assert places[-1] < page.index(signing) < page.index(notes)
    assert page.count("2026-06-12") == 2, "the data date and the day of printing"
    assert pictures(pdf) == [1]


def test_a_table_without_rows_says_so_behind_its_title() -> None:
    (page,) = page_texts(render_pdf(FILE, short()))
    assert "借调（无记录）" in "".join(page.split())


def test_without_a_photo_there_is_no_frame_for_one() -> None:
    pdf = render_pdf(FILE, replace(short(), picture=b""))
    assert pictures(pdf) == [0]
    assert len(page_texts(pdf)) == 1


def test_a_photo_that_can_not_be_read_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match=r"documents\.not_drawn") as caught:
        render_pdf(FILE, replace(short(), picture=b"no picture"))
    assert [problem.code for problem in caught.value.problems] == ["documents.not_a_picture"]


@pytest.mark.parametrize("count", range(0, 60, 3))
def test_no_title_no_row_and_no_signature_stands_alone(count: int) -> None:
    pages = page_texts(render_pdf(FILE, with_rows(file_content(), 任职履历=count, 参加培训=5)))
    for page in pages:
        lines = lines_of(page)
        for title in TITLES:
            if title in lines:
                assert lines[lines.index(title) + 1 :][1:2], f"{title} stands alone"
        career = [line for line in lines if line.endswith("=组织任命")]
        assert len(career) != 1 or count == 1
    (together,) = [page for page in pages if "五年周期" in page]
    assert sum(f"{year}年" in together for year in range(2022, 2027)) >= 1, "a sum stands below a year"
    assert "制表人" in pages[-1]
    assert any(title in pages[-1] for title in TITLES), "nothing stands above the signatures"
    assert sum(page.count("=组织任命") for page in pages) == count


@pytest.mark.parametrize("count", [4, 7, 10, 13, 16, 19])
def test_no_page_but_the_last_ends_far_above_its_foot(count: int) -> None:
    """A table of a few rows begins on what is left of a page and goes on on the next one."""
    content = with_rows(file_content(), 任职履历=count, 参加培训=6, 结业证书=6, 跟踪走访=6)
    *full, _last = lowest_row(render_pdf(FILE, content))
    assert full, "more than a page"
    assert all(left < 45 for left in full), "title, heading and two rows of two lines take less"


def test_a_table_that_breaks_repeats_title_and_heading() -> None:
    pages = page_texts(render_pdf(FILE, with_rows(file_content(), 参加培训=80)))
    going_on = [page for page in pages if "参加培训（续）" in page]
    assert len(going_on) >= 3
    assert all("当时单位及职务" in page for page in going_on)
    assert sum("".join(page.split()).count("任职培训班") for page in pages) == 80 + 1
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 / 共 {len(pages)} 页" in page


def test_a_long_remark_takes_as_many_pages_as_it_needs() -> None:
    content = file_content()
    rows = [*content.rows, *({"label": "备注", "value": "联系企业服务专班成员，" * 40} for _ in range(6))]
    pages = page_texts(render_pdf(FILE, replace(content, rows=rows)))
    # a value may go on where a page ends, so a single character is counted
    assert "".join(pages).count("专") == "".join(page_texts(render_pdf(FILE, content))).count("专") + 6 * 40


def test_the_workbook_has_a_sheet_a_section_and_no_formula() -> None:
    content = short()
    facts = [{"label": "备注", "value": '=HYPERLINK("http://x")'}, *content.rows]
    book = openpyxl.load_workbook(BytesIO(render_xlsx(FILE, replace(content, rows=facts))))
    assert tuple(book.sheetnames) == ("基本情况", *TITLES[:-1])
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    texts = [cell.value for cell in cells]
    assert '=HYPERLINK("http://x")' in texts
    assert texts.count("=组织任命") == 3
    assert texts.count("（无记录）") == 3
    assert texts.count("数据截至 2026-06-12。") == 1
    (photo,) = book.worksheets[0]._images
    assert (photo.anchor._from.col, photo.anchor._from.row) == (2, 3), (
        "beside the facts, below title and name"
    )
    assert not any(sheet._images for sheet in book.worksheets[1:])


def test_a_photo_that_can_not_be_read_is_refused_in_a_workbook_too() -> None:
    with pytest.raises(Invalid, match=r"documents\.not_drawn") as caught:
        render_xlsx(FILE, replace(short(), picture=b"no picture"))
    assert [problem.code for problem in caught.value.problems] == ["documents.not_a_picture"]


def lowest(pdf: bytes) -> list[float]:
    """Return the lowest edge of any character of each page, in millimetres from the foot of the page."""
    found = []
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(place) for place in range(text.count_chars())]
            found.append(min(bottom for left, bottom, right, _top in boxes if right > left) * 25.4 / 72)
        document.close()
    return found


def lowest_row(pdf: bytes) -> list[float]:
    """Return how far above the foot of each page its last row ends, in millimetres."""
    found = []
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(place) for place in range(text.count_chars())]
            heights = [bottom * 25.4 / 72 for left, bottom, right, _top in boxes if right > left]
            foot = min(heights)
            found.append(min(height for height in heights if height > foot + 3) - foot)
        document.close()
    return found


@pytest.mark.parametrize("before", [0, 2, 30])
@pytest.mark.parametrize("length", [400, 1800, 2400, 6000])
def test_a_note_of_any_length_is_on_the_pages_whole(length: int, before: int) -> None:
    content = file_content()
    note = "".join(chr(0x4E00 + place % 500) for place in range(length))
    rows = [*list(content.rows * 9)[:before], {"label": "备注", "value": note}, *content.rows[:3]]
    pdf = render_pdf(FILE, replace(content, rows=rows))
    feet, pages = lowest(pdf), page_texts(pdf)
    assert min(feet) > 8, "millimetres"
    said = "".join("".join(pages).split())
    assert all(said.count(character) >= note.count(character) for character in set(note))
    assert said.count("备注（续）") < len(pages), "once a page, and not where the value begins"
    assert pictures(pdf)[0] == 1


@pytest.mark.parametrize("count", range(1, 40, 2))
def test_two_rows_stand_above_a_total_that_begins_a_page(count: int) -> None:
    rows = [Row({"name": "区委办公室", "heads": 3}) for _row in range(count)]
    part = Content(rows, title="第二张表", name="第二张表", columns=HEADCOUNT.columns)
    pages = page_texts(render_pdf(HEADCOUNT, Content(rows[:1], name="第一张表", parts=(part,))))
    assert "第一张表" in pages[0]
    last = pages[-1][max(pages[-1].find("第二张表"), 0) :]
    assert last.count("区委办公室") >= min(count, 2)
    assert sum(page.count("区委办公室") for page in pages) == count + 1
