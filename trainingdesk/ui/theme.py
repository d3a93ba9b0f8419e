"""The look, in one place: colours, fonts, sizes, icons. Nothing else in the program names one.

Light and dark are twins of one set of tokens; ``tests/ui/test_theme.py`` measures their contrast (text 4.5:1, lines
and icons 3:1, WCAG 2.2). ``amber`` is a shade darker than the plan's, which missed 4.5:1 on a selected row.
"""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Protocol, TypeVar

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from trainingdesk.shared.assets import resource
from trainingdesk.shared.text import language

SCHEMES = ("system", "light", "dark")

#: Faces in the order they are looked for; the bundled one is loaded when none is there.
WINDOWS_FAMILIES = ("Microsoft YaHei UI", "Microsoft YaHei")
OTHER_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours by what they mean."""

    ink: str  #: text
    slate: str  #: secondary text, quiet icons
    faint: str  #: what can't be used now
    line: str  #: the thin lines of the ledger (they carry no meaning by themselves)
    edge: str  #: the outline of a control
    paper: str  #: ground of tables, cards, fields
    desk: str  #: ground of the window
    mist: str  #: under the pointer, pressed, header of a group
    indigo: str  #: action, selection, focus
    indigo_deep: str  #: the same under the pointer
    on_indigo: str  #: text on indigo and on seal
    seal: str  #: brand mark, overdue, destructive
    seal_tint: str
    pine: str  #: done
    pine_tint: str
    amber: str  #: attention
    amber_tint: str
    sky: str  #: selected row
    veil: str  #: the shadow around what floats, with its own transparency


LIGHT = Tokens(
    ink="#1D2433",
    slate="#5B6475",
    faint="#7E8797",
    line="#DDE2EA",
    edge="#858E9E",
    paper="#FFFFFF",
    desk="#F5F7FA",
    mist="#EBEFF5",
    indigo="#24508F",
    indigo_deep="#1B3E70",
    on_indigo="#FFFFFF",
    seal="#B3261E",
    seal_tint="#FCECEA",
    pine="#1E7A4C",
    pine_tint="#E5F3EB",
    amber="#8A5C00",
    amber_tint="#FDF3DA",
    sky="#E8F0FB",
    veil="#281D2433",
)
DARK = Tokens(
    ink="#E4E8EF",
    slate="#A7B0BF",
    faint="#7F8999",
    line="#313A48",
    edge="#76808F",
    paper="#1B212B",
    desk="#141922",
    mist="#262E3A",
    indigo="#8DB5EE",
    indigo_deep="#A9C8F4",
    on_indigo="#101B2C",
    seal="#F28B82",
    seal_tint="#3D2323",
    pine="#71C79A",
    pine_tint="#1C3428",
    amber="#E2B455",
    amber_tint="#3A2F17",
    sky="#24385A",
    veil="#90000000",
)

#: Sizes in pixels at 100 %, multiples of four.
ROW = 28
HEADER = 32
CONTROL = 30
TOOLBAR = 48
HEAD = 44
STATUS = 30
MARGIN = 16
PADDING = 12
GAP = 8
RADIUS = 6

#: The scale of type.
TITLE = 1.35
SECTION = 1.15
BODY = 1.0
HINT = 0.92


_STYLE = "Fusion"


class _State:
    tokens = LIGHT
    scheme = "light"
    family = ""
    points = 10.0
    zoom = 1.0
    followed = False
    styled = False
    wanted = "system"
    generation = 0


class Redrawn(Protocol):
    """Something that is told after the colours changed."""

    def __call__(self) -> None:
        """Take the new colours."""


_listeners: list[Redrawn] = []


def tokens() -> Tokens:
    """Return the colours in force."""
    return _State.tokens


def is_dark() -> bool:
    """Return whether the dark twin is in force."""
    return _State.scheme == "dark"


def color(name: str) -> QColor:
    """Return a colour by its token's name."""
    return QColor(getattr(_State.tokens, name))


def paper_white() -> QColor:
    """Return the colour of a sheet of paper, which is white at night too."""
    return QColor(LIGHT.paper)


