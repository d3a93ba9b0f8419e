"""The same file is read once more when the roster was changed behind its preview: nothing has to be answered twice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.shared.text import _
from trainingdesk.ui.jobs import Lane
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.workspace import DeskLike
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

if TYPE_CHECKING:
    from trainingdesk.ui.pages.roster.import_dialog import ImportDialog

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
    """

    preview: ImportPreview
    same: bool


def read_as_before(desk: DeskLike, about: AsBefore, progress: Progress) -> Anew:
    """Read a file once more, with everything that was put right in it."""
    preview: ImportPreview = desk.ask(preview_import, about.path, dict(about.columns), progress, about.sheets)
    if preview.digest != about.digest:
        return Anew(preview, same=False)
    choices = about.choices
    preview = desk.ask(
        mend_import,
        preview.token,
        dict(choices.corrections),
        dict(choices.answers),
        progress,
        choices.day,
        dict(choices.unit_said),
    )
    return Anew(preview, same=True)


def read_again(wizard: ImportDialog) -> None:
    """Read the same file against the roster of now; what was put right, answered and decided stays."""
    assert wizard.preview is not None
    assert wizard.path is not None
    wizard.banner.say([])
    columns = {column.index: column.field for column in wizard.preview.columns}
    about = AsBefore(wizard.path, columns, wizard.sheets, wizard.preview.digest, wizard.rows.choices)
    wizard.run(Lane.READ, partial(read_as_before, wizard.space.desk, about), partial(_read_anew, wizard))


def _read_anew(wizard: ImportDialog, found: Anew) -> None:
    if not found.same:
        assert wizard.path is not None
        wizard.previewed(wizard.path, wizard.sheets, False, found.preview)
        words = _("The file was changed too: look at its columns and rows once more.")
        wizard.banner.say([words], "warning")
        return
    left_out = wizard.show_read(found.preview)
    words = _("Read again. What was put right and decided is kept; look at the rows once more.")
    wizard.banner.say([words, left_out] if left_out else [words], "warning" if left_out else "info")
    wizard.dress()
