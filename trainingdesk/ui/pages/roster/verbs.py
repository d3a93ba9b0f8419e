"""What can be done on the Roster tab: each verb, and why it can't be done now."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from trainingdesk.domain.access import Permission
from trainingdesk.domain.roster.filter_text import write_filter
from trainingdesk.domain.roster.person_form import PersonForm
from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.domain.roster.views import PersonCard, PersonFilter
from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.roster.card import PersonCardView
from trainingdesk.ui.pages.roster.export_dialog import ExportDialog
from trainingdesk.ui.pages.roster.forms import PersonDialog, StatusDialog
from trainingdesk.ui.pages.roster.import_dialog import ImportDialog
from trainingdesk.ui.pages.roster.imports import ImportsDialog
from trainingdesk.ui.pages.roster.people import PeopleSource, called_elsewhere
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.forms import FormDialog
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.usecases.commands.roster_reveal import RevealNumber
from trainingdesk.usecases.outcome import Outcome, Progress
from trainingdesk.usecases.queries.roster import person_card, person_form
from trainingdesk.usecases.roster_files import export_as_shown, export_roster


class RosterVerbs(Page):
    """The verbs of the Roster tab; the page that shows the roster is built on it."""

    units: tuple[UnitNode, ...]
    table: TableView
    card: PersonCardView
    search: SearchBox
    _source: PeopleSource | None
    _wanted_person: int | None

    def unit_id(self) -> int | None:
        """Return the chosen unit, None for everybody."""
        return None

    def on_screen(self) -> PersonFilter:
        """Return who is shown, in the order shown; what was typed a moment ago counts."""
        self.search.search_now()
        return PersonFilter() if self._source is None else self._source.ordered(self.table.order)

    # --- what can be done, and why not ---

    def why_not_person(self) -> str:
        """Say what is missing before a person can be changed."""
        if not self.table.isVisibleTo(self):
            return _("Go to the tab “People” first.")
        return (
            "" if self.table.current_id() is not None else _("Choose somebody in the list of people first.")
        )

    def why_not_add(self) -> str:
        """Say what is missing before a person can be added."""
        return "" if self.units else _("Add a unit first, or import a roster.")

    def why_not_export(self) -> str:
        """Say what is missing before people can be taken out or printed."""
        return (
            ""
            if self._source is not None and self._source.total
            else _("The roster is empty: import one, or add a person.")
        )

    def go_to_search(self) -> None:
        """Put the cursor into the search."""
        search = self.search_in_front()
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.selectAll()

    def search_in_front(self) -> SearchBox:
        """Return the search of the view in front."""
        return self.search

    def _opened(self, _person_id: int) -> None:
        if self.space.allows(Permission.ROSTER_EDIT):
            self.change_person()

    def add_person(self) -> None:
        """Open an empty form."""
        dialog = PersonDialog(self, self.space, self.units, unit_id=self.unit_id())
        dialog.wanted.connect(lambda person_id: self.open_place({"person": person_id}))
        self._open(dialog, "person_id")

    def add_seconded(self) -> None:
        """Open an empty form for somebody who is seconded in."""
        dialog = PersonDialog(self, self.space, self.units, unit_id=self.unit_id(), seconded_in=True)
        dialog.wanted.connect(lambda person_id: self.open_place({"person": person_id}))
        self._open(dialog, "person_id")

    def change_person(self) -> None:
        """Open the form of the chosen person."""
        self.run_query(person_form, self._form_arrived, self.table.current_id(), key="form")

    def _form_arrived(self, form: PersonForm) -> None:
        self._open(PersonDialog(self, self.space, self.units, person=form), "person_id")

    def change_status(self) -> None:
        """Open the form of the chosen person's status."""
        self.run_query(person_card, self._status_arrived, self.table.current_id(), key="form")

    def _status_arrived(self, card: PersonCard) -> None:
        self._open(StatusDialog(self, self.space, card), "person_id")

    def _open(self, dialog: FormDialog, kind: str) -> None:
        dialog.saved.connect(partial(self._saved, dialog, kind))
        dialog.open()

    def _saved(self, dialog: FormDialog, kind: str, outcome: Outcome) -> None:
        number = int(outcome.result[kind])
        if kind == "person_id":
            self._wanted_person = number
            self.table.glow([number])
        self.say_done(dialog.said(outcome))

    def _reveal(self, person_id: int, number: str) -> None:
        command = RevealNumber(person_id=person_id, number=number)
        self.send(command, partial(self._revealed, person_id, number))

    def _revealed(self, person_id: int, number: str, outcome: Outcome) -> None:
        self.card.show_number(person_id, number, outcome.result["value"])
        self.space.notices.hint(_("Shown; the log notes who looked."))

    # --- in and out ---

    def import_roster(self) -> None:
        """Open the import."""
        ImportDialog(self, self.space).open()

    def show_imports(self) -> None:
        """Show the imports that were made."""
        ImportsDialog(self, self.space).open()

    def print_preview(self) -> None:
        """Show the list as it will be printed."""
        wanted = self.on_screen()
        target = {"paper": "roster.list", "filter": write_filter(wanted)}
        if (unit := self.unit_id()) is not None:
            target["unit"] = str(unit)
        target["order"] = f"{'-' if wanted.descending else ''}{wanted.order}"
        target["columns"] = ",".join(called_elsewhere(self.table.keeper.shown()))
        self.space.go_to("papers", **target)

    def print_file(self) -> None:
        """Show the chosen person's training file as it will be printed."""
        if (person := self.table.current_id()) is not None:
            self.space.go_to("papers", paper="roster.file", person=person)

    def export(self) -> None:
        """Ask which columns go out, then where to, and write the workbook."""
        shown = [column for column in self.table.rows.columns if column.key in set(self.table.keeper.shown())]
        numbers = any(column.key in {"id_masked", "phone_masked"} for column in shown)
        dialog = ExportDialog(self, len(shown), masked=numbers)
        dialog.accepted.connect(lambda: self._ask_where(whole=dialog.everything.isChecked()))
        dialog.open()

    def _ask_where(self, *, whole: bool) -> None:
        name = next((unit.short_name for unit in self.units if unit.id == self.unit_id()), "")
        dialog = QFileDialog(self, _("Export the roster"), self.space.settings.last_folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Workbooks (*.xlsx)"))
        dialog.setDefaultSuffix("xlsx")
        # a list that comes back is dated by its name
        day = self.space.today.isoformat()
        dialog.selectFile(_("Roster {unit} {day}.xlsx").format(unit=name, day=day).replace("  ", " "))
        dialog.fileSelected.connect(partial(self.export_to, whole=whole))
        dialog.open()

    def export_to(self, path: str, *, whole: bool = True) -> None:
        """Write the people on screen, in the order on screen, to a workbook: with all columns, or with those shown."""
        target = Path(path)
        self.space.settings.put("window/last_folder", str(target.parent))
        desk, wanted = self.space.desk, self.on_screen()
        columns = called_elsewhere(self.table.keeper.shown())

        def work(progress: Progress) -> int:
            if not whole:
                return export_as_shown(desk, target, wanted, columns, progress)
            return export_roster(desk, target, wanted, progress)

        self.run_work(
            work, partial(self._exported, target), title=_("Writing the workbook"), action="roster.export"
        )

    def _exported(self, target: Path, count: int) -> None:
        words = ngettext("{count} person is in {file}.", "{count} people are in {file}.", count)
        self.say_done(words.format(count=f"{count:,}", file=target.name))
