"""A change is the same change whichever way it comes: form, batch and file leave the same person and the same rows."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import OFFICE, take_in, workbook
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import PersonStatus, Rank, Team
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_batch import EditPeople
from trainingdesk.usecases.desk import Desk

#: field → value, the words a file has for it, the header it has there
CHANGES = {
    "team": (Team.TECHNICAL, "专业技术人员", "队伍"),
    "rank": (Rank.SECTION_HEAD, "乡科级正职", "职级"),
    "side_rank": (Rank.PRINCIPAL_2, "二级主任科员", "兼任职级"),
    "status": (PersonStatus.LONG_LEAVE, "长期请假", "状态"),
}
#: since when it was so until then: not known; a month; with a row before
BEFORE = ("", "2020-03", "row")
DAY = date(2026, 5, 12)


def told(desk: Desk) -> list[list[tuple]]:
    """Return the person and the rows of their history, without what says how they came."""
    columns = (
        "team, team_from, post, post_from, rank, rank_from, side_rank, side_rank_from, status, status_from"
    )
    found = [rows(desk, f"SELECT {columns} FROM person WHERE id = 2")]
    for table, own in (("team", "team"), ("status", "status"), ("post", "track, post, rank, legacy")):
        statement = (
            f"SELECT person_id, {own}, valid_from, valid_to FROM {table}_period ORDER BY valid_to, {own}"
        )
        found.append(rows(desk, statement))
    return found


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("field", CHANGES)
def test_form_batch_and_file_write_the_same(desk: Desk, tmp_path: Path, field: str, before: str):
    value, words, header = CHANGES[field]
    if before:
        since = "2020-03-01" if field == "status" else "2020-03"
        write(desk.path, (f"UPDATE person SET {field}_from = ? WHERE id = 2", (since,)))
    if before == "row":
        extra = {
            "team": ("team_period", "team", "'business'"),
            "status": ("status_period", "status", "'long_leave'"),
            "rank": ("post_period", "track, post, rank, legacy", "'post', '干事', NULL, ''"),
            "side_rank": ("post_period", "track, post, rank, legacy", "'rank', '', 'clerk_1', ''"),
        }
        table, names, kept = extra[field]
        insert = f"INSERT INTO {table} (person_id, {names}, valid_from, valid_to, reason) VALUES (2, {kept}, '', ?, '')"
        write(desk.path, (insert, ("2020-03",)))
    start = told(desk)
    file = workbook(
        tmp_path / "a.xlsx",
        [("于洋", invented_id(2, male=False), OFFICE, words)],
        ["姓名", "身份证号", "工作单位", header],
    )
    results = []
    for send in (
        lambda: desk.execute(change_of(desk, "于洋", **{field: value}, day=DAY.isoformat())),
        lambda: desk.execute(EditPeople(person_ids=(2,), values=((field, value.value),), day=DAY)),
        lambda: take_in(desk, file, day=DAY),
    ):
        send()
        results.append(told(desk))
        desk.execute(UndoLast())
        assert told(desk) == start
    by_form, by_batch, by_file = results
    assert by_form != start
    assert by_batch == by_form
    # a file's day is no day since when a rank is held: that stays unknown, and the period ends no later than that day
    said = by_form[0][0]
    unsaid = tuple(
        "" if place in {5, 7} and day == DAY.isoformat() else day for place, day in enumerate(said)
    )
    assert by_file == [[unsaid], *by_form[1:]]
