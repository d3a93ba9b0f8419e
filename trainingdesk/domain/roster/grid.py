"""The first rows of a sheet as the eye sees them: merged cells say their text in every cell they cover."""

from collections.abc import Sequence

from trainingdesk.domain.roster.cells import Cell, text_of

#: A header has at most this many lines.
DEEPEST = 3
#: A range that covers more columns than this is a title, and no header is that wide.
_WIDEST = 200


class Grid:
    """A few rows as texts.

    Attributes:
        texts: row → column → text; blank where a merged cell is only continued.
        spread: (row, column) → the first cell of the merged range it lies in.
    """

    def __init__(
        self, rows: Sequence[Sequence[Cell]], merged: Sequence[tuple[int, int, int, int]] = ()
    ) -> None:
        self.texts = [[text_of(cell) for cell in row] for row in rows]
        self.spread: dict[tuple[int, int], tuple[int, int]] = {}
        self.wide: set[tuple[int, int]] = set()
        self._reaching: dict[int, list[str]] = {}
        for top, left, bottom, right in merged:
            if top < len(rows) and right - left <= _WIDEST:
                for row in range(top, min(bottom, len(rows) - 1) + 1):
                    for column in range(left, right + 1):
                        self.spread[row, column] = top, left
                if right > left:
                    self.wide.add((top, left))

    def text(self, row: int, column: int) -> str:
        """Return what a cell says, the text of its merged range where it lies in one."""
        at, place = self.spread.get((row, column), (row, column))
        cells = self.texts[at]
        return cells[place] if place < len(cells) else ""

    def own(self, row: int) -> list[int]:
        """Return the columns of a row's own texts: not those that come down from a merged cell above."""
        return [
            column
            for column, text in enumerate(self.texts[row])
            if text and self.spread.get((row, column), (row, column))[0] == row
        ]

    def coming_down(self, first: int, row: int) -> set[str]:
        """Return the texts of the rows from ``first`` on that are merged down into a row."""
        found = {
            self.text(at, place)
            for (below, _column), (at, place) in self.spread.items()
            if below == row and first <= at < row
        }
        return found - {""}

    def is_spanned(self, row: int, column: int) -> bool:
        """Return whether a cell lies below a text that covers several columns, or below nothing at all."""
        found = self.spread.get((row, column))
        if found is not None:
            return found in self.wide
        cells = self.texts[row]
        if column >= len(cells) or not cells[column]:
            return True
        if self.spread:
            return False
        # without merged ranges a text reaches over the blanks at its right
        return column + 1 < len(cells) and not cells[column + 1]

    def parts(self, first: int, depth: int, column: int) -> list[str]:
        """Return the texts of a column's header from top to bottom, each merged cell once."""
        found: list[str] = []
        seen: set[tuple[int, int]] = set()
        for row in range(first, first + depth):
            at = self.spread.get((row, column), (row, column))
            text = self.text(row, column)
            if not text and row < first + depth - 1 and not self.spread:
                text = self._from_left(row, column)
            if text and at not in seen:
                seen.add(at)
                found.append(text)
        return found

    def _from_left(self, row: int, column: int) -> str:
        """Return the text that reaches over a blank from its left, where its own column has a text below it."""
        reaching = self._reaching.get(row)
        if reaching is None:
            reaching = self._reaching[row] = self._reach_of(row)
        return reaching[column] if column < len(reaching) else ""

    def _reach_of(self, row: int) -> list[str]:
        """Return for each column the text that reaches it from its left: one pass, however wide the sheet is."""
        cells, reaching, found = self.texts[row], "", []
        for column, below in enumerate(self.texts[row + 1]):
            found.append(reaching if below else "")
            if column < len(cells):
                reaching = (cells[column] or reaching) if below else ""
        return found

    def stacked(self, first: int, depth: int) -> list[list[str]]:
        """Return the parts of every column's header that begins in a row and has so many lines."""
        width = max(len(self.texts[row]) for row in range(first, first + depth))
        if depth == 1:
            # a title that spans the sheet is one text and not one a column
            return [[text] if text else [] for text in self.texts[first]]
        return [self.parts(first, depth, column) for column in range(width)]
