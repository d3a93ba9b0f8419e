"""Somebody who has retired or left by the roster, and stands in a newer file all the same, which says nothing of a status.

A unit lists who is on its books: whoever is back from another district, or was noted as gone by mistake, is listed like
everybody else. Taken for nothing new, they would be missing in every base from then on; taken for back, a list that was not
kept up to date would bring the retired back. So it is asked: back in office, since the day of the file, or as they are.
"""

from collections.abc import Mapping
from dataclasses import replace

from trainingdesk.domain.codes import GONE, PersonStatus
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.matching import Bucket, FieldChange, ImportPlan
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.remarks import read_remark
from trainingdesk.domain.roster.said_beside import tells_gone
from trainingdesk.domain.roster.which_row import PASSED
from trainingdesk.shared.text import Label

#: the question at the row
LISTED_AGAIN = "roster.listed_again"
SERVING = PersonStatus.SERVING.value
_COMES_IN = frozenset({Bucket.UPDATE, Bucket.SAME})


def is_listed_again(row: ParsedPerson, person: KnownPerson) -> bool:
    """Return whether a row has somebody who is gone, and says of no status, nor in its remark, that they are."""
    if row.status or person.status not in GONE:
        return False
    remark = read_remark(row.note) if row.note else None
    return not tells_gone(row.note) and (remark is None or remark.status not in GONE)


def with_status_back(
    row: ParsedPerson, person: KnownPerson, changes: tuple[FieldChange, ...]
) -> tuple[FieldChange, ...]:
    """Return the changes of a row that is decided by hand to mean somebody: if they are gone, they are back in office.

    That is shown with the other changes, and can be declined like them.
    """
    if not is_listed_again(row, person):
        return changes
    return (*changes, FieldChange("status", person.status, SERVING))


def ask_listed_again(
    plan: ImportPlan,
    known: Mapping[int, KnownPerson],
    told: Mapping[int, Mapping[str, str]],
    day: str,
    answers: Mapping[tuple[int, str], str],
    header: str,
) -> ImportPlan:
    """Return a plan that asks about them; a file of a day before they were known to be gone brings nobody back.

    Args:
        plan: what the file would do. known: everybody in the roster.
        told: person → field → since when the roster knows it.
        day: the day the file speaks of, ``YYYY-MM-DD``; "" where that is not known.
        answers: (row, field) → what was answered; of a status it is not asked again.
        header: of the column of statuses, "" for none.
    """
    places = [
        place
        for place, verdict in enumerate(plan.verdicts)
        if verdict.person_id and verdict.bucket in _COMES_IN and verdict.reason not in PASSED
    ]
    found: list[Problem] = []
    asked: list[int] = []
    for place in places:
        row, verdict = plan.rows[place], plan.verdicts[place]
        person = known[verdict.person_id]
        since = told.get(person.id, {}).get("status", "")
        if not is_listed_again(row, person) or (row.row, "status") in answers:
            continue
        if row.row in plan.lent or row.row in plan.seconded or (row.unit or person.unit) in plan.closed:
            continue  # of another unit; nobody serves in one that is no more
        if day and first_day(since) > day:
            continue
        params = {
            "name": person.name,
            "status": Label(f"person_status.{person.status}"),
            "since": person.status_from,
            "about": "status",
            "choices": [SERVING, person.status],
        }
        found.append(Problem(LISTED_AGAIN, params, header, row.row, "", Severity.QUESTION))
        asked.append(place)
    if not found:
        return plan
    verdicts = list(plan.verdicts)
    for place in asked:
        verdicts[place] = verdicts[place]._replace(bucket=Bucket.QUESTION)
    problems = sorted([*plan.problems, *found], key=lambda problem: problem.row)
    return replace(plan, verdicts=verdicts, problems=problems)
