"""系统: accounts, rules with their sources, backups, and the log whose seal can be checked."""

from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QFileDialog, QTabWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.office.rows import LOG_HITS, OfficeFacts, RuleRow, UserRow
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_, _, listed, ngettext, text
from trainingdesk.ui.jobs import Lane
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.office.forms import OfficeForm, PasswordForm, RuleForm, UserForm
from trainingdesk.ui.pages.office.log import log_words
from trainingdesk.ui.pages.office.report import CheckReport
from trainingdesk.ui.pages.office.rules import rule_words
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.model import ListSource, QuerySource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries import office as queries
from trainingdesk.usecases.safekeeping import (
    Backup,
    Contents,
    backup_now,
    check_desk,
    restorable_files,
    restore_backup,
    verify_backup,
)


def _backup_id(backup: Backup) -> int:
    return int(backup.at.timestamp())


def _tables() -> dict[str, list[ColumnSpec]]:
    """Return the columns of each list, in the language in force."""
    return {
        "backups": [
            ColumnSpec("at", _("Made"), Kind.INSTANT, 11),
            ColumnSpec(
                "reason", _("Occasion"), width_em=11, value=lambda row: text(f"backup.reason.{row.reason}")
            ),
            ColumnSpec("size", _("Size, KB"), Kind.INT, 7, value=lambda row: row.size // 1024),
            ColumnSpec("name", _("File"), width_em=28, value=lambda row: row.path.name, stretch=True),
        ],
        "users": [
            ColumnSpec("login", _("Sign-in name"), width_em=10),
            ColumnSpec("name", _("Name"), Kind.PERSON, 7),
            ColumnSpec(
                "roles",
                _("Roles"),
                width_em=24,
                value=lambda row: listed(text(f"role.{role}") for role in row.roles),
                stretch=True,
            ),
            ColumnSpec(
                "active",
                _("Account"),
                width_em=7,
                chip={
                    True: Chip(_("open"), "circle-check", "pine"),
                    False: Chip(_("closed"), "ban", "slate"),
                },
            ),
            ColumnSpec("last_sign_in", _("Last signed in"), Kind.INSTANT, 11),
        ],
        "rules": [
            ColumnSpec("key", _("Rule"), width_em=16, value=lambda row: text(f"rule.name.{row.key}")),
            ColumnSpec("value", _("Value"), width_em=14, value=lambda row: rule_words(row.key, row.value)),
            ColumnSpec("valid_from", _("In force from"), Kind.DAY, 8),
            ColumnSpec("valid_to", _("to"), Kind.DAY, 7),
            ColumnSpec(
                "in_force",
                _("State"),
                width_em=6,
                chip={
                    True: Chip(_("in force"), "circle-check", "pine"),
                    False: Chip(_("past"), "history", "slate"),
                },
            ),
            ColumnSpec("source", _("Legal source"), width_em=30, stretch=True),
            ColumnSpec("note", _("Note"), width_em=16),
        ],
        "log": [
            ColumnSpec("id", _("No."), Kind.INT, 5, sortable=False),
            ColumnSpec("at", _("When"), Kind.INSTANT, 11),
            ColumnSpec("actor", _("Who"), Kind.PERSON, 6, sortable=False),
            ColumnSpec(
                "command",
                _("Did what"),
                width_em=11,
                sortable=False,
                value=lambda row: text(f"command.{row.command}"),
            ),
            ColumnSpec(
                "entity",
                _("To what"),
                width_em=9,
                sortable=False,
                value=lambda row: text(f"entity.{row.entity}"),
            ),
            ColumnSpec(
                "kind", _("Kind"), width_em=6, sortable=False, value=lambda row: text(f"log.kind.{row.kind}")
            ),
            ColumnSpec("detail", _("Values"), width_em=30, sortable=False, value=log_words, stretch=True),
        ],
    }


class OfficePage(Page):
    """The System tab: four lists behind one row of tabs."""

    ID = "office"
    TITLE = N_("System")
    HELP = N_("Users and roles, rules with their sources, backups, and the log of everything that was done.")
    DEPENDS_ON = frozenset({"user", "user_role", "rule", "office", "audit"})
    VERBS = (
        "office.backup",
        "office.restore",
        "office.check",
        "",
        "office.add_user",
        "office.change_user",
        "office.set_rule",
        "office.backup_to",
        "office.verify",
        "office.reset_password",
        "office.names",
    )
    VERBS_SHOWN = 7

    def build(self) -> None:
        """Make the lists; a list that the user may not see says why in its place."""
        self.search = SearchBox(_("Search the log"))
        self.search.searched.connect(self._show_log)
        self.add_filter(self.search)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("System lists"))
        self.tabs.currentChanged.connect(self._tab_changed)
        self.columns = _tables()
        titles = {"backups": _("Backups"), "users": _("Users"), "rules": _("Rules"), "log": _("Log")}
        self.lists: dict[str, TableView] = {}
        for name, title in titles.items():
            table = TableView(self.columns[name], f"office.{name}", self.space, title=title, single=True)
            table.selection_changed.connect(self.selection_changed)
            table.loaded.connect(partial(self._loaded, name))
            self.lists[name] = table
            self.tabs.addTab(table, title)
        self.lists["backups"].set_empty(
            _("No backup yet. One is made at every closing; make one now before larger changes."),
            "device-floppy",
            [self.actions_.button("office.backup")],
        )
        self.lists["log"].set_empty(self._denied(Permission.LOG_READ) or _("Nothing fits."), "history")
        self.lists["users"].set_empty(self._denied(Permission.USER_EDIT), "users")
        self.lists["rules"].set_empty(self._denied(Permission.REPORT_READ), "settings")
        self.lists["users"].opened.connect(lambda _id: self.actions_.trigger("office.change_user"))
        self.lists["rules"].opened.connect(lambda _id: self.actions_.trigger("office.set_rule"))
        self.body.addWidget(self.tabs)
        self._shown: dict[str, int] = {}

    def _denied(self, permission: Permission) -> str:
        return (
            ""
            if self.space.allows(permission)
            else text("access.denied", permission=text(f"permission.{permission}"))
        )

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self.space.desk)

    def refresh(self) -> None:
        """Read every list the user may see."""
        self.run_work(lambda _progress: restorable_files(self._desk.path), self._show_backups, key="backups")
        if self.space.allows(Permission.USER_EDIT):
            self.run_query(queries.users, partial(self._show_list, "users"))
        if self.space.allows(Permission.REPORT_READ):
            self.run_query(queries.rules, partial(self._show_list, "rules"))
        self._show_log()

    def _show_backups(self, found: list[Backup]) -> None:
        self._backups = {_backup_id(backup): backup for backup in found}
        source = ListSource(found, self.columns["backups"], _backup_id)
        self.lists["backups"].show_source(source)

    def _show_list(self, name: str, rows: list[Any]) -> None:
        self.lists[name].show_source(ListSource(rows, self.columns[name]))

    def _show_log(self) -> None:
        if self.space.allows(Permission.LOG_READ):
            source = QuerySource(self.space.desk, queries.log_ids, queries.log_rows, text=self.search.term())
            self.lists["log"].show_source(source)

    def _loaded(self, name: str, count: int) -> None:
        self._shown[name] = count
        self._tab_changed()

    def _tab_changed(self, _place: int = 0) -> None:
        name = list(self.lists)[self.tabs.currentIndex()] if hasattr(self, "lists") and self.lists else ""
        self.search.setVisible(name == "log")
        if name in getattr(self, "_shown", {}):
            count = self._shown[name]
            words = ngettext("{count} row", "{count} rows", count).format(count=f"{count:,}")
            if name == "log" and count >= LOG_HITS and self.search.term():
                words = _("the newest {count} hits; type more to find older ones").format(count=f"{count:,}")
            self.set_counts(words)

    # --- backups ---

    def why_no_backup(self) -> str:
        """Say what is missing before a backup can be verified or restored."""
        return "" if self.lists["backups"].current_id() else _("Choose a backup in the list first.")

    def _backup(self) -> Backup:
        number = self.lists["backups"].current_id()
        assert number is not None
        return self._backups[number]

    def back_up(self) -> None:
        """Make a backup beside the desk."""
        self._make_backup(None)

    def back_up_to(self) -> None:
        """Make a backup in a folder that is chosen."""
        dialog = QFileDialog(self, _("Back up to a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda folder: self._make_backup(Path(folder)))
        dialog.open()

    def _make_backup(self, folder: Path | None) -> None:
        self.tabs.setCurrentWidget(self.lists["backups"])
        self.run_work(
            lambda _progress: backup_now(self._desk, folder),
            self._backed_up,
            lane=Lane.WRITE,
            title=_("Backing up"),
            action="office.backup",
            cancellable=False,
        )

    def _backed_up(self, backup: Backup) -> None:
        self.space.backed_up.emit()
        self.say_done(_("The backup {file} is made and verified.").format(file=backup.path.name))
        self.refresh()

    def verify(self) -> None:
        """Check the chosen backup."""
        path = self._backup().path
        self.run_work(
            lambda _progress: verify_backup(self._desk, path),
            partial(self._verified, path.name),
            title=_("Verifying the backup"),
            action="office.verify",
            cancellable=False,
        )

    def _verified(self, name: str, contents: Contents) -> None:
        people = contents.counts.get("person", 0)
        self.say_done(_("The backup {file} is sound: {people} people.").format(file=name, people=people))

    def restore(self) -> None:
        """Ask once, then put the chosen backup in the desk's place."""
        backup = self._backup()
        made = f"{backup.at.astimezone():%Y-%m-%d %H:%M}"
        self.space.confirm(
            self,
            _("Restore the backup of {made}?").format(made=made),
            _("Everything done since then is taken out of the desk. The present file is kept beside it."),
            _("Restore"),
            partial(self._restore, backup.path),
            danger=True,
        )

    def _restore(self, path: Path) -> None:
        self.run_work(
            lambda _progress: restore_backup(self._desk, path),
            self._restored,
            lane=Lane.WRITE,
            title=_("Restoring the backup"),
            action="office.restore",
            cancellable=False,
        )

    def _restored(self, aside: Path) -> None:
        sentence = _("The desk was restored. The file that stood there is kept as {file}. Sign in again.")
        self.space.restart.emit(sentence.format(file=aside.name))

    # --- the check ---

    def check(self) -> None:
        """Check the whole desk and show what was found."""
        self.run_work(
            lambda _progress: check_desk(self._desk),
            self._checked,
            title=_("Checking the desk"),
            action="office.check",
            cancellable=False,
        )

    def _checked(self, found: list[Problem]) -> None:
        if not found:
            self.say_done(text("check.sound"))
            return
        CheckReport(self, found).open()

    # --- users, rules, names ---

    def why_no_user(self) -> str:
        """Say what is missing before a user can be changed."""
        return "" if self.lists["users"].current_id() else _("Choose a user in the list first.")

    def why_no_rule(self) -> str:
        """Say what is missing before a rule can get a new value."""
        return "" if self.lists["rules"].current_id() else _("Choose a rule in the list first.")

    def add_user(self) -> None:
        """Open the form of a new account."""
        self.tabs.setCurrentWidget(self.lists["users"])
        UserForm(self, self.space, None).open()

    def change_user(self) -> None:
        """Open the form of the chosen account."""
        user: UserRow = self.lists["users"].current_row()
        UserForm(self, self.space, user).open()

    def reset_password(self) -> None:
        """Open the form for a new password."""
        user: UserRow = self.lists["users"].current_row()
        PasswordForm(self, self.space, user).open()

    def set_rule(self) -> None:
        """Open the form for the chosen rule's new value."""
        rule: RuleRow = self.lists["rules"].current_row()
        RuleForm(self, self.space, rule).open()

    def change_office(self) -> None:
        """Open the form of the office's names."""
        self.run_query(queries.office_facts, self._open_office)

    def _open_office(self, facts: OfficeFacts) -> None:
        OfficeForm(self, self.space, facts).open()
