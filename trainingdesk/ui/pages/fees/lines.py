"""The lines of a request: item, what it is, how it is counted, amount; counted as one types."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.codes import FeeItem
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.fees.basis import counted
from trainingdesk.domain.fees.rules import LineDraft
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.widgets.editors import ChoiceEditor, MoneyEditor, Option, TextEditor
from trainingdesk.ui.widgets.line import name_editor


class _Line:
    """The editors of one line."""

    def __init__(self) -> None:
        self.item = ChoiceEditor([Option(item, text(f"fee_item.{item}")) for item in FeeItem])
        self.item.set_value(FeeItem.MEALS)
        self.text = TextEditor(_("What it is"))
        self.basis = TextEditor(example="50人×5天×130元")
        self.amount = MoneyEditor()
        self.remove = QToolButton()
        self.remove.setProperty("kind", "quiet")
        self.remove.setIcon(theme.icon("trash"))
        self.remove.setIconSize(QSize(theme.size(16), theme.size(16)))
        self._counted: int | None = None
        self.basis.editingFinished.connect(self.count)

    @property
    def editors(self) -> tuple[QWidget, ...]:
        """The widgets in the order of the columns."""
        return self.item, self.text, self.basis, self.amount, self.remove

    def name(self, number: int) -> None:
        """Give every editor its accessible name."""
        names = (_("Item"), _("What it is"), _("Calculation"), _("Amount, yuan"), _("Take the line out"))
        for editor, name in zip(self.editors, names, strict=True):
            name_editor(editor, _("Line {number}: {name}").format(number=number, name=name))
        self.remove.setToolTip(_("Take the line out"))

    def count(self) -> None:
        """Fill the amount in from the calculation, unless the person wrote another one."""
        amount = counted(self.basis.text())
        if amount is None:
            return
        if not self.amount.text().strip() or self._written() == self._counted:
            self.amount.set_value(amount)
            self.amount.edited.emit()
        self._counted = amount

    def _written(self) -> int | None:
        try:
            return self.amount.value()
        except Refused:
            return None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written into it."""
        return not any(part.text().strip() for part in (self.text, self.basis, self.amount))

    def show(self, line: LineDraft) -> None:
        """Show a line."""
        self.item.set_value(line.item)
        self.text.set_value(line.text)
        self.basis.set_value(line.basis)
        self.amount.set_value(line.amount)
        self._counted = counted(line.basis)

    def draft(self) -> LineDraft:
        """Return the line; raises Refused ``money.*`` for its amount, ``fee.no_amount`` without one."""
        self.mark_wrong(wrong=False)
        try:
            amount = self.amount.value()
            if amount is None:
                raise Refused("fee.no_amount")
        except Refused:
            self.mark_wrong(wrong=True)
            raise
        item = self.item.value() or FeeItem.OTHER
        return LineDraft(FeeItem(item), self.text.text().strip(), self.basis.text().strip(), amount)

    def mark_wrong(self, *, wrong: bool) -> None:
        """Outline the amount, or not."""
        if bool(self.amount.property("wrong")) != wrong:
            self.amount.setProperty("wrong", wrong)
            self.amount.style().unpolish(self.amount)
            self.amount.style().polish(self.amount)


