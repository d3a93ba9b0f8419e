"""What a walk over a page looks for: words without room, places Tab can't come to, tables whose models lie."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QTabBar,
    QWidget,
)

from tests.journeys.hand import Hand
from tests.ui.walk import clipped, focusable, name_of

#: what a field draws beside its words: frame, padding, arrow or icon
_DRESS = 12


def described(widget: QWidget) -> str:
    """Return a widget in words, for a finding."""
    return f"{type(widget).__name__} “{name_of(widget) or widget.objectName()}”"


def without_room(ground: QWidget) -> list[str]:
    """Return what is cut off: labels, buttons, tabs, fields, and parts pushed out of their parents."""
    found = list(clipped(ground))
    for part in ground.findChildren(QWidget):
        if part.isVisibleTo(ground):
            found += _cut(part)
    return found


def _cut(part: QWidget) -> Iterator[str]:
    metrics = part.fontMetrics()
    if isinstance(part, QLabel) and part.wordWrap() and part.text():
        need = part.heightForWidth(part.width())
        if need > part.height() + 1:
            yield f"{part.text()!r}: {part.height()} of {need} pixels high"
    elif isinstance(part, QTabBar):
        rooms = [part.tabRect(place) for place in range(part.count())]
        for place, room in enumerate(rooms):
            if room.width() < metrics.horizontalAdvance(part.tabText(place)):
                yield f"tab {part.tabText(place)!r}: {room.width()} pixels"
        if rooms and rooms[-1].right() > part.width():
            yield f"tabs of {described(part)}: {rooms[-1].right()} of {part.width()} pixels"
    elif isinstance(part, QComboBox):
        need = metrics.horizontalAdvance(part.currentText() or part.placeholderText()) + 2 * _DRESS
        if part.lineEdit() is None and need > part.width():
            yield f"choice {part.currentText()!r}: {part.width()} of {need} pixels"
    elif isinstance(part, QLineEdit) and not isinstance(part.parent(), QComboBox | QAbstractSpinBox):
        # icons stand in margins that Qt adds by itself
        inner = part.width() - _DRESS - part.textMargins().left() - part.textMargins().right()
        inner -= sum(20 for action in part.actions() if action.isVisible() and not action.icon().isNull())
        need = metrics.horizontalAdvance(part.placeholderText())
        if not part.text() and need > inner:
            yield f"placeholder {part.placeholderText()!r}: {inner} of {need} pixels"
    if isinstance(part, QLabel | QLineEdit | QComboBox) and not _scrolls(part):
        seen = part.visibleRegion().boundingRect()
        if seen.width() < part.width() - 1 or seen.height() < part.height() - 1:
            yield f"{described(part)} {getattr(part, 'text', str)()!r}: {seen.width()}×{seen.height()} of it is seen"


def _scrolls(part: QWidget) -> bool:
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def tab_walk(hand: Hand, key: str = "Tab", most: int = 150) -> tuple[list[QWidget], bool]:
    """Press Tab until it comes back to its first stop; returns the stops, and whether it came back."""
    stops: list[QWidget] = []
    for _step in range(most):
        hand.press(key)
        here = QApplication.focusWidget()
        if stops and here is stops[0]:
            return stops, True
        if here is None or here in stops:
            return stops, False
        stops.append(here)
    return stops, False


def never_reached(ground: QWidget, stops: list[QWidget]) -> list[str]:
    """Return what has the focus policy of Tab and was not among the stops; of radio buttons and tabs one counts."""
    reached = {id(stop) for stop in stops}
    for stop in stops:
        if stop.focusProxy() is not None:
            reached.add(id(stop.focusProxy()))
    missed = []
    for widget in focusable(ground):
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or id(widget) in reached:
            continue
        group = widget.parentWidget()
        if isinstance(widget, QRadioButton) and any(
            isinstance(stop, QRadioButton) and stop.parentWidget() is group for stop in stops
        ):
            continue
        missed.append(described(widget))
    return missed


def models(ground: QWidget) -> dict[int, tuple[QAbstractItemView, QAbstractItemModel]]:
    """Return every model that a table, tree or list of ours shows."""
    found = {}
    for view in ground.findChildren(QAbstractItemView):
        model = view.model()
        if (
            model is not None
            and not isinstance(view, QHeaderView)
            and not isinstance(view.parent(), QComboBox)
        ):
            found[id(model)] = (view, model)
    return found


def watch_models(ground: QWidget, most: int = 1000) -> tuple[list[QAbstractItemModelTester], set[str]]:
    """Have Qt watch every model; a lie becomes a warning, and a warning fails the test.

    Returns the watchers, and the names of tables so long that asking every cell would take minutes.
    """
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    short, long = [], set()
    for view, model in models(ground).values():
        if model.rowCount() > most:
            long.add(view.accessibleName())
        else:
            short.append(QAbstractItemModelTester(model, mode))
    return short, long
