"""Forms and editors: what is typed is understood or refused in words, and one command goes out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QImage, QInputMethodEvent, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.walk import nameless
from trainingdesk.domain.errors import Invalid, Problem, Refused
from trainingdesk.shared.text import text
from trainingdesk.ui.jobs import Jobs
from trainingdesk.ui.notices import Level, Notice
from trainingdesk.ui.shell.dialogs import ConfirmDialog, PasswordDialog, confirm
from trainingdesk.ui.shell.gate import SignInPage
from trainingdesk.ui.shell.lock import LockPage
from trainingdesk.ui.shell.notice_stack import NoticeStack
from trainingdesk.ui.tables.columns import Chip
from trainingdesk.ui.widgets.bars import Bar, Curve, SmallChart, StatBar
from trainingdesk.ui.widgets.card import FactsCard
from trainingdesk.ui.widgets.days import parse_day
from trainingdesk.ui.widgets.editors import (
    CheckEditor,
    ChoiceEditor,
    DayEditor,
    HoursEditor,
    MoneyEditor,
    NoteEditor,
    NumberEditor,
    Option,
    TextEditor,
)
from trainingdesk.ui.widgets.fields import Banner
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.widgets.options import OptionList
from trainingdesk.ui.widgets.preview import Pages, PdfPreview
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.ui.workspace import Workspace

Show = Callable[[QWidget], QWidget]
TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-06-12", date(2026, 6, 12)),
        ("2026.6.12", date(2026, 6, 12)),
        ("2026/6/12", date(2026, 6, 12)),
        ("20260612", date(2026, 6, 12)),
        ("2026年6月12日", date(2026, 6, 12)),
        ("２０２６年６月１２日", date(2026, 6, 12)),
        ("26.6.12", date(2026, 6, 12)),
        ("6.12", date(2026, 6, 12)),
        ("6月12日", date(2026, 6, 12)),
        ("6月12号", date(2026, 6, 12)),
        ("0612", date(2026, 6, 12)),
        ("12日", date(2026, 6, 12)),
        ("12", date(2026, 6, 12)),
        ("今天", TODAY),
        ("明天", date(2026, 6, 16)),
        ("2028-02-29", date(2028, 2, 29)),
        ("2026.1", date(2026, 1, 1)),
        ("2026.10", date(2026, 10, 1)),
        ("2026年1月份", date(2026, 1, 1)),
        ("202601", date(2026, 1, 1)),
        ("72.5", date(1972, 5, 1)),
        ("72.5.16", date(1972, 5, 16)),
        ("2026-01-05 00:00:00", date(2026, 1, 5)),
    ],
)
def test_a_day_is_read_in_any_form_an_office_writes(typed: str, day: date) -> None:
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("下周", "day.unreadable"),
        ("2026.6.12.3", "day.unreadable"),
        ("2026.13", "day.impossible"),
        ("202613", "day.impossible"),
        ("", "day.unreadable"),
        ("2026-02-29", "day.impossible"),
        ("13.1", "day.impossible"),
        ("0000-01-01", "day.impossible"),
    ],
)
def test_what_is_no_day_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_day(typed, TODAY)
    assert refused.value.code == code


def test_a_day_field_says_which_day_it_reads_while_it_is_typed(qtbot: QtBot, show: Show) -> None:
    editor = DayEditor(TODAY)
    show(editor)
    bare = editor.grab().toImage()
    qtbot.keyClicks(editor, "2026.1")
    assert editor.read_as() == "2026-01-01"
    assert "2026-01-01" in editor.accessibleDescription()
    assert editor.grab().toImage() != bare
    qtbot.keyClicks(editor, "2")
    assert editor.read_as() == "2026-12-01"
    editor.setText("2026-12-01")
    assert editor.read_as() == ""
    assert editor.accessibleDescription() == ""


@pytest.mark.parametrize(
    ("make", "typed", "value", "written"),
    [
        (MoneyEditor, "1280", 128_000, "1,280.00"),
        (MoneyEditor, "￥1,280.5元", 128_050, "1,280.50"),
        (HoursEditor, "3.5", 35, "3.5"),
        (lambda: DayEditor(TODAY), "6.12", date(2026, 6, 12), "2026-06-12"),
    ],
)
def test_a_field_writes_what_it_understood(
    qtbot: QtBot, show: Show, make: Callable[[], TextEditor], typed: str, value: Any, written: str
) -> None:
    editor = make()
    show(editor)
    editor.setText(typed)
    assert editor.value() == value
    QApplication.sendEvent(editor, QFocusEvent(QEvent.Type.FocusOut))
    assert editor.text() == written
    editor.set_value(None)
    assert editor.value() is None


def test_money_keeps_what_it_cannot_read(qtbot: QtBot) -> None:
    editor = MoneyEditor()
    qtbot.addWidget(editor)
    editor.setText("12.345")
    with pytest.raises(Refused) as refused:
        editor.value()
    assert refused.value.code == "money.fraction"
    assert editor.text() == "12.345"


def type_in(widget: QWidget, words: str) -> None:
    """Type as an input method does: Qt's key clicks know ASCII only."""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def options(count: int) -> list[Option]:
    return [Option(number, f"单位{number}", f"dw{number}") for number in range(count)]


