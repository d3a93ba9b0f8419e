"""The forms of a person's history: transfer, secondment, a former value by hand."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from trainingdesk.domain.codes import PersonStatus, PostTrack, Rank, SecondmentWay, Team
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.history_views import HistoryRow, SecondmentLine, lasting
from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.domain.roster.views import PersonCard
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _
from trainingdesk.ui.pages.roster.forms import open_stays_said, options_of, since_fields, unit_options
from trainingdesk.ui.widgets.editors import ChoiceEditor, DayEditor, Option, TextEditor
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.history import SavePeriod, TransferPerson
from trainingdesk.usecases.commands.secondments import (
    ChangeSecondment,
    EndSecondment,
    ExtendSecondment,
    SecondPerson,
)
from trainingdesk.usecases.outcome import Outcome


def every_unit(units: Sequence[UnitNode]) -> list[Option]:
    """Return all units, those that do not exist any more too, for what was before."""
    return [Option(unit.id, unit.name, f"{unit.short_name} {unit.sought}") for unit in units]


class TransferOneDialog(FormDialog):
    """Moves one person to another unit since a day (调动)."""

    def __init__(
        self, parent: QWidget, space: Workspace, person: PersonCard, units: Sequence[UnitNode]
    ) -> None:
        self._person, self._units = person, units
        intro = _("Now in {unit}. The unit so far goes into the history.").format(unit=person.unit)
        ends = _("Seconded to {place} since {day}: with a transfer into that very unit, this ends by itself.")
        away = lasting(person.secondments, space.today)
        within = away is not None and away.way is SecondmentWay.WITHIN
        intro = "\n".join(filter(None, (intro, open_stays_said(person, ends if within else "", space.today))))
        super().__init__(parent, space, _("Transfer {name}").format(name=person.name), intro=intro)

    def build(self) -> None:
        """Ask where to, since when and why; a new post where there is one."""
        form = self.form
        others = [option for option in unit_options(self._units) if option.value != self._person.unit_id]
        form.add(Field("unit_id", _("To the unit"), ChoiceEditor(others), required=True))
        form.add(*since_fields())
        self.offer_day("day")
        form.add(
            Field("post", _("New post"), TextEditor(self._person.post), hint=_("Blank leaves it as it is.")),
            Field("rank", _("New rank"), ChoiceEditor(options_of(Rank), _("As it is"), optional=True)),
        )

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return TransferPerson(
            person_id=self._person.id,
            version=self._person.version,
            unit_id=values["unit_id"],
            day=values["day"] or "",
            reason=values["reason"] or "",
            post=values["post"] or None,
            rank=values["rank"],
            sure=self.sure,
        )

    def said(self, _outcome: Outcome) -> str:
        """Return who was moved where."""
        chosen = self.form.fields["unit_id"].as_editor.value()
        unit = next(unit.short_name for unit in self._units if unit.id == chosen)
        return _("{name} is transferred to {unit}.").format(name=self._person.name, unit=unit)


class SecondmentDialog(FormDialog):
    """Notes a secondment (借调), or puts one right: ``row`` as the history has it."""

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        person: tuple[int, str],
        units: Sequence[UnitNode],
        *,
        card: PersonCard | None = None,
        row: HistoryRow | None = None,
    ) -> None:
        self._person_id, name = person
        self._units, self._row, self._name = units, row, name
        #: who belongs elsewhere comes into the district; whoever belongs to it is lent
        self._in = card is not None and card.status is PersonStatus.SECONDED_IN
        unit = card.unit if card is not None else ""
        intro = _("The person stays in the books of {unit}.").format(unit=unit)
        if self._in:
            intro = _("Works in {unit}, and stays in the books of the unit they come from.").format(unit=unit)
        if row is not None:
            intro = _(
                "What was entered wrongly is put right here; a return is noted with “End the secondment…”."
            )
        super().__init__(parent, space, _("Secondment of {name}").format(name=name), intro=intro)
        if card is not None:
            self.form.set_values(
                {"way": SecondmentWay.IN, "unit_id": card.unit_id} if self._in else {"way": SecondmentWay.OUT}
            )
        if row is not None:
            self.form.set_values(
                {
                    "way": row.way,
                    "place": row.place,
                    "unit_id": row.unit_id,
                    "valid_from": date.fromisoformat(row.valid_from),
                    "valid_to": date.fromisoformat(row.valid_to) if row.valid_to else None,
                    "reason": row.reason,
                }
            )
        self._fit()

    def build(self) -> None:
        """Ask which way, where, from when to when and why."""
        form = self.form
        hint = (
            ""
            if self._in or self._row is not None
            else _("Who comes from outside: “Add somebody seconded in…”.")
        )
        ways = [
            way for way in SecondmentWay if self._row is not None or (way is SecondmentWay.IN) is self._in
        ]
        form.add(Field("way", _("Direction"), ChoiceEditor(options_of(ways)), required=True, hint=hint))
        form.add(
            Field("place", _("Place outside the district"), TextEditor(), hint=_("Where to, or where from"))
        )
        units = unit_options(self._units) if self._row is None else every_unit(self._units)
        form.add(Field("unit_id", _("Unit that has the person"), ChoiceEditor(units, optional=True)))
        first = Field("valid_from", _("From"), DayEditor(), hint=_("Blank means today."))
        if self._row is not None:
            first = Field("valid_from", _("From"), DayEditor(), required=True)
        form.add(
            first,
            Field("valid_to", _("Last day"), DayEditor(), hint=_("Blank while it lasts.")),
        )
        if self._row is None:
            self.offer_day("valid_from")
        form.add(Field("reason", _("Reason or document"), TextEditor()))
        form.edited.connect(self._fit)

    def _fit(self) -> None:
        way = self.form.fields["way"].as_editor.value()
        self.form.fields["place"].setVisible(way != SecondmentWay.WITHIN)
        self.form.fields["unit_id"].setVisible(way != SecondmentWay.OUT)

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command; what the chosen direction does not ask for is left out."""
        way = SecondmentWay(values["way"])
        given: dict[str, Any] = {
            "way": way,
            "unit_id": values["unit_id"] if way is not SecondmentWay.OUT else None,
            "place": (values["place"] or "") if way is not SecondmentWay.WITHIN else "",
            "valid_from": values["valid_from"],
            "valid_to": values["valid_to"],
            "reason": values["reason"] or "",
            "sure": self.sure,
        }
        if self._row is not None:
            return ChangeSecondment(secondment_id=self._row.record_id, **given)
        return SecondPerson(person_id=self._person_id, **given)

    def said(self, _outcome: Outcome) -> str:
        """Return whose secondment is noted."""
        return _("The secondment of {name} is noted.").format(name=self._name)


