"""One person's training file as a paper (培训档案, P3.2, P5.3): career, classes, certificates, hours owed and attended."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainingdesk.domain.codes import ClassState
from trainingdesk.domain.errors import NotFound
from trainingdesk.domain.planning.base import cycle_of, cycle_years
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.domain.roster.reserve import day_held, hours_owed, hours_standing
from trainingdesk.domain.roster.views import PersonCard
from trainingdesk.persistence.readmodels import roster, units
from trainingdesk.persistence.readmodels import training_file as reads
from trainingdesk.persistence.readmodels.base import counts_then
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.persistence.readmodels.planning import cycle_start_year
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import Label, text
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.catalogue.training_file import FileLine
    from trainingdesk.documents.definition import Content


@table_paper("roster.file")
def training_file(reader: Reader, params: Params) -> "Content":
    """Return the training file of ``person`` as of today; raises NotFound ``record.gone``."""
    from trainingdesk.documents.catalogue.training_file import content

    policy = reader.policy()
    card = roster.card(reader.connection, int(params["person"]), reader.today, base_rule(policy))
    if card is None:
        raise NotFound("record.gone", kind=Label("entity.person"))
    taken = reads.classes_taken(reader.connection, card.id)
    source = policy.source("reserve.county_hours" if _in_cycle(reader, card) else "reserve.yearly_hours")
    return content(
        [
            *_career(reader, card),
            *_classes(reader, taken),
            *_certificates(card),
            *_hours(reader, card, taken),
        ],
        name=card.name,
        facts=_facts(card),
        source=text("training_file.source", source=source),
        office=office_facts(reader.connection).name,
        data_date=reader.today,
        printed_on=reader.today,
    )


def _facts(card: PersonCard) -> list[str]:
    """Return the person's details, four lines, what is not known left out."""
    lines = (
        (
            ("sex", text(f"sex.{card.sex}") if card.sex else ""),
            ("birth", card.birth),
            ("ethnicity", card.ethnicity),
            ("political", card.political),
        ),
        (
            ("unit", card.unit),
            ("post", card.post),
            ("rank", text(f"rank.{card.rank}") if card.rank else ""),
            ("team", text(f"team.{card.team}")),
        ),
        (
            ("education", card.education),
            ("degree", card.degree),
            ("work_start", card.work_start),
            ("party_entry", card.party_entry),
        ),
        (
            ("id_number", card.id_masked),
            ("authority", text(f"authority.{card.authority}") if card.authority else ""),
            ("status", text(f"person_status.{card.status}")),
        ),
    )
    return [
        "　".join(
            text("training_file.fact", field=Label(f"training_file.{name}"), value=said)
            for name, said in line
            if said
        )
        for line in lines
    ]


def _career(reader: Reader, card: PersonCard) -> "Iterator[FileLine]":
    from trainingdesk.documents.catalogue.training_file import FileLine

    for line in reads.career(reader.connection, card.id):
        code = "" if line.code is None else text(f"{_PREFIX[type(line.code).__name__]}.{line.code}")
        said = "　".join(part for part in (line.words, code) if part)
        if said:
            last = line.valid_to or text("training_file.now")
            when = text("training_file.span", first=line.valid_from or "…", last=last)
            track = text(f"history_track.{line.track}")
            yield FileLine(text("training_file.career"), said, when, _behind(track, line.reason))


_PREFIX = {"Rank": "rank", "Team": "team", "PersonStatus": "person_status", "SecondmentWay": "secondment_way"}


def _behind(track: str, reason: str) -> str:
    return f"{track}　{reason}" if reason else track


def _classes(reader: Reader, taken: list[reads.ClassTaken]) -> "Iterator[FileLine]":
    from trainingdesk.documents.catalogue.training_file import FileLine

    names: dict[date, dict[int, str]] = {}
    for one in taken:
        known = names.setdefault(one.start_day, {}) or units.names_on(reader.connection, one.start_day)
        names[one.start_day] = known
        result = text(f"class_state.{one.state}")
        if one.state is ClassState.CLOSED:
            grade = text(f"grade.{one.grade}") if one.grade else ""
            done = text("training_file.completed" if one.completed else "training_file.not_completed")
            result = text("training_file.with_grade", verdict=done, grade=grade) if grade else done
        first, last = (format_value(Kind.DAY, day) for day in (one.start_day, one.end_day))
        yield FileLine(
            text("training_file.classes"),
            one.title,
            text("training_file.span", first=first, last=last),
            "　".join(part for part in (known[one.unit_id], one.post) if part),
            one.hours,
            None,
            result,
        )


def _certificates(card: PersonCard) -> "Iterator[FileLine]":
    from trainingdesk.documents.catalogue.training_file import FileLine

    for one in sorted(card.certificates, key=lambda line: (line.issued_day, line.number)):
        day, state = format_value(Kind.DAY, one.issued_day), text(f"certificate_state.{one.state}")
        yield FileLine(
            text("training_file.certificates"), one.number, day, one.class_title, None, None, state
        )


def _in_cycle(reader: Reader, card: PersonCard) -> bool:
    return hours_owed(card.rank, reader.policy())[1]


def _hours(reader: Reader, card: PersonCard, taken: list[reads.ClassTaken]) -> "Iterator[FileLine]":
    """Yield a line a year of the cycle so far and one for the cycle: hours attended, owed, and whether that is enough.

    Whoever owes hours a year is held to each year's in which they counted (条例 2023 第十四条); the cycle's line says in
    how many of them it was done.
    """
    from trainingdesk.documents.catalogue.training_file import FileLine

    policy = reader.policy()
    length = policy.whole("cycle.years")
    first = cycle_of(reader.today, cycle_start_year(reader.connection), length)
    years = [year for year in cycle_years(first, length) if year <= reader.today.year]
    had = dict.fromkeys(years, 0)
    for one in taken:
        if one.state is ClassState.CLOSED and one.end_day.year in had:
            had[one.end_day.year] += one.hours or 0
    counted = [year for year in years if _counted(reader, card, year)]
    standing = hours_standing(had, card.rank, first, counted, policy)

    def verdict(hours: int, need: int | None) -> str:
        if need is None:
            return ""
        if hours >= need:
            return text("training_file.enough")
        return text("training_file.short", hours=format_value(Kind.HOURS, need - hours))

    section = text("training_file.hours")
    for year in years:
        need = standing.owed_in(year)
        words = text("training_file.year", year=year)
        yield FileLine(section, words, "", "", had[year], need, verdict(had[year], need))
    need, total = standing.owed_in_cycle, standing.in_cycle
    span = text("training_file.span", first=first, last=first + length - 1)
    words = ""
    if counted and not standing.whole_cycle:
        done = sum(had[year] >= standing.owed for year in counted)
        words = text("training_file.years_done", done=done, count=len(counted))
    yield FileLine(section, text("training_file.cycle"), span, words, total, need, verdict(total, need))


def _counted(reader: Reader, card: PersonCard, year: int) -> bool:
    day = day_held(year, reader.today)
    return counts_then(reader.connection, card.id, day, reader.today, base_rule(reader.policy(day)))
