"""Lines: 避头尾, words and figures whole, nothing lost, shrinking with a floor."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.documents.fonts import Face, text_width
from trainingdesk.documents.layout import (
    NOT_FIRST,
    NOT_LAST,
    Fitted,
    balanced,
    fit,
    gap_to_justify,
    measure,
    wrap,
)


def half_squares(text: str) -> float:
    """Measure as a typewriter would: a Chinese character 2, all else 1."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五六", 8, ["一二三四", "五六"]),
        ("一二三四，五六", 8, ["一二三", "四，五六"]),
        ("一二三（四五）六", 8, ["一二三", "（四五）", "六"]),
        ("一二三《四五》", 8, ["一二三", "《四五》"]),
        ("他说：“好。”走了", 8, ["他说：", "“好。”走", "了"]),
        ("参加2026年培训", 7, ["参加", "2026年", "培训"]),
        ("共12,345.6元整", 9, ["共", "12,345.6", "元整"]),
        ("a long word here", 6, ["a long", "word", "here"]),
        ("一二三——四五", 7, ["一二", "三——四", "五"]),
        ("占比20.5%以上", 6, ["占比", "20.5%", "以上"]),
        ("第一段\n第二段文字", 6, ["第一段", "第二段", "文字"]),
        ("　　一二三四", 8, ["　　一二", "三四"]),
        ("", 8, [""]),
        ("一二三四  五", 8, ["一二三四", "五"]),
    ],
)
def test_lines(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width, half_squares) == lines


def test_a_word_wider_than_the_line_is_not_cut() -> None:
    assert wrap("一二incomprehensible三", 10, half_squares) is None
    assert wrap("1234567", 6, half_squares) is None


PIECES = st.lists(
    st.sampled_from(
        [
            *"一二三四五六，。、；：！？）》」”’",
            *"（《「“",
            "……",
            "——",
            "2026",
            "12.5%",
            "PPP",
            " ",
            "50人×5天",
            "·",
        ]
    ),
    max_size=60,
)


@given(PIECES, st.integers(min_value=24, max_value=60))
def test_no_line_breaks_a_rule_and_nothing_is_lost(pieces: list[str], width: int) -> None:
    text = "".join(pieces)
    lines = wrap(text, width, half_squares)
    if lines is None:  # marks cling together to more than a line: refused, never cut
        assert re.search(r"[^一二三四五六 ]{11,}", text)
        return
    assert "".join("".join(lines).split()) == "".join(text.split())
    for number, line in enumerate(lines):
        assert half_squares(line) <= width
        if number and line:
            assert line[0] not in NOT_FIRST or text.lstrip()[:1] == line[0] or " " in text
        if number < len(lines) - 1 and line:
            assert line[-1] not in NOT_LAST or " " in text


@given(st.text(alphabet="国家培训，。（）《》A1 ", max_size=80))
def test_breaking_never_changes_the_text(text: str) -> None:
    lines = wrap(text, 30, half_squares)
    if lines is not None:
        assert "".join("".join(lines).split(" ")) == "".join(text.split(" "))


def test_a_thousand_certificates_begin_no_line_with_a_mark() -> None:
    """The benchmark of research/performance.md, trap 5: reportlab's own wrapper fails 754 of 1,000."""
    names = ("王海", "欧阳晓彤", "买买提·艾力", "李四")
    titles = ("科级干部任职培训班（第三期）", "“数字政府”专题研讨班", "《行政诉讼法》实务培训班")
    for number in range(1000):
        text = (
            f"　　{names[number % 4]}同志于2026年{1 + number % 12}月8日至12日参加{2000 + number}年{titles[number % 3]}学习，"
            f"修完规定课程（共{number % 90}.5学时），经考核成绩合格，准予结业。特发此证。"
        )
        lines = wrap(text, 300 + number % 200, measure(21, Face.KAI))
        assert lines is not None
        assert not [line for line in lines if line[0] in NOT_FIRST or line[-1] in NOT_LAST]


def test_a_text_shrinks_to_fit_and_not_below_the_floor() -> None:
    text = "区卫生健康委员会所属第一人民医院"
    fitted = fit(text, width=100, size=12, floor=6, face=Face.SONG, most_lines=1)
    assert fitted == Fitted((text,), 6)
    assert fit(text, width=100, size=12, floor=7, face=Face.SONG, most_lines=1) is None
    two = fit(text, width=100, height=40, size=12, floor=7, face=Face.SONG)
    assert two is not None
    assert len(two.lines) == 2
    assert two.size == 12


def test_height_limits_the_lines() -> None:
    text = "一二三四五六七八九十" * 4
    fitted = fit(text, width=100, height=30, size=12, floor=5, face=Face.SONG, leading=1.3)
    assert fitted is not None
    assert len(fitted.lines) * fitted.size * 1.3 <= 30
    assert "".join(fitted.lines) == text
    assert fit(text, width=100, height=10, size=12, floor=7, face=Face.SONG) is None


def test_a_heading_is_broken_evenly() -> None:
    text = "周期内已训人数"
    fitted = fit(text, width=60, size=10, face=Face.HEI)
    assert fitted is not None
    assert fitted.lines == ("周期内已训人", "数")
    assert balanced(fitted, text, 60, Face.HEI).lines == ("周期内已", "训人数")
    one = Fitted(("底数",), 10)
    assert balanced(one, "底数", 60, Face.HEI) is one


def test_a_line_is_justified_only_when_it_stays_whole() -> None:
    line = "修完规定课程经考核"
    width = text_width(line, 20, Face.KAI)
    assert gap_to_justify(line, width + 16, 20, Face.KAI) == pytest.approx(2)
    assert gap_to_justify(line, width + 200, 20, Face.KAI) == 0
    assert gap_to_justify(line, width - 10, 20, Face.KAI) == 0
    assert gap_to_justify("一", 100, 20, Face.KAI) == 0
