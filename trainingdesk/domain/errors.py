"""What can go wrong, as codes with parameters; words are made from them by ``shared.text``."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class DeskError(Exception):
    """An expected failure: a code and its parameters, never a sentence.

    Attributes:
        code: the key of the sentence, ``area.what``.
        params: what the sentence names; a :class:`~trainingdesk.shared.text.Label` is put into words with it.
    """

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: dict[str, object] = params


class Refused(DeskError):
    """A rule said no to what the person asked; nothing was changed (exit code 2)."""


class NotFound(Refused):
    """What the person named is not there (any more)."""


class AccessDenied(Refused):
    """The acting user's roles do not allow this."""


class Conflict(Refused):
    """Somebody changed the record since the form was opened; both values are in ``params``."""


class Invalid(Refused):
    """Several things are wrong at once; each is a :class:`Problem` with its place."""

    def __init__(self, code: str, problems: "list[Problem]", /, **params: object) -> None:
        super().__init__(code, count=len(problems), **params)
        self.problems = problems


class EnvironmentProblem(DeskError):
    """The machine is in the way: disk full, file locked or damaged, folder read-only (exit code 3)."""


class Cancelled(Exception):
    """The person stopped a long piece of work; the data are as they were."""


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"  #: the row or field can't be taken
    QUESTION = "question"  #: the person must decide
    NOTE = "note"  #: worth saying; nothing stands in the way


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth a question, at one place.

    Attributes:
        code: the key of its sentence.
        params: what the sentence names.
        field: the form field or column it stands at, "" for the whole.
        row: the row in the file, counted as the person sees it (1 is the sheet's first row), 0 for none.
        value: the offending value as text.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    field: str = ""
    row: int = 0
    value: str = ""
    severity: Severity = Severity.ERROR


@contextmanager
def refusal_at(field: str, problems: list[Problem]) -> Iterator[None]:
    """Note what is refused inside as a problem of one field, to be said together with the others."""
    try:
        yield
    except Refused as refused:
        problems.append(Problem(refused.code, refused.params, field=field))
