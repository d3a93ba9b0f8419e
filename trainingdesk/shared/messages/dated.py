"""Words of dated changes: former values, transfers, secondments and photos."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "command.ChangeSecondment": N_("Correct a secondment"),
    "command.EndSecondment": N_("Note a return from secondment"),
    "command.ExtendSecondment": N_("Extend a secondment"),
    "command.MergeUnits": N_("Merge two units"),
    "command.MoveUnit": N_("Move a unit in the order"),
    "command.OrderUnits": N_("Put the order of units back"),
    "command.PartUnits": N_("Take a merger of units back"),
    "command.PutPeriodBack": N_("Put a former value back"),
    "command.RemovePeriod": N_("Take a former value away"),
    "command.RemoveSecondment": N_("Take a secondment back"),
    "command.ReopenSecondment": N_("Take a return from secondment back"),
    "command.RestorePeriod": N_("Take the correction of a former value back"),
    "command.SavePeriod": N_("Write a former value"),
    "command.SecondPerson": N_("Second a person"),
    "command.PutSecondmentBack": N_("Put a secondment back"),
    "command.RestoreSecondment": N_("Take the correction of a secondment back"),
    "command.RestorePhoto": N_("Put a photo back"),
    "command.SetPhoto": N_("Change a photo"),
    "command.TransferPerson": N_("Transfer a person"),
    "command.WithdrawPeriod": N_("Take a new former value back"),
    "command.WithdrawSecondment": N_("Take a new secondment back"),
    "command.PutFormerNameBack": N_("Put a unit's former name back"),
    "command.RemoveFormerName": N_("Take a unit's former name away"),
    "command.RestoreFormerName": N_("Take the correction of a unit's former name back"),
    "command.SaveFormerName": N_("Write a unit's former name"),
    "command.WithdrawFormerName": N_("Take a unit's new former name back"),
    "history.back_already": N_("{name} came back on {day} already."),
    "history.before_joined": N_(
        "This person is in the district's roster only since {joined}, later than the move on {value}. If the move is right, save all the same: since when they are in the roster is then not said any more. Else give a later day."
    ),
    "history.before_joining": N_(
        "A move between units on {value} lies before the day this person came into the district's roster ({joined}). Put one of the two days right."
    ),
    "history.joined_behind": N_(
        "Until {end} this person was in another unit of the district, so they were in its roster before {value}. Give an earlier day or none, or put the former unit right first."
    ),
    "roster.joined_behind": N_(
        "Until {end} this person was in another unit of the district, so they were in its roster before {value}. Leave the cell blank or type an earlier day, or put the former unit right first."
    ),
    "roster.moved_before_joined": N_(
        "By the file the person moved on {value}, but they are in the roster only since {joined}. Is the move right? Then since when they are in the roster is not said any more. Else leave the cell blank."
    ),
    "roster.unit_not_yet": N_(
        "{unit} was set up on {since}, after {value}. Leave the cell blank or type a later day; if the unit is older, put its day right first."
    ),
    "history.before_present": N_(
        "{value} lies before {since}, when the present value began. Enter it among the former values, "
        "or correct since when the present one holds."
    ),
    "history.day_to_come": N_("{value} is still to come. Enter today or an earlier day."),
    "history.end_needed": N_("Say when it ended: a month or a day."),
    "history.ends_before": N_("It ends on {value}, not after it begins ({begin})."),
    "history.into_present": N_("It ends on {value}, but the present value holds since {since}."),
    "history.no_such_kind": N_("There is no such row of history."),
    "history.nothing_said": N_("Say what it was."),
    "history.other_ladder": N_(
        "This code belongs to the other ladder: leading posts and ranks are kept apart."
    ),
    "history.other_unit_needed": N_("Choose the other unit that has the person."),
    "history.overlaps": N_("From {begin} to {end} something else is entered. Change one of the two."),
    "history.unknown": N_("unknown"),
    "history.period_invalid": N_("This row of history can't be saved like this."),
    "history.place_needed": N_("Say where the person goes."),
    "history.same_unit": N_("The person is in {unit} already."),
    "history.not_serving": N_("By {value} this person has retired or left and can't be seconded."),
    "history.seconded_already": N_("From {begin} to {end} another secondment is entered."),
    "history.secondment_invalid": N_("The secondment can't be saved like this."),
    "history.since_in_period": N_("{value} lies before {end}, when the last former value ended."),
    "history.status_needed": N_("Choose the status."),
    "history.team_needed": N_("Choose the team."),
    "history.unit_gone": N_("{unit} does not exist any more. Choose another unit."),
    "import.left_before": N_(
        "{count} of those who are not in the file and get another status came after {day}, the last of them on {since} ({names}). Give a later day since when they are gone, or leave them as they are."
    ),
    "import.own_day_before": N_(
        "{name}, {field}: what is known of before speaks against {day}. Give a later day, or leave it blank for that of all the others."
    ),
    "import.own_day_before_joined": N_(
        "{name}, {field}: {day} lies before the day since when they are in the roster. Put that day right in their form first, give a later one here, or leave it blank for that of all the others."
    ),
    "import.own_day_not_yet": N_(
        "{name}, {field}: on {day} the unit was not set up yet. Give a later day, or leave it blank for that of all the others."
    ),
    "import.day_to_come": N_("{day} is still to come: a file speaks of today or an earlier day."),
    "photo.not_a_picture": N_("This is no JPEG or PNG picture."),
    "photo.too_big": N_("The picture has {kilobytes} KB, more than the desk keeps."),
    "roster.side_rank_beside_rank": N_(
        "The rank says it already; a rank beside a post needs a leading post."
    ),
    "roster.side_rank_is_post": N_("Choose a rank, not a leading post."),
    "undo.add_former_name": N_("Former name of {name}"),
    "undo.add_period": N_("Former value of {name}"),
    "undo.change_former_name": N_("Correction of a former name of {name}"),
    "undo.change_period": N_("Correction in the history of {name}"),
    "undo.change_secondment": N_("Correction of a secondment of {name}"),
    "undo.end_secondment": N_("Return of {name}"),
    "undo.extend_secondment": N_("Longer secondment of {name}"),
    "undo.merge_units": N_("Merger of {name} into {into}"),
    "undo.move_unit": N_("Place of {name} in the order"),
    "undo.remove_former_name": N_("Removal of a former name of {name}"),
    "undo.remove_period": N_("Removal from the history of {name}"),
    "undo.remove_secondment": N_("Removal of a secondment of {name}"),
    "undo.second_person": N_("Secondment of {name}"),
    "undo.set_photo": N_("Photo of {name}"),
    "undo.transfer_person": N_("Transfer of {name}"),
    "units.at_the_end": N_("{unit} can't go further."),
    "units.before_last_name": N_("{value} does not lie behind {last}, the day of the last renaming."),
    "units.before_founding": N_("The unit was set up on {day}: give a later day, or correct that one."),
    "units.founded_after_end": N_("The unit existed to {day}: it was set up on that day at the latest."),
    "units.founded_after_name": N_("The unit was called otherwise before {day}: it was set up before that."),
    "units.below_it": N_(
        "{unit} still manages other units ({names}, {count} in all). Put them below another unit first, or merge it"
        " into one: they go with it."
    ),
    "units.seconded_between": N_(
        "{names} ({count}) are seconded from one of the two units to the other: {unit}, {into}. End these secondments"
        " before {day} first, then merge."
    ),
    "units.parent_closed": N_("{unit} does not exist any more and can't manage a unit. Choose another one."),
    "units.moved_since": N_("The order of units was changed again since, so this step can't be taken back."),
    "units.renamed_that_day": N_(
        "Until {value} the unit bore the name {name}. Give one of the two another day."
    ),
    "units.other_needed": N_("Choose another unit that exists."),
    "units.people_refused": N_(
        "{names} came into the unit or into the roster after {day} or on that day. Choose a later day, or transfer them one by one first."
    ),
}
