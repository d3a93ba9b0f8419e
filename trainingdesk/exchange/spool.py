"""The rows of a large file on disk, so that a preview that stays open holds a page of them and not the file."""

import marshal
import pickle
import tempfile
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, Protocol, TypeVar, overload
from weakref import finalize

from trainingdesk.domain.errors import Problem, Refused, Severity
from trainingdesk.domain.roster.matching import Bucket, FieldChange, Verdict
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.shared.memory import let_go

One = TypeVar("One")

#: Problems that stay in memory: a third of a megabyte for each 1,000.
MOST_PROBLEMS = 5_000
#: Files of no more rows than this stay in memory: 20 MB, and the units of a district send no more at a time.
MOST_HELD = 20_000
_PAGE = 250
#: Pages whose equal texts are held as one.
_SHARING = 8
#: pages that are kept when they were read: what a table shows, and where it jumped from; of rows, a quarter of a megabyte each
_KEPT = 2


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


class SpoolFile:
    """Bytes in a temporary file without a name (deleted as it is closed, on Windows too); any thread may read them."""

    def __init__(self) -> None:
        self._lock = Lock()
        # without a buffer: what stands behind the bytes that are read is of no use
        self._file = tempfile.TemporaryFile(buffering=0, prefix="trainingdesk-")  # noqa: SIM115 - it lives as long as this
        finalize(self, self._file.close)
        #: how many bytes there are
        self.size = 0

    def write(self, data: bytes) -> None:
        """Put bytes behind those that are there; raises OSError where the disk takes no more, and closes the file then."""
        unwritten = memoryview(data)
        try:
            while unwritten:  # a disk that is nearly full takes a part of it
                unwritten = unwritten[self._file.write(unwritten) :]
        except OSError:
            self._file.close()
            raise
        self.size += len(data)

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from one place up to another; raises OSError or ValueError where they can't be read any more."""
        # held for the bytes alone: the window waits for nobody who goes through all of them
        with self._lock:
            self._file.seek(start)
            return self._file.read(end - start)


class _Way(Protocol):
    """How tuples become bytes and come back: from our own nameless file."""

    def dumps(self, _value: Any, /) -> bytes:
        """Return bytes of a value; raises ValueError for what it does not know."""

    def loads(self, _data: bytes, /) -> Any:
        """Return the value again."""


