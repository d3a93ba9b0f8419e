"""Messages that float above the status bar: what was done leaves by itself, what went wrong stays until read."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.notices import Level, Notice

LEAVES_MS = 6000
AT_MOST = 3
DETAILS_SHOWN = 5

_LOOKS = {
    Level.INFO: ("info-circle", "indigo"),
    Level.DONE: ("circle-check", "pine"),
    Level.WARNING: ("alert-triangle", "amber"),
    Level.ERROR: ("alert-triangle", "seal"),
}


#: pixels a way out may take beside the sentence, and below it
_BESIDE, _BELOW = 220, 520


class NoticeCard(QWidget):
    """One message."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.notice = notice
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("level", str(notice.level))
        self.setAccessibleName(notice.sentence)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.size(12), theme.size(8), theme.size(8), theme.size(8))
        line.setSpacing(theme.size(10))
        icon, token = _LOOKS[notice.level]
        mark = QLabel()
        mark.setPixmap(theme.pixmap(icon, token, theme.size(20)))
        line.addWidget(mark)
        lines = [notice.sentence, *(f"· {detail}" for detail in notice.details[:DETAILS_SHOWN])]
        if len(notice.details) > DETAILS_SHOWN:
            lines.append(_("… and {count} more").format(count=len(notice.details) - DETAILS_SHOWN))
        words = QLabel("\n".join(lines))
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        words.setMinimumWidth(theme.size(280))
        column = QVBoxLayout()
        column.addWidget(words)
        line.addLayout(column, 1)
        if notice.way_out:
            button = QPushButton(notice.way_out)
            button.clicked.connect(self._followed)
            if button.sizeHint().width() <= theme.size(_BESIDE):
                line.addWidget(button)
            else:  # a way out of many words stands below them, where it can be read
                metrics, room = button.fontMetrics(), theme.size(_BELOW)
                button.setText(metrics.elidedText(notice.way_out, Qt.TextElideMode.ElideRight, room))
                button.setAccessibleName(notice.way_out)
                button.setToolTip(notice.way_out)
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.close_button = QToolButton()
        self.close_button.setIcon(theme.icon("x", "slate", 16))
        self.close_button.setIconSize(QSize(theme.size(16), theme.size(16)))
        self.close_button.setProperty("kind", "quiet")
        self.close_button.setAccessibleName(_("Close message"))
        self.close_button.setToolTip(_("Close message"))
        line.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def _followed(self) -> None:
        follow = self.notice.follow
        self.close_button.click()
        if follow is not None:
            follow()


class NoticeStack(QWidget):
    """The messages of a window, newest at the bottom."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.size(theme.GAP))
        self.cards: list[NoticeCard] = []
        window.installEventFilter(self)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Add a message; of too many the oldest leaves."""
        for card in list(self.cards):
            if card.notice.sentence == notice.sentence:
                self.close_card(card)
        while len(self.cards) >= AT_MOST:
            self.close_card(self.cards[0])
        card = NoticeCard(notice)
        card.close_button.clicked.connect(partial(self.close_card, card))
        self.cards.append(card)
        self._column.addWidget(card)
        card.show()
        if notice.level in {Level.INFO, Level.DONE}:
            timer = QTimer(card, singleShot=True, interval=LEAVES_MS)
            timer.timeout.connect(partial(self.close_card, card))
            timer.start()
        self.show()
        self.raise_()
        self.place()

    def close_card(self, card: NoticeCard, *_args: object) -> None:
        """Take one message away."""
        if card not in self.cards:
            return
        self.cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        if self.cards:
            self.place()
        else:
            self.hide()

    def clear(self) -> None:
        """Take every message away."""
        for card in list(self.cards):
            self.close_card(card)

    def place(self) -> None:
        """Stand in the middle above the status bar."""
        wide = min(theme.size(680), self._window.width() - 2 * theme.size(theme.MARGIN))
        self.setFixedWidth(wide)
        self._column.invalidate()
        self._column.activate()
        parts = [max(card.heightForWidth(wide), card.minimumSizeHint().height()) for card in self.cards]
        high = sum(parts) + self._column.spacing() * (len(parts) - 1)
        bottom = self._window.height() - theme.size(theme.STATUS) - theme.size(theme.PADDING)
        self.setGeometry((self._window.width() - wide) // 2, bottom - high, wide, high)
        self._column.setGeometry(self.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and self.cards:
            self.place()
        return False
