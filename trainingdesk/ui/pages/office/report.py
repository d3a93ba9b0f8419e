"""What the check of the desk found, to read and to copy."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from trainingdesk.domain.errors import Problem
from trainingdesk.shared.text import _, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.widgets.enter import EnterPresses


class CheckReport(EnterPresses):
    """The findings in plain words, with what to do."""

    def __init__(self, parent: QWidget, found: list[Problem]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Check the desk"))
        self.resize(theme.size(640), theme.size(420))
        column = QVBoxLayout(self)
        count = len(found)
        head = QLabel(
            ngettext("{count} thing is wrong", "{count} things are wrong", count).format(count=count)
        )
        head.setProperty("role", "title")
        column.addWidget(head)
        advice = QLabel(
            _("Do not go on working on this file. Restore the latest sound backup, or ask for help.")
        )
        advice.setWordWrap(True)
        column.addWidget(advice)
        self.words = QPlainTextEdit("\n".join(text(problem.code, **problem.params) for problem in found))
        self.words.setReadOnly(True)
        self.words.setAccessibleName(_("Findings"))
        column.addWidget(self.words, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        copy = QPushButton(_("Copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.words.toPlainText()))
        close = QPushButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        line.addWidget(copy)
        line.addWidget(close)
        column.addLayout(line)