def test_a_short_list_is_chosen_from(qtbot: QtBot) -> None:
    editor = ChoiceEditor(options(5))
    qtbot.addWidget(editor)
    assert not editor.isEditable()
    assert editor.value() is None
    editor.set_value(3)
    assert (editor.value(), editor.currentText()) == (3, "单位3")
    editor.set_options(options(4))
    assert editor.value() == 3
    editor.set_options(options(2))
    assert editor.value() is None


def test_a_choice_wider_than_its_field_is_shown_from_its_beginning(qtbot: QtBot, show: Show) -> None:
    wide = [
        Option(number, f"丁宁{number}", "", "组织部 党组成员、副局长兼机关党委专职副书记")
        for number in range(20)
    ]
    editor = ChoiceEditor(wide)
    editor.setFixedWidth(160)
    show(editor)
    editor.set_value(3)
    assert editor.lineEdit().cursorPosition() == 0
    editor.setCurrentIndex(5)  # as the list does
    assert (editor.value(), editor.lineEdit().cursorPosition()) == (5, 0)
    editor.set_options(wide[:18])
    assert (editor.value(), editor.lineEdit().cursorPosition()) == (5, 0)


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # the offscreen platform says so for a list
@pytest.mark.parametrize("comes", ["by Tab", "by the list"])
def test_fields_share_one_list_until_somebody_comes_into_one_of_them(
    qtbot: QtBot, show: Show, comes: str
) -> None:
    asked: list[str] = []

    def own() -> list[Option]:
        asked.append("own")
        return [Option(7, "单位7"), *(option for option in options(20) if option.value != 7)]

    shared = OptionList(options(20))
    both = QWidget()
    line = QHBoxLayout(both)
    editors = ChoiceEditor(shared), ChoiceEditor(shared)
    for editor in editors:
        line.addWidget(editor)
        editor.share(shared, own)
        editor.set_value(3)
    show(both)
    one, other = editors

    def come_into(editor: ChoiceEditor) -> None:
        if comes == "by Tab":
            editor.setFocus()
        else:
            editor.showPopup()
            editor.hidePopup()

    come_into(one)
    qtbot.waitUntil(lambda: one.itemText(0) == "单位7")
    assert (one.value(), other.value(), other.itemText(0)) == (3, 3, "单位0")
    assert (other.model() is shared, asked) == (True, ["own"])
    come_into(other)
    come_into(one)
    assert asked == ["own", "own"], "each asks once"


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # the offscreen platform says so for a list
def test_a_long_list_is_searched_by_words_and_initials(qtbot: QtBot, show: Show) -> None:
    editor = ChoiceEditor([*options(20), Option(99, "区教育局", "qjyj")])
    show(editor)
    line = editor.lineEdit()
    assert line is not None
    assert editor.value() is None
    for typed in ("教育", "qjyj"):
        line.clear()
        type_in(line, typed)
        completer = editor.completer()
        assert completer is not None
        assert completer.completionCount() == 1
        completer.popup().hide()
        editor._completed(completer.completionModel().index(0, 0))
        assert (editor.value(), line.text()) == (99, "区教育局")
    line.setText("没有的单位")
    with pytest.raises(Refused) as refused:
        editor.value()
    assert refused.value.code == "choice.unknown"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("总工会", 99),
        ("工会", 99),
        ("城东工会", 99),
        ("QZGH", 99),
        ("教育局", 98),
        ("区总", 99),
        ("教育", None),
    ],
)
def test_a_long_list_takes_the_only_match_a_short_name_and_a_former_name(
    qtbot: QtBot, show: Show, typed: str, meant: int | None
) -> None:
    editor = ChoiceEditor(
        [
            *options(20),
            Option(99, "区总工会", "总工会 qzgh 城东工会 cdgh"),
            Option(98, "区教育局", "教育局 qjyj"),
            Option(97, "区教育局机关党委", "教育局党委 qjyjjgdw"),
        ]
    )
    show(editor)
    line = editor.lineEdit()
    assert line is not None
    line.setText(typed)
    if meant is None:
        with pytest.raises(Refused) as refused:
            editor.value()
        assert refused.value.code == "choice.several"
        return
    assert editor.value() == meant
    line.editingFinished.emit()
    assert (editor.currentData(), line.text()) == (meant, editor.currentText())


