"""Papers for people: every area says here what its reports and forms are made from.

A *table paper* is one definition of ``documents.catalogue`` with its content read by a provider; it is shown on
screen, as PDF and as a workbook with equal numbers. A *drawn paper* is a form that its provider draws itself. An
*issued* paper is frozen: data, template version and bytes are kept and never made again.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from trainingdesk.persistence.tables.office import IssuedPaper
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.work import Work

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Content

#: Parameters as texts, the same from the command line and from a page: ``{"year": "2026"}``.
Params = Mapping[str, str]

TABLE_PAPERS: dict[str, "Callable[[Reader, Params], Content]"] = {}
DRAWN_PAPERS: dict[str, Callable[[Reader, Params], bytes]] = {}


def table_paper(
    paper_id: str,
) -> "Callable[[Callable[[Reader, Params], Content]], Callable[[Reader, Params], Content]]":
    """Register the provider of a report of ``documents.catalogue.REPORTS``."""

    def register(provide: "Callable[[Reader, Params], Content]") -> "Callable[[Reader, Params], Content]":
        TABLE_PAPERS[paper_id] = provide
        return provide

    return register


def drawn_paper(
    paper_id: str,
) -> Callable[[Callable[[Reader, Params], bytes]], Callable[[Reader, Params], bytes]]:
    """Register the provider of a form: it returns the PDF."""

    def register(provide: Callable[[Reader, Params], bytes]) -> Callable[[Reader, Params], bytes]:
        DRAWN_PAPERS[paper_id] = provide
        return provide

    return register


def freeze_paper(
    work: Work, *, kind: str, number: str, title: str, data: Any, template_version: str, content: bytes
) -> int:
    """Keep an issued paper for ever, and return its id; ``data`` holds JSON values."""
    paper = IssuedPaper(
        kind=kind,
        number=number,
        title=title,
        data=data,
        template_version=template_version,
        content=content,
        sha256=sha256(content).hexdigest(),
        issued_at=work.now,
        issued_by=work.user_id,
    )
    work.session.add(paper)
    work.session.flush()
    return paper.id
