"""Qt's own words and the locale, in the language in force."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from trainingdesk.shared.text import N_, _, language
from trainingdesk.ui import theme

#: What Qt's Chinese of its own windows lacks or calls otherwise than everybody, with 6.11: context → its source texts.
_LACKING = {
    "QFileDialog": frozenset({N_("&Look in:"), N_("Files of &type:")}),
    "QFileSystemModel": frozenset({N_("Size")}),
    "QAbstractFileIconProvider": frozenset({N_("Folder"), N_("File Folder"), N_("Drive")}),
}


#: the name of the translators that are installed here
_OURS = "tongue"


class _Lacking(QTranslator):
    """The words of Qt's windows that are in our own catalogue."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, count: int = -1
    ) -> str | None:
        """Return the Chinese of a word, None for one that Qt says itself."""
        return _(source) if source in _LACKING.get(context, ()) else None

    def isEmpty(self) -> bool:
        """Return that there are words, without which Qt would not ask."""
        return False


class Tongue:
    """Lets Qt speak as the program does; of an application there is one, whoever asks it."""

    def __init__(self, app: QApplication) -> None:
        self._app = app

    def speak(self) -> None:
        """Let Qt speak the language in force: file windows, their buttons, menus of text fields, names of days."""
        chinese = language() == "zh_CN"
        QLocale.setDefault(QLocale("zh_CN" if chinese else "en_GB"))
        self._app.setFont(theme.suited(self._app.font()))
        for translator in self._app.findChildren(QTranslator, _OURS):
            self._app.removeTranslator(translator)
            translator.deleteLater()
        if chinese:
            qt = QTranslator(self._app)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            found = [qt] if qt.load("qtbase_zh_CN", folder) else []
            for translator in (*found, _Lacking(self._app)):  # Qt asks the last one first
                translator.setObjectName(_OURS)
                self._app.installTranslator(translator)