class ClassForm(FormDialog):
    sent: dict[str, Any] | None = None

    def build(self) -> None:
        self.form.add(Field("name", "班次名称", TextEditor(), required=True))
        self.form.add(
            Field("start", "开班日期", DayEditor(TODAY), required=True),
            Field("seats", "名额", NumberEditor(1, 500)),
        )
        self.form.add(Field("unit", "主办单位", ChoiceEditor(options(3))))
        self.form.add(Field("main", "", CheckEditor("主体班次")))
        self.form.add(Field("note", "备注", NoteEditor()))

    def command(self, values: dict[str, Any]) -> Any:
        self.sent = values
        return self.outcome


def fill(form: ClassForm, **values: Any) -> None:
    form.form.set_values({"name": "科级班", "start": date(2026, 6, 12), "seats": 52} | values)


@pytest.fixture
def form(space: Workspace, show: Show) -> ClassForm:
    parent = QWidget()
    show(parent)
    dialog = ClassForm(parent, space, "新建班次")
    dialog.outcome = lambda _progress: {"class_id": 3}
    dialog.keeps = parent
    dialog.open()
    return dialog


def test_what_is_missing_is_said_at_the_field_and_nothing_is_sent(form: ClassForm, qtbot: QtBot) -> None:
    form.save()
    assert form.form.fields["name"].error == "请填写“班次名称”。"
    assert form.form.fields["start"].error == "请填写“开班日期”。"
    assert form.sent is None
    assert form.focusWidget() is form.form.fields["name"].editor
    type_in(form.form.fields["name"].editor, "科")
    assert form.form.fields["name"].error == "", "the error leaves as soon as something is typed"
    form.close()
    form.close()


def test_enter_saves_one_command_and_closes(form: ClassForm, qtbot: QtBot) -> None:
    fill(form)
    with qtbot.waitSignal(form.saved) as saved:
        qtbot.keyClick(form.form.fields["name"].editor, Qt.Key.Key_Return)
    assert saved.args[0].result == {"class_id": 3}
    assert form.sent == {
        "name": "科级班",
        "start": date(2026, 6, 12),
        "seats": 52,
        "unit": None,
        "main": False,
        "note": None,
    }


