"""Message catalogues: puts the .po files of a language together, compiles them, and says what is missing.

``resources/locale/<language>/<area>.po`` are the sources, one file an area; the compiled
``LC_MESSAGES/trainingdesk.mo`` beside them is never committed. ``run.py``, ``setup.py`` and the installer call this.

    python build_locale.py            compile what is stale
    python build_locale.py --report   message ids that are missing, obsolete, unsure or wrongly filled in
"""

import argparse
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent
LOCALE = ROOT / "resources" / "locale"
SOURCE = ROOT / "trainingdesk"
DOMAIN = "trainingdesk"
#: The functions whose first (ngettext: first two) arguments are messages.
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}


class LocaleError(Exception):
    """The sources of a language contradict each other, or one of them can't be read."""


def languages(locale: Path = LOCALE) -> list[str]:
    """Return the languages that have sources, by name."""
    return sorted(folder.name for folder in locale.iterdir() if any(folder.glob("*.po")))


def compiled_file(language: str, locale: Path = LOCALE) -> Path:
    """Return where the compiled catalogue of a language stands."""
    return locale / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def is_stale(language: str, locale: Path = LOCALE) -> bool:
    """Return whether a language must be compiled: a source is newer, was added or was taken away."""
    compiled = compiled_file(language, locale)
    if not compiled.is_file():
        return True
    folder = locale / language
    # A file added or removed shows in the folder's own time of change.
    newest = max(path.stat().st_mtime_ns for path in (folder, Path(__file__), *folder.glob("*.po")))
    return compiled.stat().st_mtime_ns < newest


def merged(language: str, locale: Path = LOCALE) -> "Catalog":
    """Return all messages of a language as one Babel catalogue.

    Raises LocaleError when a file can't be read or two files translate one message differently.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import PoFileError, read_po

    whole = Catalog(locale=language, domain=DOMAIN, project="TrainingDesk", charset="utf-8", fuzzy=False)
    origin: dict[tuple[str, str | None], str] = {}
    for path in sorted((locale / language).glob("*.po")):
        try:
            with path.open("rb") as stream:
                part = read_po(stream, locale=language, domain=DOMAIN, charset="utf-8", abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            raise LocaleError(f"{path.name} can't be read: {error}") from error
        for message in part:
            if not message.id:
                continue
            key = (_singular(message.id), message.context)
            known = whole.get(key[0], key[1])
            if known is not None and known.string != message.string:
                raise LocaleError(
                    f"{origin[key]} and {path.name} translate {key[0]!r} differently: "
                    f"{known.string!r} and {message.string!r}"
                )
            origin.setdefault(key, path.name)
            whole[message.id] = message
    return whole


def compile_language(language: str, locale: Path = LOCALE) -> Path:
    """Compile one language and return the file; a reader of the old one is never left with half a file."""
    from babel.messages.mofile import write_mo

    catalogue = merged(language, locale)
    target = compiled_file(language, locale)
    target.parent.mkdir(exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}.tmp")
    with unfinished.open("wb") as stream:
        write_mo(stream, catalogue)
    unfinished.replace(target)
    return target


def compile_stale(locale: Path = LOCALE) -> list[str]:
    """Compile every language whose catalogue is out of date, and return their names."""
    stale = [language for language in languages(locale) if is_stale(language, locale)]
    for language in stale:
        compile_language(language, locale)
    return stale


@dataclass(slots=True)
class Report:
    """What is wrong with one language; each list holds one line a finding."""

    missing: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return every finding with its kind in front, in a stable order."""
        kinds = (
            ("missing", self.missing),
            ("obsolete", self.obsolete),
            ("fuzzy", self.unsure),
            ("placeholders", self.placeholders),
        )
        return [f"{kind}: {line}" for kind, found in kinds for line in sorted(found)]


def _singular(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def placeholders(message: str) -> set[str]:
    """Return the names in braces of a message; raises ValueError when the braces don't match."""
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def source_messages(source: Path = SOURCE) -> dict[str, tuple[str | tuple[str, ...], str]]:
    """Return every message of the program's source: singular → (id, "file:line" of its first use)."""
    from babel.messages.extract import extract_from_dir

    found: dict[str, tuple[str | tuple[str, ...], str]] = {}
    for name, line, message_id, _comments, _context in extract_from_dir(
        str(source), [("**.py", "python")], keywords=KEYWORDS
    ):
        singular = _singular(message_id)
        known = found.get(singular)
        # A message used plainly and with a plural needs the plural's translation.
        if known is None or (isinstance(known[0], str) and not isinstance(message_id, str)):
            found[singular] = (message_id, f"{name}:{line}")
    return found


def report(language: str, locale: Path = LOCALE, source: Path = SOURCE) -> Report:
    """Return what a language lacks, keeps without need, is unsure of, or fills in differently."""
    catalogue = merged(language, locale)
    used = source_messages(source)
    result = Report()
    for singular, (message_id, place) in used.items():
        entry = catalogue.get(singular)
        forms = (
            () if entry is None else (entry.string if isinstance(entry.string, tuple) else (entry.string,))
        )
        plural = not isinstance(message_id, str)
        if entry is None or not all(forms) or plural != isinstance(entry.id, tuple | list):
            result.missing.append(f"{singular!r} ({place})")
            continue
        # Chinese has one form for every count, so it fills in what the plural fills in.
        wanted = placeholders(message_id if isinstance(message_id, str) else message_id[-1])
        for form in forms:
            try:
                given = placeholders(form)
            except ValueError as error:
                result.placeholders.append(f"{form!r}: {error}")
                continue
            if given != wanted:
                result.placeholders.append(f"{singular!r} has {sorted(wanted)}, {form!r} has {sorted(given)}")
    for entry in catalogue:
        if not entry.id:
            continue
        singular = _singular(entry.id)
        if singular not in used:
            result.obsolete.append(repr(singular))
        if entry.fuzzy:
            result.unsure.append(repr(singular))
    return result


def main(arguments: list[str]) -> int:
    """Compile, or report; returns the exit code."""
    parser = argparse.ArgumentParser(
        description="Compile the message catalogues, or say what is missing in them."
    )
    parser.add_argument(
        "--report", action="store_true", help="say what is missing, obsolete or wrongly filled in"
    )
    options = parser.parse_args(arguments)
    try:
        if not options.report:
            for language in compile_stale():
                print(f"compiled {language}")
            return 0
        findings = {language: report(language).lines() for language in languages()}
    except LocaleError as error:
        print(error, file=sys.stderr)
        return 1
    for language, lines in findings.items():
        for line in lines:
            print(f"{language} {line}")
        print(f"{language}: {len(lines)} findings, {len(source_messages())} messages in the source")
    return 1 if any(findings.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
