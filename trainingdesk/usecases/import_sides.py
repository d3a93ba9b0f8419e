"""The two sides that a row of an import and the people it may be are compared by."""

from dataclasses import replace

from trainingdesk.domain.roster.import_views import ImportSide
from trainingdesk.domain.roster.matching import births_agree, full_birth
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.values import mask_id, mask_phone
from trainingdesk.usecases.prepared import Prepared


def candidate_side(prepared: Prepared, number: int) -> ImportSide:
    """Return somebody whom a row may be, with the row that changes them already."""
    other = prepared.changed_by.get(number, 0)
    side = side_of(prepared.known[number], number)
    return replace(side, by_row=other, by_place=prepared.plan.lines.told(other)) if other else side


def side_of(person: ParsedPerson | KnownPerson, number: int) -> ImportSide:
    """Return one side of a comparison; ``number`` is the person's id, 0 for the file's row."""
    return ImportSide(
        id=number,
        name=person.name,
        id_masked=mask_id(person.id_number),
        sex=person.sex,
        birth=_shown_birth(person),
        unit=person.unit,
        post=person.post,
        rank=person.rank,
        phone_masked=mask_phone(person.phone),
        status=person.status,
    )


def _shown_birth(person: ParsedPerson | KnownPerson) -> str:
    """Return the birth as exactly as it is known: the ID number's day, unless somebody settled on another one."""
    day = full_birth(person)
    return day if not person.birth or births_agree(person.birth, day) else person.birth
