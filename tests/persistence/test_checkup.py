"""The check-up finds each damage that somebody with a database tool could do."""

import sqlite3
from pathlib import Path
from shutil import copyfile

import pytest

from tests.desk_fixtures import TestClock
from trainingdesk.domain.access import Role
from trainingdesk.persistence.checkup import CHECKS, check_file
from trainingdesk.persistence.header import SCHEMA_VERSION, inspect_file
from trainingdesk.persistence.maintenance import backup_folder, create_backup, list_backups
from trainingdesk.usecases.commands.office import AddUser
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.safekeeping import backup_now, check_desk_file, restore_backup


def codes(path: Path) -> set[str]:
    return {problem.code for problem in check_file(path)}


def damage(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, f"changed nothing: {statement}"
    connection.close()


def test_the_demo_district_is_sound(demo_file: Path):
    assert check_file(demo_file) == []


#: name → (statements that do the damage, code that must tell it)
PLANTED = {
    "a log row altered": (["UPDATE audit SET detail = '{}' WHERE id = 40"], "check.log_changed"),
    "a log row taken out": (["DELETE FROM audit WHERE id = 40"], "check.log_gap"),
    "the log cut off": (["DELETE FROM audit WHERE id > (SELECT max(id) - 5 FROM audit)"], "check.log_cut"),
    "a balance altered": (
        ["UPDATE ledger_entry SET balance = balance + 1 WHERE id = 9"],
        "check.ledger_balance",
    ),
    "an amount altered and every balance with it": (
        [
            "UPDATE ledger_entry SET amount = amount - 100 WHERE id = 9",
            "UPDATE ledger_entry SET balance = balance - 100 WHERE id >= 9",
        ],
        "check.ledger_amount",
    ),
    "the last entry taken out": (
        ["DELETE FROM ledger_entry WHERE id = (SELECT max(id) FROM ledger_entry)"],
        "check.ledger_missing",
    ),
    "a fee line altered": (["UPDATE fee_line SET amount = amount + 100 WHERE id = 3"], "check.fee_total"),
    "a payment nobody booked": (
        ["UPDATE fee_request SET state = 'paid' WHERE state <> 'paid'"],
        "check.fee_booked",
    ),
    "a self-approved request": (
        ["UPDATE fee_request SET approver_id = requester_id WHERE id = 5"],
        "check.fee_self",
    ),
    "a payment by the person who reviewed": (
        [
            (
                "UPDATE fee_step SET actor_id = (SELECT reviewer_id FROM fee_request r WHERE r.id = request_id)"
                " WHERE id = (SELECT max(id) FROM fee_step WHERE action = 'pay')"
            )
        ],
        "check.fee_self",
    ),
    "a certificate taken out of the register": (
        ["DELETE FROM certificate WHERE id = (SELECT min(id) + 3 FROM certificate)"],
        "check.certificate_gap",
    ),
    "a completion taken back under a certificate": (
        ["UPDATE enrolment SET completed = 0 WHERE id = (SELECT enrolment_id FROM certificate LIMIT 1)"],
        "check.certificate_unearned",
    ),
    "the number counter set back": (
        ["UPDATE number_series SET last = last - 1 WHERE series LIKE 'certificate/%'"],
        "check.certificate_series",
    ),
    "an issued paper altered": (
        ["UPDATE issued_paper SET content = substr(content, 1, 1000) WHERE id = 1"],
        "check.paper_changed",
    ),
    "a mark for somebody of another class": (
        [
            (
                "UPDATE attendance_mark SET session_id = (SELECT max(id) FROM half_day_session)"
                " WHERE id = (SELECT min(id) FROM attendance_mark)"
            )
        ],
        "check.mark_stray",
    ),
    "a verdict taken out": (
        ["UPDATE enrolment SET completed = NULL WHERE id = (SELECT min(id) FROM enrolment)"],
        "check.class_undecided",
    ),
    "a grade altered": (
        [
            "UPDATE enrolment SET grade = 'excellent' WHERE id = (SELECT min(id) FROM enrolment WHERE grade = 'pass')"
        ],
        "check.grade_changed",
    ),
    "a grade given behind the log's back": (
        [
            "UPDATE enrolment SET grade = 'pass' WHERE id = (SELECT min(id) FROM enrolment WHERE grade IS NULL)"
        ],
        "check.grade_changed",
    ),
    "a completion made up": (
        ["UPDATE enrolment SET completed = 1 WHERE id = (SELECT min(id) FROM enrolment WHERE completed = 0)"],
        "check.verdict_changed",
    ),
    "a plan's cell altered": (["UPDATE plan_cell SET target = target + 1 WHERE id = 7"], "check.plan_row"),
    "two cells of a plan's row changed over": (
        [
            "UPDATE plan_cell SET target = target - 1 WHERE id = (SELECT min(id) FROM plan_cell WHERE target > 1)",
            (
                "UPDATE plan_cell SET target = target + 1 WHERE id = (SELECT max(id) FROM plan_cell WHERE row_id ="
                " (SELECT row_id FROM plan_cell WHERE id = (SELECT min(id) FROM plan_cell WHERE target > 1)))"
            ),
        ],
        "check.plan_order",
    ),
    "a plan whose last year was raised above all others": (
        ["UPDATE plan_cell SET target = target + 5000 WHERE id = (SELECT max(id) FROM plan_cell)"],
        "check.plan_total_order",
    ),
    "a person taken out under an enrolment": (
        ["DELETE FROM person WHERE id = (SELECT person_id FROM enrolment LIMIT 1)"],
        "check.link",
    ),
    "two former units on one day": (
        [
            (
                "INSERT INTO unit_period (person_id, unit_id, valid_from, valid_to, reason)"
                " VALUES (5, 1, '2018-03', '2020-05-01', ''), (5, 2, '2020-04', '2021-01', '')"
            )
        ],
        "check.history_day_twice",
    ),
    "a former status that reaches into the present one": (
        [
            "UPDATE person SET status_from = '2020-01-01' WHERE id = 5",
            (
                "INSERT INTO status_period (person_id, status, valid_from, valid_to, reason)"
                " VALUES (5, 'long_leave', '', '2020-01-02', '')"
            ),
        ],
        "check.history_day_twice",
    ),
    "two secondments on one day": (
        [
            (
                "INSERT INTO secondment (person_id, way, place, valid_from, valid_to, reason)"
                " VALUES (5, 'out', '市', '2020-01-01', '2020-02-01', ''), (5, 'out', '省', '2020-02-01', NULL, '')"
            )
        ],
        "check.history_day_twice",
    ),
    "a former post that ends before it begins": (
        [
            (
                "INSERT INTO post_period (person_id, track, post, legacy, valid_from, valid_to, reason)"
                " VALUES (5, 'post', '科长', '', '2020-05', '2020-05-01', '')"
            )
        ],
        "check.history_backwards",
    ),
    "an open unit below a closed one": (
        ["UPDATE unit SET active = 0 WHERE id = (SELECT min(parent_id) FROM unit)"],
        "check.unit_below_closed",
    ),
    "somebody in a group twice": (
        [
            (
                "INSERT INTO group_membership (person_id, kind, valid_from, valid_to, reason_in, reason_out,"
                " organisation, speciality, version) SELECT person_id, kind, date(valid_from, '-9 days'),"
                " date(valid_from, '+9 days'), '', '', '', '', 1 FROM group_membership WHERE kind = 'young' LIMIT 1"
            )
        ],
        "check.group_twice",
    ),
    "an entry that ends before it begins": (
        ["UPDATE group_membership SET valid_to = valid_from WHERE id = 5"],
        "check.group_backwards",
    ),
    "a name written onto the reserve list": (
        [
            (
                "UPDATE group_membership SET kind = 'reserve' WHERE id = (SELECT max(id) FROM group_membership"
                " WHERE kind = 'lecturer')"
            )
        ],
        "check.reserve_not_admitted",
    ),
    "the last round of an admission turned round": (
        [
            (
                "UPDATE reserve_round SET passed = 0 WHERE candidate_id = (SELECT max(id) FROM reserve_candidate"
                " WHERE state = 'admitted')"
            )
        ],
        "check.reserve_not_admitted",
    ),
    "an exception approved by who asked for it": (
        [
            (
                "UPDATE reserve_candidate SET override_by = json_extract(missing, '$.requested_by')"
                " WHERE override_by IS NOT NULL"
            )
        ],
        "check.reserve_exception",
    ),
    "an index thrown away": (["DROP INDEX uq_person_id_number"], "check.schema"),
    "somebody at the wrong place in the lists": (
        ["UPDATE person SET position = position + 1 WHERE id = 12"],
        "check.order",
    ),
    "a key of the strokes lost": (
        ["UPDATE person SET stroke_key = '' WHERE id = 12"],
        "check.order",
    ),
    "a secondment that outlasts the person's time in office": (
        [
            "UPDATE person SET status = 'retired', status_from = '2024-01-01' WHERE id = 5",
            (
                "INSERT INTO secondment (person_id, way, place, valid_from, valid_to, reason)"
                " VALUES (5, 'out', '市', '2023-01-01', NULL, '')"
            ),
        ],
        "check.stay_of_gone",
    ),
    "the search index short of somebody": (["DELETE FROM person_search WHERE rowid = 12"], "check.search"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_damage_is_found(demo_file: Path, name: str):
    statements, code = PLANTED[name]
    damage(demo_file, *statements)
    assert code in codes(demo_file)


def test_damaged_pages_are_told_and_end_the_check(demo_file: Path):
    with demo_file.open("rb+") as file:
        file.seek(4096 * 20)
        file.write(b"\x55" * 4096 * 50)
    assert codes(demo_file) & {"check.integrity", "check.unreadable"}


def test_a_file_that_is_no_database_any_more_is_told(demo_file: Path):
    data = bytearray(demo_file.read_bytes())
    data[100:4096] = b"\xff" * 3996
    demo_file.write_bytes(data)
    assert [problem.code for problem in check_desk_file(demo_file)] == ["check.unreadable"]


def test_every_check_says_what_it_is_for():
    assert all(check.__doc__ for check in CHECKS)


def test_the_check_changes_nothing(demo_file: Path):
    before = demo_file.read_bytes()
    check_file(demo_file)
    assert demo_file.read_bytes() == before
    assert inspect_file(demo_file) == SCHEMA_VERSION


def test_a_log_cut_off_with_its_requests_is_told_by_the_backup(demo_file: Path):
    create_backup(demo_file, "manual")
    cut = (
        "DELETE FROM audit WHERE id > (SELECT max(id) - 5 FROM audit)",
        "DELETE FROM request WHERE audit_seq > (SELECT max(id) FROM audit)",
    )
    damage(demo_file, *cut)
    found = check_file(demo_file)
    assert [problem.code for problem in found] == ["check.log_backup"]
    assert found[0].params["file"] == list_backups(demo_file)[0].path.name


def test_a_log_that_went_on_after_the_backup_is_sound(desk: Desk):
    backup_now(desk)
    desk.execute(AddUser(login="later", name="王迟", password="long enough", roles=(Role.READ_ONLY,)))
    assert check_file(desk.path) == []


def test_a_desk_put_back_from_an_older_backup_is_sound(desk: Desk, clock: TestClock):
    old = backup_now(desk)
    clock.forward(minutes=1)
    desk.execute(AddUser(login="later", name="王迟", password="long enough", roles=(Role.READ_ONLY,)))
    backup_now(desk)
    clock.forward(minutes=1)
    restore_backup(desk, old.path)
    assert check_file(desk.path) == []


def test_the_backup_of_another_desk_under_the_same_name_says_nothing(desk_file: Path, demo_file: Path):
    folder = backup_folder(desk_file)
    folder.mkdir(exist_ok=True)
    name = f"{desk_file.stem}-20990101T000000Z-manual.deskdb"
    copyfile(create_backup(demo_file, "manual").path, folder / name)
    (folder / name.replace("2099", "2098")).write_bytes(b"SQLite format 3\0 and no more")
    assert check_file(desk_file) == []


def test_a_history_without_gaps_and_with_months_is_sound(desk_file: Path):
    """What follows a former value on the day it ends is no overlap, and a month is its first day."""
    damage(
        desk_file,
        "UPDATE person SET unit_from = '2021-01', post_from = '2010-01', rank = 'section_head', rank_from = '2024-03' WHERE id = 5",
        "INSERT INTO unit_period (person_id, unit_id, valid_from, valid_to, reason)"
        " VALUES (5, 1, '', '2020-05-01', ''), (5, 2, '2020-05', '2021-01-01', '')",
        "INSERT INTO post_period (person_id, track, post, rank, legacy, valid_from, valid_to, reason)"
        " VALUES (5, 'post', '科长', 'section_deputy', '', '2010-01', '2024-03', '')",
        "INSERT INTO secondment (person_id, way, place, valid_from, valid_to, reason)"
        " VALUES (5, 'out', '市', '2020-01-01', '2020-01-31', ''), (5, 'out', '省', '2020-02-01', NULL, '')",
    )
    assert not {code for code in codes(desk_file) if code.startswith("check.history")}
