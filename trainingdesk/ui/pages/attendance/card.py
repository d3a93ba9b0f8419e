"""The card beside the roll: the one person at the door, large, and a button for every mark."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from trainingdesk.domain.attendance.rows import RollRow
from trainingdesk.domain.codes import Mark
from trainingdesk.shared.formatting import spread_name
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.attendance.actions import MARK_KEYS
from trainingdesk.ui.pages.attendance.looks import leave_sentence, time_words


class PersonCard(QFrame):
    """Shows one person of the roll.

    Signals:
        marked: a mark was clicked.
    """

    marked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(theme.size(232))
        whole = QVBoxLayout(self)
        pad = theme.size(theme.PADDING)
        whole.setContentsMargins(pad, pad, pad, pad)
        whole.setSpacing(theme.size(4))
        self.seat = QLabel()
        self.seat.setProperty("role", "slate")
        self.name = QLabel()
        self.name.setWordWrap(True)
        self.name.setAccessibleName(_("Person at the door"))
        self.unit = QLabel()
        self.unit.setWordWrap(True)
        self.post = QLabel()
        self.post.setWordWrap(True)
        self.post.setProperty("role", "slate")
        self.mark = QLabel()
        self.leave = QLabel()
        self.leave.setWordWrap(True)
        for label in (self.seat, self.name, self.unit, self.post, self.mark, self.leave):
            whole.addWidget(label)
        whole.addStretch(1)
        self.buttons: dict[Mark, QPushButton] = {}
        for key, mark in MARK_KEYS.items():
            button = QPushButton(f"{key}  {text(f'mark.{mark}')}")
            button.setAccessibleName(text(f"mark.{mark}"))
            button.setToolTip(_("Key {key} in the roll, Alt+{key} in the box").format(key=key))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setStyleSheet("text-align: left")
            button.clicked.connect(partial(self.marked.emit, mark))
            whole.addWidget(button)
            self.buttons[mark] = button
        self._next_hours = 0
        self._row: RollRow | None = None
        stop = theme.on_redrawn(self._redraw)
        self.destroyed.connect(lambda *_args, stop=stop: stop())

    def set_next_hours(self, hours: int) -> None:
        """Note how long the half-day in hand is, in tenths of 学时."""
        self._next_hours = hours

    def show_row(self, row: RollRow | None, *, why_not: str = "") -> None:
        """Show somebody, nobody for None; the buttons say why they can't be used."""
        self._row = row
        self.name.setFont(theme.font(2.4, strong=True))
        self.mark.setFont(theme.font(theme.SECTION, strong=True))
        self.name.setText(spread_name(row.name) if row else "")
        self.seat.setText(_("Seat {seat}").format(seat=row.seat) if row else "")
        self.unit.setText(row.unit if row else "")
        self.post.setText(row.post if row else "")
        if row is None:
            self.mark.clear()
            self.leave.clear()
        else:
            self._show_mark(row)
            sentence, tone = leave_sentence(row, self._next_hours)
            self.leave.setText(sentence)
            self._tone(self.leave, tone)
        for mark, button in self.buttons.items():
            button.setEnabled(row is not None and not why_not)
            given = row is not None and row.mark is mark
            button.setProperty("kind", "primary" if given else "")
            button.style().unpolish(button)
            button.style().polish(button)
            button.setAccessibleDescription(why_not)

    def _show_mark(self, row: RollRow) -> None:
        tones = {None: "slate", Mark.PRESENT: "pine", Mark.ABSENT: "seal"}
        words = text(f"mark.{row.mark}") if row.mark is not None else _("No mark yet")
        time = time_words(row)
        self.mark.setText(f"{words}　{time}" if time else words)
        self._tone(self.mark, tones.get(row.mark, "amber"))

    @staticmethod
    def _tone(label: QLabel, token: str) -> None:
        palette = label.palette()
        palette.setColor(label.foregroundRole(), theme.color(token))
        label.setStyleSheet(f"color: {getattr(theme.tokens(), token)}")

    def _redraw(self) -> None:
        self.show_row(self._row)
