"""The roster taken out as a workbook, with a line in the log about who took it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from trainingdesk.exchange.roster_workbook import write_roster
from trainingdesk.usecases.commands.roster import NoteExport
from trainingdesk.usecases.outcome import Outcome, Progress, no_progress
from trainingdesk.usecases.queries.roster import people_to_export


class Asked(Protocol):
    """The part of a desk that answers queries and carries out commands."""

    def ask(self, read: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Answer a query."""

    def execute(self, command: Any, progress: Progress = no_progress) -> Outcome:
        """Carry a command out."""


def write_people(
    desk: Asked, path: Path, unit_id: int | None = None, progress: Progress = no_progress
) -> int:
    """Write a unit's people, or everybody, to a workbook and return how many there were.

    The workbook holds full ID numbers: whoever calls this sends
    :class:`~trainingdesk.usecases.commands.roster.NoteExport` afterwards. Raises AccessDenied ``access.denied`` and
    what :func:`~trainingdesk.exchange.roster_workbook.write_roster` raises.
    """
    return write_roster(path, desk.ask(people_to_export, unit_id), progress=progress)


def export_roster(
    desk: Asked, path: Path, unit_id: int | None = None, progress: Progress = no_progress
) -> int:
    """Write people to a workbook, note in the log who took them out, and return how many there were."""
    count = write_people(desk, path, unit_id, progress)
    desk.execute(NoteExport(file_name=path.name, count=count))
    return count
