"""Papers of the roster: the list of people (P1.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainingdesk.documents.definition import SEQ, Column, Content, Occasion, Param, Report
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_, Label, ngettext

_ID_COLUMN = Column("id_number", N_("ID number"), width_mm=36, align="center", whole=True)
_COLUMNS = (
    Column(SEQ, N_("No."), Kind.INT, 11),
    Column("name", N_("Name"), Kind.PERSON, 20),
    Column("sex", N_("Sex"), Kind.CODE, 11, align="center"),
    Column("birth", N_("Birth"), Kind.MONTH, 20),
    Column("unit", N_("Unit"), width_mm=48),
    Column("post", N_("Post"), width_mm=46),
    Column("rank", N_("Rank"), Kind.CODE, 28, align="center"),
    Column("team", N_("Team"), Kind.CODE, 28, align="center"),
)

LIST = Report(
    id="roster.list",
    title=N_("Roster of serving cadres"),
    occasion=Occasion.ROSTER,
    columns=_COLUMNS,
    params=(
        Param("unit", N_("Unit"), Kind.INT, required=False, choices="units"),
        Param("order", N_("Order"), required=False, choices="person_order"),
        Param("ids", N_("With masked ID numbers"), required=False, choices="yes_no"),
    ),
    landscape=True,
    name_column="name",
)

REPORTS = (LIST,)


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person.

    Attributes:
        birth: printed as year and month.
        sex, rank, team: members of the code lists or their labels.
        id_number: already masked, "" for none.
    """

    name: str
    sex: Label | StrEnum | None
    birth: date | None
    unit: str
    post: str
    rank: Label | StrEnum | None
    team: Label | StrEnum | None
    id_number: str = ""


def content(
    people: Sequence[RosterLine],
    *,
    scope: str = "",
    office: str = "",
    data_date: date | None = None,
    printed_on: date | None = None,
    with_ids: bool = False,
) -> Content:
    """Return the roster of some people in the order given; ``scope`` names the unit, "" for the whole district."""
    count = ngettext("{count} person", "{count} people", len(people)).format(count=f"{len(people):,}")
    columns = (*_COLUMNS[:4], _ID_COLUMN, *_COLUMNS[4:]) if with_ids else _COLUMNS
    return Content(
        rows=[
            {
                "name": one.name,
                "sex": one.sex,
                "birth": one.birth,
                "id_number": one.id_number,
                "unit": one.unit,
                "post": one.post,
                "rank": one.rank,
                "team": one.team,
            }
            for one in people
        ],
        subtitle=f"{scope}　{count}" if scope else count,
        office=office,
        data_date=data_date,
        printed_on=printed_on,
        columns=columns,
    )
