"""What a large import that waits holds in memory: where it lies, so that the system gets back what was let go of.

A thing that stays keeps a megabyte of what was made around it, for Python gives memory back by the megabyte: 10,000
small ones made while the rows of a file were held keep as much as the rows did (measured: 80 MB of 100,000 rows).
"""

import pickle
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.asked_alone import is_alone
from trainingdesk.domain.roster.matching import ImportPlan
from trainingdesk.domain.roster.mending import Mends, Place, alike_key, field_of, kind_key
from trainingdesk.domain.roster.no_cadres import NO_CADRE, NO_CADRES, cells_of
from trainingdesk.domain.roster.one_line import for_copies
from trainingdesk.domain.roster.people import FIELDS, ParsedPerson
from trainingdesk.domain.roster.which_row import WHICH_ROW
from trainingdesk.exchange.roster_file import RosterFile
from trainingdesk.exchange.spool import SpooledSequence, release, spooled_problems, spooled_verdicts

if TYPE_CHECKING:
    from trainingdesk.usecases.prepared import Prepared

Part = TypeVar("Part")
#: what was put right in a row: field, what the cell said, what stands in its place
Cells = tuple[tuple[str, str, str], ...]

#: What of a waiting import is made beside its rows and lies in memory, besides its plan's own.
_SMALL = ("settled", "told", "there", "conflicts")
#: What was gathered of it already, for those who ask.
_GATHERED = frozenset({"alike", "mended"})


class Aside(Generic[Part]):
    """A part of a waiting import that is asked for at an answer or at the import alone: held as bytes until then.

    Its thousands of tuples would each keep a megabyte of the rows that were let go of around it.
    """

    def __init__(self, part: Part) -> None:
        self._packed = pickle.dumps(part)

    def part(self) -> Part:
        """Return the part, made anew for whoever asks."""
        made: Part = pickle.loads(self._packed)  # noqa: S301 - our own bytes
        return made


class Noted(Container[Part]):
    """What is only asked whether it was there: 8 bytes for each, and nothing that lies among rows."""

    def __init__(self, things: Iterable[Part] = ()) -> None:
        self._hashes = array("q", sorted(set(map(hash, things))))

    def with_more(self, things: Iterable[Part]) -> "Noted[Part]":
        """Return the same and more."""
        other: Noted[Part] = Noted()
        other._hashes = array("q", sorted({*self._hashes, *map(hash, things)}))
        return other

    def __contains__(self, thing: object) -> bool:
        wanted = hash(thing)
        place = bisect_left(self._hashes, wanted)
        return place < len(self._hashes) and self._hashes[place] == wanted


def on_disk(plan: ImportPlan, rows: Sequence[ParsedPerson], problems: Sequence[Problem]) -> ImportPlan:
    """Return a plan that waits: of a large file it holds where its parts are on disk."""
    kept = replace(
        plan,
        rows=rows,
        verdicts=spooled_verdicts(plan.verdicts),
        problems=spooled_problems(problems),
        missing=array("q", plan.missing),
    )
    release(plan.verdicts, kept.verdicts)
    release(plan.rows, rows)
    return kept


def counted_alike(problems: Iterable[Problem], headers: Mapping[str, str]) -> Counter[object]:
    """Return how many questions can be given one answer, and how many wrong cells be left blank together, by their keys.

    What there is but one of is left out.
    """
    keys = (key for one in problems for key in (alike_key(one), kind_key(one, headers)))
    found = Counter(key for key in keys if key is not None)
    return Counter({key: count for key, count in found.items() if count > 1})


def put_right(file: RosterFile, mends: Mends) -> dict[int, Cells]:
    """Return row → what was put right in it: field, what the cell said, what stands in its place."""
    mends = for_copies(file.people, file.problems, mends)
    wanted = mends.by_row()
    if not wanted:
        return {}
    said: dict[Place, str] = {}
    fields = {header: name for name, header in file.headers.items()}
    for person in file.people:
        if person.row in wanted:
            said.update({(person.row, field): getattr(person, field) for field in FIELDS})
    for problem in file.problems:
        if problem.row in wanted and problem.severity is not Severity.NOTE and problem.value:
            if problem.code in NO_CADRES:
                said.update(
                    {
                        (problem.row, fields[header]): text
                        for _code, header, text, _word in cells_of(problem)
                        if header in fields
                    }
                )
            else:
                said[problem.row, field_of(problem, file.headers)] = problem.value
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for (row, name), value in {**mends.answers, **mends.corrections}.items():
        if name in {WHICH_ROW, NO_CADRE} or is_alone(name):
            continue  # no cell
        before = said.get((row, name), "")
        if value != before or not value:  # the very same text typed again puts nothing right
            found[row].append((name, before, value))
    # thousands of cells that were given one answer say the same
    same: dict[Cells, Cells] = {}
    return {
        row: same.setdefault(cells, cells) for row, one in found.items() for cells in (tuple(sorted(one)),)
    }


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
