"""工作单位及职务 in one cell, however long it is."""

from time import process_time

from trainingdesk.domain.roster.cells import Flaw
from trainingdesk.domain.roster.unit_post import cut_cell


def test_a_long_cell_is_cut_in_no_time():
    text = "某某市某某区水务局河道管理与防汛抗旱指挥部信息中心高级工程师、" * 200
    parts = " ".join(text[place : place + 6] for place in range(0, 6000, 6))
    began = process_time()
    assert isinstance(cut_cell(parts, {}, ()), Flaw)
    assert process_time() - began < 1, "seconds"


def test_a_cell_is_cut_at_a_blank_behind_a_unit():
    assert cut_cell("城东区应急局 办公室主任", {}, ()) == ("城东区应急局", "办公室主任")
    open_one = cut_cell("城东区水务局办公室 主任", {}, ())
    assert open_one.choices == ("城东区水务局办公室｜主任", "城东区水务局｜办公室主任")
    assert isinstance(cut_cell(f"{'某' * 100}局 局长", {}, ()), Flaw), "beyond 100 characters nothing is cut"