def test_problems_come_to_their_fields_and_the_rest_to_the_top(form: ClassForm, qtbot: QtBot) -> None:
    def refuse(_progress: Any) -> None:
        problems = [
            Problem("money.not_positive", {"value": "0"}, field="seats"),
            Problem("desk.busy"),
        ]
        raise Invalid("day.unreadable", problems, value="")

    form.outcome = refuse
    fill(form)
    form.save()
    qtbot.waitUntil(lambda: bool(form.form.fields["seats"].error))
    assert form.form.fields["seats"].error == text("money.not_positive", value="0")
    assert form.banner.text() == text("desk.busy")
    qtbot.waitUntil(form.save_button.isEnabled)
    assert form.isVisible()
    assert form.form.fields["name"].as_editor.value() == "科级班"
    form.reject()


def test_escape_warns_once_when_something_was_typed(form: ClassForm, qtbot: QtBot) -> None:
    type_in(form.form.fields["name"].editor, "科级班")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert "尚未保存" in form.banner.text()
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()


class OpinionForm(FormDialog):
    def build(self) -> None:
        self.form.add(Field("note", "意见", NoteEditor(), hint="将连同您的姓名和今天的日期印在审批表上。"))


@pytest.mark.parametrize("lines", [1, 4])
def test_a_banner_takes_no_room_from_the_fields(space: Workspace, show: Show, lines: int) -> None:
    parent = show(QWidget())
    dialog = OpinionForm(parent, space, "同意", intro="训经〔2026〕001号　培训费\n申请人：苏文")
    dialog.open()
    QApplication.processEvents()
    field = dialog.form.fields["note"]
    before = field.size(), field.editor.size(), dialog.height()
    dialog.banner.say(["尚未保存。再按一次退出键，就放弃所填内容。"] * lines, "warning")
    QApplication.processEvents()
    assert (field.size(), field.editor.size()) == before[:2]
    assert dialog.height() > before[2]
    banner = dialog.banner
    assert banner.height() >= banner.heightForWidth(banner.width())
    assert banner.geometry().bottom() < dialog.form.geometry().top()
    assert dialog.form.geometry().bottom() < dialog.save_button.geometry().top()
    field.set_error("请写明意见。" * 12)
    QApplication.processEvents()
    assert field.editor.size() == before[1]
    assert field.height() >= field.heightForWidth(field.width()) > before[0].height()
    dialog.reject()
    assert not dialog.isVisible()


def test_a_banner_takes_no_room_from_signing_in(show: Show) -> None:
    page = SignInPage("汤泉区委组织部", "zhangxiao", None)
    page.resize(1366, 740)
    show(page)
    before = [field.size() for field in page.form.fields.values()]
    page.banner.say(
        ["数据已恢复。原文件另存为 desk-before-restore-20261123T232652Z.deskdb。请重新登录。"], "done"
    )
    QApplication.processEvents()
    assert [field.size() for field in page.form.fields.values()] == before
    assert page.banner.geometry().bottom() < page.form.geometry().top()
    assert page.banner.height() >= page.banner.heightForWidth(page.banner.width())


def test_a_banner_takes_no_room_from_unlocking(show: Show) -> None:
    parent = QWidget()
    parent.resize(1366, 740)
    page = LockPage(parent, "张晓")
    page.resize(1366, 740)
    show(parent)
    before = page.field.size()
    page.show_error("密码不对。" * 20)
    QApplication.processEvents()
    assert page.field.size() == before
    assert page.banner.geometry().bottom() < page.field.geometry().top()


def test_an_untouched_form_leaves_at_once(form: ClassForm, qtbot: QtBot) -> None:
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_every_field_has_a_name(form: ClassForm) -> None:
    assert list(nameless(form)) == []
    assert form.form.fields["name"].editor.accessibleName() == "班次名称（必填）"
    form.reject()


