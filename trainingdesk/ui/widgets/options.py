"""The choices of a field: what each gives and is called, and the list of them that fields may share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from trainingdesk.shared.text import _

#: what a choice is searched by: its words and its initials
SEARCHED = int(Qt.ItemDataRole.UserRole) + 1
#: A list longer than this is searched as one types.
LONG_LIST = 8
_WORDS = frozenset({int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)})
_VALUE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice.

    Attributes:
        initials: pinyin initials by which it is found too.
        detail: what tells it from others of its name, shown behind it.
    """

    value: Any
    title: str
    initials: str = ""
    detail: str = ""

    @property
    def words(self) -> str:
        """Title and detail."""
        return f"{self.title}  {self.detail}" if self.detail else self.title


class OptionList(QAbstractListModel):
    """Choices in their order; hundreds of fields can show one such list, for it holds no item a choice.

    Attributes:
        options: the choices; of an ``optional`` list the first one takes a choice away.
        is_long: whether it is searched as one types.
    """

    def __init__(
        self, options: Iterable[Option], parent: QObject | None = None, *, optional: bool = False
    ) -> None:
        super().__init__(parent)
        self.options = tuple(options)
        self.is_long = len(self.options) > LONG_LIST
        if optional and self.options:
            self.options = (Option(None, _("(leave blank)")), *self.options)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        """Return how many choices there are."""
        return 0 if parent.isValid() else len(self.options)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _VALUE) -> Any:
        """Return a choice's words, its value, or what it is searched by."""
        if not index.isValid():
            return None
        option = self.options[index.row()]
        if role in _WORDS:
            return option.words
        if role == _VALUE:
            return option.value
        return f"{option.words} {option.initials}" if role == SEARCHED else None
