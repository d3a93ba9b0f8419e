"""What importing a whole file would do: every row against the roster, and the rows against each other.

100,000 rows against 100,000 people take about a second: the roster is indexed by ID number and by name, and only rows
that share a name are looked at together.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from types import MappingProxyType

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.beside import Settled, settle_beside
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.copied import copied_numbers, without_explained
from trainingdesk.domain.roster.keys import NO_KEYS, Form, KeyedRows
from trainingdesk.domain.roster.known_units import NO_UNITS, KnownUnits
from trainingdesk.domain.roster.lines import ONE_SHEET, Lines
from trainingdesk.domain.roster.matching import (
    Bucket,
    ImportPlan,
    Match,
    Verdict,
    births_agree,
    decide_bucket,
    find_keyed,
    fits_key,
    full_birth,
    rank_alone,
    sexes_agree,
    verdict_of,
)
from trainingdesk.domain.roster.mending import Place
from trainingdesk.domain.roster.missing import missing_people
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.row_units import name_units

_GONE = {PersonStatus.RETIRED.value, PersonStatus.LEFT.value}
#: Rows of one name and birth are held against this many before them; beyond that the file is not one of people.
_MOST_COMPARED = 40
_STEP = 5_000
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
#: reasons that say of two rows that they are one person
_SAME_PERSON = frozenset({"roster.twice_id", "roster.twice_birth"})
#: no question was answered
NO_ANSWERS: Mapping[Place, str] = MappingProxyType({})

#: Told how many rows of how many are decided; may raise Cancelled.
RowsDone = Callable[[int, int], None]


def plan_import(
    rows: Sequence[ParsedPerson],
    known: Iterable[KnownPerson],
    problems: Sequence[Problem] = (),
    *,
    units: KnownUnits = NO_UNITS,
    headers: Mapping[str, str] | None = None,
    lines: Lines = ONE_SHEET,
    keys: KeyedRows = NO_KEYS,
    form: Form | None = None,
    answers: Mapping[Place, str] = NO_ANSWERS,
    forms: bool = False,
    seconded: Mapping[int, Set[str]] = MappingProxyType({}),
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
        forms: whether every row is a form of its own: two of one person are asked about, neither is the wrong one.
        answers: cell → what was answered to the question at it: that one is not asked again.
        seconded: person → the units they are seconded to as the roster knows: that is not asked again.
        done: told how many rows are decided.
    """
    found = (
        sorted([*problems, *keys.problems], key=lambda problem: problem.row) if keys.problems else problems
    )
    planner = _Planner(rows, known, found, units, headers or {}, lines)
    planner.keyed, planner.form, planner.answers, planner.forms = keys.people, form, answers, forms
    planner.named.beside.present = seconded
    return planner.plan(done)


