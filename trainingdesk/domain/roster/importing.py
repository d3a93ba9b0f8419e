"""What an import does once the person has looked at the preview and chosen."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster import no_cadres
from trainingdesk.domain.roster.by_person import changes_for
from trainingdesk.domain.roster.corrections import corrected_fields
from trainingdesk.domain.roster.known_people import KnownPeople, everybody
from trainingdesk.domain.roster.lines import Lines
from trainingdesk.domain.roster.matching import Bucket, FieldChange, ImportPlan, Verdict
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson, since_of
from trainingdesk.domain.roster.which_row import LEFT_OUT, PASSED

#: decided of a row that is one person with the row its question names
TOGETHER = -2

#: the field under which a photo that comes with a row is declined
PHOTO = "photo"

#: reasons of rows that somebody left out
_LEFT_OUT = {LEFT_OUT, no_cadres.LEFT_OUT}
_OPEN = {Bucket.MAYBE, Bucket.QUESTION}


class Became(StrEnum):
    """What became of a row once the import was confirmed."""

    NEW = "new"  #: 新增
    UPDATED = "updated"  #: 更新
    SAME = "same"  #: 相同
    TOGETHER = "together"  #: taken together with another row of the same person
    INSTEAD = "instead"  #: left out because another row of the same person counts
    DECLINED = "declined"  #: left out by the person
    NO_UNIT = "no_unit"  #: left out because its unit was not to be opened
    UNDECIDED = "undecided"  #: left out because nobody said whom it means, or what its cell means
    ERROR = "error"  #: left out because something in it is wrong


#: what becomes of rows that mean somebody of the roster
OF_THE_ROSTER = frozenset({Became.UPDATED, Became.SAME})
_OUT = {Became.INSTEAD, Became.DECLINED, Became.NO_UNIT, Became.UNDECIDED, Became.ERROR}


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What the person chose on the preview; rows are numbered as the sheet shows them.

    Attributes:
        good_only: leave out what is in error or not decided; otherwise any such row stops the import.
        create_units: open the units that the roster does not know; otherwise their rows are left out.
        declined_rows: rows that are left out.
        declined_fields: (row, field) of an update that is not wanted; ``photo`` for the photo a row brings.
        decisions: row → the person it means, 0 for a new one; for rows that are perhaps somebody, or have an open cell.
        taken_fields: (row, field) of changes that are wanted although the roster knows something newer.
        older_fields: (row, field) of changes that are left because it does.
        odd_fields: (row, field) of changes that are left because they hardly fit the age of the one who was chosen.
        corrections: (row, field) → whether the change only puts the roster right, where its words don't say so.
    """

    good_only: bool = False
    create_units: bool = True
    declined_rows: frozenset[int] = frozenset()
    declined_fields: frozenset[tuple[int, str]] = frozenset()
    decisions: Mapping[int, int] = field(default_factory=dict)
    taken_fields: frozenset[tuple[int, str]] = frozenset()
    older_fields: frozenset[tuple[int, str]] = frozenset()
    odd_fields: frozenset[tuple[int, str]] = frozenset()
    corrections: Mapping[tuple[int, str], bool] = field(default_factory=dict)

    @property
    def left_fields(self) -> frozenset[tuple[int, str]]:
        """The (row, field) of changes that are not written."""
        left = self.older_fields | self.odd_fields
        return self.declined_fields | left if left else self.declined_fields


@dataclass(frozen=True, slots=True)
class ImportWork:
    """What an import will write.

    Attributes:
        new: the people who come in, in the file's order.
        updates: person → what changes.
        same: how many rows change nothing.
        refused: how many rows are left out.
        became: what became of every row, in the file's order.
        corrected: person → the fields whose change only puts the roster right.
    """

    new: list[ParsedPerson]
    updates: dict[int, tuple[FieldChange, ...]]
    same: int
    refused: int
    became: list[Became] = field(default_factory=list)
    corrected: dict[int, frozenset[str]] = field(default_factory=dict)

    def met(self) -> bool:
        """Return whether any row was taken for somebody of the roster: else rows that wait on disk are not touched for it."""
        return any(what in self.became for what in OF_THE_ROSTER)


