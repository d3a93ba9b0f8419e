"""Two records of one person side by side, a choice a field."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.errors import Invalid
from trainingdesk.domain.roster.merge_views import HAS_PHOTO, ChoiceLine, MergeForm, Said, SideView
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, listed, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.notices import Level, problem_sentence, sentence_of
from trainingdesk.ui.shell.dialogs import Plain
from trainingdesk.ui.widgets.forms import Banner
from trainingdesk.ui.widgets.tabbing import next_by_tab
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.roster_merge import KeepApart, MergePeople
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.roster_merge import merge_form

#: what is not kept and is said by a code
RANKS = frozenset({"rank", "side_rank"})
#: how large photos stand side by side, in logical pixels
_PHOTO_WIDTH, _PHOTO_HEIGHT = 72, 96


class MergePanel(QWidget):
    """The fields in which two records differ, to choose from; what is equal stands below.

    Signals:
        merged: person, the id of the record that went. apart: the ids of two people who are two.
    """

    merged = Signal(int, int)
    apart = Signal(int, int)

    def __init__(self, space: Workspace) -> None:
        super().__init__()
        self.space = space
        self.form: MergeForm | None = None
        self.choices: dict[str, QRadioButton] = {}
        self._groups: list[QButtonGroup] = []
        self._wanted = (0, 0)
        self._sending = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.size(theme.PADDING))
        self.banner = Banner()
        whole.addWidget(self.banner)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName(_("Two records side by side"))
        whole.addWidget(self.area, 1)
        self.show_nobody()

    # --- what is shown ---

    def show_nobody(self) -> None:
        """Show nothing to choose."""
        self.form = None
        self._wanted = (0, 0)
        self.choices = {}
        words = QLabel(_("Choose a pair to see both records side by side."))
        words.setProperty("role", "slate")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        self.area.setWidget(words)

    def show_pair(self, first_id: int, second_id: int) -> None:
        """Read two records and show them."""
        if self._wanted == (first_id, second_id) and self.form is not None:
            return
        self._wanted = (first_id, second_id)
        job = self.space.jobs.job(
            Lane.READ, without_progress(self.space.desk.ask, merge_form, first_id, second_id)
        )
        job.succeeded.connect(partial(self._arrived, (first_id, second_id)))
        job.failed.connect(self._failed)
        job.start()

    def _arrived(self, pair: tuple[int, int], form: MergeForm) -> None:
        if not shiboken6.isValid(self) or pair != self._wanted:
            return
        self.form = form
        self.banner.say([_doubt(form)] if form.doubts else [])
        self.choices = {}
        self._groups = []
        ground = QWidget()
        grid = QGridLayout(ground)
        grid.setContentsMargins(0, 0, theme.size(8), 0)
        grid.setHorizontalSpacing(theme.size(theme.MARGIN))
        grid.setVerticalSpacing(theme.size(6))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, side, words in (
            (1, form.kept, _("Stays: {name}")),
            (2, form.lost, _("Goes into it: {name}")),
        ):
            grid.addWidget(_side_head(side, words.format(name=side.name)), 0, column)
        unlike = [line for line in form.lines if line.differs]
        for line in unlike:
            self._add_choice(grid, form, line)
        alike = [line for line in form.lines if not line.differs and line.kept.value]
        if alike:
            heading = QLabel(_("Equal in both"))
            heading.setProperty("role", "section")
            grid.addWidget(heading, grid.rowCount(), 0, 1, 3)
        for line in alike:
            row = grid.rowCount()
            grid.addWidget(_quiet(text(line.label)), row, 0)
            grid.addWidget(_wrapped(_words(line.kept)), row, 1, 1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        self.area.setWidget(ground)
        next_by_tab(self.area)

    def _add_choice(self, grid: QGridLayout, form: MergeForm, line: ChoiceLine) -> None:
        row = grid.rowCount()
        name = text(line.label)
        grid.addWidget(QLabel(name), row, 0)
        group = QButtonGroup(self)
        for column, said, lost in ((1, line.kept, False), (2, line.lost, True)):
            button = QRadioButton(_words(said) or _("(blank)"))
            if line.key == HAS_PHOTO and said.value:
                _show_photo(button, form.lost.photo if lost else form.kept.photo)
            button.setToolTip(button.text())
            button.setAccessibleName(_("{field}: {value}").format(field=name, value=button.text()))
            button.setChecked(line.from_lost == lost)
            group.addButton(button)
            grid.addWidget(button, row, column)
            if lost:
                self.choices[line.key] = button
        self._groups.append(group)

    def focus_first(self) -> None:
        """Go to the first choice."""
        for group in self._groups:
            button = group.checkedButton()
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    # --- what is decided ---

    def why_not(self) -> str:
        """Say what keeps the two from being merged or told apart."""
        return "" if self.form is not None and not self._sending else _("Choose a pair first.")

    def merge(self) -> None:
        """Make one record of the two, as chosen; asks first where something speaks for two people."""
        form = self.form
        if form is None or self._sending:
            return
        if not form.doubts:
            self._merge(form)
            return
        self.space.confirm(
            self,
            _("Merge two people?"),
            _("{doubt} Merge only if you know that both records are of one person.").format(
                doubt=_doubt(form)
            ),
            _("Merge all the same"),
            partial(self._merge, form),
        )

    def _merge(self, form: MergeForm) -> None:
        command = MergePeople(
            kept_id=form.kept.id,
            kept_version=form.kept.version,
            lost_id=form.lost.id,
            lost_version=form.lost.version,
            from_lost=tuple(key for key, button in self.choices.items() if button.isChecked()),
        )
        self._send(command, partial(self._merged, form), _("Merging two records"))

    def _merged(self, form: MergeForm, outcome: Outcome) -> None:
        if outcome.result["not_kept"]:
            words = _not_kept_words(outcome.result["not_kept"])
            step = next(iter(outcome.changes.entities.get("undo_step", ())), 0)
            self.space.notices.say(words, Level.WARNING, of=step)
        self.show_nobody()
        self.merged.emit(form.kept.id, form.lost.id)

    def keep_apart(self) -> None:
        """Note that the two are two people."""
        form = self.form
        if form is None or self._sending:
            return
        command = KeepApart(first_id=form.kept.id, second_id=form.lost.id)
        self._send(command, partial(self._apart, form), _("Noting two people"))

    def _apart(self, form: MergeForm, _outcome: Outcome) -> None:
        self.show_nobody()
        self.apart.emit(form.kept.id, form.lost.id)

    def _send(self, command: Any, on_done: Callable[[Outcome], None], title: str) -> None:
        self._sending = True
        self.banner.say([])

        def done(outcome: Outcome) -> None:
            if shiboken6.isValid(self):
                on_done(outcome)

        self.space.send(command, done, title=title, on_error=self._failed, on_finished=self._over)

    def _over(self) -> None:
        if shiboken6.isValid(self):
            self._sending = False

    def _failed(self, error: BaseException) -> None:
        if not shiboken6.isValid(self):
            return
        if isinstance(error, Invalid):
            self.banner.say([sentence_of(error), *(problem_sentence(one) for one in error.problems)])
        else:
            self.banner.say_failure(error, self.space.notices)


class MergeDialog(Plain):
    """Two people whom somebody chose in the list, side by side.

    Signals:
        merged: the person who stays.
    """

    merged = Signal(int)

    def __init__(self, parent: QWidget, space: Workspace, first_id: int, second_id: int) -> None:
        super().__init__(parent, _("Merge two people"), wide=720)
        self.setMinimumHeight(theme.size(480))
        self.panel = MergePanel(space)
        self.panel.merged.connect(self._merged)
        self.panel.apart.connect(self.accept)
        self.whole.addWidget(self.panel, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        apart = QPushButton(_("Not the same person"))
        apart.setAutoDefault(False)
        apart.clicked.connect(self.panel.keep_apart)
        self.merge_button = QPushButton(_("Merge"))
        self.merge_button.setDefault(True)
        self.merge_button.setProperty("kind", "primary")
        self.merge_button.clicked.connect(self.panel.merge)
        for button in (cancel, apart, self.merge_button):
            line.addWidget(button)
        self.whole.addLayout(line)
        self.panel.show_pair(first_id, second_id)

    def _merged(self, kept_id: int, _lost_id: int) -> None:
        self.merged.emit(kept_id)
        self.accept()


def _not_kept_words(said: Mapping[str, str]) -> str:
    """Return what of the other record stands in the log alone, and what can be done about it."""
    values = listed(text(f"rank.{value}") if key in RANKS else value for key, value in said.items())
    return _(
        "The other record also said: {values}. From when until when is not known; the log has it. "
        "If it was so, add it under “History…”."
    ).format(values=values)


def _doubt(form: MergeForm) -> str:
    """Return what speaks for two people, in one sentence."""
    reasons = _("; ").join(text(code) for code in form.doubts)
    return _("{first} and {second} may be two people: {reasons}.").format(
        first=_said_who(form.kept), second=_said_who(form.lost), reasons=reasons
    )


def _said_who(side: SideView) -> str:
    about = [side.unit, *([_("born {birth}").format(birth=side.birth)] if side.birth else [])]
    return _("{name} ({about})").format(name=side.name, about=_("; ").join(about))


def _side_head(side: SideView, heading: str) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.size(2))
    name = QLabel(heading)
    name.setProperty("role", "section")
    column.addWidget(name)
    birth = _("born {birth}").format(birth=side.birth) if side.birth else ""
    column.addWidget(_wrapped(" · ".join(part for part in (side.unit, birth) if part)))
    hangs = listed(
        _("{kind} {count}").format(kind=text(f"entity.{kind}"), count=count)
        for kind, count in side.hangs.items()
    )
    column.addWidget(_quiet(hangs or _("Nothing hangs on it.")))
    if side.changed_at is not None:
        written = _("Last written {at}").format(at=format_value(Kind.INSTANT, side.changed_at))
        column.addWidget(_quiet(written))
    column.addStretch(1)
    return holder


def _show_photo(button: QRadioButton, picture: bytes) -> None:
    """Put a photo beside the words of a choice."""
    pixmap = QPixmap()
    if pixmap.loadFromData(picture):
        button.setIcon(QIcon(pixmap))
        button.setIconSize(QSize(theme.size(_PHOTO_WIDTH), theme.size(_PHOTO_HEIGHT)))


def _quiet(words: str) -> QLabel:
    label = _wrapped(words)
    label.setProperty("role", "hint")
    return label


def _wrapped(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    return label


def _words(said: Said) -> str:
    value = said.value
    if value == HAS_PHOTO:
        return _("Has a photo")
    if value is None or value == "":
        return ""
    if isinstance(value, str) and type(value) is not str:
        words = format_value(Kind.CODE, value)
    elif isinstance(value, str):
        words = value
    else:
        words = format_value(Kind.DAY, value)
    return _("{value}, since {day}").format(value=words, day=said.since) if said.since else words
