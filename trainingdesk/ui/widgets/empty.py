"""Empty is a beginning: what a place is for, and the ways to fill it."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from trainingdesk.ui import theme


class EmptyState(QWidget):
    """A sentence and up to two buttons in the middle of a view that has nothing to show."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view.viewport())
        self.setObjectName("empty")
        self._icon_name = ""
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.size(theme.PADDING))
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._words = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._words.setProperty("role", "slate")
        self._words.setWordWrap(True)
        self._buttons = QHBoxLayout()
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons.setSpacing(theme.size(theme.GAP))
        # Stretches, not a centred layout: that one would give the sentence the height of its preferred width,
        # and in a narrow view the last line would be cut.
        whole.addStretch(1)
        whole.addWidget(self._icon)
        whole.addWidget(self._words)
        whole.addLayout(self._buttons)
        whole.addStretch(1)
        view.viewport().installEventFilter(self)
        self._view = view
        self.hide()

    def set_words(self, sentence: str, icon: str = "", buttons: Iterable[QWidget] = ()) -> None:
        """Say something else, with other buttons."""
        self._words.setText(sentence)
        self._icon_name = icon
        self.draw_icon()
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for button in buttons:
            self._buttons.addWidget(button)

    def draw_icon(self) -> None:
        """Draw the icon in the colours in force."""
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            self._icon.setPixmap(theme.pixmap(self._icon_name, "faint", theme.size(36)))

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._words.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the view's size."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def showEvent(self, event: QEvent) -> None:
        """Take the view's size before being seen."""
        self._fit()

    def _fit(self) -> None:
        port = self._view.viewport().rect()
        wide = min(port.width(), theme.size(460))
        self.setGeometry((port.width() - wide) // 2, 0, wide, port.height())
