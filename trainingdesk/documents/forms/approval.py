"""The approval form of a fee request (培训费审批表), one page of A4, further lines on further pages.

财行〔2016〕540号: 第8条 items, 第9条 ceiling, 第15条 papers for reimbursement; the three opinions are those of P4.1.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from trainingdesk.documents.catalogue.fees import (
    APPROVAL,
    ATTACHMENTS,
    LEDGER,
    ApprovalFace,
    ApprovalLine,
    Opinion,
)
from trainingdesk.documents.definition import SEQ, SUM, Column, Content, Report, words
from trainingdesk.documents.fonts import Face
from trainingdesk.documents.layout import fit
from trainingdesk.documents.render_pdf import draw_tables
from trainingdesk.documents.sheet import MM, TINT, Rect, Sheet, Style
from trainingdesk.shared.formatting import Kind, amount_in_words, format_value, label_of
from trainingdesk.shared.text import N_, _

_X, _WIDTH = 28.0, 156.0
_TOP, _BOTTOM = 25.0, 272.0
_LABEL = Style(Face.HEI, 10.5, 7, "center")
_VALUE = Style(Face.SONG, 10.5, 7)
_CENTRE = replace(_VALUE, align="center")
_RIGHT = replace(_VALUE, align="right")
_SMALL = replace(_VALUE, size=9.5, floor=6.5)
_ROW = 8.5
_LINE_ROW = 8.0
#: Heights of an opinion's box: the least when room is short, the least otherwise, and the one up to which a box grows
#: that does not need it.
_OPINION = (15.0, 19.0, 30.0)
#: Room for lines and opinions together; when there is too little, lines are summed up by item and listed behind.
_LINES_AND_OPINIONS_MM = 113.0
_LEAST_LINES = 5
_LINE_COLUMNS = (10.0, 39.0, 39.0, 40.0, 28.0)

#: The list of lines behind a form whose lines do not fit on it.
_DETAIL = Report(
    id="fees.approval.lines",
    title=N_("Lines of the request"),
    occasion=LEDGER.occasion,
    columns=(
        Column(SEQ, N_("No."), Kind.INT, 10),
        Column("item", N_("Item of expense"), Kind.CODE, 39),
        Column("text", N_("What for"), width_mm=44),
        Column("basis", N_("How it is counted"), width_mm=40),
        Column("amount", N_("Amount (yuan)"), Kind.CENTS, 28, total=SUM),
    ),
    name_column="text",
)

#: Opinions too long for the form, whole.
_OPINIONS = Report(
    id="fees.approval.opinions",
    title=N_("Opinions on the request"),
    occasion=LEDGER.occasion,
    columns=(
        Column("label", N_("Step"), width_mm=24),
        Column("name", N_("Name"), Kind.PERSON, 20),
        Column("day", N_("Day"), Kind.DAY, 24),
        Column("opinion", N_("Opinion"), width_mm=88),
    ),
)


def draw(face: ApprovalFace) -> bytes:
    """Return the form as PDF; raises Invalid ``documents.not_drawn``."""
    title = words(APPROVAL.title)
    sheet = Sheet(title, author=face.office)
    sheet.begin_page()
    form = _Form(sheet, face, title)
    form.draw()
    if not _stand_on_the_form(face):
        rows = [
            {"item": one.item, "text": one.text, "basis": one.basis, "amount": one.amount}
            for one in face.lines
        ]
        draw_tables(
            sheet,
            _DETAIL,
            Content(rows, subtitle=face.number, office=face.office, printed_on=face.printed_on),
        )
    if form.behind:
        content = Content(form.behind, subtitle=face.number, office=face.office, printed_on=face.printed_on)
        draw_tables(sheet, _OPINIONS, content)
    return sheet.finish()


class _Form:
    """Draws the form row by row from the top."""

    def __init__(self, sheet: Sheet, face: ApprovalFace, title: str) -> None:
        self.sheet = sheet
        self.face = face
        self.title = title
        self.y = _TOP
        #: opinions too long for the form
        self.behind: list[dict[str, Any]] = []

    def draw(self) -> None:
        """Draw the whole page."""
        self._head()
        top = self.y
        self._facts()
        self._lines()
        self._ceiling()
        attachments = 23.0
        payment = 13.0
        room = _BOTTOM - self.y - attachments - payment
        face = self.face
        opinions = (
            (_("Requested by"), face.requested),
            (_("Reviewed by"), face.reviewed),
            (_("Approved by"), face.approved),
        )
        said = [opinion for _label, opinion in opinions]
        while sum(_needed(said, _VALUE.floor, _OPINION[0])) > room:
            longest = max(range(len(said)), key=lambda place: len(said[place].opinion))
            self.behind.append({"label": opinions[longest][0], **_row_of(said[longest])})
            said[longest] = replace(said[longest], opinion=_("(the whole opinion stands behind)"))
        heights = _opinion_heights(said, room)
        for (label, _opinion), opinion, height in zip(opinions, said, heights, strict=True):
            self._opinion(label, opinion, height)
        self._payment(payment)
        self._attachments(attachments)
        self.sheet.frame(Rect(_X, top, _WIDTH, self.y - top), 0.9)
        self._foot()

    def _text(self, place: Rect, text: str, style: Style, field: str) -> None:
        self.sheet.text(place.inside(1.5, 0.6), text, style, where=self.face.number, column=field)

    def _head(self) -> None:
        face = self.face
        heading = Style(Face.HEI, 20, 14, "center")
        self.sheet.text(Rect(_X, self.y, _WIDTH, 12), self.title, heading, where=face.number)
        self.y += 13
        left = _("Number: {number}").format(number=face.number)
        day = format_value(Kind.DAY, face.applied_on) or _("Year    Month    Day")
        right = _("Date of request: {day}").format(day=day)
        self.sheet.text(Rect(_X, self.y, 90, 6), left, _VALUE, where=face.number)
        self.sheet.text(Rect(_X + 90, self.y, 66, 6), right, _RIGHT, where=face.number)
        self.y += 7

    def _row(self, cells: Sequence[tuple[float, str, Style]], height: float) -> None:
        """Draw a row of bordered cells of given widths; labels stand on a tint."""
        x = _X
        label = ""
        for width, text, style in cells:
            place = Rect(x, self.y, width, height)
            if style is _LABEL:
                self.sheet.fill(place, TINT)
                label = text
            self.sheet.frame(place)
            self._text(place, text, style, label)
            x += width
        self.y += height

    def _facts(self) -> None:
        face = self.face
        kind = _("Main class") if face.is_main else _("Other class")
        days = f"{format_value(Kind.DAY, face.start)} — {format_value(Kind.DAY, face.end)}"
        self._row([(26, _("Title of the class"), _LABEL), (130, face.class_title, _VALUE)], _ROW)
        self._row(
            [
                (26, _("Class number"), _LABEL),
                (52, face.class_code, _CENTRE),
                (26, _("Sort of class"), _LABEL),
                (52, kind, _CENTRE),
            ],
            _ROW,
        )
        self._row(
            [
                (26, _("Training days"), _LABEL),
                (52, days, _CENTRE),
                (26, _("Training place"), _LABEL),
                (52, face.place, _CENTRE),
            ],
            _ROW,
        )
        self._row(
            [
                (26, _("Days"), _LABEL),
                (52, f"{face.days:,}", _CENTRE),
                (26, _("Students"), _LABEL),
                (52, f"{face.persons:,}", _CENTRE),
            ],
            _ROW,
        )
        self._row([(26, _("Purpose"), _LABEL), (130, face.purpose, _VALUE)], _ROW)

    def _lines(self) -> None:
        headings = (words(column.title) for column in _DETAIL.columns)
        self._row([(width, text, _LABEL) for width, text in zip(_LINE_COLUMNS, headings, strict=True)], 7.5)
        lines = self.face.lines if _stand_on_the_form(self.face) else _by_item(self.face.lines)
        for number, line in enumerate(lines, 1):
            item = format_value(Kind.CODE, label_of(line.item))
            cells = (str(number), item, line.text, line.basis, format_value(Kind.CENTS, line.amount))
            styles = (_CENTRE, _VALUE, _VALUE, _VALUE, _RIGHT)
            self._row(list(zip(_LINE_COLUMNS, cells, styles, strict=True)), _height(line))
        for _blank in range(max(_LEAST_LINES - len(lines), 0)):
            self._row([(width, "", _VALUE) for width in _LINE_COLUMNS], _LINE_ROW)
        total = format_value(Kind.CENTS, self.face.total)
        self._row(
            [
                (49, _("Total (in words and figures)"), _LABEL),
                (79, amount_in_words(self.face.total), _VALUE),
                (28, f"¥{total}", _RIGHT),
            ],
            _ROW,
        )

    def _ceiling(self) -> None:
        face = self.face

        def yuan(cents: int) -> str:
            return format_value(Kind.CENTS, cents)

        first = _(
            "{standard} yuan a person and day × {persons} people × {days} days: at most {ceiling} yuan."
        ).format(
            standard=yuan(face.standard), persons=face.persons, days=face.days, ceiling=yuan(face.ceiling)
        )
        over = face.inside + face.others - face.ceiling
        amounts = {"inside": yuan(face.inside), "others": yuan(face.others), "over": yuan(over)}
        if face.others and over > 0:
            second = _(
                "Covered by it: {inside} yuan here, {others} yuan in other requests; {over} yuan too much."
            ).format(**amounts)
        elif face.others:
            second = _(
                "Covered by it: {inside} yuan here, {others} yuan in other requests; not exceeded."
            ).format(**amounts)
        elif over > 0:
            second = _("Covered by it: {inside} yuan; {over} yuan too much.").format(**amounts)
        else:
            second = _("Covered by it: {inside} yuan; not exceeded.").format(**amounts)
        source = _("Basis: {source}").format(source=face.source)
        text = f"{first}\n{second}\n{source}"
        self._row([(26, _("Composite standard"), _LABEL), (130, text, _SMALL)], 19)

    def _opinion(self, label: str, opinion: Opinion, height: float) -> None:
        sheet = self.sheet
        head = Rect(_X, self.y, 26, height)
        sheet.fill(head, TINT)
        sheet.frame(head)
        self._text(head, label, _LABEL, label)
        box = Rect(_X + 26, self.y, 130, height)
        sheet.frame(box)
        text = Rect(box.x, box.y + 0.5, box.width, height - 8.5)
        self._text(text, opinion.opinion, replace(_VALUE, valign="top"), label)
        line = Rect(box.x, box.bottom - 8, box.width, 7.5)
        name = _("Signature: {name}").format(name=opinion.name)
        self._text(Rect(line.x + 46, line.y, 46, line.height), name, _VALUE, label)
        self._text(Rect(line.x + 92, line.y, 38, line.height), _day(opinion.day), _RIGHT, label)
        self.y += height

    def _payment(self, height: float) -> None:
        paid = self.face.payment
        day = format_value(Kind.DAY, paid.day) if paid else ""
        amount = f"¥{format_value(Kind.CENTS, paid.amount)}" if paid else ""
        upper = (
            (65, _("Paid on: {day}").format(day=day)),
            (65, _("Amount paid: {amount}").format(amount=amount)),
        )
        lower = (
            (65, _("Payee: {payee}").format(payee=paid.payee if paid else "")),
            (65, _("Keeper: {name}").format(name=paid.keeper if paid else "")),
        )
        head = Rect(_X, self.y, 26, height)
        self.sheet.fill(head, TINT)
        self.sheet.frame(head)
        self._text(head, _("Payment made"), _LABEL, _("Payment made"))
        self.sheet.frame(Rect(_X + 26, self.y, 130, height))
        for row, parts in enumerate((upper, lower)):
            x = _X + 26
            for width, text in parts:
                place = Rect(x, self.y + row * height / 2, width, height / 2)
                self._text(place, text, _SMALL, _("Payment made"))
                x += width
        self.y += height

    def _attachments(self, height: float) -> None:
        head = Rect(_X, self.y, 26, height)
        self.sheet.fill(head, TINT)
        self.sheet.frame(head)
        label = _("Papers for reimbursement")
        self._text(head, label, _LABEL, label)
        box = Rect(_X + 26, self.y, 130, height)
        self.sheet.frame(box)
        row = (height - 1) / 4
        for number, paper in enumerate(ATTACHMENTS):
            column, line = number % 2, number // 2
            x = box.x + 1.5 + column * 60
            y = box.y + 0.5 + line * row
            self.sheet.frame(Rect(x, y + (row - 2.8) / 2, 2.8, 2.8), 0.5)
            place = Rect(x + 4.2, y, 54 if not column else 63, row)
            style = replace(_SMALL, leading=1.0)
            self.sheet.text(place, words(paper), style, where=self.face.number, column=label)
        self.y += height

    def _foot(self) -> None:
        style = Style(Face.SONG, 9, 7)
        if self.face.office:
            text = _("Office: {office}").format(office=self.face.office)
            self.sheet.text(Rect(_X, self.y + 2, 100, 5), text, style, where=self.face.number)
        if self.face.printed_on:
            text = _("Printed {day}").format(day=format_value(Kind.DAY, self.face.printed_on))
            place = Rect(_X + 100, self.y + 2, 56, 5)
            self.sheet.text(place, text, replace(style, align="right"), where=self.face.number)


def _day(day: date | None) -> str:
    return format_value(Kind.DAY, day) or _("Year    Month    Day")


def _row_of(opinion: Opinion) -> dict[str, Any]:
    return {"name": opinion.name, "day": opinion.day, "opinion": opinion.opinion}


def _needed(opinions: Sequence[Opinion], size: float, least: float) -> list[float]:
    """Return the height each opinion needs when it is set in a size."""
    heights = []
    for opinion in opinions:
        fitted = fit(opinion.opinion, width=127 * MM, size=size, face=Face.SONG)
        lines = len(fitted.lines) if fitted else 1
        heights.append(max(least, 11.0 + lines * size * _VALUE.leading / MM))
    return heights


def _opinion_heights(opinions: Sequence[Opinion], room: float) -> list[float]:
    """Return the heights of the opinions' boxes: what each needs, the rest of the room shared alike."""
    tightest, least, most = _OPINION
    wanted = _needed(opinions, 9.0, least)
    if sum(wanted) > room:
        wanted = _needed(opinions, _VALUE.floor, tightest)
    spare = max((room - sum(wanted)) / len(wanted), 0.0)
    return [max(height, min(height + spare, most)) for height in wanted]


