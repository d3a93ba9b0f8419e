"""The roster by hand and by import: what stands in the way, what can be undone, names of its own fields."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "roster.only.age_from": N_("{value} years and older"),
    "roster.only.age_to": N_("up to {value} years"),
    "roster.only.education": N_("education: {value}"),
    "roster.only.ethnicity": N_("ethnicity: {value}"),
    "roster.only.in_base": N_("counted in the base"),
    "roster.only.political": N_("political status: {value}"),
    "roster.only.trained_year": N_("trained in {value}"),
    "roster.only.untrained": N_("not yet trained in the cycle"),
    "roster.only.untrained_year": N_("not trained in {value}"),
    "roster.paper_title": N_("Roster of cadres"),
    "filter.invalid": N_("The filter can't be kept like this."),
    "filter.no_name": N_("Give the filter a name."),
    "filter.nothing": N_("Set at least one condition: a filter without any shows everybody."),
    "filter.taken": N_("Another kept filter is called “{name}” already; choose another name."),
    "undo.keep_filter": N_("Keep the filter “{name}”"),
    "undo.remove_filter": N_("Forget the filter “{name}”"),
    "undo.rename_filter": N_("Rename a filter to “{name}”"),
    # the orders a list of people can stand in, by domain.roster.order
    "person_order.age": N_("by age"),
    "person_order.birth": N_("by birth"),
    "person_order.class_title": N_("by class"),
    "person_order.exception": N_("by exception"),
    "person_order.issued_day": N_("by day of issue"),
    "person_order.last_review": N_("by last review"),
    "person_order.last_visit": N_("by last visit"),
    "person_order.next_visit": N_("by next visit"),
    "person_order.number": N_("by number"),
    "person_order.open_needs": N_("by open needs"),
    "person_order.organisation": N_("by enterprise"),
    "person_order.pinyin": N_("by pinyin"),
    "person_order.rank": N_("by rank"),
    "person_order.rounds": N_("by rounds of screening"),
    "person_order.seat": N_("by seat"),
    "person_order.speciality": N_("by speciality"),
    "person_order.state": N_("by state"),
    "person_order.strokes": N_("by surname strokes"),
    "person_order.team": N_("by team"),
    "person_order.trained": N_("by last training"),
    "person_order.unit": N_("by unit and rank"),
    "person_order.valid_from": N_("by day of entry"),
    "person_order.valid_to": N_("by day of leaving"),
    # forms
    "roster.person_invalid": N_("{count} fields need another look."),
    "roster.unit_invalid": N_("The unit can't be saved like this."),
    "roster.unit_needed": N_("Choose the unit."),
    "roster.id_taken": N_("{name} ({unit}) already has this ID number."),
    "roster.day_needed": N_("“{value}” is not a day. Write it as 2026-06-12."),
    "roster.day_to_come": N_("{value} is still to come. Choose today or an earlier day."),
    "roster.age_odd": N_(
        "Born {value}, this person would be {age} years old (usual: {least} to {most}). Is the day right?"
    ),
    "roster.age_odd_then": N_(
        "Born {value}, this person would have been {age} years old on {day}, the day the file speaks of (usual: {least} to {most}). Is the day right?"
    ),
    "roster.before_birth": N_("{value} lies before the birth ({birth}). Is it right?"),
    "roster.rank_goes_back": N_(
        "The new rank would be held since {value}, but the rank so far is held since {since}. Is the day right?"
    ),
    "roster.same_person": N_(
        "{name} ({unit}, born {birth}) stands in the roster already. Is this somebody else?"
    ),
    "roster.too_young_at_work": N_(
        "Born {birth}, this person would have started work at {age} (usual: from {least}). Is {value} right?"
    ),
    "roster.too_young_to_hold": N_(
        "Born {birth}, this person would have been {age} years old on {value} (usual: from {least}). Is the day right?"
    ),
    "roster.too_young_for_party": N_(
        "Born {birth}, this person would have joined the Party at {age}; the Party Constitution asks for {least} years. Is {value} right?"
    ),
    "roster.unit_no_name": N_("The unit needs a name."),
    "roster.unit_taken": N_("There is already a unit “{value}”."),
    "roster.unit_below_itself": N_("A unit can't be managed by itself or by a unit below it."),
    "roster.unit_has_people": N_(
        "{unit} still has people: {count}. Move them or note that they have left, then dissolve the unit."
    ),
    "roster.in_use": N_("{name} can't be taken back: something refers to it ({kinds}, {count} in all)."),
    "roster.reason_needed": N_("Give a reason; it is kept in the log."),
    "roster.mistake_in_use": N_(
        "{name} can't be taken out as entered by mistake: something depends on this record ({kinds}, {count} in all). What can be done: {ways}."
    ),
    "roster.mistake.group_membership": N_(
        "entries in groups: Groups and reserve, tick “With those who left”, “Correct the entry…”, “Take the entry away”"
    ),
    "roster.mistake.reserve_candidate": N_(
        "the reserve list keeps its whole trail: put the record right, or merge it with the right one"
    ),
    "roster.mistake.enrolment": N_(
        "enrolments stay on record with their class: put the record right, or merge it with the right one"
    ),
    "roster.mistake.certificate": N_(
        "certificates stay on record: put the record right, or merge it with the right one"
    ),
    "roster.mistake.person_merge": N_("merges: “Find duplicates…”, “Merges made”, “Take the merge back”"),
    "roster.mistake.other": N_("undo what was done with this record since"),
    "roster.no_such_number": N_("Only ID and phone numbers are masked."),
    # import
    "import.preview_gone": N_("The preview is no longer there. Read the file once more."),
    "import.file_changed": N_("“{file}” was changed since the preview. Read it once more."),
    "import.roster_changed": N_("The roster was changed since the preview. Read the file once more."),
    "import.rows_open": N_(
        "{count} rows are in error or not decided. Decide them, or import the good rows only."
    ),
    "import.two_rows_one_person": N_(
        "Two rows mean the same person: {row}, {name}. Decide one of them differently."
    ),
    "import.unit_closed": N_(
        "In {row}, {name}: {unit} does not exist any more. Write the unit where this person is now, or leave the row out."
    ),
    "import.id_taken": N_(
        "In {row}, {name}: somebody else has this ID number. Decide the row differently, or leave it out."
    ),
    "import.rename_refused": N_(
        "“{unit}” can't be renamed “{name}”: {why} Say another day, or another way to take it."
    ),
    "import.renamed_twice": N_(
        "“{one}” and “{other}” can't both be the new name of “{unit}”. Take one of them another way."
    ),
    "import.nothing": N_("Nothing is left to import."),
    "import.already_reverted": N_("The import of “{file}” was already taken back on {day}."),
    "import.people_in_use": N_(
        "The import can't be taken back: people of it are already used elsewhere ({kinds}), {count} in all: {names}. What can be done: {ways}."
    ),
    "import.later_import": N_(
        "The import can't be taken back: “{file}”, imported on {day}, changed people of it since, {count} in all: "
        "{names}. Take that import back first (“Imports made”)."
    ),
    "import.later_names": N_(
        "The import can't be taken back: “{file}”, imported on {day}, names people who came with it, or whose post it "
        "changed, {count} in all: {names}. Until that import is taken back they can't be taken away or given their former posts back. Take that import back first "
        "(“Imports made”); the file can be imported again afterwards."
    ),
    "import.way.group_membership": N_(
        "entries in groups: Groups and reserve, tick “With those who left”, “Correct the entry…”, “Take the entry away”"
    ),
    "import.way.reserve_candidate": N_(
        "the reserve list keeps its whole trail: the import stays, put these people right one by one"
    ),
    "import.way.enrolment": N_(
        "enrolments stay on record with their class: the import stays, put these people right one by one"
    ),
    "import.way.certificate": N_(
        "certificates stay on record: the import stays, put these people right one by one"
    ),
    "import.way.secondment": N_("secondments: “History…” of the person, “Take away”"),
    "import.way.period": N_("former values: “History…” of the person, “Take away”"),
    "import.way.not_same": N_("reviewed pairs: “Find duplicates…”, “Look at it again”"),
    "import.way.person_merge": N_("merges: “Find duplicates…”, “Merges made”, “Take the merge back”"),
    "import.way.person_photo": N_("photos: “Photo…” of the person, take it away"),
    "import.way.other": N_("undo what was done with these people since"),
    "import.people_edited": N_(
        "The import can't be taken back: people of it were changed by hand since, {count} in all: {people}. "
        "Take these changes back first, or let the import stand and put these people right one by one."
    ),
    "import.seconded_edited": N_(
        "The import can't be taken back: secondments that it noted or ended were changed by hand since, {count} in all: "
        "{names}. Put them back first (“History…” of the person), or let the import stand and put these people right "
        "one by one."
    ),
    "import.number_taken": N_(
        "The import can't be taken back: former ID numbers of people of it are somebody else's now, {count} in all: "
        "{names}; who has them is {holders}. Put the number right there first, or merge the two records where they are "
        "one person (“Find duplicates…”)."
    ),
    "import.unit_name_taken": N_(
        "The import can't be taken back: {unit} was {name} before it, and another unit is called so now. Call that unit "
        "something else, or remove it, and take the import back then."
    ),
    "import.units_in_use": N_(
        "The import can't be taken back: the unit {unit} it opened is in use ({kinds}). What can be done: {ways}."
    ),
    "import.way.person": N_(
        "people: move them to another unit (“Transfer…”), or take the newer import that brought them back"
    ),
    "import.way.unit": N_("units under it: remove them, or choose another managing unit for them"),
    "import.step_write": N_("Writing the roster"),
    "import.step_revert": N_("Taking the import back"),
    # undo
    "undo.add_unit": N_("Add unit {name}"),
    "import.not_offered": N_(
        "In {row}, {name}: the person chosen for it is not among those it may mean. Open the row and choose again."
    ),
    "import.no_such_value": N_("“{value}” is not one of the values of {field}. Choose one of those offered."),
    "undo.change_unit": N_("Change unit {name}"),
    "undo.add_person": N_("Add {name}"),
    "undo.change_person": N_("Change {name}"),
    "undo.take_out_person": N_("Take out {name}, entered by mistake"),
    "undo.change_status": N_("Change the status of {name}"),
    "undo.import_roster": N_("Import of {file} (people: {count})"),
    # fields beyond those of a file
    "roster.field.unit_id": N_("Unit"),
    "roster.field.status_from": N_("Status since"),
    "roster.field.short_name": N_("Short name"),
    "roster.field.line": N_("Line"),
    "roster.field.parent_id": N_("Managing unit"),
    "roster.field.liaison": N_("Liaison"),
    "roster.field.liaison_phone": N_("Telephone of the liaison"),
    "roster.field.liaison_deputy": N_("Deputy of the liaison"),
    "roster.field.liaison_deputy_phone": N_("Telephone of the deputy"),
    "roster.field.founded_on": N_("Set up on"),
    "roster.field.kind": N_("Kind of unit"),
    "roster.field.active": N_("In existence"),
    "roster.field.number": N_("Running number"),
    # rank groups
    "rank_group.county": N_("County level"),
    "rank_group.section": N_("Section level"),
    "rank_group.staff": N_("Staff"),
    "rank_group.technical": N_("Technical titles"),
    "rank_group.business": N_("Business posts"),
    "rank_group.none": N_("Without rank"),
}
