"""Rows that add the others up (合计) and are nobody."""

from trainingdesk.domain.roster.cells import key_of

#: how such a row begins
_TOTALS = frozenset({"合计", "总计", "小计", "总人数", "共计", "人数合计"})
#: 100,000 rows ask: most texts are told by their first character
_STARTS = frozenset({*(word[0] for word in _TOTALS), " ", "\u3000"})


def is_total(text: str) -> bool:
    """Return whether a text, which is not empty, says that its row adds others up (合计, 小 计：)."""
    return text[0] in _STARTS and key_of(text).rstrip(":：") in _TOTALS
