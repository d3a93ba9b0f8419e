"""A folder of forms (任免审批表) of a unit that the roster does not know: it is asked about once, as a new unit, and not at each form."""

from collections import Counter
from collections.abc import Sequence

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.unit_post import cut_unknown, is_whole_body

#: the note that says where the forms were cut
FORMS_CUT = "roster.forms_cut"
#: so many forms begin with a unit before it is taken for one
_FEWEST = 2


def units_of_forms(texts: Sequence[str]) -> dict[str, int]:
    """Return unit → how many forms begin with it, of units that several of them name.

    Args:
        texts: unit and post of each form that is asked where the one ends, since it begins with no known unit.

    A form has one person and no other rows to be held against. What one of them can only be cut behind, and another one
    begins with too, is a unit: whether it is opened, or another name of a known one, is asked where new units are. Behind
    区委 a unit of its own may begin.
    """
    cut = {found[0] for text in set(texts) if (found := cut_unknown(text)) and found[1]}
    named: dict[str, str] = {key_of(unit): unit for unit in sorted(cut) if not is_whole_body(unit)}
    counted: Counter[str] = Counter()
    for text in texts:
        begun = [unit for unit in named.values() if text.startswith(unit)]
        if begun:
            counted[max(begun, key=len)] += 1
    return {unit: count for unit, count in counted.items() if count >= _FEWEST}
