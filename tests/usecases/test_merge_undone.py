"""A merge loses nothing of either record, and is taken back with whatever can hang on people."""

import json
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_merge import ONE, TWO, candidate, everything, member, merge, visit
from tests.usecases.training_facts import a_class, a_mark, a_session, write
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.base import position_of
from trainingdesk.persistence.checkup import check_file, groups, history, reserve
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_merge import SeparatePeople
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows

_STAMP = "2026-06-12T01:00:00.000Z"


@pytest.fixture(autouse=True)
def _of_one_sex(desk_file: Path) -> None:
    """The two of one name could be one person."""
    number = invented_id(77, male=False)
    write(desk_file, ("UPDATE person SET sex = 'female', id_number = ? WHERE id = ?", (number, TWO)))


def certificate(desk: Desk, class_id: int, person: int, sequence: int, replaces: int | None = None) -> int:
    """Put a certificate of somebody's enrolment into the register; a replaced one is void."""
    if replaces is not None:
        void = "UPDATE certificate SET state = 'void', voided_at = ?, void_reason = '姓名有误' WHERE id = ?"
        write(desk.path, (void, (_STAMP, replaces)))
    write(
        desk.path,
        (
            (
                "INSERT INTO issued_paper (id, kind, number, title, data, template_version, content, sha256, issued_at,"
                " issued_by) VALUES (?, 'certificate', ?, '', '{}', '1', x'00', '', ?, 1)"
            ),
            (900 + sequence, f"证{sequence}", _STAMP),
        ),
        (
            (
                "INSERT INTO certificate (id, number, series, sequence, class_id, enrolment_id, person_id, issued_day,"
                " issued_at, issued_by, paper_id, state, void_reason, replaces_id) SELECT ?, ?, 'certificate/2026', ?,"
                " class_id, id, person_id, '2026-06-12', ?, 1, ?, 'valid', '', ? FROM enrolment"
                " WHERE class_id = ? AND person_id = ?"
            ),
            (900 + sequence, f"证{sequence}", sequence, _STAMP, 900 + sequence, replaces, class_id, person),
        ),
    )
    return 900 + sequence


def secondment(desk: Desk, person: int, since: str, until: str) -> None:
    write(
        desk.path,
        (
            (
                "INSERT INTO secondment (person_id, way, place, valid_from, valid_to, reason)"
                " VALUES (?, 'out', '市委办', ?, ?, '')"
            ),
            (person, since, until),
        ),
    )


@pytest.fixture
def full(desk: Desk) -> Desk:
    """Two people each with classes, certificates (some replaced), a candidacy, groups, visits and a past."""
    for number, person in enumerate((ONE, TWO)):
        done = a_class(desk.path, f"2026-1{number}", "2026-03-01", [person])
        first = certificate(desk, done, person, 10 * number + 1)
        second = certificate(desk, done, person, 10 * number + 2, replaces=first)
        certificate(desk, done, person, 10 * number + 3, replaces=second)
        member(desk, person, "talent", f"202{number}-06-01")
        visit(desk, 1 + 2 * number, "住房")
        secondment(desk, person, f"201{number}-01-01", f"201{number}-06-01")
        since, until = (("2020-01-01", "2021-01-01"), ("2022-01-01", None))[number]
        candidate(desk, person, since, until, "admitted" if until is None else "exited")
    running = a_class(desk.path, "2026-20", "2026-07-01", [ONE, TWO], state="running", completed=None)
    session = a_session(desk.path, running, "2026-07-01")
    a_mark(desk.path, session, 4, "present")
    return desk


@pytest.mark.parametrize(("kept", "lost"), [(ONE, TWO), (TWO, ONE)])
def test_people_with_certificates_are_parted_as_they_were(full: Desk, kept: int, lost: int):
    before = everything(full)
    merge(full, kept, lost)
    assert check_file(full.path, [groups, history, reserve]) == []
    full.execute(UndoLast())
    assert everything(full) == before


