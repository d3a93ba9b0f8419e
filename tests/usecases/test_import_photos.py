"""The photo inside a 任免审批表 comes in with its person, and goes again when the import is taken back."""

import base64
import io
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from tests.desk_fixtures import invented_id
from tests.exchange.quirks.test_files import form
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.training_facts import write
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.importing import TOGETHER
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.persistence.readmodels.import_use import said_of, used_elsewhere
from trainingdesk.shared.text import text
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.photo import SetPhoto
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import (
    preview_import,
    preview_photos,
    preview_places,
    preview_rows,
)

KNOWN = invented_id(1)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (1200, 1600), colour: object = (0, 0, 255, 0)
) -> bytes:
    target = io.BytesIO()
    Image.new("RGBA", size, colour).convert("RGBA" if kind == "PNG" else "RGB").save(target, kind)
    return target.getvalue()


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    folder = tmp_path / "任免表"
    folder.mkdir()
    office = "城东区委组织部科员"
    for name, number, photo in (
        ("丁宁", KNOWN, picture("JPEG", colour="white")),
        ("傅江", invented_id(201), picture()),
        ("傅河", invented_id(202), b"\xff\xd8\xff\xe0 no picture"),
    ):
        form(
            folder / f"{name}.lrmx", name, office, ShenFenZheng=number, ChuShengNianYue="", RuDangShiJian="",
            ZhaoPian=base64.b64encode(photo).decode(), XingBie="",
        )  # fmt: skip
    return folder


def test_a_form_lists_no_unit_and_nobody_is_missing_from_it(desk: Desk, forms: Path):
    assert desk.ask(preview_import, forms).missing_from == {}
    alone = desk.ask(preview_import, forms / "丁宁.lrmx")
    assert (alone.missing_from, alone.counts["left"]) == ({}, 0)


def take_in(desk: Desk, forms: Path):
    preview = desk.ask(preview_import, forms)
    assert preview.photos == 3
    return desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True))


def photos(desk: Desk) -> dict[str, bytes]:
    return dict(
        rows(desk, "SELECT p.name, o.picture FROM person_photo o JOIN person p ON p.id = o.person_id")
    )


def test_photos_come_in_small_and_go_with_the_import(desk: Desk, forms: Path):
    former = picture("JPEG", (30, 40), "red")
    desk.execute(SetPhoto(person_id=1, picture=former))
    outcome = take_in(desk, forms)
    assert outcome.result["photos"] == 2
    now = photos(desk)
    assert set(now) == {"丁宁", "傅江"}
    for bytes_now in now.values():
        with Image.open(io.BytesIO(bytes_now)) as small:
            assert (small.format, small.size) == ("JPEG", (480, 640))
            assert min(small.getpixel((5, 5))) > 250, "what is transparent is white"
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(outcome.result["batch_id"])})
    assert "照片 2" in "\n".join(table.facts)
    what = {row.cells[2].replace("\u3000", ""): row.cells[4] for row in table.rows}
    assert "替换原照片" in what["丁宁"]
    assert "无法读取" in what["傅河"]
    assert chain_is_whole(desk)
    desk.execute(UndoLast())
    assert photos(desk) == {"丁宁": former}
    assert rows(desk, "SELECT count(*) FROM person WHERE name LIKE '傅%'") == [(0,)]
    assert chain_is_whole(desk)


def test_a_photo_is_declined_by_itself(desk: Desk, forms: Path):
    former = picture("JPEG", (30, 40), "red")
    desk.execute(SetPhoto(person_id=1, picture=former))
    preview = desk.ask(preview_import, forms)
    places = desk.ask(preview_places, preview.token)
    shown = {row.name: row for row in desk.ask(preview_rows, preview.token, places)}
    assert {name: row.photo for name, row in shown.items()} == {
        "丁宁": "replaced",
        "傅江": "new",
        "傅河": "new",
    }
    present, brought = desk.ask(preview_photos, preview.token, shown["丁宁"].row)
    assert present == former
    with Image.open(io.BytesIO(brought)) as small:
        assert small.size == (480, 640)
    assert desk.ask(preview_photos, preview.token, shown["傅河"].row) == (b"", b"")
    declined = tuple((shown[name].row, "photo") for name in ("丁宁", "傅江"))
    command = ImportRoster(
        token=preview.token, digest=preview.digest, good_only=True, declined_fields=declined
    )
    result = desk.execute(command).result
    assert result["photos"] == 0
    assert photos(desk) == {"丁宁": former}
    assert rows(desk, "SELECT count(*) FROM person WHERE name = '傅江'") == [(1,)]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(result["batch_id"])})
    what = {row.cells[2].replace("\u3000", ""): row.cells[4] for row in table.rows}
    assert "不采用：照片" in what["傅江"]


