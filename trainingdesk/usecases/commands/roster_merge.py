"""Two records of one person become one, and are parted again; two people who look alike are noted as two."""

import gzip
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import PostTrack
from trainingdesk.domain.errors import Invalid, Problem, Refused
from trainingdesk.domain.roster.history import (
    Period,
    PostValue,
    Present,
    Standing,
    check_period,
    decide_change,
    first_day,
    former_row,
    is_service_rank,
    post_present,
    rank_present,
)
from trainingdesk.domain.roster.merging import CHOICES, COLUMNS, begun_with, decide_merge, differing
from trainingdesk.domain.roster.post_words import alike
from trainingdesk.persistence.readmodels.import_use import Used
from trainingdesk.persistence.search import unindex_people
from trainingdesk.persistence.tables.log import UndoStep
from trainingdesk.persistence.tables.roster import NotSame, Person, PersonMerge, PersonPhoto, Unit
from trainingdesk.shared.text import Label
from trainingdesk.usecases.dated import (
    DATED,
    Added,
    post_track,
    remove_added,
    status_track,
    team_track,
    unit_track,
)
from trainingdesk.usecases.following import Following, put_row, stored_row
from trainingdesk.usecases.going_back import in_the_way, walk_back
from trainingdesk.usecases.ordering import index_people_anew
from trainingdesk.usecases.periods import write_formers
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.stays import end_stays, endings, reopen_stays
from trainingdesk.usecases.undoing import changes_of, put_back, values_of
from trainingdesk.usecases.work import Work

#: what follows from the name and comes with it
_NAME_KEYS = ("stroke_key", "pinyin_key")


@dataclass(frozen=True, kw_only=True)
class MergePeople(Command):
    """Make one record of two.

    Attributes:
        kept_id, lost_id: the record that stays and the one that goes into it.
        kept_version, lost_version: the versions the person saw side by side.
        from_lost: the choices of :data:`~trainingdesk.domain.roster.merging.CHOICES` taken from the one that goes.
    """

    kept_id: int
    kept_version: int
    lost_id: int
    lost_version: int
    from_lost: tuple[str, ...] = ()


