"""A merge of two people with whatever can hang on them is taken back, and the file is as it was."""

import pytest

from tests.usecases.test_roster_merge import ONE, TWO, candidate, everything, member, merge, visit
from tests.usecases.test_roster_merge import _of_one_sex as _of_one_sex
from tests.usecases.training_facts import a_class, a_mark, a_session, write
from trainingdesk.domain.errors import Refused
from trainingdesk.persistence.checkup import check_file, groups, history, reserve
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_merge import SeparatePeople
from trainingdesk.usecases.desk import Desk

_STAMP = "2026-06-12T01:00:00.000Z"


def certificate(desk: Desk, class_id: int, person: int, sequence: int, replaces: int | None = None) -> int:
    """Put a certificate of somebody's enrolment into the register; a replaced one is void."""
    if replaces is not None:
        void = "UPDATE certificate SET state = 'void', voided_at = ?, void_reason = '姓名有误' WHERE id = ?"
        write(desk.path, (void, (_STAMP, replaces)))
    write(
        desk.path,
        (
            "INSERT INTO issued_paper (id, kind, number, title, data, template_version, content, sha256, issued_at,"
            " issued_by) VALUES (?, 'certificate', ?, '', '{}', '1', x'00', '', ?, 1)",
            (900 + sequence, f"证{sequence}", _STAMP),
        ),
        (
            "INSERT INTO certificate (id, number, series, sequence, class_id, enrolment_id, person_id, issued_day,"
            " issued_at, issued_by, paper_id, state, void_reason, replaces_id) SELECT ?, ?, 'certificate/2026', ?,"
            " class_id, id, person_id, '2026-06-12', ?, 1, ?, 'valid', '', ? FROM enrolment"
            " WHERE class_id = ? AND person_id = ?",
            (900 + sequence, f"证{sequence}", sequence, _STAMP, 900 + sequence, replaces, class_id, person),
        ),
    )
    return 900 + sequence


def secondment(desk: Desk, person: int, since: str, until: str) -> None:
    write(
        desk.path,
        (
            "INSERT INTO secondment (person_id, way, place, valid_from, valid_to, reason, version)"
            " VALUES (?, 'out', '市委办', ?, ?, '', 1)",
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