def test_from_the_list_of_merges_too(full: Desk):
    before = everything(full)
    number = merge(full, ONE, TWO)["merge_id"]
    full.execute(SeparatePeople(merge_id=number))
    assert everything(full) == before


def test_a_certificate_that_was_issued_since_in_place_of_one_is_in_the_way(full: Desk):
    number = merge(full, ONE, TWO)["merge_id"]
    class_id = 2  # the class that only the record that goes was in
    certificate(full, class_id, ONE, 30, replaces=913)
    with pytest.raises(Refused) as refused:
        full.execute(SeparatePeople(merge_id=number))
    assert refused.value.code == "merge.depended_on"


def _as_of(
    desk: Desk, person: int, unit: int, unit_from: str, post: str, post_from: str, rank: str = ""
) -> None:
    fields = "unit_id = ?, unit_from = ?, post = ?, post_from = ?, rank = ?, rank_from = ''"
    values = (unit, unit_from, post, post_from, rank or None, person)
    write(desk.path, (f"UPDATE person SET {fields} WHERE id = ?", values))
    name = rows(desk, f"SELECT name FROM unit WHERE id = {unit}")[0][0]
    place = position_of(rank or None, person, "", post, name)
    write(desk.path, ("UPDATE person SET position = ? WHERE id = ?", (place, person)))


def _past(desk: Desk) -> list[tuple]:
    return [
        *rows(desk, "SELECT unit_id, valid_from, valid_to FROM unit_period"),
        *rows(desk, "SELECT post, rank, valid_from, valid_to FROM post_period"),
    ]


def _log(desk: Desk) -> dict:
    newest = "SELECT detail FROM audit WHERE kind = 'merged' ORDER BY id DESC LIMIT 1"
    return dict(json.loads(rows(desk, newest)[0][0]))


@pytest.mark.parametrize("taken", [("unit", "post"), ("unit", "post", "rank")])
def test_the_post_that_is_not_chosen_is_a_former_one(desk: Desk, taken: tuple[str, ...]):
    _as_of(desk, ONE, 2, "2015-08", "校长", "2015-08", "section_head")
    _as_of(desk, TWO, 3, "2023-09", "副局长", "2023-09")
    before = everything(desk)
    # the level is chosen from either side
    result = merge(desk, ONE, TWO, *taken)
    assert _past(desk) == [(2, "2015-08", "2023-09"), ("校长", "section_head", "2015-08", "2023-09")]
    assert result["not_kept"] == {}
    assert "not_kept" not in _log(desk)
    assert check_file(desk.path, [history]) == []
    desk.execute(UndoLast())
    assert everything(desk) == before


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        # since when the chosen ones hold, nobody said
        (("2015-08", "2015-08"), ("", "")),
        # the older record was chosen: when the younger one ended, nobody said
        (("2025-08", "2025-08"), ("2023-09", "2023-09")),
    ],
)
def test_what_no_day_is_known_of_is_told_and_stands_in_the_log(
    desk: Desk, mine: tuple[str, str], theirs: tuple[str, str]
):
    _as_of(desk, ONE, 2, mine[0], "校长", mine[1], "section_head")
    _as_of(desk, TWO, 3, theirs[0], "副局长", theirs[1], "section_deputy")
    unit = rows(desk, "SELECT name FROM unit WHERE id = 2")[0][0]
    result = merge(desk, ONE, TWO, "unit", "post", "rank")
    assert _past(desk) == []
    assert result["not_kept"] == {"unit": unit, "post": "校长", "rank": "section_head"}
    assert _log(desk)["not_kept"] == {"unit": unit, "post": "校长", "rank": "section_head"}


def test_a_post_that_is_only_told_more_fully_is_no_other_one(desk: Desk):
    _as_of(desk, ONE, 2, "", "局长", "")
    _as_of(desk, TWO, 2, "", "党组书记、局长", "")
    assert merge(desk, ONE, TWO, "post")["not_kept"] == {}


