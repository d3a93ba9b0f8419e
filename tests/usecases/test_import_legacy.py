"""A rank from before the law of 2018 in a unit's file: asked, kept among the former ranks, taken back by undo."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.cells import LEGACY
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.text import text
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位", "职务", "职级", "任现职级时间"]
#: somebody of the desk
KNOWN = invented_id(1)
PERIODS = "SELECT p.name, o.track, o.post, o.rank, o.legacy, o.valid_from, o.valid_to FROM post_period o JOIN person p ON p.id = o.person_id ORDER BY p.name"


def file(folder: Path, name: str = "a.xlsx") -> Path:
    return workbook(
        folder / name,
        [
            ("丁宁", KNOWN, OFFICE, "", "主任科员", "2015.03"),
            ("路远", invented_id(702), OFFICE, "科员", "主任科员", ""),
            ("路新", invented_id(703), OFFICE, "科员", "副主任科员", "2021.01"),
        ],
        HEADER,
    )


def shown(desk: Desk, preview):
    return desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))


def test_former_ranks_are_kept_as_such_and_taken_back(desk: Desk, tmp_path: Path):
    before = rows(desk, PERIODS)
    preview = desk.ask(preview_import, file(tmp_path))
    first = shown(desk, preview)
    assert {row.bucket for row in first} == {Bucket.QUESTION}
    asked = [row.problems[0] for row in first]
    assert [(one.code, one.choices, one.alike) for one in asked] == [
        ("roster.rank_legacy", (LEGACY,), 1),
        ("roster.rank_legacy", (LEGACY,), 1),
        ("roster.rank_legacy", (LEGACY,), 0),
    ]
    answers = desk.ask(alike_answers, preview.token, 2, "rank", LEGACY)
    assert answers == {(2, "rank"): LEGACY, (3, "rank"): LEGACY}
    answers |= desk.ask(alike_answers, preview.token, 4, "rank", "principal_4")
    preview = desk.ask(mend_import, preview.token, {}, answers)
    second = shown(desk, preview)
    assert [row.bucket for row in second][1:] == [Bucket.NEW, Bucket.NEW]
    assert [problem.code for problem in second[0].problems] == ["roster.legacy_kept"]
    done = desk.execute(Choices(good_only=False).command(preview)).result
    assert [row for row in rows(desk, PERIODS) if row not in before] == [
        ("丁宁", "rank", "", None, "主任科员", "2015-03", "2019-06"),
        ("路远", "rank", "", None, "主任科员", "", "2019-06"),
    ]
    assert rows(desk, "SELECT name, rank, rank_from FROM person WHERE name LIKE '路%' ORDER BY name") == [
        ("路新", "principal_4", "2021-01"),
        ("路远", None, ""),
    ]
    assert chain_is_whole(desk)
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(done["batch_id"])})
    what = {row.cells[2].replace("\u3000", ""): row.cells[4] for row in table.rows}
    assert text("roster.legacy_kept", value="主任科员") in what["丁宁"]
    # the same file a year later: nothing is asked again, nothing written twice
    again = desk.ask(preview_import, file(tmp_path, "b.xlsx"))
    told = shown(desk, again)
    assert [[problem.code for problem in row.problems] for row in told] == [
        ["roster.legacy_kept", "roster.legacy_settled"],
        ["roster.legacy_kept", "roster.legacy_settled"],
        ["roster.legacy_settled"],
    ]
    assert {row.bucket for row in told} == {Bucket.SAME}
    desk.execute(ImportRoster(token=again.token, digest=again.digest))
    assert len(rows(desk, PERIODS)) == len(before) + 2
    desk.execute(UndoLast())
    desk.execute(UndoLast())
    assert rows(desk, PERIODS) == before
    assert rows(desk, "SELECT count(*) FROM person WHERE name LIKE '路%'") == [(0,)]
    assert chain_is_whole(desk)


def test_a_former_rank_is_no_answer_elsewhere(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, file(tmp_path))
    with pytest.raises(Refused, match=r"import\.no_such_value"):
        desk.ask(mend_import, preview.token, {}, {(2, "team"): LEGACY})


def test_whoever_began_to_work_under_the_law_had_no_former_rank(desk: Desk, tmp_path: Path):
    header = [*HEADER, "参加工作时间"]
    lines = [
        ("路远", invented_id(702), OFFICE, "", "科员", "", "2026.05"),
        ("路新", invented_id(703), OFFICE, "", "科员", "", "2010.08"),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, header))
    late, early = (row.problems[0] for row in shown(desk, preview))
    assert (late.code, late.choices) == ("roster.rank_since_the_law", ())
    assert (early.code, early.choices) == ("roster.rank_legacy", (LEGACY,))
    # the answer for all that ask the same is no answer for the one who can't have held it
    assert desk.ask(alike_answers, preview.token, 3, "rank", LEGACY) == {(3, "rank"): LEGACY}
    answers = {(2, "rank"): "clerk_1", (3, "rank"): LEGACY}
    preview = desk.ask(mend_import, preview.token, {}, answers)
    desk.execute(Choices(good_only=False).command(preview))
    assert rows(desk, "SELECT rank FROM person WHERE name = '路远'") == [("clerk_1",)]
    kept = "SELECT p.name FROM post_period o JOIN person p ON p.id = o.person_id WHERE o.legacy = '科员'"
    assert rows(desk, kept) == [("路新",)]


def test_what_the_roster_knows_of_the_start_keeps_no_former_rank(desk: Desk, tmp_path: Path):
    first = workbook(
        tmp_path / "a.xlsx",
        [("路远", invented_id(702), OFFICE, "2026.05")],
        ["姓名", "身份证号", "工作单位", "参加工作时间"],
    )
    preview = desk.ask(preview_import, first)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    second = workbook(tmp_path / "b.xlsx", [("路远", invented_id(702), OFFICE, "", "科员", "")], HEADER)
    preview = desk.ask(preview_import, second)
    preview = desk.ask(mend_import, preview.token, {}, {(2, "rank"): LEGACY})
    desk.execute(Choices(good_only=False).command(preview))
    assert rows(desk, "SELECT count(*) FROM post_period WHERE legacy = '科员'") == [(0,)]
    batch = rows(desk, "SELECT max(id) FROM import_batch")[0][0]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(batch), "all": "1"})
    assert any(text("roster.legacy_too_early") in str(row.cells) for row in table.rows)
