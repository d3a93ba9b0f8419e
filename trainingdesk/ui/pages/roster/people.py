"""The table of people: its columns and where its rows come from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.roster.order import PersonOrder, screen_order
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, language, text
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.model import PAGE_ROWS
from trainingdesk.ui.workspace import DeskLike
from trainingdesk.usecases.queries.roster import first_person_ids, person_ids, person_rows

#: a column of the screen → what papers and workbooks call it, where they call it by another name
_ELSEWHERE = {"trained_year": "trained", "id_masked": "id_number", "phone_masked": "phone"}
#: a heading that is not called by its order
_ORDERS = {"trained_year": PersonOrder.TRAINED}


def status_chip(status: PersonStatus) -> Chip:
    """Return a status as icon and word; who serves is said quietly."""
    looks = {
        PersonStatus.SERVING: ("circle-check", "slate"),
        PersonStatus.LONG_LEAVE: ("clock", "amber"),
        PersonStatus.SECONDED_IN: ("user-plus", "indigo"),
        PersonStatus.RETIRED: ("minus", "slate"),
        PersonStatus.LEFT: ("logout", "slate"),
    }
    icon, tone = looks[status]
    return Chip(text(f"person_status.{status}"), icon, tone)


def _unusual_status(status: PersonStatus) -> Chip | None:
    if status is PersonStatus.SERVING:
        return None
    chip = status_chip(status)
    # the English words are longer than the column has room for beside the others on a narrow screen
    return replace(chip, word=text(f"status_short.{status}")) if language() == "en" else chip


def columns() -> tuple[ColumnSpec, ...]:
    """Return the columns in the language in force."""
    english = language() == "en"  # its words are longer than the office's own
    return (
        ColumnSpec("name", _("Name"), Kind.PERSON, 4.6 if english else 6),
        ColumnSpec("sex", _("Sex"), Kind.CODE, 3.8 if english else 3, sortable=False),
        ColumnSpec("birth", _("Birth"), Kind.TEXT, 4.5 if english else 5, value=lambda row: row.birth[:7]),
        ColumnSpec("unit", _("Unit"), Kind.TEXT, 6 if english else 9),
        ColumnSpec("post", _("Post"), Kind.TEXT, 5.9 if english else 9, sortable=False, stretch=True),
        ColumnSpec("rank", _("Rank"), Kind.CODE, 11 if english else 8),
        ColumnSpec("team", _("Team"), Kind.CODE, 8, sortable=False, hidden=True),
        ColumnSpec(
            "status", _("Status"), Kind.CODE, 7.6 if english else 7, chip=_unusual_status, sortable=False
        ),
        ColumnSpec(
            "trained_year",
            _("Last trained"),
            Kind.TEXT,
            6.5 if english else 5,
            align="center",
            tip=_("The year of the last class that was completed"),
        ),
        ColumnSpec("id_masked", _("ID number"), Kind.TEXT, 11, sortable=False, hidden=True),
        ColumnSpec("phone_masked", _("Phone"), Kind.TEXT, 8, sortable=False, hidden=True),
    )


def called_elsewhere(keys: Iterable[str]) -> list[str]:
    """Return columns of the screen as the paper of the roster and its workbook call them."""
    return [_ELSEWHERE.get(key, key) for key in keys]


class PeopleSource:
    """The people a filter leaves, ordered by the database.

    Attributes:
        total: how many people the desk knows, once the ids were read.
        elsewhere: where nobody of the chosen unit fits, how many of all units do.
    """

    def __init__(self, desk: DeskLike, wanted: PersonFilter) -> None:
        self._desk = desk
        self.wanted = wanted
        self.total = 0
        self.elsewhere = 0

    def ids(self, order: str) -> Sequence[int]:
        """Return every id in order."""
        found = self._desk.ask(person_ids, self.ordered(order))
        self.total = found.total
        ids: Sequence[int] = found.ids
        if not ids and self.wanted.unit_id is not None and self.wanted.hides:
            self.elsewhere = len(self._desk.ask(person_ids, replace(self.wanted, unit_id=None)).ids)
        return ids

    def first(self, order: str) -> Sequence[int]:
        """Return the first ids in order, none where they take as long as all."""
        first: Sequence[int] = self._desk.ask(first_person_ids, self.ordered(order), most=PAGE_ROWS)
        return first

    def ordered(self, order: str) -> PersonFilter:
        """Return the filter in the order of a heading, in its own for ""."""
        if not order:
            return self.wanted
        by = screen_order(self.wanted.order, order)
        key = by.removeprefix("-")
        return replace(self.wanted, order=_ORDERS.get(key) or PersonOrder(key), descending=by.startswith("-"))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
        """Return the rows of some ids."""
        return {row.id: row for row in self._desk.ask(person_rows, list(ids))}
