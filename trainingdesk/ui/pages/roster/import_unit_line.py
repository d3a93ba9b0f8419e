"""One text of a file that is no name of a unit of the roster: what it is, and what there is to be said of it then."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from trainingdesk.domain.codes import Line, Team, UnitKind
from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.domain.roster.known_units import UnitSaid, What
from trainingdesk.domain.roster.matching import UnitText
from trainingdesk.domain.roster.unit_kinds import team_of_kind
from trainingdesk.domain.roster.unit_likeness import likeliest, likely
from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.forms import options_of
from trainingdesk.ui.widgets.editors import ChoiceEditor, DayEditor, Option
from trainingdesk.ui.widgets.options import OptionList
from trainingdesk.usecases.commands.roster_new_units import NewUnit

#: a unit of the same file: to the import it is one more name, as of a unit of the roster
SAME = "same"
#: what stands in a field beside its words: edges and the arrow
_BESIDE = 46


class UnitLists:
    """The lists of choices that all lines share, each made once.

    Args:
        preview: what the file says of units.
        parent: what the lists live as long as.
    """

    def __init__(self, preview: ImportPreview, parent: QObject) -> None:
        self._preview = preview
        self._parent = parent
        own = {*preview.unit_texts, *preview.new_units, *preview.units}
        read = (one.unit for one in preview.unit_texts.values())
        #: units that don't exist any more, and of which a text is read all the same
        self._closed = [unit for unit in dict.fromkeys(read) if unit and unit not in own]
        ways = self._ways()
        self.ways = OptionList(ways, parent)
        #: of a name that a unit bore once: it is none that the unit bears since a day
        self.ways_of_former = OptionList((one for one in ways if one.value != What.RENAMED), parent)
        self.nothing = OptionList((), parent)
        self.kinds = OptionList(options_of(UnitKind), parent)
        self.lines = OptionList(options_of(Line), parent)
        self.teams = OptionList(options_of(Team), parent)
        managing = (Option(one, one) for one in preview.units)
        self.managing = OptionList(managing, parent, optional=True)
        self._units: dict[str, OptionList] = {}

    def units(self, what: str) -> OptionList:
        """Return the units that a text may mean that is taken so, as the roster or the file has them."""
        if what not in self._units:
            self._units[what] = OptionList((Option(one, one) for one in self._known(what)), self._parent)
        return self._units[what]

    def likely_first(self, name: str, what: str) -> list[Option]:
        """Return the same units with those first that this text probably means."""
        known = [one for one in self._known(what) if one != name]
        return [Option(one, one) for one in dict.fromkeys((*likely(name, known), *known))]

    def likeliest(self, name: str, what: str) -> str:
        """Return the one unit that this text most probably means, "" where none is likely."""
        known = [one for one in self._known(what) if one != name]
        return likeliest(name, known, inside=what == What.SECTION)

    def _ways(self) -> list[Option]:
        """Return as what a text may be taken."""
        ways = [Option(What.NEW, _("A new unit"))]
        if any(one.what is What.OPEN for one in self._preview.unit_texts.values()):
            ways.insert(0, Option(What.OPEN, _("Not said yet")))
        if self._preview.units or self._closed:
            ways.append(Option(What.UNIT, _("A roster unit")))
            ways.append(Option(What.RENAMED, _("New name of a unit")))
        if len(self._preview.unit_texts) > 1 and self._known(SAME):
            ways.append(Option(SAME, _("Same as another here")))
        return [*ways, Option(What.SECTION, _("A section of a unit"))]

    def _known(self, what: str) -> list[str]:
        if what == SAME:
            texts = self._preview.unit_texts.items()
            # what nobody said yet says nothing of another text
            said = (text for text, read in texts if read.what is not What.OPEN)
            return list(dict.fromkeys((*said, *self._preview.new_units)))
        if what == What.SECTION:
            return list(dict.fromkeys((*self._preview.units, *self._preview.new_units, *self._closed)))
        return [*self._preview.units, *self._closed]


class _WholeLabel(QLabel):
    """Words over as many lines as they take at the width they have; a grid asks for the height of fewer."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))


