"""The papers of the groups: a group's list on a day, the reserve list with its state of training."""

from datetime import date
from typing import TYPE_CHECKING

from trainingdesk.domain.codes import GroupKind, ReserveState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import MemberRow, ReservePile, in_pile, next_visit
from trainingdesk.domain.roster.order import PersonOrder, in_order
from trainingdesk.domain.roster.reserve import missing_training
from trainingdesk.domain.rules import legal_source
from trainingdesk.persistence.readmodels import base, groups, reserve, units
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.text import Label, text
from trainingdesk.usecases.group_search import fitting
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.queries.groups import group_members, reserve_candidates, training_facts
from trainingdesk.usecases.queries.roster_papers import people_in_lines
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Content

#: people whose training is read at once
_AT_ONCE = 5_000


@table_paper("groups.members")
def group_list(reader: Reader, params: Params) -> "Content":
    """Return who is in ``group``, a code, on ``day``, today by default, in ``order``; ``former`` adds who had left it.

    ``text`` leaves those whom it finds on the tab “Groups and reserve”.

    ``columns`` are keys of ``catalogue.groups.COLUMNS`` with commas between them. Unit, post, rank and age are those of
    the day.

    Raises ValueError for a group there is not: ``checked`` lets none through.
    """
    from trainingdesk.documents.catalogue.groups import Found, MemberLine, members_content

    kind = GroupKind(params["group"])
    day = date.fromisoformat(params["day"]) if params.get("day") else reader.today
    former = params.get("former", "") == "1"
    members = group_members(reader, kind, day, former)
    words = params.get("text", "")
    rows = in_order(fitting(members, words), params.get("order", "") or PersonOrder.UNIT)
    details = people_in_lines(reader, [row.person_id for row in rows], day)
    return members_content(
        [
            MemberLine(
                name=row.name,
                unit=row.unit_name,
                post=row.post,
                rank=row.rank,
                since=row.valid_from,
                reason=row.reason_in,
                organisation=row.organisation,
                speciality=row.speciality,
                visits=row.visits,
                last_visit=row.last_visit,
                open_needs=row.open_needs,
                until=row.valid_to if _has_left(row, day) else None,
                reason_out=row.reason_out if _has_left(row, day) else "",
                due=row.next_visit,
                overdue=row.overdue,
                gone=row.gone,
                details=details[row.person_id],
            )
            for row in rows
        ],
        group=text(f"group_list.{kind}"),
        columns=[key for key in params.get("columns", "").split(",") if key],
        former=former,
        found=Found(words, len(members)) if words else None,
        talents=kind is GroupKind.TALENT,
        lecturers=kind is GroupKind.LECTURER,
        office=office_facts(reader.connection).name,
        day=day,
        today=reader.today,
    )


def _has_left(row: MemberRow, day: date) -> bool:
    """Return whether somebody had left by a day; who left later was in it, and nothing of that was known."""
    return row.valid_to is not None and row.valid_to <= day


@table_paper("groups.visits")
def talent_visits(reader: Reader, params: Params) -> "Content":
    """Return the talents of ``day``, today by default, with every visit made by then and when the next one is due (P2.3).

    Raises Refused ``planning.base_day_ahead`` for a day that has not come.
    """
    from trainingdesk.documents.catalogue.groups import TalentLine, visits_content

    day = date.fromisoformat(params["day"]) if params.get("day") else reader.today
    if day > reader.today:
        raise Refused("planning.base_day_ahead", day=reader.today)
    rule = reader.policy(day).rule("talent.follow_up_months")
    members = group_members(reader, GroupKind.TALENT, day)
    rows = in_order(members, params.get("order", "") or PersonOrder.UNIT)
    visits = groups.visits_by(reader.connection, [row.id for row in rows], day)
    lines = []
    for row in rows:
        made = visits.get(row.id, ())
        due = next_visit(made[-1].day if made else None, row.valid_from, int(rule.value))
        lines.append(
            TalentLine(
                name=row.name,
                unit=row.unit_name,
                post=row.post,
                organisation=row.organisation,
                speciality=row.speciality,
                visits=[(one.day, one.need, one.service, one.by_whom, one.settled_on) for one in made],
                due=due,
                overdue=due <= day,
            )
        )
    return visits_content(
        lines,
        rules=[
            text("talent.paper_rule", count=int(rule.value)),
            *([text("paper.rule_source", source=source)] if (source := legal_source(rule.source)) else []),
        ],
        office=office_facts(reader.connection).name,
        day=day,
        today=reader.today,
    )


