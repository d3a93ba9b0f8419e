"""Who may do what, generated from the registry: every command × every role."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any

import pytest

from tests.desk_fixtures import PASSWORD, USERS
from trainingdesk.domain.access import ROLE_PERMISSIONS, Permission, Role
from trainingdesk.domain.errors import AccessDenied, DeskError
from trainingdesk.shared.text import LANGUAGES, messages, set_language, text
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.registry import COMMANDS, QUERIES, Command, load_all

load_all()


def blank(command: type[Command]) -> Command:
    """Return a command with nothing sensible in it: enough for the gate's first question."""
    values: dict[str, Any] = {}
    for part in fields(command):
        if part.default is MISSING and part.default_factory is MISSING:
            values[part.name] = None
    return command(**values)


@pytest.mark.parametrize("role", Role)
def test_the_gate_asks_for_the_permission_first(desk: Desk, role: Role):
    desk.sign_in(USERS[role][0], PASSWORD)
    roles = desk.actor.roles
    allowed = frozenset().union(*(ROLE_PERMISSIONS[one] for one in roles))
    refused, asked = set(), set()
    for name, place in COMMANDS.items():
        if place.permission in allowed:
            asked.add(name)
            continue
        with pytest.raises(AccessDenied) as denied:
            desk.execute(blank(place.command))
        assert denied.value.code == "access.denied", name
        refused.add(name)
    assert refused | asked == set(COMMANDS)
    assert refused, "no role may do everything"


@pytest.mark.parametrize("role", Role)
def test_queries_ask_for_the_permission_first(desk: Desk, role: Role):
    desk.sign_in(USERS[role][0], PASSWORD)
    allowed = desk.actor.permissions
    for permission, read in QUERIES.values():
        if permission not in allowed:
            with pytest.raises(AccessDenied):
                desk.ask(read)


def test_every_command_has_a_permission_of_the_list():
    assert all(isinstance(place.permission, Permission) for place in COMMANDS.values())


def test_every_permission_is_needed_by_something():
    used = {place.permission for place in COMMANDS.values()} | {
        permission for permission, _read in QUERIES.values()
    }
    #: asked by functions that are neither command nor query: backups, restore, export of a file
    elsewhere = {Permission.BACKUP_CREATE, Permission.BACKUP_RESTORE}
    assert set(Permission) - used - elsewhere == set()


def test_every_permission_but_the_desk_s_own_is_held_by_some_role():
    held = frozenset().union(*ROLE_PERMISSIONS.values())
    assert set(Permission) - held == {Permission.DESK_OWN}


def test_nobody_may_alone_request_review_approve_and_pay():
    money = {Permission.FEE_REQUEST, Permission.FEE_REVIEW, Permission.FEE_APPROVE, Permission.FEE_PAY}
    for role, permissions in ROLE_PERMISSIONS.items():
        assert len(money & permissions) <= 1, role


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_permission_has_a_name(language: str):
    set_language(language)
    for name in COMMANDS:
        assert text(f"command.{name}")
    for permission in Permission:
        assert f"permission.{permission}" in messages()


def test_nobody_signed_in_nothing_done(desk: Desk, sign_in: Callable[[Role], None]):
    desk.sign_out()
    for place in COMMANDS.values():
        with pytest.raises(DeskError) as refused:
            desk.execute(blank(place.command))
        assert refused.value.code == "user.not_signed_in"
