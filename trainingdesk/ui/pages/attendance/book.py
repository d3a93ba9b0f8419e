"""The roll in hand: what the desk said last, and on top of it marks that are still on their way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from trainingdesk.domain.attendance.rows import Roll, RollRow, SessionRow
from trainingdesk.domain.codes import Mark

#: figures up to so many digits are a seat, longer ones the end of an ID number
SEAT_DIGITS = 3


class _Sent(NamedTuple):
    token: int
    mark: Mark
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """Whom something typed fits: those without a mark first, then by seat."""

    ids: tuple[int, ...]
    exact: bool


class RollBook:
    """One half-day's roll: rows by seat, with marks shown before the desk has answered.

    A source of rows for the table as well.
    """

    def __init__(self, roll: Roll) -> None:
        self._rows = {row.id: row for row in roll.rows}
        self._session = roll.session
        self._version = roll.version
        self._sent: dict[int, _Sent] = {}
        self._count = 0

    # --- what is shown ---

    @property
    def session(self) -> SessionRow:
        """The half-day."""
        return self._session

    def ids(self, order: str = "") -> Sequence[int]:
        """Return every id in the order of the printed sheet."""
        return list(self._rows)

    def rows(self, ids: Sequence[int]) -> Mapping[int, RollRow]:
        """Return rows as they are shown."""
        return {key: self.row(key) for key in ids if key in self._rows}

    def row(self, row_id: int) -> RollRow:
        """Return one row as it is shown: with the mark that is on its way, if there is one."""
        row, sent = self._rows[row_id], self._sent.get(row_id)
        return row if sent is None else replace(row, mark=sent.mark, at=sent.at)

    def __contains__(self, row_id: int) -> bool:
        return row_id in self._rows

    def counts(self) -> Counter[Mark | None]:
        """Return how often each mark is shown; None counts those without one."""
        return Counter(self.row(key).mark for key in self._rows)

    def unmarked(self) -> int:
        """Return how many have no mark."""
        return self.counts()[None]

    # --- marks on their way ---

    def send(self, row_id: int, mark: Mark, at: datetime) -> int:
        """Show a mark at once; the token names it when the desk answers."""
        self._count += 1
        self._sent[row_id] = _Sent(self._count, mark, at)
        return self._count

    def settle(self, row_id: int, token: int, mark_id: int | None, at: datetime | None) -> None:
        """The desk has taken a mark; a repeated one changed nothing and has no id."""
        sent = self._sent.get(row_id)
        if mark_id is not None and row_id in self._rows and sent is not None:
            self._version = max(self._version, mark_id)
            if sent.token == token:
                self._rows[row_id] = replace(self._rows[row_id], mark=sent.mark, at=at)
        self._forget(row_id, token)

    def revert(self, row_id: int, token: int) -> None:
        """The desk has refused a mark: what counted before is shown again."""
        self._forget(row_id, token)

    def _forget(self, row_id: int, token: int) -> None:
        sent = self._sent.get(row_id)
        if sent is not None and sent.token == token:
            del self._sent[row_id]

    @property
    def waiting(self) -> int:
        """How many marks are on their way."""
        return len(self._sent)

    def take(self, roll: Roll) -> bool:
        """Take a newer reading in; marks on their way stay on top. Return whether people came or went.

        A reading older than an answer that came meanwhile is passed over: it would show the past.
        """
        if roll.version < self._version:
            return False
        before = list(self._rows)
        self._rows = {row.id: row for row in roll.rows}
        self._session, self._version = roll.session, roll.version
        for key in [key for key in self._sent if key not in self._rows]:
            del self._sent[key]
        return before != list(self._rows)

    # --- finding ---

    def find(self, typed: str) -> Found:
        """Return whom something typed or scanned fits: seat, end of the ID number, pinyin, initials, name, unit."""
        word = "".join(typed.split()).upper()
        if not word:
            return Found((), exact=False)
        figures = word.removesuffix("X").isdigit()
        if figures and len(word) <= SEAT_DIGITS and word.isdigit():
            hits = [row for row in self._rows.values() if row.seat == int(word)]
        elif figures:
            tail = word[-6:]
            hits = [row for row in self._rows.values() if row.id_tail and row.id_tail.endswith(tail)]
        elif word.isascii():
            key = word.lower()
            hits = [row for row in self._rows.values() if any(one.startswith(key) for one in row.keys)]
        else:
            hits = [row for row in self._rows.values() if word in row.name] or [
                row for row in self._rows.values() if word in row.unit
            ]
        hits.sort(key=lambda row: (self.row(row.id).mark is not None, row.seat))
        return Found(tuple(row.id for row in hits), exact=len(hits) == 1)
