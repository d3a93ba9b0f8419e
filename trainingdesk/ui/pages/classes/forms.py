"""The forms of the Classes tab."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from trainingdesk.domain.classes.rows import ClassCard, ClassRow
from trainingdesk.domain.classes.rules import HalfDay
from trainingdesk.domain.codes import Audience, SessionState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.menu.rows import ClassDraft
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.classes.grid import GridEditor
from trainingdesk.ui.widgets.editors import (
    CheckEditor,
    ChoiceEditor,
    DayEditor,
    NumberEditor,
    Option,
    TextEditor,
)
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.classes import ChangeClass, CreateClass
from trainingdesk.usecases.commands.schedule import SetHalfDays

USUAL_CAPACITY = 50


class ClassForm(FormDialog):
    """A new class with its half-days, or the facts of one that is there."""

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        usual: int,
        row: ClassRow | None = None,
        draft: ClassDraft | None = None,
    ) -> None:
        self._row = row
        self._draft = draft
        self._usual = usual
        super().__init__(parent, space, _("Change class") if row else _("New class"))
        self.setMinimumWidth(theme.size(720))

    def build(self) -> None:
        """Facts first, then the grid for a new class."""
        audiences = [Option(audience, text(f"audience.{audience}")) for audience in Audience]
        self.start, self.end = DayEditor(), DayEditor()
        self.form.add(Field("title", _("Title"), TextEditor(), required=True))
        self.form.add(
            Field("audience", _("Audience"), ChoiceEditor(audiences), required=True),
            Field("capacity", _("Places"), NumberEditor(1, 2000)),
        )
        self.form.add(
            Field("start_day", _("Start day"), self.start, required=True),
            Field("end_day", _("End day"), self.end, required=True),
        )
        self.form.add(
            Field("teacher", _("Class teacher"), TextEditor()), Field("place", _("Place"), TextEditor())
        )
        self.form.add(
            Field("is_main", "", CheckEditor(_("Main class (outside the total ceiling of expenses)")))
        )
        self.grid: GridEditor | None = None
        if self._row is None:
            self.grid = GridEditor(self._usual)
            self.form.add(
                Field(
                    "half_days",
                    _("Schedule"),
                    self.grid,
                    hint=_("Click a half-day or press Space; type to write what is taught."),
                )
            )
            for editor in (self.start, self.end):
                editor.editingFinished.connect(self._days_changed)
                editor.edited.connect(self._days_changed)
        self._fill()

    def _fill(self) -> None:
        row, draft = self._row, self._draft
        if row is not None:
            keys = ("title", "audience", "capacity", "start_day", "end_day", "teacher", "place", "is_main")
            self.form.set_values({key: getattr(row, key) for key in keys})
            return
        self.form.set_values({"capacity": draft.capacity if draft else USUAL_CAPACITY})
        if draft is not None:
            self.form.set_values({"title": draft.title, "audience": draft.audience})

    def _days_changed(self) -> None:
        if self.grid is None:
            return
        try:
            start, end = self.start.value(), self.end.value()
        except Refused:
            return  # half a day is typed; the form says so when it is saved
        if start is None:
            return
        first = not self.grid.model.days
        self.grid.model.set_days(start, end or start)
        if first and self._draft is not None:
            self.grid.set_value(drafted(self._draft, start, end or start))

    def command(self, values: dict[str, Any]) -> CreateClass | ChangeClass:
        """Return the command."""
        facts = {
            "title": values["title"],
            "audience": values["audience"],
            "start_day": values["start_day"],
            "end_day": values["end_day"],
            "is_main": values["is_main"],
            "capacity": values["capacity"],
            "teacher": values["teacher"] or "",
            "place": values["place"] or "",
        }
        if self._row is not None:
            return ChangeClass(class_id=self._row.id, version=self._row.version, **facts)
        item = self._draft.item_id if self._draft else None
        return CreateClass(half_days=values["half_days"], menu_item_id=item, **facts)


def drafted(draft: ClassDraft, start: date, end: date) -> tuple[HalfDay, ...]:
    """Return the half-days a class from a menu item begins with: its course from the first working day on."""
    from trainingdesk.domain.codes import Slot

    found: list[HalfDay] = []
    day = start
    while day <= end and len(found) < draft.half_days:
        if day.isoweekday() <= 5:
            for slot in (Slot.MORNING, Slot.AFTERNOON):
                if len(found) < draft.half_days:
                    found.append(HalfDay(day, slot, draft.topic, None, draft.course_id))
        day += timedelta(days=1)
    return tuple(found)


class ScheduleForm(FormDialog):
    """The half-days of a class that is there."""

    def __init__(self, parent: QWidget, space: Workspace, usual: int, card: ClassCard) -> None:
        self._card = card
        self._usual = usual
        super().__init__(parent, space, _("Schedule"), intro=card.row.title)
        self.setMinimumWidth(theme.size(760))

    def build(self) -> None:
        """Show the grid; half-days with marks can't be given up."""
        row = self._card.row
        self.grid = GridEditor(self._usual)
        self.grid.table.setMinimumHeight(theme.size(320))
        self.grid.model.set_days(row.start_day, row.end_day)
        halves = [
            HalfDay(half.day, half.slot, half.topic, half.hours, half.course_id)
            for half in self._card.half_days
        ]
        notes = {(half.day, half.slot): _("attendance taken") for half in self._card.half_days if half.marked}
        notes |= {
            (half.day, half.slot): text("session_state.closed")
            for half in self._card.half_days
            if half.state is SessionState.CLOSED
        }
        self.grid.model.set_half_days(halves, notes, locked=notes)
        self.form.add(
            Field(
                "half_days",
                "",
                self.grid,
                hint=_("Click a half-day or press Space; type to write what is taught."),
            )
        )

    def command(self, values: dict[str, Any]) -> SetHalfDays:
        """Return the command."""
        row = self._card.row
        return SetHalfDays(class_id=row.id, version=row.version, half_days=values["half_days"])
