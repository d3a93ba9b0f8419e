"""The list of units on a day: what each is, what it was called, who answers for training there (P1.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingdesk.documents.catalogue.roster import checked_by, day_words, known_today
from trainingdesk.documents.definition import SEQ, SUM, Column, Content, Occasion, Param, Report, Row
from trainingdesk.domain.codes import Line, UnitKind
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, _, ngettext

LIST = Report(
    id="roster.units",
    title=N_("List of units"),
    occasion=Occasion.ROSTER,
    columns=(
        Column(SEQ, N_("No."), Kind.INT, 10),
        Column("unit", N_("Name of the unit"), width_mm=42),
        Column("short_name", N_("Short name"), width_mm=22),
        Column("kind", N_("Kind"), Kind.CODE, 20, align="center"),
        Column("line", N_("Line"), Kind.CODE, 24, align="center"),
        Column("managed_by", N_("Managing unit"), width_mm=24),
        Column("founded", N_("Set up on"), Kind.DAY, 21),
        Column("former", N_("Former names"), width_mm=40),
        Column("liaison", N_("Liaison"), Kind.PERSON, 17),
        Column("phone", N_("Telephone of the liaison"), width_mm=26, align="center", whole=True),
        Column("deputy", N_("Deputy of the liaison"), Kind.PERSON, 17),
        Column("deputy_phone", N_("Telephone of the deputy"), width_mm=26, align="center", whole=True),
        Column("heads", N_("Heads"), Kind.INT, 13, total=SUM),
    ),
    params=(
        Param("day", N_("As of"), Kind.DAY, required=False, usual="today"),
        Param("unit", N_("Unit"), Kind.INT, required=False, choices="units"),
        Param("text", N_("Words to look for"), required=False),
    ),
    landscape=True,
    size=9.5,
    name_column="unit",
    dense=True,
)

REPORTS = (LIST,)

#: what is kept of units without a history: a list of an earlier day has it as it is now
_UNDATED = frozenset({"kind", "line", "managed_by", "liaison", "deputy", "phone", "deputy_phone"})
#: what is not printed where no unit has it
_WHERE_KNOWN = frozenset({"managed_by", "founded", "deputy", "deputy_phone"})


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit with its names of the day.

    Attributes:
        level: its depth in the tree.
        managed_by: the short name of the unit it stands below, "" at the top.
        former: (full name, first day it was no longer borne) before the day, the latest first.
        merged: (full name, last day it existed or None) of the units that had gone into it.
        heads: people of the base in exactly this unit.
        founded: the first day it existed, None when not known.
    """

    name: str
    short_name: str
    kind: UnitKind
    line: Line
    managed_by: str
    level: int
    former: Sequence[tuple[str, date]]
    merged: Sequence[tuple[str, date | None]]
    liaison: str
    deputy: str
    phone: str
    heads: int
    deputy_phone: str = ""
    founded: date | None = None


def content(
    units: Sequence[UnitLine],
    *,
    scope: str,
    found_by: str = "",
    rules: Sequence[str],
    office: str = "",
    day: date,
    today: date,
) -> Content:
    """Return the units of a day in the order given; ``rules`` says who counts among the heads.

    ``found_by`` are the words that narrow the list, "" for a whole one.
    """
    narrowed = (
        _("only units found by “{words}”, with those above them").format(words=found_by) if found_by else ""
    )
    count = ngettext("{count} unit", "{count} units", len(units)).format(count=f"{len(units):,}")
    columns = tuple(
        one
        for one in LIST.columns
        if one.key not in _WHERE_KNOWN or any(getattr(unit, one.key) for unit in units)
    )
    return Content(
        columns=columns,
        rows=[
            Row(
                {
                    "unit": one.name,
                    "short_name": one.short_name,
                    "kind": one.kind,
                    "line": one.line,
                    "managed_by": one.managed_by,
                    "former": _former(one),
                    "liaison": one.liaison,
                    "deputy": one.deputy,
                    "phone": one.phone,
                    "deputy_phone": one.deputy_phone,
                    "founded": one.founded,
                    "heads": one.heads,
                },
                level=one.level,
            )
            for one in units
        ],
        subtitle="　".join(part for part in (day_words(day), scope, narrowed, count) if part),
        office=office,
        data_date=day,
        printed_on=today,
        notes=(
            _("Heads are people of exactly that unit; units below it have their own."),
            *rules,
            *_set_up_later(units, day, today),
            *known_today(columns, day, today, _UNDATED),
        ),
        signing=checked_by(),
    )


def _set_up_later(units: Sequence[UnitLine], day: date, today: date) -> tuple[str, ...]:
    """Return the note of a list of an earlier day that it can't tell which units there were not yet.

    () for today's, and where of every unit it is known when it was set up.
    """
    unknown = sum(one.founded is None for one in units)
    if day >= today or not unknown:
        return ()
    words = ngettext(
        "Of {count} unit it is not known on which day it was set up: it is listed even if that was after this day.",
        "Of {count} units it is not known on which day they were set up: they are listed even if that was after this day.",
        unknown,
    )
    return (words.format(count=f"{unknown:,}"),)


def _former(one: UnitLine) -> str:
    """Return what a unit was called before and what went into it, each with its day."""
    names = [
        _("{name} (until {day})").format(name=name, day=format_value(Kind.DAY, until))
        for name, until in one.former
    ]
    for name, last in one.merged:
        if last is None:
            names.append(_("{name} (merged into it)").format(name=name))
        else:
            names.append(
                _("{name} (merged into it, existed to {day})").format(
                    name=name, day=format_value(Kind.DAY, last)
                )
            )
    return "\n".join(names)
