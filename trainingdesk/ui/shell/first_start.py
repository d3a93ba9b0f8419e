"""The first start: choose or make the desk's file, or look at the demo district."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton

from trainingdesk.shared.passwords import MIN_PASSWORD
from trainingdesk.shared.paths import default_desk_file
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.shell.gate import GatePage, link
from trainingdesk.ui.widgets.fields import Field, Form
from trainingdesk.ui.widgets.line import TextEditor


def desk_filters() -> list[str]:
    """Return what a file window offers when a desk's file is looked for."""
    return [_("Desk file (*.deskdb)"), _("All files (*)")]


class FirstStartPage(GatePage):
    """Chooses or makes the desk's file, or opens the demo district.

    Signals:
        open_asked: a path. demo_asked. create_asked: path, office name, login, name, password.
        rescue_asked: the desk that could not be opened shall be put back from a backup.
        back_asked: the path of the desk that was left: it is wanted after all.
    """

    open_asked = Signal(object)
    demo_asked = Signal()
    create_asked = Signal(object, str, str, str, str)
    rescue_asked = Signal()
    back_asked = Signal(object)

    def __init__(self, sentence: str = "", path: Path | None = None, back: Path | None = None) -> None:
        super().__init__(560)
        self.add_heading(
            _("Welcome to TrainingDesk"),
            _("Everything is kept in one file on this computer; nothing leaves it."),
        )
        self.card.addWidget(self.banner)
        self.rescue_button = QPushButton(theme.icon("history", "on_indigo"), _("Restore a backup…"))
        self.rescue_button.setProperty("kind", "primary")
        self.rescue_button.clicked.connect(self.rescue_asked)
        self.rescue_button.hide()
        self.card.addWidget(self.rescue_button)
        self.back_button = link(_("Back to the sign-in of {file}").format(file=back.name if back else ""))
        self.back_button.setToolTip(str(back) if back else "")
        self.back_button.clicked.connect(lambda *_args: self.back_asked.emit(back))
        self.back_button.setVisible(back is not None)
        self.card.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
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
        browse.setText(_("Choose another place for the desk's file"))
        browse.triggered.connect(self._choose_new)
        self.form.add(
            Field("office", _("Name of the office"), TextEditor(_("as papers print it")), required=True)
        )
        self.form.add(
            Field("name", _("Your name"), TextEditor(), required=True),
            Field("login", _("Sign-in name"), TextEditor(_("short, in Latin letters")), required=True),
        )
        self.form.add(
            Field(
                "password",
                _("Password"),
                TextEditor(secret=True),
                required=True,
                hint=_("At least {least} characters").format(least=MIN_PASSWORD),
            ),
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

    def offer_rescue(self, offered: bool) -> None:
        """Offer a backup below the sentence that says why the desk can't be opened, or no longer."""
        self.rescue_button.setVisible(offered)
        self.button.setProperty("kind", "" if offered else "primary")
        self.button.style().unpolish(self.button)
        self.button.style().polish(self.button)
        if offered:
            self.setFocusProxy(self.rescue_button)
            self.rescue_button.setFocus()

    def show_step(self, sentence: str) -> None:
        """Say what is going on."""
        self.banner.say([sentence], "info")

    def _wait(self, waiting: bool) -> None:
        ways = (self.button, self.open_button, self.demo_button, self.rescue_button, self.back_button)
        for button in ways:
            button.setEnabled(not waiting)

    def _demo(self) -> None:
        self._wait(True)
        self.show_step(_("Preparing the demo district; the first time this takes some seconds…"))
        self.demo_asked.emit()

    def _create(self) -> None:
        values = self.form.values()
        if values is None or not self.button.isEnabled():
            return
        wrong = ("", "")
        if len(values["password"]) < MIN_PASSWORD:
            wrong = ("password", text("user.password_short", least=MIN_PASSWORD))
        elif values["password"] != values["again"]:
            wrong = ("again", _("The two passwords differ. Type them again."))
        if wrong[0]:
            self.form.fields[wrong[0]].set_error(wrong[1])
            self.form.fields[wrong[0]].editor.setFocus(Qt.FocusReason.OtherFocusReason)
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
        dialog.setNameFilters(desk_filters())
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
        dialog.setNameFilters(desk_filters()[:1])
        dialog.fileSelected.connect(self.path.set_value)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