def test_no_is_where_enter_goes_and_a_reason_is_asked_for(show: Show, qtbot: QtBot) -> None:
    parent = QWidget()
    show(parent)
    given: list[str] = []
    dialog = confirm(parent, "作废证书", "编号不再使用。", "作废", lambda: given.append(""), danger=True)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert given == []
    asked = confirm(
        parent, "作废证书", "编号不再使用。", "作废", given.append, danger=True, reason="作废原因"
    )
    asked.yes.click()
    assert asked.isVisible()
    assert given == []
    reason = asked.findChild(NoteEditor)
    assert reason is not None
    reason.set_value("姓名有误")
    asked.yes.click()
    assert given == ["姓名有误"]
    assert isinstance(asked, ConfirmDialog)


def test_a_question_is_as_high_as_its_words(show: Show, qtbot: QtBot) -> None:
    parent = QWidget()
    show(parent)
    sentence = (
        "“名册.xlsx”（刚刚导入）：新增的 1 人将连同表中信息一并移出名册，更新过的 1 人恢复导入前的信息，" * 2
    )
    dialog = confirm(parent, "撤销导入", sentence, "撤销导入", lambda: None, danger=True)
    qtbot.waitUntil(dialog.isVisible)
    words = next(label for label in dialog.findChildren(QLabel) if label.text() == sentence)
    assert words.height() >= words.heightForWidth(words.width())


def test_ones_own_password_is_changed_with_the_old_one(
    space: Workspace, show: Show, qtbot: QtBot, said: list[Notice]
) -> None:
    parent = QWidget()
    show(parent)
    dialog = PasswordDialog(parent, space, "修改密码")
    dialog.open()
    dialog.form.set_values({"old": "wrong", "new": "n3w", "again": "other"})
    dialog.save()
    assert dialog.form.fields["again"].error
    dialog.form.set_values({"again": "n3w"})
    dialog.save()
    qtbot.waitUntil(lambda: dialog.form.fields["old"].error == "当前密码不对。")
    qtbot.waitUntil(dialog.save_button.isEnabled)
    dialog.form.set_values({"old": "right"})
    dialog.save()
    qtbot.waitUntil(lambda: bool(said))
    assert space.desk.check_password("n3w")


def test_a_search_waits_for_the_last_letter_and_for_the_input_method(qtbot: QtBot, show: Show) -> None:
    box = SearchBox("搜索")
    show(box)
    heard: list[str] = []
    box.searched.connect(heard.append)
    qtbot.keyClicks(box, "wan")
    qtbot.waitUntil(lambda: heard == ["wan"])
    box.clear()
    qtbot.waitUntil(lambda: heard == ["wan", ""])
    QApplication.sendEvent(box, QInputMethodEvent("w'h", []))
    qtbot.wait(160)
    assert heard == ["wan", ""], "half-composed letters are no search"
    done = QInputMethodEvent("", [])
    done.setCommitString("王海")
    QApplication.sendEvent(box, done)
    qtbot.waitUntil(lambda: heard == ["wan", "", "王海"])
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_undo_is_the_program_s_where_the_search_has_nothing_to_take_back(qtbot: QtBot, show: Show) -> None:
    """A step for many is taken back by the key, wherever the cursor stood before its window opened."""
    window = QWidget()
    column = QVBoxLayout(window)
    box = SearchBox("搜索")
    column.addWidget(box)
    heard: list[bool] = []
    QShortcut(QKeySequence("Ctrl+Z"), window).activated.connect(lambda: heard.append(True))
    show(window)
    window.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, "wan")
    qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (box.text(), heard) == ("", []), "what was typed is taken back first"
    qtbot.keyClicks(box, "wan")
    QApplication.sendEvent(box, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.ActiveWindowFocusReason))
    qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (box.text(), heard) == ("wan", [True])


