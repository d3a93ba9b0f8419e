"""The filter of the list of people: a compact panel of conditions that combine."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from trainingdesk.domain.codes import (
    Authority,
    GroupKind,
    Line,
    PersonStatus,
    SecondmentWay,
    Sex,
    Team,
    UnitKind,
)
from trainingdesk.domain.errors import DeskError
from trainingdesk.domain.roster.base import RankGroup, ranks_of
from trainingdesk.domain.roster.views import FilterChoices
from trainingdesk.shared.customary import in_words
from trainingdesk.shared.text import _, sentences, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.forms import options_of
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option

#: what a choice stands for that does not narrow
ALL = ""
_NEVER = "never"
#: before the year in which nobody sought completed a class
_NOT_IN = "not in:"
#: before the code of a single rank in the list of levels and ranks
_RANK = "rank:"
_IN_ROW = 3
_AGES = range(18, 71)


def _ranks() -> list[Option]:
    """Return the levels of ranks, each followed by its single ranks."""
    found = []
    for group in RankGroup:
        found.append(Option(group, text(f"rank_group.{group}")))
        found += [Option(f"{_RANK}{rank}", text(f"rank.{rank}")) for rank in ranks_of(group)]
    return found


def _not_in(year: int) -> str:
    """Return what stands for nobody who completed a class in a year."""
    return f"{_NOT_IN}{year}"


def _said(key: str, value: Any) -> str:
    """Return the words of a condition that comes from the data: a year of training, else what is written there."""
    if key != "training":
        return in_words(key, str(value))
    year = str(value).removeprefix(_NOT_IN)
    return (_("in {year}") if year == str(value) else _("not in {year}")).format(year=year)


class FilterPanel(QFrame):
    """Conditions on people, three to a line; all of them hold together.

    Signals:
        changed: a condition was set or taken away by the person.
        clear_asked: nothing shall narrow the list any more: no condition, nothing typed, no unit.
    """

    changed = Signal()
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(_("Filter"))
        self.choices: dict[str, ChoiceEditor] = {}
        self._grid = QGridLayout(self)
        pad = theme.size(theme.PADDING)
        self._grid.setContentsMargins(pad, pad, pad, pad)
        self._grid.setHorizontalSpacing(theme.size(theme.GAP))
        self._grid.setVerticalSpacing(theme.size(theme.GAP))
        ages = [Option(age, str(age)) for age in _AGES]
        for key, label, everything, options in (
            ("team", _("Team"), _("All teams"), options_of(Team)),
            ("group", _("Rank"), _("All ranks"), _ranks()),
            ("status", _("Status"), _("Any status"), options_of(PersonStatus)),
            ("sex", _("Sex"), _("all"), options_of(Sex)),
            ("age_from", _("Age from"), _("any"), ages),
            ("age_to", _("Age to"), _("any"), ages),
            ("education", _("Education"), _("all"), []),
            ("political", _("Political status"), _("all"), []),
            ("ethnicity", _("Ethnicity"), _("all"), []),
            ("authority", _("Managed by"), _("all"), options_of(Authority)),
            ("secondment", _("Secondments"), _("all"), options_of(SecondmentWay)),
            ("training", _("Training"), _("all"), [Option(_NEVER, _("never in this cycle"))]),
            ("membership", _("Group"), _("all"), options_of(GroupKind)),
            ("line", _("Line"), _("all"), options_of(Line)),
            ("unit_kind", _("Kind of unit"), _("all"), options_of(UnitKind)),
            ("in_base", _("Base"), _("all"), [Option(True, _("only who counts in the base"))]),
        ):
            self._add(key, label, everything, options)
        self.clear_button = QPushButton(_("Clear everything"))
        self.clear_button.setToolTip(_("Takes away the conditions, what was typed and the chosen unit."))
        self.clear_button.setAutoDefault(False)
        self.clear_button.clicked.connect(self.clear_asked)
        row, place = divmod(len(self.choices), _IN_ROW)
        self._grid.addWidget(self.clear_button, row, place * 2 + 1)
        for place in range(_IN_ROW):
            self._grid.setColumnStretch(place * 2 + 1, 1)
        self._wrong = QLabel()
        self._wrong.setProperty("role", "error")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        self._grid.addWidget(self._wrong, row + 1, 0, 1, _IN_ROW * 2)

    def wrong(self) -> str:
        """Return what is typed that is none of the choices and so narrows nothing, "" where all is well."""
        said = []
        for choice in self.choices.values():
            try:
                choice.value()
            except DeskError:
                words = _("{field}: “{value}” is none of the choices; it narrows nothing.")
                said.append(words.format(field=choice.accessibleName(), value=choice.currentText().strip()))
        return sentences(said)

    def _edited(self) -> None:
        self._say_wrong()
        self.changed.emit()

    def _say_wrong(self) -> None:
        words = self.wrong()
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))

    def _add(self, key: str, label: str, everything: str, options: list[Option]) -> None:
        choice = ChoiceEditor([Option(ALL, everything), *options])
        choice.setAccessibleName(label)
        choice.setMinimumContentsLength(6)
        choice.set_value(ALL)
        choice.edited.connect(self._edited)
        choice.unread.connect(self._edited)
        name = QLabel(label)
        name.setProperty("role", "slate")
        name.setBuddy(choice)
        row, place = divmod(len(self.choices), _IN_ROW)
        self._grid.addWidget(name, row, place * 2)
        self._grid.addWidget(choice, row, place * 2 + 1)
        self.choices[key] = choice

    def offer(self, found: FilterChoices) -> None:
        """Offer the words and years that stand in the roster; what is chosen stays, though it stands there no more."""
        for key, known in (
            ("education", found.education),
            ("political", found.political),
            ("ethnicity", found.ethnicity),
        ):
            self._offer(key, [Option(ALL, _("all")), *(Option(word, in_words(key, word)) for word in known)])
        never = Option(_NEVER, _("never in this cycle"))
        years = [Option(year, _said("training", year)) for year in (*found.years, *map(_not_in, found.years))]
        self._offer("training", [Option(ALL, _("all")), never, *years])

    def _offer(self, key: str, options: list[Option]) -> None:
        choice = self.choices[key]
        chosen = choice.chosen()
        if chosen is not None and all(option.value != chosen for option in options):
            options.append(Option(chosen, _said(key, chosen)))
        choice.set_options(options)
        if choice.currentIndex() < 0:
            choice.set_value(ALL)

    def values(self) -> dict[str, Any]:
        """Return the fields of a filter that narrow."""
        found: dict[str, Any] = {}
        for key, choice in self.choices.items():
            try:
                value = choice.value()
            except DeskError:
                continue  # half a word typed: it narrows once it is one of the choices
            if value not in {ALL, None}:
                found[key] = value
        if str(found.get("group", "")).startswith(_RANK):
            found["rank"] = found.pop("group").removeprefix(_RANK)
        training = found.pop("training", None)
        if training == _NEVER:
            found["untrained"] = True
        elif str(training).startswith(_NOT_IN):
            found["untrained_year"] = int(training.removeprefix(_NOT_IN))
        elif training is not None:
            found["trained_year"] = training
        return found

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show the fields of a filter; what is not among them does not narrow."""
        given = dict(values)
        if given.get("rank"):
            given["group"] = f"{_RANK}{given.pop('rank')}"
        if given.pop("untrained", False):
            given["training"] = _NEVER
        elif "trained_year" in given:
            given["training"] = given.pop("trained_year")
        elif "untrained_year" in given:
            given["training"] = _not_in(given.pop("untrained_year"))
        for key, choice in self.choices.items():
            self._show(key, choice, given.get(key) or ALL)
        self._say_wrong()

    def _show(self, key: str, choice: ChoiceEditor, value: Any) -> None:
        """Show one condition; one that is not offered (not read yet, or no longer in the roster) holds all the same."""
        choice.set_value(value)
        if choice.currentIndex() < 0:
            choice.add_option(Option(value, _said(key, value)))
            choice.set_value(value)

    def clear(self) -> None:
        """Take every condition away, without a word to anybody."""
        self.show_values({})
