"""The half-days beside the roll: today's, this week's others, and earlier ones that are not closed."""

from collections.abc import Iterator

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from trainingdesk.domain.attendance.rows import SessionLists, SessionRow
from trainingdesk.domain.codes import SessionState
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.attendance.looks import day_words

_SessionRole = int(Qt.ItemDataRole.UserRole) + 1


def _head_words(session: SessionRow) -> str:
    return day_words(session)


def _progress(session: SessionRow) -> str:
    if session.state is SessionState.CLOSED:
        return text("session_state.closed")
    return _("{marked}/{expected} marked").format(marked=session.marked, expected=session.expected)


class _Delegate(QStyledItemDelegate):
    """Draws a heading, or a half-day on two lines."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line of the list."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        session: SessionRow | None = index.data(_SessionRole)
        pad = theme.size(10)
        painter.save()
        if session is None:
            painter.setFont(theme.font(theme.HINT, strong=True))
            painter.setPen(theme.color("slate"))
            inner = area.adjusted(pad, 0, -pad, -theme.size(4))
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(inner, int(side), str(index.data()))
            painter.restore()
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("sky"))
            painter.fillRect(area.left(), area.top(), theme.size(3), area.height(), theme.color("indigo"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.color("mist"))
        closed = session.state is SessionState.CLOSED
        half = area.height() // 2
        top = QRect(
            area.left() + pad, area.top() + theme.size(2), area.width() - 2 * pad, half - theme.size(2)
        )
        low = QRect(top.left(), area.top() + half, top.width(), half - theme.size(2))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(theme.HINT, tabular=True))
        words = _progress(session)
        painter.setPen(theme.color("slate" if closed or not session.unmarked else "indigo"))
        painter.drawText(top, int(middle | Qt.AlignmentFlag.AlignRight), words)
        room = top.width() - QFontMetrics(painter.font()).horizontalAdvance(words) - theme.size(8)
        painter.setFont(theme.font(strong=not closed))
        painter.setPen(theme.color("slate" if closed else "ink"))
        metrics = QFontMetrics(painter.font())
        head = metrics.elidedText(_head_words(session), Qt.TextElideMode.ElideRight, room)
        painter.drawText(top, int(middle | Qt.AlignmentFlag.AlignLeft), head)
        painter.setFont(theme.font(theme.HINT))
        painter.setPen(theme.color("slate"))
        # the number of the run stands at the end of a title: the middle can be left out
        metrics = QFontMetrics(painter.font())
        line = metrics.elidedText(session.title, Qt.TextElideMode.ElideMiddle, low.width())
        painter.drawText(low, int(middle | Qt.AlignmentFlag.AlignLeft), line)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A half-day is two lines high."""
        return QSize(theme.size(120), theme.size(48 if index.data(_SessionRole) is not None else 30))


class SessionList(QListView):
    """Half-days under their headings.

    Signals:
        chosen: the id of a half-day.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Half-days"))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setItemDelegate(_Delegate(self))
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._went)

    def show_lists(self, lists: SessionLists) -> None:
        """Show other half-days; the chosen one stays chosen if it is still there."""
        kept = self.current_id()
        self._quiet = True
        self._items.clear()
        for title, rows, always in (
            (_("Today"), lists.today, True),
            (_("Not closed"), lists.unclosed, False),
            (_("This week"), lists.week, False),
        ):
            if rows or always:
                head = QStandardItem(title if rows else _("Today: no half-days"))
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                self._items.appendRow(head)
            for session in rows:
                item = QStandardItem(f"{_head_words(session)} {session.title} {_progress(session)}")
                item.setData(session, _SessionRole)
                item.setToolTip(f"{session.title}\n{session.topic}" if session.topic else session.title)
                self._items.appendRow(item)
        self._quiet = False
        if kept is not None:
            self.choose(kept, quiet=True)

    def sessions(self) -> list[SessionRow]:
        """Return every half-day in the order of the list."""
        return [session for _item, session in self._each()]

    def _each(self) -> Iterator[tuple[QStandardItem, SessionRow]]:
        for place in range(self._items.rowCount()):
            item = self._items.item(place)
            session = item.data(_SessionRole)
            if session is not None:
                yield item, session

    def current_id(self) -> int | None:
        """Return the chosen half-day."""
        session = self.currentIndex().data(_SessionRole) if self.currentIndex().isValid() else None
        return session.id if session is not None else None

    def choose(self, session_id: int, *, quiet: bool = False) -> bool:
        """Choose a half-day; return whether it is in the list. ``quiet`` does not say so."""
        for item, session in self._each():
            if session.id == session_id:
                self._quiet = quiet
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.selectionModel().setCurrentIndex(item.index(), flags)
                self._quiet = False
                return True
        return False

    def step(self, rows: int) -> None:
        """Go to the next half-day, or the one before."""
        ids = [session.id for session in self.sessions()]
        if not ids:
            return
        here = self.current_id()
        at = ids.index(here) + rows if here in ids else 0
        self.choose(ids[min(max(at, 0), len(ids) - 1)])

    def _went(self, *_args: object) -> None:
        here = self.current_id()
        if here is not None and not self._quiet:
            self.chosen.emit(here)
