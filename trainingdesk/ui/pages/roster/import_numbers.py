"""The digits by which what is offered for one row is chosen."""

from collections.abc import Hashable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

from trainingdesk.shared.text import _

#: the last digit there is; what bears a higher number is reached by Tab
_LAST = 9


def digit_of(event: QKeyEvent) -> int | None:
    """Return the digit that was pressed, on the keypad too; None for any other key."""
    keypad = Qt.KeyboardModifier.KeypadModifier
    plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, keypad}
    return int(event.text()) if plain and event.text() in set("0123456789") else None


class Numbers:
    """Gives each choice its digit, which stays the same while its row is in sight.

    Answers take questions away from a row. Were the rest counted anew, a digit pressed twice would answer another
    question too. Once no choice has a digit any more, they are counted anew all the same.
    """

    def __init__(self) -> None:
        self._row: Hashable = None
        self._given: dict[Hashable, int] = {}
        self._offered: dict[int, tuple[Hashable, str, QAbstractButton]] = {}

    def __len__(self) -> int:
        return len(self._offered)

    def forget(self) -> None:
        """Let the row go whose numbers are kept: another file has others."""
        self._row = None

    def begin(self, row: Hashable) -> None:
        """Begin with what is offered for a row, None for none: the digits of the last row are kept for when it is back."""
        self._offered = {}
        if row is not None and row != self._row:
            self._row, self._given = row, {}

    def give(self, key: Hashable, words: str, button: QAbstractButton) -> None:
        """Give a button the number of what it stands for, and write it before its words."""
        number = self._given.setdefault(key, len(self._given) + 1)
        self._offered[number] = key, words, button
        button.setText(_("{number}  {words}").format(number=number, words=words))

    def settle(self) -> None:
        """Count anew where nothing that is offered bears a digit."""
        if self._offered and min(self._offered) > _LAST:
            offered = [self._offered[number] for number in sorted(self._offered)]
            self._offered, self._given = {}, {}
            for one in offered:
                self.give(*one)

    def press(self, number: int) -> bool:
        """Choose what bears a number; returns whether anything does."""
        if number not in self._offered:
            return False
        self._offered[number][2].click()
        return True
