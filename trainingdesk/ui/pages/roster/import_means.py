"""What follows from the choice whom a row of an import means: what changes of that person, or what another row gets."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainingdesk.domain.roster.import_views import PreviewChange, PreviewRow
from trainingdesk.domain.roster.importing import TOGETHER
from trainingdesk.shared.field_words import row_words
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.import_words import change_words, quiet


def means_of(
    row: PreviewRow, standing: int | None, boxes: Callable[[PreviewRow, Sequence[PreviewChange]], QWidget]
) -> QWidget | None:
    """Return what is shown of a row that was decided to mean somebody, None where nothing is to be said.

    ``standing`` is whom it means; ``boxes`` makes the ticks of changes that can be left.
    """
    if standing == TOGETHER and row.together:
        place = row_words(row.together)
        if not row.fills:
            words = _("{row} says all this already; nothing is added to it.").format(row=place)
            return _shown(quiet(words, wrap=False))
        words = _("{row} gets from this one:").format(row=place)
        return _shown(quiet(words, wrap=False), quiet("　".join(map(change_words, row.fills))))
    person = next((one for one in row.candidates if one.id == standing), None)
    if person is None:
        return None
    changes = row.changes_for(person.id)
    words = (
        _("This changes of {name}; take the tick off what is to stay as it is:")
        if changes
        else _("Nothing changes of {name}: the roster says all this already.")
    )
    return _shown(quiet(words.format(name=person.name), wrap=False), boxes(row, changes))


def _shown(*parts: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, theme.size(theme.GAP), 0, 0)
    for part in parts:
        column.addWidget(part)
    return whole
