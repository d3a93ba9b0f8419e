"""The Roster tab as a clerk uses it: find, look, add, change, import, take back; with the keyboard alone."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QRadioButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import PASSWORD, USERS, invented_id
from tests.ui.pages.conftest import settled
from tests.ui.walk import clipped, nameless, nameless_headings, unreachable
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, NEW_UNIT, OFFICE, ROWS, workbook
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import PersonStatus, Team
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.exchange.own_sheets import RETURNED_SHEET
from trainingdesk.shared.text import set_language
from trainingdesk.ui.notices import Notice
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, DONE, FILE, ImportDialog
from trainingdesk.ui.pages.roster.import_dialog import ROWS as ROWS_STEP
from trainingdesk.ui.pages.roster.import_problem_rows import write_problems
from trainingdesk.ui.pages.roster.import_words import will_words
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_places, preview_rows

OpenPage = Callable[[str], RosterPage]


@pytest.fixture
def page(open_page: OpenPage, qtbot: QtBot) -> RosterPage:
    page = open_page("roster")
    settled(qtbot, page)
    return page


def names(page: RosterPage) -> list[str]:
    return [page.table.rows.row(place).name for place in range(len(page.table.rows.ids))]


def heads(page: RosterPage) -> dict[str, int]:
    return {unit.short_name: unit.whole for unit in page.units}


def dialog_of(page: RosterPage, qtbot: QtBot, action: str) -> QDialog:
    """Trigger an action and return the window it opens."""
    page.actions_.trigger(action)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in page.findChildren(QDialog)))
    return next(dialog for dialog in page.findChildren(QDialog) if dialog.isVisible())


def choose(page: RosterPage, qtbot: QtBot, name: str) -> None:
    page.table.select_ids([page.table.rows.id_at(names(page).index(name))])
    settled(qtbot, page)


def nothing_clipped(widget: QWidget) -> None:
    assert clipped(widget) == []


def said_in(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


class TestFinding:
    def test_tree_and_table_show_the_base(self, page: RosterPage):
        assert heads(page)["教育局"] == 5
        assert len(names(page)) == 14
        assert page.counts == ("显示 14 / 共 14 人", "")

    def test_a_unit_narrows_the_table_to_itself_and_those_below(self, page: RosterPage, qtbot: QtBot):
        page.tree.select_id(3)
        settled(qtbot, page)
        assert names(page) == ["王伟", "王伟", "李秀英", "赵一鸣", "孙悦"]
        assert page.counts == ("教育局：显示 5 / 共 5 人", "")

    def test_typing_letters_then_down_reaches_the_card(self, page: RosterPage, qtbot: QtBot):
        page.actions_.trigger("roster.search")
        assert page.search.hasFocus()
        qtbot.keyClicks(page.search, "ycj")
        qtbot.waitUntil(lambda: len(page.table.rows.ids) == 1)
        settled(qtbot, page)
        qtbot.keyClick(page.search, Qt.Key.Key_Down)
        settled(qtbot, page)
        assert page.table.hasFocus()
        assert page.card.person is not None
        assert page.card.person.name == "尉迟敬"

    def test_what_a_filter_hides_is_said_and_cleared_in_one_go(self, page: RosterPage, qtbot: QtBot):
        page.choices["team"].set_value(Team.BUSINESS)
        page.choices["team"].edited.emit()
        settled(qtbot, page)
        assert names(page) == ["吴桐", "郑重"]
        assert page.counts == ("显示 2 / 共 14 人", "12 人被筛选隐藏")
        page.clear_filter()
        settled(qtbot, page)
        assert len(names(page)) == 14
        assert page.counts[1] == ""

    def test_headings_order_in_the_database(self, page: RosterPage, qtbot: QtBot):
        for key, first in (("name", "陈晨"), ("rank", "丁宁"), ("-name", "周舟"), ("birth", "丁宁")):
            page.table.order = key
            page.table.reload()
            settled(qtbot, page)
            assert names(page)[0] == first, key

    def test_somebody_from_elsewhere_is_brought_up(self, page: RosterPage, qtbot: QtBot):
        page.tree.select_id(1)
        page.search.setText("dn")
        settled(qtbot, page)
        wanted = page.space.desk.ask(_first_of("陈晨"))
        page.open_place({"person": wanted})
        qtbot.waitUntil(lambda: page.card.person is not None and page.card.person.name == "陈晨")
        assert page.table.current_id() == wanted

    def test_nobody_fits_and_says_so(self, page: RosterPage, qtbot: QtBot):
        page.search.setText("没有这个人")
        qtbot.waitUntil(lambda: not page.table.rows.ids)
        settled(qtbot, page)
        assert page.table.empty.isVisible()
        assert "清除筛选" in page.table.empty.sentence


def _first_of(name: str):
    from trainingdesk.domain.access import Permission
    from trainingdesk.usecases.queries.roster import search_people
    from trainingdesk.usecases.registry import QUERIES

    def read(reader: object) -> int:
        return search_people(reader, name)[1][0].id

    QUERIES[f"{read.__module__}.{read.__name__}"] = (Permission.ROSTER_READ, read)
    return read


class TestForms:
    def test_a_person_is_added_and_chosen(self, page: RosterPage, qtbot: QtBot, desk: Desk):
        page.tree.select_id(1)
        settled(qtbot, page)
        form = dialog_of(page, qtbot, "roster.add")
        assert form.form.fields["unit_id"].as_editor.value() == 1, "the chosen unit is filled in"
        form.form.set_values({"name": "覃 乐", "id_number": invented_id(77, male=False)})
        form.save()
        qtbot.waitUntil(lambda: page.card.person is not None and page.card.person.name == "覃乐")
        settled(qtbot, page)
        assert heads(page)["组织部"] == 4
        assert rows(desk, "SELECT sex, birth FROM person WHERE name = '覃乐'") == [("female", "1980-05-12")]

    def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
        self, page: RosterPage, qtbot: QtBot, desk: Desk
    ):
        form = dialog_of(page, qtbot, "roster.add")
        form.form.set_values(
            {
                "name": "覃乐",
                "unit_id": 1,
                "id_number": invented_id(1),
                "work_start": "去年",
                "team": Team.TECHNICAL,
            }
        )
        form.save()
        qtbot.waitUntil(lambda: bool(form.form.fields["id_number"].error))
        assert form.form.fields["id_number"].error == "该身份证号已属于丁宁（城东区委组织部）。"
        assert "去年" in form.form.fields["work_start"].error
        assert form.form.fields["name"].as_editor.value() == "覃乐"
        assert rows(desk, "SELECT count(*) FROM person") == [(14,)]
        form._touched = False
        form.reject()

    def test_a_form_opens_with_masked_numbers_and_keeps_them(
        self, page: RosterPage, qtbot: QtBot, desk: Desk
    ):
        choose(page, qtbot, "丁宁")
        before = rows(desk, "SELECT id_number, phone FROM person WHERE id = 1")
        form = dialog_of(page, qtbot, "roster.change")
        editor = form.form.fields["id_number"].editor
        assert editor.text() == ""
        assert "*" in editor.placeholderText()
        form.form.set_values({"post": "部长"})
        form.save()
        qtbot.waitUntil(lambda: page.card.person is not None and page.card.person.post == "部长")
        settled(qtbot, page)
        assert rows(desk, "SELECT id_number, phone FROM person WHERE id = 1") == before

    def test_leaving_the_base_shows_in_the_tree(self, page: RosterPage, qtbot: QtBot):
        choose(page, qtbot, "孙悦")
        form = dialog_of(page, qtbot, "roster.status")
        form.form.set_values({"status": PersonStatus.RETIRED})
        form.save()
        qtbot.waitUntil(lambda: heads(page)["教育局"] == 4)
        settled(qtbot, page)
        assert heads(page)["教育局"] == 4

    def test_a_unit_is_added_below_the_chosen_one(self, page: RosterPage, qtbot: QtBot, said: list[Notice]):
        page.tree.select_id(3)
        settled(qtbot, page)
        form = dialog_of(page, qtbot, "roster.add_unit")
        form.form.set_values({"name": "城东区教师进修学校"})
        form.save()
        qtbot.waitUntil(lambda: len(page.units) == 7)
        settled(qtbot, page)
        assert said[-1].sentence == "已新增单位城东区教师进修学校，可撤销。"
        assert [unit.short_name for unit in page.units if unit.parent_id == 3] == ["实验小学", "教师进修学校"]

    def test_a_number_is_shown_on_a_click_and_the_click_is_logged(
        self, page: RosterPage, qtbot: QtBot, desk: Desk
    ):
        choose(page, qtbot, "丁宁")
        assert invented_id(1) not in said_in(page.card)
        button = next(b for b in page.card.findChildren(QToolButton) if "身份证" in b.accessibleName())
        qtbot.keyClick(button, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: invented_id(1) in said_in(page.card))
        settled(qtbot, page)
        assert rows(desk, "SELECT kind FROM audit ORDER BY id DESC LIMIT 1") == [("revealed",)]
        choose(page, qtbot, "于洋")
        assert invented_id(1) not in said_in(page.card)


class TestImport:
    @pytest.fixture
    def wizard(self, page: RosterPage, qtbot: QtBot) -> ImportDialog:
        dialog = dialog_of(page, qtbot, "roster.import")
        assert isinstance(dialog, ImportDialog)
        assert dialog.step == FILE
        return dialog

    def done(self, qtbot: QtBot, wizard: ImportDialog) -> None:
        qtbot.waitUntil(lambda: not wizard.busy)
        settled(qtbot, wizard.parent())

    def test_from_the_file_to_the_tree_and_back(
        self, page: RosterPage, wizard: ImportDialog, qtbot: QtBot, tmp_path: Path, desk: Desk
    ):
        wizard.read(str(workbook(tmp_path / "名册.xlsx")))
        self.done(qtbot, wizard)
        assert wizard.step == COLUMNS
        assert set(wizard.columns.chosen().values()) == {"name", "id_number", "unit", "post", "rank", "phone"}
        qtbot.keyClick(wizard, Qt.Key.Key_Return)
        assert wizard.step == ROWS_STEP
        buckets = [wizard.rows.buckets.item(place).text() for place in range(wizard.rows.buckets.count())]
        assert buckets == [
            "错误  3",
            "待确认  1",
            "疑似同一人  1",
            "更新  1",
            "新增  2",
            "相同  1",
            "表中未列  1",
        ]
        assert wizard.rows.summary.text() == "本次导入：新增 2 人 · 更新 1 人 · 相同 1 人。5 行不导入。"

        wizard.rows.buckets.setCurrentRow(2)
        self.done(qtbot, wizard)
        wizard.rows.rows.select_ids([wizard.rows.rows.rows.id_at(0)])
        offered = wizard.rows.detail.findChildren(QRadioButton)
        assert [button.text() for button in offered] == [
            "1　就是此人",
            "2　就是此人",
            "3　是新人员",
            "4　不导入此行",
        ]
        offered[1].setChecked(True)
        wizard.rows.buckets.setCurrentRow(3)
        self.done(qtbot, wizard)
        wizard.rows.rows.select_ids([wizard.rows.rows.rows.id_at(0)])
        phone = next(
            box for box in wizard.rows.detail.findChildren(QCheckBox) if box.text().startswith("手机")
        )
        phone.setChecked(False)
        assert rows(desk, "SELECT count(*) FROM person") == [(14,)], "nothing is written before the last word"

        qtbot.keyClick(wizard, Qt.Key.Key_Return)
        self.done(qtbot, wizard)
        assert wizard.step == DONE
        assert wizard.end.words.text() == "新增 2 人，更新 1 人。"
        assert rows(desk, "SELECT post, phone FROM person WHERE id = 2") == [("副部长", "13900000002")]
        qtbot.waitUntil(lambda: heads(page).get("民政局") == 1)
        assert "路新" in names(page)

        qtbot.mouseClick(wizard.end.undo_button, Qt.MouseButton.LeftButton)
        self.done(qtbot, wizard)
        wizard.findChild(ConfirmDialog).yes.click()
        self.done(qtbot, wizard)
        assert not wizard.end.undo_button.isVisible()
        qtbot.waitUntil(lambda: "民政局" not in heads(page))
        settled(qtbot, page)
        assert rows(desk, "SELECT count(*) FROM person") == [(14,)]
        wizard.next()

    def test_a_file_dropped_on_the_page_starts_the_import(
        self, page: RosterPage, qtbot: QtBot, tmp_path: Path
    ):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(workbook(tmp_path / "名册.xlsx")))])
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))
        wizard = next(dialog for dialog in page.findChildren(ImportDialog) if dialog.isVisible())
        self.done(qtbot, wizard)
        assert wizard.step == COLUMNS
        wizard.reject()

    def test_a_column_said_to_be_another_is_read_again(
        self, page: RosterPage, wizard: ImportDialog, qtbot: QtBot, tmp_path: Path
    ):
        file = workbook(tmp_path / "a.xlsx", [("路新", OFFICE, "科员")], ["姓名", "工作单位", "现任"])
        wizard.read(str(file))
        self.done(qtbot, wizard)
        wizard.columns.choices[2].set_value("unit")
        wizard.next()
        assert "工作单位" in wizard.banner.text()
        assert wizard.step == COLUMNS
        wizard.columns.choices[2].set_value("post")
        wizard.next()
        self.done(qtbot, wizard)
        assert wizard.step == ROWS_STEP
        wizard.next()
        self.done(qtbot, wizard)
        wizard.next()
        settled(qtbot, page)
        choose(page, qtbot, "路新")
        assert page.card.person.post == "科员"

    def test_a_bad_file_is_said_in_the_window_and_another_can_be_chosen(
        self, page: RosterPage, wizard: ImportDialog, qtbot: QtBot, tmp_path: Path
    ):
        bad = tmp_path / "不是.xlsx"
        bad.write_text("这不是工作簿", encoding="utf-8")
        wizard.read(str(bad))
        self.done(qtbot, wizard)
        assert wizard.step == FILE
        assert "不是.xlsx" in wizard.banner.text()
        wizard.read(str(workbook(tmp_path / "好.xlsx")))
        self.done(qtbot, wizard)
        assert wizard.step == COLUMNS
        wizard.reject()

    def test_the_problem_rows_go_back_to_the_sender(self, wizard: ImportDialog, qtbot: QtBot, tmp_path: Path):
        wizard.read(str(workbook(tmp_path / "名册.xlsx")))
        self.done(qtbot, wizard)
        wizard.next()
        write_problems(wizard, str(tmp_path / "问题.xlsx"))
        self.done(qtbot, wizard)
        facts = load_workbook(tmp_path / "问题.xlsx")[RETURNED_SHEET]
        assert facts["A2"].value == "数据截止日 不详", "today is the day of the import alone"
        assert "5 行" in wizard.banner.text()
        assert "不导入" not in wizard.banner.text(), "just as many stay out"
        assert wizard.focusWidget() is wizard.problems_button  # and not Cancel, which would lose the choices
        wizard.reject()

    def test_it_is_said_why_more_rows_stay_out_than_are_marked(
        self, wizard: ImportDialog, qtbot: QtBot, tmp_path: Path, desk: Desk
    ):
        """One was left out by hand; and whom another row means was said: it comes in, and is marked no more."""
        wizard.read(str(workbook(tmp_path / "名册.xlsx")))
        self.done(qtbot, wizard)
        wizard.next()
        token, choices = wizard.preview.token, wizard.rows.choices
        (maybe,) = desk.ask(preview_rows, token, desk.ask(preview_places, token, Bucket.MAYBE))
        choices.decisions[maybe.row] = maybe.candidates[0].id
        new, *_more = desk.ask(preview_rows, token, desk.ask(preview_places, token, Bucket.NEW))
        choices.declined_rows[new.row] = Bucket.NEW
        choices.good_only = True
        wizard.rows.decided.emit()
        said = "已在 问题.xlsx 中标出 4 行。", "另有 1 行不导入而未标出：系手工选择不导入"
        assert "5 行不导入" in will_words(choices.expected(wizard.preview))
        for _step in ("rows", "done"):
            write_problems(wizard, str(tmp_path / "问题.xlsx"))
            self.done(qtbot, wizard)
            assert all(words in wizard.banner.text() for words in said), wizard.banner.text()
            sheet = load_workbook(tmp_path / "问题.xlsx").worksheets[0]
            assert all(cell.comment is None for cell in sheet[maybe.row])
            wizard.next()
            self.done(qtbot, wizard)

    def test_a_row_left_out_and_a_person_who_left(
        self, page: RosterPage, wizard: ImportDialog, qtbot: QtBot, tmp_path: Path, desk: Desk
    ):
        wizard.read(str(workbook(tmp_path / "名册.xlsx", ROWS[:4])))
        self.done(qtbot, wizard)
        wizard.next()
        for place in range(wizard.rows.buckets.count()):
            wizard.rows.buckets.setCurrentRow(place)
            self.done(qtbot, wizard)
            if wizard.rows._bucket == "new":
                wizard.rows.rows.select_ids([wizard.rows.rows.rows.id_at(0)])
                wizard.rows.detail.findChildren(QCheckBox)[-1].setChecked(False)
            elif wizard.rows._bucket == "left":
                wizard.rows.people.select_ids([wizard.rows.people.rows.id_at(0)])
                assert wizard.rows.detail.findChildren(QRadioButton)[0].isChecked(), "nothing silently"
                wizard.rows.detail.findChildren(QRadioButton)[1].setChecked(True)
        assert "登记去向 1 人" in wizard.rows.summary.text()
        wizard.next()
        self.done(qtbot, wizard)
        assert rows(desk, "SELECT status FROM person WHERE name = '单小芳'") == [("left",)]
        assert rows(desk, "SELECT count(*) FROM person WHERE name = '路新'") == [(0,)]
        assert rows(desk, f"SELECT count(*) FROM unit WHERE name = '{NEW_UNIT}'") == [(1,)]
        wizard.next()

    def test_the_list_of_imports_takes_one_back(
        self, page: RosterPage, wizard: ImportDialog, qtbot: QtBot, tmp_path: Path, desk: Desk
    ):
        wizard.read(str(workbook(tmp_path / "名册.xlsx", [("路新", "", BUREAU, "", "", "")])))
        self.done(qtbot, wizard)
        wizard.next()
        wizard.next()
        self.done(qtbot, wizard)
        wizard.next()
        wizard.setParent(None)
        listed = dialog_of(page, qtbot, "roster.imports")
        qtbot.waitUntil(lambda: bool(listed.table.rows.ids))
        assert listed.table.current_id() == listed.table.rows.id_at(0), "the last import is chosen"
        assert listed.revert.isEnabled()
        assert listed.report.isEnabled()
        listed.take_back()
        qtbot.waitUntil(lambda: listed.findChild(ConfirmDialog) is not None)
        question = listed.findChild(ConfirmDialog)
        said = " ".join(label.text() for label in question.findChildren(QLabel))
        assert "“名册.xlsx”（张晓于 2026-06-12" in said, said
        assert "新增的 1 人" in said
        question.no.click()
        assert rows(desk, "SELECT count(*) FROM person") == [(15,)], "No changes nothing"
        listed.take_back()
        qtbot.waitUntil(lambda: any(one.isVisible() for one in listed.findChildren(ConfirmDialog)))
        next(one for one in listed.findChildren(ConfirmDialog) if one.isVisible()).yes.click()
        qtbot.waitUntil(lambda: "已撤销" in listed.banner.text())
        settled(qtbot, page)
        assert rows(desk, "SELECT count(*) FROM person") == [(14,)]
        assert listed.why_not() == "这次导入已撤销。"
        listed.accept()


class TestPromises:
    def test_every_widget_has_a_name_in_both_languages(self, open_page: OpenPage, qtbot: QtBot):
        for language in ("zh_CN", "en"):
            set_language(language)
            page = open_page("roster")
            choose(page, qtbot, "丁宁")
            assert not [repr(widget) for widget in nameless(page)]
            assert not list(nameless_headings(page))
            # a card that was just filled is laid out in the next turn of the event loop
            qtbot.waitUntil(partial(nothing_clipped, page))
            assert not [repr(widget) for widget in unreachable(page)]
            for action in (
                "roster.add",
                "roster.import",
                "roster.imports",
                "roster.add_unit",
                "roster.status",
            ):
                dialog = dialog_of(page, qtbot, action)
                assert not [repr(widget) for widget in nameless(dialog)], action
                qtbot.waitUntil(partial(nothing_clipped, dialog))
                assert not [repr(widget) for widget in unreachable(dialog)], action
                dialog.reject()
                settled(qtbot, page)
                dialog.setParent(None)

    def test_what_can_not_be_done_says_why(
        self, open_page: OpenPage, desk: Desk, qtbot: QtBot, said: list[Notice], hints: list[str]
    ):
        page = open_page("roster")
        assert page.actions_.reason("roster.change") == "请先在人员列表中选择人员。"
        desk.sign_in(USERS[Role.READ_ONLY][0], PASSWORD)
        page = open_page("roster")
        choose(page, qtbot, "丁宁")
        assert page.actions_.reason("roster.change")
        assert page.actions_.reason("roster.import")
        assert not [b for b in page.card.findChildren(QToolButton) if "显示" in b.text()]
        page.table.opened.emit(1)
        assert not [dialog for dialog in page.findChildren(QDialog) if dialog.isVisible()]

    def test_an_empty_roster_offers_its_two_beginnings(self, open_page: OpenPage, desk: Desk, qtbot: QtBot):
        with desk.engines.writer.connect() as connection, connection.begin():
            connection.info["audited"] = True
            connection.exec_driver_sql("DELETE FROM person")
            connection.exec_driver_sql("DELETE FROM person_search")
        page = open_page("roster")
        assert page.table.empty.isVisible()

        def buttons() -> list[str]:
            return [b.text().strip() for b in page.table.empty.findChildren(QToolButton)]

        qtbot.waitUntil(lambda: buttons() == ["导入名册…", "新增人员…"])

    def test_the_models_are_sound(self, page: RosterPage, qtbot: QtBot):
        tester = QAbstractItemModelTester(
            page.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal
        )
        page.search.setText("w")  # 王伟 twice, 吴桐, and 尉迟敬 for whoever reads 尉 as wèi
        qtbot.waitUntil(lambda: len(page.table.rows.ids) == 4)
        settled(qtbot, page)
        assert len(page.table.rows.ids) == 4
        tester.deleteLater()

    def test_the_workbook_goes_out_and_the_log_says_so(
        self, page: RosterPage, qtbot: QtBot, tmp_path: Path, desk: Desk, said: list[Notice]
    ):
        page.export_to(str(tmp_path / "名册.xlsx"))
        qtbot.waitUntil(lambda: bool(said))
        settled(qtbot, page)
        assert (tmp_path / "名册.xlsx").is_file()
        assert rows(desk, "SELECT kind FROM audit ORDER BY id DESC LIMIT 1") == [("exported",)]

    def test_an_export_is_in_the_log_when_its_page_has_gone_meanwhile(
        self, page: RosterPage, qtbot: QtBot, tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ):
        # the answer to a page that is gone is dropped
        monkeypatch.setattr(page, "_if_alive", lambda *_: None)
        page.export_to(str(tmp_path / "名册.xlsx"))
        settled(qtbot, page)
        assert (tmp_path / "名册.xlsx").is_file()
        assert rows(desk, "SELECT kind FROM audit ORDER BY id DESC LIMIT 1") == [("exported",)]


class TestDatedChanges:
    def test_the_form_asks_how_a_change_is_meant_only_when_there_is_one(
        self, page: RosterPage, qtbot: QtBot, desk: Desk, said: list[Notice]
    ):
        choose(page, qtbot, "于洋")
        dialog = dialog_of(page, qtbot, "roster.change")
        fields = dialog.form.fields
        assert not fields["correction"].isVisibleTo(dialog)
        fields["note"].editor.setPlainText("x")
        assert not fields["correction"].isVisibleTo(dialog)
        dialog.form.set_values({"post": "处长"})
        dialog._show_since()
        assert fields["correction"].isVisibleTo(dialog)
        assert fields["day"].isVisibleTo(dialog)
        dialog.form.set_values({"day": "2026.05", "reason": "区委任免通知"})
        with qtbot.waitSignal(dialog.saved):
            dialog.save()
        found = rows(desk, "SELECT post, valid_to, reason FROM post_period")
        assert found == [("干部", "2026-05", "区委任免通知")]
        assert said[-1].sentence == "于洋已保存，改动 2 项（职务、备注），可撤销。"
