"""A row of an import and everybody it may mean, side by side."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from trainingdesk.domain.roster.import_views import ImportSide, PreviewRow
from trainingdesk.shared.field_words import row_words, shown_value
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.import_words import quiet, strong

#: what is set side by side, in this order
_COMPARED = ("name", "id_masked", "sex", "birth", "unit", "post", "rank", "phone_masked", "status")
_LABELS = {"id_masked": "id_number", "phone_masked": "phone"}


def comparison(row: PreviewRow, heads: Sequence[QWidget]) -> tuple[QGridLayout, int]:
    """Return the columns of what the row says and of all it may be, and how many others there are; what differs is strong.

    ``heads`` are what stands over those whom the row may mean, in the order of the row's candidates.
    """
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.size(theme.MARGIN))
    grid.setVerticalSpacing(theme.size(2))
    grid.addWidget(strong(_("The file says"), wrap=False), 0, 1)
    sides = [*row.candidates, *([row.other] if row.other else [])]
    if row.other is not None:
        grid.addWidget(strong(row_words(row.together), wrap=False), 0, len(sides) + 1)
    for place, head in enumerate(heads, 2):
        grid.addWidget(head, 0, place)
    for line, key in enumerate(_COMPARED, 1):
        said = _value(row.side, key)
        values = [_value(hit, key) for hit in sides]
        if key == "name" and not any(value != said for value in values):
            continue  # the line above says it
        if not said and not any(values):
            continue
        grid.addWidget(quiet(text(f"roster.field.{_LABELS.get(key, key)}"), wrap=False), line, 0)
        grid.addWidget(QLabel(said or "—"), line, 1)
        for place, value in enumerate(values, 2):
            differs = bool(said and value and not value.startswith(said))
            shown = QLabel(f"≠ {value}" if differs else value or "—")
            if differs:
                shown.setProperty("role", "strong")
            grid.addWidget(shown, line, place)
    return grid, len(sides)


def _value(side: ImportSide, key: str) -> str:
    return shown_value(key, str(getattr(side, key)))
