"""Forms: labels above, errors at the field in words, one command on save."""

from collections.abc import Iterable
from typing import Any, cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from trainingdesk.domain.errors import Cancelled, DeskError, Invalid, Refused
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.notices import problem_sentence, sentence_of
from trainingdesk.ui.widgets.editors import Editor, name_editor
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.outcome import Outcome


class Field(QWidget):
    """A label, an editor, and below it a hint or what is wrong.

    Attributes:
        key: the name under which a form gives its value, and the ``field`` of a problem that belongs here.
    """

    def __init__(
        self, key: str, label: str, editor: QWidget, *, required: bool = False, hint: str = ""
    ) -> None:
        super().__init__()
        self.key = key
        self.label = label
        self.editor = editor
        self.required = required
        self._help = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.size(4))
        if label:
            name = QLabel(
                f"{label} <span style='color:{theme.tokens().seal}'>*</span>" if required else label
            )
            name.setBuddy(editor)
            column.addWidget(name)
        self.editor.setParent(self)
        name_editor(
            editor, label + (_(" (required)") if required else "") if label else editor.accessibleName()
        )
        column.addWidget(editor)
        self._below = QLabel(hint)
        self._below.setWordWrap(True)
        self._below.setProperty("role", "hint")
        self._below.setVisible(bool(hint))
        column.addWidget(self._below)
        self.as_editor.edited.connect(self.clear_error)

    @property
    def as_editor(self) -> Editor:
        """The editor, seen as what a form needs."""
        return cast("Editor", self.editor)

    @property
    def error(self) -> str:
        """What is said to be wrong, "" for nothing."""
        return self._below.text() if self._below.property("role") == "error" else ""

    def set_error(self, sentence: str) -> None:
        """Say what is wrong here."""
        self._show("error", sentence)

    def clear_error(self) -> None:
        """Show the hint again."""
        if self.error:
            self._show("hint", self._help)

    def _show(self, role: str, sentence: str) -> None:
        self._below.setProperty("role", role)
        self._below.setText(sentence)
        self._below.setVisible(bool(sentence))
        self.editor.setProperty("wrong", role == "error")
        self.editor.setAccessibleDescription(sentence)
        for part in (self._below, self.editor):
            part.style().unpolish(part)
            part.style().polish(part)

    def read(self) -> tuple[Any, str]:
        """Return the value and what is wrong with it ("" for nothing)."""
        try:
            value = self.as_editor.value()
        except Refused as refused:
            return None, sentence_of(refused)
        if self.required and value is None:
            return None, _("Please fill in “{field}”.").format(field=self.label)
        return value, ""


class Form(QWidget):
    """Fields in one column, or two where they are short.

    Signals:
        edited: something was typed or chosen.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.size(theme.MARGIN))
        self._grid.setVerticalSpacing(theme.size(theme.PADDING))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.fields: dict[str, Field] = {}

    def add(self, *fields: Field) -> None:
        """Add one field over the whole width, or two side by side."""
        row = self._grid.rowCount()
        for place, one in enumerate(fields):
            span = 2 if len(fields) == 1 else 1
            self._grid.addWidget(one, row, place, 1, span, Qt.AlignmentFlag.AlignTop)
            self.fields[one.key] = one
            one.as_editor.edited.connect(self.edited)

    def add_section(self, title: str) -> None:
        """Add a heading."""
        heading = QLabel(title)
        heading.setProperty("role", "section")
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else over the whole width."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def set_values(self, values: dict[str, Any]) -> None:
        """Fill fields in."""
        for key, value in values.items():
            if key in self.fields:
                self.fields[key].as_editor.set_value(value)

    def values(self) -> dict[str, Any] | None:
        """Return every value, or None after saying at each field what is wrong and going to the first."""
        found: dict[str, Any] = {}
        wrong: list[Field] = []
        for key, one in self.fields.items():
            value, sentence = one.read() if one.isEnabled() else (None, "")
            if sentence:
                one.set_error(sentence)
                wrong.append(one)
            else:
                one.clear_error()
                found[key] = value
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return found

    def show_problems(self, error: DeskError) -> list[str]:
        """Show what a command refused at the fields it names; return the sentences that belong to no field."""
        problems = error.problems if isinstance(error, Invalid) else []
        rest: list[str] = []
        first: Field | None = None
        for problem in problems:
            place = self.fields.get(problem.field)
            if place is None:
                rest.append(problem_sentence(problem))
                continue
            place.set_error(problem_sentence(problem))
            first = first or place
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return rest if problems else [sentence_of(error)]


class Banner(QLabel):
    """A sentence on a tinted ground, at the top of a form."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setContentsMargins(theme.size(12), theme.size(8), theme.size(12), theme.size(8))
        self.hide()

    def say(self, sentences: Iterable[str], level: str = "error") -> None:
        """Show sentences, one a line; none hides it."""
        lines = [line for line in sentences if line]
        self.setText("\n".join(lines))
        self.setVisible(bool(lines))
        self.setProperty("level", level)
        self.style().unpolish(self)
        self.style().polish(self)


