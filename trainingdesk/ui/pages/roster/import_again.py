"""The same file is read once more when the roster was changed behind its preview: nothing has to be answered twice."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from trainingdesk.domain.roster.import_views import ImportPreview, PreviewRow
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.workspace import DeskLike
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import, rows_numbered

#: an import that was refused for one of these can be read once more
GONE = frozenset({"import.roster_changed", "import.preview_gone"})


class AsBefore(NamedTuple):
    """How a file was read, what it was, and what was decided about it."""

    path: Path
    columns: Mapping[int, str]
    sheets: tuple[str, ...] | None
    digest: str
    choices: Choices


class Anew(NamedTuple):
    """The file as it is now.

    Attributes:
        same: whether it is the very file; otherwise nothing that was decided can be kept.
        rows: the rows that something was decided about.
    """

    preview: ImportPreview
    same: bool
    rows: tuple[PreviewRow, ...] = ()


def read_as_before(desk: DeskLike, about: AsBefore, progress: Progress) -> Anew:
    """Read a file once more, with everything that was put right in it."""
    preview: ImportPreview = desk.ask(preview_import, about.path, dict(about.columns), progress, about.sheets)
    if preview.digest != about.digest:
        return Anew(preview, same=False)
    choices = about.choices
    preview = desk.ask(
        mend_import, preview.token, dict(choices.corrections), dict(choices.answers), progress, choices.day
    )
    return Anew(preview, True, desk.ask(rows_numbered, preview.token, choices.decided_rows(), choices.day))
