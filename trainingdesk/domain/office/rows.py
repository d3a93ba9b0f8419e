"""Frozen rows of the office area."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from trainingdesk.domain.access import Role


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office as its form shows it."""

    name: str
    number_prefix: str
    cycle_start: int
    is_demo: bool
    version: int


@dataclass(frozen=True, slots=True)
class UserRow:
    """One account."""

    id: int
    version: int
    login: str
    name: str
    roles: tuple[Role, ...]
    active: bool
    last_sign_in: datetime | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One value of one rule; ``in_force`` says whether it counts today."""

    id: int
    key: str
    value: Any
    valid_from: date
    valid_to: date | None
    source: str
    note: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the log, as it was written."""

    id: int
    at: datetime
    actor: str
    command: str
    entity: str
    entity_id: int
    kind: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class UndoOffer:
    """The step that undo would take back: its label's code and parameters, and when it was done."""

    id: int
    label: str
    params: dict[str, Any]
    at: datetime
