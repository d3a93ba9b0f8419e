"""What stands before the desk: signing in, the first start, and a desk that can't be opened."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.shared.paths import default_desk_file
from trainingdesk.shared.text import _, language, text
from trainingdesk.ui import theme
from trainingdesk.ui.door import Demo
from trainingdesk.ui.shell.head import seal
from trainingdesk.ui.widgets.editors import TextEditor
from trainingdesk.ui.widgets.forms import Banner, Field, Form

DESK_FILES = "*.deskdb"


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
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        languages = QHBoxLayout()
        languages.addStretch(1)
        other = "en" if language() == "zh_CN" else "zh_CN"
        self.switch = link("English" if other == "en" else "中文")
        self.switch.clicked.connect(lambda *_args: self.language_asked.emit(other))
        languages.addWidget(self.switch)
        languages.addStretch(1)
        whole.addLayout(languages)

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
        self.banner = Banner()
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

    def set_ready(self, office: str) -> None:
        """The desk is open: carry out what was pressed meanwhile."""
        self._ready = True
        self._office.setText(office)
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
        row = QHBoxLayout()
        for place, (role, login, name) in enumerate(demo.accounts):
            if place % 3 == 0:
                row = QHBoxLayout()
                row.setSpacing(theme.size(8))
                self.demo.addLayout(row)
            button = QToolButton()
            button.setProperty("kind", "quiet")
            button.setText(text(f"role.{role}"))
            button.setToolTip(f"{name} ({login})")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(_SignAs(self, login, demo.password))
            row.addWidget(button)
        row.addStretch(1)

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


class FirstStartPage(GatePage):
    """Chooses or makes the desk's file, or opens the demo district.

    Signals:
        open_asked: a path. demo_asked. create_asked: path, office name, login, name, password.
    """

    open_asked = Signal(object)
    demo_asked = Signal()
    create_asked = Signal(object, str, str, str, str)

    def __init__(self, sentence: str = "", path: Path | None = None) -> None:
        super().__init__(560)
        self.add_heading(
            _("Welcome to TrainingDesk"),
            _("Everything is kept in one file on this computer; nothing leaves it."),
        )
        self.banner = Banner()
        self.card.addWidget(self.banner)
        ways = QHBoxLayout()
        ways.setSpacing(theme.size(8))
        self.open_button = QPushButton(theme.icon("folder-open"), _("Open a desk's file…"))
        self.open_button.clicked.connect(self._choose_old)
        self.demo_button = QPushButton(theme.icon("sparkles"), _("Look at the demo district"))
        self.demo_button.clicked.connect(self._demo)
        ways.addWidget(self.open_button)
        ways.addWidget(self.demo_button)
        self.card.addLayout(ways)
        heading = QLabel(_("Make a new desk"))
        heading.setProperty("role", "section")
        self.card.addWidget(heading)
        self.form = Form()
        self.path = TextEditor(most=1000)
        usual = default_desk_file()
        self.path.set_value(path if path is not None and not path.exists() else usual)
        browse = self.path.addAction(theme.icon("folder-open"), QLineEdit.ActionPosition.TrailingPosition)
        browse.setText(_("Choose…"))
        browse.triggered.connect(self._choose_new)
        self.form.add(
            Field("office", _("Name of the office"), TextEditor(_("as papers print it")), required=True)
        )
        self.form.add(
            Field("name", _("Your name"), TextEditor(), required=True),
            Field("login", _("Sign-in name"), TextEditor(_("short, in Latin letters")), required=True),
        )
        self.form.add(
            Field("password", _("Password"), TextEditor(secret=True), required=True),
            Field("again", _("Password once more"), TextEditor(secret=True), required=True),
        )
        self.form.add(
            Field(
                "path",
                _("The desk's file"),
                self.path,
                required=True,
                hint=_("On a disk of this computer, not on a network drive."),
            )
        )
        self.card.addWidget(self.form)
        self.button = QPushButton(_("Make the desk"))
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self._create)
        self.card.addWidget(self.button)
        for one in self.form.fields.values():
            if isinstance(one.editor, QLineEdit):
                one.editor.returnPressed.connect(self._create)
        if sentence:
            self.banner.say([sentence])
        self.setFocusProxy(self.form.fields["office"].editor)

    def show_error(self, sentence: str) -> None:
        """Say why not, and let it be tried again."""
        self._wait(False)
        self.banner.say([sentence])

    def show_step(self, sentence: str) -> None:
        """Say what is going on."""
        self.banner.say([sentence], "info")

    def _wait(self, waiting: bool) -> None:
        for button in (self.button, self.open_button, self.demo_button):
            button.setEnabled(not waiting)

    def _demo(self) -> None:
        self._wait(True)
        self.show_step(_("Preparing the demo district; the first time this takes some seconds…"))
        self.demo_asked.emit()

    def _create(self) -> None:
        values = self.form.values()
        if values is None or not self.button.isEnabled():
            return
        if values["password"] != values["again"]:
            self.form.fields["again"].set_error(_("The two passwords differ. Type them again."))
            self.form.fields["again"].editor.setFocus()
            return
        path = Path(values["path"])
        if not path.suffix:
            path = path.with_suffix(".deskdb")
        self._wait(True)
        self.show_step(_("Making the desk…"))
        self.create_asked.emit(path, values["office"], values["login"], values["name"], values["password"])

    def _choose_old(self) -> None:
        dialog = QFileDialog(self, _("Open a desk's file"), str(default_desk_file().parent))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{_('TrainingDesk file')} ({DESK_FILES})", f"{_('All files')} (*)"])
        dialog.fileSelected.connect(self._took_old)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _took_old(self, chosen: str) -> None:
        self._wait(True)
        self.show_step(_("Opening the desk…"))
        self.open_asked.emit(Path(chosen))

    def _choose_new(self) -> None:
        dialog = QFileDialog(self, _("Where the desk's file will be"), str(Path(self.path.text()).parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix("deskdb")
        dialog.setNameFilters([f"{_('TrainingDesk file')} ({DESK_FILES})"])
        dialog.fileSelected.connect(self.path.set_value)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


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
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
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
