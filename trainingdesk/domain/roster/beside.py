"""People who are at a unit without belonging to it: 某局（挂职）, 副局长（借调）, 从某局借调 beside the row.

Somebody of the roster whom a file puts so beside their own unit is asked about: seconded there, not moved at all, or
moved for good. Who is seconded stays in the books of their own unit (公务员法 2018 第七十二条: 挂职期间不改变与原机关的人事关系),
and the post there is not the one they hold.
"""

import re
from collections.abc import Collection, Mapping, MutableSequence, Sequence, Set
from dataclasses import dataclass, field
from types import MappingProxyType

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.asked_alone import OPEN_BESIDE, Said
from trainingdesk.domain.roster.cells import LONGEST_NAMING
from trainingdesk.domain.roster.lent_here import lent_here
from trainingdesk.domain.roster.matching import Bucket, Stay, Verdict
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson

#: a unit with how somebody is there; a unit where somebody stays, as the question offers it
_BESIDE = re.compile(r"(.+?)\s*[（(【\[]((?:挂职|借调|借用|抽调|跟班|兼任|兼职|兼)[^（）()]{0,6})[）)】\]]")
_STAYS = re.compile(r"(.+?)（编制）")
_IN_POST = re.compile(r"挂职|借调|借用|抽调|跟班")
#: how somebody is there of whom a status only says that they are seconded in
_LENT = "借调"
#: a second post is no secondment
_SECOND_POST = "兼"
#: what belongs to the place where somebody is, and not to their own
_OF_THE_PLACE = frozenset({"unit", "unit_from", "post", "post_from"})


@dataclass
class BesideRows:
    """What is known of the rows that say how somebody is at a unit.

    Attributes:
        how: place of a row → what stands in brackets behind its unit.
        stays: the places of rows for which it was answered that the person stays in their unit.
        present: person → the units they are seconded to as the roster knows.
        open: texts that may mean several units: where somebody is there is asked once that was answered.
    """

    how: dict[int, str] = field(default_factory=dict)
    stays: set[int] = field(default_factory=set)
    present: Mapping[int, Set[str]] = field(default_factory=dict)
    open: Collection[str] = ()


@dataclass
class Settled:
    """What became of them.

    Attributes:
        seconded: row → where its person is seconded to.
        kept: (row, field) that is not taken, for it belongs to the other place.
        problems: the questions, and what is worth saying of the others.
        lent: the rows whose person another unit has in its books, or may have.
    """

    seconded: dict[int, Stay] = field(default_factory=dict)
    kept: set[tuple[int, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    lent: set[int] = field(default_factory=set)


def beside_of(unit: str) -> tuple[str, str] | None:
    """Return the unit and how somebody is there, for 某局（挂职）; None for any other text."""
    found = _BESIDE.fullmatch(unit) if len(unit) <= LONGEST_NAMING else None
    return (found[1], found[2]) if found else None


def stays_in(unit: str) -> str:
    """Return the unit of the answer that somebody stays where they are, "" for any other text."""
    found = _STAYS.fullmatch(unit)
    return found[1] if found else ""


def settle_beside(
    rows: Sequence[ParsedPerson],
    verdicts: MutableSequence[Verdict],
    known: Mapping[int, KnownPerson],
    beside: BesideRows,
    said: Said,
    status: Mapping[int, str] = MappingProxyType({}),
) -> Settled:
    """Ask where the people are whom the rows put beside their own unit, and leave their unit where that was answered.

    ``status`` is row → what its status says that may mean so: 借调.
    """
    done = Settled()
    for place, verdict in enumerate(verdicts):
        row, how = rows[place], beside.how.get(place, "")
        if place in beside.stays:
            done.lent.add(row.row)
            _leave(done, verdicts, place, row, "roster.beside_stays", {"unit": row.unit, "post": row.post})
            continue
        if not how and verdict.bucket is not Bucket.NEW:
            how = _how(row, verdict, status)
        if not how or verdict.bucket is Bucket.ERROR or row.unit in beside.open:
            continue
        ids = [verdict.person_id] if verdict.person_id else verdict.candidates
        others = [known[one] for one in ids if row.unit and known[one].unit != row.unit]
        if not others:
            continue
        done.lent.add(row.row)
        answer = said.answers.get((row.row, "unit"))
        present = len(others) == 1 and row.unit in beside.present.get(others[0].id, ())
        if present or (answer is not None and beside_of(answer)):
            done.seconded[row.row] = Stay(row.unit, how, row.post)
            own = others[0].unit if len(others) == 1 else ""
            _leave(
                done,
                verdicts,
                place,
                row,
                "roster.beside_seconded" if own else "roster.beside_seconded_open",
                {"unit": row.unit, "how": how, "own": own},
            )
        elif not said.settles(row.row, OPEN_BESIDE, "unit", row.unit):
            done.problems.append(_asked(row, how, others))
    return done


def _how(row: ParsedPerson, verdict: Verdict, status: Mapping[int, str]) -> str:
    """Return how somebody of the roster is at the unit of a row, as its other cells say it; "" where none does."""
    if row.post and (found := _IN_POST.search(row.post)):
        return found[0]
    if not verdict.candidates and all(change.field != "unit" for change in verdict.changes):
        return ""  # they are of that unit: nothing of it is to be asked
    lent = lent_here(row.note)
    if lent.is_at(row.unit):
        return lent.how
    if row.row in status:
        return lent_here(status[row.row]).how
    return _LENT if row.status == PersonStatus.SECONDED_IN else ""


def _leave(
    done: Settled,
    verdicts: MutableSequence[Verdict],
    place: int,
    row: ParsedPerson,
    code: str,
    params: Mapping[str, object],
) -> None:
    """Take what belongs to the other place out of a row's changes, and say so."""
    verdict = verdicts[place]
    left = set(_OF_THE_PLACE)
    if row.status == PersonStatus.SECONDED_IN:
        left |= {"status", "status_from"}
    if lent_here(row.note).alone:
        left.add("note")
    done.kept.update((row.row, name) for name in left)
    changes = tuple(change for change in verdict.changes if change.field not in left)
    emptied = verdict.bucket is Bucket.UPDATE and not changes
    verdicts[place] = verdict._replace(changes=changes, bucket=Bucket.SAME if emptied else verdict.bucket)
    done.problems.append(Problem(code, dict(params), row=row.row, severity=Severity.NOTE))


def _asked(row: ParsedPerson, how: str, others: Sequence[KnownPerson]) -> Problem:
    own = list(dict.fromkeys(person.unit for person in others))
    choices = [] if how.startswith(_SECOND_POST) else [f"{row.unit}（{how}）"]
    choices += [f"{unit}（编制）" for unit in own if len(own) == 1]
    choices.append(row.unit)
    params = {
        "name": row.name,
        "own": own,
        "unit": row.unit,
        "how": how,
        "about": "unit",
        "value": row.unit,
        "choices": choices,
    }
    return Problem(OPEN_BESIDE, params, row=row.row, value=f"{row.unit}（{how}）", severity=Severity.QUESTION)
