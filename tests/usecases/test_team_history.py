"""The team (三支队伍) as a dated value: who changes it keeps the one before, however the change came (P1.1, P1.5)."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_base_papers import table
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_history import problems
from tests.usecases.test_roster import change_of, person_id
from tests.usecases.test_roster_import import OFFICE, take_in, workbook
from tests.usecases.test_roster_merge import ONE, TWO, everything, merge
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import Team
from trainingdesk.persistence.checkup import check_file, history
from trainingdesk.usecases.commands.history import SavePeriod
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_batch import EditPeople
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster import person_card

TEAMS = "SELECT person_id, team, valid_from, valid_to, reason FROM team_period ORDER BY person_id, valid_to"
NOW = "SELECT team, team_from FROM person WHERE id = 2"


def test_a_change_closes_the_team_before_and_a_correction_does_not(desk: Desk):
    before = everything(desk)
    desk.execute(change_of(desk, "于洋", team=Team.TECHNICAL, correction=True))
    assert (rows(desk, TEAMS), rows(desk, NOW)) == ([], [("technical", "")])
    desk.execute(UndoLast())
    desk.execute(change_of(desk, "于洋", team=Team.TECHNICAL, day="2026.03", reason="区组〔2026〕5号"))
    assert rows(desk, TEAMS) == [(2, "party_government", "", "2026-03", "区组〔2026〕5号")]
    assert rows(desk, NOW) == [("technical", "2026-03")]
    card = desk.ask(person_card, 2)
    assert (card.team_from, card.former[0].code) == ("2026-03", Team.PARTY_GOVERNMENT)
    assert problems(desk, change_of(desk, "于洋", team=Team.BUSINESS, day="2026-02")) == [
        ("history.before_present", "day")
    ]
    assert problems(desk, change_of(desk, "于洋", team_from="2026-02")) == [
        ("history.since_in_period", "team_from")
    ]
    desk.execute(UndoLast())
    assert everything(desk) == before
    assert chain_is_whole(desk)


def test_a_former_team_is_written_by_hand_and_held_against_the_others(desk: Desk):
    yu = person_id(desk, "于洋")
    old = {"kind": "team_period", "person_id": yu, "team": Team.TECHNICAL, "valid_to": "2020-05"}
    made = desk.execute(SavePeriod(**old)).result["period_id"]
    assert problems(desk, SavePeriod(**old | {"team": Team.BUSINESS, "valid_from": "2020-04"})) == [
        ("history.overlaps", "valid_from")
    ]
    assert problems(desk, SavePeriod(**old | {"team": None})) == [("history.team_needed", "team")]
    desk.execute(SavePeriod(**old | {"period_id": made, "team": Team.BUSINESS, "valid_to": "2020-06"}))
    assert rows(desk, TEAMS) == [(yu, "business", "", "2020-06", "")]
    for left in (("technical", "2020-05"), None):
        desk.execute(UndoLast())
        assert [row[1:4:2] for row in rows(desk, TEAMS)] == ([left] if left else [])


def test_many_change_their_team_in_one_step(desk: Desk):
    before = everything(desk)
    desk.execute(
        EditPeople(person_ids=(1, 2, 3), values=(("team", "technical"),), day=date(2026, 6, 1), reason="转任")
    )
    assert rows(desk, TEAMS) == [
        (number, "party_government", "", "2026-06-01", "转任") for number in (1, 2, 3)
    ]
    assert rows(desk, NOW) == [("technical", "2026-06-01")]
    desk.execute(UndoLast())
    assert everything(desk) == before


def test_a_file_dates_the_teams_it_changes(desk: Desk, tmp_path: Path):
    lines = [("于洋", invented_id(2, male=False), OFFICE, "专业技术人员")]
    file = workbook(tmp_path / "名册.xlsx", lines, ["姓名", "身份证号", "工作单位", "人员类别"])
    take_in(desk, file, good_only=True, day=date(2026, 5, 12))
    assert rows(desk, TEAMS) == [(2, "party_government", "", "2026-05-12", "")]
    assert rows(desk, NOW) == [("technical", "2026-05-12")]
    desk.execute(UndoLast())
    assert (rows(desk, TEAMS), rows(desk, NOW)) == ([], [("party_government", "")])
    assert chain_is_whole(desk)


def test_a_merge_keeps_the_team_that_ended_when_the_other_began(desk: Desk):
    fields = "UPDATE person SET team = ?, team_from = ? WHERE id = ?"
    write(desk.path, (fields, ("technical", "2015-01", ONE)), (fields, ("party_government", "2020-03", TWO)))
    before = everything(desk)
    for kept, lost, taken in ((ONE, TWO, ("team",)), (TWO, ONE, ())):
        merge(desk, kept, lost, *taken)
        assert rows(desk, TEAMS) == [(kept, "technical", "2015-01", "2020-03", "")]
        assert check_file(desk.path, [history]) == []
        desk.execute(UndoLast())
        assert everything(desk) == before


def test_the_headcount_and_the_changes_are_of_the_team_of_the_day(desk: Desk):
    now = table(desk, "roster.headcount", 1)
    desk.execute(change_of(desk, "于洋", team=Team.TECHNICAL, day="2026-03-01"))
    assert table(desk, "roster.headcount", 1, day="2026-02-28") == now
    later = table(desk, "roster.headcount", 1)
    assert later != now
    assert [int(new) - int(old) for old, new in zip(now[-1][1:], later[-1][1:], strict=True)] == [0, -1, 1, 0]
    (found,) = desk.ask(paper_rows, "roster.changes", {"from": "2026-01-01"})
    said = [tuple(cell.replace("\u3000", "") for cell in row.cells) for row in found.rows]
    assert said[0][0] == "队伍变动"
    assert (said[1][1], *said[1][9:]) == ("于洋", "2026-03-01", "党政干部→专业技术人员；张晓录入")
    assert "队伍变动1人" in found.facts[1]


@pytest.mark.past_out_of_order
@pytest.mark.parametrize("reaches", ["2020-03", "2020-02"])
def test_the_check_finds_a_former_team_that_reaches_into_the_present_one(desk: Desk, reaches: str):
    write(
        desk.path,
        ("UPDATE person SET team_from = '2020-02' WHERE id = 5", ()),
        (
            (
                "INSERT INTO team_period (person_id, team, valid_from, valid_to, reason)"
                " VALUES (5, 'technical', '', ?, '')"
            ),
            (reaches,),
        ),
    )
    found = [problem.code for problem in check_file(desk.path, [history])]
    assert found == (["check.history_day_twice"] if reaches == "2020-03" else [])
