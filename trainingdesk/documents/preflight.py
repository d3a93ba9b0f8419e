"""What a paper would show wrongly, found before it is drawn: nothing is dropped, cut or drawn over.

A paper with a character no face has, or with a text that does not fit its place even when shrunk, is refused as a
whole; the refusal names every place and every character.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from trainingdesk.documents.fonts import Face, advances
from trainingdesk.domain.errors import Invalid, Problem

#: A paper never has one of these: they move the pen or hide, and no face draws them.
_LAID_OUT = frozenset("\n")


def uncovered(text: str, face: Face) -> tuple[str, ...]:
    """Return the characters of a text that no face of a paper has, each once, in the order they come.

    The faces are the paper's own and the two that help out; line breaks are laid out, not drawn.
    """
    own = advances(face)
    if all(ord(character) in own for character in text):
        return ()
    covered = [advances(one).keys() for one in Face]
    missing = (
        character
        for character in text
        if character not in _LAID_OUT and not any(ord(character) in codes for codes in covered)
    )
    return tuple(dict.fromkeys(missing))


def control_characters(text: str) -> tuple[str, ...]:
    """Return the control characters of a text that a workbook can't hold, each once."""
    if text.isprintable():
        return ()
    bad = (one for one in text if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cs"))
    return tuple(dict.fromkeys(bad))


def shown(characters: Iterable[str]) -> str:
    """Return characters as a person can recognise them: the character with its code, or the code alone."""
    return " ".join(
        f"{one} (U+{ord(one):04X})" if one.isprintable() and not one.isspace() else f"U+{ord(one):04X}"
        for one in characters
    )


@dataclass(slots=True)
class Preflight:
    """Gathers what is wrong with a paper while it is laid out.

    Attributes:
        problems: everything found so far, in the order of the paper.
    """

    problems: list[Problem] = field(default_factory=list)
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    def check(self, text: str, face: Face, *, place: str, column: str = "", row: int = 0) -> bool:
        """Return whether a text can be drawn; what no face has is noted with its place.

        ``place`` names the person or part of the paper, ``column`` the field.
        """
        missing = uncovered(text, face)
        if missing:
            self._note("documents.uncovered", place, column, row, text, characters=shown(missing))
        return not missing

    def overflow(self, text: str, *, place: str, column: str = "", row: int = 0) -> None:
        """Note a text that does not fit its place at the smallest size."""
        self._note("documents.overflow", place, column, row, text)

    def unwritable(self, text: str, *, place: str, column: str = "", row: int = 0) -> bool:
        """Return whether a text can't be kept in a workbook; its control characters are noted."""
        bad = control_characters(text)
        if bad:
            self._note("documents.uncovered", place, column, row, text, characters=shown(bad))
        return bool(bad)

    def unreadable_picture(self, *, place: str) -> None:
        """Note a photo that can't be read."""
        self.problems.append(Problem("documents.not_a_picture", {"place": place, "value": ""}, field=place))

    def _note(self, code: str, place: str, column: str, row: int, value: str, **params: str) -> None:
        key = (code, place, value)
        if key not in self._seen:
            self._seen.add(key)
            whole = f"{place} · {column}" if place and column else place or column
            named = {"place": whole, "value": value[:60], **params}
            self.problems.append(Problem(code, named, field=column, row=row, value=value))

    def finish(self, paper: str) -> None:
        """Raise Invalid ``documents.not_drawn`` when anything is wrong; ``paper`` is the paper's title."""
        if self.problems:
            first = self.problems[0]
            raise Invalid(
                "documents.not_drawn",
                self.problems,
                paper=paper,
                place=first.params["place"],
                value=first.params["value"],
            )