class SpooledSequence(Sequence[One]):
    """Things in a temporary file, read back by the page; any thread may ask.

    Asking raises Refused ``import.preview_gone`` when the file can't be read any more.

    Args:
        things: what is put there.
        make: makes one of them again of the tuple that it is in the file.
        pack: makes that tuple.
        way: how tuples become bytes and come back.
    """

    def __init__(
        self,
        things: Sequence[One],
        make: Callable[[Any], One],
        pack: Callable[[Any], Any] = tuple,
        way: "_Way" = marshal,
    ) -> None:
        self._count = len(things)
        self._make, self._way = make, way
        self._lock = Lock()  # of the pages that were read
        self._pages: OrderedDict[int, list[One]] = OrderedDict()
        self._starts = array("q")  # a list's numbers would lie among the rows that are let go of
        self._file = SpoolFile()
        for start in range(0, self._count, _PAGE):
            self._starts.append(self._file.size)
            # ValueError: a value that is no plain text, which marshal does not know
            self._file.write(way.dumps(list(map(pack, things[start : start + _PAGE]))))
        self._starts.append(self._file.size)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> One: ...

    @overload
    def __getitem__(self, place: slice) -> list[One]: ...

    def __getitem__(self, place: int | slice) -> One | list[One]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(self._count))]
        if place < 0:
            place += self._count
        if not 0 <= place < self._count:
            raise IndexError(place)
        return self._page(place // _PAGE)[place % _PAGE]

    def __iter__(self) -> Iterator[One]:
        # whoever goes through all of them looks at none again: the pages that a table shows stay
        for number in range(len(self._starts) - 1):
            yield from self._pages.get(number) or self._read(number)

    def held(self) -> list[One]:
        """Return all of them in memory, equal texts of some pages as one: a page alone repeats those of all others."""
        found: list[One] = []
        one: Callable[[Any, Any], Any] = {}.setdefault
        for number in range(len(self._starts) - 1):
            if number % _SHARING == 0:
                one = {}.setdefault
            found += [self._make(map(one, row, row)) for row in self._tuples(number)]
        return found

    def _page(self, number: int) -> list[One]:
        with self._lock:
            page = self._pages.get(number)
            if page is not None:
                self._pages.move_to_end(number)
                return page
        page = self._read(number)
        with self._lock:
            self._pages[number] = page
            if len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        return page

    def _read(self, number: int) -> list[One]:
        return list(map(self._make, self._tuples(number)))

    def _tuples(self, number: int) -> list[Any]:
        start, end = self._starts[number : number + 2]
        try:
            data = self._file.read(start, end)
            found: list[Any] = self._way.loads(data)
        except (OSError, ValueError, EOFError, pickle.UnpicklingError) as error:
            raise Refused("import.preview_gone") from error
        return found


class SpooledRows(SpooledSequence[ParsedPerson]):
    """The rows of a large file on disk."""

    def __init__(self, rows: Sequence[ParsedPerson]) -> None:
        super().__init__(rows, ParsedPerson._make)


_BUCKETS = tuple(Bucket)
_NUMBERS = {bucket: number for number, bucket in enumerate(_BUCKETS)}


#: most rows of a first import; marshal writes one tuple once for a page
_NEW = Verdict(Bucket.NEW)
_PACKED_NEW = (_NUMBERS[Bucket.NEW], *_NEW[1:])


def _packed_verdict(verdict: Verdict) -> tuple[Any, ...]:
    if verdict == _NEW:
        return _PACKED_NEW
    bucket, person_id, changes, *rest = verdict
    return (_NUMBERS[bucket], person_id, tuple(map(tuple, changes)), *rest)


def _verdict(packed: tuple[Any, ...]) -> Verdict:
    if packed == _PACKED_NEW:
        return _NEW
    number, person_id, changes, candidates, reason, other_row = packed
    found = tuple(map(FieldChange._make, changes)) if changes else ()
    return Verdict(_BUCKETS[number], person_id, found, candidates, reason, other_row)


class SpooledVerdicts(SpooledSequence[Verdict]):
    """What the rows of a large file come to, on disk."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        super().__init__(verdicts, _verdict, _packed_verdict)
        self._buckets = bytes(_NUMBERS[verdict.bucket] for verdict in verdicts)

    def places(self, bucket: Bucket) -> list[int]:
        """Return the places of the rows of a bucket."""
        number = _NUMBERS[bucket]
        return [place for place, one in enumerate(self._buckets) if one == number]


def _packed_problem(problem: Problem) -> tuple[Any, ...]:
    return problem.code, problem.params, problem.field, problem.row, problem.value, problem.severity.value


def _problem(packed: tuple[Any, ...]) -> Problem:
    code, params, field, row, value, severity = packed
    return Problem(code, params, field, row, value, _SEVERITIES[severity])


_SEVERITIES = {severity.value: severity for severity in Severity}


class SpooledProblems(SpooledSequence[Problem]):
    """What is wrong or open in the rows of a large file, on disk; in the order of the rows."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        # what a sentence names may be a sentence itself, which marshal does not know
        super().__init__(problems, _problem, _packed_problem, pickle)
        self._rows = array("q", [problem.row for problem in problems])

    def at(self, row: int) -> list[Problem]:
        """Return the problems of a row."""
        return self[bisect_left(self._rows, row) : bisect_right(self._rows, row)]


def spooled_verdicts(verdicts: Sequence[Verdict]) -> Sequence[Verdict]:
    """Return what rows come to, on disk where they are many; as they are where the disk takes none."""
    if len(verdicts) <= MOST_HELD or isinstance(verdicts, SpooledVerdicts):
        return verdicts
    try:
        return SpooledVerdicts(verdicts)
    except (OSError, ValueError):
        return verdicts


def places_in(verdicts: Sequence[Verdict], bucket: Bucket) -> list[int]:
    """Return the places of the rows of a bucket."""
    if isinstance(verdicts, SpooledVerdicts):
        return verdicts.places(bucket)
    return [place for place, verdict in enumerate(verdicts) if verdict.bucket is bucket]


def spooled_problems(problems: Sequence[Problem]) -> Sequence[Problem]:
    """Return problems, on disk where they are many; as they are where the disk takes none. Their rows ascend."""
    if len(problems) <= MOST_PROBLEMS or isinstance(problems, SpooledProblems):
        return problems
    try:
        return SpooledProblems(problems)
    except (OSError, ValueError):
        return problems


def problems_at(problems: Sequence[Problem], row: int) -> list[Problem]:
    """Return the problems of a row; the rows of ``problems`` ascend."""
    if isinstance(problems, SpooledProblems):
        return problems.at(row)
    first = bisect_left(problems, row, key=lambda problem: problem.row)
    last = bisect_right(problems, row, lo=first, key=lambda problem: problem.row)
    return list(problems[first:last])


@contextmanager
def rows_in_memory(rows: Sequence[ParsedPerson]) -> Iterator[Sequence[ParsedPerson]]:
    """Hold rows in memory for work that goes through all of them."""
    if not isinstance(rows, SpooledRows):
        yield rows
        return
    found = rows.held()
    try:
        yield found
    finally:
        let_go(found)


def release(things: object, kept: object) -> None:
    """Let go one by one of what was held in bulk, where something else is kept in its place."""
    if things is kept:
        return
    if isinstance(things, list):
        let_go(things)
