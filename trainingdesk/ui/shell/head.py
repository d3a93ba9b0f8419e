"""The head of the window: the seal, the tabs, the finder's box, the person."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.shell.pages import PageSpec
from trainingdesk.ui.shell.seal import seal


class Tab(QToolButton):
    """One tab of the row; arrow keys walk along it."""

    def __init__(self, spec: PageSpec) -> None:
        super().__init__()
        self.setObjectName("tab")
        self.spec = spec
        self.setText(spec.words)
        self.setAccessibleName(spec.words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk to the neighbour with the arrow keys."""
        steps = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}
        if event.key() in steps:
            self.focusNextPrevChild(steps[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the room the word needs when it is bold, so that choosing a tab moves nothing."""
        hint = super().sizeHint()
        bold = theme.font(strong=True)
        from PySide6.QtGui import QFontMetrics

        wide = QFontMetrics(bold).horizontalAdvance(self.text()) + theme.size(22)
        return QSize(max(hint.width(), wide), hint.height())


class Head(QWidget):
    """The strip at the top of the window.

    Signals:
        chosen: the id of a tab. finder_asked: the box was clicked. menu_asked: the person's button was clicked.
    """

    chosen = Signal(str)
    finder_asked = Signal()
    menu_asked = Signal()

    def __init__(self, pages: Sequence[PageSpec], who: str, roles: str, office: str) -> None:
        super().__init__()
        self.setObjectName("head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.size(theme.HEAD))
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.size(theme.MARGIN), 0, theme.size(theme.GAP), 0)
        line.setSpacing(0)
        mark = seal()
        mark.setToolTip(office)
        line.addWidget(mark)
        line.addSpacing(theme.size(theme.PADDING))
        self.tabs = {spec.id: Tab(spec) for spec in pages}
        for place, (page, tab) in enumerate(self.tabs.items()):
            tab.clicked.connect(_Choose(self, page))
            tab.setToolTip(f"{tab.spec.words}  Ctrl+{place + 1}")
            line.addWidget(tab)
        line.addStretch(1)
        self.finder = theme.named(QToolButton(), "finderButton")
        self.finder.setIcon(theme.icon("search", "slate", 16))
        self.finder.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.finder.setAccessibleName(_("Find anything"))
        self.finder.setToolTip(
            _("People, units, classes, courses, fees, certificates and everything that can be done")
        )
        self.finder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.finder.clicked.connect(self.finder_asked)
        line.addWidget(self.finder)
        line.addSpacing(theme.size(theme.GAP))
        self.person = theme.named(QToolButton(), "userButton")
        self.person.setIcon(theme.icon("user", "slate", 16))
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.person.setAccessibleName(_("{name}, account").format(name=who))
        self.person.setToolTip(roles)
        self.person.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.person.clicked.connect(self.menu_asked)
        self._who, self._roles = who, roles
        line.addWidget(self.person)
        self._fit()

    def show_chosen(self, page: str) -> None:
        """Mark the tab that is in front."""
        if page in self.tabs:
            self.tabs[page].setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words away where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        tabs = sum(tab.sizeHint().width() for tab in self.tabs.values())
        room = self.width() - tabs - theme.size(80)
        first_role = self._roles.split("、")[0].split(", ")[0]
        self.person.setText(
            f"{self._who} · {first_role}" if room > theme.size(380) and first_role else self._who
        )
        wide = room > theme.size(320)
        self.finder.setText(_("Find  Ctrl+K") if wide else "")
        self.finder.setFixedWidth(
            theme.size(200 if room > theme.size(400) else 150) if wide else theme.size(34)
        )

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "person"):
            self.finder.setIcon(theme.icon("search", "slate", 16))
            self.person.setIcon(theme.icon("user", "slate", 16))


class _Choose:
    def __init__(self, head: Head, page: str) -> None:
        self._head = head
        self._page = page

    def __call__(self, *_args: object) -> None:
        self._head.chosen.emit(self._page)
