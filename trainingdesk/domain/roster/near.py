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


def ask_near(
    rows: Sequence[ParsedPerson],
    verdicts: list[Verdict],
    people: Iterable[KnownPerson],
    missing: Collection[int],
) -> tuple[tuple[int, ...], dict[int, tuple[int, ...]]]:
    """Ask about newcomers who may be one of the missing people, and return whom the file still lacks.

    The second part is whom it lacks only if none of some rows, by their running lines, means them; see :func:`lacked`.

    They are of one unit, sex and birth agree, and a single character of the given name differs, or its characters stand in
    another order; or the mobile number is one and the name or the surname fits. Two ID numbers are two people. Else a
    mistyped name would make two of one person.

    Whoever may be meant by two newcomers is asked about at both; as long as one of them may be them they are not missing.
    """
    gone = set(missing)
    near: dict[int, tuple[int, ...]] = {}
    months: dict[tuple[str, str], list[KnownPerson]] = {}
    phones: dict[tuple[str, str], list[KnownPerson]] = {}
    for person in people:
        if person.id in gone:
            if birth := full_birth(person):
                months.setdefault((person.unit, birth[:7]), []).append(person)
            if _MOBILE.fullmatch(person.phone):
                phones.setdefault((person.unit, person.phone), []).append(person)
    for place, row in enumerate(rows):
        if verdicts[place].bucket is not Bucket.NEW:
            continue
        alike = months.get((row.unit, full_birth(row)[:7]), []), phones.get((row.unit, row.phone), [])
        close = [person for group in alike if len(group) <= _MOST_ALIKE for person in group]
        found = {person.id: person for person in close if _may_be(row, person)}
        if found:
            changes = changes_of(row, next(iter(found.values()))) if len(found) == 1 else ()
            verdicts[place] = Verdict(Bucket.MAYBE, 0, changes, tuple(found), "roster.maybe_near_name")
            near.update((number, (*near.get(number, ()), row.row)) for number in found)
    return tuple(one for one in missing if one not in near), near


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


def _may_be(row: ParsedPerson, person: KnownPerson) -> bool:
    if row.id_number and person.id_number and row.id_number != person.id_number:
        return False
    births = full_birth(row), full_birth(person)
    if not sexes_agree(row.sex, person.sex) or (all(births) and not births_agree(*births)):
        return False
    mine, theirs = plain_name(row.name), plain_name(person.name)
    by_phone = bool(_MOBILE.fullmatch(person.phone)) and row.phone == person.phone
    # another surname is another family, unless the phone says otherwise
    kin = all(births) and row.name[:1] == person.name[:1]
    if mine == theirs or one_apart(mine, theirs) or sorted(mine) == sorted(theirs):
        return by_phone or kin
    return by_phone and kin
