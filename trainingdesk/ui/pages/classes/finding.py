"""Finding a class from anywhere."""

from collections.abc import Sequence

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import _, text
from trainingdesk.ui.shell.finder import FinderProvider, Hit
from trainingdesk.ui.workspace import Place, Workspace


def providers(space: Workspace) -> list[FinderProvider]:
    """Return the search for classes by title, its initials, number or class teacher."""

    def search(typed: str, limit: int) -> Sequence[Hit]:
        from trainingdesk.usecases.queries.classes import find_classes

        _total, found = space.desk.ask(find_classes, typed, limit)
        return [
            Hit(
                hit.title,
                f"{hit.code} · {hit.start_day.isoformat()} · {text(f'class_state.{hit.state}')}",
                "school",
                Place("classes", {"class": hit.id}),
            )
            for hit in found
        ]

    return [FinderProvider(_("Classes"), search, Permission.CLASS_READ)]
