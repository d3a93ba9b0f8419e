"""Sentences that belong to no single area: values a person types, workflows."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "money.unreadable": N_("“{value}” is not an amount. Write it in yuan, for instance 1280 or 1,280.50."),
    "money.fraction": N_(
        "“{value}” has more than two decimals. An amount goes down to the cent (0.01 yuan)."
    ),
    "money.not_positive": N_("“{value}” is not above 0. An amount must be more than 0 yuan."),
    "hours.unreadable": N_(
        "“{value}” is not a number of hours. Write it with at most one decimal, for instance 8 or 3.5."
    ),
    "id.length": N_("“{value}” is not an ID number: it needs 18 characters, the last a digit or X."),
    "id.ruined": N_(
        "“{value}” is an ID number that Excel has turned into a number; its last digits are lost. "
        "Set the column to text and type the number again."
    ),
    "id.birth": N_("“{value}” holds no possible day of birth in characters 7 to 14. Check the ID number."),
    "id.check_digit": N_(
        "The check digit of “{value}” is wrong: one of its digits was mistyped. Check the ID number."
    ),
    "workflow.not_now": N_("“{action}” can be done in the state “{when}” only; now it is “{state}”."),
}
