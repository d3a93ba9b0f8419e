"""Certificates: a page each, searchable, small, frozen by their bytes."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from tests.documents.test_every_report import unembedded
from trainingdesk.documents.catalogue.certificates import (
    PLACEHOLDERS,
    CertificateFace,
    CertificateTemplate,
    draw,
    sample_text,
)
from trainingdesk.documents.layout import NOT_FIRST
from trainingdesk.documents.preview import page_sizes, page_texts, render_page
from trainingdesk.domain.certificates.rules import WordingFacts, wording
from trainingdesk.domain.codes import Grade
from trainingdesk.domain.errors import Invalid, Refused
from trainingdesk.shared.text import set_language, text

WORDING = (
    "{name}同志于{start}至{end}参加{class_title}学习，修完规定课程，共{hours}学时，"
    "经考核成绩{grade}，准予结业。特发此证。"
)
NAMES = ("丁宁", "欧阳晓彤", "孙𠮷", "陈䶮", "田㐂", "周龘", "李𬱟", "买买提·艾力")


def face(name: str, place: int = 1) -> CertificateFace:
    facts = WordingFacts(
        name, "2026年第3期科级干部任职培训班", date(2026, 6, 8), date(2026, 6, 12), 400, Grade.EXCELLENT
    )
    return CertificateFace(
        name,
        wording(WORDING, facts),
        f"东培证〔2026〕第{place:04d}号",
        "中共东湖区委组织部",
        date(2026, 6, 12),
    )


FACES = [face(name, place) for place, name in enumerate(NAMES, 1)]


def test_a_page_each_with_all_that_it_says() -> None:
    pdf = draw(FACES)
    texts = page_texts(pdf)
    assert len(texts) == len(FACES)
    assert {(round(w), round(h)) for w, h in page_sizes(pdf)} == {(842, 595)}
    for one, page in zip(FACES, texts, strict=True):
        printed = "".join(page.split())
        assert one.text in printed
        for wanted in ("结业证书", one.name, f"编号：{one.number}", one.office, "2026年6月12日"):
            assert wanted in printed
    assert unembedded(pdf) == 0


def test_no_line_begins_with_a_mark() -> None:
    for page in page_texts(draw(FACES)):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert not [line for line in lines if line[0] in NOT_FIRST]


def test_the_frame_stands_in_the_file_once() -> None:
    one, hundred = len(draw(FACES[:1])), len(draw([FACES[0]] * 101))
    assert (hundred - one) / 100 < 1500, "bytes a page"


def test_the_same_faces_give_the_same_bytes_in_any_language() -> None:
    first = draw(FACES)
    set_language("en")
    second = draw(FACES)
    assert page_texts(second) == page_texts(first)
    set_language("zh_CN")
    assert draw(FACES) == first


def test_a_missing_character_stops_the_batch_with_every_name() -> None:
    batch = [*FACES, face("王\U0003134a", 9), face("赵\U0003134b", 10)]
    with pytest.raises(Invalid) as caught:
        draw(batch)
    places = {problem.params["place"] for problem in caught.value.problems}
    assert places == {"王\U0003134a · 正文", "赵\U0003134b · 正文"}


def test_a_long_text_shrinks_and_an_endless_one_stops_the_batch() -> None:
    long = replace(FACES[0], text=FACES[0].text * 2)
    assert "".join(page_texts(draw([long]))[0].split()).count("准予结业") == 2
    with pytest.raises(Invalid) as caught:
        draw([replace(FACES[0], text=FACES[0].text * 20)])
    assert caught.value.problems[0].code == "documents.overflow"


def test_stock_that_is_printed_already_gets_words_only() -> None:
    plain = render_page(draw(FACES[:1], CertificateTemplate(background=False)), 0)
    framed = render_page(draw(FACES[:1]), 0)

    def edge(picture: object) -> set[bytes]:
        row = picture.data[40 * picture.stride : 40 * picture.stride + picture.width * 4]
        return {row[place : place + 3] for place in range(0, len(row), 4)}

    assert edge(plain) == {b"\xff\xff\xff"}
    assert len(edge(framed)) > 1


def picture(colour: tuple[int, int, int]) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (70, 98), colour).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_photo_is_drawn_into_its_box() -> None:
    shown = render_page(draw([replace(FACES[0], photo=picture((10, 20, 200)))]), 0)
    pixels = {shown.data[place : place + 3] for place in range(0, len(shown.data), 4)}
    assert b"\xc8\x14\x0a" in pixels
    empty = page_texts(draw(FACES[:1], CertificateTemplate(photo_box=True)))[0]
    assert "（照片）" in empty


def test_a_photo_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as caught:
        draw([replace(FACES[1], photo=b"not a picture")])
    (problem,) = caught.value.problems
    assert problem.code == "documents.not_a_picture"
    assert "欧阳晓彤" in text(problem.code, **problem.params)
    assert "{" not in text(caught.value.code, **caught.value.params)


def test_the_sample_of_a_wording_names_only_what_there_is() -> None:
    sample = sample_text(WORDING)
    assert PLACEHOLDERS["name"].sample in sample
    assert "{" not in sample
    assert draw([replace(FACES[0], text=sample)])
    for broken in ("{nobody}同志", "{name", "{0}同志", "{name.x}"):
        with pytest.raises(Refused) as caught:
            sample_text(broken)
        assert caught.value.code == "documents.placeholder_unknown"
    rule = WordingFacts("甲", "乙班", date(2026, 1, 1), date(2026, 1, 2), 10, None)
    assert wording("".join(f"{{{key}}}" for key in PLACEHOLDERS), rule), "the rule knows every placeholder"
