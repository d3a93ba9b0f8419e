"""Papers that say the numbers of people whole: the log says first who had them made."""

from collections.abc import Callable, Mapping
from typing import Any

from trainingdesk.usecases.commands.roster_reveal import RevealInPaper
from trainingdesk.usecases.queries.papers import numbers_shown
from trainingdesk.usecases.roster_files import Asked


def ask_paper(desk: Asked, make: Callable[..., bytes], paper_id: str, params: Mapping[str, str]) -> bytes:
    """Return a paper as ``paper_pdf`` or ``paper_xlsx`` makes it.

    Raises what ``make`` raises, and AccessDenied ``access.denied`` for whole numbers without the permission.
    """
    shown: Any = desk.ask(numbers_shown, paper_id, params)
    if shown is not None:
        desk.execute(
            RevealInPaper(numbers=shown.fields, paper=shown.title, scope=shown.scope, count=shown.count)
        )
    content: bytes = desk.ask(make, paper_id, params)
    return content
