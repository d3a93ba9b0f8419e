"""Memory in the hands of bulk work."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

#: So many things with references made and not let go of are bulk: the next search for cycles would go through them all.
_MANY = 10_000


class _Bulk:
    """How many pieces of bulk work are under way, in whatever threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.count = 0

    def add(self, more: int) -> None:
        with self._lock:
            self.count += more


_BULK = _Bulk()


@contextmanager
def no_cycle_search() -> Iterator[None]:
    """Let Python make millions of rows without looking through them for cycles again and again.

    The search costs an import of 100,000 rows a sixth of its time and finds nothing: rows are tuples of texts. In the
    window, whose own thread searches, it would look through what a worker has made so far while nothing else moves.
    What is still held of them at the end counts as old: the first search afterwards would go through all of it too.
    """
    was_on = gc.isenabled()
    gc.disable()
    _BULK.add(1)
    try:
        yield
    finally:
        _BULK.add(-1)
        if was_on:
            if gc.get_count()[0] > _MANY:
                # all young things are moved among the old ones, which takes no look at them
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def bulk_under_way() -> bool:
    """Return whether anybody makes rows in bulk, so that a search for cycles had better wait."""
    return _BULK.count > 0


def set_aside() -> None:
    """Keep what there is by now out of the search, where only the window searches (:class:`~trainingdesk.ui.jobs.Collector`).

    For what waits on the person in hundreds of thousands of rows; :func:`take_in_again` ends it.
    """
    if not gc.isenabled():
        gc.freeze()


def take_in_again() -> None:
    """Search again what was set aside; it counts as old."""
    gc.unfreeze()


def let_go(held: list[Any]) -> None:
    """Empty a list one by one; what it held in bulk is to be held by nobody else any more.

    Let go of at once, 100,000 rows are one step of the interpreter, in which no other thread moves.
    """
    while held:
        held.pop()


def give_back() -> None:
    """Hand what was let go of in bulk back to the system, where the C library keeps it by itself (glibc)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
