"""The verb that chooses the columns of a page's tables: one for every page that has some."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action
from trainingdesk.ui.tables.view import TableView


def columns_action(page: str) -> Action:
    """Return the action of a page; its button stands at the right of the toolbar."""
    return Action(
        f"{page}.columns",
        N_("Choose columns…"),
        page,
        "choose_columns",
        "columns-3",
        "Ctrl+Shift+L",
        None,
        "why_not_columns",
        help=N_("Shows or hides columns of the table. Their order changes by dragging the headings."),
        find=N_("show columns, hide columns, headings"),
    )


def tables_in_front(page: QWidget) -> list[TableView]:
    """Return the tables that can be seen, the one that is worked in alone where there is one."""
    found = [
        table
        for table in page.findChildren(TableView)
        if table.isVisible() and table.window() is page.window() and len(table.rows.columns) > 1
    ]
    worked_in = [table for table in found if table.hasFocus()]
    return worked_in or found


def show_columns_menu(page: QWidget, button: QWidget | None) -> None:
    """Offer the columns of the tables that can be seen below a button; of several each in a menu of its own."""
    tables = tables_in_front(page)
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for table in tables:
        inner = menu.addMenu(table.accessibleName()) if len(tables) > 1 else menu
        table.keeper.fill_menu(inner)
    if button is not None and button.isVisible():
        corner = button.mapToGlobal(button.rect().bottomRight())
        menu.popup(QPoint(corner.x() - menu.sizeHint().width(), corner.y()))
    else:
        menu.popup(page.mapToGlobal(page.rect().topLeft()))
