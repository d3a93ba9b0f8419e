"""A newcomer of a file and somebody of the same unit whom it lacks, who may be one person: 王梦五 and 王孟五, or 王五梦."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from trainingdesk.domain.roster.duplicates import one_apart, plain_name
from trainingdesk.domain.roster.importing import TOGETHER
from trainingdesk.domain.roster.matching import (
    Bucket,
    Verdict,
    births_agree,
    changes_of,
    full_birth,
    sexes_agree,
)
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson

_MOBILE = re.compile(r"1\d{10}")
#: of so many at one unit and in one month of birth, or with one number, names one character apart say nothing
_MOST_ALIKE = 20
#: characters of a day of birth, and of a name whose given part is a single one
_DAY, _SHORT = len("1972-05-16"), 2


def ask_near(
    rows: Sequence[ParsedPerson],
    verdicts: list[Verdict],
    people: Iterable[KnownPerson],
    missing: Collection[int],
) -> tuple[tuple[int, ...], dict[int, tuple[int, ...]]]:
    """Ask about newcomers who may be one of the missing people, and return whom the file still lacks.

    The second part is whom it lacks only if none of some rows, by their running lines, means them; see :func:`lacked`.

    They are of one unit, sex and birth agree, and a single character of the given name differs, or its characters stand in
    another order; or the mobile number is one and the name or the surname fits. Where a birth is unknown on one side, the
    unit and the sex do for such a name of three characters, and for one of two if the post is one; where the sex is not
    known either, the unit and the post do for a name of three, also in another order. In another unit it takes
    the day of birth, or the very name with its mobile number: then another birth is a slip more often than another person.
    Two ID numbers are two people. Else a mistyped name would make two of one person.

    Whoever may be meant by two newcomers is asked about at both; as long as one of them may be them they are not missing.
    """
    new = [place for place, verdict in enumerate(verdicts) if verdict.bucket is Bucket.NEW]
    near: dict[int, tuple[int, ...]] = {}
    if not new:
        return tuple(missing), near
    gone = _Gone([rows[place] for place in new], people, set(missing))
    for place in new:
        row = rows[place]
        found = {person.id: person for person in gone.close(row) if _may_be(row, person)}
        if found:
            changes = changes_of(row, next(iter(found.values()))) if len(found) == 1 else ()
            verdicts[place] = Verdict(Bucket.MAYBE, 0, changes, tuple(found), _reason(row, found.values()))
            near.update((number, (*near.get(number, ()), row.row)) for number in found)
    return tuple(one for one in missing if one not in near), near


class _Gone:
    """The missing people by what a newcomer may have in common with them.

    Of many missing people only what a newcomer asks for is kept, and of many newcomers nothing.
    """

    def __init__(
        self, newcomers: Sequence[ParsedPerson], people: Iterable[KnownPerson], missing: Collection[int]
    ) -> None:
        asked = None
        if len(newcomers) < len(missing):
            asked = {key for row in newcomers for key in _keys_of(row)}
        self._found: dict[tuple[str, ...], list[KnownPerson]] = {}
        for person in people:
            if person.id in missing:
                for key in _keys_of(person):
                    if asked is None or key in asked:
                        self._found.setdefault(key, []).append(person)

    def close(self, row: ParsedPerson) -> list[KnownPerson]:
        """Return who may be a newcomer; of more than so many alike none is."""
        groups = [self._found.get(key, []) for key in _keys_of(row)]
        return [person for group in groups if len(group) <= _MOST_ALIKE for person in group]


def _keys_of(person: ParsedPerson | KnownPerson) -> Iterable[tuple[str, ...]]:
    """Yield what somebody is looked up by: unit and month or day of birth, mobile number, unit and most of the name, unit and post."""
    birth, name = full_birth(person), plain_name(person.name)
    if birth:
        yield "month", person.unit, birth[:7]
        if len(birth) == _DAY:
            yield "day", birth, name[:1]
    if _MOBILE.fullmatch(person.phone):
        yield "phone", person.unit, person.phone
        yield "own", name, person.phone
    # the surname stands, since another one is another family
    for place in range(1, len(name)):
        most = f"{name[:place]}*{name[place + 1 :]}"
        yield "name", person.unit, person.sex, most
        if person.post and len(name) > _SHORT:
            yield "post", person.unit, person.post, most
    if person.post and len(name) > _SHORT:
        yield "order", person.unit, person.post, name[:1] + "".join(sorted(name[1:]))


def lacked(
    near: Mapping[int, Sequence[int]], decisions: Mapping[int, int], left_out: Collection[int]
) -> list[int]:
    """Return whom the file lacks after all: every row that might have meant them was decided to mean somebody else.

    Args:
        near: person → the rows that may mean them.
        decisions: row → whom it means, 0 for somebody new.
        left_out: rows that were left out: nobody said whom they mean.
    """
    return [
        person
        for person, rows in near.items()
        if all(row not in left_out and decisions.get(row, person) not in {person, TOGETHER} for row in rows)
    ]


def _reason(row: ParsedPerson, found: Iterable[KnownPerson]) -> str:
    """Return the sentence that is true of all who were found."""
    if any(person.unit != row.unit for person in found):
        return "roster.maybe_missing"
    births = full_birth(row), [full_birth(person) for person in found]
    if not births[0] or not all(births[1]):
        if all(_MOBILE.fullmatch(person.phone) and person.phone == row.phone for person in found):
            return "roster.maybe_near_name"
        return (
            "roster.maybe_near_here"
            if row.sex and all(person.sex for person in found)
            else "roster.maybe_near_post"
        )
    return "roster.maybe_near_name"


def _may_be(row: ParsedPerson, person: KnownPerson) -> bool:
    if row.id_number and person.id_number and row.id_number != person.id_number:
        return False
    births = full_birth(row), full_birth(person)
    mine, theirs = plain_name(row.name), plain_name(person.name)
    by_phone = bool(_MOBILE.fullmatch(person.phone)) and row.phone == person.phone
    if not sexes_agree(row.sex, person.sex):
        return False
    if by_phone and mine == theirs:
        return True
    if all(births) and not births_agree(*births):
        return False
    if person.unit != row.unit:
        of_a_day = births[0] == births[1] and len(births[0]) == _DAY
        return of_a_day and row.name[:1] == person.name[:1] and one_apart(mine, theirs)
    if not all(births) and row.name[:1] == person.name[:1] and len(mine) == len(theirs):
        same_sex, same_post = bool(row.sex and person.sex), bool(row.post) and row.post == person.post
        near, long = one_apart(mine, theirs), len(mine) > _SHORT
        if near and same_sex and (long or same_post):
            return True
        if long and same_post and (near or (mine != theirs and sorted(mine) == sorted(theirs))):
            return True
    # another surname is another family, unless the phone says otherwise
    kin = all(births) and row.name[:1] == person.name[:1]
    if mine == theirs or one_apart(mine, theirs) or sorted(mine) == sorted(theirs):
        return by_phone or kin
    return by_phone and kin
