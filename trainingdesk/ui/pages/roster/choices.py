"""What the person has decided on the preview of an import, and what the import will come to."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.roster.asked_alone import field_at
from trainingdesk.domain.roster.import_views import ImportPreview, PreviewChange, PreviewRow, Unopened
from trainingdesk.domain.roster.importing import PHOTO, TOGETHER
from trainingdesk.domain.roster.known_units import UnitSaid
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.mending import Place
from trainingdesk.domain.roster.missing import Gone
from trainingdesk.domain.roster.near import lacked
from trainingdesk.domain.roster.older import ALWAYS
from trainingdesk.domain.roster.remarks import KEEP, REMARKS
from trainingdesk.domain.roster.which_row import PASSED, WHICH_ROW
from trainingdesk.ui.pages.roster.own_day import own_day
from trainingdesk.ui.pages.roster.unit_choices import renamed_by, renamed_in
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_new_units import NewUnit

NEW_PERSON, LEAVE_OUT, UNDECIDED = 0, -1, -3
#: what a row that was left out counts as once another one of the same person counts anyway
_PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Expected:
    """How many rows come to what; ``waiting`` are wrong or open, and in ``out`` too; ``renamed`` counts units.

    ``older`` are those of whose every change the roster knows something newer.
    """

    new: int
    updated: int
    same: int
    out: int
    left: int
    waiting: int
    renamed: int = 0
    older: int = 0


@dataclass(slots=True)
class Choices:
    """Decisions about single rows; what is not decided goes the way its bucket says.

    Attributes:
        declined_rows: row that is left out → its bucket.
        declined_fields: (row, field) of changes that are left out; emptied: rows of which nothing else is left.
        put_right: (row, field) → whether its change only puts the roster right, where that was said.
        taken_fields: (row, field) of changes that are wanted although the roster knows something newer.
        good_only: rows in error or undecided stay out; otherwise they stop the import.
        corrections, answers: cells that were put right, as :class:`~trainingdesk.domain.roster.mending.Mends` has them.
        remarks_kept: rows of which it was said that their remark stays one.
        settles: row that is taken together with another → (that one, whom it then means), when it is answered too.
        stays: row that is taken together with another → (that one, whether it waits for an answer of its own).
        day: the day the file speaks of, None when it is not known.
        day_given: whether the file, or a person, said that day; otherwise it is only the day of the import.
        dated: whether units, teams and statuses that change are held since that day, None for not said; then they are
            where the day was given, and since when is not known otherwise.
        days: (row, field) → since when it is held, where that is another day than for all; as it was typed.
        places: row that was decided to mean somebody → its place; others: that row → person → another row that changes
            them already, and its place.
        left: person who is not in the file → what became of them, where that was said.
        left_status: what a tick says became of them.
        left_day: since when those in ``left`` are gone who have no day of their own, None for that day.
        left_reason: the reason of those who have none of their own.
        unit_said: text of a unit → what it was said to be, where that is not as it is read.
        new_units: new unit → its kind, the team of its people, its line and its managing unit, where any of that was said.
        unopened: the rows that stay out where no new unit is opened, once that is known.
    """

    good_only: bool = True
    day: date | None = None
    day_given: bool = False
    dated: bool | None = None
    left_day: date | None = None
    left_status: PersonStatus = PersonStatus.LEFT
    left_reason: str = ""
    corrections: dict[Place, str] = field(default_factory=dict)
    answers: dict[Place, str] = field(default_factory=dict)
    remarks_kept: set[int] = field(default_factory=set)
    create_units: bool = True
    declined_rows: dict[int, str] = field(default_factory=dict)
    declined_fields: set[tuple[int, str]] = field(default_factory=set)
    emptied: set[int] = field(default_factory=set)
    taken_fields: set[tuple[int, str]] = field(default_factory=set)
    put_right: dict[tuple[int, str], bool] = field(default_factory=dict)
    decisions: dict[int, int] = field(default_factory=dict)
    settles: dict[int, tuple[int, int]] = field(default_factory=dict)
    stays: dict[int, tuple[int, bool]] = field(default_factory=dict)
    days: dict[tuple[int, str], str] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)
    others: dict[int, dict[int, tuple[int, str]]] = field(default_factory=dict)
    left: dict[int, Gone] = field(default_factory=dict)
    unit_said: dict[str, UnitSaid] = field(default_factory=dict)
    new_units: dict[str, NewUnit] = field(default_factory=dict)
    unopened: Unopened = field(default_factory=Unopened)

    @property
    def is_dated(self) -> bool:
        """Whether units, teams and statuses that change are held since the day the file speaks of."""
        return self.day_given if self.dated is None else self.dated

    def ask_again(self, cells: Iterable[Place]) -> None:
        """Forget answers to what is asked anew, since something else was put right."""
        for cell in cells:
            self.answers.pop(cell, None)

    def decided_rows(self) -> set[int]:
        """Return the rows that somebody has decided something about, other than what their cells hold."""
        return {*self.decisions, *self.declined_rows, *self.remarks_kept}

    def carry_over(self, preview: ImportPreview, rows: Iterable[PreviewRow]) -> None:
        """Keep what was decided when the same file was read anew; ``rows`` are the decided ones as they are now.

        Whom a row means is asked anew where that person is not offered any more, nothing is asked any more, or it is
        asked first which unit it is of. A remark that is not asked about any more counts as answered no more either.
        """
        found = {row.row: row for row in rows}
        self.remarks_kept = {number for number in self.remarks_kept if _asks_remark(found.get(number))}
        for number, meant in list(self.decisions.items()):
            row = found.get(number)
            if number not in self.decisions:
                continue  # it was taken together with one that is asked about anew
            if row is not None and row.bucket is Bucket.UPDATE and row.person_id == meant:
                del self.decisions[number]  # it means them by itself now; which fields are taken stands
                continue
            if row is None or row.bucket not in {Bucket.MAYBE, Bucket.QUESTION} or row.asks_unit:
                self.ask_anew(number)
                continue
            offered = {NEW_PERSON, row.person_id, *(side.id for side in row.candidates)}
            if meant not in (offered | {TOGETHER} if row.together else offered):
                self.ask_anew(number)
            elif meant == TOGETHER:
                self.settles.pop(number, None)
                self._hang(number, row.settles, row.stays)
        for number in self.declined_rows.keys() & found.keys():
            bucket = found[number].bucket.value
            passed = any(problem.code in PASSED for problem in found[number].problems)
            self.declined_rows[number] = _PASSED if passed else "maybe" if bucket == "question" else bucket
        forget_found(self, preview)
        self.new_units = {name: said for name, said in self.new_units.items() if name in preview.new_units}

    def take_row(self, row: int, take: bool, bucket: str) -> None:
        """Take a row, or leave it out."""
        self.declined_rows.pop(row, None)
        if not take:
            self.declined_rows[row] = bucket

    def tell_day(self, row: int, name: str, day: str) -> None:
        """Say since when a change of one row is held, "" for as all the others."""
        self.days.pop((row, name), None)
        if day:
            self.days[row, name] = day

    def take_field(self, row: int, name: str, take: bool) -> None:
        """Take one field of an update, or leave it as it is."""
        (self.declined_fields.discard if take else self.declined_fields.add)((row, name))
        (self.taken_fields.add if take else self.taken_fields.discard)((row, name))

    def note_emptied(self, row: PreviewRow) -> None:
        """Remember whether nothing of an update is taken any more, so that it can be counted as unchanged.

        A row decided by hand to mean somebody counts so too where it changes nothing of them, or only what is older.
        """
        nothing = empties(self, row)
        if row.bucket is Bucket.MAYBE and self.standing(row.row) > NEW_PERSON:
            nothing = not _takes_any(self, row)
        (self.emptied.add if nothing else self.emptied.discard)(row.row)

    def takes(self, row: int, name: str, older: bool) -> bool:
        """Return whether a field of an update is taken; what is older than the roster, or hardly possible, only when asked for."""
        return (row, name) in self.taken_fields if older else (row, name) not in self.declined_fields

    def missing(self, preview: ImportPreview) -> int:
        """Return how many people of the file's units are not in it and may have left by the day it speaks of."""
        near = (preview.near_from[number] for number in self.lacked(preview))
        day = self.day.isoformat() if self.day else ALWAYS
        return sum(known <= day for known in (*preview.missing_from.values(), *near))

    def lacked(self, preview: ImportPreview) -> list[int]:
        """Return whom the file lacks after all, since no row that might have meant them does."""
        return lacked(preview.near, self.decided(), self.declined_rows) if preview.near else []

    def forget_later(self, preview: ImportPreview) -> None:
        """Take back what became of people who are there since a day the file, by another day, can't know of."""
        if self.day is not None:
            day = self.day.isoformat()
            known = {**preview.near_from, **preview.missing_from}
            self.left = {number: said for number, said in self.left.items() if known.get(number, "") <= day}

    def unchanged(self, preview: ImportPreview) -> list[int]:
        """Return the updates of whose every change the roster knows something newer, by the day the file speaks of."""
        day = self.day.isoformat() if self.day else ""
        return [row for row, known in preview.unchanged_before.items() if day and day < known]

    def leaves(self, row: PreviewRow) -> bool:
        """Return whether an update changes nothing, since the roster knows something newer of all it says."""
        return row.is_older and not self._takes_any(row)

    def disputes(self, row: PreviewRow) -> bool:
        """Return whether an update changes nothing as long as nobody says which of two values counts."""
        return row.is_conflict and not self._takes_any(row)

    def _takes_any(self, row: PreviewRow) -> bool:
        return any((row.row, change.field) in self.taken_fields for change in row.changes)

    def _left_older(self, preview: ImportPreview) -> set[int]:
        """Return the updates that change nothing for that reason, or since both sides changed something."""
        taken = {row for row, _name in self.taken_fields}
        return set(self.unchanged(preview)) - taken - self.declined_rows.keys()

    def _hanging(self, decided: Mapping[int, int], lost: Collection[int]) -> tuple[int, int]:
        """Return how many rows are taken together with one that waits for its own answer, and with one that is left out.

        ``lost`` are left out since their units are not opened.
        """
        waiting = out = 0
        for row in self.stays:
            stays, is_open = row, False
            seen: set[int] = set()
            while decided.get(stays) == TOGETHER and stays in self.stays and stays not in seen:
                seen.add(stays)
                stays, is_open = self.stays[stays]
            if stays in self.declined_rows or stays in lost:
                out += 1
            elif is_open and stays not in decided:
                waiting += 1
        return waiting, out

    def decide(
        self,
        row: int,
        person_id: int,
        settles: tuple[int, int] = (0, 0),
        stays: tuple[int, bool] = (0, False),
    ) -> None:
        """Say whom an open row means.

        ``settles``: taken together, the row it answers for and whom that one means; ``stays``: the row that stays then,
        and whether it waits for an answer of its own.
        """
        self.ask_anew(row)
        if person_id == LEAVE_OUT:
            self.declined_rows[row] = Bucket.MAYBE.value
        else:
            self.decisions[row] = person_id
        if person_id == TOGETHER:
            self._hang(row, settles, stays)

    def _hang(self, row: int, settles: tuple[int, int], stays: tuple[int, bool]) -> None:
        """Remember what hangs on a row that is taken together with another; 0 for nothing."""
        self.settles |= {row: settles} if settles[0] else {}
        self.stays |= {row: stays} if stays[0] else {}

    def standing(self, row: int) -> int:
        """Return what is decided of an open row, by itself or by the one that is taken together with it."""
        if row in self.decisions:
            return self.decisions[row]
        if any(other == row for other, _person in self.settles.values()):
            return TOGETHER
        return LEAVE_OUT if row in self.declined_rows else UNDECIDED

    def decided(self) -> dict[int, int]:
        """Return row → whom it means, those among them that are answered by the row taken together with them."""
        whole = dict(self.decisions)
        for row in sorted(self.settles, reverse=True):
            other, person = self.settles[row]
            if whole.get(row) == TOGETHER and whole.get(other) in {None, TOGETHER}:
                whole[other] = person
        return whole

    def ask_anew(self, row: int) -> None:
        """Forget what was decided of a row, and that it was taken together with another."""
        if self.decisions.pop(row, None) is not None:
            _forget_fields(self, row)
        self.settles.pop(row, None)
        self.stays.pop(row, None)
        self.declined_rows.pop(row, None)
        for asked in [asked for asked, (other, _person) in self.settles.items() if other == row]:
            del self.settles[asked], self.decisions[asked]
            self.stays.pop(asked, None)

    def correct(self, row: int, name: str, typed: str) -> None:
        """Put a text in a cell's place; what was decided about the row is asked anew."""
        self.corrections[row, name] = typed
        _forget_answers(self, row, name)
        _ask_remark(self, row, name)
        self.ask_anew(row)

    def answer(self, row: int, name: str, value: str) -> None:
        """Answer a question about a cell; what was decided about the row is asked anew.

        A remark that is to stay one is answered by nothing.
        """
        self.answers[row, name] = value
        _ask_remark(self, row, name)
        if value == KEEP:
            del self.answers[row, name]
            self.remarks_kept.add(row)
        self.ask_anew(row)

    def note_left(self, people: Iterable[int], status: PersonStatus | None) -> None:
        """Say what became of people who are not in the file, None for nothing: they stay as they are."""
        for person_id in people:
            if status is None:
                self.left.pop(person_id, None)
            else:
                said = self.left.get(person_id) or Gone(person_id)
                self.left[person_id] = said._replace(status=PersonStatus(status))

    def tell_left(self, person_id: int, day: str, reason: str) -> None:
        """Say since when and why one of them is gone, "" for as all the others."""
        if person_id in self.left:
            self.left[person_id] = self.left[person_id]._replace(day=day, reason=reason)

    def unread_days(self) -> list[str]:
        """Return the days of single people that can't be read as they were typed."""
        typed = [*(said.day for said in self.left.values()), *self.days.values()]
        return [day for day in typed if own_day(day) is None]

    def expected(self, preview: ImportPreview) -> Expected:
        """Return what the import will come to as far as the counts say; the gate counts exactly."""
        counts = preview.counts
        decided = self.decided()
        as_new = sum(1 for person in decided.values() if person == NEW_PERSON)
        folded = sum(1 for person in decided.values() if person == TOGETHER)
        declined = Counter(self.declined_rows.values())
        undecided = counts["maybe"] + counts["question"] - len(decided) - declined["maybe"]
        lost_new, lost_updated = unopened_rows(self, preview, decided)
        lost = len(lost_new) + len(lost_updated)
        hanging, hanging_out = self._hanging(decided, lost_new | lost_updated)
        waiting = max(0, counts["error"] - declined["error"] + undecided + hanging)
        left = self._left_older(preview)
        kept = len(left & preview.conflicts) + len(self.emptied - self.declined_rows.keys())
        changed = counts["update"] + len(decided) - as_new - folded - declined["update"]
        return Expected(
            new=max(0, counts["new"] + as_new - len(lost_new) - declined["new"]),
            updated=changed - len(left - preview.conflicts) - kept - len(lost_updated),
            same=counts["same"] - declined["same"] + kept,
            older=len(left - preview.conflicts),
            out=waiting + lost + preview.passed + declined.total() - declined[_PASSED] + hanging_out,
            left=len(self.left),
            waiting=waiting,
            renamed=renamed_by(preview, self.declined_rows, self.declined_fields, decided),
        )

    def command(self, preview: ImportPreview) -> ImportRoster:
        """Return the command that takes the file in as decided."""
        return ImportRoster(
            token=preview.token,
            digest=preview.digest,
            good_only=self.good_only,
            create_units=self.create_units,
            declined_rows=tuple(sorted(self.declined_rows)),
            declined_fields=tuple(sorted(self.declined_fields)),
            taken_fields=tuple(sorted(self.taken_fields)),
            corrections=tuple((row, name, on) for (row, name), on in sorted(self.put_right.items())),
            decisions=tuple(sorted(self.decisions.items())),
            days=tuple(
                (row, name, day)
                for (row, name), day in sorted(self.days.items())
                if not self.put_right.get((row, name), False)
            ),
            left=tuple(self.left[number] for number in sorted(self.left)),
            day=self.day,
            since_unknown=not self.is_dated,
            left_day=self.left_day if self.left else None,
            left_reason=self.left_reason if self.left else "",
            units=tuple(one for _name, one in sorted(self.new_units.items())),
            renamed=renamed_in(preview, self.unit_said),
        )


