"""What the papers of certificates are made from: a class's certificates as issued, and the register."""

from typing import TYPE_CHECKING

from trainingdesk.domain.certificates.rows import CertificateFilter
from trainingdesk.domain.codes import CertificateState
from trainingdesk.persistence.readmodels import certificates as reads
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.text import Label, text
from trainingdesk.usecases.papers import Params, drawn_paper, table_paper
from trainingdesk.usecases.queries.certificates import class_certificates_pdf
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Content


@drawn_paper("certificates.class")
def class_certificates(reader: Reader, params: Params) -> bytes:
    """Return a class's valid certificates as they were issued."""
    return class_certificates_pdf(reader, int(params["class"]))


@table_paper("certificates.register")
def register_report(reader: Reader, params: Params) -> "Content":
    """Return the register, void ones with their reason: of a ``year``, a ``class``, a ``state`` or with some ``text``.

    ``order`` is that of the screen, the order of the numbers without one.
    """
    from trainingdesk.documents.catalogue.register import RegisterLine, register_content

    wanted = CertificateFilter(
        year=int(params["year"]) if "year" in params else None,
        class_id=int(params["class"]) if "class" in params else None,
        state=CertificateState(params["state"]) if params.get("state") else None,
        text=params.get("text", ""),
    )
    ids = reads.certificate_ids(reader.connection, wanted, params.get("order", "") or "number")
    rows = reads.certificate_rows(reader.connection, ids).values()
    narrowed = (
        str(wanted.year) if wanted.year else "",
        text(f"certificate_state.{wanted.state}") if wanted.state else "",
        wanted.text.strip(),
    )
    return register_content(
        [
            RegisterLine(
                number=row.number,
                name=row.name,
                unit=row.unit,
                class_title=row.class_title,
                issued_day=row.issued_day,
                state=Label(f"certificate_state.{row.state}"),
                reason=row.void_reason,
                replaced_by=row.replaced_by,
                replaces=row.replaces,
            )
            for row in rows
        ],
        narrowed="　".join(said for said in narrowed if said),
        office=office_facts(reader.connection).name,
        data_date=reader.today,
        printed_on=reader.today,
    )
