"""Actions as data: toolbar buttons, menus, keys, the finder and the F1 list all come from one registry."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import Label, _, text
from trainingdesk.ui import theme
from trainingdesk.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    Attributes:
        id: ``page.verb``, for instance ``roster.import``.
        title: English source text marked with ``N_``; a verb, with ``…`` when more is asked first.
        page: the page it belongs to, "" for the window.
        callback: the method of the page (or window) that does it.
        icon: a file name of ``resources/icons`` without ending.
        shortcut: a key, written ``Ctrl+I``.
        permission: what the person must be allowed to do.
        why_not: the method of the page that returns in words why it can't be done now, "" when it can.
        help: one sentence more than the title, marked with ``N_``.
        find: what else people call it, marked with ``N_``; Ctrl+K finds it by these words too.
        kind: ``plain``, ``primary`` (one a page), ``danger`` or ``quiet``.
        of_rows: it is done to chosen rows of this kind, named like their records (``person``), and stands in the menu
            of their table (right click, menu key); "" for what is not done to rows.
    """

    id: str
    title: str
    page: str = ""
    callback: str = ""
    icon: str = ""
    shortcut: str = ""
    permission: Permission | None = None
    why_not: str = ""
    help: str = ""
    find: str = ""
    kind: str = "plain"
    of_rows: str = ""

    @property
    def words(self) -> str:
        """The title in the language in force."""
        return _(self.title)

    @property
    def key(self) -> str:
        """The shortcut as it is written for people."""
        return QKeySequence(self.shortcut).toString(QKeySequence.SequenceFormat.NativeText)


_HEADING = "§"


def heading(title: str) -> str:
    """Return a heading among the ids of verbs: in a menu those behind it, up to the next one or "", stand under it.

    Args:
        title: English source text marked with ``N_``.
    """
    return _HEADING + title


def is_heading(action_id: str) -> bool:
    """Return whether this is a heading, and no action."""
    return action_id.startswith(_HEADING)


class ActionRegistry:
    """Every action of the program by its id."""

    def __init__(self, actions: Iterable[Action] = ()) -> None:
        self._actions: dict[str, Action] = {}
        self.add(actions)

    def add(self, actions: Iterable[Action]) -> None:
        """Take actions in; raises ValueError for an id, or a key of one page, that is taken."""
        for action in actions:
            if action.id in self._actions:
                raise ValueError(f"two actions are called {action.id}")
            if action.shortcut and (other := self._key_taken(action)):
                raise ValueError(f"{action.shortcut} is the key of {other.id} and of {action.id}")
            self._actions[action.id] = action

    def _key_taken(self, action: Action) -> Action | None:
        key = QKeySequence(action.shortcut)
        for other in self._actions.values():
            together = other.page == action.page or "" in {other.page, action.page}
            if together and other.shortcut and QKeySequence(other.shortcut) == key:
                return other
        return None

    def __getitem__(self, action_id: str) -> Action:
        return self._actions[action_id]

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._actions

    def __iter__(self) -> Iterator[Action]:
        return iter(self._actions.values())

    def of_page(self, page: str) -> list[Action]:
        """Return a page's actions in the order they were registered; "" for the window's."""
        return [action for action in self if action.page == page]


