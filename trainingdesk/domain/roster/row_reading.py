"""The cells of one sheet, column by column, and what is said of them."""

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster import cells
from trainingdesk.domain.roster.cells import CellReader, Flaw
from trainingdesk.domain.roster.memory import Memory
from trainingdesk.domain.roster.parts import with_said
from trainingdesk.domain.roster.said_beside import BESIDE
from trainingdesk.domain.roster.sheet import Sheet

_KEPT = Flaw(BESIDE, Severity.NOTE)
#: fields that hold a text of any length
LONG = frozenset({"note"})


class Reading:
    """The cells of one sheet as they are read; what is read so far stands in ``values``, field → column.

    Attributes:
        sheet: the sheet.
        count: its rows.
        values: field → the values of its column, "" for none.
        problems: what is said of its cells so far.
        flawed: field → line → what is wrong with its cell as long as nothing else settles it.
        contradicted: lines whose sex is already asked about.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.count = len(sheet.rows)
        self.values: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        self.flawed: dict[str, dict[int, Flaw]] = {}
        self.contradicted: set[int] = set()

    def read(self, field: str, read: CellReader) -> None:
        """Read a column, each text once."""
        raw = self.sheet.columns.get(field)
        if raw is None:
            self.values[field] = [""] * self.count
            return
        memory = Memory(read, None if field in LONG else cells.LONGEST_NAMING)
        self.values[field] = [memory[cell] for cell in raw]
        if memory.flaws:
            flaws = memory.flaws
            self.flawed[field] = {line: flaws[cell] for line, cell in enumerate(raw) if cell in flaws}

    def cell_text(self, field: str, line: int) -> str:
        """Return what the file says in a cell, "" where it has no such column."""
        raw = self.sheet.columns.get(field)
        return cells.text_of(raw[line]) if raw is not None else ""

    def report(
        self, code: str, field: str, line: int, severity: Severity = Severity.ERROR, **params: object
    ) -> None:
        """Say something of a cell."""
        raw = self.sheet.columns.get(field)
        if raw is None:
            value = ""
        else:
            value = cells.text_of(raw[line]) if field in LONG else cells.shown_text(raw[line])
        self.problems.append(
            Problem(
                code,
                {"value": value, "about": field, **params},
                field=self.sheet.headers.get(field, ""),
                row=self.sheet.rows[line],
                value=value,
                severity=severity,
            )
        )

    def keep_beside(self, name: str, line: int, said: str, flaw: Flaw = _KEPT) -> None:
        """Keep what a cell says in the note of its row, and say so with ``flaw``."""
        notes = self.values["note"]
        notes[line] = with_said(notes[line], said)
        self.flawed[name][line] = flaw