def size(pixels: float) -> int:
    """Return a length given at 100 % as the present text size wants it."""
    return round(pixels * _State.zoom)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two opaque colours as WCAG 2.2 counts it, 1 to 21."""

    def luminance(text: str) -> float:
        parts = [int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# --- type ---------------------------------------------------------------------------------------------------------


def choose_family(has: Callable[[str], bool], windows: bool) -> str:
    """Return the first face the machine has, "" when it has none that can write Chinese."""
    families = (*WINDOWS_FAMILIES, *OTHER_FAMILIES) if windows else OTHER_FAMILIES
    return next((family for family in families if has(family)), "")


def _bundled_family(remembered: str) -> tuple[str, str]:
    """Load the face that travels with the program; its name, and where it was unpacked.

    Where it was unpacked last time is tried first: looking whether the file is whole costs more than the whole rest
    of the look, and a face that is not whole has no name.
    """
    if remembered and (family := load_font(Path(remembered))):
        return family, remembered
    from trainingdesk.documents.fonts import font_file

    path = font_file("hei")
    return load_font(path), str(path)


def suited(base: QFont) -> QFont:
    """Return a font for the language in force: in English the quotes of a Chinese face take no more room than they fill."""
    made = QFont(base)
    narrow = QFont.Tag("palt")
    if language() == "en":
        made.setFeature(narrow, 1)
    else:
        made.unsetFeature(narrow)
    return made


def font(scale: float = BODY, *, strong: bool = False, tabular: bool = False) -> QFont:
    """Return the window's font at a step of the scale; ``tabular`` gives figures of one width."""
    made = QFont(QApplication.font())
    made.setPointSizeF(_State.points * _State.zoom * scale)
    if strong:
        made.setWeight(QFont.Weight.DemiBold)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


# --- icons --------------------------------------------------------------------------------------------------------


@cache
def _svg(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, token: str = "slate", pixels: int = 18, ratio: float = 2.0) -> QPixmap:  # noqa: S107 - a colour, not a secret
    """Return a line icon in a token's colour, drawn for a screen of the given pixel ratio."""
    from PySide6.QtSvg import QSvgRenderer

    picture = QPixmap(QSize(round(pixels * ratio), round(pixels * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    source = _svg(name).replace("currentColor", getattr(_State.tokens, token))
    source = source.replace('stroke-width="2"', 'stroke-width="1.75"')
    renderer = QSvgRenderer(QByteArray(source.encode()))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def _icon(name: str, token: str, pixels: int, _generation: int) -> QIcon:
    made = QIcon()
    ratios = {1.0, 2.0, QGuiApplication.primaryScreen().devicePixelRatio()}
    for ratio in sorted(ratios):
        made.addPixmap(pixmap(name, token, pixels, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, "faint", pixels, ratio), QIcon.Mode.Disabled)
    return made


def icon(name: str, token: str = "slate", pixels: int = 18) -> QIcon:  # noqa: S107 - a colour, not a secret
    """Return a line icon of ``resources/icons`` in a token's colour; an empty one for ""."""
    return _icon(name, token, size(pixels), _State.generation) if name else QIcon()


# --- applying -----------------------------------------------------------------------------------------------------


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: t.desk,
        roles.WindowText: t.ink,
        roles.Base: t.paper,
        roles.AlternateBase: t.desk,
        roles.Text: t.ink,
        roles.Button: t.paper,
        roles.ButtonText: t.ink,
        roles.BrightText: t.seal,
        roles.Highlight: t.indigo,
        roles.HighlightedText: t.on_indigo,
        roles.ToolTipBase: t.paper,
        roles.ToolTipText: t.ink,
        roles.PlaceholderText: t.slate,
        roles.Link: t.indigo,
        roles.LinkVisited: t.indigo,
        roles.Light: t.paper,
        roles.Midlight: t.mist,
        roles.Mid: t.line,
        roles.Dark: t.edge,
        roles.Shadow: t.edge,
        roles.Accent: t.indigo,
    }
    for role, value in pairs.items():
        palette.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.faint))
    palette.setColor(QPalette.ColorGroup.Disabled, roles.Highlight, QColor(t.mist))
    palette.setColor(QPalette.ColorGroup.Disabled, roles.HighlightedText, QColor(t.faint))
    return palette