class ActionSet(QObject):
    """The actions of one place, bound to the object that carries them out.

    An action that can't be used stays clickable: it says why in the status bar instead of playing dead.
    """

    def __init__(self, actions: Iterable[Action], owner: QWidget, space: Workspace) -> None:
        super().__init__(owner)
        self._space = space
        self._owner = owner
        self._actions = {action.id: action for action in actions}
        self._busy: dict[str, str] = {}
        #: the last refusal: the action, its reason, and the sentence in the status bar
        self._refused = ("", "", "")
        self._asked = False  # the owner can say why not only when it is built
        self._qactions: dict[str, QAction] = {}
        self._buttons: list[ActionButton] = []
        #: the items of the menu of rows that is open, with their ids
        self._open: list[tuple[QAction, str]] = []
        for action in self._actions.values():
            made = QAction(theme.icon(action.icon), action.words, self)
            if action.shortcut:
                made.setShortcut(QKeySequence(action.shortcut))
            made.triggered.connect(_Trigger(self, action.id))
            owner.addAction(made)
            self._qactions[action.id] = made
        stop = theme.on_redrawn(self.update_icons)
        self.destroyed.connect(lambda *_args, stop=stop: stop())

    def __iter__(self) -> Iterator[Action]:
        return iter(self._actions.values())

    def qaction(self, action_id: str) -> QAction:
        """Return Qt's action for an id."""
        return self._qactions[action_id]

    def allowed(self, action_id: str) -> bool:
        """Return whether the person's roles let them do this at all."""
        permission = self._actions[action_id].permission
        return permission is None or self._space.allows(permission)

    def reason(self, action_id: str) -> str:
        """Return in words why an action can't be used now, "" when it can."""
        action = self._actions[action_id]
        if action_id in self._busy:
            return _("Under way: {title}").format(title=self._busy[action_id])
        if not self.allowed(action_id):
            return text("access.denied", permission=Label(f"permission.{action.permission}"))
        if action.why_not:
            why: str = getattr(self._owner, action.why_not)()
            return why
        return ""

    def trigger(self, action_id: str) -> None:
        """Do an action, or say why it can't be done."""
        if self._space.locked:
            return
        action = self._actions[action_id]
        reason = self.reason(action_id)
        if reason:
            self.refresh()
            self._refused = (action_id, reason, self._said(action, reason))
            self._space.notices.refuse(self._refused[2])
            return
        getattr(self._owner, action.callback)()

    @staticmethod
    def _said(action: Action, reason: str) -> str:
        return _("{action}: {reason}").format(action=action.words.rstrip("…"), reason=reason)

    def set_busy(self, action_id: str, busy: bool) -> None:
        """Hold an action while its own work is under way."""
        if action_id not in self._actions:
            return
        if busy:
            self._busy[action_id] = self._actions[action_id].words.rstrip("…")
        else:
            self._busy.pop(action_id, None)
        self.refresh()

    def refresh(self) -> None:
        """Ask every action again whether it can be used, and show it."""
        self._asked = True
        for button in self._buttons:
            button.show_reason(self.reason(button.action.id))
        for item, action_id in self._open:
            item.setVisible(not self.reason(action_id))
        action_id, reason, sentence = self._refused
        if sentence and self.reason(action_id) != reason:
            # why it was refused no longer holds: it is not said any longer
            self._refused = ("", "", "")
            self._space.notices.rehint(sentence, "")

    def update_icons(self) -> None:
        """Draw the icons in the colours in force."""
        for action_id, qaction in self._qactions.items():
            qaction.setIcon(theme.icon(self._actions[action_id].icon))
        for button in self._buttons:
            button.draw_icon()

    def button(self, action_id: str, *, kind: str = "", icon_only: bool = False) -> "ActionButton":
        """Return a new button for an action."""
        return self.adopt(ActionButton(self, self._actions[action_id], kind, icon_only=icon_only))

    def adopt(self, button: "ButtonKind") -> "ButtonKind":
        """Keep a button up to date: one that was made here, or that shows an action in a way of its own."""
        self._buttons.append(button)
        button.destroyed.connect(_Forget(self._buttons, button))
        if self._asked:
            button.show_reason(self.reason(button.action.id))
        return button

    def menu(self, action_ids: Iterable[str], parent: QWidget) -> QMenu:
        """Return a menu of actions; those that can't be used are grey and say why.

        Those under a :func:`heading` stand in a menu of their own; "" makes a line, and ends it.
        """
        whole = menu = QMenu(parent)
        whole.setToolTipsVisible(True)
        whole.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action_id in action_ids:
            if not action_id:
                menu = whole
                menu.addSeparator()
                continue
            if is_heading(action_id):
                menu = whole.addMenu(_(action_id.removeprefix(_HEADING)))
                menu.setToolTipsVisible(True)
                continue
            reason = self.reason(action_id)
            item = self._item(menu, action_id)
            item.setEnabled(not reason)
            item.setToolTip(reason or item.toolTip())
        return whole

    def row_menu(self, action_ids: Iterable[str], kind: str, parent: QWidget) -> QMenu:
        """Return a menu of those actions that are done to chosen rows of a kind and can be done now.

        While it is open it follows what is read of the rows: what becomes possible comes, what does not goes.
        """
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.aboutToHide.connect(self._open.clear)
        wanted = [one for one in action_ids if one in self._actions and self._actions[one].of_rows == kind]
        self._open[:] = [(self._item(menu, action_id), action_id) for action_id in wanted]
        self.refresh()
        return menu

    def _item(self, menu: QMenu, action_id: str) -> QAction:
        action = self._actions[action_id]
        item = menu.addAction(theme.icon(action.icon), action.words)
        item.setShortcut(QKeySequence(action.shortcut))
        item.setShortcutVisibleInContextMenu(True)
        item.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        item.setToolTip(_(action.help) if action.help else "")
        item.triggered.connect(_Trigger(self, action_id))
        return item

    def hint(self, sentence: str) -> None:
        """Say something in the status bar."""
        self._space.notices.hint(sentence)

    def rehint(self, old: str, new: str) -> None:
        """Say something else in the status bar where it still says this."""
        self._space.notices.rehint(old, new)


