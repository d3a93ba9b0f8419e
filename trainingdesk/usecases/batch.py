"""One step for many people, before it is written: the same plan is previewed and carried out."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from trainingdesk.domain.codes import Authority, PersonStatus, Rank, Team
from trainingdesk.domain.errors import Invalid, Problem
from trainingdesk.domain.roster.batch import (
    COLUMNS,
    FIELDS,
    TEXTS,
    PostsThen,
    Verdict,
    decide_replace,
    decide_values,
)
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.order import NOBODY, PersonKeys
from trainingdesk.persistence.readmodels.person_keys import KEYS_SQL, keyed
from trainingdesk.persistence.readmodels.rules import load_policy
from trainingdesk.persistence.types import Code
from trainingdesk.usecases.periods import last_ends
from trainingdesk.usecases.registry import Command
from trainingdesk.usecases.stays import begun_after_going

#: how many people one statement speaks of
AT_ONCE = 1_000
_CODES = {"team": Team, "authority": Authority, "rank": Rank, "side_rank": Rank, "status": PersonStatus}
#: what nobody can be without
NEEDED = frozenset({"team", "status"})


@dataclass(frozen=True, kw_only=True)
class ForMany(Command):
    """A step for many people.

    Attributes:
        person_ids: whom it is meant for.
        seal: of the preview that was confirmed, "" for none; a roster that was changed since is refused.
    """

    person_ids: tuple[int, ...]
    seal: str = ""


@dataclass(frozen=True, kw_only=True)
class EditPeople(ForMany):
    """Set fields of many people.

    Attributes:
        values: (field, value) of :data:`~trainingdesk.domain.roster.batch.FIELDS`; "" takes a value away.
        day: since when team, rank, post and status hold, None for today.
        reason: why, for the history.
        correction: the old values were entered wrongly; the history stays as it is.
    """

    values: tuple[tuple[str, str], ...]
    day: date | None = None
    reason: str = ""
    correction: bool = False


@dataclass(frozen=True, kw_only=True)
class ReplaceWords(ForMany):
    """Find and replace words in one text field of many people; ``whole`` means the whole field."""

    field: str
    find: str
    replace: str
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class TransferPeople(ForMany):
    """Move many people to another unit since a day (调动).

    Attributes:
        unit_id: where to.
        day: since when, None for today.
        reason: why, for the history.
        posts: what becomes of the posts they had; levels and ranks stay as they are.
        post: the new one of everybody, where they get one.
    """

    unit_id: int
    day: date | None = None
    reason: str = ""
    posts: PostsThen = PostsThen.KEPT
    post: str = ""


@dataclass(frozen=True)
class Planned:
    """One person with the verdict; ``keys`` is what lists are ordered by, ``post`` the one held so far."""

    id: int
    name: str
    unit: str
    version: int
    verdict: Verdict
    keys: PersonKeys = NOBODY
    post: str = ""


@dataclass(frozen=True)
class BatchPlan:
    """What a step comes to.

    Attributes:
        changed: who gets other values. refused: who can't, with the reason. same: how many stay as they are.
        seal: stands for exactly these changes of exactly these people as they are now.
    """

    changed: tuple[Planned, ...]
    refused: tuple[Planned, ...]
    same: int
    seal: str


def plan_batch(connection: Connection, command: ForMany, today: date) -> BatchPlan:
    """Return what a step comes to; raises Invalid ``batch.unfit`` for what can't be meant."""
    decide = _decider(connection, command, today)
    planned: list[Planned] = []
    for person_id, name, unit, version, keys, facts in _people(connection, command.person_ids):
        planned.append(Planned(person_id, name, unit, version, decide(facts), keys, facts["post"]))
    # who would be gone before a secondment of theirs began
    going = {
        one.id: {part.column: part.new for part in one.verdict.changes}
        for one in planned
        if any(part.column == "status" for part in one.verdict.changes)
    }
    late = begun_after_going(connection, going, today)
    planned = [
        replace(one, verdict=Verdict(problem=late[one.id])) if one.id in late else one for one in planned
    ]
    changed = tuple(one for one in planned if one.verdict.changes)
    digest = sha256()
    for one in changed:
        digest.update(repr((one.id, one.version, one.verdict.changes)).encode())
    refused = tuple(one for one in planned if one.verdict.problem is not None)
    return BatchPlan(changed, refused, len(planned) - len(changed) - len(refused), digest.hexdigest())


