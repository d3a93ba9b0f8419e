"""A person's field as it is shown: codes in words of the language in force."""

from collections.abc import Mapping
from typing import Any

from trainingdesk.shared.customary import in_words
from trainingdesk.shared.text import Label, _, messages, text

_LISTS = {
    "sex": "sex",
    "rank": "rank",
    "side_rank": "rank",
    "team": "team",
    "authority": "authority",
    "status": "person_status",
}


def shown_value(field: str, value: str) -> str:
    """Return a field's stored value as it is shown; what is no code, as a cell may say anything, stays as it is."""
    code = f"{_LISTS.get(field, '')}.{value}"
    return text(code) if code in messages() else in_words(field, value)


def said_value(field: str, value: str) -> str | Label:
    """Return a field's stored value as a sentence takes it: a code is put into words together with the sentence."""
    code = f"{_LISTS.get(field, '')}.{value}"
    return Label(code) if code in messages() else in_words(field, value)


def coded(field: str) -> str:
    """Return the list that a field's codes belong to, "" for a field of words."""
    return _LISTS.get(field, "")


def row_words(listed: str) -> str:
    """Return where a row of a file stands in words: its number, behind the sheet's name where there are several; a form."""
    sheet, _blank, row = listed.rpartition(" ")
    if not row.isdecimal():
        return _("Form “{form}”").format(form=listed)
    if not sheet:
        return _("Row {row}").format(row=row)
    return _("“{sheet}”, row {row}").format(sheet=sheet, row=row)


def row_first(listed: str) -> str:
    """Return the same for a narrow column, which cuts at its end: the number before the name of its sheet."""
    sheet, _blank, row = listed.rpartition(" ")
    return f"{row} · {sheet}" if sheet and row.isdecimal() else listed


def row_phrase(listed: str) -> str:
    """Return the same within a sentence: "row 12"."""
    sheet, _blank, row = listed.rpartition(" ")
    if not row.isdecimal():
        return text("roster.form_named", form=listed)
    if not sheet:
        return text("roster.row", row=row)
    return text("roster.row_of_sheet", sheet=sheet, row=row)


def note_words(code: str, params: Mapping[str, Any], *, several: bool) -> str:
    """Return a note about a file, behind the sheet whose rows it names or counts where ``several`` sheets were read."""
    sentence = text(code, **params)
    of_rows = not params.keys().isdisjoint({"rows", "count", "unit"}) and "{sheet}" not in messages()[code]
    if several and of_rows and params.get("sheet"):
        return _("“{sheet}”: {sentence}").format(sheet=params["sheet"], sentence=sentence)
    return sentence
