"""Small windows: asking before something final, the password, the keys, a crash report."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.errors import Refused
from trainingdesk.shared.passwords import MIN_PASSWORD
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.actions import Action
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.notices import sentence_of
from trainingdesk.ui.widgets.editors import NoteEditor, TextEditor
from trainingdesk.ui.widgets.enter import EnterPresses
from trainingdesk.ui.widgets.fields import make_room
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace


class Plain(EnterPresses):
    """A small window with a heading."""

    def __init__(self, parent: QWidget, title: str, *, wide: int = 440) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.size(wide))
        self.whole = QVBoxLayout(self)
        margin = theme.size(20)
        self.whole.setContentsMargins(margin, margin, margin, theme.size(16))
        self.whole.setSpacing(theme.size(16))
        self.heading = QLabel(title)
        self.heading.setProperty("role", "title")
        self.whole.addWidget(self.heading)

    def add_words(self, sentence: str) -> QLabel:
        """Add a paragraph."""
        words = QLabel(sentence)
        words.setWordWrap(True)
        self.whole.addWidget(words)
        return words


class ConfirmDialog(Plain):
    """Asks before something that has consequences; *No* is where Enter goes.

    Signals:
        confirmed: the reason that was given ("" when none was asked).
    """

    confirmed = Signal(str)

    def __init__(
        self, parent: QWidget, title: str, sentence: str, verb: str, *, danger: bool = False, reason: str = ""
    ) -> None:
        super().__init__(parent, title)
        self.add_words(sentence)
        self._reason: Field | None = None
        if reason:
            self._reason = Field("reason", reason, NoteEditor(lines=2), required=True)
            self.whole.addWidget(self._reason)
        line = QHBoxLayout()
        line.addStretch(1)
        self.no = QPushButton(_("No, go back"))
        self.no.setDefault(not reason)
        self.no.setProperty("kind", "plain")  # a default button is blue otherwise, as the verb beside it is
        self.no.clicked.connect(self.reject)
        self.yes = QPushButton(verb)
        self.yes.setAutoDefault(False)
        self.yes.setProperty("kind", "danger" if danger else "primary")
        self.yes.clicked.connect(self._agree)
        line.addWidget(self.no)
        line.addWidget(self.yes)
        self.whole.addLayout(line)
        (self._reason.editor if self._reason else self.no).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the paragraphs are at the width there is."""
        super().showEvent(event)
        make_room(self.heading)

    def _agree(self) -> None:
        given = ""
        if self._reason is not None:
            given, wrong = self._reason.read()
            if wrong:
                self._reason.set_error(wrong)
                self._reason.editor.setFocus()
                return
        self.confirmed.emit(given)
        self.accept()


def confirm(
    parent: QWidget,
    title: str,
    sentence: str,
    verb: str,
    on_yes: Callable[..., object],
    *,
    danger: bool = False,
    reason: str = "",
) -> ConfirmDialog:
    """Open the question and call ``on_yes`` when the person agrees.

    ``verb`` is what the button does (删除, 作废). ``reason`` is the label of a field that must then be filled in;
    what was written there is given to ``on_yes``, which is called without arguments otherwise.
    """
    dialog = ConfirmDialog(parent, title, sentence, verb, danger=danger, reason=reason)
    dialog.confirmed.connect(on_yes if reason else lambda _none: on_yes())
    dialog.open()
    return dialog


