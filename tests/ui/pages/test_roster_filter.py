"""The filter of the roster: conditions that combine, filters kept by name, orders that stay."""

from datetime import date

import pytest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import OpenPage, names
from tests.ui.walk import clipped, nameless
from tests.usecases.test_roster import change_of
from trainingdesk.domain.codes import Rank, SecondmentWay, Sex, Team
from trainingdesk.domain.roster.base import RankGroup
from trainingdesk.domain.roster.filter_text import write_filter
from trainingdesk.domain.roster.order import PersonOrder
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.secondments import SecondPerson
from trainingdesk.usecases.queries.filters import KeptFilter, kept_filters
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster import person_ids, person_rows


@pytest.fixture
def page(open_page: OpenPage, qtbot: QtBot) -> RosterPage:
    page = open_page("roster")
    settled(qtbot, page)
    return page


def choose(page: RosterPage, qtbot: QtBot, key: str, value: object) -> None:
    page.choices[key].set_value(value)
    page.choices[key].edited.emit()
    settled(qtbot, page)


def test_conditions_combine_and_the_status_bar_clears_them(page: RosterPage, qtbot: QtBot):
    page.actions_.trigger("roster.filter")
    settled(qtbot, page)
    assert page.panel.isVisible()
    assert list(nameless(page.panel)) == []
    assert clipped(page.panel) == []
    choose(page, qtbot, "team", Team.TECHNICAL)
    choose(page, qtbot, "sex", Sex.FEMALE)
    assert names(page) == ["李秀英", "孙悦"]
    assert page.counts == ("显示 2 / 共 14 人", "12 人被筛选隐藏")
    assert page.filter_button.text() == "筛选（2）"
    choose(page, qtbot, "group", RankGroup.TECHNICAL)
    assert names(page) == ["李秀英", "孙悦"]
    choose(page, qtbot, "education", "大学")
    choose(page, qtbot, "training", "never")
    choose(page, qtbot, "age_to", 45)
    assert names(page) == []
    page.clear_filter()
    settled(qtbot, page)
    assert len(names(page)) == 14
    assert page.panel.values() == {}
    assert page.filter_button.text() == "筛选"


def test_a_filter_is_kept_used_and_taken_back(page: RosterPage, qtbot: QtBot):
    assert page.why_not_keep()
    page.tree.select_id(3)
    choose(page, qtbot, "sex", Sex.FEMALE)
    page.actions_.trigger("roster.keep_filter")
    dialog = next(one for one in page.findChildren(QDialog) if one.isVisible())
    dialog.form.fields["name"].as_editor.set_value("教育女干部")
    dialog.save()
    qtbot.waitUntil(lambda: bool(page.space.desk.ask(kept_filters, "roster")))
    settled(qtbot, page)
    (kept,) = page.space.desk.ask(kept_filters, "roster")
    assert dict(kept.values) == {"sex": "female", "unit_id": 3}
    page.tree.select_id(0)
    page.clear_filter()
    settled(qtbot, page)
    assert len(names(page)) == 14
    page.use_filter(kept)
    settled(qtbot, page)
    assert names(page) == ["王伟", "李秀英", "孙悦"]
    page._remove_filter(kept)
    settled(qtbot, page)
    assert page.space.desk.ask(kept_filters, "roster") == ()
    page.space.desk.execute(UndoLast())
    (again,) = page.space.desk.ask(kept_filters, "roster")
    assert (again.name, dict(again.values)) == ("教育女干部", dict(kept.values))


def test_who_is_seconded_out_is_listed_kept_and_recalled(page: RosterPage, qtbot: QtBot):
    person = page.space.desk.ask(person_ids, PersonFilter(typed="丁宁")).ids[0]
    page.space.desk.execute(
        SecondPerson(person_id=person, way=SecondmentWay.OUT, place="市委组织部", valid_from=date(2026, 3, 1))
    )
    page.actions_.trigger("roster.filter")
    settled(qtbot, page)
    choose(page, qtbot, "secondment", SecondmentWay.OUT)
    assert names(page) == ["丁宁"]
    choose(page, qtbot, "line", "party")
    choose(page, qtbot, "ethnicity", "汉族")
    assert names(page) == ["丁宁"]
    values = {"secondment": "out", "line": "party", "ethnicity": "汉族"}
    assert page.panel.values() == values
    page.panel.clear_button.click()
    settled(qtbot, page)
    page.use_filter(KeptFilter(id=1, name="借出", values=values))
    settled(qtbot, page)
    assert (names(page), page.filter_button.text()) == (["丁宁"], "筛选（3）")
    choose(page, qtbot, "line", "health")
    assert names(page) == []


