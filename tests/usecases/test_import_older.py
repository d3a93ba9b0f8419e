"""A file that speaks of a day before the roster's own values began does not turn anybody back."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Side

from tests.desk_fixtures import TestClock, invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.roster.older import older_notes
from trainingdesk.shared.text import text
from trainingdesk.ui.pages.roster.import_words import change_words
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import (
    import_batches,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位", "职务", "手机"]


def take_in(desk: Desk, path: Path, day: date | None = None, **choices: object):
    preview = desk.ask(preview_import, path)
    command = ImportRoster(token=preview.token, digest=preview.digest, day=day or preview.day, **choices)
    return desk.execute(command).result


def shown(desk: Desk, path: Path, day: date) -> dict[str, dict[str, str]]:
    preview = desk.ask(preview_import, path)
    found = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token), day)
    return {row.name: {change.field: change.older for change in row.changes} for row in found}


def now(desk: Desk, name: str) -> tuple:
    return rows(
        desk,
        "SELECT u.name, p.post, p.phone FROM person p JOIN unit u ON u.id = p.unit_id"
        f" WHERE p.name = '{name}'",
    )[0]


def histories(desk: Desk) -> list:
    return [rows(desk, f"SELECT * FROM {table} ORDER BY id") for table in ("unit_period", "post_period")]


def autumn(desk: Desk, clock: TestClock, tmp_path: Path) -> Path:
    """March's file, April's, and a transfer by hand in May that held since February."""
    march = workbook(
        tmp_path / "名册2026-03.xlsx",
        [
            ("丁宁", invented_id(1), OFFICE, "科长", "13900000001"),
            ("路新", invented_id(101), OFFICE, "科员", ""),
        ],
        HEADER,
    )
    april = workbook(
        tmp_path / "名册2026-04.xlsx",
        [
            ("丁宁", invented_id(1), OFFICE, "副部长", "13900000001"),
            ("路新", invented_id(101), OFFICE, "科员", ""),
        ],
        HEADER,
    )
    take_in(desk, march)
    clock.forward(days=1)
    take_in(desk, april)
    clock.forward(days=1)
    (unit,) = rows(desk, f"SELECT id FROM unit WHERE name = '{BUREAU}'")[0]
    desk.execute(change_of(desk, "路新", unit_id=unit, day="2026-02", joined_on=date(2026, 1, 5)))
    return march


def test_an_older_file_turns_nobody_back(desk: Desk, clock: TestClock, tmp_path: Path):
    march = autumn(desk, clock, tmp_path)
    before = now(desk, "丁宁"), now(desk, "路新"), histories(desk)
    preview = desk.ask(preview_import, march)
    assert preview.day == date(2026, 3, 31)
    (note,) = [note for note in preview.notes if note.code == "roster.file_again"]
    assert (note.params["who"], note.severity.value) == ("张晓", "note")
    assert shown(desk, march, preview.day)["丁宁"]["post"]
    assert shown(desk, march, preview.day)["路新"]["unit"]
    assert len(preview.unchanged_before) == 2
    result = take_in(desk, march)
    assert (result["updated"], result["same"], result["older"]) == (0, 0, 2)
    assert result["older_rows"] == 2, "a row that says otherwise than the roster is not the same"
    last = desk.ask(import_batches)[0]
    assert (last.same, last.older) == (0, 2)
    assert (now(desk, "丁宁"), now(desk, "路新"), histories(desk)) == before
    batch = rows(desk, "SELECT max(id) FROM import_batch")[0][0]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(batch), "all": "1"})
    assert all("旧" in row.cells[4] and row.cells[5] == "按规则" for row in table.rows)
    assert [row.cells[1] for row in table.rows] == ["早于名册", "早于名册"]
    assert any("早于名册 2" in fact and "相同" not in fact for fact in table.facts)


def test_the_same_rows_in_other_bytes_are_the_same_file(desk: Desk, clock: TestClock, tmp_path: Path):
    """A program opened and saved it: other bytes, a blank column with borders, the very same cells."""
    march = autumn(desk, clock, tmp_path)
    book = load_workbook(march)
    book.properties.title = "另存"
    book.active["H2"].border = Border(left=Side(style="thin"))
    book.active.column_dimensions["B"].width = 30
    saved = tmp_path / "名册2026-03（另存）.xlsx"
    book.save(saved)
    preview = desk.ask(preview_import, saved)
    (note,) = [note for note in preview.notes if note.code == "roster.rows_again"]
    assert note.params == {"day": "2026-06-12", "who": "张晓", "file": "名册2026-03.xlsx"}
    assert march.name in text(note.code, **note.params)
    assert shown(desk, saved, preview.day)["路新"]["unit"], "as if it were the very file"
    book.active["E2"] = "13900000009"
    book.save(saved)
    codes = [note.code for note in desk.ask(preview_import, saved).notes]
    assert not {"roster.rows_again", "roster.file_again"} & set(codes)


def test_by_the_days_alone_another_file_of_then_is_older_too(desk: Desk, clock: TestClock, tmp_path: Path):
    march = autumn(desk, clock, tmp_path)
    book = load_workbook(march)
    book.active["E2"] = "13900000009"
    book.active["D3"] = "一级主任"
    book.save(tmp_path / "再报.xlsx")
    before = now(desk, "路新")[0], histories(desk)
    result = take_in(desk, tmp_path / "再报.xlsx", date(2026, 1, 31))
    assert now(desk, "丁宁")[1:] == ("副部长", "13900000009"), "the phone is no older than anything"
    assert (now(desk, "路新")[0], result["older"]) == (before[0], 3)
    # what the person asks for is taken: what the roster said was wrong
    asked = ((3, "unit"), (2, "post"))
    take_in(desk, tmp_path / "再报.xlsx", date(2026, 1, 31), taken_fields=asked)
    assert (now(desk, "路新")[0], now(desk, "丁宁")[1]) == (OFFICE, "科长")
    assert histories(desk) == before[1], "no period is lost, and none is made up"


def test_what_was_taken_back_is_not_known(desk: Desk, clock: TestClock, tmp_path: Path):
    march = autumn(desk, clock, tmp_path)
    desk.execute(UndoLast())
    desk.execute(UndoLast())
    assert shown(desk, march, date(2026, 3, 31)) == {"丁宁": {}, "路新": {}}
    later = workbook(tmp_path / "新.xlsx", [("丁宁", invented_id(1), OFFICE, "部长", "13900000001")], HEADER)
    assert shown(desk, later, date(2026, 4, 30)) == {"丁宁": {"post": ""}}


def test_the_title_above_the_header_says_the_day(desk: Desk, tmp_path: Path):
    book = Workbook()
    for line in (["城东区干部名册"], ["（2026年5月）"], HEADER, ("丁宁", invented_id(1), OFFICE, "科长", "")):
        book.active.append(line)
    book.save(tmp_path / "名册.xlsx")
    preview = desk.ask(preview_import, tmp_path / "名册.xlsx")
    assert (preview.day, preview.day_from) == (date(2026, 5, 31), "（2026年5月）")


def _kept_up(desk: Desk, clock: TestClock, tmp_path: Path) -> Path:
    """Whoever became deputy head of the bureau in May, and a file of June whose sender knows nothing of it."""
    header = [*HEADER, "任现职时间"]
    for name, day, place, post, since in (
        ("名册2026-03.xlsx", date(2026, 3, 31), OFFICE, "副主任", "2019-06"),
        ("名册2026-05.xlsx", date(2026, 5, 31), BUREAU, "副局长", "2026-05"),
    ):
        lines = [("丁宁", invented_id(1), place, post, "", since)]
        take_in(desk, workbook(tmp_path / name, lines, header), day)
        clock.forward(days=1)
    lines = [("丁宁", invented_id(1), OFFICE, "副主任", "13900000009", "2019-06")]
    return workbook(tmp_path / "名册.xlsx", lines, header)


def test_a_row_with_the_post_before_is_out_of_date_whatever_its_file_says(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    late = _kept_up(desk, clock, tmp_path)
    before = histories(desk)
    day = date(2026, 6, 10)
    assert shown(desk, late, day)["丁宁"] == {
        "phone": "",
        **dict.fromkeys(("unit", "post", "post_from"), "2026-05"),
    }
    result = take_in(desk, late, day)
    assert (result["updated"], result["older"]) == (1, 3)
    assert now(desk, "丁宁") == (BUREAU, "副局长", "13900000009")
    assert histories(desk) == before


def test_a_post_before_that_is_asked_for_loses_none_in_between(desk: Desk, clock: TestClock, tmp_path: Path):
    late = _kept_up(desk, clock, tmp_path)
    asked = tuple((2, name) for name in ("unit", "post", "post_from"))
    take_in(desk, late, date(2026, 6, 10), taken_fields=asked)
    assert now(desk, "丁宁")[:2] == (OFFICE, "副主任")
    periods = rows(
        desk,
        "SELECT t.post, t.valid_from, t.valid_to FROM post_period t JOIN person p ON p.id = person_id"
        " WHERE p.name = '丁宁' ORDER BY valid_to",
    )
    assert periods[-2:] == [("副主任", "2019-06", "2026-05"), ("副局长", "2026-05", "2026-06-10")]
    assert rows(desk, "SELECT post_from FROM person WHERE name = '丁宁'") == [("",)], "nobody said since when"
    # it never was: it only puts the roster right
    desk.execute(UndoLast())
    said = ((2, "post", True), (2, "unit", True))
    take_in(desk, late, date(2026, 6, 10), taken_fields=asked, corrections=said)
    assert now(desk, "丁宁")[:2] == (OFFICE, "副主任")


def test_a_value_held_since_long_before_the_file_that_told_of_it_is_said_so(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    """By April's list the post is held since February: the roster's value began then, and not in April."""
    header = [*HEADER, "任现职时间"]
    april = workbook(
        tmp_path / "名册2026-04.xlsx", [("丁宁", invented_id(1), OFFICE, "副部长", "", "2026-02")], header
    )
    march = workbook(tmp_path / "名册2026-03.xlsx", [("丁宁", invented_id(1), OFFICE, "科长", "")], HEADER)
    take_in(desk, april)
    clock.forward(days=1)
    preview = desk.ask(preview_import, march)
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token), preview.day)
    (post,) = (change for change in row.changes if change.field == "post")
    assert (post.older, post.held) == ("2026-04-30", "2026-02")
    assert "依 2026-04-30 的情况，名册中的内容自 2026-02 起" in change_words(post)
    prepared = waiting_import(preview.token)
    (note,) = older_notes(
        prepared.plan, prepared.known, prepared.told, preview.day, prepared.headers, prepared.conflicts
    )
    assert "依 2026-04-30 的情况，名册中的值自 2026-02 起" in text(note.code, **note.params)
