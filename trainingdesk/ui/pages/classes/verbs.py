"""What can be done with a class: the verbs of the tab, each with why it can't be done now."""

from collections.abc import Callable
from functools import partial, partialmethod
from typing import Any

from trainingdesk.domain.access import Permission
from trainingdesk.domain.classes.reasons import not_in_state
from trainingdesk.domain.classes.rows import ClassCard, ClassRow
from trainingdesk.domain.classes.rules import EDITABLE, ENROLLABLE, GRADABLE, ClassAction
from trainingdesk.domain.menu.rows import ClassDraft
from trainingdesk.shared.text import Label, _, ngettext, text
from trainingdesk.ui.notices import problem_sentence, sentence_of
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.classes.card import ClassView
from trainingdesk.ui.pages.classes.enrol import EnrolDialog
from trainingdesk.ui.pages.classes.forms import ClassForm, ScheduleForm
from trainingdesk.ui.pages.classes.grades import Given
from trainingdesk.ui.pages.classes.looks import period
from trainingdesk.ui.pages.classes.paper import PaperDialog
from trainingdesk.usecases.commands.classes import ActOnClass, ApproveClass, CloseClass, ReopenClass
from trainingdesk.usecases.commands.enrolments import ArrangeSeats, GradeEnrolments, Withdraw
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.classes import usual_half_day
from trainingdesk.usecases.registry import Command


class StepVerbs(Page):
    """The steps from plan to close.

    Attributes:
        card: the class that is chosen, None for none.
        view: the card at the right.
    """

    card: ClassCard | None = None
    view: ClassView

    def no_class(self) -> str:
        """Say that a class must be chosen."""
        return "" if self.card is not None else _("Choose a class in the list first.")

    def chosen(self) -> ClassRow:
        """Return the class that is chosen; an action without one was held back before."""
        assert self.card is not None
        return self.card.row

    def _go(self, page: str, class_id: int) -> None:
        target: dict[str, Any] = {"class": class_id}
        self.space.go_to(page, **target)

    def _why_not(self, action: ClassAction) -> str:
        if self.card is None:
            return self.no_class()
        step = next(step for step in self.card.steps if step.action is action)
        return problem_sentence(step.why_not) if step.why_not is not None else ""

    why_not_approve = partialmethod(_why_not, ClassAction.APPROVE)
    why_not_open = partialmethod(_why_not, ClassAction.OPEN)
    why_not_start = partialmethod(_why_not, ClassAction.START)
    why_not_assess = partialmethod(_why_not, ClassAction.ASSESS)
    why_not_close = partialmethod(_why_not, ClassAction.CLOSE)
    why_not_reopen = partialmethod(_why_not, ClassAction.REOPEN)
    why_not_cancel = partialmethod(_why_not, ClassAction.CANCEL)

    def _act(self, action: ClassAction, reason: str = "") -> None:
        row = self.chosen()
        command = ActOnClass(class_id=row.id, version=row.version, action=action, reason=reason)
        self._step(command, self._moved, action)

    def _step(self, command: Command, on_done: Callable[[Outcome], None], action: ClassAction) -> None:
        self.view.hold_steps()
        self.send(command, on_done, action=f"classes.{action}", on_error=self._not_moved)

    def _not_moved(self, error: BaseException) -> None:
        self.view.free_steps()
        self.space.notices.failed(error)

    do_open = partialmethod(_act, ClassAction.OPEN)
    do_start = partialmethod(_act, ClassAction.START)

    def do_assess(self) -> None:
        """Ask once, then go on to the assessment."""
        words = _("Go on to assessment")
        sentence = "\n".join((self._about(), _("Teaching is over; grades are entered.")))
        self.space.confirm(self, words, sentence, words, partial(self._act, ClassAction.ASSESS), danger=False)

    def _moved(self, outcome: Outcome) -> None:
        state = text(f"class_state.{outcome.result['state']}")
        self.say_done(_("The class is now in the state “{state}”.").format(state=state))

    def do_approve(self) -> None:
        """Approve the class."""
        row = self.chosen()
        command = ApproveClass(class_id=row.id, version=row.version)
        self._step(command, self._moved, ClassAction.APPROVE)

    def do_cancel(self) -> None:
        """Ask for the reason, then cancel the class."""
        self.space.confirm(
            self,
            _("Cancel this class?"),
            self._about(),
            _("Cancel class"),
            partial(self._act, ClassAction.CANCEL),
            reason=_("Reason"),
        )

    def _about(self) -> str:
        row = self.chosen()
        return f"{row.code}　{row.title}　{period(row)}"

    def do_close(self) -> None:
        """Ask once, then close the class."""
        self.space.confirm(
            self,
            _("Close this class?"),
            _("{about}\nWho has completed it is fixed, with the reasons. Reopening needs a reason.").format(
                about=self._about()
            ),
            _("Close class"),
            self._close,
            danger=False,
        )

    def _close(self) -> None:
        row = self.chosen()
        self._step(CloseClass(class_id=row.id, version=row.version), self._closed, ClassAction.CLOSE)

    def _closed(self, outcome: Outcome) -> None:
        words = _("The class is closed: {completed} completed it, {rest} did not.")
        self.say_done(
            words.format(completed=outcome.result["completed"], rest=outcome.result["not_completed"]),
            way_out=_("Certificates"),
            follow=partial(self._go, "papers", outcome.result["class_id"]),
        )

    def do_reopen(self) -> None:
        """Ask for the reason, then take the closing back."""
        self.space.confirm(
            self,
            _("Reopen this class?"),
            self._about(),
            _("Reopen class"),
            self._reopen,
            danger=False,
            reason=_("Reason"),
        )

    def _reopen(self, reason: str) -> None:
        row = self.chosen()
        command = ReopenClass(class_id=row.id, version=row.version, reason=reason)
        self._step(command, self._moved, ClassAction.REOPEN)


