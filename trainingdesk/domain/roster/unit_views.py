"""What pages are shown of units: frozen, without a rule about how it is shown."""

from dataclasses import dataclass
from datetime import date

from trainingdesk.domain.codes import Line, UnitKind


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit in its tree.

    Attributes:
        depth: 0 at the top.
        own: people of the base in the unit itself.
        whole: people of the base in the unit and everything below it.
        people: everybody in the unit itself, whatever their status.
        former: full names it bore before, and those of units that went into it.
        liaison, liaison_deputy, liaison_phone, liaison_deputy_phone: who answers for training, the deputy and their
            telephones; "" where not known.
        sought: what else it is found by: its full name and initials, and every former name, short name and initials.
    """

    id: int
    parent_id: int | None
    name: str
    short_name: str
    line: Line
    depth: int
    active: bool
    own: int
    whole: int
    people: int
    former: tuple[str, ...] = ()
    sought: str = ""
    liaison: str = ""
    liaison_deputy: str = ""
    liaison_phone: str = ""
    liaison_deputy_phone: str = ""


@dataclass(frozen=True, slots=True)
class UnitForm:
    """A unit as its form opens it."""

    id: int
    version: int
    name: str
    short_name: str
    line: Line
    parent_id: int | None
    liaison: str
    active: bool
    kind: UnitKind
    liaison_deputy: str
    liaison_phone: str
    liaison_deputy_phone: str
    founded_on: date | None


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit in the list of units, without its names: those are of a day.

    Attributes:
        liaison, liaison_deputy, liaison_phone, liaison_deputy_phone: who answers for training, "" where not known.
        founded_on: the first day it existed, None when not known.
        dissolved_on: the last day it existed, None while it does or when not known.
        merged_into_id: the unit it went into, None for none.
    """

    id: int
    parent_id: int | None
    line: Line
    kind: UnitKind
    liaison: str
    liaison_deputy: str
    liaison_phone: str
    liaison_deputy_phone: str
    active: bool
    founded_on: date | None
    dissolved_on: date | None
    merged_into_id: int | None


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name a unit bore before.

    Attributes:
        until: first day the name was no longer borne.
        reason: why it was given up: the document or the reason.
    """

    id: int
    name: str
    short_name: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class UnitNames:
    """A unit with the names it bore before, the latest first."""

    id: int
    name: str
    former: tuple[FormerName, ...]
