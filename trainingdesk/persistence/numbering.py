"""Number series: drawn inside the write transaction, so that a number that was refused leaves no gap."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from trainingdesk.persistence.tables.office import NumberSeries


def draw_numbers(session: Session, series: str, count: int) -> range:
    """Return the next ``count`` numbers of a series, starting at 1."""
    row = session.scalar(select(NumberSeries).where(NumberSeries.series == series))
    if row is None:
        row = NumberSeries(series=series, last=0)
        session.add(row)
    first = row.last + 1
    row.last += count
    session.flush()
    return range(first, first + count)


def draw_number(session: Session, series: str) -> int:
    """Return the next number of a series, starting at 1."""
    return draw_numbers(session, series, 1)[0]