def test_messages_leave_when_read_and_errors_stay(
    show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    window.resize(900, 500)
    column = QVBoxLayout(window)
    page, stack = QLabel("名册"), NoticeStack()
    column.addWidget(page, 1)
    column.addWidget(stack)
    show(window)
    stack.show_page("roster")
    followed: list[int] = []
    stack.show_notice(Notice(Level.DONE, "已导入 4,812 人。", "撤销", lambda: followed.append(1)))
    stack.show_notice(Notice(Level.ERROR, "磁盘已满。" * 30, details=tuple("abcdefg")))
    stack.show_notice(Notice(Level.ERROR, "磁盘已满。" * 30, details=tuple("abcdefg")))
    assert len(stack.cards) == 2, "the same message is shown once"
    column.activate()
    for card in stack.cards:
        assert card.height() >= card.heightForWidth(card.width()), "nothing is cut off"
        assert stack.rect().contains(card.geometry())
    assert not page.geometry().intersects(stack.geometry()), "the page is not covered"
    stack.cards[0]._followed()
    assert followed == [1]
    for number in range(5):
        stack.show_notice(Notice(Level.WARNING, f"{number}"))
    assert [card.notice.sentence for card in stack.cards] == ["2", "3", "4"]
    stack.show_notice(Notice(Level.DONE, "已保存。"))
    stack.show_notice(Notice(Level.DONE, "已保存第二次。"))
    assert [card.notice.sentence for card in stack.cards] == ["3", "4", "已保存第二次。"]
    # a message belongs to its page: elsewhere it is not seen, and what was done has been read
    stack.show_page("fees")
    assert stack.cards == []
    assert not stack.isVisible()
    stack.show_notice(Notice(Level.WARNING, "上次未正常退出。", everywhere=True))
    stack.show_page("roster")
    assert [card.notice.sentence for card in stack.cards] == ["3", "4", "上次未正常退出。"]
    assert all(card.isVisible() for card in stack.cards)
    stack.show_notice(Notice(Level.ERROR, "已超出定额上限。"))
    monkeypatch.setattr("trainingdesk.ui.shell.notice_stack.READ_MS", 50)
    stack.settle()
    assert stack.cards[-1].notice.sentence == "已超出定额上限。", "there is time to read it"
    qtbot.waitUntil(
        lambda: [card.notice.sentence for card in stack.cards] == ["4", "上次未正常退出。"], timeout=2000
    )
    stack.clear()
    assert not stack.isVisible()


def test_bars_and_curves_say_their_values(qtbot: QtBot, show: Show) -> None:
    bars = StatBar("年度任务", [Bar("党政干部", 412, 1000, "412 / 1,000", 500), Bar("其他", 3, 0, "3 / 0")])
    chart = SmallChart("五年轮训")
    chart.show_curves(
        ["2024", "2025"],
        [Curve("实际", (20.0, None)), Curve("目标", (25, 45), "slate", dashed=True)],
        unit="%",
    )
    for widget in (bars, chart):
        widget.resize(400, 160)
        show(widget)
        assert distinct_colours(widget.grab().toImage()) > 3
    assert "党政干部 412 / 1,000" in bars.accessibleDescription()
    assert "目标: 25%, 45%" in chart.accessibleDescription()


def distinct_colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})


def test_a_card_shows_facts_anew(show: Show, qtbot: QtBot) -> None:
    card = FactsCard()
    card.set_title("丁宁", "区教育局 · 正科级")
    card.set_facts([("学时", "35"), ("状态", Chip("完成", "circle-check", "pine"))])
    show(card)
    card.set_facts([("学时", "40")])

    def shown() -> list[str]:
        return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]

    qtbot.waitUntil(lambda: "40" in shown())
    assert "35" not in shown()


