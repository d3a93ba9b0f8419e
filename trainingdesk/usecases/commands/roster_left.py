"""Those who are no longer in a unit's file and are noted with the import as having left, retired or being on long leave."""

from collections.abc import Iterable, Mapping
from datetime import date

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.importing import ImportChoices
from trainingdesk.domain.roster.matching import FieldChange
from trainingdesk.domain.roster.missing import GOING, Gone
from trainingdesk.domain.roster.near import lacked
from trainingdesk.shared.text import Label
from trainingdesk.usecases.dated import read_since
from trainingdesk.usecases.prepared import Prepared

#: how many people a refusal names
_NAMED = 3


def who_left(
    prepared: Prepared,
    wanted: Iterable[Gone],
    choices: ImportChoices,
    day: date,
    others: tuple[date, str],
    today: date,
) -> tuple[Gone, ...]:
    """Return who of the wanted people gets another status, each with the day and the reason that count for them.

    Whom a row may mean is not missing from the file as long as ``choices`` don't say that it means somebody else. Whoever
    is known to be there since a day after ``day``, the one the file speaks of, is not missing from it.
    ``others`` are the day and the reason of those who have none of their own. Raises Refused ``import.no_such_value``
    for a status nobody goes with, ``import.day_to_come``, and ``import.left_before`` when somebody would be gone before
    they came.
    """
    released = lacked(prepared.plan.near, choices.decisions, choices.declined_rows)
    missing = set(prepared.missing(day, released))
    found: dict[int, Gone] = {}
    for said in wanted:
        if said.person_id not in missing or prepared.known[said.person_id].status == said.status:
            continue
        if said.status not in GOING:
            raise Refused("import.no_such_value", value=said.status, field=Label("roster.field.status"))
        since = read_since(said.day) if said.day else others[0].isoformat()
        if first_day(since) > today.isoformat():
            raise Refused("import.day_to_come", day=since)
        found[said.person_id] = said._replace(day=since, reason=said.reason.strip() or others[1].strip())
    gone = [found[number] for number in sorted(found)]
    late = [one for one in gone if prepared.there[one.person_id].began > one.day]
    late = [one for one in late if one.day == late[0].day]
    if late:
        raise Refused(
            "import.left_before",
            count=len(late),
            names=[prepared.known[one.person_id].name for one in late[:_NAMED]],
            day=late[0].day,
            since=max(prepared.there[one.person_id].began for one in late),
        )
    return tuple(gone)


def with_left(
    updates: Mapping[int, tuple[FieldChange, ...]], left: Iterable[Gone], prepared: Prepared
) -> dict[int, tuple[FieldChange, ...]]:
    """Return the updates with those who have gone among them."""
    whole = dict(updates)
    for one in left:
        change = FieldChange("status", prepared.known[one.person_id].status, one.status.value)
        whole[one.person_id] = (*whole.get(one.person_id, ()), change)
    return whole
