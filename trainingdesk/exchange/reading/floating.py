"""Pictures that lie over the cells of a workbook's sheets: nobody can say whose they are, but that they are there is told."""

import re
import zipfile
from posixpath import basename, dirname, join, normpath
from xml.etree.ElementTree import ParseError, fromstring

from trainingdesk.exchange.reading.extents import small_part, zipped
from trainingdesk.exchange.reading.marks import parts_of_sheets

_DRAWINGS = "xl/drawings/"
_PICTURE = re.compile(rb"<(?:\w+:)?pic[\s>]")


def pictures_of(data: bytes, name: str) -> dict[str, int]:
    """Return how many pictures lie over each sheet of an .xlsx that has any, by the sheet's name."""
    found: dict[str, int] = {}
    with zipped(data, name) as archive:
        parts = {part.lower(): part for part in archive.namelist()}
        if not any(part.startswith(_DRAWINGS) for part in parts):
            return {}
        for sheet, part in parts_of_sheets(archive).items():
            drawings = (parts[one] for one in _drawings(archive, part, parts) if one in parts)
            if count := sum(len(_PICTURE.findall(small_part(archive, one))) for one in drawings):
                found[sheet] = count
    return found


def _drawings(archive: zipfile.ZipFile, part: str, parts: dict[str, str]) -> list[str]:
    """Return the drawings that a sheet's relations name, in lower case."""
    relations = parts.get(join(dirname(part), "_rels", f"{basename(part)}.rels").lower())
    if relations is None:
        return []
    try:
        root = fromstring(small_part(archive, relations))  # noqa: S314 - capped process, no entities
    except ParseError:
        return []
    targets = (one.get("Target", "") for one in root if one.get("Type", "").endswith("/drawing"))
    return [
        (one.lstrip("/") if one.startswith("/") else normpath(join(dirname(part), one))).lower()
        for one in targets
    ]