def weigh(choices: Choices, read: Callable[[set[int]], Iterable[PreviewRow]]) -> None:
    """Count anew which rows change nothing by what is taken of them: their cells or the day they are of are others now.

    ``read`` returns rows by their numbers.
    """
    said = {row for row, _field in (*choices.declined_fields, *choices.taken_fields)}
    rows = {*choices.decisions, *choices.emptied, *said}
    choices.emptied.clear()
    for row in read(rows) if rows else ():
        choices.note_emptied(row)


def unopened_rows(
    choices: Choices, preview: ImportPreview, decided: Mapping[int, int]
) -> tuple[set[int], set[int]]:
    """Return the rows of newcomers, and of people of the roster, that stay out since their units are not opened.

    Rows that stay out for another reason, or come in without their unit, are not among them: they are counted there.
    """
    if choices.create_units:
        return set(), set()
    told = choices.unopened
    out = choices.declined_rows
    new = set(told.new).difference(out)
    as_known = {*choices.unchanged(preview), *choices.emptied} if told.moved or told.undecided else set()
    as_known -= {row for row, name in choices.taken_fields if name == "unit"}
    as_known |= {row for row, name in choices.declined_fields if name == "unit"}
    moved = set(told.moved).difference(out, as_known)
    for row in told.undecided:
        person = decided.get(row)
        if row in out or person in {None, TOGETHER}:
            continue
        if person == NEW_PERSON:
            new.add(row)
        elif row not in as_known:
            moved.add(row)
    return new, moved


