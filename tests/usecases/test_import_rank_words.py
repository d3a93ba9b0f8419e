"""That a word of a rank that no list has (正股级) comes to none is answered once; any other rank is one person's own."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.domain.codes import Rank
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import (
    alike_places,
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位", "职务", "职级"]
ASKED, SETTLED = "roster.rank_unknown", "roster.word_settled"
LADDER = "roster.rank_ladder"


def line(number: int, word: str, post: str = "科员") -> tuple[str, ...]:
    return (f"路{'甲乙丙丁戊'[number]}", invented_id(420 + number), OFFICE, post, word)


def read(desk: Desk, path: Path, *lines: tuple[str, ...], header: list[str] = HEADER):
    preview = desk.ask(preview_import, workbook(path, lines, header))
    shown = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    codes = {
        row.row: [one.code for one in row.problems if "rank" in one.code or "word" in one.code]
        for row in shown
    }
    return preview, [codes[row] for row in sorted(codes)]


def take_in(desk: Desk, preview, **answers: str) -> None:
    """Answer the ranks of rows, ``row2`` for the second row of the sheet, and take it in."""
    cells = {(int(row.removeprefix("row")), "rank"): value for row, value in answers.items()}
    preview = desk.ask(mend_import, preview.token, {}, cells)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))


@pytest.mark.parametrize("word", ["正股级", "副股级", "股级"])
def test_left_blank_once_it_holds_for_the_word(desk: Desk, tmp_path: Path, word: str):
    preview, asked = read(desk, tmp_path / "a.xlsx", line(0, word))
    assert asked == [[ASKED]]
    take_in(desk, preview, row2="")
    # of the same person and of another one, who has no ID number even
    other = ("路戊", "", OFFICE, "科员", word)
    preview, asked = read(
        desk, tmp_path / "b.xlsx", line(0, word, "科长"), line(1, word), other, line(2, "某某级")
    )
    assert asked == [[SETTLED], [SETTLED], [SETTLED], [ASKED]]
    take_in(desk, preview, row5="")
    assert rows(
        desk, "SELECT DISTINCT coalesce(rank, '') FROM person WHERE name IN ('路甲', '路乙', '路戊')"
    ) == [("",)]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": "2"})
    said = text(SETTLED, value=word).rstrip("。")
    assert [said in row.cells[4] for row in table.rows] == [True, True, True, False]
    assert [row.cells[5] for row in table.rows] == ["按规则"] * 3 + ["张晓"]
    assert chain_is_whole(desk)


@pytest.mark.parametrize(
    ("word", "code", "question", "others"),
    [
        # of one 局长 it came to that, of the next 科员 it does not
        ("待定", "section_head", ASKED, ASKED),
        ("正股级", "clerk_1", ASKED, ASKED),
        ("一级法官", "principal_1", LADDER, LADDER),
        ("专业技术员", "clerk_2", LADDER, LADDER),
        ("一级警长", "", LADDER, LADDER),
        ("一级警长", "principal_2", LADDER, LADDER),
        # one rank is on its level, and that was taken; none is, and it was left blank
        ("一级警长", "principal_1", LADDER, SETTLED),
        ("一级法官", "", LADDER, SETTLED),
    ],
)
def test_a_rank_that_one_person_was_said_to_have_is_not_that_of_another(
    desk: Desk, tmp_path: Path, word: str, code: str, question: str, others: str
):
    preview, asked = read(desk, tmp_path / "a.xlsx", line(0, word, "局长"))
    assert asked == [[question]]
    take_in(desk, preview, row2=code)
    files = line(0, word, "局长"), line(1, word), ("路戊", "", OFFICE, "科员", word)
    preview, asked = read(desk, tmp_path / "b.xlsx", *files)
    assert asked == [[SETTLED], [others], [others]]
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True))
    taken = {code or None} if others == SETTLED else set()
    assert {rank for (rank,) in rows(desk, "SELECT rank FROM person WHERE name IN ('路乙', '路戊')")} == taken


@pytest.mark.parametrize(
    ("word", "code", "offered"),
    [
        ("一级警长", "", ("principal_1",)),
        ("一级警长", "principal_2", ("principal_1", "principal_2")),
        ("专业技术员", "clerk_2", ("clerk_1", "clerk_2")),
        ("正股级", "clerk_1", ("clerk_1",)),
        ("正股级", "", ()),
    ],
)
def test_it_is_settled_anew_among_what_was_offered(
    desk: Desk, tmp_path: Path, word: str, code: str, offered: tuple[str, ...]
):
    preview, _asked = read(desk, tmp_path / "a.xlsx", line(0, word))
    take_in(desk, preview, row2=code)
    preview, asked = read(desk, tmp_path / "b.xlsx", line(0, word))
    assert asked == [[SETTLED]]
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    assert [one.choices for one in row.problems if one.code == SETTLED] == [offered]
    if offered:
        take_in(desk, preview, row2=offered[0])
        assert rows(desk, "SELECT rank FROM person WHERE name = '路甲'") == [(offered[0],)]


def test_blank_in_all_rows_is_an_answer_too(desk: Desk, tmp_path: Path):
    preview, _asked = read(desk, tmp_path / "a.xlsx", line(0, "正股级"), line(1, "正股级"))
    cells = dict.fromkeys(desk.ask(alike_places, preview.token, 2, "rank", kind=True), "")
    assert len(cells) == 2
    preview = desk.ask(mend_import, preview.token, cells, {})
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert read(desk, tmp_path / "b.xlsx", line(0, "正股级"), line(2, "正股级"))[1] == [[SETTLED]] * 2


def test_it_is_answered_anew_and_goes_with_its_import(desk: Desk, tmp_path: Path):
    preview, _asked = read(desk, tmp_path / "a.xlsx", line(0, "正股级"))
    take_in(desk, preview, row2="")
    preview, asked = read(desk, tmp_path / "b.xlsx", line(0, "正股级", "科长"), line(1, "正股级"))
    assert asked == [[SETTLED]] * 2
    take_in(desk, preview, row3="clerk_2")
    # two people were answered otherwise: a third one is asked about, these two not
    files = line(0, "正股级"), line(1, "正股级"), line(2, "正股级")
    assert read(desk, tmp_path / "c.xlsx", *files)[1] == [[SETTLED], [SETTLED], [ASKED]]
    desk.execute(UndoLast())
    assert read(desk, tmp_path / "d.xlsx", *files)[1] == [[SETTLED]] * 3
    desk.execute(UndoLast())
    assert read(desk, tmp_path / "e.xlsx", *files)[1] == [[ASKED]] * 3


def test_an_answer_about_others_takes_no_rank_away(desk: Desk, tmp_path: Path):
    preview, _asked = read(desk, tmp_path / "a.xlsx", line(0, "一级警长"), line(1, "四级主任科员"))
    take_in(desk, preview, row2="principal_1")
    _preview, asked = read(desk, tmp_path / "b.xlsx", line(1, "一级警长"), line(2, "一级警长"))
    assert asked == [[LADDER], [SETTLED]]
    assert rows(desk, "SELECT rank FROM person WHERE name = '路乙'") == [(Rank.PRINCIPAL_4.value,)]


def test_a_rank_from_before_the_law_is_still_each_one_s_own(desk: Desk, tmp_path: Path):
    preview, asked = read(desk, tmp_path / "a.xlsx", line(0, "主任科员"))
    assert asked == [["roster.rank_legacy"]]
    take_in(desk, preview, row2="")
    _preview, asked = read(desk, tmp_path / "b.xlsx", line(0, "主任科员"), line(1, "主任科员"))
    assert asked[1] == ["roster.rank_legacy"]
