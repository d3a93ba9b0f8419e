"""One person's history on the Roster tab: transfer, secondment and return, former values by hand, the photo."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import choose, dialog_of, said_in
from tests.ui.walk import clipped, nameless
from tests.usecases.person_whole import WHOLE, write_whole
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_merge import member
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import PersonStatus, PostTrack, SecondmentWay
from trainingdesk.shared.text import set_language
from trainingdesk.ui.notices import Notice
from trainingdesk.ui.pages.roster.forms import PersonDialog
from trainingdesk.ui.pages.roster.history_dialog import HistoryDialog
from trainingdesk.ui.pages.roster.history_forms import (
    PeriodDialog,
    ReturnDialog,
    SecondmentDialog,
    TransferOneDialog,
)
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.pages.roster.photo_dialog import PhotoDialog
from trainingdesk.ui.widgets.card import ChipLabel
from trainingdesk.ui.widgets.forms import FormDialog
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.commands.secondments import SecondPerson
from trainingdesk.usecases.desk import Desk

OpenPage = Callable[[str], RosterPage]
YU = 2


@pytest.fixture
def page(open_page: OpenPage, qtbot: QtBot) -> RosterPage:
    page = open_page("roster")
    settled(qtbot, page)
    choose(page, qtbot, "于洋")
    return page


def save(page: RosterPage, dialog: FormDialog, qtbot: QtBot) -> None:
    """Press Enter: saving is the default button."""
    with qtbot.waitSignal(dialog.saved):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settled(qtbot, page)


def test_the_card_says_everything_that_is_known_and_the_form_asks_it(
    desk_file: Path, open_page: OpenPage, qtbot: QtBot
):
    write_whole(desk_file, YU)
    page = open_page("roster")
    choose(page, qtbot, "于洋")
    qtbot.waitUntil(lambda: "中央党校研究生" in said_in(page.card))
    said = said_in(page.card)
    assert [name for name, (_stored, word) in WHOLE.items() if word not in said] == []
    assert clipped(page.card) == []
    dialog = dialog_of(page, qtbot, "roster.change")
    assert isinstance(dialog, FormDialog)
    typed = dialog.form.values()
    assert {name: typed[name] for name in WHOLE} == {name: stored for name, (stored, _word) in WHOLE.items()}


def test_one_is_transferred_with_day_reason_and_post_and_undone(page: RosterPage, qtbot: QtBot, desk: Desk):
    dialog = dialog_of(page, qtbot, "roster.transfer")
    assert isinstance(dialog, TransferOneDialog)
    assert list(nameless(dialog)) == []
    assert clipped(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.form.fields["unit_id"].error, "the unit is asked for at its field"
    dialog.form.set_values({"unit_id": 3, "day": "2027-01", "reason": "区委〔2026〕3号", "post": "副局长"})
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.form.fields["day"].error))
    settled(qtbot, page)
    dialog.form.set_values({"day": "2026-05"})
    save(page, dialog, qtbot)
    found = "SELECT unit_id, unit_from, post, post_from FROM person WHERE id = 2"
    assert rows(desk, found) == [(3, "2026-05", "副局长", "2026-05")]
    qtbot.waitUntil(lambda: "区委〔2026〕3号" in said_in(page.card))
    assert "不详 – 2026-05" in said_in(page.card), "as the list of the history and the file on paper say it"
    desk.execute(UndoLast())
    assert rows(desk, found) == [(1, "", "干部", "")]
    assert rows(desk, "SELECT * FROM unit_period") == []


def test_the_day_is_offered_and_typing_replaces_it(page: RosterPage, qtbot: QtBot, desk: Desk):
    dialog = dialog_of(page, qtbot, "roster.transfer")
    day = dialog.form.fields["day"].editor
    assert day.text() == "2026-06-12", "the desk's own day"
    day.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.waitUntil(day.hasSelectedText)
    qtbot.keyClicks(day, "2026-05")
    assert day.text() == "2026-05"
    dialog.form.set_values({"unit_id": 3})
    save(page, dialog, qtbot)
    again = dialog_of(page, qtbot, "roster.transfer")
    assert again.form.fields["day"].editor.text() == "2026-05", "the last one of this sitting"
    again.reject()
    assert not again.isVisible(), "what is only offered is nothing to lose"
    second = dialog_of(page, qtbot, "roster.second")
    assert second.form.fields["valid_to"].editor.text() == "", "while it lasts"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_forms_say_what_somebody_is_still_in(
    desk: Desk, open_page: OpenPage, qtbot: QtBot, language: str
):
    desk.execute(SecondPerson(person_id=YU, way=SecondmentWay.OUT, place="市委组织部"))
    member(desk, YU, "young", "2024-01-01")
    set_language(language)
    page = open_page("roster")
    choose(page, qtbot, "于洋")
    for action in ("roster.status", "roster.transfer"):
        dialog = dialog_of(page, qtbot, action)
        said = said_in(dialog)
        assert ("市委组织部" in said) is (action == "roster.status"), "no unit of ours to be transferred into"
        assert ("仍在分组名单" if language == "zh_CN" else "Still in the groups") in said
        assert clipped(dialog) == []
        dialog.reject()
        settled(qtbot, page)


def test_somebody_is_seconded_out_and_comes_back(page: RosterPage, qtbot: QtBot, desk: Desk):
    assert "未在借调" in page.actions_.reason("roster.end_secondment")
    dialog = dialog_of(page, qtbot, "roster.second")
    assert isinstance(dialog, SecondmentDialog)
    assert clipped(dialog) == []
    assert not dialog.form.fields["unit_id"].isVisible()
    dialog.form.set_values({"valid_from": None})
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.form.fields["place"].error))
    settled(qtbot, page)
    dialog.form.set_values({"place": "市委组织部", "reason": "借调函"})
    save(page, dialog, qtbot)
    qtbot.waitUntil(lambda: "市委组织部" in said_in(page.card))
    assert "2026-06-12 – 至今" in said_in(page.card)
    assert "正在借调" in page.actions_.reason("roster.second")
    back = dialog_of(page, qtbot, "roster.end_secondment")
    assert isinstance(back, ReturnDialog)
    save(page, back, qtbot)
    assert rows(desk, "SELECT valid_to FROM secondment") == [("2026-06-12",)]
    assert page.actions_.reason("roster.second") == ""
    desk.execute(UndoLast())
    assert rows(desk, "SELECT valid_to FROM secondment") == [(None,)]


def test_inside_the_district_the_unit_is_asked_for(page: RosterPage, qtbot: QtBot, desk: Desk):
    dialog = dialog_of(page, qtbot, "roster.second")
    dialog.form.set_values({"way": SecondmentWay.WITHIN})
    dialog.form.edited.emit()
    assert dialog.form.fields["unit_id"].isVisible()
    assert not dialog.form.fields["place"].isVisible()
    dialog.form.set_values({"unit_id": 3})
    save(page, dialog, qtbot)
    assert rows(desk, "SELECT way, unit_id, valid_from FROM secondment") == [("within", 3, "2026-06-12")]


class TestByHand:
    @pytest.fixture
    def dialog(self, page: RosterPage, qtbot: QtBot) -> HistoryDialog:
        dialog = dialog_of(page, qtbot, "roster.history")
        assert isinstance(dialog, HistoryDialog)
        quiet(page, dialog, qtbot)
        return dialog

    def test_a_post_is_added_corrected_and_taken_away(
        self, page: RosterPage, dialog: HistoryDialog, qtbot: QtBot, desk: Desk
    ):
        shown = [[dialog.table.rows.index(row, at).data() for at in (1, 2, 3)] for row in range(4)]
        assert shown[0] == ["城东区委组织部", "不详", "至今"], "what holds now comes first"
        assert [row[2] for row in shown] == ["至今"] * 4
        assert not dialog.correct_button.isEnabled()
        assert "不在这里更正" in dialog.correct_button.toolTip(), "a grey button says why, and where else"
        assert list(nameless(dialog)) == []
        assert clipped(dialog) == []
        form = self.form(page, dialog, qtbot, "post_period")
        form.form.set_values({"legacy": "主任科员", "valid_from": "2015-03", "valid_to": "2014-01"})
        qtbot.keyClick(form, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(form.form.fields["valid_to"].error))
        settled(qtbot, page)
        form.form.set_values({"valid_to": "2019-06"})
        save(page, form, qtbot)
        quiet(page, dialog, qtbot)
        assert rows(desk, "SELECT track, legacy, valid_to FROM post_period") == [
            ("post", "主任科员", "2019-06")
        ]
        dialog.table.setFocus()
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
        form = next(child for child in dialog.findChildren(PeriodDialog) if child.isVisible())
        assert form.form.fields["legacy"].as_editor.value() == "主任科员"
        form.form.set_values({"track": PostTrack.RANK})
        form.form.edited.emit()
        assert not form.form.fields["post"].isVisible()
        save(page, form, qtbot)
        quiet(page, dialog, qtbot)
        assert rows(desk, "SELECT track FROM post_period") == [("rank",)]
        qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: dialog.banner.isVisible() and not dialog.busy)
        assert rows(desk, "SELECT * FROM post_period") == []
        desk.execute(UndoLast())
        assert rows(desk, "SELECT track FROM post_period") == [("rank",)]
        desk.execute(ChangeStatus(person_id=YU, version=1, status=PersonStatus.LONG_LEAVE, reason="产假"))
        dialog._read()
        quiet(page, dialog, qtbot)
        shown = {row: dialog.table.rows.index(row, 4).data() for row in range(len(dialog.table.rows.ids))}
        told = {row: dialog.table.rows.index(row, 1).data() for row in shown}
        assert [told[row] for row, basis in shown.items() if basis] == ["长期请假"], "not on leave before"
        desk.execute(UndoLast())
        # a beginning nobody knows is said so, and is no row of dots
        write(desk.path, ("UPDATE post_period SET valid_from = ''", ()))
        dialog._read()
        quiet(page, dialog, qtbot)
        assert dialog.table.rows.index(4, 2).data() == "不详"

    def test_unit_team_and_status_have_their_own_forms(
        self, page: RosterPage, dialog: HistoryDialog, qtbot: QtBot, desk: Desk
    ):
        form = self.form(page, dialog, qtbot, "unit_period")
        assert clipped(form) == []
        form.form.set_values({"unit_id": 3, "valid_from": "2010-07", "valid_to": "2018-01"})
        save(page, form, qtbot)
        quiet(page, dialog, qtbot)
        form = self.form(page, dialog, qtbot, "status_period")
        qtbot.keyClick(form, Qt.Key.Key_Return)
        assert form.form.fields["status"].error
        form.form.set_values({"status": "long_leave", "valid_from": "2012-01", "valid_to": "2013-01"})
        save(page, form, qtbot)
        quiet(page, dialog, qtbot)
        form = self.form(page, dialog, qtbot, "team_period")
        assert clipped(form) == []
        form.form.set_values({"team": "technical", "valid_to": "2018-01"})
        save(page, form, qtbot)
        quiet(page, dialog, qtbot)
        assert rows(desk, "SELECT team FROM team_period") == [("technical",)]
        assert rows(desk, "SELECT unit_id FROM unit_period") == [(3,)]
        assert rows(desk, "SELECT status FROM status_period") == [("long_leave",)]
        assert len(dialog.table.rows.ids) == 4 + 3

    def test_a_secondment_is_put_right(
        self, page: RosterPage, dialog: HistoryDialog, qtbot: QtBot, desk: Desk
    ):
        desk.execute(
            SecondPerson(person_id=YU, way=SecondmentWay.OUT, place="市委组织部", valid_from=date(2026, 3, 1))
        )
        dialog._read()
        quiet(page, dialog, qtbot)
        dialog.table.setFocus()
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
        form = next(child for child in dialog.findChildren(SecondmentDialog) if child.isVisible())
        assert list(nameless(form)) == []
        assert clipped(form) == []
        assert form.form.fields["place"].as_editor.value() == "市委组织部"
        form.form.set_values({"valid_from": date(2026, 2, 1), "reason": "借调函"})
        save(page, form, qtbot)
        quiet(page, dialog, qtbot)
        found = "SELECT place, valid_from, valid_to, reason FROM secondment"
        assert rows(desk, found) == [("市委组织部", "2026-02-01", None, "借调函")]
        desk.execute(UndoLast())
        assert rows(desk, found) == [("市委组织部", "2026-03-01", None, "")]

    def form(self, page: RosterPage, dialog: HistoryDialog, qtbot: QtBot, kind: str) -> PeriodDialog:
        dialog.adders[kind].setFocus()
        qtbot.keyClick(dialog.adders[kind], Qt.Key.Key_Return)
        return next(child for child in dialog.findChildren(PeriodDialog) if child.isVisible())


def quiet(page: RosterPage, dialog: HistoryDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.busy)
    settled(qtbot, page)


def test_a_photo_is_made_small_shown_on_the_card_and_taken_away(
    page: RosterPage, qtbot: QtBot, desk: Desk, tmp_path: Path
):
    large = QImage(1200, 1800, QImage.Format.Format_RGB32)
    large.fill(QColor("steelblue"))
    file = tmp_path / "照片.png"
    assert large.save(str(file))
    (tmp_path / "no.jpg").write_bytes(b"GIF89a nothing")
    dialog = dialog_of(page, qtbot, "roster.photo")
    assert isinstance(dialog, PhotoDialog)
    assert not dialog.remove_button.isEnabled()
    assert dialog.remove_button.toolTip() == "还没有照片。"
    assert clipped(dialog) == []
    dialog.take(str(tmp_path / "no.jpg"))
    assert "JPEG" in dialog.banner.text()
    dialog.take(str(file))
    qtbot.waitUntil(lambda: rows(desk, "SELECT media FROM person_photo") == [("image/jpeg",)])
    settled(qtbot, page)
    assert page.card.person is not None
    picture = QImage.fromData(page.card.person.photo)
    assert (picture.width(), picture.height()) == (426, 640)
    assert any(label.accessibleName() == "于洋的照片" for label in page.card.findChildren(QLabel))
    dialog = dialog_of(page, qtbot, "roster.photo")
    assert isinstance(dialog, PhotoDialog)
    dialog.remove()
    qtbot.waitUntil(lambda: rows(desk, "SELECT * FROM person_photo") == [])
    settled(qtbot, page)
    desk.execute(UndoLast())
    assert rows(desk, "SELECT length(picture) > 0 FROM person_photo") == [(1,)]


def test_the_card_says_what_is_owed_and_nothing_of_whoever_left(page: RosterPage, qtbot: QtBot, desk: Desk):
    qtbot.waitUntil(lambda: "0 / 90 学时，差 90" in said_in(page.card))
    desk.execute(ChangeStatus(person_id=YU, version=1, status=PersonStatus.RETIRED))
    page.refresh()
    settled(qtbot, page)
    qtbot.waitUntil(
        lambda: "不计入底数" in {chip.accessibleName() for chip in page.card.findChildren(ChipLabel)}
    )
    assert "差 90" not in said_in(page.card)
    qtbot.waitUntil(lambda: "暂无" in said_in(page.card))  # no class yet


def test_a_secondment_since_before_the_birth_is_asked_about_and_may_be_so(
    desk: Desk, page: RosterPage, qtbot: QtBot
):
    dialog = dialog_of(page, qtbot, "roster.second")
    dialog.form.set_values({"place": "市局", "valid_from": date(1950, 1, 1), "valid_to": date(1950, 2, 1)})
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.form.fields["valid_from"].error))
    qtbot.waitUntil(lambda: dialog.sure == ("valid_from",))
    save(page, dialog, qtbot)
    assert rows(desk, "SELECT valid_from FROM secondment") == [("1950-01-01",)]


def test_somebody_comes_from_outside_stays_longer_and_goes_back(
    page: RosterPage, qtbot: QtBot, desk: Desk, said: list[Notice]
):
    """借入: one form for person and secondment, the last day moved, back again; each in a sentence and by one undo."""
    dialog = dialog_of(page, qtbot, "roster.add_seconded")
    assert isinstance(dialog, PersonDialog)
    assert list(nameless(dialog)) == []
    assert clipped(dialog) == []
    dialog.form.set_values({"name": "林区外", "unit_id": 2, "status_from": "2026-03-01"})
    dialog.save()
    assert dialog.form.fields["place"].error, "where from is asked for at its field"
    dialog.form.set_values({"place": "城西区委宣传部", "until": date(2026, 8, 31)})
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    settled(qtbot, page)
    assert said[-1].sentence == "已新增林区外（借调自城西区委宣传部，在宣传部工作），可撤销。"
    qtbot.waitUntil(lambda: page.card.person is not None and page.card.person.name == "林区外")
    settled(qtbot, page)
    qtbot.waitUntil(lambda: "借入 · 城西区委宣传部" in said_in(page.card))
    chips = {chip.accessibleName() for chip in page.card.findChildren(ChipLabel)}
    assert {"借调来区", "不计入底数", "借入，至 2026-08-31"} <= chips
    assert page.actions_.reason("roster.second"), "one at a time"
    longer = dialog_of(page, qtbot, "roster.extend_secondment")
    longer.form.set_values({"until": date(2026, 8, 1)})
    longer.save()
    qtbot.waitUntil(lambda: bool(longer.form.fields["until"].error))
    settled(qtbot, page)
    longer.form.set_values({"until": date(2026, 12, 31)})
    with qtbot.waitSignal(longer.saved):
        longer.save()
    settled(qtbot, page)
    assert said[-1].sentence == "林区外的借调已延长至 2026-12-31。"
    back = dialog_of(page, qtbot, "roster.end_secondment")
    assert back.form.fields["day"].as_editor.value() == date(2026, 6, 11), "yesterday is offered"
    with qtbot.waitSignal(back.saved):
        back.save()
    settled(qtbot, page)
    assert said[-1].sentence == "林区外已返回城西区委宣传部，2026-06-12 起状态为“调离”，可撤销。"
    assert rows(desk, "SELECT status, status_from FROM person WHERE name = '林区外'") == [
        ("left", "2026-06-12")
    ]
    assert rows(desk, "SELECT valid_to FROM secondment") == [("2026-06-11",)]
    assert "未在借调" in page.actions_.reason("roster.extend_secondment")
    # who belongs to the district is lent, and never comes into it
    page.table.select_ids([YU])
    settled(qtbot, page)
    lent = dialog_of(page, qtbot, "roster.second")
    ways = lent.form.fields["way"].editor
    assert {ways.itemData(place) for place in range(ways.count())} == {
        SecondmentWay.OUT,
        SecondmentWay.WITHIN,
    }
    lent.reject()
