"""What a large import that waits holds in memory: where it lies, so that the system gets back what was let go of.

A thing that stays keeps a megabyte of what was made around it, for Python gives memory back by the megabyte: 10,000
small ones made while the rows of a file were held keep as much as the rows did (measured: 80 MB of 100,000 rows).
"""

import pickle
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.matching import ImportPlan
from trainingdesk.domain.roster.mending import alike_key, kind_key
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.exchange.spool import SpooledSequence, release, spooled_problems, spooled_verdicts

if TYPE_CHECKING:
    from trainingdesk.usecases.prepared import Prepared

#: What of a waiting import is made beside its rows and lies in memory, besides its plan's own.
_SMALL = ("asked", "settled", "told", "there", "conflicts", "asked_ages")
#: What was gathered of it already, for those who ask.
_GATHERED = frozenset({"alike", "mended"})


def on_disk(plan: ImportPlan, rows: Sequence[ParsedPerson], problems: Sequence[Problem]) -> ImportPlan:
    """Return a plan that waits: of a large file it holds where its parts are on disk."""
    kept = replace(
        plan, rows=rows, verdicts=spooled_verdicts(plan.verdicts), problems=spooled_problems(problems)
    )
    release(plan.verdicts, kept.verdicts)
    release(plan.rows, rows)
    return kept


def counted_alike(problems: Iterable[Problem], headers: Mapping[str, str]) -> Counter[object]:
    """Return how many questions can be given one answer, and how many wrong cells be left blank together, by their keys."""
    keys = (key for one in problems for key in (alike_key(one), kind_key(one, headers)))
    return Counter(key for key in keys if key is not None)


def made_anew(waiting: "Prepared") -> "Prepared":
    """Return a waiting import whose small parts were made after its large ones were let go of.

    Nobody else is to hold ``waiting`` or what it was made of any more. One whose rows lie in memory comes back as it is.
    """
    whole = waiting.plan
    if not isinstance(whole.rows, SpooledSequence):
        return waiting
    parts = {name: getattr(waiting, name) for name in _SMALL}
    gathered = {name: vars(waiting)[name] for name in _GATHERED & vars(waiting).keys()}
    packed = pickle.dumps((replace(whole, rows=(), verdicts=(), problems=()), parts, gathered))
    rows, verdicts, problems = whole.rows, whole.verdicts, whole.problems
    nothing = {name: type(part)() for name, part in parts.items()}
    bare = replace(waiting, plan=ImportPlan(rows, verdicts, problems), **nothing)
    del waiting, whole, parts, gathered
    plan, made, gathered = pickle.loads(packed)  # noqa: S301 - our own bytes
    anew = replace(bare, plan=replace(plan, rows=rows, verdicts=verdicts, problems=problems), **made)
    vars(anew).update(gathered)
    return anew
