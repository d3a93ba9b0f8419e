"""Backups and the check-up."""

from trainingdesk.shared.text import N_

MESSAGES = {
    "backup.damaged": N_("The backup {file} is damaged. Choose another one."),
    "backup.missing": N_("There is no backup {file}. Look at the list of backups, or name the whole path."),
    "backup.not_a_desk": N_("{file} is not a backup of a TrainingDesk desk. Choose another one."),
    "backup.not_whole": N_(
        "The backup {file} differs from the desk and was thrown away. Try again, or another folder."
    ),
    "backup.other_desk": N_(
        "{file} is a backup of another desk, not of this one. Open it as a desk of its own instead."
    ),
    "backup.source_damaged": N_(
        "The desk's file {file} is damaged, so no backup was made and older ones were kept. Restore the latest backup."
    ),
    "backup.reason.aside": N_("set aside at a restore"),
    "backup.reason.close": N_("at closing"),
    "backup.reason.manual": N_("on demand"),
    "backup.reason.restore": N_("before a restore"),
    "backup.reason.upgrade": N_("before an update"),
    "check.certificate_gap": N_("The certificate register {series} has {count} numbers missing."),
    "check.certificate_series": N_("The certificate register {series} and its number counter disagree."),
    "check.certificate_twice": N_(
        "Somebody holds two valid certificates of one class, one of them {number}."
    ),
    "check.certificate_unearned": N_(
        "Certificate {number} belongs to somebody who has not completed the class."
    ),
    "check.class_undecided": N_("Class {class_code} is closed but has people without a verdict."),
    "check.fee_booked": N_(
        "Fee request {number} is marked paid, but the ledger does not show its full amount."
    ),
    "check.fee_self": N_(
        "Fee request {number}: who asks, reviews, approves and pays must be different people, and here are not."
    ),
    "check.fee_total": N_("The total of fee request {number} is not the sum of its lines."),
    "check.grade_changed": N_(
        "The grade of {name} in class {class_code} is not the one the log recorded last."
    ),
    "check.history_day_twice": N_(
        "The roster says two things of {name} for one day ({track}, {begin} to {end}). Correct the history on the person's card."
    ),
    "check.group_backwards": N_("{name} leaves the group {group} before entering it."),
    "check.unit_below_closed": N_(
        "{unit} is managed by {parent}, which does not exist any more. Put it below another unit."
    ),
    "check.group_twice": N_("{name} is in the group {group} twice on one day."),
    "check.reserve_exception": N_(
        "{name} is on the reserve list without training, and nobody else approved an exception."
    ),
    "check.reserve_not_admitted": N_(
        "{name} is on the reserve list without an admission, or an admission without being on it."
    ),
    "check.history_backwards": N_(
        "A former value of {name} ends before it begins ({track}, {begin} to {end}). Correct the history on the person's card."
    ),
    "history_track.post": N_("post"),
    "history_track.rank": N_("service rank"),
    "history_track.secondment": N_("secondment"),
    "history_track.status": N_("status"),
    "history_track.team": N_("team"),
    "history_track.unit": N_("unit"),
    "check.integrity": N_("The file is damaged: {what}"),
    "check.ledger_amount": N_("The amount of ledger entry {entry} is not the one the log recorded."),
    "check.ledger_balance": N_("The balance after ledger entry {entry} is not the sum of the entries."),
    "check.ledger_counter": N_("Counter-entry {entry} does not mirror entry {counter_of}."),
    "check.ledger_missing": N_("Ledger entry {entry} is in the log but not in the ledger."),
    "check.link": N_("Row {row} of “{table}” points to a row of “{parent}” that is not there."),
    "check.log_backup": N_(
        "Row {row} of the log is not the one in the backup {file}: the log was cut off or written anew."
    ),
    "check.log_changed": N_("The log was changed at row {row} ({at}): its seal does not fit."),
    "check.log_cut": N_("The log was cut off after row {last}; {remembered} rows were written."),
    "check.log_gap": N_("Rows {first} to {last} of the log are missing."),
    "check.mark_stray": N_("Attendance mark {mark} belongs to a person of another class."),
    "check.more": N_("… and {count} more of the same kind."),
    "check.paper_changed": N_("The issued paper {number} is not the one that was issued."),
    "check.plan_order": N_(
        "In the plan “{title}” the target of {unit} for {year} is above that of the year before."
    ),
    "check.plan_total_order": N_(
        "In the plan “{title}” the total of {year} is above that of the year before."
    ),
    "check.plan_row": N_("In the plan “{title}” the targets of {unit} do not add up to its base."),
    "check.schema": N_("The file's structure was changed: “{what}” is missing or different."),
    "check.search": N_("The search index lacks {missing} people and holds {stray} that are gone."),
    "check.order": N_(
        "{count} people stand at a wrong place in the lists, {name} among them. Saving a change of their post or rank puts them right."
    ),
    "check.stay_of_gone": N_(
        "{name} has retired or left and is still seconded ({place}). End the secondment on the person's card."
    ),
    "check.sound": N_("The desk is sound."),
    "check.unreadable": N_("Part of the file can't be read: {what}"),
    "check.verdict_changed": N_(
        "The verdict on {name} in class {class_code} is not the one the log recorded last."
    ),
}
