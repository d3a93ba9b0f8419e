"""Fee requests for the search from anywhere."""

from collections.abc import Sequence

from trainingdesk.domain.access import Permission
from trainingdesk.domain.fees.rows import FeeFilter
from trainingdesk.shared.text import _, text
from trainingdesk.ui.pages.fees.standing import money
from trainingdesk.ui.shell.finder import FinderProvider, Hit
from trainingdesk.ui.workspace import Place, Workspace
from trainingdesk.usecases.queries.fees import fee_list


def providers(space: Workspace) -> list[FinderProvider]:
    """Return what finds fee requests by number, purpose or class."""

    def requests(term: str, limit: int) -> Sequence[Hit]:
        found = space.desk.ask(fee_list, FeeFilter(text=term))
        return [
            Hit(
                row.title,
                f"{row.number} · {money(row.total)} · {text(f'fee.state.{row.state}')}",
                "coin",
                Place("fees", {"fee": row.id}),
            )
            for row in found.rows[:limit]
        ]

    return [FinderProvider(_("Fee requests"), requests, Permission.FEE_READ)]
