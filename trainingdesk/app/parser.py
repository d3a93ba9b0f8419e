"""The parser of the command line in the language in force: argparse itself speaks English only."""

import argparse
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn

from trainingdesk.shared.text import N_, _

#: argparse's own sentences, as patterns, with what is said instead
_SENTENCES = [
    (
        r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<choices>.*)\)",
        N_("“{value}” is not one of the values of {name}: {choices}."),
    ),
    (
        r"argument (?P<name>.+?): invalid int value: (?P<value>.+)",
        N_("“{value}” is no whole number; {name} needs one."),
    ),
    (
        r"argument (?P<name>.+?): invalid day value: (?P<value>.+)",
        N_("“{value}” is no day; {name} needs one like 2026-03-31."),
    ),
    (r"argument (?P<name>.+?): expected .+", N_("{name} needs a value.")),
    (r"argument (?P<name>.+?): ignored explicit argument .+", N_("{name} takes no value.")),
    (r"the following arguments are required: (?P<names>.+)", N_("Missing: {names}.")),
    (r"unrecognized arguments: (?P<words>.+)", N_("Not understood: {words}.")),
]

#: a line of help: the word, a gap, what it is for
_ROW = re.compile(r"(?P<head> {2,}\S.*?) {2,}(?P<help>\S.*)")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_HEADINGS = {"positional arguments": N_("words"), "options": N_("options")}


def day(words: str) -> date:
    """Return the day that is written as 2026-03-31; its name stands in argparse's sentence about another one."""
    if not _DAY.fullmatch(words):
        raise ValueError(words)
    return date.fromisoformat(words)


def plain_sentence(message: str) -> str:
    """Return one of argparse's messages in the language in force; one that is not known stays as it is."""
    for pattern, sentence in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            parts = {key: re.sub(r"'([^']*)'", r"\1", value) for key, value in found.groupdict().items()}
            return _(sentence).format(**parts)
    return message


def _wide(words: str) -> int:
    return sum(unicodedata.east_asian_width(letter) in "WF" for letter in words)


def aligned(page: str) -> str:
    """Return a page of help as a terminal shows it in line: argparse counts letters, not columns."""
    usage, blank, rest = page.partition("\n\n")
    first, *more = usage.split("\n")
    shift = " " * _wide(first.partition(" ")[0])
    lines = rest.split("\n")
    rows = [_ROW.fullmatch(line) for line in lines]
    found = [row for row in rows if row is not None]
    column = max((row.start("help") for row in found), default=0)
    new = max((len(row["head"]) + _wide(row["head"]) + 2 for row in found), default=0)
    new = max(new, column)
    for place, row in enumerate(rows):
        if row is not None:
            lines[place] = row["head"] + " " * (new - len(row["head"]) - _wide(row["head"])) + row["help"]
        elif column and lines[place].startswith(" " * column):
            lines[place] = " " * (new - column) + lines[place]
    return "\n".join([first, *(shift + line for line in more)]) + blank + "\n".join(lines)


class WordFormatter(argparse.HelpFormatter):
    """Help with its headings in the language in force."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the line that shows how a command is written."""
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Begin a group of words or options."""
        super().start_section(_(_HEADINGS[heading]) if heading in _HEADINGS else heading)


class Parser(argparse.ArgumentParser):
    """A parser that says in one sentence what is wrong. Options are written out: a shortened one is not guessed."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, add_help=False, allow_abbrev=False, formatter_class=WordFormatter)
        self.add_argument("-h", "--help", action="help", help=_("show this help"))

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and how to learn more, and leave with exit code 2."""
        sentence = _("{what} “{command} --help” shows what can be written.")
        self.exit(2, sentence.format(what=plain_sentence(message), command=self.prog) + "\n")

    def format_help(self) -> str:
        """Return the help with its columns in line, also where a word of Chinese is twice as wide."""
        return aligned(super().format_help())
