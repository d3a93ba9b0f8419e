"""The dated side of an import: what a file changes of unit, team, post, rank and status becomes periods, in bulk."""

from collections import defaultdict
from collections.abc import Collection, Mapping, MutableMapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from trainingdesk.domain.codes import PostTrack, Rank
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.base import went_by
from trainingdesk.domain.roster.first_days import is_not_yet
from trainingdesk.domain.roster.history import (
    Change,
    Former,
    Period,
    Present,
    Standing,
    check_since,
    decide_change,
    first_day,
    former_row,
)
from trainingdesk.domain.roster.matching import FieldChange
from trainingdesk.domain.roster.people import SINCE_FIELDS, TRACK_SINCE
from trainingdesk.domain.roster.told_posts import Told, decide_told
from trainingdesk.persistence.audit import with_audit
from trainingdesk.usecases.commands.roster_beginnings import Coming
from trainingdesk.usecases.periods import PERIODS, last_ends, post_ends, write_formers
from trainingdesk.usecases.work import Work

#: One changed column of a person as the database stores it: name, old and new value.
StoredChange = tuple[str, Any, Any]

_AT_ONCE = 1_000
_POSTS = frozenset({"post", "rank", "side_rank", *SINCE_FIELDS})
#: column → track and the column that says since when
_TRACKS = {
    "unit_id": ("unit", "unit_from"),
    "team": ("team", "team_from"),
    "status": ("status", "status_from"),
}
#: the columns that change with a new post, on the day it was taken up
_MOVED = frozenset({"unit_id", "team"})
_DATED = _POSTS | _TRACKS.keys() | set(TRACK_SINCE)
#: fields of a file that the database keeps as NULL where they say nothing
_CODES = frozenset({"sex", "id_number", "rank", "side_rank", "authority"})
#: days that the database keeps whole, and as NULL where they are not known: of a month its first
_WHOLE_DAYS = frozenset({"status_from", "joined_on"})
_STANDING = ("post", "post_from", "rank", "rank_from", "side_rank", "side_rank_from")

_FOUNDED = "SELECT id, founded_on FROM unit WHERE founded_on IS NOT NULL"


