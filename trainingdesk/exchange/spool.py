"""The rows of a large file on disk, so that a preview that stays open holds a page of them and not the file."""

import marshal
import tempfile
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import overload
from weakref import finalize

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.people import ParsedPerson

#: Files of no more rows than this stay in memory: 20 MB, and the units of a district send no more at a time.
MOST_HELD = 20_000
_PAGE = 250
#: pages that are kept when they were read: what a table shows, and where it jumped from
_KEPT = 32


def spooled(rows: Sequence[ParsedPerson]) -> Sequence[ParsedPerson]:
    """Return the rows, on disk where they are many; as they are where the disk takes none, or where they hold what it can't.

    The file has no name (or is deleted as it is closed, on Windows too when the program is ended): nothing of
    anybody stays behind.
    """
    if len(rows) <= MOST_HELD or isinstance(rows, SpooledRows):
        return rows
    try:
        return SpooledRows(rows)
    except (OSError, ValueError):
        return rows


class SpooledRows(Sequence[ParsedPerson]):
    """Rows in a temporary file, read back by the page; any thread may ask.

    Asking raises Refused ``import.preview_gone`` when the file can't be read any more.
    """

    def __init__(self, rows: Sequence[ParsedPerson]) -> None:
        self._count = len(rows)
        self._lock = Lock()
        self._pages: OrderedDict[int, list[ParsedPerson]] = OrderedDict()
        self._starts: list[int] = []
        self._file = tempfile.TemporaryFile(prefix="trainingdesk-")  # noqa: SIM115 - it lives as long as the rows
        finalize(self, self._file.close)
        try:
            for start in range(0, self._count, _PAGE):
                self._starts.append(self._file.tell())
                self._file.write(marshal.dumps([tuple(row) for row in rows[start : start + _PAGE]]))
            self._starts.append(self._file.tell())
            self._file.flush()
        except (
            OSError,
            ValueError,
        ):  # ValueError: a value that is no plain text, which marshal does not know
            self._file.close()
            raise

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> ParsedPerson: ...

    @overload
    def __getitem__(self, place: slice) -> list[ParsedPerson]: ...

    def __getitem__(self, place: int | slice) -> ParsedPerson | list[ParsedPerson]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(self._count))]
        if place < 0:
            place += self._count
        if not 0 <= place < self._count:
            raise IndexError(place)
        return self._page(place // _PAGE)[place % _PAGE]

    def __iter__(self) -> Iterator[ParsedPerson]:
        for number in range(len(self._starts) - 1):
            yield from self._page(number)

    def _page(self, number: int) -> list[ParsedPerson]:
        with self._lock:
            page = self._pages.get(number)
            if page is None:
                start, end = self._starts[number : number + 2]
                try:
                    self._file.seek(start)
                    rows = marshal.loads(self._file.read(end - start))  # noqa: S302 - from our own nameless file
                except (OSError, ValueError, EOFError) as error:
                    raise Refused("import.preview_gone") from error
                page = self._pages[number] = list(map(ParsedPerson._make, rows))
                if len(self._pages) > _KEPT:
                    self._pages.popitem(last=False)
            else:
                self._pages.move_to_end(number)
            return page
