"""Which of two rows of one person counts is not asked again of the same two rows.

A file comes back with its problem rows mended: of the rows that were decided it says what it said, and so they are
known again wherever they stand. Another cell in either of them is another question.
"""

import hashlib
from collections.abc import Mapping

from trainingdesk.domain.roster.matching import ImportPlan, rank_alone
from trainingdesk.domain.roster.mending import Place
from trainingdesk.domain.roster.settled import Contradiction
from trainingdesk.domain.roster.which_row import OTHER, OUT, THIS, WHICH_ROW

#: the same answer at the first of the two rows
_TURNED = {THIS: OTHER, OTHER: THIS, OUT: THIS}


def decided_pairs(plan: ImportPlan) -> dict[Place, tuple[Contradiction, str]]:
    """Return what was decided of the rows of one person, each at the row that counts for it.

    Whose rows they are stands in none of it yet: the person of the row that counts.
    """
    found = {}
    passed = set(plan.passed)
    for number, asked in plan.which.items():
        if not asked.taken:
            continue
        counts = number if asked.taken == THIS else asked.other
        for _step in range(len(passed)):  # the one that counts may have given way to a third one
            place = plan.place_of(counts)
            if place not in passed:
                break
            counts = plan.verdicts[place].other_row
        pair = Contradiction(0, WHICH_ROW, _sign(plan, number), _sign(plan, asked.other))
        found[counts, f"{WHICH_ROW}:{number}"] = pair, asked.taken
    return found


def decided_before(plan: ImportPlan, remembered: Mapping[Contradiction, str]) -> dict[Place, str]:
    """Return which row counts of those that are asked about, where the same was decided of the same two rows before."""
    found: dict[Place, str] = {}
    for number, asked in plan.which.items():
        person = plan.verdicts[plan.place_of(number)].person_id
        if asked.taken or not person:
            continue
        here, there = _sign(plan, number), _sign(plan, asked.other)
        taken = remembered.get(Contradiction(person, WHICH_ROW, here, there))
        if taken is None:
            turned = remembered.get(Contradiction(person, WHICH_ROW, there, here))
            taken = _TURNED[turned] if turned else None
        if taken:
            found[number, WHICH_ROW] = taken
    return found


def _sign(plan: ImportPlan, number: int) -> str:
    """Return what a row is known again by: a digest of all that it says."""
    said = rank_alone(plan.rows[plan.place_of(number)])
    return hashlib.sha256("\x1f".join(map(str, said[1:])).encode()).hexdigest()[:32]
