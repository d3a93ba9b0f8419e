"""The line over a group's list that says who is still in it although retired or gone, and marks them for the verbs."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from trainingdesk.domain.roster.groups import CandidateRow, MemberRow
from trainingdesk.shared.text import _, listed, ngettext, text
from trainingdesk.ui.tables.view import TableView

#: how many are named
_NAMED = 5


def gone_words(rows: Sequence[MemberRow | CandidateRow]) -> str:
    """Return who is still listed although retired or gone, in a sentence; "" where nobody is."""
    gone = [row for row in rows if row.gone is not None]
    if not gone:
        return ""
    names = listed(
        _("{name} ({status})").format(name=row.name, status=text(f"person_status.{row.gone}"))
        for row in gone[:_NAMED]
    )
    if len(gone) > _NAMED:
        names += " …"
    return ngettext(
        "{count} person is still in it although not serving any more: {names}",
        "{count} people are still in it although not serving any more: {names}",
        len(gone),
    ).format(count=len(gone), names=names)


class GoneLine(QWidget):
    """Names them, and chooses them in the list that is shown; hidden where nobody is."""

    def __init__(self, table: Callable[[], TableView]) -> None:
        super().__init__()
        self._table = table
        self._ids: list[int] = []
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.choose = QPushButton(_("Choose them"))
        self.choose.setProperty("kind", "link")
        self.choose.setToolTip(_("Marks them in the list, to be taken out with a day and a reason."))
        self.choose.clicked.connect(self._choose)
        line.addWidget(self.words, 1)
        line.addWidget(self.choose)
        self.hide()

    def _choose(self) -> None:
        table = self._table()
        table.select_ids(self._ids)
        table.setFocus()

    def show_of(self, rows: Sequence[MemberRow | CandidateRow]) -> None:
        """Show the line for who is listed."""
        self._ids = [row.id for row in rows if row.gone is not None]
        self.words.setText(gone_words(rows))
        self.setVisible(bool(self._ids))