def forget_found(choices: Choices, preview: ImportPreview) -> None:
    """Take back what became of people who are not missing any more: a row means them, or may do so again."""
    missing = {*preview.missing_from, *choices.lacked(preview)}
    choices.left = {number: said for number, said in choices.left.items() if number in missing}


def changes_in(choices: Choices, row: PreviewRow) -> tuple[PreviewChange, ...]:
    """Return what a row changes: of whom it was recognised as, or was decided to mean."""
    return row.changes_for(choices.standing(row.row)) if row.bucket is Bucket.MAYBE else row.changes


def _forget_fields(choices: Choices, row: int) -> None:
    """Forget what was said of the changes of a row that meant somebody: of somebody else it changes other things."""
    for said in (choices.declined_fields, choices.taken_fields):
        said.difference_update([key for key in said if key[0] == row and key[1] != PHOTO])
    for key in [key for key in (*choices.days, *choices.put_right) if key[0] == row]:
        choices.days.pop(key, None)
        choices.put_right.pop(key, None)


def decided_any(choices: Choices) -> bool:
    """Return whether anything was decided or put right."""
    kept = (choices.declined_rows, choices.decisions, choices.settles, choices.declined_fields)
    more = (choices.taken_fields, choices.put_right, choices.corrections, choices.answers, choices.days)
    said = (choices.remarks_kept, choices.left, choices.new_units, choices.unit_said)
    return any((*kept, *more, *said))


