"""The calculation behind an amount (测算依据): read where it is a product, written where the standard gives it."""

import re
import unicodedata
from decimal import Decimal
from math import floor

from trainingdesk.domain.codes import FeeItem
from trainingdesk.domain.fees.rules import LineDraft, Standard, paid_days

_FACTOR = re.compile(r"(\d+(?:\.\d+)?)[^\d×xX*]*")
_TIMES = re.compile(r"[×xX*＊·]")


def counted(basis: str) -> int | None:
    """Return what a product comes to in cents: ``50人×5天×130元`` is 3,250,000; None for anything else.

    Every factor has one number, at its front; sums, percentages and broken cents are left to the person.
    """
    parts = _TIMES.split(unicodedata.normalize("NFKC", basis).replace(",", "").replace(" ", ""))
    if len(parts) < 2:
        return None
    product = Decimal(100)
    for part in parts:
        factor = _FACTOR.fullmatch(part)
        if factor is None or "%" in part:
            return None
        product *= Decimal(factor[1])
    if product != product.to_integral_value() or not 0 < product <= 10**13:
        return None
    return int(product)


def by_standard(standard: Standard, persons: int, days: int, wordings: dict[FeeItem, str]) -> list[LineDraft]:
    """Return one line for every item of the standard, each at its full part (540号第9条).

    Up to the full days a line says how it is counted; beyond them the share is named too.
    """
    lines = []
    for item, cents in standard.items.items():
        yuan = f"{Decimal(cents) / 100:f}".rstrip("0").rstrip(".") if cents % 100 else str(cents // 100)
        if days <= standard.full_days:
            basis = f"{persons}人×{days}天×{yuan}元"
        else:
            share = f"{float(standard.long_share):.0%}"
            over = days - standard.full_days
            basis = f"{persons}人×{yuan}元×（{standard.full_days}天＋{over}天×{share}）"
        amount = floor(cents * persons * paid_days(standard, days))
        lines.append(LineDraft(item, wordings[item], basis, amount))
    return lines
