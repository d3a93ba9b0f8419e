"""A table that scrolls by whole rows: none is cut in half below the headings."""

from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget


class WholeRows(QTableView):
    """Begins with a whole row wherever it is scrolled to, at its end too, where Qt lets it end with one.

    There is room for both: as many rows are left at the end as are seen whole.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)

    def updateGeometries(self) -> None:
        """Fit the scroll bars, and stay at a whole row."""
        super().updateGeometries()
        self._begin()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll by whole rows."""
        super().scrollContentsBy(dx, dy)
        if dy:
            self._begin()

    def _begin(self) -> None:
        bar = self.verticalScrollBar()
        if 0 < bar.maximum() == bar.value():
            self.verticalHeader().setOffsetToSectionPosition(bar.value())
            self.viewport().update()
