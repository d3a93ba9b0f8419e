"""Hand changes that are not saved as a version yet are kept between two sittings: never a lost minute."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray

from trainingdesk.domain.planning.rows import PlanGrid, Targets
from trainingdesk.ui.pages.planning.draft import Draft
from trainingdesk.ui.settings import Settings


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it was left.

    Attributes:
        plan_id: the version it began with, None for a proposal.
        base_day: the day the proposal's base was counted on.
    """

    plan_id: int | None
    base_day: date
    targets: dict[int, Targets]
    hand: dict[int, frozenset[int]]
    moved: dict[int, frozenset[int]]

    def on(self, grid: PlanGrid) -> Draft:
        """Return the draft on what the desk answers now; rows whose base has changed meanwhile are left out."""
        bases = {row.unit_id: row.base for row in grid.rows}
        fit = {
            unit: targets
            for unit, targets in self.targets.items()
            if len(targets) == len(grid.years) and sum(targets) == bases.get(unit)
        }
        return Draft(
            grid,
            fit,
            {unit: self.hand.get(unit, frozenset()) for unit in fit},
            {unit: self.moved.get(unit, frozenset()) for unit in fit},
        )


def _key(desk: Path) -> str:
    """Return the name under which one desk's draft is kept."""
    return f"planning/draft-{sha256(str(desk).encode()).hexdigest()[:16]}"


def keep(settings: Settings, desk: Path, draft: Draft | None) -> None:
    """Keep a draft with hand changes; anything else takes away what was kept."""
    if draft is None or not draft.hand:
        settings.put(_key(desk), QByteArray())
        return
    content = {
        "plan": draft.grid.plan_id,
        "day": draft.base_day.isoformat(),
        "targets": list(draft.targets.items()),
        "hand": [(unit, sorted(places)) for unit, places in draft.hand.items()],
        "moved": [(unit, sorted(places)) for unit, places in draft.moved.items()],
    }
    settings.put(_key(desk), QByteArray(json.dumps(content).encode()))


def kept(settings: Settings, desk: Path) -> Kept | None:
    """Return the draft that was left, None for none (or one that can't be read any more)."""
    content = settings.bytes_of(_key(desk))
    if content.isEmpty():
        return None
    try:
        facts: dict[str, Any] = json.loads(bytes(content.data()))
        return Kept(
            plan_id=facts["plan"],
            base_day=date.fromisoformat(facts["day"]),
            targets={int(unit): tuple(targets) for unit, targets in facts["targets"]},
            hand={int(unit): frozenset(places) for unit, places in facts["hand"]},
            moved={int(unit): frozenset(places) for unit, places in facts["moved"]},
        )
    except (ValueError, KeyError, TypeError):
        return None
