"""A day since when a post or a rank is held that was copied along with a new one from an earlier list.

Who fills in last year's list once more writes the new post and forgets the column beside it. Since 2022 the old post was
held: a move or a promotion dated by it would rewrite every headcount since, those too that were reported already.
"""

from collections.abc import Mapping

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.post_words import only_fuller
from trainingdesk.domain.roster.wording import says_nothing_new
from trainingdesk.shared.field_words import said_value

#: the note at the cell
COPIED = "roster.since_of_former"
#: the field that says since when → the post or rank that is held
_HELD = {"post_from": "post", "rank_from": "rank", "side_rank_from": "side_rank"}


def copied_days(row: ParsedPerson, person: KnownPerson) -> tuple[str, ...]:
    """Return the fields since when a post or a rank is held that a row has just as the roster has them of another one.

    The same post in fuller words goes on since then. ``row`` has its ranks where they belong for the person.
    """
    if not (row.post_from or row.rank_from or row.side_rank_from):
        return ()
    changed = {name for name in _HELD.values() if _is_other(name, getattr(person, name), getattr(row, name))}
    if changed == {"post"} and only_fuller(person.post, row.post):
        return ()
    return tuple(
        since
        for since, name in _HELD.items()
        if name in changed and _is_one_day(getattr(row, since), getattr(person, since))
    )


def copied_notes(row: ParsedPerson, person: KnownPerson, headers: Mapping[str, str]) -> list[Problem]:
    """Return a note at every such cell of a row; ``headers`` is field → the file's header."""
    found = []
    for since in copied_days(row, person):
        about = since if since in headers else "rank_from"  # one column may say it of both ranks
        day, former = getattr(row, since), said_value(_HELD[since], getattr(person, _HELD[since]))
        params = {"value": day, "former": former, "about": about}
        found.append(Problem(COPIED, params, headers.get(about, ""), row.row, day, Severity.NOTE))
    return found


def _is_other(name: str, old: str, new: str) -> bool:
    return bool(old and new) and old != new and not says_nothing_new(name, old, new)


def _is_one_day(one: str, other: str) -> bool:
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
