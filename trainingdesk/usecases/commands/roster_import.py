"""A roster workbook comes in as a whole, and can be taken back as a whole.

The bulk path through the gate; new people are written by :class:`~trainingdesk.usecases.commands.roster_new_people.NewPeople`.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Table

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import Line, Team
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.chosen import leave_doubtful
from trainingdesk.domain.roster.comings import with_comings
from trainingdesk.domain.roster.importing import (
    PHOTO,
    ImportChoices,
    ImportWork,
    decide_import,
    people_of,
    units_named,
    with_same,
)
from trainingdesk.domain.roster.matching import FieldChange, rank_alone
from trainingdesk.domain.roster.missing import Gone
from trainingdesk.domain.roster.older import leave_older, said_again
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.settled import answered_now
from trainingdesk.domain.roster.together import brought_along, take_together
from trainingdesk.domain.roster.which_before import decided_pairs
from trainingdesk.persistence.audit import logged, with_audit
from trainingdesk.persistence.readmodels import units
from trainingdesk.persistence.search import DERIVED_FROM
from trainingdesk.persistence.tables.roster import ImportBatch, Person
from trainingdesk.shared.memory import give_back, no_cycle_search
from trainingdesk.usecases import import_report
from trainingdesk.usecases.commands.roster_answers import keep_answers
from trainingdesk.usecases.commands.roster_beginnings import coming
from trainingdesk.usecases.commands.roster_columns import remember_columns
from trainingdesk.usecases.commands.roster_dated import DatedUpdates, StoredChange, stored_change
from trainingdesk.usecases.commands.roster_going import leave_before_stays
from trainingdesk.usecases.commands.roster_left import who_left, with_left
from trainingdesk.usecases.commands.roster_legacy import ImportedLegacy
from trainingdesk.usecases.commands.roster_new_people import NewPeople
from trainingdesk.usecases.commands.roster_new_units import NewUnit, open_units, teams_of_units
from trainingdesk.usecases.commands.roster_own_days import (
    FileDays,
    RowDay,
    days_of,
    days_of_remarks,
    own_days,
    refuse_impossible,
)
from trainingdesk.usecases.commands.roster_photos import ImportedPhotos
from trainingdesk.usecases.commands.roster_renamed import (
    RenamedUnit,
    order_people_of_renamed,
    rename_units,
)
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.commands.roster_seconded import (
    SECONDMENT,
    ImportedSecondments,
    ended_by_import,
)
from trainingdesk.usecases.earlier_answers import kept_units, packed, packed_mends
from trainingdesk.usecases.ordering import index_people_anew
from trainingdesk.usecases.prepared import Prepared, unchanged_import
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.stays import end_stays
from trainingdesk.usecases.work import Work

_AT_ONCE = 1_000
#: rows of the log that are held until they are written
_LOGGED = 10_000
_STEP = "import.step_write"


@dataclass(frozen=True, kw_only=True)
class ImportRoster(Command):
    """Take a prepared import in, as the person chose on its preview.

    Attributes:
        token: the prepared import in this process.
        digest: of the file the preview showed.
        good_only: leave out rows in error or undecided; otherwise they stop the import.
        create_units: open units the roster does not know; ``line`` is theirs where the name does not say.
        team: the team of a new person where neither the row, a rank of it nor what the unit is says one.
        declined_rows: rows left out; declined_fields: (row, field) of updates left out, ``photo`` for a photo.
        taken_fields: (row, field) of changes that are taken although the roster knows something newer; else they are left.
        corrections: (row, field, whether its change only puts the roster right and closes no period) where that is not as its words say.
        decisions: (row, person it means, 0 for a new one, TOGETHER for the person of the row it may be one with) for rows that are perhaps somebody or have an open cell.
        left: what became of people of the file's units who are not in it.
        days: (row, field, since when) of changes of unit, team, status, post and rank that began on a day of their own.
        day: the day the file speaks of (数据截止日), None for today: changes of unit, team, post, rank and status are dated
            with it (since when post and rank are held stays unknown unless the file says it), and who is new in a unit that had people before joined on it, unless they were gone by then or belong to
            its first roster (:mod:`~trainingdesk.usecases.commands.roster_beginnings`).
        since_unknown: since when a new unit, team or status holds is not known either, but no later than ``day``.
        left_day: the day since when those in ``left`` are gone who have none of their own, None for ``day``.
        left_reason: the reason or document of those in ``left`` who have none of their own.
        units: (name, kind, team of its people) of new units that are not what their names say.
        renamed: (new name, full name so far, first day) of units of the roster that are renamed with the import.
    """

    token: str
    digest: str
    good_only: bool = False
    create_units: bool = True
    line: Line = Line.GOVERNMENT
    team: Team = Team.PARTY_GOVERNMENT
    declined_rows: tuple[int, ...] = ()
    declined_fields: tuple[tuple[int, str], ...] = ()
    taken_fields: tuple[tuple[int, str], ...] = ()
    corrections: tuple[tuple[int, str, bool], ...] = ()
    decisions: tuple[tuple[int, int], ...] = ()
    left: tuple[Gone, ...] = ()
    days: tuple[tuple[int, str, str], ...] = ()
    day: date | None = None
    since_unknown: bool = False
    left_day: date | None = None
    left_reason: str = ""
    units: tuple[NewUnit, ...] = ()
    renamed: tuple[RenamedUnit, ...] = ()


@handles(ImportRoster, Permission.ROSTER_IMPORT)
def import_roster(work: Work, command: ImportRoster) -> Result:
    """Write what the preview showed, or nothing; raises Refused ``import.day_to_come`` and ``import.left_before``."""
    for day in (command.day, command.left_day):
        if day is not None and day > work.today:
            raise Refused("import.day_to_come", day=day)
    return _imported(work, command, unchanged_import(work.connection, command.token, command.digest))


def _imported(work: Work, command: ImportRoster, prepared: Prepared) -> Result:
    choices = ImportChoices(
        good_only=command.good_only,
        create_units=command.create_units,
        declined_rows=frozenset(command.declined_rows),
        # what a row says of a place beside the person's own is no change of that person
        declined_fields=frozenset(command.declined_fields) | prepared.plan.kept,
        decisions=dict(command.decisions),
        taken_fields=frozenset(command.taken_fields),
        corrections={(row, name): put_right for row, name, put_right in command.corrections},
    )
    plan, choices = take_together(prepared.plan, choices, prepared.known)
    choices = leave_older(plan, choices, prepared.known, prepared.told, command.day or work.today)
    if choices.decisions:
        choices = leave_doubtful(plan, choices, prepared.known, prepared.doubts)
    prepared = prepared.with_plan(plan)
    decided = decide_import(plan, choices, prepared.known)
    day = command.day or work.today
    come = min(day, work.today).isoformat()
    own = days_of(command.days, work.today)
    remarks = days_of_remarks(prepared, own, work.today)
    of_file = FileDays(prepared, choices, decided, remarks, come)
    said = of_file, {row for row, name, _day in own if name == "status"}
    whole = leave_before_stays(work, prepared, choices, decided, said, day, undated=command.since_unknown)
    if whole is not choices:
        choices, decided = whole, decide_import(plan, whole, prepared.known)
        of_file = FileDays(prepared, choices, decided, remarks, come)
    if prepared.ages is not None and "note" in prepared.headers:
        new = with_comings(decided.new, prepared.units, plan.new_units, prepared.ages, come)
        decided = replace(decided, new=new)
    others = command.left_day or day, command.left_reason
    left = who_left(prepared, command.left, choices, day, others, work.today)
    command = replace(command, left=left, days=own)
    updates = with_left(decided.updates, left, prepared)
    give_back()
    with no_cycle_search():
        # what was read waits on: the rows that stay out can still be taken out
        return _Import(work, command, prepared, decided, choices, updates, remarks, of_file).write()


class _Import:
    """One import under way; every step leaves its rows in the log."""

    def __init__(
        self,
        work: Work,
        command: ImportRoster,
        prepared: Prepared,
        decided: ImportWork,
        choices: ImportChoices,
        updates: Mapping[int, tuple[FieldChange, ...]],
        remarks: Sequence[RowDay],
        of_file: FileDays,
    ) -> None:
        self.work = work
        self.command = command
        self.prepared = prepared
        self.decided = decided
        self.choices = choices
        self.updates = updates
        self.total = len(decided.new) + len(updates)
        self.person: Table = Person.metadata.tables["person"]
        self.day = command.day or work.today
        #: the days of single changes, as was said of them or as remarks say
        self.days = (*command.days, *remarks)
        self.of_file = of_file

    def write(self) -> Result:
        new_units = self._open_units()
        unit_ids = units.ids_by_name(self.work.connection)
        # not the highest id there is: the last people may be gone, and their ids are never given again
        first = self.work.last_id(self.person) + 1
        stored = {
            person_id: [stored_change(change, unit_ids) for change in changes]
            for person_id, changes in self.updates.items()
        }
        tracks, posts = own_days(self.command.days, self._people_of_days(), self.choices.left_fields)
        dated = DatedUpdates(
            self.work,
            self.day,
            stored,
            {one.person_id: (one.day, one.reason) for one in self.command.left},
            self.of_file.with_own(posts),
            self.decided.corrected,
            undated=self.command.since_unknown,
            days=tracks,
            moved=self.of_file.moved,
        )
        refuse_impossible(dated, posts, self.prepared.known)
        self._leave_unchanged(stored)
        # by unit, so that the index of units grows at its end; inside a unit as the file has them
        rows = sorted(map(rank_alone, self.decided.new), key=lambda row: unit_ids[row.unit])
        photos = self._photos(rows, first)
        ended = ended_by_import(self.work, stored, self.day)
        seconded = self._seconded(unit_ids, stored)
        legacy = ImportedLegacy(
            self.work, self.prepared.plan.legacy, self._people_in(self.prepared.plan.legacy, rows, first)
        )
        said = [photos.said, seconded.said, legacy.said, *self.of_file.left(dated)]
        teams = teams_of_units(self.work, {row.unit for row in rows}, self.command.team, self.command.units)
        # from here on a unit's name is the new one: what goes by the file's names was looked up before
        renamed = rename_units(self.work, self._wanted_names(), self.day)
        brought: dict[str, Sequence[Any]] = {
            "renamed": renamed,
            "photos": photos.kept(),
            "seconded": seconded.kept(),
            "stays": ended,
        }
        again = said_again(self.prepared.plan, self.decided, self.choices.decisions, self.prepared.known)
        brought["same"] = [
            *again.word_for_word.items(),
            ((PHOTO,), photos.same),
            ((SECONDMENT,), seconded.same),
        ]
        confirmed = () if self.command.since_unknown else list(again.dated.items())
        own = {unit_ids[row.unit] for row in rows}
        undated = self.command.since_unknown
        came = coming(self.work.connection, self.prepared.file, own, self.day.isoformat(), undated=undated)
        brought["bases"] = sorted(own.difference(came.begun))
        brought["origin"] = self.prepared.file.returned.origin or self.prepared.file.digest
        ids = {row.row: number for number, row in enumerate(rows, first)}
        people = [ids[row.row] for row in self.decided.new]
        batch = self._open_batch(new_units, first, stored, brought, confirmed)
        new = NewPeople(
            rows=rows,
            first=first,
            batch_id=batch.id,
            unit_ids=unit_ids,
            teams=teams,
            came=came,
            day=self.day.isoformat(),
            status_since={row: day for row, field, day in self.days if field == "status"},
        )
        report = partial(import_report.pack, *self._report(people, said))
        batch.report = new.write(self.work, self.total, report)
        self._update_people(stored)
        order_people_of_renamed(self.work, renamed)
        dated.write(batch.id)
        end_stays(self.work, ended)
        seconded.write()
        photos.write()
        legacy.write(batch.id)
        answered = answered_now(self.prepared.asked.part(), self.prepared.mends)
        answered |= decided_pairs(self.prepared.plan)
        cells = {row for row, _field in answered}
        keep_answers(self.work, batch.id, answered, self._people_in(cells, rows, first))
        remember_columns(self.work, self.prepared)
        count = len(self.decided.new) + len(self.updates)
        self.work.can_undo(
            "undo.import_roster", RevertImport(batch_id=batch.id), count=count, file=batch.file_name
        )
        return {
            "batch_id": batch.id,
            "created": len(self.decided.new),
            "updated": len(self.updates) - len(self.command.left),
            "left": len(self.command.left),
            "same": batch.same,
            "older_rows": batch.older,
            "refused": self.decided.refused,
            "units": len(new_units),
            "renamed": len(renamed),
            "photos": len(photos),
            "older": len(self.choices.older_fields),
            "odd": len(self.choices.odd_fields),
            "declined": len(self.command.declined_fields),
            "seconded": len(seconded.rows),
        }

    def _leave_unchanged(self, stored: dict[int, list[StoredChange]]) -> None:
        """Take out of the updates whom nothing is left to be written of: what was taken of them needs what was left.

        A rank beside a post says nothing where the post's level was not taken, and a day that was left leaves its field.
        """
        same = [person_id for person_id, changes in stored.items() if not changes]
        if not same:
            return
        for person_id in same:
            del stored[person_id]
        self.updates = {
            person_id: changes for person_id, changes in self.updates.items() if person_id in stored
        }
        self.decided = with_same(self.prepared.plan, self.choices, self.decided, same)

    def _people_of_days(self) -> dict[int, int]:
        """Return row → person for the rows with changes that have a day of their own."""
        rows = {row for row, _field, _day in self.command.days}
        return people_of(self.prepared.plan, self.choices, self.decided, rows) if rows else {}

    def _photos(self, rows: Sequence[ParsedPerson], first: int) -> ImportedPhotos:
        """Return the photos that come with the people; ``rows`` are the new ones in the order of their ids."""
        pictures: Mapping[int, bytes] = self.prepared.file.photos
        if pictures:
            wanted = {
                at: one for at, one in pictures.items() if (at, PHOTO) not in self.choices.declined_fields
            }
            pictures = brought_along(wanted, self.prepared.plan, self.choices)
        people = self._people_in(pictures, rows, first)
        kept = {
            row
            for row, person_id in people.items()
            if person_id in self.prepared.pictured and (row, PHOTO) not in self.choices.taken_fields
        }
        wanted = {row: photo for row, photo in pictures.items() if row not in kept}
        photos = ImportedPhotos(self.work, wanted if kept else pictures, people)
        photos.said.update(dict.fromkeys(kept, "roster.photo_left"))
        return photos

    def _seconded(
        self, unit_ids: Mapping[str, int], stored: Mapping[int, Sequence[StoredChange]]
    ) -> ImportedSecondments:
        """Return the secondments that the file notes of people of the roster."""
        found, stays = ImportedSecondments(self.work), self.prepared.plan.seconded
        if stays:
            found.decide(stays, self._stayed(), unit_ids, self.day, stored)
        return found

    def _stayed(self) -> dict[int, int]:
        """Return row → person for the people of the roster who are noted as seconded."""
        return people_of(self.prepared.plan, self.choices, self.decided, self.prepared.plan.seconded)

    def _people_in(self, wanted: Collection[int], new: Sequence[ParsedPerson], first: int) -> dict[int, int]:
        """Return row → person for those of the wanted rows that come in; ``new`` are in the order of their ids."""
        if not wanted:
            return {}
        people = people_of(self.prepared.plan, self.choices, self.decided, wanted)
        people.update((row.row, number) for number, row in enumerate(new, first) if row.row in wanted)
        return people

    def _open_units(self) -> list[int]:
        """Open the units that the rows to be written name and the roster does not know, unless none is to be opened."""
        if not self.choices.create_units:
            return []
        named = {row.unit for row in self.decided.new}
        for changes in self.updates.values():
            named.update(change.new for change in changes if change.field == "unit")
        named.update(self.prepared.plan.seconded[row].unit for row in self._stayed())
        names = [name for name in self.prepared.plan.new_units if name in named]
        return open_units(self.work, names, self.command.line, self.command.units)

    def _wanted_names(self) -> list[RenamedUnit]:
        """Return the new names of the units that rows name which come in; where all of them stay out the unit keeps its name."""
        wanted = [RenamedUnit(*one) for one in self.command.renamed]
        if wanted:
            named = units_named(self.prepared.plan, self.choices, self.decided)
            wanted = [one for one in wanted if one.unit in named]
        return wanted

    def _open_batch(
        self,
        new_units: Sequence[int],
        first: int,
        stored: Mapping[int, list[StoredChange]],
        brought: Mapping[str, Sequence[Any]],
        confirmed: Sequence[Any],
    ) -> ImportBatch:
        """Write the import's own record, still without its report.

        ``first`` is the first new person's id; ``confirmed`` the dated fields that the file says as the roster has them.
        """
        before = {
            "first": first,
            "created": len(self.decided.new),
            "units": list(new_units),
            "updated": list(stored.items()),
            **brought,
        }
        older = import_report.older_rows(self.prepared, self.choices, self.decided)
        batch = ImportBatch(
            file_name=self.prepared.file.path.name,
            digest=self.prepared.file.digest,
            contents=self.prepared.file.contents,
            at=self.work.now,
            actor_id=self.work.actor.user_id,
            day=self.day,
            undated=self.command.since_unknown,
            created=len(self.decided.new),
            updated=len(self.updates) - len(self.command.left),
            same=self.decided.same - older,
            older=older,
            refused=self.decided.refused,
            left=len(self.command.left),
            confirmed=packed(confirmed) if confirmed else None,
            units_said=kept_units(self.work.connection, self.prepared.mends, self.prepared.plan.unit_texts),
            mended=packed_mends(self.prepared.mends),
            before=packed(before),
            reverted_at=None,
        )
        self.work.session.add(batch)
        self.work.session.flush()
        return batch

    def _report(
        self, people: Sequence[int], said: Sequence[Mapping[int, str]]
    ) -> tuple[import_report.ImportReport, Iterator[import_report.ReportRow]]:
        """Return the import's report and its rows.

        ``people`` are the ids of the new people in the file's order; ``said`` is what writing found out of rows.
        """
        report, rows = import_report.report_of(
            self.prepared,
            self.choices,
            self.decided,
            self.command.left,
            self.work.actor.name,
            said,
            self.days,
        )
        # a unit that no row names which comes in keeps its name
        renamed = {one.unit for one in self._wanted_names()}
        passed = [
            (code, params)
            for code, params in report.passed
            if code != import_report.RENAMED or params["into"] in renamed
        ]
        return replace(report, undated=self.command.since_unknown, people=people, passed=passed), rows

    def _update_people(self, stored: Mapping[int, list[StoredChange]]) -> None:
        """Write the updates, those with the same fields together, each person's old and new values in the log."""
        by_fields: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for person_id, changes in stored.items():
            values = [value for _field, _old, value in changes]
            by_fields[tuple(field for field, _old, _value in changes)].append((*values, person_id))
        written = len(self.decided.new)
        connection = self.work.connection
        for names, rows in by_fields.items():
            sets = ", ".join(f"{name} = ?" for name in names)
            statement = f"UPDATE person SET {sets}, version = version + 1 WHERE id = ?"  # noqa: S608 - our own names
            for start in range(0, len(rows), _AT_ONCE):
                self.work.progress(written, self.total, _STEP)
                part = rows[start : start + _AT_ONCE]
                with_audit(connection, partial(connection.exec_driver_sql, statement, part))
                written += len(part)
        details = self._update_details(stored)
        while part := list(islice(details, _LOGGED)):
            self.work.trail.add_many("person", "imported", part)
            self.work.trail.write()
        stale = [
            person_id
            for person_id, changes in stored.items()
            if not DERIVED_FROM.isdisjoint(field for field, _old, _new in changes)
        ]
        index_people_anew(self.work, stale)

    def _update_details(self, stored: Mapping[int, list[StoredChange]]) -> Iterator[tuple[int, str]]:
        for person_id, changes in stored.items():
            detail = {field: logged(self.person.c[field].info, old, new) for field, old, new in changes}
            yield person_id, json.dumps(detail, ensure_ascii=False, separators=(",", ":"))
