"""The window's first place: the whole of it can be seen, frame and all."""

import pytest
from PySide6.QtCore import QRect

from trainingdesk.ui import theme
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.shell.window import FRAME, Window, first_place


@pytest.mark.parametrize("room", [(1366, 768), (1366, 728), (1280, 1024), (1600, 800)])
def test_a_small_screen_is_used_whole(room: tuple[int, int]) -> None:
    assert first_place(QRect(0, 0, *(theme.size(side) for side in room))) is None


@pytest.mark.parametrize("corner", [(0, 0), (72, 28)])
def test_on_a_larger_screen_the_frame_is_inside_too(corner: tuple[int, int]) -> None:
    room = QRect(*corner, theme.size(1920), theme.size(1040))
    place = first_place(room)
    assert place is not None
    assert (place.width(), place.height()) == (theme.size(1366), theme.size(768))
    with_frame = place.adjusted(*(-side for side in FRAME))
    assert room.contains(with_frame)


def test_the_first_window_of_a_small_screen_is_maximised_and_stays_as_it_was_left(settings: Settings) -> None:
    window = Window(settings)
    room = window.screen().availableGeometry()
    assert window.isMaximized() is (first_place(room) is None)
    settings.put("window/geometry", window.saveGeometry())
    again = Window(settings)
    assert again.isMaximized() is window.isMaximized()
    for one in (window, again):
        one.deleteLater()
