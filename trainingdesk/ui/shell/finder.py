"""Ctrl+K: finds what can be done now, and any record by name, initials or number."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.actions import Action
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.workspace import Place, Workspace

HITS_EACH = 8
DEBOUNCE_MS = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found.

    Attributes:
        detail: what tells it from others of its name (unit, period, state).
        also: other words it is found by; they are not shown.
        place: where to go; ``run`` is done instead when it is given.
        exact: whether it is called what was typed, be it in other words than those shown.
        why_not: why it can't be done now, "" when it can; such a hit is grey, comes last and only when it was typed.
    """

    title: str
    detail: str = ""
    icon: str = ""
    place: Place | None = None
    run: Callable[[], None] | None = None
    key: str = ""
    also: str = ""
    why_not: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class FinderProvider:
    """One kind of record that can be found.

    Attributes:
        title: the heading of its hits, in the language in force.
        search: given text and limit, returns hits; called in a reader's thread, so it touches no widget.
        records: whether it finds records, and not ways to narrow a list: what can be done comes before those where it is
            called what was typed.
    """

    title: str
    search: Callable[[str, int], Sequence[Hit]]
    permission: Permission | None = None
    records: bool = True


@dataclass(slots=True)
class _Section:
    title: str
    hits: list[Hit] = field(default_factory=list)
    records: bool = True


_HitRole = int(Qt.ItemDataRole.UserRole) + 1


