"""How many people are listed, what hides the others, and what a list of nobody means."""

from PySide6.QtWidgets import QPushButton

from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui.pages.roster.narrow import EVERYBODY, NarrowVerbs
from trainingdesk.ui.pages.roster.people import PeopleSource


class CountVerbs(NarrowVerbs):
    """What is said of the list as a whole, and the way to all units."""

    units: tuple[UnitNode, ...]
    _source: PeopleSource | None
    #: what the empty list says now; None before it said anything
    _empty_said: tuple[str, str, int] | None = None

    def _say_counts(self) -> None:
        source = self._source
        if source is None:
            return
        shown = len(self.table.rows.ids)
        # who counts at the chosen unit may stand in the books of another one
        total = max(self._in_scope(), shown)
        words = ngettext("{shown} of {total} person", "{shown} of {total} people", total).format(
            shown=f"{shown:,}", total=f"{total:,}"
        )
        if name := self._unit_name():
            words = _("{unit}: {counts}").format(unit=name, counts=words)
        in_base = self._in_base()
        if not source.wanted.hides and self.units and in_base != shown:
            base = ngettext("{count} counts in the base", "{count} count in the base", in_base)
            words = _("{shown}, {base}").format(shown=words, base=base.format(count=f"{in_base:,}"))
        hidden = total - shown if source.wanted.hides else 0
        if hidden > 0:
            said = ngettext("{count} hidden by the filter", "{count} hidden by the filter", hidden).format(
                count=f"{hidden:,}"
            )
            self.set_counts(words, said, self._clear_all)
        else:
            self.set_counts(words)

    def _say_empty(self) -> None:
        """Say what an empty table means; its buttons are made anew only when they change."""
        source, name = self._source, self._unit_name()
        elsewhere = source.elsewhere if source is not None else 0
        if source is None or not source.total:
            kind = "units" if self.units else "nothing"
        elif source.wanted.hides or not name:
            kind = "filter"
        else:
            kind = "unit"
        if self._empty_said == (kind, name, elsewhere):
            return
        self._empty_said = (kind, name, elsewhere)
        if kind == "filter":
            self._say_nobody_fits(name, elsewhere)
            return
        by_hand = "roster.add_unit" if kind == "nothing" else "roster.add"
        words = _(
            "The roster is the base of everything: plans, classes, coverage. "
            "Import the workbook you have, or add people one by one."
        )
        if kind == "unit":
            words = _("Nobody stands in “{unit}” yet.").format(unit=name)
        self.table.set_empty(
            words, "users", [self.actions_.button(verb) for verb in ("roster.import", by_hand)]
        )

    def _say_nobody_fits(self, unit: str, elsewhere: int) -> None:
        """Say where nobody fits, and with the way there whether somebody does elsewhere."""
        if not unit:
            self.table.set_empty(_("Nobody fits. Change the search or clear the filter."), "search")
        elif not elsewhere:
            words = _(
                "Nobody fits in “{unit}”, nor in any other unit. Change the search or clear the filter."
            )
            self.table.set_empty(words.format(unit=unit), "search")
        else:
            words = ngettext(
                "Nobody fits in “{unit}”; in all units {count} person does.",
                "Nobody fits in “{unit}”; in all units {count} people do.",
                elsewhere,
            )
            everywhere = QPushButton(_("Look in all units"))
            everywhere.clicked.connect(self.look_everywhere)
            self.table.set_empty(words.format(unit=unit, count=f"{elsewhere:,}"), "search", [everywhere])

    def look_everywhere(self) -> None:
        """Let go of the chosen unit; what was typed and every condition stay."""
        self.choose_unit(EVERYBODY)

    def _unit_name(self) -> str:
        """Return what the chosen unit is called, "" for all units."""
        unit = self.unit_id()
        return next((node.short_name for node in self.units if node.id == unit), "")

    def _in_scope(self) -> int:
        unit = self.unit_id()
        if unit is None:
            return self._source.total if self._source is not None else 0
        below = self.tree.below(unit)
        return sum(node.people for node in self.units if node.id in below)

    def _in_base(self) -> int:
        """Return how many of the chosen unit count in the base, as the tree says."""
        unit = self.unit_id()
        if unit is None:
            return sum(node.own for node in self.units)
        return next((node.whole for node in self.units if node.id == unit), 0)

    def _clear_all(self) -> None:
        """Take away what hides people of the chosen unit."""
