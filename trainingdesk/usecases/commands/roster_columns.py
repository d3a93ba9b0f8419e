"""The columns of an import's new people, as the database takes them and as the log tells them."""

from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from trainingdesk.domain.codes import Rank, Team
from trainingdesk.domain.roster.people import FIELDS
from trainingdesk.domain.roster.rows import team_of_rank
from trainingdesk.persistence.audit import told
from trainingdesk.persistence.tables.roster import Person


def filled(column: Sequence[Any], otherwise: str) -> list[Any]:
    """Return a column with something in its blanks."""
    return [value or otherwise for value in column]


def teams(fields: Mapping[str, Sequence[Any]], otherwise: Mapping[str, Team]) -> list[str]:
    """Return the teams of new people: as their rows say, else of their rank, else of their unit.

    Each belongs to one team (P1.5).
    """
    team_of = {rank.value: team_of_rank(rank).value for rank in Rank}
    return [
        team or team_of.get(rank or beside, otherwise[unit].value)
        for team, rank, beside, unit in zip(
            *(fields[name] for name in ("team", "rank", "side_rank", "unit")), strict=True
        )
    ]


def log_texts(
    fields: Mapping[str, Sequence[Any]], unit_ids: Sequence[int], joined: Sequence[str | None]
) -> list[str]:
    """Return each person's log text: their values as one JSON object, blanks left out, numbers masked."""
    parts: list[list[str]] = [
        [f'"unit_id":{number}' for number in unit_ids],
        [f'"joined_on":"{day}"' if day else "" for day in joined],
    ]
    for name in FIELDS:
        if name == "unit" or not any(fields[name]):
            continue
        head = f'"{name}":'
        tell = told(Person.__table__.c[name].info)
        known = {value: head + encode_basestring(tell(value)) if value else "" for value in set(fields[name])}
        parts.append([known[value] for value in fields[name]])
    return ["{" + ",".join(filter(None, row)) + "}" for row in zip(*parts, strict=True)]
