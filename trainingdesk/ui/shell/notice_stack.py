"""Messages between page and status bar, covering nothing: what was done leaves by itself, what went wrong stays.

It stays until something of its page succeeded: a refusal beside what was done after all would be believed.

A message belongs to the page it came up on: on another page it is not seen, and what was merely done is over.
"""

from functools import partial

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.notices import Level, Notice

LEAVES_MS = 6000
#: what went wrong stays at least so long, even when the next act succeeded at once (marks follow each other quickly)
READ_MS = 4000
AT_MOST = 3
DETAILS_SHOWN = 5

#: what leaves by itself
_PASSING = frozenset({Level.INFO, Level.DONE})

_LOOKS = {
    Level.INFO: ("info-circle", "indigo"),
    Level.DONE: ("circle-check", "pine"),
    Level.WARNING: ("alert-triangle", "amber"),
    Level.ERROR: ("alert-triangle", "seal"),
}


#: pixels a way out may take beside the sentence, and below it
_BESIDE, _BELOW = 320, 520


class NoticeCard(QWidget):
    """One message.

    Attributes:
        page: the id of the page it belongs to, None for all.
    """

    page: str | None = None

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.notice = notice
        self.age = QElapsedTimer()
        self.age.start()
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = ""
        self._column = QVBoxLayout(self)
        side, gap = theme.size(theme.MARGIN), theme.size(theme.GAP)
        self._column.setContentsMargins(side, 0, side, gap)
        self._column.setSpacing(gap)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._all: list[NoticeCard] = []
        self.hide()

    @property
    def cards(self) -> list[NoticeCard]:
        """The messages of the page in front."""
        return [card for card in self._all if card.page in {self._page, None}]

    def show_notice(self, notice: Notice) -> None:
        """Add a message of the page in front; it takes the place of an equal one and of what was done before."""
        for card in self.cards:
            passing = notice.level in _PASSING and card.notice.level in _PASSING
            if passing or card.notice.sentence == notice.sentence:
                self.close_card(card)
        while len(self.cards) >= AT_MOST:
            self.close_card(self.cards[0])
        card = NoticeCard(notice)
        card.page = None if notice.everywhere else self._page
        card.close_button.clicked.connect(partial(self.close_card, card))
        self._all.append(card)
        self._column.addWidget(card)
        if notice.level in _PASSING:
            timer = QTimer(card, singleShot=True, interval=LEAVES_MS)
            timer.timeout.connect(partial(self.close_card, card))
            timer.start()
        self.place()

    def show_page(self, page_id: str) -> None:
        """Show the messages of the page that came to the front; what was done on the one before has been read."""
        for card in self.cards:
            if card.page not in {page_id, None} and card.notice.level in _PASSING:
                self.close_card(card)
        self._page = page_id
        self.place()

    def close_card(self, card: NoticeCard, *_args: object) -> None:
        """Take one message away."""
        if card not in self._all:
            return
        self._all.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.place()

    def settle(self) -> None:
        """Take away what was refused on the page in front: something was done there since."""
        for card in self.cards:
            if card.notice.level is Level.ERROR and not card.notice.everywhere:
                left = READ_MS - card.age.elapsed()
                if left > 0:
                    timer = QTimer(card, singleShot=True, interval=left)
                    timer.timeout.connect(partial(self.close_card, card))
                    timer.start()
                else:
                    self.close_card(card)

    def undone(self, step: int) -> None:
        """Take away what speaks of a step that was taken back, by its number; of another step of its kind it stays."""
        for card in list(self._all):
            if step and card.notice.of == step:
                self.close_card(card)

    def clear(self) -> None:
        """Take every message away."""
        for card in list(self._all):
            self.close_card(card)

    def place(self) -> None:
        """Give every message of this page the height its words need."""
        shown = self.cards
        for card in self._all:
            card.setVisible(card in shown)
        self.setVisible(bool(shown))
        margins = self._column.contentsMargins()
        wide = self.width() - margins.left() - margins.right()
        high = margins.top() + margins.bottom() + self._column.spacing() * (len(shown) - 1)
        for card in shown:
            card.setFixedHeight(card.heightForWidth(wide))
            high += card.height()
        if shown:
            self.setFixedHeight(high)
            self._column.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the messages to the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.place()
