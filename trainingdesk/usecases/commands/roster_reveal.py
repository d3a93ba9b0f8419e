"""Masked numbers of people shown whole, one or on paper; the log notes who looked."""

from dataclasses import dataclass

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import NotFound
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class RevealNumber(Command):
    """Show a masked number; ``number`` is ``id_number`` or ``phone``."""

    person_id: int
    number: str


@handles(RevealNumber, Permission.ROSTER_REVEAL, remember=False)
def reveal_number(work: Work, command: RevealNumber) -> Result:
    """Return the number and note in the log who looked at whose."""
    if command.number not in {"id_number", "phone"}:
        raise NotFound("roster.no_such_number")
    person = work.load(Person, command.person_id)
    work.note("person", person.id, "revealed", field=command.number)
    return {"person_id": person.id, "value": getattr(person, command.number) or ""}


@dataclass(frozen=True, kw_only=True)
class RevealInPaper(Command):
    """Note that a paper is made with whole numbers of people.

    Attributes:
        numbers: ``id_number``, ``phone``.
        paper: its title; scope: of whom it is, in words; count: of how many.
    """

    numbers: tuple[str, ...]
    paper: str
    scope: str
    count: int


@handles(RevealInPaper, Permission.ROSTER_REVEAL, remember=False)
def reveal_in_paper(work: Work, command: RevealInPaper) -> Result:
    """Note in the log who has the numbers of how many people on paper."""
    for number in command.numbers:
        work.note(
            "person",
            0,
            "revealed",
            field=number,
            file=command.paper,
            filter=command.scope,
            count=command.count,
        )
    return {"count": command.count}
