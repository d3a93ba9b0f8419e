"""A paper of a class as it will be printed: sign-in sheets, list of students."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from trainingdesk.domain.classes.rows import ClassRow, HalfDayRow
from trainingdesk.shared.text import _
from trainingdesk.ui.pages.classes.looks import day_short, weekday
from trainingdesk.ui.pages.papers.shown import ShownPaper
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.queries.class_papers import class_paper_pdf
from trainingdesk.usecases.queries.classes import class_half_days


class PaperDialog(ShownPaper):
    """Shows a paper page by page. A sign-in sheet can be had for one day alone; ``order`` is that of the students."""

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        paper_id: str,
        row: ClassRow,
        *,
        day: str = "",
        order: str = "",
    ) -> None:
        self._paper, self._class, self._order = paper_id, row, order
        self._wanted_day = day
        signin = paper_id == "classes.signin"
        super().__init__(parent, space, _("Sign-in sheet") if signin else _("List of students"), row.title)
        self.day = QComboBox()
        self.day.setAccessibleName(_("Day"))
        self.day.addItem(_("All days"), None)
        self.day.setVisible(signin)
        self.day.activated.connect(lambda _place: self._read())
        self.head.addWidget(self.day)
        if signin:
            self.start(partial(space.desk.ask, class_half_days, row.id), self._show_days)
        else:
            self._read()

    def _show_days(self, halves: list[HalfDayRow]) -> None:
        for day in dict.fromkeys(half.day for half in halves):
            self.day.addItem(f"{day_short(day)} {weekday(day)}", day)
            if day.isoformat() == self._wanted_day:
                self.day.setCurrentIndex(self.day.count() - 1)
        self._read()

    def _read(self) -> None:
        read = partial(
            self.space.desk.ask,
            class_paper_pdf,
            self._paper,
            self._class.id,
            self.day.currentData(),
            self._order,
        )
        self.start(read, self.show_pdf)

    def file_name(self) -> str:
        """Return the name the paper is offered under."""
        day = self.day.currentData()
        parts = [self._class.code, self.windowTitle(), day.isoformat() if day else ""]
        return " ".join(part for part in parts if part) + ".pdf"
