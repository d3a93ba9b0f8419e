"""What became of every row of an import, kept with the import so that it can be printed at any time.

Stored as gzip-compressed JSON in ``import_batch.report``. Codes and parameters are kept, not sentences, so that the
report is in the language of whoever prints it; ID and phone numbers are masked before they are stored.
"""

import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from trainingdesk.domain.errors import Problem
from trainingdesk.domain.roster.by_person import changes_for
from trainingdesk.domain.roster.former_days import NEW_LEFT
from trainingdesk.domain.roster.importing import Became, ImportChoices, ImportWork
from trainingdesk.domain.roster.matching import FieldChange
from trainingdesk.domain.roster.mending import field_of
from trainingdesk.domain.roster.missing import Gone
from trainingdesk.domain.roster.older import since_known
from trainingdesk.domain.roster.people import SINCE_FIELDS, TRACK_SINCE
from trainingdesk.domain.roster.remarks import REMARKS
from trainingdesk.domain.roster.which_row import REPEATED
from trainingdesk.domain.values import mask_change, mask_said
from trainingdesk.shared.text import Label
from trainingdesk.usecases.prepared import Prepared

_VERSION = 1
_OUT = {Became.INSTEAD, Became.DECLINED, Became.NO_UNIT, Became.UNDECIDED, Became.ERROR}


#: said of rows whose day since when a post or a rank is held was left
DAY_LEFT = "roster.since_left"
#: the same of unit, team or status
TRACK_DAY_LEFT = "roster.track_since_left"
#: the same, by why it can't be: what was before, the unit was not set up, the person was not in the roster
TRACKS_LEFT = {
    "import.own_day_before": TRACK_DAY_LEFT,
    "import.own_day_not_yet": "roster.track_since_not_yet",
    "import.own_day_before_joined": "roster.track_since_joined",
}
#: said of rows whose changes were left because the roster knows something newer
OLDER_LEFT = "roster.older_left"
#: said of rows whose changes were left because the same was changed in the roster after the form went out
CONFLICT_LEFT = "roster.conflict_left"
#: said of rows whose days were left because they hardly fit the age of the one who was chosen
ODD_LEFT = "roster.odd_left"
#: what is said of rows whose photo was kept
WITH_PHOTO = {"roster.photo_new", "roster.photo_replaced"}


#: the note at a unit that the file calls by a new name
RENAMED = "roster.unit_renamed"
#: why a hidden sheet of our own was not read, in reports of a time when it was listed among the sender's
_OWN_SHEET = "roster.sheet_form"
#: how texts of units were read, as the report lists it
_OF_UNITS = {"roster.unit_form", "roster.unit_section", RENAMED, "roster.unit_new"}


class ReportRow(NamedTuple):
    """One row of the file, stored as it stands: a new field goes to the end.

    Attributes:
        row: its row as the person sees it, behind the sheet's name where there are several.
        became: what became of it.
        name, unit: as it was read, after corrections.
        changes: (field, old, new) that were written, of an update; with since when, where that is a day of its own.
        declined: fields of the update that the person did not want.
        problems: (code, params, the column's header) of what was wrong, open or worth saying.
        mends: (field, what the cell said, what stands in its place) of what was put right on the preview.
        by_hand: whether a person decided about this row; otherwise the rules of the import did.
    """

    row: str
    became: Became
    name: str
    unit: str
    changes: tuple[tuple[str, ...], ...] = ()
    declined: tuple[str, ...] = ()
    problems: tuple[tuple[str, Mapping[str, Any], str], ...] = ()
    mends: tuple[tuple[str, str, str], ...] = ()
    by_hand: bool = False


