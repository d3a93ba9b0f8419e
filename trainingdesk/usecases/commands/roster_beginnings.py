"""Since when the newcomers of a file are in the roster: its first people were there before, later ones came.

Not only the import that finds a unit empty brings its first people. Rows of the same roster that had to be put right
come in days later, out of the workbook with problem rows or of the file itself; and a second list of the unit as of the
same day, or of an earlier one, tells of people who were there when the first one was written.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection

from trainingdesk.exchange.roster_file import RosterFile
from trainingdesk.persistence.readmodels import units
from trainingdesk.persistence.readmodels.first_rosters import first_rosters, taken_of


class Coming(NamedTuple):
    """When the newcomers of a file came.

    Attributes:
        begun: the units whose newcomers came on ``day``; in all others they were there before.
        day: ``YYYY-MM-DD``.
    """

    begun: Collection[int]
    day: str


def coming(
    connection: Connection, file: RosterFile, wanted: Collection[int], day: str, *, undated: bool
) -> Coming:
    """Return when newcomers of some units came, before any of them is written.

    Args:
        file: what is taken in.
        wanted: the units.
        day: the day of the import, ``YYYY-MM-DD``.
        undated: whether that is only the day on which the file was taken in. Then the first import of its rows says more.
    """
    peopled = units.peopled(connection).intersection(wanted)
    if not peopled:
        return Coming(peopled, day)
    first = first_rosters(connection, peopled)
    begun = {unit for unit in peopled if unit not in first or first[unit].day < day}
    came, files = day, {file.digest, file.returned.origin}
    for taken in taken_of(connection, files):
        if taken.stands:
            begun.difference_update(taken.bases)
            came = min(came, taken.day or came) if undated else came
        elif undated:
            # taken back it began nothing; but where other rows of its file stand, the unit began with that file
            begun.difference_update(
                unit for unit in taken.bases if unit in first and first[unit].file in files
            )
    return Coming(begun, came)
