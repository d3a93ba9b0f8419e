"""The process that marks: it is told on its input what to do to a file, and hands the workbook that goes back over in frames.

A workbook under the hands of openpyxl takes ten times what its rows do; here it goes with the process. The cap of
the reading process holds here too: five times what a workbook of :data:`~trainingdesk.exchange.error_workbook.MOST_ROWS_MARKED`
rows takes. What does not find room under it, and what openpyxl can't open, is copied instead
(:mod:`~trainingdesk.exchange.marking.copied`).
"""

import hashlib
import io
import sys
from pathlib import Path

from trainingdesk.exchange.marking.orders import Order, Told
from trainingdesk.exchange.reading.child import begun, told
from trainingdesk.exchange.reading.files import bytes_of
from trainingdesk.exchange.reading.frames import frames_in
from trainingdesk.exchange.reading.values import Unreadable

_PART = 1 << 20


def main() -> int:
    """Do what the input says and write frames, first of all that it has started; returns 0 also where a frame says why it can't be done."""
    send = begun()
    send("started", None)
    frames = frames_in(sys.stdin.buffer)
    order = Order._make(next(frames)[1])

    def work() -> None:
        content = marked(order, Told(frames))
        while part := content.read(_PART):
            send("part", part)
        send("end", None)

    return told(send, order.name, work, known=True)


def marked(order: Order, orders: Told) -> io.BytesIO:
    """Return the workbook that goes back; raises Unreadable ``roster.file_changed`` for another file than was read."""
    content = io.BytesIO()
    whole = order.whole
    if order.kind == "xlsx":
        from trainingdesk.exchange.marking.original import TooLarge, mark_original, opened
        from trainingdesk.exchange.marking.results import with_results

        data = _as_read(order)
        try:
            book = opened(data, order)
        except (TooLarge, MemoryError):
            book, whole = None, False
        if book is not None:
            mark_original(book, order, orders)
            book.save(content)
            del book
            try:
                return with_results(data, content)
            except MemoryError:  # without the results, as openpyxl has it
                content.seek(0)
                return content
        del data
    from trainingdesk.exchange.marking.copied import copy_marked

    copy_marked(order, orders, content, whole=whole)
    content.seek(0)
    return content


def _as_read(order: Order) -> bytes:
    data = bytes_of(Path(order.path))
    if hashlib.sha256(data).hexdigest() != order.digest:
        raise Unreadable("roster.file_changed", file=order.name)
    return data


if __name__ == "__main__":
    sys.exit(main())
