"""The sheets of a file: which are read, why the others are not, and the clerk's own choice among them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.roster.import_views import ImportSheet
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme

_MOST_SHOWN = 4


class SheetChoice(QWidget):
    """Sheets to tick; hidden where a file has one only. Nothing of the choice is remembered."""

    def __init__(self, read: Callable[[tuple[str, ...]], None]) -> None:
        super().__init__()
        self._read_ones: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.size(4))
        line = QHBoxLayout()
        self.title = QLabel()
        self.title.setProperty("role", "slate")
        line.addWidget(self.title)
        line.addStretch(1)
        self.read_button = QPushButton(_("Read the ticked sheets"))
        self.read_button.setAutoDefault(False)
        self.read_button.clicked.connect(lambda: read(self.ticked()))
        line.addWidget(self.read_button)
        column.addLayout(line)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Sheets of the file"))
        self.list.setTabKeyNavigation(False)
        self.list.itemChanged.connect(lambda _item: self._dress())
        self.title.setBuddy(self.list)
        column.addWidget(self.list)

    def show_sheets(self, sheets: Sequence[ImportSheet], *, forms: bool = False) -> None:
        """Show the sheets of a file that was read, or its forms, those ticked that were taken."""
        self.title.setText(
            _("Forms: tick those that shall be read") if forms else _("Sheets: tick those that shall be read")
        )
        self.read_button.setText(_("Read the ticked forms") if forms else _("Read the ticked sheets"))
        self._read_ones = tuple(sheet.name for sheet in sheets if sheet.used)
        self.list.clear()
        for sheet in sheets:
            words = sheet.name
            if not sheet.used:
                words = _("{sheet} (not read: {reason})").format(
                    sheet=words, reason=text(sheet.reason).rstrip("。.")
                )
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, sheet.name)
            if sheet.offered:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if sheet.used else Qt.CheckState.Unchecked)
            else:
                # where the others have a box to tick stands that there is nothing to tick
                item.setFlags(Qt.ItemFlag.ItemIsSelectable)
                item.setIcon(theme.icon("ban", "slate", 14))
                item.setForeground(theme.color("slate"))
            self.list.addItem(item)
        self.setVisible(len(sheets) > 1)
        if sheets:
            self.list.setCurrentRow(0)
            rows = min(len(sheets), _MOST_SHOWN)
            self.list.setFixedHeight(self.list.sizeHintForRow(0) * rows + 2 * self.list.frameWidth() + 4)
        self._dress()

    def ticked(self) -> tuple[str, ...]:
        """Return the names of the sheets that are ticked, in the file's order."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable and item.checkState() == Qt.CheckState.Checked
        )

    def changed(self) -> bool:
        """Return whether other sheets are ticked than were read."""
        return self.ticked() != self._read_ones

    def _dress(self) -> None:
        self.read_button.setEnabled(self.changed() and bool(self.ticked()))
