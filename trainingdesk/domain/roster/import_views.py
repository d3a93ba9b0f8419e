"""What the wizard of an import shows: the file, its columns and sheets, and its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.asked_alone import field_at
from trainingdesk.domain.roster.known_units import UnitSaid
from trainingdesk.domain.roster.matching import UNIT_OPEN, Bucket, Naming, UnitText
from trainingdesk.domain.roster.order import PersonKeys


@dataclass(frozen=True, slots=True)
class ImportBatchRow:
    """One import that was made."""

    id: int
    file_name: str
    at: datetime
    actor: str
    created: int
    updated: int
    same: int
    refused: int
    reverted_at: datetime | None
    left: int = 0
    day: date | None = None
    reported: bool = False
    older: int = 0


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column of a file that is to be imported.

    Attributes:
        index: 0 for column A; of a column that only a header further down has, the number a choice calls it by.
        confidence: 1.0 is sure.
        row: the first row that such a column may hold something in, as the sheet shows it; 0 for any other.
        apart: the indexes of the columns that never stand in one row with it: both may hold the same.
    """

    index: int
    header: str
    field: str
    confidence: float
    sample: str
    row: int = 0
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PreviewProblem:
    """One thing to be said about a row.

    Attributes:
        field: the column's header, "" for the whole row.
        name: the field the cell holds, by which it is put right; "" when no single cell is meant.
        alone: the name at which is answered that what stands in the cell is meant, where that is no answer to other
            questions about it; else ``name``.
        value: what the cell says.
        choices: the stored values a question offers, () when it only asks for the right one.
        alike: how many other rows ask the same and can be given the same answer, or say the same wrong thing.
        blanks: how many other cells of this kind can be left blank with this one, None when it may not be blank.
    """

    code: str
    params: Mapping[str, object]
    field: str
    severity: Severity
    name: str = ""
    value: str = ""
    choices: tuple[str, ...] = ()
    alike: int = 0
    blanks: int | None = None
    alone: str = ""

    def answered_at(self, value: str) -> str:
        """Return the name at which a question is answered with a value."""
        return self.alone if value and self.alone and value == self.params.get("value") else self.name


@dataclass(frozen=True, slots=True)
class PreviewChange:
    """One field that an update would change, sensitive numbers masked.

    Attributes:
        older: since when the roster knows its own value, where that is after the day the file speaks of: the change is
            left unless it is asked for; "" for any other change.
        held: where it is ``older`` since when the roster's own value is held, if that is another day; else "".
        correction: whether it is proposed as putting the roster right only; None for what has no history.
        conflict: the day since when the roster has its own value, where the sender of a form and the desk have both
            changed it since the form went out: it is ``older`` too; "" for any other change.
        by_remark: of a status or a unit that a remark says the day since when, as it says it; else "".
        odd: what speaks against it by the age of somebody whom the row may be: it is left unless it is asked for; None for any
            other change.
        with_post: of a unit or a team the day it changes on, since the row says a new post is held since then; else "".
    """

    field: str
    old: str
    new: str
    older: str = ""
    correction: bool | None = None
    conflict: str = ""
    with_post: str = ""
    by_remark: str = ""
    odd: Problem | None = None
    held: str = ""

    @property
    def is_left(self) -> bool:
        """Whether it is left unless it is asked for."""
        return bool(self.older) or self.odd is not None


@dataclass(frozen=True, slots=True)
class ImportSide:
    """One side of a comparison: the file's row, or somebody of the roster; sensitive numbers masked.

    Attributes:
        id: the person's, 0 for the file's row.
        by_row: of somebody of the roster the running line of another row that changes them already, 0 for none; ``by_place``
            is where that one stands.
        birth: as exactly as it is known.
    """

    id: int
    name: str
    id_masked: str
    sex: str
    birth: str
    unit: str
    post: str
    rank: str
    phone_masked: str
    status: str
    by_row: int = 0
    by_place: str = ""


