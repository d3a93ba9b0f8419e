"""The forms of certificates: issuing, voiding, replacing."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from trainingdesk.domain.certificates.rows import CertificateRow, Qualifying, QualifyingRow
from trainingdesk.shared.text import _, listed, ngettext
from trainingdesk.ui.widgets.editors import DayEditor, NoteEditor
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.certificates import IssueCertificates, ReissueCertificate, VoidCertificate

#: So many names are written out before the rest is counted.
NAMES_SHOWN = 8


class IssueForm(FormDialog):
    """Issuing to the chosen people, or to all that qualify."""

    def __init__(
        self, parent: QWidget, space: Workspace, found: Qualifying, chosen: list[QualifyingRow], today: date
    ) -> None:
        self._class = found.training_class
        self._chosen = chosen
        self._today = today
        people = chosen or [row for row in found.rows if row.qualifies]
        names = listed(row.name for row in people[:NAMES_SHOWN])
        if len(people) > NAMES_SHOWN:
            names = _("{names} and {count} more").format(names=names, count=len(people) - NAMES_SHOWN)
        count = len(people)
        words = ngettext(
            "{class_title}: {count} certificate for {names}, from number {number} on.",
            "{class_title}: {count} certificates for {names}, from number {number} on.",
            count,
        )
        intro = words.format(
            class_title=self._class.title, count=count, names=names, number=found.next_number
        )
        super().__init__(parent, space, _("Issue certificates"), intro=intro, save=_("Issue certificates"))

    def build(self) -> None:
        """The day printed on them."""
        hint = _(
            "Printed on every certificate. Numbers are of this day's year; issued papers are kept for ever."
        )
        self.form.add(Field("day", _("Day printed"), DayEditor(self._today), required=True, hint=hint))
        self.form.set_values({"day": max(self._today, self._class.end_day)})

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        ids = tuple(row.enrolment_id for row in self._chosen)
        return IssueCertificates(class_id=self._class.id, day=values["day"], enrolment_ids=ids)


class VoidForm(FormDialog):
    """Voiding one certificate, with the reason."""

    def __init__(self, parent: QWidget, space: Workspace, row: CertificateRow) -> None:
        self._row = row
        intro = _("{number}, {name}, {class_title}. The number stays used and is never given again.").format(
            number=row.number, name=row.name, class_title=row.class_title
        )
        super().__init__(parent, space, _("Void the certificate"), intro=intro, save=_("Void"))

    def build(self) -> None:
        """The reason is required."""
        hint = _("Kept in the register and printed with it.")
        self.form.add(Field("reason", _("Reason"), NoteEditor(lines=2), required=True, hint=hint))

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return VoidCertificate(certificate_id=self._row.id, reason=values["reason"])


class ReissueForm(FormDialog):
    """A new certificate in the place of a void one."""

    def __init__(self, parent: QWidget, space: Workspace, row: CertificateRow, today: date) -> None:
        self._row = row
        self._today = today
        intro = _(
            "In the place of {number} ({name}): a new number, drawn by what the roster and the class say today."
        ).format(number=row.number, name=row.name)
        super().__init__(
            parent, space, _("Replace the void certificate"), intro=intro, save=_("Issue certificates")
        )

    def build(self) -> None:
        """The day printed on it."""
        self.form.add(Field("day", _("Day printed"), DayEditor(self._today), required=True))
        self.form.set_values({"day": self._today})

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return ReissueCertificate(certificate_id=self._row.id, day=values["day"])