class LinesEditor(QWidget):
    """The lines of a form; a form's editor whose value is a tuple of lines.

    Signals:
        edited: a line was changed, added or taken out.
    """

    edited = Signal()

    def __init__(self, propose: Callable[[], list[LineDraft]]) -> None:
        super().__init__()
        self._propose = propose
        self._lines: list[_Line] = []
        self._wrong: QWidget | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.size(theme.GAP))
        ground = QWidget()
        held = QVBoxLayout(ground)
        held.setContentsMargins(0, 0, theme.size(4), 0)
        self._grid = QGridLayout()
        held.addLayout(self._grid)
        held.addStretch(1)
        self._grid.setHorizontalSpacing(theme.size(6))
        self._grid.setVerticalSpacing(theme.size(6))
        for column, stretch in ((1, 4), (2, 5)):
            self._grid.setColumnStretch(column, stretch)
        self._grid.setColumnMinimumWidth(0, theme.size(168))
        self._grid.setColumnMinimumWidth(1, theme.size(156))  # 场地、资料、交通费 in full
        self._grid.setColumnMinimumWidth(2, theme.size(156))  # 50人×5天×340元 in full
        self._grid.setColumnMinimumWidth(3, theme.size(112))
        for column, words in enumerate((_("Item"), _("What it is"), _("Calculation"), _("Amount, yuan"))):
            head = QLabel(words)
            head.setProperty("role", "hint")
            if column == 3:
                head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(head, 0, column)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(ground)
        self._scroll.setAccessibleName(_("Lines of the request"))
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setMinimumHeight(theme.size(220))
        whole.addWidget(self._scroll, 1)
        self._add()  # before the buttons: Tab goes in the order things are made
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.size(theme.GAP))
        self.add_button = QPushButton(_("Add a line"))
        self.add_button.setAutoDefault(False)
        self.add_button.setIcon(theme.icon("plus"))
        self.add_button.clicked.connect(self._added)
        self.standard_button = QPushButton(_("Fill in by the standard"))
        self.standard_button.setAutoDefault(False)
        self.standard_button.setIcon(theme.icon("sparkles"))
        self.standard_button.setToolTip(
            _("One line for each item at its full part of the standard; lower them as you need.")
        )
        self.standard_button.clicked.connect(self._fill)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.standard_button)
        buttons.addStretch(1)
        whole.addLayout(buttons)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go on to the amount that is wrong, else to the first line.

        A focus proxy would do that too, but Tab jumps to a proxy over everything before it.
        """
        (self._wrong or self._lines[0].item).setFocus(event.reason())

    def value(self) -> tuple[LineDraft, ...]:
        """Return the lines that something was written into; raises Refused for an amount that can't be read."""
        drafts: list[LineDraft] = []
        wrong: Refused | None = None
        self._wrong = None
        for line in self._lines:
            if line.is_blank:
                line.mark_wrong(wrong=False)
                continue
            try:
                drafts.append(line.draft())
            except Refused as refused:
                self._wrong = self._wrong or line.amount
                wrong = wrong or refused
        if wrong is not None:
            raise wrong
        return tuple(drafts)

    def readable(self) -> list[LineDraft]:
        """Return the lines whose amount can be read now, for the live sum."""
        found = []
        for line in self._lines:
            try:
                amount = line.amount.value()
            except Refused:
                continue
            if amount is not None:
                found.append(LineDraft(line.item.value() or FeeItem.OTHER, "", "", amount))
        return found

    def set_value(self, value: Any) -> None:
        """Show these lines and no others."""
        for line in list(self._lines):
            self._drop(line)
        for draft in value or ():
            self._add().show(draft)
        if not self._lines:
            self._add()

    def _add(self) -> _Line:
        line = _Line()
        row = self._grid.rowCount()
        for column, editor in enumerate(line.editors):
            self._grid.addWidget(editor, row, column)
        for part in (line.item, line.text, line.basis, line.amount):
            part.edited.connect(self.edited)
        line.remove.clicked.connect(partial(self._remove, line))
        self._lines.append(line)
        self._renumber()
        if self.window() is not self:
            self._order_tabs()
        return line

    def _order_tabs(self) -> None:
        """Let Tab go through the lines from the top, then to the buttons below them."""
        way = [editor for line in self._lines for editor in line.editors]
        for before, after in pairwise([*way, self.add_button, self.standard_button]):
            QWidget.setTabOrder(before, after)

    def _added(self) -> None:
        line = self._add()
        line.text.setFocus()
        self._scroll.ensureWidgetVisible(line.text)
        self.edited.emit()

    def _remove(self, line: _Line, *_args: Any) -> None:
        self._drop(line)
        if not self._lines:
            self._add()
        self.edited.emit()

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._wrong = None
        for editor in line.editors:
            self._grid.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self._renumber()

    def _renumber(self) -> None:
        for number, line in enumerate(self._lines, 1):
            line.name(number)

    def _fill(self) -> None:
        proposed = self._propose()
        if not proposed:
            return
        asked = {draft.item for draft in proposed}
        kept = [line for line in self._lines if not line.is_blank and line.item.value() not in asked]
        drafts = []
        for line in kept:
            try:
                drafts.append(line.draft())
            except Refused:
                return  # the amount is outlined; nothing that was typed is lost
        self.set_value([*proposed, *drafts])
        self.edited.emit()
