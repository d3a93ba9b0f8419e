"""What a value of somebody's history rests on, in words: on the card and in the window of the history."""

from trainingdesk.domain.roster.history_views import HistoryRow
from trainingdesk.domain.roster.person_form import FormerLine, PresentBasis
from trainingdesk.shared.text import _


def ended_on(line: HistoryRow | FormerLine) -> str:
    """Return when a former value ended, as far as that is known; "" where it is not."""
    return _("by {day} at the latest").format(day=line.valid_to) if line.latest else line.valid_to


def rests_on(line: HistoryRow | FormerLine | PresentBasis) -> str:
    """Return the document or the reason by which a value began, else the import; why it ended where nothing began by that."""
    words = line.reason
    if line.file and not words:
        words = _("Import of {file} ({day})").format(file=line.file, day=line.file_day)
    ended = ""
    if isinstance(line, HistoryRow):
        ended = line.ended if line.loose else ""
    elif isinstance(line, FormerLine):
        ended = line.ended
    if not ended:
        return words
    ended = _("Ended by: {reason}").format(reason=ended)
    return f"{words} · {ended}" if words else ended
