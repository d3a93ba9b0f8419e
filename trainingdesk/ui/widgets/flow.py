"""A row that goes on in the next line where it is too narrow, so that nothing in it is squeezed."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from trainingdesk.ui import theme


def least_width(widget: QWidget) -> int:
    """Return the width in pixels below which a widget is of no use."""
    return max(widget.minimumWidth(), min(widget.minimumSizeHint().width(), widget.maximumWidth()))


class FlowLayout(QLayout):
    """Lays widgets out from left to right and begins another line when one has not its least width.

    What is left of a line goes to those of its widgets that stretch (search boxes, cards), each up to its most.

    Attributes:
        even: every line holds equally many widgets of one width, as cards want it.
    """

    def __init__(self, *, even: bool = False, gap: int = theme.GAP) -> None:
        super().__init__()
        self.even = even
        self._items: list[QLayoutItem] = []
        self._stretching: set[int] = set()
        self._pushed: set[int] = set()
        self._gap = theme.size(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def add(self, widget: QWidget, *, stretch: bool = False, push: bool = False) -> None:
        """Put a widget at the end; ``push`` moves it and what follows in its line to the right."""
        if stretch:
            self._stretching.add(id(widget))
        if push:
            self._pushed.add(id(widget))
        self.addWidget(widget)

    # --- Qt ---

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item in."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        """Return one, None past the end."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        """Give one back."""
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it takes the width there is."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Return that a narrow one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height all lines take."""
        margins = self.contentsMargins()
        lines = self._lines(width - margins.left() - margins.right())
        high = sum(self._height(line) for line in lines) + self._gap * max(0, len(lines) - 1)
        return high + margins.top() + margins.bottom()

    def minimumSize(self) -> QSize:
        """Return the width of the widest part, the height of the highest."""
        parts = self._shown()
        wide = max((least_width(part) for part in parts), default=0)
        return QSize(wide, self._height(parts)).grownBy(self.contentsMargins())

    def sizeHint(self) -> QSize:
        """Return the room of one line."""
        parts = self._shown()
        wide = sum(max(part.sizeHint().width(), least_width(part)) for part in parts)
        wide += self._gap * max(0, len(parts) - 1)
        return QSize(wide, self._height(parts)).grownBy(self.contentsMargins())

    def setGeometry(self, area: QRect) -> None:
        """Give each widget its place."""
        super().setGeometry(area)
        area = area.marginsRemoved(self.contentsMargins())
        top = area.top()
        for line in self._lines(area.width()):
            high = self._height(line)
            left = area.left()
            widths = self._widths(line, area.width())
            free = area.width() - sum(widths) - self._gap * (len(line) - 1)
            for part, wide in zip(line, widths, strict=True):
                if id(part) in self._pushed:
                    left += max(0, free)
                fixed = part.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Fixed
                own = min(high, part.sizeHint().height()) if fixed else high
                part.setGeometry(left, top + (high - own) // 2, wide, own)
                left += wide + self._gap
            top += high + self._gap

    # --- lines ---

    def _shown(self) -> list[QWidget]:
        parts = [item.widget() for item in self._items]
        return [part for part in parts if part is not None and not part.isHidden()]

    def _lines(self, width: int) -> list[list[QWidget]]:
        parts = self._shown()
        if self.even and parts:
            widest = max(least_width(part) for part in parts)
            fit = max(1, (width + self._gap) // (widest + self._gap))
            each = -(-len(parts) // -(-len(parts) // fit))  # as many lines as must be, then equally full
            return [parts[start : start + each] for start in range(0, len(parts), each)]
        lines: list[list[QWidget]] = []
        left = -1
        for part in parts:
            wide = least_width(part)
            if left < wide:
                lines.append([])
                left = width
            lines[-1].append(part)
            left -= wide + self._gap
        return lines

    def _height(self, line: list[QWidget]) -> int:
        return max((max(part.minimumHeight(), part.sizeHint().height()) for part in line), default=0)

    def _widths(self, line: list[QWidget], width: int) -> list[int]:
        wide = [least_width(part) for part in line]
        free = width - sum(wide) - self._gap * (len(line) - 1)
        growing = [place for place, part in enumerate(line) if id(part) in self._stretching]
        if self.even:
            return [(width - self._gap * (len(line) - 1)) // len(line)] * len(line)
        while free > 0 and growing:
            share = max(1, free // len(growing))
            for place in list(growing):
                more = min(share, line[place].maximumWidth() - wide[place], free)
                wide[place] += more
                free -= more
                if more < share:
                    growing.remove(place)
        return wide
