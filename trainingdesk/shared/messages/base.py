"""The base on a day: who counts, and what changed between two dates."""

from trainingdesk.shared.text import N_

MESSAGES = {
    "base.as_known": N_(
        "Unit, team, post, rank and status are those of the date as far as the dated history goes, else those of today."
    ),
    "base.counts": N_("Who counts: {statuses}. People on secondment: {seconded}."),
    "base.counts_on": N_("On {day}: {words}"),
    "base_change.came": N_("Came into the base"),
    "base_change.left": N_("Left the base"),
    "base_change.moved": N_("Moved to another unit"),
    "base_change.promoted": N_("Promoted"),
    "base_change.changed": N_("Other changes of post or rank"),
    "base_change.team": N_("Changed to another team"),
    "base_change.teams": N_("{before} → {after}"),
    "base_change.imported": N_("by the file {file}"),
    "base_change.by": N_("by {day}"),
    "base_change.from_unit": N_("from {unit}"),
    "base_change.ranks": N_("{rank} ({held})"),
    "base_change.semicolon": N_("; "),
    "base_change.typed": N_("typed by {name}"),
    "base_change.to_unit": N_("to {unit}"),
}
