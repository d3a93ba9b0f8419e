"""An editor for any number of choices: a list in which they are ticked."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from trainingdesk.ui import theme
from trainingdesk.ui.widgets.editors import Option

_VALUE = Qt.ItemDataRole.UserRole


class TicksEditor(QListWidget):
    """Choices to tick; Space ticks the one the cursor is on. Its value is their codes with commas between them."""

    edited = Signal()

    def __init__(self, lines: int = 8) -> None:
        super().__init__()
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + theme.size(16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _item: self.edited.emit())

    def set_options(self, options: Iterable[Option]) -> None:
        """Show these choices, none ticked."""
        self.blockSignals(True)
        self.clear()
        for option in options:
            item = QListWidgetItem(option.title)
            item.setData(_VALUE, option.value)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Unchecked)
            self.addItem(item)
        self.blockSignals(False)
        if self.count():
            self.setCurrentRow(0)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(place) for place in range(self.count())]

    def value(self) -> str | None:
        """Return the codes that are ticked, with commas between them; None for none."""
        ticked = [item.data(_VALUE) for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        return ",".join(ticked) or None

    def set_value(self, value: Any) -> None:
        """Tick these codes and no others; where they come in another order than they are offered in, that is theirs."""
        wanted = str(value or "").split(",")
        self.blockSignals(True)
        self._order(wanted)
        for item in self._items():
            on = item.data(_VALUE) in wanted
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.blockSignals(False)
        self.viewport().update()

    def _order(self, wanted: list[str]) -> None:
        """Put codes that come in another order than they stand first, the others behind them."""
        here = [item.data(_VALUE) for item in self._items()]
        known = [code for code in wanted if code in here]
        if known == [code for code in here if code in known]:
            return
        for place, code in enumerate(known):
            at = next(n for n, item in enumerate(self._items()) if item.data(_VALUE) == code)
            self.insertItem(place, self.takeItem(at))
        self.setCurrentRow(0)
