"""The base on a date: heads by unit, team and rank, and what changed between two dates (P1.1, P1.5).

No list on screen stands behind the changes: their people stand in the office's order, section by section.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from trainingdesk.documents.catalogue.roster import checked_by
from trainingdesk.documents.definition import SEQ, SUM, Column, Content, Occasion, Param, Report, Row, words
from trainingdesk.domain.codes import Rank, Sex, Team
from trainingdesk.domain.roster.base import RankGroup, rank_group
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_, _, listed, ngettext, text

_UNIT = Column("name", N_("Unit"), width_mm=46)
_HEADS = Column("heads", N_("Heads"), Kind.INT, 15, total=SUM)

HEADCOUNT = Report(
    id="roster.headcount",
    title=N_("Headcount base by unit, team and rank"),
    occasion=Occasion.ROSTER,
    columns=(_UNIT, _HEADS),
    params=(
        Param("day", N_("As of"), Kind.DAY, required=False, usual="today"),
        Param("unit", N_("Unit"), Kind.INT, required=False, choices="units"),
    ),
    landscape=True,
    unit_note=N_("Counted in people"),
    row_mm=5.6,
    size=9.5,
    name_column="name",
    flows=True,
    dense=True,
)

CHANGES = Report(
    id="roster.changes",
    title=N_("Changes of the base between two dates"),
    occasion=Occasion.ROSTER,
    columns=(
        Column(SEQ, N_("No."), Kind.INT, 10),
        Column("name", N_("Name"), Kind.PERSON, 18),
        Column("sex", N_("Sex"), Kind.CODE, 11, align="center"),
        Column("unit_before", N_("Unit"), width_mm=33, group=N_("Before the change")),
        Column("post_before", N_("Post"), width_mm=27, group=N_("Before the change")),
        Column("rank_before", N_("Rank"), width_mm=30, group=N_("Before the change"), align="center"),
        Column("unit", N_("Unit"), width_mm=33, group=N_("After the change")),
        Column("post", N_("Post"), width_mm=27, group=N_("After the change")),
        Column("rank", N_("Rank"), width_mm=30, group=N_("After the change"), align="center"),
        Column("since", N_("Since"), width_mm=22, align="center"),
        Column("remark", N_("Remarks"), width_mm=44),
    ),
    params=(
        Param("from", N_("Earlier date"), Kind.DAY, required=False, usual="new_year"),
        Param("to", N_("Later date"), Kind.DAY, required=False, usual="today"),
        Param("unit", N_("Unit"), Kind.INT, required=False, choices="units"),
    ),
    landscape=True,
    group_by="kind",
    notes=(
        N_("Somebody who moved and was promoted stands under both. Days are those of the dated history."),
        N_("Base on the later date = base on the earlier one + who came − who left."),
    ),
    size=9.5,
    name_column="name",
    dense=True,
)

REPORTS = (HEADCOUNT, CHANGES)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One unit: its name of the day, its depth in the tree, and (team, group of ranks) → people of exactly this unit.

    ``ranks`` are the same people by (team, rank), None for whose rank is not known.
    """

    name: str
    level: int
    heads: Mapping[tuple[Team, RankGroup], int]
    ranks: Mapping[tuple[Team, Rank | None], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: ``kind`` in words, unit, post and rank before and after, "" where there is none."""

    kind: str
    name: str
    before: tuple[str, str, str]
    after: tuple[str, str, str]
    since: str
    remark: str = ""
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """The base on both dates and how many came, left, moved, rose, changed their post or rank otherwise, or their team."""

    before: int
    came: int
    left: int
    after: int
    moved: int
    promoted: int
    changed: int
    team: int


def content(
    units: Sequence[HeadLine],
    ranks: Sequence[tuple[str, Mapping[Team, int]]],
    *,
    teams: Sequence[Team],
    groups: Sequence[RankGroup],
    scope: str,
    day: date,
    rules: Sequence[str],
    office: str = "",
    printed_on: date | None = None,
) -> Content:
    """Return the base on a day: a line a unit, a second table with a line a rank, and for every team unit by rank.

    Every number is people of exactly that unit, so that all lines add up to the total; ``rules`` says who counts. Teams
    in which nobody is are named in a note and take no room.
    """
    columns: list[Column] = [_UNIT, _HEADS]
    empty = [team for team in teams if not any(found.get(team) for _rank, found in ranks)]
    teams = [team for team in teams if team not in empty]
    for team in teams:
        found = [group for group in groups if any(line.heads.get((team, group)) for line in units)]
        title = text(f"team.{team}")
        if len(found) != 1:
            columns.append(Column(f"{team}", _("Together"), Kind.INT, 14, total=SUM, group=title))
        columns.extend(
            Column(f"{team}.{group}", text(f"rank_group.{group}"), Kind.INT, 15, total=SUM, group=title)
            for group in found
        )
    rows = []
    for line in units:
        values: dict[str, Any] = {"name": line.name, "heads": sum(line.heads.values())}
        for team in teams:
            # what nobody is in stays empty, here as in the tables behind
            values[f"{team}"] = sum(count for (of, _group), count in line.heads.items() if of is team) or None
            values |= {f"{team}.{group}": line.heads.get((team, group), 0) or None for group in groups}
        rows.append(Row(values, level=line.level))
    heads = sum(sum(line.heads.values()) for line in units)
    count = ngettext("{count} person", "{count} people", heads).format(count=f"{heads:,}")
    when = _("Base on {day}").format(day=_written_out(day))
    subtitle = "　".join(part for part in (when, scope, count) if part)
    nobody = ""
    if teams and empty:
        names = listed(text(f"team.{team}") for team in empty)
        nobody = _("Nobody is in: {teams}.").format(teams=names)
    by_rank = Content(
        rows=[
            {
                "rank": rank,
                "heads": sum(found.values()),
                **{f"{team}": found.get(team) or None for team in teams},
            }
            for rank, found in ranks
        ],
        columns=(
            Column("rank", N_("Rank"), width_mm=52),
            _HEADS,
            *(Column(f"{team}", text(f"team.{team}"), Kind.INT, 30, total=SUM) for team in teams),
        ),
        title=_("By rank"),
        subtitle=subtitle,
        name=_("By rank"),
        data_date=day,
        notes=tuple(rules),
        signing=checked_by(),
    )
    crossed = (_by_unit_and_rank(units, team, when=when, scope=scope, day=day, rules=rules) for team in teams)
    return Content(
        rows=rows,
        columns=tuple(columns),
        subtitle=subtitle,
        name=_("By unit"),
        office=office,
        data_date=day,
        printed_on=printed_on,
        notes=(
            _("Each line counts the people of exactly that unit; units below it have their own."),
            *((nobody,) if nobody else ()),
            *rules,
        ),
        signing=checked_by(),
        parts=(by_rank, *crossed),
    )


def _by_unit_and_rank(
    units: Sequence[HeadLine], team: Team, *, when: str, scope: str, day: date, rules: Sequence[str]
) -> Content:
    """Return the table of a team: a line for each unit that has people in it, by every rank that they hold.

    Each team has its own, since the ranks of one are blank in all lines of the others.
    """
    ranks = [rank for rank in (*Rank, None) if any(line.ranks.get((team, rank)) for line in units)]
    ranks.sort(key=lambda rank: list(_LADDERS).index(_ladder(rank)))
    columns = (
        _UNIT,
        _HEADS,
        *(
            Column(
                f"{rank}",
                text(f"rank.{rank}" if rank else "rank_group.none"),
                Kind.INT,
                13,
                total=SUM,
                group=words(_LADDERS[_ladder(rank)]),
            )
            for rank in ranks
        ),
    )
    rows, all_heads = [], 0
    above: list[bool] = []  # whether the units above a line have lines of their own
    for line in units:
        found = {rank: line.ranks.get((team, rank), 0) for rank in ranks}
        heads = sum(found.values())
        above = [*above, *[False] * line.level][: line.level]
        if heads:
            # what nobody holds stays empty: a wide table is read by its figures
            values = {f"{rank}": count or None for rank, count in found.items()}
            rows.append(Row({"name": line.name, "heads": heads, **values}, level=sum(above)))
            all_heads += heads
        above.append(heads > 0)
    title = _("{team}, by unit and rank").format(team=text(f"team.{team}"))
    count = ngettext("{count} person", "{count} people", all_heads).format(count=f"{all_heads:,}")
    return Content(
        rows=rows,
        columns=columns,
        title=title,
        subtitle="　".join(part for part in (when, scope, count) if part),
        name=title,
        data_date=day,
        notes=(_("Whoever has a leading post counts by its level, others by the rank they hold."), *rules),
        signing=checked_by(),
    )


#: the ladders ranks stand on, in the order of the table (公务员法 2018 第18、19条)
_LADDERS = {
    "leading": N_("Leading posts"),
    "service": N_("Ranks of the service"),
    "technical": N_("Technical titles"),
    "business": N_("Business posts"),
    "none": "",
}


def _ladder(rank: Rank | None) -> str:
    if rank is None:
        return "none"
    if is_service_rank(rank):
        return "service"
    group = rank_group(rank)
    return group.value if group.value in _LADDERS else "leading"


def changes_content(
    lines: Sequence[ChangeLine],
    balance: Balance,
    *,
    first: date,
    last: date,
    scope: str,
    rules: Sequence[str],
    office: str = "",
    printed_on: date | None = None,
) -> Content:
    """Return what changed in the base between two dates, by kinds of change."""
    days = _("{first} to {last}").format(first=_written_out(first), last=_written_out(last))
    facts = (
        _("Base: {before} + {came} came − {left} left = {after}").format(
            before=f"{balance.before:,}",
            came=f"{balance.came:,}",
            left=f"{balance.left:,}",
            after=f"{balance.after:,}",
        ),
        _(
            "Moved to another unit: {moved}. Promoted: {promoted}. Other changes of post or rank: {changed}. Changed to"
            " another team: {team}."
        ).format(
            moved=f"{balance.moved:,}",
            promoted=f"{balance.promoted:,}",
            changed=f"{balance.changed:,}",
            team=f"{balance.team:,}",
        ),
    )
    return Content(
        rows=[
            {
                "kind": line.kind,
                "name": line.name,
                "sex": line.sex,
                "unit_before": line.before[0],
                "post_before": line.before[1],
                "rank_before": line.before[2],
                "unit": line.after[0],
                "post": line.after[1],
                "rank": line.after[2],
                "since": line.since,
                "remark": line.remark,
            }
            for line in lines
        ],
        subtitle=f"{days}　{scope}" if scope else days,
        facts=facts,
        office=office,
        data_date=last,
        printed_on=printed_on,
        notes=tuple(rules),
        signing=checked_by(),
    )


def _written_out(day: date) -> str:
    """Return a day as it stands below a title."""
    return _("{year}-{month:02}-{day:02}").format(year=day.year, month=day.month, day=day.day)
