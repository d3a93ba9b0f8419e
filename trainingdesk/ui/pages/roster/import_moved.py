"""How many people an import moves to another unit, as it was decided so far."""

from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.ui.pages.roster.choices import Choices, unopened_rows


def moved_by(choices: Choices, preview: ImportPreview) -> int:
    """Return how many rows will change somebody's unit: what is left out, or out of date, moves nobody."""
    decided = choices.decided()
    _new, lost = unopened_rows(choices, preview, decided)
    old = set(choices.unchanged(preview)) - {row for row, _name in choices.taken_fields}
    out = {*choices.declined_rows, *lost, *old}
    out.update(row for row, name in choices.declined_fields if name == "unit")
    return sum(
        row not in out and (not person or decided.get(row) == person)
        for row, person in preview.moving.items()
    )
