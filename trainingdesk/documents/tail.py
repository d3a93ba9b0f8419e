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
        self._label = ""
        self._indent = 0.0
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
        self._label = _("Note:") if len(notes) == 1 else _("Notes:")
        self._indent = self._sheet.width_of(self._label, _NOTE.size, _NOTE.face) + 0.8
        texts = notes if len(notes) == 1 else [f"{number}. {note}" for number, note in enumerate(notes, 1)]
        fitted: list[Fitted] = []
        for text in texts:
            if not self._sheet.preflight.check(text, _NOTE.face, place=self._table.title):
                continue
            one = fit(
                text,
                width=(self._area.width - self._indent) * MM,
                size=_NOTE.size,
                floor=_NOTE.floor,
                face=_NOTE.face,
                leading=_NOTE.leading,
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
            area = self._area
            label = Fitted((self._label,), _NOTE.size)
            self._sheet.lines(Rect(area.x, y, self._indent, _NOTE.size), label, _NOTE)
            for note in self._notes:
                height = len(note.lines) * note.size * _NOTE.leading / MM
                place = Rect(area.x + self._indent, y, area.width - self._indent, height)
                self._sheet.lines(place, note, _NOTE)
                y += height
        if signing and signing.parties:
            self._draw_parties(y + 3.0, signing.parties)

    def _draw_lines(self, y: float, labels: tuple[str, ...], names: tuple[str, ...]) -> None:
        """Draw labels with lines of one length behind them; a name that is typed takes the place of its line."""
        sheet = self._sheet
        texts = [
            _("{label}: {name}").format(label=label, name=names[number] if number < len(names) else "")
            for number, label in enumerate(labels)
        ]
        gap, free = 6.0, self._area.width - 6.0 * (len(texts) - 1)
        taken = [sheet.width_of(text, _SIGN.size, _SIGN.face) + 1 for text in texts]
        length = max((free - sum(taken)) / len(texts), 12.0)
        scale = min(free / (sum(taken) + length * len(texts)), 1.0)
        x = self._area.x
        for number, text in enumerate(texts):
            wide = (taken[number] + length) * scale
            place = Rect(x, y, wide, _SIGN_MM - 2)
            fitted = sheet.text(place, text, _SIGN, where=labels[number])
            if fitted and not (number < len(names) and names[number]):
                begin = x + sheet.width_of(fitted.lines[-1], fitted.size, _SIGN.face) + 1
                sheet.line(begin, place.bottom, place.right, place.bottom)
            x += wide + gap

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
