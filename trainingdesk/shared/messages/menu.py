"""Courses, faculty and the year's menu."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "menu.class_title": N_("{course}: class for {audience}, {year}"),
    "menu.course_code_taken": N_("There is already a course with the number {number}."),
    "menu.course_hours": N_("A course needs a number of hours above 0."),
    "menu.course_no_code": N_("Give the course a number."),
    "menu.course_no_title": N_("Give the course a title."),
    "menu.course_retired": N_("“{title}” is no longer offered. Offer it again first, in the course's form."),
    "menu.draft_there": N_("There is already a draft for {year}. Go on with that one."),
    "menu.empty": N_("There is nothing on this menu yet. Add at least one course before it is issued."),
    "menu.issued": N_(
        "This menu has been issued as {number} and can't be changed. Begin a supplement instead."
    ),
    "menu.item_capacity": N_("The number of people must lie between 1 and {most}."),
    "menu.item_in_use": N_("A class has already been made from “{title}”; it stays on the menu."),
    "menu.item_there": N_("“{title}” is already on the menu for this audience."),
    "menu.lecturer_no_name": N_("A teacher needs a name."),
    "menu.lecturer_there": N_("{name} ({organisation}) is already in the faculty pool."),
    "menu.not_empty": N_("Courses stand on “{title}”. Take them off first."),
    "menu.not_issued": N_("The menu is still a draft. Classes are made from it once it has been issued."),
    "menu.paper_draft": N_("Draft: not issued yet."),
    "menu.supplement_title": N_("Training menu {year}, supplement {edition}"),
    "menu.title": N_("Training menu {year}"),
    "menu.year": N_("The year must lie between 2000 and 2100."),
    "undo.add_menu_item": N_("add “{title}” to the menu"),
    "undo.change_course": N_("change the course “{title}”"),
    "undo.change_lecturer": N_("change the teacher {name}"),
    "undo.change_menu_item": N_("change how many people “{title}” takes"),
    "undo.create_menu": N_("begin “{title}”"),
    "undo.move_menu_item": N_("move “{title}” on the menu"),
    "undo.remove_menu_item": N_("take “{title}” off the menu"),
}
