"""The command line: everything that runs without a window, on the same use cases.

Exit codes: 0 done, 1 a defect of the program, 2 what the person asked can't be done, 3 the machine is in the way.
Errors go to stderr as one sentence; ``--json`` prints one object with counts and ids.
"""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trainingdesk import __version__
from trainingdesk.shared.text import LANGUAGES, _, set_language

if TYPE_CHECKING:
    import argparse

#: environment variable that chooses the language of every sentence
LANGUAGE_VARIABLE = "TRAININGDESK_LANG"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with the given words and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--read-workbook"]:
        # the bundle's reading process (exchange.workbook): nothing but the reader is loaded
        from trainingdesk.exchange.reading.child import main as read

        return read()
    if words == ["--mark-workbook"]:
        from trainingdesk.exchange.marking.child import main as mark

        return mark()
    chosen = _named_language(words) or os.environ.get(LANGUAGE_VARIABLE, "")
    if chosen in LANGUAGES:
        set_language(chosen)
    for stream in (sys.stdout, sys.stderr):
        # a Chinese name must not end a run on a console of another code page
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    # the window is there sooner when the commands and their options are not put together first
    if not words:
        return _window(None)
    if (len(words) == 1 and words[0].endswith(".deskdb")) or (
        len(words) == 2 and words[0] == "--db" and not words[1].startswith("-")
    ):
        return _window(Path(words[-1]))
    parser = build_parser()
    arguments = parser.parse_args(words)
    if arguments.self_test:
        from trainingdesk.app.selftest import self_test

        return self_test()
    if not hasattr(arguments, "run"):
        if arguments.db is not None:
            return _window(arguments.db)
        parser.print_help()
        return 2
    from trainingdesk.app.report import run_reported

    return run_reported(arguments.run, arguments)


def _named_language(words: Sequence[str]) -> str:
    """Return what follows ``--lang``: help and what is wrong with the line are said in it too."""
    line = " ".join(words)
    found = re.match(r"(?:.*\s)?--lang[ =](\S+)", line)
    return found[1] if found else ""


def _window(path: Path | None) -> int:
    from trainingdesk.ui.main import run

    return run(path, sys.argv)


def _with_db(parser: "argparse.ArgumentParser", *, acting: bool = True) -> "argparse.ArgumentParser":
    parser.add_argument("--db", type=Path, required=True, metavar=_("FILE"), help=_("the desk's file"))
    if acting:
        parser.add_argument(
            "--user",
            metavar=_("NAME"),
            help=_("who acts; the password is asked for, or read from TRAININGDESK_PASSWORD"),
        )
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    return parser


