"""Workflows, dated rules and permissions: what is not in a table can't be done."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

import pytest

from trainingdesk.domain.access import (
    DESK,
    ROLE_PERMISSIONS,
    Permission,
    Role,
    permissions_of,
    signed_in,
)
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.policy import Policy, RuleValue
from trainingdesk.domain.workflow import Workflow
from trainingdesk.shared.text import Label


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


class Turn(StrEnum):
    PUSH = "push"
    LOCK = "lock"


FLOW: Workflow[Door, Turn] = Workflow(
    "door",
    Door.OPEN,
    {
        (Door.OPEN, Turn.PUSH): Door.SHUT,
        (Door.SHUT, Turn.PUSH): Door.OPEN,
        (Door.SHUT, Turn.LOCK): Door.LOCKED,
    },
)


def test_a_workflow_is_its_table():
    assert FLOW.initial is Door.OPEN
    assert FLOW.next(Door.SHUT, Turn.LOCK) is Door.LOCKED
    assert FLOW.allows(Door.OPEN, Turn.PUSH)
    assert not FLOW.allows(Door.LOCKED, Turn.PUSH)
    assert FLOW.actions(Door.SHUT) == [Turn.PUSH, Turn.LOCK]
    assert FLOW.actions(Door.LOCKED) == []


def test_an_action_at_the_wrong_time_names_both():
    with pytest.raises(Refused) as refused:
        FLOW.next(Door.OPEN, Turn.LOCK)
    assert refused.value.code == "workflow.not_now"
    assert refused.value.params == {
        "state": Label("door.state.open"),
        "action": Label("door.action.lock"),
        "when": [Label("door.state.shut")],
    }


def test_a_workflow_does_not_change_with_the_table_it_was_made_from():
    table = {(Door.OPEN, Turn.PUSH): Door.SHUT}
    flow: Workflow[Door, Turn] = Workflow("door", Door.OPEN, table)
    table.clear()
    assert flow.allows(Door.OPEN, Turn.PUSH)


DAY = date(2026, 6, 12)
RULES = Policy(
    DAY,
    {
        "whole": RuleValue(40, "某文", DAY),
        "share": RuleValue("1/7", "条例第十五条", DAY),
        "words": RuleValue("{name}同志", "某文", DAY),
        "codes": RuleValue(["late", "early"], "某文", DAY),
        "table": RuleValue({"meals": 13000}, "540号", DAY),
    },
)


def test_rules_are_read_by_their_kind_and_name_their_source():
    assert RULES.day == DAY
    assert RULES.whole("whole") == 40
    assert RULES.fraction("share") == Fraction(1, 7)
    assert RULES.text("words") == "{name}同志"
    assert RULES.codes("codes") == {"late", "early"}
    assert RULES.table("table") == {"meals": 13000}
    assert RULES.source("share") == "条例第十五条"
    assert RULES.rule("whole").valid_from == DAY


def test_a_rule_that_is_not_in_force_is_refused_by_name():
    for read in (RULES.rule, RULES.whole, RULES.fraction, RULES.text, RULES.codes, RULES.table, RULES.source):
        with pytest.raises(Refused) as refused:
            read("no.such")
        assert refused.value.code == "rule.missing"
        assert refused.value.params == {"key": "no.such", "day": DAY}


def test_several_roles_allow_what_each_allows():
    assert permissions_of(frozenset()) == frozenset()
    both = permissions_of(frozenset({Role.TRAINER, Role.FUND_KEEPER}))
    assert both == ROLE_PERMISSIONS[Role.TRAINER] | ROLE_PERMISSIONS[Role.FUND_KEEPER]
    actor = signed_in(7, "qian", "钱管", frozenset({Role.FUND_KEEPER}))
    assert (actor.user_id, actor.login, actor.name) == (7, "qian", "钱管")
    assert actor.permissions == ROLE_PERMISSIONS[Role.FUND_KEEPER]


def test_the_two_person_rule_begins_with_the_roles():
    """P4.1: request, review, approval and payment are four permissions that no role holds two of."""
    chain = (Permission.FEE_REQUEST, Permission.FEE_REVIEW, Permission.FEE_APPROVE, Permission.FEE_PAY)
    for role, allowed in ROLE_PERMISSIONS.items():
        assert len(allowed.intersection(chain)) <= 1, role
    for permission in chain:
        assert any(permission in allowed for allowed in ROLE_PERMISSIONS.values())


def test_who_keeps_the_accounts_touches_neither_money_nor_marks():
    administrator = ROLE_PERMISSIONS[Role.ADMINISTRATOR]
    for permission in administrator:
        assert permission.split(":")[0] not in {"fee", "ledger", "attendance", "certificate", "class"}


def test_reading_alone_changes_nothing():
    assert {permission.split(":")[2] for permission in ROLE_PERMISSIONS[Role.READ_ONLY]} == {"read"}


def test_the_desk_s_own_permission_is_the_desk_s_alone():
    assert DESK.permissions == frozenset(Permission)
    assert DESK.user_id is None
    for role, allowed in ROLE_PERMISSIONS.items():
        assert Permission.DESK_OWN not in allowed, role
