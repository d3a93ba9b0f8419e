"""Courses and the year's menu: what a draft takes, what an issued one refuses (P5.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.codes import LecturerLevel, MenuState, Mode, Theme
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.menu.rules import (
    MOST_PEOPLE,
    CourseFacts,
    decide_course,
    decide_draft,
    decide_edition,
    decide_issue,
    decide_item,
    frozen_facts,
    half_days,
    moved,
)


def course(**facts) -> CourseFacts:
    usual = {"code": "K001", "title": "行政诉讼实务", "theme": Theme.LAW, "mode": Mode.LECTURE, "hours": 80}
    return CourseFacts(**{**usual, "summary": "", **facts})


def test_a_course_is_stored_without_stray_blanks():
    assert decide_course(course(code=" K001 ", title=" 行政 诉讼 ", summary=" 案例 "), ["K002"]) == course(
        title="行政 诉讼", summary="案例"
    )


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"title": "  "}, "menu.course_no_title"),
        ({"code": " "}, "menu.course_no_code"),
        ({"hours": 0}, "menu.course_hours"),
        ({"code": "K002 "}, "menu.course_code_taken"),
    ],
)
def test_what_is_no_course(facts, code):
    with pytest.raises(Refused) as refused:
        decide_course(course(**facts), ["K002"])
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"course_active": False}, "menu.course_retired"),
        ({"already_there": True}, "menu.item_there"),
        ({"capacity": 0}, "menu.item_capacity"),
        ({"capacity": MOST_PEOPLE + 1}, "menu.item_capacity"),
    ],
)
def test_what_can_not_stand_on_a_menu(facts, code):
    usual = {"course_active": True, "course_title": "x", "capacity": 50, "already_there": False}
    decide_item(**usual)
    with pytest.raises(Refused) as refused:
        decide_item(**{**usual, **facts})
    assert refused.value.code == code


def test_an_issued_menu_stays_as_it_is():
    decide_draft(MenuState.DRAFT, "")
    decide_issue(MenuState.DRAFT, "", 1)
    for refuse in (
        lambda: decide_draft(MenuState.ISSUED, "训单〔2026〕1号"),
        lambda: decide_issue(MenuState.ISSUED, "训单〔2026〕1号", 3),
    ):
        with pytest.raises(Refused) as refused:
            refuse()
        assert (refused.value.code, refused.value.params) == ("menu.issued", {"number": "训单〔2026〕1号"})
    with pytest.raises(Refused, match=r"menu\.empty"):
        decide_issue(MenuState.DRAFT, "", 0)


def test_a_years_menus_are_counted():
    assert decide_edition({}, 2026) == 1
    assert decide_edition({1: MenuState.ISSUED}, 2026) == 2
    with pytest.raises(Refused, match=r"menu\.draft_there"):
        decide_edition({1: MenuState.ISSUED, 2: MenuState.DRAFT}, 2026)


@given(st.lists(st.integers(1, 99), min_size=1, unique=True), st.data())
def test_a_move_moves_one_item_and_loses_none(order, data):
    item, position = data.draw(st.sampled_from(order)), data.draw(st.integers(-3, 120))
    after = moved(order, item, position)
    assert sorted(after) == sorted(order)
    assert after.index(item) == min(max(position, 1), len(order)) - 1
    assert [other for other in after if other != item] == [other for other in order if other != item]
    assert moved(after, item, order.index(item) + 1) == tuple(order), "moving back restores the order"


def test_what_an_issue_freezes_is_plain_json():
    facts = frozen_facts(course(summary="案例教学"), "李明", "区委党校", "教授", LecturerLevel.SENIOR)
    assert facts == {
        "code": "K001",
        "title": "行政诉讼实务",
        "theme": "law",
        "mode": "lecture",
        "hours": 80,
        "summary": "案例教学",
        "lecturer": "李明",
        "organisation": "区委党校",
        "lecturer_title": "教授",
        "lecturer_level": "senior",
    }
    assert all(type(value) in {str, int} for value in facts.values())
    assert frozen_facts(course(), "", "", "", None)["lecturer_level"] is None


def test_half_days_are_rounded_up():
    assert [half_days(hours, 40) for hours in (1, 40, 41, 80)] == [1, 1, 2, 2]
