"""A form in a window of its own: one command on save."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from trainingdesk.domain.errors import Cancelled, DeskError, Invalid, Refused, Severity
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.widgets.enter import EnterPresses
from trainingdesk.ui.widgets.fields import Banner, Field, Form, make_room
from trainingdesk.ui.widgets.line import TextEditor
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.outcome import Outcome

__all__ = ["Banner", "Field", "Form", "FormDialog"]


class FormDialog(EnterPresses):
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
        #: what stood in the fields as the window opened, None before
        self._before: tuple[Any, ...] | None = None
        self._asked = False
        self._sending = False
        #: the fields of days that are filled in beforehand
        self._days: list[str] = []
        #: fields at which a question stands; saving again without a change says that it is meant so
        self.sure: tuple[str, ...] = ()
        self._save_words = save or _("Save")
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
        self.save_button = QPushButton(self._save_words)
        self.save_button.setDefault(True)
        self.save_button.setProperty("kind", "primary")
        self.save_button.clicked.connect(self.save)
        line.addWidget(self.cancel_button)
        line.addWidget(self.save_button)
        whole.addLayout(line)
        self._buttons = line
        self.build()
        self.form.edited.connect(self._edited)

    # --- what a form writes ---

    def build(self) -> None:
        """Add the fields to ``self.form``."""

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command for what was filled in; may raise Refused or Invalid, or return None to go no further."""
        return None

    def said(self, _outcome: Outcome) -> str:
        """Return what the page says once it is done: what, to whom, and what comes next where that is not plain."""
        return _("Saved.")

    def also_wrong(self) -> dict[str, str]:
        """Return what is wrong with fields beside others, field → sentence: said at once with what is missing."""
        return {}

    def offer_day(self, key: str) -> None:
        """Fill a day in with the one last saved in such a form in this session, else with today; typing replaces it."""
        self._days.append(key)
        editor = self.form.fields[key].editor
        assert isinstance(editor, TextEditor)
        editor.offer(self.space.last_days.get(type(self).__name__, self.space.today.isoformat()))

    # --- the rest ---

    def add_button(self, button: QPushButton) -> None:
        """Put another way out between leaving and saving; one that takes something away stands apart, at the left."""
        if button.property("kind") == "danger":
            self._buttons.insertWidget(0, button)
            for one, next_one in pairwise((button, self.cancel_button, self.save_button)):
                QWidget.setTabOrder(one, next_one)
        else:
            self._buttons.insertWidget(self._buttons.indexOf(self.save_button), button)

    def save(self) -> None:
        """Send the command, or say what is missing."""
        if self._sending:
            return
        values = self.form.values(self.also_wrong())
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
        for key in self._days:
            value = self.form.fields[key].as_editor.value()
            if value is not None:
                self.space.last_days[type(self).__name__] = str(value)
        self.saved.emit(outcome)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, DeskError):
            self._refused(error)
        elif not isinstance(error, Cancelled):
            self.space.notices.failed(error)

    def _refused(self, error: DeskError) -> None:
        """Show what was refused; where there are only questions, the next save answers them."""
        problems = error.problems if isinstance(error, Invalid) else []
        lines = self.form.show_problems(error)
        if problems and all(problem.severity is Severity.QUESTION for problem in problems):
            self.sure = tuple(problem.field for problem in problems)
            self._say_save(_("Save all the same"))
            self.banner.say(
                [_("Please look at what is marked. If it is right, save all the same."), *lines], "warning"
            )
        else:
            self._ask_anew()
            self.banner.say(lines)

    def _ask_anew(self) -> None:
        self.sure = ()
        self._say_save(self._save_words)

    def _say_save(self, words: str) -> None:
        self.save_button.setText(words)
        # the words of the default button are bold, and measured as if they were not
        font = self.save_button.font()
        font.setBold(True)
        self.save_button.setMinimumWidth(QFontMetrics(font).horizontalAdvance(words) + theme.size(36))

    def _over(self) -> None:
        self._set_sending(False)

    def _set_sending(self, sending: bool) -> None:
        self._sending = sending
        self.save_button.setEnabled(not sending)

    def _edited(self) -> None:
        # fields tell of changes that the window itself makes too; only another content is something to lose
        self._touched = self._before is not None and self.form.state() != self._before
        self._asked = False
        if self.sure:
            self._ask_anew()
            self.banner.say([])

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
        """Go to the first field as the window opens; words that wrap want more height than Qt gave for them."""
        if event.type() == QEvent.Type.Show and self._before is None:
            self._before = self.form.state()
            make_room(self.form)
        if event.type() == QEvent.Type.Show and self.form.fields:
            next(iter(self.form.fields.values())).editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return super().event(event)
