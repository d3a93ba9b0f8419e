"""A glance at a desk's file before the desk is open; nothing heavy is imported for it."""

from dataclasses import dataclass
from pathlib import Path

from trainingdesk.persistence.header import inspect_file, read_office
from trainingdesk.persistence.storage import check_place


@dataclass(frozen=True, slots=True)
class Glance:
    """What can be told of a desk before it is open.

    Attributes:
        office_name: as papers print it.
        is_demo: whether this is the generated demo district.
    """

    office_name: str
    is_demo: bool


def glance(path: Path) -> Glance:
    """Check a desk's file as :func:`~trainingdesk.usecases.desk.open_desk` will, and read whose it is.

    Raises what :func:`~trainingdesk.persistence.header.inspect_file`,
    :func:`~trainingdesk.persistence.storage.check_place` and
    :func:`~trainingdesk.persistence.header.read_office` raise. Nothing is written.
    """
    inspect_file(path)
    check_place(path)
    return Glance(*read_office(path))
