"""The problem rows of a sender's workbook are taken out of the desk: the log says so."""

from dataclasses import dataclass

from trainingdesk.domain.access import Permission
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class NoteProblemRows(Command):
    """Note that the problem rows of a sender's workbook are taken out; sent before the file is written.

    Attributes:
        count: how many rows have problems.
        written: false for the second note, when the file could not be written after all.
    """

    file_name: str
    count: int
    written: bool = True


@handles(NoteProblemRows, Permission.ROSTER_IMPORT)
def note_problem_rows(work: Work, command: NoteProblemRows) -> Result:
    """Write it into the log."""
    facts = {"file": command.file_name, "count": command.count}
    work.note("import_batch", 0, "exported" if command.written else "export_failed", **facts)
    return {"count": command.count}
