"""What goes back to the sender of a file: what is wrong or open in its rows, and what was put right or decided."""

from collections.abc import Collection

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.mending import changed_cells
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.exchange.roster_file import RosterFile
from trainingdesk.usecases.prepared import Prepared, waiting_import
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ROSTER_IMPORT)
def problem_rows(
    _reader: Reader, token: str, decided: Collection[int] = ()
) -> tuple[RosterFile, list[Problem], list[Problem]]:
    """Return a sender's file, what is wrong or open in its rows, and what was put right or decided there.

    They are for the workbook that goes back. ``decided`` are the rows of which it was said whom they mean, or that they
    stay out: of them that is not asked.
    """
    prepared = waiting_import(token)
    plan = prepared.plan
    found = [problem for problem in plan.problems if problem.row]
    doubts = [
        doubt_of(prepared, place)
        for place, verdict in enumerate(plan.verdicts)
        if verdict.bucket is Bucket.MAYBE and verdict.reason and plan.numbers[place] not in decided
    ]
    problems = sorted([*found, *doubts], key=lambda problem: problem.row)
    instead = [doubt_of(prepared, place, Severity.NOTE) for place in plan.passed]
    changed = changed_cells(prepared.mended, prepared.headers, code_lists().labels)
    return prepared.file, problems, sorted([*changed, *instead], key=lambda problem: problem.row)


def doubt_of(prepared: Prepared, place: int, severity: Severity = Severity.QUESTION) -> Problem:
    """Return the question whom a row means, or the note that another one counts for it, at its name."""
    row, verdict = prepared.plan.rows[place], prepared.plan.verdicts[place]
    other = prepared.plan.lines.in_sentence(verdict.other_row)
    params = {"name": row.name, "other": other, "value": row.name}
    header = prepared.headers.get("name", "")
    return Problem(verdict.reason, params, header, row.row, row.name, severity)
