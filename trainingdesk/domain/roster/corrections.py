"""Which changes of a file only put the roster right: the same thing in fuller words is no new term."""

from collections.abc import Iterable, Mapping

from trainingdesk.domain.roster.matching import FieldChange
from trainingdesk.domain.roster.post_words import only_fuller

#: (row, field) → whether the change only puts the roster right, where the person said so
Said = Mapping[tuple[int, str], bool]

_RANKS = frozenset({"rank", "side_rank"})


def corrections_of(changes: Iterable[FieldChange]) -> frozenset[str]:
    """Return the fields of one row's changes that only put the roster right, by their words.

    That is a post in fuller words. Where the row says another level or rank too, a change of post came with it.
    """
    found = {change.field: change for change in changes}
    post = found.get("post")
    if post is None or not _RANKS.isdisjoint(found) or not only_fuller(post.old, post.new):
        return frozenset()
    return frozenset({"post"})


def corrected_fields(
    row: int, changes: Iterable[FieldChange], whole: Iterable[FieldChange], said: Said
) -> frozenset[str]:
    """Return the fields that are corrections among those changes of a row that are taken: as the person said, else by words.

    ``whole`` is all that the row says otherwise, whether it is taken or not.
    """
    worded = corrections_of(whole)
    return frozenset(c.field for c in changes if said.get((row, c.field), c.field in worded))
