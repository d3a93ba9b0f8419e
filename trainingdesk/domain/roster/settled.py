"""What a person settled of a contradiction between a cell and the ID number is not asked again.

Units send the same forms year after year: whoever's file says another day than their ID number is asked about once.
Another value in the cell, or another number, is another question. That a word of a rank that no list has (正股级) comes to
none is said once too: it holds for whoever's row says it, as long as nobody was answered otherwise; so does the one rank
on the level of one of another ladder (一级警长). Any other rank is that of whom it was said: 待定 of one person is not what it
is of the next. Whoever came in as a cadre
although their row says 聘用 or 工人 is not asked about again, by the same word; somebody else is.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import LEGACY, LEGACY_RANK, RANK_LADDER, key_of
from trainingdesk.domain.roster.copied import CONTRADICTS
from trainingdesk.domain.roster.known_people import KnownPeople
from trainingdesk.domain.roster.mending import Mends, Place, choices_of, field_of
from trainingdesk.domain.roster.no_cadres import (
    CADRE_SETTLED,
    COMES_IN,
    NO_CADRE,
    NO_CADRES,
    STAYS_OUT,
    word_of,
)
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson

#: the note at a cell that was settled before; its choices settle it anew
SETTLED = "roster.settled_before"
#: the same of a rank from before the law of 2018
LEGACY_SETTLED = "roster.legacy_settled"
#: the same of a word that is no rank of the lists
WORD_SETTLED = "roster.word_settled"
#: questions at words of a rank that no list has
_WORDS = frozenset({"roster.rank_unknown", "roster.rank_institution", RANK_LADDER})
_ASKED = CONTRADICTS | _WORDS | NO_CADRES | {LEGACY_RANK}
_RANKS = frozenset({"rank", "side_rank"})


class Contradiction(NamedTuple):
    """What a person was asked.

    Attributes:
        person_id: of whom, 0 for somebody who is not in the roster yet.
        field: ``birth`` or ``sex``; of a word of a rank ``rank`` or ``side_rank``; ``no_cadre``.
        said: what the cell says, in its stored form.
        by_number: what the ID number says, "" of a word.
    """

    person_id: int
    field: str
    said: str
    by_number: str


def contradictions(
    people: Sequence[ParsedPerson],
    problems: Iterable[Problem],
    known: KnownPeople,
    headers: Mapping[str, str],
) -> dict[Place, Contradiction]:
    """Return cell → what is asked about it; ``headers`` is field → the file's header.

    The person is the one of the roster whose ID number the row has; of another name it is nobody known.
    """
    found: dict[Place, Contradiction] = {}
    open_ones = [one for one in problems if one.code in _ASKED and one.severity is Severity.QUESTION]
    if not open_ones:
        return found
    for problem in open_ones:
        row = people[bisect_left(people, problem.row, key=lambda person: person.row)]
        owner = known.holder(row.id_number)
        number = owner.id if owner is not None and owner.name == row.name else 0
        word = problem.code in _WORDS
        of_word = word or problem.code == LEGACY_RANK or problem.code in NO_CADRES
        by_number, said = ("", word_of(problem)) if of_word else choices_of(problem)[:2]
        field = field_of(problem, headers)
        if word and (field not in _RANKS or not said):
            continue
        found[row.row, field] = Contradiction(number, field, said, by_number)
    return found


def settled_before(
    asked: Mapping[Place, Contradiction],
    remembered: Mapping[Contradiction, str],
    known: Mapping[int, KnownPerson],
    legacy: Collection[str] = (),
    ladders: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> dict[Place, str]:
    """Return cell → what was taken when the same was asked of the same person before, of a word of a rank of anybody.

    What the roster itself has beside the number was settled too, in the person's form: the file says nothing else.
    ``legacy`` are the ranks from before the law of 2018, as ``cells.key_of`` makes them: of those each person is asked.
    ``ladders`` are the ranks of other ladders with those on their level: what others were answered holds where it is the
    only one, and where there is none and the rank was left blank.
    """
    found: dict[Place, str] = {}
    words = _of_words(remembered, legacy)
    for cell, one in asked.items():
        if one.field == NO_CADRE:
            if one.person_id and remembered.get(one) == COMES_IN:
                found[cell] = COMES_IN
            continue
        taken_of_all = words.get((one.field, one.said))
        if taken_of_all and (one not in remembered or not one.person_id):
            agreed = next(iter(taken_of_all))
            rank = str(getattr(known[one.person_id], one.field)) if one.person_id else ""
            certain = tuple(ladders.get(key_of(one.said), ())) == ((agreed,) if agreed else ())
            # of whom the roster knows another rank it is asked: an answer about others takes none away
            if len(taken_of_all) == 1 and certain and (not agreed or rank in {"", agreed}):
                found[cell] = agreed
            continue
        if not one.person_id:
            continue
        taken = remembered.get(one)
        if taken != "" and str(getattr(known[one.person_id], one.field)).startswith(one.said):
            found[cell] = one.said
        elif taken is not None:
            found[cell] = taken
    return found


def _of_words(
    remembered: Mapping[Contradiction, str], legacy: Collection[str]
) -> dict[tuple[str, str], set[str]]:
    """Return (field, word) → what was taken for it, of words of a rank that no list has."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one, taken in remembered.items():
        if one.field in _RANKS and not one.by_number and key_of(one.said) not in legacy:
            found[one.field, one.said].add(taken)
    return found


