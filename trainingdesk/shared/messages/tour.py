"""The tour and the demo district."""

from trainingdesk.shared.text import N_

MESSAGES = {
    "demo.step.people": N_("Inventing people and units"),
    "demo.step.classes": N_("Inventing five years of classes"),
    "demo.step.papers": N_("Issuing plans, menus and certificates"),
    "tour.folder_in_use": N_(
        "The folder {folder} holds other files. Choose an empty folder for the tour, or a new name."
    ),
}
