"""系统 through the window: backups made, verified and restored, users and rules kept, the log read."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import PASSWORD, USERS
from tests.ui.pages.conftest import settled
from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import AccessDenied, Refused
from trainingdesk.persistence.readmodels.rules import load_policy
from trainingdesk.shared.assets import data_file
from trainingdesk.ui.pages.office.page import OfficePage
from trainingdesk.ui.pages.office.rules import rule_value, rule_words
from trainingdesk.ui.widgets.forms import FormDialog
from trainingdesk.usecases.commands.office import ChangeOffice
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.safekeeping import backups

Open = Callable[[str], OfficePage]


def dialog() -> QDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())


def form() -> FormDialog:
    found = dialog()
    assert isinstance(found, FormDialog)
    return found


def fill(values: dict, qtbot: QtBot, page: OfficePage) -> None:
    """Fill the open form in and save it."""
    window = form()
    window.form.set_values(values)
    with qtbot.waitSignal(window.saved):
        window.save_button.click()
    settled(qtbot, page)


def cells(page: OfficePage, name: str) -> list[list[str]]:
    model = page.lists[name].rows
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_backup_is_made_listed_and_verified(open_page: Open, desk: Desk, qtbot: QtBot):
    page = open_page("office")
    assert page.lists["backups"].empty.isVisible()
    page.actions_.trigger("office.backup")
    settled(qtbot, page)
    assert len(cells(page, "backups")) == len(backups(desk)) == 1
    assert cells(page, "backups")[0][1] == "手动"
    page.lists["backups"].select_ids([page.lists["backups"].rows.id_at(0)])
    page.actions_.trigger("office.verify")
    settled(qtbot, page)


def test_restoring_asks_first_then_signs_everybody_out(open_page: Open, desk: Desk, qtbot: QtBot):
    page = open_page("office")
    page.actions_.trigger("office.backup")
    settled(qtbot, page)
    page.lists["backups"].select_ids([page.lists["backups"].rows.id_at(0)])
    page.actions_.trigger("office.restore")
    asked = dialog()
    asked.reject()
    assert desk.actor is not None
    page.actions_.trigger("office.restore")
    with qtbot.waitSignal(page.space.restart) as restarted:
        dialog().yes.click()
    assert "before-restore" in restarted.args[0]
    assert desk.actor is None


def test_nothing_chosen_says_so_instead_of_doing_nothing(open_page: Open):
    page = open_page("office")
    assert page.actions_.reason("office.restore") == "请先在列表中选择一份备份。"
    assert page.actions_.reason("office.set_rule") == "请先在列表中选择一条规则。"


def test_a_user_is_added_changed_and_given_a_new_password(open_page: Open, desk: Desk, qtbot: QtBot):
    page = open_page("office")
    page.actions_.trigger("office.add_user")
    fill(
        {"login": "xin", "name": "郝新", "password": "first-password", "roles": (Role.TRAINER,)}, qtbot, page
    )
    row = next(row for row in cells(page, "users") if row[0] == "xin")
    assert "班主任" in row[2]
    ids = list(page.lists["users"].rows.ids)
    user_id = ids[[row[0] for row in cells(page, "users")].index("xin")]
    page.lists["users"].select_ids([user_id], current=user_id)
    page.actions_.trigger("office.reset_password")
    fill({"password": "second-password"}, qtbot, page)
    with pytest.raises(AccessDenied):
        desk.sign_in("xin", "first-password")
    assert desk.sign_in("xin", "second-password").name == "郝新"


def test_a_short_password_is_refused_in_words_and_nothing_is_lost(open_page: Open, qtbot: QtBot):
    page = open_page("office")
    page.actions_.trigger("office.add_user")
    window = form()
    window.form.set_values({"login": "xin", "name": "郝新", "password": "short", "roles": (Role.CLERK,)})
    window.save_button.click()
    settled(qtbot, page)
    assert window.isVisible()
    assert "8" in window.banner.text()
    assert window.form.fields["name"].as_editor.value() == "郝新"
    window.reject()
    window.reject()


def test_a_rule_gets_a_new_value_with_its_source(open_page: Open, desk: Desk, qtbot: QtBot):
    page = open_page("office")
    before = len(cells(page, "rules"))
    names = [row[0] for row in cells(page, "rules")]
    rule_id = list(page.lists["rules"].rows.ids)[names.index("培训费综合定额（元／人天）")]
    page.lists["rules"].select_ids([rule_id], current=rule_id)
    page.actions_.trigger("office.set_rule")
    fill({"value": "600", "valid_from": date(2027, 1, 1), "source": "某财行〔2026〕1号第三条"}, qtbot, page)
    assert len(cells(page, "rules")) == before + 1
    with desk.engines.reader.connect() as connection:
        assert load_policy(connection, date(2027, 1, 1)).whole("fee.composite_standard") == 60000
        assert load_policy(connection, date(2026, 12, 31)).whole("fee.composite_standard") == 55000


def open_rule(page: OfficePage, name: str, place: int = 0) -> FormDialog:
    names = [row[0] for row in cells(page, "rules")]
    rule_id = list(page.lists["rules"].rows.ids)[names.index(name) + place]
    page.lists["rules"].select_ids([rule_id], current=rule_id)
    page.actions_.trigger("office.set_rule")
    return form()


def test_a_rule_s_slip_is_said_at_its_field(open_page: Open, desk: Desk, qtbot: QtBot):
    page = open_page("office")
    window = open_rule(page, "请假上限（占总学时）")
    fields = window.form.fields
    assert "correct" not in fields, "what began in the past is not put right"
    window.form.set_values({"value": "七分之一", "valid_from": date(2013, 3, 1), "source": "某文"})
    window.save_button.click()
    settled(qtbot, page)
    assert window.isVisible()
    assert "1/7" in fields["value"].error
    assert "2013-03-01" in fields["valid_from"].error
    assert fields["source"].error == ""
    window.reject()
    window.reject()


def test_a_value_dated_into_the_far_future_is_put_right(open_page: Open, desk: Desk, qtbot: QtBot):
    page = open_page("office")
    before = len(cells(page, "rules"))
    open_rule(page, "请假上限（占总学时）")
    fill({"value": "1/6", "valid_from": date(2099, 1, 1), "source": "某文"}, qtbot, page)
    assert len(cells(page, "rules")) == before + 1
    window = open_rule(page, "请假上限（占总学时）")
    assert window.form.fields["correct"].as_editor.value() is True
    assert window.form.fields["valid_from"].as_editor.value() == date(2099, 1, 1)
    fill({"valid_from": date(2027, 1, 1)}, qtbot, page)
    assert len(cells(page, "rules")) == before + 1
    with desk.engines.reader.connect() as connection:
        assert load_policy(connection, date(2027, 1, 1)).text("attendance.leave_limit") == "1/6"
        assert load_policy(connection, date(2026, 12, 31)).text("attendance.leave_limit") == "1/7"


def test_the_log_is_searched(open_page: Open, qtbot: QtBot):
    page = open_page("office")
    page.tabs.setCurrentWidget(page.lists["log"])
    all_rows = page.lists["log"].rows.rowCount()
    page.search.setText("SetUpDesk")
    qtbot.waitUntil(lambda: page.lists["log"].rows.rowCount() not in {0, all_rows})
    assert {row[3] for row in cells(page, "log")} == {"建立数据文件"}


def test_who_may_not_read_the_log_is_told_why(open_page: Open, desk: Desk):
    desk.sign_in(USERS[Role.TRAINER][0], PASSWORD)
    page = open_page("office")
    assert "查看日志" in page.lists["log"].empty.sentence
    assert "没有此项权限" in page.actions_.reason("office.check")


def test_the_check_says_what_it_found(open_page: Open, desk: Desk, qtbot: QtBot):
    desk.sign_in(USERS[Role.ADMINISTRATOR][0], PASSWORD)
    page = open_page("office")
    said: list[str] = []
    page.space.notices.posted.connect(lambda notice: said.append(notice.sentence))
    page.actions_.trigger("office.check")
    settled(qtbot, page)
    assert said == ["数据完好。"]


def test_every_rule_can_be_typed_as_it_is_read():
    for rule in json.loads(data_file("rules.json").read_text(encoding="utf-8")):
        words = rule_words(rule["key"], rule["value"])
        assert rule_value(rule["key"], rule["value"], words) == rule["value"], rule["key"]


def test_a_word_the_list_does_not_know_is_refused_with_the_known_ones():
    with pytest.raises(Refused) as refused:
        rule_value("completion.passing_grades", ["pass"], "合格、凑合")
    assert refused.value.params["word"] == "凑合"


def test_a_form_that_somebody_overtook_says_what_they_changed(open_page: Open, desk: Desk, qtbot: QtBot):
    page = open_page("office")
    page.actions_.trigger("office.names")
    qtbot.waitUntil(
        lambda: any(isinstance(w, FormDialog) for w in QApplication.topLevelWidgets() if w.isVisible())
    )
    window = form()
    desk.execute(ChangeOffice(version=1, name="别人改的名字", number_prefix="城东组"))
    window.form.set_values({"name": "我改的名字"})
    window.save_button.click()
    settled(qtbot, page)
    assert "别人改的名字" in window.banner.text()
    assert "城东区委组织部" in window.banner.text()
    assert desk.office_name == "别人改的名字"
    window.reject()
    window.reject()
