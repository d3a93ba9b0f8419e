"""A value of a file's column, by which a person sees what it holds."""

from bisect import bisect_left

from trainingdesk.domain.roster.columns import Column
from trainingdesk.domain.roster.people import FIELDS
from trainingdesk.domain.values import mask_field, mask_numbers, mask_said
from trainingdesk.usecases.prepared import Prepared


def sample_of(prepared: Prepared, column: Column) -> str:
    """Return the first that a column says, as it was read, sensitive numbers masked; "" for none.

    What is not taken for it stands there as the cell says it; what was put into the field from elsewhere does not.
    """
    field, file = column.field, prepared.file
    row, said = file.firsts.get(column.index, (0, ""))
    if not field or field == "number":
        return mask_numbers(said)
    if field not in FIELDS:
        return file.samples.get(field, "")
    if not said:
        return ""
    # of the sheet whose columns are shown
    above = file.lines.starts[file.lines.sheets.index(file.sheet)] if file.sheet in file.lines.sheets else 0
    first = bisect_left(file.people, above + row, key=lambda person: person.row)
    person = file.people[first] if first < len(file.people) else None
    value = str(getattr(person, field)) if person is not None and person.row == above + row else ""
    if value and field != "note":  # what other columns say behind it is put there too
        return mask_field(field, value)
    return mask_numbers(mask_said(field, said))
