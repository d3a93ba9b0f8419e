"""A list of people in sight as a workbook, with the figures of its paper: the log says that it was taken out."""

from collections.abc import Mapping
from pathlib import Path

from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.domain.file_names import check_ending
from trainingdesk.shared.files import write_whole
from trainingdesk.shared.text import listed
from trainingdesk.usecases.commands.roster_taken_out import NoteExport
from trainingdesk.usecases.queries.papers import paper_list
from trainingdesk.usecases.roster_files import Asked, noted


def export_list(desk: Asked, path: Path, paper: str, params: Mapping[str, str]) -> int:
    """Write the workbook of a list paper, and return how many people are in it.

    Raises AccessDenied ``access.denied``, EnvironmentProblem ``paper.not_written``, Refused ``file.ending`` and what the
    paper refuses.
    """
    check_ending(str(path), ".xlsx")
    tables, book = desk.ask(paper_list, paper, params)
    count = sum(len(table.rows) for table in tables)
    titles = listed(column.title for column in tables[0].columns)
    with noted(desk, NoteExport(file_name=path.name, count=count, columns=titles)):
        try:
            write_whole(path, book)
        except OSError as error:
            raise EnvironmentProblem("paper.not_written", file=str(path)) from error
    return count
