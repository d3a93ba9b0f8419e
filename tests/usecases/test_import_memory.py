"""What an open preview holds does not grow with the file: rows wait on disk, and come back by the page."""

import gc
import tracemalloc
from dataclasses import fields, replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.benchmarks.roster_data import HEADER, lines, write_workbook
from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import OFFICE
from trainingdesk.domain.roster.importing import Became
from trainingdesk.domain.roster.matching import ImportPlan
from trainingdesk.exchange import spool
from trainingdesk.persistence.engine import give_pages_back, open_engines
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.import_report import ImportReport, ReportRow, pack, unpack
from trainingdesk.usecases.prepared import Prepared, waiting_import
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)
from trainingdesk.usecases.waiting_parts import Noted

ROWS = 4_000
#: a row held as a tuple takes more than 1,000 bytes
MOST_A_ROW = 400
#: what one more row may cost an open preview in bytes: its place, its bucket and where it waits on disk
MOST_MORE = 64


def live(desk: Desk, file: Path, count: int = ROWS) -> int:
    """Return the bytes that a preview keeps, some rows of it shown."""
    tracemalloc.start(1)
    try:
        preview = desk.ask(preview_import, file)
        places = desk.ask(preview_places, preview.token)
        for start in range(0, len(places), 500):
            desk.ask(preview_rows, preview.token, places[start : start + 50])
        assert len(waiting_import(preview.token).plan.rows) == count
        del places, preview
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def test_an_open_preview_holds_pages_and_not_the_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = write_workbook(tmp_path / "a.xlsx", ROWS)
    desk.ask(preview_import, file)  # what is remembered of words and days is remembered now
    whole = live(desk, file)
    monkeypatch.setattr(spool, "MOST_HELD", 100)
    monkeypatch.setattr(spool, "_KEPT", 2)
    paged = live(desk, file)
    assert whole > MOST_A_ROW * ROWS, "held in memory, as a small file is, it is more"
    assert paged < MOST_A_ROW * ROWS
    twice = write_workbook(tmp_path / "b.xlsx", 2 * ROWS)
    desk.ask(preview_import, twice)
    assert live(desk, twice, 2 * ROWS) - paged < MOST_MORE * ROWS, (
        "twice the file is no more but for the places"
    )


def test_a_file_of_more_rows_than_are_held_is_counted_and_comes_in_by_the_page(desk: Desk, tmp_path: Path):
    rows_of_file = ["姓名,身份证号,工作单位,职务,性别"]
    for number in range(spool.MOST_HELD + 500):
        name = "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:05d}")
        sex = "公" if number % 1_000 == 7 else "男"
        rows_of_file.append(f"{name},,{OFFICE},科员,{sex}")
    rows_of_file.append(f"丁宁,{invented_id(1)},{OFFICE},部长,男")
    rows_of_file.append(f"于洋,{invented_id(2, male=False)},{OFFICE},干部,女")
    file = tmp_path / "全区名册（截至2026年5月）.csv"
    file.write_text("\n".join(rows_of_file), encoding="utf-8")
    preview = desk.ask(preview_import, file)
    waiting = waiting_import(preview.token)
    assert isinstance(waiting.plan.rows, spool.SpooledRows)
    assert {name: count for name, count in preview.counts.items() if count} == {
        "new": 20_479,
        "update": 1,
        "same": 1,
        "error": 21,
        "left": 1,
    }
    (last,) = desk.ask(preview_rows, preview.token, [20_501])
    assert (last.name, last.bucket.value, last.place) == ("于洋", "same", "20503")
    done = desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True))
    assert (done.result["created"], done.result["updated"], done.result["refused"]) == (20_479, 1, 21)
    assert rows(desk, "SELECT count(*) FROM person") == [(14 + 20_479,)]
    assert rows(desk, "SELECT post FROM person WHERE id = 1") == [("部长",)]


def test_equal_words_of_the_roster_are_one_word_while_a_preview_is_open(desk: Desk, tmp_path: Path):
    """The driver makes a text of its own for every cell: 90 MB more for 100,000 people."""
    file = write_workbook(tmp_path / "a.xlsx", 200)
    desk.execute(ImportRoster(token=(seen := desk.ask(preview_import, file)).token, digest=seen.digest))
    known = waiting_import(desk.ask(preview_import, file).token).known.values()
    for field in ("unit", "rank", "status", "birth"):
        words = [getattr(person, field) for person in known]
        assert len(set(map(id, words))) == len(set(words))