@table_paper("groups.reserve")
def reserve_list(reader: Reader, params: Params) -> "Content":
    """Return a ``pile`` of the reserve list on ``day``, today by default, in ``order``: who is on it without any pile.

    ``text`` leaves those whom it finds on the tab “Groups and reserve”.

    Raises Refused ``planning.base_day_ahead`` for a day that has not come.
    """
    from trainingdesk.documents.catalogue.groups import Found
    from trainingdesk.documents.catalogue.reserve import ReserveLine, reserve_content

    pile = ReservePile(params.get("pile", "") or ReservePile.LISTED)
    day = date.fromisoformat(params["day"]) if params.get("day") else reader.today
    if day > reader.today:
        raise Refused("planning.base_day_ahead", day=reader.today)
    found = [row for row in reserve_candidates(reader, day) if in_pile(row, pile)]
    typed = params.get("text", "")
    rows = in_order(fitting(found, typed), params.get("order", "") or PersonOrder.UNIT)
    people = [row.person_id for row in rows]
    facts = {
        number: one
        for start in range(0, len(people), _AT_ONCE)
        for number, one in training_facts(reader, people[start : start + _AT_ONCE], day).items()
    }
    policy = reader.policy(day)
    details = people_in_lines(reader, people, day)
    names = units.names_on(reader.connection, day)
    then = {
        number: one
        for start in range(0, len(people), _AT_ONCE)
        for number, one in base.posts_on(
            reader.connection, day, reader.today, people[start : start + _AT_ONCE]
        ).items()
    }
    numbers = [row.id for row in rows]
    rounds = reserve.rounds_by(reader.connection, numbers, day)
    admitted = reserve.admissions(reader.connection, day)
    reviews = reserve.last_reviews(reader.connection, numbers, day)
    lines = []
    for row in rows:
        review = reviews.get(row.id)
        missing = missing_training(facts[row.person_id], policy)
        approved = row.override_at is not None
        lines.append(
            ReserveLine(
                name=row.name,
                unit=names[then[row.person_id][0]],
                post=row.post,
                rank=row.rank,
                state=Label(f"reserve.state.{row.state}"),
                recommended_on=row.recommended_on,
                recommended_by=row.recommended_by,
                rounds=rounds.get(row.id, ()),
                reviewed=(review.year, Label(f"review_result.{review.result}")) if review else None,
                admitted=admitted.get(row.id),
                taken_off=row.state is ReserveState.EXITED,
                decided_on=row.decided_on,
                decided_reason=row.decided_reason,
                training=text("reserve.untrained", **missing.words) if missing else text("reserve.trained"),
                open_until=missing.until if missing else None,
                override_by=row.override_by if approved else "",
                override_on=row.override_at.astimezone().date() if row.override_at else None,
                override_reason=row.override_reason,
                gone=row.gone,
                details=details[row.person_id],
            )
        )
    words = "" if pile is ReservePile.LISTED else text(f"reserve_pile.{pile}")
    office = office_facts(reader.connection).name
    narrowed = Found(typed, len(found)) if typed else None
    return reserve_content(
        lines,
        people=len(set(people)),
        pile=words,
        found=narrowed,
        office=office,
        day=day,
        today=reader.today,
    )
