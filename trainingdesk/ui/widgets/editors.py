"""What a field is filled in with: each editor gives one value or says in words why it can't."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QToolTip,
    QWidgetAction,
)

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.values import parse_cents, parse_tenths
from trainingdesk.shared.clock import local_day, system_clock
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.widgets.days import parse_day
from trainingdesk.ui.widgets.line import Editor, TextEditor
from trainingdesk.ui.widgets.options import SEARCHED, Option, OptionList

__all__ = [
    "CheckEditor",
    "ChoiceEditor",
    "DayEditor",
    "Editor",
    "HoursEditor",
    "MoneyEditor",
    "NoteEditor",
    "NumberEditor",
    "Option",
    "TextEditor",
]

#: what stands beside the words of a field for a day: its edges and the calendar
_BESIDE = 52


class MoneyEditor(TextEditor):
    """An amount in yuan; the value is cents."""

    def __init__(self, placeholder: str = "0.00") -> None:
        super().__init__(placeholder, most=24)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def value(self) -> int | None:
        """Return cents; raises Refused ``money.*``."""
        return parse_cents(self.text()) if self.text().strip() else None

    def set_value(self, value: Any) -> None:
        """Show cents as yuan."""
        self.setText("" if value is None else f"{value // 100:,}.{value % 100:02d}")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the amount as it will be read."""
        super().focusOutEvent(event)
        try:
            self.set_value(self.value())
        except Refused:
            return  # the form says so when it is saved


class HoursEditor(TextEditor):
    """Hours of study; the value is tenths."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(placeholder, most=10)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def value(self) -> int | None:
        """Return tenths; raises Refused ``hours.unreadable``."""
        return parse_tenths(self.text()) if self.text().strip() else None

    def set_value(self, value: Any) -> None:
        """Show tenths as hours."""
        self.setText("" if value is None else f"{value / 10:g}")


class DayEditor(TextEditor):
    """A day, typed in any Chinese form or taken from a calendar; the value is a date.

    While it is typed in another form than it is written, the field says behind it which day it is read as.
    """

    def __init__(self, today: date | None = None) -> None:
        super().__init__(_("2026-06-12 or 6.12"), most=24)
        # wide enough for how a day may be written, with the calendar behind it
        self.setMinimumWidth(
            self.fontMetrics().horizontalAdvance(self.placeholderText()) + theme.size(_BESIDE)
        )
        self._today = today or local_day(system_clock())
        self._button = QAction(theme.icon("calendar", "slate", 16), _("Calendar"), self)
        self._button.triggered.connect(self._show_calendar)
        self.addAction(self._button, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._say_day)

    def value(self) -> date | None:
        """Return the day; raises Refused ``day.*``."""
        return parse_day(self.text(), self._today) if self.text().strip() else None

    def set_value(self, value: Any) -> None:
        """Show a day."""
        self.setText("" if value is None else str(value))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the day as it was understood."""
        super().focusOutEvent(event)
        try:
            self.set_value(self.value())
        except Refused:
            return  # the form says so when it is saved

    def read_as(self) -> str:
        """Return the day as it is written, "" where the field says just that or nothing that is a day."""
        try:
            day = self.value()
        except Refused:
            return ""
        return "" if day is None or self.text().strip() == day.isoformat() else day.isoformat()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write behind what is typed which day it is read as, where there is room for it."""
        super().paintEvent(event)
        told = self.read_as()
        if not told:
            return
        words = f"= {told}"
        metrics = self.fontMetrics()
        room = self.contentsRect().adjusted(0, 0, -theme.size(28), 0)
        if metrics.horizontalAdvance(f"{self.text()}{words}") + theme.size(20) > room.width():
            return
        painter = QPainter(self)
        painter.setPen(theme.color("slate"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()

    def _say_day(self) -> None:
        told = self.read_as()
        self.setAccessibleDescription(_("read as {day}").format(day=told) if told else "")
        self.update()

    def _show_calendar(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        try:
            day = self.value() or self._today
        except Refused:
            day = self._today
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.clicked.connect(self._took)
        calendar.activated.connect(self._took)
        calendar.clicked.connect(menu.close)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _took(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        self.edited.emit()


class NumberEditor(QSpinBox):
    """A whole number within bounds; the wheel scrolls what it stands in, and never turns the number."""

    edited = Signal()

    def __init__(self, least: int = 0, most: int = 99999, unit: str = "") -> None:
        super().__init__()
        self.setRange(least, most)
        self.setSuffix(f" {unit}" if unit else "")
        self.setGroupSeparatorShown(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(lambda _value: self.edited.emit())

    def set_value(self, value: Any) -> None:
        """Show a number."""
        self.setValue(self.minimum() if value is None else int(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        event.ignore()


class CheckEditor(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.toggled.connect(lambda _on: self.edited.emit())

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))


class NoteEditor(QPlainTextEdit):
    """Several lines of text; Tab leaves the field."""

    edited = Signal()

    def __init__(self, placeholder: str = "", lines: int = 3) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + theme.size(16))
        self.textChanged.connect(self.edited)

    def value(self) -> str | None:
        """Return the text, None when empty."""
        return self.toPlainText().strip() or None

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.setPlainText("" if value is None else str(value))


#: keys that go from one choice to the next; without a line to type in these too
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ENDS = frozenset({Qt.Key.Key_Home, Qt.Key.Key_End})


class _Completer(QCompleter):
    """Looks in title, detail and initials, and writes the title."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data() or "")


