"""What queries of certificates answer with."""

from dataclasses import dataclass
from datetime import date, datetime

from trainingdesk.domain.codes import CertificateState, ClassState, Grade
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.order import NOBODY, PersonKeys


@dataclass(frozen=True, slots=True)
class CertificateFilter:
    """Which certificates a list shows; an empty part hides nothing.

    Attributes:
        text: words in number, name, unit or class.
        class_id: of one class.
        year: issued in one year.
        person_id: of one person.
    """

    text: str = ""
    state: CertificateState | None = None
    class_id: int | None = None
    year: int | None = None
    person_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is hidden."""
        return self == CertificateFilter()


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One number of the register.

    Attributes:
        unit, post: as they were in the class.
        hours: the class's planned hours in tenths of 学时.
        replaces: number of the voided certificate it stands in for, "" for none.
        replaced_by: number of the one that stands in for it, "" for none.
        paper_id: the frozen paper that it is a page of.
    """

    id: int
    number: str
    series: str
    sequence: int
    state: CertificateState
    person_id: int
    name: str
    unit: str
    post: str
    class_id: int
    class_code: str
    class_title: str
    hours: int
    grade: Grade | None
    issued_day: date
    issued_at: datetime
    issued_by: str
    voided_at: datetime | None
    void_reason: str
    replaces: str
    replaced_by: str
    paper_id: int


@dataclass(frozen=True, slots=True)
class PrintablePages:
    """The pages of chosen certificates: one PDF, how many they are, how many voided ones were left out of it."""

    pdf: bytes
    pages: int
    left_out: int


@dataclass(frozen=True, slots=True)
class QualifyingRow:
    """One enrolment of a class and whether it gets a certificate.

    Attributes:
        seat: the number on the sign-in sheet.
        attended_hours: in tenths of 学时, None before closing.
        why_not: what stands against it; empty for who qualifies.
        number: of the valid certificate already issued, "" for none.
        keys: what lists are ordered by.
    """

    enrolment_id: int
    person_id: int
    seat: int
    name: str
    unit: str
    post: str
    grade: Grade | None
    attended_hours: int | None
    why_not: tuple[Problem, ...]
    number: str
    keys: PersonKeys = NOBODY

    @property
    def id(self) -> int:
        """The row's key in a table."""
        return self.enrolment_id

    @property
    def qualifies(self) -> bool:
        """Whether a certificate can be issued now."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class ClassForCertificates:
    """What certificates need to know of a class.

    Attributes:
        hours: planned hours in tenths of 学时.
        completed: how many people completed it.
        issued: how many valid certificates it has.
    """

    id: int
    code: str
    title: str
    start_day: date
    end_day: date
    state: ClassState
    hours: int
    completed: int
    issued: int

    @property
    def open(self) -> int:
        """How many people completed the class and have no valid certificate yet."""
        return self.completed - self.issued


@dataclass(frozen=True, slots=True)
class Qualifying:
    """Who of a class gets a certificate and who not, with the number that would come next.

    Attributes:
        next_number: what the next certificate's number would be on the day asked for.
    """

    training_class: ClassForCertificates
    rows: tuple[QualifyingRow, ...]
    next_number: str
