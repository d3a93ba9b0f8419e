"""The columns of a file as they are remembered, and of an import's new people as database and log take them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, repeat
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.codes import Rank, Team
from trainingdesk.domain.roster.base import position_of
from trainingdesk.domain.roster.people import FIELDS
from trainingdesk.domain.roster.teams import team_of_rank
from trainingdesk.persistence.audit import told
from trainingdesk.persistence.tables.roster import ImportLayout, Person
from trainingdesk.usecases.layouts import layout_key
from trainingdesk.usecases.prepared import Prepared
from trainingdesk.usecases.work import Work


def remember_columns(work: Work, prepared: Prepared) -> None:
    """Keep which columns of a file hold what, for the next file of its layout."""
    if prepared.columns is None:
        return
    key = layout_key(prepared.file.layout)
    columns = {str(place): field for place, field in prepared.columns.items()}
    layout = work.session.scalar(select(ImportLayout).where(ImportLayout.layout == key))
    if layout is None:
        work.session.add(ImportLayout(layout=key, columns=columns))
    elif layout.columns != columns:
        layout.columns = columns


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


def places(fields: Mapping[str, Sequence[Any]], first: int) -> Iterator[int]:
    """Return the places inside their units of new people whose numbers count up from ``first``."""
    return map(
        position_of,
        fields["rank"],
        count(first),
        *(fields[name] for name in ("rank_from", "post", "unit")),
    )


def log_texts(fields: Mapping[str, Sequence[Any]], unit_ids: Sequence[int]) -> list[str]:
    """Return each person's log text: their values as one JSON object, blanks left out, numbers masked."""
    heads = {number: f'{{"unit_id":{number}' for number in set(unit_ids)}
    parts: list[Iterable[str]] = [map(heads.__getitem__, unit_ids)]
    for name in FIELDS:
        if name == "unit" or not any(fields[name]):
            continue
        head, column = f',"{name}":', fields[name]
        tell = told(Person.__table__.c[name].info)
        values = set(column)
        if len(values) * 2 > len(column):  # hardly one says what another does
            texts: Iterable[str] = [
                head + encode_basestring(tell(value)) if value else "" for value in column
            ]
        else:
            known = {value: head + encode_basestring(tell(value)) if value else "" for value in values}
            texts = map(known.__getitem__, column)
        parts.append(texts)
    return list(map("".join, zip(*parts, repeat("}"), strict=False)))
