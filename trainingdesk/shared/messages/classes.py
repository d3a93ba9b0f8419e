"""Classes and roll calls: steps, half-days, enrolment, marks, completion."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "class.state.planned": N_("Planned"),
    "class.state.approved": N_("Approved"),
    "class.state.enrolling": N_("Enrolling"),
    "class.state.running": N_("Running"),
    "class.state.assessing": N_("Being assessed"),
    "class.state.closed": N_("Completed"),
    "class.state.cancelled": N_("Cancelled"),
    "class.action.approve": N_("Approve class"),
    "class.action.open": N_("Open enrolment"),
    "class.action.start": N_("Start class"),
    "class.action.assess": N_("Go on to assessment"),
    "class.action.close": N_("Close class"),
    "class.action.reopen": N_("Reopen class"),
    "class.action.cancel": N_("Cancel class"),
    "class.no_half_days": N_(
        "This class has no half-days. Choose its half-days in the schedule first; attendance is taken by half-day."
    ),
    "class.no_half_days_that_day": N_("This class has no half-day on {day}. Choose one of its days."),
    "class.nobody_enrolled": N_("Nobody is enrolled in this class. Enrol people first."),
    "class.sessions_open": N_("{count} half-days are not closed. Close their roll calls first: Attendance."),
    "class.no_grades": N_("Nobody has a grade yet. A class ends with an assessment: enter the grades first."),
    "class.has_certificates": N_(
        "{count} certificates were issued for this class. Void them first, with a reason."
    ),
    "class.reason_needed": N_("Give a reason; it is kept in the log."),
    "class.unfit": N_("The class was not saved: {count} things need another look."),
    "class.not_begun": N_(
        "The class begins on {day}; this computer's date is {today}. Change the class's days, or check the computer's clock."
    ),
    "class.not_over": N_(
        "The class ends on {day}; this computer's date is {today}. Change the class's days, or check the computer's clock."
    ),
    "class.no_title": N_("A class needs a title."),
    "class.ends_before": N_("The last day is before the first. Check both days."),
    "class.too_long": N_("The class would last over {most} days. Check the year of both days."),
    "class.bad_capacity": N_("The number of places must be between 1 and {most}."),
    "class.capacity_below": N_("{enrolled} people are enrolled already; {capacity} places are too few."),
    "class.no_menu_item": N_("This menu item is not there any more. Choose it again from the menu."),
    "class.menu_not_issued": N_("This item's menu is still a draft. Issue the menu first."),
    "class.no_course": N_("The course of a half-day is not there any more. Choose it again."),
    "class.not_editable": N_("A class in the state “{state}” can't be changed. {way}"),
    "class.not_enrolling": N_("In the state “{state}” nobody can be enrolled. {way}"),
    "class.not_withdrawing": N_("In the state “{state}” nobody can be withdrawn. {way}"),
    "class.not_gradable": N_("In the state “{state}” no grades can be entered. {way}"),
    "class.way.open": N_("Choose “Open enrolment” on the Classes tab first."),
    "class.way.start": N_("It must be started first: Classes tab, “Start class”."),
    "class.way.reopen": N_(
        "Closing fixed it; “Reopen class” on the Classes tab opens it again, with a reason."
    ),
    "class.way.enrolment_over": N_("Enrolment ended when the assessment began."),
    "class.way.fixed": N_("Name, days and half-days are fixed once the assessment has begun."),
    "class.way.cancelled": N_("A cancelled class stays as it is; make a new class instead."),
    "class.grid_unfit": N_("The schedule was not saved: {count} half-days need another look."),
    "class.half_day_outside": N_("{day}, {slot}: outside the class, which runs from {start} to {end}."),
    "class.half_day_twice": N_("{day}, {slot}: chosen twice."),
    "class.half_day_hours": N_("{day}, {slot}: a half-day has more than 0 and at most {most} hours."),
    "class.half_day_marked": N_("{day}, {slot}: attendance was taken; this half-day can't be removed."),
    "class.half_day_closed": N_("{day}, {slot}: its roll call is closed; its hours can't be changed."),
    "class.grid_clash": N_("{day}, {slot}: {name} is in “{title}” in this half-day."),
    "class.step_taken": N_("The class has moved on since; this step can't be taken back any more."),
    "class.has_marks": N_("Attendance was taken already; this can't be taken back any more."),
    "class.in_use": N_(
        "People, fees or marks depend on this class already; it can't be taken back. Cancel it instead."
    ),
    "class.seats_fixed": N_("Attendance was taken by these seats already; they can't be given out anew."),
    "enrol.nobody": N_("Choose at least one person to enrol."),
    "enrol.unfit": N_("Nobody was enrolled: {count} things stand in the way."),
    "enrol.already": N_("{name} ({unit}) is in this class already."),
    "enrol.not_in_base": N_("{name} ({unit}) is “{status}” and does not count in the base."),
    "enrol.clash": N_("{name} ({unit}) is in “{title}” on {day}, {slot}."),
    "enrol.full": N_("The class has {capacity} places, {free} of them free; {count} people are too many."),
    "enrol.unit_share": N_("{unit} would send {count} of its {base} people this year, more than {cap}."),
    "enrol.gone": N_("One of these people is not in the class any more; the list has been read again."),
    "attendance.class_not_running": N_("In the state “{state}” no attendance can be taken. {way}"),
    "attendance.session_closed": N_("This half-day's roll call is closed. It can be reopened with a reason."),
    "attendance.not_enrolled": N_("This person is not in the class, or was withdrawn."),
    "attendance.nobody_unmarked": N_("Everybody has a mark already."),
    "attendance.nobody": N_("Nobody is enrolled in this class; there is nothing to close."),
    "attendance.unmarked": N_(
        "{count} people have no mark yet: {names}. Mark them, then close the roll call."
    ),
    "attendance.not_come": N_(
        "The half-day is on {day}; this computer's date is {today}: check the computer's clock."
    ),
    "attendance.not_closed": N_("This half-day's roll call is open already."),
    "attendance.reason_needed": N_("Give a reason for reopening; it is kept in the log."),
    "attendance.nothing_to_take_back": N_("These marks were changed since; there is nothing to take back."),
    "completion.no_half_days": N_("the class has no half-days"),
    "completion.sessions_open": N_("{count} roll calls are not closed"),
    "completion.leave_over": N_("leave {leave} of {total} hours, over {limit}"),
    "completion.attended_short": N_("attended {attended} of {total} hours, under {least}"),
    "completion.no_grade": N_("no grade"),
    "completion.failed": N_("assessment: {grade}"),
    "undo.create_class": N_("make class {code}"),
    "undo.change_class": N_("change class {code}"),
    "undo.half_days": N_("change the schedule of class {code}"),
    "undo.class_step": N_("class {code}: state changed"),
    "undo.enrol": N_("enrol {count} people in class {code}"),
    "undo.withdraw": N_("withdraw {name} from class {code}"),
    "undo.seats": N_("give out the seats of class {code}"),
    "undo.grades": N_("enter {count} grades in class {code}"),
    "undo.mark": N_("mark {name}"),
    "undo.bulk_mark": N_("mark {count} people at once"),
}
