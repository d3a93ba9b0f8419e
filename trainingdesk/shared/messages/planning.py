"""The five-year plan."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "planning.adopted_already": N_("“{title}” is already the plan in force."),
    "planning.base_day_ahead": N_(
        "The base can't be counted on a day that has not come. Choose {day} or earlier."
    ),
    "planning.cell_above_base": N_("Only {most} people are left for this year and the later ones."),
    "planning.cell_above_earlier": N_(
        "A year may not plan more than the year before it; at most {most} people can stand here."
    ),
    "planning.cell_negative": N_("A year's target can't be below 0."),
    "planning.cell_too_low": N_(
        "The later years may not plan more than this one, so they could not take everybody; "
        "at least {least} people must stand here. To lower it, raise an earlier year first."
    ),
    "planning.empty": N_("There is nobody to plan for. Bring the roster in first."),
    "planning.is_adopted": N_("“{title}” is the plan in force. Adopt another version first."),
    "planning.no_title": N_("Give the version a name."),
    "planning.not_adopted": N_("“{title}” is not the plan in force any more."),
    "planning.not_exact": N_(
        "The plan does not add up in {count} units, the first being {unit}. Propose it again."
    ),
    "planning.other_cycle": N_(
        "These versions belong to two cycles, beginning in {first} and {second}; only versions of one cycle can be compared."
    ),
    "planning.paper_proposal": N_("Proposal, base counted on {day}"),
    "planning.paper_to_do": N_(
        "To do: people of the base on the data date who have completed nothing in the cycle, in the unit they are in now; "
        "the years count people in the unit they were in then."
    ),
    "planning.paper_version": N_("{title} (version {number}), base counted on {day}"),
    "planning.row_missing": N_("{unit}: the roster counts {base} people, and the plan has no row for them."),
    "planning.row_order": N_("{unit}: a later year plans more people than an earlier one."),
    "planning.row_sum": N_("{unit}: the years add up to {total}, the roster counts {base} people."),
    "planning.row_unknown": N_("{unit}: the plan has a row, and the roster counts nobody there."),
    "planning.row_years": N_("{unit}: the row needs a target for each of the {years} years."),
    "planning.weights": N_(
        "No plan can be made with the year weights {weights}: {years} whole numbers above 0 are needed, none above the "
        "one before it. An administrator can set them: System, Rules."
    ),
    "undo.adopt_plan": N_("adopt the plan “{title}”"),
    "undo.save_plan": N_("save the plan “{title}”"),
}
