"""Rules in the office's own words: amounts in yuan, code lists by their names, shares as fractions."""

import re
from typing import Any

from trainingdesk.domain.codes import FeeItem, Grade, Mark, PersonStatus, SecondedCount
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.values import parse_cents, parse_tenths
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import listed, text

#: rules that are lists of codes: rule → (prefix of the labels, the codes)
_CODE_LISTS: dict[str, tuple[str, list[str]]] = {
    "attendance.leave_marks": ("mark", list(Mark)),
    "attendance.present_marks": ("mark", list(Mark)),
    "base.statuses": ("person_status", list(PersonStatus)),
    "completion.passing_grades": ("grade", list(Grade)),
    "fee.outside_items": ("fee_item", list(FeeItem)),
}
#: rules that are one code of a list: rule → (prefix of the labels, the codes)
_CODES: dict[str, tuple[str, list[str]]] = {"base.seconded": ("seconded_count", list(SecondedCount))}
_CENTS = {"fee.composite_standard"}
_TENTHS = {"session.hours", "reserve.county_hours", "reserve.yearly_hours"}
_CENTS_BY_ITEM = {"fee.item_standards"}
_BETWEEN = re.compile(r"[、,，;；]\s*")


def rule_words(key: str, value: Any) -> str:
    """Return a rule's value as a person reads and types it."""
    if key in _CODE_LISTS:
        prefix = _CODE_LISTS[key][0]
        return listed(text(f"{prefix}.{code}") for code in value)
    if key in _CODES:
        return text(f"{_CODES[key][0]}.{value}")
    if key in _CENTS:
        return format_value(Kind.CENTS, value)
    if key in _TENTHS:
        return format_value(Kind.HOURS, value)
    if key in _CENTS_BY_ITEM:
        # an item's name may hold a 、 itself
        return listed(
            (
                f"{text(f'fee_item.{code}')} {format_value(Kind.CENTS, cents)}"
                for code, cents in value.items()
            ),
            "；",
        )
    if isinstance(value, list):
        return listed(str(part) for part in value)
    return str(value)


def rule_value(key: str, present: Any, typed: str) -> Any:
    """Return what was typed as the value to keep, of the same kind as the present one.

    Raises Refused ``rule.unknown_word`` naming the words that are known, ``rule.wrong_kind``, or what is wrong with
    an amount.
    """
    if key in _CODE_LISTS:
        prefix, codes = _CODE_LISTS[key]
        known = {text(f"{prefix}.{code}"): str(code) for code in codes}
        return [_known(known, word) for word in _BETWEEN.split(typed.strip()) if word]
    if key in _CODES:
        prefix, codes = _CODES[key]
        return _known({text(f"{prefix}.{code}"): str(code) for code in codes}, typed.strip())
    if key in _CENTS:
        return parse_cents(typed)
    if key in _TENTHS:
        return parse_tenths(typed)
    if key in _CENTS_BY_ITEM:
        known = {text(f"fee_item.{code}"): str(code) for code in FeeItem}
        parts = [part.rpartition(" ") for part in re.split(r"[;；]\s*", typed.strip()) if part]
        return {_known(known, name.strip()): parse_cents(amount) for name, _space, amount in parts}
    if isinstance(present, str):
        return typed.strip()
    try:
        if isinstance(present, list):
            words = [word for word in _BETWEEN.split(typed.strip()) if word]
            return [int(word) for word in words] if all(isinstance(part, int) for part in present) else words
        return int(typed)
    except ValueError:
        raise Refused("rule.wrong_kind", key=text(f"rule.name.{key}")) from None


def _known(known: dict[str, str], word: str) -> str:
    if word not in known:
        raise Refused("rule.unknown_word", word=word, known=list(known))
    return known[word]
