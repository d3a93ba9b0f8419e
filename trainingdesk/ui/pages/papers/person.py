"""The person a paper is about: found by what is typed, so that no list holds the whole roster."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainingdesk.domain.papers.rows import ParamChoice
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.queries.papers import param_people


class PersonEditor(QWidget):
    """A box to search in, and below it who was found; the first of them is chosen.

    Signals:
        edited: somebody else is chosen. arrived: the first people to choose from are there.
    """

    edited = Signal()
    arrived = Signal()

    def __init__(self, space: Workspace, given: str) -> None:
        super().__init__()
        self._space = space
        self._job: Job | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.size(theme.GAP))
        self.search = SearchBox(_("Name, pinyin or number"), width=160)
        self.search.setMaximumWidth(theme.size(600))
        self.choice = ChoiceEditor()
        self.choice.setAccessibleName(_("People found"))
        column.addWidget(self.search)
        column.addWidget(self.choice)
        self.setFocusProxy(self.search)
        self.search.searched.connect(self._find)
        self.search.left_down.connect(self.choice.setFocus)
        self.choice.edited.connect(self.edited)
        self._ask("", given)

    def value(self) -> Any:
        """Return the person's number as text, None for nobody."""
        return self.choice.value()

    def set_value(self, value: Any) -> None:
        """Choose somebody of those who are offered."""
        self.choice.set_value(value)

    def _find(self, typed: str) -> None:
        self._ask(typed, self.choice.chosen() or "")

    def _ask(self, typed: str, chosen: str) -> None:
        if self._job is not None:
            self._job.cancel()
        job = self._space.jobs.job(
            Lane.READ, without_progress(self._space.desk.ask, param_people, typed, chosen), owner=self
        )
        self._job = job
        job.succeeded.connect(partial(self._show, job))
        job.failed.connect(self._space.notices.failed)
        job.start()

    def _show(self, job: Job, found: tuple[ParamChoice, ...]) -> None:
        if job is not self._job:
            return
        self._job = None
        before, first = self.choice.chosen(), not self.choice.count()
        self.choice.set_options([Option(one.value, one.title, "", one.detail) for one in found])
        self.choice.setPlaceholderText(_("Choose…") if found else _("Nobody fits."))
        if self.choice.chosen() is None and found:
            self.set_value(found[0].value)
        if first:
            self.arrived.emit()
        if self.choice.chosen() != before:
            self.edited.emit()