class _HitDelegate(QStyledItemDelegate):
    """Draws a heading, or icon, title, detail and key of a hit."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        hit = index.data(_HitRole)
        painter.save()
        pad = theme.size(16)
        if hit is None:
            painter.setFont(theme.font(theme.HINT, strong=True))
            painter.setPen(theme.color("slate"))
            inner = area.adjusted(pad, 0, -pad, -theme.size(2))
            painter.drawText(
                inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), index.data()
            )
            painter.restore()
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("sky"))
            painter.fillRect(area.left(), area.top(), theme.size(3), area.height(), theme.color("indigo"))
        pixels = theme.size(16)
        theme.icon(hit.icon or "chevron-right", "faint" if hit.why_not else "slate", 16).paint(
            painter, QRect(area.left() + pad, area.center().y() - pixels // 2, pixels, pixels)
        )
        font = theme.font()
        metrics = QFontMetrics(font)
        inner = area.adjusted(pad + pixels + theme.size(10), 0, -pad, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font(theme.HINT))
        painter.setPen(theme.color("slate"))
        if hit.key:
            painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignRight), hit.key)
            inner.setRight(inner.right() - metrics.horizontalAdvance(hit.key) - pad)
        title = metrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, inner.width())
        left = metrics.horizontalAdvance(title) + theme.size(12)
        rest = inner.adjusted(left, 0, 0, 0)
        words = hit.why_not or hit.detail
        if words and rest.width() > theme.size(40):
            detail = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, middle, detail)
        painter.setFont(font)
        painter.setPen(theme.color("slate" if hit.why_not else "ink"))
        painter.drawText(inner, middle, title)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, theme.size(32 if index.data(_HitRole) is not None else 28))


class Finder(QFrame):
    """The box that floats over the window.

    Signals:
        chosen: a :class:`Hit`.
    """

    chosen = Signal(object)

    def __init__(self, window: QWidget, space: Workspace, actions: Callable[[], Iterable[Hit]]) -> None:
        super().__init__(window)
        self.setObjectName("floating")
        self._space = space
        self._actions = actions
        self._sections: dict[str, _Section] = {}
        self._searches: list[Job] = []
        #: searches of what is typed now that have not answered
        self._open: list[Job] = []
        #: Enter was pressed before all had answered
        self._entered = False
        self._before: QWidget | None = None
        self._composing = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, theme.size(8))
        whole.setSpacing(0)
        self.box = QLineEdit()
        self.box.setProperty("kind", "finder")
        self.box.setPlaceholderText(_("Name, initials, number, or what you want to do"))
        self.box.setAccessibleName(_("Find anything"))
        self.list = QListView()
        self.list.setAccessibleName(_("What was found"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setStyleSheet("border: none;")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.clicked.connect(self._take)
        whole.addWidget(self.box)
        whole.addWidget(self.list)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._search)
        self.box.textChanged.connect(self._typed)
        self.box.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the box with what can be done here."""
        window = self.parentWidget()
        assert window is not None
        self._before = window.focusWidget()
        self.box.clear()
        self._search()
        self._fit()
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_box(self) -> None:
        """Go away and give the focus back."""
        self.hide()
        self._timer.stop()
        self._entered = False
        for job in self._searches:
            job.cancel()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def hits(self) -> list[Hit]:
        """Return what is listed, in order."""
        return [hit for section in self._sections.values() for hit in section.hits]

    # --- searching ---

    def _typed(self) -> None:
        self._entered = False
        if not self._composing:
            self._timer.start()

    def _search(self) -> None:
        term = self.box.text().strip()
        for job in self._searches:
            job.cancel()
        self._searches.clear()
        self._open.clear()
        found = [hit for hit in self._actions() if _matches(term, hit) and (term or not hit.why_not)]
        # what can be done comes first; what is called so comes before what people call so
        found.sort(key=lambda hit: (bool(hit.why_not), not _matches(term, replace(hit, also=""))))
        self._sections = {"": _Section(_("What can be done"), found[: 40 if not term else HITS_EACH])}
        if term:
            for place, provider in enumerate(self._space.providers):
                if provider.permission is not None and not self._space.allows(provider.permission):
                    continue
                key = f"{place}"
                self._sections[key] = _Section(provider.title, records=provider.records)
                work = without_progress(provider.search, term, HITS_EACH)
                job = self._space.jobs.job(Lane.READ, work, owner=self)
                job.succeeded.connect(partial(self._found, key, job))
                job.failed.connect(self._space.notices.failed)
                job.finished.connect(partial(self._answered, job))
                self._searches.append(job)
                self._open.append(job)
        for job in self._searches:
            job.start()
        self._list()

    def _found(self, key: str, job: Job, hits: Sequence[Hit]) -> None:
        if job in self._searches:
            self._sections[key].hits = list(hits)
            self._list()

    def _answered(self, job: Job) -> None:
        if job in self._open:
            self._open.remove(job)
            if self._entered and not self._open:
                self._take(self.list.currentIndex())

    def _enter(self) -> None:
        """Choose what is marked; where what was typed has not been looked for yet, as soon as it has."""
        if self._timer.isActive():
            self._timer.stop()
            self._search()
        if self._open:
            self._entered = True
        else:
            self._take(self.list.currentIndex())

    def _list(self) -> None:
        # records come before actions once something was typed: a name is what is looked for most; of the records those
        # that are called so before those found by what they belong to: a unit before its people
        sections = list(self._sections.values())
        if term := self.box.text().strip():
            found = sorted(sections[1:], key=lambda section: _distance(term, section.hits))
            ways = [section for section in found if not section.records]
            if any(_begins(term, hit) for hit in sections[0].hits):
                found = [section for section in found if section.records]
                sections = [*found, sections[0], *ways]
            else:
                sections = [*found, sections[0]]
        self._model.clear()
        for section in sections:
            if not section.hits:
                continue
            heading = QStandardItem(section.title)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self._model.appendRow(heading)
            for hit in section.hits:
                item = QStandardItem(hit.title)
                item.setEditable(False)
                item.setData(hit, _HitRole)
                item.setData(
                    f"{hit.title} {hit.why_not or hit.detail}", int(Qt.ItemDataRole.AccessibleTextRole)
                )
                self._model.appendRow(item)
        if not self._model.rowCount():
            nothing = QStandardItem(_("Nothing found. Try fewer letters, or the initials of the name."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._model.appendRow(nothing)
        self._step(0)
        self._fit()

    # --- moving and choosing ---

    def _step(self, by: int) -> None:
        if by:
            self._entered = False
        rows = [
            row for row in range(self._model.rowCount()) if self._model.item(row).data(_HitRole) is not None
        ]
        if not rows:
            return
        at = self.list.currentIndex().row()
        place = (rows.index(at) + by) % len(rows) if at in rows else 0
        self.list.setCurrentIndex(self._model.index(rows[place], 0))

    def _take(self, index: QModelIndex) -> None:
        hit = index.data(_HitRole)
        if hit is not None:
            self.close_box()
            self.chosen.emit(hit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk, choose and close from the keyboard; close when the focus leaves."""
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in steps:
                self._step(steps[Qt.Key(event.key())])
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._enter()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_box()
                return True
        elif event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._entered = False
            self.hide()
        return False

    def _fit(self) -> None:
        window = self.parentWidget()
        assert window is not None
        rows = [self._model.item(row).data(_HitRole) is not None for row in range(self._model.rowCount())]
        high = sum(theme.size(32 if hit else 28) for hit in rows) + theme.size(58)
        wide = min(theme.size(600), window.width() - theme.size(32))
        top = theme.size(theme.HEAD + 8)
        high = min(high, window.height() - top - theme.size(48))
        self.setGeometry((window.width() - wide) // 2, top, wide, high)


def _matches(term: str, hit: Hit) -> bool:
    """Return whether every word of the term is in a hit's words, the letters in either case."""
    words = f"{hit.title} {hit.detail} {hit.key} {hit.also}".casefold()
    return all(part in words for part in term.casefold().split())


def _begins(term: str, hit: Hit) -> bool:
    """Return whether what can be done now begins with a term."""
    return not hit.why_not and hit.title.casefold().startswith(term.casefold())


def _distance(term: str, hits: Iterable[Hit]) -> int:
    """Return how far the nearest hit is from a term: 0 called so or in its title, 1 in what tells it from others, 2 elsewhere."""
    nearest = 2
    for hit in hits:
        if hit.exact or _matches(term, Hit(hit.title)):
            return 0
        if _matches(term, Hit(hit.title, hit.detail)):
            nearest = 1
    return nearest


def action_hit(action: Action, where: str, run: Callable[[], None], why_not: str = "") -> Hit:
    """Return an action as something to find; ``why_not`` says why it can't be done now."""
    return Hit(
        action.words,
        where,
        action.icon or "chevron-right",
        run=run,
        key=action.key,
        also=_(action.find) if action.find else "",
        why_not=why_not,
    )
