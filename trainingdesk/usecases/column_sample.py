"""A value of a file's column, by which a person sees what it holds."""

from bisect import bisect_left

from trainingdesk.domain.roster.columns import Column
from trainingdesk.domain.roster.people import FIELDS
from trainingdesk.domain.values import mask_field, mask_numbers
from trainingdesk.usecases.prepared import Prepared

#: how many rows of the sheet are looked at
_SAMPLED = 20

#: what a column is shown by that is put together into other fields
_SHOWN_FOR = {"unit_post": "unit"}


def sample_of(prepared: Prepared, column: Column) -> str:
    """Return the first value of a column, sensitive numbers masked; "" for none."""
    field = column.field
    if not field or field == "number":
        return mask_numbers(prepared.file.others.get(column.index, ""))
    if field not in FIELDS:
        return prepared.file.samples.get(field, "")
    file = prepared.file
    # of the sheet whose columns are shown
    above = file.lines.starts[file.lines.sheets.index(file.sheet)] if file.sheet in file.lines.sheets else 0
    first = bisect_left(file.people, above + 1, key=lambda person: person.row)
    for person in file.people[first : first + _SAMPLED]:
        value = str(getattr(person, _SHOWN_FOR.get(field, field)))
        if value:
            return mask_field(field, value)
    return ""
