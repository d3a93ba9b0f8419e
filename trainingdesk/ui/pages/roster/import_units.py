"""What the units are that a file names and the roster does not know: new ones, others by another name, or sections."""

from collections import Counter
from dataclasses import dataclass
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

from trainingdesk.domain.codes import Line, Team, UnitKind
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.base import guess_line
from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.domain.roster.known_units import UnitSaid, What
from trainingdesk.domain.roster.matching import UnitText
from trainingdesk.domain.roster.unit_kinds import team_of_kind
from trainingdesk.domain.roster.unit_likeness import likely
from trainingdesk.shared.text import _, ngettext, sentences, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.forms import options_of
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option
from trainingdesk.ui.widgets.enter import EnterPresses
from trainingdesk.ui.widgets.options import OptionList
from trainingdesk.ui.widgets.tabbing import next_by_tab

#: so many units have lines of their own; what a district's first file names beyond is as the names say
_MOST = 200
#: a unit of the same file: to the import it is one more name, as of a unit of the roster
_SAME = "same"


class KindsButton(QPushButton):
    """Says what the unknown units of a file are as it stands, and opens the window in which that is put right.

    Signals:
        said: something was put right. named: a text was said to be another unit, so the rows are to be read again.
    """

    said = Signal()
    named = Signal()

    def __init__(self) -> None:
        super().__init__()
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
        counted = Counter(choices.kind_of(name)[0] for name in preview.new_units)
        parts = [f"{text(f'unit_kind.{kind}')} {counted[kind]:,}" for kind in UnitKind if counted[kind]]
        read = sum(one.what is not What.NEW for one in preview.unit_texts.values())
        if read:
            words = ngettext("{count} read as another name", "{count} read as other names", read)
            parts.append(words.format(count=f"{read:,}"))
        self.setText(_("Check the units: {kinds}…").format(kinds=" · ".join(parts)))
        self.setVisible(bool(preview.unit_texts))

    def _ask(self) -> None:
        assert self._preview is not None
        dialog = NewUnitsDialog(self, self._preview, self._choices)
        dialog.accepted.connect(partial(self._answered, dict(self._choices.unit_said)))
        dialog.open()

    def _answered(self, before: dict[str, UnitSaid]) -> None:
        assert self._preview is not None
        self.show_for(self._preview, self._choices)
        self.said.emit()
        if before != self._choices.unit_said:
            self.named.emit()


@dataclass(frozen=True)
class UnitLine:
    """The fields of one text: what it is and of which unit; of a new one its kind, line, managing unit and team."""

    what: ChoiceEditor
    unit: ChoiceEditor
    kind: ChoiceEditor
    line: ChoiceEditor
    above: ChoiceEditor
    team: ChoiceEditor