def test_the_words_typed_are_kept_with_a_filter(page: RosterPage, qtbot: QtBot):
    page.tree.select_id(3)
    page.search.setText("wang")
    choose(page, qtbot, "sex", Sex.FEMALE)
    qtbot.waitUntil(lambda: page.search._last == "wang")
    settled(qtbot, page)
    found = names(page)
    assert 0 < len(found) < 3
    page.actions_.trigger("roster.keep_filter")
    dialog = next(one for one in page.findChildren(QDialog) if one.isVisible())
    dialog.form.fields["name"].as_editor.set_value("教育局姓王的")
    dialog.save()
    qtbot.waitUntil(lambda: bool(page.space.desk.ask(kept_filters, "roster")))
    settled(qtbot, page)
    (kept,) = page.space.desk.ask(kept_filters, "roster")
    assert dict(kept.values) == {"sex": "female", "typed": "wang", "unit_id": 3}
    page.panel.clear_button.click()
    settled(qtbot, page)
    assert len(names(page)) == 14
    page.use_filter(kept)
    settled(qtbot, page)
    assert (names(page), page.search.term()) == (found, "wang")
    page.use_filter(KeptFilter(id=1, name="女", values={"sex": "female"}))
    settled(qtbot, page)
    assert page.search.term() == ""
    page._clear_everything()
    page.search.setText("科长")
    assert page.why_not_keep() == ""


def test_the_order_is_chosen_and_remembered(page: RosterPage, qtbot: QtBot):
    page.table.order = "birth"
    page.order.set_value(PersonOrder.STROKES)
    page.order.edited.emit()
    settled(qtbot, page)
    assert names(page)[:3] == ["丁宁", "于洋", "王伟"]
    assert names(page)[-2:] == ["尉迟敬", "曾国强"]
    assert page.space.settings.order_of("roster") == "strokes"
    page.table.order = "-name"
    page.table.reload()
    settled(qtbot, page)
    assert names(page)[0] == "曾国强"
    assert page.on_screen().order is PersonOrder.STROKES
    assert page.on_screen().descending


def test_a_single_rank_is_picked_too_beside_a_post_as_well(page: RosterPage, qtbot: QtBot):
    page.actions_.trigger("roster.filter")
    settled(qtbot, page)
    choose(page, qtbot, "group", "rank:principal_3")
    assert page.choices["group"].currentText() == "三级主任科员"
    assert names(page) == ["尉迟敬"]
    change = change_of(page.space.desk, "丁宁", side_rank="principal_3", correction=True)
    page.space.desk.execute(change)
    wanted = page.filter()
    assert (wanted.rank, wanted.group) == (Rank.PRINCIPAL_3, None)
    found = page.space.desk.ask(person_ids, wanted).ids
    assert {row.name for row in page.space.desk.ask(person_rows, found)} == {"丁宁", "尉迟敬"}
    page.panel.show_values({"rank": Rank.CLERK_1})
    assert page.panel.values() == {"rank": "clerk_1"}


def test_a_kept_filter_holds_before_the_panel_was_ever_opened_and_for_what_is_no_more(
    page: RosterPage, qtbot: QtBot
):
    values = (("education", "大学"), ("sex", "female"), ("trained_year", 1999), ("political", "无此面貌"))
    with_all = KeptFilter(id=1, name="旧条件", values=dict(values))
    page.use_filter(KeptFilter(id=2, name="女大学", values=dict(values[:2])))
    settled(qtbot, page)
    few = names(page)
    assert 0 < len(few) < 14
    page.use_filter(with_all)
    settled(qtbot, page)
    assert names(page) == []
    for _look in range(2):  # the panel shut, then open with what the roster offers
        wanted = page.filter()
        assert (wanted.education, wanted.trained_year, wanted.political) == ("大学", 1999, "无此面貌")
        assert page.filter_button.text() == "筛选（4）"
        assert [page.choices[key].currentText() for key in ("education", "training", "political")] == [
            "大学",
            "1999 年受训",
            "无此面貌",
        ]
        page.actions_.trigger("roster.filter")
        settled(qtbot, page)
    page.use_filter(KeptFilter(id=2, name="女大学", values=dict(values[:2])))
    settled(qtbot, page)
    assert names(page) == few


