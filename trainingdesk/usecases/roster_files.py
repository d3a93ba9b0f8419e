"""Files with whole ID and phone numbers: nothing leaves the desk before the log says who takes it out.

The note is committed first. When the file can't be written after all, or the writing is stopped, a second note says so:
a log row too many is nothing against a file that nobody knows of.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from trainingdesk.domain.errors import EnvironmentProblem, Refused, Severity
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.exchange.error_workbook import write_error_workbook
from trainingdesk.exchange.roster_template import Template, write_template
from trainingdesk.exchange.roster_workbook import column_titles, write_roster
from trainingdesk.shared.ids import new_request_id
from trainingdesk.shared.text import listed
from trainingdesk.usecases.commands.roster_taken_out import NoteExport
from trainingdesk.usecases.outcome import Outcome, Progress, no_progress
from trainingdesk.usecases.queries.roster import people_as_shown, people_to_export
from trainingdesk.usecases.queries.roster_import_problems import problem_rows
from trainingdesk.usecases.queries.roster_template import template_of, template_units

#: what Windows allows in no file name
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_STEP = "roster.step_write"


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
    with noted(desk, NoteExport(file_name=path.name, count=len(people))):
        return write_roster(path, people, progress=progress)


def export_as_shown(
    desk: Asked, path: Path, wanted: PersonFilter, columns: Sequence[str], progress: Progress = no_progress
) -> int:
    """Write the people of a list with some columns in their order, numbers masked, and return how many there were.

    ``columns`` are fields of a person or :data:`~trainingdesk.exchange.roster_workbook.TRAINED`. Raises what
    :func:`export_roster` raises.
    """
    people, trained = desk.ask(people_as_shown, wanted)
    titles = listed(column_titles(columns))
    with noted(desk, NoteExport(file_name=path.name, count=len(people), columns=titles)):
        return write_roster(path, people, in_order=columns, trained=trained, progress=progress)


def export_problem_rows(
    desk: Asked,
    token: str,
    path: Path,
    progress: Progress = no_progress,
    decided: Collection[int] = (),
    day: date | None = None,
    undated: bool = False,
) -> int:
    """Write the sender's own sheet with its bad cells marked, and return how many rows have one.

    ``day`` is the one the file speaks of: the workbook keeps it, and is of that day when it comes back; of a file that is
    ``undated`` it keeps that, for the day of an import says nothing of its values.
    What was put right on the preview stands in it; of rows that were ``decided`` nobody is asked whom they mean. Raises AccessDenied ``access.denied`` and what
    :func:`~trainingdesk.exchange.error_workbook.write_error_workbook` raises.
    """
    file, problems, changed = desk.ask(problem_rows, token, decided)
    count = len({problem.row for problem in problems if problem.severity is not Severity.NOTE})
    with noted(desk, NoteExport(file_name=path.name, count=count, from_import=True)):
        write_error_workbook(file, problems, path, changed, progress, day, undated)
    return count


def export_template(
    desk: Asked, path: Path, unit_id: int, *, below: bool = False, progress: Progress = no_progress
) -> int:
    """Write the form of a unit, with the people of the units below it if wanted, and return how many people it has.

    Raises AccessDenied ``access.denied``, NotFound ``record.gone`` and what
    :func:`~trainingdesk.exchange.roster_template.write_template` raises.
    """
    template = desk.ask(template_of, unit_id, below)
    progress(0, 1, _STEP)
    with noted(desk, NoteExport(file_name=path.name, count=len(template.people))):
        return write_template(path, template)


def export_templates(
    desk: Asked, folder: Path, unit_ids: Sequence[int], progress: Progress = no_progress
) -> tuple[int, int]:
    """Write a form each for units that have people, and return how many forms and how many people.

    No unit means every unit. A form that stands in the folder may have come back filled in, and is never replaced.
    Raises EnvironmentProblem ``workbook.no_folder``, Refused ``template.nobody`` and ``template.in_the_way``, and what
    :func:`export_template` raises.
    """
    if not folder.is_dir():
        raise EnvironmentProblem("workbook.no_folder", folder=str(folder))
    templates = []
    units = desk.ask(template_units, tuple(unit_ids))
    for done, unit in enumerate(units):
        progress(done, len(units), _STEP)
        templates.append(desk.ask(template_of, unit, False))
    if not templates:
        raise Refused("template.nobody")
    paths = [folder / template_name(template.unit) for template in templates]
    present = [path.name for path in paths if path.exists()]
    if present:
        raise Refused("template.in_the_way", count=len(present), file=present[0])
    people = sum(len(template.people) for template in templates)
    with noted(desk, NoteExport(file_name=folder.name, count=people)):
        _write_all(templates, paths, progress)
    return len(templates), people


def _write_all(templates: Sequence[Template], paths: Sequence[Path], progress: Progress) -> None:
    for done, (template, path) in enumerate(zip(templates, paths, strict=True)):
        progress(done, len(templates), _STEP)
        write_template(path, template)


def template_name(unit: str) -> str:
    """Return what the form of a unit is called; always Chinese, it goes to the unit."""
    return f"{_NOT_IN_NAMES.sub('', unit)}填报表.xlsx"


@contextmanager
def noted(desk: Asked, note: NoteExport) -> Iterator[None]:
    """Note what is taken out, and again when it was not written."""
    desk.execute(note)
    written = False
    try:
        yield
        written = True
    finally:
        if not written:
            desk.execute(replace(note, written=False, request_id=new_request_id()))
