"""The preview of an import: what was read, what it would do, row by row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.by_person import changes_for
from trainingdesk.domain.roster.comings import with_comings
from trainingdesk.domain.roster.corrections import corrections_of, moved_with_post, moves_undated, moving_rows
from trainingdesk.domain.roster.import_views import (
    ImportBatchRow,
    ImportPreview,
    ImportSheet,
    PreviewChange,
    PreviewMend,
    PreviewProblem,
    PreviewRow,
)
from trainingdesk.domain.roster.known_units import UnitSaid
from trainingdesk.domain.roster.matching import (
    NO_UNIT,
    Bucket,
    FieldChange,
    ImportPlan,
    for_person,
    naming_of,
    rank_alone,
)
from trainingdesk.domain.roster.mending import (
    Mends,
    Place,
    alike_cells,
    alike_key,
    answers_for_alike,
    choices_of,
    field_of,
    kind_key,
    names_of,
)
from trainingdesk.domain.roster.older import (
    DATED,
    held_since,
    older_fields,
    since_known,
    told_beside,
    unchanged_before,
)
from trainingdesk.domain.roster.people import FIELDS, KnownPerson, ParsedPerson
from trainingdesk.domain.roster.plausible import age_rules
from trainingdesk.domain.roster.remarks import REMARKS, gone_unanswered, remark_days, sets_status
from trainingdesk.domain.roster.teams import assumed_team
from trainingdesk.domain.roster.together import fills, row_of, settled_with, stays_with, together_with
from trainingdesk.domain.roster.which_row import ASKED, OFFERED, PASSED, WHICH_ROW
from trainingdesk.domain.values import mask_change, mask_field, mask_id, mask_said
from trainingdesk.exchange.pictures import small_photo
from trainingdesk.exchange.roster_file import CHOOSABLE
from trainingdesk.exchange.roster_sheets import FORM
from trainingdesk.exchange.spool import places_in, problems_at
from trainingdesk.persistence.readmodels import history, roster
from trainingdesk.shared.memory import give_back, no_cycle_search, set_aside
from trainingdesk.usecases.day_of_import import days_of_sheets, later_than_today
from trainingdesk.usecases.day_of_move import day_of_move
from trainingdesk.usecases.earlier_answers import earlier_answers
from trainingdesk.usecases.import_columns import columns_of
from trainingdesk.usecases.import_sides import candidate_side, side_of
from trainingdesk.usecases.import_whole import in_conflict, units_that_exist
from trainingdesk.usecases.outcome import Progress, no_progress
from trainingdesk.usecases.prepared import Prepared, mend, prepare, waiting_import
from trainingdesk.usecases.queries.roster_import_problems import doubt_of
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query

#: notes on rows that have a heap of their own
_APART = REMARKS | PASSED | {ASKED}


@query(Permission.ROSTER_IMPORT)
def preview_import(
    reader: Reader,
    path: Path,
    columns: Mapping[int, str] | None = None,
    progress: Progress = no_progress,
    sheets: Collection[str] | None = None,
) -> ImportPreview:
    """Read a roster file and return what importing it would do; nothing is written.

    ``columns`` is the person's choice, column place (0 for A) → field; ``sheets`` are those to be read, None for what
    the reader thinks right. Raises what reading the file raises.
    """
    with no_cycle_search():
        prepared = prepare(reader.connection, path, columns, progress, sheets, age_rules(reader.policy()))
    return _shown(reader, prepared, remembered=columns is None and prepared.columns is not None)


@query(Permission.ROSTER_IMPORT)
def mend_import(
    reader: Reader,
    token: str,
    corrections: Mapping[Place, str],
    answers: Mapping[Place, str],
    progress: Progress = no_progress,
    day: date | None = None,
    said: Mapping[str, UnitSaid] | None = None,
) -> ImportPreview:
    """Read the mended rows of a prepared import once more and return what importing it would do now.

    Both mappings hold everything that was put right so far: cell → the text typed in its place, and cell → the value
    chosen for it; ``said`` is what texts of units are. ``day`` is the one the file speaks of, where another one is known by now. Raises Refused ``import.preview_gone``.
    """
    with no_cycle_search():
        prepared = mend(reader.connection, token, Mends(corrections, answers, said or {}), progress, day)
    return _shown(reader, prepared, remembered=False)


@query(Permission.ROSTER_IMPORT)
def alike_answers(_reader: Reader, token: str, row: int, field: str, value: str) -> dict[Place, str]:
    """Return an answer to one question of a row for every question that can be given the same answer."""
    prepared = waiting_import(token)
    for problem in _problems_of(prepared, row):
        asks = problem.severity is not Severity.NOTE or problem.code in REMARKS
        if asks and field in names_of(problem, prepared.headers):
            return answers_for_alike(prepared.plan.problems, problem, value, prepared.headers)
    return {(row, field): value}


@query(Permission.ROSTER_IMPORT)
def alike_places(_reader: Reader, token: str, row: int, field: str, *, kind: bool) -> list[Place]:
    """Return the wrong cells like one of a row, itself among them: of its kind, or else those that say the same."""
    prepared = waiting_import(token)
    for problem in _problems_of(prepared, row):
        if problem.severity is not Severity.NOTE and field_of(problem, prepared.headers) == field:
            return alike_cells(prepared.plan.problems, problem, prepared.headers, kind=kind)
    return [(row, field)]


def _shown(reader: Reader, prepared: Prepared, *, remembered: bool) -> ImportPreview:
    set_aside()
    preview = _preview(reader, prepared, remembered=remembered)
    give_back()
    return preview


def _preview(reader: Reader, prepared: Prepared, *, remembered: bool) -> ImportPreview:
    file, plan = prepared.file, prepared.plan
    told = prepared.day
    return ImportPreview(
        token=prepared.token,
        digest=file.digest,
        file_name=file.path.name,
        sheet=file.sheet,
        header_row=file.header_row,
        columns=columns_of(prepared),
        remembered=remembered,
        counts={**plan.counts(), "left": len(prepared.missing(told[0] if told else reader.today))},
        new_units=plan.new_units,
        notes=tuple(_said(prepared, problem) for problem in plan.problems if problem.row == 0),
        sheets=tuple(
            ImportSheet(s.name, s.used, s.reason, s.used or s.reason in CHOOSABLE) for s in file.sheets
        ),
        day=told[0] if told else reader.today,
        day_from=told[1] if told else "",
        day_to_come=_to_come(prepared, reader.today),
        days_of_sheets={} if told else days_of_sheets(file, reader.today),
        day_of_form=told is not None and not told[1],
        forms=sum(sheet.used for sheet in file.sheets) if file.kind == FORM else 0,
        photos=len(file.photos),
        unchanged_before=unchanged_before(plan, prepared.told),
        conflicts=in_conflict(prepared),
        missing_from={number: prepared.there[number].known for number in plan.missing},
        near_from={number: prepared.there[number].known for number in plan.near},
        near=plan.near,
        gone_from=prepared.gone_from(),
        moving=moving_rows(plan),
        moves=moves_undated(plan, prepared.told),
        remarks=sum(problem.code in REMARKS for problem in plan.problems),
        remarks_answered=sum(
            bool(one.params.get("answered")) for one in plan.problems if one.code in REMARKS
        ),
        remarks_asked=sum(map(sets_status, plan.problems)),
        gone_open=gone_unanswered(plan.problems),
        noted=len(_noted(plan)),
        asked_again=prepared.asked_again,
        passed=len(plan.passed),
        earlier=earlier_answers(reader.connection, file.contents),
        unit_texts=plan.unit_texts,
        naming=naming_of(plan),
        units=units_that_exist(prepared),
    )


def _looked_at(token: str) -> Prepared:
    """Return a prepared import with all that its rows are shown with.

    Places are asked for in a reader's thread, rows in the window's own: what goes over the whole file is counted here.
    """
    prepared = waiting_import(token)
    _ready = prepared.alike, prepared.mended, prepared.changed_by
    return prepared


@query(Permission.ROSTER_IMPORT)
def preview_places(
    _reader: Reader, token: str, bucket: Bucket | None = None, without: Collection[int] = ()
) -> list[int]:
    """Return the places of a bucket's rows in the file, in its order; of all rows for None.

    ``without`` are the running lines of rows that are looked at elsewhere.
    """
    plan = _looked_at(token).plan
    if bucket is None:
        return list(range(len(plan.verdicts)))
    passed = frozenset(plan.passed if bucket is Bucket.SAME else ())
    found = [place for place in places_in(plan.verdicts, bucket) if place not in passed]
    return [place for place in found if plan.numbers[place] not in without] if without else found


@query(Permission.ROSTER_IMPORT)
def passed_places(_reader: Reader, token: str) -> list[int]:
    """Return the places of the rows that stay out since another one of the same person counts."""
    return list(_looked_at(token).plan.passed)


@query(Permission.ROSTER_IMPORT)
def places_numbered(_reader: Reader, token: str, numbers: Collection[int]) -> list[int]:
    """Return the places of rows by their running lines, in the file's order."""
    plan = _looked_at(token).plan
    return [plan.place_of(number) for number in sorted(numbers)]


