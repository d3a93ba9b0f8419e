"""Two records become one and are parted again: everything that hung on the lost one follows, and comes back."""

import random
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import TestClock, invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.training_facts import a_class, a_mark, a_session, write
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Conflict, Invalid, NotFound, Refused
from trainingdesk.domain.roster.base import position_of
from trainingdesk.domain.roster.duplicates import Level, Reason
from trainingdesk.domain.roster.merge_views import HAS_PHOTO
from trainingdesk.domain.roster.merging import CHOICES
from trainingdesk.persistence.checkup import check_file, groups, history, reserve
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddPerson, ChangeStatus
from trainingdesk.usecases.commands.roster_merge import KeepApart, LookAgain, MergePeople, SeparatePeople
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.office import undo_offer
from trainingdesk.usecases.queries.roster import search_people
from trainingdesk.usecases.queries.roster_merge import (
    duplicate_pairs,
    merge_form,
    merges_made,
    reviewed_pairs,
)

#: 王伟 twice in 教育局, and 李秀英
ONE, TWO, OTHER = 6, 7, 8


@pytest.fixture(autouse=True)
def _of_one_sex(desk_file: Path) -> None:
    """The two of one name and birth could be one."""
    write(
        desk_file,
        (
            "UPDATE person SET sex = 'female', id_number = ? WHERE id = ?",
            (invented_id(77, male=False), TWO),
        ),
    )


def versions(desk: Desk, *ids: int) -> list[int]:
    return [rows(desk, f"SELECT version FROM person WHERE id = {number}")[0][0] for number in ids]


def merge(desk: Desk, kept: int, lost: int, *from_lost: str) -> dict:
    kept_version, lost_version = versions(desk, kept, lost)
    return dict(
        desk.execute(
            MergePeople(
                kept_id=kept,
                kept_version=kept_version,
                lost_id=lost,
                lost_version=lost_version,
                from_lost=from_lost,
            )
        ).result
    )


def everything(desk: Desk) -> dict[str, list[tuple]]:
    """Return every row of the file but the log, the steps and the versions."""
    with closing(sqlite3.connect(desk.path)) as file:
        # who is found by what; the pinyin of the fixture's index is not the program's own
        parts = {"search": file.execute("SELECT rowid, chars FROM person_search ORDER BY rowid").fetchall()}
        tables = file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'person_search%' AND name NOT IN ('audit', 'undo_step', 'request')"
        )
        for (table,) in tables.fetchall():
            names = [row[1] for row in file.execute(f'PRAGMA table_info("{table}")') if row[1] != "version"]
            listed = ", ".join(f'"{name}"' for name in names)
            parts[table] = file.execute(f'SELECT {listed} FROM "{table}" ORDER BY 1').fetchall()
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    return parts


def member(desk: Desk, person: int, kind: str, since: str, until: str | None = None) -> None:
    write(
        desk.path,
        (
            (
                "INSERT INTO group_membership (person_id, kind, valid_from, valid_to, reason_in, reason_out,"
                " organisation, speciality, version) VALUES (?, ?, ?, ?, '', '', '', '', 1)"
            ),
            (person, kind, since, until),
        ),
    )


def candidate(
    desk: Desk, person: int, since: str, until: str | None, state: str, *, listed: bool = True
) -> None:
    """Let somebody pass a round of screening, and put them on the reserve list."""
    if listed:
        member(desk, person, "reserve", since, until)
    newest = "(SELECT max(id) FROM {})"
    write(
        desk.path,
        (
            (
                "INSERT INTO reserve_candidate (person_id, state, recommended_on, recommended_by, opinion, decided_on,"
                " decided_reason, override_reason, membership_id, version)"
                f" VALUES (?, ?, ?, '', '', ?, '', '', {newest.format('group_membership') if listed else 'NULL'}, 1)"
            ),
            (person, state, since, until or since),
        ),
        (
            (
                "INSERT INTO reserve_round (candidate_id, round, day, opinion, passed)"
                f" VALUES ({newest.format('reserve_candidate')}, 1, ?, '', 1)"
            ),
            (since,),
        ),
    )


