"""The catalogue of papers and its parameters."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "paper.too_wide": N_(
        "The columns chosen do not fit on a sheet of “{paper}”, not even on A3. Choose fewer, or save it as a workbook."
    ),
    "paper.unknown": N_("There is no paper “{paper}”. The list of papers names every one."),
    "paper.namesakes": N_("“{value}” fits several people; give the number of one: {known}."),
    "paper.no_person": N_(
        "Nobody in the roster fits “{value}”. Give the full name, or the person's number on this desk."
    ),
    "paper.no_form": N_("The paper “{paper}” can't be made as {form}; it is a form that is drawn."),
    "paper.unknown_param": N_("This paper has no parameter “{param}”; it has: {known}."),
    "paper.missing_param": N_("This paper needs the parameter “{param}”."),
    "paper.bad_param": N_("“{given}” is not a parameter. Write it as name=value, for instance year=2026."),
    "paper.printer_refused": N_("The printer does not answer. Check that it is on, or choose another."),
    "paper.is_folder": N_("{file} is a folder. Name the file to be written in it."),
    "paper.not_written": N_(
        "{file} can't be written. Close the program that has it open, or choose another folder."
    ),
    "paper.days_turned_round": N_("The last day, {last}, must come after the first day, {first}."),
    "paper.bad_choice": N_("“{value}” can't be used for “{param}”. It can be: {known}."),
    "paper.bad_filter": N_(
        "“{value}” is not a filter. Write name=value, several with ; between them. The names are: {known}."
    ),
    "paper.bad_number": N_("“{value}” can't be used for “{param}”. Write a number of at most four digits."),
    "paper.year_ahead": N_("The year {year} has not begun. Choose {now} or an earlier year."),
    "paper.bad_value": N_("“{value}” can't be used for “{param}”. Write a number, or a day as 2026-06-12."),
}