@query(Permission.ROSTER_IMPORT)
def remark_places(_reader: Reader, token: str) -> list[int]:
    """Return the places of the rows with a remark that speaks of a status, in the file's order."""
    plan = _looked_at(token).plan
    return [plan.place_of(problem.row) for problem in plan.problems if problem.code in REMARKS]


@query(Permission.ROSTER_IMPORT)
def noted_places(_reader: Reader, token: str) -> list[int]:
    """Return the places of the rows on which there is a note, in the file's order."""
    plan = _looked_at(token).plan
    return [plan.place_of(row) for row in _noted(plan)]


def _noted(plan: ImportPlan) -> list[int]:
    """Return the rows of which something is said that asks nothing: a phone not read, a hidden row, 同上.

    Remarks on a status, and rows of which another one counts, stand apart.
    """
    return sorted(
        {
            one.row
            for one in plan.problems
            if one.row and one.severity is Severity.NOTE and one.code not in _APART
        }
    )


@query(Permission.ROSTER_IMPORT)
def preview_rows(
    reader: Reader, token: str, places: list[int], day: date | None = None
) -> tuple[PreviewRow, ...]:
    """Return rows of the preview by their places, with their problems and differences.

    ``day`` is the one the file speaks of, None for today: by it a change is older than what the roster knows.
    """
    prepared = waiting_import(token)
    people = set()
    if prepared.file.photos:
        people = roster.pictured(
            reader.connection, {prepared.plan.verdicts[place].person_id for place in places}
        )
    return tuple(_row(prepared, place, people, day or reader.today) for place in places)


