"""How the command line tells what happened: one sentence, one object, one exit code."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from trainingdesk.domain.errors import Cancelled, DeskError, EnvironmentProblem, Invalid, Problem
from trainingdesk.shared.field_words import note_words, row_words
from trainingdesk.shared.text import _, text

#: What a command returns: an object for ``--json`` and the lines that a person reads.
Answer = tuple[dict[str, Any], list[str]]

DONE, DEFECT, REFUSED, MACHINE = 0, 1, 2, 3


def problem_sentence(problem: Problem, row: str = "", *, several: bool = False) -> str:
    """Return one problem in words, its place first; ``row`` is how the file's sheets say it, if ``several`` were read."""
    place = ""
    if problem.row:
        place = row_words(row or str(problem.row))
        place = (
            _("{place}, {field}: ").format(place=place, field=problem.field)
            if problem.field
            else _("{place}: ").format(place=place)
        )
    return place + note_words(problem.code, problem.params, several=several and not problem.row)


def error_sentence(error: DeskError) -> str:
    """Return what an expected failure says, its single problems in lines below it."""
    lines = [text(error.code, **error.params)]
    if isinstance(error, Invalid):
        lines.extend(problem_sentence(problem) for problem in error.problems)
    return "\n".join(lines)


def _plain(value: object) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"not for JSON: {value!r}")


def print_answer(answer: Answer, *, as_json: bool) -> None:
    """Print one JSON object, or the lines."""
    facts, lines = answer
    if as_json:
        print(json.dumps(facts, ensure_ascii=False, indent=2, default=_plain))
    else:
        print("\n".join(lines))


def run_reported(run: Callable[[Namespace], Answer], arguments: Namespace) -> int:
    """Run a command, print its answer or what is wrong, and return the exit code."""
    try:
        answer = run(arguments)
        print_answer(answer, as_json=getattr(arguments, "json", False))
    except Cancelled:
        return REFUSED
    except KeyboardInterrupt:
        print(_("Stopped; nothing was changed."), file=sys.stderr)
        return REFUSED
    except EnvironmentProblem as error:
        print(error_sentence(error), file=sys.stderr)
        return MACHINE
    except DeskError as error:
        print(error_sentence(error), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # who reads the answer has heard enough; Python must not complain about it at its end
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
        return DONE
    except OSError as error:
        name = error.filename or ""
        sentence = _("The file {name} can't be read or written: {why}.")
        print(sentence.format(name=name, why=error.strerror or error), file=sys.stderr)
        return MACHINE
    except Exception as error:  # noqa: BLE001 - the one place that turns a defect into a sentence and a log
        print(_defect_sentence(error), file=sys.stderr)
        return DEFECT
    return int(answer[0].get("exit_code", DONE))


def _defect_sentence(error: Exception) -> str:
    from trainingdesk.shared.crashes import crash_report
    from trainingdesk.shared.paths import data_folder

    details = crash_report(error) + "\n"
    try:
        log = data_folder() / "crash.log"
        with log.open("a", encoding="utf-8") as file:
            file.write(details + "\n")
    except OSError:
        return details + _("TrainingDesk made a mistake of its own; nothing was half done.")
    sentence = _("TrainingDesk made a mistake of its own; nothing was half done. The details are in {log}.")
    return sentence.format(log=log)
