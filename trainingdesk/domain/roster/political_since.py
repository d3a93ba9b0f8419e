"""The political status with the day of joining the Party in one cell: 中共党员（2005.6）."""

import re
from collections.abc import Mapping

from trainingdesk.domain.roster.cells import LONGEST_NAMING, Cell, CellReader, key_of, text_of

#: the note at a cell that says both, and the question where a column of its own says another month
SINCE_READ, SINCE_DIFFERS = "roster.party_since_read", "roster.party_since_differs"
_DATED = re.compile(
    r"([\u4e00-\u9fff]{2,8}?)[(（\[【,，;；、\s]*((?:19|20)\d\d(?:[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?|年)?|(?:19|20)\d{4}(?:\d\d)?)"
    r"\s*(?:加?入党?|加入中共|入党时间)?[)）\]】]?"
)


def status_and_since(
    cell: Cell, political: Mapping[str, str], read_month: CellReader
) -> tuple[str, str] | None:
    """Return the status and the month of joining the Party that a cell says, None for a cell that does not say both.

    The year alone says no month, and of another party a day is no entry to this one.

    Args:
        cell: of the column of political statuses.
        political: its words as :func:`~.cells.key_of` makes them → the usual ones.
        read_month: reads a month.
    """
    if not isinstance(cell, str) or len(cell) > LONGEST_NAMING:
        return None
    found = _DATED.fullmatch(text_of(cell))
    status = political.get(key_of(found[1]), "") if found else ""
    if found is None or not status.startswith("中共"):
        return None
    since = read_month(found[2])
    return (status, since) if isinstance(since, str) and "-" in since else None