def visit(desk: Desk, membership: int, need: str) -> None:
    write(
        desk.path,
        (
            (
                "INSERT INTO follow_up (membership_id, day, need, service, by_whom, version)"
                " VALUES (?, '2026-05-01', ?, '', '', 1)"
            ),
            (membership, need),
        ),
    )


def photo(desk: Desk, person: int, digest: str) -> None:
    write(
        desk.path,
        (
            "INSERT INTO person_photo (person_id, media, picture, digest) VALUES (?, 'image/png', ?, ?)",
            (person, digest.encode() * 40, digest),
        ),
    )


def former_unit(desk: Desk, person: int, unit: int, since: str, until: str) -> None:
    write(
        desk.path,
        (
            "INSERT INTO unit_period (person_id, unit_id, valid_from, valid_to, reason) VALUES (?, ?, ?, ?, '')",
            (person, unit, since, until),
        ),
    )


class TestSuggestions:
    def test_namesakes_of_one_birth_are_suggested_with_reasons(self, desk: Desk):
        found = desk.ask(duplicate_pairs)
        assert [(pair.first_id, pair.second_id) for pair in found.pairs] == [(ONE, TWO)]
        assert found.people == 14
        assert set(found.pairs[0].reasons) >= {Reason.SAME_NAME, Reason.SAME_BIRTH, Reason.OTHER_ID}
        assert (found.pairs[0].names, found.pairs[0].units) == ("王伟", "教育局")

    def test_reviewed_as_two_does_not_come_back_until_that_is_taken_back(self, desk: Desk):
        pair = desk.execute(KeepApart(first_id=TWO, second_id=ONE)).result["pair_id"]
        assert desk.ask(duplicate_pairs).total == 0
        assert [(row.first, row.second, row.actor) for row in desk.ask(reviewed_pairs)] == [
            ("王伟", "王伟", "张晓")
        ]
        assert desk.execute(KeepApart(first_id=ONE, second_id=TWO)).result["pair_id"] == pair, "noted once"
        desk.execute(LookAgain(pair_id=pair))
        assert desk.ask(duplicate_pairs).total == 1
        assert desk.ask(undo_offer) is None, "what was taken back from the list is not offered again"
        desk.execute(KeepApart(first_id=ONE, second_id=TWO))
        desk.execute(UndoLast())
        assert desk.ask(duplicate_pairs).total == 1

    def test_two_behind_one_mobile_number_stand_last_until_reviewed(self, desk: Desk):
        write(desk.path, ("UPDATE person SET phone = '13912345678', birth = '1979-01-02' WHERE id = 13", ()))
        write(desk.path, ("UPDATE person SET phone = '13912345678' WHERE id = 9", ()))
        first, last = desk.ask(duplicate_pairs).pairs
        assert (first.first_id, first.second_id) == (ONE, TWO)
        assert (last.first_id, last.second_id, last.level) == (9, 13, Level.POSSIBLE)
        assert set(last.reasons) == {Reason.SAME_PHONE, Reason.OTHER_BIRTH, Reason.OTHER_ID}
        desk.execute(KeepApart(first_id=9, second_id=13))
        assert [(pair.first_id, pair.second_id) for pair in desk.ask(duplicate_pairs).pairs] == [(ONE, TWO)]

    def test_who_left_is_compared_too(self, desk: Desk):
        desk.execute(ChangeStatus(person_id=TWO, version=1, status=PersonStatus.LEFT))
        assert desk.ask(duplicate_pairs).total == 1


