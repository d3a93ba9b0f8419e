"""Rules in force on a day."""

import json
import re
from datetime import date

from sqlalchemy import Connection

from trainingdesk.domain.policy import Policy, RuleValue

_IN_FORCE = (
    "SELECT key, value, source, valid_from FROM rule"
    " WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY key, valid_from"
)

#: the clauses that the first desks wrote into a source: whoever reads a paper does not know these numbers
_CLAUSES = re.compile(r"（P\d\.\d(?:、P\d\.\d)*）")


def source_words(source: str) -> str:
    """Return the source of a rule as papers and lists name it: regulation and article."""
    return _CLAUSES.sub("", source)


def load_policy(connection: Connection, day: date) -> Policy:
    """Return the rules in force on a day; where two overlap, the later one counts."""
    when = day.isoformat()
    rows = connection.exec_driver_sql(_IN_FORCE, (when, when))
    return Policy(
        day,
        {
            key: RuleValue(json.loads(value), source_words(source), date.fromisoformat(since))
            for key, value, source, since in rows
        },
    )