@query(Permission.ROSTER_IMPORT)
def rows_numbered(
    reader: Reader, token: str, numbers: Collection[int], day: date | None = None
) -> tuple[PreviewRow, ...]:
    """Return rows of the preview by their running lines, those of them that there are."""
    prepared = waiting_import(token)
    found = []
    for number in sorted(numbers):
        place = prepared.plan.place_of(number)
        if place < len(prepared.plan.numbers) and prepared.plan.numbers[place] == number:
            found.append(_row(prepared, place, (), day or reader.today))
    return tuple(found)


@query(Permission.ROSTER_IMPORT)
def preview_photos(reader: Reader, token: str, row: int) -> tuple[bytes, bytes]:
    """Return the photo of the person a row was recognised as, and the one it brings as it would be kept.

    b"" for none, and for one that can't be read.
    """
    prepared = waiting_import(token)
    place = prepared.plan.place_of(row)
    person_id = prepared.plan.verdicts[place].person_id
    present = history.photo(reader.connection, person_id) if person_id else b""
    return present, small_photo(prepared.file.photos.get(row, b""))


def _problems_of(prepared: Prepared, row: int) -> list[Problem]:
    return problems_at(prepared.plan.problems, row)


def _row(prepared: Prepared, place: int, pictured: Collection[int], day: date) -> PreviewRow:
    row, verdict = prepared.plan.rows[place], prepared.plan.verdicts[place]
    other = together_with(prepared.plan, place)
    # its own answer alone: the rows of a page would each go through the 10,000 that were given at once
    status, answers = (row.row, "status"), prepared.mends.answers
    answered = {status: answers[status]} if status in answers else {}
    said_days = remark_days(answered, {row.row: row.note}, day.isoformat())
    by_remark = {field: since for _row, field, since in said_days}
    own = _problems_of(prepared, row.row)
    said = [_said(prepared, problem) for problem in own]
    asked = prepared.plan.which.get(row.row)
    if asked is not None:
        about = {"other": prepared.plan.lines.in_sentence(asked.other), "taken": asked.taken}
        said.insert(0, PreviewProblem(ASKED, about, "", Severity.NOTE, WHICH_ROW, "", OFFERED))
    if verdict.reason and all(problem.code != verdict.reason for problem in own):
        cell = "unit" if verdict.reason == NO_UNIT else ""
        header = prepared.headers.get(cell, "")
        doubt = doubt_of(prepared, place).params
        # of a row that stays out for another one nothing is to be answered any more
        asks = Severity.NOTE if verdict.reason in PASSED else Severity.QUESTION
        said.append(PreviewProblem(verdict.reason, doubt, header, asks, name=cell))
    return PreviewRow(
        row=row.row,
        place=prepared.plan.lines.told(row.row),
        bucket=verdict.bucket,
        name=row.name,
        unit=row.unit,
        post=row.post,
        id_masked=mask_id(row.id_number),
        person_id=verdict.person_id,
        changes=_changes(prepared, row, verdict.person_id, verdict.changes, day, by_remark),
        side=side_of(row, 0),
        candidates=tuple(candidate_side(prepared, number) for number in verdict.candidates),
        problems=tuple(said),
        mends=tuple(
            PreviewMend(field, *mask_change(field, old, new))
            for field, old, new in prepared.mended.get(row.row, ())
        ),
        together=prepared.plan.lines.told(other) if other else "",
        other=side_of(row_of(prepared.plan, other), 0) if other else None,
        fills=tuple(
            PreviewChange(one.field, *mask_change(one.field, one.old, one.new))
            for one in fills(prepared.plan, place, prepared.known)
        ),
        settles=settled_with(prepared.plan, place),
        stays=stays_with(prepared.plan, place),
        written=_written(
            _with_coming(prepared, row, verdict.bucket, day)._replace(
                status_from=by_remark.get("status", row.status_from)
            )
        )
        if verdict.bucket in {Bucket.NEW, Bucket.SAME}
        else (),
        photo=_photo(prepared, verdict.person_id, pictured) if row.row in prepared.file.photos else "",
        means=tuple(_meant(prepared, row, number, day, by_remark) for number in verdict.candidates)
        if verdict.bucket is Bucket.MAYBE
        else (),
        assumed_team=assumed_team(row, prepared.units.kinds) if verdict.bucket is Bucket.NEW else "",
        can_be_new=bool(row.unit) and row.id_number not in prepared.doubts.holders,
    )


