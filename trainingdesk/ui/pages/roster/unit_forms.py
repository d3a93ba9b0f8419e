"""The forms of units: one unit, and the merger of two."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from trainingdesk.domain.codes import Line, UnitKind
from trainingdesk.domain.roster.base import own_short_name
from trainingdesk.domain.roster.unit_views import FormerName, UnitForm, UnitNode
from trainingdesk.shared.text import _, listed, ngettext
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.pages.roster.forms import options_of, unit_options
from trainingdesk.ui.pages.roster.saved_words import saved
from trainingdesk.ui.widgets.editors import CheckEditor, ChoiceEditor, DayEditor, Option, TextEditor
from trainingdesk.ui.widgets.fields import make_room
from trainingdesk.ui.widgets.forms import Field, Form, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.roster import AddUnit, ChangeUnit
from trainingdesk.usecases.commands.unit_names import SaveFormerName
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.roster import heads_together


def propose_short(form: Form, office_name: str, proposed: str, taken: Collection[str] = ()) -> str:
    """Keep the short name what the full name proposes, as long as nobody wrote another one; returns what is proposed.

    Args:
        form: one with the fields ``name`` and ``short_name``.
        office_name: tells the district, which short names leave out.
        proposed: what was proposed last, or stood there at first.
        taken: short names of other units, which are not proposed.
    """
    name, short = (form.fields[key].as_editor for key in ("name", "short_name"))
    if (short.value() or "") != proposed:
        return proposed
    wanted = own_short_name(name.value() or "", office_name, taken)
    short.set_value(wanted)
    return wanted


#: as many of the units that come along in a merger are named
_NAMED = 4
_TEXTS = ("short_name", "liaison", "liaison_deputy", "liaison_phone", "liaison_deputy_phone")
#: saves a new unit and goes on with the next one
_NEXT_KEY = "Ctrl+Shift+Enter"


def below(units: Sequence[UnitNode], unit_id: int) -> frozenset[int]:
    """Return a unit and all that it manages, at whatever depth: none of them can manage it."""
    found = {unit_id}
    while more := {node.id for node in units if node.parent_id in found} - found:
        found |= more
    return frozenset(found)


class UnitDialog(FormDialog):
    """One unit; without ``unit`` a new one below ``parent_id``, and others after it that stand there too."""

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        units: Sequence[UnitNode],
        *,
        unit: UnitForm | None = None,
        parent_id: int | None = None,
    ) -> None:
        self._units = units
        self._unit = unit
        title = _("New unit") if unit is None else _("Change {name}").format(name=unit.name)
        self._proposed = unit.short_name if unit is not None else ""
        #: short names of the units that this window has added
        self._added: set[str] = set()
        self._goes_on = False
        super().__init__(parent, space, title)
        self.setMinimumWidth(theme.size(640))
        if unit is not None:
            self.form.set_values(
                {name: getattr(unit, name) for name in self.form.fields if hasattr(unit, name)}
            )
            self._show_renaming()
            return
        line = next((node.line for node in units if node.id == parent_id), None)
        self.form.set_values({"parent_id": parent_id, "line": line, "kind": UnitKind.ORGAN})
        following = QPushButton(_("Save and add the next"))
        following.setAutoDefault(False)
        following.setToolTip(
            _("Managing unit, line and kind stay for the next one ({key}).").format(key=_NEXT_KEY)
        )
        following.clicked.connect(self.save_and_go_on)
        self.add_button(following)
        QWidget.setTabOrder(self.cancel_button, following)
        QWidget.setTabOrder(following, self.save_button)

    def build(self) -> None:
        """Names, line, kind, place in the tree, who answers for training."""
        form = self.form
        form.add(
            Field("name", _("Full name"), TextEditor(), required=True, hint=_("As papers print it")),
        )
        form.add(
            Field(
                "short_name",
                _("Short name"),
                TextEditor(),
                hint=_("For trees and narrow columns; proposed from the full name"),
            ),
            Field("line", _("Line"), ChoiceEditor(options_of(Line)), required=True),
            Field(
                "kind",
                _("Kind of unit"),
                ChoiceEditor(options_of(UnitKind)),
                required=True,
                hint=_("By its establishment"),
            ),
        )
        form.fields["name"].as_editor.edited.connect(self._propose)
        if self._unit is not None:
            self._add_renaming()
        # a closed unit keeps the closed one above it, unless another is chosen
        unit = self._unit
        own = below(self._units, unit.id) if unit is not None else frozenset()
        above = unit_options(
            [node for node in self._units if node.id not in own], unit.parent_id if unit is not None else None
        )
        form.add(
            Field("parent_id", _("Managing unit"), ChoiceEditor(above, _("None"), optional=True)),
            Field(
                "founded_on",
                _("Set up on"),
                DayEditor(),
                hint=_("First day it existed, for lists of earlier days; blank for not known"),
            ),
            *(() if unit is None else (Field("active", "", CheckEditor(_("The unit is in existence"))),)),
        )
        form.add(
            Field("liaison", _("Liaison"), TextEditor(most=40), hint=_("Answers for training in the unit")),
            Field("liaison_phone", _("Telephone of the liaison"), TextEditor(most=40)),
        )
        form.add(
            Field("liaison_deputy", _("Deputy of the liaison"), TextEditor(most=40)),
            Field("liaison_deputy_phone", _("Telephone of the deputy"), TextEditor(most=40)),
        )

    def _add_renaming(self) -> None:
        """Ask how another name is meant; shown only once a name was changed."""
        form = self.form
        kinds = [
            Option(True, _("A renaming: the former name is kept with its day")),
            Option(False, _("A correction: the name was entered wrongly")),
        ]
        form.add(Field("renamed", _("The name was changed:"), ChoiceEditor(kinds), required=True))
        form.add(
            Field("day", _("First day of the new name"), DayEditor(), hint=_("Blank means today.")),
            Field("reason", _("Reason or document"), TextEditor()),
        )
        form.set_values({"renamed": True})
        form.edited.connect(self._show_renaming)

    def _propose(self) -> None:
        """Let the short name follow the full one, until it is written by hand; the old name brings its own back."""
        unit, name = self._unit, self.form.fields["name"].as_editor.value()
        short = self.form.fields["short_name"].as_editor
        if unit is not None and name == unit.name and (short.value() or "") == self._proposed:
            short.set_value(unit.short_name)
            self._proposed = unit.short_name
        else:
            others = {node.short_name for node in self._units if unit is None or node.id != unit.id}
            self._proposed = propose_short(
                self.form, self.space.desk.office_name, self._proposed, others | self._added
            )

    def _show_renaming(self) -> None:
        fields, unit = self.form.fields, self._unit
        assert unit is not None
        changed = any(
            (fields[key].as_editor.value() or "") != getattr(unit, key) for key in ("name", "short_name")
        )
        fields["renamed"].setVisible(changed)
        for key in ("day", "reason"):
            fields[key].setVisible(changed and bool(fields["renamed"].as_editor.value()))
        make_room(self.form)

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        filled = {**values, **{key: values[key] or "" for key in _TEXTS}}
        if self._unit is None:
            return AddUnit(**filled)
        filled["reason"] = filled["reason"] or ""
        return ChangeUnit(unit_id=self._unit.id, version=self._unit.version, founded=True, **filled)

    def save(self) -> None:
        """Save and close."""
        if not self._sending:
            self._goes_on = False
            super().save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Shift+Enter saves a new unit and goes on with the next."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if self._unit is None and enter and event.modifiers() & both == both:
            self.save_and_go_on()
        else:
            super().keyPressEvent(event)

    def save_and_go_on(self) -> None:
        """Save, and ask for the next unit of the same place, line and kind."""
        if not self._sending:
            self._goes_on = True
            super().save()

    def _saved(self, outcome: Outcome) -> None:
        if not self._goes_on:
            super()._saved(outcome)
            return
        self.saved.emit(outcome)
        fields = self.form.fields
        name, short = (str(fields[key].as_editor.value() or "") for key in ("name", "short_name"))
        self._added.add(short)
        above = fields["parent_id"].editor
        assert isinstance(above, ChoiceEditor)
        above.add_option(Option(outcome.result["unit_id"], name, short))
        self._proposed = ""
        self.form.set_values(dict.fromkeys(("name", "founded_on", *_TEXTS)))
        self._ask_anew()
        self._touched, self._before = False, self.form.state()
        self.banner.say([_("{name} is added. Now the next one.").format(name=name)], "done")
        fields["name"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def said(self, outcome: Outcome) -> str:
        """Return which unit is saved, and what changed of it."""
        name = self.form.fields["name"].as_editor.value() or ""
        if self._unit is None:
            return _("The unit {name} is added. Undo takes it back.").format(name=name)
        ticks = {"active": _("The unit is in existence")}
        return saved(name, outcome.result["changed"], self.form.fields, ticks)


class FormerNameDialog(FormDialog):
    """Writes a name that a unit bore before, or puts one right."""

    def __init__(
        self, parent: QWidget, space: Workspace, unit_id: int, row: FormerName | None = None
    ) -> None:
        self._unit_id, self._row = unit_id, row
        self._proposed = row.short_name if row is not None else ""
        title = _("Correct a former name") if row is not None else _("Add a former name")
        super().__init__(parent, space, title)
        if row is not None:
            self.form.set_values({key: getattr(row, key) for key in self.form.fields})

    def build(self) -> None:
        """Ask both names, until when they were borne, and why they were given up."""
        form = self.form
        form.add(Field("name", _("Full name"), TextEditor(), required=True, hint=_("As papers print it")))
        form.add(
            Field(
                "short_name",
                _("Short name"),
                TextEditor(),
                hint=_("For trees and narrow columns; proposed from the full name"),
            )
        )
        form.fields["name"].as_editor.edited.connect(self._propose)
        form.add(
            Field(
                "until",
                _("Until"),
                DayEditor(),
                required=True,
                hint=_("First day the unit was called otherwise"),
            ),
            Field("reason", _("Reason or document"), TextEditor()),
        )

    def _propose(self) -> None:
        self._proposed = propose_short(self.form, self.space.desk.office_name, self._proposed)

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return SaveFormerName(
            unit_id=self._unit_id,
            name_id=None if self._row is None else self._row.id,
            name=values["name"],
            short_name=values["short_name"] or "",
            until=values["until"],
            reason=values["reason"] or "",
        )


class MergeUnitDialog(FormDialog):
    """Lets a unit go into another one since a day (合并)."""

    def __init__(self, parent: QWidget, space: Workspace, units: Sequence[UnitNode], unit: UnitForm) -> None:
        self._units, self._unit = units, unit
        self._job: Job | None = None
        intro = _(
            "Its people move, except who retired or left before; who is seconded to it is with the other unit then."
            " The unit is closed, and papers of its time still show it."
        )
        managed = [node.short_name for node in units if node.parent_id == unit.id and node.active]
        if managed:
            names = listed(managed[:_NAMED]) + ("…" if len(managed) > _NAMED else "")
            follow = ngettext(
                "The {count} unit it manages comes along and is managed by the other unit then: {names}.",
                "The {count} units it manages come along and are managed by the other unit then: {names}.",
                len(managed),
            )
            intro = "\n".join((intro, follow.format(count=len(managed), names=names)))
        title = _("Merge {unit} into another unit").format(unit=unit.name)
        super().__init__(parent, space, title, intro=intro, save=_("Merge"))

    def build(self) -> None:
        """Ask into which unit, since when and why."""
        others = [option for option in unit_options(self._units) if option.value != self._unit.id]
        self.form.add(Field("into_id", _("Into the unit"), ChoiceEditor(others), required=True))
        self.form.add(
            Field("day", _("First day in the other unit"), DayEditor(), hint=_("Blank means today.")),
            Field("reason", _("Reason or document"), TextEditor()),
        )
        self.offer_day("day")
        self.heads = QLabel()
        self.heads.setWordWrap(True)
        self.heads.setProperty("role", "warn")
        self.heads.hide()
        self.form.add_widget(self.heads)
        self.form.fields["into_id"].as_editor.edited.connect(self._look)

    def _look(self) -> None:
        """Read who would head the two units together."""
        into = self.form.fields["into_id"].as_editor.value()
        self._job = None
        self.heads.hide()
        if into is None:
            return
        ask = without_progress(self.space.desk.ask, heads_together, (into, self._unit.id))
        job = self.space.jobs.job(Lane.READ, ask, self.windowTitle())
        self._job = job
        job.succeeded.connect(partial(self._arrived, job))
        job.failed.connect(self.space.notices.failed)
        job.start()

    def _arrived(self, job: Job, heads: Mapping[str, Sequence[str]]) -> None:
        """Say which posts stand twice then: everybody comes with the post held so far."""
        if not shiboken6.isValid(self) or self._job is not job:
            return
        self._job = None
        said = [_("{post}: {names}").format(post=post, names=listed(names)) for post, names in heads.items()]
        words = _(
            "Everybody comes with the post held so far. These stand twice then, and are put right person by person: {posts}."
        )
        self.heads.setText(words.format(posts=_("; ").join(said)))
        self.heads.setVisible(bool(said))
        make_room(self.form)

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return MergeUnits(
            unit_id=self._unit.id,
            version=self._unit.version,
            into_id=values["into_id"],
            day=values["day"],
            reason=values["reason"] or "",
        )
