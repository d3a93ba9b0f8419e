"""The desk and the office: files, users, rules, permissions, the gate."""

from trainingdesk.shared.text import N_

MESSAGES = {
    "access.denied": N_("Your role does not allow this: {permission}. Sign in as somebody who may."),
    "desk.being_replaced": N_("The desk's file is being restored or updated. Try again in a moment."),
    "desk.busy": N_("Another window or program is writing to this desk. Try again in a moment."),
    "desk.cannot_open": N_(
        "The desk's file can't be opened. Check that the drive is there and that you may read it."
    ),
    "desk.corrupt": N_(
        "The desk's file is damaged. Restore the latest backup: at the start, under System, Backups, or with "
        "“trainingdesk backup restore”."
    ),
    "desk.disk_full": N_("The disk is full; nothing was changed. Free some space and try again."),
    "desk.disk_full_before": N_("The disk is too full: about {needed} MB are needed. Nothing was changed."),
    "desk.exists": N_("There is already a file {file}. Open it, or choose another name for the new desk."),
    "desk.folder_read_only": N_("Nothing can be written in the folder {folder}. Choose another folder."),
    "desk.io_error": N_(
        "The disk reports an error. Nothing was changed; check the drive and make a backup elsewhere."
    ),
    "desk.migration_failed": N_(
        "The file could not be brought up to date: {count} records point to nothing. It is as it was."
    ),
    "desk.missing": N_("There is no file {file}. Check the name, or make a new desk."),
    "desk.network_drive": N_(
        "{file} is on a network drive, where two computers could damage it. Choose a folder on this computer's own disk."
    ),
    "desk.newer": N_(
        "{file} was made by a newer TrainingDesk (file version {version}, this program knows {known}). Install the newer program."
    ),
    "desk.no_folder": N_("There is no folder {folder}. Make it first, or choose another."),
    "desk.not_a_desk": N_(
        "{file} is not a TrainingDesk file. Choose a desk's file; if it used to be one, it is damaged: restore a backup."
    ),
    "desk.open_elsewhere": N_(
        "{file} is open in another window. Close every window of TrainingDesk on this file, then try again."
    ),
    "desk.read_only": N_(
        "The desk's file can only be read. Clear its write protection or copy it to a folder of yours."
    ),
    "desk.sync_folder": N_(
        "{file} is in a folder that a cloud service copies while it is in use, which damages it. Choose another folder; backups may go there."
    ),
    "office.no_name": N_("The office needs a name."),
    "record.gone": N_("There is no such {kind}, or not any more. Look at the list again."),
    "record.stale": N_(
        "{who} changed this {kind} at {at} while you had it open, so nothing was saved. Close the form, open it again and enter your change on the new values."
    ),
    "record.stale_now": N_(
        "Somebody changed this at the same moment. Look at the new values, then save again."
    ),
    "request.not_repeatable": N_("What was shown once is not kept. Ask for it again."),
    "request.reused": N_(
        "This request was already used for something else. Close the form and open it again."
    ),
    "rule.missing": N_("No rule “{key}” is in force on {day}. An administrator can set it: System, Rules."),
    "rule.all_there": N_("No rule is missing."),
    "rule.lost": N_(
        "This file lacks {count} rules ({keys}); what is counted by them can't be shown. An administrator can put them"
        " back as they ship."
    ),
    "rule.no_source": N_("A rule needs its legal source: document, number and article."),
    "rule.unfit": N_("The rule was not set: something is not right yet."),
    "rule.not_after": N_("The new value must begin after {day}, when the present one began."),
    "rule.is_past": N_(
        "This value began on {day} and papers were issued by it. Add a new value from a later day."
    ),
    "rule.day_taken": N_("Another value of this rule begins on {day} already."),
    "rule.first_stays": N_(
        "This is the rule's first value and can't begin after {day}: nothing would be in force."
    ),
    "rule.bad_fraction": N_("Write a share above 0 and not above 1, for instance 1/7 or 0.2."),
    "rule.bad_whole": N_("Write a number from {least} to {most}."),
    "rule.bad_codes": N_("Name at least one, each once, out of: {known}."),
    "rule.bad_code": N_("Choose one of: {known}."),
    "rule.bad_weights": N_("Write {years} whole numbers above 0, one a year, none above the one before it."),
    "rule.bad_table": N_("Give each item an amount above 0 yuan. Items are: {known}."),
    "rule.bad_pattern": N_(
        "A number pattern needs {needed}, so that no number comes twice; {prefix} may be added."
    ),
    "rule.bad_wording": N_("The wording needs {needed} and knows only: {known}."),
    "rule.bad_names": N_("Write at least one name and at most {most}, each once."),
    "rule.unknown_word": N_("“{word}” is not known here. Known are: {known}."),
    "rule.wrong_kind": N_("The new value of “{key}” must be of the same kind as the present one."),
    "desk.new_needs": N_("A new desk needs --office, --user and --name, or --demo for the demo district."),
    "user.no_password": N_("No password was given: set TRAININGDESK_PASSWORD or type it at the prompt."),
    "user.password_given": N_(
        "This password was given to you, so another person knows it. Sign in once in the window and choose one of your"
        " own, or do so with “user password”; until then nothing else can be done."
    ),
    "user.not_named": N_("Say who acts: --user NAME."),
    "undo.nothing": N_("There is nothing of yours to undo."),
    "undo.changed_since": N_(
        "{field} of {name} was changed again since and can't be taken back. The log says by whom: take that change back "
        "first, or put it right by hand."
    ),
    "undo.changed_by": N_("{name} ({fields}, by {who} on {day})"),
    "undo.written_since": N_(
        "{name} ({kind}) was written since; this step can't be taken back any more. The log says by whom: take that away "
        "first, or put it right by hand."
    ),
    "undo.seconded_since": N_(
        "This can't be taken back: {count} people ({names}) were seconded since. End the secondment first "
        "(“End the secondment…” of the person)."
    ),
    "undo.unit_closed": N_(
        "This can't be taken back: {count} people ({names}) would go back to {unit}, which does not exist any more. "
        "Open it again first: “Change the unit…”, tick “The unit is in existence”."
    ),
    "undo.half_day_since": N_(
        "{day}, {slot}: this half-day was changed again since and can't be taken back."
    ),
    "undo.other_step": N_(
        "Your last step is another one by now, from another window. Look at what undo offers, then undo again."
    ),
    "undo.in_the_way": N_(
        "This step can't be taken back any more: what it would bring back, for instance a name, a number or a unit, is gone or "
        "belongs to another record now. Put it right by hand; the log says what it was before."
    ),
    "user.closed": N_("This account is closed. Ask the administrator."),
    "user.last_administrator": N_("The desk needs at least one open administrator account."),
    "user.login_taken": N_("There is already an account “{login}”. Choose another sign-in name."),
    "user.no_name": N_("An account needs a sign-in name and the person's name."),
    "user.no_role": N_("Choose at least one role."),
    "user.not_signed_in": N_("Sign in first."),
    "user.passwords_differ": N_("The two passwords differ. Type them again."),
    "user.password_same": N_("This is the present password. Choose another one."),
    "user.password_shown": N_(
        "The sign-in page of the demo district shows this password to everybody, so it stays as it is. On your own "
        "desk you change yours."
    ),
    "user.password_short": N_("A password needs at least {least} characters."),
    "user.wait": N_("Too many wrong passwords. Try again in {seconds} seconds."),
    "user.wrong_password": N_("Sign-in name or password is wrong."),
    "entity.attendance_mark": N_("attendance mark"),
    "entity.certificate": N_("certificate"),
    "entity.course": N_("course"),
    "entity.enrolment": N_("enrolment"),
    "entity.fee_line": N_("fee line"),
    "entity.fee_request": N_("fee request"),
    "entity.fee_step": N_("step of a fee request"),
    "entity.half_day_session": N_("half-day session"),
    "entity.import_batch": N_("import"),
    "entity.import_layout": N_("column layout"),
    "entity.issued_paper": N_("issued paper"),
    "entity.ledger_entry": N_("ledger entry"),
    "entity.lecturer": N_("lecturer"),
    "entity.menu": N_("menu"),
    "entity.menu_item": N_("menu item"),
    "entity.number_series": N_("number series"),
    "entity.office": N_("office"),
    "entity.person": N_("person"),
    "entity.plan_cell": N_("plan target"),
    "entity.plan_row": N_("plan row"),
    "entity.plan_version": N_("plan version"),
    "entity.request": N_("request"),
    "entity.rule": N_("rule"),
    "entity.training_class": N_("class"),
    "entity.undo_step": N_("undo step"),
    "entity.unit": N_("unit"),
    "entity.user": N_("account"),
    "entity.user_role": N_("role of an account"),
    "permission.attendance:mark:add": N_("take attendance"),
    "permission.attendance:mark:read": N_("see attendance"),
    "permission.attendance:session:close": N_("close a half-day's roll call"),
    "permission.attendance:session:reopen": N_("reopen a half-day's roll call"),
    "permission.backup:file:create": N_("make backups"),
    "permission.backup:file:restore": N_("restore a backup"),
    "permission.certificate:register:issue": N_("issue certificates"),
    "permission.certificate:register:read": N_("see the certificate register"),
    "permission.certificate:register:void": N_("void a certificate"),
    "permission.class:enrolment:edit": N_("enrol people"),
    "permission.class:grade:edit": N_("enter grades"),
    "permission.class:plan:approve": N_("approve planned classes"),
    "permission.class:record:edit": N_("make and change classes"),
    "permission.class:record:read": N_("see classes"),
    "permission.class:state:close": N_("close a class"),
    "permission.desk:file:keep": N_("keep the desk's file"),
    "permission.desk:step:undo": N_("undo one's own steps"),
    "permission.fee:request:approve": N_("approve fee requests"),
    "permission.fee:request:edit": N_("write fee requests"),
    "permission.fee:request:pay": N_("pay and book"),
    "permission.fee:request:read": N_("see fees and the ledger"),
    "permission.fee:request:review": N_("review fee requests"),
    "permission.ledger:entry:add": N_("book ledger entries"),
    "permission.log:entry:read": N_("read the log"),
    "permission.menu:record:edit": N_("keep courses and menus"),
    "permission.menu:record:issue": N_("issue the menu"),
    "permission.menu:record:read": N_("see courses and menus"),
    "permission.office:record:edit": N_("change the office and its rules"),
    "permission.plan:version:edit": N_("make plans"),
    "permission.plan:version:read": N_("see plans"),
    "permission.report:paper:read": N_("see and print reports"),
    "permission.roster:file:export": N_("take the roster out"),
    "permission.roster:file:import": N_("import rosters"),
    "permission.roster:person:edit": N_("keep units and people"),
    "permission.roster:person:read": N_("see the roster"),
    "permission.roster:person:reveal": N_("show masked numbers"),
    "permission.user:account:edit": N_("keep accounts"),
}
