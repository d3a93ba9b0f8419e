"""The small windows of the Menu tab: course, teacher, menu."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtWidgets import QWidget

from trainingdesk.domain.codes import LecturerChannel, LecturerLevel, Mode, Theme
from trainingdesk.domain.menu.rows import CourseRow, LecturerRow
from trainingdesk.shared.text import _, text
from trainingdesk.ui.widgets.editors import (
    CheckEditor,
    ChoiceEditor,
    HoursEditor,
    NoteEditor,
    NumberEditor,
    Option,
    TextEditor,
)
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.courses import AddCourse, AddLecturer, ChangeCourse, ChangeLecturer
from trainingdesk.usecases.commands.menu import CreateMenu


def options_of(codes: type[StrEnum], prefix: str) -> list[Option]:
    """Return the choices of a code list in its order."""
    return [Option(code, text(f"{prefix}.{code}")) for code in codes]


class CourseForm(FormDialog):
    """A new course, or one that is changed."""

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        lecturers: Sequence[LecturerRow],
        course: CourseRow | None = None,
    ) -> None:
        self._lecturers = lecturers
        self._course = course
        super().__init__(parent, space, _("Course") if course else _("New course"))

    def build(self) -> None:
        """Ask for the course's facts."""
        self.form.add(Field("title", _("Title of the course"), TextEditor(), required=True))
        self.form.add(
            Field("theme", _("Theme of the course"), ChoiceEditor(options_of(Theme, "theme")), required=True),
            Field("mode", _("Way of training"), ChoiceEditor(options_of(Mode, "mode")), required=True),
        )
        code_hint = "" if self._course else _("Left empty, the next number is given.")
        self.form.add(
            Field(
                "hours",
                _("Hours of study"),
                HoursEditor(),
                required=True,
                hint=_("Half a day is 4, for instance."),
            ),
            Field(
                "code",
                _("Course no."),
                TextEditor(most=20),
                required=self._course is not None,
                hint=code_hint,
            ),
        )
        teachers = [Option(row.id, row.name, detail=row.organisation) for row in self._lecturers]
        self.form.add(
            Field("lecturer_id", _("Taught by"), ChoiceEditor(teachers, _("Nobody yet"), optional=True))
        )
        self.form.add(Field("summary", _("For the menu, in a sentence or two"), NoteEditor()))
        if self._course is not None:
            self.form.add(Field("active", "", CheckEditor(_("This course is offered"))))
            self.form.set_values({field: getattr(self._course, field) for field in self.form.fields})
        else:
            self.form.set_values({"mode": Mode.LECTURE, "hours": 40})

    def command(self, values: dict[str, Any]) -> AddCourse | ChangeCourse:
        """Return the command."""
        # Qt hands codes back as plain text
        codes = {"theme": Theme(values["theme"]), "mode": Mode(values["mode"])}
        values = {**values, **codes, "summary": values["summary"] or ""}
        if self._course is None:
            return AddCourse(**{**values, "code": values["code"] or ""})
        return ChangeCourse(course_id=self._course.id, version=self._course.version, **values)


class LecturerForm(FormDialog):
    """A new teacher, or one that is changed."""

    def __init__(self, parent: QWidget, space: Workspace, lecturer: LecturerRow | None = None) -> None:
        self._lecturer = lecturer
        super().__init__(parent, space, _("Teacher") if lecturer else _("New teacher"))

    def build(self) -> None:
        """Ask for the teacher's facts."""
        self.form.add(
            Field("name", _("Name of the teacher"), TextEditor(most=40), required=True),
            Field("organisation", _("Organisation"), TextEditor()),
        )
        self.form.add(
            Field("title", _("Title or post"), TextEditor()),
            Field(
                "level",
                _("Level"),
                ChoiceEditor(options_of(LecturerLevel, "lecturer_level")),
                required=True,
                hint=_("The lecture fee is paid by it."),
            ),
        )
        self.form.add(
            Field(
                "channel",
                _("Found through"),
                ChoiceEditor(options_of(LecturerChannel, "lecturer_channel")),
                required=True,
            )
        )
        if self._lecturer is not None:
            self.form.add(Field("active", "", CheckEditor(_("This teacher is invited"))))
            self.form.set_values({field: getattr(self._lecturer, field) for field in self.form.fields})

    def command(self, values: dict[str, Any]) -> AddLecturer | ChangeLecturer:
        """Return the command."""
        codes = {"level": LecturerLevel(values["level"]), "channel": LecturerChannel(values["channel"])}
        texts = {"organisation": values["organisation"] or "", "title": values["title"] or ""}
        values = {**values, **codes, **texts}
        if self._lecturer is None:
            return AddLecturer(**values)
        return ChangeLecturer(lecturer_id=self._lecturer.id, version=self._lecturer.version, **values)


class MenuForm(FormDialog):
    """Begins a year's menu or a supplement."""

    def __init__(self, parent: QWidget, space: Workspace, year: int) -> None:
        self._year = year
        super().__init__(
            parent,
            space,
            _("New menu or supplement"),
            intro=_("Once the year's menu has been issued, a new one supplements it."),
            save=_("Begin"),
        )

    def build(self) -> None:
        """Ask for year and title."""
        year = NumberEditor(2000, 2100)
        year.setGroupSeparatorShown(False)
        year.set_value(self._year)
        self.form.add(Field("year", _("Year of the menu"), year, required=True))
        self.form.add(
            Field(
                "title", _("Title as printed"), TextEditor(), hint=_("Left empty, the usual title is taken.")
            )
        )

    def command(self, values: dict[str, Any]) -> CreateMenu:
        """Return the command."""
        return CreateMenu(year=values["year"], title=values["title"] or "")
