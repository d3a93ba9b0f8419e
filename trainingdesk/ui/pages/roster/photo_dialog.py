"""The photo of a person: chosen from a file, made small, or taken away."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.views import PersonCard
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.notices import sentence_of
from trainingdesk.ui.shell.dialogs import Plain
from trainingdesk.ui.widgets.forms import Banner
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.photo import SetPhoto
from trainingdesk.usecases.outcome import Outcome

#: the largest width and height that are kept, in pixels; the photo of a cadre's form is printed at some 3 × 4 cm
_MOST = QSize(480, 640)
_QUALITY = 88


def picture_from(path: Path) -> bytes:
    """Return a picture file as a small JPEG without what the camera wrote into it.

    Raises Refused ``photo.not_a_picture``.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > _MOST.width() * 4 or size.height() > _MOST.height() * 4):
        # a large photo is read small at once; the right size comes below, when it stands upright
        reader.setScaledSize(size.scaled(_MOST * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        raise Refused("photo.not_a_picture")
    if image.width() > _MOST.width() or image.height() > _MOST.height():
        image = image.scaled(
            _MOST, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(theme.paper_white())  # what is transparent would become black
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not ground.save(buffer, "JPEG", _QUALITY):  # type: ignore[call-overload]  # PySide wants bytes in its stubs
        raise Refused("photo.not_a_picture")
    return bytes(buffer.data().data())


def photo_label(picture: bytes, name: str, width: int, height: int) -> QLabel | None:
    """Return a photo that fits into width × height logical pixels, None when there is nothing to draw."""
    pixmap = QPixmap()
    if not picture or not pixmap.loadFromData(picture):
        return None
    label = QLabel()
    ratio = label.devicePixelRatioF()
    fitted = pixmap.scaled(
        QSize(int(width * ratio), int(height * ratio)),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    fitted.setDevicePixelRatio(ratio)
    label.setPixmap(fitted)
    label.setAccessibleName(_("Photo of {name}").format(name=name))
    return label


class PhotoDialog(Plain):
    """Shows the photo; keeps another one, or takes it away."""

    def __init__(self, parent: QWidget, space: Workspace, person: PersonCard) -> None:
        super().__init__(parent, _("Photo of {name}").format(name=person.name))
        self.space = space
        self._person = person
        self.busy = False
        self.banner = Banner()
        self.whole.addWidget(self.banner)
        shown = photo_label(person.photo, person.name, theme.size(180), theme.size(240))
        if shown is not None:
            self.whole.addWidget(shown, 0, Qt.AlignmentFlag.AlignHCenter)
        self.add_words(
            _("A JPEG or PNG file, upright. The desk keeps a small copy and nothing that the camera noted.")
            if shown is not None
            else _(
                "There is no photo yet. Choose a JPEG or PNG file; the desk keeps a small copy and nothing that the "
                "camera noted."
            )
        )
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.remove_button = QPushButton(_("Take the photo away"))
        self.remove_button.setProperty("kind", "danger")
        self.remove_button.setAutoDefault(False)
        self.remove_button.setEnabled(bool(person.photo))
        self.remove_button.setToolTip("" if person.photo else _("There is no photo to take away."))
        self.remove_button.clicked.connect(self.remove)
        self.choose_button = QPushButton(_("Choose a file…"))
        self.choose_button.setDefault(True)
        self.choose_button.setProperty("kind", "primary")
        self.choose_button.setMinimumWidth(theme.size(140))
        self.choose_button.clicked.connect(self.choose)
        close = QPushButton(_("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        line.addWidget(self.remove_button)
        line.addStretch(1)
        line.addWidget(close)
        line.addWidget(self.choose_button)
        self.whole.addLayout(line)
        self.choose_button.setFocus()

    def choose(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self, self.windowTitle(), self.space.settings.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Pictures (*.jpg *.jpeg *.png *.bmp)"))
        dialog.fileSelected.connect(self.take)
        dialog.open()

    def take(self, path: str) -> None:
        """Keep the picture of a file."""
        self.space.settings.put("window/last_folder", str(Path(path).parent))
        try:
            picture = picture_from(Path(path))
        except Refused as refused:
            self.banner.say([sentence_of(refused)])
            return
        self._send(picture)

    def remove(self) -> None:
        """Take the photo away; undo puts it back."""
        self._send(b"")

    def _send(self, picture: bytes) -> None:
        if self.busy:
            return
        self.busy = True
        self.banner.say([])
        command = SetPhoto(person_id=self._person.id, picture=picture)
        self.space.send(command, self._done, title=self.windowTitle(), on_error=self._failed)

    def _done(self, _outcome: Outcome) -> None:
        self.space.notices.done(_("The photo is saved. Undo brings the former state back."))
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.banner.say_failure(error, self.space.notices)