class TestForm:
    def test_the_record_with_more_hanging_on_it_stays(self, desk: Desk):
        a_class(desk.path, "2026-01", "2026-03-01", [TWO])
        form = desk.ask(merge_form, ONE, TWO)
        assert (form.kept.id, form.lost.id) == (TWO, ONE)
        assert form.kept.hangs == {"enrolment": 1}

    def test_numbers_are_masked_and_differences_marked(self, desk: Desk):
        form = desk.ask(merge_form, ONE, TWO)
        by_key = {line.key: line for line in form.lines}
        assert set(by_key) == set(CHOICES)
        assert {key for key, line in by_key.items() if line.differs} == {"id_number", "rank", "phone"}
        assert "*" in str(by_key["id_number"].kept.value)
        assert "*" in str(by_key["phone"].lost.value)
        assert invented_id(ONE) not in repr(form)

    def test_of_photos_the_pictures_are_told_and_never_a_digest(self, desk: Desk):
        photo(desk, ONE, "ab" * 32)
        form = desk.ask(merge_form, ONE, TWO)
        line = next(line for line in form.lines if line.key == "photo")
        assert line.differs
        assert {line.kept.value, line.lost.value} == {"", HAS_PHOTO}
        assert {form.kept.photo, form.lost.photo} == {b"", ("ab" * 32).encode() * 40}
        assert "ab" * 32 not in repr(form.lines)

    def test_every_choice_has_a_name_in_words(self, desk: Desk):
        assert all(text(line.label) for line in desk.ask(merge_form, ONE, TWO).lines)


