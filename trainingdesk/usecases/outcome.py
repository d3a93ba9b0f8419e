"""What comes back from the gate: the result of a command and what it made stale."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: Reports how far a long piece of work is: done, total (0 when unknown), and a code naming the step.
#: Raises :class:`trainingdesk.domain.errors.Cancelled` when the person pressed cancel.
Progress = Callable[[int, int, str], None]


def no_progress(done: int, total: int, step: str) -> None:
    """Report to nobody."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a committed command changed, so that pages know what is stale.

    Attributes:
        command: the command's name.
        entities: kind of record (the table's name) → ids; an empty set means "many, read all again".
        initiator: a token of the page that sent the command, "" for none.
    """

    command: str
    entities: Mapping[str, frozenset[int]] = field(default_factory=dict)
    initiator: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one command.

    Attributes:
        result: ids and counts, JSON values only, so that a repeated request can be answered from memory.
        changes: what became stale; empty for a repeated request.
        repeated: true when this request id had been carried out before and nothing was done now.
    """

    result: Mapping[str, Any]
    changes: Changes
    repeated: bool = False
