"""What the catalogue of papers answers with."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PaperParam:
    """One parameter of a paper.

    Attributes:
        key: its name on the command line.
        title: English source text of its label.
        kind: ``text``, ``int`` or ``day``.
        required: whether the paper can't be made without it.
        choices: where its values come from (``classes``, ``years``, …), ``yes_no`` for a switch, "" for free input.
        several: any number of the choices, as one text with commas between them.
        usual: what a form proposes: ``today``, ``new_year`` or ``this_year``, "" for nothing.
    """

    key: str
    title: str
    kind: str
    required: bool
    choices: str
    several: bool = False
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that can be made now.

    Attributes:
        id: ``area.name``.
        title: English source text.
        occasion: code of when it is wanted (``occasion.<code>`` is its label).
        formats: what it can be saved as: ``pdf``, ``xlsx``.
        has_rows: whether it can be shown as a table on screen.
    """

    id: str
    title: str
    occasion: str
    params: tuple[PaperParam, ...]
    formats: tuple[str, ...]
    has_rows: bool
    title_is_code: bool = False


@dataclass(frozen=True, slots=True)
class ParamChoice:
    """One value a parameter can take; ``detail`` tells it from others of its name."""

    value: str
    title: str
    initials: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """One frozen paper in the list of what was issued."""

    id: int
    kind: str
    number: str
    title: str
    issued_day: date
    issued_by: str
    size: int


@dataclass(frozen=True, slots=True)
class NumbersShown:
    """Numbers of people that a paper says whole.

    Attributes:
        fields: ``id_number``, ``phone``.
        title: of the paper.
        scope: of whom it is, in words.
        count: of how many people.
    """

    fields: tuple[str, ...]
    title: str
    scope: str
    count: int
