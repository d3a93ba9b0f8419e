"""What was settled of contradictions on an import's preview: kept with the import, counts as long as that stands."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from trainingdesk.domain.roster.mending import Place
from trainingdesk.domain.roster.settled import Contradiction
from trainingdesk.persistence.audit import with_audit
from trainingdesk.persistence.base import metadata
from trainingdesk.shared.clock import instant_text
from trainingdesk.usecases.work import Work

_OF_PEOPLE = """
    SELECT id FROM import_answer
    WHERE person_id IN (SELECT id FROM person WHERE import_batch_id = ?)
    ORDER BY id
"""
_COLUMNS = ("person_id", "field", "said", "by_number", "taken", "at", "actor_id", "import_batch_id")


def keep_answers(
    work: Work,
    batch_id: int,
    answered: Mapping[Place, tuple[Contradiction, str]],
    people: Mapping[int, int],
) -> None:
    """Keep what was answered about rows that came in; ``people`` says row → person.

    What an earlier import settled stays beside it and counts again once this one is taken back.
    """
    wanted = {
        one._replace(person_id=people[row]): taken
        for (row, _field), (one, taken) in answered.items()
        if row in people
    }
    now = instant_text(work.now)
    values = [(*one, taken, now, work.actor.user_id, batch_id) for one, taken in wanted.items()]
    details = [
        _told({name: [None, value] for name, value in zip(_COLUMNS[:5], row, strict=False)}) for row in values
    ]
    work.insert_many(metadata.tables["import_answer"], _COLUMNS, values, details, "imported")


def forget_answers(work: Work, batch_id: int) -> None:
    """Forget whatever was settled of the people an import brought, who go with it.

    What was settled on its preview about others stays and counts no more: a merge may have to give it back.
    """
    gone = [tuple(row) for row in work.connection.exec_driver_sql(_OF_PEOPLE, (batch_id,))]
    if gone:
        delete = "DELETE FROM import_answer WHERE id = ?"
        with_audit(work.connection, partial(work.connection.exec_driver_sql, delete, gone))
        detail = _told({"import": batch_id})
        work.trail.add_many("import_answer", "removed", ((number, detail) for (number,) in gone))


def _told(detail: Mapping[str, Any]) -> str:
    return json.dumps(detail, ensure_ascii=False, separators=(",", ":"))
