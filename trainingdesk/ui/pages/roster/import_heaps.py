"""The heaps of an import's rows: what would be done with how many."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.text import _, language, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices, mended_rows
from trainingdesk.ui.pages.roster.import_numbers import digit_of

#: the people of the file's units who are not in it: shown beside the buckets
LEFT = "left"
#: the updates of which the roster knows something newer, those that were changed on both sides, and what was left out by
#: hand: nothing of them is written as long as nobody says otherwise
OLDER, CONFLICT, KEPT = APART = ("older", "conflict", "kept")
#: rows with a remark that speaks of a status: shown beside the buckets they are in
REMARK = "remark"
#: rows on which there is a note: shown beside the buckets they are in
NOTED = "noted"
#: rows that stay out since another one of the same person counts
PASSED = "passed"
#: rows of which a cell was put right or answered: shown beside the buckets they are in, to look at them once more
MENDED = "mended"
#: the buckets in the order they are looked at: what needs the person first
ORDER = (Bucket.ERROR, Bucket.QUESTION, Bucket.MAYBE, Bucket.UPDATE, Bucket.NEW, Bucket.SAME)
#: the buckets whose rows come in unless they are left out by hand
_TAKEN = (Bucket.NEW, Bucket.UPDATE, Bucket.SAME)
TONES = {
    "error": ("circle-x", "seal"),
    "question": ("help", "amber"),
    "maybe": ("users", "amber"),
    "update": ("pencil", "indigo"),
    "new": ("plus", "pine"),
    "same": ("check", "slate"),
    "remark": ("file-text", "amber"),
    "noted": ("info-circle", "slate"),
    "passed": ("minus", "slate"),
    "left": ("logout", "slate"),
    OLDER: ("history", "slate"),
    CONFLICT: ("help", "amber"),
    KEPT: ("minus", "slate"),
    MENDED: ("arrow-back-up", "slate"),
}
_WORDS: dict[str, Callable[[], str]] = {
    OLDER: lambda: _("Older than the roster  {count}"),
    CONFLICT: lambda: _("Changed on both sides  {count}"),
    KEPT: lambda: _("Left out by hand  {count}"),
    MENDED: lambda: _("Put right by hand  {count}"),
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

    def fill(self, preview: ImportPreview, choices: Choices, *, stay: bool = False, keep: str = "") -> None:
        """Show the heaps as they are now; ``stay`` at the chosen one, whatever it holds, else none is chosen yet.

        ``keep`` is one that is shown although nothing is in it any more.
        """
        chosen = heap_of(self.currentItem()) if stay and self.currentItem() is not None else ""
        self.blockSignals(True)
        self.clear()
        heaps = split(preview, choices)
        for name in (
            *(bucket.value for bucket in ORDER),
            OLDER,
            CONFLICT,
            PASSED,
            REMARK,
            NOTED,
            LEFT,
            KEPT,
            MENDED,
        ):
            count = heaps.counts.get(name, 0)
            if not count and name not in {chosen, keep}:
                continue
            icon, tone = TONES[name]
            words = _WORDS[name]().format(count=f"{count:,}") if name in _WORDS else ""
            words = words or f"{text(f'roster.bucket.{name}')}  {count:,}"
            item = QListWidgetItem(theme.icon(icon, tone, 16), words)
            if name == OLDER:
                item.setToolTip(_("The roster knows something newer of all that these rows say."))
            elif name == MENDED:
                item.setToolTip(
                    _("Each answer can be taken back: on the row, by F2, or what was said last by Ctrl+Z.")
                )
            item.setData(int(Qt.ItemDataRole.UserRole), name)
            self.addItem(item)
            if name == chosen:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def choose(self, wanted: str) -> None:
        """Go to a heap, or to the first one where there is no such heap any more."""
        names = [heap_of(self.item(place)) for place in range(self.count())]
        if names:
            self.setCurrentRow(names.index(wanted) if wanted in names else 0)


class Split(NamedTuple):
    """How the rows of a file are spread over the heaps by what is decided of them.

    Attributes:
        counts: heap → rows, or people of the one beside.
        apart: heap beside the buckets → the running lines of its rows, which their bucket does not show again.
    """

    counts: dict[str, int]
    apart: dict[str, set[int]]

    @property
    def elsewhere(self) -> set[int]:
        """The rows that stand in a heap beside their bucket's."""
        return set().union(*self.apart.values())


def split(preview: ImportPreview, choices: Choices) -> Split:
    """Return the heaps: of what changes nothing, since it is older, in conflict or left out, each has one of its own."""
    taken = {row for row, _name in choices.taken_fields}
    untaken = {row for row in choices.unchanged(preview) if row not in taken} - choices.declined_rows.keys()
    open_ones = choices.decided().keys()
    dropped = {row for row, bucket in choices.declined_rows.items() if bucket in _TAKEN}
    emptied = {row for row in choices.emptied if row not in open_ones} - choices.declined_rows.keys()
    apart = {
        OLDER: untaken - preview.conflicts,
        CONFLICT: untaken & preview.conflicts,
        KEPT: dropped | (emptied - untaken),
    }
    counts = {**preview.counts, **{name: len(rows) for name, rows in apart.items()}}
    out = Counter(choices.declined_rows[row] for row in dropped)
    for bucket in _TAKEN:
        counts[bucket] -= out[bucket]
    # of the updates those too that change nothing, since they are older or nothing of them was taken
    counts[Bucket.UPDATE] -= sum(map(len, apart.values())) - out.total()
    beside = {LEFT: choices.missing(preview), REMARK: preview.remarks, PASSED: preview.passed}
    beside[NOTED] = preview.noted
    beside[MENDED] = len(mended_rows(choices))
    return Split({**counts, **beside}, apart)
