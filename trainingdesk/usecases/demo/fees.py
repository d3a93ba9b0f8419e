"""Fee requests and the ledger of the demo district: every closed class is paid, the next ones are on their way."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from trainingdesk.domain.codes import FeeItem, FeeState, LedgerKind
from trainingdesk.domain.fees.rules import FeeAction
from trainingdesk.domain.numbers import document_number
from trainingdesk.persistence.tables.fees import FeeLine, FeeRequest, FeeStep, LedgerEntry
from trainingdesk.persistence.tables.office import NumberSeries
from trainingdesk.shared.clock import instant_text
from trainingdesk.usecases.demo.bulk import bulk
from trainingdesk.usecases.demo.classes import DemoClass
from trainingdesk.usecases.work import Work

#: yuan a person and day, below the standard of 540号第9条 in every part
_RATES = {FeeItem.LODGING: 180, FeeItem.MEALS: 110, FeeItem.VENUE: 40, FeeItem.OTHER: 15}
_TRAIL = [
    (FeeAction.SUBMIT, FeeState.SUBMITTED, "requester", "", 20),
    (FeeAction.REVIEW, FeeState.REVIEWED, "reviewer", "经核，符合标准，资金来源明确。", 17),
    (FeeAction.APPROVE, FeeState.APPROVED, "approver", "同意。", 15),
    (FeeAction.PAY, FeeState.PAID, "keeper", "", -3),
]


@dataclass(frozen=True, slots=True)
class DemoUsers:
    """Ids of the users whose names stand in the trail."""

    requester: int
    reviewer: int
    approver: int
    keeper: int


def build_fees(work: Work, classes: list[DemoClass], users: DemoUsers, prefix: str) -> None:
    """Make requests, lines, trails and the ledger with its running balance."""
    pattern = work.policy().text("fee.number_format")
    numbers: dict[int, int] = {}
    requests: list[tuple[Any, ...]] = []
    lines: list[list[tuple[FeeItem, str, str, int]]] = []
    trails: list[list[tuple[FeeAction, FeeState, int, str, datetime]]] = []
    payments: list[tuple[date, int, int, DemoClass]] = []
    recent = [one for one in classes if one.enrolments]
    for made in recent:
        year = made.start.year
        numbers[year] = numbers.get(year, 0) + 1
        number = document_number(pattern, prefix=prefix, year=year, sequence=numbers[year])
        drafted = _lines(made)
        total = sum(line[3] for line in drafted)
        far = _how_far(made, work.today, len(requests))
        trail = [
            (
                action,
                state,
                getattr(users, who),
                opinion,
                _moment(made.start - timedelta(days=before), work.now),
            )
            for action, state, who, opinion, before in _TRAIL[:far]
        ]
        state = trail[-1][1] if trail else FeeState.DRAFT
        persons = len(made.enrolments)
        requests.append(
            (
                number,
                made.id,
                f"{made.title}培训费",
                persons,
                made.days,
                total,
                state.value,
                users.requester,
                users.reviewer if far >= 2 else None,
                users.approver if far >= 3 else None,
                1,
            )
        )
        lines.append(drafted)
        trails.append(trail)
        if state is FeeState.PAID:
            payments.append((trail[-1][4].date(), len(requests) - 1, total, made))
    for year, last in numbers.items():
        work.session.add(NumberSeries(series=f"fee/{year}", last=last))
    work.session.flush()
    columns = [
        "number",
        "class_id",
        "title",
        "persons",
        "days",
        "total",
        "state",
        "requester_id",
        "reviewer_id",
        "approver_id",
        "version",
    ]
    ids = bulk(work, FeeRequest.__table__, columns, requests)
    bulk(
        work,
        FeeLine.__table__,
        ["request_id", "position", "item", "text", "basis", "amount"],
        [
            (request, position, item.value, text, basis, amount)
            for request, drafted in zip(ids, lines, strict=True)
            for position, (item, text, basis, amount) in enumerate(drafted, 1)
        ],
    )
    bulk(
        work,
        FeeStep.__table__,
        ["request_id", "action", "state", "actor_id", "at", "opinion"],
        [
            (request, action.value, state.value, actor, instant_text(at), opinion)
            for request, trail in zip(ids, trails, strict=True)
            for action, state, actor, opinion, at in trail
        ],
    )
    _ledger(work, [(day, ids[place], total, made) for day, place, total, made in payments], users.keeper)


def _how_far(made: DemoClass, today: date, place: int) -> int:
    if made.end < today - timedelta(days=4):
        return 4
    if made.start <= today:
        return 3
    return place % 3


def _lines(made: DemoClass) -> list[tuple[FeeItem, str, str, int]]:
    persons = len(made.enrolments)
    drafted = []
    for item, rate in _RATES.items():
        text = {
            FeeItem.LODGING: "学员住宿",
            FeeItem.MEALS: "学员伙食",
            FeeItem.VENUE: "教室租用、资料印制、接送交通",
            FeeItem.OTHER: "现场教学、医药等",
        }[item]
        if item is FeeItem.LODGING and made.days < 4:
            continue
        basis = f"{persons}人×{made.days}天×{rate}元"
        drafted.append((item, text, basis, persons * made.days * rate * 100))
    halves = made.days * 2
    drafted.append(
        (FeeItem.TEACHING, "讲课费（税后）", f"{halves}个半天×4学时×500元", halves * 4 * 500 * 100)
    )
    return drafted


def _moment(day: date, now: datetime) -> datetime:
    return min(datetime.combine(day, time(2, 15), UTC), now)


def _ledger(work: Work, payments: list[tuple[date, int, int, DemoClass]], keeper: int) -> None:
    first = min((day.year for day, *_rest in payments), default=work.today.year)
    entries: list[tuple[date, LedgerKind, int, str, str, int | None]] = [
        (date(first, 1, 4), LedgerKind.OPENING, 12_500_000, "上年结余", "", None)
    ]
    for year in range(first, work.today.year + 1):
        spent = sum(total for day, _request, total, _made in payments if day.year == year)
        # what the year needs with a tenth on top, in whole ten thousand yuan; grows with the years (P4.3)
        amount = -(-spent * 11 // 10 // 1_000_000) * 1_000_000 + (year - first) * 2_000_000
        entries.append(
            (date(year, 1, 20), LedgerKind.ALLOCATION, amount, f"{year}年培训专项经费拨入", "区财政局", None)
        )
    for day, request, total, made in payments:
        entries.append(
            (day, LedgerKind.PAYMENT, -total, f"支付：{made.title}培训费", "汤泉培训基地", request)
        )
    entries.sort(key=lambda entry: entry[0])
    balance = 0
    rows = []
    for day, kind, amount, text, party, request_id in entries:
        balance += amount
        at = instant_text(datetime.combine(day, time(3), UTC))
        rows.append((day.isoformat(), kind.value, amount, balance, text, party, request_id, None, at, keeper))
    bulk(
        work,
        LedgerEntry.__table__,
        ["day", "kind", "amount", "balance", "text", "party", "request_id", "counter_of", "at", "actor_id"],
        rows,
    )
