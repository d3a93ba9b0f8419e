"""Dated changes through the gate: periods, days, corrections, undo; transfers, secondments, rows by hand, photos."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster import change_of, person_id
from tests.usecases.test_roster_merge import everything
from tests.usecases.training_facts import a_class, a_mark, a_session, write
from trainingdesk.domain.codes import GroupKind, Mark, PersonStatus, PostTrack, Rank, SecondmentWay
from trainingdesk.domain.errors import Conflict, Invalid, Refused
from trainingdesk.usecases.commands.groups import JoinGroup
from trainingdesk.usecases.commands.history import RemovePeriod, SavePeriod, TransferPerson
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.photo import SetPhoto
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.commands.secondments import (
    ChangeSecondment,
    EndSecondment,
    RemoveSecondment,
    ReopenSecondment,
    SecondPerson,
)
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster import person_card, person_form

UNITS = "SELECT unit_id, valid_from, valid_to, reason FROM unit_period ORDER BY id"
POSTS = "SELECT track, post, rank, valid_from, valid_to FROM post_period ORDER BY id"
STATUSES = "SELECT status, valid_from, valid_to FROM status_period ORDER BY id"


def a_picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (3, 4), "white").save(target, "PNG")
    return target.getvalue()


PNG = a_picture()


def problems(desk: Desk, command: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        desk.execute(command)
    return [(problem.code, problem.field) for problem in refused.value.problems]


class TestChanges:
    def test_a_promotion_closes_what_was_before(self, desk: Desk):
        desk.execute(
            change_of(
                desk, "于洋", post="部长", rank=Rank.SECTION_HEAD, day="2026.05", reason="区委〔2026〕3号"
            )
        )
        assert rows(desk, POSTS) == [("post", "干部", "section_deputy", "", "2026-05")]
        (line,) = desk.ask(person_card, 2).former
        assert (line.words, line.code, line.valid_to) == ("干部", Rank.SECTION_DEPUTY, "2026-05")
        found = rows(desk, "SELECT post, post_from, rank, rank_from FROM person WHERE name = '于洋'")
        assert found == [("部长", "2026-05", "section_head", "2026-05")]
        desk.execute(UndoLast())
        assert rows(desk, POSTS) == []
        found = rows(desk, "SELECT post, post_from, rank, rank_from FROM person WHERE name = '于洋'")
        assert found == [("干部", "", "section_deputy", "")]
        assert chain_is_whole(desk)

    def test_a_correction_writes_no_history(self, desk: Desk):
        desk.execute(change_of(desk, "于洋", post="科长", unit_id=2, correction=True))
        assert rows(desk, POSTS) == rows(desk, UNITS) == []

    def test_a_day_beside_its_value_is_that_value_s_day(self, desk: Desk):
        desk.execute(change_of(desk, "于洋", post="科长", post_from="2026-03", unit_id=2, day="2026-04-01"))
        assert [row[-1] for row in rows(desk, POSTS)] == ["2026-03"]
        assert rows(desk, UNITS) == [(1, "", "2026-04-01", "")]

    def test_every_day_that_cannot_be_is_told_at_once(self, desk: Desk):
        desk.execute(change_of(desk, "于洋", post="科长", unit_id=2, day="2026-04-01"))
        found = problems(desk, change_of(desk, "于洋", post="处长", unit_id=3, day="2026-03"))
        assert found == [("history.before_present", "day"), ("history.before_present", "day")]
        assert problems(desk, change_of(desk, "于洋", unit_from="2026-03-31")) == [
            ("history.since_in_period", "unit_from")
        ]
        assert problems(desk, change_of(desk, "于洋", post_from="2027-01")) == [
            ("history.day_to_come", "post_from")
        ]

    def test_a_status_keeps_the_one_before(self, desk: Desk):
        sun = person_id(desk, "孙悦")
        desk.execute(
            ChangeStatus(
                person_id=sun, version=1, status=PersonStatus.LONG_LEAVE, day=date(2026, 2, 1), reason="病假"
            )
        )
        desk.execute(
            ChangeStatus(person_id=sun, version=2, status=PersonStatus.SERVING, day=date(2026, 6, 1))
        )
        assert rows(desk, STATUSES) == [
            ("serving", "", "2026-02-01"),
            ("long_leave", "2026-02-01", "2026-06-01"),
        ]
        desk.execute(UndoLast())
        assert rows(desk, STATUSES) == [("serving", "", "2026-02-01")]

    def test_a_rank_beside_a_post_must_be_one(self, desk: Desk):
        assert problems(desk, change_of(desk, "丁宁", side_rank=Rank.SECTION_DEPUTY)) == [
            ("roster.side_rank_is_post", "side_rank")
        ]
        assert problems(desk, change_of(desk, "单小芳", side_rank=Rank.PRINCIPAL_1)) == [
            ("roster.side_rank_beside_rank", "side_rank")
        ]


class TestTransfers:
    def test_a_transfer_is_one_step_with_post_and_unit(self, desk: Desk):
        yu = person_id(desk, "于洋")
        desk.execute(
            TransferPerson(person_id=yu, version=1, unit_id=5, day="2026-05-12", reason="交流", post="副主任")
        )
        assert rows(desk, UNITS) == [(1, "", "2026-05-12", "交流")]
        assert rows(desk, f"SELECT unit_id, unit_from, post FROM person WHERE id = {yu}") == [
            (5, "2026-05-12", "副主任")
        ]
        assert desk.execute(UndoLast()).result["label"] == "undo.transfer_person"
        assert rows(desk, UNITS) == rows(desk, POSTS) == []
        assert rows(desk, f"SELECT unit_id, unit_from, post FROM person WHERE id = {yu}") == [(1, "", "干部")]

    def test_a_transfer_to_the_own_unit_is_none(self, desk: Desk):
        command = TransferPerson(person_id=person_id(desk, "于洋"), version=1, unit_id=1)
        assert problems(desk, command) == [("history.same_unit", "unit_id")]

    def test_a_secondment_and_the_return(self, desk: Desk):
        yu = person_id(desk, "于洋")
        made = desk.execute(
            SecondPerson(
                person_id=yu,
                way=SecondmentWay.OUT,
                place="市委组织部",
                valid_from=date(2026, 1, 5),
                reason="借调函",
            )
        ).result["secondment_id"]
        within = SecondPerson(person_id=yu, way=SecondmentWay.WITHIN, unit_id=1, valid_from=date(2026, 3, 1))
        assert problems(desk, within) == [
            ("history.other_unit_needed", "unit_id"),
            ("history.seconded_already", "valid_from"),
        ]
        assert problems(desk, EndSecondment(secondment_id=made, day=date(2026, 1, 4))) == [
            ("history.ends_before", "day")
        ]
        desk.execute(EndSecondment(secondment_id=made, day=date(2026, 5, 31)))
        with pytest.raises(Refused, match=r"history\.back_already"):
            desk.execute(EndSecondment(secondment_id=made))
        desk.execute(UndoLast())
        assert rows(desk, "SELECT valid_to FROM secondment") == [(None,)]
        desk.execute(UndoLast())
        assert rows(desk, "SELECT * FROM secondment") == []
        assert chain_is_whole(desk)


class TestRowsByHand:
    def test_an_old_title_is_kept_under_its_name(self, desk: Desk):
        yu = person_id(desk, "于洋")
        old = {
            "kind": "post_period", "person_id": yu, "track": PostTrack.RANK, "legacy": "主任科员",
            "valid_from": "2012.03", "valid_to": "2019.06",
        }  # fmt: skip
        made = desk.execute(SavePeriod(**old)).result["period_id"]
        assert rows(desk, "SELECT legacy, valid_from, valid_to FROM post_period") == [
            ("主任科员", "2012-03", "2019-06")
        ]
        assert problems(desk, SavePeriod(**old | {"valid_from": "2019-05", "valid_to": "2020-01"})) == [
            ("history.overlaps", "valid_from")
        ]
        desk.execute(SavePeriod(**old | {"period_id": made, "valid_to": "2019-05"}))
        desk.execute(RemovePeriod(kind="post_period", period_id=made))
        assert rows(desk, POSTS) == []
        for left in ("2019-05", "2019-06"):
            desk.execute(UndoLast())
            assert rows(desk, "SELECT id, legacy, valid_to FROM post_period") == [(made, "主任科员", left)]
        desk.execute(UndoLast())
        assert rows(desk, POSTS) == []
        with pytest.raises(Refused, match=r"undo\.nothing"):
            desk.execute(UndoLast())

    def test_a_row_says_something_on_its_own_ladder(self, desk: Desk):
        base = {"kind": "post_period", "person_id": 1, "valid_to": "2019-06"}
        assert problems(desk, SavePeriod(**base)) == [("history.nothing_said", "post")]
        assert problems(desk, SavePeriod(**base, rank=Rank.CLERK_1)) == [("history.other_ladder", "rank")]

    def test_that_there_was_no_rank_before_can_be_dated_anew(self, desk: Desk):
        ding = person_id(desk, "丁宁")
        desk.execute(change_of(desk, "丁宁", side_rank=Rank.PRINCIPAL_1, day="2026-03"))
        ((number, rank),) = rows(desk, "SELECT id, rank FROM post_period")
        assert rank is None
        row = {"kind": "post_period", "person_id": ding, "period_id": number, "track": PostTrack.RANK}
        desk.execute(SavePeriod(**row, valid_from="2019-06", valid_to="2026-03"))
        assert rows(desk, POSTS) == [("rank", "", None, "2019-06", "2026-03")]
        assert problems(desk, SavePeriod(**row | {"track": PostTrack.POST}, valid_to="2026-03")) == [
            ("history.nothing_said", "post")
        ]

    def test_a_history_keeps_the_person(self, desk: Desk):
        """Undo of an entry does not take away what was written to it since."""
        yu = person_id(desk, "于洋")
        made = desk.execute(SavePeriod(kind="unit_period", person_id=yu, unit_id=2, valid_to="2020-01"))
        desk.execute(change_of(desk, "于洋", unit_id=3, day="2021-01"))
        assert rows(desk, UNITS) == [(2, "", "2020-01", ""), (1, "2020-01", "2021-01", "")]
        desk.execute(UndoLast())
        assert rows(desk, UNITS) == [(2, "", "2020-01", "")]
        assert made.result["person_id"] == yu


def test_a_photo_is_kept_and_taken_away(desk: Desk):
    torn = b"\x89PNG\r\n\x1a\n" + b"0" * 50  # it begins like a picture, and can't be drawn
    for picture, code in (
        (b"GIF89a", "photo.not_a_picture"),
        (torn, "photo.not_a_picture"),
        (PNG * 8000, "photo.too_big"),
    ):
        with pytest.raises(Refused) as refused:
            desk.execute(SetPhoto(person_id=1, picture=picture))
        assert refused.value.code == code
    desk.execute(SetPhoto(person_id=1, picture=PNG))
    assert rows(desk, "SELECT media, length(picture) FROM person_photo") == [("image/png", len(PNG))]
    desk.execute(SetPhoto(person_id=1, picture=PNG + b"1"))
    desk.execute(UndoLast())
    assert rows(desk, "SELECT length(picture) FROM person_photo") == [(len(PNG),)]
    desk.execute(SetPhoto(person_id=1))
    assert rows(desk, "SELECT * FROM person_photo") == []
    desk.execute(UndoLast())
    assert rows(desk, "SELECT picture FROM person_photo") == [(PNG,)]
    desk.execute(UndoLast())
    assert rows(desk, "SELECT * FROM person_photo") == []
    assert chain_is_whole(desk)


def test_a_secondment_entered_by_mistake_is_taken_away_and_put_back(desk: Desk):
    away = SecondPerson(person_id=2, way=SecondmentWay.OUT, place="市委组织部", valid_from=date(2026, 3, 1))
    number = desk.execute(away).result["secondment_id"]
    whole = rows(desk, "SELECT * FROM secondment")
    desk.execute(RemoveSecondment(secondment_id=number))
    assert rows(desk, "SELECT * FROM secondment") == []
    desk.execute(UndoLast())
    assert rows(desk, "SELECT * FROM secondment") == whole
    desk.execute(UndoLast())
    assert rows(desk, "SELECT * FROM secondment") == []


def test_a_secondment_is_put_right_in_place_and_taken_back(desk: Desk):
    away = SecondPerson(person_id=2, way=SecondmentWay.OUT, place="市委组织部", valid_from=date(2026, 3, 1))
    number = desk.execute(away).result["secondment_id"]
    desk.execute(EndSecondment(secondment_id=number, day=date(2026, 4, 30)))
    later = SecondPerson(person_id=2, way=SecondmentWay.OUT, place="区外", valid_from=date(2026, 6, 1))
    desk.execute(later)
    whole = rows(desk, "SELECT * FROM secondment")
    right = {
        "secondment_id": number, "way": SecondmentWay.WITHIN, "unit_id": 3, "valid_from": date(2026, 2, 1),
    }  # fmt: skip
    assert problems(desk, ChangeSecondment(**right)) == [("history.seconded_already", "valid_from")]
    assert problems(desk, ChangeSecondment(**right | {"valid_to": date(2026, 1, 31), "unit_id": 1})) == [
        ("history.other_unit_needed", "unit_id"),
        ("history.ends_before", "valid_to"),
    ]
    desk.execute(ChangeSecondment(**right | {"valid_to": date(2026, 5, 31), "reason": "区组借〔2026〕1号"}))
    found = "SELECT way, unit_id, place, valid_from, valid_to, reason FROM secondment WHERE id = 1"
    assert rows(desk, found) == [("within", 3, "", "2026-02-01", "2026-05-31", "区组借〔2026〕1号")]
    assert desk.execute(UndoLast()).result["label"] == "undo.change_secondment"
    assert rows(desk, "SELECT * FROM secondment") == whole
    assert chain_is_whole(desk)


def test_who_was_kept_by_the_unit_that_had_them_has_a_secondment_that_can_be_put_right(desk: Desk):
    lent = SecondPerson(
        person_id=2,
        way=SecondmentWay.WITHIN,
        unit_id=3,
        valid_from=date(2026, 1, 5),
        valid_to=date(2026, 4, 30),
    )
    number = desk.execute(lent).result["secondment_id"]
    desk.execute(TransferPerson(person_id=2, version=1, unit_id=3, day="2026-05-01"))
    desk.execute(
        ChangeSecondment(
            secondment_id=number,
            way=SecondmentWay.WITHIN,
            unit_id=3,
            valid_from=date(2026, 1, 12),
            valid_to=date(2026, 4, 30),
        )
    )
    assert rows(desk, "SELECT valid_from FROM secondment") == [("2026-01-12",)]


def test_nobody_is_seconded_to_a_unit_that_is_closed(desk: Desk):
    """A stay that ended while the unit was there may be noted later; undo opens none again either."""
    within = {"way": SecondmentWay.WITHIN, "unit_id": 2}
    first = desk.execute(SecondPerson(person_id=6, **within, valid_from=date(2026, 1, 5))).result
    desk.execute(EndSecondment(secondment_id=first["secondment_id"], day=date(2026, 3, 31)))
    desk.execute(MergeUnits(unit_id=2, version=1, into_id=1, day=date(2026, 6, 1)))
    days = {"person_id": 8, "valid_from": date(2026, 5, 1)}
    for end in (None, date(2026, 6, 1)):
        assert problems(desk, SecondPerson(**within, **days, valid_to=end)) == [
            ("history.unit_gone", "unit_id")
        ]
    desk.execute(SecondPerson(**within, **days, valid_to=date(2026, 5, 31)))
    assert problems(desk, ReopenSecondment(secondment_id=first["secondment_id"], day="2026-03-31")) == [
        ("history.unit_gone", "unit_id")
    ]


def test_what_another_clerk_changed_since_is_not_taken_back(desk: Desk):
    yu = person_id(desk, "于洋")
    desk.execute(TransferPerson(person_id=yu, version=1, unit_id=5, day="2026-05-12"))
    step = rows(desk, "SELECT max(id) FROM undo_step")[0][0]
    version = desk.ask(person_form, yu).version
    desk.execute(TransferPerson(person_id=yu, version=version, unit_id=2, day="2026-06-01"))
    last = rows(desk, "SELECT max(id) FROM undo_step")[0][0]
    with pytest.raises(Conflict, match=r"undo\.changed_since"):
        desk.execute(UndoLast(leave=(last,), step_id=step))


def test_the_card_says_hours_owed_attendance_and_groups(desk: Desk):
    old = a_class(desk.path, "2025-01", "2025-03-03", [2, 3])
    new = a_class(desk.path, "2026-01", "2026-04-01", [2])
    write(
        desk.path,
        ("UPDATE enrolment SET attended_hours = 300 WHERE class_id = ?", (old,)),
        ("UPDATE enrolment SET attended_hours = 400 WHERE class_id = ?", (new,)),
    )
    enrolment = rows(desk, f"SELECT id FROM enrolment WHERE class_id = {new}")[0][0]
    morning, noon = (
        a_session(desk.path, new, "2026-04-01"),
        a_session(desk.path, new, "2026-04-01", "afternoon"),
    )
    for session, mark in ((morning, "absent"), (morning, "present"), (noon, "late")):
        a_mark(desk.path, session, enrolment, mark)
    desk.execute(
        JoinGroup(kind=GroupKind.YOUNG, person_ids=(2,), day=date(2026, 5, 1), reason="区委常委会会议")
    )
    card = desk.ask(person_card, 2)
    assert card.attendance == {Mark.PRESENT: 1, Mark.LATE: 1}
    assert [(line.kind, line.valid_from, line.valid_to) for line in card.groups] == [
        (GroupKind.YOUNG, date(2026, 5, 1), None)
    ]
    hours = card.hours
    assert hours is not None
    assert (hours.this_year, hours.in_cycle, hours.first_year, hours.last_year) == (400, 700, 2022, 2026)
    assert (hours.owed, hours.whole_cycle, hours.short) == (900, False, 500)
    write(desk.path, ("UPDATE person SET rank = 'county_deputy' WHERE id = 2", ()))
    hours = desk.ask(person_card, 2).hours
    assert hours is not None
    assert (hours.owed, hours.whole_cycle, hours.short) == (5500, True, 4800)


def test_nobody_moves_between_units_before_they_came_into_the_roster(desk: Desk):
    """Else they would count in the base of days before they came, and be no newcomer on the paper of changes."""
    write(desk.path, ("UPDATE person SET joined_on = '2026-06-01' WHERE id = 2", ()))
    early = TransferPerson(person_id=2, version=1, unit_id=3, day="2026-05-12")
    assert problems(desk, early) == [("history.before_joined", "day")]
    contradicting = change_of(desk, "于洋", unit_id=3, day="2026-05-12", joined_on="2026-06-02")
    assert problems(desk, contradicting) == [("history.before_joining", "day")]
    before = everything(desk)
    # whoever came by a file without a day has that of the file: the move is right, and that day is not known
    desk.execute(replace(early, sure=("day",)))
    assert rows(desk, UNITS)[-1][2] == "2026-05-12"
    assert rows(desk, "SELECT joined_on FROM person WHERE id = 2") == [(None,)]
    desk.execute(UndoLast())
    assert everything(desk) == before
    desk.execute(change_of(desk, "于洋", unit_id=3, unit_from="2026-05-12", sure=("unit_from",)))
    assert rows(desk, "SELECT joined_on FROM person WHERE id = 2") == [(None,)]
    # a move that only puts a mistake right says nothing of a day
    write(desk.path, ("UPDATE person SET joined_on = '2026-06-10' WHERE id = 1", ()))
    desk.execute(change_of(desk, "丁宁", unit_id=3, correction=True))


def test_nobody_comes_into_the_roster_after_a_former_unit_of_theirs(desk: Desk):
    desk.execute(TransferPerson(person_id=2, version=1, unit_id=3, day="2026-05-12"))
    assert problems(desk, change_of(desk, "于洋", joined_on="2026-05-13")) == [
        ("history.joined_behind", "joined_on")
    ]
    desk.execute(change_of(desk, "于洋", joined_on="2026-05-12"))
    # what was so before another change stays
    write(desk.path, ("UPDATE person SET joined_on = '2026-06-01' WHERE id = 2", ()))
    desk.execute(change_of(desk, "于洋", phone="13800000000"))
