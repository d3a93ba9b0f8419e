"""What the person says of the units that a file names and the roster does not know, as the import takes it."""

from collections.abc import Container, Mapping

from trainingdesk.domain.roster.base import guess_line
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.domain.roster.known_units import UnitSaid, What
from trainingdesk.domain.roster.unit_kinds import guess_kind, team_of_kind
from trainingdesk.usecases.commands.roster_new_units import NewUnit
from trainingdesk.usecases.commands.roster_renamed import RenamedUnit


def as_new(name: str, said: Mapping[str, NewUnit]) -> NewUnit:
    """Return what a new unit is as it was said, else as its name says."""
    kind = guess_kind(name)
    return said.get(name) or NewUnit(name, kind, team_of_kind(kind), guess_line(name))


def renamed_by(
    preview: ImportPreview, out: Container[int], kept: Container[tuple[int, str]], decided: Container[int]
) -> int:
    """Return how many units an import renames: those that a row which comes in names, by the new name or the one so far.

    Args:
        preview: what the file says.
        out: rows that are left out.
        kept: (row, field) of changes that are left out.
        decided: rows about which a question was answered.
    """

    def comes(row: int) -> bool:
        return row not in out and (row, "unit") not in kept

    return sum(
        any(map(comes, one.sure)) or any(comes(row) for row in one.asked if row in decided)
        for one in preview.naming.values()
    )


def renamed_in(preview: ImportPreview, said: Mapping[str, UnitSaid]) -> tuple[RenamedUnit, ...]:
    """Return the units that are renamed with an import; ``said`` is what its texts were said to be, with the days."""
    # an answer of an earlier file may be of another spelling of the name
    days = {key_of(text): one.day for text, one in said.items()}
    return tuple(
        RenamedUnit(name, read.unit, days.get(key_of(name), ""))
        for name, read in preview.unit_texts.items()
        if read.what is What.RENAMED
    )
