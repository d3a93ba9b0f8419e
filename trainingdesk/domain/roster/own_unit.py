"""工作单位及职务 that can't be cut for certain, of somebody whom the roster knows: the unit it has may stay.

Lists say 办公室主任 or 实验小学校长 and mean the unit that everybody knows the person to be of.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.mending import OWN, OWN_AT, choices_of
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.domain.roster.unit_post import (
    BETWEEN,
    OPEN_CUT,
    UNITS_DIFFER,
    is_inner,
    is_post,
    names_district,
    post_in,
)

_ASKED = frozenset({OPEN_CUT, UNITS_DIFFER})


def offer_own_units(problems: Iterable[Problem], meant: Callable[[int], KnownPerson | None]) -> list[Problem]:
    """Return the problems; where a cell is asked to be cut, the unit that the roster has of its person is offered first.

    ``meant`` gives the person of a row, None where that is not known.
    """
    return [_offer(problem, meant) if problem.code in _ASKED else problem for problem in problems]


def _offer(problem: Problem, meant: Callable[[int], KnownPerson | None]) -> Problem:
    person = meant(problem.row)
    if person is None or not person.unit:
        return problem
    choices, key = choices_of(problem), key_of(person.unit)
    own = next((one for one in choices if key_of(one.partition(BETWEEN)[0]) == key), None)
    own = own or _with_own_unit(person.unit, problem.value)
    at = choices.index(own) if own in choices else -1
    offered = dict.fromkeys((own, *choices))
    return replace(problem, params={**problem.params, "choices": list(offered), OWN: own, OWN_AT: at})


def _with_own_unit(unit: str, text: str) -> str:
    """Return the answer that somebody's unit stays: with the post that the text says, without one where it can't be told."""
    post = post_in(unit, text)
    inside = is_inner(unit, text) and not names_district(text)
    says_post = post and (post != text or is_post(text) or inside)
    return f"{unit}{BETWEEN}{post}" if says_post else unit
