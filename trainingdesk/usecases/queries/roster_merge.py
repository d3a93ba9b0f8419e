"""What pages and the command line read of duplicates."""

from dataclasses import replace
from typing import Any

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.roster.duplicates import find_pairs
from trainingdesk.domain.roster.merge_views import (
    HAS_PHOTO,
    ChoiceLine,
    MergeForm,
    MergeRow,
    PairList,
    ReviewedRow,
    Said,
)
from trainingdesk.domain.roster.merging import CHOICES, differing, doubts, propose
from trainingdesk.domain.values import mask_id, mask_phone
from trainingdesk.persistence.readmodels import history
from trainingdesk.persistence.readmodels import roster_merge as reads
from trainingdesk.shared.memory import no_cycle_search
from trainingdesk.shared.text import Label
from trainingdesk.usecases.outcome import Progress, no_progress
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query

#: more pairs than anybody looks through in a week; the others come up as these are settled
MOST_PAIRS = 500
#: choices whose names are not those of a file's columns
_OWN_LABELS = frozenset(
    {"side_rank", "education_full", "degree_full", "education_service", "degree_service", "joined_on"}
)


@query(Permission.ROSTER_READ)
def duplicate_pairs(reader: Reader, progress: Progress = no_progress, limit: int = MOST_PAIRS) -> PairList:
    """Return who in the roster may be one person twice, the surest first; long work at 100,000 people."""

    def done(step: int, steps: int) -> None:
        progress(step, steps, "duplicates.step_compare")

    with no_cycle_search():
        people = reads.everybody(reader.connection)
        pairs = find_pairs(people, reads.reviewed(reader.connection), done)
    return PairList(reads.pair_rows(reader.connection, pairs[:limit]), len(pairs), len(people))


@query(Permission.ROSTER_EDIT)
def merge_form(reader: Reader, first_id: int, second_id: int) -> MergeForm:
    """Return two records side by side with what is proposed.

    The record with more hanging on it stays (an ID number counts too), of two alike the older one. Raises NotFound
    ``record.gone`` and Refused ``merge.one_record``.
    """
    if first_id == second_id:
        raise Refused("merge.one_record")
    sides = []
    for number in sorted((first_id, second_id)):
        found = reads.side(reader.connection, number)
        if found is None:
            raise NotFound("record.gone", kind=Label("entity.person"))
        view, values = found
        if values["photo"]:
            view = replace(view, photo=history.photo(reader.connection, number))
        sides.append((view, values))
    sides.sort(key=lambda pair: -sum(pair[0].hangs.values()) - bool(pair[1]["id_number"]))
    (kept, mine), (lost, theirs) = sides
    proposed = propose(mine, theirs)
    unlike = differing(mine, theirs)
    lines = tuple(
        ChoiceLine(
            key=key,
            label=f"field.{key}" if key in _OWN_LABELS else f"roster.field.{key}",
            kept=_said(key, mine),
            lost=_said(key, theirs),
            differs=key in unlike,
            from_lost=key in proposed,
        )
        for key in CHOICES
    )
    return MergeForm(kept, lost, lines, doubts(mine, theirs))


@query(Permission.ROSTER_READ)
def reviewed_pairs(reader: Reader) -> tuple[ReviewedRow, ...]:
    """Return the pairs that were found to be two people."""
    return reads.reviewed_rows(reader.connection)


@query(Permission.ROSTER_READ)
def merges_made(reader: Reader) -> tuple[MergeRow, ...]:
    """Return the merges that stand."""
    return reads.merges(reader.connection)


def _said(key: str, values: dict[str, Any]) -> Said:
    if key == "id_number":
        return Said(mask_id(values["id_number"]))
    if key == "phone":
        return Said(mask_phone(values["phone"]))
    if key == "photo":  # its digest says nothing to anybody
        return Said(HAS_PHOTO if values["photo"] else "")
    if key == "unit":
        return Said(values["unit"], values["unit_from"])
    names = CHOICES[key]
    since = values[names[1]] if len(names) > 1 else ""
    return Said(values[names[0]], since.isoformat() if hasattr(since, "isoformat") else since or "")
