"""The brand mark."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from trainingdesk.ui import theme


def seal(pixels: int = 26) -> QLabel:
    """Return the brand mark: one character on a seal."""
    mark = theme.named(QLabel("训", alignment=Qt.AlignmentFlag.AlignCenter), "seal")
    mark.setFixedSize(theme.size(pixels), theme.size(pixels))
    font = theme.font()
    font.setPixelSize(theme.size(pixels * 0.6))
    mark.setFont(font)
    mark.setStyleSheet(f"font-size: {theme.size(pixels * 0.6)}px")
    return mark
