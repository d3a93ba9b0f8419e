"""The basis of a change stands with the value that began by it: in the window, on the card, on the papers."""

from datetime import date

from tests.usecases.test_roster_merge import merge
from tests.usecases.test_training_file import sections
from trainingdesk.domain.codes import PersonStatus, PostTrack, Rank
from trainingdesk.persistence.readmodels.change_sources import ended_between
from trainingdesk.usecases.commands.history import SavePeriod, TransferPerson
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.history import person_history
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster import person_card

YU = 2


def test_a_leave_and_a_transfer_carry_their_basis_and_not_what_was_before(desk: Desk):
    desk.execute(
        ChangeStatus(
            person_id=YU, version=1, status=PersonStatus.LONG_LEAVE, day=date(2026, 3, 1), reason="产假"
        )
    )
    desk.execute(TransferPerson(person_id=YU, version=2, unit_id=3, day="2026-05", reason="清组任15号"))
    found = desk.ask(person_history, YU).rows
    assert {row.kind: row.reason for row in found if row.present} == {
        "unit_period": "清组任15号",
        "status_period": "产假",
        "post_period": "",
        "team_period": "",
    }
    assert [row.reason for row in found if not row.present] == ["", ""]
    assert not any(row.loose for row in found)
    card = desk.ask(person_card, YU)
    assert {one.track: one.reason for one in card.bases} == {"unit": "清组任15号", "status": "产假"}
    assert [line.reason for line in card.former] == ["", ""]
    career = sections(desk, YU)["任职履历"]
    assert ("2026-05", "至今", "单位", "城东区教育局", "清组任15号") in career
    assert ("2026-03-01", "至今", "状态", "长期请假", "产假") in [
        (*line[:2], line[2].removeprefix("人员"), *line[3:]) for line in career
    ]
    desk.execute(TransferPerson(person_id=YU, version=3, unit_id=4, day="2026-06", reason="清组任20号"))
    units = [row for row in desk.ask(person_history, YU).rows if row.kind == "unit_period"]
    assert [(row.valid_from, row.reason) for row in units] == [
        ("2026-06", "清组任20号"),
        ("2026-05", "清组任15号"),
        ("", ""),
    ]
    table = desk.ask(paper_rows, "roster.changes", {"from": "2026-05-31"})[0]
    assert any("清组任20号" in cell for row in table.rows for cell in row.cells)


def test_what_is_written_by_hand_says_its_own_beginning_and_its_end_where_nothing_began(desk: Desk):
    base = {
        "kind": "post_period", "person_id": YU, "track": PostTrack.POST, "post": "干事", "valid_from": "2010-07",
        "valid_to": "2014-01", "reason": "辞职",
    }  # fmt: skip
    number = desk.execute(SavePeriod(**base, begun_by="任〔2010〕3号")).result["period_id"]
    (row,) = [row for row in desk.ask(person_history, YU).rows if not row.present]
    # of the post held now nobody said since when: it came after this one
    assert (row.reason, row.loose) == ("任〔2010〕3号", False)
    rank = base | {"track": PostTrack.RANK, "post": "", "rank": Rank.PRINCIPAL_4, "reason": "处分"}
    desk.execute(SavePeriod(**rank))
    (row,) = [row for row in desk.ask(person_history, YU).rows if row.track is PostTrack.RANK]
    assert (row.reason, row.ended, row.loose) == ("", "处分", True)
    desk.execute(SavePeriod(**base, period_id=number, begun_by="任〔2010〕4号"))
    assert "任〔2010〕4号" in {line.reason for line in desk.ask(person_card, YU).former}


def in_unit(desk: Desk, person: int, **values: object) -> None:
    known = {
        "kind": "unit_period",
        "person_id": person,
        "unit_id": 2,
        "valid_from": "2019-01",
        "valid_to": "2024-01",
    }
    desk.execute(SavePeriod(**{**known, **values}))


def units_of(desk: Desk, person: int) -> list[tuple[str, str, str]]:
    found = desk.ask(person_history, person).rows
    return [
        (row.valid_from, row.valid_to, row.reason)
        for row in found
        if row.kind == "unit_period" and not row.present
    ]


def test_what_a_merger_of_units_cuts_off_began_by_the_merger(desk: Desk):
    in_unit(desk, 6, begun_by="任〔2019〕1号", reason="调动")
    before = units_of(desk, 6)
    desk.execute(TransferPerson(person_id=5, version=1, unit_id=1, day="2021-01"))
    desk.execute(MergeUnits(unit_id=2, version=1, into_id=4, day=date(2022, 1, 1), reason="机构改革"))
    assert units_of(desk, 6) == [
        ("2022-01-01", "2024-01", "机构改革"),
        ("2019-01", "2022-01-01", "任〔2019〕1号"),
    ]
    desk.execute(UndoLast())
    assert units_of(desk, 6) == before


def test_what_is_left_of_a_former_unit_in_a_merger_of_people_did_not_begin_by_its_own_basis(desk: Desk):
    in_unit(desk, YU, unit_id=3, valid_from="2018-01", valid_to="2020-01")
    in_unit(desk, 5, begun_by="任〔2019〕1号")
    merge(desk, YU, 5)
    assert units_of(desk, YU) == [("2020-01", "2024-01", ""), ("2018-01", "2020-01", "")]
    desk.execute(UndoLast())
    assert units_of(desk, 5) == [("2019-01", "2024-01", "任〔2019〕1号")]


def test_a_month_and_its_first_day_are_one_beginning_on_paper_too_and_of_one_ladder(desk: Desk):
    post = {"kind": "post_period", "person_id": YU, "track": PostTrack.POST}
    desk.execute(SavePeriod(**post, post="干事", valid_from="2010-07", valid_to="2026-03", reason="免"))
    rank = {**post, "track": PostTrack.RANK, "rank": Rank.PRINCIPAL_4}
    desk.execute(SavePeriod(**rank, valid_from="2026-03", valid_to="2026-04", begun_by="职级晋升"))
    told = {"table": "post_period", "people": [YU], "days": (date(2026, 2, 1), date(2026, 3, 2))}
    with desk.engines.reader.connect() as connection:
        assert ended_between(connection, *told.values())[YU].reason == "免"
    desk.execute(
        SavePeriod(**post, post="科长", valid_from="2026-03-01", valid_to="2026-05", begun_by="任〔2026〕3号")
    )
    with desk.engines.reader.connect() as connection:
        found = ended_between(connection, *told.values())[YU]
    assert (found.reason, found.ended) == ("任〔2026〕3号", "2026-03")