def test_one_reader_after_another_reads_by_the_same_connection_and_gives_its_pages_back(desk: Desk):
    """Each of four connections kept 20 MB of pages of its own: they took turns."""
    engine = open_engines(desk.path).reader
    try:
        with engine.connect() as one, engine.connect():
            first = one.connection.dbapi_connection
        seen = set()
        for _turn in range(4):
            with engine.connect() as again:
                give_pages_back(again)
                seen.add(id(again.connection.dbapi_connection))
        assert seen == {id(first)}, "it was the last one that was given back"
    finally:
        engine.dispose()


def later(path: Path, count: int) -> Path:
    """Write the same people's roster of a later day: others' posts, wrong numbers, births to ask about, some gone."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for number, line in enumerate(lines(count)):
        kind = number % 5
        if kind == 0:
            continue
        if kind == 1:
            line[10] = "调研员"
        elif kind == 2:
            line[4] = line[4][:-1] + ("0" if line[4][-1] != "0" else "1")
        elif kind == 3:
            line[3] = "1951.02"
        sheet.append(line)
    book.save(path)
    return path


def test_an_import_that_waits_on_disk_knows_what_one_in_memory_does(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = desk.ask(preview_import, write_workbook(tmp_path / "a.xlsx", 300))
    desk.execute(ImportRoster(token=first.token, digest=first.digest, good_only=True))
    file = later(tmp_path / "b.xlsx", 300)
    wrong = {}

    def waiting() -> list[Prepared]:
        preview = desk.ask(preview_import, file)
        before = waiting_import(preview.token)
        problem = next(one for one in before.plan.problems if one.code == "id.check_digit")
        wrong[problem.row, "id_number"] = ""
        desk.ask(mend_import, preview.token, wrong, {})
        after = waiting_import(preview.token)
        assert {"alike", "mended"} <= vars(after).keys(), (
            "the window asks, and would go through all rows for it"
        )
        return [before, after]

    held = waiting()
    monkeypatch.setattr(spool, "MOST_HELD", 100)
    paged = waiting()
    assert all(isinstance(one.plan.rows, spool.SpooledRows) for one in paged)
    for here, there in zip(held, paged, strict=True):
        for name in ("settled", "told", "there", "conflicts", "alike", "mended"):
            assert getattr(here, name) == getattr(there, name), name
        assert here.asked.part() == there.asked.part()
        for part in fields(ImportPlan):
            mine, theirs = getattr(here.plan, part.name), getattr(there.plan, part.name)
            if part.name in {"rows", "verdicts", "problems", "numbers", "passed", "missing"}:
                mine, theirs = list(mine), list(theirs)
            assert mine == theirs, part.name
    assert held[0].asked.part(), held[0].plan.missing
    assert held[1].mended
    told = list(held[0].told.values())
    assert told, "there is something to be known of"
    assert len({id(days) for days in told}) == len({tuple(sorted(days.items())) for days in told})


def test_what_is_only_asked_for_is_known_by_what_it_says():
    asked = Noted([(3, "birth"), (4, "birth"), (3, "birth")])
    more = asked.with_more([(5, "sex"), (4, "birth")])
    assert [place in asked for place in ((3, "birth"), (4, "birth"), (5, "sex"))] == [True, True, False]
    assert [place in more for place in ((3, "birth"), (5, "sex"), (3, "sex"), (6, "birth"))] == [
        True,
        True,
        False,
        False,
    ]
    assert (3, "birth") not in Noted[tuple[int, str]]()


def test_a_report_is_packed_by_parts_and_comes_back_whole():
    found = [
        ReportRow(str(number), Became.NEW, f"张{number}", "区委组织部")
        if number % 7
        else ReportRow(str(number), Became.UPDATED, "李四", "", (("post", "科员", "科长"),), by_hand=True)
        for number in range(2_345)
    ]
    for count in (0, 1, 1_000, 2_345):
        report = ImportReport(found[:count], left=[], sheets=[], actor="[]", passed=[], people=range(count))
        assert unpack(pack(replace(report, rows=()), iter(report.rows))) == replace(
            report, people=list(range(count))
        )
