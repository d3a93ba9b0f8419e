"""The plain steps of an import: the line of steps, the file, the columns, the end."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.columns import COLUMN_FIELDS
from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.shared.field_words import shown_value
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, listed, ngettext, sentences, text
from trainingdesk.ui import theme
from trainingdesk.ui.notices import sentence_of
from trainingdesk.ui.pages.roster.import_sheets import SheetChoice
from trainingdesk.ui.widgets.editors import ChoiceEditor, DayEditor, Option
from trainingdesk.ui.widgets.options import OptionList
from trainingdesk.ui.widgets.tabbing import next_by_tab

#: how many sheets that say different days are named
_MOST_DAYS = 4
#: a column guessed with less confidence is pointed out
SURE = 0.95


class StepLine(QWidget):
    """The title, and at the right where one is."""

    def __init__(self, title: str, steps: Sequence[str]) -> None:
        super().__init__()
        self._labels = [QLabel(step) for step in steps]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.size(theme.GAP))
        heading = QLabel(title)
        heading.setProperty("role", "title")
        line.addWidget(heading)
        line.addStretch(1)
        for place, label in enumerate(self._labels):
            if place:
                line.addWidget(QLabel("›"))
            line.addWidget(label)

    def show_step(self, step: int) -> None:
        """Mark the step one is at."""
        for place, label in enumerate(self._labels):
            label.setProperty("role", "strong" if place == step else "slate")
            label.style().unpolish(label)
            label.style().polish(label)
            # bold words are wider, and a label does not notice
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance(label.text()) + 2)


class StepStack(QStackedWidget):
    """The steps one upon the other: whatever is said above or below them takes its room from them.

    Their tables scroll, so they ask for no more than their least height: the window stays as high as it is.
    """

    def hasHeightForWidth(self) -> bool:
        """Want no height of their own at any width."""
        return False

    def sizeHint(self) -> QSize:
        """Want the width of the steps, and the least height."""
        return QSize(super().sizeHint().width(), super().minimumSizeHint().height())


class FileStep(QWidget):
    """Asks for the workbook."""

    def __init__(self, choose: Callable[[bool], None]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(theme.size(theme.MARGIN))
        icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        icon.setPixmap(theme.pixmap("file-import", "faint", theme.size(40)))
        column.addWidget(icon)
        words = QLabel(
            _(
                "Choose the workbook, or drop it here: .xlsx, .xls, .et, .ods, .csv or .txt, from any unit, in any layout "
                "with a header row; or a folder of forms (.lrmx). Nothing is written before you have seen every row."
            ),
            alignment=Qt.AlignmentFlag.AlignCenter,
        )
        words.setWordWrap(True)
        words.setFixedWidth(theme.size(520))
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignCenter)
        self.choose_button = QPushButton(_("Choose a workbook…"))
        self.choose_button.clicked.connect(lambda: choose(False))
        self.choose_button.setProperty("kind", "primary")
        column.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignCenter)
        self.folder_button = QPushButton(_("Choose a folder of forms (.lrmx)…"))
        self.folder_button.setAutoDefault(False)
        self.folder_button.clicked.connect(lambda: choose(True))
        column.addWidget(self.folder_button, 0, Qt.AlignmentFlag.AlignCenter)
        self.file_name = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.file_name.setProperty("role", "slate")
        column.addWidget(self.file_name)

    def say_file(self, name: str) -> None:
        """Say which file was read, "" for none."""
        self.file_name.setText(name)
        self.choose_button.setText(_("Choose another file…") if name else _("Choose a workbook…"))


class ColumnsStep(QWidget):
    """Says what each column was taken for, and lets it be corrected."""

    def __init__(self, read_sheets: Callable[[tuple[str, ...]], None]) -> None:
        super().__init__()
        self.choices: dict[int, ChoiceEditor] = {}
        self._apart: dict[int, frozenset[int]] = {}
        self._preview: ImportPreview | None = None
        #: the day that the file was taken to speak of
        self._proposed: date | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.found = QLabel()
        self.found.setWordWrap(True)
        column.addWidget(self.found)
        column.addLayout(self._day_line())
        self.sheets = SheetChoice(read_sheets)
        column.addWidget(self.sheets)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(_("Columns of the file"))
        column.addWidget(self._area, 1)

    def _day_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        label = QLabel(_("The file speaks of"))
        self.day = DayEditor()
        self.day.setFixedWidth(theme.size(230))  # with what a typed month is read as
        label.setBuddy(self.day)
        self.day.setAccessibleName(_("The day the file speaks of"))
        self.day_from = QLabel()
        self.day_from.setProperty("role", "slate")
        self.day_from.setWordWrap(True)
        self.day.textChanged.connect(self._say_day)
        for widget in (label, self.day, self.day_from):
            line.addWidget(widget, int(widget is self.day_from))
        return line

    def data_day(self) -> date | None:
        """Return the day the file speaks of, None while it can't be read."""
        try:
            return self.day.value()
        except Refused:
            return None

    def typed_day(self) -> date | None:
        """Return the day where it is another one than was proposed, None otherwise."""
        day = self.data_day()
        return day if day != self._proposed else None

    def show_preview(self, preview: ImportPreview) -> None:
        """Show the columns of a file that was read."""
        self._proposed = preview.day
        self._preview = preview
        self.day.set_value(preview.day)
        self._say_day()
        self.sheets.show_sheets(preview.sheets, forms=bool(preview.forms))
        self._say_found([column.field for column in preview.columns])
        self._show_columns(preview)

    def _say_day(self) -> None:
        """Say how the proposed day is known; of another one, which somebody typed, what it comes to."""
        day = self.data_day()
        proposed = self._preview is not None and day == self._proposed
        typed = _("what changes is dated with it") if day is not None else ""
        self.day_from.setText(_day_said(self._preview) if self._preview is not None and proposed else typed)

    def _count_anew(self) -> None:
        """Count the columns again that are understood, now that another choice was made."""
        try:
            self._say_found(list(self.chosen().values()))
        except Refused:
            return  # a word that is not understood yet: it is said once one goes on

    def _say_found(self, fields: Sequence[str]) -> None:
        preview = self._preview
        assert preview is not None
        words = _("“{sheet}”, header in row {row}: {known} of {count} columns are understood.").format(
            sheet=preview.sheet,
            row=preview.header_row,
            known=sum(map(bool, fields)),
            count=len(preview.columns),
        )
        if preview.forms:
            words = ngettext(
                "{count} form (任免审批表) was read; what its fields are is known.",
                "{count} forms (任免审批表) were read; what their fields are is known.",
                preview.forms,
            ).format(count=preview.forms)
        elif sum(sheet.used for sheet in preview.sheets) > 1:
            others = _(
                "The columns of the other sheets are recognised in the same way; to check those of one, tick it alone and read anew."
            )
            words = sentences((words, others))
        if preview.remembered:
            kept = _("Your choice for this layout was remembered.")
            words = sentences((words, kept))
        if preview.photos:
            brought = ngettext(
                "{count} photo comes with it, in place of the one the desk has.",
                "{count} photos come with it, in place of those the desk has.",
                preview.photos,
            )
            words = sentences((words, brought.format(count=preview.photos)))
        self.found.setText(words)

    def _show_columns(self, preview: ImportPreview) -> None:
        ground = QWidget(self._area.viewport())
        grid = QGridLayout(ground)
        grid.setContentsMargins(0, 0, theme.size(12), 0)
        grid.setHorizontalSpacing(theme.size(theme.MARGIN))
        grid.setVerticalSpacing(theme.size(4))
        grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        holder = _("Field of the form") if preview.forms else _("Column of the file")
        titles = (holder, _("First value"), _("Holds"), _("How sure"))
        for place, title in enumerate(titles):
            heading = QLabel(title)
            heading.setProperty("role", "slate")
            grid.addWidget(heading, 0, place)
        options = [Option("", _("Not imported"))]
        options += [Option(name, text(f"roster.field.{name}")) for name in ("number", *COLUMN_FIELDS)]
        fields = OptionList(options, ground)
        self.choices = {}
        self._apart = {column.index: column.apart for column in preview.columns}
        for row, column in enumerate(preview.columns, 1):
            choice = ChoiceEditor(fields)
            called = column.header
            if column.row:
                called = _("{column} (from row {row} on)").format(column=called, row=column.row)
            choice.setAccessibleName(_("What “{column}” holds").format(column=called))
            choice.set_value(column.field)
            choice.edited.connect(self._count_anew)
            choice.setMinimumWidth(theme.size(180))
            name = QLabel(called)
            name.setBuddy(choice)
            sample = QLabel(shown_value(column.field, column.sample))
            sample.setProperty("role", "slate")
            sure = QLabel(_confidence(column.field, column.confidence))
            sure.setProperty("role", "hint" if column.field and column.confidence < SURE else "slate")
            for place, widget in enumerate((name, sample, choice, sure)):
                grid.addWidget(widget, row, place)
            self.choices[column.index] = choice
        grid.setColumnMinimumWidth(1, theme.size(240))
        grid.setColumnStretch(3, 1)
        self._area.setWidget(ground)
        next_by_tab(self._area)

    def chosen(self) -> dict[int, str]:
        """Return what the person says each column holds."""
        return {index: choice.value() or "" for index, choice in self.choices.items()}

    def differs(self, preview: ImportPreview) -> bool:
        """Return whether a column is said to hold something else than was read, or words that are not understood."""
        read = {column.index: column.field for column in preview.columns}
        try:
            return self.chosen() != read
        except Refused:
            return True

    def wrong(self, today: date) -> str:
        """Return in words what keeps the choice from being taken, "" for nothing."""
        day = self.data_day()
        if day is None and self.day.text().strip():
            return _("“{day}” is no day: type for instance 2026-05-31.").format(day=self.day.text().strip())
        if day is None:
            return _("Say which day the file speaks of, for instance 2026-05-31.")
        if day > today:
            return text("import.day_to_come", day=day)
        if self.sheets.changed():
            return "" if self.sheets.ticked() else _("Tick at least one sheet.")
        for choice in self.choices.values():
            try:
                choice.value()
            except Refused as refused:
                choice.setFocus(Qt.FocusReason.OtherFocusReason)
                return _("{field}: {sentence}").format(
                    field=choice.accessibleName(), sentence=sentence_of(refused)
                )
        chosen = self.chosen()
        if "name" not in chosen.values():
            return _("Say which column holds the name.")
        for field in COLUMN_FIELDS:
            holding = [index for index, name in chosen.items() if name == field]
            if any(not self._are_apart(one, other) for one, other in combinations(holding, 2)):
                label = text(f"roster.field.{field}")
                return _("Two columns are said to hold “{field}”.").format(field=label)
        return ""

    def _are_apart(self, one: int, other: int) -> bool:
        """Return whether two columns never stand in one row, since each is of another header."""
        return other in self._apart[one] or one in self._apart[other]


