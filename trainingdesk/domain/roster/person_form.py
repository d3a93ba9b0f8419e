"""A person as their form opens it, and the lines of their history."""

from dataclasses import dataclass

from trainingdesk.domain.codes import Authority, PersonStatus, Rank, Sex, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForm:
    """A person as their form opens it, sensitive numbers masked; the other fields are those of a draft."""

    id: int
    version: int
    unit_id: int
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
    status_from: str
    note: str
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
    joined_on: str


@dataclass(frozen=True, slots=True)
class FormerLine:
    """A former value on a person's card: in words, by its code, or both; days as :mod:`.history` has them.

    ``reason``, or the import ``file`` of ``file_day``, is what it began by; ``ended`` why it ended, where nothing known
    began by that. ``latest`` says that it ended on ``valid_to`` at the latest.
    """

    valid_from: str
    valid_to: str
    words: str
    code: Rank | Team | PersonStatus | None
    reason: str
    file: str = ""
    file_day: str = ""
    ended: str = ""
    latest: bool = False


@dataclass(frozen=True, slots=True)
class PresentBasis:
    """What a present value of a person began by: ``track`` is ``unit``, ``team``, ``post``, ``rank`` or ``status``."""

    track: str
    reason: str
    file: str = ""
    file_day: str = ""
