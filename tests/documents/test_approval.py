"""The approval form."""

from dataclasses import replace
from datetime import date

import pytest

from tests.documents.test_every_report import unembedded
from trainingdesk.documents.catalogue.fees import (
    ATTACHMENTS,
    ApprovalFace,
    ApprovalLine,
    Opinion,
    Payment,
    draw_approval,
)
from trainingdesk.documents.definition import words
from trainingdesk.documents.preview import page_texts
from trainingdesk.domain.codes import FeeItem
from trainingdesk.domain.errors import Invalid
from trainingdesk.shared.text import set_language

FACE = ApprovalFace(
    number="东训经〔2026〕012号",
    purpose="举办科级干部任职培训班",
    class_title="2026年第3期科级干部任职培训班",
    class_code="2026-03",
    start=date(2026, 6, 8),
    end=date(2026, 6, 12),
    days=5,
    persons=50,
    lines=(
        ApprovalLine(FeeItem.LODGING, "标准间", "50人×4晚×160元", 3_200_000),
        ApprovalLine(FeeItem.TEACHING, "正高级2人、副高级1人", "8学时×1,000元＋4学时×500元", 1_000_000),
    ),
    total=4_200_000,
    standard=55_000,
    inside=3_200_000,
    ceiling=13_750_000,
    source="财行〔2016〕540号第九条：三类培训综合定额550元／人天",
    place="东湖培训中心",
    requested=Opinion("张晓", "按年度计划申请。", date(2026, 5, 20)),
    reviewed=Opinion("刘英", "未超定额，同意。", date(2026, 5, 21)),
    office="东湖区委组织部干部教育科",
    applied_on=date(2026, 5, 20),
    printed_on=date(2026, 6, 12),
)


def squeezed(pdf: bytes) -> str:
    return "".join("".join(page_texts(pdf)).split())


def test_the_form_says_everything_on_one_page() -> None:
    pdf = draw_approval(FACE)
    assert len(page_texts(pdf)) == 1
    text = squeezed(pdf)
    for wanted in (
        "培训费审批表",
        FACE.number,
        FACE.class_title,
        "2026-06-08—2026-06-12",
        "一般班次",
        "50人×4晚×160元",
        "32,000.00",
        "人民币肆万贰仟元整",
        "¥42,000.00",
        "137,500.00",
        "未超过控制数",
        "财行〔2016〕540号第九条",
        "签字：张晓",
        "签字：刘英",
        "审批意见",
        "付款日期：",
    ):
        assert wanted in text, wanted
    for paper in ATTACHMENTS:
        assert "".join(words(paper).split()) in text
    assert unembedded(pdf) == 0


def test_what_is_above_the_ceiling_is_said() -> None:
    over = replace(
        FACE, inside=13_800_000, others=100_000, payment=Payment(date(2026, 7, 1), "培训中心", 5, "陈平")
    )
    text = squeezed(draw_approval(over))
    assert "本班其他申请1,000.00元，超出1,500.00元" in text
    assert "付款金额：¥0.05" in text
    assert "专户管理员：陈平" in text


@pytest.mark.parametrize("count", [1, 5, 8, 9, 12, 40])
def test_many_lines_go_to_a_list_behind_and_none_is_lost(count: int) -> None:
    lines = tuple(
        ApprovalLine(list(FeeItem)[place % 5], f"第{place}项费用", "1×1元", 100 + place)
        for place in range(count)
    )
    pdf = draw_approval(replace(FACE, lines=lines, total=sum(line.amount for line in lines)))
    text = squeezed(pdf)
    assert all(f"第{place}项费用" in text for place in range(count))
    texts = page_texts(pdf)
    if len(texts) > 1:
        assert "见后附明细表" in texts[0]
        assert "第0项费用" not in texts[0]
        assert "合计" in texts[-1]


def test_a_long_opinion_is_shrunk_and_an_endless_one_refused_by_name() -> None:
    long = replace(FACE, approved=Opinion("孙平", "同意。请按规定使用，专款专用。" * 12, date(2026, 5, 22)))
    assert squeezed(draw_approval(long)).count("专款专用") == 12
    endless = replace(FACE, approved=Opinion("孙平", "同意。" * 4000, date(2026, 5, 22)))
    with pytest.raises(Invalid) as caught:
        draw_approval(endless)
    assert caught.value.problems[0].params["place"] == "审批意见"


def test_the_form_speaks_english_too() -> None:
    set_language("en")
    text = " ".join(page_texts(draw_approval(FACE))[0].split())
    assert "Approval form for training fees" in text
    assert "人民币肆万贰仟元整" in text


def test_the_same_request_gives_the_same_bytes() -> None:
    assert draw_approval(FACE) == draw_approval(FACE)


@pytest.mark.parametrize("count", [2, 5, 6, 7, 9])
@pytest.mark.parametrize("length", [10, 150, 300, 500, 900])
def test_whatever_was_written_can_be_printed(count: int, length: int) -> None:
    """A form that can't be printed because somebody wrote a long opinion would be a dead end."""
    lines = tuple(ApprovalLine(FeeItem.VENUE, "会场", "5天×2,400元", 100) for _place in range(count))
    opinion = Opinion("孙平", ("同意按标准列支，" * 70)[:length], date(2026, 5, 22))
    pdf = draw_approval(replace(FACE, lines=lines, approved=opinion))
    assert opinion.opinion in squeezed(pdf)
