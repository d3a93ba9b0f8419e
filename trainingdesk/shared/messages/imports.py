"""An import and its report, templates for the units: what became of rows, what stands in the way."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    # what became of a row
    "import.became.new": N_("New"),
    "import.became.updated": N_("Updated"),
    "import.became.same": N_("Unchanged"),
    "import.became.older": N_("Older than the roster"),
    "import.became.together": N_("Taken together with another row"),
    "import.became.nothing_taken": N_("Nothing wanted of it"),
    "import.became.instead": N_("Left out: another row counts"),
    "import.became.declined": N_("Left out by hand"),
    "import.became.no_unit": N_("Left out: its unit was not opened"),
    "import.became.undecided": N_("Left out: not decided"),
    "import.became.error": N_("Left out: in error"),
    "import.became.moved": N_("of the updated: moved to another unit"),
    "import.became.left": N_("Status noted"),
    # forms that go out to the units and come back
    "roster.key_broken": N_(
        "The hidden key of this row was changed; the row is matched by ID number and name."
    ),
    "roster.key_gone": N_(
        "The person of this row's hidden key is no longer in the roster; the row is matched by ID number and name."
    ),
    "roster.key_moved": N_(
        "Name and ID number stand beside somebody else's hidden key, as after sorting some columns only; "
        "the row is matched by ID number and name."
    ),
    "roster.key_foreign": N_(
        "This form was made by another desk: the hidden keys of {count} rows do not count, "
        "and rows are matched by ID number and name."
    ),
    "field.by_number": N_("by the ID number"),
    "field.import_batch_id": N_("import no."),
    "field.said": N_("in the file"),
    "field.taken": N_("taken"),
    "roster.field.key": N_("Hidden key of a form"),
    "template.no_unit": N_("There is no unit “{unit}” in the roster. Write its full or its short name."),
    "template.folder_needed": N_("Several units need a folder: --out must name one that is there."),
    "template.below_folder": N_(
        "--below puts all people into one form: --out must name a file, not a folder."
    ),
    "template.nobody": N_("None of these units has anybody in it: there is no form to write."),
    "template.in_the_way": N_(
        "“{file}” stands in this folder already ({count} in all). "
        "Choose an empty folder: a form that came back must not be lost."
    ),
    "import.no_report": N_(
        "No report was kept of the import of “{file}”: it was made before there were any."
    ),
    # the rows and the sheets of a file
    "roster.row": N_("row {row}"),
    "roster.row_of_sheet": N_("row {row} of “{sheet}”"),
    "roster.form_named": N_("the form “{form}”"),
    "roster.form_unused": N_("The form “{sheet}” was not read: {reason}"),
    "roster.form_repeats": N_("another form says the very same."),
    "roster.form_unkept": N_(
        "The form carries what the roster does not keep, and that was not read: {fields}."
    ),
    "roster.forms_unkept": N_(
        "Forms that carry what the roster does not keep: {count}. That was not read: {fields}."
    ),
    "roster.sheet_unwanted": N_("it was left out by hand."),
    "roster.sheet_elsewhere": N_("the rows to be put right stand in other sheets."),
    "roster.no_such_sheet": N_("There is no sheet “{sheet}” in this file. It has: {names}."),
    # a file that is older than the roster
    "roster.file_again": N_(
        "This very file was taken in on {day} by {who}. What was changed in the roster since then stays."
    ),
    "roster.rows_again": N_(
        "The same rows were taken in on {day} by {who}, from “{file}”. What was changed in the roster since then stays."
    ),
    "roster.form_older": N_(
        "Of two forms of {name} the newer one was read, “{newer}” of {newer_day}, with its photo; “{sheet}” of {day} was not."
    ),
    "roster.maybe_twin_forms": N_(
        "Another form of this person stands in {other}, and nothing says which of the two is newer. Take this one together with the one that shall stand, or leave one out."
    ),
    "roster.sheet_older_form": N_("a newer form of the same person was read."),
    "roster.older_left": N_(
        "Some of what the file says is older than what the roster knows; the roster's values stay."
    ),
    "roster.hardly_of": N_("If {name} of “{unit}” is meant: {asked}"),
    "roster.gone_before_stay": N_(
        "{name} would be “{status}” since {gone}, but a secondment to {place} begins on {begin}. One of the two days is wrong: put the secondment right in the person's history, or leave the status as it is."
    ),
    "roster.odd_left": N_(
        "Some of the row is hardly possible of the person it means; the roster's values stay."
    ),
    "roster.value_older": N_(
        "“{value}” is older: the roster knows its value since {since}, and that value stays."
    ),
    "roster.value_known": N_(
        "“{value}” is older: by what the roster knows of {since}, its value is held since {held}, and that value stays."
    ),
    "roster.value_older_than_file": N_(
        "“{value}” is older: the roster was changed after this file was taken in, and its value stays."
    ),
    "roster.moved_same_day": N_(
        "The roster has {name} in “{own}” as of the same day, {day}: the lists of both units may have them. Check in whose books they are before the unit is changed."
    ),
    "roster.value_former": N_(
        "“{value}” is what the roster had before, and the file does not say of what day it speaks: the newer value stays."
    ),
    "roster.form_untouched": N_(
        "This form was made on {day}. Cells that came back as they went out, while the roster was changed since, count for nothing: {count}."
    ),
    "roster.form_conflicts": N_(
        "Changed both in this form, which was made on {day}, and in the roster since: {count}. The roster's values stay unless you tick the form's."
    ),
    "roster.value_conflict": N_(
        "“{value}” was written into the form, and the roster was changed too, on {since}; the roster's value stays."
    ),
    "roster.conflict_left": N_(
        "Some of what was changed in the form was changed in the roster too after the form went out; the roster's values stay."
    ),
    "roster.unit_beside": N_(
        "“{unit}” is read as “{into}” (rows: {count}). "
        "Who is only seconded there or holds a second post there belongs to their own unit: please check."
    ),
    "roster.beside_open": N_(
        "{name} is of “{own}” in the roster; the file says “{unit}” ({how}). "
        "Seconded there, still where they are, or moved there for good?"
    ),
    "roster.beside_seconded": N_(
        "Noted as seconded to “{unit}” ({how}); unit and post stay those of “{own}”."
    ),
    "roster.beside_seconded_open": N_(
        "If somebody of the roster is meant: noted as seconded to “{unit}” ({how}); unit and post stay."
    ),
    "roster.beside_stays": N_("The unit stays “{unit}”; the post “{post}” of this row is not taken."),
    "roster.seconded_not_serving": N_("The person has retired or left: no secondment was noted."),
    "roster.seconded_no_unit": N_("The unit was not opened: no secondment was noted."),
    "roster.seconded_elsewhere": N_(
        "Another secondment of this person lasts; the one of the file was not noted."
    ),
    # since when posts and ranks are held
    "roster.since_before_former": N_(
        "{value} lies before {end}, when what was before ended: the roster's day stays. If {value} is right, put the former value right first."
    ),
    "roster.since_new_left": N_(
        "{value} contradicts what the roster knows of before, and is not taken. If {value} is right, put the roster right first."
    ),
    "roster.listed_again": N_(
        "By the roster {name} has the status “{status}”, but the file lists them again without saying so. Are they back in office?"
    ),
    "roster.since_of_former": N_(
        "{value} is since when “{former}” was held, by the roster: copied along from an earlier list, it is not taken for what is new. That is dated by the file's own day; since when it is held stays open."
    ),
    "roster.moves_with_joined": N_(
        "The move on {since} needs this day: without it the roster's {joined} stays, the move would lie before that, and its day is left."
    ),
    "roster.since_left": N_(
        "The day since when post or rank are held lies before the end of a former one; the desk's day stays."
    ),
    "roster.track_since_left": N_(
        "The day since when unit, team or status hold lies before the end of a former one; it was left."
    ),
    "roster.track_since_not_yet": N_(
        "The day since when the unit is theirs lies before the unit was set up; it was left."
    ),
    "roster.track_since_joined": N_(
        "The day of the move lies before the person came into the roster; it was left."
    ),
    # what was settled on an earlier preview
    "field.which_row": N_("which row counts"),
    "which_row.this": N_("the later row"),
    "which_row.other": N_("the earlier row"),
    "which_row.out": N_("later row left out"),
    "entity.import_answer": N_("settled contradiction of a file"),
    "roster.settled_before": N_(
        "“{value}” contradicts the ID number; it was settled before and is taken as it was then."
    ),
    # remarks that say a status
    "roster.bucket.passed": N_("Stay out"),
    "roster.bucket.remark": N_("Remarks on status"),
    "roster.bucket.noted": N_("Notes"),
    "roster.remark_status": N_(
        "The remark says “{value}”. It stays a mere remark unless you set the status."
    ),
    "roster.remark_died": N_(
        "The remark says “{value}”. There is no status of its own for it: “Transferred out” takes the person out of "
        "the base, and the remark goes on saying why. It stays a mere remark unless you set the status."
    ),
    "roster.remark_seconded": N_(
        "The remark says “{value}”. Whoever is seconded from here to elsewhere keeps their status: keep the remark, and "
        "note the secondment in the person's history. It stays a mere remark unless you set the status."
    ),
    "roster.remark_away": N_(
        "The remark says “{value}”. Whoever is elsewhere for a time keeps their status and counts with their own unit: it "
        "stays a remark. Note the secondment in the person's history."
    ),
    "roster.remark_moved": N_(
        "The remark says “{value}”: the person has gone to a unit outside. It stays a mere remark unless you set the status."
    ),
    "roster.remark_removed": N_(
        "The remark says “{value}”. Who lost a post may still be on the books of the unit: set “Transferred out” only if they are off them. It stays a mere remark unless you set the status."
    ),
    "roster.remark_inner": N_(
        "The remark says “{value}”. Whoever has stopped working early is on the books of the unit until they retire: set “Retired” only if they are off them. It stays a mere remark unless you set the status."
    ),
    "roster.remark_rehired": N_(
        "The remark says “{value}”: retired, and working on. Who is retired does not count in the base. It stays a mere remark unless you set the status."
    ),
    "roster.remark_lent_here": N_(
        "The remark says “{value}”. In whose books is the person? Who is in those of another unit of this district counts with that unit: leave the row out, or they count twice. Who comes from outside can be set to “Seconded in”. It stays a mere remark unless you set the status."
    ),
    "roster.remark_moved_within": N_(
        "The remark says “{value}”, and the row is of {unit}. A remark moves nobody: where the person is in “{target}” by now, put the unit right, or leave the row out."
    ),
    "roster.remark_to_come": N_(
        "The remark says “{value}”, which has not come by the day of the file: it stays a mere remark. Set the status "
        "when it has come."
    ),
    # photos that come with forms
    "import.photos": N_("Photos"),
    "import.step_photos": N_("Making the photos small"),
    "roster.photo_new": N_("The photo of the form was kept."),
    "roster.photo_replaced": N_("The photo of the form was kept in place of the one before."),
    "roster.photo_left": N_("The photo was changed in the roster after this file was taken in, and stays."),
    "roster.photo_unreadable": N_("The photo of the form can't be read and was left out."),
}
