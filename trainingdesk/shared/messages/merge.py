"""Duplicates in the roster: why two people look like one, and what keeps them from being merged or parted."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "merge.two_births": N_("the dates of birth contradict each other"),
    "merge.two_numbers": N_("each has an ID number of their own"),
    # why two people look like one
    "reason.same_id": N_("the same ID number"),
    "reason.same_name": N_("the same name"),
    "reason.variant_name": N_("the same name in variant characters"),
    "reason.swapped_name": N_("the same characters in another order"),
    "reason.near_name": N_("names one character apart"),
    "reason.same_birth": N_("the same day of birth"),
    "reason.same_birth_month": N_("the same month of birth"),
    "reason.same_phone": N_("the same telephone"),
    "reason.same_id_tail": N_("ID numbers with the same end"),
    "reason.same_unit": N_("the same unit"),
    "reason.same_post": N_("the same post, and of one neither birth nor ID number"),
    "reason.other_birth": N_("but another birth"),
    "reason.other_id": N_("but another ID number"),
    "reason.other_sex": N_("but another sex"),
    "level.certain": N_("Almost certain"),
    "level.likely": N_("Likely"),
    "level.possible": N_("Possible"),
    "duplicates.step_compare": N_("Comparing people"),
    # merging and parting
    "merge.one_record": N_("This is one record. Choose two."),
    "merge.unfit": N_("The two records can't be merged like this: {count} choices contradict the ID number."),
    "merge.birth_contradicts_id": N_(
        "The birth contradicts the ID number. Choose the other side of one of them."
    ),
    "merge.sex_contradicts_id": N_(
        "The sex contradicts the ID number. Choose the other side of one of them."
    ),
    "merge.in_the_way": N_("The two records of {name} can't be merged yet."),
    "merge.same_class": N_(
        "Both are enrolled in class {code} “{title}” with attendance or a result. "
        "Withdraw one of them there first, or keep the two records."
    ),
    "merge.both_have": N_(
        "Both have a {kind} of which one person can only have one. End or remove one of them first."
    ),
    "merge.merged_again": N_(
        "{name} was merged with another record since. Take that later merge back first: “Find duplicates…”, “Merges made”."
    ),
    "merge.depended_on": N_(
        "The merge of {name} can't be taken back: {count} records were built on it since ({kinds}). What can be done: {ways}."
    ),
    "merge.no_room": N_(
        "The merged record {name} can't come back: its ID number or its place was given to another record since."
    ),
    "undo.merge_people": N_("Merge two records of {name}"),
    "undo.keep_apart": N_("{first} and {second} are two people"),
    "command.KeepApart": N_("Note that two people are two"),
    "command.LookAgain": N_("Look at a reviewed pair again"),
    "command.MergePeople": N_("Make one record of two"),
    "command.SeparatePeople": N_("Part two merged records"),
    # fields and acts of their own
    "roster.field.photo": N_("Photo"),
    "field.followed": N_("rows that followed"),
    "field.not_kept": N_("not kept, days not known"),
    "field.other": N_("other person no."),
    "log.kind.merged": N_("two records merged"),
    "log.kind.parted": N_("merge taken back"),
}
