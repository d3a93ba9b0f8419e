"""The Plan tab on a real desk: propose, type, save, put into force, compare."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.desk_fixtures import PASSWORD, USERS
from tests.ui.pages.conftest import settled
from tests.ui.pages.pages import dialog, places, press, reasons, type_into
from tests.ui.walk import clipped, nameless, nameless_headings, unreachable
from tests.usecases.training_facts import write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import PlanState
from trainingdesk.shared.text import set_language
from trainingdesk.ui import theme
from trainingdesk.ui.pages.planning.forms import CompareDialog, ProposeForm, SaveForm
from trainingdesk.ui.pages.planning.grid import OVER
from trainingdesk.ui.pages.planning.page import UNSAVED, PlanningPage
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.planning import AdoptPlan, SavePlan
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.planning import plan_proposal, plan_versions

CHANGES = ("planning.save", "planning.propose", "planning.adopt", "planning.step_back")


def save_and_adopt(desk: Desk) -> int:
    grid = desk.ask(plan_proposal)
    cells = tuple((row.unit_id, row.targets) for row in grid.rows)
    plan = desk.execute(SavePlan(title="五年规划", base_day=grid.base_day, cells=cells)).result["plan_id"]
    desk.execute(AdoptPlan(plan_id=plan))
    return plan


def go_to_cell(page: PlanningPage, row: int, key: str) -> None:
    column = [one.key for one in page.table.rows.columns].index(key)
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.rows.index(row, column))


def targets(page: PlanningPage, row: int) -> list[str]:
    model = page.table.rows
    return [
        str(model.data(model.index(row, column)))
        for column, one in enumerate(model.columns)
        if one.key[0] == "t" and one.key[1:].isdigit()
    ]


def test_an_empty_cycle_shows_the_proposal(open_page):
    page = open_page("planning")
    QAbstractItemModelTester(page.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert targets(page, 0) == ["1", "1", "1", "0", "0"]
    totals = dict(zip([one.key for one in page.table.rows.columns], page.panel.totals.words(), strict=True))
    assert (totals["base"], totals["t2022"], totals["t2024"], totals["todo"]) == ("14", "6", "2", "14")
    assert "建议方案，未保存" in page.facts.text()
    assert page.choice.value() == UNSAVED
    assert page.counts == ("6 个单位", "")
    assert reasons(page, CHANGES)["planning.save"] == ""
    assert reasons(page, CHANGES)["planning.adopt"] == "请先用“保存版本…”保存为版本。"


def test_typing_opens_the_editor_and_rebalances_the_row(open_page, qtbot):
    page = open_page("planning")
    go_to_cell(page, 0, "t2022")
    type_into(page.table, "2")
    editor = page.table.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "2", "the first key is in the editor, and none is lost"
    press(page.table, Qt.Key.Key_Return)
    assert targets(page, 0) == ["2", "1", "0", "0", "0"]
    shown = page.table.rows.row(0)
    assert (shown.hand, shown.moved) == ({0}, {2})
    assert page.table.currentIndex().row() == 1, "Enter goes on to the next unit"
    assert page.panel.totals.words()[2] == "7"
    assert "1 格超过上限" in page.facts.text()
    assert reasons(page, CHANGES)["planning.step_back"] == ""
    page.actions_.trigger("planning.step_back")
    assert targets(page, 0) == ["1", "1", "1", "0", "0"]
    assert page.panel.totals.words()[2] == "6"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_whole_of_a_unit_in_one_year_is_shown_with_its_sign(open_page, language):
    set_language(language)
    page = open_page("planning")
    go_to_cell(page, 0, "t2022")
    base = page.table.rows.row(0).row.base
    type_into(page.table, str(base))
    press(page.table, Qt.Key.Key_Return)
    column = [one.key for one in page.table.rows.columns].index("s2022")
    share = page.table.rows.index(0, column)
    assert (share.data(), page.table.rows.row(0).row.cells[0].over_cap) == ("100.0%", True)
    figures = QFontMetrics(theme.font(tabular=True)).horizontalAdvance("100.0%")
    sign = theme.size(3) + QFontMetrics(theme.font(theme.HINT)).horizontalAdvance(OVER)
    assert page.table.columnWidth(column) > sign + figures + theme.size(8), (
        "neither cut nor drawn over its sign"
    )
    assert not page.table._frozen.isVisible(), "no year is out of sight"
    set_language("zh_CN")


def test_an_impossible_target_is_refused_in_words(open_page, said, hints):
    page = open_page("planning")
    go_to_cell(page, 0, "t2023")
    type_into(page.table, "3")
    press(page.table, Qt.Key.Key_Return)
    assert said[-1].sentence == "紧前不紧后：后一年不得多于前一年，此处最多填 1 人。"
    assert targets(page, 0) == ["1", "1", "1", "0", "0"]
    go_to_cell(page, 0, "t2023")
    type_into(page.table, "x")
    press(page.table, Qt.Key.Key_Return)
    assert hints[-1] == "“x”不是人数，请填整数。"


def test_saving_names_a_version_and_puts_it_into_force(open_page, desk: Desk, qtbot, said):
    page = open_page("planning")
    go_to_cell(page, 0, "t2022")
    type_into(page.table, "2")
    press(page.table, Qt.Key.Key_Return)
    page.actions_.trigger("planning.save")
    form = dialog(page, SaveForm)
    title = form.form.fields["title"].editor
    assert title.value() == "2022—2026年轮训规划"
    title.set_value("第一稿")
    form.save()
    settled(qtbot, page)
    (version,) = desk.ask(plan_versions)
    assert (version.title, version.base) == ("第一稿", 14)
    assert page.choice.value() == version.id
    assert targets(page, 0) == ["2", "1", "0", "0", "0"]
    assert page.table.rows.row(0).hand == frozenset(), "a saved version has no marks of the hand"
    said[-1].follow()
    settled(qtbot, page)
    assert desk.ask(plan_versions)[0].state is PlanState.ADOPTED
    assert page.facts.text().startswith("现行")
    assert said[-1].way_out == "打印"
    gone = places(page.space)
    said[-1].follow()
    assert dict(gone[-1].target) == {"paper": "planning.grid", "plan": str(version.id)}
    assert reasons(page, CHANGES)["planning.adopt"] == "该版本已是现行规划。"
    assert reasons(page, CHANGES)["planning.save"] == "该版本已保存。"


def test_hand_changes_are_not_dropped_without_asking(open_page, desk: Desk, qtbot):
    plan = save_and_adopt(desk)
    page = open_page("planning")
    go_to_cell(page, 0, "t2022")
    type_into(page.table, "3")
    press(page.table, Qt.Key.Key_Return)
    assert page.choice.value() == UNSAVED
    page.choice.set_value(plan)
    page.choice.edited.emit()
    assert targets(page, 0)[0] == "3", "still there while the question is open"
    question = next(
        window for window in page.findChildren(QWidget) if window.windowTitle() == "放弃手工调整？"
    )
    question.yes.click()
    settled(qtbot, page)
    assert targets(page, 0) == ["1", "1", "1", "0", "0"]
    assert page.choice.value() == plan


def test_hand_changes_stay_while_somebody_else_works(open_page, desk: Desk, qtbot):
    save_and_adopt(desk)
    page = open_page("planning")
    go_to_cell(page, 0, "t2022")
    type_into(page.table, "3")
    press(page.table, Qt.Key.Key_Return)
    outcome = desk.execute(SavePlan(title="另一稿", base_day=page.draft.base_day, cells=page.draft.cells()))
    page.space.hub.publish(outcome.changes)
    settled(qtbot, page)
    assert targets(page, 0)[0] == "3"
    assert len(page.versions) == 2


def test_a_proposal_for_an_earlier_day(open_page, desk: Desk, qtbot):
    save_and_adopt(desk)
    page = open_page("planning")
    page.actions_.trigger("planning.propose")
    form = dialog(page, ProposeForm)
    form.form.fields["day"].editor.set_value(None)
    form.save()
    assert form.form.fields["day"].error
    form.form.fields["day"].editor.setText("2026.1.31")
    form.save()
    settled(qtbot, page)
    assert page.draft.grid.plan_id is None
    assert page.draft.base_day.isoformat() == "2026-01-31"


def test_two_versions_side_by_side(open_page, desk: Desk, qtbot):
    save_and_adopt(desk)
    grid = desk.ask(plan_proposal)
    cells = [(row.unit_id, row.targets) for row in grid.rows]
    cells[0] = (cells[0][0], (2, 1, 0, 0, 0))
    desk.execute(SavePlan(title="第二稿", base_day=grid.base_day, cells=tuple(cells)))
    page = open_page("planning")
    page.actions_.trigger("planning.compare")
    window = dialog(page, CompareDialog)
    settled(qtbot, page)
    assert window.table is not None
    model = window.table.rows
    assert model.rowCount() == 1
    assert [model.data(model.index(0, column)) for column in range(1, 5)] == [
        "3",
        "1 → 2 (+1)",
        "1",
        "1 → 0 (-1)",
    ]
    window.only_changed.setChecked(False)
    assert model.rowCount() == 6
    assert "2022: 6 → 7 (+1)" in window.sums.text()
    window.reject()


def test_the_names_stay_when_the_years_are_scrolled(open_page, qtbot):
    page = open_page("planning")
    page.resize(800, 600)
    qtbot.wait(20)
    frozen = page.table._frozen
    assert frozen.isVisible()
    page.table.horizontalScrollBar().setValue(page.table.horizontalScrollBar().maximum())
    assert frozen.columnWidth(0) == page.table.columnWidth(0)
    go_to_cell(page, 0, "t2022")
    left = page.table.columnViewportPosition(page.table.currentIndex().column())
    assert left >= page.table.columnWidth(0) - 1, "the cell with the cursor is not under the names"
    page.resize(1366, 660)
    qtbot.wait(20)
    assert not frozen.isVisible()


def test_the_search_hides_and_says_so(open_page, qtbot):
    page = open_page("planning")
    page.search.setText("教育")
    qtbot.wait(200)
    assert page.counts == ("1 个单位", "5 个单位未显示")
    assert page.panel.totals.words()[1] == "14", "the total is that of the plan"
    page.clear_filter()
    qtbot.wait(200)
    assert page.counts == ("6 个单位", "")


def test_print_preview_goes_to_the_papers(open_page, desk: Desk):
    plan = save_and_adopt(desk)
    page = open_page("planning")
    gone = places(page.space)
    page.actions_.trigger("planning.print")
    assert (gone[0].page, dict(gone[0].target)) == ("papers", {"paper": "planning.grid", "plan": str(plan)})


def test_who_only_reads_can_not_type(open_page, desk: Desk):
    save_and_adopt(desk)
    desk.sign_in(USERS[Role.READ_ONLY][0], PASSWORD)
    page = open_page("planning")
    go_to_cell(page, 0, "t2022")
    type_into(page.table, "2")
    assert page.table.findChild(QLineEdit) is None
    assert targets(page, 0) == ["1", "1", "1", "0", "0"]
    assert all(reasons(page, ("planning.save", "planning.propose", "planning.adopt")).values())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_keyboard_and_a_screen_reader_find_their_way(open_page, desk: Desk, qtbot, language):
    set_language(language)
    save_and_adopt(desk)
    page = open_page("planning")
    qtbot.wait(20)  # labels take their room in the next turn
    assert list(nameless(page)) == []
    assert list(nameless_headings(page)) == []
    assert unreachable(page) == []
    assert clipped(page) == []


def test_what_was_not_saved_is_there_again_the_next_time(open_page, desk: Desk, said, qtbot):
    save_and_adopt(desk)
    page = open_page("planning")
    go_to_cell(page, 0, "t2022")
    type_into(page.table, "3")
    press(page.table, Qt.Key.Key_Return)
    page.close()
    again = open_page("planning")
    assert targets(again, 0) == ["3", "0", "0", "0", "0"]
    assert again.table.rows.row(0).hand == {0}
    assert said[-1].sentence == "上次未保存为版本的调整已恢复。"
    again.actions_.trigger("planning.save")
    dialog(again, SaveForm).save()
    settled(qtbot, again)
    again.close()
    third = open_page("planning")
    assert third.table.rows.row(0).hand == frozenset(), "once it is saved there is nothing to bring back"


def test_a_kept_row_whose_base_has_changed_is_not_brought_back(open_page, desk: Desk, desk_file):
    page = open_page("planning")
    for row in (0, 1):
        go_to_cell(page, row, "t2022")
        type_into(page.table, "2")
        press(page.table, Qt.Key.Key_Return)
    page.close()
    write(desk_file, ("UPDATE person SET status = 'left' WHERE id = 1", ()))
    again = open_page("planning")
    assert targets(again, 0) == ["1", "1", "0", "0", "0"], "two people are left, not three"
    assert targets(again, 1) == ["2", "0", "0", "0", "0"]


def test_a_version_that_was_taken_back_gives_way_to_the_plan_in_force(open_page, desk: Desk, qtbot):
    plan = save_and_adopt(desk)
    grid = desk.ask(plan_proposal)
    cells = tuple((row.unit_id, row.targets) for row in grid.rows)
    second = desk.execute(SavePlan(title="第二稿", base_day=grid.base_day, cells=cells)).result["plan_id"]
    page = open_page("planning")
    page.open_place({"plan": second})
    settled(qtbot, page)
    assert page.draft.grid.plan_id == second
    outcome = desk.execute(UndoLast())
    page.space.hub.publish(outcome.changes)
    settled(qtbot, page)
    settled(qtbot, page)
    assert page.draft.grid.plan_id == plan
