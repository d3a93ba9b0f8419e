"""One person at work at one desk: the workspace, the frame around the pages, the idle lock."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import _, text
from trainingdesk.ui.actions import ActionRegistry
from trainingdesk.ui.door import Door
from trainingdesk.ui.jobs import Jobs, Lane, without_progress
from trainingdesk.ui.notices import Level, Notices
from trainingdesk.ui.others import OthersWatch
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.shell.actions import ACTIONS, tab_actions
from trainingdesk.ui.shell.frame import Frame, standings_of
from trainingdesk.ui.shell.idle import IdleWatch
from trainingdesk.ui.shell.pages import PageSpec
from trainingdesk.ui.shell.window import Window
from trainingdesk.ui.workspace import DeskLike, Workspace


class Sitting(QObject):
    """From signing in to signing out.

    Signals:
        sign_out_asked: with a sentence to show where one signs in, "" for none.
        language_asked, scheme_asked: as the frame's.
    """

    sign_out_asked = Signal(str)
    language_asked = Signal(str)
    scheme_asked = Signal(str)

    def __init__(
        self,
        window: Window,
        desk: DeskLike,
        door: Door,
        jobs: Jobs,
        settings: Settings,
        notices: Notices,
        pages: Sequence[PageSpec],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._door = door
        self._jobs = jobs
        self._settings = settings
        self._notices = notices
        self._pages = tuple(pages)
        registry = ActionRegistry((*ACTIONS, *tab_actions(self._pages)))
        for page in self._pages:
            registry.add(page.actions())
        self.space = Workspace(desk, jobs, registry, settings, notices, self)
        for page in self._pages:
            if page.permission is None or self.space.allows(page.permission):
                self.space.providers += page.providers(self.space)
        self.space.restart.connect(self.sign_out_asked)
        self.space.backed_up.connect(self.ask_backup)
        self._idle = IdleWatch(settings.idle_minutes, self)
        self._idle.watch(window.windowHandle())
        self._others = OthersWatch(self.space, self)
        self.frame = self._new_frame()

    def rebuild(self) -> None:
        """Build the frame again, in the language in force; the work goes on where every page stood."""
        self.frame = self._new_frame(standings_of(self.frame))

    def _new_frame(self, standings: Mapping[str, Any] | None = None) -> Frame:
        frame = Frame(self.space, self._pages, standings)
        frame.sign_out_asked.connect(partial(self.sign_out_asked.emit, ""))
        frame.language_asked.connect(self.language_asked)
        frame.scheme_asked.connect(self.scheme_asked)
        self._idle.idle.connect(frame.lock)
        self.frame = frame
        self._window.show_view(frame)
        if self.space.desk.password_is_given:
            # till then the desk refuses what a page would ask for
            frame.ask_own_password(partial(self._begin, frame))
        else:
            self._begin(frame)
        return frame

    def _begin(self, frame: Frame) -> None:
        ids, last = frame.page_ids(), self._settings.page
        if ids:
            frame.show_page(last if last in ids else ids[0])
        frame.page_shown.connect(partial(self._settings.put, "window/page"))
        self.ask_backup()
        if self.space.allows(Permission.REPORT_READ):
            self._ask_rules()

    def _ask_rules(self) -> None:
        from trainingdesk.usecases.queries.office import missing_rules

        job = self._jobs.job(Lane.READ, without_progress(self.space.desk.ask, missing_rules))
        job.succeeded.connect(self._show_missing)
        job.failed.connect(self._notices.failed)
        job.start()

    def _show_missing(self, keys: list[str]) -> None:
        """Say once, on the first screen, which rules a file lacks, and offer to put them back."""
        if not keys:
            return
        able = self.space.allows(Permission.OFFICE_EDIT)
        self._notices.say(
            text("rule.lost", count=len(keys), keys=keys[:3] + ["…"] * (len(keys) > 3)),
            Level.WARNING,
            way_out=_("Put the rules back") if able else "",
            follow=self._put_rules_back if able else None,
            everywhere=True,
        )

    def _put_rules_back(self) -> None:
        from trainingdesk.usecases.commands.office import PutRulesBack

        self.space.send(PutRulesBack(), self._rules_back)

    def _rules_back(self, _outcome: object) -> None:
        self._notices.done(
            _("The rules are back as they ship. Compare them with your own under System, Rules.")
        )

    def ask_backup(self) -> None:
        """Ask for the newest backup and show its age."""
        job = self._jobs.job(Lane.READ, without_progress(self._door.last_backup, self.space.desk))
        job.succeeded.connect(self._show_backup)
        job.failed.connect(self._notices.failed)
        job.start()

    def _show_backup(self, at: Any) -> None:
        self.frame.status.set_backup(at)