#: nine rows of ten say no more than their first fields, and are stored without the rest
_SHORT = 4
_NOTHING = ReportRow("", Became.NEW, "", "")[_SHORT:]
#: rows that are put into text at a time: of a whole file it takes 30 MB
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole import.

    Attributes:
        rows: every row of the file, in its order.
        left: (name, unit, post, status, since when, reason) of the people whom the file no longer has and whose status was noted.
        sheets: (name, whether it was read, the code of the reason why not).
        actor: who decided and confirmed it.
        photos: how many photos came with the people.
        passed: (code, params) of what was said of rows that hold nobody: totals, headings, signatures.
        undated: whether since when a new unit, team or status holds was left unknown.
        people: the ids of the new people, in the order of their rows; () in reports of a time when they were not kept.
    """

    rows: Sequence[ReportRow]
    left: Sequence[tuple[str, ...]] = ()
    sheets: Sequence[tuple[str, bool, str]] = ()
    actor: str = ""
    photos: int = 0
    passed: Sequence[tuple[str, Mapping[str, Any]]] = ()
    undated: bool = False
    people: Sequence[int] = ()


def report_of(
    prepared: Prepared,
    choices: ImportChoices,
    decided: ImportWork,
    left: Iterable[Gone],
    actor: str,
    said: Sequence[Mapping[int, str]] = (),
    days: Iterable[tuple[int, str, str]] = (),
) -> tuple[ImportReport, Iterator[ReportRow]]:
    """Return what becomes of a prepared import as it was decided, and of every row of it, made as it is asked for.

    ``said`` is line → the code of what writing it found out: what became of its photo, that a day was left. ``days`` are
    (line, field, since when) of changes that have a day of their own.
    """
    plan = prepared.plan
    problems: dict[int, list[Problem]] = {}
    for problem in plan.problems:
        # what a remark asks is asked on the preview; the remark itself, and what was taken from it, stand in the report
        if problem.row and problem.code not in REMARKS:
            problems.setdefault(problem.row, []).append(problem)
    declined: dict[int, list[str]] = {}
    for row_number, field in choices.declined_fields:
        declined.setdefault(row_number, []).append(field)
    left_said = [*said, _left_said(prepared, choices)]
    mends = prepared.mended
    plain = {Became.NEW, Became.SAME}
    own = {(row, field): day for row, field, day in days}
    passed = (plan.rows[place].row for place in plan.passed)
    answered = (row for row, asked in plan.which.items() if asked.taken)
    by_hand = {*choices.decisions, *choices.declined_rows, *declined, *mends, *(row for row, _field in own)}
    by_hand.update(passed, answered)
    # that a line was copied nobody had to say
    repeated = (place for place in plan.passed if plan.verdicts[place].reason == REPEATED)
    by_hand.difference_update(plan.rows[place].row for place in repeated)
    told_too = {*problems, *by_hand}.union(*left_said)
    told, in_sentence, heading = plan.lines.told, plan.lines.in_sentence, prepared.file.heading

    # where all of them come in they are at hand; the plan's may have to be fetched from the disk
    lines = decided.new if len(decided.new) == len(plan.rows) else plan.rows

    def rows() -> Iterator[ReportRow]:
        for row, verdict, became in zip(lines, plan.verdicts, decided.became, strict=True):
            number = row.row
            if became in plain and not verdict.reason and number not in told_too:
                # nine rows of ten: nothing to be said of them
                yield ReportRow(told(number), became, row.name, row.unit)
                continue
            changes: tuple[FieldChange, ...] = ()
            if became is Became.UPDATED:
                person_id = choices.decisions.get(number, verdict.person_id)
                same = person_id == verdict.person_id
                changes = verdict.changes if same else changes_for(plan, row, prepared.known[person_id])
            unwanted = declined.get(number, ())
            noted = problems.get(number, [])
            found = [(problem.code, _safe(problem, prepared.headers), heading(problem)) for problem in noted]
            if verdict.reason and all(problem.code != verdict.reason for problem in noted):
                about = {"name": row.name, "other": _stored(in_sentence(verdict.other_row))}
                found.append((verdict.reason, about, ""))
            codes = [one[number] for one in left_said if number in one]
            at_cells = {str(problem.params["about"]) for problem in noted if problem.code == NEW_LEFT}
            once = {TRACK_DAY_LEFT if name in TRACK_SINCE else DAY_LEFT for name in at_cells}
            found += [(code, {}, "") for code in codes if code not in once]
            left_days = {
                *(SINCE_FIELDS if DAY_LEFT in codes else ()),
                *(TRACK_SINCE if not {*TRACKS_LEFT.values()}.isdisjoint(codes) else ()),
            }
            changes = tuple(change for change in changes if change.field not in left_days)
            yield (
                ReportRow(
                    row=told(number),
                    became=became,
                    name=row.name,
                    unit=row.unit,
                    changes=tuple(
                        (
                            c.field,
                            *mask_change(c.field, c.old, c.new),
                            *filter(None, [own.get((number, c.field))]),
                        )
                        for c in changes
                        if (number, c.field) not in choices.left_fields
                    ),
                    declined=tuple(sorted(unwanted)),
                    problems=tuple(found),
                    mends=tuple(
                        (field, *mask_change(field, old, new)) for field, old, new in mends.get(number, ())
                    ),
                    by_hand=number in by_hand,
                )
            )

    gone = {one.person_id: one for one in left}
    people = [
        (prepared.known[number], gone[number]) for number in (*plan.missing, *plan.near) if number in gone
    ]
    report = ImportReport(
        (),
        [
            (person.name, person.unit, person.post, one.status.value, one.day, one.reason)
            for person, one in people
        ],
        [(sheet.name, sheet.used, sheet.reason) for sheet in prepared.file.sheets],
        actor,
        sum(code in WITH_PHOTO for one in said for code in one.values()),
        [
            (one.code, _safe(one, prepared.headers))
            for one in plan.problems
            if not one.row and ("rows" in one.params or one.code in _OF_UNITS)
        ],
    )
    return report, rows()


def older_rows(prepared: Prepared, choices: ImportChoices, decided: ImportWork) -> int:
    """Return how many rows changed nothing since the roster knows something newer of all that they say."""
    said = _left_said(prepared, choices) if choices.older_fields else {}
    older = {number for number, code in said.items() if code == OLDER_LEFT}
    older.difference_update(number for number, _name in choices.declined_fields)
    if not older:
        return 0
    pairs = zip(prepared.plan.numbers, decided.became, strict=True)
    return sum(became is Became.SAME and number in older for number, became in pairs)


def _left_said(prepared: Prepared, choices: ImportChoices) -> dict[int, str]:
    """Return row → why changes of it were left without anybody saying so."""
    found = dict.fromkeys((number for number, _name in choices.odd_fields), ODD_LEFT)
    for number, name in choices.older_fields:
        verdict = prepared.plan.verdicts[prepared.plan.place_of(number)]
        person_id = verdict.person_id or choices.decisions.get(number, 0)
        if since_known(prepared.conflicts.get(person_id, {}), name):
            found[number] = CONFLICT_LEFT
        else:
            found.setdefault(number, OLDER_LEFT)
    return found


def _safe(problem: Problem, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return a problem's parameters as JSON can hold them, numbers of people masked."""
    field = field_of(problem, headers)
    params: dict[str, Any] = {}
    for name, value in problem.params.items():
        if isinstance(value, Label):
            params[name] = _stored(value)
        elif name == "value" and isinstance(value, str):
            params[name] = mask_said(field, value, problem.code)
        else:
            params[name] = value if isinstance(value, str | int | float | list | tuple) else str(value)
    return params


