"""常用筛选: the menu of kept filters, and the form that names one."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from trainingdesk.shared.text import _
from trainingdesk.ui.widgets.editors import TextEditor
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.filters import KeepFilter, RenameFilter
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.filters import KeptFilter


class NameDialog(FormDialog):
    """Asks by what name a filter is kept, or renames one that is."""

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        values: tuple[tuple[str, Any], ...],
        kept: KeptFilter | None = None,
    ) -> None:
        self._values = values
        self._kept = kept
        title = _("Keep the filter") if kept is None else _("Rename the filter")
        super().__init__(parent, space, title)

    def build(self) -> None:
        """Make the one field."""
        editor = TextEditor()
        editor.set_value("" if self._kept is None else self._kept.name)
        hint = _("A filter of the same name gives way.") if self._kept is None else ""
        self.form.add(Field("name", _("Name of the filter"), editor, required=True, hint=hint))

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command that keeps or renames it."""
        name = str(values["name"] or "")
        if self._kept is not None:
            return RenameFilter(filter_id=self._kept.id, name=name)
        return KeepFilter(page="roster", name=name, values=self._values)

    def said(self, _outcome: Outcome) -> str:
        """Return by what name the filter is kept, and where it is found again."""
        name = self.form.fields["name"].as_editor.value()
        if self._kept is not None:
            return _("The filter is called “{name}” now.").format(name=name)
        return _("Kept as “{name}”: it stands under “Kept filters”.").format(name=name)


def fill_menu(
    menu: QMenu,
    kept: tuple[KeptFilter, ...],
    *,
    choose: Callable[[KeptFilter], None],
    rename: Callable[[KeptFilter], None],
    remove: Callable[[KeptFilter], None],
) -> None:
    """Put the kept filters into a menu: to choose one, to rename one, to remove one."""
    menu.addSeparator()
    for one in kept:
        menu.addAction(one.name, partial(choose, one))
    if not kept:
        menu.addAction(_("No filter is kept yet.")).setEnabled(False)
        return
    menu.addSeparator()
    for title, verb in ((_("Rename"), rename), (_("Remove"), remove)):
        inner = menu.addMenu(title)
        for one in kept:
            inner.addAction(one.name, partial(verb, one))


def below(widget: QWidget) -> QPoint:
    """Return where a menu opens below a button."""
    return widget.mapToGlobal(widget.rect().bottomLeft())
