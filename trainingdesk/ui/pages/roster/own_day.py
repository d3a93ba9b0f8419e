"""Since when something of a single row or person is so, as it is typed."""

from trainingdesk.domain.roster.cells import Flaw, date_reader

_READ = date_reader(whole_days=True)


def own_day(typed: str) -> str | None:
    """Return a typed day or month as it is stored, "" for blank, None for what can't be read."""
    read = _READ(typed.strip()) if typed.strip() else ""
    return None if isinstance(read, Flaw) else read
