"""Files with whole ID and phone numbers: nothing leaves the desk before the log says who takes it out.

The note is committed first. When the file can't be written after all, or the writing is stopped, a second note says so:
a log row too many is nothing against a file that nobody knows of.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.exchange.error_workbook import write_error_workbook
from trainingdesk.exchange.roster_workbook import write_roster
from trainingdesk.shared.ids import new_request_id
from trainingdesk.usecases.commands.roster import NoteExport
from trainingdesk.usecases.commands.roster_import import NoteProblemRows
from trainingdesk.usecases.outcome import Outcome, Progress, no_progress
from trainingdesk.usecases.queries.roster import people_to_export
from trainingdesk.usecases.queries.roster_import import problem_rows


class Asked(Protocol):
    """The part of a desk that answers queries and carries out commands."""

    def ask(self, read: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Answer a query."""

    def execute(self, command: Any, progress: Progress = no_progress) -> Outcome:
        """Carry a command out."""


def export_roster(desk: Asked, path: Path, wanted: PersonFilter, progress: Progress = no_progress) -> int:
    """Write the people of a list, in its order, to a workbook with full numbers, and return how many there were.

    Raises AccessDenied ``access.denied`` and what :func:`~trainingdesk.exchange.roster_workbook.write_roster` raises.
    """
    people = desk.ask(people_to_export, wanted)
    with _noted(desk, NoteExport(file_name=path.name, count=len(people))):
        return write_roster(path, people, progress=progress)


def export_problem_rows(desk: Asked, token: str, path: Path) -> int:
    """Write the sender's own sheet with its bad cells marked, and return how many rows have problems.

    Raises AccessDenied ``access.denied`` and what
    :func:`~trainingdesk.exchange.error_workbook.write_error_workbook` raises.
    """
    file, problems = desk.ask(problem_rows, token)
    count = len({problem.row for problem in problems})
    with _noted(desk, NoteProblemRows(file_name=path.name, count=count)):
        write_error_workbook(file, problems, path)
    return count


@contextmanager
def _noted(desk: Asked, note: NoteExport | NoteProblemRows) -> Iterator[None]:
    """Note what is taken out, and again when it was not written."""
    desk.execute(note)
    written = False
    try:
        yield
        written = True
    finally:
        if not written:
            desk.execute(replace(note, written=False, request_id=new_request_id()))
