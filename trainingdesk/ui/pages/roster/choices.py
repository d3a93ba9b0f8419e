"""What the person has decided on the preview of an import, and what the import will come to."""

from dataclasses import dataclass, field

from trainingdesk.domain.roster.views import ImportPreview
from trainingdesk.usecases.commands.roster_import import ImportRoster

NEW_PERSON = 0
LEAVE_OUT = -1


@dataclass(frozen=True, slots=True)
class Expected:
    """How many rows come to what."""

    new: int
    updated: int
    same: int
    out: int
    left: int


@dataclass(slots=True)
class Choices:
    """Decisions about single rows; what is not decided goes the way its bucket says."""

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

    def note_left(self, person_id: int, left: bool) -> None:
        """Say that somebody who is not in the file has left, or has not."""
        (self.left.add if left else self.left.discard)(person_id)

    def expected(self, preview: ImportPreview) -> Expected:
        """Return what the import will come to as far as the counts say; the gate counts exactly."""
        counts = preview.counts
        as_new = sum(1 for person in self.decisions.values() if person == NEW_PERSON)
        undecided = counts["maybe"] + counts["question"] - len(self.decisions)
        lost = 0 if self.create_units else sum(preview.new_units.values())
        declined = len(self.declined_rows)
        return Expected(
            new=max(0, counts["new"] + as_new - lost),
            updated=counts["update"] + len(self.decisions) - as_new,
            same=counts["same"],
            out=counts["error"] + undecided + lost + declined,
            left=len(self.left),
        )

    def command(self, preview: ImportPreview) -> ImportRoster:
        """Return the command that takes the file in as decided."""
        return ImportRoster(
            token=preview.token,
            digest=preview.digest,
            good_only=True,
            create_units=self.create_units,
            declined_rows=tuple(sorted(self.declined_rows)),
            declined_fields=tuple(sorted(self.declined_fields)),
            decisions=tuple(sorted(self.decisions.items())),
            left=tuple(sorted(self.left)),
        )
