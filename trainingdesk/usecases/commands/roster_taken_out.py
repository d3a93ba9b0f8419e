"""People are taken out of the desk as a file, with their whole numbers: the log says so."""

from dataclasses import dataclass
from typing import Any

from trainingdesk.domain.access import Permission
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class NoteExport(Command):
    """Note that people are taken out as a workbook, usually with their full numbers; sent before the file is written.

    Attributes:
        count: how many people, or how many rows of a sender's workbook.
        from_import: whether they are the problem rows of a sender's workbook, and not people of the roster.
        columns: the headings of what was taken out, "" for all there is; with some of them alone the numbers are masked.
        written: false for the second note, when the file could not be written after all.
    """

    file_name: str
    count: int
    from_import: bool = False
    columns: str = ""
    written: bool = True


@handles(NoteExport, Permission.ROSTER_EXPORT)
def note_export(work: Work, command: NoteExport) -> Result:
    """Write it into the log."""
    facts: dict[str, Any] = {"file": command.file_name, "count": command.count}
    if command.columns:
        facts["columns"] = command.columns
    entity = "import_batch" if command.from_import else "person"
    work.note(entity, 0, "exported" if command.written else "export_failed", **facts)
    return {"count": command.count}
