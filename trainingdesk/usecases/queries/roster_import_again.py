"""Which rows of a file say something else since it was saved anew behind its preview."""

from trainingdesk.domain.access import Permission
from trainingdesk.exchange.roster_file import RosterFile
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ROSTER_IMPORT)
def rows_said_otherwise(_reader: Reader, before: str, now: str) -> frozenset[int] | None:
    """Return the rows, by their running lines, of which two readings of one file (their tokens) say different things.

    A row that only one of them has is among them. None where the sheets, the headings or the day are others: then no
    row of one reading is one of the other. Raises Refused ``import.preview_gone``.
    """
    old, new = waiting_import(before), waiting_import(now)
    if old.file.contents == new.file.contents:
        return frozenset()
    if (old.file.layout, _used(old.file), old.day) != (new.file.layout, _used(new.file), new.day):
        return None
    said, says = _said(old.file), _said(new.file)
    return frozenset(row for row in said.keys() | says.keys() if said.get(row) != says.get(row))


def _used(file: RosterFile) -> list[str]:
    return [sheet.name for sheet in file.sheets if sheet.used]


def _said(file: RosterFile) -> dict[int, int]:
    """Return row → what it says and what is wrong with it, as a number."""
    said = {person.row: hash(tuple(person)) for person in file.people}
    for problem in file.problems:
        if problem.row:
            said[problem.row] = hash((said.get(problem.row), problem.code, problem.field, problem.value))
    for row, picture in file.photos.items():
        said[row] = hash((said.get(row), picture))
    return said
