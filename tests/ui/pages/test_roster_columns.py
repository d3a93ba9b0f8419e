"""Every column of the roster fits beside the others on a screen of 1366 points, in both languages."""

import pytest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.shared.text import LANGUAGES, set_language
from trainingdesk.ui.tables.model import ChipRole
from trainingdesk.usecases.desk import Desk


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_is_read_in_full(open_page: OpenPage, qtbot: QtBot, desk: Desk, language: str):
    unusual = [status for status in PersonStatus if status is not PersonStatus.SERVING]
    for number, status in enumerate(unusual, 1):
        write(desk.path, ("UPDATE person SET status = ? WHERE id = ?", (status.value, number)))
    set_language(language)
    page = open_page("roster")
    settled(qtbot, page)
    table = page.table
    column = next(n for n, spec in enumerate(table.rows.columns) if spec.key == "status")
    cells = [table.rows.index(row, column) for row in range(table.rows.rowCount())]
    chips = [cell for cell in cells if cell.data(int(ChipRole)) is not None]
    assert len(chips) == len(unusual)
    for cell in chips:
        wide = table.itemDelegate().sizeHint(QStyleOptionViewItem(), cell).width()
        assert wide <= table.visualRect(cell).width(), cell.data()
    assert not table.horizontalScrollBar().isVisible()
