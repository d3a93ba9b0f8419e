"""What stands before the desk: a card in the middle of the window; here signing in."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.shared.text import _, language, text
from trainingdesk.ui import theme
from trainingdesk.ui.door import Demo
from trainingdesk.ui.shell.seal import seal
from trainingdesk.ui.widgets.fields import Banner, Field, Form
from trainingdesk.ui.widgets.line import TextEditor


def link(words: str) -> QToolButton:
    """Return a button that looks like a link."""
    button = QToolButton()
    button.setText(words)
    button.setProperty("kind", "link")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


class GatePage(QWidget):
    """A card in the middle of the window, with the language switch below.

    Signals:
        language_asked: ``zh_CN`` or ``en``.
    """

    language_asked = Signal(str)

    def __init__(self, width: int) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll)
        ground = QWidget()
        scroll.setWidget(ground)
        whole = QVBoxLayout(ground)
        whole.setContentsMargins(theme.size(16), theme.size(24), theme.size(16), theme.size(16))
        whole.addStretch(2)
        card = theme.named(QFrame(), "card")
        card.setFixedWidth(theme.size(width))
        self.card = QVBoxLayout(card)
        pad = theme.size(32)
        self.card.setContentsMargins(pad, theme.size(28), pad, theme.size(28))
        self.card.setSpacing(theme.size(16))
        self.banner = Banner()
        # between stretches and not aligned: an aligned card would not grow with the lines of its banner
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(3)
        languages = QHBoxLayout()
        languages.addStretch(1)
        other = "en" if language() == "zh_CN" else "zh_CN"
        self.switch = link("English" if other == "en" else "中文")
        self.switch.clicked.connect(lambda *_args: self.language_asked.emit(other))
        languages.addWidget(self.switch)
        languages.addStretch(1)
        whole.addLayout(languages)

    def show_error(self, sentence: str) -> None:
        """Say why not, and let it be tried again."""
        self.banner.say([sentence])

    def add_heading(self, title: str, below: str) -> QLabel:
        """Add the seal, a title and a quiet line; returns the line."""
        line = QHBoxLayout()
        line.setSpacing(theme.size(12))
        line.addWidget(seal(40))
        words = QVBoxLayout()
        words.setSpacing(theme.size(2))
        name = QLabel(title)
        name.setProperty("role", "title")
        under = QLabel(below)
        under.setProperty("role", "slate")
        under.setWordWrap(True)
        words.addWidget(name)
        words.addWidget(under)
        line.addLayout(words, 1)
        self.card.addLayout(line)
        return under


class SignInPage(GatePage):
    """Asks who it is. It can be typed in before the desk is open: opening goes on meanwhile.

    Signals:
        signed: login and password. other_asked: another file is wanted.
    """

    signed = Signal(str, str)
    other_asked = Signal()

    def __init__(self, office: str, login: str, path: Path | None) -> None:
        super().__init__(400)
        self._ready = False
        self._pressed = False
        self._office = self.add_heading(_("TrainingDesk"), office or _("Training desk of the cadre office"))
        self.card.addWidget(self.banner)
        self.login = TextEditor()
        self.password = TextEditor(secret=True)
        self.form = Form()
        self.form.add(Field("login", _("Sign-in name"), self.login))
        self.form.add(Field("password", _("Password"), self.password))
        self.card.addWidget(self.form)
        self.login.set_value(login)
        self.button = QPushButton(_("Sign in"))
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self._press)
        self.card.addWidget(self.button)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._press)
        self.demo = QVBoxLayout()
        self.demo.setSpacing(theme.size(4))
        self.card.addLayout(self.demo)
        line = QHBoxLayout()
        self.file = QLabel(path.name if path else "")
        self.file.setToolTip(str(path) if path else "")
        self.file.setProperty("role", "hint")
        line.addWidget(self.file, 1)
        self.other = link(_("Another desk…"))
        self.other.clicked.connect(self.other_asked)
        line.addWidget(self.other)
        self.card.addLayout(line)
        self.setFocusProxy(self.password if login else self.login)

    def show_office(self, office: str, demo: Demo | None = None) -> None:
        """Say whose desk it is; the demo district offers its accounts."""
        self._office.setText(office)
        if demo is not None and not self.demo.count():
            self.show_demo(demo)

    def set_ready(self) -> None:
        """The desk is open: carry out what was pressed meanwhile."""
        self._ready = True
        if self._pressed:
            self._press()

    @property
    def ready(self) -> bool:
        """Whether the desk is open."""
        return self._ready

    def show_demo(self, demo: Demo) -> None:
        """Offer the demo district's accounts: one click signs in."""
        words = QLabel(
            _(
                "This is the demo district. Choose an office to hold; the password of all is {password}."
            ).format(password=demo.password)
        )
        words.setWordWrap(True)
        words.setProperty("role", "hint")
        self.demo.addWidget(words)
        grid = QGridLayout()
        grid.setSpacing(theme.size(8))
        for place, (role, login, name) in enumerate(demo.accounts):
            button = QPushButton(text(f"role.{role}"))
            button.setAutoDefault(False)
            button.setToolTip(f"{name} ({login})")
            button.clicked.connect(_SignAs(self, login, demo.password))
            grid.addWidget(button, place // 3, place % 3)
        self.demo.addLayout(grid)

    def show_error(self, sentence: str) -> None:
        """Say why not, and let it be tried again."""
        self._pressed = False
        self._wait(False)
        self.banner.say([sentence])
        self.password.selectAll()
        self.password.setFocus()

    def _press(self) -> None:
        login, password = self.login.value(), self.password.value()
        if not login or not password:
            (self.password if login else self.login).setFocus()
            return
        self._pressed = True
        self._wait(True)
        if self._ready:
            self._pressed = False
            self.signed.emit(login, password)

    def _wait(self, waiting: bool) -> None:
        self.button.setEnabled(not waiting)
        self.button.setText(_("Opening the desk…") if waiting else _("Sign in"))
        if waiting:
            self.banner.say([])


class _SignAs:
    def __init__(self, page: SignInPage, login: str, password: str) -> None:
        self._page, self._login, self._password = page, login, password

    def __call__(self, *_args: object) -> None:
        self._page.login.set_value(self._login)
        self._page.password.set_value(self._password)
        self._page._press()
