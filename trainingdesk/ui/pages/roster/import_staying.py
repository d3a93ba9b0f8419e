"""A row of an import's preview of which more is asked stays in sight: its next question is answered by the next key."""

from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.import_views import ImportPreview, MissingPerson, PreviewRow
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.remarks import REMARKS
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.workspace import DeskLike
from trainingdesk.usecases.queries.roster_import import rows_numbered

_BUCKETS = frozenset(Bucket)


def staying(
    desk: DeskLike,
    preview: ImportPreview,
    choices: Choices,
    shown: PreviewRow | MissingPerson | None,
    heap: str,
) -> int:
    """Return the row the cursor is on where it leaves the heap it is shown in and is asked about still, 0 for none."""
    if not isinstance(shown, PreviewRow) or heap not in _BUCKETS:
        return 0
    found = desk.ask(rows_numbered, preview.token, [shown.row], choices.day)
    if not found or found[0].bucket == heap:
        return 0
    return shown.row if _asks(found[0], choices) else 0


def _asks(row: PreviewRow, choices: Choices) -> bool:
    """Return whether something is to be answered on a row's card yet."""
    if row.row in choices.declined_rows:
        return False
    if row.bucket is Bucket.MAYBE and choices.decided().get(row.row) is None:
        return True
    return any(
        problem.severity is not Severity.NOTE
        or (
            problem.code in REMARKS
            and problem.choices
            and not problem.params["answered"]
            and row.row not in choices.remarks_kept
        )
        for problem in row.problems
    )
