"""A form goes out to a unit from the window and comes back through the import, with the keyboard alone."""

from pathlib import Path

import pytest

from tests.desk_fixtures import PASSWORD, USERS
from tests.journeys.conftest import Begin
from tests.journeys.hand import words_in
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_template import BUREAU, change
from trainingdesk.domain.access import Role
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, DONE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.pages.roster.template_dialog import TemplateDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)


def test_a_form_goes_out_and_comes_back(begin: Begin, desk_file: Path, tmp_path: Path):
    hand = begin(desk_file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    page = hand.go("Ctrl+2", RosterPage)
    hand.tab_to(page.tree)
    hand.press("Home")
    for _step in range(8):
        if page.unit_id() == BUREAU:
            break
        hand.press("Down")
    hand.settle()
    hand.palette("导出填报表")
    asked = hand.window(TemplateDialog)
    assert "教育局连同下级单位，合为一份" in words_in(asked)
    hand.press("Down")
    hand.press("Return")
    book = tmp_path / "教育局.xlsx"
    hand.choose_file(book)
    hand.until(book.exists)
    hand.settle()
    assert "5 人" in hand.notice + hand.hint

    def edit(body, at):
        body.sort(key=lambda row: row[at["手机"]], reverse=True)
        by_name = {row[at["姓名"]]: row for row in body}
        by_name["李秀英"][at["姓名"]], by_name["李秀英"][at["手机"]] = "李秀瑛", "13988887777"
        new = [None] * len(body[0])
        new[at["姓名"]], new[at["工作单位"]] = "路新", "城东区实验小学"
        body.insert(1, new)

    (tmp_path / "back").mkdir()
    book = book.rename(tmp_path / "back" / "form.xlsx")
    change(book, edit)
    hand.press("Ctrl+I")
    wizard = hand.window(ImportDialog)
    hand.press("Space")
    hand.choose_file(book)
    hand.until(lambda: wizard.step == COLUMNS)
    hand.press("Return")
    hand.until(lambda: wizard.step == ROWS and not wizard.busy)
    buckets = [wizard.rows.buckets.item(place).text() for place in range(wizard.rows.buckets.count())]
    assert buckets == ["更新  1", "新增  1", "相同  4"]
    hand.tab_to(wizard.next_button)
    hand.press("Return")
    hand.until(lambda: wizard.step == DONE)
    hand.press("Return")
    hand.gone(wizard)
    assert rows(hand.desk, "SELECT name, phone FROM person WHERE id = 8") == [("李秀瑛", "13988887777")]
    assert rows(hand.desk, "SELECT count(*) FROM person WHERE name = '路新'") == [(1,)]