def _height(line: ApprovalLine) -> float:
    """Return the height of a line's row: its texts break before they shrink."""
    tallest = _LINE_ROW
    texts = (format_value(Kind.CODE, label_of(line.item)), line.text, line.basis)
    for text, width in zip(texts, _LINE_COLUMNS[1:4], strict=True):
        fitted = fit(text, width=(width - 3) * MM, size=10.5, floor=9, face=Face.SONG, leading=_VALUE.leading)
        if fitted:
            tallest = max(tallest, len(fitted.lines) * fitted.size * _VALUE.leading / MM + 2.5)
    return tallest


def _stand_on_the_form(face: ApprovalFace) -> bool:
    """Return whether the lines stand on the form itself, which leaves the three opinions what they need."""
    lines = sum(_height(line) for line in face.lines)
    opinions = (face.requested, face.reviewed, face.approved)
    if len(face.lines) <= _LEAST_LINES and lines <= _LEAST_LINES * _LINE_ROW:
        return True
    return lines + sum(_needed(opinions, 9.0, _OPINION[1])) <= _LINES_AND_OPINIONS_MM


def _by_item(lines: Sequence[ApprovalLine]) -> list[ApprovalLine]:
    """Return the lines summed up by item, in the order the items first come."""
    sums: dict[str, ApprovalLine] = {}
    for line in lines:
        code = label_of(line.item).code
        known = sums.get(code)
        amount = line.amount + (known.amount if known else 0)
        sums[code] = ApprovalLine(line.item, _("see the list behind"), "", amount)
    return list(sums.values())
