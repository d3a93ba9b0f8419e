"""Before an import is written: remarks that say somebody is gone, of which nobody said what they come to."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.shared.text import _, ngettext, sentences
from trainingdesk.ui.pages.roster.choices import LEAVE_OUT, Choices
from trainingdesk.ui.pages.roster.import_heaps import REMARK
from trainingdesk.ui.pages.roster.import_rows import RowsStep
from trainingdesk.ui.shell.dialogs import ConfirmDialog


def passed_over(preview: ImportPreview, choices: Choices) -> set[int]:
    """Return the rows that come in with a remark saying that the person is gone, which nobody has answered."""
    out = {row for row, person in choices.decided().items() if person == LEAVE_OUT}
    return set(preview.gone_open) - choices.remarks_kept - choices.declined_rows.keys() - out


def ask_first(step: RowsStep, preview: ImportPreview, go_on: Callable[[], object]) -> None:
    """Call ``go_on``; where remarks on people who are gone were passed over, once somebody said that they may stay so."""
    count = len(passed_over(preview, step.choices))
    if not count:
        go_on()
        return
    said = ngettext(
        "{count} remark says that somebody has retired, left or died, and was not answered.",
        "{count} remarks say that somebody has retired, left or died, and were not answered.",
        count,
    ).format(count=f"{count:,}")
    words = sentences((said, _("Their status stays as it is, and they go on counting in the base.")))
    title, verb = _("Import, and leave these people as they are?"), _("Import all the same")
    question = ConfirmDialog(step.window(), title, words, verb)
    question.no.setText(_("See these remarks"))
    question.confirmed.connect(lambda _none: go_on())
    question.rejected.connect(lambda: _see(step))
    question.open()


def _see(step: RowsStep) -> None:
    step.buckets.choose(REMARK)
    step.rows.setFocus(Qt.FocusReason.OtherFocusReason)
