"""The card of one thing: facts in two columns, sections, chips."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from trainingdesk.ui import theme
from trainingdesk.ui.tables.columns import Chip
from trainingdesk.ui.tables.delegate import draw_chip

#: a label wider than this goes on in a second line, so that the values keep their room on a narrow card
_LABEL = 118


class ChipLabel(QWidget):
    """A state as icon and word."""

    def __init__(self, chip: Chip | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip = chip
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_chip(chip)

    def show_chip(self, chip: Chip | None) -> None:
        """Show another state, None for nothing."""
        self._chip = chip
        self.setAccessibleName(chip.word if chip else "")
        self.setToolTip(chip.word if chip else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room icon and word take."""
        if self._chip is None:
            return QSize(0, theme.size(22))
        wide = QFontMetrics(theme.font()).horizontalAdvance(self._chip.word) + theme.size(16)
        return QSize(wide + (theme.size(18) if self._chip.icon else 0), theme.size(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        if self._chip is not None:
            painter = QPainter(self)
            painter.setFont(theme.font())
            draw_chip(painter, self.rect(), self._chip, QFontMetrics(theme.font()))
            painter.end()


class FactsCard(QFrame):
    """A title, and below it facts as label and value; long contents scroll."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        whole = QVBoxLayout(self)
        pad = theme.size(theme.PADDING)
        whole.setContentsMargins(pad, pad, theme.size(4), pad)
        whole.setSpacing(theme.size(theme.GAP))
        self._title = QLabel(title)
        self._title.setProperty("role", "section")
        self._title.setWordWrap(True)
        self._title.setVisible(bool(title))
        whole.addWidget(self._title)
        self._below = QLabel()
        self._below.setProperty("role", "slate")
        self._below.setWordWrap(True)
        self._below.hide()
        whole.addWidget(self._below)
        self.head = QVBoxLayout()
        whole.addLayout(self.head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(title)
        whole.addWidget(self._scroll, 1)
        self.clear()

    def set_title(self, title: str, below: str = "") -> None:
        """Say whose card it is, with a quiet line below."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._below.setText(below)
        self._below.setVisible(bool(below))
        self.setAccessibleName(title)
        self._scroll.setAccessibleName(title)

    def clear(self) -> None:
        """Take every fact away."""
        ground = QWidget()
        self._grid = QGridLayout(ground)
        self._grid.setContentsMargins(0, 0, theme.size(theme.GAP), 0)
        self._grid.setHorizontalSpacing(theme.size(theme.PADDING))
        self._grid.setVerticalSpacing(theme.size(6))
        self._grid.setColumnStretch(1, 1)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll.setWidget(ground)
        ground.show()  # a widget given to a visible scroll area stays hidden otherwise

    def add_section(self, title: str) -> None:
        """Add a heading with a thin line above it."""
        row = self._grid.rowCount()
        if row > 1:
            self._grid.addWidget(theme.named(QFrame(), "rule"), row, 0, 1, 2)
            row += 1
        heading = QLabel(title)
        heading.setProperty("role", "strong")
        self._grid.addWidget(heading, row, 0, 1, 2)

    def add_fact(self, label: str, value: str | Chip | QWidget) -> QWidget:
        """Add one fact; returns the widget of its value. An empty text is shown as nothing."""
        row = self._grid.rowCount()
        name = QLabel(label)
        name.setProperty("role", "slate")
        if name.sizeHint().width() > theme.size(_LABEL):
            name.setWordWrap(True)
            name.setFixedWidth(theme.size(_LABEL))
        if isinstance(value, Chip):
            shown: QWidget = ChipLabel(value)
        elif isinstance(value, str):
            words = QLabel(value)
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown = words
        else:
            shown = value
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(shown, row, 1)
        return shown

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else over the whole width."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def set_facts(self, facts: Iterable[tuple[str, str | Chip | QWidget]]) -> None:
        """Show these facts and no others."""
        self.clear()
        for label, value in facts:
            self.add_fact(label, value)
