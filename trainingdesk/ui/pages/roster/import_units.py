"""What the units are that a file names and the roster does not know: new ones, others by another name, or sections."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.codes import UnitKind
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.domain.roster.known_units import UnitSaid, What
from trainingdesk.shared.text import _, ngettext, sentences, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.import_unit_line import UnitLine, UnitLists, fit_columns
from trainingdesk.ui.pages.roster.unit_choices import as_new
from trainingdesk.ui.widgets.enter import EnterPresses
from trainingdesk.ui.widgets.tabbing import next_by_tab
from trainingdesk.ui.workspace import Workspace

#: so many units have lines of their own; what a district's first file names beyond is as the names say
_MOST = 200


class KindsButton(QPushButton):
    """Says what the unknown units of a file are as it stands, and opens the window in which that is put right.

    Signals:
        said: something was put right. named: a text was said to be another unit, so the rows are to be read again.
    """

    said = Signal()
    named = Signal()

    def __init__(self, space: Workspace) -> None:
        super().__init__()
        self._space = space
        self._preview: ImportPreview | None = None
        self._choices = Choices()
        self.setAutoDefault(False)
        self.setToolTip(
            _(
                "Say which of them the roster has under another name, which are one unit, and which are sections. What new "
                "units are, and the team of their people whose rows don't say it, is guessed from the names."
            )
        )
        self.clicked.connect(self._ask)

    def show_for(self, preview: ImportPreview, choices: Choices) -> None:
        """Show what the units are; ``choices`` are where it is kept. Where all are known there is nothing to show."""
        self._preview, self._choices = preview, choices
        counted = Counter(as_new(name, choices.new_units).kind for name in preview.new_units)
        parts = [f"{text(f'unit_kind.{kind}')} {counted[kind]:,}" for kind in UnitKind if counted[kind]]
        ways = Counter(one.what for one in preview.unit_texts.values())
        read = ways.total() - ways[What.NEW] - ways[What.OPEN]
        if read:
            words = ngettext("{count} read as another name", "{count} read as other names", read)
            parts.append(words.format(count=f"{read:,}"))
        if ways[What.OPEN]:
            parts.append(_("Not said yet {count}").format(count=f"{ways[What.OPEN]:,}"))
        self.setText(_("Check the units: {kinds}…").format(kinds=" · ".join(parts)))
        self.setVisible(bool(preview.unit_texts))

    def _ask(self) -> None:
        assert self._preview is not None
        dialog = NewUnitsDialog(self, self._preview, self._choices, self._space.today)
        dialog.accepted.connect(partial(self._answered, dict(self._choices.unit_said)))
        dialog.open()

    def _answered(self, before: dict[str, UnitSaid]) -> None:
        assert self._preview is not None
        self.show_for(self._preview, self._choices)
        self.said.emit()
        if before != self._choices.unit_said:
            self.named.emit()


class NewUnitsDialog(EnterPresses):
    """One line a text of the file that is no name of a unit of the roster; the team follows the kind until it is chosen."""

    def __init__(self, parent: QWidget, preview: ImportPreview, choices: Choices, today: date) -> None:
        super().__init__(parent)
        self._today = today
        self._preview = preview
        self._choices = choices
        self._texts = dict(list(preview.unit_texts.items())[:_MOST])
        self.lines: dict[str, UnitLine] = {}
        self._lists = UnitLists(preview, self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Units that the roster does not know by this name"))
        self.resize(theme.size(1320), theme.size(520))
        whole = QVBoxLayout(self)
        margin = theme.size(20)
        whole.setContentsMargins(margin, margin, margin, theme.size(theme.MARGIN))
        whole.setSpacing(theme.size(theme.PADDING))
        words = [
            _(
                "Say of each what it is; the next file is read the same, but for words that any unit uses. A unit that "
                "the roster has under its former name is renamed with the import, since the day you give, else since "
                "the day the file speaks of."
            ),
            _(
                "Guessed from the names. The team is for people whose row says neither a team nor a level or rank; "
                "those keep what their row says."
            ),
        ]
        if len(preview.unit_texts) > _MOST:
            words.append(_("The first {count} units are shown.").format(count=_MOST))
        note = QLabel(sentences(words))
        note.setWordWrap(True)
        whole.addWidget(note)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(_("Units that the roster does not know by this name"))
        area.setWidget(self._grid())
        whole.addWidget(area, 1)
        next_by_tab(area)
        self.wrong = QLabel()
        self.wrong.setProperty("role", "hint")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        whole.addWidget(self.wrong)
        line = QHBoxLayout()
        line.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        done = QPushButton(_("Save"))
        done.setDefault(True)
        done.setProperty("kind", "primary")
        done.clicked.connect(self.accept)
        line.addWidget(cancel)
        line.addWidget(done)
        whole.addLayout(line)

    def _grid(self) -> QWidget:
        ground = QWidget()
        grid = QGridLayout(ground)
        grid.setContentsMargins(0, 0, theme.size(12), 0)
        grid.setHorizontalSpacing(theme.size(theme.GAP))
        grid.setVerticalSpacing(theme.size(4))
        grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        titles = (
            *(_("Unit in the file · rows"), _("Taken for"), _("Kind of unit")),
            *(_("Line"), _("Managing unit"), _("Team of its people")),
        )
        for place, title in enumerate(titles):
            heading = QLabel(title)
            heading.setProperty("role", "slate")
            grid.addWidget(heading, 0, place)
        for row, (name, read) in enumerate(self._texts.items(), 1):
            day = self._choices.unit_said.get(name, UnitSaid(read.what)).day
            line = UnitLine(name, read, as_new(name, self._choices.new_units), day, self._lists)
            self.lines[name] = line
            line.place(grid, row)
        fit_columns(grid, self._lists, self)
        return ground

    def accept(self) -> None:
        """Keep what is chosen; what is not said, or can't be, keeps the window open."""
        said: dict[str, UnitSaid] = {}
        for name, line in self.lines.items():
            wrong, field = self._wrong(line, said)
            if wrong:
                self.wrong.setText(wrong)
                self.wrong.show()
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            said[name] = line.said()
        choices = self._choices
        for name, line in self.lines.items():
            read = self._texts[name]
            before = choices.unit_said.get(name, UnitSaid(read.what, read.unit))
            if said[name] != UnitSaid(read.what, read.unit, before.day):
                for text in [one for one in choices.unit_said if key_of(one) == key_of(name)]:
                    del choices.unit_said[text]  # of two spellings the last answer holds
                if said[name].what is not What.OPEN:
                    choices.unit_said[name] = said[name]
            if said[name].what is What.NEW:
                choices.new_units[name] = line.new()
        super().accept()

    def _wrong(self, line: UnitLine, said: Mapping[str, UnitSaid]) -> tuple[str, QWidget]:
        """Return what is wrong with a line in words, "" for nothing, and its field; ``said`` is of the lines before it."""
        try:
            now = line.said()
        except Refused as refused:
            if line.since is not None and refused.code.startswith("day."):
                return text(refused.code, **refused.params), line.since
            now = UnitSaid(What.UNIT)
        if now.what is What.NEW:
            try:
                line.new()
            except Refused as refused:
                return text(refused.code, **refused.params), line.above
            return "", line.what
        if not now.unit and now.what is not What.OPEN:
            words = _("Choose which unit “{unit}” is, or that it is a new one.")
            return words.format(unit=line.name), line.unit
        if line.since is not None and now.what is What.RENAMED and now.day > self._today.isoformat():
            return text("history.day_to_come", value=now.day), line.since
        for other, its in said.items():
            if now.what is What.RENAMED and its.what is What.RENAMED and now.unit == its.unit:
                words = _("“{one}” and “{other}” can't both be the new name of “{unit}”.")
                return words.format(one=other, other=line.name, unit=now.unit), line.unit
        return "", line.what