class UnitLine:
    """The fields of one text: what it is; of a new unit its kind, line, managing unit and team, else which unit it is.

    Args:
        name: the text.
        read: how it is read as it stands.
        new: what it is if it is a new unit; the team follows the kind until it is chosen.
        day: first day of the name where it is the new one of a unit, "" for not said.
        lists: what all lines choose from.
    """

    def __init__(self, name: str, read: UnitText, new: NewUnit, day: str, lists: UnitLists) -> None:
        self.name = name
        self._rows = read.rows
        self._lists = lists
        self._day = day
        self.what = ChoiceEditor(lists.ways_of_former if read.former else lists.ways)
        self.unit = ChoiceEditor(lists.nothing)
        self.kind = ChoiceEditor(lists.kinds)
        self.line = ChoiceEditor(lists.lines)
        self.above = ChoiceEditor(lists.managing, _("None"), optional=True)
        self.team = ChoiceEditor(lists.teams)
        self._of_new = (self.kind, self.line, self.above, self.team)
        self._which = QWidget()
        self._beside = QHBoxLayout(self._which)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(theme.size(theme.GAP))
        self._beside.addWidget(self.unit, 1)
        #: the unit that stands there because its name is like the text, "" for none
        self._guessed = ""
        self._guess_words = QLabel(_("most like it, please check"))
        self._guess_words.setProperty("role", "hint")
        self._beside.addWidget(self._guess_words)
        #: the first day of a new name, made when it is wanted
        self.since: DayEditor | None = None
        self._since_words = QLabel(_("First day of the new name"))
        self._beside.addWidget(self._since_words)
        self._call_fields()
        self.above.share(lists.managing, partial(lists.likely_first, name, What.UNIT))
        self.kind.set_value(new.kind)
        self.team.set_value(new.team)
        self.line.set_value(new.line)
        self.above.set_value(new.above or None)
        of_file = read.what is What.UNIT and read.unit not in {
            option.value for option in lists.units(What.UNIT).options
        }
        self.what.set_value(SAME if of_file else read.what)
        self._open()
        self.unit.set_value(read.unit or None)
        self._say_guess()
        self.what.edited.connect(self._open_anew)
        self.unit.edited.connect(self._say_guess)
        self.kind.edited.connect(self._follow)

    def place(self, grid: QGridLayout, row: int) -> None:
        """Put the fields into a row of a grid."""
        label = _WholeLabel(f"{self.name} ·\u00a0{self._rows:,}")
        rows = ngettext("{count} row", "{count} rows", self._rows).format(count=f"{self._rows:,}")
        label.setToolTip(rows)
        label.setWordWrap(True)
        label.setBuddy(self.what)
        grid.addWidget(label, row, 0)
        grid.addWidget(self.what, row, 1)
        for place, editor in enumerate(self._of_new, 2):
            grid.addWidget(editor, row, place)
        grid.addWidget(self._which, row, 2, 1, len(self._of_new))

    def said(self) -> UnitSaid:
        """Return what the text was said to be; the unit is "" where none is chosen.

        Raises Refused ``choice.*`` for words that are no unit, ``day.*`` for such as are no day.
        """
        what = self.what.value()
        if what in {What.NEW, What.OPEN}:
            return UnitSaid(What(what))
        unit = self.unit.value() or ""
        if what == What.RENAMED:
            assert self.since is not None
            day: date | None = self.since.value()
            return UnitSaid(What.RENAMED, unit, day.isoformat() if day else "")
        return UnitSaid(What.SECTION if what == What.SECTION else What.UNIT, unit)

    def new(self) -> NewUnit:
        """Return what the text is as a new unit."""
        above = self.above.value() or ""
        return NewUnit(self.name, self.kind.value(), self.team.value(), self.line.value(), above)

    def _call_fields(self) -> None:
        said = {
            self.what: _("{unit}: what it is"),
            self.unit: _("{unit}: which unit"),
            self.kind: _("{unit}: kind of unit"),
            self.line: _("{unit}: line"),
            self.above: _("{unit}: managing unit"),
            self.team: _("{unit}: team of its people"),
        }
        for editor, words in said.items():
            editor.setAccessibleName(words.format(unit=self.name))

    def _open(self) -> None:
        """Show the fields for what there is to be said of the text as it is taken now."""
        what = self.what.value()
        is_new, renamed = what == What.NEW, what == What.RENAMED
        self._which.setHidden(is_new or what == What.OPEN)
        for editor in self._of_new:
            editor.setHidden(not is_new)
        if is_new or what == What.OPEN:
            self.unit.share(self._lists.nothing)
        else:
            self.unit.share(self._lists.units(what), partial(self._lists.likely_first, self.name, what))
        if renamed and self.since is None:
            self.since = DayEditor()
            self.since.setAccessibleName(_("{unit}: first day of the new name").format(unit=self.name))
            self.since.set_value(self._day or None)
            self._beside.addWidget(self.since)
        self._since_words.setHidden(not renamed)
        if self.since is not None:
            self.since.setHidden(not renamed)

    def _open_anew(self) -> None:
        """Show the fields for another choice, with the unit that is probably meant where the name says so."""
        self._open()
        what = self.what.value()
        if what in {What.NEW, What.OPEN} or self.unit.chosen() not in {None, self._guessed}:
            return
        self._guessed = self._lists.likeliest(self.name, what)
        self.unit.set_value(self._guessed or None)
        self._say_guess()

    def _say_guess(self) -> None:
        """Say of the unit that stands there that it was guessed, until another one is chosen."""
        guessed = bool(self._guessed) and self.unit.chosen() == self._guessed
        self._guess_words.setHidden(not guessed)
        self.unit.setAccessibleDescription(self._guess_words.text() if guessed else "")

    def _follow(self) -> None:
        self.team.set_value(team_of_kind(self.kind.value()))


def fit_columns(grid: QGridLayout, lists: UnitLists, of: QWidget) -> None:
    """Give each column of fields the width in which every word of its list is read whole."""
    metrics = of.fontMetrics()

    def widest(options: Iterable[Option]) -> int:
        return max(metrics.horizontalAdvance(option.words) for option in options) + theme.size(_BESIDE)

    for place, own in ((1, lists.ways), (2, lists.kinds), (3, lists.lines), (5, lists.teams)):
        grid.setColumnMinimumWidth(place, widest(own.options))
    # names may be looked at in their lists
    grid.setColumnMinimumWidth(4, theme.size(124))
    grid.setColumnStretch(0, 3)
    grid.setColumnStretch(4, 2)