def _decider(connection: Connection, command: ForMany, today: date) -> Callable[[Mapping[str, Any]], Verdict]:
    if isinstance(command, ReplaceWords):
        words = _replacement(command)
        return lambda person: decide_replace(person, command.field, *words, whole=command.whole)
    day = getattr(command, "day", None) or today
    problems = []
    if day > today:
        problems.append(Problem("roster.day_to_come", {"value": day.isoformat()}, field="day"))
    values: dict[str, Any] = {}
    if isinstance(command, TransferPeople):
        problems += _unit_problems(connection, command.unit_id, day)
        values["unit_id"] = command.unit_id
        if command.posts is not PostsThen.KEPT:
            values["post"] = text_of(command.post) if command.posts is PostsThen.NEW else ""
        if command.posts is PostsThen.NEW and not values["post"]:
            problems.append(Problem("batch.post_needed", field="post"))
    elif isinstance(command, EditPeople):
        values, wrong = _values(command.values)
        problems += wrong
    if problems:
        raise Invalid("batch.unfit", problems)
    correction = isinstance(command, EditPeople) and command.correction
    work_age = load_policy(connection, today).whole("person.work_age")

    def decide(person: Mapping[str, Any]) -> Verdict:
        if isinstance(command, TransferPeople) and person["unit_id"] == command.unit_id:
            return Verdict()  # who is there already keeps the post too
        return decide_values(person, values, day.isoformat(), work_age, correction=correction)

    return decide


def _replacement(command: ReplaceWords) -> tuple[str, str]:
    find, replace = text_of(command.find), text_of(command.replace)
    problems = []
    if command.field not in TEXTS:
        problems.append(Problem("batch.no_text_field", field="field"))
    if not find:
        problems.append(Problem("batch.nothing_to_find", field="find"))
    elif find == replace:
        problems.append(Problem("batch.same_words", field="replace"))
    if problems:
        raise Invalid("batch.unfit", problems)
    return find, replace


def _unit_problems(connection: Connection, unit_id: int, day: date) -> list[Problem]:
    row = connection.exec_driver_sql(
        "SELECT name, active, founded_on FROM unit WHERE id = ?", (unit_id,)
    ).first()
    if row is None:
        return [Problem("roster.unit_needed", field="unit_id")]
    if not row[1]:
        return [Problem("batch.unit_dissolved", {"unit": row[0]}, field="unit_id")]
    if row[2] and day.isoformat() < row[2]:
        return [Problem("history.unit_not_yet", {"unit": row[0], "day": row[2]}, field="day")]
    return []


def _values(given: Iterable[tuple[str, str]]) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems = []
    for field, value in given:
        if field not in FIELDS:
            raise ValueError(f"{field} can't be set for many")
        codes = _CODES.get(field)
        if codes is None:
            values[field] = text_of(value)
        elif value:
            values[field] = codes(value).value
        elif field in NEEDED:
            problems.append(Problem("batch.value_needed", field=field))
        else:
            values[field] = None
    side_rank = values.get("side_rank")
    if side_rank and not is_service_rank(Rank(side_rank)):
        problems.append(Problem("roster.side_rank_is_post", field="side_rank"))
    if not values and not problems:
        problems.append(Problem("batch.nothing_to_set"))
    return values, problems


def _people(
    connection: Connection, ids: Sequence[int]
) -> Iterator[tuple[int, str, str, int, PersonKeys, dict[str, Any]]]:
    columns = ", ".join(f"p.{name}" for name in COLUMNS)
    for start in range(0, len(ids), AT_ONCE):
        part = tuple(dict.fromkeys(ids[start : start + AT_ONCE]))
        marks = ", ".join("?" * len(part))
        ends = last_ends(connection, part)
        found = connection.exec_driver_sql(
            f"SELECT p.id, p.name, u.short_name, p.version, {columns}, {KEYS_SQL} FROM person p"  # noqa: S608 - our own names
            f" JOIN unit u ON u.id = p.unit_id WHERE p.id IN ({marks}) ORDER BY u.position, p.position, p.id",
            part,
        )
        for row in found.all():
            facts = dict(zip(COLUMNS, row[4 : 4 + len(COLUMNS)], strict=True))
            facts["last_end"] = ends.get(row[0], {})
            yield row[0], row[1], row[2], row[3], keyed(row)[-1], facts


def log_text(values: Mapping[str, Any]) -> str:
    """Return a log row's detail as JSON text."""
    return json.dumps(dict(values), ensure_ascii=False, separators=(",", ":"))


def codes_of(column: Any) -> Any:
    """Return the code list of a mapped column, None when it holds no codes."""
    return column.type.codes if isinstance(column.type, Code) else None
