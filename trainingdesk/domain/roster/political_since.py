"""The political status with the day of joining in one cell: 中共党员（2005.6）, and 2007.10（民建） in the column of Party entry."""

import re
from collections.abc import Mapping

from trainingdesk.domain.roster.cells import LONGEST_NAMING, Cell, CellReader, key_of, text_of

#: the note at a cell that says both, and the question where a column of its own says another month
SINCE_READ, SINCE_DIFFERS = "roster.party_since_read", "roster.party_since_differs"
#: how the status ends of who is of one of the other parties
_MEMBERS = ("党党员", "民革党员", "盟员", "会员", "社员")
#: the note at a day on which somebody joined another party, which is kept in the note
OTHER_SINCE = "roster.party_other_since"
_JOINED = re.compile(
    r"(?:(?:19|20)\d\d[-./年\d月日]*|(?:19|20)\d{4})?[(（\[【,，、\s]*(?:加入|入|参加)?(?P<party>[\u4e00-\u9fff]{2,12}?)"
    r"[(（\[【,，、\s]*(?:(?:19|20)\d\d[-./年\d月日]*|(?:19|20)\d{4})?(?:加入|入会|入盟|入党|入社|参加)?[)）\]】]?"
)
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


def other_party(cell: Cell, political: Mapping[str, str]) -> str:
    """Return the status that a cell of the column of Party entry says of another party, with or without a day; "" for none.

    2007.10（民建） and 民盟 are no Party entry; 无党派 and 群众 are read as :func:`~.cells.party_reader` does.

    Args:
        cell: of the column.
        political: as for :func:`status_and_since`.
    """
    if not isinstance(cell, str) or len(cell) > LONGEST_NAMING:
        return ""
    found = _JOINED.fullmatch(text_of(cell))
    status = political.get(key_of(found["party"]), "") if found else ""
    return status if status.endswith(_MEMBERS) and not status.startswith("中共") else ""
