"""Fields and forms: labels above, errors at the field in words, the first one focused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from trainingdesk.domain.errors import DeskError, Invalid, Refused
from trainingdesk.shared.text import _, messages, text
from trainingdesk.ui import theme
from trainingdesk.ui.notices import Notices, problem_sentence, sentence_of
from trainingdesk.ui.widgets.line import Editor, name_editor


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
        self._ways: QWidget | None = None
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
        self._drop_ways()

    def settle(self, sentence: str) -> None:
        """Say how the question that stood here was answered."""
        self._drop_ways()
        self._show("hint", sentence)

    def offer(self, ways: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Offer what can be done about what is wrong here, a button each; they go with the error."""
        self._drop_ways()
        self._ways = line = QWidget()
        row = QVBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.size(4))
        for words, done in ways:
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(done)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(line)
        line.show()
        make_room(self)

    def _drop_ways(self) -> None:
        if self._ways is not None:
            self._ways.hide()
            self._ways.deleteLater()
            self._ways = None

    def _show(self, role: str, sentence: str) -> None:
        self._below.setProperty("role", role)
        self._below.setText(sentence)
        self._below.setVisible(bool(sentence))
        self.editor.setProperty("wrong", role == "error")
        self.editor.setAccessibleDescription(sentence)
        for part in (self._below, self.editor):
            part.style().unpolish(part)
            part.style().polish(part)
        make_room(self)

    def read(self) -> tuple[Any, str]:
        """Return the value and what is wrong with it ("" for nothing)."""
        try:
            value = self.as_editor.value()
        except Refused as refused:
            return None, sentence_of(refused)
        if self.required and value is None:
            return None, _("Please fill in “{field}”.").format(field=self.label)
        return value, ""


#: into how many parts the width of a form is cut: one, two and three fields fit a row
_PARTS = 6


class Form(QWidget):
    """Fields in one column, or two or three where they are short.

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
        for column in range(_PARTS):
            self._grid.setColumnStretch(column, 1)
        self.fields: dict[str, Field] = {}

    def add(self, *fields: Field) -> None:
        """Add one field over the whole width, or two or three side by side."""
        row = self._grid.rowCount()
        span = _PARTS // len(fields)
        for place, one in enumerate(fields):
            self._grid.addWidget(one, row, place * span, 1, span, Qt.AlignmentFlag.AlignTop)
            self.fields[one.key] = one
            one.as_editor.edited.connect(self.edited)

    def add_section(self, title: str) -> None:
        """Add a heading."""
        heading = QLabel(title)
        heading.setProperty("role", "section")
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, _PARTS)

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else over the whole width."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, _PARTS)

    def state(self) -> tuple[Any, ...]:
        """Return what stands in every field, also where it is no value yet: to see whether anything was changed."""
        found: list[Any] = []
        for field in self.fields.values():
            try:
                found.append(field.as_editor.value())
            except DeskError:
                found.append(getattr(field.editor, "text", object)())
        return tuple(found)

    def set_values(self, values: dict[str, Any]) -> None:
        """Fill fields in."""
        for key, value in values.items():
            if key in self.fields:
                self.fields[key].as_editor.set_value(value)

    def values(self, also: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any] | None:
        """Return every value, or None after saying at each field what is wrong and going to the first.

        ``also`` is what is wrong with fields beside others: field → sentence.
        """
        found: dict[str, Any] = {}
        wrong: list[Field] = []
        for key, one in self.fields.items():
            value, sentence = one.read() if one.isEnabled() else (None, "")
            sentence = sentence or also.get(key, "")
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
        return rest if problems else [sentence_of(error), *_theirs(error)]


def _theirs(error: DeskError) -> list[str]:
    """Return what somebody else changed meanwhile, a field a line: their old value and their new one."""
    changes = error.params.get("changes")
    if not isinstance(changes, dict):
        return []
    lines = []
    for key, (old, new) in changes.items():
        name = text(f"field.{key}") if f"field.{key}" in messages() else key
        lines.append(_("{field}: {old} → {new}").format(field=name, old=old or "–", new=new or "–"))
    return lines


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
        self._stand_firm()
        make_room(self)

    def say_failure(self, error: BaseException, notices: Notices) -> None:
        """Say why something was refused; what nobody expects goes to the window's notices."""
        if isinstance(error, DeskError):
            self.say([sentence_of(error)])
        else:
            notices.failed(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height its lines take at this width."""
        super().resizeEvent(event)
        self._stand_firm()

    def _stand_firm(self) -> None:
        # a label of several lines says a minimum of one; what stands below would be squeezed for the others
        if self.isVisible():
            # the height of fewer lines is never said to be less than the least one of before
            self.setMinimumHeight(0)
            self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


def make_room(part: QWidget) -> None:
    """Let the dialog a part stands in grow as high as its contents now want, within its screen."""
    window = part.window()
    layout = window.layout()
    if not isinstance(window, QDialog) or layout is None or not window.isVisible():
        return
    # layouts inside are told of a new height later; the dialog has to know now
    inner = part.parentWidget()
    while inner is not None and inner is not window:
        if (own := inner.layout()) is not None:
            own.invalidate()
            inner.updateGeometry()
        inner = inner.parentWidget()
    layout.activate()
    wanted = max(layout.totalHeightForWidth(window.width()), layout.totalMinimumSize().height())
    screen = window.screen().availableGeometry()
    room = screen.height() - (window.frameGeometry().height() - window.height())
    if wanted > window.height():
        window.resize(window.width(), min(wanted, room))
    # downwards only as far as the screen goes: its buttons must stay in reach
    below = window.frameGeometry().bottom() - screen.bottom()
    if below > 0:
        window.move(window.x(), max(screen.top(), window.y() - below))