def decide_import(plan: ImportPlan, choices: ImportChoices, known: Mapping[int, KnownPerson]) -> ImportWork:
    """Return what is written.

    Raises Refused ``import.rows_open`` when rows are in error or undecided and the person did not choose to take the
    good ones only, ``import.two_rows_one_person`` when two rows were given to one person, ``import.id_taken`` when a
    row decided by hand brings an ID number that somebody else has, ``import.unit_closed`` when one would come into a
    unit that does not exist any more, ``import.not_offered``, ``import.nothing`` when nothing is left to do.
    """
    new: list[ParsedPerson] = []
    updates: dict[int, tuple[FieldChange, ...]] = {}
    became: list[Became] = []
    corrected: dict[int, frozenset[str]] = {}
    unwanted_units = set() if choices.create_units else set(plan.new_units)
    numbers = _Numbers(everybody(known))
    for row, verdict in zip(plan.rows, plan.verdicts, strict=True):
        if verdict.bucket is Bucket.NEW and row.unit not in unwanted_units and not choices.declined_rows:
            # matching has seen to it that nobody has this row's ID number
            new.append(row)
            numbers.add(row.id_number)
            became.append(Became.NEW)
            continue
        person_id = _person_of(row, verdict, choices, plan.lines)
        if verdict.reason in PASSED:
            became.append(Became.DECLINED if verdict.reason in _LEFT_OUT else Became.INSTEAD)
        elif row.row in choices.declined_rows:
            became.append(Became.DECLINED)
        elif person_id == TOGETHER:
            became.append(Became.TOGETHER)
        elif person_id is None:
            became.append(Became.ERROR if verdict.bucket is Bucket.ERROR else Became.UNDECIDED)
        elif person_id == 0:
            if row.unit in plan.open_units:
                became.append(Became.UNDECIDED)
            elif row.unit in unwanted_units or not row.unit:
                became.append(Became.NO_UNIT)
            else:
                _refuse_closed(plan, row, row.unit)
                _claim(numbers, row, row.id_number, plan.lines)
                new.append(row)
                became.append(Became.NEW)
        else:
            whole = (
                verdict.changes
                if verdict.person_id == person_id
                else changes_for(plan, row, known[person_id])
            )
            changes = _wanted(row, whole, choices)
            unit = next((change.new for change in changes if change.field == "unit"), "")
            if unit in plan.open_units:
                became.append(Became.UNDECIDED)
            elif unit in unwanted_units:
                became.append(Became.NO_UNIT)
            elif changes:
                if person_id in updates:
                    raise Refused(
                        "import.two_rows_one_person", row=plan.lines.in_sentence(row.row), name=row.name
                    )
                for change in changes:
                    if change.field == "unit":
                        _refuse_closed(plan, row, change.new)
                    if change.field == "id_number":
                        _claim(numbers, row, change.new, plan.lines)
                updates[person_id] = changes
                if put_right := corrected_fields(row.row, changes, whole, choices.corrections):
                    corrected[person_id] = put_right
                became.append(Became.UPDATED)
            else:
                became.append(Became.SAME)
    _settle_together(plan, became)
    tally = Counter(became)
    still_open = tally[Became.ERROR] + tally[Became.UNDECIDED]
    if still_open and not choices.good_only:
        raise Refused("import.rows_open", count=still_open)
    same = tally[Became.SAME]
    if not new and not updates and not same:
        raise Refused("import.nothing")
    refused = len(became) - len(new) - len(updates) - same - tally[Became.TOGETHER]
    return ImportWork(new, updates, same, refused, became, corrected)


def _settle_together(plan: ImportPlan, became: list[Became]) -> None:
    """Leave a row out together with the row it was taken together with: nothing of either comes in."""
    for place in [place for place, what in enumerate(became) if what is Became.TOGETHER]:
        seen, stays = {place}, place
        while became[stays] is Became.TOGETHER:
            other = plan.verdicts[stays].other_row
            stays = plan.place_of(other)
            if stays in seen:
                break
            seen.add(stays)
        if became[stays] in _OUT:
            became[place] = became[stays]


