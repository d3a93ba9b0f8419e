"""Which changes of a file only put the roster right: the same thing in fuller words is no new term."""

from collections.abc import Collection, Iterable, Mapping

from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.matching import Bucket, FieldChange, ImportPlan
from trainingdesk.domain.roster.post_words import leads, only_fuller

#: (row, field) → whether the change only puts the roster right, where the person said so
Said = Mapping[tuple[int, str], bool]

_RANKS = frozenset({"rank", "side_rank"})


_NOTHING: Mapping[str, str] = {}
#: characters of a year and a month of it
_MONTH = len("2026-05")


def corrections_of(changes: Iterable[FieldChange], told: Mapping[str, str] = _NOTHING) -> frozenset[str]:
    """Return the fields of one row's changes that only put the roster right, by their words.

    That is a post in fuller words: the one so far goes on, and since when it is held stays known, which a row without a
    day would else make unknown. Where the row says another level or rank too, a change of post came with it, as it did
    where somebody leads who led nothing so far (科员, 科员、办公室副主任); and where it says that the post is held since later
    than the one so far, it is another term: 局长, and since August 党组书记、局长.
    ``told`` is since when the roster knows the person's fields.
    """
    found = {change.field: change for change in changes}
    post = found.get("post")
    if post is None or not _RANKS.isdisjoint(found) or not only_fuller(post.old, post.new):
        return frozenset()
    if leads(post.new) and not leads(post.old):
        return frozenset()
    return frozenset() if _began_later(found.get("post_from"), told.get("post", "")) else frozenset({"post"})


def _began_later(since: FieldChange | None, told: str) -> bool:
    """Return whether a row's post began in a later month than the one so far, or behind the day that one is known of.

    Where nobody said since when the one so far is held, a day before it was known says of that very post since when.
    """
    if since is None or not since.new:
        return False
    if since.old:
        return since.new[:_MONTH] > since.old[:_MONTH]
    return bool(told) and first_day(since.new) > first_day(told)


def later_terms(
    row: int, changes: Iterable[FieldChange], told: Mapping[str, str]
) -> dict[tuple[int, str], bool]:
    """Return, as :data:`Said` has it, what is no correction by the day since when the roster knows the fields, only by its words."""
    changes = tuple(changes)
    return {(row, name): False for name in corrections_of(changes) - corrections_of(changes, told)}


def corrected_fields(
    row: int, changes: Iterable[FieldChange], whole: Iterable[FieldChange], said: Said
) -> frozenset[str]:
    """Return the fields that are corrections among those changes of a row that are taken: as the person said, else by words.

    ``whole`` is all that the row says otherwise, whether it is taken or not.
    """
    worded = corrections_of(whole)
    return frozenset(c.field for c in changes if said.get((row, c.field), c.field in worded))


#: fields since when hardly any file says
_MOVES = frozenset({"unit", "team", "status"})
_OPEN = frozenset({Bucket.MAYBE, Bucket.QUESTION})
#: what a new post in another unit brings with it, on the day since when it is held
WITH_POST = frozenset({"unit", "team"})


def moved_with_post(post_from: str, changes: Iterable[FieldChange], said: Collection[str]) -> dict[str, str]:
    """Return unit and team → the day they change on, where a row says since when (任现职时间) the new post is held.

    Who becomes head of another office is in it since that day, whatever day the file speaks of: else they would be
    its head for months from a desk in the old one. The status says nothing of posts. ``said`` are the fields whose
    change only puts the roster right: a post in fuller words is no new one.
    """
    found = {change.field for change in changes}
    if not post_from or "post" not in found or "post" in said:
        return {}
    return dict.fromkeys(sorted((found & WITH_POST) - set(said)), post_from)


def moves_undated(plan: ImportPlan, told: Mapping[int, Mapping[str, str]]) -> int:
    """Return how many rows change unit, team or status of somebody, or may do so, on a day that they don't say.

    ``told`` is person → field → since when the roster knows it.
    """
    found = 0
    for place, verdict in enumerate(plan.verdicts):
        if verdict.bucket in _OPEN:
            found += 1
        elif verdict.bucket is Bucket.UPDATE and (moved := {one.field for one in verdict.changes} & _MOVES):
            worded = corrections_of(verdict.changes, told.get(verdict.person_id, _NOTHING))
            row = plan.rows[place]
            said = {name for name in moved if getattr(row, f"{name}_from")}
            found += bool(moved - said - moved_with_post(row.post_from, verdict.changes, worded).keys())
    return found


def moving_rows(plan: ImportPlan) -> dict[int, int]:
    """Return row → 0 of those that change the unit of somebody, or whom they have to mean for that where it is one perhaps."""
    # not the rows themselves, which may have to be fetched from the disk
    pairs = zip(plan.numbers, plan.verdicts, strict=True)
    return {
        number: verdict.candidates[0] if verdict.bucket is Bucket.MAYBE else 0
        for number, verdict in pairs
        if verdict.bucket in {Bucket.UPDATE, Bucket.MAYBE} and any(c.field == "unit" for c in verdict.changes)
    }
