"""Courses for the finder."""

from collections.abc import Sequence

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import _
from trainingdesk.ui.shell.finder import FinderProvider, Hit
from trainingdesk.ui.workspace import Place, Workspace
from trainingdesk.usecases.queries.menu import find_courses


def providers(space: Workspace) -> list[FinderProvider]:
    """Return what finds courses by title, initials of its pinyin, or number."""
    desk = space.desk

    def courses(typed: str, limit: int) -> Sequence[Hit]:
        return [
            Hit(
                hit.title,
                f"{hit.code} {hit.lecturer}".strip(),
                "book-2",
                Place("menu", {"course": hit.id}),
                key=f"course:{hit.id}",
            )
            for hit in desk.ask(find_courses, typed, limit)
        ]

    return [FinderProvider(_("Courses"), courses, Permission.MENU_READ)]
