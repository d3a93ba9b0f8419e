"""The toolbar of a page: its title, the verbs that fit, "…" for the others, and the filters at the right."""

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.actions import ActionSet, is_heading
from trainingdesk.ui.widgets.flow import least_width


class PageBar(QWidget):
    """Shows as many verbs as have room for all their words; the others wait behind "…", in the same order.

    A button is never squeezed: English words on a narrow screen would be cut, and nobody could tell "Change…" from
    "Change the status…". The first verb always stays, and a search box keeps the room of its own words.

    Attributes:
        verbs: the ids of all verbs, those behind "…" too ("" makes a gap).
        behind: the ids that are behind "…" now ("" makes a line).

    Verbs under a :func:`trainingdesk.ui.actions.heading` are always there, each heading a menu of its own.
    """

    def __init__(self, title: QLabel, actions: ActionSet, verbs: Sequence[str], most: int) -> None:
        super().__init__()
        theme.named(self, "pageBar")
        self.setFixedHeight(theme.size(theme.TOOLBAR))
        self._actions = actions
        self.verbs: tuple[str, ...] = ()
        self._hidden: tuple[str, ...] = ()
        self._most = most
        self.behind: tuple[str, ...] = ()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(theme.size(theme.MARGIN), 0, theme.size(theme.MARGIN), 0)
        self._line.setSpacing(theme.size(theme.GAP))
        self._title = title
        self._line.addWidget(title)
        self._line.addSpacing(theme.size(theme.GAP))
        self._places: list[QWidget] = []
        self.more = self._dots()
        self._line.addWidget(self.more)
        self._line.addStretch(1)
        self._filters: list[QWidget] = []
        self.set_verbs(verbs)

    def set_verbs(self, verbs: Sequence[str]) -> None:
        """Show these verbs instead; a page with inner views has others on each."""
        for place in self._places:
            self._line.removeWidget(place)
            place.hide()
            place.deleteLater()
        self.verbs = tuple(verbs)
        self._places = [
            self._actions.button(action_id) if action_id else self._gap()
            for action_id in takewhile(lambda verb: not is_heading(verb), self.verbs[: self._most])
        ]
        first = self._line.indexOf(self.more)
        for number, place in enumerate(self._places):
            self._line.insertWidget(first + number, place)
        self.fit()

    def add_filter(self, widget: QWidget, label: str = "") -> None:
        """Put a widget at the right; ``label`` stands before it and names it."""
        if label:
            name = QLabel(label)
            name.setProperty("role", "slate")
            name.setBuddy(widget)
            self._put(name)
            widget.setAccessibleName(label)
        self._put(widget)

    def _put(self, widget: QWidget) -> None:
        self._filters.append(widget)
        self._line.addWidget(widget)

    def _gap(self) -> QWidget:
        gap = QWidget()
        # the layout's own spacing stands at both of its sides
        gap.setFixedWidth(theme.size(theme.MARGIN) - theme.size(theme.GAP))
        return gap

    def _dots(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "quiet")
        button.setIcon(theme.icon("dots"))
        button.setIconSize(QSize(theme.size(18), theme.size(18)))
        button.setAccessibleName(_("More actions"))
        button.setToolTip(_("More actions"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self._show_more)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    # --- room ---

    def fit(self) -> None:
        """Show what fits in the width there is."""
        shown = len(self._places)
        while shown > 1 and self._need(shown) > self.width():
            shown -= 1
        while shown and not self.verbs[shown - 1]:
            shown -= 1
        for place, widget in enumerate(self._places):
            widget.setVisible(place < shown)
        behind = self.verbs[shown:]
        while behind and not behind[0]:
            behind = behind[1:]
        self._hidden = behind
        self.behind = tuple(verb for verb in behind if not is_heading(verb))
        self.more.setVisible(bool(behind))

    def _need(self, shown: int) -> int:
        """Return how wide the bar must be for its first verbs."""
        margins = self._line.contentsMargins()
        parts = [self._title.sizeHint().width()]
        parts += [least_width(place) for place in self._places[:shown]]
        if len(self.verbs) > shown:
            parts.append(least_width(self.more))
        parts += [least_width(widget) for widget in self._filters if not widget.isHidden()]
        spaces = self._line.spacing() * (len(parts) - 1) + theme.size(theme.GAP)
        return margins.left() + margins.right() + sum(parts) + spaces

    def minimumSizeHint(self) -> QSize:
        """Return the least room: that of one verb; the others can go."""
        return QSize(min(self._need(1), super().minimumSizeHint().width()), theme.size(theme.TOOLBAR))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Fit anew when a part wants another width (a verb that can be used is bolder than one that can't)."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return done

    # --- what has no room ---

    def menu(self) -> QMenu:
        """Return the menu behind "…"."""
        return self._actions.menu(self._hidden, self)

    def _show_more(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
