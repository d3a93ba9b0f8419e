"""What the units are that an import opens, and which team their people are in: guessed by name, put right here."""

from collections import Counter
from collections.abc import Mapping
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

from trainingdesk.domain.codes import Team, UnitKind
from trainingdesk.domain.roster.unit_kinds import team_of_kind
from trainingdesk.shared.text import _, ngettext, sentences, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.forms import options_of
from trainingdesk.ui.widgets.editors import ChoiceEditor
from trainingdesk.ui.widgets.enter import EnterPresses
from trainingdesk.ui.widgets.tabbing import next_by_tab

#: so many units have lines of their own; what a district's first file names beyond is as the names say
_MOST = 200


class KindsButton(QPushButton):
    """Says what the new units of a file are as it stands, and opens the window in which that is put right.

    Signals:
        said: something was put right.
    """

    said = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._units: Mapping[str, int] = {}
        self._choices = Choices()
        self.setAutoDefault(False)
        self.setToolTip(
            _(
                "What new units are, and the team of their people whose rows don't say it, is guessed from the names."
            )
        )
        self.clicked.connect(self._ask)

    def show_for(self, units: Mapping[str, int], choices: Choices) -> None:
        """Show what the units are; ``choices`` are where it is kept. Without new units there is nothing to show."""
        self._units, self._choices = units, choices
        counted = Counter(choices.kind_of(name)[0] for name in units)
        kinds = " · ".join(
            f"{text(f'unit_kind.{kind}')} {counted[kind]:,}" for kind in UnitKind if counted[kind]
        )
        self.setText(_("Kinds and teams: {kinds}…").format(kinds=kinds))
        self.setVisible(bool(units))

    def _ask(self) -> None:
        dialog = NewUnitsDialog(self, self._units, self._choices)
        dialog.accepted.connect(self._answered)
        dialog.open()

    def _answered(self) -> None:
        self.show_for(self._units, self._choices)
        self.said.emit()


class NewUnitsDialog(EnterPresses):
    """One line a unit: its name and rows, its kind, and the team, which follows the kind until it is chosen."""

    def __init__(self, parent: QWidget, units: Mapping[str, int], choices: Choices) -> None:
        super().__init__(parent)
        self._choices = choices
        self.lines: dict[str, tuple[ChoiceEditor, ChoiceEditor]] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Kinds and teams of the new units"))
        self.resize(theme.size(820), theme.size(420))
        whole = QVBoxLayout(self)
        margin = theme.size(20)
        whole.setContentsMargins(margin, margin, margin, theme.size(theme.MARGIN))
        whole.setSpacing(theme.size(theme.PADDING))
        words = [
            _(
                "Guessed from the names. The team is for people whose row says neither a team nor a level or rank; "
                "those keep what their row says."
            )
        ]
        if len(units) > _MOST:
            words.append(_("The first {count} units are shown.").format(count=_MOST))
        note = QLabel(sentences(words))
        note.setWordWrap(True)
        whole.addWidget(note)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(_("The new units"))
        area.setWidget(self._grid(dict(list(units.items())[:_MOST])))
        whole.addWidget(area, 1)
        next_by_tab(area)
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

    def _grid(self, units: Mapping[str, int]) -> QWidget:
        ground = QWidget()
        grid = QGridLayout(ground)
        grid.setContentsMargins(0, 0, theme.size(12), 0)
        grid.setHorizontalSpacing(theme.size(theme.MARGIN))
        grid.setVerticalSpacing(theme.size(4))
        grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        for place, title in enumerate((_("New unit"), _("Rows"), _("Kind of unit"), _("Team of its people"))):
            heading = QLabel(title)
            heading.setProperty("role", "slate")
            grid.addWidget(heading, 0, place)
        for row, (name, count) in enumerate(units.items(), 1):
            kind, team = self._choices.kind_of(name)
            kinds, teams = ChoiceEditor(options_of(UnitKind)), ChoiceEditor(options_of(Team))
            kinds.setAccessibleName(_("{unit}: kind of unit").format(unit=name))
            teams.setAccessibleName(_("{unit}: team of its people").format(unit=name))
            kinds.set_value(kind)
            teams.set_value(team)
            kinds.edited.connect(partial(self._follow, kinds, teams))
            label = QLabel(name)
            label.setWordWrap(True)
            label.setBuddy(kinds)
            rows = ngettext("{count} row", "{count} rows", count).format(count=f"{count:,}")
            for place, widget in enumerate((label, QLabel(rows), kinds, teams)):
                grid.addWidget(widget, row, place)
            self.lines[name] = kinds, teams
        grid.setColumnStretch(0, 1)
        return ground

    def _follow(self, kinds: ChoiceEditor, teams: ChoiceEditor) -> None:
        teams.set_value(team_of_kind(kinds.value()))

    def accept(self) -> None:
        """Keep what is chosen."""
        for name, (kinds, teams) in self.lines.items():
            self._choices.units[name] = kinds.value(), teams.value()
        super().accept()
