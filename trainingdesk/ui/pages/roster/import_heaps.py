"""The heaps of an import's rows: what would be done with how many."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.text import _, language, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.import_numbers import digit_of

#: the people of the file's units who are not in it: shown beside the buckets
LEFT = "left"
#: the updates of which the roster knows something newer: shown below all updates
OLDER = "older"
#: rows with a remark that speaks of a status: shown beside the buckets they are in
REMARK = "remark"
#: rows that stay out since another one of the same person counts
PASSED = "passed"
#: the buckets in the order they are looked at: what needs the person first
ORDER = (Bucket.ERROR, Bucket.QUESTION, Bucket.MAYBE, Bucket.UPDATE, Bucket.NEW, Bucket.SAME)
TONES = {
    "error": ("circle-x", "seal"),
    "question": ("help", "amber"),
    "maybe": ("users", "amber"),
    "update": ("pencil", "indigo"),
    "new": ("plus", "pine"),
    "same": ("check", "slate"),
    "remark": ("file-text", "amber"),
    "passed": ("minus", "slate"),
    "left": ("logout", "slate"),
}


def heap_of(item: QListWidgetItem) -> str:
    """Return the heap an item stands for."""
    return str(item.data(int(Qt.ItemDataRole.UserRole)))


class Heaps(QListWidget):
    """The heaps that hold anything, with their counts."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What the import would do"))
        self.setFixedWidth(theme.size(220 if language() == "en" else 170))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave digits to the step, which answers by them; here they would look for a heap that begins so."""
        if digit_of(event) is None:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def fill(self, preview: ImportPreview, choices: Choices) -> None:
        """Show the heaps anew; none is chosen yet."""
        self.blockSignals(True)
        self.clear()
        beside = {LEFT: choices.missing(preview), REMARK: preview.remarks, PASSED: preview.passed}
        for name in (*(bucket.value for bucket in ORDER), PASSED, REMARK, LEFT):
            count = beside[name] if name in beside else preview.counts.get(name, 0)
            if not count:
                continue
            icon, tone = TONES[name]
            item = QListWidgetItem(theme.icon(icon, tone, 16), f"{text(f'roster.bucket.{name}')}  {count:,}")
            item.setData(int(Qt.ItemDataRole.UserRole), name)
            self.addItem(item)
            older = len(choices.older_rows(preview)) if name == Bucket.UPDATE else 0
            if older:
                words = _("older than the roster  {count}").format(count=f"{older:,}")
                item = QListWidgetItem(theme.icon("history", "slate", 16), words)
                item.setToolTip(_("The roster knows something newer of all that these rows say."))
                item.setData(int(Qt.ItemDataRole.UserRole), OLDER)
                self.addItem(item)
        self.blockSignals(False)

    def choose(self, wanted: str) -> None:
        """Go to a heap, or to the first one where there is no such heap any more."""
        names = [heap_of(self.item(place)) for place in range(self.count())]
        if names:
            self.setCurrentRow(names.index(wanted) if wanted in names else 0)
