"""The sender's own sheet goes back with its bad cells marked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui.jobs import Lane
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.roster_files import export_problem_rows

if TYPE_CHECKING:
    from trainingdesk.ui.pages.roster.import_dialog import ImportDialog

#: files that come back as they are, their bad cells marked; of others the cells are copied
_KEPT_WHOLE = {".xlsx", ".xlsm"}


def has_problem_rows(wizard: ImportDialog) -> bool:
    """Return whether there is a row that would be marked: one in error, or one that nobody said of whom it means."""
    if wizard.preview is None:
        return False
    counts = wizard.preview.counts
    asked = counts.get("question", 0) + counts.get("maybe", 0)
    return counts.get("error", 0) > 0 or asked > len(wizard.rows.choices.decided())


def choose_problem_file(wizard: ImportDialog) -> None:
    """Ask where the sender's sheet with its bad cells marked shall go."""
    assert wizard.path is not None
    dialog = QFileDialog(wizard, _("Export the problem rows"), str(wizard.path.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(_("Workbooks (*.xlsx)"))
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(_("{name} - problems.xlsx").format(name=wizard.path.stem))
    dialog.fileSelected.connect(partial(write_problems, wizard))
    dialog.open()


def write_problems(wizard: ImportDialog, path: str) -> None:
    """Write the sender's own sheet with its bad cells marked, as the rows stand on the page."""
    assert wizard.preview is not None
    if wizard.unread:  # the reading was stopped: what was read last does not hold what was put right since
        wizard.read_mended(then=partial(write_problems, wizard, path))
        return
    desk, token, target = wizard.space.desk, wizard.preview.token, Path(path)
    choices = wizard.rows.choices
    decided, day, undated = frozenset(choices.decided()), choices.day, not choices.day_given

    def work(progress: Progress) -> int:
        return export_problem_rows(desk, token, target, progress, decided, day, undated)

    wizard.run(Lane.READ, work, partial(_problems_written, wizard, target))


def _problems_written(wizard: ImportDialog, target: Path, count: int) -> None:
    words = ngettext("{count} row is marked in {file}.", "{count} rows are marked in {file}.", count).format(
        count=count, file=target.name
    )
    from trainingdesk.ui.pages.roster.import_dialog import DONE

    said = [words]
    assert wizard.preview is not None
    # the wizard says of more rows that they stay out than there is anything wrong with
    out = (
        wizard.written["refused"] if wizard.step == DONE else wizard.rows.choices.expected(wizard.preview).out
    )
    if (others := out - count) > 0:
        rest = ngettext(
            "{count} more row stays out with nothing to be marked: it was left out by hand, another row of the person counts, or its unit is not opened.",
            "{count} more rows stay out with nothing to be marked: they were left out by hand, another row of the person counts, or their unit is not opened.",
            others,
        )
        said.append(rest.format(count=f"{others:,}"))
    if wizard.path is not None and wizard.path.suffix.lower() not in _KEPT_WHOLE:
        said.append(
            _("The cells of “{file}” stand in it at their places; formats do not come with them.").format(
                file=wizard.path.name
            )
        )
    wizard.banner.say(said, "done")
    wizard.dress()
    # the buttons were off while the file was written, and the focus had gone on to Cancel
    wizard.problems_button.setFocus(Qt.FocusReason.OtherFocusReason)
