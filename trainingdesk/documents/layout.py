"""Lines of Chinese text: broken by the rules of 避头尾, shrunk to fit where there is a floor, never cut.

GB/T 15834 4 (where punctuation may stand): no closing mark begins a line, no opening mark ends one, dash and ellipsis
are not taken apart. Latin words and figures stay whole. reportlab's own ``wordWrap="CJK"`` breaks these rules.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from trainingdesk.documents.fonts import Face, text_width

#: Marks that may not begin a line.
NOT_FIRST = frozenset(
    "！），．：；？］｝、。，〉》」』】〕〗〙〛’”…—～·％‰℃°′″々〻ー–!),.:;?]}%/／"  # closing marks, separators, units
)
#: Marks that may not end a line.
NOT_LAST = frozenset("（［｛〈《「『【〔〖〘〚‘“￥＄£([{¥$№#")

#: One atom: a word with its number (grade 4), a run of spaces, a dash or ellipsis of two, a word or figure, or a single
#: character.
_ATOM = re.compile(
    r"[A-Za-z]{2,} \d{1,2}(?![0-9A-Za-z.,:/+\-_@&%·])|"
    r"[ \u3000]+"
    r"|—{2,}|…{2,}"
    r"|[0-9A-Za-z*\u00b2-\u024f\u0370-\u04ff]+(?:['’.,:/+\-_@&%·][0-9A-Za-z*\u00b2-\u024f\u0370-\u04ff]+)*"
    r"|.",
    re.DOTALL,
)
_SPACES = " \u3000"
#: behind which a heading of two lines is broken rather than elsewhere
_BREAK_AFTER = ("/", "级")
#: A justified line may open each gap by this share of the size, otherwise it stays ragged.
_WIDEST_GAP = 0.3


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a line that is not broken: a word, or a character with the marks that cling to it."""

    text: str
    width: float

    @property
    def is_space(self) -> bool:
        """Whether it is a run of spaces, which vanishes at the end of a line."""
        return self.text[0] in _SPACES


def chunks(text: str, width_of: Callable[[str], float]) -> list[Chunk]:
    """Return a line of text as the pieces between which it may be broken."""
    parts: list[str] = []
    clings = False  # the next atom clings to the last part
    for atom in _ATOM.findall(text):
        if atom[0] in _SPACES:
            parts.append(atom)
            clings = False
            continue
        if parts and parts[-1][0] not in _SPACES and (clings or atom[0] in NOT_FIRST):
            parts[-1] += atom
        else:
            parts.append(atom)
        clings = atom[-1] in NOT_LAST
    return [Chunk(part, width_of(part)) for part in parts]


def wrap(text: str, width: float, width_of: Callable[[str], float]) -> list[str] | None:
    """Return a text broken into lines no wider than ``width``; None when a piece that may not be broken is wider.

    ``width_of`` gives the width of a piece in the unit of ``width``. A line break in the text is kept; spaces at a
    break vanish, those that begin a paragraph stay.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        broken = _wrap_paragraph(paragraph, width, width_of)
        if broken is None:
            return None
        lines.extend(broken)
    return lines


def _wrap_paragraph(text: str, width: float, width_of: Callable[[str], float]) -> list[str] | None:
    whole = width_of(text)
    if whole <= width:
        return [text.rstrip(_SPACES)]
    lines: list[str] = []
    line = ""
    used = 0.0
    for chunk in chunks(text, width_of):
        if chunk.is_space:
            if line or not lines:
                line += chunk.text
                used += chunk.width
            continue
        if chunk.width > width + 1e-6:
            return None
        if used + chunk.width > width + 1e-6 and line:
            lines.append(line.rstrip(_SPACES))
            line, used = "", 0.0
        line += chunk.text
        used += chunk.width
    lines.append(line.rstrip(_SPACES))
    return [each for each in lines if each] or [""]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it fits its place.

    Attributes:
        lines: its lines, without the spaces at their ends.
        size: the size in points it was set in.
    """

    lines: tuple[str, ...]
    size: float


def measure(size: float, face: Face) -> Callable[[str], float]:
    """Return the function that measures a piece of text in points."""
    return lambda piece: text_width(piece, size, face)


def _sizes(size: float, floor: float) -> Iterator[float]:
    while size > floor:
        yield size
        size -= 0.5
    yield floor


def fit(
    text: str,
    *,
    width: float,
    size: float,
    face: Face,
    height: float | None = None,
    floor: float | None = None,
    leading: float = 1.3,
    most_lines: int | None = None,
) -> Fitted | None:
    """Return a text set in lines that fit a place, shrunk by half points down to ``floor`` when it must be.

    Widths, heights and sizes are in points, ``leading`` in sizes. None when it does not fit even at the floor.
    """
    floor = size if floor is None else min(floor, size)
    for try_size in _sizes(size, floor):
        lines = wrap(text, width, measure(try_size, face))
        if lines is None:
            continue
        if most_lines is not None and len(lines) > most_lines:
            continue
        if height is not None and len(lines) * leading * try_size > height + 1e-6:
            continue
        return Fitted(tuple(lines), try_size)
    return None


def balanced(fitted: Fitted, text: str, width: float, face: Face) -> Fitted:
    """Return a text fitted before with lines as even as its number of lines allows, for headings and titles.

    Where it names a level or a grade, or has a stroke between two names (县处级正职, 职务层次/职级), it is rather broken behind
    that than elsewhere.
    """
    count = len(fitted.lines)
    if count < 2 or "\n" in text:
        return fitted
    pieces = chunks(text, measure(fitted.size, face))
    best: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {(0, 0): (0.0, ())}
    for line in range(1, count + 1):
        for end in range(line, len(pieces) + 1):
            whole = end == len(pieces)
            behind = 0.0 if whole or pieces[end - 1].text.endswith(_BREAK_AFTER) else width * width
            for begin in range(line - 1, end):
                before = best.get((line - 1, begin))
                room = width - sum(piece.width for piece in _without_ends(pieces[begin:end]))
                if before is None or room < -1e-6:
                    continue
                cost = before[0] + room * room + behind
                known = best.get((line, end))
                if known is None or cost <= known[0]:  # of two alike the longer line first
                    said = "".join(piece.text for piece in pieces[begin:end]).strip(_SPACES)
                    best[line, end] = (cost, (*before[1], said))
    found = best.get((count, len(pieces)))
    return fitted if found is None or not all(found[1]) else Fitted(found[1], fitted.size)


def _without_ends(pieces: list[Chunk]) -> list[Chunk]:
    """Return the pieces of a line without the spaces at its ends, which vanish."""
    first, last = 0, len(pieces)
    while first < last and pieces[first].is_space:
        first += 1
    while last > first and pieces[last - 1].is_space:
        last -= 1
    return pieces[first:last]


def gap_to_justify(line: str, width: float, size: float, face: Face) -> float:
    """Return how much every character of a line must give way to fill ``width``, 0 where that would tear it apart."""
    if len(line) < 2:
        return 0.0
    gap = (width - text_width(line, size, face)) / (len(line) - 1)
    return gap if 0 < gap <= _WIDEST_GAP * size else 0.0
