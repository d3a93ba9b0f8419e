"""Texts as a workbook's cell can hold them."""

import re
from typing import Any

#: What a spreadsheet takes for a formula when a text begins with it.
FORMULA_STARTS = ("=", "+", "-", "@")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MOST_CHARACTERS = 32_767


def plain_text(value: str) -> str:
    """Return a text as a workbook can hold it: no control characters, nothing that would be taken for an escape."""
    text = _NOT_IN_XML.sub("", value)
    return _ESCAPE_LIKE.sub("_x005F_", text)[:_MOST_CHARACTERS]


def put_text(cell: Any, value: str) -> None:
    """Put a text into an openpyxl cell as a text, whatever it looks like: ``=cmd`` does nothing when it is opened."""
    if not value:
        cell.value = None
        return
    cell.value = plain_text(value)
    cell.data_type = "s"
    if value.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
