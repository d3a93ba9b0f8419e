"""Papers that say the numbers of people whole: the log says first who had them made."""

from collections.abc import Callable, Mapping
from typing import Any

from trainingdesk.domain.papers.rows import NumbersShown
from trainingdesk.usecases.commands.roster_reveal import RevealInPaper
from trainingdesk.usecases.queries.papers import numbers_shown
from trainingdesk.usecases.roster_files import Asked


def ask_paper(desk: Asked, make: Callable[..., bytes], paper_id: str, params: Mapping[str, str]) -> bytes:
    """Return a paper as ``paper_pdf`` or ``paper_xlsx`` makes it.

    Raises what ``make`` raises, and AccessDenied ``access.denied`` for whole numbers without the permission.
    """
    shown: NumbersShown | None = desk.ask(numbers_shown, paper_id, params)
    if shown is not None:
        log_whole(desk, shown)
    content: bytes = desk.ask(make, paper_id, params)
    return content


def look_at_paper(
    desk: Asked, make: Callable[..., bytes], paper_id: str, params: Mapping[str, str], logged: set[Any]
) -> tuple[bytes, NumbersShown | None]:
    """Return a paper to be looked at, which is drawn again at every choice, and what it says whole, None for nothing.

    ``logged`` holds what the log said since the paper was opened, and is added to: the same numbers of the same people are
    not said again, in whatever order and beside whatever columns they stand. Raises what :func:`ask_paper` raises.
    """
    shown: NumbersShown | None = desk.ask(numbers_shown, paper_id, params)
    if shown is not None:
        whose = frozenset(one for one in params.items() if one[0] not in _ARRANGED)
        if (shown, whose) not in logged:
            log_whole(desk, shown)
            logged.add((shown, whose))
    content: bytes = desk.ask(make, paper_id, params)
    return content, shown


def log_whole(desk: Asked, shown: NumbersShown) -> None:
    """Note in the log that a paper with whole numbers is made, printed or saved; raises AccessDenied ``access.denied``."""
    desk.execute(RevealInPaper(numbers=shown.fields, paper=shown.title, scope=shown.scope, count=shown.count))


#: parameters that say how a list stands, not of whom it is; which numbers are on it is said apart
_ARRANGED = frozenset({"order", "columns"})
