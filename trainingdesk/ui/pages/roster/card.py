"""The card of one person: facts, classes, hours, certificates."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.attendance.days import tenths_of_days
from trainingdesk.domain.codes import CertificateState
from trainingdesk.domain.roster.history_views import HoursStanding, lasting
from trainingdesk.domain.roster.person_form import PresentBasis
from trainingdesk.domain.roster.views import CertificateLine, ClassLine, PersonCard
from trainingdesk.shared.customary import in_words
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.history_words import ended_on, rests_on
from trainingdesk.ui.pages.roster.people import status_chip
from trainingdesk.ui.pages.roster.photo_dialog import photo_label
from trainingdesk.ui.tables.columns import Chip
from trainingdesk.ui.widgets.card import ChipLabel, FactsCard
from trainingdesk.ui.workspace import Workspace


def _came_on(card: PersonCard) -> str:
    if card.joined_by:
        return _("by {day} at the latest").format(day=card.joined_by)
    return format_value(Kind.DAY, card.joined_on)


class PersonCardView(FactsCard):
    """What is known of the chosen person.

    Signals:
        reveal_asked: person, ``id_number`` or ``phone``. class_asked: the class somebody wants to look at.
    """

    reveal_asked = Signal(int, str)
    class_asked = Signal(int)

    def __init__(self, space: Workspace) -> None:
        super().__init__("")
        self._space = space
        self.person: PersonCard | None = None
        self._numbers: dict[str, QLabel] = {}
        self._shown_for = 0
        self.show_person(None)

    def show_person(self, card: PersonCard | None) -> None:
        """Show another person, None for nobody."""
        again = card is not None and self.person is not None and card.id == self.person.id
        revealed = {key: label.text() for key, label in self._numbers.items()} if again else {}
        self.person = card
        self._numbers = {}
        self.clear()
        if card is None:
            self.set_title(_("Nobody chosen"), _("Choose a person to see their training file."))
            return
        # where the post is named after the rank, once is enough
        self.set_title(card.name, " · ".join(dict.fromkeys(filter(None, (card.post, _code(card.rank))))))
        photo = photo_label(card.photo, card.name, theme.size(96), theme.size(128))
        if photo is not None:
            self.add_widget(photo)
        state = QWidget()
        line = QHBoxLayout(state)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.size(theme.GAP))
        line.addWidget(ChipLabel(status_chip(card.status)))
        counted = _("in the base") if card.in_base else _("not in the base")
        line.addWidget(ChipLabel(Chip(counted, "users", "indigo" if card.in_base else "slate")))
        line.addStretch(1)
        self.add_widget(state)
        away = lasting(card.secondments, self._space.today)
        if away is not None:
            # a line of its own: three chips are wider than the card on a narrow screen
            words = _code(away.way)
            if away.valid_to is not None:
                words = _("{way}, to {day}").format(way=words, day=format_value(Kind.DAY, away.valid_to))
            self.add_widget(ChipLabel(Chip(words, "refresh", "amber")))
        self._add_facts(card)
        self._add_training(card)
        self._add_certificates(card.certificates)
        self._add_groups(card)
        self._add_former(card)
        for key, value in revealed.items():
            if key in self._numbers and "*" not in value:
                self._numbers[key].setText(value)

    def show_number(self, person_id: int, number: str, value: str) -> None:
        """Show a number that was asked for, as long as the same person is chosen."""
        if self.person is not None and self.person.id == person_id and number in self._numbers:
            self._numbers[number].setText(value)

    def _add_facts(self, card: PersonCard) -> None:
        self.add_fact(_("Unit"), " / ".join(card.unit_path))
        self._add_number("id_number", _("ID number"), card.id_masked)
        self._add_number("phone", _("Phone"), card.phone_masked)
        since = {"rank": card.side_rank_from if card.side_rank else card.rank_from}
        since |= {name: getattr(card, f"{name}_from") for name in ("unit", "team", "post", "status")}
        basis = {
            one.track: rests_on(one) if since[one.track] or not one.file_day else _latest(one)
            for one in card.bases
        }
        held = "" if card.side_rank else basis.get("rank", "")

        def said(field: str) -> str:
            return in_words(field, getattr(card, field))

        born = _joined(_code(card.sex), card.birth, said("ethnicity"))
        facts = (
            (_("Sex, birth"), born),
            (_("Team"), _code(card.team)),
            (_("Managed by"), _code(card.authority)),
            (_("Native place"), card.native_place),
            (_("Birthplace"), card.birthplace),
            (_("Political status"), said("political")),
            (_("Education"), _joined(said("education"), said("degree"), card.school)),
            (
                _("Full-time education"),
                _joined(said("education_full"), said("degree_full"), card.school_full),
            ),
            (
                _("In-service education"),
                _joined(said("education_service"), said("degree_service"), card.school_service),
            ),
            (_("Professional title"), card.technical_title),
            (_("Rank beside the post"), _code(card.side_rank)),
            (
                _("Of that rank since"),
                _joined(card.side_rank_from, basis.get("rank", "") if card.side_rank else ""),
            ),
            (_("In the unit since"), _joined(card.unit_from, basis.get("unit", ""))),
            (_("In the team since"), _joined(card.team_from, basis.get("team", ""))),
            (_("In the post since"), _joined(card.post_from, basis.get("post", ""))),
            (_("Of the rank since"), _joined(card.rank_from, held)),
            (_("Started work"), card.work_start),
            (_("Joined the Party"), card.party_entry),
            (_("Status since"), _joined(card.status_since, basis.get("status", ""))),
            (_("In the roster since"), _came_on(card)),
            (_("Remarks"), card.note),
            (_("Came in with"), card.imported_from),
        )
        for label, value in facts:
            if value:
                self.add_fact(label, value)

    def _add_number(self, number: str, label: str, masked: str) -> None:
        if not masked:
            return
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.size(4))
        words = QLabel(masked)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(words)
        self._numbers[number] = words
        if self._space.allows(Permission.ROSTER_REVEAL) and self.person is not None:
            show = QToolButton()
            show.setProperty("kind", "link")
            show.setText(_("Show"))
            show.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            show.setAccessibleName(_("Show: {field}").format(field=label))
            show.setToolTip(_("Showing a number is written to the log."))
            show.clicked.connect(_Reveal(self, self.person.id, number))
            line.addWidget(show)
        line.addStretch(1)
        self.add_fact(label, holder)

    def _add_former(self, card: PersonCard) -> None:
        if card.secondments:
            self.add_section(_("Secondments"))
        for away in card.secondments:
            last = format_value(Kind.DAY, away.valid_to) or _("today")
            days = f"{format_value(Kind.DAY, away.valid_from)} – {last}"
            said = " · ".join(part for part in (_code(away.way), away.words, away.reason) if part)
            self._add_line(days, said)
        if not card.former:
            return
        self.add_section(_("Before"))
        for line in card.former:
            said = _joined(line.words, _code(line.code), rests_on(line))
            self._add_line(f"{line.valid_from or _('Not known')} – {ended_on(line)}", said)

    def _add_line(self, days: str, said: str) -> None:
        """Add a line of the history over the whole width: two days are too wide to stand where labels do."""
        self._add_words(f"{days}\n{said}" if said else days)

    def _add_words(self, said: str) -> None:
        words = QLabel(said)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add_widget(words)

    def _add_training(self, card: PersonCard) -> None:
        if card.classes:
            title = ngettext("{count} class", "{count} classes", len(card.classes)).format(
                count=len(card.classes)
            )
            self.add_section(title)
        else:
            self.add_section(_("Classes"))
            nothing = QLabel(_("None yet"))
            nothing.setProperty("role", "slate")
            self.add_widget(nothing)
        for line in card.classes:
            self.add_fact(format_value(Kind.DAY, line.start_day), _class_words(line))
        self._add_hours(card)
        if card.attendance:
            self.add_section(_("Attendance, half-days"))
            counted = [f"{_code(mark)} {count:,}" for mark, count in card.attendance.items()]
            self._add_words(" · ".join(counted))

    def _add_hours(self, card: PersonCard) -> None:
        """Say this year's hours, the cycle's, and those of each year; those owed stand beside what they are held to."""
        standing = card.hours
        if standing is None:
            return
        self.add_section(_("Hours"))
        this_year = _hours_words(standing, standing.this_year, standing.owed_in(standing.year))
        self.add_fact(str(standing.year), this_year)
        for year, hours in sorted(card.hours_by_year.items(), reverse=True):
            if year != standing.year:
                self.add_fact(str(year), _hours_words(standing, hours, None))
        in_cycle = _hours_words(standing, standing.in_cycle, standing.owed_in_cycle)
        self.add_fact(f"{standing.first_year} – {standing.last_year}", in_cycle)

    def _add_groups(self, card: PersonCard) -> None:
        if not card.groups:
            return
        self.add_section(_("Groups"))
        for line in card.groups:
            last = format_value(Kind.DAY, line.valid_to) or _("today")
            days = f"{format_value(Kind.DAY, line.valid_from)} – {last}"
            self._add_line(days, " · ".join(part for part in (_code(line.kind), line.reason) if part))

    def _add_certificates(self, certificates: tuple[CertificateLine, ...]) -> None:
        if not certificates:
            return
        self.add_section(_("Certificates"))
        for line in certificates:
            words = line.number
            if line.state is CertificateState.VOID:
                words = f"{words} · {_code(line.state)}"
            self.add_fact(format_value(Kind.DAY, line.issued_day), words)


class _Reveal:
    """Asks for one number of one person."""

    def __init__(self, card: PersonCardView, person_id: int, number: str) -> None:
        self._card, self._person_id, self._number = card, person_id, number

    def __call__(self, *_more: Any) -> None:
        self._card.reveal_asked.emit(self._person_id, self._number)


def _joined(*parts: str) -> str:
    """Return what is known of several words on one line."""
    return " · ".join(part for part in parts if part)


def _latest(one: PresentBasis) -> str:
    """Return the day by which a value held whose beginning nobody said, and what it rests on: a file's name is no day."""
    by = _("by {day} at the latest").format(day=one.file_day)
    return _joined(by, rests_on(one))


