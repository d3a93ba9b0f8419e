"""The import of a roster workbook from the command line: the same preview, buckets and command as the wizard."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainingdesk.app.report import Answer, print_answer
from trainingdesk.app.session import acting_desk
from trainingdesk.domain.errors import AccessDenied, DeskError, Problem, Refused, Severity
from trainingdesk.shared.field_words import row_words, shown_value
from trainingdesk.shared.text import _, listed, text

if TYPE_CHECKING:
    from trainingdesk.usecases.prepared import Prepared

#: notes of one kind that are said one by one; a district's first file may name 300 new units
_MOST_NOTES = 20


def import_workbook(arguments: Namespace) -> Answer:
    """Preview the workbook and, without ``--dry-run``, take it in.

    Rows in error or undecided stop the import (Refused ``import.rows_open``) unless ``--good-rows`` leaves them out;
    nothing is half done either way. A file that can't be read, and an import that is refused, end in a sentence and an
    exit code; with ``--json`` the object is printed all the same. ``--day`` is the day the file speaks of; raises Refused
    ``import.day_to_come``.
    """
    from trainingdesk.domain.roster.older import older_notes, unchanged_rows
    from trainingdesk.usecases.commands.roster_import import ImportRoster
    from trainingdesk.usecases.import_whole import in_conflict
    from trainingdesk.usecases.prepared import waiting_import
    from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

    with acting_desk(arguments) as desk:
        try:
            preview = desk.ask(preview_import, arguments.file, sheets=arguments.sheet)
            day = arguments.day or preview.day
            if arguments.day is not None:
                _check_day(arguments.day, waiting_import(preview.token))
                preview = desk.ask(mend_import, preview.token, {}, {}, day=day)
        except AccessDenied:
            raise
        except DeskError as error:
            if arguments.json:
                print_answer((_unread(arguments.file, error), []), as_json=True)
            raise
        prepared = waiting_import(preview.token)
        older = older_notes(
            prepared.plan, prepared.known, prepared.told, day, prepared.headers, prepared.conflicts
        )
        problems = sorted([*prepared.plan.problems, *older], key=lambda problem: problem.row)
        unchanged = unchanged_rows(prepared.plan, prepared.told, day)
        # those that both sides changed are no older ones
        outdated = len(unchanged - in_conflict(prepared))
        counts = _counts(preview.counts, prepared, day, unchanged)
        facts = _facts(prepared, problems, counts, unchanged)
        lines = [
            f"{_('The day the file speaks of')}\t{day.isoformat()}",
            *_lines(prepared, problems, counts, outdated, day),
        ]
        if arguments.dry_run:
            return facts, [*lines, _("Nothing was changed.")]
        try:
            outcome = desk.execute(
                ImportRoster(
                    token=preview.token,
                    digest=preview.digest,
                    good_only=arguments.good_rows,
                    day=day,
                    since_unknown=arguments.day is None and not preview.day_from,
                )
            )
        except DeskError:
            # the rows that stand in the way are told with the refusal
            if arguments.json:
                print_answer((facts, []), as_json=True)
            else:
                print("\n".join(lines), file=sys.stderr)
            raise
    done = _("New people: {created}, updated: {updated}.").format(
        created=outcome.result["created"], updated=outcome.result["updated"]
    )
    return {**facts, "result": dict(outcome.result)}, [*lines, done]


def _check_day(day: date, prepared: "Prepared") -> None:
    """Refuse a day to come before anything is said of it, as the import itself would."""
    if prepared.ages is not None and day.isoformat() > prepared.ages.today:
        raise Refused("import.day_to_come", day=day)


def _unread(path: Path, error: DeskError) -> dict[str, Any]:
    """Return the object for a file of which nothing could be read: its one problem says why."""
    from trainingdesk.domain.roster.matching import Bucket

    problem = {
        "sheet": "",
        "row": 0,
        "column": "",
        "value": "",
        "code": error.code,
        "text": text(error.code, **error.params),
        "severity": Severity.ERROR.value,
    }
    return {
        "file": str(path),
        "sheets": [],
        "buckets": dict.fromkeys([*(bucket.value for bucket in Bucket), "left"], 0),
        "people": [],
        "problems": [problem],
    }


def _counts(
    counts: Mapping[str, int], prepared: "Prepared", day: date, unchanged: Collection[int]
) -> dict[str, int]:
    """Return bucket → rows; what is left since the roster knows something newer changes nothing."""
    from trainingdesk.domain.roster.matching import Bucket

    found = {**counts, "left": len(prepared.missing(day))}
    found[Bucket.UPDATE] -= len(unchanged)
    # it was decided at an import before that another row of the person counts: that one stands among the unchanged ones
    found[Bucket.SAME] += len(unchanged) + len(prepared.plan.passed)
    return found


def _facts(
    prepared: "Prepared", problems: Sequence[Problem], counts: Mapping[str, int], unchanged: Collection[int]
) -> dict[str, Any]:
    from trainingdesk.domain.roster.matching import Bucket

    sheets = [
        {"name": sheet.name, "used": sheet.used, "reason": text(sheet.reason) if sheet.reason else ""}
        for sheet in prepared.file.sheets
    ]
    lines = prepared.file.lines
    buckets = [verdict.bucket.value for verdict in prepared.plan.verdicts]
    for place in prepared.plan.passed:
        buckets[place] = Bucket.SAME.value
    people = [
        {
            **dict(zip(("sheet", "row"), lines.place(row.row), strict=True)),
            "bucket": Bucket.SAME.value if row.row in unchanged else bucket,
            "name": row.name,
            "sex": row.sex,
            "birth": row.birth,
            "id_number": row.id_number,
            "unit": row.unit,
            "post": row.post,
            "rank": row.rank or row.side_rank,
            "phone": row.phone,
        }
        for row, bucket in zip(prepared.plan.rows, buckets, strict=True)
    ]
    return {
        "file": str(prepared.file.path),
        "sheets": sheets,
        "buckets": counts,
        "people": people,
        "problems": [_problem(prepared, problem) for problem in problems],
    }


def _problem(prepared: "Prepared", problem: Problem) -> dict[str, Any]:
    """Return a problem of the object.

    ``value`` is what the cell says, an ID number too: it is how the cell is found and put right where ``people`` has
    nothing for it, and whoever may import sees it in the file. The sentence goes into mails and minutes: numbers are
    masked in it, as in the window's lists.
    """
    sheet, row = prepared.file.lines.place(problem.row)
    return {
        "sheet": sheet or problem.params.get("sheet", ""),
        "row": row,
        "column": prepared.file.heading(problem),
        "value": shown_value(problem.params.get("about", ""), problem.value),
        "code": problem.code,
        "text": text(problem.code, **_masked(prepared, problem).params),
        "severity": problem.severity.value,
    }


def _masked(prepared: "Prepared", problem: Problem) -> Problem:
    """Return a problem whose sentence shows no more of an ID or a phone number than the window's lists do."""
    from trainingdesk.domain.roster.mending import field_of
    from trainingdesk.domain.values import mask_field, mask_wrong

    field, value = field_of(problem, prepared.headers), problem.params.get("value")
    if field not in {"id_number", "phone"} or not isinstance(value, str):
        return problem
    wrong = field == "id_number" and problem.severity is not Severity.NOTE
    shown = mask_wrong(problem.code, value) if wrong else mask_field(field, value)
    return replace(problem, params={**problem.params, "value": shown})


