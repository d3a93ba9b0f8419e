"""The button that Enter presses says all of its words: they are bold, and wider than its others."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import OpenPage, dialog_of
from trainingdesk.shared.text import language, set_language


@pytest.mark.parametrize("spoken", ["zh_CN", "en"])
def test_the_words_of_the_button_that_enter_presses_are_not_cut(
    open_page: OpenPage, qtbot: QtBot, spoken: str
):
    before = language()
    set_language(spoken)
    page = open_page("roster")
    seen = 0
    for action in ("roster.export", "roster.template", "roster.add", "roster.batch"):
        dialog = dialog_of(page, qtbot, action)
        for button in dialog.findChildren(QPushButton):
            if button.isDefault() and button.isVisible():
                bold = QFont(button.font())
                bold.setWeight(QFont.Weight.DemiBold)
                assert QFontMetrics(bold).horizontalAdvance(button.text()) + 20 <= button.width(), (
                    button.text()
                )
                seen += 1
        dialog.reject()
        dialog.deleteLater()
        settled(qtbot, page)
    assert seen == 4
    set_language(before)