@pytest.mark.parametrize(
    ("since", "taken", "past", "told"),
    [
        # since when the one that was chosen holds is not after the other one began
        ("2015-08", "rank", [], {"post": "副局长", "rank": "section_head"}),
        ("2015-08", "post", [], {"post": "科长", "rank": "section_deputy"}),
        # the other post is a former one with its own level: the level of the chosen post is nowhere
        ("2020-08", "rank", [("副局长", "section_deputy", "2015-08", "2020-08")], {"rank": "section_head"}),
    ],
)
def test_a_level_parted_from_its_post_is_told_and_stands_in_the_log(
    desk: Desk, since: str, taken: str, past: list[tuple], told: dict[str, str]
):
    _as_of(desk, ONE, 2, "2015-08", "科长", since, "section_head")
    _as_of(desk, TWO, 2, "2015-08", "副局长", "2015-08", "section_deputy")
    assert merge(desk, ONE, TWO, taken)["not_kept"] == told
    assert _past(desk) == past
    assert _log(desk)["not_kept"] == told


@pytest.mark.parametrize(
    ("alone", "told"),
    [
        ("principal_3", {"side_rank": "principal_1", "rank": "principal_3"}),
        # the same rank in either field is told once
        ("principal_1", {"side_rank": "principal_1"}),
    ],
)
def test_ranks_of_both_that_neither_choice_keeps_are_told(desk: Desk, alone: str, told: dict[str, str]):
    _as_of(desk, ONE, 2, "2015-08", "科长", "2015-08", "section_head")
    write(desk.path, ("UPDATE person SET side_rank = 'principal_1' WHERE id = ?", (ONE,)))
    _as_of(desk, TWO, 2, "2015-08", "科长", "2015-08", alone)
    # the level of the one, and of the other one that there is nothing beside it
    result = merge(desk, ONE, TWO, "side_rank")
    found = f"SELECT rank, side_rank FROM person WHERE id = {ONE}"
    assert rows(desk, found) == [("section_head", None)]
    assert result["not_kept"] == told
    assert _log(desk)["not_kept"] == told


def _headcounts(desk: Desk) -> list[list[list[str]]]:
    days = ("2026-03-31", "2026-05-31")
    tables = [desk.ask(paper_rows, "roster.headcount", {"day": day})[0] for day in days]
    return [[list(row.cells) for row in table.rows] for table in tables]


@pytest.mark.parametrize("since", ["", "2026-05-20"])
@pytest.mark.parametrize(
    ("kept", "lost", "taken"), [(ONE, TWO, ("unit", "post", "rank")), (TWO, ONE, ("joined_on",))]
)
def test_what_is_chosen_of_the_younger_record_holds_since_it_came(
    desk: Desk, since: str, kept: int, lost: int, taken: tuple[str, ...]
):
    _as_of(desk, ONE, 2, "", "党建办主任", "", "principal_4")
    _as_of(desk, TWO, 3, since, "办公室主任", since, "principal_3")
    # the younger one came in with a later file
    write(desk.path, ("UPDATE person SET joined_on = '2026-06-01' WHERE id = ?", (TWO,)))
    before, counted = everything(desk), _headcounts(desk)
    result = merge(desk, kept, lost, *taken)
    came = since or "2026-06-01"
    held = "SELECT unit_id, unit_from, post, post_from, rank, rank_from FROM person WHERE id = ?"
    (now,) = rows(desk, held.replace("?", str(kept)))
    assert now == (3, came, "办公室主任", came, "principal_3", "2026-06-01")
    assert sorted(_past(desk), key=str) == [
        ("", "principal_4", "", "2026-06-01"),
        ("党建办主任", None, "", came),
        (2, "", came),
    ]
    assert result["not_kept"] == {}
    assert check_file(desk.path, [history]) == []
    if not since:
        assert _headcounts(desk) == counted, "earlier days are what they were"
    desk.execute(UndoLast())
    assert everything(desk) == before
