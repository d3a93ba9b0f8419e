"""Every list of people stands in the orders of the roster's own list: the same people, one after another alike."""

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.usecases.test_certificates import add_class, issue, register
from tests.usecases.test_classes import running
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import Audience, GroupKind, Rank, ReserveState
from trainingdesk.domain.roster.order import LIST_ORDERS, PersonOrder, in_order, place_of, screen_order
from trainingdesk.domain.roster.views import CandidateFilter, PersonFilter
from trainingdesk.usecases.commands.groups import JoinGroup
from trainingdesk.usecases.commands.reserve import RecommendReserve
from trainingdesk.usecases.commands.reserve_screening import AddRound
from trainingdesk.usecases.commands.roster_batch import EditPeople
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.certificates import qualifying
from trainingdesk.usecases.queries.classes import class_people, completion_preview
from trainingdesk.usecases.queries.groups import group_members, reserve_candidates
from trainingdesk.usecases.queries.papers import paper_rows, paper_xlsx
from trainingdesk.usecases.queries.roster import enrolment_candidates, person_ids, person_rows
from trainingdesk.usecases.queries.roster_batch import batch_preview

DAY = date(2025, 6, 2)
#: people of every unit, the two of one name among them
SOME = (14, 3, 7, 1, 12, 6, 9, 4, 2, 13)
#: the orders that both kinds of list know, both ways round
SHARED = [*LIST_ORDERS, PersonOrder.RANK]
ORDERS = [f"{turn}{order}" for order in SHARED for turn in ("", "-")]


def joined(desk: Desk) -> None:
    desk.execute(JoinGroup(kind=GroupKind.TALENT, person_ids=SOME, day=DAY, reason="组〔2025〕5号"))


def recommended(desk: Desk) -> None:
    desk.execute(RecommendReserve(person_ids=SOME, day=DAY, by="区委组织部"))


def as_the_roster(desk: Desk, order: str, people: Sequence[int] = SOME) -> list[int]:
    """Return people as the list of people has them."""
    wanted = PersonFilter(order=PersonOrder(order.removeprefix("-")), descending=order.startswith("-"))
    return [number for number in desk.ask(person_ids, wanted).ids if number in set(people)]


def names(desk: Desk, people: Sequence[int]) -> list[str]:
    return [row.name for row in desk.ask(person_rows, list(people))]


def members(desk: Desk) -> tuple[Any, ...]:
    joined(desk)
    return tuple(desk.ask(group_members, GroupKind.TALENT))


def candidates(desk: Desk) -> tuple[Any, ...]:
    recommended(desk)
    return tuple(desk.ask(reserve_candidates))


def a_class(desk: Desk, people: tuple[int, ...] = SOME) -> int:
    return running(desk, people, capacity=30)


def students(desk: Desk) -> tuple[Any, ...]:
    return tuple(desk.ask(class_people, a_class(desk)))


def who_completes(desk: Desk) -> tuple[Any, ...]:
    rows: tuple[Any, ...] = desk.ask(completion_preview, a_class(desk)).rows
    return rows


def who_qualifies(desk: Desk) -> tuple[Any, ...]:
    rows: tuple[Any, ...] = desk.ask(qualifying, a_class(desk)).rows
    return rows


def who_can_be_enrolled(desk: Desk) -> tuple[Any, ...]:
    others = tuple(number for number in range(1, 15) if number not in SOME)
    wanted = CandidateFilter(class_id=a_class(desk, others), audience=Audience.SECTION, only_fitting=False)
    return tuple(desk.ask(enrolment_candidates, wanted))


def whom_a_step_changes(desk: Desk) -> tuple[Any, ...]:
    step = EditPeople(person_ids=SOME, values=(("note", "轮岗"),))
    lines: tuple[Any, ...] = desk.ask(batch_preview, step).lines
    return lines


LISTS = [
    members,
    candidates,
    students,
    who_completes,
    who_qualifies,
    who_can_be_enrolled,
    whom_a_step_changes,
]


