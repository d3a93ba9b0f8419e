"""A file is read once more when the roster, or the file, was changed behind its preview: nothing has to be answered twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui.jobs import Lane
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.workspace import DeskLike
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import
from trainingdesk.usecases.queries.roster_import_again import rows_said_otherwise

if TYPE_CHECKING:
    from trainingdesk.ui.pages.roster.import_dialog import ImportDialog

#: an import that was refused for one of these can be read once more
GONE = frozenset(
    {"import.roster_changed", "import.preview_gone", "import.file_changed", "roster.file_changed"}
)


class AsBefore(NamedTuple):
    """How a file was read, what it was, and what was decided about it."""

    token: str
    path: Path
    columns: Mapping[int, str]
    sheets: tuple[str, ...] | None
    digest: str
    choices: Choices


class Anew(NamedTuple):
    """The file as it is now.

    Attributes:
        otherwise: the rows that say something else than before; None where its sheets, headings or day are others, so
            that nothing that was decided can be kept.
    """

    preview: ImportPreview
    otherwise: frozenset[int] | None


def read_as_before(desk: DeskLike, about: AsBefore, progress: Progress) -> Anew:
    """Read a file once more, with everything that was put right in it."""
    preview: ImportPreview = desk.ask(preview_import, about.path, dict(about.columns), progress, about.sheets)
    otherwise: frozenset[int] | None = frozenset()
    if preview.digest != about.digest:
        otherwise = desk.ask(rows_said_otherwise, about.token, preview.token)
    if otherwise is None:
        return Anew(preview, None)
    choices = about.choices
    preview = desk.ask(
        mend_import,
        preview.token,
        {place: typed for place, typed in choices.corrections.items() if place[0] not in otherwise},
        {place: said for place, said in choices.answers.items() if place[0] not in otherwise},
        progress,
        choices.day,
        dict(choices.unit_said),
    )
    return Anew(preview, otherwise)


def read_again(wizard: ImportDialog) -> None:
    """Read the file against the roster of now; what was put right, answered and decided of rows that say the same stays."""
    assert wizard.preview is not None
    assert wizard.path is not None
    wizard.banner.say([])
    columns = {column.index: column.field for column in wizard.preview.columns}
    preview, choices = wizard.preview, wizard.rows.choices
    about = AsBefore(preview.token, wizard.path, columns, wizard.sheets, preview.digest, choices)
    wizard.run(Lane.READ, partial(read_as_before, wizard.space.desk, about), partial(_read_anew, wizard))


def _read_anew(wizard: ImportDialog, found: Anew) -> None:
    if found.otherwise is None:
        assert wizard.path is not None
        wizard.previewed(wizard.path, wizard.sheets, False, found.preview)
        words = _(
            "The sheets, the headings or the day of the file were changed, and nothing that was decided could be kept: look at its columns and rows once more."
        )
        wizard.banner.say([words], "warning")
        return
    if found.otherwise:
        forget_rows(wizard.rows.choices, found.otherwise)
        wizard.rows.back.begin()  # what is taken back would be of the rows as they were
    left_out = wizard.show_read(found.preview)
    words = _("Read again. What was put right and decided is kept; look at the rows once more.")
    if found.otherwise:
        count = len(found.otherwise)
        words = ngettext(
            "Read again. {count} row of the file says something else than before, and is asked about anew; of all others what was put right and decided is kept.",
            "Read again. {count} rows of the file say something else than before, and are asked about anew; of all others what was put right and decided is kept.",
            count,
        ).format(count=f"{count:,}")
    wizard.banner.say([words, left_out] if left_out else [words], "warning" if left_out else "info")
    wizard.dress()


def forget_rows(choices: Choices, rows: Collection[int]) -> None:
    """Forget what was put right, answered and decided of rows, and that others were taken together with them."""
    hanging = (*choices.settles.items(), *choices.stays.items())
    together = {row for row, (other, _said) in hanging if other in rows}
    for row in (*rows, *together):
        choices.ask_anew(row)
    choices.remarks_kept.difference_update(rows)
    choices.emptied.difference_update(rows)
    for fields in (choices.declined_fields, choices.taken_fields):
        fields.difference_update([key for key in fields if key[0] in rows])
    by_cell: tuple[dict[tuple[int, str], Any], ...]
    by_cell = (choices.corrections, choices.answers, choices.days, choices.put_right)
    for cells in by_cell:
        for key in [key for key in cells if key[0] in rows]:
            del cells[key]
