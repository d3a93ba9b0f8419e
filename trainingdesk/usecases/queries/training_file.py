"""One person's training file as a paper (培训档案, P3.2, P5.3): facts, career, groups, classes, certificates, hours."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from trainingdesk.domain.attendance.days import tenths_of_days
from trainingdesk.domain.codes import ClassState, GroupKind
from trainingdesk.domain.errors import NotFound
from trainingdesk.domain.planning.base import cycle_of, cycle_years
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.domain.roster.owed import TrainedYear, day_held, hours_owed, owed_in_year, owes_in_cycle
from trainingdesk.domain.roster.views import PersonCard
from trainingdesk.persistence.readmodels import roster, units
from trainingdesk.persistence.readmodels import training_file as reads
from trainingdesk.persistence.readmodels.attended import half_days
from trainingdesk.persistence.readmodels.base import Stood, stood_then
from trainingdesk.persistence.readmodels.groups import visits_by
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.persistence.readmodels.planning import cycle_start_year
from trainingdesk.shared.customary import in_words
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import Label, text
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.catalogue.training_file import Line
    from trainingdesk.documents.definition import Content


@table_paper("roster.file")
def training_file(reader: Reader, params: Params) -> "Content":
    """Return the training file of ``person`` as of today; raises NotFound ``record.gone``."""
    from trainingdesk.documents.catalogue.training_file import FileData, content

    card = roster.card(reader.connection, int(params["person"]), reader.today, base_rule(reader.policy()))
    if card is None:
        raise NotFound("record.gone", kind=Label("entity.person"))
    taken = reads.classes_taken(reader.connection, card.id)
    attended = half_days(reader.connection, [card.id], reader.policy, reader.today)[card.id]
    years = _years(reader, card, taken, attended)
    groups = reads.groups_joined(reader.connection, card.id)
    return content(
        FileData(
            name=card.name,
            facts=_facts(card),
            photo=card.photo,
            career=list(_career(reader, card)),
            secondments=_secondments(card),
            groups=_groups(groups),
            classes=list(_classes(reader, taken, attended)),
            certificates=_certificates(card),
            hours=list(_hours(years)),
            cycle=_cycle(reader, years),
            visits=_visits(reader, groups),
            sources=_sources(reader, years),
        ),
        office=office_facts(reader.connection).name,
        data_date=reader.today,
        printed_on=reader.today,
    )


def _facts(card: PersonCard) -> list[tuple[str, str]]:
    """Return what is known of the person in the order of the form; numbers are masked, as everywhere on screen."""
    facts = (
        ("sex", text(f"sex.{card.sex}") if card.sex else ""),
        ("birth", card.birth),
        ("ethnicity", card.ethnicity),
        ("native_place", card.native_place),
        ("birthplace", card.birthplace),
        ("political", card.political),
        ("work_start", card.work_start),
        ("party_entry", card.party_entry),
        ("unit", card.unit),
        ("post", card.post),
        ("rank", text(f"rank.{card.rank}") if card.rank else ""),
        ("side_rank", text(f"rank.{card.side_rank}") if card.side_rank else ""),
        ("technical_title", card.technical_title),
        ("team", text(f"team.{card.team}")),
        ("authority", text(f"authority.{card.authority}") if card.authority else ""),
        ("education", card.education),
        ("degree", card.degree),
        ("school", card.school),
        ("education_full", card.education_full),
        ("degree_full", card.degree_full),
        ("school_full", card.school_full),
        ("education_service", card.education_service),
        ("degree_service", card.degree_service),
        ("school_service", card.school_service),
        ("joined_on", _came_on(card)),
        ("id_number", card.id_masked),
        ("status", text(f"person_status.{card.status}")),
        ("phone", card.phone_masked),
        ("note", card.note),
    )
    return [(text(f"training_file.{name}"), in_words(name, said)) for name, said in facts if said]


def _came_on(card: PersonCard) -> str:
    """Return since when somebody is in the roster: a day by which they were is not printed as the day."""
    if card.joined_by:
        return text("base_change.by", day=card.joined_by)
    return format_value(Kind.DAY, card.joined_on)


def _career(reader: Reader, card: PersonCard) -> Iterator["Line"]:
    lines = reads.career(reader.connection, card.id)
    tracks = Counter(line.track for line in lines)
    for line in lines:
        if line.track in _STEADY and tracks[line.track] == 1:
            continue
        code = "" if line.code is None else text(f"{_PREFIX[type(line.code).__name__]}.{line.code}")
        said = "　".join(part for part in (line.words, code) if part)
        if said:
            yield {
                "since": line.valid_from or text("training_file.unknown"),
                "until": _ended(line),
                "track": text(f"history_track.{line.track}"),
                "words": said,
                "reason": line.reason
                or (text("history.imported", file=line.file, day=line.file_day) if line.file else ""),
            }


def _ended(line: reads.CareerLine) -> str:
    """Return until when a value held: a day by which it was otherwise is not printed as the day."""
    if line.latest:
        return text("base_change.by", day=line.valid_to)
    return line.valid_to or text("training_file.now")


#: what everybody always has one of is no post: it is listed where it has changed, and stands above all else anyway
_STEADY = frozenset({"team", "status"})
_PREFIX = {"Rank": "rank", "Team": "team", "PersonStatus": "person_status"}


def _secondments(card: PersonCard) -> list["Line"]:
    return [
        {
            "since": one.valid_from,
            "until": _until(one.valid_to),
            "way": text(f"secondment_way.{one.way}"),
            "where": one.words,
            "reason": one.reason,
        }
        for one in reversed(card.secondments)
    ]


def _until(day: date | None) -> str:
    return format_value(Kind.DAY, day) if day else text("training_file.now")


def _groups(groups: Sequence[reads.InGroup]) -> list["Line"]:
    return [
        {
            "since": one.valid_from,
            "until": _until(one.valid_to),
            "group": "　".join(
                part for part in (text(f"group_kind.{one.kind}"), one.organisation, one.speciality) if part
            ),
            "reason": one.reason_in,
            "out": one.reason_out,
        }
        for one in groups
    ]


def _visits(reader: Reader, groups: Sequence[reads.InGroup]) -> list["Line"] | None:
    """Return the visits to a talent by their days, None for somebody who never was one."""
    talents = [one.membership_id for one in groups if one.kind is GroupKind.TALENT]
    if not talents:
        return None
    found = visits_by(reader.connection, talents, reader.today)
    visits = sorted((one for made in found.values() for one in made), key=lambda one: (one.day, one.id))
    return [
        {
            "day": one.day,
            "need": one.need or text("visit.no_need"),
            "service": one.service,
            "by_whom": one.by_whom,
            "settled": text("training_file.unsettled")
            if one.open
            else format_value(Kind.DAY, one.settled_on),
        }
        for one in visits
    ]


def _classes(reader: Reader, taken: list[reads.ClassTaken], attended: dict[int, int]) -> Iterator["Line"]:
    names: dict[date, dict[int, str]] = {}
    for one in taken:
        known = names.setdefault(one.start_day, {}) or units.names_on(reader.connection, one.start_day)
        names[one.start_day] = known
        result = text(f"class_state.{one.state}")
        if one.state is ClassState.CLOSED:
            grade = text(f"grade.{one.grade}") if one.grade else ""
            done = text("training_file.completed" if one.completed else "training_file.not_completed")
            result = text("training_file.with_grade", verdict=done, grade=grade) if grade else done
            if grade and not one.completed:
                result = text("training_file.not_completed_graded", grade=grade)
        first, last = (format_value(Kind.DAY, day) for day in (one.start_day, one.end_day))
        # without any mark nobody says which days they were
        half = attended[one.class_id] if one.state is ClassState.CLOSED else 0
        yield {
            "when": first if first == last else text("training_file.span", first=first, last=last),
            "title": one.title,
            "where": "　".join(part for part in (known[one.unit_id], one.post) if part),
            "hours": one.hours,
            "days": tenths_of_days(half) if half else None,
            "result": result,
        }


def _certificates(card: PersonCard) -> list["Line"]:
    return [
        {
            "day": one.issued_day,
            "number": one.number,
            "title": one.class_title,
            "state": text(f"certificate_state.{one.state}"),
        }
        for one in sorted(card.certificates, key=lambda line: (line.issued_day, line.number))
    ]


def _years(
    reader: Reader, card: PersonCard, taken: list[reads.ClassTaken], attended: dict[int, int]
) -> list[tuple[TrainedYear, Stood | None]]:
    """Return the years of the cycle so far, each held to the rank and to the rules of its day (条例 2023 第十四条)."""
    length = reader.policy().whole("cycle.years")
    first = cycle_of(reader.today, cycle_start_year(reader.connection), length)
    found = []
    for year in cycle_years(first, length):
        if year > reader.today.year:
            break
        day = day_held(year, reader.today)
        policy = reader.policy(day)
        stood = stood_then(reader.connection, card.id, day, reader.today, base_rule(policy))
        mine = [one for one in taken if one.state is ClassState.CLOSED and one.end_day.year == year]
        owed = owed_in_year(stood.rank, stood.held, policy) if stood else None
        hours = sum(one.hours or 0 for one in mine)
        found.append((TrainedYear(year, hours, sum(attended[one.class_id] for one in mine), owed), stood))
    return found


def _hours(years: list[tuple[TrainedYear, Stood | None]]) -> Iterator["Line"]:
    """Yield a line a year of the cycle so far: hours and days attended, owed, and whether enough.

    Whoever owes hours a year is held to those of each year in which they counted, and days do as well.
    """
    for one, stood in years:
        result = _verdict(one)
        if stood and not one.owed and owes_in_cycle(stood.rank, stood.held):
            result = text("training_file.in_cycle")
        yield {
            "year": text("training_file.year", year=one.year),
            "rank": _rank(stood),
            "hours": one.hours,
            "owed": one.owed.hours if one.owed else None,
            "days": tenths_of_days(one.half_days),
            "result": result,
        }


def _cycle(reader: Reader, years: list[tuple[TrainedYear, Stood | None]]) -> "Line":
    """Return the cycle's line: in how many of the years owed it was done; whoever owes five years' hours owes all of them."""
    policy = reader.policy()
    first = years[0][0].year
    total, days = sum(one.hours for one, _stood in years), sum(one.half_days for one, _stood in years)
    now = years[-1][1]
    need, result = None, ""
    held = [one for one, _stood in years if one.owed]
    if held:
        done = sum(one.short == (0, 0) for one in held)
        result = text("training_file.years_done", done=done, count=len(held))
    if now is not None and owes_in_cycle(now.rank, now.held):
        need = hours_owed(now.rank, policy, now.held)[0]
        short = format_value(Kind.HOURS, need - total)
        owed = text("training_file.enough") if total >= need else text("training_file.short", hours=short)
        result = "　".join(part for part in (result, owed) if part)
    last = first + policy.whole("cycle.years") - 1
    return {
        "year": text("training_file.cycle", first=first, last=last),
        "hours": total,
        "owed": need,
        "days": tenths_of_days(days),
        "result": result,
    }


def _verdict(one: TrainedYear) -> str:
    if one.owed is None:
        return ""
    hours, half = one.short
    if not hours:
        return text("training_file.enough_days" if one.by_days else "training_file.enough")
    words = {"hours": format_value(Kind.HOURS, hours)}
    if half:
        return text("training_file.short_days", days=_days(half), **words)
    return text("training_file.short", **words)


def _days(half: int) -> str:
    return format_value(Kind.HOURS, tenths_of_days(half))


def _rank(stood: Stood | None) -> str:
    """Return the rank that decided what was owed, with the one beside the post where that is another."""
    ranks = dict.fromkeys((stood.rank, stood.held)) if stood else {}
    return "　".join(text(f"rank.{rank}") for rank in ranks if rank)


def _sources(reader: Reader, years: list[tuple[TrainedYear, Stood | None]]) -> list[str]:
    """Return where what is owed comes from; of several rules each with its years."""
    found: dict[str, list[int]] = {}
    for one, stood in years:
        source = one.owed.source if one.owed else ""
        if stood and owes_in_cycle(stood.rank, stood.held):
            source = reader.policy().source("reserve.county_hours")
        for line in filter(None, source.split("\n")):
            found.setdefault(line, []).append(one.year)
    if len(found) < 2:
        return [text("training_file.source", source=source) for source in found]
    return [
        text(
            "training_file.source_of",
            source=source,
            years=str(of[0]) if len(of) == 1 else text("training_file.span", first=of[0], last=of[-1]),
        )
        for source, of in found.items()
    ]
