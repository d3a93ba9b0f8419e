"""What importing a whole file would do: every row against the roster, and the rows against each other.

100,000 rows against 100,000 people take about two seconds: people are found by ID number and by name
(:mod:`~trainingdesk.domain.roster.known_people`), and only rows that share a name are looked at together
(:mod:`~trainingdesk.domain.roster.twins`).
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.asked_alone import NOTHING_SAID, RANK_GOES_BACK, Said
from trainingdesk.domain.roster.beside import Settled, settle_beside
from trainingdesk.domain.roster.by_person import rows_by_person, titled_rows
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.chosen import Doubts, doubt_notes
from trainingdesk.domain.roster.copied import copied_numbers, without_explained
from trainingdesk.domain.roster.first_days import FirstDays
from trainingdesk.domain.roster.going import Goings
from trainingdesk.domain.roster.keys import NO_KEYS, Form, KeyedRows
from trainingdesk.domain.roster.known_people import Holders, KnownPeople, everybody
from trainingdesk.domain.roster.known_units import NO_UNITS, KnownUnits
from trainingdesk.domain.roster.lines import ONE_SHEET, Lines
from trainingdesk.domain.roster.matching import (
    GENERAL_OPEN,
    NO_UNIT,
    PATH_OPEN,
    Bucket,
    ImportPlan,
    Verdict,
    rank_alone,
)
from trainingdesk.domain.roster.mending import Place
from trainingdesk.domain.roster.missing import missing_people
from trainingdesk.domain.roster.near import ask_near
from trainingdesk.domain.roster.no_cadres import LEFT_OUT, NO_CADRE, STAYS_OUT
from trainingdesk.domain.roster.own_unit import offer_own_units
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.rank_in_post import RANK_IN_POST
from trainingdesk.domain.roster.recognised import Recogniser, RowsDone
from trainingdesk.domain.roster.row_ages import AgeCheck, Meant, check_rows
from trainingdesk.domain.roster.row_units import name_units
from trainingdesk.domain.roster.school_notes import school_notes
from trainingdesk.domain.roster.statuses import LENT
from trainingdesk.domain.roster.teams import open_teams
from trainingdesk.domain.roster.titles import NO_RANK
from trainingdesk.domain.roster.twins import Twins

_GONE = {PersonStatus.RETIRED.value, PersonStatus.LEFT.value}
#: fields with a rank; since when it is held stands in the field of that name with ``_from``
_RANKS = frozenset({"rank", "side_rank"})
#: fields that say who somebody is, and where they are
_WHO = frozenset({"name", "sex", "birth", "id_number"})
_WHERE = frozenset({"unit", "unit_post"})
#: why a row is wrong → the fields without which that is not certain
_RESTS_ON = {
    "roster.unit_missing": _WHERE,
    "roster.unit_closed": _WHERE | {"status"},
    "roster.twice_id": frozenset({"id_number"}),
    "roster.copied_id": frozenset({"id_number"}),
}
#: no question was answered
NO_ANSWERS: Mapping[Place, str] = MappingProxyType({})


def plan_import(
    rows: Sequence[ParsedPerson],
    known: KnownPeople | Iterable[KnownPerson],
    problems: Sequence[Problem] = (),
    *,
    units: KnownUnits = NO_UNITS,
    headers: Mapping[str, str] | None = None,
    lines: Lines = ONE_SHEET,
    keys: KeyedRows = NO_KEYS,
    form: Form | None = None,
    answers: Mapping[Place, str] = NO_ANSWERS,
    asked: Container[Place] = frozenset(),
    forms: bool = False,
    seconded: Mapping[int, Set[str]] = MappingProxyType({}),
    ages: AgeCheck | None = None,
    goings: Goings | None = None,
    first_days: FirstDays | None = None,
    fields: Mapping[str, Set[str]] = MappingProxyType({}),
    titles: Mapping[str, str] = MappingProxyType({}),
    done: RowsDone | None = None,
) -> ImportPlan:
    """Return what importing the rows of one file would do to the roster.

    Args:
        rows: the people of the file, in its order.
        known: everybody in the roster, those who left too.
        problems: what reading the file found; a row with an error or a question goes into no other bucket.
        units: every way to name a unit of the roster.
        headers: field → the file's header, for the places of further problems.
        lines: where the rows stand in the file's sheets.
        keys: whom the hidden keys of a form stand for.
        form: whom the form was about: only they can be missing from it.
        forms: whether every row is a form of its own: two of one person are asked about, neither is the wrong one, and
            nobody is missing.
        answers: cell → what was answered to the question at it: that one is not asked again.
        asked: cells about which reading asked, now or before.
        seconded: person → the units they are seconded to as the roster knows: that is not asked again.
        ages: what the days of the rows are held against, None for nothing.
        goings: what those who have retired or left by the file are held against, None for nothing.
        first_days: what since when in a unit or in the roster is held against, None for nothing.
        fields: sheet → what its columns say. Where they say titles and no ranks, a title is the rank of technical staff.
        titles: title → the rank of technical staff that it says, of a file in which one may speak for a team.
        done: told how many rows are decided.
    """
    found = (
        sorted([*problems, *keys.problems], key=lambda problem: problem.row) if keys.problems else problems
    )
    if form is not None and len(form.units) == 1 and not all(row.unit for row in rows):
        (own,) = form.units
        # whoever was written under the people of a form is of its unit; of those who stood in it a blank says nothing
        rows = [row if row.unit or row.row in keys.people else row._replace(unit=own) for row in rows]
    planner = _Planner(rows, everybody(known), found, units, headers or {}, lines)
    planner.keyed, planner.form, planner.said, planner.forms = keys.people, form, Said(answers, asked), forms
    planner.named.beside.present = seconded
    planner.ages, planner.goings, planner.first_days = ages, goings, first_days
    planner.fields, planner.titles = fields, titles
    return planner.plan(done)


class _Planner:
    def __init__(
        self,
        rows: Sequence[ParsedPerson],
        known: KnownPeople,
        problems: Sequence[Problem],
        units: KnownUnits,
        headers: Mapping[str, str],
        lines: Lines,
    ) -> None:
        self.people = known
        self.headers = headers
        self.lines = lines
        #: place of a row whose ID number is another one's → the place of that one
        self.copied = copied_numbers(rows, problems)
        self.problems = without_explained(rows, problems, self.copied)
        self.keyed: Mapping[int, int] = {}
        self.form: Form | None = None
        self.said = NOTHING_SAID
        self.forms = False
        self.ages: AgeCheck | None = None
        self.goings: Goings | None = None
        self.first_days: FirstDays | None = None
        self.fields: Mapping[str, Set[str]] = {}
        self.titles: Mapping[str, str] = {}
        self.levels: Collection[int] = ()
        self.closed = units.closed
        self.units = units.spellings
        self.kinds = units.kinds
        self.named = name_units(rows, self.people.units, units)
        self.rows = self.named.rows
        if self.named.asked:
            self.problems = sorted([*self.problems, *self._open_paths()], key=lambda problem: problem.row)
        self.beside = Settled()
        self.held = {p.row: Bucket.QUESTION for p in self.problems if p.severity == Severity.QUESTION}
        self.held.update({p.row: Bucket.ERROR for p in self.problems if p.severity == Severity.ERROR})

    def plan(self, done: RowsDone | None) -> ImportPlan:
        recogniser = Recogniser(self.rows, self.people, self.keyed)
        verdicts = recogniser.verdicts(done)
        self._settle_ranks(verdicts, recogniser)
        if self.ages is not None:
            self._ask_ages(self.ages, verdicts, recogniser)
        self.problems += [
            Problem("roster.key_moved", {"about": "key"}, row=row, severity=Severity.NOTE)
            for row in sorted(recogniser.moved)
        ]
        twins = Twins(self.rows, verdicts, self.copied, forms=self.forms, answers=self.said.answers)
        twins.settle(self.problems, self.named.beside)
        twins.leave_out(NO_CADRE, STAYS_OUT, LEFT_OUT)
        self._pass(twins.passed)
        self._ask_places(verdicts)
        self._ask_days(verdicts)
        if self.goings is not None and self.goings.lent:
            self._ask_goings(self.goings, verdicts)
        if self.first_days is not None:
            self._ask_first_days(self.first_days, verdicts)
        if self.closed:
            self._settle_closed(verdicts)
        self._ask_teams(verdicts)
        faults = self._faults(verdicts)
        for place, row in enumerate(self.rows):
            held = self.held.get(row.row)
            if held is not None:
                bucket = Bucket.ERROR if place in faults else held
                verdicts[place] = verdicts[place]._replace(bucket=bucket)
        # a form is about one person, and lists no unit
        missing: tuple[int, ...] = ()
        if not self.forms:
            missing = missing_people(self.rows, verdicts, self.people, self.named.beside.how, self.form)
        near: Mapping[int, tuple[int, ...]] = {}
        if missing:
            missing, near = ask_near(self.rows, verdicts, map(self.people.__getitem__, missing), missing)
        self.named.count(verdicts)
        for place in twins.passed:
            verdicts[place] = verdicts[place]._replace(bucket=Bucket.SAME, person_id=0)
        said_of = self.headers, self.fields, self.lines
        noted = [*self._doubts(verdicts), *school_notes(self.rows, verdicts, self.people, *said_of)]
        self.problems = offer_own_units(self.problems, partial(self._meant, verdicts))
        self._report(verdicts, faults)
        if noted:
            self.problems = sorted([*self.problems, *noted], key=lambda problem: problem.row)
        if any(row.side_rank for row in self.rows):
            nobody = (not one.person_id and not one.candidates for one in verdicts)
            self.rows = [rank_alone(row) if new else row for row, new in zip(self.rows, nobody, strict=True)]
        return ImportPlan(
            self.rows,
            verdicts,
            self.problems,
            missing,
            self.named.new,
            self.lines,
            self.closed,
            array("q", [row.row for row in self.rows]),
            self.beside.seconded,
            frozenset(self.beside.kept),
            which={self.rows[place].row: asked for place, asked in twins.asked.items()}
            if not self.forms
            else {},
            passed=sorted(twins.passed),
            unit_texts=self.named.texts,
            open_units=frozenset(self.named.asked),
            near=near,
            levelled=self._levelled(verdicts),
            lent=frozenset(self.beside.lent),
        )

    def _meant(self, verdicts: Sequence[Verdict], number: int) -> KnownPerson | None:
        """Return whom the row of a running line means, be it only by a name that one person bears."""
        verdict = verdicts[bisect_left(self.rows, number, key=lambda row: row.row)]
        alone = verdict.candidates if verdict.reason == NO_UNIT else ()
        return self.people.get(verdict.person_id or (alone[0] if alone else 0))

    def _pass(self, places: Collection[int]) -> None:
        """Ask nothing about rows that stay out, since another one of the same person counts."""
        rows = {self.rows[place].row for place in places}
        if rows:
            for row in rows:
                self.held.pop(row, None)
            self.problems = [
                one for one in self.problems if one.row not in rows or one.severity is Severity.NOTE
            ]

    def _open_paths(self) -> list[Problem]:
        """Ask which unit of a path is meant, 城东区教育局/城东区委组织部, and whose 办公室 one is that nobody said it of."""
        header = self.headers.get("unit") or self.headers.get("unit_post", "")
        return [
            Problem(
                PATH_OPEN if self.named.asked[row.unit] else GENERAL_OPEN,
                {"about": "unit", "value": row.unit, "choices": list(self.named.asked[row.unit])},
                field=header,
                row=row.row,
                value=row.unit,
                severity=Severity.QUESTION,
            )
            for row in self.rows
            if row.unit in self.named.asked
        ]

    def _settle_ranks(self, verdicts: list[Verdict], recogniser: Recogniser) -> None:
        """Settle what a title, or the level behind a post, says of the rank of somebody whom the roster knows."""
        levels = self.levels = {problem.row for problem in self.problems if problem.code == RANK_IN_POST}
        titles = titled_rows((row.row for row in self.rows), self.fields, self.lines)
        changed = rows_by_person(self.rows, verdicts, self.people, titles, levels)
        if changed:
            rows = self.rows = list(self.rows)
            for place, row in changed.items():
                rows[place] = row
                verdicts[place] = recogniser.verdict(place, row)

    def _levelled(self, verdicts: Sequence[Verdict]) -> frozenset[int]:
        """Return the rows with a level behind the post of which the person decides whom they mean."""
        pairs = zip(self.rows, verdicts, strict=True) if self.levels else ()
        return frozenset(row.row for row, verdict in pairs if verdict.candidates and row.row in self.levels)

    def _ask_teams(self, verdicts: list[Verdict]) -> None:
        """Ask of which team newcomers are whose title says something else than their unit."""
        titles = titled_rows((row.row for row in self.rows), self.fields, self.lines)
        found = open_teams(self.rows, verdicts, self.people, titles, self.titles, self.kinds, self.headers)
        asked = {one.row: one for one in found if one.row not in self.held}
        if asked:
            self.held.update(dict.fromkeys(asked, Bucket.QUESTION))
            kept = [one for one in self.problems if one.code != NO_RANK or one.row not in asked]
            self.problems = sorted([*kept, *asked.values()], key=lambda problem: problem.row)

    def _ask_ages(self, ages: AgeCheck, verdicts: list[Verdict], recogniser: Recogniser) -> None:
        """Ask about ages; what is asked about does not count until it is answered, and says nothing of who a row is."""
        known = self.people

        def meant(place: int) -> Meant:
            verdict = verdicts[place]
            return Meant(known.get(verdict.person_id), tuple(known[one] for one in verdict.candidates))

        blanks, found = check_rows(self.rows, ages, self.headers, meant)
        if not found:
            return
        rows = self.rows = list(self.rows)
        for place, values in blanks.items():
            row = rows[place] = rows[place]._replace(**values)
            verdicts[place] = recogniser.verdict(place, row)
        self.problems = sorted([*self.problems, *found], key=lambda problem: problem.row)
        for problem in found:
            held = Bucket.ERROR if problem.severity is Severity.ERROR else Bucket.QUESTION
            if self.held.get(problem.row) is not Bucket.ERROR:
                self.held[problem.row] = held

    def _ask_places(self, verdicts: list[Verdict]) -> None:
        """Ask about people of the roster whom a row puts beside their own unit."""
        status = {problem.row: problem.value for problem in self.problems if problem.code == LENT}
        self.beside = settle_beside(
            self.rows, verdicts, self.people, self.named.beside, self.said, MappingProxyType(status)
        )
        if answered := self.beside.lent & status.keys():  # it is asked of which unit they are, or known
            self.problems = [one for one in self.problems if one.code != LENT or one.row not in answered]
            asked = {one.row for one in self.problems if one.severity is Severity.QUESTION}
            for row in answered - asked:
                if self.held.get(row) is Bucket.QUESTION:
                    del self.held[row]
        for problem in self.beside.problems:
            if problem.severity is Severity.QUESTION:
                self.held.setdefault(problem.row, Bucket.QUESTION)
        if self.beside.problems:
            self.problems = sorted([*self.problems, *self.beside.problems], key=lambda problem: problem.row)

    def _ask_days(self, verdicts: list[Verdict]) -> None:
        """Ask about a new rank that would be held since before the rank so far was: the day is that of another one."""
        before = len(self.problems)
        for row, verdict in zip(self.rows, verdicts, strict=True):
            if verdict.bucket is not Bucket.UPDATE:
                continue
            changes = {change.field: change for change in verdict.changes}
            for name in _RANKS & changes.keys():
                day = changes.get(f"{name}_from")
                if day is None or not day.new[:7] < day.old[:7]:
                    continue
                about = day.field if day.field in self.headers else "rank_from"
                if self.said.settles(row.row, RANK_GOES_BACK, about, day.new):
                    continue
                self.held.setdefault(row.row, Bucket.QUESTION)
                self.problems.append(
                    Problem(
                        RANK_GOES_BACK,
                        {"value": day.new, "since": day.old, "about": about, "choices": [day.new]},
                        field=self.headers.get(about, ""),
                        row=row.row,
                        value=day.new,
                        severity=Severity.QUESTION,
                    )
                )
        if len(self.problems) > before:
            self.problems.sort(key=lambda problem: problem.row)

    def _ask_goings(self, goings: Goings, verdicts: list[Verdict]) -> None:
        """Ask about people who would have retired or left before a secondment of theirs began."""
        found = []
        for row, verdict in zip(self.rows, verdicts, strict=True):
            if verdict.person_id not in goings.lent:
                continue
            asked = goings.problem(row, self.people[verdict.person_id])
            if asked is not None:
                self.held.setdefault(row.row, Bucket.QUESTION)
                found.append(replace(asked, field=self.headers.get(asked.field, ""), row=row.row))
        if found:
            self.problems = sorted([*self.problems, *found], key=lambda problem: problem.row)

    def _ask_first_days(self, days: FirstDays, verdicts: list[Verdict]) -> None:
        """Say which rows have somebody in a unit, or move them, before that can be."""
        places = [place for place, row in enumerate(self.rows) if row.unit_from or row.joined_on]
        if not places:
            return
        found = []
        for place in places:
            row, verdict = self.rows[place], verdicts[place]
            person = self.people.get(verdict.person_id)
            for problem in days.problems(row, person, verdict.changes, self.said):
                asks = problem.severity is Severity.QUESTION
                if not asks or self.held.get(row.row) is not Bucket.ERROR:
                    self.held[row.row] = Bucket.QUESTION if asks else Bucket.ERROR
                found.append(replace(problem, field=self.headers.get(problem.field, ""), row=row.row))
        if found:
            self.problems = sorted([*self.problems, *found], key=lambda problem: problem.row)

    def _doubts(self, verdicts: list[Verdict]) -> list[Problem]:
        """Return what is to be noted of rows that are perhaps somebody."""
        if not any(verdict.candidates for verdict in verdicts):
            return []
        doubts = Doubts(self.ages, self.goings, Holders(self.people), self.first_days)
        return doubt_notes(self.rows, verdicts, self.people, doubts, self.headers)

    def _faults(self, verdicts: list[Verdict]) -> dict[int, str]:
        """Return the place of every row with a problem of reading that is wrong by itself too → the reason.

        All of a row is said at once, but nothing that may be otherwise when its question is answered: a unit that the
        question is about, somebody who is known once the birth is.
        """
        if not self.held:
            return {}
        about: dict[int, set[str]] = defaultdict(set)
        for problem in self.problems:
            if problem.row and problem.severity is not Severity.NOTE:
                about[problem.row].add(str(problem.params.get("about", "")))
        found: dict[int, str] = {}
        for place, row in enumerate(self.rows):
            verdict = verdicts[place]
            if row.row not in self.held or verdict.bucket is not Bucket.ERROR or not verdict.reason:
                continue
            rests_on = _RESTS_ON.get(verdict.reason, _WHO | _WHERE)
            if verdict.reason == "roster.unit_missing" and self.people.named(row.name):
                rests_on |= _WHO  # somebody of the roster needs no unit
            if about[row.row].isdisjoint(rests_on):
                found[place] = verdict.reason
        return found

    def _settle_closed(self, verdicts: list[Verdict]) -> None:
        """Let nobody come into a unit that does not exist any more; whoever went while they were in it stays there."""
        known = {person.id: person for person in self.people.in_units(self.closed)}
        for place, row in enumerate(self.rows):
            verdict = verdicts[place]
            if verdict.bucket is Bucket.ERROR:
                continue
            person = known.get(verdict.person_id)
            stays = person is not None and (person.status not in _GONE or row.status in {"", *_GONE})
            if row.unit in self.closed:
                if person is None or person.unit != row.unit or not stays:
                    verdicts[place] = verdict._replace(
                        bucket=Bucket.ERROR, changes=(), reason="roster.unit_closed", other_row=0
                    )
            elif (
                person is not None
                and stays
                and person.status in _GONE
                and self.units.get(key_of(person.unit)) == row.unit
            ):
                changes = tuple(change for change in verdict.changes if change.field != "unit")
                emptied = verdict.bucket is Bucket.UPDATE and not changes
                bucket = Bucket.SAME if emptied else verdict.bucket
                verdicts[place] = verdict._replace(bucket=bucket, changes=changes)

    def _report(self, verdicts: list[Verdict], faults: Mapping[int, str]) -> None:
        """Put the reasons of errors that matching found beside those that reading found."""
        found = False
        for place, (row, verdict) in enumerate(zip(self.rows, verdicts, strict=True)):
            read_wrong = self.held.get(row.row) == Bucket.ERROR and faults.get(place) != verdict.reason
            if verdict.bucket == Bucket.ERROR and verdict.reason and not read_wrong:
                field = _FIELD_OF.get(verdict.reason, "name")
                value = str(getattr(row, field))
                other = self.lines.in_sentence(verdict.other_row)
                params: dict[str, object] = {"name": row.name, "other": other, "value": value}
                if verdict.reason == "roster.unit_missing" and not self.lines.forms:
                    params["apart"] = self.lines.cell(row.row)[0]  # each sheet may be of a unit of its own
                header = self.headers.get(field, "")
                self.problems.append(Problem(verdict.reason, params, header, row.row, value))
                found = True
        for unit, count in self.named.new.items():
            self.problems.append(
                Problem("roster.unit_new", {"unit": unit, "count": count}, value=unit, severity=Severity.NOTE)
            )
        told = {
            "roster.unit_merged": self.named.merged,
            "roster.unit_path": self.named.dropped,
            "roster.unit_beside": self.named.said,
            "roster.unit_form": self.named.read,
            "roster.unit_section": self.named.inner,
            "roster.unit_renamed": self.named.renamed,
        }
        for code, read in told.items():
            for (unit, into), count in read.items():
                params = {"unit": unit, "into": into, "count": count}
                self.problems.append(Problem(code, params, value=unit, severity=Severity.NOTE))
        if found or self.named.new or any(told.values()) or self.keyed:
            self.problems.sort(key=lambda problem: problem.row)


_FIELD_OF = {
    "roster.twice_id": "id_number",
    "roster.copied_id": "id_number",
    "roster.unit_missing": "unit",
    "roster.unit_closed": "unit",
}
