"""What the demo district's clerk did through the gate: a plan, menus, certificates."""

from typing import Any

from trainingdesk.domain.access import Actor, Role
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.outcome import Progress


def build_papers(desk: Desk, actors: dict[Role, Actor], progress: Progress) -> dict[str, Any]:
    """Save and adopt the plan, issue the menus of past years, issue the certificates of closed classes."""
    return {}
