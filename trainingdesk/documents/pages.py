"""Pages taken out of frozen papers and put together, some with a mark laid over: nothing is drawn anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pypdfium2

from trainingdesk.documents.preview import PDFIUM
from trainingdesk.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF; ``number`` counts from 0, ``stamp`` is a PDF whose first page is laid over it, b"" for none."""

    pdf: bytes
    number: int
    stamp: bytes = b""


def put_together(pages: Sequence[Page]) -> bytes:
    """Return one PDF with these pages in order.

    Raises Refused ``documents.not_a_pdf`` when a paper is no whole PDF or has no such page.
    """
    with PDFIUM:
        target = pypdfium2.PdfDocument.new()
        sources: dict[int, pypdfium2.PdfDocument] = {}
        try:
            start = 0
            while start < len(pages):
                pdf = pages[start].pdf
                end = start
                while end < len(pages) and pages[end].pdf is pdf:
                    end += 1
                if id(pdf) not in sources:
                    sources[id(pdf)] = pypdfium2.PdfDocument(pdf)
                numbers = [page.number for page in pages[start:end]]
                source = sources[id(pdf)]
                if not all(0 <= number < len(source) for number in numbers):
                    raise Refused("documents.not_a_pdf")
                target.import_pages(source, numbers)
                start = end
            for number, page in enumerate(pages):
                if page.stamp:
                    _lay_over(target, number, page.stamp)
            buffer = BytesIO()
            target.save(buffer)
            return buffer.getvalue()
        except pypdfium2.PdfiumError as error:
            raise Refused("documents.not_a_pdf") from error
        finally:
            target.close()
            for source in sources.values():
                source.close()


def _lay_over(target: pypdfium2.PdfDocument, number: int, stamp: bytes) -> None:
    """Lay the first page of a PDF over one of another; what stands below stays as it was."""
    source = pypdfium2.PdfDocument(stamp)
    try:
        over = source.page_as_xobject(0, target)
        page = target[number]
        page.insert_obj(over.as_pageobject())
        page.gen_content()
        page.close()
        over.close()
    finally:
        source.close()
