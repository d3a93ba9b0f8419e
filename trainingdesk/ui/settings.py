"""What one person likes on this machine: language, colours, widths. Office rules are in the desk's file, not here."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from trainingdesk.shared.paths import settings_file
from trainingdesk.shared.text import DEFAULT_LANGUAGE, LANGUAGES

DEFAULT_IDLE_MINUTES = 10


class Settings:
    """Typed access to the settings file; a value it can't read falls back to its default."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = QSettings(str(path or settings_file()), QSettings.Format.IniFormat)

    def _text(self, key: str, default: str = "") -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def _whole(self, key: str, default: int) -> int:
        text = self._text(key, str(default))
        return int(text) if text.lstrip("-").isdigit() else default

    def put(self, key: str, value: Any) -> None:
        """Keep one value."""
        self._store.setValue(key, value)

    def save(self) -> None:
        """Write the file now."""
        self._store.sync()

    @property
    def language(self) -> str:
        """The window's language: ``zh_CN`` or ``en``."""
        value = self._text("window/language", DEFAULT_LANGUAGE)
        return value if value in LANGUAGES else DEFAULT_LANGUAGE

    @property
    def scheme(self) -> str:
        """``light``, ``dark`` or ``system``; light until the person chooses (it is a program for paper)."""
        value = self._text("window/scheme", "light")
        return value if value in {"light", "dark", "system"} else "light"

    @property
    def login(self) -> str:
        """Who signed in last."""
        return self._text("desk/login")

    @property
    def desk_path(self) -> Path | None:
        """The file that was open last, None for none."""
        text = self._text("desk/path")
        return Path(text) if text else None

    @property
    def office_name(self) -> str:
        """The name of the office whose desk was open last; shown while it is being opened."""
        return self._text("desk/office")

    @property
    def idle_minutes(self) -> int:
        """Minutes without a key or the mouse before the window locks; 0 for never."""
        return self._whole("desk/idle_minutes", DEFAULT_IDLE_MINUTES)

    @property
    def last_folder(self) -> str:
        """Where a file was last opened or saved."""
        return self._text("window/last_folder")

    @property
    def font_path(self) -> str:
        """Where the bundled face was unpacked, "" where the machine has a Chinese face of its own."""
        return self._text("window/font")

    @property
    def page(self) -> str:
        """The tab that was in front last."""
        return self._text("window/page")

    def bytes_of(self, key: str) -> QByteArray:
        """Return a stored geometry or splitter state, empty for none."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def columns(self, table: str) -> dict[str, int]:
        """Return the remembered widths of a table's columns in pixels; a hidden one is 0."""
        widths: dict[str, int] = {}
        for part in self._text(f"tables/{table}").split(";"):
            key, _, width = part.partition(":")
            if key and width.isdigit():
                widths[key] = int(width)
        return widths

    def put_columns(self, table: str, widths: dict[str, int]) -> None:
        """Remember the widths of a table's columns; 0 for a hidden one."""
        self.put(f"tables/{table}", ";".join(f"{key}:{width}" for key, width in widths.items()))

    def column_places(self, table: str) -> list[str]:
        """Return the remembered order of a table's columns, [] for their own."""
        return [key for key in self._text(f"tables/{table}.places").split(";") if key]

    def put_column_places(self, table: str, keys: Sequence[str]) -> None:
        """Remember the order of a table's columns; [] for their own."""
        self.put(f"tables/{table}.places", ";".join(keys))

    def order_of(self, table: str) -> str:
        """Return the remembered order of a table, "" for none."""
        return self._text(f"tables/{table}.order")

    def paper_choice(self, paper: str, param: str) -> str:
        """Return what was ticked last for a paper, "" for nothing yet."""
        return self._text(f"papers/{paper}.{param}")

    def put_paper_choice(self, paper: str, param: str, value: str) -> None:
        """Remember what is ticked for a paper."""
        self.put(f"papers/{paper}.{param}", value)

    def put_order(self, table: str, order: str) -> None:
        """Remember the order of a table."""
        self.put(f"tables/{table}.order", str(order))