def _code(value: Any) -> str:
    return format_value(Kind.CODE, value)


def _hours_words(standing: HoursStanding, hours: int, need: int | None) -> str:
    """Return hours in words; those of which some are owed say what is missing."""
    attended = format_value(Kind.HOURS, hours)
    if need is None:
        return _("{hours} h").format(hours=attended)
    owed = format_value(Kind.HOURS, need)
    if standing.by_days:
        days = format_value(Kind.HOURS, tenths_of_days(standing.half_days))
        return _("{hours} of {owed} h, enough by {days} days").format(hours=attended, owed=owed, days=days)
    if not standing.short:
        return _("{hours} of {owed} h").format(hours=attended, owed=owed)
    short = format_value(Kind.HOURS, standing.short)
    left = standing.half_days_owed - standing.half_days
    if left > 0:
        days = format_value(Kind.HOURS, tenths_of_days(left))
        words = _("{hours} of {owed} h, {short} short, or {days} days")
        return words.format(hours=attended, owed=owed, short=short, days=days)
    return _("{hours} of {owed} h, {short} short").format(hours=attended, owed=owed, short=short)


def _class_words(line: ClassLine) -> str:
    parts = [line.title]
    if line.completed is None:
        parts.append(text(f"class_state.{line.state}"))
    else:
        parts.append(_("completed") if line.completed else _("not completed"))
    if line.grade is not None:
        parts.append(_code(line.grade))
    if line.unit:
        parts.append(line.unit)
    if line.hours is not None:
        parts.append(_("{hours} h").format(hours=format_value(Kind.HOURS, line.hours)))
    return " · ".join(parts)
