"""A folder of forms of a unit that the roster does not know asks once for the unit, and not at each form."""

from pathlib import Path

from tests.desk_fixtures import invented_id
from tests.exchange.quirks.test_files import form
from trainingdesk.domain.roster.form_units import units_of_forms
from trainingdesk.domain.roster.known_units import UnitSaid, What
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.text import text
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

UNIT = "城东区应急管理局"


def folder(path: Path, *posts: str) -> Path:
    path.mkdir()
    for place, (name, post) in enumerate(zip("甲乙丙丁", posts, strict=False)):
        form(
            path / f"{name}.lrmx",
            f"路{name}",
            post,
            ShenFenZheng=invented_id(301 + place),
            XingBie="",
            ChuShengNianYue="",
            RuDangShiJian="",
        )
    return path


def seen(desk: Desk, token: str) -> dict[str, tuple]:
    found = desk.ask(preview_rows, token, desk.ask(preview_places, token))
    return {row.name: (row.bucket, row.unit, row.post) for row in found}


def test_the_unit_that_several_forms_begin_with_is_a_new_one(desk: Desk, tmp_path: Path):
    posts = ("党组书记、局长", "副局长（正科级）", "办公室主任")
    preview = desk.ask(
        preview_import,
        folder(tmp_path / "任免表", *(UNIT + post for post in posts), "城东区教育局副局长"),
    )
    assert seen(desk, preview.token) == {
        "路甲": (Bucket.NEW, UNIT, "党组书记、局长"),
        "路乙": (Bucket.NEW, UNIT, "副局长"),
        "路丙": (Bucket.NEW, UNIT, "办公室主任"),
        "路丁": (Bucket.NEW, "城东区教育局", "副局长"),
    }
    assert dict(preview.new_units) == {UNIT: 3}
    (note,) = [one for one in preview.notes if one.code == "roster.forms_cut"]
    assert UNIT in text(note.code, **note.params)
    assert "3" in text(note.code, **note.params)


def test_one_answer_says_what_the_unit_is(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, folder(tmp_path / "任免表", f"{UNIT}局长", f"{UNIT}副局长"))
    said = {UNIT: UnitSaid(What.UNIT, "城东区教育局")}
    token = desk.ask(mend_import, preview.token, {}, {}, said=said).token
    assert [unit for _bucket, unit, _post in seen(desk, token).values()] == ["城东区教育局"] * 2


def test_what_one_form_alone_names_and_what_may_be_cut_in_two_ways_is_asked_at_the_form(
    desk: Desk, tmp_path: Path
):
    posts = (f"{UNIT}局长", "城东区水务局办公室主任", "城东区水务局河道所所长")
    preview = desk.ask(preview_import, folder(tmp_path / "任免表", *posts))
    assert {bucket for bucket, _unit, _post in seen(desk, preview.token).values()} == {Bucket.QUESTION}
    assert dict(preview.new_units) == {}


def test_units_of_forms():
    assert units_of_forms(["城东区委书记", "城东区委副书记", "城东区民政局局长"]) == {}
    assert units_of_forms(["城东区民政局局长", "城东区民政局低保中心主任"]) == {"城东区民政局": 2}
