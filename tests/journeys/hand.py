"""A person at the real window: keys, words, clicks, and waiting until what was asked for is there.

Nothing here calls a command or a method of a page: what a person can't do, a journey can't do either.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTabBar,
    QTabWidget,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS, ImportDialog
from trainingdesk.ui.program import Program
from trainingdesk.ui.shell.frame import Frame
from trainingdesk.ui.shell.gate import SignInPage
from trainingdesk.usecases.desk import Desk

#: an answer that takes longer than this is not there
PATIENCE_MS = 15_000

W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Page)


def words_in(widget: QWidget) -> str:
    """Return every label and button that can be read in a widget, line by line."""
    parts = [
        part.text()
        for part in [*widget.findChildren(QLabel), *widget.findChildren(QAbstractButton)]
        if part.isVisibleTo(widget)
    ]
    return "\n".join(part for part in parts if part)


def cells(view: QAbstractItemView) -> list[list[str]]:
    """Return a table as it is read."""
    model = view.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


class Hand:
    """One person at one window."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot = qtbot
        self.program = program

    # --- what is in front of the person ---

    @property
    def desk(self) -> Desk:
        """The open desk, to look into its file afterwards."""
        assert isinstance(self.program.desk, Desk)
        return self.program.desk

    @property
    def frame(self) -> Frame:
        """What a signed-in person sees."""
        assert self.program.frame is not None
        return self.program.frame

    def page(self, kind: type[P]) -> P:
        """Return the page in front."""
        page = self.frame.page
        assert isinstance(page, kind), page
        return page

    def window(self, kind: type[W]) -> W:
        """Wait for a window of a kind and return it."""
        self.until(lambda: bool(self._windows(kind)))
        return self._windows(kind)[-1]

    def _windows(self, kind: type[W]) -> list[W]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]

    def gone(self, window: QWidget) -> None:
        """Wait until a window has closed; the one below it comes to the front, as a window manager sees to."""
        self.until(lambda: not shiboken6.isValid(window) or not window.isVisible())
        self.come_to_front(QApplication.activeModalWidget() or self.program.window)
        self.settle()

    def come_to_front(self, window: QWidget | None = None) -> None:
        """Bring a window to the front, the program's own by default."""
        wanted = window or self.program.window
        QTest.qWait(1)  # what has just closed leaves first

        def in_front() -> bool:
            if QApplication.activeWindow() is not wanted:
                wanted.activateWindow()
                return False
            return True

        self.until(in_front)

    @property
    def notice(self) -> str:
        """The last message above the status bar."""
        return self.frame.notices.cards[-1].notice.sentence if self.frame.notices.cards else ""

    @property
    def hint(self) -> str:
        """What the status bar says."""
        return self.frame.status.said.whole

    # --- waiting ---

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def settle(self) -> None:
        """Wait until nothing is under way and nothing shown is stale."""
        for _turn in range(3):
            QTest.qWait(1)
            self.until(self._quiet)

    def _quiet(self) -> bool:
        if not self.program.jobs.is_idle:
            return False
        page = self.program.frame.page if self.program.frame is not None else None
        if page is None or not page.isVisible():
            return True
        return not page.freshness.stale and not page.freshness._timer.isActive()

    # --- hands ---

    def _target(self) -> QWidget:
        window = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.program.window
        focus = QApplication.focusWidget()
        inside = focus is not None and (focus is window or window.isAncestorOf(focus))
        return focus if inside and focus is not None else window

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each written as on a key cap: ``Ctrl+I``, ``Return``, ``1``."""
        for key in keys:
            (combination,) = list(QKeySequence(key))
            QTest.keyClick(self._target(), combination.key(), combination.keyboardModifiers())
            QTest.qWait(1)

    def tab_to(self, widget: QWidget, key: str = "Tab", most: int = 60) -> None:
        """Press Tab (or Shift+Tab) until the focus is where it is wanted; what it passes can be seen."""
        for _step in range(most):
            if widget.hasFocus():
                return
            self.press(key)
            passed = QApplication.focusWidget()
            assert passed is not None, f"the focus is lost on the way to {widget}"
            assert passed.isVisible(), f"the focus goes to {passed}, which can't be seen"
        raise AssertionError(f"{key} does not lead to {widget}")

    def write(self, words: str, into: QWidget | None = None) -> None:
        """Type: Latin letters and digits as keys, Chinese as an input method commits it; where the cursor is."""
        for letter in words:
            target = into or self._target()
            if letter.isascii():
                QTest.keyClicks(target, letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QApplication.sendEvent(target, event)

    def fill(self, *fields: str) -> None:
        """Write into field after field, going on with Tab; "" passes one over."""
        for words in fields:
            if words:
                self.write(words)
            self.press("Tab")

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click on something that can be seen."""
        assert widget.isVisible(), f"{widget} can't be seen"
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center()
        )
        QTest.qWait(1)

    def click_button(self, words: str, within: QWidget | None = None) -> None:
        """Click the button that says something."""
        ground = within or self.frame
        found = [
            button
            for button in ground.findChildren(QAbstractButton)
            if button.isVisible() and words in {button.text().strip(), button.accessibleName()}
        ]
        assert found, f"no button says {words}: {words_in(ground)}"
        self.click(found[0])
        self.settle()

    def click_tab(self, words: str, within: QWidget | None = None) -> None:
        """Click the tab that says something."""
        ground = within or self.frame
        bars = [*ground.findChildren(QTabBar)]
        bars += [tabs.tabBar() for tabs in ground.findChildren(QTabWidget)]
        for bar in bars:
            for place in range(bar.count()):
                if bar.isVisible() and bar.tabText(place).startswith(words):
                    self.click(bar, bar.tabRect(place).center())
                    self.settle()
                    return
        raise AssertionError(f"no tab says {words}")

    def click_cell(self, view: QAbstractItemView, words: str) -> None:
        """Click the row of a list or table in which something stands."""
        model = view.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                if str(index.data()) == words:
                    view.scrollTo(index)
                    area: QRect = view.visualRect(index)
                    self.click(view.viewport(), area.center())
                    self.settle()
                    return
        raise AssertionError(f"{words} is not in {cells(view)}")

    def click_branch(self, tree: QTreeWidget, words: str) -> None:
        """Click the leaf of a tree that says something."""
        (item,) = tree.findItems(words, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
        tree.scrollToItem(item)
        self.click(tree.viewport(), tree.visualItemRect(item).center())
        self.settle()

    def choose(self, words: str) -> None:
        """In the list the cursor is on, go down until it says something, and take that."""
        box = self._target()
        assert isinstance(box, QComboBox)
        self.press("Down")
        for _step in range(box.count() + 1):
            if str(box.view().currentIndex().data()).startswith(words):
                self.press("Return")
                return
            self.press("Down")
        raise AssertionError(f"{words} is not offered")

    def choose_file(self, path: Path) -> None:
        """Type a file's name, with its folder, in the window that asks for one."""
        dialog = self.window(QFileDialog)
        self.press("Ctrl+A")
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        self.write(str(path), field)
        if QApplication.activePopupWidget() is not None:  # what Qt's own window offers to complete the name
            self.press("Escape")
        assert field.text() == str(path)
        self.press("Return")
        self.gone(dialog)

    # --- the ways every journey goes ---

    def sign_in(self, login: str, password: str) -> None:
        """Sign in on the page that asks who it is."""
        gate = self.program.window.view
        assert isinstance(gate, SignInPage)
        self.until(lambda: gate.ready)
        for _step in range(6):
            if gate.login.hasFocus():
                break
            self.press("Shift+Tab")
        self.press("Ctrl+A")
        self.write(login)
        self.press("Return")
        self.write(password)
        with self.qtbot.waitSignal(self.program.signed_in, timeout=PATIENCE_MS):
            self.press("Return")
        self.settle()

    def sign_out(self) -> None:
        """Let somebody else come: by the palette."""
        self.palette("退出登录")
        self.until(lambda: isinstance(self.program.window.view, SignInPage))

    def import_workbook(self, book: Path) -> str:
        """On the Roster tab, bring a workbook in with the keyboard alone; returns what was said before the last Enter."""
        self.press("Ctrl+I")
        wizard = self.window(ImportDialog)
        self.press("Space")
        self.choose_file(book)
        self.press("Return")
        assert wizard.step == ROWS
        said = wizard.rows.summary.text()
        self.press("Return")
        self.until(lambda: wizard.step == DONE)
        self.press("Return")
        self.gone(wizard)
        return said

    def go(self, key: str, kind: type[P]) -> P:
        """Go to a tab by its key."""
        self.press(key)
        self.settle()
        return self.page(kind)

    def palette(self, words: str) -> None:
        """Find something with Ctrl+K and do it, or go there."""
        self.press("Ctrl+K")
        self.until(self.frame.finder.isVisible)
        self.write(words)
        finder = self.frame.finder
        self.until(lambda: bool(finder.hits()) and not finder._timer.isActive())
        self.settle()
        self.press("Return")
        self.settle()

    def close(self) -> None:
        """Close the window by its cross and wait until the program has ended."""
        with self.qtbot.waitSignal(self.program.ended, timeout=PATIENCE_MS):
            self.program.window.close()


def top(kind: type[W]) -> W | None:
    """Return a visible window of a kind, None for none."""
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return found[-1] if found else None


def open_dialogs() -> list[QDialog]:
    """Return every window that asks something now."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