@pytest.mark.parametrize("pictured", [0, 1])
def test_a_photo_stays_when_two_rows_are_taken_together(desk: Desk, tmp_path: Path, pictured: int):
    (folder := tmp_path / "任免表").mkdir()
    photo = base64.b64encode(picture("JPEG", (60, 80), "white")).decode()
    for place, number in enumerate((invented_id(401), "")):
        form(
            folder / f"{place}.lrmx", "路远", "城东区委组织部科员", ShenFenZheng=number, ChuShengNianYue="198005", RuDangShiJian="",
            XingBie="", ZhaoPian=photo if place == pictured else "",
        )  # fmt: skip
    preview = desk.ask(preview_import, folder)
    (asked,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token, Bucket.MAYBE))
    assert (bool(asked.photo), asked.settles) == (pictured == 1, (0, 0))
    choices = Choices(good_only=True)
    choices.decide(asked.row, TOGETHER, asked.settles)
    result = desk.execute(choices.command(preview)).result
    assert (result["created"], result["refused"], result["photos"]) == (1, 0, 1)
    assert set(photos(desk)) == {"路远"}


def test_a_photo_changed_since_holds_the_import(desk: Desk, forms: Path):
    take_in(desk, forms)
    ((number,),) = rows(desk, "SELECT id FROM person WHERE name = '傅江'")
    desk.execute(SetPhoto(person_id=number, picture=picture("JPEG", (30, 40), "red")))
    batch = rows(desk, "SELECT max(id) FROM import_batch")[0][0]
    with pytest.raises(Refused) as refused:
        desk.execute(RevertImport(batch_id=batch))
    assert refused.value.code in {"import.people_edited", "import.people_in_use"}
    desk.execute(UndoLast())
    desk.execute(RevertImport(batch_id=batch))
    assert photos(desk) == {}


def two_forms(
    folder: Path, days: tuple[str, str], posts: tuple[str, str] = ("科员", "科长"), **more: str
) -> Path:
    """Two forms of one person, the first by its name in white, the second in red."""
    folder.mkdir()
    for name, day, post, colour in zip("ab", days, posts, ("white", "red"), strict=True):
        form(
            folder / f"{name}.lrmx", "傅江", f"城东区委组织部{post}", ShenFenZheng=invented_id(201), XingBie="",
            ChuShengNianYue="", RuDangShiJian="", TianBiaoShiJian=day,
            ZhaoPian=base64.b64encode(picture("JPEG", colour=colour)).decode(), **more,
        )  # fmt: skip
    return folder


@pytest.mark.parametrize(
    ("said", "day", "told"),
    [("20260301", date(2026, 3, 1), "2026-03-01"), ("2026.03", date(2026, 3, 31), "2026-03"), ("", None, "")],
)
def test_a_form_is_of_the_day_it_was_filled_in(desk: Desk, tmp_path: Path, said: str, day, told: str):
    file = form(tmp_path / "傅江.lrmx", "傅江", "城东区委组织部科员", TianBiaoShiJian=said)
    preview = desk.ask(preview_import, file)
    assert preview.day_from == told
    assert day is None or preview.day == day


def reddish(photo: bytes) -> bool:
    with Image.open(io.BytesIO(photo)) as small:
        red, green, _blue = small.getpixel((5, 5))
        return red > 200 > green


