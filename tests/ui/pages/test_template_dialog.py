"""For which units forms go out: chosen in the window, whatever is chosen in the tree."""

from collections.abc import Callable

from tests.ui.pages.test_list_orders import choose
from trainingdesk.ui.pages.roster.template_dialog import Extent, TemplateDialog


def test_the_unit_is_chosen_where_the_form_is_asked_for(open_page: Callable):
    page = open_page("roster")
    page.write_templates()
    asked = page.findChild(TemplateDialog)
    assert (asked.unit, asked.extent()) == (None, Extent.EACH)
    assert asked.every.isVisibleTo(asked)
    assert not any(button.isVisibleTo(asked) for button in asked.buttons.values())
    choose(asked.choice, "城东区教育局")
    asked.choice.activated.emit(asked.choice.currentIndex())
    assert asked.unit == next(unit for unit in page.units if unit.name == "城东区教育局")
    assert not asked.every.isVisibleTo(asked)
    assert asked.extent() is Extent.UNIT
    asked.buttons[Extent.BELOW].click()
    assert asked.extent() is Extent.BELOW
    # a unit with none below it has one way only
    choose(asked.choice, "城东区实验小学")
    asked.choice.activated.emit(asked.choice.currentIndex())
    assert [extent for extent, button in asked.buttons.items() if button.isVisibleTo(asked)] == [Extent.UNIT]
    assert asked.extent() is Extent.UNIT
    asked.reject()