def _whom(prepared: "Prepared", day: date) -> dict[str, list[str]]:
    """Return bucket → the rows that wait for an answer, or who is not in the file; some of each."""
    from trainingdesk.domain.roster.matching import Bucket

    told = prepared.file.lines.told
    waiting: dict[str, list[str]] = {Bucket.MAYBE: [], Bucket.QUESTION: []}
    # of many rows and people on disk those alone are read that are named
    for row, verdict in zip(prepared.plan.numbers, prepared.plan.verdicts, strict=True):
        rows = waiting.get(verdict.bucket)
        if rows is not None and len(rows) <= _MOST_NOTES:
            rows.append(row_words(told(row)))
    found = {bucket: [_some(rows)] for bucket, rows in waiting.items() if rows}
    gone = [prepared.known[number].name for number in prepared.missing(day)[: _MOST_NOTES + 1]]
    if gone:
        found["left"] = [_some(gone)]
    return found


def _some(names: Sequence[str]) -> str:
    """Return the first of some names in a line, with a mark where there are more."""
    more = "…" if len(names) > _MOST_NOTES else ""
    return listed(names[:_MOST_NOTES]) + more


def _lines(
    prepared: "Prepared", problems: Sequence[Problem], counts: Mapping[str, int], outdated: int, day: date
) -> list[str]:
    from trainingdesk.app.report import problem_sentence
    from trainingdesk.domain.roster.matching import Bucket

    told = prepared.file.lines.told
    several = len(prepared.file.lines.sheets) > 1
    whom = _whom(prepared, day)
    # the object has a fixed set of buckets; to whom it is told here, what is out of date is not the same
    told_of = {**counts, Bucket.SAME: counts[Bucket.SAME] - outdated}
    lines = [
        "\t".join([text(f"roster.bucket.{bucket}"), str(count), *whom.get(bucket, [])])
        for bucket, count in told_of.items()
        if count
    ]
    if outdated:
        lines.append("\t".join([text("import.became.older"), str(outdated)]))
    said: Counter[str] = Counter()
    for problem in problems:
        said[problem.code] += problem.severity is Severity.NOTE
        if said[problem.code] <= _MOST_NOTES:
            place = told(problem.row) if problem.row else ""
            headed = replace(_masked(prepared, problem), field=prepared.file.heading(problem))
            lines.append(problem_sentence(headed, place, several=several))
    more = sum(count - _MOST_NOTES for count in said.values() if count > _MOST_NOTES)
    if more:
        lines.append(_("{count} further notes of these kinds; --json gives them all.").format(count=more))
    return lines
