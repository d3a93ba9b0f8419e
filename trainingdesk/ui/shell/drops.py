"""A file dropped on the window goes to the page that takes files, whichever page is in front."""

from collections.abc import Callable

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.ui.page import Page
from trainingdesk.ui.workspace import Workspace

#: the page that takes dropped files
ROSTER = "roster"


class TakesFiles(QWidget):
    """The ground of all pages: files that the roster may be imported from are handed to it.

    Attributes:
        show_page: brings a page to the front and returns it.
    """

    space: Workspace
    show_page: Callable[[str], Page]

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that the roster may be imported from."""
        may = self.space.allows(Permission.ROSTER_IMPORT) and not self.space.locked
        if may and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring the roster to the front and let it take the file."""
        self.show_page(ROSTER).dropEvent(event)