class TestMerging:
    def test_fields_come_from_either_side_and_the_lost_record_is_gone(self, desk: Desk):
        number, phone = rows(desk, f"SELECT id_number, phone FROM person WHERE id = {TWO}")[0]
        result = merge(desk, ONE, TWO, "id_number", "phone")
        assert result["person_id"] == ONE
        assert rows(desk, "SELECT id_number, phone, rank FROM person WHERE name = '王伟'") == [
            (number, phone, "section_head")
        ]
        assert desk.ask(search_people, "王伟")[0] == 1
        assert desk.ask(search_people, phone[-6:])[0] == 1, "the search finds the number it took"
        assert [row.name for row in desk.ask(merges_made)] == ["王伟"]
        assert chain_is_whole(desk)

    def test_classes_certificates_groups_and_history_follow(self, desk: Desk):
        a_class(desk.path, "2026-01", "2026-03-01", [TWO])
        member(desk, TWO, "young", "2025-01-01")
        former_unit(desk, TWO, 1, "2010-01", "2015-01")
        photo(desk, TWO, "aa")
        assert merge(desk, ONE, TWO)["followed"] == 4
        for table in ("enrolment", "group_membership", "unit_period", "person_photo"):
            assert rows(desk, f"SELECT person_id FROM {table}") == [(ONE,)], table
        assert rows(
            desk, "SELECT count(*) FROM audit WHERE command = 'MergePeople' AND entity = 'enrolment'"
        ) == [(1,)]

    def test_an_empty_enrolment_in_the_same_class_is_dropped(self, desk: Desk):
        number = a_class(desk.path, "2026-01", "2026-07-01", [ONE, TWO], state="running", completed=None)
        session = a_session(desk.path, number, "2026-07-01")
        marked = rows(desk, f"SELECT id FROM enrolment WHERE person_id = {TWO}")[0][0]
        a_mark(desk.path, session, marked, "present")
        before = everything(desk)
        merge(desk, ONE, TWO)
        assert rows(desk, "SELECT id, person_id FROM enrolment") == [(marked, ONE)]
        desk.execute(UndoLast())
        assert everything(desk) == before

    def test_two_enrolments_with_attendance_are_refused_with_what_to_do(self, desk: Desk):
        a_class(desk.path, "2026-01", "2026-03-01", [ONE, TWO])
        before = everything(desk)
        with pytest.raises(Invalid) as refused:
            merge(desk, ONE, TWO)
        assert [problem.code for problem in refused.value.problems] == ["merge.same_class"]
        assert "2026-01" in text("merge.same_class", **refused.value.problems[0].params)
        assert everything(desk) == before

    def test_two_candidates_for_the_reserve_list_are_refused_by_name(self, desk: Desk):
        for person in (ONE, TWO):
            write(
                desk.path,
                (
                    (
                        "INSERT INTO reserve_candidate (person_id, state, recommended_on, recommended_by, opinion,"
                        " decided_reason, override_reason, version)"
                        " VALUES (?, 'screening', '2026-05-01', '', '', '', '', 1)"
                    ),
                    (person,),
                ),
            )
        with pytest.raises(Invalid) as refused:
            merge(desk, ONE, TWO)
        assert "后备人选" in text(refused.value.problems[0].code, **refused.value.problems[0].params)

    def test_in_one_group_twice_the_earlier_membership_stands_with_the_visits_of_both(self, desk: Desk):
        member(desk, ONE, "talent", "2025-06-01")
        member(desk, TWO, "talent", "2024-06-01")
        visit(desk, 1, "住房")
        visit(desk, 2, "子女入学")
        before = everything(desk)
        merge(desk, ONE, TWO)
        assert rows(desk, "SELECT id, person_id, valid_from FROM group_membership") == [
            (2, ONE, "2024-06-01")
        ]
        assert rows(desk, "SELECT membership_id, need FROM follow_up ORDER BY id") == [
            (2, "住房"),
            (2, "子女入学"),
        ]
        desk.execute(UndoLast())
        assert everything(desk) == before

    @pytest.mark.parametrize(
        ("mine", "theirs", "stands"),
        [
            # one after the other: both stay
            (
                [("2022-01-01", "2023-01-01")],
                [("2023-01-01", None)],
                [("2022-01-01", "2023-01-01"), ("2023-01-01", None)],
            ),
            # the ended one reaches into the other's: one from the first day to the last
            ([("2022-01-01", "2023-06-01")], [("2023-01-01", None)], [("2022-01-01", None)]),
            ([("2023-01-01", None)], [("2022-01-01", "2023-06-01")], [("2022-01-01", None)]),
            ([("2022-01-01", "2023-06-01")], [("2022-03-01", "2022-09-01")], [("2022-01-01", "2023-06-01")]),
            # a long one that swallows several
            (
                [("2021-01-01", "2022-06-01"), ("2023-01-01", None)],
                [("2022-01-01", "2023-06-01")],
                [("2021-01-01", None)],
            ),
            (
                [("2022-01-01", "2023-06-01")],
                [("2021-01-01", "2022-06-01"), ("2023-01-01", None)],
                [("2021-01-01", None)],
            ),
        ],
    )
    def test_nobody_is_in_one_group_twice_on_a_day(self, desk: Desk, mine, theirs, stands):
        for person, periods in ((ONE, mine), (TWO, theirs)):
            for since, until in periods:
                member(desk, person, "young", since, until)
        before = everything(desk)
        merge(desk, ONE, TWO)
        found = rows(desk, "SELECT person_id, valid_from, valid_to FROM group_membership ORDER BY valid_from")
        assert found == [(ONE, *period) for period in stands]
        desk.execute(UndoLast())
        assert everything(desk) == before

    @pytest.mark.parametrize(
        ("mine", "theirs", "stands"),
        [
            # (since, until, state of the candidate); the membership of each candidate afterwards
            (
                [("2020-01-01", "2023-01-01", "exited")],
                [("2022-01-01", None, "admitted")],
                [("2020-01-01", "2022-01-01"), ("2022-01-01", None)],
            ),
            # the one that ended lies within the one that lasts
            (
                [("2020-01-01", None, "admitted")],
                [("2021-01-01", "2022-01-01", "exited")],
                [("2022-01-01", None), ("2020-01-01", "2022-01-01")],
            ),
            (
                [("2021-01-01", "2022-01-01", "exited"), ("2023-01-01", None, "admitted")],
                [("2020-01-01", "2024-01-01", "exited")],
                [("2020-01-01", "2022-01-01"), ("2023-01-01", None), ("2022-01-01", "2023-01-01")],
            ),
            (
                [("2020-01-01", "2022-01-01", "exited")],
                [("2020-01-01", "2022-01-01", "exited")],
                [("2020-01-01", "2022-01-01")] * 2,
            ),
        ],
    )
    def test_on_the_reserve_list_each_candidate_keeps_a_membership(self, desk: Desk, mine, theirs, stands):
        for person, periods in ((ONE, mine), (TWO, theirs)):
            for since, until, state in periods:
                candidate(desk, person, since, until, state)
        before = everything(desk)
        assert check_file(desk.path, [groups, reserve]) == []
        for kept, lost in ((ONE, TWO), (TWO, ONE)):
            number = merge(desk, kept, lost)["merge_id"]
            assert check_file(desk.path, [groups, reserve]) == []
            found = rows(
                desk,
                "SELECT m.valid_from, m.valid_to, c.person_id, m.person_id FROM reserve_candidate c"
                " JOIN group_membership m ON m.id = c.membership_id ORDER BY c.id",
            )
            assert found == [(*days, kept, kept) for days in stands]
            desk.execute(SeparatePeople(merge_id=number))
            assert everything(desk) == before

    def test_the_unit_that_ended_when_the_other_began_becomes_a_former_one(self, desk: Desk):
        write(desk.path, ("UPDATE person SET unit_id = 2, unit_from = '2019-03' WHERE id = ?", (ONE,)))
        write(desk.path, ("UPDATE person SET unit_id = 3, unit_from = '2023-09-01' WHERE id = ?", (TWO,)))
        before = everything(desk)
        former = "SELECT person_id, unit_id, valid_from, valid_to FROM unit_period"
        for kept, lost, taken in ((ONE, TWO, ("unit",)), (TWO, ONE, ())):
            merge(desk, kept, lost, *taken)
            assert rows(desk, former) == [(kept, 2, "2019-03", "2023-09-01")]
            desk.execute(UndoLast())
            assert everything(desk) == before
        # the earlier unit is chosen: when the later one ended, nobody said
        merge(desk, ONE, TWO)
        assert rows(desk, former) == []

    def test_post_rank_and_status_that_ended_when_the_others_began_become_former_ones(self, desk: Desk):
        fields = "UPDATE person SET post = ?, post_from = ?, rank = ?, rank_from = ?, side_rank = ?,"
        fields += " side_rank_from = ?, status = ?, status_from = ? WHERE id = ?"
        early = ("副科长", "2015-01", "section_deputy", "2015-01", "principal_4", "2016-02")
        late = ("科长", "2020-03", "section_head", "2020-03", "principal_3", "2021-04")
        write(desk.path, (fields, (*early, "long_leave", "2019-01-01", ONE)))
        write(desk.path, (fields, (*late, "serving", "2020-01-01", TWO)))
        for person, rank, since in ((ONE, "section_deputy", "2015-01"), (TWO, "section_head", "2020-03")):
            place = position_of(rank, person, since)
            write(desk.path, ("UPDATE person SET position = ? WHERE id = ?", (place, person)))
        before = everything(desk)
        posts = "SELECT person_id, track, post, rank, valid_from, valid_to FROM post_period ORDER BY id"
        status = "SELECT person_id, status, valid_from, valid_to FROM status_period"
        for kept, lost, taken in (
            (ONE, TWO, ("post", "rank", "side_rank", "status")),
            (TWO, ONE, ()),
        ):
            merge(desk, kept, lost, *taken)
            assert rows(desk, posts) == [
                (kept, "post", "副科长", "section_deputy", "2015-01", "2020-03"),
                (kept, "rank", "", "principal_4", "2016-02", "2021-04"),
            ]
            assert rows(desk, status) == [(kept, "long_leave", "2019-01-01", "2020-01-01")]
            assert check_file(desk.path, [history]) == []
            desk.execute(UndoLast())
            assert everything(desk) == before
        # the post is chosen, the level is not: who did not stand so yet stood as that record says
        merge(desk, ONE, TWO, "post")
        assert [row[2:] for row in rows(desk, posts)] == [("副科长", "section_deputy", "2015-01", "2020-03")]
        desk.execute(UndoLast())
        write(desk.path, ("UPDATE person SET post_from = '', rank_from = '' WHERE id = ?", (ONE,)))
        merge(desk, TWO, ONE)
        assert [row[1] for row in rows(desk, posts)] == ["rank"], "since when the post was held, nobody said"

    def test_all_years_of_which_the_kept_record_says_nothing_stay(self, desk: Desk):
        write(desk.path, ("UPDATE person SET unit_from = '2022-01' WHERE id IN (?, ?)", (ONE, TWO)))
        former_unit(desk, TWO, 2, "2005-01", "2020-01")
        former_unit(desk, ONE, 3, "2012-01", "2013-01")
        before = everything(desk)
        merge(desk, ONE, TWO)
        former = (
            "SELECT unit_id, valid_from, valid_to FROM unit_period WHERE person_id = 6 ORDER BY valid_from"
        )
        assert rows(desk, former) == [
            (2, "2005-01", "2012-01"),
            (3, "2012-01", "2013-01"),
            (2, "2013-01", "2020-01"),
        ]
        desk.execute(UndoLast())
        assert everything(desk) == before
        number = merge(desk, ONE, TWO)["merge_id"]
        write(desk.path, ("DELETE FROM unit_period WHERE valid_from = '2013-01'", ()))
        with pytest.raises(Refused) as refused:
            desk.execute(SeparatePeople(merge_id=number))
        assert refused.value.code == "merge.depended_on"

    def test_one_photo_is_chosen(self, desk: Desk):
        photo(desk, ONE, "aa")
        photo(desk, TWO, "bb")
        before = everything(desk)
        merge(desk, ONE, TWO, "photo")
        assert rows(desk, "SELECT person_id, digest FROM person_photo") == [(ONE, "bb")]
        desk.execute(UndoLast())
        assert everything(desk) == before
        merge(desk, ONE, TWO)
        assert rows(desk, "SELECT person_id, digest FROM person_photo") == [(ONE, "aa")]

    def test_reviewed_pairs_speak_of_the_one_that_stays(self, desk: Desk):
        for first, second in ((ONE, TWO), (TWO, OTHER), (ONE, 9), (TWO, 9), (2, TWO)):
            desk.execute(KeepApart(first_id=first, second_id=second))
        before = everything(desk)
        merge(desk, ONE, TWO)
        pairs = rows(desk, "SELECT first_id, second_id FROM not_same ORDER BY 1, 2")
        assert pairs == [(2, ONE), (ONE, OTHER), (ONE, 9)]
        desk.execute(UndoLast())
        assert everything(desk) == before

    def test_birth_and_sex_must_fit_the_number_that_is_chosen(self, desk: Desk):
        with closing(sqlite3.connect(desk.path)) as file, file:
            file.execute(
                "UPDATE person SET id_number = ?, birth = '1979-03-02' WHERE id = ?",
                (invented_id(77, "19790302", male=False), TWO),
            )
        with pytest.raises(Invalid) as refused:
            merge(desk, ONE, TWO, "id_number")
        assert {problem.field for problem in refused.value.problems} == {"birth"}
        form = desk.ask(merge_form, ONE, TWO)
        proposed = {line.key for line in form.lines if line.from_lost}
        assert ("id_number" in proposed) == ("birth" in proposed), "a proposal never contradicts itself"

    def test_the_record_more_hangs_on_is_kept_and_its_values_stand_where_it_has_any(self, desk: Desk):
        write(
            desk.path,
            (
                (
                    "UPDATE person SET id_number = NULL, name = '王玮', post = '主任', phone = '13800001111',"
                    " post_from = '2026-01' WHERE id = ?"
                ),
                (ONE,),
            ),
            ("UPDATE person SET phone = '', post = '科员', post_from = '2020-01' WHERE id = ?", (TWO,)),
            ("DELETE FROM enrolment WHERE person_id = ?", (ONE,)),
        )
        former_unit(desk, TWO, 2, "2013-01", "2015-01")
        form = desk.ask(merge_form, ONE, TWO)
        assert (form.kept.id, form.lost.id) == (TWO, ONE)
        assert {line.key for line in form.lines if line.from_lost and line.key != "sex"} == {"phone"}

    def test_a_form_that_is_stale_is_refused(self, desk: Desk):
        desk.execute(ChangeStatus(person_id=TWO, version=1, status=PersonStatus.LONG_LEAVE))
        with pytest.raises(Conflict):
            desk.execute(MergePeople(kept_id=ONE, kept_version=1, lost_id=TWO, lost_version=1))
        with pytest.raises(Refused):
            desk.execute(MergePeople(kept_id=ONE, kept_version=1, lost_id=ONE, lost_version=1))


