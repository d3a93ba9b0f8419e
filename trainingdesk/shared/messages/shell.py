"""Sentences of the window itself."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "choice.several": N_("“{value}” fits several entries of the list. Choose the one that is meant."),
    "choice.unknown": N_("“{value}” is not in the list. Choose one of the entries shown."),
    "day.impossible": N_("“{value}” is no day of the calendar. Check month and day."),
    "day.unreadable": N_("“{value}” is not a date. Write it like 2026-06-12, 6.12 or 20260612."),
    "shell.bug_opening": N_(
        "The desk could not be opened because of a mistake in the program. Its file is unharmed."
    ),
    "shell.open_elsewhere": N_(
        "{file} is already open in another window, which has been brought to the front. "
        "Go on working there, or open another desk here."
    ),
    "shell.open_silent": N_(
        "{file} is already open in another window that does not answer. "
        "Close that window first, or open another desk here."
    ),
}
