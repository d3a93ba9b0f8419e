"""The window of somebody who is signed in: head, page, status line, and what floats above them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
)

from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import DeskError
from trainingdesk.shared.text import _, language, listed, text
from trainingdesk.ui import theme
from trainingdesk.ui.actions import ActionSet
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.notices import Notice, sentence_of
from trainingdesk.ui.page import Page
from trainingdesk.ui.shell.dialogs import KeysDialog, open_password
from trainingdesk.ui.shell.drops import TakesFiles
from trainingdesk.ui.shell.finder import Finder, Hit, action_hit
from trainingdesk.ui.shell.head import Head
from trainingdesk.ui.shell.lock import LockPage
from trainingdesk.ui.shell.notice_stack import NoticeStack
from trainingdesk.ui.shell.pages import PageSpec
from trainingdesk.ui.shell.status import StatusLine
from trainingdesk.ui.shell.undo import Undo, UndoControl
from trainingdesk.ui.workspace import Place, Workspace

#: pixels of height that a page keeps beside messages
_LEAST_PAGE = 240


class Frame(TakesFiles):
    """Everything around the pages; pages are made when they are first shown.

    Signals:
        sign_out_asked. language_asked: ``zh_CN`` or ``en``. scheme_asked: ``light``, ``dark`` or ``system``.
        page_shown: the id of the page that came to the front.
    """

    sign_out_asked = Signal()
    language_asked = Signal(str)
    scheme_asked = Signal(str)
    page_shown = Signal(str)

    def __init__(
        self, space: Workspace, pages: Sequence[PageSpec], standings: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.space = space
        actor = space.desk.actor
        assert actor is not None
        self._actor = actor
        self._specs = {
            spec.id: spec for spec in pages if spec.permission is None or space.allows(spec.permission)
        }
        self.pages: dict[str, Page] = {}
        #: how the pages stood in the frame before, by their ids, until they are made
        self.standings = dict(standings or {})
        self.current = ""
        for spec in self._specs:
            setattr(self, f"go_{spec}", partial(self.show_page, spec))
        shown = [
            a for a in space.registry.of_page("") if not a.id.startswith("go.") or a.id[3:] in self._specs
        ]
        self.actions_ = ActionSet(shown, self, space)
        self._whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        held = [text(f"role.{role}") for role in Role if role in actor.roles]
        roles = listed(held)
        self.head = Head(list(self._specs.values()), actor.name, roles, space.desk.office_name)
        self.stack = theme.named(QStackedWidget(), "pageHost")
        self.status = StatusLine(space.jobs)
        whole.addWidget(self.head)
        whole.addWidget(self.stack, 1)
        self.notices = NoticeStack()
        whole.addWidget(self.notices)
        whole.addWidget(self.status)
        # a message takes its room from the page, and never makes the window higher
        self.stack.setMinimumHeight(theme.size(_LEAST_PAGE))
        self.finder = Finder(self, space, self._action_hits)
        self._undo = Undo(space, self.actions_, self)
        self.undo_control = UndoControl(self._undo, self.actions_, space)
        self.status.add_before_saved(self.undo_control)
        self.lock_page: LockPage | None = None
        self._hidden: list[QDialog] = []
        self._password_due = False
        self._connect()
        self._undo.read_steps()

    def _connect(self) -> None:
        self.head.chosen.connect(self.show_page)
        self.head.finder_asked.connect(self.open_finder)
        self.head.menu_asked.connect(self._show_menu)
        self.status.clear_asked.connect(self._clear_filter)
        self.finder.chosen.connect(self._follow)
        self.space.going.connect(self._go)
        self.space.saved.connect(self.status.note_saved)
        self.space.notices.posted.connect(self._show_notice)
        self.space.notices.hinted.connect(self.status.hint)
        self.space.notices.settled.connect(self.notices.settle)
        self.space.notices.undone.connect(self.notices.undone)

    # --- pages ---

    def show_page(self, page_id: str) -> Page:
        """Bring a page to the front, making it the first time."""
        self.head.show_chosen(self.current)
        page = self.pages.get(page_id)
        if page is None:
            page = self._specs[page_id].factory()(self.space)
            if (standing := self.standings.pop(page_id, None)) is not None:
                page.take_up(standing)
            self.pages[page_id] = page
            self.stack.addWidget(page)
            page.counts_changed.connect(partial(self._counted, page_id))
        self.current = page_id
        self.head.show_chosen(page_id)
        self.stack.setCurrentWidget(page)
        self.notices.show_page(page_id)
        self.status.set_counts(*page.counts)
        self.status.hint("")
        page.focus_first()
        self.page_shown.emit(page_id)
        return page

    @property
    def page(self) -> Page | None:
        """The page in front."""
        return self.pages.get(self.current)

    def page_ids(self) -> list[str]:
        """Return the tabs this person has."""
        return list(self._specs)

    def _counted(self, page_id: str, shown: str, hidden: str) -> None:
        if page_id == self.current:
            self.status.set_counts(shown, hidden)

    def _go(self, place: Place) -> None:
        if place.page not in self._specs:
            self.space.notices.hint(_("Your role does not have this page."))
            return
        page = self.show_page(place.page)
        if place.target:
            page.open_place(place.target)
        if place.action:
            page.actions_.trigger(place.action)

    def _show_notice(self, notice: Notice) -> None:
        """Show a message, and keep the line of a list in sight that one is working on."""
        self.notices.show_notice(notice)
        at = self.page.focusWidget() if self.page is not None else None
        if isinstance(at, QAbstractItemView) and self.isVisible():
            self._whole.activate()
            at.scrollTo(at.currentIndex())

    def _clear_filter(self) -> None:
        if self.page is not None:
            self.page.clear_filter()

    # --- what can be done from anywhere ---

    def open_finder(self) -> None:
        """Open the finder over the page."""
        self.finder.open()

    def refresh_page(self) -> None:
        """Read the page again."""
        if self.page is not None:
            self.page.refresh()

    def open_help(self) -> None:
        """Say what the page is for and which keys work here."""
        page = self.page
        here = page.title.text() if page is not None else ""
        words, groups = page.help_here() if page is not None else ("", [])
        groups = [*groups, (_("Everywhere"), list(self.actions_))]
        KeysDialog(self, _("Help: {page}").format(page=here), words, groups).open()

    def change_password(self) -> None:
        """Open the form for a new password."""
        open_password(self, self.space)

    def ask_own_password(self, then: Callable[[], None]) -> None:
        """Have the person choose a password before anything else is done, and go on; leaving the form signs out."""

        def chosen() -> None:
            self._password_due = False
            self._undo.read_steps()
            then()

        self._password_due = True
        dialog = open_password(self, self.space, given=True)
        dialog.accepted.connect(chosen)
        dialog.rejected.connect(self.sign_out)

    def sign_out(self) -> None:
        """Let somebody else sign in."""
        self.sign_out_asked.emit()

    def speak_chinese(self) -> None:
        """Show the window in Chinese."""
        self.language_asked.emit("zh_CN")

    def speak_english(self) -> None:
        """Show the window in English."""
        self.language_asked.emit("en")

    def go_light(self) -> None:
        """Use the light colours."""
        self.scheme_asked.emit("light")

    def go_dark(self) -> None:
        """Use the dark colours."""
        self.scheme_asked.emit("dark")

    def follow_system(self) -> None:
        """Use the colours of the system."""
        self.scheme_asked.emit("system")

    def undo(self) -> None:
        """Take back one's own last step."""
        self._undo.run()

    def _show_menu(self) -> None:
        menu = self.person_menu()
        button = self.head.person
        corner = button.mapToGlobal(button.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)

    def person_menu(self) -> QMenu:
        """Return the menu of the person: password, lock, language, colours, signing out."""
        other = "shell.english" if language() == "zh_CN" else "shell.chinese"
        colours = ("shell.light", "shell.dark", "shell.system")
        ids = ("shell.password", "shell.lock", "", other, *colours, "", "shell.help", "shell.sign_out")
        return self.actions_.menu(ids, self)

    # --- finder ---

    def _action_hits(self) -> list[Hit]:
        """Return what can be done: here first, then in the window, then on the other pages.

        What can be done here, only not now, is among them with the reason; what the person may never do is not.
        """
        hits: list[Hit] = []
        page = self.page
        if page is not None:
            hits += [
                action_hit(
                    action,
                    page.title.text(),
                    partial(page.actions_.trigger, action.id),
                    page.actions_.reason(action.id),
                )
                for action in page.actions_
                if action.permission is None or self.space.allows(action.permission)
            ]
        hits += [
            action_hit(
                action,
                _("Go to") if action.id.startswith("go.") else "",
                partial(self.actions_.trigger, action.id),
            )
            for action in self.actions_
            if action.id not in {"shell.find", f"go.{self.current}"} and not self.actions_.reason(action.id)
        ]
        for spec in self._specs.values():
            if spec.id == self.current:
                continue
            hits += [
                action_hit(action, spec.words, partial(self.space.go_to, spec.id, action.id))
                for action in self.space.registry.of_page(spec.id)
                if action.permission is None or self.space.allows(action.permission)
            ]
        return hits

    def _follow(self, hit: Hit) -> None:
        if hit.run is not None:
            hit.run()
        elif hit.place is not None:
            self._go(hit.place)

    # --- locking ---

    def lock(self) -> None:
        """Cover everything until the password is given again."""
        if self.lock_page is not None:
            return
        self.space.locked = True
        self.finder.hide()
        self._hidden = [
            window
            for window in QApplication.topLevelWidgets()
            if isinstance(window, QDialog) and window.isVisible()
        ]
        for dialog in self._hidden:
            dialog.hide()
        for part in (self.head, self.stack, self.notices, self.status):
            part.setEnabled(False)
        self.notices.clear()
        page = LockPage(self, self._actor.name)
        page.unlocked.connect(self._try_unlock)
        page.sign_out_asked.connect(self.sign_out_asked)
        self.lock_page = page
        page.setGeometry(self.rect())
        page.show()
        page.raise_()
        page.password.setFocus()

    def _try_unlock(self, password: str) -> None:
        job = self.space.jobs.job(Lane.WRITE, without_progress(self.space.desk.check_password, password))
        job.succeeded.connect(self._unlock)
        job.failed.connect(self._not_unlocked)
        job.start()

    def _not_unlocked(self, error: BaseException) -> None:
        if self.lock_page is not None and isinstance(error, DeskError):
            self.lock_page.show_error(sentence_of(error))
        elif not isinstance(error, DeskError):
            self.space.notices.failed(error)

    def _unlock(self, right: bool) -> None:
        if self.lock_page is None:
            return
        if not right:
            self.lock_page.show_error(_("This is not the password. Try again."))
            return
        self.lock_page.hide()
        self.lock_page.deleteLater()
        self.lock_page = None
        self.space.locked = False
        for part in (self.head, self.stack, self.notices, self.status):
            part.setEnabled(True)
        for dialog in self._hidden:
            dialog.show()
        self._hidden = []
        if self.page is not None:
            self.page.setFocus()
        if self.space.desk.password_is_given and not self._password_due:
            # it was reset meanwhile, and what opened the window is the new one
            self.ask_own_password(self.refresh_page)

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cover over everything."""
        super().resizeEvent(event)
        if self.lock_page is not None:
            self.lock_page.setGeometry(self.rect())
        if self.finder.isVisible():
            self.finder.hide()


def standings_of(frame: Frame) -> dict[str, Any]:
    """Return how every page stands that keeps something, for the frame that takes this one's place."""
    return frame.standings | {key: page.standing() for key, page in frame.pages.items()}
