"""Groups of people with dates (P2.1–P2.3, P5.4): the heads of each and who is in it on a day."""

from dataclasses import dataclass
from datetime import date

from trainingdesk.domain.codes import GroupKind, Rank


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One group and how many are in it.

    Attributes:
        id: its place in the list of groups, from 1.
        live: how many are in it on the day that was asked for.
    """

    id: int
    kind: GroupKind
    live: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One membership as a list shows it.

    Attributes:
        id: the membership; ``version`` is what a form opens with.
        valid_to: first day no longer in the group, None while in it.
        visits: follow-up visits made; last_visit the day of the last one, None without any.
        open_needs: visits whose need is not settled yet.
    """

    id: int
    version: int
    kind: GroupKind
    person_id: int
    name: str
    unit: str
    post: str
    rank: Rank | None
    birth: str
    valid_from: date
    valid_to: date | None
    reason_in: str
    reason_out: str
    organisation: str
    speciality: str
    visits: int
    last_visit: date | None
    open_needs: int
