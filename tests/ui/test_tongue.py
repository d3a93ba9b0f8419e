"""Qt's own windows speak the program's language: the file window, its buttons, the menu of a text field."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QTreeView,
)

from trainingdesk.shared.text import language, set_language
from trainingdesk.ui import theme
from trainingdesk.ui.tongue import Tongue

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_BUTTONS = QDialogButtonBox.StandardButton


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[Tongue]:
    before, locale = language(), QLocale()
    font = qapp.font()
    # what a program of another test left speaking would speak on
    for left in qapp.findChildren(QTranslator):
        qapp.removeTranslator(left)
    speaking = Tongue(qapp)
    yield speaking
    set_language("en")
    speaking.speak()
    set_language(before)
    QLocale.setDefault(locale)
    qapp.setFont(font)


def _file_window(folder: Path) -> set[str]:
    """Return what Qt's own file window says: labels, buttons, what they do, headings, its menu."""
    dialog = QFileDialog(None, "", str(folder))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    found = {label.text() for label in dialog.findChildren(QLabel)}
    found |= {button.text() for button in dialog.findChildren(QPushButton)}
    found |= {button.toolTip() for button in dialog.findChildren(QToolButton)}
    for tree in dialog.findChildren(QTreeView):
        model = tree.model()
        columns = range(model.columnCount())
        found |= {model.headerData(column, Qt.Orientation.Horizontal) for column in columns}
    dialog.deleteLater()
    return {said for said in found if said}


def _menus() -> set[str]:
    found: set[str] = set()
    for widget in (QLineEdit("a"), QPlainTextEdit("a")):
        menu = widget.createStandardContextMenu()
        found |= {action.text().partition("\t")[0] for action in menu.actions() if action.text()}
        menu.deleteLater()
    return found


def _buttons() -> set[str]:
    box = QDialogButtonBox(_BUTTONS.Ok | _BUTTONS.Cancel | _BUTTONS.Save | _BUTTONS.Open | _BUTTONS.Close)
    return {button.text() for button in box.buttons()}


def test_windows_of_qts_own_speak_the_language_in_force(tongue: Tongue, tmp_path: Path) -> None:
    for spoken in ("zh_CN", "en", "zh_CN"):
        set_language(spoken)
        tongue.speak()
        said = _file_window(tmp_path) | _menus() | _buttons()
        assert len(said) > 20
        chinese = {word for word in said if _CHINESE.search(word)}
        if spoken == "zh_CN":
            assert chinese == said
            assert not {word for word in said if _LATIN.search(word)}
            assert {"查找范围(&I)：", "文件类型(&T)：", "剪切(&T)", "复制(&C)", "取消", "大小"} <= said
        else:
            assert not chinese
            assert {"&Look in:", "Files of &type:", "Cu&t", "&Copy", "Cancel", "Size"} <= said


def test_the_installer_takes_qts_chinese_along() -> None:
    spec = (Path(__file__).parents[2] / "installer" / "trainingdesk.spec").read_text(encoding="utf-8")
    assert "qtbase_zh_cn.qm" in spec
    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert (folder / "qtbase_zh_CN.qm").is_file()


def test_quotes_take_no_more_room_than_they_fill_in_english(tongue: Tongue, qapp: QApplication) -> None:
    def wide() -> int:
        return QFontMetrics(theme.font()).horizontalAdvance("“Sheet”")

    tongue.speak()
    chinese = wide()
    set_language("en")
    tongue.speak()
    assert wide() < chinese
    set_language("zh_CN")
    tongue.speak()
    assert wide() == chinese
