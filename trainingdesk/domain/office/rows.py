"""Frozen rows of the office area."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from trainingdesk.domain.access import Role

#: how many rows a search of the log finds at most, the newest ones
LOG_HITS = 2_000


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
    """One value of one rule.

    Attributes:
        in_force: it counts today.
        correctable: it begins today or later, so that it can be put right.
    """

    id: int
    version: int
    key: str
    value: Any
    valid_from: date
    valid_to: date | None
    source: str
    note: str
    in_force: bool
    correctable: bool


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


@dataclass(frozen=True, slots=True)
class FinalAct:
    """One's last act, where undo does not reach it.

    Attributes:
        command: the command's name; ``command.<name>`` are its words.
        instead: the code of what to do instead.
    """

    command: str
    instead: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UndoView:
    """What undo may offer: the last steps that stand, newest first, and the final act that came after the newest."""

    steps: tuple[UndoOffer, ...] = ()
    final: FinalAct | None = None