def pdf_of(pages: int) -> bytes:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(300, 400))
    for number in range(pages):
        canvas.drawString(50, 200, f"Page {number + 1}")
        canvas.rect(100, 100, 100, 50, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_the_preview_draws_the_pages_in_sight(qtbot: QtBot, jobs: Jobs, show: Show) -> None:
    preview = PdfPreview(jobs)
    preview.resize(500, 600)
    show(preview)
    pages = preview.pages
    with qtbot.waitSignal(pages.ready) as ready:
        preview.show_pdf(pdf_of(30))
    assert ready.args == [30]
    preview.grab()
    qtbot.waitUntil(lambda: pages.drawn)
    assert len(pages._pictures) < 5, "pages out of sight are not drawn"
    picture = preview.grab().toImage()
    sheet = pages.grab_page().translated(pages.viewport().mapTo(preview, pages.viewport().rect().topLeft()))
    assert picture.pixelColor(sheet.topLeft() + (sheet.center() - sheet.topLeft()) / 8).lightness() == 255
    dark = sum(
        picture.pixelColor(x, y).lightness() < 40
        for x in range(sheet.left(), sheet.right(), 4)
        for y in range(sheet.top(), min(sheet.bottom(), preview.height()), 4)
    )
    assert dark > 20, "the black box on the page is seen"
    pages.go_to(20)
    qtbot.waitUntil(lambda: "第 20 页" in preview._where.text() or "第 21 页" in preview._where.text())
    before = pages.zoom
    preview.larger.click()
    assert pages.zoom > before
    assert not pages.fitting
    preview.show_pdf(b"")
    assert pages.count == 0
    qtbot.waitUntil(lambda: jobs.is_idle)


def test_what_is_no_paper_is_said(qtbot: QtBot, jobs: Jobs, show: Show) -> None:
    preview = PdfPreview(jobs)
    show(preview)
    with qtbot.waitSignal(preview.pages.failed):
        preview.show_pdf(b"no pdf")
    assert text("documents.not_a_pdf") in preview.pages.empty.sentence
    qtbot.waitUntil(lambda: jobs.is_idle)


def test_a_page_that_just_fits_the_height_comes_to_rest(qtbot: QtBot, show: Show, jobs: Jobs) -> None:
    """At some heights a page fits the width beside the scroll bar only: it must not come and go for ever."""
    pages = Pages(jobs)
    pages.resize(500, 700)
    show(pages)
    with qtbot.waitSignal(pages.ready):
        pages.show_pdf(pdf_of(1))
    zooms: list[float] = []
    pages.zoomed.connect(lambda: zooms.append(pages.zoom))
    for height in range(560, 720, 2):
        pages.resize(500, height)
        qtbot.wait(1)
    assert len(set(zooms)) == 1, "the width alone says how large a page that fits is"
    qtbot.waitUntil(lambda: pages.drawn and jobs.is_idle)


def test_a_banner_of_one_line_is_as_high_as_one_line_after_several(qtbot: QtBot) -> None:
    ground = QWidget()
    column = QVBoxLayout(ground)
    banner = Banner()
    column.addWidget(banner)
    column.addStretch(1)
    ground.resize(600, 300)
    qtbot.addWidget(ground)
    with qtbot.waitExposed(ground):
        ground.show()
    banner.say(["一行"])
    qtbot.wait(1)
    alone = banner.height()
    banner.say(["一行", "两行", "三行", "四行"])
    qtbot.wait(1)
    assert banner.height() > alone * 2
    banner.say(["一行"])
    qtbot.wait(1)
    assert banner.height() == alone


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
@pytest.mark.parametrize("count", [5, 60])
@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown])
def test_arrows_open_a_list_and_change_nothing_unseen(
    qtbot: QtBot, show: Show, count: int, key: Qt.Key
) -> None:
    editor = ChoiceEditor(options(count))
    show(editor)
    editor.set_value(3)
    editor.setFocus()
    told: list[object] = []
    editor.edited.connect(lambda: told.append(editor.value()))
    qtbot.keyClick(editor, key)
    assert (editor.value(), told) == (3, [])
    assert editor.view().isVisible()
    qtbot.keyClick(editor.view(), Qt.Key.Key_Escape)
    assert (editor.value(), told) == (3, [])
    qtbot.keyClick(editor, key)
    qtbot.keyClick(editor.view(), Qt.Key.Key_Down)
    qtbot.keyClick(editor.view(), Qt.Key.Key_Return)
    assert (editor.value(), told) == (4, [4])


