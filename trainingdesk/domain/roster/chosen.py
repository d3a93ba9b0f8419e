"""What speaks against a row when it is decided by hand whom it means.

Of a row that is perhaps somebody it is noted for whom its days are hardly possible, and who has its ID number already. What
speaks against the one who was chosen is left, unless it is asked for, and never keeps the other rows out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.first_days import FirstDays
from trainingdesk.domain.roster.going import Goings
from trainingdesk.domain.roster.importing import TOGETHER, ImportChoices
from trainingdesk.domain.roster.matching import ImportPlan, Verdict, changes_of
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.row_ages import AgeCheck
from trainingdesk.shared.text import Label

#: the note that something of a row is hardly possible of somebody whom it may be
NOT_OF = "roster.hardly_of"
#: one number belongs to one person (GB 11643): asked for or not, a second one never gets it
NEVER = frozenset({"id_number"})


@dataclass(frozen=True, slots=True)
class Doubts:
    """What the rows of a file are held against.

    Attributes:
        ages: what their days are held against, None for nothing.
        goings: what those who go are held against, None for nothing.
        holders: ID number → who has it.
        first_days: what since when in a unit or in the roster is held against, None for nothing.
    """

    ages: AgeCheck | None
    goings: Goings | None
    holders: Mapping[str, KnownPerson]
    first_days: FirstDays | None = None

    def of(self, row: ParsedPerson, person: KnownPerson) -> list[Problem]:
        """Return what speaks against a row if it means a person, each at its field."""
        found = [] if self.ages is None else self.ages.odd_of(row, person)
        going = None if self.goings is None else self.goings.problem(row, person)
        if going is not None:
            found.append(going)
        if self.first_days is not None:
            found += self.first_days.problems(row, person, changes_of(row, person))
        holder = self.holders.get(row.id_number)
        if holder is not None and holder.id != person.id:
            params = {"name": holder.name, "unit": holder.unit}
            found.append(Problem("roster.id_taken", params, field="id_number", value=row.id_number))
        return found


def doubt_notes(
    rows: Sequence[ParsedPerson],
    verdicts: Sequence[Verdict],
    known: Mapping[int, KnownPerson],
    doubts: Doubts,
    headers: Mapping[str, str],
) -> list[Problem]:
    """Return a note for everybody whom a row may be, and of whom something that it says is hardly possible."""
    return [
        Problem(
            NOT_OF,
            {
                "name": known[number].name,
                "unit": known[number].unit,
                "asked": Label(problem.code, problem.params),
                "about": problem.field,
            },
            field=headers.get(problem.field, ""),
            row=row.row,
            value=problem.value,
            severity=Severity.NOTE,
        )
        for row, verdict in zip(rows, verdicts, strict=True)
        for number in verdict.candidates
        for problem in doubts.of(row, known[number])
        if problem.field in headers or problem.field != "side_rank_from"
    ]


def leave_doubtful(
    plan: ImportPlan, choices: ImportChoices, known: Mapping[int, KnownPerson], doubts: Doubts
) -> ImportChoices:
    """Return the choices with what is left out that is hardly possible of those who were chosen."""
    left: set[tuple[int, str]] = set()
    for number, decided in choices.decisions.items():
        place, chosen = plan.place_of(number), decided
        if decided == TOGETHER:
            # what the row that stays lacked came from this one
            place = plan.place_of(plan.verdicts[place].other_row)
            chosen = plan.verdicts[place].person_id
        if chosen in known:
            row = plan.rows[place]
            left.update((row.row, problem.field) for problem in doubts.of(row, known[chosen]))
    taken = {cell for cell in choices.taken_fields if cell[1] not in NEVER}
    return replace(choices, odd_fields=choices.odd_fields | (left - taken))
