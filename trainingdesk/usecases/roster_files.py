"""The roster taken out as a workbook, with a line in the log about who took it."""

from pathlib import Path

from trainingdesk.exchange.roster_workbook import write_roster
from trainingdesk.usecases.commands.roster import NoteExport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.outcome import Progress, no_progress
from trainingdesk.usecases.queries.roster import people_to_export


def export_roster(
    desk: Desk, path: Path, unit_id: int | None = None, progress: Progress = no_progress
) -> int:
    """Write a unit's people, or everybody, to a workbook and return how many there were.

    The workbook holds full ID numbers, so the log notes who took it. Raises AccessDenied ``access.denied`` and what
    :func:`~trainingdesk.exchange.roster_workbook.write_roster` raises.
    """
    people = desk.ask(people_to_export, unit_id)
    count = write_roster(path, people, progress=progress)
    desk.execute(NoteExport(file_name=path.name, count=count))
    return count
