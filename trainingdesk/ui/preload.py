"""Imports what is heavy behind the first paint."""

import threading
from collections.abc import Callable
from importlib import import_module

#: What takes long to import; loaded in the background as soon as the window has been painted.
HEAVY = ("trainingdesk.usecases.desk",)


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

    def _run(self) -> None:
        self._may.wait()
        for module in self._modules:
            self._load(module)
