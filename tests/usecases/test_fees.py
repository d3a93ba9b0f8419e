"""Fee requests and the ledger through the gate: the way to payment, who may do what, and what the account holds."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.desk_fixtures import TestClock
from trainingdesk.domain.access import DESK, Role
from trainingdesk.domain.classes.rules import ClassAction
from trainingdesk.domain.codes import Audience, ClassState, FeeItem, FeeState, LedgerKind
from trainingdesk.domain.errors import AccessDenied, Conflict, NotFound, Refused
from trainingdesk.domain.fees.rows import FeeFilter, LedgerFilter
from trainingdesk.domain.fees.rules import FeeAction, LineDraft
from trainingdesk.persistence.tables.classes import TrainingClass
from trainingdesk.usecases.commands.classes import ActOnClass
from trainingdesk.usecases.commands.fees import (
    ApproveFee,
    BookAllocation,
    BookCounterEntry,
    BookOpening,
    ChangeFeeRequest,
    CreateFeeRequest,
    PayFee,
    ReturnFee,
    ReturnFeeFromApproval,
    ReviewFee,
    SubmitFee,
    WithdrawFee,
)
from trainingdesk.usecases.commands.office import SetRule, UndoLast
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries import classes, fees

SignIn = Callable[[Role], None]

TODAY = date(2026, 6, 12)
MEALS = LineDraft(FeeItem.MEALS, "学员用餐", "50人×5天×130元", 3_250_000)
LODGING = LineDraft(FeeItem.LODGING, "学员住宿", "50人×5天×340元", 8_500_000)
TEACHING = LineDraft(FeeItem.TEACHING, "讲课费", "20学时×1000元", 2_000_000)


def refused(code: str):
    return pytest.raises(Refused, match=f"^\\('{code}'")


def add_class(desk: Desk, **parts: object) -> int:
    """Put a class into the file as the classes area would."""
    values = {
        "code": "2026-03",
        "title": "科级干部进修班（第3期）",
        "initials": "kjgbjxb",
        "audience": Audience.SECTION,
        "start_day": date(2026, 6, 8),
        "end_day": date(2026, 6, 12),
        "is_main": False,
        "capacity": 50,
        "teacher": "孙班",
        "place": "区委党校",
        "state": ClassState.RUNNING,
        "menu_item_id": None,
        "closed_at": None,
    } | parts
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        with Session(connection) as session:
            training_class = TrainingClass(**values)
            session.add(training_class)
            session.flush()
            number = training_class.id
        connection.info["audited"] = False
    return number


@pytest.fixture
def class_id(desk: Desk) -> int:
    return add_class(desk)


def create(desk: Desk, class_id: int, *lines: LineDraft, persons: int = 50, days: int = 5) -> int:
    command = CreateFeeRequest(class_id=class_id, title="办班经费", persons=persons, days=days, lines=lines)
    return desk.execute(command).result["fee_id"]


def version(desk: Desk, fee_id: int) -> int:
    return desk.ask(fees.fee_card, fee_id).row.version


def act(desk: Desk, command: type, fee_id: int, **parts: object) -> dict:
    return dict(desk.execute(command(fee_id=fee_id, version=version(desk, fee_id), **parts)).result)


def fund(desk: Desk, sign_in: SignIn, cents: int = 50_000_000) -> None:
    sign_in(Role.FUND_KEEPER)
    desk.execute(BookOpening(day=date(2026, 1, 4), amount=cents, text="上年结转", party="区财政局"))


def bring_to_payment(desk: Desk, sign_in: SignIn, class_id: int, *lines: LineDraft) -> int:
    sign_in(Role.CLERK)
    fee_id = create(desk, class_id, *(lines or (MEALS, LODGING)))
    act(desk, SubmitFee, fee_id)
    sign_in(Role.REVIEWER)
    act(desk, ReviewFee, fee_id, opinion="同意，按标准列支。")
    sign_in(Role.APPROVER)
    act(desk, ApproveFee, fee_id, opinion="同意。")
    return fee_id


def test_from_draft_to_payment_with_four_people(desk: Desk, sign_in: SignIn, class_id: int):
    fund(desk, sign_in)
    fee_id = bring_to_payment(desk, sign_in, class_id)
    sign_in(Role.FUND_KEEPER)
    paid = act(desk, PayFee, fee_id, day=TODAY, payee="区委党校")
    assert paid["state"] == "paid"
    assert paid["balance"] == 50_000_000 - 11_750_000
    card = desk.ask(fees.fee_card, fee_id)
    assert card.row.state is FeeState.PAID
    assert card.row.number == "城东组训经〔2026〕001号"
    assert [(step.action, step.actor, step.opinion) for step in card.trail] == [
        (FeeAction.SUBMIT, "张晓", ""),
        (FeeAction.REVIEW, "李审", "同意，按标准列支。"),
        (FeeAction.APPROVE, "王批", "同意。"),
        (FeeAction.PAY, "钱管", "区委党校"),
    ]
    entries = desk.ask(fees.ledger).rows
    assert [(entry.kind, entry.amount, entry.balance) for entry in entries] == [
        (LedgerKind.OPENING, 50_000_000, 50_000_000),
        (LedgerKind.PAYMENT, -11_750_000, 38_250_000),
    ]
    assert entries[1].request_number == card.row.number
    assert entries[1].party == "区委党校"


def test_a_payment_that_is_not_covered_changes_neither_request_nor_ledger(
    desk: Desk, sign_in: SignIn, class_id: int
):
    fund(desk, sign_in, 11_749_999)
    fee_id = bring_to_payment(desk, sign_in, class_id)
    sign_in(Role.FUND_KEEPER)
    with refused("ledger.not_covered") as error:
        act(desk, PayFee, fee_id, day=TODAY, payee="区委党校")
    assert error.value.params["missing"] == "0.01"
    assert desk.ask(fees.fee_card, fee_id).row.state is FeeState.APPROVED
    assert len(desk.ask(fees.ledger).rows) == 1
    desk.execute(BookAllocation(day=TODAY, amount=1, text="追加", party="区财政局"))
    assert act(desk, PayFee, fee_id, day=TODAY, payee="区委党校")["balance"] == 0
    with refused("fee.no_payee"):
        second = bring_to_payment(desk, sign_in, add_class(desk, code="2026-04"), MEALS)
        sign_in(Role.FUND_KEEPER)
        act(desk, PayFee, second, day=TODAY, payee=" ")


def test_numbers_are_drawn_with_the_draft_and_none_is_lost(desk: Desk, class_id: int):
    first = create(desk, class_id)
    with refused("fee.no_title"):
        desk.execute(CreateFeeRequest(class_id=class_id, title=" ", persons=1, days=1))
    second = create(desk, class_id)
    numbers = [row.number for row in desk.ask(fees.fee_list).rows]
    assert numbers == ["城东组训经〔2026〕002号", "城东组训经〔2026〕001号"]
    desk.execute(UndoLast())
    desk.execute(UndoLast())
    states = {row.id: row.state for row in desk.ask(fees.fee_list).rows}
    assert states == {first: FeeState.WITHDRAWN, second: FeeState.WITHDRAWN}
    assert create(desk, class_id) == second + 1
    assert desk.ask(fees.fee_list).rows[0].number.endswith("003号")


def test_a_fee_of_nothing_is_refused(desk: Desk, class_id: int):
    with refused("money.not_positive"):
        create(desk, class_id, MEALS._replace(amount=0))
    fee_id = create(desk, class_id)
    with refused("fee.no_lines"):
        act(desk, SubmitFee, fee_id)
    with pytest.raises(NotFound):
        create(desk, 999, MEALS)


def test_over_the_ceiling_is_refused_at_submit_and_the_draft_stays(desk: Desk, class_id: int):
    fee_id = create(desk, class_id, LODGING, MEALS._replace(amount=5_250_001), TEACHING)
    with refused("fee.over_ceiling") as error:
        act(desk, SubmitFee, fee_id)
    assert (error.value.params["total"], error.value.params["ceiling"]) == ("137,500.01", "137,500.00")
    assert "540号" in str(error.value.params["source"])
    card = desk.ask(fees.fee_card, fee_id)
    assert card.row.state is FeeState.DRAFT
    assert (card.standing.over, card.standing.outside) == (1, 2_000_000)
    act(
        desk,
        ChangeFeeRequest,
        fee_id,
        title="办班经费",
        persons=50,
        days=5,
        lines=(LODGING, MEALS._replace(amount=5_250_000), TEACHING),
    )
    assert act(desk, SubmitFee, fee_id)["state"] == "submitted"


def test_the_standard_is_that_of_the_class_s_first_day(desk: Desk, sign_in: SignIn):
    desk.execute(
        SetRule(
            key="fee.composite_standard",
            value=60000,
            valid_from=date(2026, 6, 9),
            source="某财行〔2026〕1号第3条",
        )
    )
    before = create(desk, add_class(desk, code="2026-03", start_day=date(2026, 6, 8)), MEALS)
    after = create(desk, add_class(desk, code="2026-04", start_day=date(2026, 6, 9)), MEALS)
    assert desk.ask(fees.fee_card, before).standing.ceiling == 13_750_000
    card = desk.ask(fees.fee_card, after)
    assert card.standing.ceiling == 15_000_000
    assert card.standing.source == "某财行〔2026〕1号第3条"


def test_two_requests_share_the_class_s_ceiling(desk: Desk, class_id: int):
    first = create(desk, class_id, LODGING)
    act(desk, SubmitFee, first)
    second = create(desk, class_id, MEALS._replace(amount=5_250_001))
    with refused("fee.over_ceiling_together") as error:
        act(desk, SubmitFee, second)
    assert error.value.params["others"] == "85,000.00"
    form = desk.ask(fees.fee_form, class_id, second)
    assert form.numbers == ("城东组训经〔2026〕001号",)
    act(desk, WithdrawFee, first)
    assert act(desk, SubmitFee, second)["state"] == "submitted", (
        "what is withdrawn takes nothing of the ceiling"
    )


def test_nobody_decides_on_the_own_request_whatever_the_roles(desk: Desk, sign_in: SignIn, class_id: int):
    from tests.desk_fixtures import PASSWORD
    from trainingdesk.usecases.commands.office import AddUser

    roles = (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FUND_KEEPER)
    sign_in(Role.ADMINISTRATOR)
    desk.gate.execute(AddUser(login="all", name="全能", password=PASSWORD, roles=roles), DESK)
    desk.sign_in("all", PASSWORD)
    fee_id = create(desk, class_id, MEALS)
    act(desk, SubmitFee, fee_id)
    with refused("fee.own_review"):
        act(desk, ReviewFee, fee_id)
    with refused("fee.own_return"):
        act(desk, ReturnFee, fee_id, reason="自己退回")
    sign_in(Role.REVIEWER)
    act(desk, ReviewFee, fee_id)
    desk.sign_in("all", PASSWORD)
    with refused("fee.own_approval"):
        act(desk, ApproveFee, fee_id)
    inbox = desk.ask(fees.fee_inbox)
    assert inbox.to_approve == ()
    assert [(row.id, why.code) for row, why in inbox.blocked] == [(fee_id, "fee.own_approval")]
    sign_in(Role.APPROVER)
    act(desk, ApproveFee, fee_id)
    desk.sign_in("all", PASSWORD)
    with refused("fee.own_payment"):
        act(desk, PayFee, fee_id, day=TODAY, payee="某")


def test_who_reviewed_does_not_pay(desk: Desk, sign_in: SignIn, class_id: int):
    """One person with all roles, who reviews what another asked for and a third approved."""
    from tests.desk_fixtures import PASSWORD
    from trainingdesk.usecases.commands.office import AddUser

    sign_in(Role.ADMINISTRATOR)
    desk.gate.execute(AddUser(login="all", name="一人", password=PASSWORD, roles=tuple(Role)), DESK)
    fund(desk, sign_in)
    sign_in(Role.CLERK)
    fee_id = create(desk, class_id, MEALS)
    act(desk, SubmitFee, fee_id)
    desk.sign_in("all", PASSWORD)
    act(desk, ReviewFee, fee_id)
    sign_in(Role.APPROVER)
    act(desk, ApproveFee, fee_id)
    desk.sign_in("all", PASSWORD)
    assert [(row.id, why.code) for row, why in desk.ask(fees.fee_inbox).blocked] == [
        (fee_id, "fee.reviewer_pays")
    ]
    with refused("fee.reviewer_pays"):
        act(desk, PayFee, fee_id, day=TODAY, payee="某")


def test_nothing_is_paid_for_a_class_that_was_cancelled(desk: Desk, sign_in: SignIn, class_id: int):
    fund(desk, sign_in)
    paid = bring_to_payment(desk, sign_in, class_id, MEALS)
    sign_in(Role.FUND_KEEPER)
    entry = act(desk, PayFee, paid, day=TODAY, payee="区委党校")["entry_id"]
    waiting = bring_to_payment(desk, sign_in, class_id, LODGING)
    sign_in(Role.CLERK)
    submitted = create(desk, class_id, LineDraft(FeeItem.OTHER, "资料", "", 100))
    act(desk, SubmitFee, submitted)
    training_class = desk.ask(classes.class_rows, [class_id])[class_id]
    desk.execute(
        ActOnClass(
            class_id=class_id,
            version=training_class.version,
            action=ClassAction.CANCEL,
            reason="人数不足",
        )
    )
    sign_in(Role.REVIEWER)
    with refused("fee.class_cancelled"):
        act(desk, ReviewFee, submitted)
    assert [(row.id, why.code) for row, why in desk.ask(fees.fee_inbox).blocked] == [
        (submitted, "fee.class_cancelled")
    ]
    act(desk, ReturnFee, submitted, reason="班次取消")
    sign_in(Role.FUND_KEEPER)
    with refused("fee.class_cancelled"):
        act(desk, PayFee, waiting, day=TODAY, payee="区委党校")
    desk.execute(BookCounterEntry(entry_id=entry, day=TODAY, reason="班次取消，退款"))
    with refused("fee.class_cancelled"):
        act(desk, PayFee, paid, day=TODAY, payee="区委党校")
    sign_in(Role.APPROVER)
    act(desk, ReturnFeeFromApproval, paid, reason="班次取消")
    assert desk.ask(fees.fee_card, paid).row.state is FeeState.RETURNED


def test_a_role_without_the_permission_is_turned_away(desk: Desk, sign_in: SignIn, class_id: int):
    fee_id = create(desk, class_id, MEALS)
    act(desk, SubmitFee, fee_id)
    for command, parts in [
        (ReviewFee, {}),
        (ApproveFee, {}),
        (ReturnFee, {"reason": "某"}),
        (ReturnFeeFromApproval, {"reason": "某"}),
        (PayFee, {"day": TODAY, "payee": "某"}),
    ]:
        with pytest.raises(AccessDenied):
            act(desk, command, fee_id, **parts)
    with pytest.raises(AccessDenied):
        desk.execute(BookAllocation(day=TODAY, amount=1, text="某"))
    sign_in(Role.TRAINER)
    with pytest.raises(AccessDenied):
        desk.ask(fees.fee_inbox)


def test_returned_with_a_reason_put_right_and_submitted_again(desk: Desk, sign_in: SignIn, class_id: int):
    fee_id = bring_to_payment(desk, sign_in, class_id, MEALS)
    sign_in(Role.REVIEWER)
    with refused("fee.return_by_approver"):
        act(desk, ReturnFee, fee_id, reason="缺课表")
    sign_in(Role.APPROVER)
    with refused("fee.no_reason"):
        act(desk, ReturnFeeFromApproval, fee_id, reason=" ")
    act(desk, ReturnFeeFromApproval, fee_id, reason="缺课表")
    card = desk.ask(fees.fee_card, fee_id)
    assert (card.row.state, card.row.reviewer_id, card.row.approver_id) == (FeeState.RETURNED, None, None)
    assert card.trail[-1].opinion == "缺课表"
    sign_in(Role.CLERK)
    assert [row.id for row in desk.ask(fees.fee_inbox).returned] == [fee_id]
    act(desk, SubmitFee, fee_id, opinion="课表已补")
    sign_in(Role.APPROVER)
    with refused("fee.return_by_reviewer"):
        act(desk, ReturnFeeFromApproval, fee_id, reason="再看")
    sign_in(Role.REVIEWER)
    act(desk, ReturnFee, fee_id, reason="人数不对")
    assert desk.ask(fees.fee_card, fee_id).row.state is FeeState.RETURNED


def test_another_clerk_can_not_touch_it(desk: Desk, sign_in: SignIn, class_id: int):
    from tests.desk_fixtures import PASSWORD
    from trainingdesk.usecases.commands.office import AddUser

    fee_id = create(desk, class_id, MEALS)
    desk.gate.execute(AddUser(login="clerk2", name="赵二", password=PASSWORD, roles=(Role.CLERK,)), DESK)
    desk.sign_in("clerk2", PASSWORD)
    for command, parts in [
        (SubmitFee, {}),
        (WithdrawFee, {}),
        (ChangeFeeRequest, {"title": "x", "persons": 1, "days": 1, "lines": ()}),
    ]:
        with refused("fee.not_yours") as error:
            act(desk, command, fee_id, **parts)
        assert error.value.params["who"] == "张晓"
    assert desk.ask(fees.fee_card, fee_id).edit_why_not.code == "fee.not_yours"


def test_who_approves_has_seen_what_is_approved(desk: Desk, sign_in: SignIn, class_id: int):
    fee_id = create(desk, class_id, MEALS, TEACHING)
    seen = version(desk, fee_id)
    # other lines of the same sum are another request
    act(
        desk,
        ChangeFeeRequest,
        fee_id,
        title="办班经费",
        persons=50,
        days=5,
        lines=(MEALS._replace(amount=2_000_000), TEACHING._replace(amount=3_250_000)),
    )
    assert version(desk, fee_id) > seen
    with pytest.raises(Conflict) as stale:
        desk.execute(SubmitFee(fee_id=fee_id, version=seen))
    assert stale.value.code == "record.stale"
    unchanged = version(desk, fee_id)
    card = desk.ask(fees.fee_card, fee_id)
    same = tuple(line.draft for line in card.lines)
    act(desk, ChangeFeeRequest, fee_id, title=" 办班经费 ", persons=50, days=5, lines=same)
    assert version(desk, fee_id) == unchanged, "saving what is there changes nothing"


def test_steps_are_taken_back_one_after_the_other(desk: Desk, class_id: int):
    fee_id = create(desk, class_id, MEALS, LODGING)
    act(desk, ChangeFeeRequest, fee_id, title="办班经费（改）", persons=40, days=4, lines=(MEALS,))
    act(desk, ChangeFeeRequest, fee_id, title="办班经费（再改）", persons=40, days=4, lines=(MEALS,))
    act(desk, SubmitFee, fee_id)
    with refused("fee.not_editable"):
        act(desk, ChangeFeeRequest, fee_id, title="x", persons=1, days=1, lines=())
    labels = [desk.execute(UndoLast()).result["label"] for _ in range(3)]
    assert labels == ["undo.submit_fee", "undo.change_fee", "undo.change_fee"]
    card = desk.ask(fees.fee_card, fee_id)
    assert (card.row.title, card.row.persons, card.row.days) == ("办班经费", 50, 5)
    assert [line.draft for line in card.lines] == [MEALS, LODGING]
    assert card.row.total == 11_750_000
    desk.execute(UndoLast())
    assert desk.ask(fees.fee_card, fee_id).row.state is FeeState.WITHDRAWN
    with refused("undo.nothing"):
        desk.execute(UndoLast())


def test_submitting_cannot_be_undone_once_it_is_approved(desk: Desk, sign_in: SignIn, class_id: int):
    bring_to_payment(desk, sign_in, class_id, MEALS)
    sign_in(Role.CLERK)
    with refused("workflow.not_now"):
        desk.execute(UndoLast())


def test_a_payment_taken_back_can_be_paid_again(desk: Desk, sign_in: SignIn, class_id: int):
    fund(desk, sign_in)
    fee_id = bring_to_payment(desk, sign_in, class_id)
    sign_in(Role.FUND_KEEPER)
    entry = act(desk, PayFee, fee_id, day=TODAY, payee="区委党校")["entry_id"]
    with refused("fee.no_reason"):
        desk.execute(BookCounterEntry(entry_id=entry, day=TODAY, reason=""))
    taken = desk.execute(BookCounterEntry(entry_id=entry, day=TODAY, reason="收款单位有误")).result
    assert taken["balance"] == 50_000_000
    assert desk.ask(fees.fee_card, fee_id).row.state is FeeState.APPROVED
    with refused("ledger.countered"):
        desk.execute(BookCounterEntry(entry_id=entry, day=TODAY, reason="再来"))
    with refused("ledger.counter_of_counter"):
        desk.execute(BookCounterEntry(entry_id=taken["entry_id"], day=TODAY, reason="再来"))
    act(desk, PayFee, fee_id, day=TODAY, payee="区委党校后勤处")
    rows = desk.ask(fees.ledger).rows
    assert [row.amount for row in rows] == [50_000_000, -11_750_000, 11_750_000, -11_750_000]
    assert rows[1].countered_by == rows[2].id
    assert rows[2].counter_of == rows[1].id
    from trainingdesk.persistence.checkup import fees as check_fees
    from trainingdesk.persistence.checkup import ledger as check_ledger
    from trainingdesk.persistence.engine import raw_connection

    connection = raw_connection(desk.path)
    assert list(check_ledger(connection)) == list(check_fees(connection)) == []
    connection.close()


def test_an_allocation_already_spent_can_not_be_taken_back(desk: Desk, sign_in: SignIn, class_id: int):
    sign_in(Role.FUND_KEEPER)
    first = desk.execute(BookAllocation(day=TODAY, amount=12_000_000, text="拨款")).result["entry_id"]
    with refused("ledger.opening_not_first"):
        desk.execute(BookOpening(day=TODAY, amount=1, text="期初"))
    fee_id = bring_to_payment(desk, sign_in, class_id)
    sign_in(Role.FUND_KEEPER)
    act(desk, PayFee, fee_id, day=TODAY, payee="区委党校")
    with refused("ledger.counter_not_covered"):
        desk.execute(BookCounterEntry(entry_id=first, day=TODAY, reason="记错"))


def test_the_inbox_is_each_one_s_own(desk: Desk, sign_in: SignIn, class_id: int, clock: TestClock):
    older = create(desk, class_id, MEALS)
    act(desk, SubmitFee, older)
    clock.forward(days=3)
    newer = create(desk, add_class(desk, code="2026-04"), MEALS)
    act(desk, SubmitFee, newer)
    draft = create(desk, class_id)
    mine = desk.ask(fees.fee_inbox)
    assert [row.id for row in mine.drafts] == [draft]
    assert [row.id for row in mine.waiting] == [older, newer]
    assert mine.count == 0
    assert [row.waiting_days for row in mine.waiting] == [3, 0]
    sign_in(Role.REVIEWER)
    inbox = desk.ask(fees.fee_inbox)
    assert [row.id for row in inbox.to_review] == [older, newer], "the longest waiting first"
    assert (inbox.to_approve, inbox.drafts, inbox.count) == ((), (), 2)
    act(desk, ReviewFee, older)
    sign_in(Role.APPROVER)
    assert [row.id for row in desk.ask(fees.fee_inbox).to_approve] == [older]
    act(desk, ApproveFee, older)
    sign_in(Role.FUND_KEEPER)
    assert [row.id for row in desk.ask(fees.fee_inbox).to_pay] == [older]
    sign_in(Role.READ_ONLY)
    assert desk.ask(fees.fee_inbox).count == 0


def test_lists_say_how_much_they_hide(desk: Desk, class_id: int):
    other = add_class(
        desk, code="2025-09", title="村居骨干班", start_day=date(2025, 9, 1), end_day=date(2025, 9, 3)
    )
    first = create(desk, class_id, MEALS)
    second = create(desk, other, MEALS)
    act(desk, SubmitFee, second)

    def ids(**parts: object) -> list[int]:
        found = desk.ask(fees.fee_list, FeeFilter(**parts))
        assert found.total == 2
        return [row.id for row in found.rows]

    assert ids() == [second, first]
    assert ids(text="骨干") == [second]
    assert ids(text="002号 村居") == [second]
    assert ids(text="002号 科级") == []
    assert ids(states=frozenset({FeeState.DRAFT})) == [first]
    assert ids(class_id=class_id) == [first]
    assert ids(year=2025) == [second]
    assert ids(requester_id=99) == []
    assert desk.ask(fees.fee_years) == (2026, 2025)
    assert [c.code for c in desk.ask(fees.fee_classes)] == ["2026-03", "2025-09"]
    assert [step.action for step in desk.ask(fees.fee_trail, second)] == [FeeAction.SUBMIT]


def test_the_card_says_what_each_person_can_do(desk: Desk, sign_in: SignIn, class_id: int):
    fee_id = create(desk, class_id, MEALS._replace(amount=3_300_000), persons=51, days=8)
    act(desk, SubmitFee, fee_id)

    def open_to(role: Role) -> set[FeeAction]:
        sign_in(role)
        card = desk.ask(fees.fee_card, fee_id)
        return {verdict.action for verdict in card.verdicts if verdict.why_not is None}

    assert open_to(Role.CLERK) == {FeeAction.WITHDRAW}
    assert open_to(Role.REVIEWER) == {FeeAction.REVIEW, FeeAction.RETURN}
    assert open_to(Role.APPROVER) == set()
    card = desk.ask(fees.fee_card, fee_id)
    assert [note.code for note in card.notes] == ["fee.note_persons", "fee.note_days"]
    with pytest.raises(NotFound):
        desk.ask(fees.fee_card, 999)
    with pytest.raises(NotFound):
        desk.ask(fees.fee_form, 999)


def test_the_ledger_filters_and_the_year_s_sums(desk: Desk, sign_in: SignIn):
    sign_in(Role.FUND_KEEPER)
    assert desk.ask(fees.balance).entries == 0
    desk.execute(BookOpening(day=date(2025, 12, 1), amount=1_000, text="期初"))
    desk.execute(BookAllocation(day=date(2026, 1, 5), amount=30_000_000, text="年度拨款", party="区财政局"))
    wrong = desk.execute(BookAllocation(day=date(2026, 1, 6), amount=500, text="记错的拨款")).result
    desk.execute(BookCounterEntry(entry_id=wrong["entry_id"], day=date(2026, 1, 6), reason="重复"))
    main = bring_to_payment(desk, sign_in, add_class(desk, code="2026-01", is_main=True), MEALS)
    waiting = bring_to_payment(desk, sign_in, add_class(desk, code="2026-02"), LODGING)
    sign_in(Role.FUND_KEEPER)
    act(desk, PayFee, main, day=TODAY, payee="区委党校")
    stands = desk.ask(fees.balance)
    assert (stands.allocated, stands.paid, stands.paid_main) == (30_000_000, 3_250_000, 3_250_000)
    assert stands.balance == 26_751_000
    assert (stands.approved, stands.free) == (8_500_000, 18_251_000)
    assert desk.ask(fees.fee_card, waiting).row.state is FeeState.APPROVED
    assert desk.ask(fees.balance, 2025).allocated == 0

    def texts(**parts: object) -> list[str]:
        found = desk.ask(fees.ledger, LedgerFilter(**parts))
        assert found.total == 5
        return [row.text for row in found.rows]

    assert texts(text="财政") == ["年度拨款"]
    assert texts(kinds=frozenset({LedgerKind.COUNTER})) == ["重复"]
    assert texts(first_day=date(2026, 6, 1)) == ["城东组训经〔2026〕001号 办班经费"]
    assert texts(last_day=date(2025, 12, 31)) == ["期初"]


def test_the_papers_of_money_show_what_the_ledger_holds(desk: Desk, sign_in: SignIn, class_id: int):
    from io import BytesIO

    import pypdfium2
    from openpyxl import load_workbook

    from trainingdesk.usecases.queries.papers import paper_pdf, paper_rows, paper_xlsx

    def printed(pdf: bytes) -> str:
        document = pypdfium2.PdfDocument(pdf)
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        return "".join(text.split())

    sign_in(Role.FUND_KEEPER)
    desk.execute(BookOpening(day=date(2025, 12, 1), amount=50_000_000, text="上年结转"))
    fee_id = bring_to_payment(desk, sign_in, class_id)
    form = printed(desk.ask(paper_pdf, "fees.approval", {"fee": str(fee_id)}))
    for words in (
        "城东组训经〔2026〕001号",
        "117,500.00",
        "137,500.00",
        "壹拾壹万柒仟伍佰元整",
        "李审",
        "王批",
    ):
        assert words in form
    sign_in(Role.FUND_KEEPER)
    act(desk, PayFee, fee_id, day=TODAY, payee="区委党校")
    assert "区委党校" in printed(desk.ask(paper_pdf, "fees.approval", {"fee": str(fee_id)}))
    table = desk.ask(paper_rows, "fees.ledger", {"year": "2026"})[0]
    assert [row.cells[-1] for row in table.rows] == ["500,000.00", "382,500.00"], (
        "brought forward, then the payment"
    )
    assert table.total is not None
    assert table.total.cells[-3:] == ("0.00", "117,500.00", "382,500.00")
    assert "382,500.00" in printed(desk.ask(paper_pdf, "fees.ledger", {"year": "2026"}))
    book = load_workbook(BytesIO(desk.ask(paper_xlsx, "fees.ledger", {"year": "2026"})))
    numbers = {
        float(cell.value)
        for row in book.active.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    }
    assert {500_000.0, 382_500.0, 117_500.0} <= numbers
    assert len(desk.ask(paper_rows, "fees.ledger", {})[0].rows) == 2, "the whole ledger"
    assert desk.ask(paper_rows, "fees.ledger", {"year": "2030"})[0].rows[0].cells[-1] == "382,500.00"


def test_a_request_proposes_the_days_that_have_half_days(desk: Desk):
    number = add_class(desk)
    (offered,) = desk.ask(fees.fee_classes)
    assert offered.class_days == 5, "no timetable yet: first to last day"
    days = ("2026-06-08", "2026-06-09", "2026-06-11", "2026-06-12")
    halves = [(number, day, slot) for day in days for slot in ("morning", "afternoon")][:-1]
    with closing(sqlite3.connect(desk.path)) as file, file:
        file.executemany(
            "INSERT INTO half_day_session (class_id, day, slot, topic, hours, state)"
            " VALUES (?, ?, ?, '', 40, 'open')",
            halves,
        )
    assert desk.ask(fees.fee_form, number).training_class.class_days == 4