class NewUnitsDialog(EnterPresses):
    """One line a text of the file that is no name of a unit of the roster; the team follows the kind until it is chosen."""

    def __init__(self, parent: QWidget, preview: ImportPreview, choices: Choices) -> None:
        super().__init__(parent)
        self._preview = preview
        self._choices = choices
        self._texts = dict(list(preview.unit_texts.items())[:_MOST])
        self.lines: dict[str, UnitLine] = {}
        #: how a text is taken → the units it may mean, for all fields; what is likely for one stands in its own list
        self._lists: dict[str, OptionList] = {}
        self._ways = OptionList(self._all_ways(), self)
        self._nothing = OptionList((), self)
        self._kinds = OptionList(options_of(UnitKind), self)
        self._public_lines = OptionList(options_of(Line), self)
        self._teams = OptionList(options_of(Team), self)
        managing = (Option(one, one) for one in preview.units)
        self._above = OptionList(managing, self, optional=True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Units that the roster does not know by this name"))
        self.resize(theme.size(1240), theme.size(520))
        whole = QVBoxLayout(self)
        margin = theme.size(20)
        whole.setContentsMargins(margin, margin, margin, theme.size(theme.MARGIN))
        whole.setSpacing(theme.size(theme.PADDING))
        words = [
            _(
                "Say of each what it is; the next file is read the same. A unit that was renamed: rename it in its own form "
                "first (with the day), then import."
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
            *(_("Unit in the file"), _("Rows"), _("Taken for"), _("Which unit")),
            *(_("Kind of unit"), _("Line"), _("Managing unit"), _("Team of its people")),
        )
        for place, title in enumerate(titles):
            heading = QLabel(title)
            heading.setProperty("role", "slate")
            grid.addWidget(heading, 0, place)
        for row, (name, read) in enumerate(self._texts.items(), 1):
            fields = self.lines[name] = self._line(name, read)
            label = QLabel(name)
            label.setWordWrap(True)
            label.setBuddy(fields.what)
            rows = ngettext("{count} row", "{count} rows", read.rows).format(count=f"{read.rows:,}")
            whole = (label, QLabel(rows), fields.what, fields.unit)
            for place, widget in enumerate((*whole, fields.kind, fields.line, fields.above, fields.team)):
                grid.addWidget(widget, row, place)
        # what is chosen is read whole; names of units may be looked at in their lists
        for place, least in ((2, 176), (4, 132), (5, 132), (7, 150)):
            grid.setColumnMinimumWidth(place, theme.size(least))
        for place, share in ((0, 2), (3, 2), (6, 1)):
            grid.setColumnStretch(place, share)
        return ground

    def _line(self, name: str, read: UnitText) -> UnitLine:
        fields = UnitLine(
            ChoiceEditor(self._ways),
            ChoiceEditor(self._nothing),
            ChoiceEditor(self._kinds),
            ChoiceEditor(self._public_lines),
            ChoiceEditor(self._above, _("None"), optional=True),
            ChoiceEditor(self._teams),
        )
        said = {
            fields.what: _("{unit}: what it is"),
            fields.unit: _("{unit}: which unit"),
            fields.kind: _("{unit}: kind of unit"),
            fields.line: _("{unit}: line"),
            fields.above: _("{unit}: managing unit"),
            fields.team: _("{unit}: team of its people"),
        }
        for editor, words in said.items():
            editor.setAccessibleName(words.format(unit=name))
        fields.above.share(self._above, partial(self._offered, name, What.UNIT))
        kind, team = self._choices.kind_of(name)
        line, above = self._choices.unit_places.get(name) or (guess_line(name), "")
        fields.kind.set_value(kind)
        fields.team.set_value(team)
        fields.line.set_value(line)
        fields.above.set_value(above or None)
        what: str = read.what
        if read.what is What.UNIT and read.unit not in self._preview.units:
            what = _SAME
        fields.what.set_value(what)
        self._open(name, fields)
        fields.unit.set_value(read.unit or None)
        fields.what.edited.connect(partial(self._open, name, fields))
        fields.kind.edited.connect(partial(self._follow, fields))
        return fields

    def _all_ways(self) -> list[Option]:
        """Return as what a text may be taken."""
        ways = [Option(What.NEW, _("A new unit"))]
        if self._preview.units:
            ways.append(Option(What.UNIT, _("A roster unit")))
        if len(self._texts) > 1:
            ways.append(Option(_SAME, _("Same as another here")))
        return [*ways, Option(What.SECTION, _("A section of a unit"))]

    def _known(self, what: str) -> list[str]:
        """Return the names among which is what a text is, for each way to take it."""
        if what == _SAME:
            return list(self._preview.unit_texts)
        if what == What.SECTION:
            return list(dict.fromkeys((*self._preview.units, *self._preview.new_units)))
        return list(self._preview.units)

    def _list(self, what: str) -> OptionList:
        """Return the list that all fields share which nobody has opened yet."""
        if what not in self._lists:
            self._lists[what] = OptionList((Option(one, one) for one in self._known(what)), self)
        return self._lists[what]

    def _offered(self, name: str, what: str) -> list[Option]:
        """Return the units that may be meant, the likely ones first."""
        known = [one for one in self._known(what) if one != name]
        return [Option(one, one) for one in dict.fromkeys((*likely(name, known), *known))]

    def _open(self, name: str, fields: UnitLine) -> None:
        """Let be filled in what there is to be said of a text as it is now."""
        what = fields.what.value()
        is_new = what == What.NEW
        fields.unit.setEnabled(not is_new)
        for editor in (fields.kind, fields.line, fields.above, fields.team):
            editor.setEnabled(is_new)
        if is_new:
            fields.unit.share(self._nothing)
        else:
            fields.unit.share(self._list(what), partial(self._offered, name, what))

    def _follow(self, fields: UnitLine) -> None:
        fields.team.set_value(team_of_kind(fields.kind.value()))

    def _said(self, name: str, fields: UnitLine) -> UnitSaid:
        what = fields.what.value()
        if what == What.NEW:
            return UnitSaid(What.NEW)
        return UnitSaid(What.SECTION if what == What.SECTION else What.UNIT, fields.unit.value() or "")

    def accept(self) -> None:
        """Keep what is chosen; a text that is some unit of which nobody says which keeps the window open."""
        said: dict[str, UnitSaid] = {}
        for name, fields in self.lines.items():
            try:
                said[name] = self._said(name, fields)
            except Refused:
                said[name] = UnitSaid(What.UNIT)
            if said[name].what is not What.NEW and not said[name].unit:
                self.wrong.setText(
                    _("Choose which unit “{unit}” is, or that it is a new one.").format(unit=name)
                )
                self.wrong.show()
                fields.unit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        for name, fields in self.lines.items():
            read = self._texts[name]
            if said[name] != UnitSaid(read.what, read.unit):
                self._choices.unit_said[name] = said[name]
            if said[name].what is What.NEW:
                self._choices.units[name] = fields.kind.value(), fields.team.value()
                self._choices.unit_places[name] = fields.line.value(), fields.above.value() or ""
        super().accept()
