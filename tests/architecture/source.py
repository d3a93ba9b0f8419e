"""The program's own source, parsed once for every rule that looks at it."""

import ast
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "trainingdesk"

#: Folders that are made here and belong to nobody's checkout.
MADE_HERE = {".git", ".venv", "build", "dist", "out", "tour", "__pycache__", "LC_MESSAGES"}


@dataclass(frozen=True, slots=True)
class Module:
    """One module of the program."""

    #: path from the project's root, with forward slashes
    name: str
    text: str
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        """Return where a node stands, as an editor can open it."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the program."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    return tuple(found)


def below(*folders: str) -> Iterator[Module]:
    """Return the modules of some layers."""
    return (
        module for module in modules() if module.name.startswith(tuple(f"trainingdesk/{f}" for f in folders))
    )


def calls(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """Return every call of a module with the last name of what is called; SQLAlchemy's ``text`` is left out."""
    imports = (node for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom))
    sql_text = any(
        (node.module or "").startswith("sqlalchemy") and alias.name == "text"
        for node in imports
        for alias in node.names
    )
    for node in ast.walk(module.tree):
        if (
            sql_text
            and isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "text"
        ):
            continue
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def nothing(found: Iterable[str], advice: str) -> None:
    """Assert that a rule found nothing; says each place otherwise."""
    lines = sorted(set(found))
    assert not lines, "\n".join([advice, *lines])


def project_texts() -> Iterator[tuple[str, str]]:
    """Return every text file of the project with its path from the root."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            name for name in folders if name not in MADE_HERE and not name.endswith((".egg-info", "_cache"))
        ]
        folders[:] = [name for name in folders if name != ".hypothesis"]
        for name in files:
            if name in MADE_HERE:  # the .git of a linked work tree is a file
                continue
            path = Path(folder, name)
            try:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a font or a picture
