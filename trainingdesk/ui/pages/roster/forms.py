"""The forms of the Roster tab: a person and a status."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from trainingdesk.domain.codes import Authority, PersonStatus, Rank, Sex, Team
from trainingdesk.domain.errors import DeskError, Invalid, Problem, Refused, Severity
from trainingdesk.domain.roster.copied import CONTRADICTS
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.history_views import lasting
from trainingdesk.domain.roster.person_form import PersonForm
from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.domain.roster.views import PersonCard
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.saved_words import saved
from trainingdesk.ui.widgets.editors import (
    ChoiceEditor,
    DayEditor,
    NoteEditor,
    Option,
    TextEditor,
)
from trainingdesk.ui.widgets.fields import make_room
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.roster import AddPerson, ChangePerson, ChangeStatus
from trainingdesk.usecases.outcome import Outcome

#: the height the fields of a person take before they scroll, and what stands above and below them
_FIELDS_HEIGHT, _AROUND_FIELDS = 520, 200

#: what holds from a day on: when one of them is another, the form asks how that is meant
_DATED_FIELDS = ("unit_id", "team", "post", "rank", "side_rank", "status")
#: the ranks that can be held beside a leading post
SERVICE_RANKS = tuple(rank for rank in Rank if is_service_rank(rank))


def since_fields() -> tuple[Field, Field]:
    """Return the questions since when a change holds, and by which document."""
    day = TextEditor(example="2026-06-12")
    return (
        Field("day", _("Since when"), day, hint=_("Month or day; blank means today")),
        Field("reason", _("Reason or document"), TextEditor()),
    )


def open_stays_said(card: PersonCard, ends: str, today: date) -> str:
    """Return what somebody is in that a change of status or unit touches: the secondment that ``ends`` then, the groups."""
    said = []
    away = lasting(card.secondments, today)
    if away is not None and ends:
        said.append(ends.format(place=away.words or "–", day=away.valid_from.isoformat()))
    inside = [format_value(Kind.CODE, line.kind) for line in card.groups if line.valid_to is None]
    if inside:
        said.append(
            _("Still in the groups {groups}: entries there do not end by themselves.").format(
                groups=" · ".join(inside)
            )
        )
    return "\n".join(said)


def options_of(codes: Iterable[StrEnum]) -> list[Option]:
    """Return a code list's members with their labels."""
    return [Option(code, format_value(Kind.CODE, code)) for code in codes]


def unit_options(units: Sequence[UnitNode], also: int | None = None) -> list[Option]:
    """Return the units that exist and ``also``, found by full, short and former names and their initials."""
    return [
        Option(unit.id, unit.name, f"{unit.short_name} {unit.sought}")
        for unit in units
        if unit.active or unit.id == also
    ]


def _stands(field: Field) -> Any:
    """Return what stands in a field, also where it is no value yet; None for nothing."""
    try:
        return field.as_editor.value() or None
    except Refused as refused:
        return refused.code


