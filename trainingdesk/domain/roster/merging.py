"""Making one record of two (合并): which fields there are to choose from, what is proposed, and what can't be."""

from collections.abc import Collection, Mapping
from typing import Any

from trainingdesk.domain.codes import Sex
from trainingdesk.domain.errors import Invalid, Problem, Refused
from trainingdesk.domain.roster.post_words import alike
from trainingdesk.domain.values import parse_id_number

#: Every choice of a merge with the columns that go together: what somebody is, and since when.
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "id_number": ("id_number",),
    "sex": ("sex",),
    "birth": ("birth",),
    "unit": ("unit_id", "unit_from"),
    "post": ("post", "post_from"),
    "rank": ("rank", "rank_from"),
    "side_rank": ("side_rank", "side_rank_from"),
    "team": ("team", "team_from"),
    "authority": ("authority",),
    "status": ("status", "status_from"),
    "phone": ("phone",),
    "ethnicity": ("ethnicity",),
    "native_place": ("native_place",),
    "birthplace": ("birthplace",),
    "political": ("political",),
    "education": ("education",),
    "degree": ("degree",),
    "school": ("school",),
    "education_full": ("education_full",),
    "degree_full": ("degree_full",),
    "school_full": ("school_full",),
    "education_service": ("education_service",),
    "degree_service": ("degree_service",),
    "school_service": ("school_service",),
    "technical_title": ("technical_title",),
    "work_start": ("work_start",),
    "party_entry": ("party_entry",),
    "joined_on": ("joined_on",),
    "note": ("note",),
    #: the photo is a record of its own; ``photo`` holds its digest
    "photo": ("photo",),
}

#: The columns of a person that a merge decides on.
COLUMNS: tuple[str, ...] = tuple(name for names in CHOICES.values() for name in names)

#: what a record holds since a day that it may not say
_BEGIN = ("unit", "post", "rank", "side_rank")

#: Stored values of one record by column, as the database's types give them.
Values = Mapping[str, Any]


def differing(kept: Values, lost: Values) -> tuple[str, ...]:
    """Return the choices in which two records differ."""
    return tuple(key for key, names in CHOICES.items() if any(kept[name] != lost[name] for name in names))


def propose(kept: Values, lost: Values) -> frozenset[str]:
    """Return what is taken from the record that goes unless somebody chooses otherwise: what the kept one lacks.

    The kept record is the one more is known by and more hangs on; the other was often typed later, by hand. Its value
    is proposed where the kept one has none, where it says the same birth more fully, or since when the same holds. Of the
    days since which somebody is in the roster the earlier one is: the roster had them since.
    Birth and sex go with the ID number they were read from.
    """
    taken = {key for key in differing(kept, lost) if _lacks(key, kept, lost)}
    _follow_number(kept, lost, taken)
    return frozenset(taken)


def _lacks(key: str, kept: Values, lost: Values) -> bool:
    """Return whether the record that goes says what the kept one does not."""
    names = CHOICES[key]
    mine, theirs = kept[names[0]], lost[names[0]]
    if key == "joined_on":
        # in the roster since the earlier of both; none means as long as the roster knows
        return mine is not None and (theirs is None or theirs < mine)
    if not mine or not theirs:
        return not mine and bool(theirs)
    if key == "birth":
        return len(theirs) > len(mine) and bool(theirs.startswith(mine))
    return mine == theirs and not kept[names[-1]] and bool(lost[names[-1]])


def _follow_number(kept: Values, lost: Values, taken: set[str]) -> None:
    number = _of("id_number", kept, lost, taken)
    if not number:
        return
    for key, said in _said_by(number).items():
        told = {side: side_values[key] for side, side_values in (("kept", kept), ("lost", lost))}
        if told["kept"] != told["lost"] and _agrees(told["lost"], said) != _agrees(told["kept"], said):
            (taken.add if _agrees(told["lost"], said) else taken.discard)(key)


def _whole(number: str) -> str:
    """Return an ID number with 18 digits, also one that was written with 15."""
    try:
        return parse_id_number(number).text
    except Refused:
        return number


def _said_by(number: str) -> dict[str, str]:
    """Return what an ID number says of its bearer (GB 11643)."""
    try:
        read = parse_id_number(number)
    except Refused:  # one from before numbers were checked says nothing
        return {}
    return {"birth": read.birth.isoformat(), "sex": (Sex.MALE if read.male else Sex.FEMALE).value}


def _agrees(value: str | None, said: str) -> bool:
    return bool(value) and said.startswith(value or "")


def _of(key: str, kept: Values, lost: Values, taken: Collection[str]) -> Any:
    return (lost if key in taken else kept)[CHOICES[key][0]]


def begun_with(kept: Values, lost: Values, from_lost: Collection[str]) -> dict[str, str]:
    """Return since when unit, post and ranks hold that were chosen from the younger record: its own day where it says none.

    The other record was in the roster before it, and says what held until then: without a day the chosen value would hold
    from the beginning, and every figure of an earlier day be another one. A post goes with the unit it was chosen with.
    The result is by the column that says since when; days are ``YYYY-MM-DD`` or ``YYYY-MM``.

    Args:
        kept, lost: the records.
        from_lost: the choices taken from the one that goes.
    """
    found: dict[str, str] = {}
    for key in _BEGIN:
        name, since = CHOICES[key]
        chosen, other = (lost, kept) if key in from_lost else (kept, lost)
        came, before = chosen["joined_on"], other["joined_on"]
        if came is None or (before is not None and before >= came):
            continue
        if not chosen[name] or not other[name] or chosen[name] == other[name]:
            continue
        if key == "post" and alike(other["post"], chosen["post"]):
            continue  # the same post in other words
        moved = ("unit" in from_lost) == (key in from_lost) and kept["unit_id"] != lost["unit_id"]
        of_unit = chosen["unit_from"] if key == "post" and moved else ""
        found[since] = chosen[since] or of_unit or came.isoformat()
    return found


def doubts(kept: Values, lost: Values) -> tuple[str, ...]:
    """Return the codes of what speaks for two people: each has an ID number of their own, or a birth that contradicts.

    An ID number is one person's for life (GB 11643-1999, 3.1); a birth contradicts another when neither begins with the
    other: ``1988`` and ``1988-03`` agree.
    """
    found = []
    if kept["id_number"] and lost["id_number"] and _whole(kept["id_number"]) != _whole(lost["id_number"]):
        found.append("merge.two_numbers")
    mine, theirs = kept["birth"] or "", lost["birth"] or ""
    if not mine.startswith(theirs) and not theirs.startswith(mine):
        found.append("merge.two_births")
    return tuple(found)


def decide_merge(kept: Values, lost: Values, from_lost: Collection[str]) -> dict[str, Any]:
    """Return the columns of the kept record that get another value.

    ``from_lost`` are the choices to be taken from the record that goes. Raises Invalid ``merge.unfit`` when birth or
    sex as chosen contradict the ID number as chosen: one true person comes out, or nothing is merged.
    """
    problems = []
    number = _of("id_number", kept, lost, from_lost)
    if number:
        for key, said in _said_by(number).items():
            chosen = _of(key, kept, lost, from_lost)
            if chosen and not said.startswith(chosen):
                code = "merge.birth_contradicts_id" if key == "birth" else "merge.sex_contradicts_id"
                problems.append(Problem(code, field=key))
    if problems:
        raise Invalid("merge.unfit", problems)
    return {
        name: lost[name]
        for key in differing(kept, lost)
        if key in from_lost
        for name in CHOICES[key]
        if name != "photo" and kept[name] != lost[name]
    }
