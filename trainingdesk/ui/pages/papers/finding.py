"""Certificates and papers for the search from anywhere."""

from collections.abc import Sequence

from trainingdesk.domain.access import Permission
from trainingdesk.domain.certificates.rows import CertificateFilter
from trainingdesk.shared.text import _, text
from trainingdesk.ui.shell.finder import FinderProvider, Hit
from trainingdesk.ui.workspace import Place, Workspace
from trainingdesk.usecases.queries.certificates import certificate_ids, certificate_rows
from trainingdesk.usecases.queries.papers import list_papers


def providers(space: Workspace) -> list[FinderProvider]:
    """Return what finds certificates by number, name, unit or class, and papers by title."""

    def certificates(term: str, limit: int) -> Sequence[Hit]:
        ids = space.desk.ask(certificate_ids, CertificateFilter(text=term))[:limit]
        return [
            Hit(
                row.number,
                f"{row.name} · {row.class_title} · {text(f'certificate_state.{row.state}')}",
                "certificate",
                Place("papers", {"certificate": row.id}),
            )
            for row in space.desk.ask(certificate_rows, ids).values()
        ]

    def papers(term: str, limit: int) -> Sequence[Hit]:
        fitting = [paper for paper in list_papers() if term.lower() in _(paper.title).lower()]
        return [
            Hit(
                _(paper.title),
                text(f"occasion.{paper.occasion}"),
                "file-text",
                Place("papers", {"paper": paper.id}),
            )
            for paper in fitting[:limit]
        ]

    return [
        FinderProvider(_("Certificates"), certificates, Permission.CERTIFICATE_READ),
        FinderProvider(_("Papers and reports"), papers, Permission.REPORT_READ),
    ]
