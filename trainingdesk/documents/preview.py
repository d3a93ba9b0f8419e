"""Pages as pictures: what is shown is the PDF itself, page by page."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import pypdfium2

from trainingdesk.domain.errors import Refused

#: PDFium keeps state of its own and is not safe in two threads; one call at a time in the whole program.
PDFIUM = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels: rows of BGRA, four bytes a pixel, ``stride`` bytes a row (QImage Format_RGB32)."""

    width: int
    height: int
    stride: int
    data: bytes

    def png(self) -> bytes:
        """Return it as a PNG file."""
        rows = []
        for y in range(self.height):
            row = self.data[y * self.stride : y * self.stride + self.width * 4]
            rgb = bytearray(self.width * 3)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            rows.append(b"\0" + bytes(rgb))
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 6)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, content) for kind, content in parts)


def _part(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


@contextmanager
def open_pdf(pdf: bytes) -> Iterator[Any]:
    """Hold PDFium and an open document; raises Refused ``documents.not_a_pdf``."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise Refused("documents.not_a_pdf") from error
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has; raises Refused ``documents.not_a_pdf``."""
    with open_pdf(pdf) as document:
        return len(document)


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of every page in points."""
    with open_pdf(pdf) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def render_page(pdf: bytes, number: int, *, scale: float = 1.0) -> Picture:
    """Return a page (from 0) as a picture; ``scale`` 1 is 72 pixels an inch.

    Raises Refused ``documents.not_a_pdf`` and IndexError for a page there is not.
    """
    with open_pdf(pdf) as document:
        if not 0 <= number < len(document):
            raise IndexError(number)
        page = document[number]
        bitmap = page.render(scale=scale, rev_byteorder=False, force_bitmap_format=_BGRX)
        picture = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
        page.close()
        return picture


_BGRX = pypdfium2.raw.FPDFBitmap_BGRx


def page_png(pdf: bytes, number: int, *, scale: float = 2.0) -> bytes:
    """Return a page (from 0) as a PNG file; raises as :func:`render_page` does."""
    return render_page(pdf, number, scale=scale).png()


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of every page, as a search in the PDF finds it."""
    with open_pdf(pdf) as document:
        texts = []
        for page in document:
            part = page.get_textpage()
            texts.append(part.get_text_bounded())
            part.close()
            page.close()
        return texts