def _day_said(preview: ImportPreview) -> str:
    """Return in words how it is known which day the file speaks of."""
    if preview.day_from:
        return _("as “{text}” says; what changes is dated with it").format(text=preview.day_from)
    if preview.days_of_sheets:
        days = _("“{sheet}” {day}")
        said = [
            days.format(sheet=name, day=format_value(Kind.DAY, day))
            for name, day in preview.days_of_sheets.items()
        ]
        more = ["…"] if len(said) > _MOST_DAYS else []
        words = _(
            "the sheet with most people speaks of no day, only others do ({days}): none is taken, but today; put the right one, or import the sheets one by one"
        )
        if len({*preview.days_of_sheets.values()}) > 1:
            words = _(
                "the sheets speak of different days ({days}): none is taken, but today; put the right one, or import the sheets one by one"
            )
        return words.format(days=listed([*said[:_MOST_DAYS], *more]))
    if preview.day_to_come:
        day, words = preview.day_to_come
        return _("“{text}” names {day}, which is still to come; today is taken").format(text=words, day=day)
    if preview.day_of_form:
        return _("the form went out on this day; if you know on which day it was filled in, put that")
    return _("the file does not say; today is taken")


def _confidence(field: str, confidence: float) -> str:
    """Return in words how sure a column is."""
    if not field:
        return ""
    if confidence >= SURE:
        return _("certain")
    return _("Please check ({percent} %)").format(percent=round(confidence * 100))


class DoneStep(QWidget):
    """Says what came of it, and offers to take it back."""

    def __init__(self, take_back: Callable[[], None], print_report: Callable[[], None]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(theme.size(theme.MARGIN))
        self.icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.icon)
        self.words = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.words.setProperty("role", "section")
        column.addWidget(self.words)
        self.details = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.details.setProperty("role", "slate")
        column.addWidget(self.details)
        line = QHBoxLayout()
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.setSpacing(theme.size(theme.GAP))
        self.undo_button = QPushButton(_("Take back this import…"))
        self.undo_button.setProperty("kind", "danger")
        self.undo_button.setAutoDefault(False)
        self.undo_button.clicked.connect(take_back)
        self.report_button = QPushButton(_("Print the import report…"))
        self.report_button.setAutoDefault(False)
        self.report_button.clicked.connect(print_report)
        line.addWidget(self.report_button)
        line.addWidget(self.undo_button)
        column.addLayout(line)

    def say(self, icon: str, tone: str, words: str, details: str) -> None:
        """Say it."""
        self.icon.setPixmap(theme.pixmap(icon, tone, theme.size(40)))
        self.words.setText(words)
        self.details.setText(details)
