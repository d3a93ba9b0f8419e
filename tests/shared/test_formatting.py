"""How values are written."""

import re
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.codes import FeeItem, Rank
from trainingdesk.shared.formatting import Kind, amount_in_words, format_value, label_of, spread_name, yuan
from trainingdesk.shared.text import Label, set_language


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_shown_as_nothing(kind: Kind) -> None:
    assert format_value(kind, None) == ""


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.TEXT, "区委组织部", "区委组织部"),
        (Kind.PERSON, "丁宁", "丁\u3000宁"),
        (Kind.PERSON, "𠮷野", "𠮷\u3000野"),
        (Kind.PERSON, "欧阳询", "欧阳询"),
        (Kind.PERSON, "王", "王"),
        (Kind.PERSON, "Li", "Li"),
        (Kind.INT, 0, "0"),
        (Kind.INT, 4812, "4,812"),
        (Kind.INT, -1200, "-1,200"),
        (Kind.CENTS, 128050, "1,280.50"),
        (Kind.CENTS, -5, "-0.05"),
        (Kind.CENTS, 0, "0.00"),
        (Kind.HOURS, 40, "4"),
        (Kind.HOURS, 35, "3.5"),
        (Kind.HOURS, 12345, "1,234.5"),
        (Kind.HOURS, -5, "-0.5"),
        (Kind.DAY, date(2026, 6, 2), "2026-06-02"),
        (Kind.MONTH, date(1972, 10, 1), "1972-10"),
        (Kind.PERCENT, Fraction(1, 5), "20.0%"),
        (Kind.PERCENT, (1, 3), "33.3%"),
        (Kind.PERCENT, (2, 3), "66.7%"),
        (Kind.PERCENT, (1, 2000), "0.1%"),  # 0.05 % exactly: half is rounded up
        (Kind.PERCENT, (-1, 3), "-33.3%"),
        (Kind.PERCENT, (5, 0), ""),
        (Kind.CODE, Label("rank.section_head"), "乡科级正职"),
        (Kind.CODE, Rank.SECTION_HEAD, "乡科级正职"),
    ],
)
def test_each_kind_is_written_in_one_way(kind: Kind, value: object, shown: str) -> None:
    assert format_value(kind, value) == shown


def test_a_code_is_in_the_language_in_force() -> None:
    set_language("en")
    assert format_value(Kind.CODE, Label("sex.female")) == "Female"


def test_a_member_finds_its_list() -> None:
    assert label_of(FeeItem.LODGING) == Label("fee_item.lodging")


def test_an_instant_is_local_and_to_the_minute() -> None:
    at = datetime(2026, 6, 12, 1, 2, 59, tzinfo=UTC)
    assert format_value(Kind.INSTANT, at) == f"{at.astimezone():%Y-%m-%d %H:%M}"
    with pytest.raises(ValueError, match="time zone"):
        format_value(Kind.INSTANT, datetime(2026, 6, 12, 1, 2))  # noqa: DTZ001


def test_only_two_chinese_characters_are_spread() -> None:
    assert spread_name("李四") == "李　四"
    assert spread_name("Ab") == "Ab"
    assert spread_name("A四") == "A四"


def test_yuan_keeps_two_decimals() -> None:
    assert str(yuan(128050)) == "1280.50"
    assert str(yuan(-1)) == "-0.01"


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (50, "人民币伍角整"),
        (55, "人民币伍角伍分"),
        (100, "人民币壹元整"),
        (105, "人民币壹元零伍分"),
        (150, "人民币壹元伍角整"),
        (1_000, "人民币壹拾元整"),
        (100_450, "人民币壹仟零肆元伍角整"),
        (140_950, "人民币壹仟肆佰零玖元伍角整"),
        (600_714, "人民币陆仟零柒元壹角肆分"),
        (168_032, "人民币壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "人民币壹拾万柒仟元伍角叁分"),
        (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (13_750_000, "人民币壹拾叁万柒仟伍佰元整"),
        (10_000_005_00, "人民币壹仟万零伍元整"),
        (100_000_005_00, "人民币壹亿零伍元整"),
        (120_000_000_000_000, "人民币壹万贰仟亿元整"),
        (100_000_000_000_000_000, "人民币壹仟万亿元整"),
        (-1_00, "人民币负壹元整"),
    ],
)
def test_amounts_in_words(cents: int, words: str) -> None:
    assert amount_in_words(cents) == words


def in_figures(words: str) -> int:
    """Read an amount in words back, by another way than it was written."""
    rest = words.removeprefix("人民币")
    sign = -1 if rest.startswith("负") else 1
    rest = rest.removeprefix("负").removesuffix("整")
    fen = 0
    for unit, worth in (("分", 1), ("角", 10)):
        found = re.search(f"(.){unit}", rest)
        if found:
            fen += "零壹贰叁肆伍陆柒捌玖".index(found[1]) * worth
    whole = rest.partition("元")[0] if "元" in rest else ""

    def group(part: str) -> int:
        value = figure = 0
        for character in part:
            if character in "拾佰仟":
                value += figure * {"拾": 10, "佰": 100, "仟": 1000}[character]
                figure = 0
            else:
                figure = "零壹贰叁肆伍陆柒捌玖".index(character)
        return value + figure

    def number(part: str) -> int:
        if "亿" in part:
            high, _, low = part.rpartition("亿")
            return number(high) * 10**8 + number(low)
        if "万" in part:
            high, _, low = part.rpartition("万")
            return group(high) * 10**4 + group(low)
        return group(part)

    return sign * (number(whole) * 100 + fen)


@given(st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1))
def test_amounts_in_words_can_be_read_back(cents: int) -> None:
    words = amount_in_words(cents)
    assert in_figures(words) == cents
    assert "零零" not in words
    assert not re.search("零[拾佰仟万亿]", words)
    assert words.endswith(("整", "分"))


def test_amounts_without_words_are_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        amount_in_words(10**18)
