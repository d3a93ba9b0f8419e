"""The demo district as a new desk: users, five years of work, an adopted plan, issued menus and certificates."""

from pathlib import Path
from typing import Any

from trainingdesk.domain.access import DESK, Actor, Role, signed_in
from trainingdesk.shared.clock import Clock, system_clock
from trainingdesk.usecases.commands.demo import BuildDemo, demo_district
from trainingdesk.usecases.commands.office import AddUser
from trainingdesk.usecases.demo.accounts import DEMO_PASSWORD, DEMO_USERS
from trainingdesk.usecases.desk import Desk, NewDesk, create_desk
from trainingdesk.usecases.outcome import Progress, no_progress

#: the same seed on the same day makes the same district
SEED = 20260612


def create_demo(
    path: Path, clock: Clock = system_clock, progress: Progress = no_progress
) -> tuple[Desk, dict[str, Any]]:
    """Make the demo district as a new desk's file and open it; returns the desk and what was made.

    Raises what :func:`~trainingdesk.usecases.desk.create_desk` raises.
    """
    district = demo_district()
    counts: dict[str, Any] = {}

    def fill(desk: Desk) -> None:
        actors = _accounts(desk)
        progress(1, 4, "demo.step.people")
        counts.update(
            desk.gate.execute(
                BuildDemo(
                    seed=SEED,
                    requester=_id(actors[Role.CLERK]),
                    reviewer=_id(actors[Role.REVIEWER]),
                    approver=_id(actors[Role.APPROVER]),
                    keeper=_id(actors[Role.FUND_KEEPER]),
                ),
                DESK,
            ).result
        )
        from trainingdesk.usecases.demo.papers import build_papers

        counts.update(build_papers(desk, actors, progress))

    login, name = DEMO_USERS[Role.CLERK]
    start = clock().astimezone().year - 4
    new = NewDesk(district["office"], login, name, DEMO_PASSWORD, district["prefix"], start, is_demo=True)
    return create_desk(path, new, clock, fill), counts


def _accounts(desk: Desk) -> dict[Role, Actor]:
    from trainingdesk.usecases.commands.office import ChangeUser

    actors: dict[Role, Actor] = {}
    for role, (login, name) in DEMO_USERS.items():
        if role is Role.CLERK:
            user_id = 1
        else:
            added = desk.gate.execute(
                AddUser(login=login, name=name, password=DEMO_PASSWORD, roles=(role,)), DESK
            )
            user_id = int(added.result["user_id"])
        actors[role] = signed_in(user_id, login, name, frozenset({role}))
    # the clerk of a new desk is its administrator too; the demo has one of its own
    desk.gate.execute(
        ChangeUser(user_id=1, version=1, name=DEMO_USERS[Role.CLERK][1], roles=(Role.CLERK,), active=True),
        DESK,
    )
    return actors


def _id(actor: Actor) -> int:
    assert actor.user_id is not None
    return actor.user_id
