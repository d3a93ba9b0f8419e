"""What pages read of a person's history: one row a former value or secondment, as its form opens it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trainingdesk.domain.codes import GroupKind, PersonStatus, PostTrack, Rank, SecondmentWay, Team

#: the kind of a row that is a secondment; the other kinds are names of the period tables
SECONDMENT = "secondment"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """A row of somebody's history.

    Attributes:
        id: its place in the list; the number of the record is ``record_id``.
        kind: ``unit_period``, ``team_period``, ``post_period``, ``status_period`` or ``secondment``.
        valid_from, valid_to: as they are stored; a period's ``valid_to`` is the first day no longer, a secondment's the
            last day.
        words: what it says in words: the unit, the post, the place.
        reason: the document or the reason by which it began, "" when not said.
        present: it holds now: it belongs to the person's fields, and ``record_id`` is 0.
        file, file_day: the import by which it began and the day that one speaks of, ``YYYY-MM-DD``; "" when by hand.
        begun_by: what the row itself says of its beginning; "" where the value before it does, or nobody.
        ended: why it ended, "" when not said.
        loose: nothing known began by that end, so that it is said here.
        latest: it ended on ``valid_to`` at the latest: that is the day of the import that said otherwise, and no more is known.
    """

    id: int
    kind: str
    record_id: int
    valid_from: str
    valid_to: str
    words: str
    reason: str
    unit_id: int | None = None
    track: PostTrack | None = None
    rank: Rank | None = None
    legacy: str = ""
    team: Team | None = None
    status: PersonStatus | None = None
    way: SecondmentWay | None = None
    place: str = ""
    present: bool = False
    file: str = ""
    file_day: str = ""
    begun_by: str = ""
    ended: str = ""
    loose: bool = False
    latest: bool = False


@dataclass(frozen=True, slots=True)
class SecondmentLine:
    """A secondment; ``words`` says where to, or where from; ``valid_to`` is its last day, None for not fixed."""

    id: int
    way: SecondmentWay
    words: str
    valid_from: date
    valid_to: date | None
    reason: str
    unit_id: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A membership on a person's card; ``valid_to`` is the first day outside, None while it lasts."""

    kind: GroupKind
    valid_from: date
    valid_to: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class HoursStanding:
    """Hours attended against those owed (条例 2023 第十四条), in tenths of 学时.

    Attributes:
        year, this_year: the running year and the hours of the closed classes that ended in it.
        first_year, last_year, in_cycle: the five-year cycle and its hours so far.
        owed: hours owed; in the whole cycle when ``whole_cycle``, else in each year.
        counted: the years, of those asked for, in which the person counted in the base: only they are owed.
        half_days, half_days_owed: half-days attended in the running year, and those that do instead of its hours (12
            天或者 90 学时), 0 where only hours do.
    """

    year: int
    this_year: int
    first_year: int
    last_year: int
    in_cycle: int
    owed: int
    whole_cycle: bool
    counted: frozenset[int]
    half_days: int = 0
    half_days_owed: int = 0

    def owed_in(self, year: int) -> int | None:
        """Return the hours owed in one year, None when none are owed in a year or in this one."""
        return self.owed if not self.whole_cycle and year in self.counted else None

    @property
    def owed_in_cycle(self) -> int | None:
        """The hours owed in the cycle, None when they are owed a year or the person no longer counts."""
        return self.owed if self.whole_cycle and self.year in self.counted else None

    @property
    def by_days(self) -> bool:
        """Whether the days of the running year do instead of its hours."""
        need = self.owed_in(self.year)
        return bool(
            need and self.half_days_owed and self.this_year < need and self.half_days >= self.half_days_owed
        )

    @property
    def short(self) -> int:
        """Hours still missing of those owed now, 0 when none are or the days do."""
        if self.by_days:
            return 0
        if self.whole_cycle:
            return max((self.owed_in_cycle or 0) - self.in_cycle, 0)
        return max((self.owed_in(self.year) or 0) - self.this_year, 0)


@dataclass(frozen=True, slots=True)
class PersonHistory:
    """Somebody's history: what holds now, then what was, the latest first."""

    person_id: int
    name: str
    rows: tuple[HistoryRow, ...]


def lasting(secondments: Iterable[SecondmentLine], today: date) -> SecondmentLine | None:
    """Return the secondment that has no end yet, or whose last day is still to come; None when there is none."""
    return next((line for line in secondments if line.valid_to is None or line.valid_to > today), None)