class TestParting:
    def test_days_later_from_the_list_of_merges(self, desk: Desk, clock: TestClock):
        a_class(desk.path, "2026-01", "2026-03-01", [TWO])
        before = everything(desk)
        number = merge(desk, ONE, TWO, "id_number", "rank")["merge_id"]
        clock.forward(days=9)
        desk.execute(SeparatePeople(merge_id=number))
        assert everything(desk) == before
        assert desk.ask(merges_made) == ()
        assert desk.ask(undo_offer) is None
        assert desk.ask(search_people, "王伟")[0] == 2

    def test_what_was_built_on_it_is_named(self, desk: Desk):
        a_class(desk.path, "2026-01", "2026-03-01", [TWO])
        number = merge(desk, ONE, TWO)["merge_id"]
        write(desk.path, ("UPDATE enrolment SET person_id = 9", ()))
        with pytest.raises(Refused) as refused:
            desk.execute(SeparatePeople(merge_id=number))
        assert refused.value.code == "merge.depended_on"
        said = text("merge.depended_on", **refused.value.params)
        assert "1 条记录" in said
        assert "处理办法——参训记录随班次留存" in said

    def test_a_candidate_who_was_admitted_since_does_not_go_back_without_the_membership(self, desk: Desk):
        candidate(desk, TWO, "2026-05-01", None, "screening", listed=False)
        number = merge(desk, ONE, TWO)["merge_id"]
        member(desk, ONE, "reserve", "2026-06-01")
        write(desk.path, ("UPDATE reserve_candidate SET state = 'admitted', membership_id = 1", ()))
        with pytest.raises(Refused) as refused:
            desk.execute(SeparatePeople(merge_id=number))
        assert refused.value.code == "merge.depended_on"

    def test_a_field_that_was_changed_since_is_not_taken_from_whoever_changed_it(self, desk: Desk):
        number = merge(desk, ONE, TWO, "rank")["merge_id"]
        write(desk.path, ("UPDATE person SET rank = 'principal_1' WHERE id = ?", (ONE,)))
        with pytest.raises(Conflict) as refused:
            desk.execute(SeparatePeople(merge_id=number))
        assert refused.value.code == "undo.changed_since"

    def test_a_later_merge_is_taken_back_first(self, desk: Desk):
        before = everything(desk)
        first = merge(desk, ONE, TWO)["merge_id"]
        second = merge(desk, OTHER, ONE)["merge_id"]
        with pytest.raises(Refused) as refused:
            desk.execute(SeparatePeople(merge_id=first))
        assert refused.value.code == "merge.merged_again"
        desk.execute(SeparatePeople(merge_id=second))
        desk.execute(SeparatePeople(merge_id=first))
        assert everything(desk) == before

    def test_a_number_given_to_somebody_else_since_is_said(self, desk: Desk):
        lost_number = rows(desk, f"SELECT id_number FROM person WHERE id = {TWO}")[0][0]
        number = merge(desk, ONE, TWO)["merge_id"]
        desk.execute(AddPerson(unit_id=1, name="覃乐", team="party_government", id_number=lost_number))
        with pytest.raises(Refused) as refused:
            desk.execute(SeparatePeople(merge_id=number))
        assert refused.value.code == "merge.no_room"
        with pytest.raises(NotFound):
            desk.execute(SeparatePeople(merge_id=number + 1))


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """A desk whose people have histories of every kind."""
    chance = random.Random(7)
    for place in range(8):
        people = chance.sample(range(1, 15), 5)
        closed = place % 3 == 0
        made = a_class(
            desk.path,
            f"2026-{place:02d}",
            "2026-03-01",
            people,
            state="closed" if closed else "running",
            completed=1 if closed else None,
        )
        session = a_session(desk.path, made, "2026-03-01")
        for (enrolment,) in rows(desk, f"SELECT id FROM enrolment WHERE class_id = {made}"):
            if chance.random() < 0.4:
                a_mark(desk.path, session, enrolment, "present")
    for person in range(1, 15):
        for kind in chance.sample(["talent", "young", "lecturer"], chance.randrange(3)):
            member(desk, person, kind, f"202{chance.randrange(5)}-01-01")
        if chance.random() < 0.5:
            photo(desk, person, f"{person:02x}")
        until = chance.randrange(2005, 2012)
        for _period in range(chance.randrange(4)):
            since, until = until, until + chance.randrange(1, 6)
            former_unit(desk, person, chance.randrange(1, 7), f"{since}-01", f"{until}-01")
        if chance.random() < 0.5:
            write(desk.path, ("UPDATE person SET unit_from = ? WHERE id = ?", (f"{until}-01", person)))
        if chance.random() < 0.5:
            since = f"{chance.randrange(2015, 2026)}-03"
            teams = ["party_government", "technical", "business"]
            period = "INSERT INTO team_period (person_id, team, valid_from, valid_to, reason) VALUES (?, ?, '', ?, '')"
            now = "UPDATE person SET team = ?, team_from = ? WHERE id = ?"
            write(desk.path, (period, (person, chance.choice(teams), since)))
            write(desk.path, (now, (chance.choice(teams), since, person)))
        since = f"{chance.randrange(2005, 2026)}-06"
        dated = "UPDATE person SET post = ?, post_from = ?, status_from = ? WHERE id = ?"
        write(desk.path, (dated, (f"职务{person}", since, f"{since}-01", person)))
    for (membership,) in rows(desk, "SELECT id FROM group_membership"):
        visit(desk, membership, "需求")
    for _pair in range(12):
        first, second = chance.sample(range(1, 15), 2)
        desk.execute(KeepApart(first_id=first, second_id=second))
    return desk


