"""Work that is done while what came before it is used."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

#: Seconds after which Python's threads take turns; its own 5 ms are as long as hundreds of rows take to be written.
_TURN = 0.0001


def one_ahead(items: Iterator[T]) -> Iterator[T]:
    """Yield items; the next one is made in a thread of its own while one is used, where Python is left to it.

    Raises what making them raises, when it is their turn.
    """
    end = object()
    with _short_turns(), ThreadPoolExecutor(1, thread_name_prefix="ahead") as maker:
        coming = maker.submit(next, items, end)
        while (item := coming.result()) is not end:
            coming = maker.submit(next, items, end)
            yield item  # type: ignore[misc]


@contextmanager
def beside() -> Iterator[Callable[[Callable[[], T]], "Future[T]"]]:
    """Yield what takes something to be made in a thread of its own, where other work leaves Python to it.

    Its ``result()`` waits for it and raises what making it raised; leaving the context waits for it in any case.
    """
    with _short_turns(), ThreadPoolExecutor(1, thread_name_prefix="beside") as maker:
        yield maker.submit


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let a thread that comes back from SQLite wait no longer for Python than it was away."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
