"""What is said once a form of the roster was saved: of whom, and what changed."""

from collections.abc import Collection, Mapping

from trainingdesk.shared.text import _, listed, ngettext
from trainingdesk.ui.widgets.forms import Field

#: days that follow what they belong to: of a transfer, the unit is what changed
_DAYS_OF = {
    "unit_from": "unit_id",
    "team_from": "team",
    "post_from": "post",
    "rank_from": "rank",
    "side_rank_from": "side_rank",
    "status_from": "status",
}
#: so many fields are named
_NAMED = 3


def saved(name: str, changed: Collection[str], fields: Mapping[str, Field], ticks: Mapping[str, str]) -> str:
    """Return whose record is saved and which fields changed.

    Args:
        name: what the record is called now.
        changed: fields of the record that the command changed; those without a field of the form are left out.
        fields: of the form, by key.
        ticks: what a box without a label of its own is called.
    """
    told = [
        fields[key].label or ticks.get(key, "")
        for key in fields
        if key in changed and _DAYS_OF.get(key) not in changed
    ]
    if not told:
        return _("Nothing was changed in {name}.").format(name=name)
    words = ngettext(
        "{name} is saved: {count} field changed ({fields}). Undo takes it back.",
        "{name} is saved: {count} fields changed ({fields}). Undo takes it back.",
        len(told),
    )
    shown = listed(told[:_NAMED]) + (" …" if len(told) > _NAMED else "")
    return words.format(name=name, count=len(told), fields=shown)