def test_any_merge_taken_back_leaves_the_file_as_it_was(crowded: Desk):
    before = everything(crowded)
    merged = 0
    chance = random.Random(
        20
    )  # the same merges every time, so that how many of them are refused never varies
    for _example in range(40):
        order, depth = chance.sample(range(1, 15), 14), chance.randint(1, 3)
        taken = {choice for choice in sorted(CHOICES) if chance.random() < 0.5}
        numbers: list[int] = []
        for place in range(depth):
            try:
                numbers.append(merge(crowded, order[0], order[place + 1], *taken)["merge_id"])
            except Invalid:
                continue
        merged += len(numbers)
        assert check_file(crowded.path, [history]) == []
        for number in reversed(numbers):
            crowded.execute(SeparatePeople(merge_id=number))
        assert everything(crowded) == before
    assert merged > 20, "most of it was refused: the test proves little"
    assert chain_is_whole(crowded)


def test_the_day_of_the_office_stays_what_it_was(desk: Desk):
    """A merge gives nobody a new day of joining: what the base counts on a date stays."""
    write(desk.path, ("UPDATE person SET joined_on = '2020-01-01' WHERE id = ?", (ONE,)))
    merge(desk, ONE, TWO)
    assert rows(desk, f"SELECT joined_on FROM person WHERE id = {ONE}") == [(date(2020, 1, 1).isoformat(),)]


@pytest.mark.parametrize(
    ("mine", "theirs", "taken"),
    [(None, "2026-06-12", False), ("2026-06-12", None, True), ("2026-06-12", "2025-01-01", True)],
)
def test_the_earlier_day_in_the_roster_is_proposed(
    desk: Desk, mine: str | None, theirs: str | None, taken: bool
):
    for number, day in ((ONE, mine), (TWO, theirs)):
        write(desk.path, ("UPDATE person SET joined_on = ? WHERE id = ?", (day, number)))
    line = next(line for line in desk.ask(merge_form, ONE, TWO).lines if line.key == "joined_on")
    assert line.from_lost is taken