def _with_coming(prepared: Prepared, row: ParsedPerson, bucket: Bucket, day: date) -> ParsedPerson:
    """Return the row of somebody new with the day of coming that its remark says."""
    if bucket is not Bucket.NEW or prepared.ages is None or not row.note:
        return row
    come = min(day.isoformat(), prepared.ages.today)
    return with_comings([row], prepared.units, prepared.plan.new_units, prepared.ages, come)[0]


def _meant(
    prepared: Prepared, row: ParsedPerson, person_id: int, day: date, by_remark: Mapping[str, str]
) -> tuple[PreviewChange, ...]:
    """Return what a row would change of somebody whom it perhaps means."""
    whole = changes_for(prepared.plan, row, prepared.known[person_id])
    wanted = tuple(change for change in whole if (row.row, change.field) not in prepared.plan.kept)
    odd = {one.field: one for one in prepared.doubts.of(row, prepared.known[person_id])}
    changes = _changes(prepared, row, person_id, wanted, day, by_remark)
    return tuple(replace(change, odd=odd.get(change.field)) for change in changes)


def _changes(
    prepared: Prepared,
    row: ParsedPerson,
    person_id: int,
    changes: Sequence[FieldChange],
    day: date,
    by_remark: Mapping[str, str],
) -> tuple[PreviewChange, ...]:
    """Return what a row changes of a person as it is shown; ``day`` is the one the file speaks of."""
    own_days = prepared.told.get(person_id, {})
    older = older_fields(row, changes, own_days, day)
    worded = corrections_of(changes, own_days)
    own_days, known = told_beside(changes, own_days), prepared.known.get(person_id)
    said = row if known is None else for_person(row, known)
    moved = moved_with_post(said.post_from, changes, worded)
    if prepared.ages is not None and person_id in prepared.known:
        come = min(day.isoformat(), prepared.ages.today)
        by_remark = {**by_remark, "unit": day_of_move(prepared, row, person_id, come)}
    return tuple(
        replace(
            _change(change, older, own_days, prepared.conflicts.get(person_id, {}), worded, known),
            with_post=moved.get(change.field, ""),
            by_remark=by_remark.get(change.field, ""),
        )
        for change in changes
    )


