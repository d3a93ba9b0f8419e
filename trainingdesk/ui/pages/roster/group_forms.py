"""The forms of groups and the reserve list."""

from collections.abc import Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from trainingdesk.domain.codes import GONE, GroupKind
from trainingdesk.domain.roster.groups import MemberRow, Proposal, VisitRow
from trainingdesk.domain.roster.views import PersonRow
from trainingdesk.shared.text import _, listed, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.pages.roster.forms import options_of
from trainingdesk.ui.widgets.editors import (
    CheckEditor,
    ChoiceEditor,
    DayEditor,
    NoteEditor,
    TextEditor,
)
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands import groups as deeds
from trainingdesk.usecases.commands import reserve as steps
from trainingdesk.usecases.commands.group_entries import TakeMembershipAway
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.roster import person_rows

#: the groups whose people have an enterprise or institute and a field of their own
WITH_FIELD = frozenset({GroupKind.TALENT, GroupKind.LECTURER})
#: how many names a sentence shows
_NAMES = 12


def _some(names: Sequence[str]) -> str:
    shown = listed(names[:_NAMES])
    return f"{shown} …" if len(names) > _NAMES else shown


def _heads(names: Sequence[str]) -> str:
    words = ngettext("{count} person: {names}", "{count} people: {names}", len(names))
    return words.format(count=len(names), names=_some(names))