@pytest.mark.parametrize("rows_of", LISTS, ids=lambda one: one.__name__)
def test_a_list_stands_as_the_list_of_people_does(desk: Desk, rows_of: Callable[[Desk], tuple[Any, ...]]):
    rows = rows_of(desk)
    assert sorted(row.keys.person for row in rows) == sorted(SOME)
    for order in ORDERS:
        if hasattr(rows[0], order.removeprefix("-")) or order.removeprefix("-") in LIST_ORDERS:
            stands = [row.keys.person for row in in_order(rows, order)]
            assert stands == as_the_roster(desk, order), order


def printed(desk: Desk, paper: str, **params: str) -> list[str]:
    """Return the names of a paper from top to bottom, once each."""
    (table,) = desk.ask(paper_rows, paper, params)
    cells = ["".join(cell.split()) for row in table.rows for cell in row.cells]
    known = set(names(desk, range(1, 15)))
    return [cell for cell in cells if cell in known]


def test_lists_of_an_earlier_day_stand_by_the_ranks_of_that_day(desk: Desk):
    """丁宁 headed the unit then and 单小芳 was a clerk; since March it is the other way round."""
    desk.execute(JoinGroup(kind=GroupKind.YOUNG, person_ids=(3, 2, 1), day=DAY, reason="组〔2025〕5号"))
    class_id = a_class(desk, (3, 2, 1))
    for person, rank in ((1, Rank.CLERK_1), (3, Rank.SECTION_HEAD)):
        step = EditPeople(person_ids=(person,), values=(("rank", rank.value),), day=date(2026, 3, 2))
        desk.execute(step)
    then = desk.ask(group_members, GroupKind.YOUNG, date(2025, 12, 31))
    assert [row.name for row in then] == ["丁宁", "于洋", "单小芳"]
    assert [row.name for row in desk.ask(group_members, GroupKind.YOUNG)] == ["单小芳", "于洋", "丁宁"]
    people = in_order(desk.ask(class_people, class_id), PersonOrder.UNIT)
    assert [row.name for row in people] == ["丁宁", "于洋", "单小芳"], (
        "the class shows the ranks it began with"
    )


@pytest.mark.parametrize("order", ORDERS)
def test_the_papers_of_groups_stand_in_the_order_asked_for(desk: Desk, order: str):
    joined(desk)
    wanted = names(desk, as_the_roster(desk, order))
    assert printed(desk, "groups.members", group="talent", order=order) == wanted
    (table,) = desk.ask(paper_rows, "groups.visits", {"order": order})
    heads = [row.cells[0] for row in table.rows if row.cells[0][:1].isdigit()]
    assert [head.split("　")[1] for head in heads] == wanted


@pytest.mark.parametrize("order", ["", "seat", "-seat", *ORDERS])
def test_the_list_of_students_stands_in_the_order_asked_for(desk: Desk, order: str):
    class_id = str(a_class(desk))
    (table,) = desk.ask(paper_rows, "classes.roll", {"class": class_id, "order": order})
    by_seat = order.removeprefix("-") in {"", "seat"}
    wanted = [row.name for row in desk.ask(class_people, int(class_id))]
    if by_seat and order.startswith("-"):
        wanted.reverse()
    if not by_seat:
        wanted = names(desk, as_the_roster(desk, order))
    assert printed(desk, "classes.roll", **{"class": class_id, "order": order}) == wanted
    numbers = [str(number) for number in range(1, 11)]
    assert [row.cells[0] for row in table.rows] == (numbers[::-1] if order == "-seat" else numbers)
    if not by_seat:
        assert sorted(row.cells[2] for row in table.rows) == sorted(numbers), "seats in a column of their own"


def test_a_sign_in_sheet_is_by_seat(desk: Desk):
    class_id = str(a_class(desk))
    wanted = [row.name for row in desk.ask(class_people, int(class_id))]
    for table in desk.ask(paper_rows, "classes.signin", {"class": class_id}):
        shown = ["".join(cell.split()) for row in table.rows for cell in row.cells]
        assert [cell for cell in shown if cell in set(wanted)] == wanted


