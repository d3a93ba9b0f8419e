"""Reads of certificates: who of a class gets one, the register, the frozen papers."""

from collections.abc import Sequence
from datetime import date

from trainingdesk.domain.access import Permission
from trainingdesk.domain.certificates.rows import (
    CertificateFilter,
    CertificateRow,
    ClassForCertificates,
    PrintablePages,
    Qualifying,
    QualifyingRow,
)
from trainingdesk.domain.certificates.rules import why_not
from trainingdesk.domain.codes import CertificateState
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.numbers import document_number
from trainingdesk.persistence.readmodels import certificates as reads
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.clock import local_day
from trainingdesk.shared.text import Label
from trainingdesk.usecases.commands.certificates import series_of
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query

#: a filter that hides nothing
WHOLE_REGISTER = CertificateFilter()


@query(Permission.CERTIFICATE_READ)
def certificate_classes(reader: Reader) -> tuple[ClassForCertificates, ...]:
    """Return the classes that certificates come from, the latest first."""
    return reads.classes_for_certificates(reader.connection)


@query(Permission.CERTIFICATE_READ)
def qualifying(reader: Reader, class_id: int, day: date | None = None) -> Qualifying:
    """Return who of a class gets a certificate and who not and why, and the number that comes next.

    ``day`` is the one to be printed, today by default. Raises NotFound ``record.gone``.
    """
    training_class = reads.class_for_certificates(reader.connection, class_id)
    if training_class is None:
        raise NotFound("record.gone", kind=Label("entity.training_class"))
    when = day or reader.today
    rows = tuple(
        QualifyingRow(
            enrolment_id=one.candidate.enrolment_id,
            person_id=one.person_id,
            seat=one.seat,
            name=one.candidate.name,
            unit=one.unit,
            post=one.post,
            grade=one.grade,
            attended_hours=one.attended_hours,
            why_not=why_not(one.candidate, training_class.state),
            number=one.candidate.valid_number,
            keys=one.keys,
        )
        for one in reads.enrolled(reader.connection, class_id)
    )
    following = document_number(
        reader.policy(when).text("certificate.number_format"),
        prefix=office_facts(reader.connection).number_prefix,
        year=when.year,
        sequence=reads.last_number(reader.connection, series_of(when)) + 1,
    )
    return Qualifying(training_class, rows, following)


@query(Permission.CERTIFICATE_READ)
def certificate_ids(reader: Reader, wanted: CertificateFilter = WHOLE_REGISTER, order: str = "") -> list[int]:
    """Return the ids that fit a filter, the latest number first; ``order`` is a column's key, ``-`` turns it round."""
    return reads.certificate_ids(reader.connection, wanted, order)


@query(Permission.CERTIFICATE_READ)
def certificate_rows(reader: Reader, ids: Sequence[int]) -> dict[int, CertificateRow]:
    """Return the register's rows of some ids."""
    return reads.certificate_rows(reader.connection, ids)


@query(Permission.CERTIFICATE_READ)
def certificate_count(reader: Reader) -> int:
    """Return how many numbers the register holds, void ones too."""
    return reads.certificate_count(reader.connection)


@query(Permission.CERTIFICATE_READ)
def certificate_years(reader: Reader) -> tuple[int, ...]:
    """Return the years of the register, the latest first."""
    return tuple(reads.certificate_years(reader.connection))


@query(Permission.CERTIFICATE_READ)
def certificate_by_number(reader: Reader, number: str) -> CertificateRow:
    """Return a certificate by its number; raises NotFound ``certificate.no_such_number``."""
    found = reads.certificate_id_of(reader.connection, number.strip())
    if found is None:
        raise NotFound("certificate.no_such_number", number=number)
    return reads.certificate_rows(reader.connection, [found])[found]


@query(Permission.CERTIFICATE_READ)
def certificate_id(reader: Reader, number: str) -> int:
    """Return a certificate's id by its number; raises NotFound ``certificate.no_such_number``."""
    return certificate_by_number(reader, number).id