def test_who_had_no_class_in_a_year_is_listed_also_before_anybody_had_one(page: RosterPage, qtbot: QtBot):
    """P2.1: heads of units have a class every year; who still lacks this year's is looked for and printed."""
    page.actions_.trigger("roster.filter")
    settled(qtbot, page)
    everybody = names(page)
    assert page.choices["training"].findText("2026 年未受训") >= 0
    choose(page, qtbot, "training", "not in:2026")
    assert page.filter().untrained_year == 2026
    assert names(page) == everybody
    choose(page, qtbot, "training", 2026)
    assert names(page) == []
    page.use_filter(KeptFilter(id=1, name="今年未训", values={"untrained_year": 2026}))
    settled(qtbot, page)
    assert page.panel.values() == {"untrained_year": 2026}
    assert page.choices["training"].currentText() == "2026 年未受训"
    assert len(names(page)) == len(everybody) == 14
    (table,) = page.space.desk.ask(paper_rows, "roster.list", {"filter": write_filter(page.filter())})
    assert "2026年未参训" in table.subtitle
    assert len(table.rows) == 14


def test_a_condition_that_is_emptied_by_hand_narrows_no_more(page: RosterPage, qtbot: QtBot):
    page.actions_.trigger("roster.filter")
    settled(qtbot, page)
    everybody = names(page)
    choose(page, qtbot, "group", f"rank:{Rank.SECTION_HEAD}")
    assert names(page) != everybody
    ranks = page.choices["group"]
    ranks.lineEdit().clear()
    ranks.lineEdit().editingFinished.emit()
    settled(qtbot, page)
    assert names(page) == everybody


def test_what_is_none_of_the_choices_is_said_and_not_kept(page: RosterPage, qtbot: QtBot):
    page.actions_.trigger("roster.filter")
    settled(qtbot, page)
    age = page.choices["age_from"]
    age.setEditText("abc")
    age.lineEdit().editingFinished.emit()
    settled(qtbot, page)
    assert "没有“abc”这一项，未作为条件。" in page.panel.wrong()
    assert page.panel._wrong.isVisible()
    assert clipped(page.panel) == []
    assert "abc" in page.why_not_keep()
    age.setEditText("45")
    age.lineEdit().editingFinished.emit()
    settled(qtbot, page)
    assert not page.panel._wrong.isVisible()
    assert page.why_not_keep() == ""


def test_nobody_of_the_chosen_unit_says_so_and_leads_to_all_units(page: RosterPage, qtbot: QtBot):
    page.tree.select_id(3)
    page.search.setText("丁宁")
    qtbot.waitUntil(lambda: not page.table.rows.ids)
    settled(qtbot, page)
    assert page.table.empty.sentence == "在“教育局”中没有符合条件的人员；全部单位中有 1 人。"
    assert page.counts == ("教育局：显示 0 / 共 5 人", "5 人被筛选隐藏")
    (everywhere,) = (one for one in page.table.empty.findChildren(QPushButton) if one.isVisible())
    assert everywhere.text() == "在全部单位中查找"
    everywhere.click()
    settled(qtbot, page)
    assert (names(page), page.unit_id(), page.search.term()) == (["丁宁"], None, "丁宁")
    page.tree.select_id(3)
    page.search.setText("没有这个人")
    qtbot.waitUntil(lambda: page.search._last == "没有这个人")
    settled(qtbot, page)
    assert page.table.empty.sentence.startswith("在“教育局”和其他单位中都没有符合条件的人员。")
    assert not any(one.isVisible() for one in page.table.empty.findChildren(QPushButton))


def test_what_is_shown_and_hidden_adds_up_in_the_chosen_unit(page: RosterPage, qtbot: QtBot):
    page.tree.select_id(3)
    choose(page, qtbot, "sex", Sex.FEMALE)
    assert page.counts == ("教育局：显示 3 / 共 5 人", "2 人被筛选隐藏")
    page.clear_filter()
    settled(qtbot, page)
    assert page.counts == ("教育局：显示 5 / 共 5 人", "")


def test_clear_everything_lets_go_of_conditions_words_and_the_unit(page: RosterPage, qtbot: QtBot):
    page.actions_.trigger("roster.filter")
    settled(qtbot, page)
    page.tree.select_id(3)
    page.search.setText("王")
    choose(page, qtbot, "sex", Sex.FEMALE)
    page.panel.clear_button.click()
    settled(qtbot, page)
    assert page.counts == ("显示 14 / 共 14 人", "")
    assert (page.unit_id(), page.search.term(), page.panel.values()) == (None, "", {})
    assert page.filter_button.text() == "筛选"