class ReturnDialog(FormDialog):
    """Notes that somebody is back from a secondment (结束借调)."""

    def __init__(self, parent: QWidget, space: Workspace, person: PersonCard, line: SecondmentLine) -> None:
        self._line, self._name = line, person.name
        intro = _("{way}: {place}, since {day}.").format(
            way=format_value(Kind.CODE, line.way),
            place=line.words or "–",
            day=format_value(Kind.DAY, line.valid_from),
        )
        if line.way is SecondmentWay.IN:
            intro += "\n" + _("The day after it the status becomes “{status}”; the record stays.").format(
                status=format_value(Kind.CODE, PersonStatus.LEFT)
            )
            intro = "\n".join(filter(None, (intro, open_stays_said(person, "", space.today))))
        title = _("End of the secondment of {name}").format(name=self._name)
        super().__init__(parent, space, title, intro=intro)

    def build(self) -> None:
        """Ask the last day; the one that was fixed stands there once it has passed."""
        here = self._line.way is SecondmentWay.IN
        hint = _("Blank means yesterday.") if here else _("Blank means today.")
        self.form.add(Field("day", _("Last day"), DayEditor(), hint=hint))
        last = self._line.valid_to
        if last is not None and last < self.space.today:
            self.form.set_values({"day": last})
        elif here:
            self.form.set_values({"day": self.space.today - timedelta(days=1)})
        else:
            self.offer_day("day")

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return EndSecondment(secondment_id=self._line.id, day=values["day"])

    def said(self, _outcome: Outcome) -> str:
        """Return who is back, and from where."""
        if self._line.way is SecondmentWay.IN:
            last = self.form.fields["day"].as_editor.value() or self.space.today - timedelta(days=1)
            words = _("{name} is back at {place}, and “{status}” since {day}. Undo takes it back.")
            return words.format(
                name=self._name,
                place=self._line.words or "–",
                status=format_value(Kind.CODE, PersonStatus.LEFT),
                day=format_value(Kind.DAY, last + timedelta(days=1)),
            )
        words = _("The secondment of {name} has ended: {place}.")
        return words.format(
            name=self._name, place=self._line.words or format_value(Kind.CODE, self._line.way)
        )


class ExtendDialog(FormDialog):
    """Moves the last day of a secondment to a later one (延长借调)."""

    def __init__(self, parent: QWidget, space: Workspace, name: str, line: SecondmentLine) -> None:
        self._line, self._name = line, name
        intro = _("{way}: {place}, to {day} so far.").format(
            way=format_value(Kind.CODE, line.way),
            place=line.words or "–",
            day=format_value(Kind.DAY, line.valid_to),
        )
        super().__init__(parent, space, _("Extend the secondment of {name}").format(name=name), intro=intro)

    def build(self) -> None:
        """Ask the new last day and the document."""
        self.form.add(Field("until", _("New last day"), DayEditor(), hint=_("Blank while it is not fixed.")))
        self.form.add(
            Field("reason", _("Reason or document"), TextEditor(), hint=_("Blank keeps the former one."))
        )

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return ExtendSecondment(
            secondment_id=self._line.id, until=values["until"], reason=values["reason"] or ""
        )

    def said(self, _outcome: Outcome) -> str:
        """Return until when it lasts now."""
        until = self.form.fields["until"].as_editor.value()
        if until is None:
            return _("The secondment of {name} lasts on, without a last day.").format(name=self._name)
        return _("The secondment of {name} lasts to {day}.").format(
            name=self._name, day=format_value(Kind.DAY, until)
        )


