"""The printed report of an import, from what was kept with it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.roster.former_days import LEFT
from trainingdesk.domain.roster.importing import Became
from trainingdesk.domain.roster.legacy import KEPT
from trainingdesk.domain.roster.people import FIELDS
from trainingdesk.persistence.readmodels import roster
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.field_words import note_words, shown_value
from trainingdesk.shared.text import Label, _, listed, text
from trainingdesk.usecases.import_report import (
    DAY_LEFT,
    ODD_LEFT,
    OLDER_LEFT,
    TRACKS_LEFT,
    WITH_PHOTO,
    ReportRow,
    unpack,
)
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Content

#: of a row all that it would have changed was left out by hand
NOTHING_TAKEN = "nothing_taken"
#: what became of rows of whose every change the roster knew something newer
OLDER = "older"
#: what is said of a row whose cells changed nothing
_TELLING = WITH_PHOTO | {LEFT, DAY_LEFT, *TRACKS_LEFT.values(), ODD_LEFT, KEPT}


@table_paper("roster.import")
def import_report_paper(reader: Reader, params: Params) -> "Content":
    """Return what became of every row; rows that changed nothing only with ``all``.

    Raises NotFound ``record.gone`` for an unknown ``batch`` and Refused ``import.no_report`` for an import of a time
    when no report was kept.
    """
    from trainingdesk.documents.catalogue.roster_import import ImportFacts, ImportLine, content

    batch = roster.import_batch(reader.connection, int(params["batch"]))
    if batch is None:
        raise NotFound("record.gone", kind=Label("entity.import_batch"))
    if batch.report is None:
        raise Refused("import.no_report", file=batch.file_name)
    report = unpack(batch.report)
    everything = params.get("all", "") not in {"", "0", "no"}
    shown = [row for row in report.rows if everything or row.became is not Became.SAME or _worth_telling(row)]
    counts = Counter(map(_became, report.rows))
    people = iter(report.people)
    brought = (
        roster.brought_in(reader.connection, min(report.people), max(report.people)) if report.people else {}
    )
    lines = []
    for row in shown:
        values = brought.get(next(people, 0), {}) if row.became is Became.NEW else {}
        what = _written(values, str(batch.day)) + _what(row)
        label = Label(f"import.became.{_became(row)}")
        lines.append(ImportLine(row.row, label, row.name, row.unit, what, row.by_hand))
    lines += [
        ImportLine(
            "",
            Label("import.became.left"),
            name,
            unit,
            (_("No longer in the file"), *([post] if post else []), *_went(*said)),
            True,
        )
        for name, unit, post, *said in report.left
    ]
    several = sum(used for _name, used, _reason in report.sheets) > 1
    facts = ImportFacts(
        file_name=batch.file_name,
        digest=batch.digest,
        day=batch.day,
        at=batch.at,
        actor=report.actor,
        counts=[
            *((Label(f"import.became.{one}"), counts[one]) for one in (*Became, NOTHING_TAKEN, OLDER)),
            (Label("import.became.moved"), sum(map(_moved, report.rows))),
            (Label("import.became.left"), len(report.left)),
            (Label("import.photos"), report.photos),
        ],
        sheets=report.sheets,
        reverted_at=batch.reverted_at,
        unchanged=len(report.rows) - len(shown),
        passed=[note_words(code, params, several=several) for code, params in report.passed],
        undated=report.undated,
    )
    return content(facts, lines, office=office_facts(reader.connection).name, printed_on=reader.today)


def _became(row: ReportRow) -> str:
    """Return what became of a row; of one of which nothing was wanted, or that is out of date, it is not said that it changes nothing."""
    if row.became is not Became.SAME:
        return row.became.value
    if row.declined:
        return NOTHING_TAKEN
    return OLDER if any(code == OLDER_LEFT for code, _params, _column in row.problems) else row.became.value


def _moved(row: ReportRow) -> bool:
    """Return whether a row brought somebody of the roster into another unit."""
    return row.became is Became.UPDATED and any(change[0] == "unit" for change in row.changes)


def _worth_telling(row: ReportRow) -> bool:
    """Return whether there is more to a row than its cells: it brought a photo, or something of it was left."""
    return bool(row.declined) or any(code in _TELLING for code, _params, _column in row.problems)


def _went(status: str = "", day: str = "", reason: str = "") -> Iterator[str]:
    """Say what became of somebody who is not in the file; reports of former times don't say it."""
    if status:
        yield _("{status} since {day}").format(status=shown_value("status", status), day=day)
    if reason:
        yield reason


def _written(values: Mapping[str, Any], day: str) -> tuple[str, ...]:
    """Return the fields with which somebody came in, but for name and unit, which stand beside them.

    Since when the status holds stands with it; that they came on ``day``, the one the file speaks of, goes without saying.
    """
    passed = {"name", "unit", "status_from", *(("joined_on",) if values.get("joined_on") == day else ())}
    wanted = [name for name in FIELDS if name not in passed and values.get(name)]
    since = {"status": str(values.get("status_from", ""))}
    return tuple(_change(name, "", str(values[name]), since.get(name, "")) for name in wanted)


def _what(row: ReportRow) -> tuple[str, ...]:
    said = [_change(*change) for change in row.changes]
    if row.declined:
        names = listed(text(f"roster.field.{field}") for field in row.declined)
        said.append(_("not wanted: {fields}").format(fields=names))
    said += [
        _("put right: {change}").format(change=_change(field, old, new)) for field, old, new in row.mends
    ]
    for code, params, column in row.problems:
        sentence = text(code, **params)
        if column:
            sentence = _("{field}: {sentence}").format(field=column, sentence=sentence)
        said.append(sentence)
    return tuple(said)


def _change(field: str, old: str, new: str, since: str = "") -> str:
    if since:
        return _("{change} (since {day})").format(change=_change(field, old, new), day=since)
    label = text(f"roster.field.{field}")
    before, after = shown_value(field, old), shown_value(field, new) or _("(blank)")
    if not before:
        return _("{field}: {new}").format(field=label, new=after)
    return _("{field}: {old} → {new}").format(field=label, old=before, new=after)
