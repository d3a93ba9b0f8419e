"""Which of two rows of one file counts when both are one person: what is asked, answered and said of the other one.

It is answered at the second of the two rows, as if :data:`WHICH_ROW` were a field of it.
"""

from typing import NamedTuple

from trainingdesk.domain.roster import no_cadres

WHICH_ROW = "which_row"
#: the answers: this row counts, the other one does, this one is just left out
THIS, OTHER, OUT = "this", "other", "out"
OFFERED = (THIS, OTHER, OUT)
#: the note that offers them
ASKED = "roster.which_row"
#: why a row stays out: another one of the same person counts; it says just what that one says; somebody left it out
INSTEAD = "roster.row_instead"
REPEATED = "roster.row_repeated"
LEFT_OUT = "roster.row_left_out"
PASSED = frozenset({INSTEAD, REPEATED, LEFT_OUT, no_cadres.LEFT_OUT})


class WhichRow(NamedTuple):
    """What is asked at a row: ``other`` is the running line of the other one, ``taken`` the answer, "" for none yet."""

    other: int
    taken: str
