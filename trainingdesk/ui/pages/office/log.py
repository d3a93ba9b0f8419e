"""A row of the log in words: fields by their labels, codes by those of their lists."""

import re
from collections.abc import Mapping
from typing import Any

from trainingdesk.domain.classes.completion import reasons_from
from trainingdesk.domain.office.rows import LogRow
from trainingdesk.domain.roster.which_row import WHICH_ROW
from trainingdesk.shared.clock import parse_instant
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, listed, messages, text
from trainingdesk.ui.pages.office.rules import rule_words

#: fields that hold codes, whatever record they belong to → the list of their labels
_LISTS = {
    "audience": "audience",
    "authority": "authority",
    "channel": "lecturer_channel",
    "field": "field",
    "grade": "grade",
    "item": "fee_item",
    "level": "lecturer_level",
    "line": "line",
    "mark": "mark",
    "mode": "mode",
    "rank": "rank",
    "result": "review_result",
    "role": "role",
    "sex": "sex",
    "side_rank": "rank",
    "slot": "slot",
    "status": "person_status",
    "team": "team",
    "theme": "theme",
    "track": "post_track",
    "way": "secondment_way",
}
#: the same for fields whose list is another for each kind of record
_OWN_LISTS = {
    ("certificate", "state"): "certificate_state",
    ("fee_request", "state"): "fee_state",
    ("fee_step", "action"): "fee.action",
    ("fee_step", "state"): "fee_state",
    ("group_membership", "kind"): "group_kind",
    ("half_day_session", "state"): "session_state",
    ("ledger_entry", "kind"): "ledger_kind",
    ("menu", "state"): "menu_state",
    ("plan_version", "state"): "plan_state",
    ("reserve_candidate", "state"): "reserve_state",
    ("rule", "key"): "rule.name",
    ("training_class", "state"): "class_state",
    ("unit", "kind"): "unit_kind",
}
#: what was settled of a contradiction: values of the field that it is about
_ANSWERED = frozenset({"said", "by_number", "taken"})
#: fields kept as whole cents or tenths of 学时, shown as they are read
_FIGURES = {
    **dict.fromkeys(("amount", "balance", "total"), Kind.CENTS),
    **dict.fromkeys(("hours", "attended_hours", "score"), Kind.HOURS),
}
#: the same lists inside the facts that an issued menu keeps
_FROZEN_LISTS = {"lecturer_level": "lecturer_level"}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def log_words(row: LogRow) -> str:
    """Return what a log row says of its record's values."""
    parts = []
    for field, value in row.detail.items():
        if isinstance(value, list) and len(value) == 2:
            old, new = (_value(row, field, part) for part in value)
            words = f"{old} → {new}" if old else new
        else:
            old, words = "", _value(row, field, value)
        if not (old or words):
            continue
        parts.append(f"{_name(field)}: {words}")
    return _("; ").join(parts)


def _name(field: str) -> str:
    code = f"field.{field}"
    return text(code) if code in messages() else field


def _value(row: LogRow, field: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if row.entity == "enrolment" and field == "reasons":
        return listed(text(reason.code, **reason.words) for reason in reasons_from(value))
    if row.entity == "issued_paper" and field == "kind":
        return _paper(value)
    if row.entity == "rule" and field == "value" and isinstance(row.detail.get("key"), list):
        return rule_words(row.detail["key"][1], value)
    if row.entity == "import_answer" and field in _ANSWERED:
        about = row.detail.get("field", "")
        about = about[-1] if isinstance(about, list) else about
        if about == WHICH_ROW and field != "taken":
            return ""  # a digest of the row
        return _of_field(field, value, WHICH_ROW if about == WHICH_ROW else _LISTS.get(str(about), ""))
    return _of_field(field, value, _OWN_LISTS.get((row.entity, field)) or _LISTS.get(field, ""))


def _of_field(field: str, value: Any, codes: str = "") -> str:
    if field in _FIGURES and type(value) is int:
        return format_value(_FIGURES[field], value)
    return _plain(value, codes)


def _paper(kind: str) -> str:
    # imported here: the window's start need not know the papers
    from trainingdesk.documents.catalogue import REPORTS
    from trainingdesk.documents.definition import words

    return words(REPORTS[kind].title) if kind in REPORTS else _plain(kind, "entity")


def _plain(value: Any, codes: str = "") -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        lists = {**_LISTS, **_FROZEN_LISTS}
        return listed(
            f"{_name(key)} {_of_field(key, part, lists.get(key, ''))}"
            for key, part in value.items()
            if part is not None and part != ""
        )
    if isinstance(value, list):
        return listed(_plain(part, codes) for part in value)
    if codes and f"{codes}.{value}" in messages():
        return text(f"{codes}.{value}")
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return format_value(Kind.INSTANT, parse_instant(value))
    return str(value)
