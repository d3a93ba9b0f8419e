"""The look keeps its promises: contrast, one set of tokens, icons that are there."""

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel

from trainingdesk.shared.assets import resource
from trainingdesk.ui import theme
from trainingdesk.ui.theme import DARK, LIGHT, Tokens, contrast

TWINS = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("paper", "desk", "mist", "sky")


def pairs(tokens: Tokens, names: tuple[str, ...], grounds: tuple[str, ...]) -> dict[str, float]:
    return {
        f"{name} on {ground}": contrast(getattr(tokens, name), getattr(tokens, ground))
        for name in names
        for ground in grounds
    }


def test_contrast_is_counted_as_the_norm_counts_it() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@TWINS
def test_text_can_be_read(tokens: Tokens) -> None:
    text = pairs(tokens, ("ink", "slate", "indigo", "seal", "pine", "amber"), GROUNDS)
    for tone in ("pine", "amber", "seal"):
        text |= pairs(tokens, (tone, "ink"), (f"{tone}_tint",))
    text |= pairs(tokens, ("on_indigo",), ("indigo", "indigo_deep", "seal"))
    assert {pair: round(value, 2) for pair, value in text.items() if value < 4.5} == {}


@TWINS
def test_lines_and_icons_can_be_seen(tokens: Tokens) -> None:
    drawn = pairs(tokens, ("faint", "slate", "indigo"), GROUNDS) | pairs(tokens, ("edge",), ("paper", "desk"))
    assert {pair: round(value, 2) for pair, value in drawn.items() if value < 3} == {}


def test_the_twins_differ_in_every_colour() -> None:
    same = [one.name for one in fields(Tokens) if getattr(LIGHT, one.name) == getattr(DARK, one.name)]
    assert same == []


def test_the_style_sheet_is_filled_in_whole() -> None:
    sheet = theme.style_sheet()
    assert "$" not in sheet
    assert not re.search(r"\d+u\b", sheet)
    assert sheet.count("{") == sheet.count("}")
    assert not re.search(r"#[0-9A-Fa-f]{6}", resource("theme.qss").read_text(encoding="utf-8"))


def test_changing_the_scheme_tells_everyone(qapp: QApplication) -> None:
    told: list[bool] = []
    stop = theme.on_redrawn(lambda: told.append(theme.is_dark()))
    theme.set_scheme(qapp, "dark")
    assert qapp.palette().window().color() == QColor(DARK.desk)
    stop()
    theme.set_scheme(qapp, "light")
    assert told == [True]


def test_an_icon_takes_the_colour_of_its_token() -> None:
    picture = theme.pixmap("check", "seal", 24, 1.0).toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert colours == {LIGHT.seal.lower()}


def test_every_icon_that_is_named_is_there() -> None:
    from tests.architecture.source import below

    named = set()
    for module in below("ui"):
        named |= set(re.findall(r"theme\.(?:icon|pixmap)\(\s*\"([a-z0-9-]+)\"", module.text))
        named |= set(re.findall(r"Chip\([^()]*?\"([a-z]+-[a-z0-9-]+)\"", module.text))
    missing = [name for name in named if not resource(f"icons/{name}.svg").exists()]
    assert missing == []
    assert "MIT License" in resource("icons/LICENSE-tabler.txt").read_text(encoding="utf-8")


def test_figures_are_of_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(theme.font(tabular=True))
    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


def test_chinese_is_drawn_with_a_face_that_has_it(qapp: QApplication) -> None:
    label = QLabel("训务台䶮")
    metrics = QFontMetrics(label.font())
    assert all(metrics.inFont(character) for character in "训务台")


def test_a_face_is_chosen_in_the_order_of_the_plan() -> None:
    there = {"WenQuanYi Micro Hei", "Noto Sans CJK SC"}
    assert theme.choose_family(there.__contains__, windows=False) == "Noto Sans CJK SC"
    assert theme.choose_family(there.__contains__, windows=True) == "Noto Sans CJK SC"
    assert theme.choose_family({"Microsoft YaHei UI"}.__contains__, windows=True) == "Microsoft YaHei UI"
    assert theme.choose_family({"DejaVu Sans"}.__contains__, windows=False) == ""
