"""One step for many people: what is meant at the left, who gets what at the right, and only then the step."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.codes import Authority, PersonStatus, Rank, Team
from trainingdesk.domain.errors import DeskError
from trainingdesk.domain.roster.batch import TEXTS, PostsThen
from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.pages.roster.forms import SERVICE_RANKS, options_of, unit_options
from trainingdesk.ui.shell.dialogs import Plain
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.editors import CheckEditor, ChoiceEditor, DayEditor, Option, TextEditor
from trainingdesk.ui.widgets.forms import Banner, Field, Form
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.batch import NEEDED, ForMany
from trainingdesk.usecases.commands.roster_batch import EditPeople, ReplaceWords, TransferPeople
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.roster_batch import BatchLine, BatchPreview, FieldSaid, batch_preview

CHOSEN, LISTED = "chosen", "listed"
#: what takes a value away
NOTHING = "无"
_CODES: dict[str, Any] = {
    "team": Team,
    "authority": Authority,
    "rank": Rank,
    "side_rank": SERVICE_RANKS,
    "status": PersonStatus,
}
_OWN_LABELS = ("side_rank", "education_full", "degree_full", "education_service", "degree_service")


class BatchDialog(Plain):
    """The frame of every step for many people.

    Signals:
        carried_out: the step's :class:`~trainingdesk.usecases.outcome.Outcome`.
    """

    carried_out = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        title: str,
        chosen: Sequence[int],
        listed: Sequence[int],
        units: Sequence[UnitNode] = (),
    ) -> None:
        super().__init__(parent, title, wide=980)
        self.setMinimumHeight(theme.size(600))
        self.space = space
        self.people = {CHOSEN: tuple(chosen), LISTED: tuple(listed)}
        self.units = units
        self.preview: BatchPreview | None = None
        self._previewed: ForMany | None = None
        self._job: Job | None = None
        self._sending = False
        self.banner = Banner()
        self.whole.addWidget(self.banner)
        self.form = Form()
        self.form.add(Field("scope", _("For whom"), self._scope(), required=True))
        self.build()
        self.form.edited.connect(self._forget)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(title)
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, theme.size(8), 0)
        column.addWidget(self.form)
        column.addStretch(1)
        area.setWidget(ground)
        self.table = TableView(_columns(), "batch", space, title=_("Preview"), single=True)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(area)
        parts.addWidget(self.table)
        parts.setSizes([theme.size(400), theme.size(540)])
        self.whole.addWidget(parts, 1)
        self.whole.addLayout(self._buttons())
        self._forget()

    def _scope(self) -> ChoiceEditor:
        options = []
        for key, one, many in (
            (CHOSEN, _("The {count} person chosen in the list"), _("The {count} people chosen in the list")),
            (LISTED, _("The {count} person of the list"), _("All {count} people of the list")),
        ):
            count = len(self.people[key])
            if count:
                options.append(Option(key, (one if count == 1 else many).format(count=f"{count:,}")))
        scope = ChoiceEditor(options)
        # whoever is chosen is meant, one person too: everybody of the list is asked for by name
        scope.set_value(CHOSEN if self.people[CHOSEN] else LISTED)
        return scope

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.summary = QLabel()
        self.summary.setProperty("role", "slate")
        line.addWidget(self.summary, 1)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.preview_button = QPushButton(_("Preview"))
        self.preview_button.clicked.connect(self.look)
        self.go_button = QPushButton()
        self.go_button.setAutoDefault(False)
        self.go_button.setMinimumWidth(theme.size(220))
        self.go_button.clicked.connect(self.go)
        for button in (cancel, self.preview_button, self.go_button):
            line.addWidget(button)
        return line

    # --- what a step writes ---

    def build(self) -> None:
        """Add the fields to ``self.form``."""

    def command(self, values: dict[str, Any], person_ids: tuple[int, ...], seal: str) -> ForMany:
        """Return the step for what was filled in."""
        return ForMany(person_ids=person_ids, seal=seal)

    def nobody(self) -> str:
        """Return what stands in the preview when nobody would be changed."""
        return _("Nobody would be changed: all of them are so already.")

    def unchanged(self) -> str:
        """Return how many stay as they are, with their ``{count}``."""
        return _("{count} unchanged")

    def day_editor(self) -> DayEditor:
        """Return the field of the day: the one last carried out for stands there, else today; typing replaces it."""
        day = DayEditor()
        day.offer(self.space.last_days.get(type(self).__name__, self.space.today.isoformat()))
        return day

    # --- the rest ---

    def showEvent(self, event: QShowEvent) -> None:
        """Go to the first field behind the one that says for whom."""
        super().showEvent(event)
        list(self.form.fields.values())[1].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        """What was filled in was changed: the preview no longer says what would be done, nor one that is being read."""
        self._job = None
        self.preview = self._previewed = None
        self.table.set_empty(
            _("Preview shows here who is changed, from what to what, and who can't be."), "eye"
        )
        self.table.show_rows(ListSource((), _columns()), ())
        self.summary.setText("")
        self.go_button.setText(_("Carry out"))
        self.go_button.setEnabled(False)
        self.go_button.setToolTip(_("Look at the preview first."))
        self.go_button.setDefault(False)
        self.preview_button.setDefault(True)

    def look(self) -> None:
        """Read who would be changed."""
        values = self.form.values()
        if values is None or self._job is not None:
            return
        self.banner.say([])
        command = self.command(values, self.people[values["scope"]], "")
        job = self.space.jobs.job(
            Lane.READ, without_progress(self.space.desk.ask, batch_preview, command), _("Preview")
        )
        self._job = job
        job.succeeded.connect(partial(self._arrived, job))
        job.failed.connect(partial(self._not_read, job))
        job.start()

    def _arrived(self, job: Job, preview: BatchPreview) -> None:
        if not shiboken6.isValid(self) or self._job is not job:
            return
        self._job = None
        self.preview = preview
        self.table.set_empty(self.nobody(), "circle-check")
        source = ListSource(_a_line_each(preview.lines), _columns())
        self.table.show_rows(source, source.ids(self.table.order))
        said = [
            ngettext("{count} is changed", "{count} are changed", preview.changed).format(
                count=f"{preview.changed:,}"
            )
        ]
        if preview.refused:
            said.append(_("{count} can't be").format(count=f"{preview.refused:,}"))
        if preview.same:
            said.append(self.unchanged().format(count=f"{preview.same:,}"))
        self.summary.setText(" · ".join(said))
        if preview.changed:
            words = ngettext("Carry out for {count} person", "Carry out for {count} people", preview.changed)
            self.go_button.setText(words.format(count=f"{preview.changed:,}"))
            self.go_button.setEnabled(True)
            self.go_button.setToolTip("")
            self.preview_button.setDefault(False)
            self.go_button.setDefault(True)
            self.go_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_read(self, job: Job, error: BaseException) -> None:
        if shiboken6.isValid(self) and self._job is job:
            self._job = None
            self._failed(error)

    def go(self) -> None:
        """Carry out what the preview showed."""
        values = self.form.values()
        if values is None or self.preview is None or self._sending:
            return
        self._sending = True
        self.banner.say([])
        command = self.command(values, self.people[values["scope"]], self.preview.seal)
        self.space.send(
            command,
            self._gone,
            title=self.windowTitle(),
            on_error=self._failed,
            on_finished=self._over,
            cancellable=True,
        )

    def _gone(self, outcome: Outcome) -> None:
        day = (self.form.values() or {}).get("day")
        if day is not None:
            self.space.last_days[type(self).__name__] = day.isoformat()
        self.carried_out.emit(outcome)
        self.accept()

    def _over(self) -> None:
        if shiboken6.isValid(self):
            self._sending = False

    def _failed(self, error: BaseException) -> None:
        if not shiboken6.isValid(self):
            return
        if isinstance(error, DeskError):
            self._forget()
            self.banner.say(self.form.show_problems(error))
        else:
            self.space.notices.failed(error)


class EditDialog(BatchDialog):
    """Set fields of many people; what is left blank stays as it is."""

    def build(self) -> None:
        """Codes first, then since when, then words."""
        form = self.form
        blank = _("Stays as it is")
        form.add(*(self._choice(name, blank) for name in ("team", "authority")))
        form.add(*(self._choice(name, blank) for name in ("rank", "side_rank")))
        form.add(self._choice("status", blank))
        form.add(
            Field(
                "day",
                _("Since"),
                self.day_editor(),
                hint=_("Of team, rank, post and status; blank means today."),
            ),
            Field("reason", _("Reason"), TextEditor()),
        )
        form.add(Field("correction", "", CheckEditor(_("Only correct what was entered wrongly"))))
        for left, right in zip(TEXTS[::2], TEXTS[1::2], strict=True):
            form.add(*(Field(name, _label(name), TextEditor(blank)) for name in (left, right)))
        hint = QLabel(_("Type 无 to take a text away."))
        hint.setProperty("role", "hint")
        form.add_widget(hint)

    def _choice(self, name: str, blank: str) -> Field:
        options = [Option("", blank), *options_of(_CODES[name])]
        if name not in NEEDED:
            options.insert(1, Option(NOTHING, _("Take the value away")))
        editor = ChoiceEditor(options, blank)
        editor.set_value("")
        label = _("Rank beside the post") if name == "side_rank" else _label(name)
        return Field(name, label, editor)

    def command(self, values: dict[str, Any], person_ids: tuple[int, ...], seal: str) -> ForMany:
        """Return the step."""
        given = tuple(
            (name, "" if values[name] == NOTHING else str(values[name]))
            for name in (*_CODES, *TEXTS)
            if values[name]
        )
        return EditPeople(
            person_ids=person_ids,
            seal=seal,
            values=given,
            day=values["day"],
            reason=values["reason"] or "",
            correction=values["correction"],
        )


class ReplaceDialog(BatchDialog):
    """Find and replace words in one field."""

    def build(self) -> None:
        """Where, what, by what."""
        field = ChoiceEditor([Option(name, _label(name)) for name in TEXTS])
        field.set_value(TEXTS[0])
        self.form.add(Field("find", _("Find"), TextEditor(), required=True))
        self.form.add(Field("replace", _("Replace by"), TextEditor(), hint=_("Blank takes the words away.")))
        self.form.add(Field("field", _("In the field"), field, required=True))
        self.form.add(Field("whole", "", CheckEditor(_("Only where the field says nothing else"))))

    def command(self, values: dict[str, Any], person_ids: tuple[int, ...], seal: str) -> ForMany:
        """Return the step."""
        return ReplaceWords(
            person_ids=person_ids,
            seal=seal,
            field=values["field"],
            find=values["find"],
            replace=values["replace"] or "",
            whole=values["whole"],
        )

    def nobody(self) -> str:
        """Return that nothing was found."""
        return _("Nobody would be changed: the words do not stand in this field.")

    def unchanged(self) -> str:
        """Return in how many nothing was found."""
        return _("{count} without these words")


class TransferDialog(BatchDialog):
    """Move many people to another unit."""

    def build(self) -> None:
        """Where to, what becomes of the posts, since when, why."""
        self.form.add(
            Field("unit_id", _("To the unit"), ChoiceEditor(unit_options(self.units)), required=True)
        )
        # nobody else can say it: a post in words may be of the unit that is left, or of no unit
        self.posts = ChoiceEditor(
            [
                Option(PostsThen.ENDED, _("End with the move")),
                Option(PostsThen.KEPT, _("Are kept in the new unit")),
                Option(PostsThen.NEW, _("Everybody takes up the post below")),
            ]
        )
        self.post = TextEditor()
        self.form.add(
            Field(
                "posts",
                _("Posts so far"),
                self.posts,
                required=True,
                hint=_("Levels and ranks stay as they are."),
            )
        )
        self.form.add(Field("post", _("New post"), self.post))
        self.post.textEdited.connect(lambda said: self.posts.set_value(PostsThen.NEW) if said else None)
        self.posts.edited.connect(self._without_post)
        self.form.add(Field("day", _("Since"), self.day_editor(), hint=_("Blank means today.")))
        self.form.add(Field("reason", _("Reason"), TextEditor(), hint=_("The document or the occasion")))

    def command(self, values: dict[str, Any], person_ids: tuple[int, ...], seal: str) -> ForMany:
        """Return the step."""
        return TransferPeople(
            person_ids=person_ids,
            seal=seal,
            unit_id=values["unit_id"],
            day=values["day"],
            reason=values["reason"] or "",
            posts=PostsThen(values["posts"]),
            post=values["post"] or "",
        )

    def _without_post(self) -> None:
        """Take a new post away that nobody gets."""
        if self.posts.value() != PostsThen.NEW:
            self.post.setText("")


def _label(name: str) -> str:
    return text(f"field.{name}" if name in _OWN_LABELS else f"roster.field.{name}")


def _said(value: Any) -> str:
    if value is None or value == "":
        return _("(blank)")
    return format_value(Kind.TEXT, value) if type(value) is str else format_value(Kind.CODE, value)


def _change(said: FieldSaid) -> str:
    if said.old == said.new:
        return _("{field}: {old} (kept)").format(field=text(said.label), old=_said(said.old))
    words = _("{field}: {old} → {new}") if not said.since else _("{field}: {old} → {new}, since {day}")
    return words.format(field=text(said.label), old=_said(said.old), new=_said(said.new), day=said.since)


def _a_line_each(lines: Sequence[BatchLine]) -> tuple[BatchLine, ...]:
    """Return a line for every change: several beside each other are cut off at the end of the column."""
    single: list[BatchLine] = []
    for line in lines:
        single += [replace(line, changes=(one,)) for one in line.changes] or [line]
    return tuple(replace(line, id=number) for number, line in enumerate(single, 1))


def _what(row: BatchLine) -> str:
    if row.problem is not None:
        return _("Can't be: {reason}").format(reason=text(row.problem.code, **row.problem.params))
    return _("; ").join(_change(said) for said in row.changes)


def _columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=8),
        ColumnSpec("what", _("What becomes of it"), width_em=20, value=_what, stretch=True, sortable=False),
    )
