"""A request against the standard: item by item, the sum, the ceiling, red where it is above."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from trainingdesk.domain.fees.rules import Standard, Standing, paid_days
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def money(cents: int) -> str:
    """Return cents as they are shown."""
    return format_value(Kind.CENTS, cents)


class StandingView(QWidget):
    """The items of a request beside their part of the standard; a figure above it is red and carries ▲."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Against the standard"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.size(theme.PADDING))
        self._grid.setVerticalSpacing(theme.size(4))
        self._grid.setColumnStretch(0, 1)

    def show_standing(self, stands: Standing, standard: Standard, persons: int, days: int) -> None:
        """Show other figures."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._row(0, _("Item"), _("Asked for"), _("Standard"), role="hint")
        row = 1
        for one in stands.items:
            limit = "—" if one.standard is None else money(one.standard)
            over = _("{over} yuan above its part of the standard").format(over=money(one.over))
            self._row(
                row, text(f"fee_item.{one.item}"), money(one.amount), limit, wrong=over if one.over else ""
            )
            row += 1
        self._line(row)
        if stands.others:
            self._row(row + 1, _("Other requests of this class"), money(stands.others), "")
            row += 1
        over = _("{over} yuan above the ceiling").format(over=money(stands.over)) if stands.over else ""
        self._row(
            row + 1,
            _("Under the standard"),
            money(stands.inside + stands.others),
            money(stands.ceiling),
            role="strong",
            wrong=over,
        )
        if stands.outside:
            self._row(row + 2, _("All together"), money(stands.total), "", role="strong")
        words = _("Ceiling: {standard} yuan × {persons} people × {days} days. {source}").format(
            standard=f"{standard.composite / 100:g}",
            persons=persons,
            days=f"{float(paid_days(standard, days)):g}",
            source=stands.source,
        )
        below = QLabel(words)
        below.setWordWrap(True)
        below.setProperty("role", "hint")
        self._grid.addWidget(below, row + 3, 0, 1, 3)
        if over:
            warning = QLabel(f"▲ {over}")
            warning.setProperty("role", "error")
            warning.setWordWrap(True)
            self._grid.addWidget(warning, row + 4, 0, 1, 3)

    def _line(self, row: int) -> None:
        rule = QFrame()
        rule.setObjectName("rule")
        self._grid.addWidget(rule, row, 0, 1, 3)

    def _row(self, row: int, name: str, amount: str, limit: str, *, role: str = "", wrong: str = "") -> None:
        for column, words in enumerate((name, f"▲ {amount}" if wrong else amount, limit)):
            label = QLabel(words)
            if column == 1 and wrong:
                label.setProperty("role", "wrong")
            elif role:
                label.setProperty("role", role)
            if column:
                label.setAlignment(_RIGHT)
                if role != "hint":
                    label.setFont(theme.font(tabular=True, strong=role == "strong"))
            else:
                label.setWordWrap(True)
            label.setToolTip(wrong)
            self._grid.addWidget(label, row, column)
