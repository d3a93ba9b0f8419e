"""Cells that say only what stands above them (同上, 〃): read as the cell above, and told.

Nobody has the name or the ID number of the person above: there such a cell is wrong.
"""

from collections.abc import Mapping, Sequence

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import Broken, Cell, text_of
from trainingdesk.domain.roster.columns import Column
from trainingdesk.domain.roster.lines import in_sheet, told_rows

_WORDS = frozenset(
    [
        "同上",
        "同前",
        "同上行",
        "同上一行",
        "同上栏",
        "〃",
        "″",
        "′′",
        "〞",
        '"',
        "＂",
        "“",
        "”",
        "''",
        "ditto",
    ]
)
#: the letters that one of them begins with, as they may be written
_LETTERS = frozenset("同dｄ")
_OWN = frozenset({"name", "id_number"})
_UNREAD = frozenset({"", "number", "key"})
_LONGEST = 8


def read_dittos(
    rows: list[Sequence[Cell]],
    numbers: Sequence[int],
    columns: Sequence[Column],
    titled: Mapping[int, str],
    sheet: str,
    height: int,
) -> list[Problem]:
    """Put the cell above in the place of cells that say only that, and return what is to be said of them.

    Where nothing stands above the cell is wrong; a unit that the heading above says is that one.

    Args:
        rows: the people's rows, changed in place, all of one length; numbers: their rows as the sheet has them.
        titled: row → the unit of the heading above it.
        sheet: its name.
        height: how many rows the sheet has where lists beside one another were put below one another, else 0.
    """
    problems: list[Problem] = []
    for column, said in zip(columns, _cells(rows, columns), strict=True):
        words = {cell for cell in set(said) if is_ditto(cell)} if column.field not in _UNREAD else set()
        if not words:
            continue
        taken = []
        above: Cell = ""
        before = 0
        for line, (number, cell) in enumerate(zip(numbers, said, strict=True)):
            unit = titled.get(number, "") if column.field == "unit" else ""
            if (height and (number - 1) // height != (before - 1) // height) or (
                unit and unit != titled.get(before)
            ):
                above = ""  # another list, or the people of another unit
            before = number
            if cell not in words:
                above = cell
                continue
            row = list(rows[line])
            if column.field in _OWN:
                row[column.index] = Broken("roster.ditto_own", text_of(cell))
            elif above == "" and not unit:
                row[column.index] = Broken("roster.ditto_nothing", text_of(cell))
            else:
                row[column.index] = above
                taken.append(number)
                params = {"value": text_of(cell), "about": column.field}
                problems.append(
                    Problem("roster.ditto", params, column.header, number, text_of(cell), Severity.NOTE)
                )
            rows[line] = row
        if taken:
            told = {"sheet": sheet, "column": column.header, "count": len(taken)}
            told["rows"] = told_rows(in_sheet(taken, height))
            problems.append(Problem("roster.dittos", told, severity=Severity.NOTE))
    return problems


def _cells(rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> list[Sequence[Cell]]:
    by_index = list(zip(*rows, strict=True))
    return [by_index[column.index] if by_index else () for column in columns]


def is_ditto(cell: Cell) -> bool:
    """Return whether a cell says only that it means the one above it."""
    if type(cell) is not str or not 0 < len(cell) <= _LONGEST:
        return False
    if cell[0].isalnum() and cell[0] not in _LETTERS:  # nearly every cell there is
        return False
    return text_of(cell).replace(" ", "") in _WORDS
