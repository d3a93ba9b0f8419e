"""The list of units as it is printed: what each was called by the day, who answers for training, how many count."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.usecases.test_units import change
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import Line
from trainingdesk.domain.errors import Invalid, NotFound, Refused
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddUnit
from trainingdesk.usecases.commands.unit_names import SaveFormerName
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows, paper_xlsx
from trainingdesk.usecases.queries.roster import unit_form


def listed(desk: Desk, **params: str) -> dict[str, dict[str, str]]:
    """Return unit → its cells by the keys of the columns."""
    (table,) = desk.ask(paper_rows, "roster.units", params)
    keys = [column.key for column in table.columns]
    return {row.cells[1]: dict(zip(keys, row.cells, strict=True)) for row in table.rows}


def test_units_are_listed_with_who_answers_for_training_and_the_heads_of_the_day(desk: Desk):
    phones = {"liaison_phone": "0571-8800", "liaison_deputy_phone": "0571-8801"}
    desk.execute(change(desk, 4, liaison="钱多", liaison_deputy="孙立", **phones))
    desk.execute(TransferPerson(person_id=1, version=1, unit_id=4, day="2026-03-01"))
    found = listed(desk)
    assert list(found)[:4] == ["城东区委组织部", "城东区委宣传部", "城东区教育局", "城东区实验小学"]
    school = found["城东区实验小学"]
    assert (school["short_name"], school["line"], school["managed_by"]) == ("实验小学", "教育系统", "教育局")
    answers = ("liaison", "phone", "deputy", "deputy_phone")
    assert [school[key] for key in answers] == ["钱\u3000多", "0571-8800", "孙\u3000立", "0571-8801"]
    assert (school["heads"], listed(desk, day="2026-02-28")["城东区实验小学"]["heads"]) == ("4", "3")
    assert list(listed(desk, unit="3")) == ["城东区教育局", "城东区实验小学"]
    book = openpyxl.load_workbook(BytesIO(desk.ask(paper_xlsx, "roster.units", {})))
    assert {"0571-8800", "0571-8801"} <= {cell.value for row in book.active.iter_rows() for cell in row}
    with pytest.raises(Refused, match=r"planning\.base_day_ahead"):
        listed(desk, day="2026-06-13")
    with pytest.raises(NotFound):
        listed(desk, unit="99")


def test_a_unit_s_former_name_and_what_went_into_it_stand_in_the_list(desk: Desk):
    new = {"name": "城东区委社会工作部", "short_name": "社工部"}
    desk.execute(change(desk, 2, **new, renamed=True, day=date(2026, 3, 1), reason="机构改革"))
    before = listed(desk, day="2026-02-28")["城东区委宣传部"]
    assert (before["former"], before["short_name"]) == ("", "宣传部")
    assert listed(desk)["城东区委社会工作部"]["former"] == "城东区委宣传部（2026-03-01前）"
    version = desk.ask(unit_form, 6).version
    desk.execute(MergeUnits(unit_id=6, version=version, into_id=5, day=date(2026, 5, 1), reason="改制"))
    assert "城东城建集团有限公司" not in listed(desk)
    assert listed(desk)["汤泉街道办事处"]["former"] == "城东城建集团有限公司（已并入，存续至2026-04-30）"
    assert listed(desk, day="2026-04-30")["城东城建集团有限公司"]["former"] == ""


def test_a_list_of_an_earlier_day_says_what_it_can_not_know(desk: Desk):
    desk.execute(AddUnit(name="城东区数据局", short_name="数据局", line=Line.GOVERNMENT))
    for day, says in (("2020-01-01", True), ("2026-06-11", True), ("2026-06-12", False)):
        (table,) = desk.ask(paper_rows, "roster.units", {"day": day})
        assert "城东区数据局" in {row.cells[1] for row in table.rows}
        assert any("联络员" in note and "制表日" in note for note in table.notes) is says, "no history"
        assert any("设立日期未作登记" in note for note in table.notes) is says


def test_a_unit_is_on_the_list_from_the_day_it_was_set_up(desk: Desk, desk_file: Path):
    new = AddUnit(name="城东区数据局", line=Line.GOVERNMENT, founded_on=date(2025, 3, 1))
    unit = desk.execute(new).result["unit_id"]
    assert "城东区数据局" not in listed(desk, day="2025-02-28")
    assert listed(desk, day="2025-03-01")["城东区数据局"]["founded"] == "2025-03-01"
    (table,) = desk.ask(paper_rows, "roster.units", {"day": "2025-02-28"})
    assert "有 6 个单位的设立日期未作登记，即使在截止日之后设立也列入本表。" in table.notes
    write(desk_file, ("UPDATE unit SET founded_on = '2001-01-01' WHERE founded_on IS NULL", ()))
    (table,) = desk.ask(paper_rows, "roster.units", {"day": "2025-02-28"})
    assert not any("设立日期" in note for note in table.notes), (
        "nothing is left to say where every day is known"
    )
    desk.execute(change(desk, unit, name="城东区数据管理局", renamed=True, day=date(2026, 1, 1)))
    for wrong, code in (
        ({"founded_on": date(2026, 6, 13)}, "history.day_to_come"),
        ({"founded_on": date(2026, 1, 1)}, "units.founded_after_name"),
        ({"name": "城东区大数据局", "renamed": True, "day": date(2025, 3, 1)}, "units.before_last_name"),
    ):
        with pytest.raises(Invalid) as refused:
            desk.execute(change(desk, unit, **{"founded": "founded_on" in wrong, **wrong}))
        assert [problem.code for problem in refused.value.problems] == [code]
    version = desk.ask(unit_form, unit).version
    for early in (
        MergeUnits(unit_id=unit, version=version, into_id=5, day=date(2025, 3, 1)),
        SaveFormerName(unit_id=unit, name="城东区数据中心", until=date(2025, 3, 1)),
    ):
        with pytest.raises(Invalid) as refused:
            desk.execute(early)
        assert [problem.code for problem in refused.value.problems] == ["units.before_founding"]
    desk.execute(change(desk, unit, founded=True, founded_on=None))
    assert "城东区数据局" in listed(desk, day="2025-02-28"), "not known: it may have been there"
    desk.execute(UndoLast())
    assert desk.ask(unit_form, unit).founded_on == date(2025, 3, 1)


def test_a_list_that_was_searched_has_what_the_tree_shows(desk: Desk):
    (table,) = desk.ask(paper_rows, "roster.units", {"text": "实验"})
    assert [row.cells[1] for row in table.rows] == ["城东区教育局", "城东区实验小学"]
    assert "仅列查找“实验”所得的单位及其上级" in table.subtitle
    assert not listed(desk, text="无此单位")
    assert list(listed(desk, text="城东区", unit="3")) == ["城东区教育局", "城东区实验小学"]