class PeriodDialog(FormDialog):
    """Writes one former unit, team, post or status by hand, or puts one right."""

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        person: tuple[int, str],
        kind: str,
        units: Sequence[UnitNode],
        row: HistoryRow | None = None,
    ) -> None:
        self._person_id, name = person
        self._kind, self._units, self._row = kind, units, row
        self._leading: bool | None = None
        titles = {
            "unit_period": _("Former unit of {name}"),
            "post_period": _("Former post or rank of {name}"),
            "team_period": _("Former team of {name}"),
            "status_period": _("Former status of {name}"),
        }
        intro = _("Here stands only what was before, not what holds now.")
        super().__init__(parent, space, titles[kind].format(name=name), intro=intro)
        if row is not None:
            self.form.set_values(
                {
                    "unit_id": row.unit_id,
                    "team": row.team,
                    "status": row.status,
                    "track": row.track,
                    "post": "" if row.legacy else row.words,
                    "rank": row.rank,
                    "legacy": row.legacy,
                    "valid_from": row.valid_from,
                    "valid_to": row.valid_to,
                    "begun_by": row.reason,
                    "reason": row.ended,
                }
            )
        elif kind == "post_period":
            self.form.set_values({"track": PostTrack.POST})
        if kind == "post_period":
            self._fit()

    def build(self) -> None:
        """Ask what it was, from when to when, and why it ended."""
        form = self.form
        if self._kind == "unit_period":
            form.add(Field("unit_id", _("Unit"), ChoiceEditor(every_unit(self._units)), required=True))
        elif self._kind == "team_period":
            form.add(Field("team", _("Team"), ChoiceEditor(options_of(Team)), required=True))
        elif self._kind == "status_period":
            form.add(Field("status", _("Status"), ChoiceEditor(options_of(PersonStatus)), required=True))
        else:
            self._add_post()
        form.add(
            Field(
                "valid_from",
                _("From"),
                TextEditor(example="2019-06"),
                hint=_("Month or day; blank: not known"),
            ),
            Field(
                "valid_to",
                _("Until"),
                TextEditor(example="2023-03"),
                required=True,
                hint=_("First month or day it was otherwise"),
            ),
        )
        form.add(
            Field("begun_by", _("Reason or document"), TextEditor(), hint=_("By what it began")),
            Field(
                "reason",
                _("Why it ended"),
                TextEditor(),
                hint=_("Stands as the basis of what came next, where that is known."),
            ),
        )

    def _add_post(self) -> None:
        form = self.form
        form.add(Field("track", _("What it was"), ChoiceEditor(options_of(PostTrack)), required=True))
        form.add(Field("post", _("Post"), TextEditor()))
        form.add(Field("rank", _("Rank"), ChoiceEditor(options_of(Rank), _("Not known"), optional=True)))
        form.add(
            Field(
                "legacy",
                _("Name before 2019"),
                TextEditor("主任科员"),
                hint=_("A title from before the regulation of 2019 stays as it was called."),
            )
        )
        form.edited.connect(self._fit)

    def _fit(self) -> None:
        fields = self.form.fields
        leading = fields["track"].as_editor.value() == PostTrack.POST
        fields["post"].setVisible(leading)
        rank = fields["rank"].editor
        assert isinstance(rank, ChoiceEditor)
        if leading is not self._leading:
            self._leading = leading
            rank.set_options(options_of(one for one in Rank if is_service_rank(one) is not leading))

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        given: dict[str, Any] = {}
        if self._kind == "post_period":
            leading = values["track"] == PostTrack.POST
            given = {
                "track": values["track"],
                "post": (values["post"] or "") if leading else "",
                "rank": values["rank"],
                "legacy": values["legacy"] or "",
            }
        elif self._kind == "unit_period":
            given = {"unit_id": values["unit_id"]}
        else:
            name = self._kind.removesuffix("_period")
            given = {name: values[name]}
        return SavePeriod(
            kind=self._kind,
            person_id=self._person_id,
            period_id=None if self._row is None else self._row.record_id,
            valid_from=values["valid_from"] or "",
            valid_to=values["valid_to"] or "",
            reason=values["reason"] or "",
            begun_by=self._own_basis(values["begun_by"] or ""),
            sure=self.sure,
            **given,
        )

    def _own_basis(self, typed: str) -> str:
        """Return what the row itself is to say of its beginning: nothing where the value before it says that very thing."""
        return "" if self._row is not None and not self._row.begun_by and typed == self._row.reason else typed