class DatedUpdates:
    """The periods that the updates of one import close.

    Made before anything is written: it adds the days of the new values ("since when") to ``stored``, so that they are
    written, logged and taken back like every other changed field.

    ``left`` gives those who have left a day and a reason of their own, since when and why. ``since`` is what the file says itself of the days since
    when posts and ranks are held, person → field → day; it counts before the day of the file. Where the former
    posts and ranks that are known speak against such a day it is left, and the person stands in ``contradicted``.

    Since when a new post or rank is held is not known where the file does not say it: that its day is the end of the
    former one says no more than "no later than". ``undated`` says the same of unit, team and status. ``corrected`` names the fields whose change only puts the roster right:
    no period is closed, and since when stays.

    ``days`` is person → unit, team or status → since when, where a person gave that change a day of its own. Such a day
    counts before all others; where it can't be, it stands in ``impossible`` with person, field and why.
    A day of unit, team or status in ``since`` counts next; where it can't be it is left, and the person stands in ``left_days`` with why.

    Since when unit, team and status hold is kept as ``since`` says it too, be they others or as before.

    Nobody is in a unit before it was set up, or moves before they came into the roster. A person was asked about such
    moves of those in ``moved``: the move is right, and since when they are in the roster is not known any more.

    Whoever takes up a new post since a day that the file says changes unit and team on that day too.

    A file that speaks of a day before the present value began can't say what was before: its value is then taken as a
    correction, without a period.
    """

    def __init__(
        self,
        work: Work,
        day: date,
        stored: MutableMapping[int, list[StoredChange]],
        left: Mapping[int, tuple[str, str]] | None = None,
        since: Mapping[int, Mapping[str, str]] | None = None,
        corrected: Mapping[int, Collection[str]] | None = None,
        *,
        undated: bool = False,
        days: Mapping[int, Mapping[str, str]] | None = None,
        moved: Collection[int] = (),
    ) -> None:
        self._work = work
        self._today = work.today.isoformat()
        self._since = since or {}
        self._corrected = corrected or {}
        self.contradicted: set[int] = set()
        self.left_days: dict[int, set[str]] = defaultdict(set)
        self._day = day.isoformat()
        self._undated = undated
        self._left = left or {}
        self._own = days or {}
        self.impossible: list[tuple[int, str, str, str]] = []
        self._joined: dict[int, str] = {}
        self._moved_before = moved
        founded = work.connection.exec_driver_sql(_FOUNDED)
        self._founded: dict[int, str] = {row[0]: row[1] for row in founded}
        self._formers: list[tuple[int, Former]] = []
        touched = [
            person_id
            for person_id, changes in stored.items()
            if not _DATED.isdisjoint(field for field, _old, _new in changes)
        ]
        for start in range(0, len(touched), _AT_ONCE):
            self._decide(touched[start : start + _AT_ONCE], stored)

    def write(self, batch_id: int) -> None:
        """Write the periods, with the import they came with."""
        by_reason: dict[str, list[tuple[int, Former]]] = defaultdict(list)
        for person_id, former in self._formers:
            went = former.table == "status_period" and person_id in self._left
            by_reason[self._left[person_id][1] if went else ""].append((person_id, former))
        for reason, formers in by_reason.items():
            write_formers(self._work, formers, reason, batch_id)

    def _decide(self, ids: Sequence[int], stored: MutableMapping[int, list[StoredChange]]) -> None:
        marks = ", ".join("?" * len(ids))
        dated = [name for column, (_track, since) in _TRACKS.items() for name in (column, since)]
        columns = ", ".join((*dated, *_STANDING))
        found = self._work.connection.exec_driver_sql(
            f"SELECT id, {columns}, coalesce(joined_on, '') FROM person WHERE id IN ({marks})",  # noqa: S608 - our own names
            tuple(ids),
        )
        last = last_ends(self._work.connection, ids)
        posts = post_ends(self._work.connection, ids)
        for row in found.all():
            changes = stored[row[0]]
            news = {field: new for field, _old, new in changes}
            self._joined[row[0]] = news.get("joined_on") or row[-1]
            ends = last.get(row[0], {})
            if not _POSTS.isdisjoint(news):
                self._posts(row[0], row[1 + len(dated) : -1], ends, posts.get(row[0], ()), news, changes)
            moved = self._moved(row[0], row[1 + len(dated)], news)
            # what the file says of since when counts as far as it can be
            changes[:] = [change for change in changes if change[0] not in TRACK_SINCE]
            for place, (name, (_track, column)) in enumerate(_TRACKS.items()):
                value, since = row[1 + 2 * place : 3 + 2 * place]
                if name in news:
                    self._one_of(row[0], name, (value, since), ends, (news[name], moved), changes)
                elif column in news:
                    self._since_of(row[0], name, since, ends, changes, value)

    def _since_of(
        self,
        person_id: int,
        name: str,
        now: str | None,
        ends: Mapping[str, str],
        changes: list[StoredChange],
        value: Any,
    ) -> bool:
        """Decide since when a value holds that stays as it is, or was only put right; returns whether the file's day can be."""
        track, column = _TRACKS[name]
        said = self._since.get(person_id, {}).get(f"{track}_from", "")
        if not said or (now or "").startswith(said):  # a month is no other day than one in it
            return True
        early = name == "unit_id" and is_not_yet(said, self._founded.get(value, ""))
        if early or check_since(said, _ended(ends, track), self._today) is not None:
            self.left_days[person_id].add("import.own_day_not_yet" if early else "import.own_day_before")
            return False
        day = first_day(said) if column in _WHOLE_DAYS else said
        if day != now:
            changes.append((column, now, day))
        return True

    def _one_of(
        self,
        person_id: int,
        name: str,
        now: tuple[Any, str | None],
        ends: Mapping[str, str],
        new: tuple[Any, str],
        changes: list[StoredChange],
    ) -> None:
        """Decide one track: on a day of its own, or on that of a new post or of the file; ``new`` is value and post's day."""
        value, moved = new
        field = _TRACKS[name][0]
        own = self._own.get(person_id, {}).get(field, "")
        if own:
            against = self._one(person_id, name, now, ends, (value, own), changes, given=True)
            if against:
                self.impossible.append((person_id, field, own, against))
            return
        said = self._since.get(person_id, {}).get(f"{field}_from", "")
        if said and name in self._corrections(person_id):
            self._since_of(person_id, name, now[1], ends, changes, value)
            return
        if said:
            against = self._one(person_id, name, now, ends, (value, said), changes, given=True)
            if not against:
                return
            self.left_days[person_id].add(against)
        days = (moved, self._day) if moved and name in _MOVED else (self._day,)
        late = all(self._one(person_id, name, now, ends, (value, day), changes) for day in days)
        if late and name == "unit_id" and is_not_yet(now[1] or "", self._founded.get(value, "")):
            changes.append((_TRACKS[name][1], now[1], ""))  # the former unit's day is none of this one

    def _one(
        self,
        person_id: int,
        name: str,
        now: tuple[Any, str | None],
        ends: Mapping[str, str],
        new: tuple[Any, str],
        changes: list[StoredChange],
        *,
        given: bool = False,
    ) -> str:
        """Decide one track on a day, be it ``given`` for this change; returns why it can't change on that day, "" where it does."""
        value, on = new
        track, column = _TRACKS[name]
        present = Present(now[0], now[1] or "")
        leaving = track == "status" and person_id in self._left
        day = self._left[person_id][0] if leaving else on
        decided = decide_change(
            present,
            _ended(ends, track),
            value,
            day,
            max(first_day(day), self._day),
            correction=not leaving and name in self._corrections(person_id),
        )
        if isinstance(decided, Problem):
            return "import.own_day_before"
        if name == "unit_id":
            against = self._against(person_id, decided, value, changes, said=on if given else "")
            if against:
                return against
        if decided.former is not None:
            self._formers.append((person_id, former_row(track, decided.former)))
        since = decided.present.since
        if self._undated and not (leaving or given) and on == self._day and decided.former is not None:
            since = ""  # the former one ended on that day or before: nobody said when
        if column in _WHOLE_DAYS:
            since = first_day(since)
        if since != present.since:
            changes.append((column, now[1], since or (None if column in _WHOLE_DAYS else "")))
        return ""

    def _against(
        self, person_id: int, decided: Change, unit: int, changes: list[StoredChange], *, said: str
    ) -> str:
        """Return why nobody can be in a unit, or move, on a day; who was asked about takes the day of coming away."""
        if is_not_yet(decided.present.since, self._founded.get(unit, "")):
            return "import.own_day_not_yet"
        joined = self._joined[person_id]
        if decided.former is None or first_day(decided.former.valid_to) >= joined:
            return ""
        if not said or person_id not in self._moved_before:
            return "import.own_day_before_joined"
        was = next((old for field, old, _new in changes if field == "joined_on"), joined)
        changes[:] = [change for change in changes if change[0] != "joined_on"]
        if was:
            changes.append(("joined_on", was, None))
        return ""

    def _moved(self, person_id: int, post: str, news: Mapping[str, Any]) -> str:
        """Return the day on which a new post was taken up that the file says, "" where it says none that can be."""
        since = self._since.get(person_id, {}).get("post_from", "")
        if not since or person_id in self.contradicted or first_day(since) > self._today:
            return ""
        new = news.get("post", post)
        return since if new != post and "post" not in self._corrections(person_id) else ""

    def _corrections(self, person_id: int) -> set[str]:
        """Return the columns whose change only puts the roster right."""
        return {"unit_id" if name == "unit" else name for name in self._corrected.get(person_id, ())}

    def _posts(
        self,
        person_id: int,
        row: Sequence[Any],
        ends: Mapping[str, str],
        posts: Sequence[Period],
        news: Mapping[str, Any],
        changes: list[StoredChange],
    ) -> None:
        post, post_from, rank, rank_from, side_rank, side_rank_from = row
        old = Standing(post, post_from, _rank(rank), rank_from, _rank(side_rank), side_rank_from)
        told = Told(
            post=news.get("post", post),
            rank=_rank(news.get("rank", rank)),
            side_rank=_rank(news.get("side_rank", side_rank)),
            since={name: day for name, day in self._since.get(person_id, {}).items() if name in SINCE_FIELDS},
            right=self._corrections(person_id),
            day=self._day,
        )
        periods = (posts, _ended(ends, PostTrack.RANK.value))
        decided, left = decide_told(old, periods, told, self._today)
        if left:
            self.contradicted.add(person_id)
        for former, track in ((decided.post, PostTrack.POST), (decided.rank, PostTrack.RANK)):
            if former is not None:
                self._formers.append((person_id, former_row(track, former)))
        settled = (*SINCE_FIELDS, "side_rank")
        changes[:] = [change for change in changes if change[0] not in settled]
        for name in settled:
            was, after = getattr(old, name), getattr(decided.standing, name)
            if was != after:
                # a code as the database has it
                changes.append((name, getattr(was, "value", was), getattr(after, "value", after)))