def people_of(
    plan: ImportPlan, choices: ImportChoices, decided: ImportWork, rows: Collection[int]
) -> dict[int, int]:
    """Return row → the person of the roster whom it was taken for, for those of ``rows`` that came in."""
    if not decided.met():
        return {}
    return {
        row.row: choices.decisions[row.row] if verdict.bucket in _OPEN else verdict.person_id
        for row, verdict, became in zip(plan.rows, plan.verdicts, decided.became, strict=True)
        if became in OF_THE_ROSTER and row.row in rows
    }


def units_named(plan: ImportPlan, choices: ImportChoices, decided: ImportWork) -> set[str]:
    """Return the full names of the units that rows name which come in, be it only as somebody's secondment.

    A row of which the unit is not taken names none.
    """
    found: set[str] = set()
    for row, became in zip(plan.rows, decided.became, strict=True):
        if became is not Became.NEW and became not in OF_THE_ROSTER:
            continue
        if (row.row, "unit") not in choices.declined_fields:
            found.add(row.unit)
        if row.row in plan.seconded:
            found.add(plan.seconded[row.row].unit)
    return found


def with_same(
    plan: ImportPlan, choices: ImportChoices, decided: ImportWork, people: Collection[int]
) -> ImportWork:
    """Return what is written when some of the people turn out to be changed in nothing."""
    rows = {row.row for row in plan.rows}
    found = {row for row, person_id in people_of(plan, choices, decided, rows).items() if person_id in people}
    became = [
        Became.SAME if what is Became.UPDATED and row.row in found else what
        for row, what in zip(plan.rows, decided.became, strict=True)
    ]
    updates = {number: changes for number, changes in decided.updates.items() if number not in people}
    same = decided.same + len(decided.updates) - len(updates)
    return replace(decided, updates=updates, same=same, became=became)


def _refuse_closed(plan: ImportPlan, row: ParsedPerson, unit: str) -> None:
    if unit in plan.closed:
        raise Refused("import.unit_closed", row=plan.lines.in_sentence(row.row), name=row.name, unit=unit)


class _Numbers:
    """The ID numbers that are somebody's: in the roster, or by a row that comes in."""

    def __init__(self, known: KnownPeople) -> None:
        self._known = known
        self._brought: set[str] = set()

    def add(self, number: str) -> None:
        self._brought.add(number)

    def __contains__(self, number: str) -> bool:
        return number in self._brought or self._known.holder(number) is not None


def _claim(numbers: _Numbers, row: ParsedPerson, number: str, lines: Lines) -> None:
    """Note that a row brings an ID number in; one number belongs to one person (GB 11643)."""
    if number and number in numbers:
        raise Refused("import.id_taken", row=lines.in_sentence(row.row), name=row.name)
    numbers.add(number)


def _person_of(row: ParsedPerson, verdict: Verdict, choices: ImportChoices, lines: Lines) -> int | None:
    """Return whom a row means, 0 for a new person, None when it stays out.

    Raises Refused ``import.not_offered`` for a person the row was never said to mean.
    """
    if verdict.bucket is Bucket.ERROR:
        return None
    if verdict.bucket in _OPEN:
        chosen = choices.decisions.get(row.row)
        if chosen and chosen not in {TOGETHER, verdict.person_id} and chosen not in verdict.candidates:
            raise Refused("import.not_offered", row=lines.in_sentence(row.row), name=row.name)
        return chosen
    return verdict.person_id


def _wanted(
    row: ParsedPerson, changes: tuple[FieldChange, ...], choices: ImportChoices
) -> tuple[FieldChange, ...]:
    declined = choices.left_fields
    if not declined:
        return changes
    left = {change.field for change in changes if (row.row, change.field) in declined}
    # since when another value holds says nothing of the one that stays
    return tuple(
        change for change in changes if change.field not in left and since_of(change.field) not in left
    )
