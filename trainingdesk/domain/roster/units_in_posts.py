"""A list without units whose posts all begin with one: 区财政局副局长 below 职务 is cut as 工作单位及职务 is."""

from collections.abc import Mapping, Sequence

from trainingdesk.domain.roster.cells import LONGEST_NAMING, Cell, Flaw, key_of
from trainingdesk.domain.roster.general_words import is_general
from trainingdesk.domain.roster.lent_here import lent_here
from trainingdesk.domain.roster.posts import read_posts
from trainingdesk.domain.roster.unit_post import split_unit_post

#: the note at the column that was cut
UNITS_IN_POSTS = "roster.units_in_posts"


def units_in_posts(
    cells: Sequence[Cell], known: Mapping[str, str], lengths: tuple[int, ...]
) -> list[tuple[str, str]] | None:
    """Return the unit and the post of every cell, blanks of a blank one; None where not all of them say so for certain.

    One post that begins with no unit of the roster says that these are posts and no more, and the units in the others may
    be where somebody was sent: nothing is guessed then. So it is of 办公室主任 where a unit is called 办公室 in short, and
    of a post that says it is one beside somebody's own: 汤泉街道党工委副书记（挂职）.

    Args:
        cells: the column of posts.
        known: every spelling of every unit as :func:`~.cells.key_of` makes it → its full name.
        lengths: the lengths of these spellings, longest first.
    """
    cut: dict[Cell, tuple[str, str]] = {}
    for cell in dict.fromkeys(cells):
        text = read_posts(cell) if isinstance(cell, str) and len(cell) <= LONGEST_NAMING else ""
        if not text:
            if cell == "" or (isinstance(cell, str) and not cell.strip()):
                cut[cell] = "", ""
                continue
            return None
        found = split_unit_post(text, known, lengths)
        if isinstance(found, Flaw) or not found[1] or lent_here(found[1]).how:
            return None
        if is_general(key_of(text.removesuffix(found[1]))):
            return None
        cut[cell] = found
    return [cut[cell] for cell in cells] if any(unit for unit, _post in cut.values()) else None
