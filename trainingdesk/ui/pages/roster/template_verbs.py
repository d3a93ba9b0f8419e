"""Forms for the units: asked for, written, said."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui.pages.roster.template_dialog import Extent, TemplateDialog
from trainingdesk.ui.pages.roster.verbs import RosterVerbs
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.roster_files import export_template, export_templates, template_name


class TemplateVerbs(RosterVerbs):
    """The verb that writes forms for the units."""

    def why_not_template(self) -> str:
        """Say what is missing before forms can be written."""
        return self.why_not_export()

    def write_templates(self) -> None:
        """Ask for whom forms are written."""
        dialog = TemplateDialog(self, self.units, self.unit_id())
        dialog.accepted.connect(partial(self._template_chosen, dialog))
        dialog.open()

    def _template_chosen(self, asked: TemplateDialog) -> None:
        extent, unit = asked.extent(), asked.unit
        dialog = QFileDialog(self, _("Write forms for the units"), self.space.settings.last_folder)
        if extent is Extent.EACH or unit is None:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            units = [] if unit is None else self._with_below(unit.id)
            dialog.fileSelected.connect(partial(self._templates_into, units))
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilter(_("Workbooks (*.xlsx)"))
            dialog.setDefaultSuffix("xlsx")
            dialog.selectFile(template_name(unit.name))
            dialog.fileSelected.connect(partial(self._template_to, unit.id, extent is Extent.BELOW))
        dialog.open()

    def _with_below(self, unit_id: int) -> list[int]:
        found = [unit_id]
        for unit in self.units:  # parents come before their children
            if unit.parent_id in found:
                found.append(unit.id)
        return found

    def _template_to(self, unit_id: int, below: bool, path: str) -> None:
        target = Path(path)
        self.space.settings.put("window/last_folder", str(target.parent))
        desk = self.space.desk

        def work(progress: Progress) -> int:
            return export_template(desk, target, unit_id, below=below, progress=progress)

        self.run_work(
            work, partial(self._exported, target), title=_("Writing the form"), action="roster.template"
        )

    def _templates_into(self, units: list[int], folder: str) -> None:
        target = Path(folder)
        self.space.settings.put("window/last_folder", str(target))
        desk = self.space.desk

        def work(progress: Progress) -> tuple[int, int]:
            return export_templates(desk, target, units, progress)

        self.run_work(
            work,
            partial(self._templates_written, target),
            title=_("Writing the forms"),
            action="roster.template",
        )

    def _templates_written(self, folder: Path, counts: tuple[int, int]) -> None:
        forms, people = counts
        words = ngettext(
            "{forms} form is in {file} (people: {people}).",
            "{forms} forms are in {file} (people: {people}).",
            forms,
        )
        self.say_done(words.format(forms=f"{forms:,}", people=f"{people:,}", file=folder.name))
