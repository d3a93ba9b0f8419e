"""What a file that is written may be called."""

from trainingdesk.domain.errors import Refused


def check_ending(name: str, ending: str) -> None:
    """Raise Refused ``file.ending`` where a file's name does not end as what is written into it.

    Excel and WPS warn of a workbook of 2007 and later that is called .xls, and may not open it.

    Args:
        name: the file, with its folder or without.
        ending: what it has to end in, with the point: ``.xlsx``.
    """
    if not name.lower().endswith(ending):
        raise Refused("file.ending", file=name, ending=ending)
