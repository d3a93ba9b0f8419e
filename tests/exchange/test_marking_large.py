"""The workbook of a large file's problem rows is made with little beside the rows themselves."""

import hashlib
import sys
from pathlib import Path

from openpyxl import load_workbook

from tests.exchange.files import save
from trainingdesk.exchange.marking.child import marked
from trainingdesk.exchange.marking.orders import Order, Told


def test_rows_are_copied_out_without_what_opens_workbooks(tmp_path: Path, monkeypatch):
    source = save(tmp_path / "源.xlsx", [["张三", "公"], ["李四", "男"]])
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    order = Order(
        *(str(source), source.name, "xlsx", digest),
        sheets=("Sheet",),
        headers={"Sheet": [1]},
        whole=False,
        list_title="问题",
        list_heads=("表", "行", "列", "值", "问题"),
        row_head="行",
    )
    marks = [("Sheet", 2, [(2, None, "", "FFFFC7CE", ("性别看不懂",), False)])]
    listed = [(("Sheet", "2", "性别", "公", "性别看不懂"), "Sheet", 2, 2)]
    frames = [("marks", marks), ("list", listed)]
    with monkeypatch.context() as without:
        for name in [name for name in sys.modules if name.partition(".")[0] == "openpyxl"]:
            without.delitem(sys.modules, name)
        without.setitem(sys.modules, "openpyxl", None)  # 25 MB, and importing it fails
        content = marked(order, Told(iter(frames)))
    book = load_workbook(content)
    assert [cell.value for cell in book["Sheet"][2]][:3] == ["2", "张三", "公"]
