"""What each value of somebody's history began by: its own word for it, else what ended the value before it.

The document or the reason of a change is kept with the period that the change closed, and so is the import that brought it.
A reader looks for it where the new value stands: 长期请假 rests on 产假, 在职 does not.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.history_views import HistoryRow


def with_bases(rows: Sequence[HistoryRow]) -> list[HistoryRow]:
    """Return rows as they are stored, each with what it began by (``reason``, ``file``, ``file_day``).

    What began on the day on which another value of its track ended began by what that one ended with. Of a present value
    nobody said since when it holds: it came after the last one known. An end after which nothing known began stays with
    the row that ended (``loose``). An import's own day on which nothing known began is no more than a day by which it was
    otherwise (``latest``).
    """
    tracks: dict[tuple[str, str | None], list[HistoryRow]] = defaultdict(list)
    for row in rows:
        tracks[row.kind, row.track].append(row)
    ended_by = {
        (row.kind, row.record_id, row.track): _before(row, tracks[row.kind, row.track]) for row in rows
    }
    taken = {id(before) for before in ended_by.values() if before is not None}
    begun = {key: {first_day(row.valid_from) for row in track} for key, track in tracks.items()}
    return [
        _said(
            row,
            ended_by[row.kind, row.record_id, row.track],
            loose=id(row) not in taken,
            latest=bool(row.file) and row.valid_to == row.file_day not in begun[row.kind, row.track],
        )
        for row in rows
    ]


def _before(row: HistoryRow, track: Sequence[HistoryRow]) -> HistoryRow | None:
    """Return the row whose end is the beginning of another one."""
    past = [other for other in track if not other.present and other is not row]
    if row.valid_from:
        return next((other for other in past if first_day(other.valid_to) == first_day(row.valid_from)), None)
    return max(past, key=lambda other: first_day(other.valid_to), default=None) if row.present else None


def _said(row: HistoryRow, before: HistoryRow | None, *, loose: bool, latest: bool) -> HistoryRow:
    reason = row.begun_by or (before.ended if before else "")
    # a name of before the law of 2018 came with its import as a whole: that one neither ended nor began anything else
    brought = row if row.legacy else before if before and not before.legacy else None
    return replace(
        row,
        reason=reason,
        file=brought.file if brought else "",
        file_day=brought.file_day if brought else "",
        loose=loose and bool(row.ended),
        latest=latest,
    )
