"""What the window itself sees to before an import: nobody is gone before they came, and no two rows change one person."""

from collections.abc import Iterable

from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.import_views import ImportPreview, PreviewRow
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.choices import NEW_PERSON, Choices
from trainingdesk.ui.pages.roster.own_day import own_day


def gone_too_early(choices: Choices, preview: ImportPreview) -> list[int]:
    """Return those who are not in the file and would be gone before they came, or before a secondment begins."""
    return [number for number in choices.left if is_too_early(choices, preview, number)]


def is_too_early(choices: Choices, preview: ImportPreview, person_id: int) -> bool:
    """Return whether one of them would be gone before they can be."""
    first = preview.gone_from.get(person_id, ("", ""))[0]
    return first_day(gone_on(choices, person_id)) < first


def gone_on(choices: Choices, person_id: int) -> str:
    """Return since when one who is not in the file is gone, as it is stored; later than all where that can't be read."""
    said = own_day(choices.left[person_id].day) if person_id in choices.left else ""
    day = said or choices.left_day or choices.day
    return str(day) if said is not None and day is not None else "9999"


def note_others(choices: Choices, row: PreviewRow) -> None:
    """Remember where a row stands that was decided, and which other rows change those whom it may mean."""
    choices.places[row.row] = row.place
    choices.others[row.row] = {
        side.id: (side.by_row, side.by_place) for side in row.candidates if side.by_row
    }


def let_go(choices: Choices, preview: ImportPreview, rows: Iterable[PreviewRow]) -> list[str]:
    """Take back what was decided of rows that are not asked about any more, since cells or the roster are others now.

    Args:
        rows: those something was decided about, as they are now.

    Returns:
        the places of those that were said to be somebody of the roster, and would come in as somebody new or change
        somebody else now. They are left out until somebody has looked at them.
    """
    found = list(rows)
    meant = {row: person for row, person in choices.decisions.items() if person > NEW_PERSON}
    choices.carry_over(preview, found)
    out = []
    for row in found:
        if row.row in choices.decisions:
            note_others(choices, row)
        elif row.bucket in {Bucket.NEW, Bucket.UPDATE} and meant.get(row.row, row.person_id) != row.person_id:
            choices.take_row(row.row, False, row.bucket.value)
            out.append(row.place)
    return out


def twice(choices: Choices) -> tuple[str, str] | None:
    """Return the places of two rows that are to change one person, None where there are none."""
    first: dict[int, str] = {}
    for row, person_id in sorted(choices.decisions.items()):
        if person_id <= NEW_PERSON or row in choices.declined_rows:
            continue
        place = choices.places.get(row, str(row))
        other, by_place = choices.others.get(row, {}).get(person_id, (0, ""))
        if other and other not in choices.declined_rows and other not in choices.emptied:
            return by_place, place
        if person_id in first:
            return first[person_id], place
        first[person_id] = place
    return None
