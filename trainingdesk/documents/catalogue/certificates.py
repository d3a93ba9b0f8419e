"""The certificate of completion (结业证书), A4 lying; a legal paper, always in Chinese.

A class's certificates come as they were issued, by number; those chosen in the register come in its order on screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingdesk.documents.definition import DRAWN_FORMS, Occasion, Param, Report
from trainingdesk.domain.errors import Refused
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_

#: Kept with every frozen paper; counts up when the drawing changes, so that a paper says how it was made.
TEMPLATE_VERSION = "certificate-1"

CERTIFICATE = Report(
    id="certificates.class",
    title=N_("Certificates of completion"),
    occasion=Occasion.CLOSING,
    params=(Param("class", N_("Training class"), Kind.INT, choices="classes"),),
    forms=DRAWN_FORMS,
    landscape=True,
)

REPORTS = (CERTIFICATE,)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name in braces that the wording may use, with its label and a sample for the preview."""

    key: str
    label: str
    sample: str


#: What the wording of rule ``certificate.wording`` may name; ``domain.certificates.rules.wording`` fills them in.
PLACEHOLDERS: dict[str, Placeholder] = {
    one.key: one
    for one in (
        Placeholder("name", N_("Name of the student"), "欧阳晓彤"),
        Placeholder("start", N_("First day of the class"), "2026年6月8日"),
        Placeholder("end", N_("Last day of the class"), "2026年6月12日"),
        Placeholder("class_title", N_("Title of the class"), "2026年第3期科级干部任职培训班"),
        Placeholder("hours", N_("Hours of the class"), "40"),
        Placeholder("grade", N_("Grade of the assessment"), "优秀"),
    )
}


@dataclass(frozen=True, slots=True)
class CertificateFace:
    """One certificate.

    Attributes:
        name: whose it is; names the page in a refusal.
        text: the wording, filled in.
        number: as printed.
        office: who issues it; the place of its seal is left free.
        day: the day printed on it.
        photo: a JPEG or PNG for the photo box, None to leave the box empty.
    """

    name: str
    text: str
    number: str
    office: str
    day: date
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class CertificateTemplate:
    """What all certificates of a batch share.

    Attributes:
        title: the word at the top.
        photo_box: draw a box for a photo (35 × 49 mm, two-inch).
        background: draw frame and title ground; False for stock that is printed already.
    """

    title: str = "结业证书"
    photo_box: bool = False
    background: bool = True


STANDARD = CertificateTemplate()


def draw(faces: Sequence[CertificateFace], template: CertificateTemplate = STANDARD) -> bytes:
    """Return one PDF with a page for each certificate, in order; the same bytes for the same faces.

    Raises Invalid ``documents.not_drawn`` naming each person with a character no face has, a text too long or a
    photo that can't be read; then nothing is drawn at all.
    """
    from trainingdesk.documents.forms.certificate import draw_pages

    return draw_pages(faces, template)


def sample_text(wording: str) -> str:
    """Return a wording filled in with samples, for the preview of the rule.

    Raises Refused ``documents.placeholder_unknown`` when it names something there is not.
    """
    try:
        return wording.format_map({key: one.sample for key, one in PLACEHOLDERS.items()})
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        unknown = str(error.args[0]) if error.args else ""
        raise Refused(
            "documents.placeholder_unknown", placeholder=unknown, known=list(PLACEHOLDERS)
        ) from None
