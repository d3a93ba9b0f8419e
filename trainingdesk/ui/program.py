"""How a sitting goes: the file, who it is, the desk, and closing."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from trainingdesk.domain.errors import DeskError
from trainingdesk.shared.text import LANGUAGES, _, set_language, text
from trainingdesk.ui import theme
from trainingdesk.ui.actions import ActionRegistry
from trainingdesk.ui.crash import CrashWatch, OneAtATime
from trainingdesk.ui.door import Demo, DeskDoor, Door, Preload, known_file
from trainingdesk.ui.instance import Instance
from trainingdesk.ui.jobs import Jobs, Lane, without_progress
from trainingdesk.ui.notices import Level, Notices, sentence_of
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.shell.actions import ACTIONS, tab_actions
from trainingdesk.ui.shell.dialogs import CrashDialog
from trainingdesk.ui.shell.frame import Frame
from trainingdesk.ui.shell.gate import FirstStartPage, SignInPage
from trainingdesk.ui.shell.idle import IdleWatch
from trainingdesk.ui.shell.pages import PageSpec, present
from trainingdesk.ui.shell.window import Window
from trainingdesk.ui.tongue import Tongue
from trainingdesk.ui.workspace import DeskLike, Workspace
from trainingdesk.usecases.outcome import Progress


class Program(QObject):
    """One sitting at one desk.

    Signals:
        usable: the desk is open and waits for its person. signed_in: somebody is at work. ended: the window is closed.
    """

    usable = Signal()
    signed_in = Signal()
    ended = Signal()

    def __init__(
        self,
        app: QApplication,
        *,
        path: Path | None = None,
        door: Door | None = None,
        preload: Preload | None = None,
        pages: Sequence[PageSpec] | None = None,
        settings: Settings | None = None,
        crash: CrashWatch | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._door = door or DeskDoor()
        self._preload = preload
        self._specs = present() if pages is None else tuple(pages)
        self._named = path
        self.settings = settings or Settings()
        self.jobs = Jobs(self)
        self.notices = Notices(self)
        self.desk: DeskLike | None = None
        self.space: Workspace | None = None
        self.frame: Frame | None = None
        self._instance: Instance | None = None
        self._idle: IdleWatch | None = None
        self._tongue = Tongue(app)
        self._closing = False
        self._crash = crash
        if crash is not None:
            self._crashes = OneAtATime(crash, self._show_crash)
            self.notices.crashed.connect(crash.caught)
        self._tongue.speak()
        self.window = Window(self.settings)
        self.window.painted.connect(self._begin)
        self.window.close_asked.connect(self.close)

    # --- beginning ---

    def start(self) -> None:
        """Show the window; the desk is opened behind the first paint."""
        path = known_file(self._named, self.settings.desk_path)
        if path is None:
            self._show_first_start()
        else:
            self._show_sign_in(path)
        self.window.show()

    def _begin(self) -> None:
        if self._preload is not None:
            self._preload.go()
        path = known_file(self._named, self.settings.desk_path)
        if path is not None:
            self.open(path)
        else:
            self.usable.emit()

    def _show_first_start(self, sentence: str = "", path: Path | None = None) -> None:
        page = FirstStartPage(sentence, path)
        page.open_asked.connect(self.open)
        page.demo_asked.connect(self.open_demo)
        page.create_asked.connect(self.create)
        page.language_asked.connect(self.set_language)
        self.window.set_office("")
        self.window.show_view(page)

    def _show_sign_in(self, path: Path) -> SignInPage:
        page = SignInPage(
            self.settings.office_name if path == self.settings.desk_path else "", self.settings.login, path
        )
        page.signed.connect(self.sign_in)
        page.other_asked.connect(self._other_desk)
        page.language_asked.connect(self.set_language)
        self.window.show_view(page)
        if self.desk is not None:
            page.set_ready(self.desk.office_name)
        return page

    def _other_desk(self) -> None:
        self._put_away()
        self._show_first_start()

    # --- opening ---

    def open(self, path: Path) -> None:
        """Open a desk's file."""
        instance = self._take(path)
        if instance is not None:
            self._to_desk(partial(self._door.open, path), instance)

    def create(self, path: Path, office: str, login: str, name: str, password: str) -> None:
        """Make a new desk and come in as its first user."""
        instance = self._take(path)
        if instance is not None:
            work = partial(self._door.create, path, office, login, name, password)
            self._to_desk(work, instance, partial(self.sign_in, login, password))

    def open_demo(self) -> None:
        """Open the demo district, making it the first time."""
        from trainingdesk.ui.door import demo_file

        instance = self._take(demo_file())
        if instance is None:
            return
        door, preload = self._door, self._preload

        def work(progress: Progress) -> tuple[DeskLike, str, Demo | None]:
            if preload is not None:
                preload.wait()
            desk = door.demo(progress)
            return desk, desk.office_name, door.demo_accounts()

        self._run(work, instance, None, title=_("Preparing the demo district"))

    def _take(self, path: Path) -> Instance | None:
        self._put_away()
        instance = Instance(path, self)
        if instance.take():
            instance.raise_asked.connect(self.window.raise_window)
            return instance
        answered = instance.call_first()
        instance.deleteLater()
        code = "shell.open_elsewhere" if answered else "shell.open_silent"
        self._show_first_start(text(code, file=path.name))
        self.usable.emit()
        return None

    def _to_desk(
        self, opened: Callable[[], DeskLike], instance: Instance, then: Callable[[], None] | None = None
    ) -> None:
        preload, door = self._preload, self._door

        def work(_progress: Progress) -> tuple[DeskLike, str, Demo | None]:
            if preload is not None:
                preload.wait()
            desk = opened()
            return desk, desk.office_name, door.demo_accounts() if desk.is_demo else None

        self._run(work, instance, then)

    def _run(
        self,
        work: Callable[[Progress], Any],
        instance: Instance,
        then: Callable[[], None] | None,
        title: str = "",
    ) -> None:
        job = self.jobs.job(Lane.WRITE, work, title)
        job.succeeded.connect(partial(self._opened, instance, then))
        job.failed.connect(partial(self._not_opened, instance))
        job.progressed.connect(self._stepped)
        job.start()

    def _stepped(self, done: int, total: int, step: str) -> None:
        view = self.window.view
        if isinstance(view, FirstStartPage) and step:
            view.show_step(_("{name} {done} / {total}").format(name=text(step), done=done, total=total))

    def _opened(
        self, instance: Instance, then: Callable[[], None] | None, opened: tuple[DeskLike, str, Demo | None]
    ) -> None:
        desk, office, demo = opened
        self.desk = desk
        self._instance = instance
        QTimer.singleShot(0, instance.listen)
        if not desk.is_demo:
            self.settings.put("desk/path", str(desk.path))
            self.settings.put("desk/office", office)
        self.window.set_office(office)
        view = self.window.view
        if not isinstance(view, SignInPage):
            view = self._show_sign_in(desk.path)
        if demo is not None:
            view.show_demo(demo)
        view.set_ready(office)
        self.usable.emit()
        if then is not None:
            then()

    def _not_opened(self, instance: Instance, error: BaseException) -> None:
        instance.release()
        instance.deleteLater()
        if isinstance(error, DeskError):
            sentence = sentence_of(error)
        else:
            sentence = text("shell.bug_opening")
            self.notices.failed(error)
        view = self.window.view
        if isinstance(view, FirstStartPage):
            view.show_error(sentence)
        else:
            self._show_first_start(sentence)
        self.usable.emit()

    def _put_away(self) -> None:
        """Let the present desk go."""
        if self.desk is not None:
            self.desk.close()
            self.desk = None
        if self._instance is not None:
            self._instance.release()
            self._instance.deleteLater()
            self._instance = None

    # --- who it is ---

    def sign_in(self, login: str, password: str) -> None:
        """Let somebody in."""
        assert self.desk is not None
        job = self.jobs.job(Lane.WRITE, without_progress(self.desk.sign_in, login, password))
        job.succeeded.connect(partial(self._came_in, login))
        job.failed.connect(self._not_in)
        job.start()

    def _not_in(self, error: BaseException) -> None:
        view = self.window.view
        if isinstance(error, DeskError) and isinstance(view, SignInPage):
            view.show_error(sentence_of(error))
        else:
            self.notices.failed(error)

    def _came_in(self, login: str, _actor: object) -> None:
        assert self.desk is not None
        if not self.desk.is_demo:
            self.settings.put("desk/login", login)
        registry = ActionRegistry((*ACTIONS, *tab_actions(self._specs)))
        for spec in self._specs:
            registry.add(spec.actions())
        self.space = Workspace(self.desk, self.jobs, registry, self.settings, self.notices, self)
        for spec in self._specs:
            self.space.providers += spec.providers(self.space)
        self.space.restart.connect(self._start_over)
        self.space.backed_up.connect(self._ask_backup)
        self._idle = IdleWatch(self.settings.idle_minutes, self.space)
        self._idle.watch(self.window.windowHandle())
        self._show_frame(self.settings.page)
        self.signed_in.emit()
        if self._crash is not None and self._crash.left:
            self._crash.left = ""
            self.notices.say(
                _("The program ended unexpectedly last time. Nothing that was saved is lost."), Level.WARNING
            )

    def _show_frame(self, page: str) -> None:
        assert self.space is not None
        frame = Frame(self.space, self._specs)
        frame.sign_out_asked.connect(self.sign_out)
        frame.language_asked.connect(self.set_language)
        frame.scheme_asked.connect(self.set_scheme)
        frame.page_shown.connect(partial(self.settings.put, "window/page"))
        if self._idle is not None:
            self._idle.idle.connect(frame.lock)
        self.frame = frame
        self.window.show_view(frame)
        ids = frame.page_ids()
        if ids:
            frame.show_page(page if page in ids else ids[0])
        self._ask_backup()

    def _ask_backup(self) -> None:
        assert self.desk is not None
        job = self.jobs.job(Lane.READ, without_progress(self._door.last_backup, self.desk))
        job.succeeded.connect(self._show_backup)
        job.failed.connect(self.notices.failed)
        job.start()

    def _show_backup(self, at: Any) -> None:
        if self.frame is not None:
            self.frame.status.set_backup(at)

    def _start_over(self, sentence: str) -> None:
        self.sign_out()
        view = self.window.view
        if isinstance(view, SignInPage):
            view.banner.say([sentence], "done")

    def sign_out(self) -> None:
        """Let somebody else sign in."""
        if self.desk is None or self.space is None:
            return
        self.desk.sign_out()
        path = self.desk.path
        space, self.space, self.frame, self._idle = self.space, None, None, None
        page = self._show_sign_in(path)
        if self.desk.is_demo:
            page.show_demo(self._door.demo_accounts())
        space.deleteLater()

    # --- language and colours ---

    def set_language(self, wanted: str) -> None:
        """Speak another language: the view is built again, the work stays."""
        if wanted not in LANGUAGES:
            return
        set_language(wanted)
        self.settings.put("window/language", wanted)
        self._tongue.speak()
        if self.space is not None:
            self._show_frame(self.settings.page)
        elif self.desk is not None:
            self._show_sign_in(self.desk.path)
        else:
            self._show_first_start()
        self.window.set_office(self.desk.office_name if self.desk is not None else "")

    def set_scheme(self, scheme: str) -> None:
        """Use other colours."""
        self.settings.put("window/scheme", scheme)
        theme.set_scheme(self._app, scheme)

    # --- ending ---

    def close(self) -> None:
        """Wait for what is being written, back up, and close the window."""
        if self._closing:
            return
        writing = [job for job in self.jobs.running if job.lane is Lane.WRITE]
        if writing:
            self.notices.say(
                _("“{title}” is still under way. The window closes when it is done.").format(
                    title=writing[0].title or _("A change")
                )
            )
            self.jobs.idle.connect(self.close)
            return
        self._closing = True
        if self.desk is None:
            self._end()
            return
        job = self.jobs.job(Lane.WRITE, without_progress(self._door.close, self.desk), _("Backing up"))
        job.failed.connect(self._not_backed_up)
        job.succeeded.connect(self._end)
        job.start()

    def _not_backed_up(self, error: BaseException) -> None:
        self._closing = False
        self.notices.failed(error, way_out=_("Close without a backup"), follow=self._end)
        if self.frame is None:
            self._end()

    def _end(self, *_args: object) -> None:
        self._closing = True
        self.window.let_close()
        self.jobs.close()
        self._put_away()
        self.settings.save()
        self.ended.emit()

    def _show_crash(self, report: str, kept: str, on_closed: Callable[[], None]) -> None:
        dialog = CrashDialog(self.window, report, kept)
        dialog.finished.connect(lambda *_args: on_closed())
        dialog.open()
