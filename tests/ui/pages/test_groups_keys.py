"""The groups by the keys: Ctrl+N and F1 mean what is in front, and who retired is said before somebody is recommended."""

from collections.abc import Callable
from datetime import date

from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.walk import clipped
from tests.usecases.test_gate import rows
from trainingdesk.domain.codes import GroupKind, PersonStatus
from trainingdesk.ui.pages.roster.forms import PersonDialog
from trainingdesk.ui.pages.roster.group_forms import JoinDialog
from trainingdesk.ui.pages.roster.page import PEOPLE, RosterPage
from trainingdesk.ui.pages.roster.pick_people import PickPeople
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.desk import Desk


def test_new_and_help_mean_the_view_in_front(open_page: Callable[[str], RosterPage], qtbot: QtBot):
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    page.actions_.trigger("roster.add")
    picking = next(one for one in page.findChildren(PickPeople) if one.isVisible())
    assert not [one for one in page.findChildren(PersonDialog) if one.isVisible()]
    picking.reject()
    assert picking.result() == 0
    words, groups = page.help_here()
    assert "后备干部名单" in words
    heading, actions = groups[0]
    assert heading == page.tabs.tabText(1)
    assert "roster.admit" in {action.id for action in actions}
    assert "roster.import" not in {action.id for action in actions}
    page.tabs.setCurrentIndex(PEOPLE)
    assert page.help_here()[0] != words
    page.actions_.trigger("roster.add")
    (form,) = [one for one in page.findChildren(PersonDialog) if one.isVisible()]
    form.reject()


def test_who_retired_is_said_before_they_are_recommended_and_can_be_left_out(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    desk.execute(ChangeStatus(person_id=4, version=1, status=PersonStatus.RETIRED, day=date(2026, 6, 1)))
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    page.space.last_days["JoinDialog"] = "2025-01-01"
    page._open_join([(3, "单小芳"), (4, "曾国强")], GroupKind.RESERVE)
    (dialog,) = [one for one in page.findChildren(JoinDialog) if one.isVisible()]
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.text() == "已不在职：曾国强（退休）。"
    assert dialog.form.fields["day"].editor.text() == "2026-06-12", "today, not the day of the last one"
    assert clipped(dialog) == []
    dialog._without.click()
    dialog.form.set_values({"by": "区委组织部部务会"})
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    settled(qtbot, page)
    assert rows(desk, "SELECT person_id FROM reserve_candidate") == [(3,)]
    qtbot.waitUntil(lambda: page.groups.candidates.hasFocus() or not page.isActiveWindow())
