"""A message and its way out: both can be read, however long they are."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from trainingdesk.ui.notices import Level, Notice
from trainingdesk.ui.shell.notice_stack import NoticeCard

LONG = "保留这一步，撤销前一步：新建经费申请 训经〔2026〕0012 号，城东区2026年新进机关人员培训班"


@pytest.mark.parametrize("words", ["查看", LONG], ids=["short", "long"])
def test_the_way_out_is_not_cut(qtbot: QtBot, words: str):
    card = NoticeCard(
        Notice(Level.ERROR, "当前状态为“已支付”，不能“撤回”。", way_out=words, follow=lambda: None)
    )
    qtbot.addWidget(card)
    card.setFixedWidth(680)
    card.show()
    qtbot.waitExposed(card)
    button = card.findChild(QPushButton)
    assert button.width() >= button.sizeHint().width(), "its text stands whole or with … at its end"
    assert card.rect().contains(button.geometry())
    assert words in (button.text(), button.accessibleName())