class PasswordDialog(FormDialog):
    """Changes one's own password; the desk does it, not a command of this window."""

    def build(self) -> None:
        """Ask for the old one and twice for the new one."""
        self.form.add(Field("old", _("Present password"), TextEditor(secret=True), required=True))
        least = _("At least {least} characters").format(least=MIN_PASSWORD)
        self.form.add(Field("new", _("New password"), TextEditor(secret=True), required=True, hint=least))
        self.form.add(Field("again", _("New password once more"), TextEditor(secret=True), required=True))

    def save(self) -> None:
        """Have the desk check the old one and keep the new one."""
        values = self.form.values()
        if values is None:
            return
        if values["new"] != values["again"]:
            self.form.fields["again"].set_error(_("The two passwords differ. Type them again."))
            return
        self._set_sending(True)
        work = without_progress(self.space.desk.change_password, values["old"], values["new"])
        job = self.space.jobs.job(Lane.WRITE, work)
        job.succeeded.connect(self._changed)
        job.failed.connect(self._failed)
        job.finished.connect(self._over)
        job.start()

    def _changed(self, _nothing: object) -> None:
        self._touched = False
        self.accept()  # first: the page that comes up now has no word of its own below it
        self.space.notices.done(_("Your password was changed."))

    def _refused(self, error: Refused) -> None:  # type: ignore[override]  # a wrong password belongs to its field
        if error.code == "user.wrong_password":
            self.form.fields["old"].set_error(_("This is not your present password."))
            self.form.fields["old"].editor.setFocus()
        elif error.code in {"user.password_short", "user.password_same"}:
            self.form.fields["new"].set_error(sentence_of(error))
            self.form.fields["new"].editor.setFocus()
        else:
            super()._refused(error)


class KeysDialog(Plain):
    """F1: what this place is for, and every key that works here."""

    def __init__(
        self, parent: QWidget, title: str, words: str, groups: Iterable[tuple[str, Iterable[Action]]]
    ) -> None:
        super().__init__(parent, title, wide=520)
        if words:
            self.add_words(words)
        ground = QWidget()
        grid = QGridLayout(ground)
        grid.setContentsMargins(0, 0, theme.size(12), 0)
        grid.setHorizontalSpacing(theme.size(24))
        grid.setVerticalSpacing(theme.size(6))
        grid.setColumnStretch(0, 1)
        for heading, actions in groups:
            name = QLabel(heading)
            name.setProperty("role", "section")
            grid.addWidget(name, grid.rowCount(), 0, 1, 2)
            for action in actions:
                row = grid.rowCount()
                words_ = QLabel(action.words.rstrip("…"))
                words_.setWordWrap(True)
                if action.help:
                    words_.setText(f"{action.words.rstrip('…')}  ·  {_(action.help)}")
                grid.addWidget(words_, row, 0)
                key = QLabel(action.key)
                key.setProperty("role", "slate")
                grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(ground)
        scroll.setMinimumHeight(theme.size(320))
        scroll.setAccessibleName(title)
        self.whole.addWidget(scroll, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        close = QPushButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        line.addWidget(close)
        self.whole.addLayout(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 closes it again."""
        if event.key() == Qt.Key.Key_F1:
            self.accept()
        else:
            super().keyPressEvent(event)


class CrashDialog(Plain):
    """Says that the program failed, and gives a report that can be copied. Nothing is sent anywhere."""

    def __init__(self, parent: QWidget | None, report: str, kept: str) -> None:
        super().__init__(parent, _("Something went wrong in the program"), wide=600)  # type: ignore[arg-type]  # None is a window of its own
        self.add_words(
            _(
                "What was saved is safe; the last step was not carried out. "
                "You can go on working. Please give the report below to whoever looks after the program."
            )
        )
        box = QPlainTextEdit(report)
        box.setReadOnly(True)
        box.setMinimumHeight(theme.size(220))
        box.setAccessibleName(_("Report"))
        box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.whole.addWidget(box)
        if kept:
            where = self.add_words(_("The report is also in {file}.").format(file=kept))
            where.setProperty("role", "hint")
        buttons = QDialogButtonBox()
        copy = buttons.addButton(_("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda *_args: QGuiApplication.clipboard().setText(report))
        close = buttons.addButton(_("Go on working"), QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        buttons.accepted.connect(self.accept)
        self.whole.addWidget(buttons)


def open_password(parent: QWidget, space: Workspace, *, given: bool = False) -> PasswordDialog:
    """Open the window that changes one's own password; ``given`` when an administrator gave the present one."""
    title, intro = _("Change password"), ""
    if given:
        title = _("Choose a password of your own")
        intro = _(
            "The present one was given to you, so another person knows it. Work goes on when you have your own."
        )
    dialog = PasswordDialog(parent, space, title, intro=intro, save=_("Change"))
    if given:
        dialog.cancel_button.setText(_("Sign out"))
    dialog.open()
    return dialog
