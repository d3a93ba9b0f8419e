"""Lines of a file with several sheets: one running number, from which sheet and row are found again.

The rows of the first sheet keep their own numbers, so that in a file of one sheet a line is its row. Everything that
decides about rows (matching, choices, problems) knows lines only; whoever shows one asks here where it stands.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainingdesk.shared.text import Label

#: runs of rows that are named where rows are told
_MOST_TOLD = 12


@dataclass(frozen=True)
class Lines:
    """Where the lines of a file stand.

    Attributes:
        starts: the line before each sheet's first row, ascending.
        sheets: the sheets' names in the same order.
        forms: whether each is a form of one person (任免审批表): it has a name and no rows.
        heights: how many rows each sheet has, where lists stand beside one another in it: the lines of one on the right
            follow those of the one at its left; 0 for any other sheet, () for none of that kind.
    """

    starts: tuple[int, ...] = (0,)
    sheets: tuple[str, ...] = ("",)
    forms: bool = False
    heights: tuple[int, ...] = ()

    def cell(self, line: int) -> tuple[str, int]:
        """Return the sheet of a line and its row among those that were read, lists put below one another."""
        sheet = self._sheet(line)
        return self.sheets[sheet], line - self.starts[sheet]

    def _sheet(self, line: int) -> int:
        return max(bisect_left(self.starts, line) - 1, 0)

    def place(self, line: int) -> tuple[str, int]:
        """Return the sheet of a line and its row there, counted as the person sees it; ("", 0) for line 0.

        The one person of a form is 1.
        """
        if line < 1:
            return "", 0
        sheet, row = self.marked(line)
        return sheet, 1 if self.forms else row

    def marked(self, line: int) -> tuple[str, int]:
        """Return the sheet of a line and its row there, be it of a form's cells."""
        sheet, row = self.cell(line)
        height = self.heights[self._sheet(line)] if self.heights else 0
        return sheet, (row - 1) % height + 1 if height else row

    def told(self, line: int) -> str:
        """Return a line as it is listed: its row, behind the name of its sheet where there are several; a form's name."""
        if len(self.sheets) == 1 and not self.forms and not self.heights:  # nearly every file
            return str(max(line - self.starts[0], 0))
        sheet, row = self.place(line)
        if self.forms:
            return sheet
        return f"{sheet} {row}" if len(self.sheets) > 1 else str(row)

    def in_sentence(self, line: int) -> Label:
        """Return a line as a sentence names it: "row 12", with the name of its sheet where there are several."""
        sheet, row = self.place(line)
        if self.forms:
            return Label("roster.form_named", {"form": sheet})
        if len(self.sheets) > 1:
            return Label("roster.row_of_sheet", {"sheet": sheet, "row": row})
        return Label("roster.row", {"row": row})


#: A file of one sheet.
ONE_SHEET = Lines()


def in_sheet(numbers: Iterable[int], height: int) -> list[int]:
    """Return rows as the sheet numbers them, where lists beside one another were put below one another."""
    return sorted({(number - 1) % height + 1 for number in numbers}) if height else list(numbers)


def told_rows(numbers: Sequence[int]) -> tuple[str, ...]:
    """Return row numbers as a sentence lists them, runs together and at most a dozen: 3, 5-9, 12."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:_MOST_TOLD]]
    return (*told, "…") if len(runs) > _MOST_TOLD else tuple(told)