class ClassVerbs(StepVerbs):
    """Making and changing a class, its people, its papers."""

    def bring_up(self, class_id: int) -> None:
        """Choose a class whatever the filters say."""

    # --- facts and schedule ---

    def new_class(self) -> None:
        """Open the form of a new class."""
        self.run_query(usual_half_day, partial(self._open_new, None), key="new")

    def begin_from_menu(self, draft: ClassDraft) -> None:
        """Open the form of a class that is made from an item of the menu."""
        self._open_new(draft, draft.session_hours)

    def _open_new(self, draft: ClassDraft | None, usual: int) -> None:
        form = ClassForm(self, self.space, usual, None, draft)
        form.saved.connect(self._made)
        form.open()

    def _made(self, outcome: Outcome) -> None:
        self.say_done(
            _("Class {code} is made. Open enrolment to enrol people.").format(code=outcome.result["code"])
        )
        self.bring_up(outcome.result["class_id"])

    def why_not_edit(self) -> str:
        """Say why facts and schedule can't be changed."""
        if self.card is not None and self.card.row.state not in EDITABLE:
            return sentence_of(not_in_state("class.not_editable", self.card.row.state))
        return self.no_class()

    def change_class(self) -> None:
        """Open the form of the class."""
        ClassForm(self, self.space, 0, self.chosen()).open()

    def change_schedule(self) -> None:
        """Open the grid of the class."""
        self.run_query(usual_half_day, self._open_schedule, key="schedule")

    def _open_schedule(self, usual: int) -> None:
        if self.card is not None:
            ScheduleForm(self, self.space, usual, self.card).open()

    # --- people ---

    def why_not_enrol(self) -> str:
        """Say why nobody can be enrolled."""
        if self.card is None:
            return self.no_class()
        row = self.card.row
        if row.state not in ENROLLABLE:
            return sentence_of(not_in_state("class.not_enrolling", row.state))
        return (
            ""
            if row.enrolled < row.capacity
            else _("All {count} places are taken.").format(count=row.capacity)
        )

    def enrol(self) -> None:
        """Open the picker of people."""
        dialog = EnrolDialog(self, self.space, self.chosen())
        dialog.saved.connect(self._enrolled)
        dialog.open()

    def _enrolled(self, outcome: Outcome) -> None:
        count = outcome.result["count"]
        self.say_done(
            ngettext("{count} person was enrolled.", "{count} people were enrolled.", count).format(
                count=count
            )
        )
        self.view.tabs.setCurrentIndex(1)

    def why_nobody(self) -> str:
        """Say that nobody is enrolled."""
        if self.card is None:
            return self.no_class()
        return "" if self.card.row.enrolled else text("class.nobody_enrolled")

    def why_not_withdraw(self) -> str:
        """Say why nobody can be withdrawn."""
        if self.card is None:
            return self.no_class()
        if self.card.row.state not in ENROLLABLE | GRADABLE:
            return sentence_of(not_in_state("class.not_withdrawing", self.card.row.state))
        return (
            ""
            if self.view.people.current_id() is not None
            else _("Choose a person on the tab “Class members” at the right first.")
        )

    def withdraw(self) -> None:
        """Ask for the reason, then take the chosen person out."""
        person = self.view.people.current_row()
        self.space.confirm(
            self,
            _("Withdraw {name}?").format(name=person.name),
            _("The seat and the marks taken so far stay on record."),
            _("Withdraw"),
            partial(self._withdraw, person.id),
            reason=_("Reason"),
        )

    def _withdraw(self, enrolment_id: int, reason: str) -> None:
        self.send(Withdraw(enrolment_id=enrolment_id, reason=reason), action="classes.withdraw")

    def why_not_seats(self) -> str:
        """Say why the seats can't be given out anew."""
        if self.card is None:
            return self.no_class()
        if self.card.row.state not in ENROLLABLE:
            return sentence_of(not_in_state("class.not_enrolling", self.card.row.state))
        if any(half.marked for half in self.card.half_days):
            return text("class.seats_fixed")
        return self.why_nobody()

    def arrange_seats(self) -> None:
        """Number the seats by unit and rank."""
        self.send(ArrangeSeats(class_id=self.chosen().id), self._arranged, action="classes.seats")

    def _arranged(self, outcome: Outcome) -> None:
        count = outcome.result["count"]
        words = ngettext("{count} seat changed.", "{count} seats changed.", count)
        self.say_done(words.format(count=count))

    # --- assessment ---

    def why_not_grade(self) -> str:
        """Say why no grades can be entered."""
        if self.card is None:
            return self.no_class()
        if self.card.row.state not in GRADABLE:
            return sentence_of(not_in_state("class.not_gradable", self.card.row.state))
        allowed = self.space.allows(Permission.CLASS_ASSESS)
        return (
            ""
            if allowed
            else text("access.denied", permission=Label(f"permission.{Permission.CLASS_ASSESS}"))
        )

    def grade(self, given: Given) -> None:
        """Enter grades."""
        self.send(GradeEnrolments(class_id=self.chosen().id, grades=tuple(given.items())))

    # --- papers and roll call ---

    def why_no_sheet(self) -> str:
        """Say why there is no sign-in sheet."""
        if self.card is not None and not self.card.half_days:
            return text("class.no_half_days")
        return self.why_nobody()

    def show_sheet(self) -> None:
        """Show the sign-in sheets as they will be printed."""
        PaperDialog(self, self.space, "classes.signin", self.chosen()).open()

    def show_students(self) -> None:
        """Show the list of students as it will be printed, in the order on screen."""
        order = self.view.on_screen
        PaperDialog(self, self.space, "classes.roll", self.chosen(), order=order).open()

    def why_no_attendance(self) -> str:
        """Say why no attendance can be taken."""
        if self.card is None:
            return self.no_class()
        return "" if self.card.half_days else text("class.no_half_days")

    def take_attendance(self) -> None:
        """Go to the roll call of the class."""
        self._go("attendance", self.chosen().id)
