"""The calculation behind an amount: a product is counted, the standard is written out."""

from datetime import date
from fractions import Fraction

import pytest

from trainingdesk.domain.codes import FeeItem
from trainingdesk.domain.fees.basis import by_standard, counted
from trainingdesk.domain.fees.rules import Standard, ceiling

STANDARD = Standard(
    composite=55000,
    items={FeeItem.LODGING: 34000, FeeItem.MEALS: 13000, FeeItem.VENUE: 5000, FeeItem.OTHER: 3000},
    outside=frozenset({FeeItem.TEACHING}),
    full_days=30,
    long_share=Fraction(7, 10),
    source="540号第9条",
    valid_from=date(2017, 1, 1),
)
WORDS = dict.fromkeys(FeeItem, "按标准")


@pytest.mark.parametrize(
    ("basis", "cents"),
    [
        ("50人×5天×130元", 3_250_000),
        ("50 人 x 5 天 * 130 元/人天", 3_250_000),
        ("４个半天×4学时×５００元", 800_000),
        ("3 × 12.5", 3_750),
        ("1,200元×2", 240_000),
        ("2×0.005", 1),
    ],
)
def test_a_product_is_counted(basis: str, cents: int):
    assert counted(basis) == cents


@pytest.mark.parametrize(
    "basis",
    ["", "130元", "按实际发生", "50人×每天", "50人×（5天＋2天）", "100×70%", "1×0.001", "0×5", "9×9e9"],
)
def test_anything_else_is_left_to_the_person(basis: str):
    assert counted(basis) is None


def test_the_standard_written_out_comes_to_the_ceiling():
    lines = by_standard(STANDARD, 50, 5, WORDS)
    assert [line.basis for line in lines][:2] == ["50人×5天×340元", "50人×5天×130元"]
    assert all(counted(line.basis) == line.amount for line in lines)
    assert sum(line.amount for line in lines) == ceiling(STANDARD, 50, 5)
    long = by_standard(STANDARD, 50, 40, WORDS)
    assert long[0].basis == "50人×340元×（30天＋10天×70%）"
    assert sum(line.amount for line in long) == ceiling(STANDARD, 50, 40)


def test_a_standard_in_broken_yuan_is_written_as_it_is():
    odd = Standard(1050, {FeeItem.MEALS: 1050}, frozenset(), 30, Fraction(7, 10), "某文", date(2017, 1, 1))
    assert by_standard(odd, 2, 1, WORDS)[0].basis == "2人×1天×10.5元"
    assert by_standard(odd, 2, 1, WORDS)[0].amount == 2100
