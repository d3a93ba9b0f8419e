"""The report of an import (导入报告): what became of every row of a sender's workbook, and who decided it.

It stands in the order of the sender's file, so that both can be laid side by side, whatever order a list has on screen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from trainingdesk.documents.definition import Column, Content, Occasion, Param, Report
from trainingdesk.shared.clock import local_day
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, Label, _, listed, text

_COLUMNS = (
    Column("row", N_("Row"), width_mm=20, align="center"),
    Column("became", N_("What became of it"), Kind.CODE, 20, align="center"),
    Column("name", N_("Name"), Kind.PERSON, 18),
    Column("unit", N_("Unit"), width_mm=34),
    Column("what", N_("What was written, and why"), width_mm=152),
    Column("by", N_("Decided"), width_mm=18, align="center"),
)

REPORT = Report(
    id="roster.import",
    title=N_("Report of a roster import"),
    occasion=Occasion.ROSTER,
    columns=_COLUMNS,
    params=(
        Param("batch", N_("Import"), Kind.INT, choices="imports"),
        Param("all", N_("With the unchanged rows"), required=False, choices="yes_no"),
    ),
    landscape=True,
    size=9.5,
    name_column="name",
    dense=True,
)

REPORTS = (REPORT,)


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row of the file, or somebody whom the file no longer has.

    Attributes:
        row: as the person sees it, "" for somebody who is not in the file.
        became: what became of it, a label.
        what: everything to be said about it, in words, one part a fact.
        by_hand: whether a person decided it and not the rules of the import.
    """

    row: str
    became: Label
    name: str
    unit: str
    what: tuple[str, ...]
    by_hand: bool


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """What stands above the rows.

    Attributes:
        digest: hex SHA-256 of the file, so that it can be told from any other.
        day: the day the file speaks of, None for not said.
        counts: (label, people or rows) in the order they are said.
        sheets: (name, whether it was read, code of the reason).
        reverted_at: when the import was taken back, None while it stands.
        unchanged: how many unchanged rows are left out of the table.
        passed: what is said of the file's rows that hold nobody, in sentences.
        undated: whether since when a new unit, team or status holds was left unknown.
    """

    file_name: str
    digest: str
    day: date | None
    at: datetime
    actor: str
    counts: Sequence[tuple[Label, int]]
    sheets: Sequence[tuple[str, bool, str]]
    reverted_at: datetime | None = None
    unchanged: int = 0
    passed: Sequence[str] = ()
    undated: bool = False


def content(
    facts: ImportFacts, lines: Sequence[ImportLine], *, office: str = "", printed_on: date | None = None
) -> Content:
    """Return the report; rows in the file's order, those who are no longer in the file at the end."""
    return Content(
        rows=[
            {
                "row": line.row,
                "became": line.became,
                "name": line.name,
                "unit": line.unit,
                # of sentences in one line only the last one has its full stop
                "what": listed([*(one.rstrip("。.") for one in line.what[:-1]), *line.what[-1:]], "；"),
                "by": facts.actor if line.by_hand else _("By rule"),
            }
            for line in lines
        ],
        subtitle=facts.file_name,
        facts=tuple(_facts(facts)),
        office=office,
        data_date=facts.day,
        printed_on=printed_on,
        notes=tuple(_notes(facts)),
    )


def _facts(facts: ImportFacts) -> Iterator[str]:
    yield _("Taken in: {at} by {who}").format(at=format_value(Kind.INSTANT, facts.at), who=facts.actor)
    if facts.day is not None:
        yield _("The file speaks of {day}.").format(day=format_value(Kind.DAY, facts.day))
    counted = [f"{text(label.code)} {count:,}" for label, count in facts.counts if count]
    yield _("Counts: {counts}").format(counts=" · ".join(counted) or "0")
    if facts.undated:
        yield _(
            "When people changed unit, team or status is not known, but no later than {day}; with a new post since the day their row gives."
        ).format(day=format_value(Kind.DAY, facts.day or local_day(facts.at)))
    if len(facts.sheets) > 1:
        said = [
            name
            if used
            else _("{sheet} (not read: {reason})").format(sheet=name, reason=text(reason).rstrip("。."))
            for name, used, reason in facts.sheets
        ]
        yield _("Sheets: {sheets}").format(sheets=listed(said, "；"))
    yield _("SHA-256 of the file: {digest}").format(digest=facts.digest)
    if facts.reverted_at is not None:
        yield _("This import was taken back on {at}.").format(
            at=format_value(Kind.INSTANT, facts.reverted_at)
        )


def _notes(facts: ImportFacts) -> Iterator[str]:
    if facts.unchanged:
        yield _("{count} rows that changed nothing are not listed.").format(count=f"{facts.unchanged:,}")
    yield from facts.passed
    yield _("ID and phone numbers are masked.")
