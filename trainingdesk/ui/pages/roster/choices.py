"""What the person has decided on the preview of an import, and what the import will come to."""

from dataclasses import dataclass, field
from datetime import date

from trainingdesk.domain.roster.importing import TOGETHER
from trainingdesk.domain.roster.mending import Place
from trainingdesk.domain.roster.views import ImportPreview
from trainingdesk.usecases.commands.roster_import import ImportRoster

NEW_PERSON = 0
LEAVE_OUT = -1


@dataclass(frozen=True, slots=True)
class Expected:
    """How many rows come to what; ``waiting`` are those in error or not decided, which are in ``out`` too."""

    new: int
    updated: int
    same: int
    out: int
    left: int
    waiting: int


@dataclass(slots=True)
class Choices:
    """Decisions about single rows; what is not decided goes the way its bucket says.

    Attributes:
        good_only: rows in error or undecided stay out; otherwise they stop the import.
        corrections, answers: cells that were put right, as :class:`~trainingdesk.domain.roster.mending.Mends` has them.
        day: the day the file speaks of, None when it is not known.
        left_day: since when those in ``left`` are gone, None for that day.
    """

    good_only: bool = True
    day: date | None = None
    left_day: date | None = None
    corrections: dict[Place, str] = field(default_factory=dict)
    answers: dict[Place, str] = field(default_factory=dict)
    create_units: bool = True
    declined_rows: set[int] = field(default_factory=set)
    declined_fields: set[tuple[int, str]] = field(default_factory=set)
    decisions: dict[int, int] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)

    def take_row(self, row: int, take: bool) -> None:
        """Take a row, or leave it out."""
        (self.declined_rows.discard if take else self.declined_rows.add)(row)

    def take_field(self, row: int, name: str, take: bool) -> None:
        """Take one field of an update, or leave it as it is."""
        (self.declined_fields.discard if take else self.declined_fields.add)((row, name))

    def decide(self, row: int, person_id: int) -> None:
        """Say whom an open row means."""
        if person_id == LEAVE_OUT:
            self.decisions.pop(row, None)
        else:
            self.decisions[row] = person_id

    def correct(self, row: int, name: str, typed: str) -> None:
        """Put a text in a cell's place; what was decided about the row is asked anew."""
        self.corrections[row, name] = typed
        self.answers.pop((row, name), None)
        self.decisions.pop(row, None)

    def answer(self, row: int, name: str, value: str) -> None:
        """Answer a question about a cell; what was decided about the row is asked anew."""
        self.answers[row, name] = value
        self.decisions.pop(row, None)

    def note_left(self, person_id: int, left: bool) -> None:
        """Say that somebody who is not in the file has left, or has not."""
        (self.left.add if left else self.left.discard)(person_id)

    def expected(self, preview: ImportPreview) -> Expected:
        """Return what the import will come to as far as the counts say; the gate counts exactly."""
        counts = preview.counts
        as_new = sum(1 for person in self.decisions.values() if person == NEW_PERSON)
        folded = sum(1 for person in self.decisions.values() if person == TOGETHER)
        undecided = counts["maybe"] + counts["question"] - len(self.decisions)
        lost = 0 if self.create_units else sum(preview.new_units.values())
        declined = len(self.declined_rows)
        waiting = max(0, counts["error"] + undecided)
        return Expected(
            new=max(0, counts["new"] + as_new - lost),
            updated=counts["update"] + len(self.decisions) - as_new - folded,
            same=counts["same"],
            out=waiting + lost + declined,
            left=len(self.left),
            waiting=waiting,
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
            decisions=tuple(sorted(self.decisions.items())),
            left=tuple(sorted(self.left)),
            day=self.day,
            left_day=self.left_day if self.left else None,
        )
