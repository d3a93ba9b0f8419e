"""The clock: the one place that asks the machine what time it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

#: A clock is a function without arguments that returns an aware instant in UTC.
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present instant in UTC, cut to milliseconds, as the database stores it."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def instant_text(instant: datetime) -> str:
    """Return an aware instant as the text the database stores: ``2026-06-12T01:02:03.456Z``."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    utc = instant.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def parse_instant(text: str) -> datetime:
    """Return the aware UTC instant that :func:`instant_text` wrote."""
    return datetime.fromisoformat(text)


def noon_of(day: date) -> datetime:
    """Return the aware UTC instant of a day's noon in the machine's own time zone: for what is known by its day alone."""
    return datetime.combine(day, time(12)).astimezone(UTC)


def local_day(instant: datetime) -> date:
    """Return the calendar day of an instant in the machine's own time zone."""
    return instant.astimezone().date()
