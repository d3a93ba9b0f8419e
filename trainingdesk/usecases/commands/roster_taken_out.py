"""People are taken out of the desk as a file, with their whole numbers: the log says so."""

from dataclasses import dataclass

from trainingdesk.domain.access import Permission
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class NoteExport(Command):
    """Note that people are taken out as a workbook, with their full numbers; sent before the file is written.

    Attributes:
        count: how many people, or how many rows of a sender's workbook.
        from_import: whether they are the problem rows of a sender's workbook, and not people of the roster.
        written: false for the second note, when the file could not be written after all.
    """

    file_name: str
    count: int
    from_import: bool = False
    written: bool = True


@handles(NoteExport, Permission.ROSTER_EXPORT)
def note_export(work: Work, command: NoteExport) -> Result:
    """Write it into the log."""
    facts = {"file": command.file_name, "count": command.count}
    entity = "import_batch" if command.from_import else "person"
    work.note(entity, 0, "exported" if command.written else "export_failed", **facts)
    return {"count": command.count}
