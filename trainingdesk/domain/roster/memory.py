"""A column's distinct cells and what each was read as: units, ranks and months repeat, and are read once."""

from trainingdesk.domain.roster.cells import TOO_LONG, Broken, Cell, CellReader, Flaw, text_of


class Memory(dict[Cell, str]):
    """What each distinct cell of a column was read as; ``flaws`` keeps those that could not simply be taken."""

    def __init__(self, read: CellReader, longest: int | None) -> None:
        super().__init__()
        self.read, self.longest = read, longest
        self.flaws: dict[Cell, Flaw] = {}

    def __missing__(self, cell: Cell) -> str:
        if type(cell) is Broken:
            value: str | Flaw = Flaw(cell.code)
        elif self.longest and type(cell) is str and len(cell) > self.longest < len(text_of(cell)):
            value = Flaw(TOO_LONG)
        else:
            value = self.read(cell)
        if isinstance(value, Flaw):
            self.flaws[cell] = value
            value = value.value
        self[cell] = value
        return value
