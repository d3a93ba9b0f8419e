"""Asks what of the people on screen goes out: the columns shown, or all there is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui import theme
from trainingdesk.ui.widgets.enter import EnterPresses


class ExportDialog(EnterPresses):
    """Which columns go out; it begins with those shown.

    Attributes:
        everything: chosen when all columns go out.
    """

    def __init__(self, parent: QWidget, count: int, *, masked: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Export the roster"))
        self.setMinimumWidth(theme.size(520))
        whole = QVBoxLayout(self)
        margin = theme.size(20)
        whole.setContentsMargins(margin, margin, margin, theme.size(theme.MARGIN))
        whole.setSpacing(theme.size(theme.PADDING))
        heading = QLabel(_("Export the roster"))
        heading.setProperty("role", "title")
        whole.addWidget(heading)
        words = QLabel(
            _("The people shown go into a workbook, in the order shown. The log notes who took them out.")
        )
        words.setProperty("role", "slate")
        words.setWordWrap(True)
        whole.addWidget(words)
        self.shown = QRadioButton(
            ngettext(
                "The {count} column shown, as it stands",
                "The {count} columns shown, in the order they stand",
                count,
            ).format(count=count)
        )
        self.everything = QRadioButton(_("All columns, in the order of the form for the units"))
        said = (
            _("ID and phone numbers are masked, as on screen.")
            if masked
            else _("Nothing that is not on screen.")
        )
        whole_numbers = _("With whole ID and phone numbers; it can be imported again.")
        for button, hint in ((self.shown, said), (self.everything, whole_numbers)):
            button.setAccessibleDescription(hint)
            whole.addWidget(button)
            line = QHBoxLayout()
            line.setContentsMargins(theme.size(24), 0, 0, 0)
            note = QLabel(hint)
            note.setProperty("role", "hint")
            note.setWordWrap(True)
            line.addWidget(note, 1)
            whole.addLayout(line)
        self.shown.setChecked(True)
        whole.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        go_on = QPushButton(_("Choose where to…"))
        go_on.setDefault(True)
        go_on.setProperty("kind", "primary")
        go_on.clicked.connect(self.accept)
        line.addWidget(cancel)
        line.addWidget(go_on)
        whole.addLayout(line)
        self.shown.setFocus(Qt.FocusReason.OtherFocusReason)