#: The small pictures the style sheet needs as files: name → (icon, token, pixels).
_SHEET_PICTURES = {
    "down": ("chevron-down", "slate", 14),
    "up": ("chevron-up", "slate", 14),
    "right": ("chevron-right", "slate", 14),
    "check": ("check", "on_indigo", 14),
    "dash": ("minus", "on_indigo", 14),
    "checked": ("check", "indigo", 14),
}


def _sheet_pictures() -> dict[str, str]:
    """Return the address of each small picture, drawing those that are not in the cache yet."""
    from trainingdesk.shared.paths import cache_folder

    key = re.sub(r"\W", "", f"{_State.scheme}{_State.zoom}{_State.tokens.slate}{_State.tokens.on_indigo}")
    folder = cache_folder() / "theme" / key
    found: dict[str, str] = {}
    for name, (source, token, pixels) in _SHEET_PICTURES.items():
        for ratio, suffix in ((1.0, ""), (2.0, "@2x")):
            path = folder / f"{name}{suffix}.png"
            if not path.exists():
                folder.mkdir(parents=True, exist_ok=True)
                pixmap(source, token, size(pixels), ratio).save(str(path))
        found[f"picture_{name}"] = f'url("{(folder / f"{name}.png").as_posix()}")'
    return found


def style_sheet() -> str:
    """Return the style sheet in the colours and at the size in force."""
    text = resource("theme.qss").read_text(encoding="utf-8")
    points = _State.points * _State.zoom
    types = {
        "title": f"{points * TITLE:.2f}pt",
        "section": f"{points * SECTION:.2f}pt",
        "hint": f"{points * HINT:.2f}pt",
    }
    filled = Template(text).substitute(asdict(_State.tokens) | types | _sheet_pictures())
    return re.sub(r"(\d+)u\b", lambda m: f"{size(int(m[1]))}px", filled)


def application(name: str) -> QApplication:
    """Make the application, in its style from the beginning.

    ``QApplication.setStyle`` returns the style, and PySide then makes the whole of QStyle for Python: 4 ms before the
    first paint.
    """
    _State.styled = True
    return QApplication([name, "-style", _STYLE])


def set_up(app: QApplication, scheme: str = "system", zoom: float = 1.0, font_path: str = "") -> str:
    """Give the application its style, font, palette and style sheet; called once at start.

    Returns the file of the bundled face when the machine has none of its own, for ``font_path`` at the next start.
    """
    import sys

    if not _State.styled:
        app.setStyle(_STYLE)
    _State.zoom = zoom
    windows = sys.platform == "win32"
    _State.family = choose_family(QFontDatabase.hasFamily, windows)
    if _State.family:
        font_path = ""
    else:
        _State.family, font_path = _bundled_family(font_path)
    _State.points = 9.0 if windows else 10.0
    base = QFont(_State.family) if _State.family else QFont(app.font())
    base.setPointSizeF(_State.points * zoom)
    base.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    app.setFont(suited(base))
    if not _State.followed:
        app.styleHints().colorSchemeChanged.connect(_follow)
        _State.followed = True
    set_scheme(app, scheme)
    return font_path


def set_scheme(app: QApplication, scheme: str) -> None:
    """Choose ``light``, ``dark`` or what the ``system`` says; every listener is told afterwards."""
    _State.wanted = scheme
    dark = scheme == "dark" or (scheme == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
    _State.tokens, _State.scheme = (DARK, "dark") if dark else (LIGHT, "light")
    _State.generation += 1
    app.setPalette(_palette(_State.tokens))
    app.setStyleSheet(style_sheet())
    for listener in _listeners:
        listener()


def _follow(_scheme: Qt.ColorScheme) -> None:
    app = QApplication.instance()
    if _State.wanted == "system" and isinstance(app, QApplication):
        set_scheme(app, "system")


def on_redrawn(listener: Redrawn) -> Callable[[], None]:
    """Call ``listener`` after every change of colours; returns what stops it."""
    _listeners.append(listener)

    def stop() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return stop


W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """Give a widget the name by which the style sheet knows it."""
    widget.setObjectName(name)
    return widget


def load_font(path: Path) -> str:
    """Load one more face from a file and return its family, "" when it is none."""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return families[0] if families else ""
