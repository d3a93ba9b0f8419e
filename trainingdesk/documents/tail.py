"""What stands below a table: notes, lines to sign on, places for the seals of those who co-sign."""

from trainingdesk.documents.definition import Table
from trainingdesk.documents.fonts import Face
from trainingdesk.documents.layout import Fitted, fit
from trainingdesk.documents.sheet import MM, Rect, Sheet, Style
from trainingdesk.shared.text import _

_NOTE = Style(Face.SONG, 9, 7, "left", "top", 1.4)
_SIGN = Style(Face.SONG, 10.5, 7, "left", "bottom", 1.3)
_SIGN_MM = 13.0
#: A place for a department's name, its seal (42 mm by GB/T 9704's seals, drawn smaller when shared) and the date.
_PARTY_MM = 36.0
_PARTIES_A_ROW = 4


class Tail:
    """The block below one table; it is never parted over two pages.

    Attributes:
        height: the room it takes, in millimetres.
    """

    def __init__(self, sheet: Sheet, table: Table, area: Rect) -> None:
        self._sheet = sheet
        self._table = table
        self._area = area
        self._notes = self._fit_notes()
        self._notes_height = sum(len(note.lines) * note.size * _NOTE.leading / MM for note in self._notes)
        signing = table.signing
        rows = -(-len(signing.parties) // _PARTIES_A_ROW) if signing else 0
        self.height = self._notes_height + (2.5 if self._notes else 0.0)
        self.height += rows * _PARTY_MM + (7.0 if rows else 0.0)
        self.height += _SIGN_MM if signing and signing.lines else 0.0

    def _fit_notes(self) -> list[Fitted]:
        notes = self._table.notes
        if not notes:
            return []
        if len(notes) == 1:
            texts = [_("Note: {note}").format(note=notes[0])]
        else:
            texts = [
                _("Notes: {number}. {note}").format(number=number, note=note)
                if number == 1
                else _("{number}. {note}").format(number=number, note=note)
                for number, note in enumerate(notes, 1)
            ]
        fitted: list[Fitted] = []
        for text in texts:
            if not self._sheet.preflight.check(text, _NOTE.face, place=self._table.title):
                continue
            one = fit(
                text,
                width=self._area.width * MM,
                size=_NOTE.size,
                floor=_NOTE.floor,
                face=_NOTE.face,
                leading=1.4,
            )
            if one is None:
                self._sheet.preflight.overflow(text, place=self._table.title)
            else:
                fitted.append(one)
        return fitted

    def draw(self, y: float) -> None:
        """Draw the block below ``y``."""
        signing = self._table.signing
        if signing and signing.lines:
            self._draw_lines(y, signing.lines, signing.names)
            y += _SIGN_MM
        if self._notes:
            y += 2.0
            for note in self._notes:
                height = len(note.lines) * note.size * _NOTE.leading / MM
                self._sheet.lines(Rect(self._area.x, y, self._area.width, height), note, _NOTE)
                y += height
        if signing and signing.parties:
            self._draw_parties(y + 3.0, signing.parties)

    def _draw_lines(self, y: float, labels: tuple[str, ...], names: tuple[str, ...]) -> None:
        width = self._area.width / len(labels)
        for number, label in enumerate(labels):
            name = names[number] if number < len(names) else ""
            text = _("{label}: {name}").format(label=label, name=name)
            x = self._area.x + number * width
            place = Rect(x, y, width - 6, _SIGN_MM - 2)
            fitted = self._sheet.text(place, text, _SIGN, where=label)
            if fitted and not name:
                taken = max(
                    (self._sheet.width_of(line, fitted.size, _SIGN.face) for line in fitted.lines),
                    default=0.0,
                )
                bottom = y + _SIGN_MM - 2
                self._sheet.line(x + taken + 1, bottom, x + width - 6, bottom)

    def _draw_parties(self, y: float, parties: tuple[str, ...]) -> None:
        title = Style(Face.HEI, 10.5, 8, "left", "middle")
        self._sheet.text(
            Rect(self._area.x, y, self._area.width, 6), _("Co-signed by"), title, where=_("Co-signed by")
        )
        y += 6.0
        for first in range(0, len(parties), _PARTIES_A_ROW):
            row = parties[first : first + _PARTIES_A_ROW]
            width = self._area.width / min(len(parties), _PARTIES_A_ROW)
            for number, party in enumerate(row):
                box = Rect(self._area.x + number * width, y, width, _PARTY_MM - 2)
                self._sheet.frame(box)
                name = Style(Face.SONG, 10.5, 7, "center", "middle")
                self._sheet.text(Rect(box.x + 1.5, box.y + 1, box.width - 3, 8), party, name, where=party)
                hint = Style(Face.SONG, 9, 7, "center", "middle", grey=0.45)
                self._sheet.text(
                    Rect(box.x + 1, box.y + 14, box.width - 2, 6), _("(seal)"), hint, where=party
                )
                day = Style(Face.SONG, 9.5, 7, "right", "middle")
                self._sheet.text(
                    Rect(box.x + 1, box.bottom - 7, box.width - 3, 6),
                    _("Year    Month    Day"),
                    day,
                    where=party,
                )
            y += _PARTY_MM
