"""The columns of a file that is to be imported, each with the first that it says."""

from trainingdesk.domain.roster.import_views import ImportColumn
from trainingdesk.domain.roster.people import FIELDS
from trainingdesk.domain.roster.sections import Further
from trainingdesk.domain.values import mask_field, mask_numbers
from trainingdesk.usecases.column_sample import sample_of
from trainingdesk.usecases.prepared import Prepared


def columns_of(prepared: Prepared) -> tuple[ImportColumn, ...]:
    """Return the columns of the file's first header, and behind them those that only headers further down have."""
    file = prepared.file
    own = (
        ImportColumn(one.index, one.header, one.field, one.confidence, sample_of(prepared, one))
        for one in file.header.columns
    )
    return (*own, *(_later(prepared, one) for one in file.further))


def _later(prepared: Prepared, later: Further) -> ImportColumn:
    """Return a column that only a header further down has, with the first that it says."""
    column = later.column
    said = prepared.file.others.get(column.index, "")
    said = mask_field(column.field, said) if column.field in FIELDS else mask_numbers(said)
    return ImportColumn(
        column.index, column.header, column.field, column.confidence, said, later.row, later.apart
    )
