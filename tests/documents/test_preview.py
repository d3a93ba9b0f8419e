"""Pages as pictures, from several threads, and broken files."""

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.documents.samples import coverage_content, roster_content
from trainingdesk.documents.catalogue import reporting, roster
from trainingdesk.documents.pages import Page, put_together
from trainingdesk.documents.preview import (
    page_count,
    page_png,
    page_sizes,
    page_texts,
    render_page,
)
from trainingdesk.documents.render_pdf import render_pdf
from trainingdesk.domain.errors import Refused


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(reporting.COVERAGE, coverage_content())


def test_a_page_is_a_picture_of_its_size(pdf: bytes) -> None:
    picture = render_page(pdf, 0, scale=0.5)
    assert (picture.width, picture.height) == (298, 421)
    assert picture.stride >= picture.width * 4
    assert len(picture.data) == picture.stride * picture.height
    assert picture.data[:3] == b"\xff\xff\xff"  # paper
    assert len({picture.data[place] for place in range(0, len(picture.data), 4)}) > 10  # ink


def test_a_png_holds_the_same_pixels(pdf: bytes) -> None:
    picture = render_page(pdf, 0, scale=0.5)
    png = page_png(pdf, 0, scale=0.5)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (picture.width, picture.height)
    start = png.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", png[start - 8 : start - 4])
    rows = zlib.decompress(png[start : start + length])
    assert len(rows) == picture.height * (1 + picture.width * 3)
    y, x = 200, 100
    at = y * (1 + picture.width * 3) + 1 + x * 3
    bgra = picture.data[y * picture.stride + x * 4 :][:4]
    assert rows[at : at + 3] == bytes((bgra[2], bgra[1], bgra[0]))


def test_threads_share_one_pdfium(pdf: bytes) -> None:
    other = render_pdf(roster.LIST, roster_content(90))
    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(render_page, one, 0, scale=0.4) for _turn in range(12) for one in (pdf, other)]
        pictures = [job.result(timeout=60) for job in jobs]
    assert len({picture.data for picture in pictures}) == 2


def test_count_sizes_and_texts(pdf: bytes) -> None:
    assert page_count(pdf) == len(page_sizes(pdf)) == len(page_texts(pdf)) > 1
    with pytest.raises(IndexError):
        render_page(pdf, page_count(pdf))


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.4\nnothing", b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused(broken: bytes) -> None:
    for ask in (page_count, page_texts, lambda data: render_page(data, 0)):
        with pytest.raises(Refused) as caught:
            ask(broken)
        assert caught.value.code == "documents.not_a_pdf"


def test_pages_are_taken_out_and_put_together(pdf: bytes) -> None:
    other = render_pdf(roster.LIST, roster_content(90))
    made = put_together([Page(other, 2), Page(pdf, 1), Page(other, 0)])
    texts = page_texts(made)
    assert texts == [page_texts(other)[2], page_texts(pdf)[1], page_texts(other)[0]]
    with pytest.raises(Refused):
        put_together([Page(pdf, 99)])
    with pytest.raises(Refused):
        put_together([Page(b"no pdf", 0)])
