"""The certificate register: numbers without gaps, each with its frozen paper."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from trainingdesk.domain.codes import CertificateState
from trainingdesk.persistence.base import STRICT, Record
from trainingdesk.persistence.tables import classes, office, roster  # noqa: F401 - where the foreign keys point
from trainingdesk.persistence.types import Code, Day, Instant


class Certificate(Record):
    """One number of the certificate register; a number is never used again."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("series", "sequence"),
        Index(None, "class_id"),
        Index(None, "person_id"),
        Index(None, "enrolment_id"),
        Index(None, "replaces_id"),
        Index("uq_certificate_valid", "enrolment_id", unique=True, sqlite_where=text("state = 'valid'")),
        STRICT,
    )

    #: the number as printed
    number: Mapped[str]
    #: the series it was drawn from, for instance ``certificate/2026``
    series: Mapped[str]
    #: its place in the series, from 1 without gaps
    sequence: Mapped[int]
    #: the class
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    #: the enrolment that was completed
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    #: whose it is
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: day printed on it
    issued_day: Mapped[date] = mapped_column(Day)
    #: when it was issued
    issued_at: Mapped[datetime] = mapped_column(Instant)
    #: who issued it
    issued_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    #: the frozen paper
    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"))
    #: valid or void
    state: Mapped[CertificateState] = mapped_column(Code(CertificateState))
    #: when it was voided
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    #: why
    void_reason: Mapped[str]
    #: the voided certificate this one takes the place of
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
