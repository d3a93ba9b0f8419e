"""The line at the bottom: what is shown and hidden, what is under way, what is saved."""

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from trainingdesk.shared.clock import system_clock
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Jobs

#: A job is named only when it takes longer than this.
PATIENCE_MS = 300


class ElidedLabel(QLabel):
    """A label that is cut with an ellipsis instead of pushing its neighbours, with the whole as its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        self._whole = sentence
        self.setToolTip(sentence)
        self._cut()

    @property
    def whole(self) -> str:
        """The sentence, not cut."""
        return self._whole

    def resizeEvent(self, event: object) -> None:
        """Cut anew."""
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


class JobLine(QWidget):
    """Names the job that takes longest, with a count and a way to stop it."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.job: Job | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.size(theme.GAP))
        self.words = QLabel()
        self.words.setProperty("role", "said")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.size(120))
        self.bar.setAccessibleName(_("Progress"))
        self.stop = QToolButton()
        self.stop.setText(_("Cancel"))
        self.stop.setProperty("kind", "link")
        self.stop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stop.clicked.connect(self._cancel)
        for part in (self.words, self.bar, self.stop):
            line.addWidget(part)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._show)
        jobs.started.connect(self._started)
        jobs.finished.connect(self._finished)
        self.hide()

    def _started(self, job: Job) -> None:
        if job.title and self.job is None:
            self.job = job
            job.progressed.connect(self._progressed)
            self._patience.start()

    def _finished(self, job: Job) -> None:
        if job is not self.job:
            return
        self.job = None
        self._patience.stop()
        self.hide()
        waiting = next((other for other in self._jobs.running if other.title), None)
        if waiting is not None:
            self._started(waiting)

    def _show(self) -> None:
        if self.job is None:
            return
        self.stop.setVisible(self.job.cancellable)
        self.stop.setEnabled(True)
        self._progressed(self.job.done, self.job.total, self.job.step)
        self.show()

    def _progressed(self, done: int, total: int, step: str) -> None:
        if self.job is None:
            return
        name = text(step) if step else self.job.title
        if total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.words.setText(
                _("{name} {done} / {total}").format(name=name, done=f"{done:,}", total=f"{total:,}")
            )
        else:
            self.bar.setRange(0, 0)
            self.words.setText(f"{name} {done:,}" if done else name)

    def _cancel(self) -> None:
        if self.job is not None:
            self.stop.setEnabled(False)
            self.words.setText(_("Stopping…"))
            self.job.cancel()


class StatusLine(QWidget):
    """The status bar.

    Signals:
        clear_asked: the person wants the filter gone.
    """

    clear_asked = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.size(theme.STATUS))
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.size(theme.MARGIN), 0, theme.size(theme.MARGIN), 0)
        line.setSpacing(theme.size(theme.PADDING))
        self.shown = QLabel()
        self.hidden_ = QLabel()
        self.clear = QToolButton()
        self.clear.setText(_("Clear the filter"))
        self.clear.setProperty("kind", "link")
        self.clear.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clear.clicked.connect(self.clear_asked)
        self.said = ElidedLabel()
        self.said.setProperty("role", "said")
        self.jobs = JobLine(jobs)
        self.saved = QLabel()
        for part, stretch in (
            (self.shown, 0),
            (self.hidden_, 0),
            (self.clear, 0),
            (self.said, 1),
            (self.jobs, 0),
            (self.saved, 0),
        ):
            line.addWidget(part, stretch)
        self._line = line
        self._saved_at: datetime | None = None
        self._backup_at: datetime | None = None
        self.set_counts("", "")
        self._show_saved()

    def add_before_saved(self, widget: QWidget) -> None:
        """Put a widget where it says what is saved."""
        self._line.insertWidget(self._line.indexOf(self.saved), widget)

    def set_counts(self, shown: str, hidden: str) -> None:
        """Say what is shown and what a filter hides."""
        self.shown.setText(shown)
        self.shown.setVisible(bool(shown))
        self.hidden_.setText(f"· {hidden}" if hidden else "")
        self.hidden_.setVisible(bool(hidden))
        self.clear.setVisible(bool(hidden))

    def hint(self, sentence: str) -> None:
        """Say something until the next hint."""
        self.said.say(sentence)

    def note_saved(self) -> None:
        """Note that a change was committed now."""
        self._saved_at = system_clock()
        self._show_saved()

    def set_backup(self, instant: datetime | None) -> None:
        """Say when the last verified backup was made, None for never."""
        self._backup_at = instant
        self._show_saved()

    def _show_saved(self) -> None:
        parts = [_("All changes saved")]
        if self._saved_at is not None:
            parts = [_("Saved {time}").format(time=f"{self._saved_at.astimezone():%H:%M}")]
        if self._backup_at is not None:
            there, now = self._backup_at.astimezone(), system_clock().astimezone()
            days = (now.date() - there.date()).days
            when = f"{there:%H:%M}" if not days else f"{there:%Y-%m-%d}"
            parts.append(
                _("backed up today {time}").format(time=when)
                if not days
                else _("backed up {day}").format(day=when)
            )
        self.saved.setText(" · ".join(parts))
