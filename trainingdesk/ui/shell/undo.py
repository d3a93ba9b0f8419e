"""Undo by the key: the step that the desk offers, and a way on to the one before when it can't be taken back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from trainingdesk.domain.errors import AccessDenied, Refused
from trainingdesk.domain.office.rows import UndoOffer
from trainingdesk.shared.text import _, text
from trainingdesk.ui.actions import ActionSet
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.workspace import Workspace


class Undo(QObject):
    """Takes back one's own last step: asks which one that is, and sends just that one."""

    def __init__(self, space: Workspace, actions: ActionSet, parent: QObject) -> None:
        super().__init__(parent)
        self._space = space
        self._actions = actions

    def run(self) -> None:
        """Take the step back that is offered."""
        self._busy(True)
        self._ask((), self._take_offered)

    def _busy(self, busy: bool) -> None:
        self._actions.set_busy("shell.undo", busy)

    def _ask(self, leave: tuple[int, ...], then: Callable[[UndoOffer | None], None]) -> None:
        from trainingdesk.usecases.queries.office import undo_offer

        job = self._space.jobs.job(Lane.READ, without_progress(self._space.desk.ask, undo_offer, leave))
        job.succeeded.connect(then)
        job.failed.connect(self._not_asked)
        job.start()

    def _not_asked(self, error: BaseException) -> None:
        self._busy(False)
        self._space.notices.failed(error)

    def _take_offered(self, offer: UndoOffer | None) -> None:
        if offer is None:
            self._not_asked(Refused("undo.nothing"))
        else:
            self._take(offer, ())

    def _take(self, offer: UndoOffer, leave: tuple[int, ...]) -> None:
        from trainingdesk.usecases.commands.office import UndoLast

        self._busy(True)
        self._space.send(
            UndoLast(step_id=offer.id, leave=leave),
            self._taken,
            title=_("Undo"),
            on_error=partial(self._refused, (*leave, offer.id)),
            on_finished=partial(self._busy, False),
        )

    def _taken(self, outcome: Any) -> None:
        step = text(outcome.result["label"], **outcome.result.get("params", {}))
        self._space.notices.done(_("Taken back: {step}").format(step=step))

    def _refused(self, leave: tuple[int, ...], error: BaseException) -> None:
        """Say why not, and offer the step before instead: one that can't be taken back must not bar the others."""
        if (
            not isinstance(error, Refused)
            or isinstance(error, AccessDenied)
            or error.code == "undo.other_step"
        ):
            self._space.notices.failed(error)
        else:
            self._ask(leave, partial(self._offer_older, leave, error))

    def _offer_older(self, leave: tuple[int, ...], error: Refused, older: UndoOffer | None) -> None:
        if older is None:
            self._space.notices.failed(error)
            return
        step = text(older.label, **older.params)
        self._space.notices.failed(
            error,
            way_out=_("Leave it, take back the step before: {step}").format(step=step),
            follow=partial(self._take, older, leave),
        )
