"""Choosing the order a list of people stands in; one for every such list, with the same words."""

from collections.abc import Sequence

from trainingdesk.domain.roster.order import LIST_ORDERS
from trainingdesk.shared.text import _, language, text
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option


class OrderChooser(ChoiceEditor):
    """The orders of a list, the one chosen last remembered by the list's name; the first is the usual one."""

    def __init__(self, settings: Settings, name: str, orders: Sequence[str] = LIST_ORDERS) -> None:
        options = [Option(str(order), text(f"person_order.{order}")) for order in orders]
        super().__init__(options, placeholder="")
        self._settings, self._name = settings, name
        self.setAccessibleName(_("Order of the list"))
        self.setToolTip(_("Order of the list"))
        self.setMinimumContentsLength(8 if language() != "en" else 16)
        kept = settings.order_of(name)
        self.set_value(kept if kept in orders else str(orders[0]))
        self.edited.connect(self._remember)

    def order(self) -> str:
        """Return the order chosen: a word of ``domain.roster.order``."""
        return str(self.value())

    def _remember(self) -> None:
        self._settings.put_order(self._name, self.order())
