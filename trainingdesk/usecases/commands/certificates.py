"""Certificates: issued with numbers that have no gaps, voided with a reason, replaced by a new number (P5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.certificates.rows import ClassForCertificates
from trainingdesk.domain.certificates.rules import (
    WordingFacts,
    check_day,
    decide_issue,
    decide_reissue,
    decide_void,
    wording,
)
from trainingdesk.domain.codes import CertificateState
from trainingdesk.domain.errors import NotFound
from trainingdesk.domain.numbers import document_number
from trainingdesk.persistence.numbering import draw_numbers
from trainingdesk.persistence.readmodels import certificates as reads
from trainingdesk.persistence.tables.certificates import Certificate
from trainingdesk.persistence.tables.office import Office
from trainingdesk.shared.text import Label
from trainingdesk.usecases.papers import freeze_paper
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class IssueCertificates(Command):
    """Issue certificates to people who completed a class.

    ``enrolment_ids`` are the chosen ones, () for all that qualify; ``day`` is printed on them.
    """

    class_id: int
    day: date
    enrolment_ids: tuple[int, ...] = ()


@handles(IssueCertificates, Permission.CERTIFICATE_ISSUE)
def issue_certificates(work: Work, command: IssueCertificates) -> Result:
    """Draw the numbers and the papers; when one can't be drawn, none is issued and no number is used."""
    training_class = _class(work, command.class_id)
    people = reads.enrolled(work.connection, command.class_id)
    able = decide_issue(
        [one.candidate for one in people],
        command.enrolment_ids,
        training_class.state,
        command.day,
        training_class.end_day,
        work.today,
    )
    chosen = {one.enrolment_id for one in able}
    issued = _issue(
        work, training_class, [one for one in people if one.candidate.enrolment_id in chosen], command.day
    )
    return {
        "count": len(issued),
        "certificate_ids": [one.id for one in issued],
        "first": issued[0].number,
        "last": issued[-1].number,
        "paper_id": issued[0].paper_id,
    }


@dataclass(frozen=True, kw_only=True)
class VoidCertificate(Command):
    """Void a certificate; its number stays used and its row stays in the register."""

    certificate_id: int
    reason: str


@handles(VoidCertificate, Permission.CERTIFICATE_VOID)
def void_certificate(work: Work, command: VoidCertificate) -> Result:
    """Mark a certificate as void, with the reason."""
    certificate = work.load(Certificate, command.certificate_id)
    decide_void(certificate.state, certificate.number, command.reason)
    certificate.state = CertificateState.VOID
    certificate.voided_at = work.now
    certificate.void_reason = command.reason.strip()
    return {"certificate_id": certificate.id, "number": certificate.number}


@dataclass(frozen=True, kw_only=True)
class ReissueCertificate(Command):
    """Issue a certificate with a new number in the place of a voided one, by what is right today."""

    certificate_id: int
    day: date


@handles(ReissueCertificate, Permission.CERTIFICATE_ISSUE)
def reissue_certificate(work: Work, command: ReissueCertificate) -> Result:
    """Draw the next number and a new paper; both rows stay, the new one names the old."""
    old = work.load(Certificate, command.certificate_id)
    training_class = _class(work, old.class_id)
    person = reads.enrolled(work.connection, old.class_id, old.enrolment_id)[0]
    successor = work.session.scalar(select(Certificate.number).where(Certificate.replaces_id == old.id))
    decide_reissue(old.state, old.number, successor or "", person.candidate, training_class.state)
    check_day(command.day, training_class.end_day, work.today)
    issued = _issue(work, training_class, [person], command.day, replaces_id=old.id)[0]
    return {"certificate_id": issued.id, "number": issued.number, "replaces": old.number}


def _class(work: Work, class_id: int) -> ClassForCertificates:
    found = reads.class_for_certificates(work.connection, class_id)
    if found is None:
        raise NotFound("record.gone", kind=Label("entity.training_class"))
    return found


def series_of(day: date) -> str:
    """Return the series a certificate of a day is numbered in."""
    return f"certificate/{day.year}"


def _issue(
    work: Work,
    training_class: ClassForCertificates,
    people: Sequence[reads.Enrolled],
    day: date,
    replaces_id: int | None = None,
) -> list[Certificate]:
    """Draw numbers, then one frozen paper with a page each; what can't be drawn takes everything back.

    A batch is one paper, since its pages share the faces of its fonts: a page of its own each would be thirty times
    the bytes. ``data["certificates"]`` names what stands on which page, in order.
    """
    from trainingdesk.documents.catalogue.certificates import TEMPLATE_VERSION, CertificateFace, draw

    policy = work.policy(day)
    office = work.load(Office, 1)
    pattern, words = policy.text("certificate.number_format"), policy.text("certificate.wording")
    faces = []
    drawn: list[tuple[int, str]] = []
    sequences = draw_numbers(work.session, series_of(day), len(people))
    for done, (one, sequence) in enumerate(zip(people, sequences, strict=True)):
        work.progress(done, len(people), "certificate.step_facts")
        number = document_number(pattern, prefix=office.number_prefix, year=day.year, sequence=sequence)
        drawn.append((sequence, number))
        facts = WordingFacts(
            name=one.candidate.name,
            class_title=training_class.title,
            start=training_class.start_day,
            end=training_class.end_day,
            hours=training_class.hours,
            grade=one.grade,
        )
        faces.append(
            CertificateFace(
                name=one.candidate.name,
                text=wording(words, facts),
                number=number,
                office=office.name,
                day=day,
            )
        )
    work.progress(len(people), len(people), "certificate.step_drawing")
    content = draw(faces)
    paper_id = freeze_paper(
        work,
        kind="certificate",
        number=_span(drawn),
        title=training_class.title,
        data={
            "class": {"code": training_class.code, "title": training_class.title},
            "certificates": [
                {
                    "number": face.number,
                    "name": face.name,
                    "text": face.text,
                    "office": face.office,
                    "day": face.day.isoformat(),
                    "enrolment_id": one.candidate.enrolment_id,
                    "person_id": one.person_id,
                }
                for face, one in zip(faces, people, strict=True)
            ],
        },
        template_version=TEMPLATE_VERSION,
        content=content,
    )
    issued = [
        Certificate(
            number=number,
            series=series_of(day),
            sequence=sequence,
            class_id=training_class.id,
            enrolment_id=one.candidate.enrolment_id,
            person_id=one.person_id,
            issued_day=day,
            issued_at=work.now,
            issued_by=work.user_id,
            paper_id=paper_id,
            state=CertificateState.VALID,
            voided_at=None,
            void_reason="",
            replaces_id=replaces_id,
        )
        for (sequence, number), one in zip(drawn, people, strict=True)
    ]
    work.session.add_all(issued)
    work.session.flush()
    return issued


def _span(drawn: Sequence[tuple[int, str]]) -> str:
    first, last = drawn[0][1], drawn[-1][1]
    return first if first == last else f"{first}—{last}"