def _photo(prepared: Prepared, person_id: int, pictured: Collection[int]) -> str:
    if person_id in prepared.pictured:
        return "left"
    return "replaced" if person_id in pictured else "new"


def _written(row: ParsedPerson) -> tuple[tuple[str, str], ...]:
    """Return the fields that a new person's row brings, in the order of the tuple."""
    whole = rank_alone(row)
    if not whole.side_rank:
        whole = whole._replace(side_rank_from="")  # since when of no rank says nothing
    return tuple((name, mask_field(name, value)) for name in FIELDS if (value := str(getattr(whole, name))))


def _to_come(prepared: Prepared, today: date) -> tuple[str, ...]:
    """Return the day later than today that a file names for its own, and the text; () where it has a day, or none."""
    found = later_than_today(prepared.file, today) if prepared.day is None else None
    return (found[0].isoformat(), found[1]) if found else ()


def _said(prepared: Prepared, problem: Problem) -> PreviewProblem:
    """Return a problem as the preview says it: numbers masked, but for a wrong cell that is opened to be put right."""
    key, kind = alike_key(problem), kind_key(problem, prepared.headers)
    field, alone = names_of(problem, prepared.headers) if problem.row else ("", "")
    params = dict(problem.params)
    if isinstance(params.get("value"), str):
        params["value"] = mask_said(field, str(params["value"]), problem.code)
    return PreviewProblem(
        problem.code,
        params,
        prepared.file.heading(problem),
        problem.severity,
        name=field,
        value=mask_field(field, problem.value) if problem.severity is Severity.NOTE else problem.value,
        choices=choices_of(problem),
        alike=max(prepared.alike[key] - 1, 0),
        blanks=max(prepared.alike[kind] - 1, 0) if kind is not None else None,
        alone=alone,
    )


def _change(
    change: FieldChange,
    older: Collection[str],
    told: Mapping[str, str],
    both: Mapping[str, str],
    worded: Collection[str],
    person: KnownPerson | None,
) -> PreviewChange:
    since = ""
    if change.field in older:
        since = since_known(told, change.field)
    return PreviewChange(
        change.field,
        *mask_change(change.field, change.old, change.new),
        since,
        change.field in worded if change.field in DATED else None,
        since_known(both, change.field) if since else "",
        held=held_since(person, change.field, since) if person and since else "",
    )


@query(Permission.ROSTER_READ)
def import_batches(reader: Reader) -> tuple[ImportBatchRow, ...]:
    """Return the imports that were made, the last one first."""
    return roster.import_batches(reader.connection)
