"""Every command with its permission and handler, every query with its permission."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from trainingdesk.domain.access import Permission
from trainingdesk.shared.ids import new_request_id

if TYPE_CHECKING:
    from trainingdesk.usecases.reader import Reader
    from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class Command:
    """What a person asks for, in the imperative; frozen, and built from plain values only.

    Attributes:
        request_id: made once by the form: sent twice, the command is carried out once.
        initiator: a token of the page that sent it, "" for none; it comes back in the notice.
    """

    request_id: str = field(default_factory=new_request_id)
    initiator: str = ""


C = TypeVar("C", bound=Command)
R = TypeVar("R")
P = ParamSpec("P")

#: What a handler returns: ids and counts, JSON values only.
Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One command's place in the registry."""

    command: type[Command]
    permission: Permission
    handle: "Callable[[Work, Any], Result]"
    #: whether the gate keeps the answer, for a request that comes twice
    remember: bool = True


COMMANDS: dict[str, Entry] = {}
QUERIES: dict[str, tuple[Permission, Callable[..., Any]]] = {}


def handles(
    command: type[C], permission: Permission, *, remember: bool = True
) -> "Callable[[Callable[[Work, C], Result]], Callable[[Work, C], Result]]":
    """Register a function as the handler of a command that needs a permission.

    ``remember=False`` is for an answer that must not lie in the file: see :mod:`trainingdesk.usecases.bus`.
    """

    def register(handle: "Callable[[Work, C], Result]") -> "Callable[[Work, C], Result]":
        if command.__name__ in COMMANDS:
            raise ValueError(f"two handlers for {command.__name__}")
        COMMANDS[command.__name__] = Entry(command, permission, handle, remember)
        return handle

    return register


def query(
    permission: Permission,
) -> "Callable[[Callable[Concatenate[Reader, P], R]], Callable[Concatenate[Reader, P], R]]":
    """Register a function as a read that needs a permission; ``desk.ask`` checks it."""

    def register(read: "Callable[Concatenate[Reader, P], R]") -> "Callable[Concatenate[Reader, P], R]":
        QUERIES[f"{read.__module__}.{read.__name__}"] = (permission, read)
        return read

    return register


def load_all() -> None:
    """Import every area, so that the registry is whole."""
    for package_name in ("trainingdesk.usecases.commands", "trainingdesk.usecases.queries"):
        package = import_module(package_name)
        for module in iter_modules(package.__path__):
            import_module(f"{package_name}.{module.name}")


def entry(command: Command) -> Entry:
    """Return a command's place in the registry."""
    return COMMANDS[type(command).__name__]


def entry_named(name: str) -> Entry:
    """Return a command's place by its name, importing the areas when it is not there yet."""
    if name not in COMMANDS:
        load_all()
    return COMMANDS[name]
