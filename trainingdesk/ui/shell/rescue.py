"""A desk that can't be opened is put back from a backup, without anybody signed in and without a command line."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from trainingdesk.domain.errors import DeskError
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.door import has_backups
from trainingdesk.ui.instance import Instance
from trainingdesk.ui.jobs import Jobs, Lane
from trainingdesk.ui.notices import Notices, sentence_of
from trainingdesk.ui.shell.dialogs import Plain
from trainingdesk.ui.shell.first_start import desk_filters
from trainingdesk.ui.widgets.fields import Banner, Field, Form
from trainingdesk.ui.widgets.line import TextEditor
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.safekeeping import Backup, list_backup_files, restore_over_damaged

#: the file is there and damaged
_DAMAGED = {"desk.corrupt", "desk.io_error"}
#: it may never have been a desk: a backup beside it, or having worked on it, tells
_GONE = {"desk.missing", "desk.not_a_desk"}

_FILE = Qt.ItemDataRole.UserRole


def can_rescue(path: Path, code: str, *, known: bool) -> bool:
    """Return whether a backup may help with a desk that was refused with ``code``.

    ``known`` tells that this is the desk that was worked on last.
    """
    if code in _DAMAGED:
        return known or path.exists() or has_backups(path)
    return code in _GONE and (known or has_backups(path))


class RescueDialog(Plain):
    """Chooses a backup and puts it in the desk's place, for somebody whom the backup itself knows.

    Signals:
        restored: a sentence that says what was done and where the damaged file went.
    """

    restored = Signal(str)

    def __init__(self, parent: QWidget, path: Path, jobs: Jobs, notices: Notices, login: str = "") -> None:
        super().__init__(parent, _("Restore a backup"), wide=720)
        self._path = path
        self._jobs = jobs
        self._notices = notices
        self._running = False
        self._instance = Instance(path, self)
        self.words = self.add_words("")
        self.banner = Banner()
        self.whole.addWidget(self.banner)
        self.list = self._make_list()
        self.whole.addWidget(self.list, 1)
        self.form = Form()
        who, word = TextEditor(), TextEditor(secret=True)
        self.form.add(
            Field("login", _("Sign-in name"), who, required=True, hint=_("of an administrator")),
            Field(
                "password", _("Password"), word, required=True, hint=_("as it was when the backup was made")
            ),
        )
        who.set_value(login)
        who.returnPressed.connect(word.setFocus)
        self.whole.addWidget(self.form)
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.other = QPushButton(theme.icon("folder-open"), _("Another file…"))
        self.other.setToolTip(_("A backup that was put elsewhere, on another disk or a USB stick"))
        self.other.clicked.connect(self._choose)
        self.no = QPushButton(_("Cancel"))
        self.no.clicked.connect(self.reject)
        self.yes = QPushButton(_("Restore"))
        self.yes.setProperty("kind", "primary")
        for button in (self.other, self.no, self.yes):
            button.setAutoDefault(False)
        self.yes.setDefault(True)
        self.yes.setEnabled(False)
        self.yes.clicked.connect(self.restore)
        line.addWidget(self.other)
        line.addStretch(1)
        line.addWidget(self.no)
        line.addWidget(self.yes)
        self.whole.addLayout(line)
        self.resize(theme.size(720), theme.size(500))  # the list gives way when a sentence appears above it
        job = jobs.job(Lane.READ, lambda _progress: (path.exists(), list_backup_files(path)), owner=self)
        job.succeeded.connect(self._show)
        job.failed.connect(self._failed)
        job.start()

    def _make_list(self) -> QTreeWidget:
        backups = QTreeWidget()
        backups.setHeaderLabels([_("Made"), _("Occasion"), _("Size, KB"), _("File")])
        backups.headerItem().setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        backups.setProperty("kind", "rows")
        backups.setRootIsDecorated(False)
        backups.setUniformRowHeights(True)
        backups.setAllColumnsShowFocus(True)
        backups.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        backups.setAccessibleName(_("Backups"))
        backups.setTabKeyNavigation(False)
        backups.setMinimumHeight(theme.size(120))
        backups.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        backups.header().setStretchLastSection(True)
        backups.currentItemChanged.connect(lambda *_args: self._set_running(False))
        return backups

    # --- the backups ---

    @property
    def chosen(self) -> Path | None:
        """The backup that would be restored."""
        item = self.list.currentItem()
        return item.data(0, _FILE) if item is not None else None

    def files(self) -> list[str]:
        """Return the names of the backups as they are listed."""
        items = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return [item.text(3) for item in items if item is not None]

    def _show(self, found: tuple[bool, list[Backup]]) -> None:
        there, backups = found
        items = [self._add(backup, text(f"backup.reason.{backup.reason}")) for backup in backups]
        name = self._path.name
        if not backups:
            words = _(
                "There is no backup of {file} beside it. If backups were put elsewhere, on another disk or a USB "
                "stick, choose one with “Another file…”. Otherwise ask whoever looks after this computer whether an "
                "older copy of the file was kept; leave {file} where it is until then."
            )
        elif there:
            words = _(
                "{file} can't be opened. The backup chosen below takes its place; what was written after it was made "
                "has to be entered again. The damaged file is kept in the same folder, under another name."
            )
        else:
            words = _(
                "{file} is not there any more. The backup chosen below takes its place; what was written after it was "
                "made has to be entered again."
            )
        self.words.setText(words.format(file=name))
        if not items:
            self.other.setFocus()
            return
        self.list.setCurrentItem(items[0])
        first = "password" if self.form.fields["login"].as_editor.value() else "login"
        self.form.fields[first].editor.setFocus()

    def _add(self, backup: Backup, occasion: str) -> QTreeWidgetItem:
        made = f"{backup.at.astimezone():%Y-%m-%d %H:%M}"
        item = QTreeWidgetItem([made, occasion, f"{backup.size // 1024:,}", backup.path.name])
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, _FILE, backup.path)
        item.setToolTip(3, str(backup.path))
        self.list.addTopLevelItem(item)
        return item

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("Choose a backup"), str(self._path.parent))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(desk_filters())
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def take(self, path: Path) -> None:
        """List a backup that lies elsewhere and choose it."""
        try:
            facts = path.stat()
        except OSError:
            self.banner.say([text("backup.missing", file=path.name)])
            return
        at = datetime.fromtimestamp(facts.st_mtime, UTC)
        item = self._add(Backup(path, at, "", facts.st_size), _("chosen by hand"))
        self.list.setCurrentItem(item)
        self.form.fields["password"].editor.setFocus()

    # --- putting back ---

    def restore(self) -> None:
        """Verify the chosen backup, ask it who this is, and put it in the desk's place."""
        backup, values = self.chosen, self.form.values()
        if backup is None or values is None or self._running:
            return
        if not self._instance.take():
            code = "shell.open_elsewhere" if self._instance.call_first() else "shell.open_silent"
            self.banner.say([text(code, file=self._path.name)])
            return
        self._set_running(True)
        self.banner.say([_("Verifying the backup and putting it in place…")], "info")
        path, login, password = self._path, values["login"], values["password"]

        def work(_progress: Progress) -> tuple[Path, bool]:
            aside = restore_over_damaged(path, backup, login, password)
            return aside, aside.exists()

        job = self._jobs.job(Lane.WRITE, work, _("Restoring the backup"))
        job.succeeded.connect(self._restored)
        job.failed.connect(self._failed)
        job.start()

    def _restored(self, answer: tuple[Path, bool]) -> None:
        self._instance.release()
        aside, kept = answer
        item = self.list.currentItem()
        made = item.text(0) if item is not None else ""
        if kept:
            sentence = _(
                "The backup of {made} was restored. The damaged file is kept as {file}. Please sign in."
            )
        else:
            sentence = _("The backup of {made} was restored. Please sign in.")
        self._running = False
        self.accept()
        self.restored.emit(sentence.format(made=made, file=aside.name))

    def _failed(self, error: BaseException) -> None:
        self._instance.release()
        self._set_running(False)
        if not isinstance(error, DeskError):
            self.banner.say([])
            self._notices.failed(error)
            return
        self.banner.say([sentence_of(error)])
        word = self.form.fields["password"].editor
        word.setFocus()
        if isinstance(word, TextEditor):
            word.selectAll()

    def _set_running(self, running: bool) -> None:
        self._running = running
        for part in (self.list, self.form, self.other, self.no):
            part.setEnabled(not running)
        self.yes.setEnabled(not running and self.chosen is not None)

    def reject(self) -> None:
        """Leave; not while a backup is being put in place."""
        if not self._running:
            super().reject()
