"""Pictures of the real window: every tab, 1366×768, in both languages, without a screen."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Any

from trainingdesk.shared.text import language, set_language

if TYPE_CHECKING:
    from trainingdesk.usecases.desk import Desk

#: an office PC's screen
WIDTH, HEIGHT = 1366, 768
#: how long the window must have been still before it is photographed, in milliseconds
STILL_MS = 120
#: how long one page may take to become still, in seconds: one that never does ends the tour with a reason
PATIENCE = 120


def take_pictures(
    desk: "Desk", out: Path, languages: tuple[str, ...], places: Mapping[str, Mapping[str, Any]]
) -> list[Path]:
    """Photograph every tab of the signed-in person's window and return the files.

    ``places`` says what a page brings up before its picture: page id → target of ``Page.open_place``.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from trainingdesk.ui import theme
    from trainingdesk.ui.settings import Settings

    app = QApplication.instance() or QApplication(["trainingdesk"])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    before = language()
    before_handler = qInstallMessageHandler(_say_qt)
    taken: list[Path] = []
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        theme.set_up(app, "light")
        try:
            for spoken in languages:
                set_language(spoken)
                taken += _Photographer(app, desk, settings, out, places).run()
        finally:
            set_language(before)
            qInstallMessageHandler(before_handler)
    return taken


def _say_qt(_kind: Any, _context: Any, message: str) -> None:
    # the platform without a screen says this for every window
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)


class _Photographer:
    """Shows one page after the other and waits until each is still."""

    def __init__(
        self, app: Any, desk: "Desk", settings: Any, out: Path, places: Mapping[str, Mapping[str, Any]]
    ) -> None:
        from PySide6.QtCore import QTimer

        from trainingdesk.ui.actions import ActionRegistry
        from trainingdesk.ui.jobs import Jobs
        from trainingdesk.ui.notices import Notices
        from trainingdesk.ui.shell.actions import ACTIONS, tab_actions
        from trainingdesk.ui.shell.frame import Frame
        from trainingdesk.ui.shell.pages import present
        from trainingdesk.ui.workspace import Workspace

        specs = present()
        registry = ActionRegistry((*ACTIONS, *tab_actions(specs)))
        for spec in specs:
            registry.add(spec.actions())
        self._app = app
        self._jobs = Jobs()
        self._space = Workspace(desk, self._jobs, registry, settings, Notices())
        self._frame = Frame(self._space, specs)
        self._frame.resize(WIDTH, HEIGHT)
        self._out = out
        self._places = places
        self.taken: list[Path] = []
        self._failed: BaseException | None = None
        self._since = monotonic()
        self._steps = self._walk()
        self._still = QTimer()
        self._still.setSingleShot(True)
        self._still.setInterval(STILL_MS)
        self._still.timeout.connect(self._next)

    def run(self) -> list[Path]:
        """Take the pictures and return their files."""
        self._frame.show()
        self._still.start()
        self._app.exec()
        self._frame.hide()
        self._frame.deleteLater()
        self._jobs.close()
        self._space.deleteLater()
        if self._failed is not None:
            raise self._failed
        return self.taken

    def _next(self) -> None:
        try:
            if self._jobs.running:
                self._still_waiting()
            else:
                next(self._steps)
                self._since = monotonic()
        except StopIteration:
            self._app.exit()
        except Exception as error:  # noqa: BLE001 - through Qt's loop it would be lost, and the tour wait for ever
            self._failed = error
            self._app.exit()
        else:
            self._still.start()

    def _still_waiting(self) -> None:
        if monotonic() - self._since > PATIENCE:
            under_way = ", ".join(f"{job.lane} {job.title}".strip() for job in self._jobs.running)
            raise RuntimeError(f"the window was not still for {PATIENCE} s; under way: {under_way}")

    def _walk(self) -> Iterator[None]:
        for number, page in enumerate(self._frame.page_ids(), 1):
            shown = self._frame.show_page(page)
            yield
            if page in self._places:
                shown.open_place(self._places[page])
                yield
                yield
            path = self._out / f"window-{number}-{page}-{language()}.png"
            self._frame.grab().save(str(path))
            self.taken.append(path)