class _Trigger:
    """Carries one action out (a lambda would close over its set and keep it alive)."""

    def __init__(self, actions: ActionSet, action_id: str) -> None:
        self._actions = actions
        self._action_id = action_id

    def __call__(self, *_args: Any) -> None:
        self._actions.trigger(self._action_id)


class _Forget:
    def __init__(self, buttons: "list[ActionButton]", button: "ActionButton") -> None:
        self._buttons = buttons
        self._button = id(button)

    def __call__(self, *_args: Any) -> None:
        self._buttons[:] = [button for button in self._buttons if id(button) != self._button]


class ActionButton(QToolButton):
    """A button that does an action, and says on hover what it does or why it can't."""

    def __init__(
        self, actions: ActionSet, action: Action, kind: str = "", *, icon_only: bool = False
    ) -> None:
        super().__init__()
        self.action = action
        self.reason = ""
        self._actions = actions
        self._kind = kind or action.kind
        self.setProperty("kind", self._kind)
        # Qt puts icon and words closer together than the grid allows
        self.setText(f" {action.words}" if action.icon and not icon_only else action.words)
        self.setAccessibleName(action.words.rstrip("…"))
        self.setIconSize(QSize(theme.size(16), theme.size(16)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        style = Qt.ToolButtonStyle
        if icon_only:
            self.setToolButtonStyle(style.ToolButtonIconOnly)
        else:
            self.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if action.icon else style.ToolButtonTextOnly
            )
        self.clicked.connect(_Trigger(actions, action.id))
        self.show_reason("")

    def draw_icon(self) -> None:
        """Draw the icon in the colour of the button's state."""
        token = {"primary": "on_indigo", "danger": "seal"}.get(self._kind, "slate")
        self.setIcon(theme.icon(self.action.icon, "faint" if self.reason else token, 16))

    def show_reason(self, reason: str) -> None:
        """Look usable, or look unusable and know why."""
        self.reason = reason
        self.draw_icon()
        tip = [self.action.words.rstrip("…") + (f"  {self.action.key}" if self.action.shortcut else "")]
        tip += [reason or (_(self.action.help) if self.action.help else "")]
        self.setToolTip("\n".join(line for line in tip if line))
        before = self.accessibleDescription()
        self.setAccessibleDescription(tip[1])
        if before != tip[1] and (self.hasFocus() or self.underMouse()):
            self._actions.rehint(before, tip[1])
        if self.property("unavailable") != bool(reason):
            self.setProperty("unavailable", bool(reason))
            self.style().unpolish(self)
            self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        """Say in the status bar what the tooltip says, while the pointer or the focus is here."""
        if event.type() in {QEvent.Type.Enter, QEvent.Type.FocusIn}:
            self._actions.hint(self.accessibleDescription())
        elif event.type() in {QEvent.Type.Leave, QEvent.Type.FocusOut}:
            self._actions.hint("")
        return super().event(event)


ButtonKind = TypeVar("ButtonKind", bound=ActionButton)

#: Something that is told when a finder's search has its answer.
OnHits = Callable[[list[Any]], None]
