"""The papers of the base: heads by unit, team and rank on a date, and what changed between two dates (P1.1, P1.5)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

from trainingdesk.domain.codes import PersonStatus, Rank, Team
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.roster.base import BaseRule, RankGroup, base_rule, changes_of, rank_group
from trainingdesk.domain.roster.history import first_day, is_service_rank
from trainingdesk.domain.roster.remarks import cause_of
from trainingdesk.persistence.readmodels import base as reads
from trainingdesk.persistence.readmodels import change_sources, units
from trainingdesk.persistence.readmodels.change_sources import Source
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.persistence.readmodels.planning import all_units
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import Label, text
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Content


@table_paper("roster.headcount")
def headcount(reader: Reader, params: Params) -> "Content":
    """Return the heads on ``day``, today by default, of ``unit`` with the units below it or of the whole district.

    Raises Refused ``planning.base_day_ahead`` for a day that has not come, NotFound ``record.gone``.
    """
    from trainingdesk.documents.catalogue.headcount import HeadLine, content

    day = _day(reader, params.get("day", "")) or reader.today
    scope, among = _scope(reader, params, day)
    rule = base_rule(reader.policy(day))
    counted = reads.heads(reader.connection, day, reader.today, rule, among)
    by_unit: dict[int, Counter[tuple[Team, RankGroup]]] = {}
    by_rank: dict[Rank | None, Counter[Team]] = {}
    crossed: dict[int, Counter[tuple[Team, Rank | None]]] = {}
    for unit, team, rank, count in counted:
        by_unit.setdefault(unit, Counter())[team, rank_group(rank)] += count
        by_rank.setdefault(rank, Counter())[team] += count
        crossed.setdefault(unit, Counter())[team, rank] += count
    names = units.names_on(reader.connection, day)
    lines = [
        HeadLine(names[unit.id], unit.depth, by_unit[unit.id], crossed[unit.id])
        for unit in all_units(reader.connection)
        if unit.id in by_unit
    ]
    ranks = [
        (text(f"rank.{rank}") if rank else text("rank_group.none"), by_rank[rank])
        for rank in (*Rank, None)
        if rank in by_rank
    ]
    return content(
        lines,
        ranks,
        teams=list(Team),
        groups=list(RankGroup),
        scope=scope,
        day=day,
        rules=who_counts(reader, day),
        office=office_facts(reader.connection).name,
        printed_on=reader.today,
    )


@table_paper("roster.changes")
def changes(reader: Reader, params: Params) -> "Content":
    """Return what changed between ``from`` (by default the first day of the year of the day before ``to``) and ``to`` (today by default).

    With ``unit`` it is who was or is in that unit or below it: for them, a move across its border is a coming or
    leaving. Raises Refused ``paper.days_turned_round`` when ``to`` is not after ``from``, ``planning.base_day_ahead``,
    NotFound ``record.gone``.
    """
    from trainingdesk.documents.catalogue.headcount import Balance, ChangeLine, changes_content

    last = _day(reader, params.get("to", "")) or reader.today
    first = _day(reader, params.get("from", "")) or date((last - timedelta(days=1)).year, 1, 1)
    if first >= last:
        raise Refused("paper.days_turned_round", first=first.isoformat(), last=last.isoformat())
    scope, among = _scope(reader, params, last)
    rules = (base_rule(reader.policy(first)), base_rule(reader.policy(last)))
    names = (units.names_on(reader.connection, first), units.names_on(reader.connection, last))
    sections: dict[str, list[ChangeLine]] = {kind: [] for kind in _KINDS}

    def shown(stood: reads.Stood | None, of: int) -> tuple[str, str, str]:
        if stood is None:
            return "", "", ""
        return names[of][stood.unit_id], stood.post, _ranks(stood)

    changed = reads.changed_between(reader.connection, (first, last), reader.today, rules)
    people = [one.person_id for one in changed]
    sexes = reads.sexes(reader.connection, people)
    sources = {
        track: change_sources.ended_between(reader.connection, track, people, (first, last))
        for track in change_sources.TRACKS
    }
    joined = change_sources.joined(reader.connection, people)
    for one in changed:
        before, after = (
            stood if stood and (among is None or stood.unit_id in among) else None
            for stood in (one.before, one.after)
        )
        if before is None and after is None:
            continue
        for kind in changes_of(before and before[:6], after and after[:6]):
            since = remark = entered = ""
            if kind == "came" and after:
                entered = "" if one.before else _entered(reader, one, after, first, rules[1])
                since = entered or (after.unit_since if one.before else after.status_since)
                if first_day(after.unit_since) == since:
                    since = after.unit_since  # the roster is joined on a whole day, the unit in a month
                remark = _from_unit(one.before, names[0])
            elif kind == "left":
                since = one.after.unit_since if one.after else one.status_since
                remark = _to_unit(one.after, names[1])
            elif kind == "moved" and after:
                since = after.unit_since
            elif kind == "team" and before and after:
                since = after.team_since
                teams = (Label(f"team.{stood.team}") for stood in (before, after))
                remark = text("base_change.teams", **dict(zip(("before", "after"), teams, strict=True)))
            elif before and after:
                since = _since(before, after, kind)
            track = _TRACKS.get(kind) or ("unit_period" if one.before and one.after else "status_period")
            source = None if entered else sources[track].get(one.person_id)
            first_coming = source is None and kind == "came" and not one.before
            if first_coming and after:
                source = joined[one.person_id]
                since = since or one.joined_on or after.unit_since
            if kind == "left" and not one.after and one.status:
                remark = _why_gone(one, source)
            if source is not None and source.ended:
                since = _as_said(since, source, came=first_coming)
            sections[kind].append(
                ChangeLine(
                    text(f"base_change.{kind}"),
                    one.name,
                    shown(before, 0),
                    shown(after, 1),
                    since,
                    _with_source(remark, source),
                    sexes[one.person_id],
                )
            )
    counts = {kind: len(found) for kind, found in sections.items()}
    base = sum(row[3] for row in reads.heads(reader.connection, first, reader.today, rules[0], among))
    return changes_content(
        [line for found in sections.values() for line in found],
        Balance(before=base, after=base + counts["came"] - counts["left"], **counts),
        first=first,
        last=last,
        scope=scope,
        rules=who_counts(reader, first, last),
        office=office_facts(reader.connection).name,
        printed_on=reader.today,
    )


#: kinds of change in the order of the paper
_KINDS = ("came", "left", "moved", "promoted", "changed", "team")
#: kind of change → the dated history that tells of it; who came or left changed the status, or the unit
_TRACKS = {
    "moved": "unit_period",
    "promoted": "post_period",
    "changed": "post_period",
    "team": "team_period",
}


def _entered(reader: Reader, one: reads.Changed, after: reads.Stood, first: date, rule: BaseRule) -> str:
    """Return the first day, or month, in the roster of who joined it after ``first`` and counted then already.

    "" for who was in it before, or did not count when they joined: of them the status says since when they do.
    """
    if not one.joined_on:
        return ""
    # a day somebody is known to have been in a unit says more than the one on which the roster noted them
    known = "" < first_day(after.unit_since) <= one.joined_on
    entered = after.unit_since if known else one.joined_on
    day = date.fromisoformat(first_day(entered))
    if day <= first:
        return ""
    if day.isoformat() < first_day(after.status_since) and not reads.stood_then(
        reader.connection, one.person_id, day, reader.today, rule
    ):
        return ""
    return entered


def _as_said(since: str, source: Source, *, came: bool) -> str:
    """Return since when a change holds as exactly as somebody said it: by a day at the latest, since a month, since a day.

    ``came`` is whether it is a first coming into the roster.
    """
    if not since or (came and since == source.ended):
        # nobody said the day; by then what was before had ended, or they were there
        return text("base_change.by", day=source.ended)
    # a status is kept with a whole day; what was before ended in the month that was said
    return source.ended if first_day(source.ended) == since else since


def _with_source(remark: str, source: Source | None) -> str:
    """Return a remark with where the change comes from: the reason given, and the file or who typed it."""
    if source is None:
        return remark
    parts = [remark, source.reason if source.reason != remark else ""]
    if source.file:
        # a narrow column: without its ending a name is read as one, and not cut before .xlsx
        parts.append(text("base_change.imported", file=PurePath(source.file).stem))
    elif source.typed_by:
        parts.append(text("base_change.typed", name=source.typed_by))
    return text("base_change.semicolon").join(part for part in parts if part)


def _why_gone(one: reads.Changed, source: Source | None) -> str:
    """Return why somebody counts no more: of who left what the reason or the note says, for 调离 is one way to leave of many.

    A note that speaks of another month, or of none beside a reason that was given, may tell of a leaving before.
    """
    if one.status is PersonStatus.LEFT:
        reason = source.reason if source is not None else ""
        if cause_of(reason):
            return reason
        if cause := cause_of(one.note, one.status_since, undated=not reason):
            return cause
    return text(f"person_status.{one.status}")


def _ranks(stood: reads.Stood) -> str:
    """Return the rank, with the one held beside a leading post."""
    if stood.rank is None:
        return ""
    rank = Label(f"rank.{stood.rank}")
    if stood.held is None or stood.held is stood.rank:
        return text(rank.code)
    return text("base_change.ranks", rank=rank, held=Label(f"rank.{stood.held}"))


def _since(before: reads.Stood, after: reads.Stood, kind: str) -> str:
    """Return since when what changed has held: for a promotion the rank that rose, else the post before the ranks.

    A level whose own day nobody said is held since the post that brought it.
    """
    if kind == "changed" and (before.post, before.post_since) != (after.post, after.post_since):
        return after.post_since
    if before.rank is after.rank:
        return after.held_since
    by_post = (
        after.rank is not None
        and not is_service_rank(after.rank)
        and (before.post, before.post_since) != (after.post, after.post_since)
    )
    return after.rank_since or (after.post_since if by_post else "")


def _from_unit(stood: reads.Stood | None, names: dict[int, str]) -> str:
    return text("base_change.from_unit", unit=names[stood.unit_id]) if stood else ""


def _to_unit(stood: reads.Stood | None, names: dict[int, str]) -> str:
    return text("base_change.to_unit", unit=names[stood.unit_id]) if stood else ""


def _day(reader: Reader, typed: str) -> date | None:
    if not typed:
        return None
    day = date.fromisoformat(typed)
    if day > reader.today:
        raise Refused("planning.base_day_ahead", day=reader.today)
    return day


def _scope(reader: Reader, params: Params, day: date) -> tuple[str, set[int] | None]:
    """Return the name of the unit a paper is limited to, with it and the units below; "" and None for the district."""
    if not params.get("unit"):
        return "", None
    unit_id = int(params["unit"])
    names = units.names_on(reader.connection, day)
    if unit_id not in names:
        raise NotFound("record.gone", kind=Label("entity.unit"))
    return names[unit_id], set(units.below(reader.connection, unit_id))


def who_counts(reader: Reader, *days: date) -> Sequence[str]:
    """Return in words who counts, by the rules of each day; once where they are the same."""
    said = [_counts(base_rule(reader.policy(day))) for day in days]
    if len(set(said)) > 1:
        said = [
            text("base.counts_on", day=format_value(Kind.DAY, day), words=words)
            for day, words in zip(days, said, strict=True)
        ]
    return [*dict.fromkeys(said), text("base.as_known")]


def _counts(rule: BaseRule) -> str:
    statuses = [Label(f"person_status.{status}") for status in PersonStatus if status in rule.statuses]
    return text("base.counts", statuses=statuses, seconded=Label(f"seconded_count.{rule.seconded}"))