class _Planner:
    def __init__(
        self,
        rows: Sequence[ParsedPerson],
        known: Iterable[KnownPerson],
        problems: Sequence[Problem],
        units: KnownUnits,
        headers: Mapping[str, str],
        lines: Lines,
    ) -> None:
        self.people = list(known)
        self.headers = headers
        self.lines = lines
        #: place of a row whose ID number is another one's → the place of that one
        self.copied = copied_numbers(rows, problems)
        self.problems = without_explained(rows, problems, self.copied)
        self.keyed: Mapping[int, int] = {}
        self.form: Form | None = None
        self.answers = NO_ANSWERS
        self.forms = False
        self.closed = units.closed
        self.units = units.spellings
        self.named = name_units(rows, {person.unit for person in self.people}, units)
        self.rows = self.named.rows
        if self.named.asked:
            self.problems = sorted([*self.problems, *self._open_paths()], key=lambda problem: problem.row)
        self.beside = Settled()
        self.by_id = {person.id_number: person for person in self.people if person.id_number}
        self.by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in self.people:
            self.by_name[person.name].append(person)
        self.held = {p.row: Bucket.QUESTION for p in self.problems if p.severity == Severity.QUESTION}
        self.held.update({p.row: Bucket.ERROR for p in self.problems if p.severity == Severity.ERROR})

    def plan(self, done: RowsDone | None) -> ImportPlan:
        verdicts = self._against_roster(done)
        self._against_each_other(verdicts)
        self._settle_claims(verdicts)
        self._ask_places(verdicts)
        self._ask_days(verdicts)
        if self.closed:
            self._settle_closed(verdicts)
        faults = self._faults(verdicts)
        for place, row in enumerate(self.rows):
            held = self.held.get(row.row)
            if held is not None:
                bucket = Bucket.ERROR if place in faults else held
                verdicts[place] = verdicts[place]._replace(bucket=bucket)
        self.named.count(verdicts)
        self._report(verdicts, faults)
        missing = missing_people(self.rows, verdicts, self.people, self.named.beside.how, self.form)
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
        )

    def _open_paths(self) -> list[Problem]:
        """Ask which unit of a path is meant: 城东区教育局/城东区委组织部."""
        header = self.headers.get("unit") or self.headers.get("unit_post", "")
        return [
            Problem(
                "roster.unit_path_open",
                {"about": "unit", "value": row.unit, "choices": list(self.named.asked[row.unit])},
                field=header,
                row=row.row,
                value=row.unit,
                severity=Severity.QUESTION,
            )
            for row in self.rows
            if row.unit in self.named.asked
        ]

    def _against_roster(self, done: RowsDone | None) -> list[Verdict]:
        """Decide every row by itself; who is recognised by ID number is nobody else's namesake."""
        verdicts: list[Verdict] = []
        by_id, by_name = self.by_id, self.by_name
        claimed = {by_id[row.id_number].id for row in self.rows if row.id_number in by_id}
        keyed = self._keyed_rows(claimed)
        nobody: list[KnownPerson] = []
        for place, row in enumerate(self.rows):
            person = by_id.get(row.id_number) if row.id_number else None
            if place in keyed:
                verdicts.append(self._by_key(row, *keyed[place], person))
            elif person is not None:
                verdicts.append(decide_bucket(row, [person]))
            elif namesakes := by_name.get(row.name):
                verdicts.append(decide_bucket(row, [p for p in namesakes if p.id not in claimed]))
            else:
                verdicts.append(decide_bucket(row, nobody))
            if done is not None and place % _STEP == 0:
                done(place, len(self.rows))
        return verdicts

    def _keyed_rows(self, claimed: set[int]) -> dict[int, tuple[KnownPerson, int]]:
        """Return the place of every row with a key → its person, and the row that has the key by right (0 for itself).

        Whoever stands in the row of their own key is nobody else's namesake: they are put into ``claimed``.
        """
        if not self.keyed:
            return {}
        known = {person.id: person for person in self.people}
        places: dict[int, list[int]] = defaultdict(list)
        for place, row in enumerate(self.rows):
            if row.row in self.keyed:
                places[self.keyed[row.row]].append(place)
        found: dict[int, tuple[KnownPerson, int]] = {}
        for number, own in places.items():
            person = known[number]
            fitting = [place for place in own if fits_key(self.rows[place], person)]
            if any(self.rows[place].name == person.name for place in own):
                claimed.add(number)
            for place in own:
                if len(own) == 1 or fitting == [place]:
                    found[place] = person, 0
                else:
                    other = fitting[0] if len(fitting) == 1 else own[1] if place == own[0] else own[0]
                    found[place] = person, self.rows[other].row
        return found

    def _by_key(
        self, row: ParsedPerson, person: KnownPerson, twin: int, holder: KnownPerson | None
    ) -> Verdict:
        """Decide a row with a key; one whose key another row has too is asked about."""
        others = [*self.by_name.get(row.name, ()), *((holder,) if holder is not None else ())]
        match = find_keyed(row, person, others)
        if match.person is not None and match.person.id != person.id:
            self.problems.append(
                Problem("roster.key_moved", {"about": "key"}, row=row.row, severity=Severity.NOTE)
            )
        elif twin:
            changes = verdict_of(row, Match(person)).changes
            return Verdict(Bucket.MAYBE, 0, changes, (person.id,), "roster.maybe_key_twice", twin)
        return verdict_of(row, match)

    def _against_each_other(self, verdicts: list[Verdict]) -> None:
        """Find the person who stands in the file twice: an error at the second row, or a question at both."""
        by_number: dict[str, int] = {}
        by_birth: dict[tuple[str, str], list[int]] = defaultdict(list)
        by_unit: dict[tuple[str, str], list[int]] = defaultdict(list)
        often = {name for name, count in Counter(row.name for row in self.rows).items() if count > 1 and name}
        for place, row in enumerate(self.rows):
            if place in self.copied:
                self._twice(verdicts, place, self.copied[place], "roster.copied_id")
                continue
            if row.id_number:
                first = by_number.setdefault(row.id_number, place)
                if first != place:
                    self._twice(verdicts, place, first, "roster.twice_id")
                    continue
            if row.name not in often:
                continue
            by_unit[row.name, row.unit].append(place)
            birth = full_birth(row)
            if birth:
                earlier = by_birth[row.name, birth[:7]]
                self._hold_against(verdicts, place, birth, earlier)
                earlier.append(place)
        for places in by_unit.values():
            if len(places) > 1:
                self._hold_unit(verdicts, places)

    def _hold_against(self, verdicts: list[Verdict], place: int, birth: str, earlier: list[int]) -> None:
        """Hold a row against earlier rows of its name and month of birth."""
        row = self.rows[place]
        for other_place in earlier[:_MOST_COMPARED]:
            other = self.rows[other_place]
            other_birth = full_birth(other)
            if not births_agree(birth, other_birth) or not sexes_agree(row.sex, other.sex):
                continue
            if row.id_number and other.id_number:
                self._maybe_twins(verdicts, place, other_place)
            elif row.id_number or other.id_number:
                # once with and once without the number: perhaps one person, whose rows can be taken together
                self._maybe_twins(verdicts, place, other_place)
                return
            elif row.unit == other.unit or (len(birth) == len(other_birth) == len("1972-05-16")):
                self._twice(verdicts, place, other_place, "roster.twice_birth")
                return
            else:
                self._maybe_twins(verdicts, place, other_place)

    def _hold_unit(self, verdicts: list[Verdict], places: list[int]) -> None:
        """Ask about rows of one name in one unit that neither birth nor sex tells apart."""
        for place in places:
            row = self.rows[place]
            if full_birth(row):
                continue
            for other in places[:_MOST_COMPARED]:
                if other != place and sexes_agree(row.sex, self.rows[other].sex):
                    self._maybe_twins(verdicts, place, other)
                    break

    def _twice(self, verdicts: list[Verdict], place: int, first: int, reason: str) -> None:
        if self.forms and reason in _SAME_PERSON:
            for one, other in ((place, first), (first, place)):
                self._maybe_twins(verdicts, one, other, "roster.maybe_twin_forms")
            return
        verdict = verdicts[place]
        verdicts[place] = Verdict(
            Bucket.ERROR, verdict.person_id, (), verdict.candidates, reason, self.rows[first].row
        )

    def _maybe_twins(
        self, verdicts: list[Verdict], place: int, other: int, reason: str = "roster.maybe_twin_rows"
    ) -> None:
        verdict = verdicts[place]
        if verdict.bucket not in (Bucket.ERROR, Bucket.MAYBE):
            candidates = (verdict.person_id,) if verdict.person_id else ()
            verdicts[place] = Verdict(
                Bucket.MAYBE, 0, verdict.changes, candidates, reason, self.rows[other].row
            )

    def _settle_claims(self, verdicts: list[Verdict]) -> None:
        """A person of the roster is recognised in one row only; a second one is asked about."""
        claims: dict[int, int] = {}
        for place, verdict in enumerate(verdicts):
            if not verdict.person_id or verdict.bucket == Bucket.ERROR:
                continue
            first = claims.setdefault(verdict.person_id, place)
            if first != place:
                verdicts[place] = Verdict(
                    Bucket.MAYBE,
                    0,
                    verdict.changes,
                    (verdict.person_id,),
                    "roster.maybe_twin_rows",
                    self.rows[first].row,
                )

    def _ask_places(self, verdicts: list[Verdict]) -> None:
        """Ask about people of the roster whom a row puts beside their own unit."""
        known = {person.id: person for person in self.people}
        self.beside = settle_beside(self.rows, verdicts, known, self.named.beside, self.answers)
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
                if (row.row, about) in self.answers:
                    continue
                self.held.setdefault(row.row, Bucket.QUESTION)
                self.problems.append(
                    Problem(
                        "roster.rank_goes_back",
                        {"value": day.new, "since": day.old, "about": about, "choices": [day.new]},
                        field=self.headers.get(about, ""),
                        row=row.row,
                        value=day.new,
                        severity=Severity.QUESTION,
                    )
                )
        if len(self.problems) > before:
            self.problems.sort(key=lambda problem: problem.row)

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
            if verdict.reason == "roster.unit_missing" and row.name in self.by_name:
                rests_on |= _WHO  # somebody of the roster needs no unit
            if about[row.row].isdisjoint(rests_on):
                found[place] = verdict.reason
        return found

    def _settle_closed(self, verdicts: list[Verdict]) -> None:
        """Let nobody come into a unit that does not exist any more; whoever went while they were in it stays there."""
        known = {person.id: person for person in self.people if person.unit in self.closed}
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
                self.problems.append(
                    Problem(
                        verdict.reason,
                        {
                            "name": row.name,
                            "other": self.lines.in_sentence(verdict.other_row),
                            "value": value,
                        },
                        field=self.headers.get(field, ""),
                        row=row.row,
                        value=value,
                    )
                )
                found = True
        for unit, count in self.named.new.items():
            self.problems.append(
                Problem("roster.unit_new", {"unit": unit, "count": count}, value=unit, severity=Severity.NOTE)
            )
        told = {
            "roster.unit_merged": self.named.merged,
            "roster.unit_path": self.named.dropped,
            "roster.unit_beside": self.named.said,
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
