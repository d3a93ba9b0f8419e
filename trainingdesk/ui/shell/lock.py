"""The cover of a locked window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.shell.gate import link
from trainingdesk.ui.widgets.fields import Banner, Field
from trainingdesk.ui.widgets.line import TextEditor


class LockPage(QWidget):
    """Covers the window until the same person gives the password again.

    Signals:
        unlocked: the password typed. sign_out_asked.
    """

    unlocked = Signal(str)
    sign_out_asked = Signal()

    def __init__(self, parent: QWidget, who: str) -> None:
        super().__init__(parent)
        self.setObjectName("lock")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        card = theme.named(QFrame(), "card")
        card.setFixedWidth(theme.size(360))
        inner = QVBoxLayout(card)
        pad = theme.size(28)
        inner.setContentsMargins(pad, pad, pad, pad)
        inner.setSpacing(theme.size(14))
        head = QLabel(_("Locked"))
        head.setProperty("role", "title")
        inner.addWidget(head)
        words = QLabel(_("{name}, your work is as you left it.").format(name=who))
        words.setProperty("role", "slate")
        words.setWordWrap(True)
        inner.addWidget(words)
        self.banner = Banner()
        inner.addWidget(self.banner)
        self.password = TextEditor(secret=True)
        self.field = Field("password", _("Password"), self.password)
        inner.addWidget(self.field)
        self.button = QPushButton(_("Unlock"))
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self._press)
        self.password.returnPressed.connect(self._press)
        inner.addWidget(self.button)
        other = link(_("Sign in as somebody else"))
        other.clicked.connect(self.sign_out_asked)
        inner.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        # between stretches and not aligned: an aligned card would not grow with the lines of its banner
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(3)

    def _press(self) -> None:
        if self.password.text() and self.button.isEnabled():
            self.button.setEnabled(False)
            self.unlocked.emit(self.password.text())

    def show_error(self, sentence: str) -> None:
        """Say why not."""
        self.button.setEnabled(True)
        self.banner.say([sentence])
        self.password.selectAll()
        self.password.setFocus()