def _forget_answers(choices: Choices, row: int, name: str) -> None:
    """Forget what was answered about a cell, to whatever question."""
    for cell in [cell for cell in choices.answers if cell[0] == row and field_at(cell[1]) == name]:
        del choices.answers[cell]


def _ask_remark(choices: Choices, row: int, name: str) -> None:
    """Forget that a remark stays one, where a cell is another now that it hangs on: its text, or the status."""
    if field_at(name) in {"note", "status"}:
        choices.remarks_kept.discard(row)


def _asks_remark(row: PreviewRow | None) -> bool:
    """Return whether a status is asked about at the remark of a row."""
    return row is not None and any(problem.code in REMARKS for problem in row.problems)


def take_back(choices: Choices, row: int, name: str) -> None:
    """Let a cell say again what the file says; what was decided about the row is asked anew."""
    choices.corrections.pop((row, name), None)
    _forget_answers(choices, row, name)
    _ask_remark(choices, row, name)
    choices.ask_anew(row)


def mended_cells(choices: Choices, row: int) -> list[Place]:
    """Return the cells of a row that were put right or answered; which row counts stays a question on the card."""
    cells = choices.corrections.keys() | choices.answers.keys()
    return sorted({(number, field_at(name)) for number, name in cells if number == row and name != WHICH_ROW})


def mended_rows(choices: Choices) -> set[int]:
    """Return the rows in which a cell was put right or answered."""
    return {row for row, name in (*choices.corrections, *choices.answers) if name != WHICH_ROW}


def empties(choices: Choices, row: PreviewRow) -> bool:
    """Return whether everything that a row would change of somebody was left out by hand, field by field."""
    if row.bucket is Bucket.MAYBE:
        by_hand = any((row.row, name) in choices.declined_fields for name, _older in _offered(choices, row))
        return by_hand and not _takes_any(choices, row)
    if row.bucket is not Bucket.UPDATE or row.is_older or row.is_conflict:
        return False
    return bool(_offered(choices, row)) and not _takes_any(choices, row)


def _offered(choices: Choices, row: PreviewRow) -> list[tuple[str, bool]]:
    """Return field, whether it is older than the roster, for all that a row would change."""
    offered = [(change.field, change.is_left) for change in changes_in(choices, row)]
    return [*offered, (PHOTO, row.photo == "left")] if row.photo else offered


def _takes_any(choices: Choices, row: PreviewRow) -> bool:
    return any(choices.takes(row.row, name, older) for name, older in _offered(choices, row))
