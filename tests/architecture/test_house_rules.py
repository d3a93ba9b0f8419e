"""House rules that a test can see; each message says where and what to do instead."""

import ast
import io
import re
import sys
import tokenize

import pytest
from importlinter.cli import lint_imports

from tests.architecture.source import ROOT, below, calls, modules, nothing, project_texts


def test_arrows_only_point_down(capsys: pytest.CaptureFixture[str]) -> None:
    """The contracts stand in pyproject.toml; ``python -m importlinter.cli`` says which import breaks one."""
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_no_module_is_longer_than_a_person_reads() -> None:
    long = [
        f"{module.name}: {module.text.count(chr(10))} lines"
        for module in modules()
        if module.text.count("\n") > 500
    ]
    nothing(long, "over 500 lines; split by what it is about")


def test_no_class_does_everything() -> None:
    wide = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                methods = {
                    part.name
                    for part in node.body
                    if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
                }
                if len(methods) > 30:
                    wide.append(f"{module.at(node)} {node.name}: {len(methods)} methods")
    nothing(wide, "over 30 methods; split by what it is about")


def test_only_the_gate_and_maintenance_commit() -> None:
    allowed = (
        "trainingdesk/usecases/bus.py",
        "trainingdesk/persistence/maintenance",
        "trainingdesk/persistence/migrations/",
    )
    found = [
        module.at(call)
        for module in modules()
        if not module.name.startswith(allowed)
        for name, call in calls(module)
        if name == "commit" and isinstance(call.func, ast.Attribute)
    ]
    nothing(found, "send a command through the gate instead")


def test_no_nested_event_loops() -> None:
    """A nested loop runs other events in the middle of a handler: dialogs are opened, long work goes to jobs."""
    boxes = {"QMessageBox", "QInputDialog", "QColorDialog", "QFontDialog", "QProgressDialog"}
    static = {
        "question",
        "information",
        "warning",
        "critical",
        "about",
        "getText",
        "getInt",
        "getDouble",
        "getItem",
    }
    found = []
    for module in below("ui", "app"):
        for name, call in calls(module):
            if not isinstance(call.func, ast.Attribute):
                continue
            owner = ast.unparse(call.func.value)
            pumped = name in {"processEvents", "sendPostedEvents"}
            boxed = owner in boxes and name in static
            the_one = module.name.startswith(
                ("trainingdesk/app/", "trainingdesk/ui/main.py")
            ) and owner.endswith("app")
            nested = name in {"exec", "exec_"} and not the_one
            if pumped or boxed or nested:
                found.append(f"{module.at(call)} {owner}.{name}()")
    nothing(found, "open() a dialog and go on in its signal; give long work to jobs")


def test_no_putting_together_inside_a_translation() -> None:
    """Words put together in code can't be translated, and a filled-in sentence is in no catalogue."""
    found = []
    for module in modules():
        for name, call in calls(module):
            if name not in {"_", "N_", "ngettext", "text"} or not isinstance(call.func, ast.Name):
                continue
            for argument in call.args[: 2 if name == "ngettext" else 1]:
                put_together = isinstance(argument, ast.BinOp) or (
                    isinstance(argument, ast.Call)
                    and isinstance(argument.func, ast.Attribute)
                    and argument.func.attr == "format"
                )
                # A code may be made of its list and a value: test_words knows the lists.
                if put_together or (isinstance(argument, ast.JoinedStr) and name != "text"):
                    found.append(f"{module.at(call)} {ast.unparse(call)[:80]}")
                elif name in {"N_", "ngettext"} and not isinstance(argument, ast.Constant):
                    found.append(f"{module.at(call)} {ast.unparse(call)[:80]}: not a literal")
    nothing(found, "write _('... {name} ...').format(name=name)")


CHINESE_MARK = re.compile(r"[、，；：。（）]")


def test_no_line_is_joined_with_a_mark_of_one_language() -> None:
    """ "A、B" reads badly in English; what is the office's own data (a demo's words) stays as it is."""
    found = []
    for module in below("ui", "usecases", "documents", "shared", "app"):
        if "/demo/" in module.name or "/tour/" in module.name or "/documents/forms/" in module.name:
            continue
        for node in ast.walk(module.tree):
            joins = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "join"
            )
            inside = node.func.value if joins else node if isinstance(node, ast.JoinedStr) else None
            if inside is not None and any(
                isinstance(part, ast.Constant) and CHINESE_MARK.search(str(part.value))
                for part in ast.walk(inside)
            ):
                found.append(f"{module.at(node)} {ast.unparse(node)[:80]}")
    nothing(found, "join with shared.text.listed, or make it a message")


COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b|\brgba?\(|\bhsla?\(")
QT_COLOURS = {
    f"{shade}{colour}"
    for shade in ("", "dark", "light")
    for colour in (
        "red",
        "green",
        "blue",
        "cyan",
        "magenta",
        "yellow",
        "gray",
        "Red",
        "Green",
        "Blue",
        "Cyan",
        "Gray",
    )
} | {"black", "white", "darkMagenta", "darkYellow"}


def names_colour(node: ast.AST) -> bool:
    """Return whether a node names a colour itself."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(COLOUR.search(node.value))
    if isinstance(node, ast.Attribute):
        return node.attr in QT_COLOURS and ast.unparse(node.value).startswith("Qt")
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("QColor"):
        return bool(node.args) and all(isinstance(argument, ast.Constant) for argument in node.args)
    return False


def test_colours_are_named_by_the_theme_alone() -> None:
    found = []
    for module in below("ui"):
        if module.name.startswith("trainingdesk/ui/theme"):
            continue
        documentation = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
        found += [
            f"{module.at(node)} {ast.unparse(node)}"
            for node in ast.walk(module.tree)
            if id(node) not in documentation and names_colour(node)
        ]
    nothing(found, "take a token of trainingdesk.ui.theme")


def test_every_column_says_what_it_holds() -> None:
    found = []
    columns = 0
    for module in below("persistence/"):
        lines = module.text.splitlines()
        for node in ast.walk(module.tree):
            if not (isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).startswith("Mapped[")):
                continue
            columns += 1
            above = lines[node.lineno - 2].strip()
            own = " ".join(lines[node.lineno - 1 : node.end_lineno])
            if not above.startswith("#:") and "#:" not in own:
                found.append(f"{module.at(node)} {ast.unparse(node.target)}")
    nothing(found, "a #: comment above or beside it gives meaning and unit")
    assert columns > 50


def test_nothing_is_promised_for_later() -> None:
    promise = re.compile(
        "|".join(rf"\b{word}\b" for word in ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"))
    )
    found = []
    for name, text in project_texts():
        if name.endswith(".py"):
            comments = (
                (token.start[0], token.string)
                for token in tokenize.generate_tokens(io.StringIO(text).readline)
                if token.type == tokenize.COMMENT
            )
            found += [f"{name}:{line} {comment}" for line, comment in comments if promise.search(comment)]
    found += [
        module.at(node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Raise)
        and node.exc is not None
        and "NotImplementedError" in ast.unparse(node.exc)
    ]
    nothing(found, "do it now, or open an issue")


def test_no_registry_and_no_machine_is_named() -> None:
    """Wherever the project is set up, the machine's own configuration says where packages come from."""
    names = [
        "/work/" + "main",
        "/root" + "/",
        "/opt/" + "pypi",
        "/opt/" + "wheels",
        "pypi" + ".org",
        "pythonhosted" + ".org",
    ]
    names += [
        "registry.npm" + "js",
        "deb.debian" + ".org",
        "index-" + "url",
        "find-" + "links",
        "file:/" + "//",
    ]
    found = [
        f"{name}:{number} {line.strip()[:100]}"
        for name, text in project_texts()
        if name != "tests/test_setup.py"  # looks for the same words in the locks
        for number, line in enumerate(text.splitlines(), 1)
        if any(word in line for word in names)
    ]
    nothing(found, "take it out")


def test_id_numbers_belong_to_nobody() -> None:
    """ID numbers in the project are on the region code 999901, which was never issued.

    The one exception is the example that GB 11643-1999 itself prints, with the damage that tests do to it.
    """
    number = re.compile(
        r"(?<![0-9A-Za-z.])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
    )
    found = [
        f"{name}: {match[0]}"
        for name, text in project_texts()
        if name.endswith((".py", ".json", ".md", ".po", ".txt", ".csv", ".toml"))
        for match in number.finditer(text)
        if not match[0].startswith(("999901", "1101051949"))
    ]
    nothing(found, "take a number on region code 999901")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_qt_does_not_eat_references_to_none(qtbot: object) -> None:
    """PySide6 6.12.0 drops a reference to None at each call on Python 3.11, until the process dies."""
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    before = sys.getrefcount(None)
    for number in range(300):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 100
