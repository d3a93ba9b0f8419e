"""After an act that undo does not reach, undo says so; an older step goes only by a second choice."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import trainingdesk.usecases
from tests.desk_fixtures import PASSWORD, USERS, TestClock
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import Line
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.office import AddUser, UndoLast
from trainingdesk.usecases.commands.roster import AddUnit
from trainingdesk.usecases.desk import Desk, open_desk
from trainingdesk.usecases.final_acts import FINAL_ACTS, NO_ACTS
from trainingdesk.usecases.queries.office import undo_view
from trainingdesk.usecases.registry import COMMANDS, load_all

HOUSE = Path(trainingdesk.usecases.__file__).parents[1]


@pytest.fixture
def desk(desk_file: Path, clock: TestClock) -> Iterator[Desk]:
    desk = open_desk(desk_file, clock)
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    yield desk
    desk.close()


def add_unit(desk: Desk, name: str) -> None:
    desk.execute(AddUnit(name=name, short_name=name, line=Line.PARTY))


def add_user(desk: Desk, login: str) -> None:
    desk.execute(AddUser(login=login, name="林晚", roles=(Role.READ_ONLY,), password=PASSWORD))


def test_an_act_that_stands_is_told_before_any_older_step(desk: Desk, clock: TestClock):
    add_unit(desk, "区档案馆")
    assert desk.ask(undo_view).final is None
    clock.forward(minutes=1)
    add_user(desk, "linwan")
    view = desk.ask(undo_view)
    assert [step.label for step in view.steps] == ["undo.add_unit"]
    assert view.final is not None
    assert (view.final.command, view.final.instead) == ("AddUser", "instead.account")
    assert view.final.at == clock.now
    # a step made since comes first again, and behind it the act still stands
    add_unit(desk, "区史志室")
    assert desk.ask(undo_view).final is None
    desk.execute(UndoLast(step_id=desk.ask(undo_view).steps[0].id))
    view = desk.ask(undo_view)
    assert view.final is not None
    # who chose the older step all the same goes on from there
    desk.execute(UndoLast(step_id=view.steps[0].id))
    assert desk.ask(undo_view).final is None
    assert desk.ask(undo_view).steps == ()


def test_an_act_of_another_does_not_bar_ones_own_steps(desk: Desk):
    add_user(desk, "linwan")
    assert desk.ask(undo_view).final is not None, "without any step of one's own it is told too"
    add_unit(desk, "区档案馆")
    desk.sign_in(USERS[Role.ADMINISTRATOR][0], PASSWORD)
    add_user(desk, "guqing")
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    assert desk.ask(undo_view).final is None


def test_every_act_of_the_window_can_be_undone_or_says_what_to_do_instead():
    load_all()
    window = "\n".join(
        path.read_text() for folder in ("ui", "app") for path in (HOUSE / folder).rglob("*.py")
    )
    for name, place in COMMANDS.items():
        if name in FINAL_ACTS:
            assert text(FINAL_ACTS[name])
            assert text(f"command.{name}")
        elif name in window and name not in NO_ACTS:
            assert leads_to_a_step(place.handle.__name__), f"{name}: no undo step, and not in FINAL_ACTS"
    for name in (*FINAL_ACTS, *NO_ACTS):
        assert not offers_undo(COMMANDS[name].handle.__name__), f"{name} can be undone"


@cache
def calls() -> dict[str, set[str]]:
    """Return what each function of the use cases calls, by name."""
    found: dict[str, set[str]] = {}
    for path in (HOUSE / "usecases").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, set()).update(
                    call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name)
                )
    return found


def offers_undo(function: str) -> bool:
    return "can_undo" in calls()[function]


def leads_to_a_step(function: str) -> bool:
    seen, ahead = set(), [function]
    while ahead:
        name = ahead.pop()
        if name == "can_undo":
            return True
        if name not in seen:
            seen.add(name)
            ahead += calls().get(name, ())
    return False