def _stored(label: Label) -> dict[str, Any]:
    params = {name: _stored(one) if isinstance(one, Label) else one for name, one in label.params.items()}
    return {"label": label.code, "params": params}


def pack(report: ImportReport, rows: Iterable[ReportRow]) -> bytes:
    """Return a report as it is stored, with these rows: they are never held all at once."""
    whole = {
        "version": _VERSION,
        "actor": report.actor,
        "photos": report.photos,
        "passed": report.passed,
        "undated": report.undated,
        "people": list(report.people),
        "sheets": report.sheets,
        "left": report.left,
        "rows": [],
    }
    target = io.BytesIO()
    head, tail = _text(whole).rsplit("[]", 1)
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=1, mtime=0) as packed:
        packed.write(f"{head}[".encode())
        rest, between = iter(rows), b""
        while part := list(islice(rest, _AT_ONCE)):
            text = _text([row[:_SHORT] if row[_SHORT:] == _NOTHING else row for row in part])
            packed.write(between + text[1:-1].encode())
            between = b","
        packed.write(f"]{tail}".encode())
    return target.getvalue()


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpack(stored: bytes) -> ImportReport:
    """Return a stored report."""
    whole = json.loads(gzip.decompress(stored))
    rows = [
        ReportRow(
            row=row[0],
            became=Became(row[1]),
            name=row[2],
            unit=row[3],
            changes=tuple(tuple(change) for change in row[4]),
            declined=tuple(row[5]),
            problems=tuple((code, _params(params), column) for code, params, column in row[6]),
            mends=tuple((field, old, new) for field, old, new in row[7]),
            by_hand=row[8],
        )
        if len(row) > _SHORT
        else ReportRow(row[0], Became(row[1]), row[2], row[3])
        for row in whole["rows"]
    ]
    return ImportReport(
        rows,
        [tuple(one) for one in whole["left"]],
        [(name, used, reason) for name, used, reason in whole["sheets"] if reason != _OWN_SHEET],
        whole["actor"],
        whole.get("photos", 0),
        [(_passed_code(code, params), _params(params)) for code, params in whole.get("passed", ())],
        whole.get("undated", False),
        whole.get("people", ()),
    )


def _passed_code(code: str, params: Mapping[str, Any]) -> str:
    """Return the code by which rows that hold nobody are told: those of earlier versions come without their words."""
    return "roster.lines_unsaid" if code == "roster.lines_passed" and "words" not in params else code


def _params(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: Label(value["label"], _params(value.get("params", {}))) if isinstance(value, dict) else value
        for name, value in stored.items()
    }


def stays_out(became: Became) -> bool:
    """Return whether nothing of a row was taken."""
    return became in _OUT
