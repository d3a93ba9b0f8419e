"""What the window reads of duplicates: suggested pairs, two records side by side, what was decided before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.roster.duplicates import Level, Reason
from trainingdesk.domain.roster.order import NOBODY, PersonKeys


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two people who may be one; ``id`` is their place in the list."""

    id: int
    first_id: int
    second_id: int
    first_name: str
    second_name: str
    first_unit: str
    second_unit: str
    level: Level
    score: int
    reasons: tuple[Reason, ...]

    @property
    def names(self) -> str:
        """The name, or both where they differ."""
        return (
            self.first_name
            if self.first_name == self.second_name
            else f"{self.first_name} / {self.second_name}"
        )

    @property
    def units(self) -> str:
        """The unit, or both where they differ."""
        return (
            self.first_unit
            if self.first_unit == self.second_unit
            else f"{self.first_unit} / {self.second_unit}"
        )


@dataclass(frozen=True, slots=True)
class PairList:
    """The surest pairs, and how many there are.

    Attributes:
        people: how many people were compared.
    """

    pairs: tuple[PairRow, ...]
    total: int
    people: int


#: stands for the picture of a record that has one
HAS_PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Said:
    """One record's value of a choice: words as stored or a code, and since when ("" for not known)."""

    value: str | StrEnum | date | None
    since: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One choice of a merge, side by side.

    Attributes:
        key: one of :data:`~trainingdesk.domain.roster.merging.CHOICES`.
        label: the code of its name.
        kept, lost: the values of both records; ID numbers and telephones masked, of a photo only that there is one.
        differs: whether there is something to choose.
        from_lost: whether the value of the record that goes is proposed.
    """

    key: str
    label: str
    kept: Said
    lost: Said
    differs: bool
    from_lost: bool


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two records as a whole.

    Attributes:
        changed_at: when it was last written, None when the log does not say.
        birth: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, "" for not known.
        hangs: what points to it: kind of record → how many.
        photo: its picture, b"" for none.
    """

    id: int
    version: int
    name: str
    unit: str
    status: PersonStatus
    changed_at: datetime | None
    hangs: Mapping[str, int] = field(default_factory=dict)
    birth: str = ""
    photo: bytes = b""


@dataclass(frozen=True, slots=True)
class MergeForm:
    """Two records side by side; the one with more hanging on it is proposed to stay.

    ``doubts`` are the codes of what speaks for two people.
    """

    kept: SideView
    lost: SideView
    lines: tuple[ChoiceLine, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """A pair that was found to be two people."""

    id: int
    first: str
    second: str
    first_unit: str
    second_unit: str
    at: datetime
    actor: str
    first_keys: PersonKeys = NOBODY
    second_keys: PersonKeys = NOBODY


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that stands."""

    id: int
    person_id: int
    name: str
    unit: str
    at: datetime
    actor: str
    keys: PersonKeys = NOBODY
