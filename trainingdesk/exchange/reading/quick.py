"""The look at an ordinary workbook in the desk's own process, while the one that reads it starts.

It saves the time of one look and decides nothing: whatever is not an ordinary .xlsx of ordinary size, or gives it any
trouble, is left to the reading process, which may be ended, has a cap on its memory, and finds the sentence.
"""

import hashlib
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from trainingdesk.domain.errors import Cancelled
from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.book import LookedAt
from trainingdesk.exchange.reading.extents import check_extents, counts_from_1904, zipped
from trainingdesk.exchange.reading.kinds import unpacks_too_big
from trainingdesk.exchange.reading.slices import large_parts

_GLANCE = 0.2
#: a share that does not answer is left to the reading process after so many seconds
_PATIENCE = 5.0
_USUAL = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ZIP = b"PK\x03\x04"


def quick_look(path: Path, glance: Callable[[], None]) -> LookedAt | None:
    """Return what a look at an ordinary workbook found, None for a file that is left to the reading process.

    ``glance`` is called now and then; the Cancelled it raises goes through.
    """
    try:
        data = _taken(path, glance)
        if data is None or not data.startswith(_ZIP):
            return None
        with zipped(data, path.name) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if (
                "xl/workbook.xml" not in names
                or not names.isdisjoint({"content.xml", "xl/workbook.bin"})
                or any(part.flag_bits & 1 or part.compress_type not in _USUAL for part in parts)
                or sum(part.file_size for part in parts) > limits.MOST_GLANCED_UNPACKED
                or unpacks_too_big(archive, len(data))
            ):
                return None
            passing = large_parts(archive, len(data))
            check_extents(archive, path.name, glance, longest_row=limits.LONGEST_GLANCED_ROW, passing=passing)
            return LookedAt(
                "xlsx", path.name, hashlib.sha256(data).hexdigest(), counts_from_1904(archive), data
            )
    except Cancelled:
        raise
    except Exception:  # noqa: BLE001 - the reading process looks again, and says what it is
        return None


def _taken(path: Path, glance: Callable[[], None]) -> bytes | None:
    """Return a file's bytes, None for a large or an odd one, and where they do not come in time."""
    found: list[bytes] = []

    def take() -> None:
        try:
            about = path.stat()
            if stat.S_ISREG(about.st_mode) and about.st_size <= limits.MOST_GLANCED:
                found.append(path.read_bytes())
        except (OSError, ValueError, MemoryError):
            return

    taking = Thread(target=take, name="quick look", daemon=True)
    taking.start()
    waited = 0.0
    while taking.is_alive() and waited < _PATIENCE:
        taking.join(_GLANCE)
        waited += _GLANCE
        glance()
    return found[0] if found else None
