"""The new people of an import as database, log and search index take them: made column by column, no record object a row."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import islice, repeat
from typing import Any, TypeVar

from sqlalchemy import Table

from trainingdesk.domain.codes import PersonStatus, Team
from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.people import FIELDS, RARE_FIELDS, ParsedPerson
from trainingdesk.persistence.audit import with_audit
from trainingdesk.persistence.bulk import codes_checked_once, indexes_built_once
from trainingdesk.persistence.inserts import Inserts, inserts, run
from trainingdesk.persistence.search import indexed_in_bulk, indexing, name_facts, search_row
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.shared.ahead import beside, one_ahead
from trainingdesk.usecases.commands.roster_beginnings import Coming
from trainingdesk.usecases.commands.roster_columns import filled, log_texts, places, teams
from trainingdesk.usecases.commands.roster_dated import came
from trainingdesk.usecases.work import Work

T = TypeVar("T")

_AT_ONCE = 1_000
#: people whose values are made at a time
_PART = 5_000
#: people from which on it is quicker to build the indexes once, where at least as many come as there are
_MANY = 2_000
_STEP = "import.step_write"
_PERSON: Table = Person.metadata.tables["person"]
#: fields of a file that the database keeps as they are
_CODED = ("sex", "id_number", "rank", "authority")
#: days that the database keeps whole
_DAYS = ("status_from", "joined_on")
_PLAIN = tuple(name for name in FIELDS if name not in {"unit", *_CODED, *RARE_FIELDS, *_DAYS})
#: fields whose values are codes
_CODES = ("sex", "rank", "side_rank", "team", "authority", "status")
_COLUMNS = (
    *("id", "unit_id", *_PLAIN, *_CODED),
    *(*_DAYS, "position", "stroke_key", "pinyin_key", "import_batch_id", "version"),
)


@dataclass(frozen=True)
class _Part:
    """Some of the people, ready to be written.

    Attributes:
        count: how many they are.
        inserts: what writes them and their rows of the search index, :data:`_AT_ONCE` at a time.
        details: each person's id and log text.
        codes: coded column → the values that occur.
    """

    count: int
    inserts: Sequence[Inserts]
    details: Sequence[tuple[int, str]]
    codes: Mapping[str, Collection[str | None]]


@dataclass(frozen=True)
class NewPeople:
    """The new people of one import.

    Attributes:
        rows: in the order of their ids, which count up from ``first``.
        batch_id: of the import.
        unit_ids: unit → id; ``teams`` unit → the team of its new people who have none of their own.
        came: since when they are in the roster, where the row doesn't say.
        day: the day the file speaks of, ``YYYY-MM-DD``.
        status_since: row → since when the status holds that it says, where that was said apart.
    """

    rows: Sequence[ParsedPerson]
    first: int
    batch_id: int
    unit_ids: Mapping[str, int]
    teams: Mapping[str, Team]
    came: Coming
    day: str
    status_since: Mapping[int, str]

    def write(self, work: Work, total: int, meanwhile: Callable[[], T]) -> T:
        """Write them, and their rows of the log with each part: neither is ever held for all of them.

        ``total`` is how many people the import writes, for the progress. Returns what ``meanwhile`` makes while SQLite
        builds the indexes, which leaves Python to it.
        """
        starts = range(0, len(self.rows), _PART)
        with beside() as make:
            with ExitStack() as stack:
                if len(self.rows) >= max(_MANY, _count(work)):
                    stack.enter_context(indexes_built_once(work.connection, _PERSON))
                    stack.enter_context(indexed_in_bulk(work.connection))
                for start, part in zip(starts, one_ahead(map(self._part, starts)), strict=True):
                    _write(work, part, start, total)
                made = make(meanwhile)
            return made.result()

    def _part(self, start: int) -> _Part:
        """Return the people from a place on, up to the next part."""
        rows, first = self.rows[start : start + _PART], self.first + start
        fields: dict[str, Sequence[Any]] = dict(zip(("row", *FIELDS), zip(*rows, strict=True), strict=True))
        fields["team"] = teams(fields, self.teams)
        fields["status"] = filled(fields["status"], PersonStatus.SERVING.value)
        for name in ("rank", "side_rank"):  # since when of no rank says nothing
            pairs = zip(fields[name], fields[f"{name}_from"], strict=True)
            fields[f"{name}_from"] = [start if rank else "" for rank, start in pairs]
        rare = [name for name in RARE_FIELDS if any(fields[name])]
        unit_column = [self.unit_ids[name] for name in fields["unit"]]
        days = zip(fields["row"], fields["status_from"], strict=True)
        gone = [first_day(self.status_since.get(number) or day) or None for number, day in days]
        since = came(fields, unit_column, gone, self.came)
        since = [first_day(day) or first for day, first in zip(fields["joined_on"], since, strict=True)]
        fields.update(joined_on=filled(since, ""), status_from=filled(gone, ""))
        facts = {name: name_facts(name) for name in set(fields["name"])}
        names = [facts[name] for name in fields["name"]]
        ids = range(first, first + len(rows))
        # made as they are put into statements, and held once
        values = zip(
            ids,
            unit_column,
            *(fields[name] for name in _PLAIN),
            *([value or None for value in fields[name]] for name in _CODED),
            gone,
            since,
            places(fields, first),
            [name.stroke_key for name in names],
            [name.pinyin_key for name in names],
            repeat(self.batch_id),
            repeat(1),
            *([value or None for value in fields[name]] if name in _CODES else fields[name] for name in rare),
            strict=False,
        )
        keys = [name.keys for name in names]
        found = map(
            search_row, ids, fields["name"], keys, *(fields[name] for name in ("id_number", "phone", "post"))
        )
        into = f'"person" ({", ".join((*_COLUMNS, *rare))})'
        made = [
            [*inserts(into, islice(values, _AT_ONCE)), *indexing(islice(found, _AT_ONCE))]
            for _some in range(0, len(rows), _AT_ONCE)
        ]
        codes = {name: {value or None for value in set(fields[name])} for name in _CODES}
        details = list(zip(ids, log_texts(fields, unit_column), strict=True))
        return _Part(len(rows), made, details, codes)


def _count(work: Work) -> int:
    return int(work.connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one())


def _write(work: Work, part: _Part, done: int, total: int) -> None:
    """Write a part of the people; ``done`` are written before."""
    connection = work.connection
    with codes_checked_once(connection, _PERSON, part.codes):
        for place, made in enumerate(part.inserts):
            work.progress(done + place * _AT_ONCE, total, _STEP)
            with_audit(connection, partial(run, connection, made))
    work.trail.add_many(_PERSON.name, "imported", part.details)
    work.trail.write()