def still_settled(settled: Mapping[Place, str], mends: Mends) -> dict[Place, str]:
    """Return what was settled before and neither answered anew nor asked of another value now."""
    return {
        (row, field): value
        for (row, field), value in settled.items()
        if (row, field) not in mends.answers
        and not {(row, field), (row, "id_number")} & mends.corrections.keys()
    }


def with_settled(mends: Mends, settled: Mapping[Place, str]) -> Mends:
    """Return what was put right together with what is still settled."""
    return Mends(mends.corrections, {**settled, **mends.answers}) if settled else mends


def settled_notes(
    problems: Iterable[Problem], settled: Mapping[Place, str], headers: Mapping[str, str]
) -> list[Problem]:
    """Return the notes at the cells whose contradictions, words of a rank and words for no cadre were settled before."""
    return [
        Problem(
            _note_of(problem),
            {
                "value": word_of(problem),
                "about": (name := field_of(problem, headers)),
                "choices": _choices(problem, settled[problem.row, name]),
                "taken": settled[problem.row, name],
            },
            field=problem.field,
            row=problem.row,
            value=problem.value,
            severity=Severity.NOTE,
        )
        for problem in problems
        if problem.code in _ASKED and (problem.row, field_of(problem, headers)) in settled
    ]


def _note_of(problem: Problem) -> str:
    if problem.code in _WORDS:
        return WORD_SETTLED
    if problem.code in NO_CADRES:
        return CADRE_SETTLED
    return LEGACY_SETTLED if problem.code == LEGACY_RANK else SETTLED


def _choices(problem: Problem, taken: str) -> list[str]:
    if problem.code in _WORDS:
        return list(dict.fromkeys(one for one in (*choices_of(problem), taken) if one))
    if problem.code in NO_CADRES:
        return [STAYS_OUT, COMES_IN]
    if problem.code != LEGACY_RANK:
        return list(choices_of(problem))
    return [LEGACY, taken] if taken not in {"", LEGACY} else [LEGACY]


def answered_now(
    asked: Mapping[Place, Contradiction], mends: Mends
) -> dict[Place, tuple[Contradiction, str]]:
    """Return cell → what was asked about it and what was taken, of those that were answered on this preview."""
    # words of a rank may be left blank in all rows at once: typed over with nothing, no answer to a question
    blank = {cell: "" for cell, typed in mends.corrections.items() if not typed and cell[1] in _RANKS}
    return {cell: (asked[cell], "") for cell in blank if cell in asked} | {
        (row, field): (asked[row, field], value)
        for (row, field), value in mends.answers.items()
        if (row, field) in asked and not {(row, field), (row, "id_number")} & mends.corrections.keys()
    }