class _Words(QLineEdit):
    """The line of a long list: a click on the chosen words marks them, so that what is typed takes their place.

    A second click puts the cursor; words that are being typed are never marked.
    """

    def __init__(self, choice: QComboBox) -> None:
        super().__init__(choice)
        self._choice = choice
        self._marks = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look whether the words are the chosen ones, and not marked yet."""
        chosen = self.text() == self._choice.itemText(self._choice.currentIndex())
        self._marks = chosen and self.selectedText() != self.text()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mark the chosen words, where none of them were marked by hand."""
        super().mouseReleaseEvent(event)
        if self._marks and not self.hasSelectedText():
            self.selectAll()
        self._marks = False


class ChoiceEditor(QComboBox):
    """One of several; a long list is searched as one types, by its words or by pinyin initials.

    An ``optional`` one begins with an entry that takes the choice away again, as Delete and Backspace do.
    Nothing is chosen unseen: the arrows open the list, in which Enter chooses, and the wheel scrolls what the field
    stands in. Words that are no choice are refused by the field itself: it marks them when it is left with them, says why
    on hover, and :meth:`giving` lets nothing be done with them.

    Signals:
        edited: another one was chosen. unread: a long list was left with words that are none of its choices, or several.
    """

    edited = Signal()
    unread = Signal()

    def __init__(
        self, options: Iterable[Option] | OptionList = (), placeholder: str = "", *, optional: bool = False
    ) -> None:
        super().__init__()
        self._optional = optional
        self._list: OptionList
        #: gives the choices once somebody comes into the field, None where they stand there
        self._late: Callable[[], Sequence[Option]] | None = None
        self._placeholder = placeholder or _("Choose…")
        #: the tip that stood here before the field was marked, None while it is not
        self._tip: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.share(options if isinstance(options, OptionList) else self._own(options))
        self.activated.connect(lambda _place: self.edited.emit())
        self.currentIndexChanged.connect(self._show_begin)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other choices; the chosen one stays if it is still there."""
        self.share(self._own(options))

    def _own(self, options: Iterable[Option]) -> OptionList:
        return OptionList(options, self, optional=self._optional)

    def share(self, options: OptionList, late: Callable[[], Sequence[Option]] | None = None) -> None:
        """Offer the choices of a list that other fields may offer too; ``late`` gives those for this one field.

        It is asked when somebody comes into the field or opens its list, once.
        """
        kept = self.currentData()
        self._list, self._late = options, late
        long = options.is_long
        if not long:
            self.setEditable(False)
        elif self.lineEdit() is None:
            self.setLineEdit(_Words(self))
        self.setModel(options)  # which lets go of the field's own list so far
        line = self.lineEdit()
        if long and line is not None:
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = _Completer(options, self)
            completer.setCompletionRole(SEARCHED)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.activated[QModelIndex].connect(self._completed)  # type: ignore[index]  # PySide's overload
            self.setCompleter(completer)
            line.editingFinished.connect(self._left, Qt.ConnectionType.UniqueConnection)
            line.textChanged.connect(self._changed, Qt.ConnectionType.UniqueConnection)
            line.setPlaceholderText(self._placeholder)
            line.setAccessibleName(self.accessibleName())
        else:
            self.setPlaceholderText(self._placeholder)
        self.set_value(kept)
        self._mark("")  # words that were no choice are gone

    def _fill(self) -> None:
        if self._late is not None:
            self.set_options(self._late())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer the field's own choices from now on."""
        self._fill()
        super().focusInEvent(event)

    def showPopup(self) -> None:
        """Offer the field's own choices before they are shown."""
        self._fill()
        super().showPopup()

    def add_option(self, option: Option) -> None:
        """Offer one more choice, the last; what is chosen stays."""
        given = [option for option in self._list.options if option.value is not None]
        self.set_options([*given, option])

    def value(self) -> Any:
        """Return the chosen value.

        Words that name one choice choose it: its title, a name it is found by (short, former, initials), or what stands
        in no other. Raises Refused ``choice.unknown`` for words that are in no choice, ``choice.several`` for such as
        are in several and the name of none.
        """
        line = self.lineEdit()
        if line is None:
            return self.currentData()
        typed = line.text().strip()
        if not typed:
            return None
        at = self.currentIndex()
        if at >= 0 and self.itemText(at) == line.text():
            return self.itemData(at)
        exact = [option for option in self._list.options if typed in {option.title, option.words}]
        fitting = exact or self._fitting(typed)
        if len(fitting) == 1:
            return fitting[0].value
        raise Refused("choice.several" if fitting else "choice.unknown", value=typed)

    def chosen(self) -> Any:
        """Return the value that was last understood, for what reads at any time and can't say that words are no choice."""
        try:
            return self.value()
        except Refused:
            return self.currentData()

    def giving(self, act: Callable[[Any], object]) -> Callable[[], None]:
        """Return what a button does with the chosen value; of words that are no choice the field says why not instead."""

        def give() -> None:
            try:
                value = self.value()
            except Refused as refused:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                below = self.mapToGlobal(self.rect().bottomLeft())
                QToolTip.showText(below, text(refused.code, **refused.params), self)
                return
            act(value)

        return give

    def _fitting(self, typed: str) -> list[Option]:
        """Return the choices that words mean: those called so, else those the list below the field shows."""
        wanted = typed.casefold()
        offered = [option for option in self._list.options if option.value is not None]
        called = [option for option in offered if wanted in option.initials.casefold().split()]
        shown = [option for option in offered if wanted in f"{option.words} {option.initials}".casefold()]
        return called if len(called) == 1 else shown

    def _changed(self) -> None:
        self._mark("")

    def _left(self) -> None:
        """Write the choice that was meant in full when the field is left; one that was emptied chooses nothing any more."""
        line = self.lineEdit()
        at = self.currentIndex()
        if line is None or (self.itemText(at) if at >= 0 else "") == line.text():
            return
        try:
            self.set_value(self.value())
        except Refused as refused:
            self._mark(text(refused.code, **refused.params))
            self.unread.emit()
            return  # the form says so when it is saved
        self.edited.emit()

    def _mark(self, why: str) -> None:
        """Show that the field says what is no choice, and why on hover; "" that it is put right."""
        if bool(why) is (self._tip is not None):
            return
        before, self._tip = self._tip, self.toolTip() if why else None
        self.setToolTip(why or before or "")
        self.setAccessibleDescription(why)
        self.setProperty("wrong", bool(why))
        self.style().unpolish(self)
        self.style().polish(self)

    def set_value(self, value: Any) -> None:
        """Choose a value, nothing for None."""
        places = (place for place, option in enumerate(self._list.options) if option.value == value)
        self.setCurrentIndex(next(places, -1) if value is not None else -1)
        if self.currentIndex() < 0 and self.isEditable():
            self.setEditText("")
        self._show_begin()

    def _show_begin(self) -> None:
        """Show a choice from its beginning on: of one that is wider than the field a name would be cut off, else."""
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take an optional choice away with Delete or Backspace; in a long list they write, and Esc puts back what was chosen."""
        line = self.lineEdit()
        if event.key() == Qt.Key.Key_Escape and line is not None:
            chosen = self.itemText(self.currentIndex()) if self.currentIndex() >= 0 else ""
            if line.text() != chosen:
                line.setText(chosen)
                return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (_MOVES if line is not None else _MOVES | _ENDS):
            self.showPopup()
            return
        takes_away = event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
        if takes_away and self._optional and not self.isEditable():
            self.set_value(None)
            self.edited.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls: another choice is a choice, and not where a hand happened to rest."""
        event.ignore()

    def _completed(self, index: QModelIndex) -> None:
        self.set_value(index.data(int(Qt.ItemDataRole.UserRole)))
        self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Pass the accessible name on to the line one types in."""
        super().changeEvent(event)
        line = self.lineEdit()
        if line is not None and not line.accessibleName():
            line.setAccessibleName(self.accessibleName())