@query(Permission.CERTIFICATE_READ)
def register(reader: Reader, class_code: str = "") -> tuple[CertificateRow, ...]:
    """Return the whole register, or a class's part of it, in the order of the numbers.

    Raises NotFound ``certificate.no_such_class``.
    """
    class_id: int | None = None
    if class_code:
        class_id = reads.class_id_of(reader.connection, class_code)
        if class_id is None:
            raise NotFound("certificate.no_such_class", number=class_code)
    ids = reads.certificate_ids(reader.connection, CertificateFilter(class_id=class_id), "number")
    return tuple(reads.certificate_rows(reader.connection, ids).values())


@query(Permission.CERTIFICATE_READ)
def certificate_pdf(reader: Reader, ids: Sequence[int]) -> bytes:
    """Return certificates as they were issued, a page each, in the order asked for; voided ones are marked so.

    A whole frozen paper comes back byte for byte; single pages are taken out of it as they are. Nothing is drawn
    anew: over a voided one lies a mark with day and reason, so that nobody takes its paper for valid. Raises Refused ``certificate.none_chosen`` and NotFound ``record.gone`` when one is not there.
    """
    from trainingdesk.documents.pages import Page, put_together

    if not ids:
        raise Refused("certificate.none_chosen")
    places = reads.frozen_pages(reader.connection, ids)
    if len(places) != len(ids):
        raise NotFound("record.gone", kind=Label("entity.certificate"))
    papers = {
        paper_id: reads.paper_content(reader.connection, paper_id)
        for paper_id in dict.fromkeys(place.paper_id for place in places)
    }
    stamps = _stamps(reader, ids)
    if not stamps and len(papers) == 1 and [place.page for place in places] == list(range(places[0].pages)):
        return papers[places[0].paper_id]
    return put_together(
        [Page(papers[place.paper_id], place.page, stamps.get(place.certificate_id, b"")) for place in places]
    )


def _stamps(reader: Reader, ids: Sequence[int]) -> dict[int, bytes]:
    """Return the mark that lies over each of some certificates that are void."""
    found: dict[int, bytes] = {}
    for row in reads.certificate_rows(reader.connection, ids).values():
        if row.voided_at is not None:
            from trainingdesk.documents.forms.void_stamp import draw_void_stamp

            found[row.id] = draw_void_stamp(local_day(row.voided_at), row.void_reason)
    return found


@query(Permission.CERTIFICATE_READ)
def printable_certificates(reader: Reader, ids: Sequence[int]) -> PrintablePages:
    """Return the pages that are printed when these certificates are chosen: the valid ones, if there are any.

    Voided ones come along only where no valid one was chosen; how many were left out is told. Raises as
    :func:`certificate_pdf` does.
    """
    rows = reads.certificate_rows(reader.connection, ids)
    if len(rows) != len(ids):
        raise NotFound("record.gone", kind=Label("entity.certificate"))
    valid = [one for one in ids if rows[one].state is CertificateState.VALID]
    wanted = valid or list(ids)
    return PrintablePages(certificate_pdf(reader, wanted), len(wanted), len(ids) - len(wanted))


@query(Permission.CERTIFICATE_READ)
def frozen_certificate(reader: Reader, number: str) -> bytes:
    """Return one certificate as it was issued; raises NotFound ``certificate.no_such_number``."""
    return certificate_pdf(reader, [certificate_by_number(reader, number).id])


@query(Permission.CERTIFICATE_READ)
def class_certificates_pdf(reader: Reader, class_id: int) -> bytes:
    """Return a class's valid certificates as they were issued, in the order of the numbers.

    Raises Refused ``certificate.none_chosen`` when there is none.
    """
    wanted = CertificateFilter(class_id=class_id, state=CertificateState.VALID)
    return certificate_pdf(reader, reads.certificate_ids(reader.connection, wanted, "number"))
