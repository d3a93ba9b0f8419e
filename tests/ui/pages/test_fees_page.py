"""The Fees tab on a real desk: written, reviewed, approved, paid; and why each thing can't be done."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import PASSWORD, USERS
from tests.ui.pages.conftest import settled
from tests.ui.pages.pages import dialog, places, reasons
from tests.ui.walk import clipped, nameless, nameless_headings, unreachable
from tests.usecases.test_fees import LODGING, MEALS, add_class, bring_to_payment, create, fund
from trainingdesk.domain.access import DESK, Role
from trainingdesk.domain.codes import FeeItem, FeeState
from trainingdesk.shared.text import set_language
from trainingdesk.ui.notices import Notice
from trainingdesk.ui.pages.fees.forms import (
    CounterForm,
    EntryForm,
    OpinionForm,
    PayForm,
    RequestForm,
    ReturnForm,
)
from trainingdesk.ui.pages.fees.page import FeesPage
from trainingdesk.usecases.commands.fees import ReturnFee, SubmitFee
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries import fees

Open = Callable[[str], FeesPage]


@pytest.fixture
def class_id(desk: Desk) -> int:
    return add_class(desk)


@pytest.fixture
def sign_in(desk: Desk) -> Callable[[Role], None]:
    def switch(role: Role) -> None:
        desk.sign_in(USERS[role][0], PASSWORD)

    return switch


def settle(page: FeesPage, qtbot: QtBot) -> None:
    """Wait for answers, and for what they ask again."""
    for _turn in range(3):
        qtbot.wait(10)
        settled(qtbot, page)


def submit(desk: Desk, fee_id: int) -> None:
    desk.execute(SubmitFee(fee_id=fee_id, version=desk.ask(fees.fee_card, fee_id).row.version))


def shown(page: FeesPage) -> list[int]:
    return list(page.table.rows.ids)


def figures(page: FeesPage) -> dict[str, str]:
    return {key: button._figure.text() for key, button in page.piles.buttons.items()}


def test_a_request_is_written_with_its_sum_beside_the_standard(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, said: list[Notice]
):
    page = open_page("fees")
    page.actions_.trigger("fees.new")
    settle(page, qtbot)
    form = dialog(page, RequestForm)
    chooser = form.form.fields["class_id"].editor
    chooser.setCurrentIndex(0)
    chooser.edited.emit()
    settle(page, qtbot)
    assert (form.persons.value(), form.days.value()) == (50, 5), "capacity and days of the class"
    assert form.form.fields["title"].editor.text() == "科级干部进修班（第3期）培训费"
    qtbot.mouseClick(form.lines.standard_button, Qt.MouseButton.LeftButton)
    assert [line.amount.text() for line in form.lines._lines] == [
        "85,000.00",
        "32,500.00",
        "12,500.00",
        "7,500.00",
    ]
    line = form.lines._lines[1]
    line.basis.setText("50人×5天×100元")
    line.basis.editingFinished.emit()
    assert line.amount.text() == "25,000.00", "counted from the calculation"
    assert "▲" not in "".join(label.text() for label in form.view.findChildren(type(form._nothing)))
    line.amount.setText("40000")
    line.amount.edited.emit()
    qtbot.wait(1)  # Qt shows new labels in its next turn
    texts = [label.text() for label in form.view.findChildren(type(form._nothing)) if label.isVisibleTo(form)]
    assert "▲ 40,000.00" in texts
    assert "▲ 超出定额上限 7,500.00 元" in texts
    line.amount.setText("12.345")
    form.save()
    assert form.isVisible()
    assert "小数超过两位" in form.form.fields["lines"].error
    line.amount.setText("25000")
    form.save()
    settle(page, qtbot)
    made = desk.ask(fees.fee_list).rows[0]
    assert (made.state, made.total) == (FeeState.DRAFT, 13_000_000)
    assert page.table.current_id() == made.id, "the new draft is chosen"
    page.actions_.trigger("fees.submit")
    settle(page, qtbot)
    assert desk.ask(fees.fee_card, made.id).row.state is FeeState.SUBMITTED
    assert said[-1].way_out == "打印审批表"
    gone = places(page.space)
    said[-1].follow()
    assert dict(gone[-1].target) == {"paper": "fees.approval", "params": {"fee": str(made.id)}}


def test_a_fee_of_nothing_stays_in_the_form(desk: Desk, open_page: Open, qtbot: QtBot, class_id: int):
    page = open_page("fees")
    page.open_place({"new_for": class_id})
    settle(page, qtbot)
    form = dialog(page, RequestForm)
    form.form.fields["title"].editor.setText("用餐")
    line = form.lines._lines[0]
    line.text.setText("学员用餐")
    form.save()
    assert "没有金额" in form.form.fields["lines"].error
    line.amount.setText("0")
    form.save()
    assert "不大于 0" in form.form.fields["lines"].error
    assert line.amount.property("wrong")
    assert desk.ask(fees.fee_list).total == 0
    qtbot.mouseClick(line.remove, Qt.MouseButton.LeftButton)
    form.save()
    settle(page, qtbot)
    assert desk.ask(fees.fee_list).total == 1, "a draft may still be empty"
    assert page.why_not_submit() == "申请还没有明细。请至少填写一行再提交。"


def test_each_one_sees_the_own_inbox_first(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, sign_in: Callable[[Role], None]
):
    fee_id = create(desk, class_id, MEALS, LODGING)
    submit(desk, fee_id)
    sign_in(Role.REVIEWER)
    page = open_page("fees")
    assert page._pile == "to_review"
    assert figures(page) == {"to_review": "1", "all": "1"}
    assert shown(page) == [fee_id]
    assert page.card is not None
    assert page.details.buttons["fees.review"].isVisible()
    assert not page.details.buttons["fees.pay"].isVisible()
    page.actions_.trigger("fees.review")
    form = dialog(page, OpinionForm)
    form.form.fields["opinion"].editor.setPlainText("经核，符合标准。")
    form.save()
    settle(page, qtbot)
    assert figures(page)["to_review"] == "0"
    assert shown(page) == []
    assert "没有待您审核的申请" in page.table.empty.sentence
    card = desk.ask(fees.fee_card, fee_id)
    assert (card.row.state, card.trail[-1].opinion) == (FeeState.REVIEWED, "经核，符合标准。")


def test_the_way_to_the_ledger_by_four_people(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, sign_in: Callable[[Role], None]
):
    fee_id = create(desk, class_id, MEALS)
    submit(desk, fee_id)
    sign_in(Role.REVIEWER)
    page = open_page("fees")
    page.review()
    dialog(page, OpinionForm).save()
    settle(page, qtbot)
    page.close()
    sign_in(Role.APPROVER)
    page = open_page("fees")
    assert page._pile == "to_approve"
    page.approve()
    dialog(page, OpinionForm).save()
    settle(page, qtbot)
    page.close()
    sign_in(Role.FUND_KEEPER)
    page = open_page("fees")
    assert page._pile == "to_pay"
    assert page.why_not_pay() == "专户余额不足，请先在“专户台账”用“登记拨入…”入账。"
    page.actions_.trigger("fees.opening")
    form = dialog(page, EntryForm)
    form.form.set_values({"amount": 4_000_000, "text": "上年结转", "party": "区财政局"})
    form.save()
    settle(page, qtbot)
    assert page.why_not_opening().startswith("台账已有记录")
    page.tabs.setCurrentIndex(0)
    assert page.why_not_pay() == ""
    page.actions_.trigger("fees.pay")
    pay = dialog(page, PayForm)
    assert "余 7,500.00 元" in "".join(label.text() for label in pay.findChildren(type(page.details.title)))
    pay.save()
    assert pay.form.fields["payee"].error, "who is paid has to be said"
    pay.form.fields["payee"].editor.setText("区委党校")
    pay.save()
    settle(page, qtbot)
    assert desk.ask(fees.balance).balance == 750_000
    page.tabs.setCurrentIndex(1)
    settle(page, qtbot)
    table = page.ledger.table
    assert table.rows.rowCount() == 2
    entry = table.rows.id_at(1)
    table.select_ids([entry])
    page.actions_.trigger("fees.counter")
    counter = dialog(page, CounterForm)
    counter.form.fields["reason"].editor.setPlainText("收款方有误")
    counter.save()
    settle(page, qtbot)
    assert desk.ask(fees.balance).balance == 4_000_000
    assert desk.ask(fees.fee_card, fee_id).row.state is FeeState.APPROVED
    table.select_ids([entry])
    assert page.why_not_counter() == "这笔记录已经冲销。"
    table.opened.emit(entry)
    settle(page, qtbot)
    assert page.tabs.currentIndex() == 0
    assert page.table.current_id() == fee_id, "from an entry to the request it pays"


def test_a_return_says_why_and_the_requester_sees_it(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, sign_in: Callable[[Role], None]
):
    fee_id = create(desk, class_id, MEALS)
    submit(desk, fee_id)
    sign_in(Role.REVIEWER)
    page = open_page("fees")
    page.actions_.trigger("fees.return")
    form = dialog(page, ReturnForm)
    form.save()
    assert form.isVisible(), "a return without a reason is not sent"
    form.form.fields["reason"].editor.setPlainText("缺课表")
    form.save()
    settle(page, qtbot)
    page.close()
    sign_in(Role.CLERK)
    page = open_page("fees")
    assert page._pile == "returned"
    words = [label.text() for label in page.details.findChildren(type(page.details.title))]
    assert "缺课表" in words
    page.actions_.trigger("fees.change")
    settle(page, qtbot)
    change = dialog(page, RequestForm)
    assert not change.form.fields["class_id"].editor.isEnabled()
    change.persons.setValue(40)
    change.save()
    settle(page, qtbot)
    assert desk.ask(fees.fee_card, fee_id).row.persons == 40


def test_every_button_that_can_not_be_used_says_why(
    desk: Desk,
    open_page: Open,
    qtbot: QtBot,
    class_id: int,
    sign_in: Callable[[Role], None],
    hints: list[str],
):
    page = open_page("fees")
    ids = [action.id for action in page.actions_]
    for action, reason in reasons(page, ids).items():
        if action not in {"fees.new", "fees.ledger_paper", "fees.columns"}:
            assert reason, f"{action} can be used with nothing there"
    fee_id = create(desk, class_id, MEALS)
    submit(desk, fee_id)
    page.refresh()
    settle(page, qtbot)
    said = reasons(page, ids)
    assert said["fees.review"] == "您的角色不能进行此操作：审核经费申请。" or "审核" in said["fees.review"]
    assert "待审核" in said["fees.change"]
    assert said["fees.withdraw"] == ""
    page.actions_.trigger("fees.review")
    assert any("审核" in hint for hint in hints), "the status bar says why"


def test_who_holds_every_role_is_told_the_two_person_rule(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int
):
    from trainingdesk.usecases.commands.office import AddUser

    roles = (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FUND_KEEPER)
    desk.gate.execute(AddUser(login="all", name="全能", password=PASSWORD, roles=roles), DESK)
    desk.sign_in("all", PASSWORD)
    fee_id = create(desk, class_id, MEALS)
    submit(desk, fee_id)
    page = open_page("fees")
    assert set(figures(page)) == {"to_review", "to_approve", "to_pay", "returned", "drafts", "waiting", "all"}
    page.show_pile("all")
    settle(page, qtbot)
    assert page.why_not_review() == "须由他人审核：您是申请人。"
    assert page.details.buttons["fees.review"].reason == "须由他人审核：您是申请人。"
    assert page.why_not_approve().startswith("“同意”须在“待审批”状态下办理")


def test_the_filter_says_what_it_hides_and_can_be_cleared(
    desk: Desk, open_page: Open, qtbot: QtBot, class_id: int
):
    create(desk, class_id, MEALS)
    create(desk, add_class(desk, code="2026-04", title="村居骨干班"), MEALS)
    page = open_page("fees")
    page.search.setText("骨干")
    qtbot.wait(200)
    settle(page, qtbot)
    assert len(shown(page)) == 1
    assert "1" in page.counts[1]
    assert "筛选" in page.counts[1]
    page.clear_filter()
    settle(page, qtbot)
    assert len(shown(page)) == 2
    assert page.counts[1] == ""
    page.tabs.setCurrentIndex(1)
    assert not page.search.isVisible()


def test_papers_are_shown_where_papers_are(desk: Desk, open_page: Open, class_id: int, qtbot: QtBot):
    fee_id = create(desk, class_id, MEALS)
    page = open_page("fees")
    page.show_pile("all")
    settle(page, qtbot)
    gone = places(page.space)
    page.actions_.trigger("fees.print")
    page.actions_.trigger("fees.ledger_paper")
    assert [(place.page, place.target["paper"]) for place in gone] == [
        ("papers", "fees.approval"),
        ("papers", "fees.ledger"),
    ]
    assert gone[0].target["params"] == {"fee": str(fee_id)}


def test_what_others_do_is_seen_at_once(desk: Desk, open_page: Open, qtbot: QtBot, class_id: int, sign_in):
    fee_id = create(desk, class_id, MEALS)
    submit(desk, fee_id)
    page = open_page("fees")
    assert figures(page)["waiting"] == "1"
    sign_in(Role.REVIEWER)
    version = desk.ask(fees.fee_card, fee_id).row.version
    outcome = desk.execute(ReturnFee(fee_id=fee_id, version=version, reason="缺课表"))
    sign_in(Role.CLERK)
    page.space.hub.publish(outcome.changes)
    settle(page, qtbot)
    assert figures(page)["returned"] == "1"
    assert figures(page)["waiting"] == "0"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_part_has_a_name_a_way_by_keyboard_and_room(
    desk: Desk, open_page: Open, qtbot: QtBot, sign_in, class_id: int, language: str
):
    set_language(language)
    fund(desk, sign_in)
    bring_to_payment(desk, sign_in, class_id, MEALS, LODGING)
    sign_in(Role.FUND_KEEPER)
    page = open_page("fees")
    QAbstractItemModelTester(page.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for tab in (0, 1):
        page.tabs.setCurrentIndex(tab)
        settle(page, qtbot)
        assert list(nameless(page)) == []
        assert list(nameless_headings(page)) == []
        assert unreachable(page) == []
        assert clipped(page) == []


def test_the_form_has_names_too(desk: Desk, open_page: Open, qtbot: QtBot, class_id: int):
    page = open_page("fees")
    page.open_place({"new_for": class_id})
    settle(page, qtbot)
    form = dialog(page, RequestForm)
    form.lines.set_value([MEALS, LODGING, MEALS._replace(item=FeeItem.TEACHING)])
    assert list(nameless(form)) == []
    assert unreachable(form) == []
    form._touched = False
    form.close()
    assert date(2026, 6, 12) == page.today