@dataclass(frozen=True, slots=True)
class MissingPerson:
    """Somebody of the file's units who is not in it.

    Attributes:
        birth: as exactly as it is known.
        status: code of :class:`~trainingdesk.domain.codes.PersonStatus`, as the roster has it.
        keys: what lists are ordered by.
    """

    id: int
    name: str
    unit: str
    post: str
    id_masked: str
    birth: str
    status: str
    keys: PersonKeys


@dataclass(frozen=True, slots=True)
class PreviewMend:
    """A cell that was put right on the preview: what it said, and what stands in its place; numbers masked."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of a file on the import's preview.

    Attributes:
        row: its running line, which the choices name.
        place: where it stands as the person sees it: its row, with the sheet where there are several.
        person_id: who it was recognised as, 0 for nobody.
        side: what the row says, to be set beside ``candidates``.
        candidates: whom it may be, with what the roster knows of them; ``means`` is what it would change of each.
        mends: what was put right in it.
        together: the place of the row it may be taken together with, "" for none; ``other`` is what that one says.
        fills: what that row says more, once both are taken together.
        settles: the running line of that row and whom it means, when taking both together answers its question too.
        stays: the running line of that row, and whether it waits for an answer of its own.
        can_be_new: whether it may be decided to be somebody new: it says a unit, and its ID number is nobody's.
        written: of a new person every field that will be written, of a row that changes nothing every field it says, with
            its value, sensitive numbers masked.
        assumed_team: the team of a new person whose row says neither team nor rank, as the unit says it; "" for any other.
        photo: ``new`` or ``replaced`` when the form brings a photo, ``left`` when the roster's was changed after the same
            file was taken in and stays unless it is asked for, "" for none.
    """

    row: int
    place: str
    bucket: Bucket
    name: str
    unit: str
    post: str
    id_masked: str
    person_id: int
    changes: tuple[PreviewChange, ...]
    side: ImportSide
    candidates: tuple[ImportSide, ...]
    problems: tuple[PreviewProblem, ...]
    mends: tuple[PreviewMend, ...] = ()
    together: str = ""
    other: ImportSide | None = None
    fills: tuple[PreviewChange, ...] = ()
    settles: tuple[int, int] = (0, 0)
    stays: tuple[int, bool] = (0, False)
    photo: str = ""
    written: tuple[tuple[str, str], ...] = ()
    means: tuple[tuple[PreviewChange, ...], ...] = ()
    assumed_team: str = ""
    can_be_new: bool = True

    def changes_for(self, person_id: int) -> tuple[PreviewChange, ...]:
        """Return what the row would change of one of those whom it may be, () for anybody else."""
        found = zip(self.candidates, self.means, strict=False)
        return next((changes for side, changes in found if side.id == person_id), ())

    @property
    def is_older(self) -> bool:
        """Whether the roster knows something newer of everything that the row would change."""
        return bool(self.changes) and all(change.older and not change.conflict for change in self.changes)

    @property
    def asks_unit(self) -> bool:
        """Whether it is asked which unit the row is of: until then it comes in as nobody."""
        return any(problem.code in UNIT_OPEN for problem in self.problems)

    @property
    def is_conflict(self) -> bool:
        """Whether all that the row would change was changed in the roster too, or is older than that."""
        return not self.is_older and bool(self.changes) and all(change.older for change in self.changes)

    def wrong_cell(self) -> PreviewProblem | None:
        """Return the first problem that a better cell would settle, None for none."""
        cells = (one for one in self.problems if one.name and one.severity is not Severity.NOTE)
        return next(cells, None)


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """What became of one sheet of the file; ``offered`` says that it can be read or left, as the person wants."""

    name: str
    used: bool
    reason: str
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Unopened:
    """The running lines of the rows that stay out where the units they name are not opened, each in order.

    Attributes:
        new: of newcomers. moved: of people of the roster who would change into such a unit.
        undecided: of rows that somebody has to decide: they stay out unless they come in without that unit.
    """

    new: Sequence[int] = ()
    moved: Sequence[int] = ()
    undecided: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class EarlierAnswers:
    """What was put right in the cells of a file when it was taken in before.

    Attributes:
        day, who: when, and by whom it was taken in.
        corrections: cell (running line, field) → the text that was typed in its place.
        answers: cell → the value that was chosen for it.
        units: text of a unit → what it was said to be.
    """

    day: date
    who: str
    corrections: Mapping[tuple[int, str], str]
    answers: Mapping[tuple[int, str], str]
    units: Mapping[str, UnitSaid] = field(default_factory=dict)

    def __len__(self) -> int:
        cells = {*self.corrections, *((row, field_at(name)) for row, name in self.answers)}
        return len(cells) + len(self.units)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do, before anything is written.

    Attributes:
        token, digest: for the command that takes it in.
        header_row: as the sheet shows it.
        remembered: whether the columns are a choice made before.
        counts: bucket → rows; ``left`` counts people of the file's units who are not in it.
        new_units: units the roster does not know → rows.
        notes: what is to be said about the file as a whole.
        sheets: every sheet of the file.
        forms: how many forms of one person each (任免审批表) were read, 0 for a file of any other kind.
        day: the day the file seems to speak of; today when it does not say.
        remarks_answered: of how many remarks it was said whether they set the status.
        noted: how many rows there is a note on, those with remarks and those that stay out left aside.
        day_from: the text that says so, "" when nothing did.
        day_to_come: the day, ``YYYY-MM-DD``, and the text of the file that names one later than today; () for none.
        days_of_sheets: sheet → the day it says, where none is taken: those that were read say different ones, or only small ones do.
        day_of_form: whether it is the day on which a form went out, after which the units have changed it.
        photos: how many people have a picture in the file.
        unchanged_before: row → the day before which the file has to speak for it to change nothing of the row's person.
        conflicts: the rows among them of which a value was changed in the roster too after their form went out.
        missing_from: person who is not in the file → the day since when they are known to be where the roster has them:
            a file of before that day says nothing of them.
        near: person who is missing too if none of some rows means them → these rows; near_from: since when they are there.
        gone_from: of them the first day on which they can be gone, ``YYYY-MM-DD``, and their name, where there is such a day.
        moving: row that changes somebody's unit → 0, or whom it has to mean for that where it is perhaps somebody.
        moves: how many rows change unit, team or status of somebody, or may do so, without a new post that dates it.
        remarks: how many rows have a remark that speaks of a status; remarks_asked: of how many one can be set.
        gone_open: the rows whose remark says that the person is gone, of which it was not said what it comes to.
        earlier: what was put right in a file with the same cells before, None for nothing.
        asked_again: cells whose answer is no answer any more, since another one was put right.
        naming: unit that is renamed with the import → the rows that name it.
        unit_texts: texts of units that are no spelling of the roster → how they are read; units: the units that exist.
        passed: how many rows stay out since another one of the same person counts; they are in no bucket.
    """

    token: str
    digest: str
    file_name: str
    sheet: str
    header_row: int
    columns: tuple[ImportColumn, ...]
    remembered: bool
    counts: Mapping[str, int]
    new_units: Mapping[str, int]
    notes: tuple[PreviewProblem, ...]
    sheets: tuple[ImportSheet, ...]
    day: date
    day_from: str = ""
    day_to_come: tuple[str, ...] = ()
    noted: int = 0
    remarks_answered: int = 0
    days_of_sheets: Mapping[str, date] = field(default_factory=dict)
    day_of_form: bool = False
    forms: int = 0
    photos: int = 0
    unchanged_before: Mapping[int, str] = field(default_factory=dict)
    conflicts: frozenset[int] = frozenset()
    missing_from: Mapping[int, str] = field(default_factory=dict)
    near: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    near_from: Mapping[int, str] = field(default_factory=dict)
    gone_from: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    moving: Mapping[int, int] = field(default_factory=dict)
    moves: int = 0
    remarks: int = 0
    remarks_asked: int = 0
    gone_open: frozenset[int] = frozenset()
    asked_again: tuple[tuple[int, str], ...] = ()
    passed: int = 0
    earlier: EarlierAnswers | None = None
    unit_texts: Mapping[str, UnitText] = field(default_factory=dict)
    naming: Mapping[str, Naming] = field(default_factory=dict)
    units: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return self.passed + sum(count for bucket, count in self.counts.items() if bucket != "left")