@pytest.mark.parametrize(
    ("days", "newer"), [(("20230512", "2024.01"), "b"), (("2024年1月", "20230512"), "a")]
)
def test_of_two_forms_of_one_person_the_newer_counts(desk: Desk, tmp_path: Path, days, newer: str):
    preview = desk.ask(preview_import, two_forms(tmp_path / "任免表", days))
    assert (preview.counts["new"], preview.photos) == (1, 1)
    (note,) = [note for note in preview.notes if note.code == "roster.form_older"]
    older = {"a": "b", "b": "a"}[newer]
    assert note.params == {
        "sheet": f"{older}.lrmx",
        "day": "2023-05-12",
        "newer": f"{newer}.lrmx",
        "newer_day": "2024-01",
        "name": "傅江",
    }
    assert text(note.code, **note.params)
    assert [(sheet.name, sheet.used, sheet.offered) for sheet in preview.sheets] == [
        (f"{name}.lrmx", name == newer, True) for name in "ab"
    ]
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, "SELECT post FROM person WHERE name = '傅江'") == [
        ("科长" if newer == "b" else "科员",)
    ]
    assert reddish(photos(desk)["傅江"]) == (newer == "b")


@pytest.mark.parametrize("days", [("", ""), ("2024.01", ""), ("202401", "2024-01"), ("no day", "20241399")])
def test_two_forms_of_which_nothing_says_the_newer_are_asked_about(desk: Desk, tmp_path: Path, days):
    preview = desk.ask(preview_import, two_forms(tmp_path / "任免表", days))
    assert preview.counts["maybe"] == 2
    asked = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token, Bucket.MAYBE))
    assert {problem.code for row in asked for problem in row.problems} == {"roster.maybe_twin_forms"}
    first, second = asked
    choices = Choices()
    choices.decide(first.row, TOGETHER, first.settles, first.stays)
    assert choices.expected(preview).new == 1
    desk.execute(choices.command(preview))
    assert rows(desk, "SELECT post FROM person WHERE name = '傅江'") == [("科长",)], "the one that was chosen"
    assert reddish(photos(desk)["傅江"])
    desk.execute(UndoLast())
    preview = desk.ask(preview_import, tmp_path / "任免表")
    choices = Choices()
    choices.decide(second.row, TOGETHER, second.settles, second.stays)
    desk.execute(choices.command(preview))
    assert rows(desk, "SELECT post FROM person WHERE name = '傅江'") == [("科员",)]
    assert not reddish(photos(desk)["傅江"])


def test_two_forms_that_say_the_same_are_one(desk: Desk, tmp_path: Path):
    folder = two_forms(tmp_path / "任免表", ("", ""))
    (folder / "b.lrmx").write_bytes((folder / "a.lrmx").read_bytes())
    preview = desk.ask(preview_import, folder)
    assert (preview.counts["new"], preview.counts["maybe"]) == (1, 0)
    assert [sheet.reason for sheet in preview.sheets] == ["", "roster.form_repeats"]


def test_the_same_forms_do_not_put_a_photo_back_that_was_changed_since(desk: Desk, forms: Path):
    take_in(desk, forms)
    newer = picture("JPEG", (30, 40), "red")
    desk.execute(SetPhoto(person_id=1, picture=newer))
    preview = desk.ask(preview_import, forms)
    found = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    assert {row.name: row.photo for row in found}["丁宁"] == "left"
    batch = take_in(desk, forms).result["batch_id"]
    assert photos(desk)["丁宁"] == newer
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(batch), "all": "1"})
    assert any("照片已更换，予以保留" in str(row.cells[4]) for row in table.rows)
    preview = desk.ask(preview_import, forms)
    row = next(row.row for row in found if row.name == "丁宁")
    choices = Choices(day=preview.day)
    choices.take_field(row, "photo", take=True)
    desk.execute(choices.command(preview))
    assert photos(desk)["丁宁"] != newer


def test_more_photos_than_a_statement_takes_values_hold_the_import_with_a_sentence(desk: Desk, forms: Path):
    take_in(desk, forms)
    ((batch,),) = rows(desk, "SELECT max(import_batch_id) FROM person")
    kept = "INSERT INTO person_photo (person_id, media, picture, digest) VALUES (?, 'image/png', x'00', '')"
    write(
        desk.path,
        (f"UPDATE person SET import_batch_id = {batch} WHERE id BETWEEN 2 AND 11", ()),
        *((kept, (number,)) for number in range(2, 12)),
    )
    with desk.engines.reader.connect() as connection:
        driver = connection.connection.driver_connection
        most = driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 6)
        try:
            (found,) = used_elsewhere(connection, batch, {1})
            said = said_of(connection, [found])
        finally:
            driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, most)
    assert found.table == "person_photo"
    assert (said["count"], said["names"]) == (11, ["于洋", "单小芳", "曾国强"])
