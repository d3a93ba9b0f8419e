"""导出问题行: the user's own workbook comes back with its bad cells marked and the reason beside each.

It is made in a process of its own (``exchange.marking``); here stands what it is told: which cells, and in what words.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from typing import IO

from trainingdesk.domain.errors import Problem, Refused, Severity
from trainingdesk.domain.roster.lines import in_sheet
from trainingdesk.domain.roster.which_row import PASSED
from trainingdesk.exchange.marking.orders import Order
from trainingdesk.exchange.marking.words import GREEN
from trainingdesk.exchange.own_sheets import UNKNOWN_DAY
from trainingdesk.exchange.process import MARKER, Answers
from trainingdesk.exchange.reading.frames import write_frame
from trainingdesk.exchange.roster_file import RosterFile
from trainingdesk.exchange.roster_sheets import SheetUse
from trainingdesk.exchange.roster_workbook import check_place, put_file
from trainingdesk.exchange.workbook import Progress, digest_of
from trainingdesk.shared.memory import give_back, no_cycle_search
from trainingdesk.shared.text import text

#: Beyond this many rows the file is not opened for editing (2.5 s for each 10,000); its bad rows are copied out.
MOST_ROWS_MARKED = 20_000

#: said of a cell that was put right on the preview, or left blank there
CHANGED = frozenset({"roster.cell_changed", "roster.cell_blanked"})
#: what stands in green cells
_TOLD = CHANGED | PASSED
#: fields whose cells are made texts: a spreadsheet keeps 15 digits of a number that is typed into any other
_DIGITS = frozenset({"id_number", "phone"})
_FILLS = {Severity.ERROR: "FFFFC7CE", Severity.QUESTION: "FFFFEB9C"}
_HEADS = ("row", "column", "value", "severity", "text")
#: Rows and lines that are put into words at a time.
_AT_ONCE = 500
#: Sheet, row and column of a marked cell.
_Place = tuple[str, int, int]
_NOWHERE: _Place = ("", 0, 0)
#: Place of a sheet, row and column in it.
_InFile = tuple[int, int, int]
_BEFORE: _InFile = (-1, 0, 0)


@no_cycle_search()
def write_error_workbook(
    roster: RosterFile,
    problems: Sequence[Problem],
    target: Path,
    changed: Sequence[Problem] = (),
    progress: Progress | None = None,
    day: date | None = None,
    undated: bool = False,
) -> None:
    """Write the file that ``roster`` was read from to ``target``, its bad cells marked and commented.

    Errors are red, questions yellow, in every sheet that was used; a sheet 问题清单 lists every problem in the file's
    order, by sheet, row and column, and leads to its cell. Formulas, formats and other sheets of a workbook stay. A file of another kind (.xls, .ods, .csv, forms)
    comes back as a new workbook with the same cells at the same places. Of very large files the rows with problems
    are copied out with their row numbers. ``changed`` are the cells that were put right, each with its new text as
    the parameter ``value``: they hold it, green, and what they said before stands beside them; with them it is said, at the
    name of a row that stays out, that another row of the same person counts. A text that looks like a formula is marked as a text. ``day``, the one that
    the file speaks of, which file it is and the sheets that were read are kept in a hidden sheet: once it is back it is read as this file was; ``undated`` is
    whether that it speaks of no day is kept instead.

    Raises Refused ``roster.file_changed`` when the file is no longer the one that was read, what reading it again
    raises, and where ``target`` can't be written what :func:`~trainingdesk.exchange.roster_workbook.write_roster`
    raises.
    """
    check_place(target)
    if digest_of(roster.path) != roster.digest:
        raise Refused("roster.file_changed", file=roster.path.name)
    asked = _Asked(roster, problems, changed, UNKNOWN_DAY if undated else day.isoformat() if day else "")
    give_back()  # beside the process that marks

    def glance() -> None:
        if progress is not None:
            progress(asked.told, 0, "roster.step_write")

    put_file(target, _parts(asked, roster.path.name, glance))


def _parts(asked: "_Asked", name: str, glance: Callable[[], None]) -> Iterator[bytes]:
    with Answers(MARKER, name) as answers:
        for kind, content in answers.frames(asked.feed, glance):
            if kind == "part":
                yield content


class _Asked:
    """What the marking process is told, made while it takes it in: nowhere all of it is held."""

    def __init__(
        self,
        roster: RosterFile,
        problems: Sequence[Problem],
        changed: Sequence[Problem],
        day: str = "",
    ) -> None:
        self._roster, self._day = roster, day
        self._problems, self._changed = problems, changed
        self._uses = {use.name: use for use in roster.sheets}
        self._order_of = {use.name: place for place, use in enumerate(roster.sheets)}
        self._columns: dict[tuple[str, int, str], int] = {}
        #: how many rows it was told so far
        self.told = 0

    def feed(self, stream: IO[bytes]) -> None:
        """Write the order, the marks and the list."""
        write_frame(stream, "order", tuple(self._order()))
        marks = self._marks()
        while part := list(islice(marks, _AT_ONCE)):
            write_frame(stream, "marks", part)
            self.told += len(part)
        lines = self._lines()
        while listed := list(islice(lines, _AT_ONCE)):
            write_frame(stream, "list", listed)

    def _order(self) -> Order:
        roster = self._roster
        used = [use for use in roster.sheets if use.used]
        return Order(
            path=str(roster.path.absolute()),
            name=roster.path.name,
            kind=roster.kind,
            digest=roster.digest,
            sheets=tuple(use.name for use in used),
            headers={use.name: _headers(use) for use in used},
            whole=len(roster.people) <= MOST_ROWS_MARKED,
            list_title=text("roster.problem_sheet"),
            list_heads=tuple(text(f"roster.problem_{head}") for head in _HEADS),
            row_head=text("roster.problem_row"),
            day=self._day,
            origin=roster.returned.origin or roster.digest,
        )

    def _place(self, problem: Problem) -> _Place:
        """Return where a problem is marked; what concerns a whole row stands at the name."""
        marked = problem.severity in _FILLS or problem.code in _TOLD
        return self._found(problem) if problem.row and marked else _NOWHERE

    def _found(self, problem: Problem) -> _Place:
        """Return the cell that the problem of a row is about, whether it is marked or not."""
        sheet, row = self._roster.lines.cell(problem.row)
        use = self._uses[sheet]
        key = sheet, use.header_of(row), problem.field
        if key not in self._columns:
            field = self._roster.fields.get(problem.field, "")
            column = use.column(row, problem.field, field) or use.name_column(row)
            self._columns[key] = 1 if column is None else column.index + 1
        return sheet, self._roster.lines.marked(problem.row)[1], self._columns[key]

    def _marks(self) -> Iterator[tuple[str, int, list[tuple[object, ...]]]]:
        """Yield the marks of each row, from the file's first one to its last."""
        marked = [one for one in (*self._problems, *self._changed) if self._place(one)[1]]
        marked.sort(key=self._stands)
        for _line, found in groupby(marked, key=lambda one: self._stands(one)[:2]):
            cells: dict[int, list[Problem]] = {}
            for problem in found:
                sheet, row, column = self._place(problem)
                cells.setdefault(column, []).append(problem)
            yield sheet, row, [self._cell(column, cells[column]) for column in sorted(cells)]

    def _cell(self, column: int, found: Sequence[Problem]) -> tuple[object, ...]:
        """Return what is done to a cell, as :class:`~trainingdesk.exchange.marking.orders.CellMarks` has it."""
        digits = any(self._roster.fields.get(problem.field) in _DIGITS for problem in found)
        return *_cell(column, found), digits

    def _stands(self, problem: Problem) -> _InFile:
        """Return where a problem stands in the file, to be sorted by; what is about all of it stands before its rows."""
        if not problem.row:
            return _BEFORE
        sheet, row, column = self._found(problem)
        return self._order_of[sheet], row, column

    def _lines(self) -> Iterator[tuple[object, ...]]:
        roster = self._roster
        for problem in sorted((*self._problems, *self._changed), key=self._stands):
            words = (
                roster.lines.told(problem.row) if problem.row else "",
                roster.heading(problem),
                problem.value,
                text(f"severity.{problem.severity}"),
                text(problem.code, **problem.params),
            )
            yield (words, *self._place(problem))


def _headers(use: SheetUse) -> list[int]:
    """Return the rows that the headers of a sheet end in, those of lists on the right as the sheet numbers them."""
    return sorted(set(in_sheet([use.header_row, *(part.row for part in use.sections)], use.height)))


def _cell(column: int, found: Sequence[Problem]) -> tuple[object, ...]:
    """Return column, text put right, what is said of it, colour and what is wrong with a cell."""
    value, before, fill = None, "", ""
    lines = []
    for problem in found:
        words = text(problem.code, **problem.params)
        if problem.code in CHANGED:
            if value is None:
                value, before = str(problem.params["value"]), words
            continue
        lines.append(words)
        if fill != _FILLS[Severity.ERROR]:
            fill = _FILLS.get(problem.severity, fill)
    return column, value, before, fill or GREEN, tuple(lines)
