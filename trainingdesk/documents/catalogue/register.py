"""The certificate register (结业证书登记簿): every number, void ones with their reason.

The tab “Register” stands behind it, and is printed as it is narrowed and ordered there; from the catalogue it is by number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingdesk.documents.definition import SEQ, Column, Content, Occasion, Param, Report
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_, Label, _

REGISTER = Report(
    id="certificates.register",
    title=N_("Register of certificates"),
    occasion=Occasion.CLOSING,
    columns=(
        Column(SEQ, N_("No."), Kind.INT, 10),
        Column("number", N_("Certificate number"), width_mm=44, align="center", whole=True),
        Column("name", N_("Name"), Kind.PERSON, 20),
        Column("unit", N_("Unit"), width_mm=42),
        Column("class_title", N_("Training class"), width_mm=58),
        Column("day", N_("Day of issue"), Kind.DAY, 24),
        Column("state", N_("State"), Kind.CODE, 14, align="center"),
        Column("remark", N_("Remarks"), width_mm=30),
        Column("received", N_("Received by"), width_mm=24, blank=True),
    ),
    params=(
        Param("year", N_("Year of issue"), Kind.INT, required=False, choices="years"),
        Param("class", N_("Training class"), Kind.INT, required=False, choices="classes"),
        Param("state", N_("State"), required=False, choices="certificate_states"),
        Param("text", N_("Words to look for"), required=False),
        Param("order", N_("Order"), required=False, choices="register_order", usual="number"),
    ),
    landscape=True,
    notes=(N_("Numbers run without gaps; a void number stays in the register and is never used again."),),
    row_mm=8.0,
    size=9.5,
    name_column="name",
)

REPORTS = (REGISTER,)


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One number: whose it is, for which class, whether it is valid, why not and what stands in its place."""

    number: str
    name: str
    unit: str
    class_title: str
    issued_day: date
    state: Label
    reason: str
    replaces: str
    replaced_by: str

    @property
    def remark(self) -> str:
        """The reason of a void one, and what replaces what."""
        parts = [self.reason]
        if self.replaced_by:
            parts.append(_("replaced by {number}").format(number=self.replaced_by))
        if self.replaces:
            parts.append(_("in place of {number}").format(number=self.replaces))
        return _("; ").join(part for part in parts if part)


def register_content(
    lines: Sequence[RegisterLine],
    *,
    narrowed: str = "",
    office: str = "",
    data_date: date | None = None,
    printed_on: date | None = None,
) -> Content:
    """Return the register in the order given; ``narrowed`` says in words what is left out."""
    return Content(
        rows=[
            {
                "number": line.number,
                "name": line.name,
                "unit": line.unit,
                "class_title": line.class_title,
                "day": line.issued_day,
                "state": line.state,
                "remark": line.remark,
            }
            for line in lines
        ],
        subtitle=narrowed,
        office=office,
        data_date=data_date,
        printed_on=printed_on,
    )
