"""The columns of the roster: chosen and dragged on screen, the same on paper and in the file, kept over a restart."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu

from tests.desk_fixtures import PASSWORD, USERS
from tests.journeys.conftest import Begin
from tests.journeys.hand import Hand
from tests.usecases.test_gate import rows
from trainingdesk.domain.access import Role
from trainingdesk.ui.pages.papers.page import PapersPage
from trainingdesk.ui.pages.roster.export_dialog import ExportDialog
from trainingdesk.ui.pages.roster.page import RosterPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)


def drag(page: RosterPage, key: str, behind: str) -> None:
    """Drag a heading behind another with the mouse."""
    head = page.table.horizontalHeader()
    places = {column.key: place for place, column in enumerate(page.table.rows.columns)}
    middle = head.height() // 2
    start = QPoint(head.sectionViewportPosition(places[key]) + 20, middle)
    end = QPoint(head.sectionViewportPosition(places[behind]) + head.sectionSize(places[behind]) - 4, middle)
    ground = head.viewport()
    QTest.mousePress(ground, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 9):
        QTest.mouseMove(ground, start + (end - start) * step / 8)
        QTest.qWait(1)
    QTest.mouseRelease(ground, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def tick(hand: Hand, words: str) -> None:
    """In the menu that is open, tick a column with the keyboard."""
    menu = hand._target()
    assert isinstance(menu, QMenu)
    for _step in menu.actions():
        hand.press("Down")
        here = menu.activeAction()
        if here is not None and here.text() == words:
            hand.press("Return")
            hand.settle()
            return
    raise AssertionError(f"{words} is not offered")


def test_screen_paper_and_file_have_the_same_columns_also_after_a_restart(
    begin: Begin, desk_file: Path, tmp_path: Path
):
    hand = begin(desk_file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    page = hand.go("Ctrl+2", RosterPage)
    titles = {column.key: column.title for column in page.table.rows.columns}
    for column in (titles["phone_masked"], titles["sex"]):
        hand.press("Ctrl+Shift+L")
        tick(hand, column)
    drag(page, "rank", "name")
    shown = page.table.keeper.shown()
    assert shown[:3] == ["name", "rank", "birth"]
    assert shown[-1] == "phone_masked"
    hand.close()

    hand = begin(desk_file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    page = hand.go("Ctrl+2", RosterPage)
    assert page.table.keeper.shown() == shown
    hand.press("Ctrl+E")
    hand.window(ExportDialog)
    hand.press("Return")
    hand.choose_file(tmp_path / "名册.xlsx")
    hand.until((tmp_path / "名册.xlsx").is_file)
    hand.settle()
    head, first, *_more = openpyxl.load_workbook(tmp_path / "名册.xlsx").active.values
    assert head[:4] == ("序号", "姓名", "职务层次/职级", "出生年月")
    assert len(head) == len(shown) + 1
    assert "*" in first[-1]
    noted = rows(hand.desk, "SELECT detail FROM audit WHERE kind = 'exported' ORDER BY id DESC LIMIT 1")
    assert "、".join(head[1:]) in str(noted)
    hand.press("Ctrl+P")
    hand.settle()
    papers = hand.page(PapersPage)
    hand.until(lambda: bool(papers.shown()[0]))
    params = papers.catalogue.params()
    assert params is not None
    assert params["columns"].split(",")[:3] == ["name", "rank", "birth"]
    assert params["columns"].split(",")[-1] == "phone"
    assert not [one for one in hand.frame.findChildren(QDialog) if one.isVisible()]
