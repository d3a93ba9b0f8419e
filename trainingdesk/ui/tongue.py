"""Qt's own words and the locale, in the language in force."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from trainingdesk.shared.text import language


class Tongue:
    """Keeps Qt's translation for as long as it is in use."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._translator: QTranslator | None = None

    def speak(self) -> None:
        """Let Qt speak the language in force: buttons of file windows, names of days."""
        chinese = language() == "zh_CN"
        QLocale.setDefault(QLocale("zh_CN" if chinese else "en_GB"))
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        if chinese:
            translator = QTranslator(self._app)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load("qtbase_zh_CN", folder):
                self._app.installTranslator(translator)
            self._translator = translator