def build_parser() -> "argparse.ArgumentParser":
    """Return the parser of every command."""
    from trainingdesk.app import commands as run
    from trainingdesk.app.parser import Parser, day

    parser = Parser(
        prog="trainingdesk",
        description=_(
            "TrainingDesk: a district's five-year cadre training on one desk. Without words, the window."
        ),
    )
    parser.add_argument(
        "--version", action="version", version=f"TrainingDesk {__version__}", help=_("show the version")
    )
    parser.add_argument("--lang", dest="language", choices=LANGUAGES, help=_("language of every sentence"))
    parser.add_argument(
        "--self-test", action="store_true", help=_("try the program in an empty folder and quit")
    )
    parser.add_argument("--db", type=Path, metavar=_("FILE"), help=_("open this desk in the window"))
    areas = parser.add_subparsers(metavar=_("COMMAND"))

    new = areas.add_parser("new", help=_("make a new desk"))
    new.add_argument("--db", type=Path, required=True, metavar=_("FILE"), help=_("where to put it"))
    new.add_argument("--demo", action="store_true", help=_("fill it with the invented demo district"))
    new.add_argument("--office", metavar=_("NAME"), help=_("the office's name"))
    new.add_argument("--prefix", metavar=_("TEXT"), default="", help=_("short name in document numbers"))
    new.add_argument("--user", metavar=_("NAME"), help=_("sign-in name of the first user"))
    new.add_argument("--name", metavar=_("NAME"), help=_("the first user's own name"))
    new.add_argument("--json", action="store_true", help=_("print one JSON object"))
    new.set_defaults(run=run.new_desk)

    roster = areas.add_parser("roster", help=_("people: import, search, export")).add_subparsers(
        required=True, metavar=_("ACTION")
    )
    imported = _with_db(roster.add_parser("import", help=_("bring a roster workbook in")))
    imported.add_argument("file", type=Path, metavar=_("FILE"), help=_("the workbook"))
    imported.add_argument("--dry-run", action="store_true", help=_("say what would be done, change nothing"))
    imported.add_argument("--good-rows", action="store_true", help=_("take the good rows, leave the others"))
    imported.add_argument(
        "--sheet",
        action="append",
        metavar=_("NAME"),
        help=_("read this sheet, whatever it is, and no others; may be given several times"),
    )
    imported.add_argument(
        "--day",
        type=day,
        metavar=_("DAY"),
        help=_(
            "the day the file speaks of, as 2026-03-31; without it what its name or title says, else today: "
            "what the roster knows since a later day stays"
        ),
    )
    imported.set_defaults(run=run.roster_import)
    search = _with_db(roster.add_parser("search", help=_("find people as the window does")))
    search.add_argument(
        "text", metavar=_("TEXT"), help=_("name, pinyin, initials, end of a number, unit or post")
    )
    search.add_argument("--limit", type=int, default=50, metavar="N", help=_("how many to show"))
    search.set_defaults(run=run.roster_search)
    export = _with_db(roster.add_parser("export", help=_("write the roster as a workbook")))
    export.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("the workbook to write"))
    export.set_defaults(run=run.roster_export)
    form = _with_db(roster.add_parser("template", help=_("write forms for the units to fill in")))
    form.add_argument(
        "unit", nargs="*", metavar=_("UNIT"), help=_("full or short name of a unit; without any, every unit")
    )
    form.add_argument("--below", action="store_true", help=_("with the people of the units below it"))
    form.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar=_("FILE"),
        help=_("the form, or a folder for one form a unit"),
    )
    form.set_defaults(run=run.roster_template)

    report = areas.add_parser("report", help=_("papers: list, render")).add_subparsers(
        required=True, metavar=_("ACTION")
    )
    listed = report.add_parser("list", help=_("name every paper and its parameters"))
    listed.add_argument("--json", action="store_true", help=_("print one JSON object"))
    listed.set_defaults(run=run.report_list)
    render = _with_db(report.add_parser("render", help=_("make one paper")))
    render.add_argument("id", metavar=_("ID"), help=_("the paper, as “report list” names it"))
    render.add_argument("--format", choices=("pdf", "xlsx"), default="pdf", help=_("the form of the paper"))
    render.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("the file to write"))
    render.add_argument(
        "--param", action="append", default=[], metavar="K=V", help=_("a parameter of the paper")
    )
    render.set_defaults(run=run.report_render)

    certificate = areas.add_parser("certificate", help=_("the register: list, render, void")).add_subparsers(
        required=True, metavar=_("ACTION")
    )
    register = _with_db(certificate.add_parser("list", help=_("show the register")))
    register.add_argument("--class", dest="class_code", metavar=_("CODE"), help=_("only this class"))
    register.set_defaults(run=run.certificate_list)
    frozen = _with_db(certificate.add_parser("render", help=_("write a certificate as it was issued")))
    frozen.add_argument("number", metavar=_("NUMBER"), help=_("the certificate's number"))
    frozen.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("the file to write"))
    frozen.set_defaults(run=run.certificate_render)
    void = _with_db(certificate.add_parser("void", help=_("void a certificate; its number stays used")))
    void.add_argument("number", metavar=_("NUMBER"), help=_("the certificate's number"))
    void.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("why"))
    void.set_defaults(run=run.certificate_void)

    backup = areas.add_parser("backup", help=_("backups: create, list, verify, restore")).add_subparsers(
        required=True, metavar=_("ACTION")
    )
    made = _with_db(backup.add_parser("create", help=_("make and verify a backup")))
    made.add_argument("--folder", type=Path, metavar=_("DIR"), help=_("another place than beside the desk"))
    made.set_defaults(run=run.backup_create)
    _with_db(backup.add_parser("list", help=_("show the backups")), acting=False).set_defaults(
        run=run.backup_list
    )
    verified = _with_db(backup.add_parser("verify", help=_("check a backup")), acting=False)
    verified.add_argument("file", type=Path, metavar=_("FILE"), help=_("the backup, by path or by name"))
    verified.set_defaults(run=run.backup_verify)
    restored = _with_db(backup.add_parser("restore", help=_("put a backup in the desk's place")))
    restored.add_argument("file", type=Path, metavar=_("FILE"), help=_("the backup, by path or by name"))
    restored.set_defaults(run=run.backup_restore)

    user = areas.add_parser("user", help=_("accounts: password")).add_subparsers(
        required=True, metavar=_("ACTION")
    )
    password = user.add_parser(
        "password",
        help=_("change one's own password; the new one is asked for, or read as one line from a pipe"),
    )
    _with_db(password).set_defaults(run=run.user_password)

    check = _with_db(
        areas.add_parser("check", help=_("say in plain words what is wrong with a desk")), acting=False
    )
    check.set_defaults(run=run.check)

    tour = areas.add_parser("tour", help=_("do the whole job once on a fresh demo district"))
    tour.add_argument(
        "--out", type=Path, required=True, metavar=_("DIR"), help=_("where the papers and pictures go")
    )
    tour.add_argument("--json", action="store_true", help=_("print one JSON object"))
    tour.set_defaults(run=run.tour)
    return parser
