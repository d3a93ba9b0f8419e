"""Faces as reportlab embeds them: TrueType subsets whose text can be copied out again."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

# streams stay binary: text armour (ASCII85) makes every file a quarter larger and takes a tenth of the time
rl_config.useA85 = 0

_BEYOND_THE_BMP = re.compile(r"<([0-9A-F]{5,6})>")


class SearchableFont(TTFont):  # type: ignore[misc]  # reportlab comes without types
    """A TrueType face whose characters beyond U+FFFF (𠮷, 𬱟) are found by a search in the PDF.

    reportlab writes their code points into the ToUnicode table as they are; the format wants UTF-16, so that a name
    with such a character would be copied or searched as another.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Embed the subsets, then mend their ToUnicode tables."""
        super().addObjects(doc)
        for name, part in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:") and isinstance(part.content, str):
                part.content = _BEYOND_THE_BMP.sub(_utf16, part.content)


def _utf16(match: re.Match[str]) -> str:
    return f"<{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>"


def register(name: str, path: Path) -> Mapping[int, float]:
    """Make a face known to reportlab under a name, and return its advances in 1/1000 of the size by code point."""
    font = SearchableFont(name, str(path))
    pdfmetrics.registerFont(font)
    widths: Mapping[int, float] = font.face.charWidths
    return {code: widths[code] for code in font.face.charToGlyph if code in widths}
