"""An import and its report, templates for the units: what became of rows, what stands in the way."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    # what became of a row
    "import.became.new": N_("New"),
    "import.became.updated": N_("Updated"),
    "import.became.same": N_("Unchanged"),
    "import.became.declined": N_("Left out by hand"),
    "import.became.no_unit": N_("Left out: its unit was not opened"),
    "import.became.undecided": N_("Left out: not decided"),
    "import.became.error": N_("Left out: in error"),
    "import.became.left": N_("Noted as left"),
    "import.no_report": N_(
        "No report was kept of the import of “{file}”: it was made before there were any."
    ),
}
