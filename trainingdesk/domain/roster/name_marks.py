"""Marks by which a unit tells two people of one name apart: 张三（大）, 张三（小）."""

import re

#: the note at a name with such a mark
NAME_MARK = "roster.name_mark_kept"
_MARK = re.compile("[大小老少长幼]|[甲乙丙丁]|[一二三四1-4]|[A-Da-d]")
_NOTED = re.compile(r"[^\s；;，,、（）]{2,20}（(.{1,2})）")


def is_name_mark(part: str) -> bool:
    """Return whether what stands in brackets behind a name is such a mark."""
    return bool(_MARK.fullmatch(part))


def noted_mark(name: str, part: str) -> str:
    """Return how a person's note says a mark."""
    return f"{name}（{part}）"


def says_mark(note: str) -> bool:
    """Return whether a note says such a mark and nothing else."""
    found = _NOTED.fullmatch(note)
    return found is not None and is_name_mark(found[1])
