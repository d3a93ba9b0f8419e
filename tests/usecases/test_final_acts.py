"""After an act that undo does not reach, undo says so; an older step goes only by a second choice."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import trainingdesk.usecases
from tests.desk_fixtures import PASSWORD, USERS, TestClock
from tests.usecases.test_groups import step
from tests.usecases.test_reserve_trail import admitted
from trainingdesk.domain.access import DESK, Role
from trainingdesk.domain.codes import Audience, Line, Mode, Theme
from trainingdesk.domain.errors import Conflict
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.courses import AddCourse
from trainingdesk.usecases.commands.menu import AddMenuItem, ChangeMenuItem, CreateMenu
from trainingdesk.usecases.commands.office import AddUser, UndoLast
from trainingdesk.usecases.commands.reserve import ExitReserve
from trainingdesk.usecases.commands.roster import AddUnit
from trainingdesk.usecases.desk import Desk, open_desk
from trainingdesk.usecases.final_acts import FINAL_ACTS, NO_ACTS
from trainingdesk.usecases.queries.menu import menu_view
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


def test_after_an_exit_from_the_reserve_list_no_older_step_is_the_first_choice(desk: Desk, clock: TestClock):
    admitted(desk)
    newest = desk.ask(undo_view).steps[0]
    assert (newest.label, desk.ask(undo_view).final) == ("undo.admit", None)
    clock.forward(days=3)
    step(desk, ExitReserve, day=clock.now.date(), reason="调离")
    view = desk.ask(undo_view)
    assert view.steps[0] == newest, "it can still be chosen, by its name"
    assert view.final is not None
    assert (view.final.command, view.final.instead) == ("ExitReserve", "instead.exit")


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
    sent = {
        name
        for folder in ("ui", "app")
        for path in (HOUSE / folder).rglob("*.py")
        for name in names_in(ast.parse(path.read_text()))
    }
    inverses = {name for module in modules().values() for name in module.built}
    for name, place in COMMANDS.items():
        offers = leads_to_a_step(place.handle.__module__, place.handle.__name__)
        if name in FINAL_ACTS:
            assert text(FINAL_ACTS[name])
            assert text(f"command.{name}")
        if name in FINAL_ACTS or name in NO_ACTS:
            assert not offers, f"{name} can be undone"
        elif not offers:
            assert name not in sent, f"{name}: no undo step, and not in FINAL_ACTS"
            assert name in inverses, f"{name}: no undo step, and takes nothing back"


def test_the_number_of_people_of_a_menu_item_can_be_undone(desk: Desk):
    course = AddCourse(title="党章", theme=Theme.LAW, mode=Mode.LECTURE, hours=40)
    course_id = desk.execute(course).result["course_id"]
    menu = desk.execute(CreateMenu(year=2026)).result["menu_id"]
    item = desk.execute(AddMenuItem(menu_id=menu, course_id=course_id, audience=Audience.SECTION)).result[
        "item_id"
    ]
    desk.execute(ChangeMenuItem(item_id=item, capacity=50))
    assert desk.ask(undo_view).steps[0].label == "undo.add_menu_item", "nothing changed, nothing to undo"
    desk.execute(ChangeMenuItem(item_id=item, capacity=80))
    desk.execute(UndoLast())
    assert desk.ask(menu_view, menu).groups[0].items[0].capacity == 50
    desk.execute(ChangeMenuItem(item_id=item, capacity=80))
    desk.gate.execute(AddUser(login="second", name="冯二", roles=(Role.CLERK,), password=PASSWORD), DESK)
    desk.sign_in("second", PASSWORD)
    desk.execute(ChangeMenuItem(item_id=item, capacity=70))
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    with pytest.raises(Conflict, match=r"undo\.changed_since"):
        desk.execute(UndoLast(step_id=desk.ask(undo_view).steps[0].id))


class Module(NamedTuple):
    """What a module of the use cases defines: functions and methods (``Class.method``), and what it imports from where."""

    functions: dict[str, ast.FunctionDef]
    imports: dict[str, tuple[str, str]]
    built: set[str]


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in (HOUSE / "usecases").rglob("*.py"):
        tree = ast.parse(path.read_text())
        functions, imports = {}, {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                imports |= {part.asname or part.name: (node.module, part.name) for part in node.names}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                functions |= {
                    f"{node.name}.{of.name}": of for of in node.body if isinstance(of, ast.FunctionDef)
                }
        built = {
            call.func.id
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        }
        name = ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts)
        found[name] = Module(functions, imports, built)
    return found


def names_in(tree: ast.AST) -> set[str]:
    """Return every name and every attribute that is used."""
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }


def leads_to_a_step(module: str, function: str) -> bool:
    """Return whether a function offers a step, itself or through one that it names and that stands where it says.

    A name is looked up in its own module and where that imports it from, never by its spelling alone; of a class all
    methods count, once it is named.
    """
    seen, ahead = set(), [(module, function)]
    while ahead:
        place = ahead.pop()
        where, name = place
        if place in seen or where not in modules():
            continue
        seen.add(place)
        functions, imports, _built = modules()[where]
        if name in functions:
            body = functions[name]
            if any(isinstance(node, ast.Attribute) and node.attr == "can_undo" for node in ast.walk(body)):
                return True
            ahead += [(where, used) for used in names_in(body)]
        elif name in imports:
            ahead.append(imports[name])
        else:
            ahead += [(where, method) for method in functions if method.startswith(f"{name}.")]
    return False