class FormDialog(QDialog):
    """A form in a window of its own, opened with ``open()``.

    Override :meth:`build` (add fields to ``self.form``) and :meth:`command` (values → one command). Enter saves;
    Escape leaves, and asks once when something was typed. What was typed stays while a command is refused.

    Signals:
        saved: the command's :class:`~trainingdesk.usecases.outcome.Outcome`.
    """

    saved = Signal(object)

    def __init__(
        self, parent: QWidget, space: Workspace, title: str, *, intro: str = "", save: str = ""
    ) -> None:
        super().__init__(parent)
        self.space = space
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.size(460))
        self._touched = False
        self._asked = False
        self._sending = False
        whole = QVBoxLayout(self)
        margin = theme.size(20)
        whole.setContentsMargins(margin, margin, margin, theme.size(theme.MARGIN))
        whole.setSpacing(theme.size(theme.MARGIN))
        heading = QLabel(title)
        heading.setProperty("role", "title")
        whole.addWidget(heading)
        if intro:
            words = QLabel(intro)
            words.setWordWrap(True)
            words.setProperty("role", "slate")
            whole.addWidget(words)
        self.banner = Banner()
        whole.addWidget(self.banner)
        self.form = Form(self)
        whole.addWidget(self.form)
        whole.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        line.addStretch(1)
        self.cancel_button = QPushButton(_("Cancel"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button = QPushButton(save or _("Save"))
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.save)
        line.addWidget(self.cancel_button)
        line.addWidget(self.save_button)
        whole.addLayout(line)
        self.build()
        self.form.edited.connect(self._edited)

    # --- what a form writes ---

    def build(self) -> None:
        """Add the fields to ``self.form``."""

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command for what was filled in; may raise Refused or Invalid, or return None to go no further."""
        return None

    # --- the rest ---

    def save(self) -> None:
        """Send the command, or say what is missing."""
        if self._sending:
            return
        values = self.form.values()
        if values is None:
            return
        try:
            command = self.command(values)
        except Refused as refused:
            self._refused(refused)
            return
        if command is None:
            return
        self._set_sending(True)
        self.space.send(
            command, self._saved, title=self.windowTitle(), on_error=self._failed, on_finished=self._over
        )

    def _saved(self, outcome: Outcome) -> None:
        self._touched = False
        self.saved.emit(outcome)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, DeskError):
            self._refused(error)
        elif not isinstance(error, Cancelled):
            self.space.notices.failed(error)

    def _refused(self, error: DeskError) -> None:
        self.banner.say(self.form.show_problems(error))

    def _over(self) -> None:
        self._set_sending(False)

    def _set_sending(self, sending: bool) -> None:
        self._sending = sending
        self.save_button.setEnabled(not sending)

    def _edited(self) -> None:
        self._touched = True
        self._asked = False

    def reject(self) -> None:
        """Leave; once something was typed the first Escape only warns."""
        if self._sending:
            return
        if self._touched and not self._asked:
            self._asked = True
            self.banner.say(
                [_("Not saved yet. Press Escape or Cancel once more to drop what you typed.")], "warning"
            )
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Warn once, like Escape does."""
        if self._sending or (self._touched and not self._asked):
            self.reject()
            event.ignore()
        else:
            super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from a field of several lines too."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Go to the first field as the window opens."""
        if event.type() == QEvent.Type.Show and self.form.fields:
            next(iter(self.form.fields.values())).editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return super().event(event)