class JoinDialog(FormDialog):
    """Puts the people chosen in the roster into a group, or recommends them for the reserve list."""

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        people: Sequence[tuple[int, str]],
        kind: GroupKind | None = None,
    ) -> None:
        self._people = people
        super().__init__(parent, space, _("Put into a group"), intro=_heads([name for _id, name in people]))
        if kind is not None:
            self.form.set_values({"kind": kind})
            self._fit()
        self._without = QPushButton(_("Without them"))
        self._without.setAutoDefault(False)
        self._without.clicked.connect(self._leave_them_out)
        self._without.hide()
        self.add_button(self._without)
        self._gone: tuple[PersonRow, ...] = ()
        ids = [number for number, _name in people]
        job = space.jobs.job(Lane.READ, without_progress(space.desk.ask, person_rows, ids))
        job.succeeded.connect(self._stood)
        job.failed.connect(space.notices.failed)
        job.start()

    def _stood(self, rows: Sequence[PersonRow]) -> None:
        """Say before it is saved who has retired or left, and offer to go on without them."""
        if not shiboken6.isValid(self):
            return
        self._gone = tuple(row for row in rows if row.status in GONE)
        if not self._gone:
            return
        names = [
            _("{name} ({status})").format(name=row.name, status=text(f"person_status.{row.status}"))
            for row in self._gone
        ]
        words = _("Not serving any more: {people}.").format(people=_some(names))
        # who saved at once has been told something else by now
        told = [] if self.banner.isHidden() else [self.banner.text()]
        self.banner.say([*told, words], self.banner.property("level") if told else "warning")
        self._without.setVisible(len(self._gone) < len(self._people))

    def _leave_them_out(self) -> None:
        out = {row.id for row in self._gone}
        self._people = [(number, name) for number, name in self._people if number not in out]
        self._without.hide()
        self.banner.say([_heads([name for _id, name in self._people])], "info")
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def build(self) -> None:
        """Ask group and day; for the reserve list who recommends with what opinion, for others why and in what field."""
        self.form.add(
            Field("kind", _("Group"), ChoiceEditor(options_of(GroupKind)), required=True),
            Field("day", _("From"), DayEditor(), required=True),
        )
        self.form.add(
            Field(
                "reason",
                _("Reason"),
                TextEditor(),
                required=True,
                hint=_("The document, the meeting or the post"),
            )
        )
        self.form.add(
            Field(
                "by",
                _("Who recommends"),
                TextEditor(),
                required=True,
                hint=_("The unit's Party group, the leading group or a meeting"),
            )
        )
        self.form.add(Field("opinion", _("Opinion of the recommendation"), NoteEditor(lines=3)))
        self.form.add(
            Field("organisation", _("Enterprise or institute"), TextEditor()),
            Field("speciality", _("Speciality"), TextEditor()),
        )
        self.form.fields["kind"].as_editor.edited.connect(self._fit)
        self._fit()
        # today, and not the day of the last one: another meeting has another day
        day = self.form.fields["day"].editor
        assert isinstance(day, DayEditor)
        day.offer(self.space.today.isoformat())

    def _fit(self) -> None:
        """Ask only what belongs to the chosen group."""
        kind = self.form.fields["kind"].as_editor.value()
        reserve, field = kind == GroupKind.RESERVE, kind in WITH_FIELD
        for key, asked in (
            ("reason", not reserve),
            ("by", reserve),
            ("opinion", reserve),
            ("organisation", field),
            ("speciality", field),
        ):
            self.form.fields[key].setVisible(asked)
            self.form.fields[key].setEnabled(asked)

    def said(self, outcome: Outcome) -> str:
        """Return who was put where; of several of whom some were in it already, how many came in."""
        kind = self.form.fields["kind"].as_editor.value()
        count = int(outcome.result["count"])
        people = _some([name for _id, name in self._people])
        if count != len(self._people):
            people = ngettext("{count} person", "{count} people", count).format(count=f"{count:,}")
        if kind == GroupKind.RESERVE:
            return _("Recommended for the reserve list: {people}.").format(people=people)
        group = text(f"group_kind.{kind}")
        return _("Put into the group {group}: {people}.").format(group=group, people=people)

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command; the reserve list is entered by recommendation (P2.2)."""
        ids = tuple(number for number, _name in self._people)
        if values["kind"] == GroupKind.RESERVE:
            return steps.RecommendReserve(
                person_ids=ids, day=values["day"], by=values["by"], opinion=values["opinion"] or ""
            )
        return deeds.JoinGroup(
            kind=values["kind"],
            person_ids=ids,
            day=values["day"],
            reason=values["reason"],
            organisation=values["organisation"] or "",
            speciality=values["speciality"] or "",
        )


class LeaveDialog(FormDialog):
    """Ends memberships."""

    def __init__(self, parent: QWidget, space: Workspace, members: Sequence[MemberRow]) -> None:
        self._members = members
        super().__init__(
            parent, space, _("Take out of the group"), intro=_heads([member.name for member in members])
        )

    def build(self) -> None:
        """Ask day and reason."""
        self.form.add(Field("day", _("First day outside"), DayEditor(), required=True))
        self.form.add(Field("reason", _("Reason"), TextEditor(), required=True))
        self.offer_day("day")

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        ids = tuple(member.id for member in self._members)
        return deeds.LeaveGroup(membership_ids=ids, day=values["day"], reason=values["reason"])

    def said(self, _outcome: Outcome) -> str:
        """Return who was taken out of which group."""
        people = _some([member.name for member in self._members])
        group = text(f"group_kind.{self._members[0].kind}")
        return _("Taken out of the group {group}: {people}.").format(group=group, people=people)


class MembershipDialog(FormDialog):
    """Puts one membership right; of one that has ended, until when and why too."""

    def __init__(self, parent: QWidget, space: Workspace, member: MemberRow) -> None:
        self._member = member
        super().__init__(parent, space, _("Correct the entry of {name}").format(name=member.name))
        values = {
            "day": member.valid_from,
            "reason": member.reason_in,
            "valid_to": member.valid_to,
            "reason_out": member.reason_out,
            "organisation": member.organisation,
            "speciality": member.speciality,
        }
        self.form.set_values({key: values[key] for key in self.form.fields})
        away = QPushButton(_("Take the entry away"))
        away.setProperty("kind", "danger")
        away.setAutoDefault(False)
        away.setToolTip(_("For an entry made by mistake; who was in the group leaves it with a day instead."))
        away.clicked.connect(self._take_away)
        away.setVisible(member.kind is not GroupKind.RESERVE)
        self.add_button(away)
        self._away = False

    def _take_away(self) -> None:
        if self._sending:
            return
        self._set_sending(True)
        self._away = True
        command = TakeMembershipAway(membership_id=self._member.id, version=self._member.version)
        self.space.send(
            command,
            self._saved,
            title=self.windowTitle(),
            on_error=self._not_taken,
            on_finished=self._over,
        )

    def _not_taken(self, error: BaseException) -> None:
        self._away = False
        self._failed(error)

    def build(self) -> None:
        """Ask since when and why, until when and why, and a talent's enterprise and field, a lecturer's subject."""
        self.form.add(Field("day", _("From"), DayEditor(), required=True))
        self.form.add(Field("reason", _("Reason of entry"), TextEditor(), required=True))
        if self._member.valid_to is not None:
            self.form.add(
                Field(
                    "valid_to",
                    _("First day outside"),
                    DayEditor(),
                    hint=_("Blank says that the person never left"),
                )
            )
            self.form.add(Field("reason_out", _("Reason of leaving"), TextEditor()))
        if self._member.kind in WITH_FIELD:
            self.form.add(
                Field("organisation", _("Enterprise or institute"), TextEditor()),
                Field("speciality", _("Speciality"), TextEditor()),
            )

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        end = values.get("valid_to")
        return deeds.ChangeMembership(
            membership_id=self._member.id,
            version=self._member.version,
            day=values["day"],
            reason=values["reason"],
            valid_to=end,
            reason_out=(values.get("reason_out") or "") if end else "",
            organisation=values.get("organisation") or "",
            speciality=values.get("speciality") or "",
        )

    def said(self, _outcome: Outcome) -> str:
        """Return whose entry was put right, or taken away."""
        if self._away:
            return _("The entry of {name} is taken away. Undo puts it back.").format(name=self._member.name)
        return _("The entry of {name} is put right.").format(name=self._member.name)


class ProposalDialog(FormDialog):
    """Shows who comes in and who goes out by rank, and does it when the person says so."""

    def __init__(self, parent: QWidget, space: Workspace, kind: GroupKind, found: Proposal) -> None:
        self._kind, self._found = kind, found
        # how many: the list below has all of their names
        intro = _("Coming in: {joined}, going out: {left}.").format(
            joined=f"{len(found.incoming):,}", left=f"{len(found.outgoing):,}"
        )
        if found.by_post:
            posts = _(
                "By the post in words, not by rank: {count}. They stand last in the list: look at them, and tick who is meant."
            )
            intro += "\n" + posts.format(count=f"{len(found.by_post):,}")
        if found.by_rank:
            ranks = _(
                "By the rank alone, the post does not say that they head a unit: {count}. They stand last in the list: "
                "look at them, and tick who is meant."
            )
            intro += "\n" + ranks.format(count=f"{len(found.by_rank):,}")
        title = _("Propose from ranks: {group}").format(group=text(f"group_kind.{kind}"))
        super().__init__(parent, space, title, intro=intro)

    def build(self) -> None:
        """Ask which half and who of it, day and reason."""
        self.ticks = QListWidget()
        self.ticks.setAccessibleName(_("Who is meant"))
        self.ticks.setMinimumHeight(theme.size(220))
        for part, words in (
            ("incoming", _("Coming in: {name}")),
            ("outgoing", _("Going out: {name}")),
            ("by_post", _("By the post: {name}")),
            ("by_rank", _("By the rank alone: {name}")),
        ):
            for number, name in getattr(self._found, part):
                who = _("{name}, {stands}").format(name=name, stands=self._found.stands[part, number])
                item = QListWidgetItem(words.format(name=who), self.ticks)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                # whom only one of post and rank names is to be looked at first
                asked = part not in {"by_post", "by_rank"}
                item.setCheckState(Qt.CheckState.Checked if asked else Qt.CheckState.Unchecked)
                item.setData(Qt.ItemDataRole.UserRole, (part, number))
        hint = QLabel(_("Whoever is ticked is meant; Space sets the tick and takes it away."))
        hint.setProperty("role", "hint")
        self.form.add_widget(hint)
        self.form.add_widget(self.ticks)
        self.form.add(
            Field("join", "", CheckEditor(_("Put in who holds such a rank"))),
            Field("leave", "", CheckEditor(_("Take out who does not any more"))),
        )
        self.form.add(Field("day", _("From"), DayEditor(), required=True))
        self.form.add(Field("reason", _("Reason"), TextEditor(), required=True))
        self.form.set_values({"join": True, "leave": True})
        for key in ("join", "leave"):
            self.form.fields[key].as_editor.edited.connect(self._fit)
        self._fit()
        self.offer_day("day")

    def _fit(self) -> None:
        """Grey whoever belongs to a part that is not asked for."""
        switches = {"incoming": "join", "outgoing": "leave"}
        for place in range(self.ticks.count()):
            item = self.ticks.item(place)
            part = item.data(Qt.ItemDataRole.UserRole)[0]
            if part not in switches:
                continue
            switch = self.form.fields[switches[part]]
            asked = Qt.ItemFlag.ItemIsEnabled if switch.as_editor.value() else Qt.ItemFlag.NoItemFlags
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled | asked)

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        joining = (self._ticked("incoming") if values["join"] else ()) + self._ticked("by_post")
        joining += self._ticked("by_rank")
        return deeds.ApplyProposal(
            kind=self._kind,
            person_ids=joining,
            membership_ids=self._ticked("outgoing") if values["leave"] else (),
            day=values["day"],
            reason=values["reason"],
        )

    def said(self, outcome: Outcome) -> str:
        """Return how many came in and went out."""
        return _("{group}: {joined} put in, {left} taken out.").format(
            group=text(f"group_kind.{self._kind}"),
            joined=f"{outcome.result['joined']:,}",
            left=f"{outcome.result['left']:,}",
        )

    def _ticked(self, part: str) -> tuple[int, ...]:
        found = []
        for place in range(self.ticks.count()):
            item = self.ticks.item(place)
            of_part, number = item.data(Qt.ItemDataRole.UserRole)
            if of_part == part and item.checkState() is Qt.CheckState.Checked:
                found.append(int(number))
        return tuple(found)


class VisitDialog(FormDialog):
    """One follow-up visit; with ``visit`` that one."""

    def __init__(
        self, parent: QWidget, space: Workspace, member: MemberRow, visit: VisitRow | None = None
    ) -> None:
        self._member, self._visit = member, visit
        super().__init__(parent, space, _("Follow-up visit: {name}").format(name=member.name))
        if visit is not None:
            names = ("day", "need", "service", "by_whom", "settled_on")
            self.form.set_values({name: getattr(visit, name) for name in names})

    def build(self) -> None:
        """Ask day, need, service, by whom, settled on."""
        self.form.add(
            Field("day", _("Day of the visit"), DayEditor(), required=True),
            Field("by_whom", _("By whom"), TextEditor(), required=True),
        )
        blank = _("Blank where nothing is needed")
        self.form.add(Field("need", _("What is needed"), NoteEditor(lines=2), hint=blank))
        self.form.add(Field("service", _("Service given"), NoteEditor(lines=2)))
        self.form.add(Field("settled_on", _("Settled on"), DayEditor(), hint=_("Blank while it is open")))
        self.offer_day("day")

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        filled = {**values, **{name: values[name] or "" for name in ("need", "service")}}
        if self._visit is None:
            return deeds.AddFollowUp(membership_id=self._member.id, **filled)
        return deeds.ChangeFollowUp(follow_up_id=self._visit.id, version=self._visit.version, **filled)

    def said(self, _outcome: Outcome) -> str:
        """Return whose visit is noted."""
        return _("The visit to {name} is noted.").format(name=self._member.name)
