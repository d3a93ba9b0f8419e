"""A class is offered to the people of its group first (P2.1, P2.2)."""

from datetime import date
from pathlib import Path

from tests.usecases.training_facts import a_class, a_mark, a_session
from trainingdesk.domain.codes import Audience, GroupKind
from trainingdesk.domain.roster.views import CandidateFilter
from trainingdesk.usecases.commands.groups import JoinGroup
from trainingdesk.usecases.commands.reserve import RecommendReserve
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.groups import candidate_card
from trainingdesk.usecases.queries.roster import enrolment_candidates


def test_the_picker_offers_the_group_of_the_audience(desk: Desk, desk_file: Path):
    number = a_class(desk_file, "2026-03", "2026-06-20", [], state="enrolling")

    def offered(audience: Audience, membership: GroupKind | None = None, *, fitting: bool = True) -> set[int]:
        wanted = CandidateFilter(
            class_id=number, audience=audience, only_fitting=fitting, membership=membership
        )
        return {row.id for row in desk.ask(enrolment_candidates, wanted)}

    by_team, heads = offered(Audience.YOUNG), offered(Audience.UNIT_HEADS)
    assert len(by_team) > 3
    assert 3 not in heads
    for kind, people in ((GroupKind.YOUNG, (3, 12)), (GroupKind.UNIT_HEADS, (3,))):
        desk.execute(JoinGroup(kind=kind, person_ids=people, day=date(2026, 6, 1), reason="名单"))
    assert offered(Audience.YOUNG) == {3, 12}
    assert offered(Audience.UNIT_HEADS) == heads | {3}, "by rank or by name"
    assert offered(Audience.GENERAL, GroupKind.YOUNG, fitting=False) == {3, 12}
    assert offered(Audience.GENERAL, GroupKind.TALENT, fitting=False) == set()


def test_half_days_attended_count_by_their_last_mark(desk: Desk, desk_file: Path):
    number = a_class(desk_file, "2026-01", "2026-03-20", [3])
    for day in range(1, 5):
        a_mark(desk_file, a_session(desk_file, number, f"2026-03-{day:02d}", "morning"), 1, "present")
    session = a_session(desk_file, number, "2026-03-05", "morning")
    for mark in ("present", "sick_leave"):
        a_mark(desk_file, session, 1, mark)
    candidate = desk.execute(RecommendReserve(person_ids=(3,), day=date(2026, 6, 1), by="党组"))
    facts = desk.ask(candidate_card, candidate.result["candidate_ids"][0]).training
    assert facts.half_days == {2026: 4}
