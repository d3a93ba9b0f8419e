"""What can be done on the System tab."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action
from trainingdesk.ui.column_choice import columns_action

_P = Permission

ACTIONS: tuple[Action, ...] = (
    Action(
        "office.backup",
        N_("Back up now"),
        "office",
        "back_up",
        "device-floppy",
        "Ctrl+B",
        _P.BACKUP_CREATE,
        help=N_("Makes a verified backup of the desk beside its file."),
        kind="primary",
        find=N_("save a copy of the file"),
    ),
    Action(
        "office.backup_to",
        N_("Back up to a folder…"),
        "office",
        "back_up_to",
        "folder-open",
        "",
        _P.BACKUP_CREATE,
        help=N_("For a USB stick or a second disk."),
        find=N_("copy to a USB stick"),
    ),
    Action(
        "office.verify",
        N_("Verify the backup"),
        "office",
        "verify",
        "circle-check",
        "",
        _P.BACKUP_CREATE,
        "why_no_backup",
    ),
    Action(
        "office.restore",
        N_("Restore the backup…"),
        "office",
        "restore",
        "history",
        "",
        _P.BACKUP_RESTORE,
        "why_no_backup",
        help=N_("The present file is set aside first; nothing is lost."),
        kind="danger",
        find=N_("bring a backup back"),
    ),
    Action(
        "office.check",
        N_("Check the desk"),
        "office",
        "check",
        "list-check",
        "Ctrl+Shift+C",
        _P.LOG_READ,
        help=N_("Says in plain words whether the file, the log, the ledger and the registers are whole."),
        find=N_("is the file sound"),
    ),
    Action("office.add_user", N_("Add a user…"), "office", "add_user", "user-plus", "Ctrl+N", _P.USER_EDIT),
    Action(
        "office.change_user",
        N_("Change the user…"),
        "office",
        "change_user",
        "pencil",
        "",
        _P.USER_EDIT,
        "why_no_user",
    ),
    Action(
        "office.reset_password",
        N_("New password for the user…"),
        "office",
        "reset_password",
        "key",
        "",
        _P.USER_EDIT,
        "why_no_user",
    ),
    Action(
        "office.set_rule",
        N_("New value of the rule…"),
        "office",
        "set_rule",
        "pencil",
        "",
        _P.OFFICE_EDIT,
        "why_no_rule",
        help=N_("The old value stays in force for the days before."),
    ),
    Action(
        "office.names", N_("Names of the office…"), "office", "change_office", "building", "", _P.OFFICE_EDIT
    ),
    columns_action("office"),
)
