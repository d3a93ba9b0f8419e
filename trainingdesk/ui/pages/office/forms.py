"""The forms of the System tab."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import Invalid, Problem, Refused
from trainingdesk.domain.office.rows import OfficeFacts, RuleRow, UserRow
from trainingdesk.shared.passwords import MIN_PASSWORD
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.office.rules import rule_value, rule_words
from trainingdesk.ui.widgets.editors import CheckEditor, DayEditor, NoteEditor, TextEditor
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.office import AddUser, ChangeOffice, ChangeUser, ResetPassword, SetRule


class RolesEditor(QWidget):
    """One check box a role.

    Signals:
        edited: a box was ticked or cleared.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.size(4))
        self._boxes: dict[Role, QCheckBox] = {}
        for role in Role:
            box = QCheckBox(text(f"role.{role}"))
            box.toggled.connect(self.edited)
            self._boxes[role] = box
            column.addWidget(box)
        self.setFocusProxy(next(iter(self._boxes.values())))

    def value(self) -> tuple[Role, ...]:
        """Return the ticked roles."""
        return tuple(role for role, box in self._boxes.items() if box.isChecked())

    def set_value(self, value: Any) -> None:
        """Tick these roles and no others."""
        for role, box in self._boxes.items():
            box.setChecked(role in (value or ()))


class UserForm(FormDialog):
    """A new account, or a change of one."""

    def __init__(self, parent: QWidget, space: Workspace, user: UserRow | None) -> None:
        self._user = user
        super().__init__(parent, space, _("Change the user") if user else _("Add a user"))

    def build(self) -> None:
        """Sign-in name and password only for a new account; open or closed only for an old one."""
        if self._user is None:
            self.form.add(Field("login", _("Sign-in name"), TextEditor(), required=True))
        self.form.add(Field("name", _("Person's name"), TextEditor(), required=True))
        if self._user is None:
            self.form.add(
                Field(
                    "password",
                    _("First password"),
                    TextEditor(secret=True),
                    required=True,
                    hint=_("At least 8 characters; the person can change it after signing in."),
                )
            )
        self.form.add(
            Field(
                "roles",
                _("Roles"),
                RolesEditor(),
                hint=_("Reviewing and approving need two persons other than the one who requests."),
            )
        )
        if self._user is not None:
            self.form.add(Field("active", _("Account"), CheckEditor(_("may sign in"))))
            self.form.set_values(
                {"name": self._user.name, "roles": self._user.roles, "active": self._user.active}
            )

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command for a new or a changed account."""
        if self._user is None:
            return AddUser(
                login=values["login"], name=values["name"], password=values["password"], roles=values["roles"]
            )
        return ChangeUser(
            user_id=self._user.id,
            version=self._user.version,
            name=values["name"],
            roles=values["roles"],
            active=values["active"],
        )


class PasswordForm(FormDialog):
    """A new password for somebody who forgot theirs."""

    def __init__(self, parent: QWidget, space: Workspace, user: UserRow) -> None:
        self._user = user
        title = _("New password for {name}").format(name=user.name)
        super().__init__(parent, space, title)

    def build(self) -> None:
        """Ask it once: the person changes it after signing in."""
        least = _("At least {least} characters").format(least=MIN_PASSWORD)
        self.form.add(
            Field("password", _("New password"), TextEditor(secret=True), required=True, hint=least)
        )

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return ResetPassword(user_id=self._user.id, password=values["password"])


class OfficeForm(FormDialog):
    """The office's name and the short name in its numbers."""

    def __init__(self, parent: QWidget, space: Workspace, facts: OfficeFacts) -> None:
        self._facts = facts
        super().__init__(
            parent,
            space,
            _("Names of the office"),
            intro=_("Papers already issued keep the names they were issued with."),
        )

    def build(self) -> None:
        """Two names."""
        self.form.add(
            Field("name", _("Full name"), TextEditor(), required=True),
            Field("number_prefix", _("Short name in document numbers"), TextEditor()),
        )
        self.form.set_values({"name": self._facts.name, "number_prefix": self._facts.number_prefix})

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return ChangeOffice(
            version=self._facts.version, name=values["name"], number_prefix=values["number_prefix"] or ""
        )


class RuleForm(FormDialog):
    """A rule's new value from a day on, with its legal source."""

    def __init__(self, parent: QWidget, space: Workspace, rule: RuleRow) -> None:
        self._rule = rule
        intro = _("In force since {day}: {value}\nSource: {source}").format(
            day=rule.valid_from, value=rule_words(rule.key, rule.value), source=rule.source
        )
        super().__init__(parent, space, text(f"rule.name.{rule.key}"), intro=intro)

    def build(self) -> None:
        """Value, first day, source, note; a value that begins today or later can also be put right."""
        self.form.add(
            Field("value", _("New value"), TextEditor(), required=True),
            Field("valid_from", _("In force from"), DayEditor(), required=True),
            Field(
                "source",
                _("Legal source"),
                TextEditor(),
                required=True,
                hint=_("Document, number and article, as it will stand under reports."),
            ),
            Field("note", _("Note"), NoteEditor()),
        )
        known: dict[str, Any] = {
            "value": rule_words(self._rule.key, self._rule.value),
            "note": self._rule.note,
        }
        if self._rule.correctable:
            self.form.add(
                Field(
                    "correct",
                    _("Correction"),
                    CheckEditor(_("put this value right instead of adding a further one")),
                )
            )
            known |= {"correct": True, "valid_from": self._rule.valid_from, "source": self._rule.source}
        self.form.set_values(known)

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command; a value that is not of the rule's kind is refused at its field."""
        try:
            value = rule_value(self._rule.key, self._rule.value, str(values["value"]))
        except Refused as refused:
            problem = Problem(refused.code, refused.params, field="value")
            raise Invalid("rule.unfit", [problem]) from refused
        return SetRule(
            key=self._rule.key,
            value=value,
            valid_from=values["valid_from"],
            source=values["source"],
            note=values["note"] or "",
            rule_id=self._rule.id,
            version=self._rule.version,
            correct=bool(values.get("correct")),
        )
