"""Workflows as tables: which action leads from which state to which."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from trainingdesk.domain.errors import Refused
from trainingdesk.shared.text import Label

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class Workflow(Generic[S, A]):
    """One kind of record's states and the actions between them.

    Attributes:
        name: the prefix of its labels: ``name.state.x`` and ``name.action.y`` are the codes of the words.
        table: ``{(state, action): next state}``; what is not in it can't be done.
    """

    def __init__(self, name: str, initial: S, table: Mapping[tuple[S, A], S]) -> None:
        self.name = name
        self.initial = initial
        self.table = dict(table)

    def next(self, state: S, action: A) -> S:
        """Return the state an action leads to; raises what :meth:`not_now` returns."""
        try:
            return self.table[state, action]
        except KeyError:
            raise self.not_now(state, action) from None

    def back(self, state: S, action: A, before: S) -> S:
        """Return the state an undo of an action leads back to: only where the action leads from it to the present one.

        Raises what :meth:`not_now` returns.
        """
        if self.table.get((before, action)) != state:
            raise self.not_now(state, action)
        return before

    def not_now(self, state: S, action: A) -> Refused:
        """Return Refused ``workflow.not_now``, naming the action, the state, and the states it can be done in."""
        return Refused(
            "workflow.not_now",
            state=Label(f"{self.name}.state.{state}"),
            action=Label(f"{self.name}.action.{action}"),
            when=[Label(f"{self.name}.state.{source}") for (source, act) in self.table if act == action],
        )

    def allows(self, state: S, action: A) -> bool:
        """Return whether an action can be done in a state."""
        return (state, action) in self.table

    def actions(self, state: S) -> list[A]:
        """Return the actions that can be done in a state, in the table's order."""
        return [action for (source, action) in self.table if source == state]
