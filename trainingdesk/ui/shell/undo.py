"""Undo by the key and by its button: the step that the desk offers, and a way on to the one before it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import AccessDenied, DeskError, Refused
from trainingdesk.domain.office.rows import FinalAct, UndoOffer, UndoView
from trainingdesk.shared.text import Label, _, text
from trainingdesk.ui import theme
from trainingdesk.ui.actions import Action, ActionButton, ActionSet
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.notices import Level
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.outcome import Changes


class Undo(QObject):
    """Takes back one's own last step: asks which one that is, and sends just that one.

    After an act that undo does not reach it says so, and what to do instead; the step before is a second choice.

    Attributes:
        steps: the last steps that stand, the newest first; None while they are not known.
        final: the act after the newest step that can't be taken back, None when there is none.

    Signals:
        known: the steps were read.
    """

    known = Signal()

    def __init__(self, space: Workspace, actions: ActionSet, parent: QObject) -> None:
        super().__init__(parent)
        self._space = space
        self._actions = actions
        self._reading: Job | None = None
        self.steps: tuple[UndoOffer, ...] | None = None
        self.final: FinalAct | None = None
        space.saved.connect(self.read_steps)
        space.hub.changed.connect(self._heard)

    def why_not(self) -> str:
        """Return in words why undo takes nothing back at once, "" when it does, or when that is being read."""
        if self.final is not None:
            return final_words(self.final)
        return text("undo.nothing") if self.steps == () else ""

    def read_steps(self) -> None:
        """Read again what could be taken back."""
        from trainingdesk.usecases.queries.office import undo_view

        if not self._space.allows(Permission.UNDO) or self._space.desk.password_is_given:
            return
        self.steps = None
        if self._reading is not None:
            self._reading.cancel()
        job = self._space.jobs.job(Lane.READ, without_progress(self._space.desk.ask, undo_view))
        self._reading = job
        job.succeeded.connect(partial(self._steps_read, job))
        job.failed.connect(partial(self._not_read, job))
        job.start()

    def _heard(self, changes: Changes) -> None:
        if "undo_step" in changes.entities:
            self.read_steps()

    def _steps_read(self, job: Job, view: UndoView) -> None:
        if shiboken6.isValid(self) and self._reading is job:
            self._reading = None
            self.steps, self.final = view.steps, view.final
            self.known.emit()

    def _not_read(self, job: Job, error: BaseException) -> None:
        """Leave the steps unknown: whoever undoes is told then what is wrong; only a bug is shown at once."""
        if shiboken6.isValid(self) and self._reading is job:
            self._reading = None
            if not isinstance(error, DeskError):
                self._space.notices.failed(error)

    def run(self) -> None:
        """Take the step back that is offered."""
        from trainingdesk.usecases.queries.office import undo_view

        self._busy(True)
        job = self._space.jobs.job(Lane.READ, without_progress(self._space.desk.ask, undo_view, 1))
        job.succeeded.connect(self._take_offered)
        job.failed.connect(self._not_asked)
        job.start()

    def _busy(self, busy: bool) -> None:
        self._actions.set_busy("shell.undo", busy)

    def _read_offer(self, leave: tuple[int, ...], then: Callable[[UndoOffer | None], None]) -> None:
        from trainingdesk.usecases.queries.office import undo_offer

        job = self._space.jobs.job(Lane.READ, without_progress(self._space.desk.ask, undo_offer, leave))
        job.succeeded.connect(then)
        job.failed.connect(self._not_asked)
        job.start()

    def _not_asked(self, error: BaseException) -> None:
        self._busy(False)
        self._space.notices.failed(error)

    def _take_offered(self, view: UndoView) -> None:
        if view.final is not None:
            self._busy(False)
            self._say_final(view.final, view.steps)
        elif view.steps:
            self._ask_of_many(view.steps[0], ())
        else:
            self._not_asked(Refused("undo.nothing"))

    def _say_final(self, act: FinalAct, steps: tuple[UndoOffer, ...]) -> None:
        """Say that the last act stands; the step before it goes only by a second choice."""
        way_out, follow = "", None
        if steps:
            way_out = _("Take back the step before instead: {step}").format(step=step_words(steps[0]))
            follow = partial(self._ask_of_many, steps[0], ())
        self._space.notices.say(final_words(act), Level.WARNING, way_out=way_out, follow=follow)

    def take_before(self) -> None:
        """Take the newest step back, past an act that stands: it was chosen by its name from the list."""
        if self.steps:
            self._ask_of_many(self.steps[0], ())

    def _ask_of_many(self, offer: UndoOffer, leave: tuple[int, ...]) -> None:
        """Take a step back; one that wrote of many people at once only when it is said once more.

        Whether it can be taken back at all is looked at before: what can't be done is not asked for.
        """
        from trainingdesk.usecases.commands.office import UndoLast

        if not of_many(offer):
            self._take(offer, leave)
            return
        self._busy(True)
        self._space.try_out(
            UndoLast(step_id=offer.id, leave=leave),
            partial(self._ask, offer, leave),
            title=_("Looking what stands in the way of taking it back"),
            on_finished=partial(self._busy, False),
        )

    def _ask(self, offer: UndoOffer, leave: tuple[int, ...], in_the_way: Refused | None) -> None:
        if in_the_way is not None:
            self._refused((*leave, offer.id), in_the_way)
            return
        words = _(
            "{step}: all of it is taken back at once, for everybody. It was looked whether anything stands in the way: nothing does. "
            "It can't be undone; it would have to be done again."
        )
        window = self.parent()
        assert isinstance(window, QWidget)
        self._space.confirm(
            window,
            _("Take back: {step}").format(step=step_words(offer)),
            words.format(step=step_words(offer)),
            _("Take it back"),
            partial(self._take, offer, leave),
        )

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
        self._space.notices.undone.emit(outcome.result["step_id"])
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
            self._read_offer(leave, partial(self._offer_older, leave, error))

    def _offer_older(self, leave: tuple[int, ...], error: Refused, older: UndoOffer | None) -> None:
        if older is None:
            self._space.notices.failed(error)
            return
        step = text(older.label, **older.params)
        self._space.notices.failed(
            error,
            way_out=_("Leave it, take back the step before: {step}").format(step=step),
            follow=partial(self._ask_of_many, older, leave),
        )


#: how many people a step wrote of, as it says it; a proposal for a group says who came in and who went out
_COUNTS = ("count", "joined", "left")
#: a merger of units of an older release, which moves everybody of a unit, says no count
_ALL_OF_A_UNIT = "undo.merge_units"


def of_many(step: UndoOffer) -> bool:
    """Return whether a step wrote of several people at once."""
    counts = [step.params[name] for name in _COUNTS if name in step.params]
    return sum(map(int, counts)) > 1 if counts else step.label == _ALL_OF_A_UNIT


def final_words(act: FinalAct) -> str:
    """Return in words that an act stands, and what to do instead."""
    return text(
        "undo.final",
        act=Label(f"command.{act.command}"),
        time=f"{act.at.astimezone():%m-%d %H:%M}",
        instead=Label(act.instead),
    )


def step_words(step: UndoOffer) -> str:
    """Return what a step did, in words."""
    return text(step.label, **step.params)


class UndoButton(ActionButton):
    """The button of the action; it names the step that it would take back."""

    def __init__(self, actions: ActionSet, action: Action, undo: Undo) -> None:
        self._undo = undo
        super().__init__(actions, action, "link")
        self.setText(f" {_('Undo')}")

    def show_reason(self, reason: str) -> None:
        """Say which step it is, or why there is none."""
        # the key asks the desk anew each time; the button knows already that there is nothing
        reason = reason or self._undo.why_not()
        super().show_reason(reason)
        steps = self._undo.steps
        if reason or not steps:
            self.setAccessibleName(self.action.words)
            return
        sentence = _("Undo: {step}").format(step=step_words(steps[0]))
        self.setAccessibleName(sentence)
        self.setAccessibleDescription(sentence)
        self.setToolTip(f"{sentence}  {self.action.key}")


class UndoControl(QWidget):
    """The button and, beside it, the list of the last steps; hidden from those who may undo nothing."""

    def __init__(self, undo: Undo, actions: ActionSet, space: Workspace) -> None:
        super().__init__()
        self._undo, self._actions = undo, actions
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        action = next(action for action in actions if action.id == "shell.undo")
        self.button = actions.adopt(UndoButton(actions, action, undo))
        self.list = QToolButton()
        self.list.setProperty("kind", "link")
        self.list.setIconSize(QSize(theme.size(14), theme.size(14)))
        self.list.setAccessibleName(_("Last steps"))
        self.list.setToolTip(_("Last steps"))
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.clicked.connect(self._show_list)
        for part in (self.button, self.list):
            part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            line.addWidget(part)
        if not space.allows(Permission.UNDO):
            self.hide()
        undo.known.connect(self.show_steps)
        self.show_steps()
        self.draw_icon()
        stop = theme.on_redrawn(self.draw_icon)
        self.destroyed.connect(lambda *_args, stop=stop: stop())

    def draw_icon(self) -> None:
        """Draw the arrow in the colours in force."""
        self.list.setIcon(theme.icon("chevron-up", "slate", 14))

    def show_steps(self) -> None:
        """Show what could be taken back now."""
        self._actions.refresh()
        self.list.setEnabled(bool(self._undo.steps or self._undo.final))

    def menu(self) -> QMenu:
        """Return the list: the newest step can be taken back, those before it follow one by one."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        rule = _("Only the newest step can be taken back; then the one before it is the newest.")
        final = self._undo.final
        if final is not None:
            item = menu.addAction(
                theme.icon("info-circle"),
                _("Stands: {act} ({time})").format(
                    act=text(f"command.{final.command}"), time=f"{final.at.astimezone():%m-%d %H:%M}"
                ),
                self._take_newest,
            )
            item.setToolTip(final_words(final))
        for place, step in enumerate(self._undo.steps or ()):
            local = step.at.astimezone()
            words = _("{step} ({time})").format(step=step_words(step), time=f"{local:%m-%d %H:%M}")
            if place:
                item = menu.addAction(words)
                item.setToolTip(rule)
                item.setEnabled(False)
            else:
                menu.addAction(
                    theme.icon("arrow-back-up"),
                    _("Undo: {step}").format(step=words),
                    self._undo.take_before if final is not None else self._take_newest,
                )
        menu.addSeparator()
        menu.addAction(rule).setEnabled(False)
        return menu

    def _take_newest(self) -> None:
        self._actions.trigger("shell.undo")

    def _show_list(self) -> None:
        menu = self.menu()
        corner = self.mapToGlobal(self.rect().topRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), menu.sizeHint().height()))
