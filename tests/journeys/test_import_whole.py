"""The import's whole way with the keyboard alone, from a file that can't be read to the import taken back."""

import base64
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QRadioButton

from tests.desk_fixtures import PASSWORD, USERS, invented_id
from tests.exchange.quirks.books import Page, write
from tests.exchange.quirks.test_files import form
from tests.journeys.conftest import Begin
from tests.journeys.hand import Hand, words_in
from tests.journeys.test_import_wizard import agree, bucket, buckets, read
from tests.usecases.test_gate import rows
from tests.usecases.test_import_photos import picture
from tests.usecases.test_roster_import import OFFICE
from trainingdesk.domain.access import Role
from trainingdesk.ui.pages.overview.page import OverviewPage
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, DONE, FILE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.page import RosterPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

HEADER = ["姓名", "身份证号", "工作单位", "职务", "联络", "性别"]
NUMBER = invented_id(601)


@pytest.fixture
def hand(begin: Begin, desk_file: Path) -> Hand:
    hand = begin(desk_file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    hand.go("Ctrl+2", RosterPage)
    return hand


def test_from_a_file_that_can_not_be_read_to_the_import_taken_back(hand: Hand, tmp_path: Path):
    (broken := tmp_path / "损坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    book = write(
        tmp_path / "名册（截至2026年5月）.xlsx",
        Page([HEADER, ["路远", invented_id(301), OFFICE, "科员", "13911110001", ""]], name="在职"),
        Page(
            [
                HEADER,
                ["丁宁", invented_id(1), OFFICE, "部长", "13911110000", ""],
                ["靳同", NUMBER, OFFICE, "科员", "", "男"],
                ["靳行", NUMBER, OFFICE, "科员", "13911110003", "女"],
                ["靳知", "", OFFICE, "科员", "", ""],
                ["靳知", "", OFFICE, "", "13911110004", ""],
            ],
            name="退休人员",
        ),
    )
    hand.press("Ctrl+I")
    wizard = hand.window(ImportDialog)
    hand.press("Space")
    hand.choose_file(broken)
    hand.until(lambda: not wizard.busy)
    assert (wizard.step, "损坏.xlsx" in wizard.banner.text()) == (FILE, True)
    assert wizard.file.choose_button.hasFocus()
    hand.press("Space")
    hand.choose_file(book)
    hand.until(lambda: wizard.step == COLUMNS)

    # the sheet that was passed over instead of the one that was read
    hand.tab_to(wizard.columns.sheets.list, "Shift+Tab")
    hand.press("Home", "Space", "Down", "Space")
    hand.tab_to(wizard.columns.sheets.read_button, "Shift+Tab")
    hand.press("Space")
    hand.until(lambda: not wizard.busy and wizard.columns.sheets.ticked() == ("退休人员",))

    # a column that was taken for nothing
    assert wizard.columns.chosen()[4] == ""
    hand.tab_to(wizard.columns.choices[4])
    hand.choose("手机")
    hand.tab_to(wizard.next_button)
    hand.press("Return")
    hand.until(lambda: wizard.step == ROWS)
    read(hand, wizard)
    assert buckets(wizard)[:4] == ["错误  1", "疑似同一人  2", "更新  1", "新增  1"]

    # one number of two people: asked before the sex that contradicts it
    bucket(hand, wizard, "错误")
    hand.until(lambda: "也用这个身份证号" in words_in(wizard.rows.detail))
    assert "以哪个为准" not in words_in(wizard.rows.detail)
    hand.press("1")
    read(hand, wizard)
    assert buckets(wizard)[:3] == ["疑似同一人  2", "更新  1", "新增  2"]

    # two rows of one person, taken together from the second: neither waits any more
    bucket(hand, wizard, "疑似同一人")
    hand.press("Down")
    hand.until(lambda: "第 5 行合并" in words_in(wizard.rows.detail))
    hand.press("2")
    assert "补入" in words_in(wizard.rows.detail), "what the other row gets is shown"
    assert wizard.rows.choices.expected(wizard.preview).waiting == 0
    hand.press("Up")
    hand.until(lambda: "第 6 行合并" in words_in(wizard.rows.detail))
    (chosen,) = [one.text() for one in wizard.rows.detail.findChildren(QRadioButton) if one.isChecked()]
    assert "合并" in chosen

    # a field that is not wanted
    bucket(hand, wizard, "更新")
    hand.until(lambda: "手机" in words_in(wizard.rows.detail))
    (phone,) = [box for box in wizard.rows.detail.findChildren(QCheckBox) if "手机" in box.text()]
    hand.tab_to(phone)
    hand.press("Space")
    hand.tab_to(wizard.next_button)
    hand.press("Return")
    hand.until(lambda: wizard.step == DONE)
    assert wizard.end.words.text() == "新增 3 人，更新 1 人。"
    assert "不导入" not in wizard.end.details.text()
    assert rows(hand.desk, "SELECT post, phone FROM person WHERE id = 1") == [("部长", "13900000001")]
    assert rows(
        hand.desk, "SELECT name, id_number, sex, phone FROM person WHERE name LIKE '靳%' ORDER BY id"
    ) == [
        ("靳同", NUMBER, "male", ""),
        ("靳行", None, "female", "13911110003"),
        ("靳知", None, None, "13911110004"),
    ]

    hand.tab_to(wizard.end.undo_button)
    hand.press("Space")
    agree(hand)
    hand.until(lambda: not wizard.end.undo_button.isVisible() and not wizard.busy)
    assert rows(hand.desk, "SELECT count(*) FROM person WHERE name LIKE '靳%'") == [(0,)]
    assert rows(hand.desk, "SELECT post FROM person WHERE id = 1") == [("干部",)]
    hand.press("Return")
    hand.gone(wizard)


def test_a_folder_of_forms_dropped_on_the_window_comes_in_without_a_photo(hand: Hand, tmp_path: Path):
    (folder := tmp_path / "任免表").mkdir()
    photo = base64.b64encode(picture("JPEG", (60, 80), "white")).decode()
    for name, number in (("丁宁", invented_id(1)), ("傅江", invented_id(201))):
        form(
            folder / f"{name}.lrmx", name, "城东区委组织部科员", ShenFenZheng=number, ChuShengNianYue="", XingBie="", RuDangShiJian="",
            ZhaoPian=photo,
        )  # fmt: skip
    hand.go("Ctrl+1", OverviewPage)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(99, 99), copy, data, left, none)
    QApplication.sendEvent(hand.frame, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(hand.frame, QDropEvent(QPointF(99, 99), copy, data, left, none))
    wizard = hand.window(ImportDialog)
    assert hand.page(RosterPage).isVisible()
    hand.until(lambda: wizard.step == COLUMNS)
    hand.press("Return")
    assert wizard.step == ROWS
    read(hand, wizard)
    bucket(hand, wizard, "更新")
    hand.until(lambda: "照片" in words_in(wizard.rows.detail))
    (box,) = [box for box in wizard.rows.detail.findChildren(QCheckBox) if "照片" in box.text()]
    hand.tab_to(box)
    hand.press("Space")
    hand.tab_to(wizard.next_button)
    hand.press("Return")
    hand.until(lambda: wizard.step == DONE)
    assert "照片 1 张" in wizard.end.details.text()
    assert rows(hand.desk, "SELECT p.name FROM person_photo o JOIN person p ON p.id = o.person_id") == [
        ("傅江",)
    ]
    hand.press("Return")
    hand.gone(wizard)
