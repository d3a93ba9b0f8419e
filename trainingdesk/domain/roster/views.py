"""What pages and papers read of the roster: frozen rows, sensitive numbers always masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from trainingdesk.domain.codes import (
    Audience,
    Authority,
    CertificateState,
    ClassState,
    Grade,
    GroupKind,
    Line,
    Mark,
    PersonStatus,
    Rank,
    SecondmentWay,
    Sex,
    Team,
    UnitKind,
)
from trainingdesk.domain.roster.base import RankGroup
from trainingdesk.domain.roster.history_views import GroupLine, HoursStanding, SecondmentLine
from trainingdesk.domain.roster.order import NOBODY, PersonKeys, PersonOrder
from trainingdesk.domain.roster.person_form import FormerLine, PresentBasis


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Which people a list shows; what is empty does not narrow it.

    Attributes:
        unit_id: a unit with all units below it.
        typed: as typed in the search field.
        team, group, rank, status, sex: codes; a rank counts beside a leading post too.
        in_base: only people who count in the base.
        age_from, age_to: full years of age on the day, both included.
        education, political, ethnicity: as written.
        untrained: nobody who completed a class of the five-year cycle (P1.2).
        trained_year: who completed a class that ended in that year.
        untrained_year: who completed none that ended in that year (P2.1: heads have one every year).
        membership: who is in that group on the day.
        authority: who manages the person.
        secondment: who is seconded that way on the day; ``in`` finds those too of whom the status alone says so.
        line, unit_kind: those of the person's own unit.
        descending: the order turned round.
    """

    unit_id: int | None = None
    typed: str = ""
    team: Team | None = None
    group: RankGroup | None = None
    rank: Rank | None = None
    status: PersonStatus | None = None
    in_base: bool = False
    sex: Sex | None = None
    age_from: int | None = None
    age_to: int | None = None
    education: str = ""
    political: str = ""
    untrained: bool = False
    trained_year: int | None = None
    untrained_year: int | None = None
    membership: GroupKind | None = None
    authority: Authority | None = None
    secondment: SecondmentWay | None = None
    ethnicity: str = ""
    line: Line | None = None
    unit_kind: UnitKind | None = None
    order: PersonOrder = PersonOrder.UNIT
    descending: bool = False

    @property
    def hides(self) -> bool:
        """Whether it can hide anybody of the chosen unit."""
        return bool(self.typed.strip()) or bool(self.narrowing)

    @property
    def narrowing(self) -> tuple[str, ...]:
        """What narrows beside the unit and what was typed: the names of those fields."""
        free = PersonFilter()
        return tuple(name for name in NARROWING if getattr(self, name) != getattr(free, name))


#: the fields of a filter that its panel shows
NARROWING = (
    *("team", "group", "rank", "status", "in_base", "sex", "age_from", "age_to"),
    *("education", "political", "untrained", "trained_year", "untrained_year", "membership"),
    *("authority", "secondment", "ethnicity", "line", "unit_kind"),
)


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What stands in the roster to narrow it by: the words in use, the most frequent first, and years of training."""

    education: tuple[str, ...]
    political: tuple[str, ...]
    ethnicity: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PersonIds:
    """The people of a list in their order.

    Attributes:
        ids: in order.
        total: how many people the desk knows altogether.
    """

    ids: Sequence[int]
    total: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of a list of people."""

    id: int
    unit_id: int
    unit: str
    name: str
    sex: Sex | None
    birth: str
    id_masked: str
    post: str
    rank: Rank | None
    team: Team
    status: PersonStatus
    phone_masked: str
    trained_year: int | None


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class on a person's card; ``hours`` in tenths of 学时, None until the class is closed.

    ``unit`` is the short name, then, of the unit the person was enrolled from.
    """

    class_id: int
    code: str
    title: str
    start_day: date
    end_day: date
    state: ClassState
    hours: int | None
    grade: Grade | None
    completed: bool | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate on a person's card."""

    id: int
    number: str
    class_title: str
    issued_day: date
    state: CertificateState


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Everything about one person, sensitive numbers masked.

    Attributes:
        attendance: half-days by mark, all classes together.
        hours: hours attended against those owed.
        hours_by_year: year of the class's last day → attended hours in tenths of 学时, closed classes only.
        in_base: whether the person counts in the base today.
        photo: JPEG or PNG, b"" for none.
        bases: what the present values began by, as far as it is known.
        joined_by: the day by which the person was in the roster where nobody said since when, "" else.
        status_since: ``status_from``, or the month of it where no more was said.
    """

    id: int
    version: int
    unit_id: int
    unit: str
    unit_path: tuple[str, ...]
    name: str
    sex: Sex | None
    birth: str
    id_masked: str
    ethnicity: str
    political: str
    education: str
    degree: str
    work_start: str
    party_entry: str
    post: str
    rank: Rank | None
    team: Team
    authority: Authority | None
    phone_masked: str
    status: PersonStatus
    status_from: date | None
    in_base: bool
    note: str
    imported_from: str
    unit_from: str
    team_from: str
    post_from: str
    rank_from: str
    side_rank: Rank | None
    side_rank_from: str
    education_full: str
    degree_full: str
    education_service: str
    degree_service: str
    native_place: str
    birthplace: str
    technical_title: str
    school: str
    school_full: str
    school_service: str
    joined_on: date | None
    joined_by: str
    status_since: str
    former: tuple[FormerLine, ...]
    classes: tuple[ClassLine, ...] = ()
    certificates: tuple[CertificateLine, ...] = ()
    hours_by_year: Mapping[int, int] = field(default_factory=dict)
    secondments: tuple[SecondmentLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    attendance: Mapping[Mark, int] = field(default_factory=dict)
    hours: HoursStanding | None = None
    photo: bytes = b""
    bases: tuple[PresentBasis, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person found by the search from anywhere; ``keys`` is what lists are ordered by."""

    id: int
    name: str
    unit: str
    post: str
    id_masked: str
    keys: PersonKeys = NOBODY


@dataclass(frozen=True, slots=True)
class UnitHit:
    """A unit found by the search from anywhere.

    Attributes:
        former: the name it bore before, when that is what fits.
        exact: whether what was typed is what it is called, in full, in short (卫健局) or by its initials.
    """

    id: int
    name: str
    line: Line
    former: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class RosterHits:
    """What the search found first, of both."""

    people: tuple[PersonHit, ...]
    units: tuple[UnitHit, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who can be enrolled in a class.

    Attributes:
        fits: whether the person belongs to the class's audience by team and rank.
        trained_year: the last year of a completed class, None for never.
        keys: what lists are ordered by.
    """

    id: int
    name: str
    unit_id: int
    unit: str
    post: str
    rank: Rank | None
    team: Team
    fits: bool
    trained_year: int | None
    keys: PersonKeys = NOBODY


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """Whom the picker of an enrolment offers."""

    class_id: int
    audience: Audience
    unit_id: int | None = None
    typed: str = ""
    only_fitting: bool = True
    membership: GroupKind | None = None
