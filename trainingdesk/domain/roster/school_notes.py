"""What a file says of schools and is not taken: an education below the highest that is known, a major without a school."""

from collections.abc import Iterable, Iterator, Mapping, Set

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.known_people import KnownPeople
from trainingdesk.domain.roster.lines import Lines
from trainingdesk.domain.roster.matching import Verdict
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.schools import HIGHEST, MAJORS, kept_highest, majors_left_out


def school_notes(
    rows: Iterable[ParsedPerson],
    verdicts: Iterable[Verdict],
    people: KnownPeople,
    headers: Mapping[str, str],
    fields: Mapping[str, Set[str]],
    lines: Lines,
) -> Iterator[Problem]:
    """Yield a note at every such cell of somebody whom the roster knows.

    A column may call something the highest education where the roster knows a higher one that the row lacks; a major
    without a school is not taken, for it can't be told where the roster's school ends. ``headers``: field → the file's
    header; ``fields``: sheet → what its columns say.
    """
    outright = {name: HIGHEST.keys() & said for name, said in fields.items()}
    highest, majors = any(outright.values()), not headers.keys().isdisjoint(MAJORS)
    if not highest and not majors:
        return
    for row, verdict in zip(rows, verdicts, strict=True):
        if not verdict.person_id:
            continue
        person = people[verdict.person_id]
        if highest and (said := outright.get(lines.cell(row.row)[0])):
            for name, known, less in kept_highest(row, person):
                if name in said:
                    params = {"value": less, "known": known, "about": name}
                    header = headers.get(name, "")
                    yield Problem("roster.highest_kept", params, header, row.row, less, Severity.NOTE)
        for column, known, major in majors_left_out(row, person) if majors else ():
            if header := headers.get(column, ""):
                params = {"value": major, "known": known, "about": MAJORS[column]}
                yield Problem("roster.major_left", params, header, row.row, major, Severity.NOTE)