def _present(kept: Person, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Return since when the values hold that a record has after a merge, as :class:`Following` wants it."""
    final = {name: chosen.get(name, getattr(kept, name)) for name in DATED}
    standing = Standing(**{part.name: final[part.name] for part in fields(Standing)})
    status_from = final["status_from"]
    return {
        "unit_period": final["unit_from"],
        "team_period": final["team_from"],
        "status_period": status_from.isoformat() if status_from else "",
        f"post_period.{PostTrack.POST}": post_present(standing).since,
        f"post_period.{PostTrack.RANK}": rank_present(standing).since,
    }


@handles(MergePeople, Permission.ROSTER_EDIT)
def merge_people(work: Work, command: MergePeople) -> Result:
    """Merge two records; everything that hung on the one that goes follows.

    Raises Refused ``merge.one_record``, Invalid ``merge.unfit`` (the choices contradict each other) and Invalid
    ``merge.in_the_way`` with everything that both records have and only one can have. The result says under
    ``not_kept`` what unit, post and rank of the side that was not chosen no day could be found for.
    """
    if command.kept_id == command.lost_id:
        raise Refused("merge.one_record")
    kept = work.load(Person, command.kept_id, command.kept_version)
    lost = work.load(Person, command.lost_id, command.lost_version)
    mine, theirs = (_values(work, person) for person in (kept, lost))
    taken = set(command.from_lost) & set(CHOICES)
    chosen = decide_merge(mine, theirs, taken)
    begun = begun_with(mine, theirs, taken)
    if _ended_later(work, (kept, lost), begun.values()):
        begun = {}
    chosen |= {name: day for name, day in begun.items() if day != getattr(kept, name)}
    if "name" in chosen:
        chosen |= {name: getattr(lost, name) for name in _NAME_KEYS}
    way = Following(work, photo_of_lost="photo" in taken, present=_present(kept, chosen))
    way.follow("person", lost.id, kept.id)
    if way.problems:
        raise Invalid("merge.in_the_way", way.problems, name=kept.name)
    gone = stored_row(work, "person", lost.id)
    lost_name = lost.name
    work.session.delete(lost)
    work.session.flush()
    unindex_people(work.connection, [command.lost_id])
    before = values_of(kept, chosen)
    for name, value in chosen.items():
        setattr(kept, name, value)
    # a merge raises the version even where no field changes: an open form shows what is no longer all of it
    kept.version += 1
    work.session.flush()
    index_people_anew(work, [kept.id])
    added, not_kept = _former_values(work, kept, (mine, theirs), taken, begun)
    stays = end_stays(work, endings(work.connection, {kept.id: {}}, work.today))
    merge = PersonMerge(
        kept_id=kept.id,
        lost_id=command.lost_id,
        at=work.now,
        actor_id=work.actor.user_id,
        before=_packed(
            {
                "kept": changes_of(kept, before),
                "lost": gone,
                "journal": way.journal,
                "added": added,
                "stays": stays,
                "name": lost_name,
            }
        ),
    )
    work.session.add(merge)
    work.session.flush()
    moved = sum(1 for step in way.journal if step[0] == "moved")
    told = {"not_kept": not_kept} if not_kept else {}
    work.note("person", kept.id, "merged", other=command.lost_id, followed=moved, **told)
    work.can_undo("undo.merge_people", SeparatePeople(merge_id=merge.id), name=kept.name)
    return {"merge_id": merge.id, "person_id": kept.id, "followed": moved, "not_kept": not_kept}


@dataclass(frozen=True, kw_only=True)
class SeparatePeople(Command):
    """Take a merge back: both records are as they were, with what hung on each."""

    merge_id: int


@handles(SeparatePeople, Permission.ROSTER_EDIT)
def separate_people(work: Work, command: SeparatePeople) -> Result:
    """Part two records again.

    What was added to the person since stays with the record that was kept. Raises Refused ``merge.merged_again``,
    ``merge.depended_on`` with what was built on it, ``merge.no_room`` when a number or a place is taken now, and
    Conflict ``undo.changed_since`` when a field the merge set was changed since.
    """
    merge = work.load(PersonMerge, command.merge_id)
    packed = work.session.scalar(select(PersonMerge.before).where(PersonMerge.id == merge.id))
    before = json.loads(gzip.decompress(packed or b""))
    kept = work.load(Person, merge.kept_id)
    later = work.session.scalar(
        select(PersonMerge.id).where(PersonMerge.kept_id == kept.id, PersonMerge.id > merge.id).limit(1)
    )
    if later is not None:
        raise Refused("merge.merged_again", name=kept.name)
    used = in_the_way(work, before["journal"], kept.id)
    if used:
        kinds = [Label(f"entity.{kind}") for kind in used]
        ways = list(dict.fromkeys(Used(kind, frozenset()).way for kind in used))
        count = sum(used.values())
        raise Refused("merge.depended_on", name=kept.name, kinds=kinds, count=count, ways=ways)
    try:
        put_back(kept, kept.name, before["kept"])
        kept.version += 1
        work.session.flush()
        work.session.delete(merge)
        work.session.flush()
        remove_added(work, [(table, number) for table, number in before.get("added", ())])
        put_row(work, "person", before["lost"])
        reopen_stays(work, before.get("stays", ()))
        walk_back(work, before["journal"])
    except IntegrityError as error:
        raise Refused("merge.no_room", name=before["name"]) from error
    index_people_anew(work, [kept.id, merge.lost_id])
    work.note("person", kept.id, "parted", other=merge.lost_id)
    _settle_undo(work, command.merge_id)
    return {"person_id": kept.id, "restored_id": merge.lost_id}


@dataclass(frozen=True, kw_only=True)
class KeepApart(Command):
    """Note that two people who look alike are two: they are not suggested again."""

    first_id: int
    second_id: int


@handles(KeepApart, Permission.ROSTER_EDIT)
def keep_apart(work: Work, command: KeepApart) -> Result:
    """Note a pair; a pair that is noted already stays as it is."""
    first, second = sorted((command.first_id, command.second_id))
    if first == second:
        raise Refused("merge.one_record")
    people = [work.load(Person, number) for number in (first, second)]
    pair = work.session.scalar(select(NotSame).where(NotSame.first_id == first, NotSame.second_id == second))
    if pair is None:
        pair = NotSame(first_id=first, second_id=second, at=work.now, actor_id=work.actor.user_id)
        work.session.add(pair)
        work.session.flush()
        names = [person.name for person in people]
        work.can_undo("undo.keep_apart", LookAgain(pair_id=pair.id), first=names[0], second=names[1])
    return {"pair_id": pair.id}


@dataclass(frozen=True, kw_only=True)
class LookAgain(Command):
    """Take back that two people are two: they may be suggested again."""

    pair_id: int


@handles(LookAgain, Permission.ROSTER_EDIT)
def look_again(work: Work, command: LookAgain) -> Result:
    """Remove a reviewed pair."""
    work.session.delete(work.load(NotSame, command.pair_id))
    work.session.flush()
    _settle_undo(work, command.pair_id, LookAgain.__name__, "pair_id")
    return {"pair_id": command.pair_id}


def _values(work: Work, person: Person) -> dict[str, Any]:
    """Return a record's values as a merge compares them; the photo by its digest."""
    values = {name: getattr(person, name) for name in COLUMNS if name != "photo"}
    digest = work.session.scalar(select(PersonPhoto.digest).where(PersonPhoto.person_id == person.id))
    return {**values, "photo": digest or ""}


def _ended_later(work: Work, people: Iterable[Person], days: Collection[str]) -> bool:
    """Return whether a former unit, post or rank of these people ended behind one of the days: a record goes on since then."""
    first = min(map(first_day, days), default="9999")
    return any(
        first_day(period.valid_to) > first
        for person in people
        for _present, periods in (
            unit_track(work, person),
            post_track(work, person, PostTrack.POST),
            post_track(work, person, PostTrack.RANK),
        )
        for period in periods
    )


def _former_values(
    work: Work,
    kept: Person,
    sides: tuple[Mapping[str, Any], Mapping[str, Any]],
    taken: Collection[str],
    begun: Collection[str],
) -> tuple[list[Added], dict[str, Any]]:
    """Write unit, team, status, post and rank that only one record knew, and that ended when the person's began, as former ones.

    Of a post and of a rank it must be known since when: their words may differ by the way they are written alone; not so
    where the chosen one is of a younger record, and ``begun`` has its day. A post that was not chosen was held with the
    level that its own record says.

    Returns the rows, and of unit, post and rank what was not chosen and could not be written: nobody said when it was.
    Where post and level, or level and rank, are chosen from different sides, no record says the rest as it was: it is
    told as well.
    """
    mine, theirs = sides
    unit, team, status = (mine if name in taken else theirs for name in ("unit", "team", "status"))
    since = status["status_from"]
    told: list[tuple[str, Present, tuple[Present, list[Period]]]] = [
        ("unit", Present(unit["unit_id"], unit["unit_from"]), unit_track(work, kept)),
        ("team", Present(team["team"], team["team_from"]), team_track(work, kept)),
        ("status", Present(status["status"], since.isoformat() if since else ""), status_track(work, kept)),
    ]
    posts, ranks = post_track(work, kept, PostTrack.POST), post_track(work, kept, PostTrack.RANK)
    unlike = differing(mine, theirs)
    if key := next((key for key in ("post", "rank") if key in unlike), ""):
        told.append((PostTrack.POST, post_present(_standing(mine if key in taken else theirs)), posts))
    held = [rank_present(_standing(side)) for side in (mine, theirs)]
    others = [rank for rank in held if rank.value != ranks[0].value]
    told += [(PostTrack.RANK, rank, ranks) for rank in others if len(others) == 1]
    found: list[tuple[str, Period]] = []
    lost: dict[str, Any] = {}
    for track, other, (present, periods) in told:
        former = _former(work, other, present, periods) if other.value not in _NOTHING else None
        unsure = _UNSURE.get(track)
        if former is not None and (former.valid_from or unsure is None or not unsure.isdisjoint(begun)):
            found.append((track, former))
        elif other.value not in [present.value, *(period.value for period in periods)]:
            lost |= _not_kept(work, track, other.value, present.value)
    written = [former.value for track, former in found if track == PostTrack.POST]
    levels = [value.level for value in (posts[0].value, *(period.value for period in posts[1]), *written)]
    lost |= _level_parted(theirs if "post" in taken else mine, levels)
    if len(others) > 1:
        lost |= _ranks_parted((mine, theirs), [period.value for period in ranks[1]])
    rows = [(kept.id, former_row(track, former)) for track, former in found]
    return [(table, number) for table, ids in write_formers(work, rows) for number in ids], lost


#: tracks whose words may differ by the way they are written alone, and the columns of their days
_UNSURE: Mapping[str, frozenset[str]] = {
    PostTrack.POST: frozenset({"post_from", "rank_from"}),
    PostTrack.RANK: frozenset({"rank_from", "side_rank_from"}),
}
#: what is no post and no rank
_NOTHING = (None, PostValue("", None))


def _standing(values: Mapping[str, Any]) -> Standing:
    return Standing(**{part.name: values[part.name] for part in fields(Standing)})


def _not_kept(work: Work, track: str, value: Any, chosen: Any) -> dict[str, Any]:
    """Return what the log and whoever merged are told of a value that nobody chose, by field."""
    if track == "unit":
        return {"unit": work.load(Unit, value).name}
    if track == PostTrack.RANK:
        return {"side_rank": value} if value else {}
    if track != PostTrack.POST:
        return {}
    told = {} if not value.post or alike(value.post, chosen.post) else {"post": value.post}
    return told | ({"rank": value.level} if value.level not in {None, chosen.level} else {})


def _level_parted(side: Mapping[str, Any], levels: Collection[Any]) -> dict[str, Any]:
    """Return the level of the record whose post was chosen, where none of the levels that stay is it."""
    level = post_present(_standing(side)).value.level
    return {} if level is None or level in levels else {"rank": level}


def _ranks_parted(sides: Sequence[Mapping[str, Any]], kept: Collection[Any]) -> dict[str, Any]:
    """Return the ranks of two records neither of which holds now, by the field each stood in.

    It comes to that where the one has the rank alone and the other has it beside its level, and only the level and what
    the first one has beside its rank were chosen.
    """
    lost: dict[str, Any] = {}
    for side in sides:
        rank = rank_present(_standing(side)).value
        if rank and rank not in kept and rank not in lost.values():
            lost["rank" if is_service_rank(side["rank"]) else "side_rank"] = rank
    return lost


def _former(work: Work, other: Present, present: Present, periods: Sequence[Period]) -> Period | None:
    """Return what another value becomes beside the one that holds now.

    Where it is not known since when that one holds, or the days contradict what the history says, it is nothing:
    nobody said when it ended.
    """
    today = work.today.isoformat()
    if other.value == present.value or not present.since:
        return None
    decided = decide_change(other, (), present.value, present.since, today)
    if isinstance(decided, Problem) or decided.former is None:
        return None
    former = decided.former
    if not former.valid_from:
        ended = [
            period.valid_to for period in periods if first_day(period.valid_to) <= first_day(present.since)
        ]
        former = former._replace(valid_from=max(ended, key=first_day, default=""))
    if former.value in [period.value for period in periods if period.valid_to == former.valid_to]:
        return None
    return None if check_period(former, periods, present, today) else former


def _packed(facts: Mapping[str, Any]) -> bytes:
    return gzip.compress(json.dumps(facts, ensure_ascii=False).encode(), 6, mtime=0)


def _settle_undo(
    work: Work, number: int, inverse: str = SeparatePeople.__name__, part: str = "merge_id"
) -> None:
    """Take the step off the list of steps to undo: it may be taken back from the window's list too."""
    steps = work.session.scalars(
        select(UndoStep).where(UndoStep.command == inverse, UndoStep.undone_at.is_(None))
    )
    for step in steps:
        if step.payload.get(part) == number:
            step.undone_at = work.now