class PersonDialog(FormDialog):
    """One person; without ``person`` a new one in ``unit_id``.

    Signals:
        wanted: the card of this person, who stood in the roster already, is to be shown.
    """

    wanted = Signal(int)

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        units: Sequence[UnitNode],
        *,
        person: PersonForm | None = None,
        unit_id: int | None = None,
        seconded_in: bool = False,
    ) -> None:
        self._units = units
        self._person = person
        self._seconded_in = seconded_in
        #: fields whose question was answered by a button: what stands there is meant so
        self._kept: set[str] = set()
        new = _("New person, seconded in") if seconded_in else _("New person")
        title = new if person is None else _("Change {name}").format(name=person.name)
        super().__init__(parent, space, title)
        self.setMinimumWidth(theme.size(620))
        if person is not None:
            self.form.set_values(
                {name: getattr(person, name) for name in self.form.fields if hasattr(person, name)}
            )
            self._show_since()
            return
        if unit_id is not None:
            self.form.set_values({"unit_id": unit_id})
        if seconded_in:
            self.form.set_values({"status": PersonStatus.SECONDED_IN, "status_from": space.today.isoformat()})
        self._show_seconded()

    def build(self) -> None:
        """Lay the fields out; those a new person needs stand first."""
        form = self.form
        form.add(
            Field("name", _("Name"), TextEditor(most=40), required=True),
            Field("unit_id", _("Unit"), ChoiceEditor(unit_options(self._units)), required=True),
        )
        if self._seconded_in:
            self._add_status()
        form.add(self._number("id_number", _("ID number"), 20), self._number("phone", _("Phone"), 20))
        form.add(
            Field("post", _("Post"), TextEditor()),
            Field("rank", _("Rank"), ChoiceEditor(options_of(Rank), optional=True)),
        )
        form.add(
            Field("post_from", _("In the post since"), TextEditor(example="2026-06"), hint=_("Month or day")),
            Field("rank_from", _("Of the rank since"), TextEditor(example="2026-06"), hint=_("Month or day")),
        )
        form.add(
            Field("team", _("Team"), ChoiceEditor(options_of(Team)), required=True),
            Field("authority", _("Managed by"), ChoiceEditor(options_of(Authority), optional=True)),
        )
        form.add(
            Field(
                "sex",
                _("Sex"),
                ChoiceEditor(options_of(Sex), optional=True),
                hint=_("Taken from the ID number"),
            ),
            Field(
                "birth",
                _("Birth"),
                TextEditor(example="1972.05"),
                hint=_("Month or day; taken from the ID number"),
            ),
        )
        if not self._seconded_in:
            self._add_status()
        form.add(
            Field("political", _("Political status"), TextEditor()),
            Field("ethnicity", _("Ethnicity"), TextEditor()),
        )
        form.add(
            Field("work_start", _("Started work"), TextEditor(example="1995.07")),
            Field("party_entry", _("Joined the Party"), TextEditor(example="1998.07")),
        )
        form.add(
            Field("native_place", _("Native place"), TextEditor()),
            Field("birthplace", _("Birthplace"), TextEditor()),
            Field("technical_title", _("Professional title"), TextEditor()),
        )
        form.add(
            Field("education", _("Education"), TextEditor()),
            Field("degree", _("Degree"), TextEditor()),
            Field("school", _("School and major"), TextEditor()),
        )
        form.add(
            Field("education_full", _("Full-time education"), TextEditor()),
            Field("degree_full", _("Full-time degree"), TextEditor()),
            Field("school_full", _("Full-time school and major"), TextEditor()),
        )
        form.add(
            Field("education_service", _("In-service education"), TextEditor()),
            Field("degree_service", _("In-service degree"), TextEditor()),
            Field("school_service", _("In-service school and major"), TextEditor()),
        )
        form.add(
            Field(
                "side_rank",
                _("Rank beside the post"),
                ChoiceEditor(options_of(SERVICE_RANKS), _("None"), optional=True),
            ),
            Field("side_rank_from", _("Of that rank since"), TextEditor(example="2026-06")),
        )
        form.add(
            Field("unit_from", _("In the unit since"), TextEditor(example="2026-06")),
            Field("team_from", _("In the team since"), TextEditor(example="2026-06")),
        )
        form.add(Field("joined_on", _("In the roster since"), TextEditor(example="2026-06-12")))
        form.add(Field("note", _("Remarks"), NoteEditor(lines=2)))
        if self._person is not None:
            self._add_since()
        form.set_values({"status": PersonStatus.SERVING, "team": Team.PARTY_GOVERNMENT})
        for key in ("name", "unit_id", "birth", "sex", "id_number"):
            form.fields[key].as_editor.edited.connect(self._kept.clear)
        self._let_scroll()

    def _add_status(self) -> None:
        """Ask how a person stands; of a new one who is seconded in where from and until when, with that status alone."""
        form = self.form
        form.add(
            Field("status", _("Status"), ChoiceEditor(options_of(PersonStatus)), required=True),
            Field("status_from", _("Status since"), TextEditor(example="2026-06-12")),
        )
        if self._person is not None:
            return
        form.add(
            Field(
                "place",
                _("Seconded from"),
                TextEditor(),
                required=True,
                hint=_("Their own unit, outside the district"),
            ),
            Field("until", _("Last day"), DayEditor(), hint=_("Blank while it is not fixed.")),
        )
        form.add(Field("reason", _("Reason or document"), TextEditor()))
        form.fields["status"].as_editor.edited.connect(self._show_seconded)

    def _show_seconded(self) -> None:
        fields = self.form.fields
        asked = fields["status"].as_editor.value() == PersonStatus.SECONDED_IN
        for key in ("place", "until", "reason"):
            fields[key].setVisible(asked)
            fields[key].setEnabled(asked)

    def _add_since(self) -> None:
        """Ask how another unit, team, post, rank or status is meant; shown only once one of them was changed."""
        form = self.form
        kinds = [
            Option(False, _("A change: the former value goes into the history")),
            Option(True, _("A correction: it was entered wrongly")),
        ]
        form.add(
            Field(
                "correction",
                _("Unit, team, post, rank or status were changed:"),
                ChoiceEditor(kinds),
                required=True,
            )
        )
        form.add(*since_fields())
        form.set_values({"correction": False})
        form.edited.connect(self._show_since)

    def _stand_by_the_buttons(self) -> None:
        """Let the question how a change is meant stand between the fields and the buttons: always in sight."""
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        self._meant = QWidget()
        grid = QGridLayout(self._meant)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.size(theme.MARGIN))
        grid.addWidget(self.form.fields["correction"], 0, 0, 1, 2)
        for column, key in enumerate(("day", "reason")):
            grid.addWidget(self.form.fields[key], 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        whole.insertWidget(whole.indexOf(self._area) + 1, self._meant)

    def _show_since(self) -> None:
        fields, person = self.form.fields, self._person
        changed = any(_stands(fields[key]) != (getattr(person, key) or None) for key in _DATED_FIELDS)
        correction = bool(fields["correction"].as_editor.value())
        if changed is self._meant.isHidden():
            self._meant.setVisible(changed)
            self._limit(self._meant.sizeHint().height() if changed else 0)
            make_room(self._meant)
        saves = _("Save as a correction") if correction else _("Save as a change")
        self._save_words = saves if changed else _("Save")
        self._say_save(self._save_words)
        for key in ("day", "reason"):
            fields[key].setVisible(not correction)

    def _number(self, key: str, label: str, most: int) -> Field:
        masked = getattr(self._person, f"{key.split('_', maxsplit=1)[0]}_masked", "") if self._person else ""
        hint = _("Blank leaves it as it is; type 无 to take it away.") if masked else ""
        return Field(key, label, TextEditor(masked, most=most), hint=hint)

    def _let_scroll(self) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(self.windowTitle())
        whole, inner = self.layout(), self.form.layout()
        assert whole is not None
        assert inner is not None
        whole.replaceWidget(self.form, area)
        inner.setContentsMargins(0, 0, theme.size(12), 0)
        area.setWidget(self.form)
        self._area = area
        self._limit()
        if self._person is not None:
            self._stand_by_the_buttons()

    def said(self, outcome: Outcome) -> str:
        """Return whose record is saved, and what changed of it."""
        name = self.form.fields["name"].as_editor.value() or ""
        if self._person is not None:
            return saved(name, outcome.result["changed"], self.form.fields, {})
        unit = next(node for node in self._units if node.id == self.form.fields["unit_id"].as_editor.value())
        if self.form.fields["status"].as_editor.value() == PersonStatus.SECONDED_IN:
            return _("{name} is added to {unit}, seconded from {place}. Undo takes it back.").format(
                name=name, unit=unit.short_name, place=self.form.fields["place"].as_editor.value()
            )
        return _("{name} is added to {unit}. Undo takes it back.").format(name=name, unit=unit.short_name)

    def _limit(self, below: int = 0) -> None:
        """Let the fields be as high as the screen has room for above what stands below them."""
        room = self.screen().availableGeometry().height() - theme.size(_AROUND_FIELDS) - below
        self._area.setMinimumHeight(min(theme.size(_FIELDS_HEIGHT), room))

    def save(self) -> None:
        """Save, and bring the first field that needs another look into sight."""
        super().save()
        self._bring_into_sight()

    def _refused(self, error: DeskError) -> None:
        super()._refused(error)
        for problem in error.problems if isinstance(error, Invalid) else ():
            if problem.code in CONTRADICTS and problem.severity is Severity.QUESTION:
                self._offer_both(problem)
            elif problem.code == "roster.same_person":
                self._offer_card(problem)
        # buttons take their room once the layout was told
        QTimer.singleShot(0, self, self._bring_into_sight)

    def _offer_card(self, problem: Problem) -> None:
        """Offer the card of the person present, and to go on with somebody else."""
        field = self.form.fields[problem.field]
        field.offer(
            (
                (_("Open that card and drop this form"), partial(self._go_to, problem.params["person_id"])),
                (_("It is somebody else"), partial(self._keep, field)),
            )
        )

    def _go_to(self, person_id: int) -> None:
        self._touched = False
        self.reject()
        self.wanted.emit(person_id)

    def _offer_both(self, problem: Problem) -> None:
        """Offer what the ID number says and what was typed."""
        field = self.form.fields[problem.field]
        by_number, typed = problem.params["choices"]
        said = [
            format_value(Kind.CODE, Sex(one)) if problem.field == "sex" else one for one in (by_number, typed)
        ]
        field.offer(
            (
                (_("By the ID number: {value}").format(value=said[0]), partial(self._take, field, by_number)),
                (_("As typed: {value}").format(value=said[1]), partial(self._keep, field)),
            )
        )

    def _take(self, field: Field, value: Any) -> None:
        field.as_editor.set_value(value)
        field.as_editor.edited.emit()
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, field: Field) -> None:
        """Answer a question: what stands in the field is meant so, until it or what it was held against is another."""
        self._kept.add(field.key)
        field.settle(_("Somebody else of that name.") if field.key == "name" else _("Stays as typed."))
        if not any(other.error for other in self.form.fields.values()):
            self._ask_anew()
            self.banner.say([])
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _answered(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.sure, *self._kept)))

    def _bring_into_sight(self) -> None:
        wrong = next((field for field in self.form.fields.values() if field.error), None)
        if wrong is not None and self._area.isAncestorOf(wrong):
            self._area.ensureWidgetVisible(wrong)

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command; what was left blank is blank."""
        coded = {"unit_id", "team", "sex", "rank", "authority", "status", "side_rank", "correction"}
        filled: dict[str, Any] = {
            key: value if key in coded else value or "" for key, value in values.items()
        }
        if self._person is None:
            filled["until"] = values["until"]
            return AddPerson(sure=self._answered, **filled)
        return ChangePerson(
            person_id=self._person.id,
            version=self._person.version,
            sure=self._answered,
            keep_id_number=not filled["id_number"] and bool(self._person.id_masked),
            keep_phone=not filled["phone"] and bool(self._person.phone_masked),
            **filled,
        )


class StatusDialog(FormDialog):
    """Where a person stands towards the base."""

    def __init__(self, parent: QWidget, space: Workspace, person: PersonCard) -> None:
        self._person = person
        title = _("Change the status of {name}").format(name=person.name)
        intro = _("Nobody is deleted: who has retired or left keeps their training file.")
        ends = _(
            "Seconded to {place} since {day}: for who retires or leaves, this ends the day before, by itself."
        )
        more = open_stays_said(person, ends, space.today)
        super().__init__(parent, space, title, intro="\n".join(filter(None, (intro, more))))
        self.form.set_values({"status": person.status})

    def build(self) -> None:
        """Two fields."""
        self.form.add(Field("status", _("Status"), ChoiceEditor(options_of(PersonStatus)), required=True))
        self.form.add(Field("status_from", _("Status since"), DayEditor(), hint=_("Blank means today.")))
        self.offer_day("status_from")
        self.form.add(Field("reason", _("Reason or document"), TextEditor()))

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        day: date | None = values["status_from"]
        return ChangeStatus(
            person_id=self._person.id,
            version=self._person.version,
            status=values["status"],
            day=day,
            reason=values["reason"] or "",
            sure=self.sure,
        )

    def said(self, _outcome: Outcome) -> str:
        """Return who stands how since when; of who is seconded in, what is still to be noted."""
        fields = self.form.fields
        status = PersonStatus(fields["status"].as_editor.value())
        words = _("{name}: {status} since {day}.").format(
            name=self._person.name,
            status=format_value(Kind.CODE, status),
            day=format_value(Kind.DAY, fields["status_from"].as_editor.value() or self.space.today),
        )
        if status is PersonStatus.SECONDED_IN:
            words += _(" “Second…” notes where from and until when.")
        return words
