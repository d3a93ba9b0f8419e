"""Every column of the roster's tables fits beside the others on a screen of 1366 points, in both languages."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_groups import screened
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import PersonStatus, ReserveState
from trainingdesk.shared.text import LANGUAGES, set_language
from trainingdesk.ui.tables.model import ChipRole, ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.groups import reserve_candidates


def read_in_full(table: TableView, key: str) -> int:
    """Check that every chip of a column has the room for its words; returns how many there are."""
    column = next(place for place, spec in enumerate(table.rows.columns) if spec.key == key)
    cells = [table.rows.index(row, column) for row in range(table.rows.rowCount())]
    chips = [cell for cell in cells if cell.data(int(ChipRole)) is not None]
    for cell in chips:
        wide = table.itemDelegate().sizeHint(QStyleOptionViewItem(), cell).width()
        assert wide <= table.columnWidth(column), cell.data()
    return len(chips)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_is_read_in_full(open_page: OpenPage, qtbot: QtBot, desk: Desk, language: str):
    unusual = [status for status in PersonStatus if status is not PersonStatus.SERVING]
    for number, status in enumerate(unusual, 1):
        write(desk.path, ("UPDATE person SET status = ? WHERE id = ?", (status.value, number)))
    set_language(language)
    page = open_page("roster")
    settled(qtbot, page)
    table = page.table
    assert read_in_full(table, "status") == len(unusual)
    page.resize(1366, 400)  # so that the bar that scrolls the people takes its room too
    qtbot.waitUntil(table.verticalScrollBar().isVisible)
    assert table.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_the_reserve_list_is_read_in_full(
    open_page: OpenPage, qtbot: QtBot, desk: Desk, language: str
):
    screened(desk)
    set_language(language)
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    table = page.groups.candidates
    (row,) = desk.ask(reserve_candidates, page.groups.as_of)
    found = [replace(row, state=state) for state in ReserveState]
    found += [replace(row, failed=2, waiting=True), replace(row, override_at=desk.clock())]
    # more than the window shows, so that the bar that scrolls them takes its room too
    found = [replace(one, id=number) for number, one in enumerate(found * 5, 1)]
    source = ListSource(found, table.rows.columns)
    table.show_rows(source, source.ids(""))
    qtbot.waitUntil(table.verticalScrollBar().isVisible)
    assert read_in_full(table, "state") == len(found)
    assert read_in_full(table, "exception") == 10
    assert table.horizontalScrollBar().maximum() == 0