@pytest.mark.parametrize(
    "make", [lambda: ChoiceEditor(options(5)), lambda: ChoiceEditor(options(60)), NumberEditor]
)
def test_the_wheel_turns_no_field_but_what_it_stands_in(show: Show, make: Callable[[], Any]) -> None:
    editor = make()
    show(editor)
    editor.set_value(3)
    editor.setFocus()
    at = QPointF(editor.rect().center())
    turned = QWheelEvent(
        at,
        editor.mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor, turned)
    assert editor.value() == 3
    assert not turned.isAccepted()
    assert not editor.focusPolicy() & Qt.FocusPolicy.WheelFocus & ~Qt.FocusPolicy.StrongFocus


def test_a_field_marks_and_refuses_by_itself_what_is_no_choice(qtbot: QtBot, show: Show) -> None:
    editor = ChoiceEditor(options(60))
    editor.setToolTip("单位")
    show(editor)
    editor.set_value(3)
    done: list[object] = []
    act = editor.giving(done.append)
    act()
    line = editor.lineEdit()
    line.setText("胡说")
    act()
    assert done == [3]
    assert "胡说" in QToolTip.text()
    assert editor.chosen() == 3, "whoever reads it meanwhile gets what was understood last"
    line.editingFinished.emit()
    assert editor.property("wrong")
    assert "胡说" in editor.toolTip()
    assert "胡说" in editor.accessibleDescription()
    line.editingFinished.emit()
    line.setText("单位7")
    assert (bool(editor.property("wrong")), editor.toolTip()) == (False, "单位")
    line.editingFinished.emit()
    act()
    assert done == [3, 7]


def test_a_long_list_that_is_emptied_chooses_nothing_any_more_and_says_so(qtbot: QtBot, show: Show) -> None:
    editor = ChoiceEditor(options(60))
    show(editor)
    editor.set_value(3)
    told: list[object] = []
    editor.edited.connect(lambda: told.append(editor.value()))
    line = editor.lineEdit()
    line.editingFinished.emit()
    assert told == []
    line.clear()
    line.editingFinished.emit()
    assert told == [None]
    assert (editor.value(), editor.chosen(), editor.currentData()) == (None, None, None)
    line.editingFinished.emit()
    assert told == [None]


def test_other_choices_take_the_mark_of_wrong_words_away(show: Show) -> None:
    for count in (5, 60):
        editor = ChoiceEditor(options(60))
        show(editor)
        editor.set_value(3)
        editor.lineEdit().setText("胡说")
        editor.lineEdit().editingFinished.emit()
        assert editor.property("wrong")
        editor.set_options(options(count))
        assert (editor.value(), bool(editor.property("wrong")), editor.toolTip()) == (3, False, "")


def test_a_step_taken_back_takes_along_what_speaks_of_it_and_of_no_other_one(show: Show):
    stack = NoticeStack()
    show(stack)
    stack.show_page("roster")
    for step, words in ((3, "first merge"), (4, "second merge"), (0, "of no step")):
        stack.show_notice(Notice(Level.WARNING, words, of=step))
    stack.undone(4)
    assert [card.notice.sentence for card in stack.cards] == ["first merge", "of no step"]
    stack.undone(0)
    assert len(stack.cards) == 2


def test_what_is_typed_after_a_click_takes_the_place_of_the_chosen_words(show: Show, qtbot: QtBot):
    options = [
        Option("", "Leave as it is"),
        *(Option(f"v{number}", f"Word {number}") for number in range(30)),
    ]
    ground = QWidget()
    column = QVBoxLayout(ground)
    choice = ChoiceEditor(options)
    column.addWidget(choice)
    choice.set_value("")
    show(ground)
    line = choice.lineEdit()
    assert line is not None
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(30, line.height() // 2))
    assert line.selectedText() == "Leave as it is"
    qtbot.keyClicks(line, "Word 7")
    assert line.text() == "Word 7", "it was written into the words that stood there"
    assert choice.value() == "v7"
    # a second click puts the cursor where it is wanted, to put what was typed right
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(30, line.height() // 2))
    assert not line.hasSelectedText()
