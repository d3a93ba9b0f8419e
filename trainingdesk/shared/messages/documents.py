"""Papers: what stops one from being drawn, and when each is wanted."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "documents.font_missing": N_(
        "The font {file} is missing or damaged. Install TrainingDesk again; your data are not touched."
    ),
    "documents.font_unpack": N_(
        "The fonts can't be unpacked into {folder}. Free some space there, or allow writing, and try again."
    ),
    "documents.not_drawn": N_(
        "“{paper}” was not made: {count} places would be printed wrongly, the first at “{place}” ({value})."
    ),
    "documents.not_a_picture": N_("“{place}”: the photo can't be read. Use a JPEG or PNG file."),
    "documents.not_a_pdf": N_("This paper can't be shown: it is not a whole PDF file."),
    "documents.overflow": N_("“{place}”: “{value}” does not fit even in the smallest type. Shorten it."),
    "documents.placeholder_unknown": N_(
        "The wording names {placeholder}, which there is not. These can be used: {known}."
    ),
    "documents.uncovered": N_(
        "“{place}”: no font has {characters}. Check how it was typed; nothing is printed without it."
    ),
    "occasion.roster": N_("Base and roster"),
    "occasion.year_plan": N_("Yearly plan"),
    "occasion.before_class": N_("Before a class"),
    "occasion.in_class": N_("During a class"),
    "occasion.closing": N_("Closing a class"),
    "occasion.money": N_("Money"),
    "occasion.leading_group": N_("Leading group meeting"),
}
