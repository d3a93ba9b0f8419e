"""A sheet of a roster as its reader is given it, and what the words in it may stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trainingdesk.domain.roster.cells import Cell


@dataclass(frozen=True)
class Spellings:
    """What the units write, and the code or the usual words it stands for; keys as :func:`cells.key_of` makes them."""

    sex: Mapping[str, str]
    rank: Mapping[str, str]
    team: Mapping[str, str]
    authority: Mapping[str, str]
    status: Mapping[str, str]
    political: Mapping[str, str]
    education: Mapping[str, str]
    degree: Mapping[str, str]
    ethnicity: Mapping[str, str]
    legacy: Mapping[str, str] = field(default_factory=dict)
    away: Mapping[str, str] = field(default_factory=dict)
    lent: Mapping[str, str] = field(default_factory=dict)
    inner: Mapping[str, str] = field(default_factory=dict)
    off_post: Mapping[str, str] = field(default_factory=dict)
    died: Mapping[str, str] = field(default_factory=dict)
    went: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    institution: Mapping[str, str] = field(default_factory=dict)
    ladders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outside: Mapping[str, str] = field(default_factory=dict)
    outside_aside: Mapping[str, str] = field(default_factory=dict)
    workers: Mapping[str, str] = field(default_factory=dict)
    denied: Mapping[str, str] = field(default_factory=dict)
    former_names: Mapping[str, str] = field(default_factory=dict)
    company: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The body of a roster sheet, column by column.

    Attributes:
        columns: field → its cells, all of one length; a field that the sheet has no column for is missing.
        headers: field → the column's header as the file writes it.
        rows: the row number of each line, as the person sees it.
        epoch_1904: whether bare date numbers count from 1904, as old Macintosh workbooks do.
        units: row → the unit that a heading, a merged cell or a title says, for rows whose own cell is blank.
        ranked_by_title: whether a professional title (职称) says the rank of technical staff where no column does.
    """

    columns: Mapping[str, Sequence[Cell]]
    headers: Mapping[str, str]
    rows: Sequence[int]
    epoch_1904: bool = False
    units: Mapping[int, str] = field(default_factory=dict)
    ranked_by_title: bool = False
