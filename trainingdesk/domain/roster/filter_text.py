"""A filter of people as one line of text, so that a paper can be told who is on screen."""

import json
from dataclasses import fields
from enum import StrEnum
from typing import Any

from trainingdesk.domain.codes import (
    Authority,
    GroupKind,
    Line,
    PersonStatus,
    Rank,
    SecondmentWay,
    Sex,
    Team,
    UnitKind,
)
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.base import RankGroup
from trainingdesk.domain.roster.views import PersonFilter

#: fields narrowed by a code
FILTER_CODES: dict[str, type[StrEnum]] = {
    "team": Team,
    "group": RankGroup,
    "rank": Rank,
    "status": PersonStatus,
    "sex": Sex,
    "membership": GroupKind,
    "authority": Authority,
    "secondment": SecondmentWay,
    "line": Line,
    "unit_kind": UnitKind,
}
#: the other fields, and what they hold
FILTER_KINDS: dict[str, type] = {
    **dict.fromkeys(("typed", "education", "political", "ethnicity"), str),
    **dict.fromkeys(("in_base", "untrained"), bool),
    **dict.fromkeys(("age_from", "age_to", "trained_year", "untrained_year"), int),
}

#: full years of age, and calendar years of which a day can be made
_RANGES = {"age_from": range(151), "age_to": range(151)} | dict.fromkeys(
    ("trained_year", "untrained_year"), range(1900, 3000)
)
#: characters of a wrong filter that a sentence repeats
_SHOWN = 60


def write_filter(wanted: PersonFilter) -> str:
    """Return what narrows beside unit and order, as JSON; ``{}`` where nothing does."""
    free = PersonFilter()
    names = [
        part.name for part in fields(PersonFilter) if part.name in FILTER_CODES or part.name in FILTER_KINDS
    ]
    said = {name: getattr(wanted, name) for name in names if getattr(wanted, name) != getattr(free, name)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def read_filter(said: str) -> dict[str, Any]:
    """Return the fields of a filter that a text narrows by; raises Refused ``paper.bad_filter`` for what is no filter."""
    try:
        found = json.loads(said)
        values = {name: _value(name, value) for name, value in found.items()}
    except (ValueError, AttributeError, RecursionError):
        known = [*FILTER_CODES, *FILTER_KINDS]
        raise Refused("paper.bad_filter", value=said[:_SHOWN], known=known) from None
    return values


def _value(name: str, value: Any) -> Any:
    if name in FILTER_CODES:
        return FILTER_CODES[name](value)
    if type(value) is not FILTER_KINDS.get(name):
        raise ValueError(name)
    if name in _RANGES and value not in _RANGES[name]:
        raise ValueError(name)
    if isinstance(value, str):
        value.encode()  # half of a surrogate pair is no text that a database could look for
    return value
