"""Rows of one file that may be one person: held against each other, and each of the roster taken once.

Of two rows with one ID number the second is wrong until it is said which of them counts: then the other one stays out.
Where they say the same in every cell there is nothing to ask: the line was copied, and the person comes in once.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.beside import BesideRows
from trainingdesk.domain.roster.matching import Bucket, Verdict, births_agree, full_birth, sexes_agree
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.which_row import (
    INSTEAD,
    LEFT_OUT,
    OTHER,
    OUT,
    REPEATED,
    THIS,
    WHICH_ROW,
    WhichRow,
)

#: Rows of one name and birth are held against this many before them; beyond that the file is not one of people.
_MOST_COMPARED = 40
#: reasons that say of two rows that they are one person
_SAME_PERSON = frozenset({"roster.twice_id", "roster.twice_birth"})


class Twins:
    """The rows of one file and what they come to so far; what is found changes that.

    Args:
        rows: the people of the file.
        verdicts: one for every row, in the same order; changed in place.
        copied: place of a row whose ID number is another one's → the place of that one.
        forms: whether every row is a form of its own: two of one person are asked about, neither is the wrong one.
        answers: cell → what was answered, among them which of two rows of one person counts.

    Attributes:
        asked: place of a row that is a person's second one → which of the two counts.
        passed: places of the rows that stay out, since another one of the same person counts.
    """

    def __init__(
        self,
        rows: Sequence[ParsedPerson],
        verdicts: list[Verdict],
        copied: Mapping[int, int],
        *,
        forms: bool = False,
        answers: Mapping[tuple[int, str], str] = MappingProxyType({}),
    ) -> None:
        self._rows = rows
        self._verdicts = verdicts
        self._copied = copied
        self._forms = forms
        self._answers = answers
        self.asked: dict[int, WhichRow] = {}
        self.passed: set[int] = set()
        self._problems: Sequence[Problem] = ()
        self._beside: BesideRows = BesideRows()
        #: row → what is said of it; None before two lines said the same
        self._said: dict[int, set[tuple[str, str, str]]] | None = None

    def settle(self, problems: Sequence[Problem] = (), beside: BesideRows | None = None) -> None:
        """Hold the rows against each other, then see to it that each person of the roster is recognised once.

        ``problems`` is what is said of the rows so far, ``beside`` how somebody is at their unit: of two whose cells
        were not read alike none was copied, though one may say the more in what no field holds (a former rank, 挂职).
        """
        self._problems, self._beside = problems, beside or BesideRows()
        self._against_each_other()
        self._settle_claims()

    def leave_out(self, name: str, answer: str, reason: str) -> None:
        """Leave out every row at which something was answered: whom it means is in the file all the same."""
        rows = {row for (row, asked), value in self._answers.items() if asked == name and value == answer}
        for place, row in enumerate(self._rows if rows else ()):
            if row.row in rows and place not in self.passed:
                self.passed.add(place)
                self._verdicts[place] = Verdict(Bucket.ERROR, self._verdicts[place].person_id, reason=reason)

    def _against_each_other(self) -> None:
        """Find the person who stands in the file twice: an error at the second row, or a question at both."""
        by_number: dict[str, int] = {}
        by_birth: dict[tuple[str, str], list[int]] = defaultdict(list)
        by_unit: dict[tuple[str, str], list[int]] = defaultdict(list)
        names, numbers = ([getattr(row, name) for row in self._rows] for name in ("name", "id_number"))
        often, twice = _repeated(names), _repeated(numbers)
        for place, (name, number) in enumerate(zip(names, numbers, strict=True)):
            # nearly everybody stands in the file once
            if name not in often and number not in twice and place not in self._copied:
                continue
            row = self._rows[place]
            if place in self._copied:
                self._twice(place, self._copied[place], "roster.copied_id")
                continue
            if row.id_number:
                first = by_number.setdefault(row.id_number, place)
                if first != place and not self._counts(place, first, "roster.twice_id"):
                    continue
                by_number[row.id_number] = place
            if row.name not in often:
                continue
            by_unit[row.name, row.unit].append(place)
            birth = full_birth(row)
            if birth:
                earlier = by_birth[row.name, birth[:7]]
                self._hold_against(place, birth, earlier)
                earlier.append(place)
        for places in by_unit.values():
            if len(places) > 1:
                self._hold_unit(places)

    def _hold_against(self, place: int, birth: str, earlier: list[int]) -> None:
        """Hold a row against earlier rows of its name and month of birth."""
        row = self._rows[place]
        for other_place in earlier[:_MOST_COMPARED]:
            if other_place in self.passed:
                continue
            other = self._rows[other_place]
            other_birth = full_birth(other)
            if not births_agree(birth, other_birth) or not sexes_agree(row.sex, other.sex):
                continue
            if row.id_number and other.id_number:
                self._maybe_twins(place, other_place)
            elif row.id_number or other.id_number:
                # once with and once without the number: perhaps one person, whose rows can be taken together; where the
                # roster knows the number, the row without it is the one in doubt
                sure = bool(row.id_number and self._verdicts[place].person_id)
                self._maybe_twins(*((other_place, place) if sure else (place, other_place)))
                return
            elif row.unit == other.unit or (len(birth) == len(other_birth) == len("1972-05-16")):
                self._counts(place, other_place, "roster.twice_birth")
                return
            else:
                self._maybe_twins(place, other_place)

    def _hold_unit(self, places: list[int]) -> None:
        """Ask about rows of one name in one unit that neither birth nor sex tells apart."""
        places = [place for place in places if place not in self.passed]
        for place in places:
            row = self._rows[place]
            if full_birth(row):
                continue
            for other in places[:_MOST_COMPARED]:
                if other != place and sexes_agree(row.sex, self._rows[other].sex):
                    self._maybe_twins(place, other)
                    break

    def _counts(self, place: int, first: int, reason: str) -> bool:
        """Say of a row that is a person's second one what was answered about it; returns whether it counts."""
        if self._repeats(place, first):
            self._pass(place, first, REPEATED)
            return False
        answer = "" if self._forms else self._answers.get((self._rows[place].row, WHICH_ROW), "")
        self.asked[place] = WhichRow(self._rows[first].row, answer)
        if answer == THIS:
            self._pass(first, place, INSTEAD)
        elif answer in {OTHER, OUT}:
            self._pass(place, first, INSTEAD if answer == OTHER else LEFT_OUT)
        else:
            self._twice(place, first, reason)
        return answer == THIS

    def _repeats(self, place: int, first: int) -> bool:
        """Return whether a row with an ID number says just what an earlier one says; of forms each is looked at."""
        row, other = self._rows[place], self._rows[first]
        if not row.id_number or self._forms or row[1:] != other[1:]:
            return False
        if self._beside.how.get(place) != self._beside.how.get(first):
            return False
        if self._said is None:
            self._said = defaultdict(set)
            for one in self._problems:
                self._said[one.row].add((one.code, one.field, one.value))
        return self._said.get(row.row) == self._said.get(other.row)

    def _pass(self, place: int, counts: int, reason: str) -> None:
        """Leave a row out for another one; whom it means is known by that one."""
        self.passed.add(place)
        person = self._verdicts[place].person_id
        self._verdicts[place] = Verdict(Bucket.ERROR, person, reason=reason, other_row=self._rows[counts].row)

    def _twice(self, place: int, first: int, reason: str) -> None:
        if self._forms and reason in _SAME_PERSON:
            for one, other in ((place, first), (first, place)):
                self._maybe_twins(one, other, "roster.maybe_twin_forms")
            return
        verdict = self._verdicts[place]
        self._verdicts[place] = Verdict(
            Bucket.ERROR, verdict.person_id, (), verdict.candidates, reason, self._rows[first].row
        )

    def _maybe_twins(self, place: int, other: int, reason: str = "roster.maybe_twin_rows") -> None:
        verdict = self._verdicts[place]
        if verdict.bucket not in (Bucket.ERROR, Bucket.MAYBE):
            candidates = (verdict.person_id,) if verdict.person_id else ()
            self._verdicts[place] = Verdict(
                Bucket.MAYBE, 0, verdict.changes, candidates, reason, self._rows[other].row
            )

    def _settle_claims(self) -> None:
        """A person of the roster is recognised in one row only; a second one is asked about."""
        claims: dict[int, int] = {}
        for place, verdict in enumerate(self._verdicts):
            if not verdict.person_id or verdict.bucket == Bucket.ERROR:
                continue
            first = claims.setdefault(verdict.person_id, place)
            if first != place:
                self._verdicts[place] = Verdict(
                    Bucket.MAYBE,
                    0,
                    verdict.changes,
                    (verdict.person_id,),
                    "roster.maybe_twin_rows",
                    self._rows[first].row,
                )


def _repeated(said: Sequence[str]) -> set[str]:
    """Return what several rows say, blanks apart; of numbers hardly any is, which is seen without counting each."""
    distinct = set(said)
    if len(distinct) == len(said):
        return set()
    return {value for value, count in Counter(said).items() if count > 1 and value}
