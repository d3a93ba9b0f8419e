"""From the first paint to closing: the file, who it is, the language. What only a signed-in person needs is imported late."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from trainingdesk.domain.errors import DeskError, EnvironmentProblem
from trainingdesk.shared.text import LANGUAGES, _, set_language, text
from trainingdesk.ui import theme
from trainingdesk.ui.door import DeskDoor, Door, demo_file, is_kept_copy, known_file
from trainingdesk.ui.notices import Level, Notices, sentence_of
from trainingdesk.ui.preload import Preload
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.shell.gate import GatePage, SignInPage
from trainingdesk.ui.shell.window import Window
from trainingdesk.ui.tongue import Tongue

if TYPE_CHECKING:
    from trainingdesk.ui.crash import CrashWatch
    from trainingdesk.ui.instance import Instance
    from trainingdesk.ui.jobs import Jobs
    from trainingdesk.ui.opening import Glanced, Opened, Opening
    from trainingdesk.ui.shell.frame import Frame
    from trainingdesk.ui.shell.pages import PageSpec
    from trainingdesk.ui.sitting import Sitting
    from trainingdesk.ui.workspace import DeskLike
    from trainingdesk.usecases.outcome import Progress


#: so long after signing in what papers need is imported beside the first page
_FIRST_PAGE_MS = 1_500


class Program(QObject):
    """The window and what it shows, from start to end.

    Signals:
        usable: the file was checked and the form takes a sign-in, while the desk is being opened behind it; or the
            window says why not, and takes another choice.
        desk_open: the desk is open, or can't be.
        signed_in: somebody is at work. ended: the window is closed.
    """

    usable = Signal()
    desk_open = Signal()
    signed_in = Signal()
    ended = Signal()

    def __init__(
        self,
        app: QApplication,
        *,
        path: Path | None = None,
        door: Door | None = None,
        preload: Preload | None = None,
        pages: "Sequence[PageSpec] | None" = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._door = door or DeskDoor()
        self._preload = preload
        if preload is not None:
            self.usable.connect(preload.go)
            #: when it runs out, the first page has been painted
            self._papers_timer = QTimer(self, singleShot=True)
            self._papers_timer.timeout.connect(preload.go_on)
        self._pages = pages
        self._named = path
        self.settings = settings or Settings()
        self.notices = Notices(self)
        self.desk: DeskLike | None = None
        self.sitting: Sitting | None = None
        self._instance: Instance | None = None
        self._crash: CrashWatch | None = None
        self._lost: tuple[Path, DeskError] | None = None
        self._left: Path | None = None  # the desk one may go back to from the page of other desks
        self._closing = False
        self._tongue = Tongue(app)
        self.window = Window(self.settings)
        self.window.painted.connect(self._begin)
        self.window.close_asked.connect(self.close)

    @cached_property
    def jobs(self) -> "Jobs":
        """The threads; they are not there before the first paint."""
        from trainingdesk.ui.jobs import Jobs

        return Jobs(self)

    @property
    def frame(self) -> "Frame | None":
        """What is shown to somebody who is signed in."""
        return self.sitting.frame if self.sitting is not None else None

    def watch(self, crash: "CrashWatch") -> None:
        """Show what nobody expected, one at a time."""
        from trainingdesk.ui.crash import OneAtATime

        self._crash = crash
        self._crashes = OneAtATime(crash, self._show_crash)
        self.notices.crashed.connect(crash.caught)
        crash.refused.connect(self.notices.failed)

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
        path = known_file(self._named, self.settings.desk_path)
        if path is not None:
            self.open(path)
        else:
            self.usable.emit()
            self.desk_open.emit()
        self._tongue.speak()

    def _show_first_start(self, sentence: str = "") -> None:
        from trainingdesk.ui.shell.first_start import FirstStartPage

        page = FirstStartPage(sentence, back=self._left)
        page.back_asked.connect(self._show_sign_in)
        page.back_asked.connect(self.open)
        page.open_asked.connect(self.open)
        page.demo_asked.connect(self.open_demo)
        page.create_asked.connect(self.create)
        page.rescue_asked.connect(self.rescue)
        page.language_asked.connect(self.set_language)
        self.window.set_office("")
        self.window.show_view(page)
        if self._lost is not None:
            page.offer_rescue(True)

    def _show_sign_in(self, path: Path) -> SignInPage:
        office = self.settings.office_name if path == self.settings.desk_path else ""
        page = SignInPage(office, self.settings.login, path)
        page.signed.connect(self.sign_in)
        page.other_asked.connect(self._other_desk)
        page.language_asked.connect(self.set_language)
        self.window.show_view(page)
        if self.desk is not None:
            page.show_office(self.desk.office_name)
            page.set_ready()
        return page

    def _other_desk(self) -> None:
        here = self.desk.path if self.desk is not None else known_file(self._named, self.settings.desk_path)
        usual = self.settings.desk_path
        # from the demo district and from a kept copy the way back leads to the desk one works in
        self._left = usual if usual is not None and usual.exists() else here
        self._put_away()
        self._show_first_start()

    # --- opening ---

    def open(self, path: Path) -> None:
        """Open a desk's file."""
        self._to_desk(path, lambda _progress: self._door.open(path), look=True)

    def create(self, path: Path, office: str, login: str, name: str, password: str) -> None:
        """Make a new desk and come in as its first user."""
        door = self._door
        self._to_desk(
            path,
            lambda _progress: door.create(path, office, login, name, password),
            then=partial(self.sign_in, login, password),
        )

    def open_demo(self) -> None:
        """Open the demo district, making it the first time."""
        self._to_desk(demo_file(), self._door.demo, title=_("Preparing the demo district"))

    def _to_desk(
        self,
        path: Path,
        open_it: "Callable[[Progress], DeskLike]",
        *,
        then: Callable[[], None] | None = None,
        title: str = "",
        look: bool = False,
    ) -> None:
        from trainingdesk.ui.opening import Opening

        self._lost = None
        self._put_away()
        opening = Opening(path, self._door, self.jobs, self._preload, self)
        if code := opening.take():
            self._show_first_start(text(code, file=path.name))
            self.usable.emit()
            self.desk_open.emit()
            return
        opening.instance.raise_asked.connect(self.window.raise_window)
        opening.glanced.connect(self._glanced)
        opening.opened.connect(partial(self._opened, opening, then))
        opening.refused.connect(partial(self._not_opened, opening))
        opening.stepped.connect(self._stepped)
        opening.start(open_it, title, look=look)

    def _stepped(self, done: int, total: int, step: str) -> None:
        view = self.window.view
        if isinstance(view, GatePage) and step:
            sentence = _("{name} {done} / {total}").format(name=text(step), done=done, total=total)
            view.banner.say([sentence], "info")

    def _glanced(self, seen: "Glanced") -> None:
        """Say whose desk it is; the form takes a sign-in, which waits for the desk."""
        office, demo = seen
        self.window.set_office(office)
        view = self.window.view
        if isinstance(view, SignInPage):
            view.show_office(office, demo)
        self.usable.emit()

    def _opened(self, opening: "Opening", then: Callable[[], None] | None, opened: "Opened") -> None:
        desk, office, demo = opened
        self.desk = desk
        self._instance = opening.instance
        QTimer.singleShot(0, self._instance.listen)
        self._left = None
        if _remembered(desk):
            self.settings.put("desk/path", str(desk.path))
            self.settings.put("desk/office", office)
        self.window.set_office(office)
        view = self.window.view
        if not isinstance(view, SignInPage):
            view = self._show_sign_in(desk.path)
        view.show_office(office, demo)
        view.set_ready()
        if not opening.looked:
            self.usable.emit()
        self.desk_open.emit()
        if then is not None:
            then()

    def _not_opened(self, opening: "Opening", error: BaseException) -> None:
        self._turn_away(opening.path, error)
        if not opening.looked:
            self.usable.emit()
        self.desk_open.emit()

    def _turn_away(self, path: Path, error: BaseException) -> None:
        """Say why the desk can't be opened, with the ways out; a backup is one when the file is damaged or gone."""
        from trainingdesk.ui.shell.first_start import FirstStartPage
        from trainingdesk.ui.shell.rescue import can_rescue

        if isinstance(error, DeskError):
            sentence = sentence_of(error)
            rescued = can_rescue(path, error.code, known=path == self.settings.desk_path)
            self._lost = (path, error) if rescued else None
        else:
            sentence = text("shell.bug_opening")
            self.notices.failed(error)
        view = self.window.view
        if isinstance(view, FirstStartPage):
            view.show_error(sentence)
            view.offer_rescue(self._lost is not None)
        else:
            self._show_first_start(sentence)

    def rescue(self) -> None:
        """Put the desk that can't be opened back from a backup, and open it."""
        from trainingdesk.ui.shell.rescue import RescueDialog

        assert self._lost is not None
        path = self._lost[0]
        login = self.settings.login if path == self.settings.desk_path else ""

        def open_again(sentence: str) -> None:
            page = self._show_sign_in(path)
            say = partial(page.banner.say, [sentence], "done")
            self._to_desk(path, lambda _progress: self._door.open(path), then=say, look=True)

        dialog = RescueDialog(self.window, path, self.jobs, self.notices, login)
        dialog.restored.connect(open_again)
        dialog.open()

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
        from trainingdesk.ui.jobs import Lane, without_progress

        assert self.desk is not None
        job = self.jobs.job(Lane.WRITE, without_progress(self.desk.sign_in, login, password))
        job.succeeded.connect(partial(self._came_in, login))
        job.failed.connect(self._not_in)
        job.start()

    def _not_in(self, error: BaseException) -> None:
        view = self.window.view
        if isinstance(error, EnvironmentProblem) and error.code == "desk.corrupt" and self.desk is not None:
            path = self.desk.path
            self._put_away()
            self._turn_away(path, error)
        elif isinstance(error, DeskError) and isinstance(view, SignInPage):
            view.show_error(sentence_of(error))
        else:
            self.notices.failed(error)

    def _came_in(self, login: str, _actor: object) -> None:
        from trainingdesk.ui.shell.pages import present
        from trainingdesk.ui.sitting import Sitting

        assert self.desk is not None
        if _remembered(self.desk):
            self.settings.put("desk/login", login)
        pages = present() if self._pages is None else self._pages
        self.sitting = Sitting(
            self.window, self.desk, self._door, self.jobs, self.settings, self.notices, pages, self
        )
        self.sitting.sign_out_asked.connect(self.sign_out)
        self.sitting.language_asked.connect(self.set_language)
        self.sitting.scheme_asked.connect(self.set_scheme)
        self.signed_in.emit()
        if self._preload is not None:
            self._papers_timer.start(_FIRST_PAGE_MS)
        if is_kept_copy(self.desk.path):
            self.notices.say(
                _(
                    "This is a kept copy, opened to look at: {file}. What is entered here does not reach the desk; "
                    "the next start opens the desk again."
                ).format(file=self.desk.path.name),
                Level.WARNING,
                everywhere=True,
            )
        if self._crash is not None and self._crash.left:
            self._crash.left = ""
            self.notices.say(
                _("The program ended unexpectedly last time. Nothing that was saved is lost."),
                Level.WARNING,
                everywhere=True,
            )

    def sign_out(self, sentence: str = "") -> None:
        """Let somebody else sign in; the sentence is shown there."""
        if self.desk is None or self.sitting is None:
            return
        if writing := self.jobs.writing:
            # signed out now, whoever sent it would be nobody when the gate asks who it is
            self.notices.say(
                _("“{title}” is still under way. You are signed out when it is done.").format(
                    title=writing.title or _("A change")
                ),
                everywhere=True,
            )
            self.jobs.idle.connect(partial(self.sign_out, sentence), Qt.ConnectionType.SingleShotConnection)
            return
        self.desk.sign_out()
        sitting, self.sitting = self.sitting, None
        page = self._show_sign_in(self.desk.path)
        if self.desk.is_demo:
            page.show_demo(self._door.demo_accounts())
        page.banner.say([sentence], "done")
        sitting.deleteLater()

    # --- language and colours ---

    def set_language(self, wanted: str) -> None:
        """Speak another language: the view is built again, the work stays."""
        if wanted not in LANGUAGES:
            return
        set_language(wanted)
        self.settings.put("window/language", wanted)
        self._tongue.speak()
        if self.sitting is not None:
            self.sitting.rebuild()
        elif self.desk is not None:
            page = self._show_sign_in(self.desk.path)
            if self.desk.is_demo:
                page.show_demo(self._door.demo_accounts())
        else:
            self._show_first_start(sentence_of(self._lost[1]) if self._lost is not None else "")
        self.window.set_office(self.desk.office_name if self.desk is not None else "")

    def set_scheme(self, scheme: str) -> None:
        """Use other colours."""
        self.settings.put("window/scheme", scheme)
        theme.set_scheme(self._app, scheme)

    # --- ending ---

    def close(self) -> None:
        """Wait for what is being written, back up, and close the window."""
        from trainingdesk.ui.jobs import Lane, without_progress

        if self._closing:
            return
        if writing := self.jobs.writing:
            self.notices.say(
                _("“{title}” is still under way. The window closes when it is done.").format(
                    title=writing.title or _("A change")
                ),
                everywhere=True,
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
        self.notices.failed(error, way_out=_("Close without a backup"), follow=self._end, everywhere=True)
        if self.sitting is None:
            self._end()

    def _end(self, *_args: Any) -> None:
        self._closing = True
        self.window.let_close()
        self.jobs.close()
        self._put_away()
        self.settings.save()
        self.ended.emit()

    def _show_crash(self, report: str, kept: str, on_closed: Callable[[], None]) -> None:
        from trainingdesk.ui.shell.dialogs import CrashDialog

        dialog = CrashDialog(self.window, report, kept)
        dialog.finished.connect(lambda *_args: on_closed())
        dialog.open()


def _remembered(desk: "DeskLike") -> bool:
    """Whether this is the desk that opens next time: not the demo district, not a copy that is looked at."""
    return not desk.is_demo and not is_kept_copy(desk.path)
