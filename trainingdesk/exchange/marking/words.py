"""How marks look, whoever draws them."""

from collections.abc import Iterable

AUTHOR = "TrainingDesk"
#: what was put right
GREEN = "FFC6EFCE"
MOST_COMMENT = 2_000
#: of a comment, in pixels; without lines of its own the usual size of Excel's
NOTE_WIDTH = 280
USUAL_NOTE = (144, 79)
#: of the columns of the list, in characters
LIST_WIDTHS = (8, 16, 24, 10, 70)


def note_height(lines: int) -> int:
    """Return how high a comment of so many sentences is, in pixels."""
    return 40 + 30 * lines


def free_title(taken: Iterable[str], title: str) -> str:
    """Return a title for a sheet that no other one has, whatever the case of its letters."""
    known = {name.lower() for name in taken}
    candidate, number = title, 2
    while candidate.lower() in known:
        candidate, number = f"{title}{number}", number + 1
    return candidate