def remove_periods(work: Work, batch_id: int) -> None:
    """Take the periods back that an import wrote."""
    for name in PERIODS:
        ids = work.connection.exec_driver_sql(
            f"SELECT id FROM {name} WHERE import_batch_id = ?",  # noqa: S608 - our own names
            (batch_id,),
        )
        numbers = [(row[0],) for row in ids]
        if numbers:
            _remove(work, name, numbers)
            work.trail.add_many(name, "removed", ((row[0], f'{{"import":{batch_id}}}') for row in numbers))


def _remove(work: Work, name: str, numbers: Sequence[tuple[int]]) -> None:
    statement = f"DELETE FROM {name} WHERE id = ?"  # noqa: S608 - our own names
    with_audit(work.connection, partial(work.connection.exec_driver_sql, statement, numbers))


def _ended(ends: Mapping[str, str], track: str) -> list[Period]:
    """Return the last period of a track as far as the rule asks for it: when it ended."""
    return [Period(None, "", ends[track])] if track in ends else []


def stored_change(change: FieldChange, unit_ids: Mapping[str, int]) -> StoredChange:
    """Return a change as the database stores it: column, old and new value."""
    if change.field == "unit":
        return "unit_id", unit_ids[change.old], unit_ids[change.new]
    if change.field in _CODES:
        return change.field, change.old or None, change.new or None
    if change.field in _WHOLE_DAYS:
        return change.field, change.old or None, first_day(change.new)
    return change


def _rank(code: Any) -> Rank | None:
    return Rank(code) if code else None


def came(
    fields: Mapping[str, Sequence[Any]],
    units: Sequence[int],
    gone: Sequence[str | None],
    coming: Coming,
) -> list[str | None]:
    """Return since when new people are in the roster: None in a unit that begins with them and for who was gone by then.

    Args:
        units: of the people.
        gone: since when the status of each holds, None for not known.
        coming: when those come whose units had people before.
    """
    return [
        coming.day if unit in coming.begun and not went_by(status, since or "", coming.day) else None
        for unit, status, since in zip(units, fields["status"], gone, strict=True)
    ]
