"""The card of one request: what it asks for, how it stands, who did what, and what can be done now."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from trainingdesk.domain.fees.rows import FeeCard, FeeStepRow
from trainingdesk.shared.formatting import Kind, format_value, spread_name
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.actions import ActionSet
from trainingdesk.ui.notices import problem_sentence
from trainingdesk.ui.pages.fees.columns import state_chip
from trainingdesk.ui.pages.fees.standing import StandingView, money
from trainingdesk.ui.widgets.card import ChipLabel
from trainingdesk.ui.widgets.tabbing import next_by_tab

#: The decisions a card offers, in the order of the way.
DECISIONS = ("fees.review", "fees.approve", "fees.pay", "fees.return")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_TOP = Qt.AlignmentFlag.AlignTop


def _label(words: str, role: str = "", *, wrap: bool = True) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


class RequestCard(QFrame):
    """Everything a decision on one request needs."""

    def __init__(self, actions: ActionSet) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(_("The chosen request"))
        self.setMinimumWidth(theme.size(360))
        pad = theme.size(theme.PADDING)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(pad, pad, theme.size(4), pad)
        whole.setSpacing(theme.size(theme.GAP))
        head = QHBoxLayout()
        self.number = _label("", "slate", wrap=False)
        self.state = ChipLabel()
        head.addWidget(self.number)
        head.addStretch(1)
        head.addWidget(self.state)
        head.addSpacing(pad)
        whole.addLayout(head)
        self.title = _label("", "section")
        whole.addWidget(self.title)
        decisions = QHBoxLayout()
        decisions.setSpacing(theme.size(theme.GAP))
        self.buttons = {action: actions.button(action) for action in DECISIONS}
        for button in self.buttons.values():
            decisions.addWidget(button)
        decisions.addStretch(1)
        whole.addLayout(decisions)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(_("The chosen request"))
        whole.addWidget(self.area, 1)
        self.show_card(None)

    def show_card(self, card: FeeCard | None) -> None:
        """Show a request, None for none."""
        self.number.setText(card.row.number if card else "")
        self.title.setText(card.row.title if card else _("No request is chosen."))
        self.state.show_chip(state_chip(card.row.state) if card else None)
        possible = {f"fees.{verdict.action}" for verdict in card.verdicts} if card else set()
        for action, button in self.buttons.items():
            button.setVisible(action in possible)
        ground = QWidget()
        body = QVBoxLayout(ground)
        body.setContentsMargins(0, 0, theme.size(theme.GAP), 0)
        body.setSpacing(theme.size(theme.GAP))
        if card is not None:
            self._fill(body, card)
        else:
            body.addWidget(
                _label(
                    _("Choose one at the left: its lines, its standing and its trail are shown here."),
                    "slate",
                )
            )
        body.addStretch(1)
        self.area.setWidget(ground)
        next_by_tab(self.area)

    def _fill(self, body: QVBoxLayout, card: FeeCard) -> None:
        of = card.training_class
        words = _("{class_title} ({code}), {start} to {end}").format(
            class_title=of.title, code=of.code, start=of.start_day, end=of.end_day
        )
        body.addWidget(_label(words))
        if of.is_main:
            body.addWidget(_label(_("Main class: outside the year's total ceiling."), "hint"))
        for note in card.notes:
            if note.field == "lines":
                continue  # its figure is red below
            line = QHBoxLayout()
            icon = QLabel()
            icon.setPixmap(theme.pixmap("alert-triangle", "amber", theme.size(16)))
            line.addWidget(icon, 0, _TOP)
            line.addWidget(_label(problem_sentence(note), "hint"), 1)
            body.addLayout(line)
        self._heading(body, _("Lines"))
        body.addWidget(self._lines(card))
        self._heading(body, _("Against the standard"))
        view = StandingView()
        view.show_standing(card.standing, card.standard, card.row.persons, card.row.days)
        body.addWidget(view)
        self._heading(body, _("Trail"))
        if not card.trail:
            body.addWidget(_label(_("A draft: not submitted yet."), "slate"))
        for step in card.trail:
            body.addWidget(self._step(step))

    @staticmethod
    def _heading(body: QVBoxLayout, words: str) -> None:
        rule = QFrame()
        rule.setObjectName("rule")
        body.addWidget(rule)
        body.addWidget(_label(words, "strong"))

    @staticmethod
    def _lines(card: FeeCard) -> QWidget:
        ground = QWidget()
        grid = QGridLayout(ground)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.size(theme.PADDING))
        grid.setVerticalSpacing(theme.size(4))
        grid.setColumnStretch(0, 1)
        if not card.lines:
            grid.addWidget(_label(_("No lines yet."), "slate"), 0, 0)
        for row, line in enumerate(card.lines):
            item = text(f"fee_item.{line.item}")
            name = line.text if line.text in {"", item} else f"{item} · {line.text}"
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(_label(name or item))
            if line.basis:
                cell.addWidget(_label(line.basis, "hint"))
            grid.addLayout(cell, row, 0)
            amount = _label(money(line.amount), wrap=False)
            amount.setFont(theme.font(tabular=True))
            grid.addWidget(amount, row, 1, _RIGHT)
        return ground

    @staticmethod
    def _step(step: FeeStepRow) -> QWidget:
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.size(theme.GAP))
        icon = QLabel()
        chip = state_chip(step.state)
        icon.setPixmap(theme.pixmap(chip.icon, chip.tone, theme.size(16)))
        row.addWidget(icon, 0, _TOP)
        words = QVBoxLayout()
        words.setSpacing(0)
        action = text(f"fee.did.{step.action}")
        words.addWidget(_label(f"{spread_name(step.actor)}　{action}"))
        if step.opinion:
            words.addWidget(_label(step.opinion, "slate"))
        row.addLayout(words, 1)
        row.addWidget(_label(format_value(Kind.INSTANT, step.at), "hint", wrap=False), 0, _TOP)
        return ground
