"""Many people in one step: what can't be meant, and who can't be changed."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "batch.unfit": N_("{count} fields need another look."),
    "batch.nothing_to_set": N_("Fill in at least one field."),
    "batch.value_needed": N_("Nobody can be without this. Choose a value."),
    "batch.post_needed": N_("Type the post that everybody takes up."),
    "batch.no_text_field": N_("Choose the field in which to look."),
    "batch.nothing_to_find": N_("Type the words to look for."),
    "batch.same_words": N_("The new words are the old ones."),
    "batch.unit_dissolved": N_("{unit} no longer exists. Choose another unit."),
    "batch.has_left": N_("Has retired or left, and is not transferred."),
    "batch.before_present": N_("The present value holds since {since}, which is later than the chosen day."),
    "batch.before_joined": N_(
        "Is in the roster only since {joined}, later than the move on {value}. Transfer this person alone: there you can say that this day is wrong."
    ),
    "batch.stale_preview": N_("The roster was changed since the preview. Look at it once more."),
    "batch.nobody": N_("Nobody would be changed."),
    "batch.changed_since": N_(
        "The step can't be taken back: people of it were changed since, {count} in all: {people}. Take these changes back "
        "first, or let the step stand and put these people right one by one."
    ),
    "batch.merged_since": N_(
        "The step can't be taken back: {count} of its people went into another record since, for instance {names}."
        " Part the records first: “Find duplicates…”, “Merges made”, “Take the merge back”."
    ),
    "batch.step_write": N_("Writing the changes"),
    "undo.edit_people": N_("Change {count} people"),
    "undo.replace_words": N_("Replace “{find}” by “{replace}” for {count} people"),
    "undo.transfer_people": N_("Transfer {count} people"),
    "command.EditPeople": N_("Change many people"),
    "command.ReplaceWords": N_("Find and replace"),
    "command.TransferPeople": N_("Transfer many people"),
    "command.TakeBackBatch": N_("Take a step for many people back"),
}