@pytest.mark.parametrize("order", [f"{turn}{order}" for order in LIST_ORDERS for turn in ("", "-")])
def test_the_register_stands_in_the_order_asked_for(desk: Desk, order: str):
    issue(desk, add_class(desk))
    people = [row.person_id for row in register(desk)]
    assert len(people) == 3
    wanted = names(desk, as_the_roster(desk, order, people))
    assert printed(desk, "certificates.register", order=order) == wanted
    assert printed(desk, "certificates.register") == names(desk, people), (
        "by number, unless something is said"
    )
    assert printed(desk, "certificates.register", state="void", order=order) == []
    assert printed(desk, "certificates.register", text=wanted[1], order=order) == wanted[1:2]


def test_a_workbook_stands_in_the_order_asked_for(desk: Desk):
    joined(desk)
    params = {"group": "talent", "order": "-strokes"}
    book = openpyxl.load_workbook(BytesIO(desk.ask(paper_xlsx, "groups.members", params)))
    cells = [str(cell.value).replace("\u3000", "") for row in book.active.iter_rows() for cell in row]
    wanted = names(desk, as_the_roster(desk, "-strokes"))
    assert [cell for cell in cells if cell in set(wanted)] == wanted


def test_a_pile_of_the_reserve_list_is_printed_alone(desk: Desk):
    recommended(desk)
    rows = {row.person_id: row for row in desk.ask(reserve_candidates)}
    first = rows[3]
    desk.execute(AddRound(candidate_id=first.id, version=first.version, day=DAY, passed=True))
    assert printed(desk, "groups.reserve") == [], "nobody is on the list"
    everybody = names(desk, as_the_roster(desk, "pinyin"))
    assert printed(desk, "groups.reserve", pile="way", order="pinyin") == everybody
    assert printed(desk, "groups.reserve", pile="exceptions", order="pinyin") == []
    # a state stands in its course; of one state the office's order decides
    by_state = printed(desk, "groups.reserve", pile="all", order="state")
    assert by_state == names(desk, [*(one for one in as_the_roster(desk, "unit") if one != 3), 3])


def test_codes_stand_at_their_places_and_nothing_comes_last():
    assert place_of(ReserveState.EXITED) > place_of(ReserveState.ADMITTED)
    assert place_of("") is None
    assert place_of(None) is None
    assert place_of(0) == 0


@pytest.mark.parametrize(
    ("chosen", "heading", "stands"),
    [
        ("strokes", "", "strokes"),
        ("strokes", "name", "strokes"),
        ("strokes", "-name", "-strokes"),
        ("unit", "-name", "-pinyin"),
        ("strokes", "unit", "unit"),
        ("", "-valid_from", "-valid_from"),
    ],
)
def test_a_heading_goes_before_the_order_chosen(chosen: str, heading: str, stands: str):
    assert screen_order(chosen, heading) == stands


@pytest.mark.parametrize("descending", [False, True])
def test_who_has_no_rank_comes_last_in_the_order_of_ranks(desk: Desk, descending: bool):
    write(desk.path, ("UPDATE person SET rank = NULL WHERE id IN (3, 9)", ()))
    wanted = PersonFilter(order=PersonOrder.RANK, descending=descending)
    ranks = [row.rank for row in desk.ask(person_rows, desk.ask(person_ids, wanted).ids)]
    assert ranks.count(None) == 2
    assert ranks[-2:] == [None, None]


def test_rows_without_a_value_stand_in_the_office_s_order_both_ways(desk: Desk):
    found = members(desk)
    assert {row.last_visit for row in found} == {None}
    by_unit = [row.name for row in in_order(found, PersonOrder.UNIT)]
    shuffled = sorted(found, key=lambda row: row.keys.pinyin)
    assert [row.name for row in shuffled] != by_unit
    assert [row.name for row in in_order(shuffled, "last_visit")] == by_unit
    assert [row.name for row in in_order(shuffled, "-last_visit")] == by_unit[::-1]
