"""Imports what is heavy behind the first paint."""

import inspect
import sys
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Any

#: What takes long to import; loaded in the background as soon as the window has been painted.
HEAVY = ("trainingdesk.usecases.desk",)
#: What the first paper of a session needs; loaded while whoever has come in looks at their first page.
PAPERS = ("trainingdesk.documents.render_pdf", "trainingdesk.documents.preview")
#: What SQLAlchemy imports for asynchronous engines and for other people's dialects, which a desk has not: a tenth of
#: the way to the open desk. Each with what SQLAlchemy takes from it while it is being imported.
UNUSED: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {"asyncio": {"iscoroutine": inspect.iscoroutine}, "importlib.metadata": {}}
)


class Preload:
    """Imports what is heavy in a thread of its own.

    It waits for :meth:`go`, which the first paint calls: started earlier it would take the interpreter from the
    thread that paints.
    """

    def __init__(
        self, modules: tuple[str, ...] = HEAVY, load: Callable[[str], object] = import_module
    ) -> None:
        self._modules = modules
        self._load = load
        self._may = threading.Event()
        self._thread = threading.Thread(target=self._run, name="desk-preload", daemon=True)
        self._thread.start()

    def go(self) -> None:
        """Start importing."""
        self._may.set()

    def wait(self) -> None:
        """Return when everything is imported; called in a worker."""
        self._may.set()
        self._thread.join()

    def go_on(self) -> None:
        """Import what papers need, and unpack the fonts where that was not done yet; nobody waits for it."""
        threading.Thread(target=self._load_papers, name="papers-preload", daemon=True).start()

    def _load_papers(self) -> None:
        for module in PAPERS:
            self._load(module)
        from trainingdesk.documents.fonts import unpack_all

        unpack_all()

    def _run(self) -> None:
        self._may.wait()
        for module in self._modules:
            self._load(module)


class _StandIn(ModuleType):
    """Stands for a module until something of it is asked for, which imports it and is answered by it from then on.

    The library's own ``LazyLoader`` is not safe in two threads before Python 3.12.
    """

    _leaving = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        with self._leaving:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def put_off(modules: Mapping[str, Mapping[str, Any]] = UNUSED) -> None:
    """Import these modules when something of them is asked for that is not given here, which may be never.

    Raises nothing: one that is there already stays.
    """
    for name, known in modules.items():
        if name in sys.modules:
            continue
        stand_in = sys.modules[name] = _StandIn(name)
        vars(stand_in).update(known)
        package, _dot, last = name.rpartition(".")
        if package:
            setattr(import_module(package), last, stand_in)
